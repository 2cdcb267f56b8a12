// GoldenFileTests.swift — which comments are marks, and what they ask for.

import Testing

@testable import golden

@Suite struct GoldenFileTests {
  private func expected(_ source: String) -> [String] {
    GoldenFile(path: "x.aio", source: Array(source.utf8)).expected.map(\.text)
  }

  @Test func marksAreReadInOrder() {
    #expect(expected("print(1)  # expect: 1\n# a remark\nprint(2)  # expect: 2\n") == ["1", "2"])
    #expect(expected("print()  # expect:\n") == [""])
    #expect(expected("print('a ')  # expect: a \n") == ["a "])
  }

  @Test func marksInStringsAreText() {
    #expect(expected("print('# expect: no')  # expect: # expect: no\n") == ["# expect: no"])
    #expect(expected("'''\n# expect: no\n'''\n") == [])
    #expect(expected(##"x = "\"# expect: no""##) == [])
    #expect(expected(##"x = r"\"  # expect: no""##) == [])
  }

  @Test func formattedStringsMayHoldStrings() {
    #expect(expected(##"print(f"{d["# expect: no"]}")  # expect: yes"##) == ["yes"])
    #expect(expected(##"print(f"{{ {x:'>{width}} }}")  # expect: yes"##) == ["yes"])
    #expect(expected(##"print(f'{x!r:#>10}')  # expect: yes"##) == ["yes"])
    #expect(expected("print(f'''{\n  x  # expect: inside\n}''')\n") == ["inside"])
  }

  @Test func headersAreRead() {
    let golden = GoldenFile(
      path: "x.aio", source: Array("# args: a b\n# flags: --seed 3\n# order-free\n# raises: E: x\n".utf8))
    #expect(golden.arguments == ["a", "b"])
    #expect(golden.flags == ["--seed", "3"])
    #expect(golden.isOrderFree)
    #expect(golden.raises == "E: x")
    #expect(golden.expectedCode == 1)
    #expect(golden.expectedOutput == [])
  }

  @Test func programsThatExpectNothingFail() {
    let golden = GoldenFile(path: "x.aio", source: Array("print(1)\n".utf8))
    #expect(!golden.expectsSomething)
    #expect(complaints(golden, RunResult(output: [], error: [], code: 0), "run") == ["the program expects nothing"])
  }

  @Test func everyDifferenceIsNamed() {
    let golden = GoldenFile(path: "x.aio", source: Array("print(1)  # expect: 1\n".utf8))
    #expect(complaints(golden, RunResult(output: Array("1\n".utf8), error: [], code: 0), "run").isEmpty)
    let wrong = complaints(golden, RunResult(output: Array("2\n".utf8), error: Array("oops\n".utf8), code: 3), "run")
    #expect(wrong.contains("run: standard output differs"))
    #expect(wrong.contains("-1") && wrong.contains("+2"))
    #expect(wrong.contains("run: unexpected standard error"))
    #expect(wrong.contains("run: exit code 3 instead of 0"))
  }

  @Test func differencesAreShort() {
    let old = (0..<50).map { "line \($0)" }.joined(separator: "\n")
    let new = old.split(separator: "\n").filter { $0 != "line 20" }.joined(separator: "\n")
    #expect(difference(old, new) == ["@@ line 21 @@", " line 18", " line 19", "-line 20", " line 21", " line 22"])
  }
}

@Suite struct ProcessRunnerTests {
  private func run(_ script: String, input: String = "", timeout: UInt32 = 10) -> RunResult {
    let runner = ProcessRunner(command: ["/bin/sh", "-c", script], isReference: true, timeout: timeout)
    return runner.run(path: "x", options: RunOptions(input: Array(input.utf8)))
  }

  @Test func streamsAndCodeComeBack() {
    let result = run("cat; echo oops >&2; exit 3", input: "hello")
    #expect(result == RunResult(output: Array("hello".utf8), error: Array("oops\n".utf8), code: 3))
  }

  @Test func deathBySignalIsACode() { #expect(run("kill -9 $$").code == 137) }

  @Test func longProgramsAreStopped() {
    let result = run("exec sleep 20", timeout: 1)
    #expect(result.code == 137)
    #expect(String(decoding: result.error, as: UTF8.self) == "golden: stopped after 1 s\n")
  }

  @Test func unreadInputDoesNoHarm() {
    #expect(run("exec true", input: String(repeating: "x", count: 1 << 20)).code == 0)
  }

  @Test func missingProgramsAreSaid() {
    let runner = ProcessRunner(command: ["/nonexistent/aio"], isReference: false, timeout: 1)
    #expect(runner.run(path: "x", options: RunOptions()).code == 127)
  }
}

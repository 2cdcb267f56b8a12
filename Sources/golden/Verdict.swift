// Verdict.swift — holds what a program did against what it was to do.

/// The complaints about one run; empty when it did as expected.
func complaints(_ golden: GoldenFile, _ result: RunResult, _ label: String) -> [String] {
  var found: [String] = []
  if !golden.expectsSomething { found.append("the program expects nothing") }
  if let expected = golden.expectedOutput, expected != result.output {
    found.append("\(label): standard output differs")
    found += difference(text(expected), text(result.output))
  }
  if let marks = golden.output, !golden.expected.isEmpty {
    let inline = Array(golden.expected.map { $0.text + "\n" }.joined().utf8)
    if inline != marks { found.append("the marks and the .out file disagree") }
  }
  if let expected = golden.error {
    if expected != result.error {
      found.append("\(label): standard error differs")
      found += difference(text(expected), text(result.error))
    }
  } else if let raises = golden.raises {
    let last = text(result.error).split(separator: "\n").last.map(String.init) ?? ""
    if last != raises {
      found.append("\(label): the last line of standard error is")
      found += ["-" + raises, "+" + last]
    }
  } else if !result.error.isEmpty && golden.expectsSomething {
    found.append("\(label): unexpected standard error")
    found += difference("", text(result.error), limit: 20)
  }
  if result.code != golden.expectedCode {
    found.append("\(label): exit code \(result.code) instead of \(golden.expectedCode)")
  }
  return found
}

/// What differs between two runs of one program, which have to be the same.
func complaints(_ first: RunResult, _ second: RunResult, _ label: String) -> [String] {
  if first == second { return [] }
  var found = ["\(label): not the same as the first run"]
  if first.output != second.output { found += difference(text(first.output), text(second.output)) }
  if first.error != second.error { found += difference(text(first.error), text(second.error)) }
  if first.code != second.code { found.append("exit code \(second.code) instead of \(first.code)") }
  return found
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

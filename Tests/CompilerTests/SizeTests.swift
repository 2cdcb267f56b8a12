// SizeTests.swift — nothing valid is too large.

import Interpreter
import Testing

@Suite struct SizeTests {
  private func many(_ count: Int, _ separator: String, _ item: (Int) -> String) -> String {
    (0..<count).map(item).joined(separator: separator)
  }

  @Test func longExpressions() throws {
    #expect(try problem("x = " + many(100_000, "+") { _ in "a" }) == nil)
    #expect(try problem("x = [" + many(20_000, ",") { "a\($0 % 50)" } + "]") == nil)
    #expect(try problem("x = {" + many(5_000, ",") { "\($0): a" } + "}") == nil)
    #expect(try problem("x = f(" + many(5_000, ",") { _ in "a" } + ")") == nil)
    #expect(try problem("x = a" + many(20_000, "") { _ in ".b(c)" }) == nil)
    #expect(try problem("if " + many(5_000, " < ") { _ in "a" } + ": pass") == nil)
    #expect(try problem("x = f'" + many(1_000, "") { _ in "{a}b" } + "'") == nil)
  }

  @Test func manyLocals() throws {
    let assignments = many(2_000, "\n") { "  a\($0) = b + \($0)" }
    let sum = many(2_000, "+") { "a\($0)" }
    #expect(try problem("def f():\n\(assignments)\n  del a700\n  return \(sum)") == nil)
    let parameters = many(400, ",") { "a\($0)" }
    #expect(try problem("def f(\(parameters)):\n  return lambda: a5 + a140 + a300") == nil)
    let targets = many(300, ",") { "a\($0)" }
    #expect(try problem("def f(x):\n  \(targets) = x\n  return [(\(targets)) for \(targets) in x]") == nil)
  }

  @Test func deepNesting() throws {
    let calls = String(repeating: "f(a, b, c, d, e, ", count: 100) + "a" + String(repeating: ")", count: 100)
    #expect(try problem("def g(z):\n  return \(calls)") == nil)
    let powers = many(800, "**") { _ in "a" }
    #expect(try problem("x = \(powers)") == nil)
  }

  @Test func brokenImagesAreFound() throws {
    let unit = try unit("def f(x):\n  while x: x = g(x)\n  return x")
    let image = try unit.compile(1)
    #expect(Verifier.problem(in: image, closureCount: 0) == nil)
    var planted = image
    planted.registerCount = 1
    #expect(Verifier.problem(in: planted, closureCount: 0)?.hasSuffix("register out of range") == true)
    planted = image
    planted.words.removeLast()
    #expect(Verifier.problem(in: planted, closureCount: 0) == "jumpIfFalse at 0: a jump into nowhere")
    planted = image
    planted.words[1] = 2
    #expect(Verifier.problem(in: planted, closureCount: 0)?.hasSuffix("a jump into nowhere") == true)
    planted = image
    planted.constants = []
    #expect(Verifier.problem(in: planted, closureCount: 0)?.hasSuffix("name out of range") == true)
  }

  @Test func rowsAgreeWithLengths() {
    for opcode in Opcode.allCases { #expect(opcode.wordCount == opcode.row.words.count, "\(opcode)") }
  }
}

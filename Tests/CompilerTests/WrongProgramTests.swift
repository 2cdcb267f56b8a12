// WrongProgramTests.swift — reports of the symbol table and the compiler.

import Interpreter
import Testing

@Suite struct WrongProgramTests {
  @Test func reportsAreCPythons() {
    #expect(wrongPrograms.count > 150)
    for program in wrongPrograms {
      let said = report(program.text)
      #expect(said == program.report, "\(program.text)")
    }
  }

  @Test func topLevelAwaitIsAnOption() throws {
    #expect(report("await x") == "1:1-1:8 'await' outside function")
    var options = UnitOptions(mode: .interactive)
    options.topLevelAwait = true
    let tree = try unit("pass").tree
    #expect(try Unit(tree: tree, options: options).functions[0].kind == .module)
  }

  @Test func blocksNestOnlySoDeep() {
    func nested(_ count: Int) -> String {
      (0..<count).map { String(repeating: " ", count: $0) + "while x:" }.joined(separator: "\n") + " pass"
    }
    #expect(report(nested(21)) == "fine")
    #expect(report(nested(22)) == "22:22-22:35 too many statically nested blocks")
  }

  @Test func depthIsBounded() {
    #expect(report("x = " + String(repeating: "-", count: 800) + "a") == "fine")
    #expect(report("x = " + String(repeating: "-", count: 2000) + "a").contains("maximum recursion depth exceeded"))
  }
}

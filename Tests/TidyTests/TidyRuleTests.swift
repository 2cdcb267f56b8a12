// TidyRuleTests.swift — that the rules find what they look for.

import Testing

@Suite struct TidyRuleTests {
  @Test func commentsAndLiteralsAreNotCode() {
    #expect(code("let a = 1  // print(a)") == "let a = 1  ")
    #expect(code(#"say("print(a)", b)"#) == #"say("", b)"#)
    #expect(code(#"say("a \" // b") // c"#) == #"say("") "#)
  }

  @Test func functionsAreMeasured() {
    let file = TreeFile(
      path: "a.swift",
      lines: [
        "struct A {", "  init(", "    a: Int", "  ) {", "    b()", "  }", "",
        "  public static func c<T>(_ d: T) -> Int {",
        "    if d {", "    }", "", "  }", "  func e() { f() }", "}",
      ])
    let found = functions(in: file)
    #expect(found.map(\.name) == ["init", "c"])
    #expect(found.map(\.length) == [5, 5])
  }

  @Test func theTreeIsThere() {
    #expect(Tree.swift.contains { $0.path == "Sources/Runtime/Kernel/Kernel.swift" })
  }
}

// CodeTests.swift — the instructions of small functions.

import Interpreter
import Testing

@Suite struct CodeTests {
  @Test func fibonacciHasNoNeedlessMoves() throws {
    let code = try instructions(
      """
      def fib(n):
          if n < 2:
              return n
          return fib(n - 1) + fib(n - 2)
      """)
    #expect(
      code == [
        "jumpLessK r0 2 0 ->3", "return r0",
        "loadGlobal r1 fib", "subtractK r2 r0 1 0", "call r1 1",
        "loadGlobal r2 fib", "subtractK r3 r0 2 0", "call r2 1",
        "add r1 r1 r2 0", "return r1",
      ])
  }

  @Test func loopsTestAndGoBack() throws {
    let code = try instructions(
      """
      def f(n):
          i = 0
          while i < n:
              i += 1
          for x in n:
              if x is None: continue
              if x == 'a' or not i: break
          return i
      """)
    #expect(
      code
        == [
          "loadInt r1 0", "jumpLess r1 r0 0 ->6", "addK r1 r1 1 1", "loop ->1",
          "getIterator r3 r0", "forIterator r2 r3 ->17", "jumpNone r2 0 ->12", "loop ->7",
          "jumpEqualK r2 'a' 1 ->16", "jumpIfFalse r1 ->17", "loop ->7", "return r1",
        ].withJumps(from: code))
  }

  @Test func operandsAreCopiedBeforeTheyAreReassigned() throws {
    let code = try instructions("def f(x): return x + (x := 5)")
    #expect(code == ["move r1 r0", "loadInt r2 5", "move r0 r2", "add r1 r1 r2 0", "return r1"])
    #expect(try instructions("def f(x): return x + x") == ["add r1 r0 r0 0", "return r1"])
  }

  @Test func onlyDoubtfulLocalsAreChecked() throws {
    let code = try instructions(
      """
      def f(c):
          if c: x = 1
          y = 2
          return x + y + x
      """)
    #expect(
      code
        == [
          "clear r1 1", "jumpIfFalse r0 ->5", "loadInt r1 1", "loadInt r2 2", "checkBound r1 x", "add r3 r1 r2 0",
          "add r3 r3 r1 0", "return r3",
        ].withJumps(from: code))
  }

  @Test func constantsAreFolded() throws {
    #expect(try instructions("def f(): return 2 * 3 + 4 ** 2 - -1") == ["loadInt r0 23", "return r0"])
    #expect(try instructions("def f(): return (1, (2, 'a'), -1.5)")[0] == "loadConstant r0 (1, (2, 'a'), -1.5)")
    #expect(try instructions("def f(x): return x in {1, 2}")[0] == "loadConstant r2 {1, 2}")
    #expect(try instructions("def f(x): return x in [1, 2]")[0] == "loadConstant r2 (1, 2)")
    #expect(try instructions("def f(x): return 1 / 0") == ["loadInt r1 1", "divideK r1 r1 0 0", "return r1"])
    #expect(try instructions("def f():\n  if 0: g()\n  while 1: h()").count == 3)
  }

  @Test func methodsAreLookedUpBeforeTheirArguments() throws {
    #expect(
      try instructions("def f(x): return x.a(1).b(x)") == [
        "move r3 r0", "loadInt r4 1", "callMethod r2 1 a", "move r3 r0", "callMethod r1 1 b", "return r1",
      ])
    #expect(
      try instructions("def f(x): return x.a(g())") == [
        "move r2 r0", "loadMethod r1 a", "loadGlobal r3 g", "call r3 0", "callPair r1 1", "return r1",
      ])
  }

  @Test func superTakesTheShortWay() throws {
    let text = "class A:\n  def f(self, x): return super().f(x)"
    #expect(
      try instructions(text, function: 2) == [
        "loadGlobal r2 super", "loadFree r3 free0 __class__", "move r4 r0", "superMethod r2 f", "move r4 r1",
        "callPair r2 1", "return r2",
      ])
    #expect(try instructions("super = 1\n" + text, function: 2).contains { $0.hasPrefix("superMethod") } == false)
  }

  @Test func comprehensionsRunInTheFrameAround() throws {
    let code = try instructions("def f(x): return [y * 2 for y in x if y]")
    #expect(
      code
        == [
          "getIterator r2 r0", "buildList r1 r0 0", "forIterator r3 r2 ->9", "jumpIfFalse r3 ->8",
          "multiplyK r4 r3 2 0", "listAppend r1 r4", "loop ->2", "return r1",
        ].withJumps(from: code))
  }

  @Test func finallyRunsOnEveryPath() throws {
    let code = try instructions(
      """
      def f():
          try:
              return g()
          finally:
              h()
      """)
    #expect(code.filter { $0.hasPrefix("loadGlobal") && $0.hasSuffix(" h") }.count == 2)
    #expect(code.filter { $0.hasPrefix("handler") }.count == 3)
    #expect(code.contains("reraise r0"))
  }

  @Test func handlersLeaveInOrder() throws {
    let code = try instructions("def f():\n  try: g()\n  except E as e: h(e)")
    #expect(
      code
        == [
          "clear r0 1", "loadGlobal r1 g", "call r1 0", "jump ->34", "loadGlobal r3 E", "jumpNoMatch r1 r3 ->28",
          "move r0 r1", "loadGlobal r3 h", "move r4 r0", "call r3 1", "popHandled r1", "clear r0 1", "jump ->34",
          "reraise r1", "move r4 r2", "reraise r3", "clear r0 1", "move r4 r2", "reraise r3", "returnNone",
          "handler", "handler", "handler",
        ].withJumps(from: code))
  }

  @Test func closuresAreCells() throws {
    let code = try instructions("def f(a):\n  b = a\n  def g(): return a, b\n  return g")
    #expect(
      code == [
        "clear r1 1", "makeCell r0", "makeCell r1", "loadCell r3 r0 0 a", "storeCell r1 r3", "makeFunction r2 <g> 0",
        "return r2",
      ])
  }

  @Test func swapsNeedOneTemporary() throws {
    #expect(
      try instructions("def f(a, b):\n  a, b = b, a + b\n  return a") == [
        "move r2 r1", "add r1 r0 r1 0", "move r0 r2", "return r0",
      ])
  }

  @Test func matchesAreJumps() throws {
    let code = try instructions(
      "def f(x):\n  match x:\n    case 1: return 2\n    case [a, 'k']: return a\n    case _: pass")
    #expect(
      code
        == [
          "move r2 r0", "jumpEqualK r2 1 0 ->5", "loadInt r3 2", "return r3", "matchSequence r2 2 0 ->12",
          "unpack r3 r2 2", "jumpEqualK r4 'k' 0 ->12", "move r1 r3", "return r1", "returnNone",
        ].withJumps(from: code))
  }
}

extension [String] {
  /// Takes the places of jumps, and the ranges of handlers, as `code` has them: what matters is which instruction it is.
  func withJumps(from code: [String]) -> [String] {
    guard count == code.count else { return self }
    return zip(self, code).map { expected, found in
      if expected == "handler", found.hasPrefix("handler") { return found }
      guard let mark = expected.firstIndex(of: ">"), let other = found.firstIndex(of: ">") else { return expected }
      return String(expected[...mark] + found[other...].dropFirst())
    }
  }
}

// UnitTests.swift — what is known of functions before they are compiled.

import Interpreter
import Testing

@Suite struct UnitTests {
  @Test func functionsAreDescribed() throws {
    let unit = try unit(
      """
      class A:
          async def f(self, a, /, b=1, *c, d, **e):
              '''One.

                  Two.
              '''
              self.x = self.y = lambda: __class__
              yield (i for i in a)
      """)
    #expect(
      unit.functions.map(\.qualifiedName) == [
        "<module>", "A", "A.f", "A.f.<locals>.<lambda>", "A.f.<locals>.<genexpr>",
      ])
    #expect(unit.functions.map(\.kind) == [.module, .nameMode, .asyncGenerator, .function, .generator])
    let f = unit.functions[2]
    #expect(f.parameters.names == ["self", "a", "b", "d", "c", "e"])
    #expect(f.parameters.positionalOnlyCount == 2 && f.parameters.positionalCount == 3)
    #expect(f.parameters.keywordOnlyCount == 1 && f.parameters.hasStarArgs && f.parameters.hasStarKwargs)
    #expect(f.docstring.map { String(decoding: $0, as: UTF8.self) } == "One.\n\nTwo.\n")
    #expect(f.selfAttributes == ["x", "y"])
    #expect(unit.functions[1].selfAttributes == ["x", "y"])
    #expect(f.freeNames == ["__class__"] && f.flags == 4 | 16 | 32)
    #expect(unit.functions[3].flags == 8)
  }

  @Test func privateNamesAreMangled() throws {
    let code = try instructions("class _A:\n  def f(self): return self.__x", function: 2)
    #expect(code == ["getAttribute r1 r0 _A__x", "return r1"])
  }

  @Test func annotationsAreTextOnRequest() throws {
    let code = try instructions(
      """
      from __future__ import annotations
      def f(a: dict [str,int] | None, *b: (x+y)*2) -> 'q': pass
      """, function: 0)
    #expect(code.contains { $0.hasSuffix("'dict[str, int] | None'") })
    #expect(code.contains { $0.hasSuffix("'(x + y) * 2'") })
    #expect(code.contains { $0.hasSuffix("''q''") })
  }

  @Test func namesOfExecLiveInTheNamespace() throws {
    #expect(
      try instructions("x = y", function: 0, mode: .nameMode) == ["loadName r1 y", "storeName r1 x", "returnNone"])
    #expect(
      try instructions("x + 1", function: 0, mode: .evaluation) == ["loadName r1 x", "addK r1 r1 1 0", "return r1"])
    #expect(try instructions("x", function: 0, mode: .interactive).contains { $0.hasPrefix("intrinsic") })
  }

  @Test func comprehensionsInClassesDoNotSeeItsNames() throws {
    let code = try instructions("class A:\n  x = 1\n  y = [x for z in x]", function: 1)
    #expect(code.contains { $0.hasPrefix("loadName") && $0.hasSuffix(" x") })
    #expect(code.contains { $0.hasPrefix("loadGlobal") && $0.hasSuffix(" x") })
  }
}

// WrongPrograms.swift — texts that parse but can't run, and what is said about them.

/// A wrong program and its report: line:column-line:column, as in `SyntaxError`'s attributes, and the message.
struct WrongProgram: Sendable {
  var text: String
  var report: String
}

let wrongPrograms: [WrongProgram] = [
  WrongProgram(text: "return 1", report: "1:1-1:9 'return' outside function"),
  WrongProgram(
    text: """
      class A:
          return
      """,
    report: "2:5-2:11 'return' outside function"),
  WrongProgram(text: "await x", report: "1:1-1:8 'await' outside function"),
  WrongProgram(
    text: """
      def f():
          await x
      """,
    report: "2:5-2:12 'await' outside async function"),
  WrongProgram(
    text: """
      class A:
          await x
      """,
    report: "2:5-2:12 'await' outside function"),
  WrongProgram(text: "yield 1", report: "1:1-1:8 'yield' outside function"),
  WrongProgram(
    text: """
      class A:
          yield 1
      """,
    report: "2:5-2:12 'yield' outside function"),
  WrongProgram(text: "x = yield", report: "1:5-1:10 'yield' outside function"),
  WrongProgram(
    text: """
      def f():
          [(yield x) for x in y]
      """,
    report: "2:7-2:14 'yield' inside list comprehension"),
  WrongProgram(
    text: """
      def f():
          ((yield x) for x in y)
      """,
    report: "2:7-2:14 'yield' inside generator expression"),
  WrongProgram(
    text: """
      def f():
          {(yield x) for x in y}
      """,
    report: "2:7-2:14 'yield' inside set comprehension"),
  WrongProgram(
    text: """
      def f():
          {(yield x): 1 for x in y}
      """,
    report: "2:7-2:14 'yield' inside dict comprehension"),
  WrongProgram(text: "break", report: "1:1-1:6 'break' outside loop"),
  WrongProgram(text: "continue", report: "1:1-1:9 'continue' not properly in loop"),
  WrongProgram(
    text: """
      def f():
          if x:
              break
      """,
    report: "3:9-3:14 'break' outside loop"),
  WrongProgram(
    text: """
      for x in y:
          def f():
              break
      """,
    report: "3:9-3:14 'break' outside loop"),
  WrongProgram(
    text: """
      for x in y:
          class A:
              continue
      """,
    report: "3:9-3:17 'continue' not properly in loop"),
  WrongProgram(
    text: """
      for x in y:
          pass
      else:
          break
      """,
    report: "4:5-4:10 'break' outside loop"),
  WrongProgram(
    text: """
      while 1:
          pass
      else:
          continue
      """,
    report: "4:5-4:13 'continue' not properly in loop"),
  WrongProgram(
    text: """
      def f(x):
          global x
      """,
    report: "2:5-2:13 name 'x' is parameter and global"),
  WrongProgram(
    text: """
      def f():
          x = 1
          global x
      """,
    report: "3:5-3:13 name 'x' is assigned to before global declaration"),
  WrongProgram(
    text: """
      def f():
          print(x)
          global x
      """,
    report: "3:5-3:13 name 'x' is used prior to global declaration"),
  WrongProgram(
    text: """
      def f():
          x: int
          global x
      """,
    report: "3:5-3:13 annotated name 'x' can't be global"),
  WrongProgram(
    text: """
      def f(x):
          nonlocal x
      """,
    report: "2:5-2:15 name 'x' is parameter and nonlocal"),
  WrongProgram(
    text: """
      def f():
          nonlocal x
      """,
    report: "2:5-2:15 no binding for nonlocal 'x' found"),
  WrongProgram(text: "nonlocal x", report: "1:1-1:11 nonlocal declaration not allowed at module level"),
  WrongProgram(
    text: """
      def g():
          x = 1
          def f():
              x = 2
              nonlocal x
      """,
    report: "5:9-5:19 name 'x' is assigned to before nonlocal declaration"),
  WrongProgram(
    text: """
      def g():
          x = 1
          def f():
              print(x)
              nonlocal x
      """,
    report: "5:9-5:19 name 'x' is used prior to nonlocal declaration"),
  WrongProgram(
    text: """
      def g():
          x = 1
          def f():
              x: int
              nonlocal x
      """,
    report: "5:9-5:19 annotated name 'x' can't be nonlocal"),
  WrongProgram(
    text: """
      def g():
          x = 1
          def f():
              global x
              nonlocal x
      """,
    report: "4:9-4:17 name 'x' is nonlocal and global"),
  WrongProgram(
    text: """
      def g():
          x = 1
          def f():
              nonlocal x
              global x
      """,
    report: "4:9-4:19 name 'x' is nonlocal and global"),
  WrongProgram(
    text: """
      def f():
          global x
          x: int
      """,
    report: "3:5-3:11 annotated name 'x' can't be global"),
  WrongProgram(
    text: """
      def g():
          x = 0
          def f():
              nonlocal x
              x: int = 1
      """,
    report: "5:9-5:19 annotated name 'x' can't be nonlocal"),
  WrongProgram(text: "def f(a, b, a): pass", report: "1:13-1:14 duplicate argument 'a' in function definition"),
  WrongProgram(text: "def f(a, *, a): pass", report: "1:13-1:14 duplicate argument 'a' in function definition"),
  WrongProgram(text: "def f(a, *a): pass", report: "1:11-1:12 duplicate argument 'a' in function definition"),
  WrongProgram(
    text: """
      def f(**a): 
          def g(*b, **b): pass
      """,
    report: "2:17-2:18 duplicate argument 'b' in function definition"),
  WrongProgram(text: "lambda a, a: 1", report: "1:11-1:12 duplicate argument 'a' in function definition"),
  WrongProgram(
    text: "[i := 0 for i in range(5)]",
    report: "1:2-1:3 assignment expression cannot rebind comprehension iteration variable 'i'"),
  WrongProgram(
    text: "[[i := 0 for j in range(5)] for i in range(5)]",
    report: "1:3-1:4 assignment expression cannot rebind comprehension iteration variable 'i'"),
  WrongProgram(
    text: "[i for i in range(5) if (j := 0) for j in range(5)]",
    report: "1:38-1:39 comprehension inner loop cannot rebind assignment expression target 'j'"),
  WrongProgram(
    text: "[i for i in range(5) if (j := 0) for k in range(5) for j in x]",
    report: "1:56-1:57 comprehension inner loop cannot rebind assignment expression target 'j'"),
  WrongProgram(
    text: "[j for i in (j := range(5))]",
    report: "1:14-1:27 assignment expression cannot be used in a comprehension iterable expression"),
  WrongProgram(
    text: "[i for i in x for j in (k := i)]",
    report: "1:25-1:31 assignment expression cannot be used in a comprehension iterable expression"),
  WrongProgram(
    text: """
      class A:
          [(x := 1) for y in z]
      """,
    report: "2:7-2:8 assignment expression within a comprehension cannot be used in a class body"),
  WrongProgram(
    text: """
      class A:
          def f(self):
              return [(x := y) for y in z]
          a = [[(b := 1) for c in d] for e in g]
      """,
    report: "4:12-4:13 assignment expression within a comprehension cannot be used in a class body"),
  WrongProgram(
    text: """
      try:
          pass
      except:
          pass
      except E:
          pass
      """,
    report: "3:1-4:9 default 'except:' must be last"),
  WrongProgram(
    text: """
      try:
          pass
      except:
          pass
      except:
          pass
      """,
    report: "3:1-4:9 default 'except:' must be last"),
  WrongProgram(text: "*a = 1", report: "1:1-1:3 starred assignment target must be in a list or tuple"),
  WrongProgram(text: "*a, *b = 1", report: "1:1-1:7 multiple starred expressions in assignment"),
  WrongProgram(text: "a, *b, *c = x", report: "1:1-1:10 multiple starred expressions in assignment"),
  WrongProgram(text: "[*a, *b] = x", report: "1:1-1:9 multiple starred expressions in assignment"),
  WrongProgram(text: "for *a in x: pass", report: "1:5-1:7 starred assignment target must be in a list or tuple"),
  WrongProgram(text: "for *a, *b in x: pass", report: "1:5-1:11 multiple starred expressions in assignment"),
  WrongProgram(text: "*a", report: "1:1-1:3 can't use starred expression here"),
  WrongProgram(text: "x = *a", report: "1:5-1:7 can't use starred expression here"),
  WrongProgram(text: "return *a", report: "1:1-1:10 'return' outside function"),
  WrongProgram(text: "with x as *a: pass", report: "1:11-1:13 starred assignment target must be in a list or tuple"),
  WrongProgram(text: "f(a=1, a=2)", report: "1:8-1:11 keyword argument repeated: a"),
  WrongProgram(text: "f(a=1, b=2, **c, a=3)", report: "1:18-1:21 keyword argument repeated: a"),
  WrongProgram(text: "class A(a=1, a=2): pass", report: "1:14-1:17 keyword argument repeated: a"),
  WrongProgram(
    text: """
      match x:
          case _: pass
          case 1: pass
      """,
    report: "2:10-2:11 wildcard makes remaining patterns unreachable"),
  WrongProgram(
    text: """
      match x:
          case y: pass
          case 1: pass
      """,
    report: "2:10-2:11 name capture 'y' makes remaining patterns unreachable"),
  WrongProgram(
    text: """
      match x:
          case (y as z): pass
          case 1: pass
      """,
    report: "2:11-2:12 name capture 'y' makes remaining patterns unreachable"),
  WrongProgram(
    text: """
      match x:
          case y | 1: pass
      """,
    report: "2:10-2:11 name capture 'y' makes remaining patterns unreachable"),
  WrongProgram(
    text: """
      match x:
          case _ | 1: pass
      """,
    report: "2:10-2:11 wildcard makes remaining patterns unreachable"),
  WrongProgram(
    text: """
      match x:
          case 1 | y: pass
      """,
    report: "2:10-2:15 alternative patterns bind different names"),
  WrongProgram(
    text: """
      match x:
          case [a] | [b]: pass
      """,
    report: "2:10-2:19 alternative patterns bind different names"),
  WrongProgram(
    text: """
      match x:
          case [a, a]: pass
      """,
    report: "2:14-2:15 multiple assignments to name 'a' in pattern"),
  WrongProgram(
    text: """
      match x:
          case {1: a, 2: a}: pass
      """,
    report: "2:20-2:21 multiple assignments to name 'a' in pattern"),
  WrongProgram(
    text: """
      match x:
          case {1: a, **a}: pass
      """,
    report: "2:10-2:21 multiple assignments to name 'a' in pattern"),
  WrongProgram(
    text: """
      match x:
          case C(a, a): pass
      """,
    report: "2:15-2:16 multiple assignments to name 'a' in pattern"),
  WrongProgram(
    text: """
      match x:
          case C(a=b, a=c): pass
      """,
    report: "2:19-2:20 attribute name repeated in class pattern: a"),
  WrongProgram(
    text: """
      match x:
          case [*a, *b]: pass
      """,
    report: "2:10-2:18 multiple starred names in sequence pattern"),
  WrongProgram(
    text: """
      match x:
          case {1: a, 1: b}: pass
      """,
    report: "2:10-2:22 mapping pattern checks duplicate key (1)"),
  WrongProgram(
    text: """
      match x:
          case {'a': 1, 'a': 2}: pass
      """,
    report: "2:10-2:26 mapping pattern checks duplicate key ('a')"),
  WrongProgram(
    text: """
      match x:
          case {1: a, 1.0: b}: pass
      """,
    report: "2:10-2:24 mapping pattern checks duplicate key (1.0)"),
  WrongProgram(
    text: """
      match x:
          case {True: a, 1: b}: pass
      """,
    report: "2:10-2:25 mapping pattern checks duplicate key (1)"),
  WrongProgram(
    text: """
      match x:
          case {-1: a, -1: b}: pass
      """,
    report: "2:10-2:24 mapping pattern checks duplicate key (-1)"),
  WrongProgram(
    text: """
      match x:
          case {None: a, None: b}: pass
      """,
    report: "2:10-2:28 mapping pattern checks duplicate key (None)"),
  WrongProgram(
    text: """
      match x:
          case {b'a': a, b'a': b}: pass
      """,
    report: "2:10-2:28 mapping pattern checks duplicate key (b'a')"),
  WrongProgram(
    text: """
      match x:
          case {1+2j: a, 1+2j: b}: pass
      """,
    report: "2:10-2:28 mapping pattern checks duplicate key ((1+2j))"),
  WrongProgram(
    text: """
      match x:
          case [a] as a: pass
      """,
    report: "2:10-2:18 multiple assignments to name 'a' in pattern"),
  WrongProgram(
    text: """
      match x:
          case ([a] | [a]) as a: pass
      """,
    report: "2:10-2:26 multiple assignments to name 'a' in pattern"),
  WrongProgram(
    text: """
      match x:
          case [a, ([a] | [a])]: pass
      """,
    report: "2:15-2:24 multiple assignments to name 'a' in pattern"),
  WrongProgram(text: "from __future__ import nope", report: "1:1-1:0 future feature nope is not defined"),
  WrongProgram(text: "from __future__ import braces", report: "1:1-1:0 not a chance"),
  WrongProgram(
    text: "from __future__ import (annotations, nope)", report: "1:1-1:0 future feature nope is not defined"),
  WrongProgram(
    text: """
      x = 1
      from __future__ import annotations
      """,
    report: "2:1-2:35 from __future__ imports must occur at the beginning of the file"),
  WrongProgram(
    text: """
      "doc"
      "doc2"
      from __future__ import annotations
      """,
    report: "3:1-3:35 from __future__ imports must occur at the beginning of the file"),
  WrongProgram(
    text: """
      def f():
          from __future__ import annotations
      """,
    report: "2:5-2:39 from __future__ imports must occur at the beginning of the file"),
  WrongProgram(
    text: "from __future__ import annotations; x = 1; from __future__ import division",
    report: "1:44-1:75 from __future__ imports must occur at the beginning of the file"),
  WrongProgram(
    text: """
      def f():
          from x import *
      """,
    report: "2:19-2:20 import * only allowed at module level"),
  WrongProgram(
    text: """
      class A:
          from x import *
      """,
    report: "2:19-2:20 import * only allowed at module level"),
  WrongProgram(
    text: """
      def f():
          [x async for x in y]
      """,
    report: "2:5-2:25 asynchronous comprehension outside of an asynchronous function"),
  WrongProgram(
    text: "[x async for x in y]", report: "1:1-1:21 asynchronous comprehension outside of an asynchronous function"),
  WrongProgram(
    text: """
      def f():
          [await x for x in y]
      """,
    report: "2:5-2:25 asynchronous comprehension outside of an asynchronous function"),
  WrongProgram(
    text: """
      def f():
          async for x in y: pass
      """,
    report: "2:5-2:27 'async for' outside async function"),
  WrongProgram(text: "async for x in y: pass", report: "1:1-1:23 'async for' outside async function"),
  WrongProgram(
    text: """
      def f():
          async with x: pass
      """,
    report: "2:5-2:23 'async with' outside async function"),
  WrongProgram(text: "async with x: pass", report: "1:1-1:19 'async with' outside async function"),
  WrongProgram(
    text: """
      async def f():
          yield 1
          return 2
      """,
    report: "3:5-3:13 'return' with value in async generator"),
  WrongProgram(
    text: """
      async def f():
          return 2
          yield 1
      """,
    report: "2:5-2:13 'return' with value in async generator"),
  WrongProgram(
    text: """
      async def f():
          yield from x
      """,
    report: "2:5-2:17 'yield from' inside async function"),
  WrongProgram(
    text: """
      async def f():
          def g(): await x
      """,
    report: "2:14-2:21 'await' outside async function"),
  WrongProgram(
    text: """
      async def f():
          lambda: await x
      """,
    report: "2:13-2:20 'await' outside async function"),
  WrongProgram(text: "__debug__ = 1", report: "1:1-1:10 cannot assign to __debug__"),
  WrongProgram(text: "del __debug__", report: "1:5-1:14 cannot delete __debug__"),
  WrongProgram(text: "def f(__debug__): pass", report: "1:7-1:16 cannot assign to __debug__"),
  WrongProgram(text: "def __debug__(): pass", report: "1:1-1:22 cannot assign to __debug__"),
  WrongProgram(text: "class __debug__: pass", report: "1:1-1:22 cannot assign to __debug__"),
  WrongProgram(text: "x.__debug__ = 1", report: "1:1-1:12 cannot assign to __debug__"),
  WrongProgram(text: "f(__debug__=1)", report: "1:3-1:14 cannot assign to __debug__"),
  WrongProgram(text: "import __debug__", report: "1:1-1:17 cannot assign to __debug__"),
  WrongProgram(text: "import x as __debug__", report: "1:1-1:22 cannot assign to __debug__"),
  WrongProgram(text: "from x import __debug__", report: "1:1-1:24 cannot assign to __debug__"),
  WrongProgram(text: "for __debug__ in x: pass", report: "1:5-1:14 cannot assign to __debug__"),
  WrongProgram(text: "with x as __debug__: pass", report: "1:11-1:20 cannot assign to __debug__"),
  WrongProgram(
    text: """
      try: pass
      except E as __debug__: pass
      """,
    report: "2:1-2:28 cannot assign to __debug__"),
  WrongProgram(text: "__debug__ += 1", report: "1:1-1:10 cannot assign to __debug__"),
  WrongProgram(text: "(__debug__ := 1)", report: "1:2-1:11 cannot assign to __debug__"),
  WrongProgram(text: "lambda __debug__: 1", report: "1:8-1:17 cannot assign to __debug__"),
  WrongProgram(text: "def f(*, __debug__): pass", report: "1:10-1:19 cannot assign to __debug__"),
  WrongProgram(
    text: """
      match x:
          case __debug__: pass
      """,
    report: "2:10-2:19 cannot assign to __debug__"),
  WrongProgram(
    text: """
      match x:
          case [*__debug__]: pass
      """,
    report: "2:11-2:21 cannot assign to __debug__"),
  WrongProgram(
    text: """
      match x:
          case {1: 2, **__debug__}: pass
      """,
    report: "2:10-2:29 cannot assign to __debug__"),
  WrongProgram(
    text: """
      match x:
          case C(__debug__=1): pass
      """,
    report: "2:22-2:23 cannot assign to __debug__"),
  WrongProgram(text: "__debug__: int", report: "1:1-1:15 cannot assign to __debug__"),
  WrongProgram(text: "__debug__: int = 1", report: "1:1-1:10 cannot assign to __debug__"),
  WrongProgram(text: "[x for __debug__ in y]", report: "1:8-1:17 cannot assign to __debug__"),
  WrongProgram(text: "def f[T, T](): pass", report: "1:10-1:11 duplicate type parameter 'T'"),
  WrongProgram(text: "class A[T, T]: pass", report: "1:12-1:13 duplicate type parameter 'T'"),
  WrongProgram(text: "type X[T, T] = 1", report: "1:11-1:12 duplicate type parameter 'T'"),
  WrongProgram(
    text: "def f[T=int, U](): pass", report: "1:14-1:15 non-default type parameter 'U' follows default type parameter"),
  WrongProgram(
    text: "class A[T: (yield)]: pass", report: "1:13-1:18 yield expression cannot be used within a TypeVar bound"),
  WrongProgram(
    text: """
      def f():
          class A[T: (yield)]: pass
      """,
    report: "2:17-2:22 yield expression cannot be used within a TypeVar bound"),
  WrongProgram(text: "type X = (yield)", report: "1:11-1:16 yield expression cannot be used within a type alias"),
  WrongProgram(
    text: """
      def f():
          type X = (yield)
      """,
    report: "2:15-2:20 yield expression cannot be used within a type alias"),
  WrongProgram(
    text: """
      async def f():
          type X = await x
      """,
    report: "2:14-2:21 await expression cannot be used within a type alias"),
  WrongProgram(text: "type X = (y := 1)", report: "1:11-1:17 named expression cannot be used within a type alias"),
  WrongProgram(
    text: "def f[T: (x := 1)](): pass", report: "1:11-1:17 named expression cannot be used within a TypeVar bound"),
  WrongProgram(
    text: "def f[T: (int, (x := 1))](): pass",
    report: "1:17-1:23 named expression cannot be used within a TypeVar constraint"),
  WrongProgram(
    text: "def f[T = (x := 1)](): pass", report: "1:12-1:18 named expression cannot be used within a TypeVar default"),
  WrongProgram(
    text: "def f[**P = (x := 1)](): pass",
    report: "1:14-1:20 named expression cannot be used within a ParamSpec default"),
  WrongProgram(
    text: "def f[*P = (x := 1)](): pass",
    report: "1:13-1:19 named expression cannot be used within a TypeVarTuple default"),
  WrongProgram(
    text: "def f[T](x: (y := 1)): pass",
    report: "1:14-1:20 named expression cannot be used within the definition of a generic"),
  WrongProgram(
    text: "class A[T]((x := 1)): pass",
    report: "1:13-1:19 named expression cannot be used within the definition of a generic"),
  WrongProgram(
    text: "class A[T](k=(yield)): pass",
    report: "1:15-1:20 yield expression cannot be used within the definition of a generic"),
  WrongProgram(
    text: "def f[T](x: (yield)): pass",
    report: "1:14-1:19 yield expression cannot be used within the definition of a generic"),
  WrongProgram(
    text: "type X = [(y := 1) for z in w]",
    report: "1:12-1:13 assignment expression within a comprehension cannot be used in a type alias"),
  WrongProgram(
    text: "def f[T: [(y := 1) for z in w]](): pass",
    report: "1:12-1:13 assignment expression within a comprehension cannot be used in a TypeVar bound"),
  WrongProgram(
    text: "class A[T]([(y := 1) for z in w]): pass",
    report: "1:14-1:15 assignment expression within a comprehension cannot be used within the definition of a generic"),
  WrongProgram(
    text: """
      def f[T]():
          def g():
              nonlocal T
      """,
    report: "3:9-3:19 nonlocal binding not allowed for type parameter 'T'"),
  WrongProgram(
    text: """
      class A[T]:
          def g():
              nonlocal T
      """,
    report: "3:9-3:19 nonlocal binding not allowed for type parameter 'T'"),
  WrongProgram(
    text: """
      from __future__ import annotations
      def f(x: (yield)): pass
      """,
    report: "2:11-2:16 yield expression cannot be used within an annotation"),
  WrongProgram(
    text: """
      from __future__ import annotations
      def f(x: (y := 1)): pass
      """,
    report: "2:11-2:17 named expression cannot be used within an annotation"),
  WrongProgram(
    text: """
      from __future__ import annotations
      async def f(x: int) -> (await y): pass
      """,
    report: "2:25-2:32 await expression cannot be used within an annotation"),
  WrongProgram(
    text: """
      from __future__ import annotations
      x: (yield)
      """,
    report: "2:5-2:10 yield expression cannot be used within an annotation"),
  WrongProgram(text: "x: (yield)", report: "1:5-1:10 'yield' outside function"),
  WrongProgram(text: "def f() -> (yield): pass", report: "1:13-1:18 'yield' outside function"),
  WrongProgram(
    text: """
      try:
          pass
      except* E:
          break
      """,
    report: "4:5-4:10 'break', 'continue' and 'return' cannot appear in an except* block"),
  WrongProgram(
    text: """
      for x in y:
          try:
              pass
          except* E:
              continue
      """,
    report: "5:9-5:17 'break', 'continue' and 'return' cannot appear in an except* block"),
  WrongProgram(
    text: """
      def f():
          try:
              pass
          except* E:
              return
      """,
    report: "5:9-5:15 'break', 'continue' and 'return' cannot appear in an except* block"),
  WrongProgram(
    text: """
      def f():
          try:
              pass
          except* E:
              for x in y:
                  break
              return 1
      """,
    report: "7:16-7:17 'break', 'continue' and 'return' cannot appear in an except* block"),
  WrongProgram(
    text: """
      def f():
          global x, y
          x = 1
          def g():
              nonlocal x
      """,
    report: "5:9-5:19 no binding for nonlocal 'x' found"),
  WrongProgram(
    text: """
      class A:
          nonlocal x
      """,
    report: "2:5-2:15 no binding for nonlocal 'x' found"),
  WrongProgram(
    text: """
      def f():
          class A:
              x = 1
              def g():
                  nonlocal x
      """,
    report: "5:13-5:23 no binding for nonlocal 'x' found"),
  WrongProgram(
    text: """
      class A:
          x = 1
          global x
      """,
    report: "3:5-3:13 name 'x' is assigned to before global declaration"),
  WrongProgram(
    text: """
      class A:
          def f(__x, _A__x): pass
      """,
    report: "2:16-2:21 duplicate argument '_A__x' in function definition"),
  WrongProgram(
    text: """
      class A:
          def f(self):
              global __x
              _A__x: int
      """,
    report: "4:9-4:19 annotated name '_A__x' can't be global"),
  WrongProgram(
    text: """
      async def f():
          return [x for x in (yield)]
      """,
    report: "2:5-2:32 'return' with value in async generator"),
  WrongProgram(text: "{x: (yield) for x in y}", report: "1:6-1:11 'yield' inside dict comprehension"),
  WrongProgram(text: "def f(a=(yield)): pass", report: "1:10-1:15 'yield' outside function"),
  WrongProgram(text: "lambda x=(await y): 1", report: "1:11-1:18 'await' outside function"),
  WrongProgram(
    text: """
      @(yield)
      def f(): pass
      """,
    report: "1:3-1:8 'yield' outside function"),
  WrongProgram(
    text: """
      @(await x)
      class A: pass
      """,
    report: "1:3-1:10 'await' outside function"),
  WrongProgram(text: "class A((yield)): pass", report: "1:10-1:15 'yield' outside function"),
  WrongProgram(text: "print(*a, **b, c=1, d=2, c=3)", report: "1:26-1:29 keyword argument repeated: c"),
  WrongProgram(
    text: """
      if x:
          return
      """,
    report: "2:5-2:11 'return' outside function"),
  WrongProgram(
    text: """
      while x:
          return 5
      """,
    report: "2:5-2:13 'return' outside function"),
  WrongProgram(
    text: """
      with x:
          yield
      """,
    report: "2:5-2:10 'yield' outside function"),
  WrongProgram(
    text: """
      for x in y:
          await z
      """,
    report: "2:5-2:12 'await' outside function"),
  WrongProgram(text: "i = (x for x in await y)", report: "1:17-1:24 'await' outside function"),
  WrongProgram(
    text: "i = [await x for x in y]", report: "1:5-1:25 asynchronous comprehension outside of an asynchronous function"),
  WrongProgram(
    text: """
      class A:
          i = [await x for x in y]
      """,
    report: "2:9-2:29 asynchronous comprehension outside of an asynchronous function"),
  WrongProgram(
    text: """
      class A:
          def f(): [x async for x in y]
      """,
    report: "2:14-2:34 asynchronous comprehension outside of an asynchronous function"),
  WrongProgram(
    text: """
      async def f():
          def g(): [x async for x in y]
      """,
    report: "2:14-2:34 asynchronous comprehension outside of an asynchronous function"),
  WrongProgram(
    text: """
      async def f():
          class A:
              [x async for x in y]
      """,
    report: "3:9-3:29 asynchronous comprehension outside of an asynchronous function"),
  WrongProgram(
    text: """
      async def f():
          class A:
              await x
      """,
    report: "3:9-3:16 'await' outside function"),
  WrongProgram(
    text: """
      def f():
          [x for x in [y async for y in z]]
      """,
    report: "2:17-2:37 asynchronous comprehension outside of an asynchronous function"),
  WrongProgram(text: "nonlocal x, y", report: "1:1-1:14 nonlocal declaration not allowed at module level"),
  WrongProgram(
    text: """
      def f():
          nonlocal x, y
          x = 1
      """,
    report: "2:5-2:18 no binding for nonlocal 'x' found"),
  WrongProgram(
    text: """
      x = 1
      global x
      """,
    report: "2:1-2:9 name 'x' is assigned to before global declaration"),
  WrongProgram(
    text: """
      print(x)
      global x
      """,
    report: "2:1-2:9 name 'x' is used prior to global declaration"),
  WrongProgram(
    text: """
      x: int = 1
      global x
      """,
    report: "2:1-2:9 annotated name 'x' can't be global"),
]

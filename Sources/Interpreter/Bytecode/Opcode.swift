// Opcode.swift — every instruction of the machine, defined once.
//
// An instruction is one 32-bit word `C:8 B:8 A:8 op:8` (op in the low byte), then the operand words its row names.
// R[x] is register x of the frame, K[x] constant x of the code, N[x] the constant (an interned str) that holds a name.
// Wide operands: `Bx` = B | C << 8 (0..65535), `sBx` = the same, signed; `sAx` = the upper 24 bits, signed.
// A jump offset counts words from the end of the instruction (its operand words included). Operand words named `cache`
// are written by the machine only; the compiler emits 0. Registers in ranges are consecutive.
//
// Register 255 is never used as a register. Frame layout: R[0...] parameters in the order positional, keyword-only,
// `*args`, `**kwargs`; then other locals; then temporaries, used as a stack; registers from 256 on ("far") hold what
// does not fit and are reached by `loadFar`, `storeFar`, `saveBlock` and `restoreBlock` only.
// R[-1] is the function that runs. A name-mode frame (class body, exec) has its namespace in R[0].

/// The kind of an instruction; the low byte of its first word.
public enum Opcode: UInt8, CaseIterable, Sendable {
  // Moves and constants.
  /// R[A] = R[B]
  case move
  /// R[A] = K[Bx]
  case loadConstant
  /// R[A] = K[word]; words: constant
  case loadConstantWide
  /// R[A] = sBx as an int
  case loadInt
  /// R[A] = `SpecialConstant(B)`: None, True, False, Ellipsis, unbound
  case loadSpecial
  /// R[A] = R[word]; words: far register
  case loadFar
  /// R[word] = R[A]; words: far register
  case storeFar
  /// R[word..<word + B] = R[A..<A + B]; words: far register
  case saveBlock
  /// R[A..<A + B] = R[word..<word + B]; words: far register
  case restoreBlock
  /// R[A..<A + B] = unbound. C = 1: R[A] is the iterator of a `for` that is left early, and was made in its header: a
  /// generator is closed
  case clear

  // Locals, cells, globals, names.
  /// Raises UnboundLocalError for N[word] when R[A] is unbound; words: name
  case checkBound
  /// As `checkBound`, then R[A] = unbound; words: name
  case deleteLocal
  /// R[A] = a new cell that holds what R[A] held (unbound included)
  case makeCell
  /// R[A] = contents of the cell in R[B]; unbound raises UnboundLocalError (C = 0) or NameError for a free variable
  /// (C = 1) of N[word]; words: name
  case loadCell
  /// contents of the cell in R[A] = R[B]
  case storeCell
  /// As `loadCell`'s check for the cell in R[A], then makes it unbound; words: name
  case deleteCell
  /// R[A] = contents of cell Bx of the running function's closure; NameError if unbound; words: name
  case loadFree
  /// contents of cell Bx of the closure = R[A]
  case storeFree
  /// Makes cell Bx of the closure unbound, NameError if it was; words: name
  case deleteFree
  /// R[A] = cell Bx of the closure itself
  case closureCell
  /// R[A] = global or builtin N[name]; words: name, cache, cache, cache
  case loadGlobal
  /// global N[name] = R[A]; words: name, cache, cache
  case storeGlobal
  /// Deletes global N[name]; words: name
  case deleteGlobal
  /// R[A] = N[name] in the namespace R[0], else the globals, else the builtins; words: name
  case loadName
  /// N[name] in the namespace R[0] = R[A]; words: name
  case storeName
  /// Deletes N[name] from the namespace R[0], NameError if absent; words: name
  case deleteName
  /// R[A] = N[name] in the namespace R[0], else contents of cell Bx of the closure; words: name
  case loadNameOrFree
  /// R[A] = N[name] in the mapping R[B], else the globals, else the builtins (annotation scopes in classes); words: name
  case loadFromOrGlobal
  /// R[A] = N[name] in the mapping R[B], else contents of a cell of the closure; words: name, cell
  case loadFromOrFree

  // Attributes and items.
  /// R[A] = R[B].N[name]; words: name, cache, cache, cache
  case getAttribute
  /// R[A].N[name] = R[B]; words: name, cache, cache, cache
  case setAttribute
  /// del R[A].N[name]; words: name
  case deleteAttribute
  /// R[A] = R[B][R[C]]
  case getItem
  /// R[A] = R[B][K[C]]
  case getItemK
  /// R[A][R[B]] = R[C]
  case setItem
  /// del R[A][R[B]]
  case deleteItem
  /// R[A] = slice(R[B], R[B + 1], R[B + 2])
  case buildSlice

  // Binary operators: R[A] = R[B] op R[C]; words: flags (bit 0: in place, `x += y`).
  case add, subtract, multiply, matrixMultiply, divide, modulo, power
  case leftShift, rightShift, bitOr, bitXor, bitAnd, floorDivide
  // R[A] = R[B] op K[C]; words: flags. K[C] is an int or float constant.
  case addK, subtractK, multiplyK, matrixMultiplyK, divideK, moduloK, powerK
  case leftShiftK, rightShiftK, bitOrK, bitXorK, bitAndK, floorDivideK

  // Unary operators: R[A] = op R[B].
  case negate, positive, invert
  /// R[A] = not R[B], a bool
  case not

  // Comparisons: R[A] = R[B] op R[C].
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case isSame, isNotSame
  /// R[A] = R[B] in R[C]
  case contains
  /// R[A] = R[B] not in R[C]
  case containsNot

  // Jumps. Fused ones jump when the truth of `R[A] op R[B]` equals C (0 or 1); words: offset.
  case jumpEqual, jumpNotEqual, jumpLess, jumpLessOrEqual, jumpGreater, jumpGreaterOrEqual
  // As above with K[B] in place of R[B]; K[B] is an int, float or str constant.
  case jumpEqualK, jumpNotEqualK, jumpLessK, jumpLessOrEqualK, jumpGreaterK, jumpGreaterOrEqualK
  /// Jumps when (R[A] is R[B]) == C; words: offset
  case jumpSame
  /// Jumps when (R[A] is None) == C; words: offset
  case jumpNone
  /// Jumps when (R[A] in R[B]) == C; words: offset
  case jumpContains
  /// Jumps when R[A] is true; words: offset
  case jumpIfTrue
  /// Jumps when R[A] is false; words: offset
  case jumpIfFalse
  /// Jumps by sAx
  case jump
  /// Jumps back by sAx (negative) and charges fuel: every backward edge is one of these
  case loop

  // Iteration.
  /// R[A] = iter(R[B])
  case getIterator
  /// R[A] = next(R[B]), or jumps when the iterator in R[B] is exhausted; words: offset
  case forIterator
  /// R[A] = R[B].__aiter__()
  case getAsyncIterator
  /// R[A] = await anext(R[B]), or jumps when it is exhausted (StopAsyncIteration); words: offset
  case forAsyncIterator
  /// R[A..<A + C] = the items of R[B]; exactly C of them
  case unpack
  /// R[A..<A + C] = first C items of R[B], R[A + C] = list of the middle, then `after` last ones; words: after
  case unpackStar

  // Displays. The items stand in R[B..<B + C].
  case buildTuple, buildList, buildSet
  /// R[A] = dict of C pairs key, value in R[B..<B + 2 * C]
  case buildMap
  /// R[A] = the C strs of R[B..<B + C] joined (f-strings)
  case buildString
  /// R[A] = str made from R[B] by conversion C: 0 none, 1 str, 2 repr, 3 ascii; then format(x, "")
  case formatValue
  /// R[A] = format(conversion of R[B], R[C]); words: conversion
  case formatValueSpec
  /// R[A].append(R[B]) for the list in R[A] (comprehensions, displays)
  case listAppend
  case setAdd
  /// R[A][R[B]] = R[C] for the dict in R[A] (comprehensions, displays)
  case mapInsert
  /// The list in R[A] extended by the iterable R[B] (`[*x]`, `f(*x)`); C = 1: a call's `*`, errors name R[A - 1]
  case listExtend
  case setUpdate
  /// The dict in R[A] updated by the mapping R[B] (`{**x}`)
  case mapUpdate
  /// As `mapUpdate` for the keywords of a call to R[C]: a repeated key is a TypeError
  case mapMerge
  /// R[A] = tuple of the list R[B]
  case listToTuple

  // Calls: callee in R[A], arguments after it; the result replaces R[A]. C = 1: it is an expression statement's, so
  // nobody will see it (a coroutine is reported as never awaited).
  /// R[A] = R[A](R[A + 1..<A + 1 + B])
  case call
  /// As `call` with B arguments of which the last ones belong to the names in the tuple K[word]; words: names
  case callKeywords
  /// R[A] = R[A + 1].N[name](R[A + 2..<A + 2 + B]), for arguments that can't tell when the attribute is looked up;
  /// words: name, cache, cache, cache
  case callMethod
  /// As `callMethod`, with keywords as in `callKeywords`; words: name, names
  case callMethodKeywords
  /// R[A] = R[A](*R[A + 1], **R[A + 2]): a list or tuple, and a dict or unbound
  case callSpread
  /// Zero-argument super: R[A] = the global `super`, R[A + 1] = class, R[A + 2] = self on entry. Afterwards
  /// R[A] = `super().N[name]` as a function and R[A + 1] = self, or R[A] = the bound value and R[A + 1] = unbound.
  /// words: name
  case superMethod
  /// Looks a method up before its arguments are evaluated. The receiver stands in R[A + 1]. Afterwards R[A] = N[name]
  /// of it as a function, or R[A] = the attribute's value and R[A + 1] = unbound; words: name, cache, cache, cache
  case loadMethod
  /// R[A] = R[A](R[A + 1..<A + 2 + B]), or without R[A + 1] if that is unbound; follows `superMethod`, `loadMethod`
  case callPair
  /// As `callPair` with B arguments of which the last ones belong to the names in the tuple K[word]; words: names
  case callPairKeywords
  /// R[A] = `super().N[name]`; registers as for `superMethod`; words: name
  case superAttribute
  case `return`
  /// return None
  case returnNone

  // Functions, classes, modules.
  /// R[A] = function of child Bx; words: flags: 1 defaults tuple in R[A + 1], 2 dict of keyword defaults in R[A + 2],
  /// 4 annotations (tuple name, value, ...) in R[A + 3], 8 type parameters tuple in R[A + 4]. Captured cells are taken
  /// from this frame as the child's `captures` say.
  case makeFunction
  /// R[A] = builtins.__build_class__
  case loadBuildClass
  /// R[A] = the module N[name] (dotted), B = level; C = 1: there is a list of names to import, R[A] is then the
  /// module itself, else the top package; words: name, constant of the tuple of names (0xFFFFFFFF: none)
  case importName
  /// R[A] = attribute or submodule N[name] of the module R[B], ImportError if absent; words: name
  case importFrom
  /// All public names of the module R[A] into the globals (or the namespace R[0] in name mode, B = 1)
  case importStar

  // Exceptions. A handler entered by the table finds the exception in the entry's register r and the exception handled
  // before in R[r + 1]; the exception is then the handled one until `popHandled`.
  /// raise R[A] (class or instance); None is a TypeError
  case raise
  /// raise R[A] from R[B]
  case raiseFrom
  /// raise, without an operand: the handled exception, RuntimeError if there is none
  case raiseHandled
  /// Raises the exception R[A] on, its traceback kept; the handled exception becomes R[A + 1]
  case reraise
  /// Ends a handler: the handled exception is R[A + 1] again
  case popHandled
  /// Jumps unless exception R[A] matches R[B] (a class or tuple of them, TypeError otherwise); words: offset
  case jumpNoMatch
  /// except*: R[A] = the part of the group R[B] that matches R[C] or None, R[A + 1] = the rest or None
  case matchGroup
  /// except*: R[A] = what to raise after the handlers, or None; R[B] = original exception, R[B + 1] = list of what the
  /// handlers raised and what nothing matched
  case combineGroup
  /// R[A] = the bound `__exit__` of R[B], R[A + 1] = its bound `__enter__`; TypeError as CPython's if either is missing
  case loadContext
  /// As `loadContext` with `__aexit__` and `__aenter__`
  case loadAsyncContext
  /// R[A] = truth of R[A](type, exception, traceback) of the exception R[B]; calls the exit in R[A]
  case callExit
  /// R[A] = R[A](type, exception, traceback) of the exception R[B], an awaitable
  case callAsyncExit
  /// R[A] = AssertionError, whatever the name is bound to
  case loadAssertionError

  // Generators and coroutines.
  /// Gives R[B] to whoever resumed; R[A] = what is sent back. C = 1: in an async generator
  case yield
  /// R[A] = the result of delegating to the iterable R[B]
  case yieldFrom
  /// R[A] = await R[B]. C: 0 an `await`, 1 from `__aenter__`, 2 from `__aexit__` (for the TypeError's text)
  case await

  // Pattern matching. Each falls through on success and jumps otherwise.
  /// R[A] is a sequence of exactly B items (C = 0) or at least B (C = 1); words: offset
  case matchSequence
  /// R[A] is a mapping with at least B keys; words: offset
  case matchMapping
  /// R[A..<A + n] = values of the mapping R[B] for the n keys of the tuple R[C]; words: offset
  case matchKeys
  /// R[A] = dict of the mapping R[B] without the keys of the tuple R[C]
  case matchRest
  /// R[B] is an instance of R[C] that has `positional` attributes by `__match_args__` and those of the tuple K[names];
  /// their values go to R[A...]; words: positional, names (0xFFFFFFFF: none), offset
  case matchClass
  /// R[A] = len(R[B]) as an int
  case length

  /// R[A] = `Intrinsic(C)` of R[B...]
  case intrinsic
}

/// Operand B of `loadSpecial`.
public enum SpecialConstant: UInt8, Sendable { case none, `true`, `false`, ellipsis, unbound }

/// Rare operations behind the `intrinsic` instruction; arguments stand in R[B...].
public enum Intrinsic: UInt8, CaseIterable, Sendable {
  /// (value): prints and keeps it as an interactive prompt does
  case displayHook
  /// (): makes sure that `__annotations__` exists in the globals, or in the namespace R[0] in name mode (class body)
  case setupAnnotations
  /// (): as above, for module code in global mode
  case setupGlobalAnnotations
  /// (name) -> TypeVar
  case typeVariable
  /// (name, function that gives the bound) -> TypeVar with a lazy bound
  case typeVariableBound
  /// (name, function that gives the tuple of constraints) -> TypeVar
  case typeVariableConstraints
  /// (name) -> ParamSpec
  case parameterSpecification
  /// (name) -> TypeVarTuple
  case typeVariableTuple
  /// (type variable of any kind, function that gives the default) -> the type variable
  case typeDefault
  /// (name, type parameters tuple or None, function that gives the value) -> TypeAliasType
  case typeAlias
  /// (type parameters tuple) -> Generic[...] for the bases of a generic class
  case subscriptGeneric
  /// (async iterator item for `async` comprehension) reserved for the stop marker of generator expressions
  case stopIterationError
}

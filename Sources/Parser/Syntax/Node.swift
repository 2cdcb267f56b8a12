// Node.swift — the kinds of syntax nodes and what the four words of each hold.

/// The number of a node in its tree; 0 means "absent".
public typealias NodeID = UInt32
/// The number of a list of nodes (or names) in its tree; 0 is the empty list.
public typealias ListID = UInt32
/// The number of an identifier in its tree; 0 means "absent".
public typealias NameID = UInt32

/// One syntax node: a kind, a flag, four words and the source bytes it was read from.
///
/// What the words mean depends on the kind and is written at each case of `NodeKind`.
public struct Node: Sendable {
  public var kind: NodeKind
  /// Operator, context or a small number, by kind.
  public var flag: UInt8 = 0
  public var a: UInt32 = 0
  public var b: UInt32 = 0
  public var c: UInt32 = 0
  public var d: UInt32 = 0
  /// Half-open range of UTF-8 offsets in the source.
  public var start: UInt32
  public var end: UInt32

  public init(
    _ kind: NodeKind, flag: UInt8 = 0, a: UInt32 = 0, b: UInt32 = 0, c: UInt32 = 0, d: UInt32 = 0,
    start: UInt32, end: UInt32
  ) {
    (self.kind, self.flag, self.a, self.b, self.c, self.d) = (kind, flag, a, b, c, d)
    (self.start, self.end) = (start, end)
  }
}

/// What a node is. `name`: NameID, `list`: ListID of nodes, `node`: NodeID (0 = absent), `names`: ListID of NameIDs.
///
/// The vocabulary is that of the abstract grammar in the documentation of Python's `ast` module.
public enum NodeKind: UInt8, Sendable, CaseIterable {
  /// Never in a tree except as node 0.
  case absent

  // Statements. A docstring stays what it is: an expression statement with a string constant.

  /// a: name, b: node `functionParts`, c: list decorators, d: list body
  case functionDef
  /// As `functionDef`.
  case asyncFunctionDef
  /// a: name, b: node `classParts`, c: list decorators, d: list body
  case classDef
  /// a: node value or absent
  case returnStatement
  /// a: list targets
  case delete
  /// a: list targets (two or more for `a = b = value`), b: node value
  case assign
  /// a: node name, b: list type parameters, c: node value
  case typeAlias
  /// a: node target, b: node value, flag: `BinaryOperator`
  case augmentedAssign
  /// a: node target, b: node annotation, c: node value or absent, flag: 1 if the target is a bare name
  case annotatedAssign
  /// a: node target, b: node iterable, c: list body, d: list else
  case forStatement
  /// As `forStatement`.
  case asyncFor
  /// a: node condition, b: list body, c: list else
  case whileStatement
  /// a: node condition, b: list body, c: list else (an `elif` is one `ifStatement` there)
  case ifStatement
  /// a: list of `withItem`, b: list body
  case with
  /// As `with`.
  case asyncWith
  /// a: node subject, b: list of `matchCase`
  case match
  /// a: node exception or absent, b: node cause or absent
  case raise
  /// a: list body, b: list of `exceptHandler`, c: list else, d: list finally
  case tryStatement
  /// As `tryStatement`, with `except*` handlers.
  case tryStar
  /// a: node condition, b: node message or absent
  case assert
  /// a: list of `alias`
  case importStatement
  /// a: name of the module (dotted, 0 if only dots), b: list of `alias`, c: level (number of leading dots)
  case importFrom
  /// a: names
  case global
  /// a: names
  case nonlocal
  /// a: node value
  case expressionStatement
  case pass
  case breakStatement
  case continueStatement

  // Expressions.

  /// a: list operands (two or more), flag: `BooleanOperator`
  case booleanOperation
  /// a: node target (a `name`), b: node value
  case namedExpression
  /// a: node left, b: node right, flag: `BinaryOperator`
  case binaryOperation
  /// a: node operand, flag: `UnaryOperator`
  case unaryOperation
  /// a: node `parameters`, b: node body
  case lambda
  /// a: node condition, b: node then, c: node else
  case conditional
  /// a: list keys (0 as an entry stands for `**value`), b: list values
  case dictionary
  /// a: list elements
  case set
  /// a: node element, b: list of `comprehension`
  case listComprehension
  /// As `listComprehension`.
  case setComprehension
  /// a: node key, b: node value, c: list of `comprehension`
  case dictionaryComprehension
  /// As `listComprehension`.
  case generatorExpression
  /// a: node value
  case await
  /// a: node value or absent
  case yield
  /// a: node value
  case yieldFrom
  /// a: node left, b: list of operators (each entry a raw `ComparisonOperator`), c: list of comparators
  case compare
  /// a: node callee, b: list positional (may hold `starred`), c: list of `keyword`
  case call
  /// a: node value, b: node format spec (a `joinedString`) or absent, flag: conversion as its ASCII letter, 0 if none
  case formattedValue
  /// a: list of `constant` strings and `formattedValue`s
  case joinedString
  /// a: number of a literal in `Tree.literals`, flag: 1 for a string written with the prefix `u`
  case constant
  /// a: node value, b: name, flag: `Context`; c: offset of the first byte of the attribute's name
  case attribute
  /// a: node value, b: node index, flag: `Context`
  case subscripted
  /// a: node value, flag: `Context`
  case starred
  /// a: name, flag: `Context`
  case name
  /// a: list elements, flag: `Context`
  case list
  /// a: list elements, flag: `Context`
  case tuple
  /// a, b, c: nodes lower, upper, step, each or absent
  case slice

  // Parts.

  /// a: node `parameters`, b: node return annotation or absent, c: list type parameters
  case functionParts
  /// a: list bases (may hold `starred`), b: list of `keyword`, c: list type parameters
  case classParts
  /// a: node target, b: node iterable, c: list conditions, flag: 1 if async
  case comprehension
  /// a: node type or absent, b: name or absent, c: list body
  case exceptHandler
  /// a: list of all `parameter` nodes in order of source, b: number of positional-only ones, c: number of
  /// positional ones (positional-only included), d: number of keyword-only ones; flag: 1 = has `*args`, 2 = has
  /// `**kwargs`. The list holds positional ones, then `*args`, then keyword-only ones, then `**kwargs`.
  case parameters
  /// a: name, b: node annotation or absent, c: node default or absent
  case parameter
  /// a: name (0 for `**value`), b: node value
  case keyword
  /// a: dotted name, b: name after `as` or absent
  case alias
  /// a: node context expression, b: node target or absent
  case withItem
  /// a: node pattern, b: node guard or absent, c: list body
  case matchCase

  // Patterns.

  /// a: node value
  case matchValue
  /// a: node constant (`None`, `True` or `False`)
  case matchSingleton
  /// a: list patterns
  case matchSequence
  /// a: list keys, b: list patterns, c: name of the rest or absent
  case matchMapping
  /// a: node class, b: list positional patterns, c: names of keywords, d: list of their patterns
  case matchClass
  /// a: name or absent
  case matchStar
  /// a: node pattern or absent, b: name or absent (both absent: `_`)
  case matchAs
  /// a: list patterns
  case matchOr

  // Type parameters.

  /// a: name, b: node bound or absent, c: node default or absent
  case typeVariable
  /// a: name, c: node default or absent
  case parameterSpecification
  /// a: name, c: node default or absent
  case typeVariableTuple
}

extension NodeKind {
  /// Whether a statement holds other statements.
  public var isCompound: Bool {
    switch self {
    case .functionDef, .asyncFunctionDef, .classDef, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with,
      .asyncWith, .match, .tryStatement, .tryStar:
      true
    case _: false
    }
  }
}

/// Whether an expression is read, written or deleted.
public enum Context: UInt8, Sendable { case load, store, delete }

public enum BooleanOperator: UInt8, Sendable { case and, or }

public enum BinaryOperator: UInt8, Sendable, CaseIterable {
  case add, subtract, multiply, matrixMultiply, divide, modulo, power
  case leftShift, rightShift, bitOr, bitXor, bitAnd, floorDivide
}

public enum UnaryOperator: UInt8, Sendable { case invert, not, plus, minus }

public enum ComparisonOperator: UInt8, Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, isSame, isNotSame, contains, containsNot
}

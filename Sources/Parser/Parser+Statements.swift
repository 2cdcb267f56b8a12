// Parser+Statements.swift — the file, its statements, and the ones that fit on a line.

import Lexer

extension Parser {
  mutating func parseAll() {
    let mark = scratch.count
    switch mode {
    case .file:
      while kind != .endOfFile, kind != .error { parseStatement() }
      if kind != .endOfFile { fail() }
    case .expression:
      let start = here
      let value = parseExpressionList()
      scratch.append(add(.expressionStatement, start, a: value))
      while accept(.newline) {}
      if kind != .endOfFile { fail() }
    case .single:
      parseInteractive()
    }
    body = closeList(mark)
  }

  /// expressions: expression (`,` expression)* [`,`]
  private mutating func parseExpressionList() -> NodeID {
    let start = here
    let first = parseExpression()
    guard kind == .comma else { return first }
    let mark = scratch.count
    scratch.append(first)
    while accept(.comma) {
      guard startsExpression(kind), kind != .star else { break }
      scratch.append(parseExpression())
    }
    let elements = closeList(mark)
    return add(.tuple, start, a: elements)
  }

  /// interactive: compound_stmt NEWLINE | simple_stmts, and nothing after it
  private mutating func parseInteractive() {
    if kind == .endOfFile { return }
    parseStatement()
    while accept(.newline) {}
    if kind != .endOfFile { fail() }
  }

  /// statement: compound_stmt | simple_stmts; what it holds is appended to `scratch`.
  mutating func parseStatement() {
    switch kind {
    case .if: scratch.append(parseIf())
    case .def, .class, .at, .async: scratch.append(parseDefinition())
    case .for: scratch.append(parseFor(here, isAsync: false))
    case .while: scratch.append(parseWhile())
    case .try: scratch.append(parseTry())
    case .with: scratch.append(parseWith(here, isAsync: false))
    case .matchName:
      let match = parseMatch()
      if match != 0 { scratch.append(match) } else { parseSimpleStatements() }
    case _: parseSimpleStatements()
    }
  }

  /// simple_stmts: simple_stmt (`;` simple_stmt)* [`;`] NEWLINE
  mutating func parseSimpleStatements() {
    repeat {
      scratch.append(parseSimpleStatement())
    } while accept(.semicolon) && kind != .newline
    expect(.newline)
  }

  private mutating func parseSimpleStatement() -> NodeID {
    let start = here
    switch kind {
    case .return:
      advance()
      let value = startsExpression(kind) ? parseStarExpressions() : 0
      return add(.returnStatement, start, a: value)
    case .import: return parseImport()
    case .from: return parseImportFrom()
    case .raise: return parseRaise()
    case .pass:
      advance()
      return add(.pass, start)
    case .del: return parseDelete()
    case .assert:
      advance()
      let condition = parseExpression()
      let message = accept(.comma) ? parseExpression() : 0
      return add(.assert, start, a: condition, b: message)
    case .break:
      advance()
      return add(.breakStatement, start)
    case .continue:
      advance()
      return add(.continueStatement, start)
    case .global, .nonlocal: return parseScope()
    case .typeName where next.isName: return parseTypeAlias()
    case _: return parseExpressionStatement()
    }
  }

  /// assignment | star_expressions | yield_expr
  private mutating func parseExpressionStatement() -> NodeID {
    let start = here
    let opensWithParen = kind == .leftParen
    let value = parseRightSide()
    switch kind {
    case .newline, .semicolon: return add(.expressionStatement, start, a: value)
    case .equal: return parseAssignment(start, value)
    case .colon: return parseAnnotated(start, value, opensWithParen: opensWithParen)
    case _:
      guard kind.isAugmentedAssignment else { return add(.expressionStatement, start, a: value) }
      guard isSingleTarget(value) else {
        fail()
        return 0
      }
      let sign = kind
      advance()
      setContext(value, .store)
      let operand = parseRightSide()
      let flag = sign.rawValue - TokenKind.plusEqual.rawValue
      return add(.augmentedAssign, start, flag: augmented[Int(flag)].rawValue, a: value, b: operand)
    }
  }

  /// Operators in the order of the augmented assignments among the tokens.
  private var augmented: [BinaryOperator] { BinaryOperator.allCases }

  /// assignment: (star_targets `=`)+ annotated_rhs
  private mutating func parseAssignment(_ start: UInt32, _ first: NodeID) -> NodeID {
    let mark = scratch.count
    var value = first
    while kind == .equal {
      setContext(value, .store)
      scratch.append(value)
      if failed { break }
      advance()
      value = parseRightSide()
    }
    let targets = closeList(mark)
    return add(.assign, start, a: targets, b: value)
  }

  /// annotated: (NAME | `(` single_target `)` | attribute | subscription) `:` expression [`=` annotated_rhs]
  private mutating func parseAnnotated(_ start: UInt32, _ target: NodeID, opensWithParen: Bool) -> NodeID {
    guard isSingleTarget(target) else {
      fail()
      return 0
    }
    setContext(target, .store)
    let isSimple = nodes[Int(target)].kind == .name && !opensWithParen
    advance()
    let annotation = parseExpression()
    let value = accept(.equal) ? parseRightSide() : 0
    return add(.annotatedAssign, start, flag: isSimple ? 1 : 0, a: target, b: annotation, c: value)
  }

  /// raise_stmt: `raise` [expression [`from` expression]]
  private mutating func parseRaise() -> NodeID {
    let start = here
    advance()
    var value: NodeID = 0
    var cause: NodeID = 0
    if kind != .newline, kind != .semicolon {
      value = parseExpression()
      if accept(.from) { cause = parseExpression() }
    }
    return add(.raise, start, a: value, b: cause)
  }

  /// del_stmt: `del` del_target (`,` del_target)* [`,`]
  private mutating func parseDelete() -> NodeID {
    let start = here
    advance()
    let mark = scratch.count
    repeat {
      let target = parsePrimary()
      setContext(target, .delete)
      scratch.append(target)
    } while accept(.comma) && kind != .newline && kind != .semicolon
    if kind != .newline, kind != .semicolon { fail() }
    let targets = closeList(mark)
    return add(.delete, start, a: targets)
  }

  /// global_stmt: `global` NAME (`,` NAME)*, and the same with `nonlocal`
  private mutating func parseScope() -> NodeID {
    let start = here
    let isGlobal = kind == .global
    advance()
    let mark = scratch.count
    repeat { scratch.append(expectName()) } while accept(.comma)
    let names = closeList(mark)
    return add(isGlobal ? .global : .nonlocal, start, a: names)
  }

  /// type_alias: `type` NAME [type_params] `=` expression
  private mutating func parseTypeAlias() -> NodeID {
    let start = here
    advance()
    let name = parseName(.store)
    let parameters = parseTypeParameters()
    expect(.equal)
    let value = parseExpression()
    return add(.typeAlias, start, a: name, b: parameters, c: value)
  }
}

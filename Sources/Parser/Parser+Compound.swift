// Parser+Compound.swift — statements that hold other statements.

import Lexer

extension Parser {
  /// block: NEWLINE INDENT statement+ DEDENT | simple_stmts
  mutating func parseBlock() -> ListID {
    let mark = scratch.count
    if accept(.newline) {
      expect(.indent)
      repeat { parseStatement() } while kind != .dedent && kind != .error
      expect(.dedent)
    } else {
      parseSimpleStatements()
    }
    return closeList(mark)
  }

  /// `:` block
  private mutating func parseBody() -> ListID {
    expect(.colon)
    return parseBlock()
  }

  /// [`else` `:` block]
  private mutating func parseElse() -> ListID { accept(.else) ? parseBody() : 0 }

  @inline(__always)
  private mutating func addBlock(
    _ kind: NodeKind, _ start: UInt32, flag: UInt8 = 0, a: UInt32 = 0, b: UInt32 = 0, c: UInt32 = 0, d: UInt32 = 0
  ) -> NodeID {
    add(Node(kind, flag: flag, a: a, b: b, c: c, d: d, start: start, end: beforeLayout))
  }

  /// if_stmt: `if` named_expression `:` block (`elif` named_expression `:` block)* [`else` `:` block]
  mutating func parseIf() -> NodeID {
    let mark = aside.count
    repeat {
      aside.append(here)
      advance()
      let condition = parseNamed()
      aside.append(condition)
      aside.append(parseBody())
      deepen(1)
    } while kind == .elif
    depth -= (aside.count - mark) / 3
    var otherwise = parseElse()
    var node: NodeID = 0
    while aside.count > mark {
      let base = aside.count - 3
      node = addBlock(.ifStatement, aside[base], a: aside[base + 1], b: aside[base + 2], c: otherwise)
      aside.truncate(to: base)
      if base > mark { otherwise = listOfOne(node) }
    }
    return node
  }

  /// while_stmt: `while` named_expression `:` block [else]
  mutating func parseWhile() -> NodeID {
    let start = here
    advance()
    let condition = parseNamed()
    let body = parseBody()
    let otherwise = parseElse()
    return addBlock(.whileStatement, start, a: condition, b: body, c: otherwise)
  }

  /// for_stmt: [`async`] `for` star_targets `in` star_expressions `:` block [else]
  mutating func parseFor(_ start: UInt32, isAsync: Bool) -> NodeID {
    advance()
    let target = parseTargets()
    expect(.in)
    let iterable = parseStarExpressions()
    let body = parseBody()
    let otherwise = parseElse()
    return addBlock(isAsync ? .asyncFor : .forStatement, start, a: target, b: iterable, c: body, d: otherwise)
  }

  /// with_stmt: [`async`] `with` (`(` item (`,` item)* [`,`] `)` | item (`,` item)*) `:` block
  mutating func parseWith(_ start: UInt32, isAsync: Bool) -> NodeID {
    advance()
    let mark = scratch.count
    if !parseBracketedItems() {
      repeat { parseWithItem() } while accept(.comma)
    }
    let items = closeList(mark)
    let body = parseBody()
    return addBlock(isAsync ? .asyncWith : .with, start, a: items, b: body)
  }

  /// Tries items in brackets; puts everything back if the bracket belongs to an expression.
  private mutating func parseBracketedItems() -> Bool {
    guard kind == .leftParen else { return false }
    let place = bookmark()
    advance()
    repeat { parseWithItem() } while accept(.comma) && kind != .rightParen
    if kind == .rightParen, next == .colon {
      advance()
      return true
    }
    goBack(to: place)
    return false
  }

  /// with_item: expression [`as` star_target]
  private mutating func parseWithItem() {
    let start = here
    let value = parseExpression()
    var target: NodeID = 0
    if accept(.as) {
      target = parseTarget()
      if kind != .comma, kind != .rightParen, kind != .colon { fail() }
    }
    scratch.append(add(.withItem, start, a: value, b: target))
  }

  /// try_stmt: `try` `:` block (except+ [else] [finally] | finally)
  mutating func parseTry() -> NodeID {
    let start = here
    advance()
    let body = parseBody()
    let mark = scratch.count
    var isStar = false
    while kind == .except {
      let isStarred = next == .star
      if scratch.count > mark, isStarred != isStar { fail() }
      isStar = isStarred
      scratch.append(parseHandler(isStar: isStar))
    }
    let handlers = closeList(mark)
    let otherwise = handlers == 0 ? 0 : parseElse()
    var last: ListID = 0
    if accept(.finally) {
      last = parseBody()
    } else if handlers == 0 {
      fail()
    }
    return addBlock(isStar ? .tryStar : .tryStatement, start, a: body, b: handlers, c: otherwise, d: last)
  }

  /// except: `except` [`*`] [expression [`as` NAME]] `:` block; with `*` the expression must be there.
  private mutating func parseHandler(isStar: Bool) -> NodeID {
    let start = here
    advance()
    if isStar { advance() }
    var type: NodeID = 0
    var name: NameID = 0
    if kind != .colon || isStar {
      type = parseExpression()
      if accept(.as) { name = expectName() }
    }
    let body = parseBody()
    return addBlock(.exceptHandler, start, a: type, b: name, c: body)
  }

  // MARK: Definitions

  /// [decorators] (function_def | class_def) | `async` (function_def | for_stmt | with_stmt)
  mutating func parseDefinition() -> NodeID {
    let mark = scratch.count
    while accept(.at) {
      scratch.append(parseNamed())
      expect(.newline)
    }
    let decorators = closeList(mark)
    let start = here
    switch kind {
    case .def: return parseFunction(start, decorators, isAsync: false)
    case .class: return parseClass(decorators)
    case .async:
      advance()
      switch kind {
      case .def: return parseFunction(start, decorators, isAsync: true)
      case .for where decorators == 0: return parseFor(start, isAsync: true)
      case .with where decorators == 0: return parseWith(start, isAsync: true)
      case _: break
      }
    case _: break
    }
    fail()
    return 0
  }

  /// function_def: `def` NAME [type_params] `(` [params] `)` [`->` expression] `:` block
  private mutating func parseFunction(_ start: UInt32, _ decorators: ListID, isAsync: Bool) -> NodeID {
    advance()
    let name = expectName()
    let partsStart = here
    let typeParameters = parseTypeParameters()
    expect(.leftParen)
    let parameters = parseParameters(until: .rightParen)
    expect(.rightParen)
    let result = accept(.arrow) ? parseExpression() : 0
    let parts = add(.functionParts, partsStart, a: parameters, b: result, c: typeParameters)
    let body = parseBody()
    return addBlock(
      isAsync ? .asyncFunctionDef : .functionDef, start, a: name, b: parts, c: decorators, d: body)
  }

  /// class_def: `class` NAME [type_params] [`(` [arguments] `)`] `:` block
  private mutating func parseClass(_ decorators: ListID) -> NodeID {
    let start = here
    advance()
    let name = expectName()
    let partsStart = here
    let typeParameters = parseTypeParameters()
    var arguments = Arguments(positional: 0, keywords: 0)
    let open = here
    if accept(.leftParen) { arguments = parseArguments(open, ofClass: true) }
    let parts = add(
      Node(
        .classParts, a: arguments.positional, b: arguments.keywords, c: typeParameters, start: partsStart,
        end: max(partsStart, before)))
    let body = parseBody()
    return addBlock(.classDef, start, a: name, b: parts, c: decorators, d: body)
  }
}

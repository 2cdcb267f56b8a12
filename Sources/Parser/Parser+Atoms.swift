// Parser+Atoms.swift — names, literals, displays, and what follows them.

import Lexer

extension Parser {
  /// primary: atom (`.` NAME | `(` arguments `)` | genexp | `[` slices `]`)*
  mutating func parsePrimary() -> NodeID {
    let start = here
    var value = parseAtom()
    while true {
      switch kind {
      case .dot:
        advance()
        let place = here
        let name = expectName()
        value = add(.attribute, start, a: value, b: name, c: place)
      case .leftParen:
        value = parseCall(start, value)
      case .leftBracket:
        advance()
        let index = parseSlices()
        expect(.rightBracket)
        value = add(.subscripted, start, a: value, b: index)
      case _: return value
      }
    }
  }

  /// atom: NAME | `True` | `False` | `None` | strings | NUMBER | tuple | group | list | dict | set | `...`
  private mutating func parseAtom() -> NodeID {
    let start = here
    switch kind {
    case .name, .matchName, .caseName, .typeName, .underscore:
      let name = token.name
      advance()
      return add(.name, start, a: name)
    case .number: return parseNumber()
    case .string, .fStringStart: return parseStrings()
    case .leftParen: return parseParenthesised()
    case .leftBracket: return parseListDisplay()
    case .leftBrace: return parseBraces()
    case .noneKeyword: return parseConstant(.none)
    case .trueKeyword: return parseConstant(.true)
    case .falseKeyword: return parseConstant(.false)
    case .ellipsis: return parseConstant(.ellipsis)
    case _:
      fail()
      return 0
    }
  }

  mutating func parseConstant(_ literal: Literal) -> NodeID {
    let start = here
    advance()
    let number = addLiteral(literal)
    return add(.constant, start, a: number)
  }

  mutating func parseNumber() -> NodeID {
    let token = token
    advance()
    guard let literal = readNumber(text, token) else {
      fail()
      return 0
    }
    let number = addLiteral(literal)
    return add(.constant, token.start, a: number)
  }

  /// tuple: `(` [star_named_expression `,` ...] `)`; group: `(` (yield_expr | named_expression) `)`; genexp
  private mutating func parseParenthesised() -> NodeID {
    let start = here
    advance()
    if accept(.rightParen) { return add(.tuple, start) }
    if kind == .yield {
      let value = parseYield()
      expect(.rightParen)
      return value
    }
    let isStarred = kind == .star
    let first = parseStarNamed()
    switch kind {
    case .comma:
      let mark = scratch.count
      scratch.append(first)
      parseElements(until: .rightParen)
      let elements = closeList(mark)
      expect(.rightParen)
      return add(.tuple, start, a: elements)
    case .for, .async:
      if isStarred { fail() }
      let clauses = parseClauses()
      expect(.rightParen)
      return add(.generatorExpression, start, a: first, b: clauses)
    case _:
      if isStarred { fail() }
      expect(.rightParen)
      return first
    }
  }

  /// (`,` star_named_expression)* [`,`]
  private mutating func parseElements(until end: TokenKind) {
    while accept(.comma) {
      if kind == end { return }
      scratch.append(parseStarNamed())
    }
  }

  /// list: `[` [star_named_expressions] `]`; listcomp: `[` named_expression clauses `]`
  private mutating func parseListDisplay() -> NodeID {
    let start = here
    advance()
    if accept(.rightBracket) { return add(.list, start) }
    let isStarred = kind == .star
    let first = parseStarNamed()
    if kind == .for || kind == .async {
      if isStarred { fail() }
      let clauses = parseClauses()
      expect(.rightBracket)
      return add(.listComprehension, start, a: first, b: clauses)
    }
    let mark = scratch.count
    scratch.append(first)
    parseElements(until: .rightBracket)
    let elements = closeList(mark)
    expect(.rightBracket)
    return add(.list, start, a: elements)
  }

  /// A dictionary, a set, or a comprehension of either.
  private mutating func parseBraces() -> NodeID {
    let start = here
    advance()
    if accept(.rightBrace) { return add(.dictionary, start) }
    if kind == .doubleStar { return parseDictionary(start, first: 0) }
    let isStarred = kind == .star
    let isWalrus = kind.isName && next == .colonEqual
    let first = parseStarNamed()
    if kind == .colon, !isStarred, !isWalrus { return parseDictionary(start, first: first) }
    if kind == .for || kind == .async {
      if isStarred { fail() }
      let clauses = parseClauses()
      expect(.rightBrace)
      return add(.setComprehension, start, a: first, b: clauses)
    }
    let mark = scratch.count
    scratch.append(first)
    parseElements(until: .rightBrace)
    let elements = closeList(mark)
    expect(.rightBrace)
    return add(.set, start, a: elements)
  }

  /// dict: `{` (`**` bitwise_or | expression `:` expression) (`,` ...)* [`,`] `}`; the first key is read already.
  private mutating func parseDictionary(_ start: UInt32, first: NodeID) -> NodeID {
    let mark = scratch.count
    let asideMark = aside.count
    if first != 0 {
      expect(.colon)
      let value = parseExpression()
      if kind == .for || kind == .async {
        let clauses = parseClauses()
        expect(.rightBrace)
        return add(.dictionaryComprehension, start, a: first, b: value, c: clauses)
      }
      scratch.append(first)
      aside.append(value)
    } else {
      advance()
      scratch.append(0)
      aside.append(parseOperators(Precedence.bitOr))
    }
    while accept(.comma), kind != .rightBrace {
      if accept(.doubleStar) {
        scratch.append(0)
        aside.append(parseOperators(Precedence.bitOr))
      } else {
        let key = parseExpression()
        expect(.colon)
        scratch.append(key)
        aside.append(parseExpression())
      }
    }
    expect(.rightBrace)
    let values = closeAside(asideMark)
    let keys = closeList(mark)
    return add(.dictionary, start, a: keys, b: values)
  }

  /// clauses: ([`async`] `for` star_targets `in` disjunction (`if` disjunction)*)+
  mutating func parseClauses() -> ListID {
    let mark = scratch.count
    while kind == .for || kind == .async {
      let start = here
      let isAsync = accept(.async)
      expect(.for)
      let target = parseTargets()
      expect(.in)
      let iterable = parseOperators(Precedence.or)
      let inner = scratch.count
      while accept(.if) { scratch.append(parseOperators(Precedence.or)) }
      let conditions = closeList(inner)
      scratch.append(
        add(.comprehension, start, flag: isAsync ? 1 : 0, a: target, b: iterable, c: conditions))
    }
    return closeList(mark)
  }

  /// slices: slice | (slice | `*` bitwise_or) (`,` ...)* [`,`]
  private mutating func parseSlices() -> NodeID {
    let start = here
    let isStarred = kind == .star
    let first = isStarred ? parseStarredInSlice() : parseSlice()
    guard kind == .comma || isStarred else { return first }
    let mark = scratch.count
    scratch.append(first)
    while accept(.comma), kind != .rightBracket {
      scratch.append(kind == .star ? parseStarredInSlice() : parseSlice())
    }
    let elements = closeList(mark)
    return add(.tuple, start, a: elements)
  }

  /// starred_expression: `*` expression
  private mutating func parseStarredInSlice() -> NodeID {
    let start = here
    advance()
    let value = parseExpression()
    return add(.starred, start, a: value)
  }

  /// slice: [expression] `:` [expression] [`:` [expression]] | named_expression
  private mutating func parseSlice() -> NodeID {
    let start = here
    var lower: NodeID = 0
    if kind != .colon {
      let isWalrus = kind.isName && next == .colonEqual
      lower = parseNamed()
      if kind != .colon || isWalrus { return lower }
    }
    advance()
    let upper = endsSlice(kind) ? 0 : parseExpression()
    var step: NodeID = 0
    if accept(.colon), !endsSlice(kind) { step = parseExpression() }
    return add(.slice, start, a: lower, b: upper, c: step)
  }

  private func endsSlice(_ kind: TokenKind) -> Bool {
    kind == .colon || kind == .comma || kind == .rightBracket
  }
}

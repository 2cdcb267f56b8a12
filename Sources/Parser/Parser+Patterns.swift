// Parser+Patterns.swift — `match` and its patterns.

import Lexer

extension Parser {
  /// match_stmt: `match` subject `:` NEWLINE INDENT case_block+ DEDENT
  ///
  /// `match` is a name too; 0 with everything put back means that this is another statement.
  mutating func parseMatch() -> NodeID {
    guard startsExpression(next) else { return 0 }
    let place = bookmark()
    let start = here
    advance()
    let subject = parseSubject()
    guard kind == .colon, next == .newline else {
      goBack(to: place)
      return 0
    }
    advance()
    advance()
    expect(.indent)
    let mark = scratch.count
    repeat { scratch.append(parseCase()) } while kind == .caseName
    expect(.dedent)
    let cases = closeList(mark)
    return add(Node(.match, a: subject, b: cases, start: start, end: beforeLayout))
  }

  /// subject: star_named_expression `,` [star_named_expressions] | named_expression
  private mutating func parseSubject() -> NodeID {
    let start = here
    let isStarred = kind == .star
    let first = parseStarNamed()
    guard kind == .comma else {
      if isStarred { fail() }
      return first
    }
    let mark = scratch.count
    scratch.append(first)
    while accept(.comma), kind != .colon { scratch.append(parseStarNamed()) }
    let elements = closeList(mark)
    return add(.tuple, start, a: elements)
  }

  /// case_block: `case` patterns [`if` named_expression] `:` block
  private mutating func parseCase() -> NodeID {
    let start = here
    expect(.caseName)
    let pattern = parsePatterns()
    let guarded = accept(.if) ? parseNamed() : 0
    expect(.colon)
    let body = parseBlock()
    return add(Node(.matchCase, a: pattern, b: guarded, c: body, start: start, end: beforeLayout))
  }

  /// patterns: maybe_star_pattern `,` [maybe_star_pattern (`,` ...)*] | pattern
  private mutating func parsePatterns() -> NodeID {
    let start = here
    let isStarred = kind == .star
    let first = parseMaybeStar()
    guard kind == .comma else {
      if isStarred { fail() }
      return first
    }
    let mark = scratch.count
    scratch.append(first)
    while accept(.comma), kind != .colon, kind != .if { scratch.append(parseMaybeStar()) }
    let patterns = closeList(mark)
    return add(.matchSequence, start, a: patterns)
  }

  /// maybe_star_pattern: `*` NAME | pattern
  private mutating func parseMaybeStar() -> NodeID {
    guard kind == .star else { return parsePattern() }
    let start = here
    advance()
    if accept(.underscore) { return add(.matchStar, start) }
    let name = expectCapture()
    return add(.matchStar, start, a: name)
  }

  /// A name that a pattern binds: not `_`, and not the start of something longer.
  private mutating func expectCapture() -> NameID {
    if kind == .underscore || next == .dot || next == .leftParen || next == .equal { fail() }
    return expectName()
  }

  /// pattern: or_pattern [`as` NAME], or_pattern: closed_pattern (`|` closed_pattern)*
  private mutating func parsePattern() -> NodeID {
    let start = here
    var pattern = parseClosed()
    if kind == .bar {
      let mark = scratch.count
      scratch.append(pattern)
      while accept(.bar) { scratch.append(parseClosed()) }
      let patterns = closeList(mark)
      pattern = add(.matchOr, start, a: patterns)
    }
    if accept(.as) {
      let name = expectCapture()
      pattern = add(.matchAs, start, a: pattern, b: name)
    }
    return pattern
  }

  /// closed_pattern: literal | capture | `_` | value | group | sequence | mapping | class
  private mutating func parseClosed() -> NodeID {
    let start = here
    switch kind {
    case .name, .matchName, .caseName, .typeName, .underscore: return parseNamePattern()
    case .number, .minus, .string, .fStringStart:
      let value = parseLiteralKey()
      return add(.matchValue, start, a: value)
    case .noneKeyword, .trueKeyword, .falseKeyword:
      let value = parseLiteralKey()
      return add(.matchSingleton, start, a: value)
    case .leftParen, .leftBracket: return parseSequencePattern()
    case .leftBrace: return parseMapping()
    case _:
      fail()
      return 0
    }
  }

  /// capture: NAME, value: NAME (`.` NAME)+, class: NAME (`.` NAME)* `(` ... `)`
  private mutating func parseNamePattern() -> NodeID {
    let start = here
    if next != .dot, next != .leftParen {
      if next == .equal { fail() }
      if accept(.underscore) { return add(.matchAs, start) }
      let name = expectName()
      return add(.matchAs, start, b: name)
    }
    let value = parseNameOrAttribute()
    if kind == .leftParen { return parseClassPattern(start, value) }
    if kind == .equal { fail() }
    return add(.matchValue, start, a: value)
  }

  /// name_or_attr: NAME (`.` NAME)*
  private mutating func parseNameOrAttribute() -> NodeID {
    let start = here
    var value = parseName(.load)
    while accept(.dot) {
      let place = here
      let name = expectName()
      value = add(.attribute, start, a: value, b: name, c: place)
    }
    return value
  }

  /// literal: [`-`] NUMBER [(`+` | `-`) NUMBER] | strings | `None` | `True` | `False`
  ///
  /// The first number of a sum must be real and the second imaginary.
  private mutating func parseLiteralKey() -> NodeID {
    let start = here
    switch kind {
    case .string, .fStringStart: return parseStrings()
    case .noneKeyword: return parseConstant(.none)
    case .trueKeyword: return parseConstant(.true)
    case .falseKeyword: return parseConstant(.false)
    case _: break
    }
    let isNegative = accept(.minus)
    guard kind == .number else {
      fail()
      return 0
    }
    let isReal = token.flags & NumberFlags.imaginary.rawValue == 0
    var value = parseNumber()
    if isNegative { value = add(.unaryOperation, start, flag: UnaryOperator.minus.rawValue, a: value) }
    guard kind == .plus || kind == .minus else { return value }
    let operation: BinaryOperator = kind == .plus ? .add : .subtract
    advance()
    guard isReal, kind == .number, token.flags & NumberFlags.imaginary.rawValue != 0 else {
      fail()
      return 0
    }
    let right = parseNumber()
    return add(.binaryOperation, start, flag: operation.rawValue, a: value, b: right)
  }

  /// group: `(` pattern `)`, sequence: `[` patterns `]` | `(` open sequence `)`
  private mutating func parseSequencePattern() -> NodeID {
    let start = here
    let end: TokenKind = kind == .leftParen ? .rightParen : .rightBracket
    advance()
    let mark = scratch.count
    var isGroup = end == .rightParen
    var count = 0
    while kind != end {
      if kind == .star { isGroup = false }
      scratch.append(parseMaybeStar())
      count += 1
      if !accept(.comma) { break }
      isGroup = false
    }
    expect(end)
    if isGroup, count == 1 {
      let pattern = scratch[mark]
      scratch.truncate(to: mark)
      return pattern
    }
    if end == .rightParen, count == 1, tokens[position - 2].kind != .comma { fail() }
    let patterns = closeList(mark)
    return add(.matchSequence, start, a: patterns)
  }

  /// mapping: `{` [(literal | value) `:` pattern (`,` ...)*] [`**` NAME] [`,`] `}`
  private mutating func parseMapping() -> NodeID {
    let start = here
    advance()
    let mark = scratch.count
    let asideMark = aside.count
    var rest: NameID = 0
    while kind != .rightBrace {
      if accept(.doubleStar) {
        rest = expectCapture()
        _ = accept(.comma)
        break
      }
      if kind.isName {
        if next != .dot { fail() }
        scratch.append(parseNameOrAttribute())
      } else {
        scratch.append(parseLiteralKey())
      }
      expect(.colon)
      aside.append(parsePattern())
      if !accept(.comma) { break }
    }
    expect(.rightBrace)
    let patterns = closeAside(asideMark)
    let keys = closeList(mark)
    return add(.matchMapping, start, a: keys, b: patterns, c: rest)
  }

  /// class: name_or_attr `(` [pattern (`,` pattern)*] [NAME `=` pattern (`,` ...)*] [`,`] `)`
  private mutating func parseClassPattern(_ start: UInt32, _ type: NodeID) -> NodeID {
    advance()
    let mark = scratch.count
    while kind != .rightParen, !(kind.isName && next == .equal) {
      scratch.append(parsePattern())
      if !accept(.comma) { break }
    }
    let positional = closeList(mark)
    let asideMark = aside.count
    while kind.isName, next == .equal {
      if tokens[position - 1].kind != .comma, tokens[position - 1].kind != .leftParen { fail() }
      scratch.append(expectName())
      expect(.equal)
      aside.append(parsePattern())
      if !accept(.comma) { break }
    }
    expect(.rightParen)
    let names = closeList(mark)
    let patterns = closeAside(asideMark)
    return add(.matchClass, start, a: type, b: positional, c: names, d: patterns)
  }
}

// Parser+Parameters.swift — parameters of functions and lambdas, and type parameters.

import Lexer

extension Parser {
  /// parameters: (parameter [`=` expression])`,`... [`/`] ... [`*` [parameter]] ... [`**` parameter], in that order
  ///
  /// Those of a lambda end at `:` and have no annotations; those of a function end at `)`.
  mutating func parseParameters(until end: TokenKind) -> NodeID {
    let start = here
    let isLambda = end == .colon
    // A default may hold a lambda with defaults of its own, without any bracket.
    deepen(Self.lambdaDepth)
    defer { depth -= Self.lambdaDepth }
    let mark = scratch.count
    var positionalOnly: UInt32 = 0
    var positional: UInt32 = 0
    var keywordOnly: UInt32 = 0
    var flag: UInt8 = 0
    var sawStar = false
    var sawDefault = false
    while kind != end {
      switch kind {
      case .slash:
        if positionalOnly > 0 || sawStar || positional == 0 { fail() }
        positionalOnly = positional
        advance()
      case .star:
        if sawStar { fail() }
        sawStar = true
        advance()
        if kind == .comma {
          // A bare star must be followed by a name.
          if !next.isName { fail() }
        } else {
          scratch.append(parseParameter(isLambda ? .plain : .star))
          flag |= 1
        }
      case .doubleStar:
        advance()
        scratch.append(parseParameter(isLambda ? .plain : .annotated))
        flag |= 2
      case _:
        let parameter = parseParameter(isLambda ? .plainDefault : .annotatedDefault)
        let hasDefault = nodes[Int(parameter)].c != 0
        if sawStar {
          keywordOnly += 1
        } else {
          positional += 1
          if sawDefault, !hasDefault { fail() }
          sawDefault = sawDefault || hasDefault
        }
        scratch.append(parameter)
      }
      let isLast = flag & 2 != 0
      if !accept(.comma) || isLast { break }
    }
    if kind != end { fail() }
    let list = closeList(mark)
    // Nothing was read if the list is empty: `before` would be left of the start.
    return add(
      Node(
        .parameters, flag: flag, a: list, b: positionalOnly, c: positional, d: keywordOnly, start: start,
        end: max(start, before)))
  }

  /// How many levels a list of parameters counts; keeps native recursion through their defaults shallow.
  private static let lambdaDepth = 60

  private enum ParameterForm { case plain, plainDefault, annotated, annotatedDefault, star }

  /// parameter: NAME [`:` expression] [`=` expression]; the annotation of `*args` may be starred.
  private mutating func parseParameter(_ form: ParameterForm) -> NodeID {
    let start = here
    let name = expectName()
    var annotation: NodeID = 0
    var value: NodeID = 0
    switch form {
    case .plain, .plainDefault: break
    case .annotated, .annotatedDefault:
      if accept(.colon) { annotation = parseExpression() }
    case .star:
      if accept(.colon) { annotation = parseStarExpression() }
    }
    // The default is not part of the parameter's range.
    let end = before
    switch form {
    case .plain, .annotated, .star: break
    case .plainDefault, .annotatedDefault:
      if accept(.equal) { value = parseExpression() }
    }
    return add(Node(.parameter, a: name, b: annotation, c: value, start: start, end: end))
  }

  /// type_params: `[` type_param (`,` type_param)* [`,`] `]`
  mutating func parseTypeParameters() -> ListID {
    guard accept(.leftBracket) else { return 0 }
    let mark = scratch.count
    repeat {
      scratch.append(parseTypeParameter())
    } while accept(.comma) && kind != .rightBracket
    expect(.rightBracket)
    return closeList(mark)
  }

  /// type_param: NAME [`:` expression] [`=` expression] | `*` NAME [`=` star_expression] | `**` NAME [`=` expression]
  private mutating func parseTypeParameter() -> NodeID {
    let start = here
    if accept(.star) {
      let name = expectName()
      let value = accept(.equal) ? parseStarExpression() : 0
      return add(.typeVariableTuple, start, a: name, c: value)
    }
    if accept(.doubleStar) {
      let name = expectName()
      let value = accept(.equal) ? parseExpression() : 0
      return add(.parameterSpecification, start, a: name, c: value)
    }
    let name = expectName()
    let bound = accept(.colon) ? parseExpression() : 0
    let value = accept(.equal) ? parseExpression() : 0
    return add(.typeVariable, start, a: name, b: bound, c: value)
  }
}

// Parser+Expressions.swift — operators, from `lambda` down to `**`.

import Lexer

extension Parser {
  /// star_expressions: star_expression (`,` star_expression)* [`,`]
  mutating func parseStarExpressions() -> NodeID {
    let start = here
    let first = parseStarExpression()
    guard kind == .comma else { return first }
    let mark = scratch.count
    scratch.append(first)
    while accept(.comma) {
      guard startsExpression(kind) else { break }
      scratch.append(parseStarExpression())
    }
    let elements = closeList(mark)
    return add(.tuple, start, a: elements)
  }

  /// star_expression: `*` bitwise_or | expression
  @inline(__always)
  mutating func parseStarExpression() -> NodeID {
    kind == .star ? parseStarred() : parseExpression()
  }

  mutating func parseStarred() -> NodeID {
    let start = here
    advance()
    let value = parseOperators(Precedence.bitOr)
    return add(.starred, start, a: value)
  }

  /// star_named_expression: `*` bitwise_or | named_expression
  @inline(__always)
  mutating func parseStarNamed() -> NodeID {
    kind == .star ? parseStarred() : parseNamed()
  }

  /// named_expression: NAME `:=` expression | expression
  @inline(__always)
  mutating func parseNamed() -> NodeID {
    if kind.isName, next == .colonEqual { return parseWalrus() }
    return parseExpression()
  }

  private mutating func parseWalrus() -> NodeID {
    let start = here
    let target = parseName(.store)
    advance()
    let value = parseExpression()
    return add(.namedExpression, start, a: target, b: value)
  }

  mutating func parseName(_ context: Context) -> NodeID {
    let start = here
    let name = expectName()
    return add(.name, start, flag: context.rawValue, a: name)
  }

  /// Whether a token can begin an expression or a starred one; used after a comma that may be the last.
  func startsExpression(_ kind: TokenKind) -> Bool {
    switch kind {
    case .name, .matchName, .caseName, .typeName, .underscore, .falseKeyword, .noneKeyword, .trueKeyword, .await,
      .lambda, .not, .number, .string, .fStringStart, .leftParen, .leftBracket, .leftBrace, .ellipsis, .plus, .minus,
      .tilde, .star:
      true
    case _: false
    }
  }

  /// expression: disjunction [`if` disjunction `else` expression] | `lambda` [parameters] `:` expression
  ///
  /// Both nest to the right, so what is open is kept in `scratch`: start, then the parts.
  mutating func parseExpression() -> NodeID {
    let mark = scratch.count
    var start = here
    if kind != .lambda {
      let value = parseOperators(Precedence.or)
      if kind != .if { return value }
      openConditional(start, value)
    } else {
      openLambda(start)
    }
    while true {
      start = here
      if kind == .lambda {
        openLambda(start)
        continue
      }
      let value = parseOperators(Precedence.or)
      if kind == .if {
        openConditional(start, value)
        continue
      }
      return closeChain(mark, value)
    }
  }

  private mutating func openConditional(_ start: UInt32, _ value: NodeID) {
    advance()
    let condition = parseOperators(Precedence.or)
    expect(.else)
    deepen(1)
    scratch.append(start)
    scratch.append(value)
    scratch.append(condition)
  }

  private mutating func openLambda(_ start: UInt32) {
    advance()
    let parameters = parseParameters(until: .colon)
    expect(.colon)
    deepen(2)
    scratch.append(start)
    scratch.append(parameters)
    scratch.append(0)
  }

  private mutating func closeChain(_ mark: Int, _ innermost: NodeID) -> NodeID {
    var value = innermost
    while scratch.count > mark {
      let base = scratch.count - 3
      let (start, first, condition) = (scratch[base], scratch[base + 1], scratch[base + 2])
      scratch.truncate(to: base)
      depth -= condition == 0 ? 2 : 1
      if condition == 0 {
        value = add(.lambda, start, a: first, b: value)
      } else {
        value = add(.conditional, start, a: condition, b: first, c: value)
      }
    }
    return value
  }

  /// Everything from `or` down to `*`, by precedence climbing: operators that bind at least as tightly as `minimum`.
  mutating func parseOperators(_ minimum: UInt8) -> NodeID {
    let start = here
    var left: NodeID
    if kind == .not {
      guard minimum <= Precedence.not else {
        fail()
        return 0
      }
      left = parseNots()
    } else {
      left = parseUnary()
    }
    while true {
      let power = Precedence.of(kind)
      if power == 0 || power < minimum { return left }
      if power >= Precedence.bitOr {
        let sign = kind
        advance()
        let right = parseOperators(power + 1)
        left = add(.binaryOperation, start, flag: Precedence.operation(sign).rawValue, a: left, b: right)
      } else if power == Precedence.comparison {
        if kind == .not, next != .in { return left }
        left = parseComparison(start, left)
      } else {
        left = parseBoolean(start, left, power)
      }
    }
  }

  /// disjunction: conjunction (`or` conjunction)*, conjunction: inversion (`and` inversion)*
  private mutating func parseBoolean(_ start: UInt32, _ first: NodeID, _ power: UInt8) -> NodeID {
    let sign = kind
    let mark = scratch.count
    scratch.append(first)
    while accept(sign) { scratch.append(parseOperators(power + 1)) }
    let operands = closeList(mark)
    let operation: BooleanOperator = sign == .or ? .or : .and
    return add(.booleanOperation, start, flag: operation.rawValue, a: operands)
  }

  /// inversion: `not` inversion | comparison
  private mutating func parseNots() -> NodeID {
    let mark = scratch.count
    while kind == .not {
      scratch.append(here)
      deepen(1)
      if failed { break }
      advance()
    }
    var value = parseOperators(Precedence.comparison)
    while scratch.count > mark {
      let start = scratch[scratch.count - 1]
      scratch.truncate(to: scratch.count - 1)
      depth -= 1
      value = add(.unaryOperation, start, flag: UnaryOperator.not.rawValue, a: value)
    }
    return value
  }

  /// comparison: bitwise_or (operator bitwise_or)*
  private mutating func parseComparison(_ start: UInt32, _ left: NodeID) -> NodeID {
    let mark = scratch.count
    let asideMark = aside.count
    while let operation = comparisonOperator() {
      aside.append(UInt32(operation.rawValue))
      scratch.append(parseOperators(Precedence.bitOr))
    }
    let operators = closeAside(asideMark)
    let comparators = closeList(mark)
    return add(.compare, start, a: left, b: operators, c: comparators)
  }

  private mutating func comparisonOperator() -> ComparisonOperator? {
    let found: ComparisonOperator
    switch kind {
    case .doubleEqual: found = .equal
    case .notEqual: found = .notEqual
    case .less: found = .less
    case .lessEqual: found = .lessOrEqual
    case .greater: found = .greater
    case .greaterEqual: found = .greaterOrEqual
    case .in: found = .contains
    case .not:
      guard next == .in else { return nil }
      advance()
      found = .containsNot
    case .is:
      if next == .not {
        advance()
        found = .isNotSame
      } else {
        found = .isSame
      }
    case _: return nil
    }
    advance()
    return found
  }

  /// factor: (`+` | `-` | `~`) factor | power, power: await_primary [`**` factor]
  ///
  /// Both nest to the right; what is open is kept in `scratch`: sign, start, left operand.
  mutating func parseUnary() -> NodeID {
    let mark = scratch.count
    while true {
      let start = here
      let sign = kind
      if sign == .minus || sign == .plus || sign == .tilde {
        advance()
        openOperand(sign, start, 0)
      } else {
        let value = sign == .await ? parseAwait() : parsePrimary()
        if kind != .doubleStar {
          return scratch.count == mark ? value : closeOperands(mark, value)
        }
        advance()
        openOperand(.doubleStar, start, value)
      }
    }
  }

  private mutating func openOperand(_ sign: TokenKind, _ start: UInt32, _ left: NodeID) {
    deepen(sign == .doubleStar ? 2 : 1)
    scratch.append(UInt32(sign.rawValue))
    scratch.append(start)
    scratch.append(left)
  }

  private mutating func closeOperands(_ mark: Int, _ innermost: NodeID) -> NodeID {
    var value = innermost
    while scratch.count > mark {
      let base = scratch.count - 3
      let (sign, start, left) = (scratch[base], scratch[base + 1], scratch[base + 2])
      scratch.truncate(to: base)
      if left != 0 || sign == UInt32(TokenKind.doubleStar.rawValue) {
        depth -= 2
        value = add(.binaryOperation, start, flag: BinaryOperator.power.rawValue, a: left, b: value)
      } else {
        depth -= 1
        let operation: UnaryOperator =
          sign == UInt32(TokenKind.minus.rawValue)
          ? .minus : sign == UInt32(TokenKind.plus.rawValue) ? .plus : .invert
        value = add(.unaryOperation, start, flag: operation.rawValue, a: value)
      }
    }
    return value
  }

  /// await_primary: `await` primary
  private mutating func parseAwait() -> NodeID {
    let start = here
    advance()
    let value = parsePrimary()
    return add(.await, start, a: value)
  }

  /// yield_expr: `yield` `from` expression | `yield` [star_expressions]
  mutating func parseYield() -> NodeID {
    let start = here
    advance()
    if accept(.from) {
      let value = parseExpression()
      return add(.yieldFrom, start, a: value)
    }
    let value = startsExpression(kind) ? parseStarExpressions() : 0
    return add(.yield, start, a: value)
  }

  /// annotated_rhs: yield_expr | star_expressions
  mutating func parseRightSide() -> NodeID {
    kind == .yield ? parseYield() : parseStarExpressions()
  }
}

/// How tightly the binary operators bind.
enum Precedence {
  static let or: UInt8 = 1
  static let and: UInt8 = 2
  static let not: UInt8 = 3
  static let comparison: UInt8 = 4
  static let bitOr: UInt8 = 5

  /// The precedence of a token as a binary operator, 0 if it is none; `**` is not climbed.
  @inline(__always)
  static func of(_ kind: TokenKind) -> UInt8 {
    switch kind {
    case .or: or
    case .and: and
    case .doubleEqual, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .in, .is, .not: comparison
    case .bar: bitOr
    case .caret: 6
    case .ampersand: 7
    case .leftShift, .rightShift: 8
    case .plus, .minus: 9
    case .star, .slash, .doubleSlash, .percent, .at: 10
    case _: 0
    }
  }

  @inline(__always)
  static func operation(_ kind: TokenKind) -> BinaryOperator {
    switch kind {
    case .bar: .bitOr
    case .caret: .bitXor
    case .ampersand: .bitAnd
    case .leftShift: .leftShift
    case .rightShift: .rightShift
    case .plus: .add
    case .minus: .subtract
    case .star: .multiply
    case .slash: .divide
    case .doubleSlash: .floorDivide
    case .percent: .modulo
    case .at: .matrixMultiply
    case _: .power
    }
  }
}

// TokenKind.swift — what a token can be.

/// The kind of a token. The order matters: names come first, then keywords, so that both are ranges.
public enum TokenKind: UInt8, Sendable, CaseIterable {
  // Identifiers; the four soft keywords are identifiers that some statements look at.
  case name, matchName, caseName, typeName, underscore

  // Keywords, alphabetically.
  case falseKeyword, noneKeyword, trueKeyword
  case and, `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif, `else`, except, finally, `for`,
    from
  case global, `if`, `import`, `in`, `is`, lambda, nonlocal, not, or, pass, raise, `return`, `try`, `while`, with, yield

  // Literals.
  case number, string, fStringStart, fStringMiddle, fStringEnd

  // Layout.
  case newline, indent, dedent, endOfFile
  /// Where the lexer gave up, or where the parser did.
  case error

  // Brackets and punctuation.
  case leftParen, rightParen, leftBracket, rightBracket, leftBrace, rightBrace
  case colon, comma, semicolon, dot, ellipsis, arrow, colonEqual, exclamation, equal
  /// A character, or the old `<>`, which no rule takes.
  case stray

  // Operators.
  case plus, minus, star, slash, doubleSlash, percent, at, doubleStar
  case bar, caret, ampersand, leftShift, rightShift, tilde
  case less, greater, lessEqual, greaterEqual, doubleEqual, notEqual

  // Augmented assignments, in the order of `BinaryOperator`.
  case plusEqual, minusEqual, starEqual, atEqual, slashEqual, percentEqual, doubleStarEqual
  case leftShiftEqual, rightShiftEqual, barEqual, caretEqual, ampersandEqual, doubleSlashEqual

  @inlinable public var isName: Bool { rawValue <= TokenKind.underscore.rawValue }
  @inlinable public var isKeyword: Bool {
    rawValue > TokenKind.underscore.rawValue && rawValue <= TokenKind.yield.rawValue
  }
  @inlinable public var isString: Bool { self == .string || self == .fStringStart }
  @inlinable public var isAugmentedAssignment: Bool { rawValue >= TokenKind.plusEqual.rawValue }
}

extension TokenKind {
  /// Keywords as they are written, in the order of their cases.
  static let keywordSpellings: [String] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  ]
}

extension TokenKind {
  /// Keywords, signs and soft keywords as they are written; empty for the rest.
  public var spelling: String {
    if isKeyword { return Self.keywordSpellings[Int(rawValue) - Int(TokenKind.falseKeyword.rawValue)] }
    if let sign = Self.signSpellings.first(where: { $0.0 == self }) { return sign.1 }
    return switch self {
    case .matchName: "match"
    case .caseName: "case"
    case .typeName: "type"
    case .underscore: "_"
    case _: ""
    }
  }

  private static let signSpellings: [(TokenKind, String)] = [
    (.leftParen, "("), (.rightParen, ")"), (.leftBracket, "["), (.rightBracket, "]"), (.leftBrace, "{"),
    (.rightBrace, "}"), (.colon, ":"), (.comma, ","), (.semicolon, ";"), (.dot, "."), (.ellipsis, "..."),
    (.arrow, "->"), (.colonEqual, ":="), (.exclamation, "!"), (.equal, "="), (.plus, "+"), (.minus, "-"),
    (.star, "*"), (.slash, "/"), (.doubleSlash, "//"), (.percent, "%"), (.at, "@"), (.doubleStar, "**"), (.bar, "|"),
    (.caret, "^"), (.ampersand, "&"), (.leftShift, "<<"), (.rightShift, ">>"), (.tilde, "~"), (.less, "<"),
    (.greater, ">"), (.lessEqual, "<="), (.greaterEqual, ">="), (.doubleEqual, "=="), (.notEqual, "!="),
  ]
}

// Lexer+Signs.swift — operators, punctuation and brackets.

extension Lexer {
  /// One to three signs; the longest operator wins.
  mutating func lexSign() {
    let start = at
    let first = text[at]
    if fStrings.count > 0, first == UInt8(ascii: ":"), opensFormatSpec() {
      at += 1
      add(.colon, start, at)
      return
    }
    let second = text[at + 1]
    var kind: TokenKind
    var length = 1
    switch first {
    case UInt8(ascii: "="): kind = .equal
    case UInt8(ascii: ","): kind = .comma
    case UInt8(ascii: ":"): kind = .colon
    case UInt8(ascii: ";"): kind = .semicolon
    case UInt8(ascii: "~"): kind = .tilde
    case UInt8(ascii: "+"): kind = .plus
    case UInt8(ascii: "-"): kind = .minus
    case UInt8(ascii: "*"): kind = .star
    case UInt8(ascii: "/"): kind = .slash
    case UInt8(ascii: "%"): kind = .percent
    case UInt8(ascii: "@"): kind = .at
    case UInt8(ascii: "|"): kind = .bar
    case UInt8(ascii: "^"): kind = .caret
    case UInt8(ascii: "&"): kind = .ampersand
    case UInt8(ascii: "<"): kind = .less
    case UInt8(ascii: ">"): kind = .greater
    case _: kind = .exclamation
    }
    if second == UInt8(ascii: "=") {
      (kind, length) = (withEqual(kind), kind == .comma || kind == .semicolon || kind == .tilde ? 1 : 2)
    } else if second == first {
      (kind, length) = doubled(kind)
    } else if second == UInt8(ascii: ">") {
      if kind == .minus { (kind, length) = (.arrow, 2) }
      if kind == .less { (kind, length) = (.stray, 2) }
    }
    at += length
    if kind == .equal, fStrings.count > 0 { noteDebug() }
    add(kind, start, at)
  }

  /// The operator made of a sign and `=`.
  private func withEqual(_ kind: TokenKind) -> TokenKind {
    switch kind {
    case .equal: .doubleEqual
    case .colon: .colonEqual
    case .plus: .plusEqual
    case .minus: .minusEqual
    case .star: .starEqual
    case .slash: .slashEqual
    case .percent: .percentEqual
    case .at: .atEqual
    case .bar: .barEqual
    case .caret: .caretEqual
    case .ampersand: .ampersandEqual
    case .less: .lessEqual
    case .greater: .greaterEqual
    case .exclamation: .notEqual
    case _: kind
    }
  }

  /// The operator made of the same sign twice, and perhaps `=`.
  private func doubled(_ kind: TokenKind) -> (TokenKind, Int) {
    let hasEqual = text[at + 2] == UInt8(ascii: "=")
    return switch kind {
    case .star: hasEqual ? (.doubleStarEqual, 3) : (.doubleStar, 2)
    case .slash: hasEqual ? (.doubleSlashEqual, 3) : (.doubleSlash, 2)
    case .less: hasEqual ? (.leftShiftEqual, 3) : (.leftShift, 2)
    case .greater: hasEqual ? (.rightShiftEqual, 3) : (.rightShift, 2)
    case _: (kind, 1)
    }
  }

  /// `.`, `...` or a number such as `.5`.
  mutating func lexDot() {
    let next = text[at + 1]
    if next >= UInt8(ascii: "0"), next <= UInt8(ascii: "9") {
      lexNumber()
    } else if next == UInt8(ascii: "."), text[at + 2] == UInt8(ascii: ".") {
      add(.ellipsis, at, at + 3)
      at += 3
    } else {
      add(.dot, at, at + 1)
      at += 1
    }
  }

  mutating func lexOpen() {
    let byte = text[at]
    guard level < Self.maxBrackets else {
      fail("too many nested parentheses", at: at + 1)
      return
    }
    brackets.append(Bracket(byte: byte, offset: at))
    level += 1
    deepest = max(deepest, level + indents.count)
    if fStrings.count > 0 { fStrings.base[fStrings.count - 1].depth += 1 }
    let kind: TokenKind =
      byte == UInt8(ascii: "(") ? .leftParen : byte == UInt8(ascii: "[") ? .leftBracket : .leftBrace
    add(kind, at, at + 1)
    at += 1
  }

  mutating func lexClose() {
    let byte = text[at]
    at += 1
    let inField = fStrings.count > 0
    let sign = Character(Unicode.Scalar(byte))
    if inField, fStrings[fStrings.count - 1].depth == 0, byte == UInt8(ascii: "}") {
      fail("f-string: single '}' is not allowed", at: at)
      return
    }
    guard level > 0 else {
      fail("unmatched '\(sign)'", at: at)
      return
    }
    level -= 1
    let open = brackets[level]
    brackets.truncate(to: level)
    if !matches(open.byte, byte) {
      failMismatch(open, sign)
      return
    }
    if inField, !closeInField(byte) { return }
    let kind: TokenKind =
      byte == UInt8(ascii: ")") ? .rightParen : byte == UInt8(ascii: "]") ? .rightBracket : .rightBrace
    add(kind, at - 1, at)
  }

  private func matches(_ open: UInt8, _ close: UInt8) -> Bool {
    open == UInt8(ascii: "(") ? close == UInt8(ascii: ")") : close == open + 2
  }

  private mutating func failMismatch(_ open: Bracket, _ sign: Character) {
    if fStrings.count > 0, open.byte == UInt8(ascii: "{") {
      let top = fStrings[fStrings.count - 1]
      if top.depth - 1 == top.fieldDepth {
        fail("f-string: unmatched '\(sign)'", at: at)
        return
      }
    }
    let opening = Character(Unicode.Scalar(open.byte))
    let message = "closing parenthesis '\(sign)' does not match opening parenthesis '\(opening)'"
    let line = source.line(of: open.offset)
    fail(line == source.line(of: at - 1) ? message : message + " on line \(line)", at: at)
  }
}

// Lexer+Numbers.swift — numbers, and everything that looks like one and is none.

extension Lexer {
  /// A number in any base; the parser reads its value.
  mutating func lexNumber() {
    let start = at
    if text[at] == UInt8(ascii: "0") {
      switch text[at + 1] | 0x20 {
      case UInt8(ascii: "x"):
        lexPrefixed(start, "hexadecimal", isHexDigit)
        return
      case UInt8(ascii: "o"):
        lexPrefixed(start, "octal") { $0 >= UInt8(ascii: "0") && $0 < UInt8(ascii: "8") }
        return
      case UInt8(ascii: "b"):
        lexPrefixed(start, "binary") { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "1") }
        return
      case _: break
      }
    }
    lexDecimal(start)
  }

  /// prefixed: `0x` (`_`? digit)+
  private mutating func lexPrefixed(_ start: Int, _ base: String, _ fits: (UInt8) -> Bool) {
    var flags: NumberFlags = .prefixed
    at += 2
    repeat {
      if text[at] == 0x5F {
        flags.insert(.underscores)
        at += 1
      }
      if !fits(text[at]) {
        failDigit(base)
        return
      }
      while fits(text[at]) { at += 1 }
    } while text[at] == 0x5F
    if base != "hexadecimal", isDigit(text[at]) {
      failDigit(base)
    } else if endNumber(base) {
      add(.number, start, at, flags: flags.rawValue)
    }
  }

  private mutating func failDigit(_ base: String) {
    if base != "hexadecimal", isDigit(text[at]) {
      fail("invalid digit '\(Character(Unicode.Scalar(text[at])))' in \(base) literal", at: at + 1)
    } else {
      fail("invalid \(base) literal", at: at)
    }
  }

  /// digits (`_` digits)*; false after reporting a stray `_`.
  private mutating func lexDigits(_ flags: inout NumberFlags) -> Bool {
    while true {
      while isDigit(text[at]) { at += 1 }
      guard text[at] == 0x5F else { return true }
      flags.insert(.underscores)
      at += 1
      guard isDigit(text[at]) else {
        fail("invalid decimal literal", at: at)
        return false
      }
    }
  }

  /// decimal: digits [`.` [digits]] [(`e` | `E`) [`+` | `-`] digits] [`j`] | `.` digits ...
  private mutating func lexDecimal(_ start: Int) {
    var flags: NumberFlags = []
    if text[at] != UInt8(ascii: ".") {
      if !lexDigits(&flags) { return }
    }
    let wholeEnd = at
    if text[at] == UInt8(ascii: ".") {
      flags.insert(.float)
      at += 1
      if isDigit(text[at]), !lexDigits(&flags) { return }
    }
    if text[at] | 0x20 == UInt8(ascii: "e") {
      switch lexExponent(&flags) {
      case .failed: return
      case .absent:
        // As in `1else`: the letter begins a word.
        if endNumber("decimal") { finish(start, wholeEnd, flags) }
        return
      case .read: break
      }
    }
    if text[at] | 0x20 == UInt8(ascii: "j") {
      flags.insert(.imaginary)
      at += 1
      if endNumber("imaginary") { add(.number, start, at, flags: flags.rawValue) }
      return
    }
    if !isPlainZero(start, wholeEnd, flags) {
      failLeadingZeros(start, wholeEnd)
      return
    }
    if endNumber("decimal") { finish(start, wholeEnd, flags) }
  }

  private mutating func finish(_ start: Int, _ wholeEnd: Int, _ flags: NumberFlags) {
    if isPlainZero(start, wholeEnd, flags) {
      add(.number, start, at, flags: flags.rawValue)
    } else {
      failLeadingZeros(start, wholeEnd)
    }
  }

  private enum Exponent { case read, absent, failed }

  private mutating func lexExponent(_ flags: inout NumberFlags) -> Exponent {
    let letter = at
    at += 1
    let sign = text[at]
    if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      at += 1
      guard isDigit(text[at]) else {
        fail("invalid decimal literal", at: at)
        return .failed
      }
    } else if !isDigit(sign) {
      at = letter
      return .absent
    }
    flags.insert(.float)
    return lexDigits(&flags) ? .read : .failed
  }

  /// Whether an integer does without leading zeros.
  private func isPlainZero(_ start: Int, _ end: Int, _ flags: NumberFlags) -> Bool {
    if flags.contains(.float) || text[start] != UInt8(ascii: "0") { return true }
    var index = start
    while index < end {
      if text[index] != UInt8(ascii: "0"), text[index] != 0x5F { return false }
      index += 1
    }
    return true
  }

  private mutating func failLeadingZeros(_ start: Int, _ end: Int) {
    var zeros = start
    while zeros < end, text[zeros] == UInt8(ascii: "0") || text[zeros] == 0x5F { zeros += 1 }
    let message =
      "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"
    fail(message, from: start + 1, to: zeros + 1)
  }

  /// Checks what follows a number: a keyword gets a warning, any other letter is an error.
  private mutating func endNumber(_ kind: String) -> Bool {
    let byte = text[at]
    guard classes[Int(byte)] & ByteClass.wordBit != 0, byte < 0x80 else { return true }
    if startsKeyword(byte) {
      warn("invalid \(kind) literal", at: at)
      return true
    }
    fail("invalid \(kind) literal", at: at)
    return false
  }

  /// Whether one of the keywords that may follow a number begins here.
  private func startsKeyword(_ byte: UInt8) -> Bool {
    let (second, third) = (text[at + 1], text[at + 2])
    return switch byte {
    case UInt8(ascii: "a"): second == UInt8(ascii: "n") && third == UInt8(ascii: "d")
    case UInt8(ascii: "e"):
      second == UInt8(ascii: "l") && third == UInt8(ascii: "s") && text[at + 3] == UInt8(ascii: "e")
    case UInt8(ascii: "f"): second == UInt8(ascii: "o") && third == UInt8(ascii: "r")
    case UInt8(ascii: "i"):
      second == UInt8(ascii: "f") || second == UInt8(ascii: "n") || second == UInt8(ascii: "s")
    case UInt8(ascii: "o"): second == UInt8(ascii: "r")
    case UInt8(ascii: "n"): second == UInt8(ascii: "o") && third == UInt8(ascii: "t")
    case _: false
    }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

private func isHexDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f"))
}

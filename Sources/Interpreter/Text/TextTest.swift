// TextTest.swift — the yes-or-no methods of a whole text: isalpha() and its kin.

/// The is...() methods of `str` and `bytes`.
public enum TextTest: UInt8, Sendable {
  case ascii, alpha, alphanumeric, decimal, digit, identifier, lower, numeric, printable, space, title, upper

  /// The answer for `text`; with `unit` .byte only ASCII characters are in any class.
  public func holds(_ text: ByteView, unit: TextUnit) -> Bool {
    switch self {
    case .ascii: Utf8.isASCII(text)
    case .alpha: TextTest.every(text, unit, CharacterClass.isAlpha)
    case .alphanumeric: TextTest.every(text, unit, CharacterClass.isAlphanumeric)
    case .decimal: TextTest.every(text, unit, CharacterClass.isDecimal)
    case .digit: TextTest.every(text, unit, CharacterClass.isDigit)
    case .numeric: TextTest.every(text, unit, CharacterClass.isNumeric)
    case .space: TextTest.every(text, unit, unit == .byte ? TextTest.isByteSpace : CharacterClass.isSpace)
    case .printable: text.count == 0 || TextTest.every(text, unit, CharacterClass.isPrintable)
    case .identifier: TextTest.isIdentifier(text, unit)
    case .lower: TextTest.hasOneCase(text, unit, wanted: CharacterClass.isLower, other: CharacterClass.isUpper)
    case .upper: TextTest.hasOneCase(text, unit, wanted: CharacterClass.isUpper, other: CharacterClass.isLower)
    case .title: TextTest.isTitle(text, unit)
    }
  }

  /// The scalar at `offset`; a byte beyond ASCII reads as an unassigned scalar.
  @inline(__always)
  private static func next(_ text: ByteView, _ unit: TextUnit, _ offset: inout Int) -> UInt32 {
    if unit == .scalar { return Utf8.decode(text.start, &offset) }
    let byte = text.start[offset]
    offset &+= 1
    return byte < 0x80 ? UInt32(byte) : 0xE_FFFF
  }

  private static func isByteSpace(_ scalar: UInt32) -> Bool {
    scalar == 32 || scalar >= 9 && scalar <= 13
  }

  private static func every(_ text: ByteView, _ unit: TextUnit, _ test: (UInt32) -> Bool) -> Bool {
    var offset = 0
    while offset < text.count {
      if !test(next(text, unit, &offset)) { return false }
    }
    return text.count > 0
  }

  private static func hasOneCase(
    _ text: ByteView, _ unit: TextUnit, wanted: (UInt32) -> Bool, other: (UInt32) -> Bool
  ) -> Bool {
    var isFound = false
    var offset = 0
    while offset < text.count {
      let scalar = next(text, unit, &offset)
      if other(scalar) || CharacterClass.isTitle(scalar) { return false }
      if !isFound { isFound = wanted(scalar) }
    }
    return isFound
  }

  /// Capitals begin words only, small letters never do, and there is at least one letter with case.
  private static func isTitle(_ text: ByteView, _ unit: TextUnit) -> Bool {
    var isFound = false
    var afterCased = false
    var offset = 0
    while offset < text.count {
      let scalar = next(text, unit, &offset)
      if CharacterClass.isUpper(scalar) || CharacterClass.isTitle(scalar) {
        if afterCased { return false }
        afterCased = true
        isFound = true
      } else if CharacterClass.isLower(scalar) {
        if !afterCased { return false }
        isFound = true
      } else {
        afterCased = false
      }
    }
    return isFound
  }

  private static func isIdentifier(_ text: ByteView, _ unit: TextUnit) -> Bool {
    var offset = 0
    guard text.count > 0, CharacterClass.isIdentifierStart(next(text, unit, &offset)) else { return false }
    while offset < text.count {
      if !CharacterClass.isIdentifierContinue(next(text, unit, &offset)) { return false }
    }
    return true
  }
}

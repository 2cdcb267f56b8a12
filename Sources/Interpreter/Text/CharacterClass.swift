// CharacterClass.swift — what kind of character a scalar is, by Unicode 15.1 as CPython 3.13 knows it.

/// Classes of scalars. Every function takes any number: surrogates and unassigned scalars are in no class.
public enum CharacterClass {
  /// The scalar's properties; nil for surrogates and for scalars that came after Unicode 15.1.
  @inline(__always)
  static func properties(_ scalar: UInt32) -> Unicode.Scalar.Properties? {
    guard let value = Unicode.Scalar(scalar) else { return nil }
    let properties = value.properties
    guard let age = properties.age else { return nil }
    return age.major < 15 || age.major == 15 && age.minor <= 1 ? properties : nil
  }

  /// True for letters: categories Lu, Ll, Lt, Lm and Lo.
  public static func isAlpha(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return isASCIILetter(scalar) }
    if isCommonLetter(scalar) { return true }
    guard let properties = properties(scalar) else { return false }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
    default: return false
    }
  }

  @inline(__always)
  private static func isASCIILetter(_ scalar: UInt32) -> Bool {
    let lower = scalar | 32
    return lower >= 97 && lower <= 122 && scalar < 0x80
  }

  /// Runs of nothing but letters, which spare most texts a look into the tables.
  @inline(__always)
  private static func isCommonLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2C1, 0x400...0x481, 0x5D0...0x5EA, 0x620...0x64A, 0x3041...0x3096,
      0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3:
      true
    default: false
    }
  }

  /// True for figures of a decimal system.
  public static func isDecimal(_ scalar: UInt32) -> Bool {
    decimalValue(scalar) != nil
  }

  /// 0 to 9 for a figure of a decimal system.
  public static func decimalValue(_ scalar: UInt32) -> Int? {
    if scalar < 0x80 { return scalar >= 48 && scalar <= 57 ? Int(scalar) &- 48 : nil }
    guard let properties = properties(scalar), properties.numericType == .decimal else { return nil }
    return properties.numericValue.map { Int($0) }
  }

  /// True for decimal figures and for digits such as superscripts.
  public static func isDigit(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar >= 48 && scalar <= 57 }
    let type = properties(scalar)?.numericType
    return type == .decimal || type == .digit
  }

  /// 0 to 9 for a digit, superscripts included (`unicodedata.digit`).
  public static func digitValue(_ scalar: UInt32) -> Int? {
    guard isDigit(scalar) else { return nil }
    return numericValue(scalar).map { Int($0) }
  }

  /// True for everything with a numeric value, fractions and number words included.
  public static func isNumeric(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar >= 48 && scalar <= 57 }
    return properties(scalar)?.numericType != nil && !isLaterNumber(scalar)
  }

  /// Cuneiform signs that got a numeric value after Unicode 15.1.
  private static func isLaterNumber(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x12038, scalar <= 0x12399 else { return false }
    switch scalar {
    case 0x12038, 0x12039, 0x12079, 0x12226, 0x1222B, 0x1230B, 0x1230D, 0x12399: return true
    default: return false
    }
  }

  /// The numeric value (`unicodedata.numeric`).
  public static func numericValue(_ scalar: UInt32) -> Double? {
    // Unicode 16 made a million of this sign a million millions.
    if scalar == 0x5146 { return 1_000_000 }
    return isNumeric(scalar) ? properties(scalar)?.numericValue : nil
  }

  /// True for letters, decimals, digits and numerics.
  public static func isAlphanumeric(_ scalar: UInt32) -> Bool {
    isAlpha(scalar) || isNumeric(scalar)
  }

  /// True for white space as `str.split` and `str.strip` know it.
  @inline(__always)
  public static func isSpace(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar == 32 || scalar >= 9 && scalar <= 13 || scalar >= 28 && scalar <= 31 }
    return isWideSpace(scalar)
  }

  private static func isWideSpace(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// True for what repr() shows as it is.
  public static func isPrintable(_ scalar: UInt32) -> Bool {
    if scalar < 0x7F { return scalar >= 32 }
    if isCommonLetter(scalar) { return true }
    guard let properties = properties(scalar) else { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default: return true
    }
  }

  /// True for upper case.
  public static func isUpper(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar >= 65 && scalar <= 90 }
    return properties(scalar)?.isUppercase ?? false
  }

  /// True for lower case.
  public static func isLower(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar >= 97 && scalar <= 122 }
    // This letter lost its case after Unicode 15.1.
    return properties(scalar)?.isLowercase ?? false || scalar == 0x295
  }

  /// True for title case (category Lt).
  public static func isTitle(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return false }
    return properties(scalar)?.generalCategory == .titlecaseLetter
  }

  /// True for characters that have case: what str.title() counts as part of a word.
  public static func isCased(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return isASCIILetter(scalar) }
    return properties(scalar)?.isCased ?? false
  }

  /// True for characters that the rule of the final sigma looks past.
  static func isCaseIgnorable(_ scalar: UInt32) -> Bool {
    properties(scalar)?.isCaseIgnorable ?? false
  }

  /// True for what may begin an identifier, the underscore included.
  public static func isIdentifierStart(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return isASCIILetter(scalar) || scalar == 95 }
    return properties(scalar)?.isXIDStart ?? false
  }

  /// True for what may go on in an identifier.
  public static func isIdentifierContinue(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return isASCIILetter(scalar) || scalar == 95 || scalar >= 48 && scalar <= 57 }
    return properties(scalar)?.isXIDContinue ?? false
  }

  /// The character's name as `unicodedata.name` and \N{...} know it; nil for those without one.
  public static func name(_ scalar: UInt32) -> String? {
    guard let properties = properties(scalar), properties.generalCategory != .control else { return nil }
    return properties.name
  }
}

// FloatText.swift — repr of floats and the reading of `float(text)`.

import Glibc

/// Floats to text and text to floats.
public enum FloatText {
  /// Appends repr(value).
  public static func appendRepr(_ value: Double, to buffer: inout ByteBuffer) {
    if let whole = Int(exactly: value), whole.magnitude < 1_000_000_000_000_000, whole != 0 || value.sign == .plus {
      // Most floats that scripts print are small whole numbers.
      buffer.append(decimal: whole)
      buffer.append(".0")
      return
    }
    if value.sign == .minus, !value.isNaN { buffer.append(45) }
    FloatFormat.append(value.magnitude, type: .shortest, precision: 0, isAlternate: false, addsZero: true, to: &buffer)
  }

  /// Reads text as `float(text)` does; nil is ValueError: could not convert string to float: '...'.
  ///
  /// `unit` says whether digits and blanks beyond ASCII count (they do for `str`).
  public static func parse(_ text: ByteView, unit: TextUnit = .scalar) -> Double? {
    if unit == .scalar, !Utf8.isASCII(text) {
      var plain = ByteBuffer()
      TextDecimals.append(text, to: &plain)
      return parseASCII(plain.view)
    }
    return parseASCII(text)
  }

  private static func parseASCII(_ text: ByteView) -> Double? {
    let body = trim(text)
    if let special = parseSpecial(body) { return special }
    guard let number = scan(body) else { return nil }
    return number.isFast ? number.fastValue : convert(body)
  }

  /// `text` without blanks at its ends.
  static func trim(_ text: ByteView) -> ByteView {
    var start = 0
    var end = text.count
    while start < end, isSpace(text[start]) { start &+= 1 }
    while end > start, isSpace(text[end &- 1]) { end &-= 1 }
    return text.part(start..<end)
  }

  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte >= 9 && byte <= 13
  }

  /// inf, infinity and nan, with a sign, in any case.
  static func parseSpecial(_ text: ByteView) -> Double? {
    guard text.count >= 3, text.count <= 9 else { return nil }
    let isNegative = text[0] == 45
    let word = text[0] == 45 || text[0] == 43 ? text.part(1..<text.count) : text
    let value: Double
    if matches(word, "inf") || matches(word, "infinity") {
      value = .infinity
    } else if matches(word, "nan") {
      value = .nan
    } else {
      return nil
    }
    return isNegative ? -value : value
  }

  private static func matches(_ text: ByteView, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<text.count where text[index] | 32 != word.utf8Start[index] { return false }
    return true
  }

  /// A number whose grammar has been checked, with as much of its value as fits in a few words.
  private struct Number {
    var significand: UInt = 0
    var significantDigits = 0
    var exponent = 0
    var isNegative = false

    /// Both factors are exact doubles, so that one operation rounds correctly.
    var isFast: Bool {
      significantDigits <= 15 && exponent.magnitude <= 22
    }

    var fastValue: Double {
      let magnitude = Double(significand)
      var scale = 1.0
      for _ in 0..<exponent.magnitude { scale *= 10 }
      let value = exponent < 0 ? magnitude / scale : magnitude * scale
      return isNegative ? -value : value
    }
  }

  /// number = [sign] (digits ["." [digits]] | "." digits) [("e" | "E") [sign] digits], digits = figure (["_"] figure)*
  private static func scan(_ text: ByteView) -> Number? {
    var number = Number()
    var position = 0
    if position < text.count, text[position] == 45 || text[position] == 43 {
      number.isNegative = text[position] == 45
      position &+= 1
    }
    guard let whole = scanDigits(text, &position, &number, isFraction: false) else { return nil }
    var fraction = 0
    if position < text.count, text[position] == 46 {
      position &+= 1
      guard let digits = scanDigits(text, &position, &number, isFraction: true) else { return nil }
      fraction = digits
    }
    if whole &+ fraction == 0 { return nil }
    if position < text.count, text[position] | 32 == 101 {
      position &+= 1
      guard scanExponent(text, &position, &number) else { return nil }
    }
    return position == text.count ? number : nil
  }

  /// Counts digits; nil where an underscore is not between two of them.
  private static func scanDigits(
    _ text: ByteView, _ position: inout Int, _ number: inout Number, isFraction: Bool
  ) -> Int? {
    var count = 0
    while position < text.count {
      let byte = text[position]
      if byte == 95 {
        guard count > 0, text[position &- 1] != 95, position &+ 1 < text.count, isFigure(text[position &+ 1]) else {
          return nil
        }
      } else if isFigure(byte) {
        count &+= 1
        if isFraction { number.exponent &-= 1 }
        if byte != 48 || number.significantDigits > 0 {
          number.significantDigits &+= 1
          if number.significantDigits <= 18 { number.significand = number.significand &* 10 &+ UInt(byte &- 48) }
        }
      } else {
        break
      }
      position &+= 1
    }
    return count
  }

  private static func scanExponent(_ text: ByteView, _ position: inout Int, _ number: inout Number) -> Bool {
    var isNegative = false
    if position < text.count, text[position] == 45 || text[position] == 43 {
      isNegative = text[position] == 45
      position &+= 1
    }
    var exponent = Number()
    guard let count = scanDigits(text, &position, &exponent, isFraction: false), count > 0 else { return false }
    let size = exponent.significantDigits > 9 ? 1_000_000_000 : Int(exponent.significand)
    number.exponent &+= isNegative ? -size : size
    return true
  }

  @inline(__always)
  private static func isFigure(_ byte: UInt8) -> Bool {
    byte >= 48 && byte <= 57
  }

  /// The C library's correctly rounded conversion of checked text, underscores left out.
  private static func convert(_ text: ByteView) -> Double {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count &+ 1) { copy in
      var count = 0
      for byte in text where byte != 95 {
        copy[count] = CChar(bitPattern: byte)
        count &+= 1
      }
      copy[count] = 0
      guard let start = copy.baseAddress else { return 0 }
      return strtod(start, nil)
    }
  }
}

// IntegerText.swift — integers as digits in bases 2 to 36, and back.

import CGmp
import Glibc

/// Digits found by `IntegerText.scan`, not yet turned into limbs.
public struct IntegerDigits: Equatable, Sendable {
  /// Where the digits (and underscores) lie in the scanned text.
  public var range: Range<Int>
  /// 2...36.
  public var base: Int
  /// True after a minus sign.
  public var isNegative: Bool
  /// Digits without underscores, leading zeros counted.
  public var count: Int

  /// True when CPython's guard against slow conversions refuses the number: `limit` (sys.get_int_max_str_digits(),
  /// 0 for none) counts in bases that are no power of two.
  public func exceeds(limit: Int) -> Bool {
    limit > 0 && count > limit && base & (base - 1) != 0
  }
}

/// What `IntegerText.scan` found.
public enum IntegerScan: Equatable, Sendable {
  case small(Int)
  case large(IntegerDigits)
  /// ValueError: invalid literal for int() with base 10: '...' (the caller quotes the text)
  case invalid
  /// ValueError: int() base must be >= 2 and <= 36, or 0
  case badBase
}

/// Integers to digits and digits to integers.
public enum IntegerText {
  /// The guard's default: sys.get_int_max_str_digits().
  public static let defaultDigitLimit = 4300

  // MARK: To digits

  /// Bytes that `digits` may write: sign, digits, and one more that the conversion uses.
  public static func digitsSize(_ a: LimbInteger, base: Int) -> Int {
    guard a.count > 0, base >= 2 else { return 3 }
    return Int(Double(Limbs.bitLength(a)) / log2(Double(base))) &+ 4 &+ a.count >> 40
  }

  /// The decimal digits at most: what the digit limit is held against before a conversion.
  ///
  /// Exact or one too large; str() of more digits raises "Exceeds the limit (4300 digits) for integer string
  /// conversion; use sys.set_int_max_str_digits() to increase the limit".
  public static func decimalDigits(_ a: LimbInteger) -> Int {
    a.count == 0 ? 1 : Int(Double(Limbs.bitLength(a)) * 0.301029995663981195) &+ 1
  }

  /// Writes sign and lower-case digits; returns the bytes written. No prefix.
  public static func digits(_ a: LimbInteger, base: Int, into text: UnsafeMutablePointer<UInt8>) -> Int {
    if a.count == 0 {
      text[0] = 48
      return 1
    }
    let sign = a.isNegative ? 1 : 0
    if a.isNegative { text[0] = 45 }
    let start = text + sign
    if a.count == 1 { return sign &+ digits(a.limbs[0], base: base, into: start) }
    // The conversion destroys its input.
    let copy = LimbScratch(copying: a, extra: 1)
    var count = Int(__gmpn_get_str(start, Int32(truncatingIfNeeded: base), copy.start, a.count))
    var zeros = 0
    while zeros < count &- 1, start[zeros] == 0 { zeros &+= 1 }
    if zeros > 0 { memmove(start, start + zeros, count &- zeros) }
    count &-= zeros
    for index in 0..<count { start[index] = letter(start[index]) }
    return sign &+ count
  }

  /// Digits of one limb.
  private static func digits(_ value: UInt, base: Int, into text: UnsafeMutablePointer<UInt8>) -> Int {
    if base == 10 { return decimal(value, into: text) }
    let radix = UInt(base)
    var count = 0
    var rest = value
    repeat {
      count &+= 1
      rest /= radix
    } while rest != 0
    rest = value
    var position = count
    while position > 0 {
      position &-= 1
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: radix)
      text[position] = letter(UInt8(truncatingIfNeeded: digit))
      rest = quotient
    }
    return count
  }

  /// Decimal digits of one limb: at most 20.
  static func decimal(_ value: UInt, into text: UnsafeMutablePointer<UInt8>) -> Int {
    var count = 1
    var bound: UInt = 10
    while count < 20, value >= bound {
      count &+= 1
      bound = bound &* 10
    }
    var rest = value
    var position = count
    while position > 0 {
      position &-= 1
      text[position] = 48 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    return count
  }

  @inline(__always)
  private static func letter(_ digit: UInt8) -> UInt8 {
    digit < 10 ? 48 &+ digit : 87 &+ digit
  }

  /// Appends sign and lower-case digits, no prefix.
  public static func append(_ a: LimbInteger, base: Int = 10, to buffer: inout ByteBuffer) {
    buffer.appendRaw(size: digitsSize(a, base: base)) { digits(a, base: base, into: $0) }
  }

  /// Appends sign and lower-case digits, no prefix.
  public static func append(_ value: Int, base: Int = 10, to buffer: inout ByteBuffer) {
    if base == 10 {
      buffer.append(decimal: value)
    } else {
      if value < 0 { buffer.append(45) }
      buffer.appendRaw(size: 64) { digits(value.magnitude, base: base, into: $0) }
    }
  }

  // MARK: From digits

  /// Reads text as `int(text, base)` does, with base 0 meaning "as in a script"; `text` must be ASCII or is invalid.
  ///
  /// For a `str` that is not ASCII first make its ASCII form with `TextDecimals.append`, and scan that.
  public static func scan(_ text: ByteView, base: Int) -> IntegerScan {
    if base != 0, base < 2 || base > 36 { return .badBase }
    var start = 0
    var end = text.count
    while start < end, isSpace(text[start]) { start &+= 1 }
    while end > start, isSpace(text[end &- 1]) { end &-= 1 }
    var isNegative = false
    if start < end, text[start] == 43 || text[start] == 45 {
      isNegative = text[start] == 45
      start &+= 1
    }
    var radix = base
    let prefixed = prefixBase(text, start, end)
    if prefixed != 0, base == 0 || base == prefixed {
      radix = prefixed
      start &+= 2
      if start < end, text[start] == 95 { start &+= 1 }
    }
    let wantsZero = radix == 0 && start < end && text[start] == 48
    if radix == 0 { radix = 10 }
    return scanDigits(text, start, end, radix, isNegative, wantsZero)
  }

  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte >= 9 && byte <= 13
  }

  private static func prefixBase(_ text: ByteView, _ start: Int, _ end: Int) -> Int {
    guard start &+ 1 < end, text[start] == 48 else { return 0 }
    switch text[start &+ 1] | 32 {
    case 120: return 16
    case 111: return 8
    case 98: return 2
    default: return 0
    }
  }

  private static func scanDigits(
    _ text: ByteView, _ start: Int, _ end: Int, _ base: Int, _ isNegative: Bool, _ wantsZero: Bool
  ) -> IntegerScan {
    var value: UInt = 0
    var isLarge = false
    var count = 0
    var afterUnderscore = true
    for index in start..<max(end, start) {
      if text[index] == 95 {
        if afterUnderscore { return .invalid }
        afterUnderscore = true
        continue
      }
      let digit = digitValue(text[index])
      if digit >= base { return .invalid }
      afterUnderscore = false
      count &+= 1
      if !isLarge {
        let (product, high) = value.multipliedReportingOverflow(by: UInt(base))
        let (sum, carry) = product.addingReportingOverflow(UInt(digit))
        isLarge = high || carry || sum > UInt(Int.max)
        if !isLarge { value = sum }
      }
    }
    if count == 0 || afterUnderscore || wantsZero && (value != 0 || isLarge) { return .invalid }
    if !isLarge, count <= defaultDigitLimit { return .small(isNegative ? -Int(value) : Int(value)) }
    return .large(IntegerDigits(range: start..<end, base: base, isNegative: isNegative, count: count))
  }

  /// The digit that an ASCII letter or figure stands for in bases to 36; 255 for others.
  @inline(__always)
  public static func digitValue(_ byte: UInt8) -> UInt8 {
    if byte >= 48, byte <= 57 { return byte &- 48 }
    let lower = byte | 32
    return lower >= 97 && lower <= 122 ? lower &- 87 : 255
  }

  /// Limbs that `limbs` may write.
  public static func limbsNeeded(_ digits: IntegerDigits) -> Int {
    Int(Double(digits.count) * log2(Double(digits.base)) / 64) &+ 3
  }

  /// Turns scanned digits into limbs; `text` is what was scanned. Sub-quadratic.
  public static func limbs(_ digits: IntegerDigits, in text: ByteView, into space: LimbSpace) -> LimbResult {
    let values = UnsafeMutablePointer<UInt8>.allocate(capacity: max(digits.count, 1))
    defer { values.deallocate() }
    var count = 0
    for byte in text.part(digits.range) where byte != 95 && count < digits.count {
      // Leading zeros would only lengthen the conversion.
      let value = digitValue(byte)
      if count == 0, value == 0 { continue }
      values[count] = value
      count &+= 1
    }
    guard count > 0 else { return .zero }
    let used = __gmpn_set_str(space, values, count, Int32(truncatingIfNeeded: digits.base))
    return LimbResult(space, count: used, isNegative: digits.isNegative)
  }
}

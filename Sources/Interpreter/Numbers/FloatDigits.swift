// FloatDigits.swift — the decimal digits of a double: the shortest that read back, or a number of them.

import Glibc

/// Digits of a magnitude as ASCII figures, with the decimal point's place beside them: 0.d1d2d3... * 10**point.
struct FloatDigits {
  /// Figures in use; the caller's buffer holds them.
  var count: Int
  /// Digits before the decimal point (0 or less for numbers below 0.1).
  var point: Int

  /// Places beyond which every double's expansion holds zeros only: a double has at most 309 digits before the point,
  /// 1074 after it and 767 significant ones. What is asked for beyond that is zeros, which the layout adds.
  static let placesLimit = 1100

  /// Bytes that the caller's buffer must have for a precision.
  static func space(precision: Int) -> Int {
    min(max(precision, 0), placesLimit) &+ 340
  }

  /// The shortest digits that read back as `magnitude`, which is finite and not negative.
  static func shortest(_ magnitude: Double, into buffer: UnsafeMutablePointer<UInt8>) -> FloatDigits {
    var text = magnitude.description
    return text.withUTF8 { collect($0, buffer, trimming: true) }
  }

  /// `magnitude` rounded half to even to `count` significant digits (at least 1), zeros at the end kept.
  static func significant(
    _ magnitude: Double, _ count: Int, into buffer: UnsafeMutablePointer<UInt8>
  ) -> FloatDigits {
    if count <= 17, let digits = quickSignificant(magnitude, max(count, 1), buffer) { return digits }
    let places = min(max(count, 1), placesLimit) &- 1
    return printed("%.*e", magnitude, places, buffer)
  }

  /// `magnitude` rounded half to even to `places` digits after the point (at least 0).
  static func fixed(_ magnitude: Double, _ places: Int, into buffer: UnsafeMutablePointer<UInt8>) -> FloatDigits {
    if let scaled = scaled(magnitude, places) { return write(scaled, places, buffer) }
    return printed("%.*f", magnitude, min(max(places, 0), placesLimit), buffer)
  }

  // MARK: In one word

  /// magnitude * 10**places rounded half to even; nil when it is too long for one word.
  ///
  /// The product of the 53 bits and a power of ten fits in 128 bits, so the rounding sees every digit.
  static func scaled(_ magnitude: Double, _ places: Int) -> UInt? {
    guard places >= 0, places <= 22, magnitude < 0x1p62 else { return nil }
    var factor: UInt128 = 1
    for _ in 0..<places { factor = factor &* 10 }
    var bits = UInt128(magnitude.significandBitPattern)
    var exponent = -1074
    if magnitude.isNormal {
      bits |= 1 << 52
      exponent = Int(magnitude.exponent) &- 52
    }
    let product = bits.multipliedReportingOverflow(by: factor)
    if product.overflow { return nil }
    if exponent >= 0 {
      guard product.partialValue < 1 << 53, exponent <= 9 else { return nil }
      return UInt(product.partialValue) << UInt(exponent)
    }
    if exponent < -127 { return 0 }
    let drop = UInt128(-exponent)
    let kept = product.partialValue >> drop
    if kept >= 1 << 62 { return nil }
    let rest = product.partialValue & (1 << drop &- 1)
    let half: UInt128 = 1 << (drop &- 1)
    let goesUp = rest > half || rest == half && kept & 1 == 1
    return UInt(kept) &+ (goesUp ? 1 : 0)
  }

  /// The figures of a scaled number.
  private static func write(_ scaled: UInt, _ places: Int, _ buffer: UnsafeMutablePointer<UInt8>) -> FloatDigits {
    if scaled == 0 { return FloatDigits(count: 0, point: 1) }
    let count = IntegerText.decimal(scaled, into: buffer)
    return FloatDigits(count: count, point: count &- places)
  }

  /// Significant digits by way of places: guess where the first digit stands, and correct the guess once or twice.
  private static func quickSignificant(
    _ magnitude: Double, _ count: Int, _ buffer: UnsafeMutablePointer<UInt8>
  ) -> FloatDigits? {
    guard magnitude >= 1e-5, magnitude < 1e15 else {
      return magnitude == 0 ? FloatDigits(count: 0, point: 1) : nil
    }
    var point = 1
    var bound = 10.0
    while magnitude >= bound {
      bound *= 10
      point &+= 1
    }
    bound = 1
    while magnitude < bound {
      bound /= 10
      point &-= 1
    }
    for _ in 0..<3 {
      guard let number = scaled(magnitude, count &- point) else { return nil }
      let digits = write(number, count &- point, buffer)
      if digits.count == count { return digits }
      point &+= digits.count > count ? 1 : -1
    }
    return nil
  }

  // MARK: By the C library

  private static func printed(
    _ pattern: StaticString, _ magnitude: Double, _ places: Int, _ buffer: UnsafeMutablePointer<UInt8>
  ) -> FloatDigits {
    let size = space(precision: places)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { scratch in
      guard let start = scratch.baseAddress else { return FloatDigits(count: 0, point: 0) }
      let format = UnsafeRawPointer(pattern.utf8Start).assumingMemoryBound(to: CChar.self)
      let text = UnsafeMutableRawPointer(start).assumingMemoryBound(to: CChar.self)
      let written = withVaList([Int32(places), magnitude]) { vsnprintf(text, size, format, $0) }
      let view = ByteView(start: UnsafePointer(start), count: min(max(Int(written), 0), size &- 1))
      return collect(view, buffer, trimming: false)
    }
  }

  /// Takes the figures out of C's or Swift's decimal text, leading zeros left out.
  private static func collect(
    _ text: ByteView, _ buffer: UnsafeMutablePointer<UInt8>, trimming: Bool
  ) -> FloatDigits {
    var count = 0
    var point = 0
    var sawPoint = false
    var exponent = 0
    for (index, byte) in text.enumerated() {
      if byte == 46 {
        sawPoint = true
      } else if byte | 32 == 101 {
        exponent = parseExponent(text.part(index &+ 1..<text.count))
        break
      } else if count == 0, byte == 48 {
        if sawPoint { point &-= 1 }
      } else if byte >= 48, byte <= 57 {
        buffer[count] = byte
        count &+= 1
        if !sawPoint { point &+= 1 }
      }
    }
    if trimming {
      while count > 0, buffer[count &- 1] == 48 { count &-= 1 }
    }
    if count == 0 { return FloatDigits(count: 0, point: 1) }
    return FloatDigits(count: count, point: point &+ exponent)
  }

  private static func parseExponent(_ text: ByteView) -> Int {
    var value = 0
    for byte in text where byte >= 48 && byte <= 57 {
      value = value &* 10 &+ Int(byte &- 48)
    }
    return text.count > 0 && text[0] == 45 ? -value : value
  }
}

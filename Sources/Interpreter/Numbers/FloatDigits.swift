// FloatDigits.swift — the decimal digits of a double: the shortest that read back, or a number of them.

import Glibc

/// Digits of a magnitude as ASCII figures, with the decimal point's place beside them: 0.d1d2d3... * 10**point.
struct FloatDigits {
  /// Figures in use; the caller's buffer holds them.
  var count: Int
  /// Digits before the decimal point (0 or less for numbers below 0.1).
  var point: Int

  /// Bytes that the caller's buffer must have. A double has at most 309 digits before the point and 1074 after it,
  /// and at most 767 significant ones: what is asked for beyond that is zeros, which the layout adds.
  static let space = 1600
  /// Places beyond which every double's expansion holds zeros only.
  static let placesLimit = 1100

  /// The shortest digits that read back as `magnitude`, which is finite and not negative.
  static func shortest(_ magnitude: Double, into buffer: UnsafeMutablePointer<UInt8>) -> FloatDigits {
    var text = magnitude.description
    return text.withUTF8 { collect($0, buffer, trimming: true) }
  }

  /// `magnitude` rounded half to even to `count` significant digits (at least 1), zeros at the end kept.
  static func significant(
    _ magnitude: Double, _ count: Int, into buffer: UnsafeMutablePointer<UInt8>
  ) -> FloatDigits {
    let places = min(max(count, 1), placesLimit) &- 1
    return printed("%.*e", magnitude, places, buffer)
  }

  /// `magnitude` rounded half to even to `places` digits after the point (at least 0).
  static func fixed(_ magnitude: Double, _ places: Int, into buffer: UnsafeMutablePointer<UInt8>) -> FloatDigits {
    printed("%.*f", magnitude, min(max(places, 0), placesLimit), buffer)
  }

  private static func printed(
    _ pattern: StaticString, _ magnitude: Double, _ places: Int, _ buffer: UnsafeMutablePointer<UInt8>
  ) -> FloatDigits {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: space) { scratch in
      guard let start = scratch.baseAddress else { return FloatDigits(count: 0, point: 0) }
      let format = UnsafeRawPointer(pattern.utf8Start).assumingMemoryBound(to: CChar.self)
      let text = UnsafeMutableRawPointer(start).assumingMemoryBound(to: CChar.self)
      let written = withVaList([Int32(places), magnitude]) { vsnprintf(text, space, format, $0) }
      let view = ByteView(start: UnsafePointer(start), count: min(max(Int(written), 0), space &- 1))
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

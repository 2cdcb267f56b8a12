// Limbs+Double.swift — between long integers and doubles, exactly or correctly rounded.

import CGmp
import Glibc

extension Limbs {
  /// The nearest double, ties to even; nil when it is too large (OverflowError: int too large to convert to float).
  public static func toDouble(_ a: LimbInteger) -> Double? {
    let (mantissa, exponent) = mantissa(a)
    let magnitude = scalbn(mantissa, Int32(clamping: exponent))
    return magnitude.isInfinite ? nil : magnitude
  }

  /// `a` as mantissa * 2**exponent, the mantissa rounded half to even, its magnitude in [0.5, 1), or 0.
  ///
  /// Serves conversions and logarithms of integers beyond the range of doubles.
  public static func mantissa(_ a: LimbInteger) -> (mantissa: Double, exponent: Int) {
    guard a.count > 0 else { return (0, 0) }
    let bits = bitLength(a)
    var top = topBits(a, bits)
    if bits > 64, trailingZeros(a) < bits &- 64 { top |= 1 }
    // `top` has 64 bits, its lowest one sticky: one rounding, by the conversion.
    let rounded = Double(top) * 0x1p-64
    let (value, exponent) = rounded == 1 ? (0.5, bits &+ 1) : (rounded, bits)
    return (a.isNegative ? -value : value, exponent)
  }

  /// The 64 most significant bits, the top one set.
  private static func topBits(_ a: LimbInteger, _ bits: Int) -> UInt {
    let high = a.limbs[a.count &- 1]
    let shift = UInt(high.leadingZeroBitCount)
    if shift == 0 || a.count == 1 { return high << shift }
    return high << shift | a.limbs[a.count &- 2] >> (64 &- shift)
  }

  /// a / b as the nearest double; nil when it is too large (OverflowError: integer division result too large for a
  /// float). `b` must not be 0 (the caller raises): then the result is 0.
  public static func trueDivide(_ a: LimbInteger, _ b: LimbInteger) -> Double? {
    let isNegative = a.isNegative != b.isNegative
    guard a.count > 0, b.count > 0 else { return isNegative ? -0.0 : 0.0 }
    // The quotient is at least 2**lowest: bits below a subnormal's last are not wanted, so that one rounding is right.
    let difference = bitLength(a) &- bitLength(b)
    if difference > 1024 { return nil }
    if difference < -1076 { return isNegative ? -0.0 : 0.0 }
    let exponent = max(difference &- 62, -1076)
    let left = LimbScratch(a.count &+ max(-exponent, 0) / 64 &+ 2)
    let right = LimbScratch(b.count &+ max(exponent, 0) / 64 &+ 2)
    let scaledA = LimbInteger(left.start, shiftLeft(a.magnitude, by: max(-exponent, 0), into: left.start))
    let scaledB = LimbInteger(right.start, shiftLeft(b.magnitude, by: max(exponent, 0), into: right.start))
    let quotient = LimbScratch(quotientSize(scaledA, scaledB))
    let remainder = LimbScratch(remainderSize(scaledA, scaledB))
    let parts = floorDivide(scaledA, scaledB, quotient: quotient.start, remainder: remainder.start)
    // At most 64 bits: the quotient's bit length is difference - exponent or one more.
    var bits = parts.quotient.count == 0 ? 0 : quotient.start[0]
    if parts.remainder.count > 0 { bits |= 1 }
    let magnitude = roundAndScale(bits, exponent)
    if magnitude.isInfinite { return nil }
    return isNegative ? -magnitude : magnitude
  }

  /// bits * 2**exponent, the lowest bit sticky, with one rounding even where the result is subnormal.
  static func roundAndScale(_ bits: UInt, _ exponent: Int) -> Double {
    let length = 64 &- bits.leadingZeroBitCount
    let drop = max(length &- 53, -1074 &- exponent)
    if drop <= 0 { return scalbn(Double(bits), Int32(clamping: exponent)) }
    if drop > 64 { return 0 }
    let kept = drop == 64 ? 0 : bits >> UInt(drop)
    let half: UInt = 1 << UInt(drop &- 1)
    let rest = drop == 64 ? bits : bits & (half &* 2 &- 1)
    let up = rest > half || rest == half && kept & 1 == 1
    return scalbn(Double(up ? kept &+ 1 : kept), Int32(clamping: exponent &+ drop))
  }

  /// Orders an integer against a double exactly: -1, 0 or 1; nil for NaN.
  public static func compare(_ a: LimbInteger, _ b: Double) -> Int? {
    if b.isNaN { return nil }
    if b.isInfinite { return b < 0 ? 1 : -1 }
    return withUnsafeTemporaryAllocation(of: UInt.self, capacity: doubleSize) { space in
      guard let start = space.baseAddress else { return 0 }
      let whole = b.rounded(.towardZero)
      let order = compare(a, LimbInteger(start, fromDouble(whole, into: start)))
      if order != 0 || whole == b { return order }
      return b > whole ? -1 : 1
    }
  }

  /// Orders an Int against a double exactly: -1, 0 or 1; nil for NaN.
  @inline(__always)
  public static func compare(_ a: Int, _ b: Double) -> Int? {
    if a.magnitude < 1 << 53 {
      let value = Double(a)
      return value < b ? -1 : value > b ? 1 : value == b ? 0 : nil
    }
    return LimbInteger.with(a) { compare($0, b) }
  }

  /// Limbs that `fromDouble` may write.
  public static let doubleSize = 17

  /// The integer part of a finite double (0 for NaN and infinities: the caller raises).
  public static func fromDouble(_ value: Double, into space: LimbSpace) -> LimbResult {
    let magnitude = value.magnitude
    guard value.isFinite, magnitude >= 1 else { return .zero }
    if magnitude < 0x1p64 {
      space[0] = UInt(magnitude)
      return LimbResult(knownCount: 1, isNegative: value < 0)
    }
    var significand = UInt(magnitude.significandBitPattern | 1 << 52)
    let exponent = Int(magnitude.exponent) &- 52
    return withUnsafePointer(to: &significand) {
      shiftLeft(LimbInteger($0, count: 1, isNegative: value < 0), by: exponent, into: space)
    }
  }
}

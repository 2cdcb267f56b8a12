// FloatMath.swift — float arithmetic where Python's rules differ from the processor's.

import Glibc

/// What `float ** float` gives.
public enum PowerOutcome: Equatable, Sendable {
  case value(Double)
  /// ZeroDivisionError: 0.0 cannot be raised to a negative power
  case zeroToNegative
  /// A negative base and a broken exponent: the result is complex (`ComplexNumber.power`).
  case isComplex
  /// OverflowError: (34, 'Numerical result out of range')
  case overflow
}

/// Float arithmetic with Python's rules. Divisors of 0 are the caller's error to raise.
public enum FloatMath {
  /// x // y.
  public static func floorDivide(_ x: Double, _ y: Double) -> Double {
    divideModulo(x, y).quotient
  }

  /// x % y: the divisor's sign, also on a zero.
  public static func modulo(_ x: Double, _ y: Double) -> Double {
    let rest = fmod(x, y)
    if rest == 0 { return copysign(0, y) }
    return (y < 0) != (rest < 0) ? rest + y : rest
  }

  /// divmod(x, y).
  public static func divideModulo(_ x: Double, _ y: Double) -> (quotient: Double, remainder: Double) {
    var rest = fmod(x, y)
    var quotient = (x - rest) / y
    if rest == 0 {
      rest = copysign(0, y)
    } else if (y < 0) != (rest < 0) {
      rest += y
      quotient -= 1
    }
    if quotient == 0 { return (copysign(0, x / y), rest) }
    let down = quotient.rounded(.down)
    // The quotient is a whole number up to rounding: take the nearest one.
    return (quotient - down > 0.5 ? down + 1 : down, rest)
  }

  /// x ** y.
  public static func power(_ x: Double, _ y: Double) -> PowerOutcome {
    if y == 0 || x == 1 { return .value(1) }
    if x.isNaN || y.isNaN { return .value(.nan) }
    if y.isInfinite {
      let magnitude = x.magnitude
      if magnitude == 1 { return .value(1) }
      return .value((y > 0) == (magnitude > 1) ? .infinity : 0)
    }
    if x.isInfinite {
      let isOdd = fmod(y.magnitude, 2) == 1
      if y > 0 { return .value(isOdd ? x : x.magnitude) }
      return .value(isOdd ? copysign(0, x) : 0)
    }
    if x == 0 {
      if y < 0 { return .zeroToNegative }
      return .value(fmod(y.magnitude, 2) == 1 ? x : 0)
    }
    if x < 0, y.rounded(.down) != y { return .isComplex }
    let result = pow(x, y)
    return result.isInfinite ? .overflow : .value(result)
  }

  /// round(x, digits); nil is OverflowError: rounded value too large to represent. Ties are those of the exact value
  /// and go to the even digit. NaN and infinities stay.
  public static func round(_ x: Double, digits: Int) -> Double? {
    guard x.isFinite, x != 0, digits <= 323 else { return x }
    if digits < -308 { return copysign(0, x) }
    if digits >= 0, digits <= 22, let scaled = FloatDigits.scaled(x.magnitude, digits), scaled < 1 << 53 {
      // Both are exact doubles, so that one division rounds correctly.
      return copysign(Double(scaled) / powerOfTen(digits), x)
    }
    let size = FloatDigits.space(precision: digits)
    let result = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { text in
      guard let start = text.baseAddress else { return x }
      return digits >= 0 ? roundFraction(x.magnitude, digits, start) : roundWhole(x.magnitude, -digits, start)
    }
    return result.isInfinite ? nil : copysign(result, x)
  }

  /// The whole number nearest to `x`, ties to even: what `round(x)` makes an int of.
  @inline(__always)
  public static func round(_ x: Double) -> Double {
    x.rounded(.toNearestOrEven)
  }

  /// 10**exponent for 0...22, where it is an exact double.
  private static func powerOfTen(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  private static func roundFraction(_ x: Double, _ places: Int, _ text: UnsafeMutablePointer<UInt8>) -> Double {
    if x >= 0x1p52 { return x }
    let digits = FloatDigits.fixed(x, places, into: text)
    return read(text, digits.count, exponent: digits.point &- digits.count)
  }

  /// Rounds to a multiple of 10**zeros by looking at the digits that go.
  private static func roundWhole(_ x: Double, _ zeros: Int, _ text: UnsafeMutablePointer<UInt8>) -> Double {
    let whole = x.rounded(.down)
    let digits = FloatDigits.fixed(whole, 0, into: text)
    let kept = digits.count &- zeros
    if kept < 0 || digits.count == 0 { return 0 }
    var isAboveHalf = whole != x
    for index in (kept &+ 1)..<max(digits.count, kept &+ 1) where text[index] != 48 { isAboveHalf = true }
    let next = text[kept]
    let isOdd = kept > 0 && text[kept &- 1] & 1 == 1
    let goesUp = next > 53 || next == 53 && (isAboveHalf || isOdd)
    guard goesUp else { return read(text, kept, exponent: zeros) }
    var index = kept
    while index > 0, text[index &- 1] == 57 {
      index &-= 1
      text[index] = 48
    }
    if index > 0 {
      text[index &- 1] &+= 1
      return read(text, kept, exponent: zeros)
    }
    // All nines, or nothing was kept: a one and `kept` zeros.
    text[0] = 49
    return read(text, 1, exponent: zeros &+ kept)
  }

  /// The double nearest to figures * 10**exponent. `text` has room for the exponent behind the figures.
  private static func read(_ text: UnsafeMutablePointer<UInt8>, _ count: Int, exponent: Int) -> Double {
    guard count > 0 else { return 0 }
    var end = count
    text[end] = 101
    end &+= 1
    if exponent < 0 {
      text[end] = 45
      end &+= 1
    }
    let size = min(exponent.magnitude, 9999)
    var divisor: UInt = 1000
    while divisor > 0 {
      text[end] = 48 &+ UInt8(truncatingIfNeeded: size / divisor % 10)
      end &+= 1
      divisor /= 10
    }
    text[end] = 0
    return strtod(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self), nil)
  }

  /// A finite float as mantissa * 2**exponent with an odd mantissa (0 and exponent 0 for zero).
  ///
  /// as_integer_ratio() is (mantissa << exponent, 1) or (mantissa, 1 << -exponent). NaN and infinities raise first:
  /// "cannot convert NaN to integer ratio", "cannot convert Infinity to integer ratio".
  public static func ratio(_ x: Double) -> (mantissa: Int, exponent: Int) {
    guard x.isFinite, x != 0 else { return (0, 0) }
    let magnitude = x.magnitude
    var mantissa = Int(magnitude.significandBitPattern)
    var exponent = -1074
    if magnitude.isNormal {
      mantissa |= 1 << 52
      exponent = Int(magnitude.exponent) &- 52
    }
    let zeros = mantissa.trailingZeroBitCount
    mantissa >>= zeros
    return (x < 0 ? -mantissa : mantissa, exponent &+ zeros)
  }
}

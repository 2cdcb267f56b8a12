// Limbs+Division.swift — floor division, greatest common divisor and square root of long integers.

import CGmp

extension Limbs {
  /// Limbs that the quotient of `floorDivide` may take.
  @inline(__always)
  public static func quotientSize(_ a: LimbInteger, _ b: LimbInteger) -> Int {
    max(a.count &- b.count, 0) &+ 2
  }

  /// Limbs that the remainder of `floorDivide` may take.
  @inline(__always)
  public static func remainderSize(_ a: LimbInteger, _ b: LimbInteger) -> Int {
    max(a.count, b.count) &+ 1
  }

  /// Divides so that the quotient is rounded down and the remainder has the divisor's sign, as `divmod`.
  ///
  /// The two spaces overlap neither each other nor the operands. A divisor of 0 is the caller's error to raise: both
  /// results are then 0.
  public static func floorDivide(
    _ a: LimbInteger, _ b: LimbInteger, quotient: LimbSpace, remainder: LimbSpace
  ) -> (quotient: LimbResult, remainder: LimbResult) {
    guard b.count > 0 else { return (.zero, .zero) }
    var (quotientCount, remainderCount) = divideMagnitude(a, b, quotient, remainder)
    let signsDiffer = a.isNegative != b.isNegative
    if signsDiffer, remainderCount > 0 {
      // Truncation went towards zero: one step further down, and the remainder's complement.
      quotientCount = increment(quotient, quotientCount)
      let rest = LimbInteger(remainder, count: remainderCount)
      remainderCount = subtract(b.magnitude, rest, into: remainder).count
    }
    return (
      LimbResult(quotient, count: quotientCount, isNegative: signsDiffer),
      LimbResult(remainder, count: remainderCount, isNegative: b.isNegative)
    )
  }

  /// Adds 1 to `count` limbs; writes one limb more when it carries. Returns the limbs in use.
  static func increment(_ space: LimbSpace, _ count: Int) -> Int {
    for index in 0..<count {
      let (value, carry) = space[index].addingReportingOverflow(1)
      space[index] = value
      if !carry { return count }
    }
    space[count] = 1
    return count &+ 1
  }

  /// |a| / |b| truncated; returns the used limbs of quotient and remainder.
  private static func divideMagnitude(
    _ a: LimbInteger, _ b: LimbInteger, _ quotient: LimbSpace, _ remainder: LimbSpace
  ) -> (Int, Int) {
    if compareMagnitude(a, b) < 0 {
      copy(a, into: remainder)
      return (0, a.count)
    }
    if a.count == 1 {
      let (result, rest) = a.limbs[0].quotientAndRemainder(dividingBy: b.limbs[0])
      quotient[0] = result
      remainder[0] = rest
    } else if b.count == 1 {
      remainder[0] = __gmpn_divrem_1(quotient, 0, a.limbs, a.count, b.limbs[0])
    } else {
      __gmpn_tdiv_qr(quotient, remainder, 0, a.limbs, a.count, b.limbs, b.count)
    }
    let quotientCount = LimbResult(quotient, count: a.count &- b.count &+ 1, isNegative: false).count
    return (quotientCount, LimbResult(remainder, count: b.count, isNegative: false).count)
  }

  /// |a| modulo a divisor of one limb (not 0).
  public static func remainder(_ a: LimbInteger, by divisor: UInt) -> UInt {
    a.count == 0 || divisor == 0 ? 0 : __gmpn_mod_1(a.limbs, a.count, divisor)
  }

  // MARK: Greatest common divisor

  /// Limbs that `greatestCommonDivisor` may write.
  public static func greatestCommonDivisorSize(_ a: LimbInteger, _ b: LimbInteger) -> Int {
    max(a.count, b.count, 1) &+ 1
  }

  /// The greatest common divisor, never negative; gcd(0, b) is |b|.
  public static func greatestCommonDivisor(_ a: LimbInteger, _ b: LimbInteger, into space: LimbSpace) -> LimbResult {
    if a.count == 0 { return copy(b.magnitude, into: space) }
    if b.count == 0 { return copy(a.magnitude, into: space) }
    let aTwos = trailingZeros(a)
    let bTwos = trailingZeros(b)
    let left = LimbScratch(a.count &+ 1)
    let right = LimbScratch(b.count &+ 1)
    let oddA = LimbInteger(left.start, shiftRight(a.magnitude, by: aTwos, into: left.start))
    let oddB = LimbInteger(right.start, shiftRight(b.magnitude, by: bTwos, into: right.start))
    let (high, low) = compareMagnitude(oddA, oddB) >= 0 ? (oddA, oddB) : (oddB, oddA)
    let odd = LimbScratch(low.count &+ 1)
    let count: Int
    if low.count == 1 {
      odd.start[0] = __gmpn_gcd_1(high.limbs, high.count, low.limbs[0])
      count = 1
    } else {
      count = __gmpn_gcd(
        odd.start, LimbSpace(mutating: high.limbs), high.count, LimbSpace(mutating: low.limbs), low.count)
    }
    return shiftLeft(LimbInteger(odd.start, count: count), by: min(aTwos, bTwos), into: space)
  }

  /// Zero bits below the lowest one bit; 0 for zero.
  public static func trailingZeros(_ a: LimbInteger) -> Int {
    for index in 0..<a.count where a.limbs[index] != 0 {
      return index &* 64 &+ a.limbs[index].trailingZeroBitCount
    }
    return 0
  }

  // MARK: Square root

  /// Limbs that `squareRoot` writes.
  public static func squareRootSize(_ a: LimbInteger) -> Int {
    (a.count &+ 1) / 2 &+ 1
  }

  /// The square root rounded down, as `math.isqrt`. `a` must not be negative (the caller raises): its sign is ignored.
  public static func squareRoot(_ a: LimbInteger, into space: LimbSpace) -> LimbResult {
    guard a.count > 0 else { return .zero }
    // No remainder is asked for: a null second argument is allowed and saves its computation.
    _ = __gmpn_sqrtrem(space, nil, a.limbs, a.count)
    return LimbResult(space, count: (a.count &+ 1) / 2, isNegative: false)
  }
}

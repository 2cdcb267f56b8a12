// Limbs.swift — comparing, adding and multiplying long integers.
//
// Every operation reads `LimbInteger`s and writes limbs into memory of the caller, whose size (in limbs) the function
// of the same name with `Size` gives. So the machine can refuse a size, make the heap cell, and compute into it.

import CGmp

/// The arithmetic of long integers.
public enum Limbs {
  /// Orders two integers: -1, 0 or 1.
  public static func compare(_ a: LimbInteger, _ b: LimbInteger) -> Int {
    if a.isNegative != b.isNegative { return a.isNegative ? -1 : 1 }
    let order = compareMagnitude(a, b)
    return a.isNegative ? -order : order
  }

  /// Orders two magnitudes: -1, 0 or 1.
  @inline(__always)
  public static func compareMagnitude(_ a: LimbInteger, _ b: LimbInteger) -> Int {
    if a.count != b.count { return a.count < b.count ? -1 : 1 }
    var index = a.count
    while index > 0 {
      index &-= 1
      let left = a.limbs[index]
      let right = b.limbs[index]
      if left != right { return left < right ? -1 : 1 }
    }
    return 0
  }

  /// True for equal integers.
  @inline(__always)
  public static func equal(_ a: LimbInteger, _ b: LimbInteger) -> Bool {
    a.count == b.count && a.isNegative == b.isNegative && compareMagnitude(a, b) == 0
  }

  /// Copies `a` into `space` (`a.count` limbs).
  @discardableResult
  public static func copy(_ a: LimbInteger, into space: LimbSpace) -> LimbResult {
    space.update(from: a.limbs, count: a.count)
    return LimbResult(knownCount: a.count, isNegative: a.isNegative)
  }

  /// Writes `value` into `space` (1 limb).
  @discardableResult
  public static func copy(_ value: Int, into space: LimbSpace) -> LimbResult {
    space[0] = value.magnitude
    return LimbResult(space, count: 1, isNegative: value < 0)
  }

  // MARK: Sums

  /// Limbs that `add` and `subtract` may write.
  @inline(__always)
  public static func addSize(_ a: LimbInteger, _ b: LimbInteger) -> Int {
    max(a.count, b.count) &+ 1
  }

  /// a + b. `space` may be the limbs of `a` or `b`.
  public static func add(_ a: LimbInteger, _ b: LimbInteger, into space: LimbSpace) -> LimbResult {
    if a.isNegative == b.isNegative {
      return LimbResult(space, count: addMagnitude(a, b, space), isNegative: a.isNegative)
    }
    return difference(a, b, space)
  }

  /// a - b. `space` may be the limbs of `a` or `b`.
  public static func subtract(_ a: LimbInteger, _ b: LimbInteger, into space: LimbSpace) -> LimbResult {
    if a.isNegative != b.isNegative {
      return LimbResult(
        space, count: addMagnitude(a, b, space), isNegative: a.count == 0 ? !b.isNegative : a.isNegative)
    }
    return difference(a, b.negated, space)
  }

  /// a + b for signs that differ: the greater magnitude gives the sign.
  private static func difference(_ a: LimbInteger, _ b: LimbInteger, _ space: LimbSpace) -> LimbResult {
    let aIsGreater = compareMagnitude(a, b) >= 0
    let (high, low) = aIsGreater ? (a, b) : (b, a)
    let sign = a.count == 0 ? b.isNegative : b.count == 0 ? a.isNegative : high.isNegative
    if high.count == 1 {
      space[0] = high.limbs[0] &- (low.count == 0 ? 0 : low.limbs[0])
      return LimbResult(space, count: 1, isNegative: sign)
    }
    guard high.count > 0 else { return .zero }
    if low.count == 0 {
      space.update(from: high.limbs, count: high.count)
    } else {
      let borrow = __gmpn_sub_n(space, high.limbs, low.limbs, low.count)
      subtractRest(high, from: low.count, borrow, space)
    }
    return LimbResult(space, count: high.count, isNegative: sign)
  }

  private static func subtractRest(_ a: LimbInteger, from start: Int, _ borrow: UInt, _ space: LimbSpace) {
    var borrow = borrow
    for index in start..<max(a.count, start) {
      let (value, overflow) = a.limbs[index].subtractingReportingOverflow(borrow)
      space[index] = value
      borrow = overflow ? 1 : 0
    }
  }

  /// |a| + |b|; returns the limbs written, the top one possibly 0.
  @inline(__always)
  private static func addMagnitude(_ a: LimbInteger, _ b: LimbInteger, _ space: LimbSpace) -> Int {
    let (long, short) = a.count >= b.count ? (a, b) : (b, a)
    if long.count == 1, short.count == 1 {
      let (sum, carry) = long.limbs[0].addingReportingOverflow(short.limbs[0])
      space[0] = sum
      space[1] = carry ? 1 : 0
      return 2
    }
    var carry = short.count == 0 ? 0 : __gmpn_add_n(space, long.limbs, short.limbs, short.count)
    for index in short.count..<long.count {
      let (value, overflow) = long.limbs[index].addingReportingOverflow(carry)
      space[index] = value
      carry = overflow ? 1 : 0
    }
    space[long.count] = carry
    return long.count &+ 1
  }

  // MARK: Products

  /// Limbs that `multiply` may write.
  @inline(__always)
  public static func multiplySize(_ a: LimbInteger, _ b: LimbInteger) -> Int {
    a.count &+ b.count
  }

  /// a * b. `space` must not overlap the operands.
  public static func multiply(_ a: LimbInteger, _ b: LimbInteger, into space: LimbSpace) -> LimbResult {
    let isNegative = a.isNegative != b.isNegative
    let (long, short) = a.count >= b.count ? (a, b) : (b, a)
    if short.count == 0 { return .zero }
    if short.count == 1 {
      let factor = short.limbs[0]
      if long.count <= 2 {
        let first = long.limbs[0].multipliedFullWidth(by: factor)
        space[0] = first.low
        if long.count == 1 {
          space[1] = first.high
        } else {
          let second = long.limbs[1].multipliedFullWidth(by: factor)
          let (middle, carry) = second.low.addingReportingOverflow(first.high)
          space[1] = middle
          space[2] = second.high &+ (carry ? 1 : 0)
        }
      } else {
        space[long.count] = __gmpn_mul_1(space, long.limbs, long.count, factor)
      }
    } else if long.limbs == short.limbs, long.count == short.count {
      __gmpn_sqr(space, long.limbs, long.count)
    } else {
      __gmpn_mul(space, long.limbs, long.count, short.limbs, short.count)
    }
    return LimbResult(space, count: a.count &+ b.count, isNegative: isNegative)
  }

  /// The product of two Ints: up to two limbs in `space`.
  @inline(__always)
  public static func multiply(_ a: Int, _ b: Int, into space: LimbSpace) -> LimbResult {
    let product = a.magnitude.multipliedFullWidth(by: b.magnitude)
    space[0] = product.low
    space[1] = product.high
    return LimbResult(space, count: 2, isNegative: (a < 0) != (b < 0))
  }
}

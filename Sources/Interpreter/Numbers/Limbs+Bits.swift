// Limbs+Bits.swift — shifts and bitwise operations: negative integers act as endless two's complement.

import CGmp

extension Limbs {
  /// Bits of the magnitude: 0 for zero. `int.bit_length`.
  @inline(__always)
  public static func bitLength(_ a: LimbInteger) -> Int {
    a.count == 0 ? 0 : a.count &* 64 &- a.limbs[a.count &- 1].leadingZeroBitCount
  }

  /// One bits of the magnitude. `int.bit_count`.
  public static func bitCount(_ a: LimbInteger) -> Int {
    var sum = 0
    for index in 0..<a.count { sum &+= a.limbs[index].nonzeroBitCount }
    return sum
  }

  // MARK: Shifts

  /// Limbs that `shiftLeft` may write; nil when that is beyond any memory.
  @inline(__always)
  public static func shiftLeftSize(_ a: LimbInteger, by bits: Int) -> Int? {
    a.count == 0 ? 1 : bits > 1 << 58 ? nil : a.count &+ bits / 64 &+ 1
  }

  /// a << bits, bits at least 0. `space` must not overlap `a`.
  public static func shiftLeft(_ a: LimbInteger, by bits: Int, into space: LimbSpace) -> LimbResult {
    guard a.count > 0, bits >= 0 else { return .zero }
    let whole = bits / 64
    let part = UInt32(truncatingIfNeeded: bits & 63)
    space.update(repeating: 0, count: whole)
    if part == 0 {
      (space + whole).update(from: a.limbs, count: a.count)
      return LimbResult(space, count: a.count &+ whole, isNegative: a.isNegative)
    }
    space[whole &+ a.count] = __gmpn_lshift(space + whole, a.limbs, a.count, part)
    return LimbResult(space, count: a.count &+ whole &+ 1, isNegative: a.isNegative)
  }

  /// Limbs that `shiftRight` may write.
  @inline(__always)
  public static func shiftRightSize(_ a: LimbInteger, by bits: Int) -> Int {
    max(a.count &- bits / 64, 0) &+ 1
  }

  /// a >> bits rounded down, bits at least 0: -1 >> 5 is -1. `space` may be the limbs of `a`.
  public static func shiftRight(_ a: LimbInteger, by bits: Int, into space: LimbSpace) -> LimbResult {
    let whole = max(bits, 0) / 64
    let part = UInt32(truncatingIfNeeded: bits & 63)
    if whole >= a.count {
      guard a.isNegative else { return .zero }
      space[0] = 1
      return LimbResult(knownCount: 1, isNegative: true)
    }
    let dropsOnes = a.isNegative && trailingZeros(a) < bits
    var count = a.count &- whole
    if part == 0 {
      space.update(from: a.limbs + whole, count: count)
    } else {
      _ = __gmpn_rshift(space, a.limbs + whole, count, part)
    }
    if dropsOnes {
      count = increment(space, LimbResult(space, count: count, isNegative: false).count)
    }
    return LimbResult(space, count: count, isNegative: a.isNegative)
  }

  // MARK: Bitwise operations

  /// The two-operand bitwise operations.
  public enum Bitwise: UInt8, Sendable {
    case and, or, xor
  }

  /// Limbs that `bitwise` may write.
  @inline(__always)
  public static func bitwiseSize(_ a: LimbInteger, _ b: LimbInteger) -> Int {
    max(a.count, b.count) &+ 1
  }

  /// a & b, a | b or a ^ b. `space` may be the limbs of `a` or `b`.
  public static func bitwise(
    _ operation: Bitwise, _ a: LimbInteger, _ b: LimbInteger, into space: LimbSpace
  ) -> LimbResult {
    var left = ComplementReader(a)
    var right = ComplementReader(b)
    let isNegative: Bool
    switch operation {
    case .and: isNegative = a.isNegative && b.isNegative
    case .or: isNegative = a.isNegative || b.isNegative
    case .xor: isNegative = a.isNegative != b.isNegative
    }
    let count = max(a.count, b.count) &+ 1
    var carry = isNegative
    for index in 0..<count {
      let x = left.next(index)
      let y = right.next(index)
      var limb: UInt
      switch operation {
      case .and: limb = x & y
      case .or: limb = x | y
      case .xor: limb = x ^ y
      }
      if isNegative {
        // Back from two's complement to a magnitude: invert and add 1, limb by limb.
        (limb, carry) = (~limb).addingReportingOverflow(carry ? 1 : 0)
      }
      space[index] = limb
    }
    return LimbResult(space, count: count, isNegative: isNegative)
  }

  /// Limbs that `invert` may write.
  @inline(__always)
  public static func invertSize(_ a: LimbInteger) -> Int {
    max(a.count, 1) &+ 1
  }

  /// ~a, which is -a - 1. `space` may be the limbs of `a`.
  public static func invert(_ a: LimbInteger, into space: LimbSpace) -> LimbResult {
    var one: UInt = 1
    return withUnsafePointer(to: &one) { one in
      let unit = LimbInteger(one, count: 1)
      return a.isNegative ? subtract(a.negated, unit, into: space) : invertPositive(a, unit, space)
    }
  }

  private static func invertPositive(_ a: LimbInteger, _ unit: LimbInteger, _ space: LimbSpace) -> LimbResult {
    var result = add(a, unit, into: space)
    result.isNegative = true
    return result
  }
}

/// Reads an integer's limbs in two's complement, from the least significant one up, as far as asked.
private struct ComplementReader {
  private let value: LimbInteger
  private var carry: Bool

  init(_ value: LimbInteger) {
    self.value = value
    carry = value.isNegative
  }

  @inline(__always)
  mutating func next(_ index: Int) -> UInt {
    let limb = index < value.count ? value.limbs[index] : 0
    guard value.isNegative else { return limb }
    let (complement, overflow) = (~limb).addingReportingOverflow(carry ? 1 : 0)
    carry = overflow
    return complement
  }
}

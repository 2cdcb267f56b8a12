// Limbs+Power.swift — powers and powers modulo a number.

import CGmp

/// What `pow(base, exponent, modulus)` gives.
public enum ModularOutcome: Equatable, Sendable {
  case value(LimbResult)
  /// ValueError: pow() 3rd argument cannot be 0
  case zeroModulus
  /// ValueError: base is not invertible for the given modulus
  case notInvertible
}

extension Limbs {
  /// Limbs that `power` may write; nil when that is beyond any memory, so that the caller refuses.
  ///
  /// An upper bound on the result's bits (bits of the base times exponent) plus one limb; bases 0, 1 and -1 need 2.
  public static func powerSize(_ base: LimbInteger, _ exponent: UInt) -> Int? {
    if base.count == 0 || base.count == 1 && base.limbs[0] == 1 { return 2 }
    let bits = UInt(bitLength(base))
    // A power of two has exactly (bits - 1) * exponent + 1 bits; others may reach bits * exponent.
    let perStep = trailingZeros(base) &+ 1 == Int(bits) ? bits &- 1 : bits
    let (product, overflow) = perStep.multipliedReportingOverflow(by: exponent)
    if overflow || product > 1 << 60 { return nil }
    return Int(product / 64) &+ 2
  }

  /// base ** exponent into `powerSize` limbs.
  public static func power(_ base: LimbInteger, _ exponent: UInt, into space: LimbSpace) -> LimbResult {
    let isNegative = base.isNegative && exponent & 1 == 1
    if exponent == 0 || base.count == 1 && base.limbs[0] == 1 {
      space[0] = 1
      return LimbResult(knownCount: 1, isNegative: isNegative)
    }
    if base.count == 0 { return .zero }
    let twos = trailingZeros(base)
    let odd = LimbScratch(base.count &+ 1)
    let oddBase = LimbInteger(odd.start, shiftRight(base.magnitude, by: twos, into: odd.start))
    let shift = twos &* Int(truncatingIfNeeded: exponent)
    if oddBase.count == 1, oddBase.limbs[0] == 1 {
      // A power of two is one shift.
      return withSign(isNegative, shiftLeft(oddBase, by: shift, into: space))
    }
    let size = (bitLength(oddBase) &* Int(truncatingIfNeeded: exponent)) / 64 &+ 3
    let one = LimbScratch(size)
    let two = LimbScratch(size)
    let result = oddPower(oddBase, exponent, one.start, two.start)
    return withSign(isNegative, shiftLeft(result, by: shift, into: space))
  }

  private static func withSign(_ isNegative: Bool, _ result: LimbResult) -> LimbResult {
    LimbResult(knownCount: result.count, isNegative: isNegative && result.count > 0)
  }

  /// Square and multiply from the exponent's top bit, going back and forth between two spaces.
  private static func oddPower(
    _ base: LimbInteger, _ exponent: UInt, _ one: LimbSpace, _ two: LimbSpace
  ) -> LimbInteger {
    var current = one
    var other = two
    var value = LimbInteger(current, copy(base, into: current))
    var bit = 63 &- exponent.leadingZeroBitCount
    while bit > 0 {
      bit &-= 1
      value = LimbInteger(other, multiply(value, value, into: other))
      swap(&current, &other)
      if exponent >> UInt(bit) & 1 == 1 {
        value = LimbInteger(other, multiply(value, base, into: other))
        swap(&current, &other)
      }
    }
    return value
  }

  // MARK: Modular power

  /// Limbs that `powerModulo` may write.
  public static func powerModuloSize(_ modulus: LimbInteger) -> Int {
    modulus.count &+ 2
  }

  /// base ** exponent mod modulus, with the modulus's sign; a negative exponent asks for the inverse.
  public static func powerModulo(
    _ base: LimbInteger, _ exponent: LimbInteger, _ modulus: LimbInteger, into space: LimbSpace
  ) -> ModularOutcome {
    guard modulus.count > 0 else { return .zeroModulus }
    if modulus.count == 1, modulus.limbs[0] == 1 { return .value(.zero) }
    let m = modulus.magnitude
    let reduced = LimbScratch(remainderSize(base, m))
    let discarded = LimbScratch(quotientSize(base, m))
    let rest = floorDivide(base, m, quotient: discarded.start, remainder: reduced.start).remainder
    var start = LimbInteger(reduced.start, rest)
    let inverse = LimbScratch(m.count &+ 2)
    if exponent.isNegative {
      guard let found = invertModulo(start, m, into: inverse.start) else { return .notInvertible }
      start = LimbInteger(inverse.start, found)
    }
    let result = m.count == 1 ? powerSmall(start, exponent, m, space) : powerLarge(start, exponent, m, space)
    guard modulus.isNegative, result.count > 0 else { return .value(result) }
    var signed = subtract(m, LimbInteger(space, result), into: space)
    signed.isNegative = signed.count > 0
    return .value(signed)
  }

  /// 1 / a mod m, for 0 <= a < m; nil when they have a common divisor.
  public static func invertModulo(_ a: LimbInteger, _ m: LimbInteger, into space: LimbSpace) -> LimbResult? {
    guard a.count > 0 else { return m.count == 1 && m.limbs[0] == 1 ? .zero : nil }
    // gcdext wants its first operand to be the longer one: a + m has the same inverse.
    let sum = LimbScratch(m.count &+ 2)
    let sumCount = add(a, m, into: sum.start).count
    let modulus = LimbScratch(copying: m, extra: 1)
    let divisor = LimbScratch(m.count &+ 2)
    let cofactor = LimbScratch(m.count &+ 3)
    var cofactorCount = 0
    let divisorCount = __gmpn_gcdext(
      divisor.start, cofactor.start, &cofactorCount, sum.start, sumCount, modulus.start, m.count)
    guard divisorCount == 1, divisor.start[0] == 1 else { return nil }
    let found = LimbInteger(cofactor.start, count: abs(cofactorCount), isNegative: cofactorCount < 0)
    let rest = LimbScratch(remainderSize(found, m))
    let discarded = LimbScratch(quotientSize(found, m))
    let result = floorDivide(found, m, quotient: discarded.start, remainder: rest.start).remainder
    return copy(LimbInteger(rest.start, result), into: space)
  }

  /// The modulus fits in one limb: 128-bit products, no scratch.
  private static func powerSmall(
    _ base: LimbInteger, _ exponent: LimbInteger, _ modulus: LimbInteger, _ space: LimbSpace
  ) -> LimbResult {
    let m = modulus.limbs[0]
    let factor = base.count == 0 ? 0 : base.limbs[0]
    var value: UInt = m == 1 ? 0 : 1
    var bit = bitLength(exponent)
    while bit > 0 {
      bit &-= 1
      value = m.dividingFullWidth(value.multipliedFullWidth(by: value)).remainder
      if exponent.limbs[bit >> 6] >> UInt(bit & 63) & 1 == 1 {
        value = m.dividingFullWidth(value.multipliedFullWidth(by: factor)).remainder
      }
    }
    space[0] = value
    return LimbResult(space, count: 1, isNegative: false)
  }

  /// Square, multiply, reduce, with a table of the first 16 powers so that four bits cost one product.
  private static func powerLarge(
    _ base: LimbInteger, _ exponent: LimbInteger, _ modulus: LimbInteger, _ space: LimbSpace
  ) -> LimbResult {
    let reducer = ModularProducts(modulus)
    let width = modulus.count
    let table = LimbScratch(16 &* width)
    table.start.update(repeating: 0, count: 16 &* width)
    table.start[0] = 1
    copy(base, into: table.start + width)
    for power in 2..<16 {
      reducer.multiply(table.start + (power &- 1) &* width, table.start + width, into: table.start + power &* width)
    }
    space.update(from: table.start, count: width)
    var digit = (bitLength(exponent) &+ 3) / 4
    while digit > 0 {
      digit &-= 1
      for _ in 0..<4 { reducer.multiply(space, space, into: space) }
      let bit = digit &* 4
      let window = Int(exponent.limbs[bit >> 6] >> UInt(bit & 63) & 15)
      if window != 0 { reducer.multiply(space, table.start + window &* width, into: space) }
    }
    return LimbResult(space, count: width, isNegative: false)
  }
}

/// Products modulo one number of at least two limbs; operands and results have exactly its width.
private struct ModularProducts: ~Copyable {
  private let modulus: LimbInteger
  private let product: LimbScratch
  private let quotient: LimbScratch

  init(_ modulus: LimbInteger) {
    self.modulus = modulus
    product = LimbScratch(2 &* modulus.count)
    quotient = LimbScratch(modulus.count &+ 2)
  }

  func multiply(_ a: LimbSpace, _ b: LimbSpace, into result: LimbSpace) {
    if a == b {
      __gmpn_sqr(product.start, a, modulus.count)
    } else {
      __gmpn_mul_n(product.start, a, b, modulus.count)
    }
    __gmpn_tdiv_qr(quotient.start, result, 0, product.start, 2 &* modulus.count, modulus.limbs, modulus.count)
  }
}

// NumberHash.swift — hashes of numbers, tuples and frozen sets, equal to CPython's on 64 bits.
//
// Numbers hash to their residue modulo the prime 2**61 - 1, so that equal numbers of different types hash alike; the
// sign goes with the result, and -1, which CPython keeps for errors, becomes -2.

/// Hashes of numbers and of composed values.
public enum NumberHash {
  /// The prime 2**61 - 1.
  public static let modulus: UInt = 1 << 61 - 1
  /// hash(float('inf')).
  public static let infinity = 314159
  private static let imaginaryFactor: UInt = 1_000_003

  /// hash(int).
  @inline(__always)
  public static func of(_ value: Int) -> Int {
    let magnitude = value.magnitude
    let residue = Int(truncatingIfNeeded: magnitude < modulus ? magnitude : magnitude % modulus)
    return finish(value < 0 ? 0 &- residue : residue)
  }

  /// hash(int) of a long integer.
  public static func of(_ value: LimbInteger) -> Int {
    var residue: UInt = 0
    var index = value.count
    while index > 0 {
      index &-= 1
      // One limb is a factor of 2**64, which is 2**3 modulo the prime: a rotation within 61 bits.
      residue = (residue << 3) & modulus | residue >> 58
      residue = reduce(residue &+ reduce((value.limbs[index] & modulus) &+ value.limbs[index] >> 61))
    }
    let hash = Int(truncatingIfNeeded: residue)
    return finish(value.isNegative ? 0 &- hash : hash)
  }

  /// hash(float); nil for NaN, whose hash is the object's identity.
  public static func of(_ value: Double) -> Int? {
    if value.isNaN { return nil }
    if value.isInfinite { return value < 0 ? -infinity : infinity }
    let magnitude = value.magnitude
    if magnitude < 0x1p53, magnitude.rounded(.towardZero) == magnitude { return of(Int(value)) }
    var significand = UInt(magnitude.significandBitPattern)
    var exponent = -1074
    if magnitude.isNormal {
      significand |= 1 << 52
      exponent = Int(magnitude.exponent) &- 52
    }
    let turn = UInt(((exponent % 61) &+ 61) % 61)
    let rotated = turn == 0 ? significand : (significand << turn) & modulus | significand >> (61 &- turn)
    let hash = Int(truncatingIfNeeded: reduce(rotated))
    return finish(value < 0 ? 0 &- hash : hash)
  }

  /// hash(complex) from the hashes of its parts.
  public static func complex(real: Int, imaginary: Int) -> Int {
    let sum = UInt(bitPattern: real) &+ imaginaryFactor &* UInt(bitPattern: imaginary)
    return finish(Int(bitPattern: sum))
  }

  @inline(__always)
  private static func reduce(_ value: UInt) -> UInt {
    value >= modulus ? value &- modulus : value
  }

  /// -1 becomes -2, everything else stays.
  @inline(__always)
  public static func finish(_ hash: Int) -> Int {
    hash == -1 ? -2 : hash
  }

  /// hash(tuple) from the hashes of its items.
  public static func tuple(_ hashes: UnsafePointer<Int>, count: Int) -> Int {
    var hasher = TupleHasher()
    for index in 0..<max(count, 0) { hasher.combine(hashes[index]) }
    return hasher.finish()
  }

  /// hash(frozenset) from the hashes of its items, in any order.
  public static func frozenSet(_ hashes: UnsafePointer<Int>, count: Int) -> Int {
    var hasher = FrozenSetHasher()
    for index in 0..<max(count, 0) { hasher.combine(hashes[index]) }
    return hasher.finish()
  }
}

/// The hash of a tuple, item by item in order.
public struct TupleHasher: Sendable {
  private static let first: UInt = 11_400_714_785_074_694_791
  private static let second: UInt = 14_029_467_366_897_019_727
  private static let fifth: UInt = 2_870_177_450_012_600_261
  private var state = fifth
  private var count: UInt = 0

  public init() {}

  /// Takes in the hash of the next item.
  @inline(__always)
  public mutating func combine(_ hash: Int) {
    state = state &+ UInt(bitPattern: hash) &* TupleHasher.second
    state = (state << 31 | state >> 33) &* TupleHasher.first
    count &+= 1
  }

  /// The tuple's hash.
  public func finish() -> Int {
    let mixed = state &+ (count ^ (TupleHasher.fifth ^ 3_527_539))
    return mixed == UInt.max ? 1_546_275_796 : Int(bitPattern: mixed)
  }
}

/// The hash of a frozen set; the order of items does not matter.
public struct FrozenSetHasher: Sendable {
  private var state: UInt = 0
  private var count: UInt = 0

  public init() {}

  /// Takes in the hash of one item.
  @inline(__always)
  public mutating func combine(_ hash: Int) {
    let bits = UInt(bitPattern: hash)
    state ^= ((bits ^ 89_869_747) ^ (bits << 16)) &* 3_644_798_167
    count &+= 1
  }

  /// The set's hash.
  public func finish() -> Int {
    var hash = state ^ (count &+ 1) &* 1_927_868_237
    hash ^= hash >> 11 ^ hash >> 25
    hash = hash &* 69_069 &+ 907_133_923
    return hash == UInt.max ? 590_923_713 : Int(bitPattern: hash)
  }
}

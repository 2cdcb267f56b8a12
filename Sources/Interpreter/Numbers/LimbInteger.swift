// LimbInteger.swift — the shape in which long integers travel: a sign and a run of 64-bit limbs.

/// Limbs to read, least significant first.
public typealias LimbView = UnsafePointer<UInt>
/// Limbs to write, least significant first.
public typealias LimbSpace = UnsafeMutablePointer<UInt>

/// An integer to read: sign and magnitude, the limbs owned by someone else.
///
/// Invariant (normal form): `count` is 0 for zero, otherwise the limb at `count - 1` is not 0; zero is not negative.
public struct LimbInteger {
  /// The magnitude, least significant limb first.
  public var limbs: LimbView
  /// Limbs in use.
  public var count: Int
  /// True below zero.
  public var isNegative: Bool

  /// Names the integer in `limbs`, bringing it to normal form.
  @inline(__always)
  public init(_ limbs: LimbView, count: Int, isNegative: Bool = false) {
    var used = count
    while used > 0, limbs[used &- 1] == 0 { used &-= 1 }
    self.limbs = limbs
    self.count = used
    self.isNegative = isNegative && used > 0
  }

  /// The integer that an operation left in `limbs`.
  @inline(__always)
  public init(_ limbs: LimbSpace, _ result: LimbResult) {
    self.limbs = UnsafePointer(limbs)
    count = result.count
    isNegative = result.isNegative
  }

  /// True for 0.
  @inline(__always)
  public var isZero: Bool { count == 0 }

  /// True for odd integers.
  @inline(__always)
  public var isOdd: Bool { count > 0 && limbs[0] & 1 == 1 }

  /// The same magnitude above zero.
  @inline(__always)
  public var magnitude: LimbInteger { LimbInteger(limbs, count: count) }

  /// The same magnitude with the other sign.
  @inline(__always)
  public var negated: LimbInteger { LimbInteger(limbs, count: count, isNegative: !isNegative) }

  /// The value, if it fits in an Int.
  public var asInt: Int? {
    if count == 0 { return 0 }
    if count > 1 { return nil }
    if isNegative { return limbs[0] <= 1 << 63 ? Int(truncatingIfNeeded: 0 &- limbs[0]) : nil }
    return Int(exactly: limbs[0])
  }

  /// Calls `body` with `value` as a limb integer that lives as long as the call.
  @inline(__always)
  public static func with<Result>(_ value: Int, _ body: (LimbInteger) -> Result) -> Result {
    var limb = value.magnitude
    return withUnsafePointer(to: &limb) { body(LimbInteger($0, count: 1, isNegative: value < 0)) }
  }
}

/// What an operation left in the caller's space: normal form, as in `LimbInteger`.
public struct LimbResult: Equatable, Sendable {
  /// Limbs in use.
  public var count: Int
  /// True below zero.
  public var isNegative: Bool

  /// Describes the first `count` limbs of `space`, bringing them to normal form.
  @inline(__always)
  public init(_ space: LimbSpace, count: Int, isNegative: Bool) {
    var used = count
    while used > 0, space[used &- 1] == 0 { used &-= 1 }
    self.count = used
    self.isNegative = isNegative && used > 0
  }

  /// The result 0.
  public static var zero: LimbResult { LimbResult(knownCount: 0, isNegative: false) }

  @inline(__always)
  init(knownCount: Int, isNegative: Bool) {
    count = knownCount
    self.isNegative = isNegative
  }
}

/// Memory for limbs that frees itself: scratch space of one operation, never larger than a few times its operands,
/// whose size the caller has checked.
struct LimbScratch: ~Copyable {
  let start: LimbSpace

  init(_ count: Int) {
    start = UnsafeMutablePointer<UInt>.allocate(capacity: max(count, 1))
  }

  init(copying value: LimbInteger, extra: Int = 0) {
    self.init(value.count + extra)
    start.update(from: value.limbs, count: value.count)
    (start + value.count).update(repeating: 0, count: extra)
  }

  deinit {
    start.deallocate()
  }
}

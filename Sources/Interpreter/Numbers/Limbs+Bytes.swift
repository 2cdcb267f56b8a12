// Limbs+Bytes.swift — int.to_bytes and int.from_bytes.

/// What `Limbs.toBytes` found.
public enum BytesOutcome: Sendable {
  case written
  /// OverflowError: int too big to convert
  case tooBig
  /// OverflowError: can't convert negative int to unsigned
  case negativeUnsigned

  /// The text of the OverflowError; empty when written.
  public var message: String {
    switch self {
    case .written: ""
    case .tooBig: "int too big to convert"
    case .negativeUnsigned: "can't convert negative int to unsigned"
    }
  }
}

extension Limbs {
  /// Writes `a` as `count` bytes, two's complement when `signed`.
  public static func toBytes(
    _ a: LimbInteger, into bytes: UnsafeMutablePointer<UInt8>, count: Int, isBigEndian: Bool, isSigned: Bool
  ) -> BytesOutcome {
    if a.isNegative, !isSigned { return .negativeUnsigned }
    if !fits(a, count, isSigned) { return .tooBig }
    var carry = a.isNegative
    for index in 0..<max(count, 0) {
      let limb = index >> 3 < a.count ? a.limbs[index >> 3] : 0
      var byte = UInt8(truncatingIfNeeded: limb >> UInt((index & 7) << 3))
      if a.isNegative {
        (byte, carry) = (~byte).addingReportingOverflow(carry ? 1 : 0)
      }
      bytes[isBigEndian ? count &- 1 &- index : index] = byte
    }
    return .written
  }

  private static func fits(_ a: LimbInteger, _ count: Int, _ isSigned: Bool) -> Bool {
    let bits = bitLength(a)
    if bits == 0 { return true }
    // No bytes at all are enough for -1, as CPython has it: all of its bits are the sign.
    if count == 0 { return isSigned && a.isNegative && bits == 1 && a.limbs[0] == 1 }
    if count < bits / 8 { return false }
    if count > bits / 8 &+ 1 { return true }
    guard isSigned else { return bits <= count &* 8 }
    // A negative power of two needs one bit less: -128 is one byte.
    let isPowerOfTwo = trailingZeros(a) == bits &- 1
    return bits &+ (a.isNegative && isPowerOfTwo ? 0 : 1) <= count &* 8
  }

  /// Limbs that `fromBytes` may write for `count` bytes.
  public static func fromBytesSize(_ count: Int) -> Int {
    count / 8 &+ 2
  }

  /// The integer that `bytes` spell, two's complement when `isSigned`.
  public static func fromBytes(
    _ bytes: ByteView, isBigEndian: Bool, isSigned: Bool, into space: LimbSpace
  ) -> LimbResult {
    let count = bytes.count
    guard count > 0 else { return .zero }
    let top = isBigEndian ? bytes[0] : bytes[count &- 1]
    let isNegative = isSigned && top >= 0x80
    let limbCount = (count &+ 7) / 8
    space.update(repeating: 0, count: limbCount)
    var carry = isNegative
    for index in 0..<count {
      var byte = isBigEndian ? bytes[count &- 1 &- index] : bytes[index]
      if isNegative {
        (byte, carry) = (~byte).addingReportingOverflow(carry ? 1 : 0)
      }
      space[index >> 3] |= UInt(byte) << UInt((index & 7) << 3)
    }
    return LimbResult(space, count: limbCount, isNegative: isNegative)
  }
}

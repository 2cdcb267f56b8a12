// PackedItem.swift — numbers as they lie in memory: the single-character formats of memoryview and struct.

import Glibc

/// How one number lies in memory.
public struct PackedItem: Sendable {
  public enum Shape: UInt8, Sendable { case character, boolean, signed, unsigned, float }
  public let shape: Shape
  public let size: Int

  /// A number in the layout of this machine's C compiler; nil for an unknown format.
  public static func native(_ format: UInt8) -> PackedItem? {
    switch format {
    case 99: PackedItem(shape: .character, size: 1)
    case 63: PackedItem(shape: .boolean, size: 1)
    case 98: PackedItem(shape: .signed, size: 1)
    case 66: PackedItem(shape: .unsigned, size: 1)
    case 104: PackedItem(shape: .signed, size: 2)
    case 72: PackedItem(shape: .unsigned, size: 2)
    case 105: PackedItem(shape: .signed, size: 4)
    case 73: PackedItem(shape: .unsigned, size: 4)
    case 108, 113, 110: PackedItem(shape: .signed, size: 8)
    case 76, 81, 78, 80: PackedItem(shape: .unsigned, size: 8)
    case 101: PackedItem(shape: .float, size: 2)
    case 102: PackedItem(shape: .float, size: 4)
    case 100: PackedItem(shape: .float, size: 8)
    case _: nil
    }
  }

  /// A number in the standard sizes of struct's `<`, `>`, `=` and `!`; nil for an unknown format.
  public static func standard(_ format: UInt8) -> PackedItem? {
    switch format {
    case 108: PackedItem(shape: .signed, size: 4)
    case 76: PackedItem(shape: .unsigned, size: 4)
    case 110, 78, 80: nil
    case _: native(format)
    }
  }

  /// The bits at an address, in the order of this machine.
  @inline(__always)
  func bits(_ place: UnsafePointer<UInt8>, isBigEndian: Bool) -> UInt64 {
    var bits: UInt64 = 0
    for i in 0..<size {
      bits |= UInt64(place[isBigEndian ? size &- 1 &- i : i]) << UInt64(i &* 8)
    }
    return bits
  }

  @inline(__always)
  func setBits(_ bits: UInt64, _ place: UnsafeMutablePointer<UInt8>, isBigEndian: Bool) {
    for i in 0..<size {
      place[isBigEndian ? size &- 1 &- i : i] = UInt8(truncatingIfNeeded: bits >> UInt64(i &* 8))
    }
  }

  /// The least and the greatest number a whole-number format holds.
  public var range: ClosedRange<Int128> {
    let bits = Int128(size * 8)
    return shape == .signed ? -(1 << (bits - 1))...(1 << (bits - 1)) - 1 : 0...(1 << bits) - 1
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The number at an address.
  ///
  /// - Throws: MemoryError.
  public func unpack(
    _ item: PackedItem, _ place: UnsafePointer<UInt8>, isBigEndian: Bool = false
  ) throws(Raise) -> Value {
    let bits = item.bits(place, isBigEndian: isBigEndian)
    switch item.shape {
    case .character: return try makeBytes(ByteView(start: place, count: 1))
    case .boolean: return Value(bits != 0)
    case .unsigned: return int(UInt(bits))
    case .signed:
      let shift = UInt64(64 - item.size * 8)
      return int(Int(Int64(bitPattern: bits << shift) >> Int64(shift)))
    case .float:
      switch item.size {
      case 2: return Value(any: PackedItem.halfToDouble(UInt16(truncatingIfNeeded: bits)))
      case 4: return Value(any: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
      case _: return Value(any: Double(bitPattern: bits))
      }
    }
  }

  /// Puts a whole number that is in the item's range at an address.
  public func pack(
    _ number: Int128, _ item: PackedItem, _ place: UnsafeMutablePointer<UInt8>, isBigEndian: Bool = false
  ) {
    item.setBits(UInt64(truncatingIfNeeded: number), place, isBigEndian: isBigEndian)
  }

  /// Puts a float at an address; false when it is too large for the format.
  public func pack(
    _ number: Double, _ item: PackedItem, _ place: UnsafeMutablePointer<UInt8>, isBigEndian: Bool = false
  ) -> Bool {
    switch item.size {
    case 2:
      guard let half = PackedItem.half(number) else { return false }
      item.setBits(UInt64(half), place, isBigEndian: isBigEndian)
    case 4:
      let float = Float(number)
      if float.isInfinite, number.isFinite { return false }
      item.setBits(UInt64(float.bitPattern), place, isBigEndian: isBigEndian)
    case _: item.setBits(number.bitPattern, place, isBigEndian: isBigEndian)
    }
    return true
  }

  /// The number of an int in 128 bits; nil beyond them.
  public func wholeNumber(_ v: Value) -> Int128? { int128(v) }
}

extension PackedItem {
  /// A half-precision number as a double.
  public static func halfToDouble(_ half: UInt16) -> Double {
    let sign: Double = half >> 15 == 0 ? 1 : -1
    let exponent = Int(half >> 10) & 31, fraction = Double(half & 1023)
    if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
    if exponent == 0 { return sign * fraction * 0x1p-24 }
    return sign * scalbn(1 + fraction / 1024, Int32(exponent - 15))
  }

  /// A double as a half-precision number, rounded half to even; nil when it is too large.
  public static func half(_ number: Double) -> UInt16? {
    let sign: UInt16 = number.sign == .minus ? 1 << 15 : 0
    if number.isNaN { return sign | 0x7E00 }
    if number.isInfinite { return sign | 0x7C00 }
    let magnitude = number.magnitude
    if magnitude >= 65520 { return nil }
    if magnitude < 0x1p-14 {
      // Subnormal: a multiple of 2**-24; rounding up to 1024 gives the least normal number by itself.
      return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
    }
    let exponent = Int(magnitude.exponent)
    let scaled = (scalbn(magnitude, Int32(10 - exponent))).rounded(.toNearestOrEven)
    return sign | UInt16(Int(scaled) + (exponent + 14) << 10)
  }
}

// Utf8.swift — scalars in and out of WTF-8: UTF-8 that also allows lone surrogates as three bytes.

import Glibc

/// Steps over well-formed WTF-8. Text made by `TextCodec`, `ByteBuffer.append(scalar:)` and joins of such text is well
/// formed; `TextCodec` checks bytes from outside.
public enum Utf8 {
  /// Bytes that the scalar takes: 1 to 4.
  @inline(__always)
  public static func width(_ scalar: UInt32) -> Int {
    scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
  }

  /// Bytes of the sequence that starts with `lead`: 1 to 4 (1 for a stray continuation byte).
  @inline(__always)
  public static func width(lead: UInt8) -> Int {
    lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }

  /// Decodes the scalar at `offset` and moves `offset` past it. `offset` must lie before the end of well-formed text.
  @inline(__always)
  public static func decode(_ bytes: UnsafePointer<UInt8>, _ offset: inout Int) -> UInt32 {
    let lead = UInt32(bytes[offset])
    if lead < 0x80 {
      offset &+= 1
      return lead
    }
    let second = UInt32(bytes[offset &+ 1]) & 0x3F
    if lead < 0xE0 {
      offset &+= 2
      return (lead & 0x1F) << 6 | second
    }
    let third = UInt32(bytes[offset &+ 2]) & 0x3F
    if lead < 0xF0 {
      offset &+= 3
      return (lead & 0x0F) << 12 | second << 6 | third
    }
    let fourth = UInt32(bytes[offset &+ 3]) & 0x3F
    offset &+= 4
    return (lead & 0x07) << 18 | second << 12 | third << 6 | fourth
  }

  /// Moves `offset` back over the scalar that ends there and decodes it. `offset` must be above 0.
  @inline(__always)
  public static func decodeBackward(_ bytes: UnsafePointer<UInt8>, _ offset: inout Int) -> UInt32 {
    offset &-= 1
    while offset > 0, bytes[offset] & 0xC0 == 0x80 { offset &-= 1 }
    var start = offset
    return decode(bytes, &start)
  }

  /// Writes `scalar` (at most 0x10FFFF) and returns the 1 to 4 bytes it took.
  @inline(__always)
  @discardableResult
  public static func encode(_ scalar: UInt32, into bytes: UnsafeMutablePointer<UInt8>) -> Int {
    if scalar < 0x80 {
      bytes[0] = UInt8(truncatingIfNeeded: scalar)
      return 1
    }
    let last = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
    if scalar < 0x800 {
      bytes[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
      bytes[1] = last
      return 2
    }
    let middle = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
    if scalar < 0x10000 {
      bytes[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
      bytes[1] = middle
      bytes[2] = last
      return 3
    }
    bytes[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18 & 0x07)
    bytes[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
    bytes[2] = middle
    bytes[3] = last
    return 4
  }

  /// True when no byte has its top bit set. Linear, eight bytes at a time.
  public static func isASCII(_ view: ByteView) -> Bool {
    guard let start = view.baseAddress else { return true }
    let raw = UnsafeRawPointer(start)
    var offset = 0
    while offset &+ 32 <= view.count {
      let low = raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
      if (low[0] | low[1] | low[2] | low[3]) & 0x8080_8080_8080_8080 != 0 { return false }
      offset &+= 32
    }
    while offset < view.count {
      if start[offset] >= 0x80 { return false }
      offset &+= 1
    }
    return true
  }

  /// The number of scalars: bytes that are not continuation bytes. Linear, eight bytes at a time.
  public static func countScalars(_ view: ByteView) -> Int {
    guard let start = view.baseAddress else { return 0 }
    let raw = UnsafeRawPointer(start)
    var continuations = 0
    var offset = 0
    while offset &+ 8 <= view.count {
      let word = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let marks = word & ~(word << 1) & 0x8080_8080_8080_8080
      continuations &+= marks.nonzeroBitCount
      offset &+= 8
    }
    while offset < view.count {
      if start[offset] & 0xC0 == 0x80 { continuations &+= 1 }
      offset &+= 1
    }
    return view.count &- continuations
  }

  /// The byte offset of scalar number `index`, walking from byte `offset`, which is scalar number `base`.
  ///
  /// `index` at or past the end gives the byte count. Linear in the distance; with a `StrideIndex` that is short.
  public static func offset(of index: Int, in view: ByteView, from base: Int = 0, at offset: Int = 0) -> Int {
    guard let start = view.baseAddress else { return 0 }
    var position = offset
    var remaining = index &- base
    while remaining > 0, position < view.count {
      position &+= width(lead: start[position])
      remaining &-= 1
    }
    return min(position, view.count)
  }

  /// The scalar number of the byte offset `offset`, which lies on a scalar's first byte or at the end.
  public static func index(ofOffset offset: Int, in view: ByteView) -> Int {
    countScalars(view.part(0..<max(offset, 0)))
  }

  /// The greatest scalar (0 for empty text): below 0x80 ASCII, below 0x100 latin-1, below 0x10000 UCS-2.
  public static func greatestScalar(_ view: ByteView) -> UInt32 {
    guard let start = view.baseAddress else { return 0 }
    var greatest: UInt32 = 0
    var offset = 0
    while offset < view.count {
      greatest = max(greatest, decode(start, &offset))
    }
    return greatest
  }

  /// True for the scalars D800...DFFF.
  @inline(__always)
  public static func isSurrogate(_ scalar: UInt32) -> Bool {
    scalar & 0xFFFF_F800 == 0xD800
  }

  /// True when the text holds a lone surrogate, so that it has no UTF-8 form.
  public static func hasSurrogate(_ view: ByteView) -> Bool {
    guard var cursor = view.baseAddress else { return false }
    let end = cursor + view.count
    while let found = memchr(cursor, 0xED, end - cursor) {
      let lead = found.assumingMemoryBound(to: UInt8.self)
      if lead + 1 < end, lead[1] >= 0xA0 { return true }
      cursor = UnsafePointer(lead + 1)
    }
    return false
  }

  /// Orders two texts by scalars: -1, 0 or 1. WTF-8 orders by bytes as by scalars, so `bytes` compare the same way.
  public static func compare(_ a: ByteView, _ b: ByteView) -> Int {
    let shared = min(a.count, b.count)
    if shared > 0 {
      let order = memcmp(a.start, b.start, shared)
      if order != 0 { return order < 0 ? -1 : 1 }
    }
    return a.count == b.count ? 0 : a.count < b.count ? -1 : 1
  }
}

/// Byte offsets of every 64th scalar of one text, in memory that the caller keeps beside it.
///
/// Entry k is the offset of scalar 64 * (k + 1), so the table of a text of n scalars has n / 64 entries.
public enum StrideIndex {
  /// Scalars between two entries.
  public static let stride = 64

  /// Entries that a text of `scalars` scalars needs.
  public static func entries(scalars: Int) -> Int {
    scalars / stride
  }

  /// Fills `table` with `entries(scalars:)` offsets. Text above 4 GB has no index: the caller checks `view.count`.
  public static func build(_ view: ByteView, into table: UnsafeMutablePointer<UInt32>, entries: Int) {
    guard let start = view.baseAddress else { return }
    var offset = 0
    for entry in 0..<max(entries, 0) {
      for _ in 0..<stride where offset < view.count {
        offset &+= Utf8.width(lead: start[offset])
      }
      table[entry] = UInt32(truncatingIfNeeded: min(offset, view.count))
    }
  }

  /// The byte offset of scalar `index` by way of the table: at most 63 steps.
  @inline(__always)
  public static func offset(of index: Int, in view: ByteView, table: UnsafePointer<UInt32>, entries: Int) -> Int {
    let entry = min(index / stride, entries)
    if entry <= 0 { return Utf8.offset(of: index, in: view) }
    return Utf8.offset(of: index, in: view, from: entry &* stride, at: Int(table[entry &- 1]))
  }
}

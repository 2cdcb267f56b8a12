// ByteBuffer.swift — a growing run of bytes that text kernels write into before a heap cell is made.

import Glibc

/// Bytes to read: WTF-8 for a script's `str`, raw for its `bytes`.
public typealias ByteView = UnsafeBufferPointer<UInt8>

/// What a position counts in: bytes of a `bytes`, or scalars of a `str`.
public enum TextUnit: UInt8, Sendable {
  case byte
  case scalar
}

/// A growing, malloc-backed run of bytes.
///
/// Never traps and never aborts: once `limit` would be passed, or memory is short, `overflowed` becomes true, later
/// appends do nothing, and the caller raises MemoryError.
public struct ByteBuffer: ~Copyable {
  /// First byte; nil until something is appended.
  public private(set) var pointer: UnsafeMutablePointer<UInt8>?
  /// Bytes written so far.
  public private(set) var count = 0
  /// True once an append did not fit; the content is then incomplete.
  public private(set) var overflowed = false
  private var capacity = 0
  private let limit: Int

  /// An empty buffer that refuses to grow past `limit` bytes.
  public init(limit: Int = 1 << 40) {
    self.limit = limit
  }

  deinit {
    free(pointer)
  }

  /// The bytes written so far; valid until the next change.
  public var view: ByteView {
    ByteView(start: UnsafePointer(pointer), count: count)
  }

  /// The content as a Swift string (for messages and tests); ill-formed bytes are replaced.
  public var string: String {
    String(decoding: view, as: UTF8.self)
  }

  /// True when every byte is below 0x80.
  public var isASCII: Bool {
    Utf8.isASCII(view)
  }

  /// Makes room for `extra` more bytes; false (and `overflowed`) when that is not possible.
  @discardableResult
  public mutating func reserve(_ extra: Int) -> Bool {
    if extra <= capacity &- count, extra >= 0 { return !overflowed }
    return grow(extra)
  }

  private mutating func grow(_ extra: Int) -> Bool {
    if overflowed || extra < 0 || extra > limit || count > limit &- extra {
      overflowed = true
      return false
    }
    let needed = count &+ extra
    let wanted = min(max(needed, 64, capacity &+ capacity / 2), limit)
    guard let memory = realloc(pointer, wanted) else {
      overflowed = true
      return false
    }
    pointer = memory.assumingMemoryBound(to: UInt8.self)
    capacity = wanted
    return true
  }

  /// Appends one byte.
  @inline(__always)
  public mutating func append(_ byte: UInt8) {
    if reserve(1), let pointer {
      pointer[count] = byte
      count &+= 1
    }
  }

  /// Appends the bytes of `bytes`, which must not lie inside this buffer.
  public mutating func append(_ bytes: ByteView) {
    guard let source = bytes.baseAddress, bytes.count > 0, reserve(bytes.count), let pointer else { return }
    memcpy(pointer + count, source, bytes.count)
    count &+= bytes.count
  }

  /// Appends the part `range` of `bytes`.
  public mutating func append(_ bytes: ByteView, _ range: Range<Int>) {
    append(bytes.part(range))
  }

  /// Appends the UTF-8 bytes of a literal.
  public mutating func append(_ text: StaticString) {
    guard text.hasPointerRepresentation else {
      append(scalar: text.unicodeScalar.value)
      return
    }
    append(ByteView(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends the UTF-8 bytes of a Swift string.
  public mutating func append(_ text: String) {
    var copy = text
    copy.withUTF8 { append($0) }
  }

  /// Appends one scalar as WTF-8 (lone surrogates included).
  public mutating func append(scalar: UInt32) {
    if scalar < 0x80 {
      append(UInt8(truncatingIfNeeded: scalar))
    } else if reserve(4), let pointer {
      count &+= Utf8.encode(scalar, into: pointer + count)
    }
  }

  /// Appends `byte` `times` times; a negative number counts as 0.
  public mutating func append(repeating byte: UInt8, count times: Int) {
    guard times > 0, reserve(times), let pointer else { return }
    memset(pointer + count, Int32(byte), times)
    count &+= times
  }

  /// Appends `scalar` `times` times; a negative number counts as 0.
  public mutating func append(repeatingScalar scalar: UInt32, count times: Int) {
    if scalar < 0x80 {
      append(repeating: UInt8(truncatingIfNeeded: scalar), count: times)
      return
    }
    let (size, tooLarge) = max(times, 0).multipliedReportingOverflow(by: Utf8.width(scalar))
    if tooLarge { overflowed = true }
    guard times > 0, !overflowed, reserve(size), let pointer else { return }
    for _ in 0..<times {
      count &+= Utf8.encode(scalar, into: pointer + count)
    }
  }

  /// Appends a decimal number.
  public mutating func append(decimal value: Int) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var position = 20
      var rest = value.magnitude
      repeat {
        position &-= 1
        digits[position] = 48 &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest != 0
      if value < 0 { append(45) }
      append(ByteView(rebasing: UnsafeBufferPointer(digits)[position..<20]))
    }
  }

  /// Lets `write` fill up to `size` more bytes in place; it returns how many it wrote.
  public mutating func appendRaw(size: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    guard reserve(size), let pointer else { return }
    count &+= min(max(write(pointer + count), 0), size)
  }

  /// Forgets the bytes from `newCount` on.
  public mutating func truncate(to newCount: Int) {
    count = min(count, max(newCount, 0))
  }

  /// Forgets the content, keeps the memory.
  public mutating func removeAll() {
    count = 0
    overflowed = false
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// The first byte's address; for an empty view some address that must not be read.
  @inline(__always)
  public var start: UnsafePointer<UInt8> {
    baseAddress ?? ("" as StaticString).utf8Start
  }

  /// The bytes in `range`, cut to what there is.
  @inline(__always)
  public func part(_ range: Range<Int>) -> ByteView {
    let start = Swift.min(Swift.max(range.lowerBound, 0), count)
    let end = Swift.min(Swift.max(range.upperBound, start), count)
    guard let baseAddress else { return self }
    return ByteView(start: baseAddress + start, count: end &- start)
  }

  /// The content as a Swift string (for messages); ill-formed bytes are replaced.
  public var string: String {
    String(decoding: self, as: UTF8.self)
  }

  /// True when the bytes equal those of `text`.
  public func equals(_ text: StaticString) -> Bool {
    guard text.hasPointerRepresentation, count == text.utf8CodeUnitCount else { return false }
    return count == 0 || memcmp(start, text.utf8Start, count) == 0
  }
}

extension StaticString {
  /// The literal's bytes. Only for literals of more than one scalar or of ASCII, which is all this code uses.
  @inline(__always)
  public var bytes: ByteView {
    ByteView(start: utf8Start, count: utf8CodeUnitCount)
  }
}

/// The exception class that a problem of a kernel becomes.
public enum ProblemKind: UInt8, Sendable {
  case valueError
  case typeError
  case overflowError
  case zeroDivisionError
  case memoryError
  case keyError
  case indexError
  case lookupError
}

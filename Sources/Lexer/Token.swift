// Token.swift — one token, and the growing arrays that tokens and nodes live in.

/// One token: 16 trivial bytes.
public struct Token: Sendable {
  public var kind: TokenKind
  /// How many brackets are open after this token.
  public var level: UInt8 = 0
  /// For a string its `StringFlags`; for a number its `NumberFlags`.
  public var flags: UInt16 = 0
  /// For a name its number in the table of names.
  public var name: UInt32 = 0
  /// Half-open range of offsets; indents, dedents and the end of the file are empty.
  public var start: UInt32
  public var end: UInt32

  @inlinable
  public init(_ kind: TokenKind, level: Int, flags: UInt16 = 0, name: UInt32 = 0, start: Int, end: Int) {
    self.kind = kind
    self.level = UInt8(truncatingIfNeeded: level)
    self.flags = flags
    self.name = name
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
  }
}

/// What the lexer saw in a string, so that most strings are copied without a second look.
public struct StringFlags: OptionSet, Sendable {
  public let rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let raw = StringFlags(rawValue: 1)
  public static let bytes = StringFlags(rawValue: 2)
  public static let unicode = StringFlags(rawValue: 4)
  public static let triple = StringFlags(rawValue: 8)
  public static let hasBackslash = StringFlags(rawValue: 16)
  public static let nonASCII = StringFlags(rawValue: 32)
}

/// What the lexer saw in a number.
public struct NumberFlags: OptionSet, Sendable {
  public let rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Has a point or an exponent.
  public static let float = NumberFlags(rawValue: 1)
  /// Ends in `j`.
  public static let imaginary = NumberFlags(rawValue: 2)
  /// Starts with `0x`, `0o` or `0b`.
  public static let prefixed = NumberFlags(rawValue: 4)
  public static let underscores = NumberFlags(rawValue: 8)
}

/// A growing array of trivial values without the checks of `Array`; its owner keeps indices in range.
public struct Buffer<Element>: ~Copyable {
  @usableFromInline var storage: UnsafeMutablePointer<Element>
  @usableFromInline var length = 0
  @usableFromInline var capacity: Int

  @inlinable public var base: UnsafeMutablePointer<Element> { storage }
  @inlinable public var count: Int { length }

  @inlinable
  public init(capacity: Int) {
    self.capacity = max(capacity, 8)
    storage = .allocate(capacity: self.capacity)
  }

  @inlinable
  deinit { storage.deallocate() }

  @inlinable @inline(__always)
  public mutating func append(_ element: Element) {
    if length == capacity { grow() }
    (storage + length).initialize(to: element)
    length += 1
  }

  @inlinable @inline(__always)
  public mutating func truncate(to length: Int) { self.length = length }

  @inlinable
  public subscript(_ index: Int) -> Element {
    @inline(__always) get { storage[index] }
    @inline(__always) nonmutating set { storage[index] = newValue }
  }

  @usableFromInline @inline(never)
  mutating func grow() {
    let wider = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    wider.moveInitialize(from: storage, count: length)
    storage.deallocate()
    storage = wider
    capacity *= 2
  }

  /// A copy as a Swift array.
  public borrowing func array() -> [Element] { Array(UnsafeBufferPointer(start: storage, count: length)) }
}

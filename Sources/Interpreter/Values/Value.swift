// Value.swift — a script value in eight trivial bytes.
//
//   0 ... 0xFFF8_0000_0000_0000   a double as it is; every NaN is the canonical one or its positive twin
//   0xFFF9 << 48 | address        a cell of the heap
//   0xFFFA << 48 | number         None, False, True, Ellipsis, NotImplemented, and marks no script ever sees
//   0xFFFC << 48 ...              a 50-bit int, two's complement in the low bits

/// The start of a cell in the heap.
public typealias Cell = UnsafeMutableRawPointer
/// Consecutive values: registers, items, arguments.
public typealias Values = UnsafeMutablePointer<Value>

/// A script value, or one of the machine's marks (`unbound`, `raised`, `parked`, `entered`).
@frozen public struct Value: Equatable, Sendable {
  public var bits: UInt64

  @inline(__always) public init(bits: UInt64) { self.bits = bits }
  @inline(__always) public static func == (a: Value, b: Value) -> Bool { a.bits == b.bits }

  // MARK: Marks and singletons

  /// No value: an unassigned local, a missing argument, an absent slot.
  @inline(__always) public static var unbound: Value { Value(bits: 0xFFFA_0000_0000_0000) }
  @inline(__always) public static var none: Value { Value(bits: 0xFFFA_0000_0000_0002) }
  @inline(__always) public static var `false`: Value { Value(bits: 0xFFFA_0000_0000_0004) }
  @inline(__always) public static var `true`: Value { Value(bits: 0xFFFA_0000_0000_0005) }
  @inline(__always) public static var ellipsis: Value { Value(bits: 0xFFFA_0000_0000_0006) }
  @inline(__always) public static var notImplemented: Value { Value(bits: 0xFFFA_0000_0000_0007) }
  /// The result of a slow path that failed; the exception is in `Machine.exception`.
  @inline(__always) public static var raised: Value { Value(bits: 0xFFFA_0000_0000_0010) }
  /// The result of a native that parked its caller: the kernel goes on.
  @inline(__always) public static var parked: Value { Value(bits: 0xFFFA_0000_0000_0011) }
  /// The result of a slow path that pushed a script frame, which will deliver the result.
  @inline(__always) public static var entered: Value { Value(bits: 0xFFFA_0000_0000_0012) }

  /// Whether this is `raised`, `parked` or `entered`.
  @inline(__always) public var isControl: Bool { bits &- 0xFFFA_0000_0000_0010 < 16 }
  @inline(__always) public var isUnbound: Bool { bits == 0xFFFA_0000_0000_0000 }
  @inline(__always) public var isNone: Bool { bits == 0xFFFA_0000_0000_0002 }
  @inline(__always) public var isBool: Bool { bits | 1 == 0xFFFA_0000_0000_0005 }
  @inline(__always) public var isTrue: Bool { bits == 0xFFFA_0000_0000_0005 }
  @inline(__always) public init(_ truth: Bool) { bits = 0xFFFA_0000_0000_0004 | (truth ? 1 : 0) }

  // MARK: Ints

  @inline(__always) public static var intTag: UInt64 { 0xFFFC_0000_0000_0000 }
  @inline(__always) public static var smallIntMax: Int { (1 << 49) - 1 }
  @inline(__always) public static var smallIntMin: Int { -(1 << 49) }
  @inline(__always) public static func fits(_ i: Int) -> Bool { (i &+ (1 << 49)) >> 50 == 0 }

  /// An int of at most 50 bits, unchecked; see `Machine.int(_:)` for any.
  @inline(__always) public init(small i: Int) {
    bits = (UInt64(bitPattern: Int64(i)) & 0x0003_FFFF_FFFF_FFFF) | Value.intTag
  }
  /// Whether this is an int that needs no cell (bools are not).
  @inline(__always) public var isSmallInt: Bool { bits >= Value.intTag }
  @inline(__always) public var smallInt: Int { Int(Int64(bitPattern: bits << 14) >> 14) }
  /// The int in the upper 50 bits, so that overflow of sums is overflow of the word.
  @inline(__always) public var shifted: Int64 { Int64(bitPattern: bits << 14) }
  @inline(__always) public init(shifted s: Int64) { bits = (UInt64(bitPattern: s) >> 14) | Value.intTag }

  // MARK: Doubles

  /// A double that arithmetic on values made; what comes from elsewhere goes through `init(any:)`.
  @inline(__always) public init(_ d: Double) { bits = d.bitPattern }
  /// Any double; a NaN becomes the canonical one.
  @inline(__always) public init(any d: Double) { bits = d.isNaN ? 0x7FF8_0000_0000_0000 : d.bitPattern }
  @inline(__always) public var isDouble: Bool { bits <= 0xFFF8_0000_0000_0000 }
  @inline(__always) public var double: Double { Double(bitPattern: bits) }

  // MARK: Cells

  @inline(__always) public init(_ cell: Cell) { bits = UInt64(UInt(bitPattern: cell)) | 0xFFF9_0000_0000_0000 }
  @inline(__always) public var isCell: Bool { bits >> 48 == 0xFFF9 }
  /// The cell, if this is one; unchecked.
  @inline(__always) public var cell: Cell {
    Cell(bitPattern: UInt(bits & 0xFFFF_FFFF_FFFF)).unsafelyUnwrapped
  }
  /// The cell seen as a layout, unchecked.
  @inline(__always) public func `as`<Layout>(_: Layout.Type) -> UnsafeMutablePointer<Layout> {
    cell.assumingMemoryBound(to: Layout.self)
  }
  /// The kind of the cell, or `.free` for what is no cell.
  @inline(__always) public var kind: Kind { isCell ? cell.kind : .free }
  @inline(__always) public func `is`(_ kind: Kind) -> Bool { isCell && cell.kind == kind }
}

extension UnsafeMutableRawPointer {
  @inline(__always) public var kind: Kind { unsafeBitCast(load(as: UInt8.self), to: Kind.self) }
  @inline(__always) public var header: UnsafeMutablePointer<Header> { assumingMemoryBound(to: Header.self) }
  @inline(__always) public var shape: UInt32 { load(fromByteOffset: 4, as: UInt32.self) }
}

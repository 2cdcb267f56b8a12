// Cells.swift — container cells seen as their layouts, and the questions every container asks of a value.

import Glibc

extension UnsafeMutableRawPointer {
  @inline(__always) public var asDict: UnsafeMutablePointer<DictCell> { assumingMemoryBound(to: DictCell.self) }
  @inline(__always) public var asList: UnsafeMutablePointer<ListCell> { assumingMemoryBound(to: ListCell.self) }
  @inline(__always) public var asTuple: UnsafeMutablePointer<TupleCell> { assumingMemoryBound(to: TupleCell.self) }
  @inline(__always) public var asSet: UnsafeMutablePointer<SetCell> { assumingMemoryBound(to: SetCell.self) }
  @inline(__always) public var asRange: UnsafeMutablePointer<RangeCell> { assumingMemoryBound(to: RangeCell.self) }
  @inline(__always) public var asSlice: UnsafeMutablePointer<SliceCell> { assumingMemoryBound(to: SliceCell.self) }
  @inline(__always) public var asView: UnsafeMutablePointer<ViewCell> { assumingMemoryBound(to: ViewCell.self) }
  @inline(__always) public var asIterator: UnsafeMutablePointer<IteratorCell> {
    assumingMemoryBound(to: IteratorCell.self)
  }
  /// The items of a tuple.
  @inline(__always) public var tupleItems: Values {
    (self + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
  }
  /// The words of a record.
  @inline(__always) public var recordWords: Values { (self + 16).assumingMemoryBound(to: Value.self) }
}

extension Value {
  /// Whether this is a plain instance of a builtin class, not of a subclass.
  @inline(__always) public func isExactly(_ type: BuiltinType) -> Bool { isCell && cell.shape == type.rawValue }
  @inline(__always) public var isExactStr: Bool { isExactly(.str) }
  /// Whether this is a record of a layout.
  @inline(__always) public func isRecord(_ layout: Layout) -> Bool {
    isCell && cell.kind == .record && cell.header.pointee.aux == layout.rawValue
  }
}

/// Whether two texts have the same bytes.
@inline(__always) func sameText(_ a: Cell, _ b: Cell) -> Bool {
  let x = a.assumingMemoryBound(to: TextCell.self), y = b.assumingMemoryBound(to: TextCell.self)
  let count = x.pointee.byteCount
  return count == y.pointee.byteCount && memcmp(x.pointee.data, y.pointee.data, Int(count)) == 0
}

/// What is known about two keys of equal hash without running anything.
enum KeyMatch { case same, different, unknown }

@inline(__always) func matchKeys(_ a: Value, _ b: Value) -> KeyMatch {
  if a == b { return .same }
  if a.isExactStr, b.isExactStr { return sameText(a.cell, b.cell) ? .same : .different }
  if a.isSmallInt, b.isSmallInt { return .different }
  return .unknown
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The hash of a key: at once for small ints and exact strings, else whatever its class says.
  @inline(__always) public func keyHash(_ key: Value) throws(Raise) -> Int {
    if key.isSmallInt {
      let i = key.smallInt
      return i == -1 ? -2 : i
    }
    if key.isExactStr {
      let known = key.as(TextCell.self).pointee.hash
      return known != 0 ? known : textHash(key.cell)
    }
    return try hash(key)
  }
}

// TextArguments.swift — what the methods of str, bytes and bytearray ask of their receivers and arguments.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// The receiver of a method of str.
  ///
  /// - Throws: TypeError.
  @inline(__always)
  func strReceiver(_ args: Arguments) throws(Raise) -> Value {
    if args[0].isStr { return args[0] }
    throw raise(.typeError, "descriptor requires a 'str' object but received a '\(typeName(args[0]))'")
  }

  /// An argument that must be a str.
  ///
  /// - Throws: TypeError.
  @inline(__always)
  func strArgument(_ v: Value, _ function: StaticString, _ number: Int) throws(Raise) -> ByteView {
    if v.isStr { return view(v) }
    let place = number == 0 ? "argument" : "argument \(number)"
    throw raise(.typeError, "\(function)() \(place) must be str, not \(argumentTypeName(v))")
  }

  /// The optional bounds of a search as positions in 0...; `end` is at most the length, `start` may lie beyond it.
  ///
  /// - Throws: TypeError and what `__index__` raises.
  func searchBounds(_ start: Value, _ end: Value, length: () -> Int) throws(Raise) -> (start: Int, end: Int) {
    var first = start.isUnbound || start.isNone ? 0 : try sliceIndex(start)
    var last = end.isUnbound || end.isNone ? Int.max : try sliceIndex(end)
    let count = length()
    if last > count {
      last = count
    } else if last < 0 {
      last = max(last + count, 0)
    }
    if first < 0 { first = max(first + count, 0) }
    return (first, last)
  }

  /// The byte range of a str that bounds in code points select; nil when the start lies behind the end.
  ///
  /// - Throws: as `searchBounds`.
  @inline(__always)
  func strRange(_ v: Value, _ start: Value, _ end: Value) throws(Raise) -> Range<Int>? {
    if start.isUnbound || start.isNone, end.isUnbound || end.isNone { return 0..<Int(v.text.pointee.byteCount) }
    let bounds = try searchBounds(start, end) { Int(v.text.pointee.length) }
    if bounds.start > bounds.end { return nil }
    return byteOffset(v.cell, bounds.start)..<byteOffset(v.cell, bounds.end)
  }

  /// A truth argument that has a default.
  ///
  /// - Throws: what `__bool__` raises.
  func flag(_ v: Value) throws(Raise) -> Bool { v.isBool ? v.isTrue : try truth(v) }

  /// A tuple of one value.
  public func single(_ v: Value) -> Value {
    let cell = allocate(.tuple, TupleCell.itemsOffset + 8, shape: BuiltinType.tuple.rawValue)
    cell.assumingMemoryBound(to: TupleCell.self).pointee.count = 1
    cell.tupleItems[0] = v
    return Value(cell)
  }
}

// Tuple+Core.swift — making tuples and taking iterables apart.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// A tuple cell with `count` items, all zero, to be filled before anything else sees it.
  @inline(__always) public func makeTuple(_ count: Int) throws(Raise) -> Cell {
    let bytes = TupleCell.itemsOffset + count * 8
    if bytes <= 512 {
      let cell = allocate(.tuple, bytes, shape: BuiltinType.tuple.rawValue)
      cell.asTuple.pointee.count = count
      return cell
    }
    return try makeLongTuple(count)
  }

  @inline(never)
  private func makeLongTuple(_ count: Int) throws(Raise) -> Cell {
    if count > 1 << 40 { throw raise(.memoryError, "") }
    let cell = try allocateBlock(.tuple, TupleCell.itemsOffset + count * 8)
    cell.header.pointee.shape = BuiltinType.tuple.rawValue
    cell.asTuple.pointee.count = count
    return cell
  }

  /// As `makeTuple`, for as many items as registers or arguments hold; goes past the heap limit if it must, and then
  /// MemoryError comes at the next safe point.
  @inline(__always) public func newTuple(_ count: Int) -> Value {
    if count == 0 { return pointee.emptyTuple }
    if count <= 60 {
      let cell = allocate(.tuple, TupleCell.itemsOffset + count * 8, shape: BuiltinType.tuple.rawValue)
      cell.asTuple.pointee.count = count
      return Value(cell)
    }
    return newLongTuple(count)
  }

  @inline(never)
  private func newLongTuple(_ count: Int) -> Value {
    if let cell = try? makeTuple(count) { return Value(cell) }
    let limit = pointee.heap.limit
    pointee.heap.limit = Int.max
    defer { pointee.heap.limit = limit }
    pointee.exception = .unbound
    pointee.heap.isExhausted = true
    guard let cell = try? makeTuple(count) else { fatalError("aio: the heap's address range is used up") }
    return Value(cell)
  }

  /// A tuple of consecutive values.
  @inline(__always) public func tuple(_ values: Values, _ count: Int) throws(Raise) -> Value {
    if count == 0 { return pointee.emptyTuple }
    let cell = try makeTuple(count)
    cell.tupleItems.update(from: values, count: count)
    return Value(cell)
  }

  @inline(__always) public func pair(_ a: Value, _ b: Value) -> Value {
    let cell = allocate(.tuple, TupleCell.itemsOffset + 16, shape: BuiltinType.tuple.rawValue)
    cell.asTuple.pointee.count = 2
    cell.tupleItems[0] = a
    cell.tupleItems[1] = b
    return Value(cell)
  }

  public func triple(_ a: Value, _ b: Value, _ c: Value) -> Value {
    let cell = allocate(.tuple, TupleCell.itemsOffset + 24, shape: BuiltinType.tuple.rawValue)
    cell.asTuple.pointee.count = 3
    cell.tupleItems[0] = a
    cell.tupleItems[1] = b
    cell.tupleItems[2] = c
    return Value(cell)
  }

  public func quadruple(_ a: Value, _ b: Value, _ c: Value, _ d: Value) -> Value {
    let cell = allocate(.tuple, TupleCell.itemsOffset + 32, shape: BuiltinType.tuple.rawValue)
    cell.asTuple.pointee.count = 4
    (cell.tupleItems[0], cell.tupleItems[1], cell.tupleItems[2], cell.tupleItems[3]) = (a, b, c, d)
    return Value(cell)
  }

  @inline(__always) public func tupleLength(_ tuple: Cell) -> Int { tuple.asTuple.pointee.count }

  /// A tuple of the items of any iterable; a plain tuple is itself.
  public func tupleFrom(_ iterable: Value) throws(Raise) -> Value {
    if iterable.isExactly(.tuple) { return iterable }
    if iterable.isExactly(.list) {
      return try tuple(iterable.cell.asList.pointee.items, iterable.cell.asList.pointee.count)
    }
    let items = try listFrom(iterable)
    return try tuple(items.cell.asList.pointee.items, items.cell.asList.pointee.count)
  }

  /// Takes an iterable of exactly `count` items apart.
  ///
  /// - Throws: ValueError for another number of items, TypeError for what can't be iterated.
  @inline(__always) public func unpack(_ iterable: Value, _ count: Int, into target: Values) throws(Raise) {
    if iterable.isExactly(.tuple) || iterable.isExactly(.list), sequenceCount(iterable) == count {
      target.update(from: sequenceItems(iterable), count: count)
      return
    }
    try unpackAny(iterable, count, target)
  }

  @inline(never)
  private func unpackAny(_ iterable: Value, _ count: Int, _ target: Values) throws(Raise) {
    if iterable.isExactly(.tuple) || iterable.isExactly(.list) {
      let got = sequenceCount(iterable)
      if got < count { throw tooFew(count, got) }
      throw raise(.valueError, "too many values to unpack (expected \(count))")
    }
    let iterator = try unpackIterator(iterable)
    for i in 0..<count {
      guard let item = try next(iterator) else { throw tooFew(count, i) }
      target[i] = item
    }
    if try next(iterator) == nil { return }
    throw raise(.valueError, "too many values to unpack (expected \(count))")
  }

  private func tooFew(_ expected: Int, _ got: Int) -> Raise {
    raise(.valueError, "not enough values to unpack (expected \(expected), got \(got))")
  }

  private func unpackIterator(_ iterable: Value) throws(Raise) -> Value {
    do {
      return try iterator(iterable)
    } catch {
      let type = classOf(iterable)
      if special(.iterate, type).isUnbound, special(.getItem, type).isUnbound, caught(.typeError) {
        throw raise(.typeError, "cannot unpack non-iterable \(typeName(iterable)) object")
      }
      throw error
    }
  }
}

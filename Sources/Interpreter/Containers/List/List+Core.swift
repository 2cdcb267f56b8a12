// List+Core.swift — making, growing and shrinking lists.
//
// Items stand in a `values` cell of their own; what lies beyond the count is always zero, so that nothing a script
// dropped is kept alive.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// An empty list.
  @inline(__always) public func list() -> Value {
    Value(allocate(.list, MemoryLayout<ListCell>.size, shape: BuiltinType.list.rawValue))
  }

  /// An empty list with room for a number of items.
  public func list(capacity: Int) throws(Raise) -> Value {
    let value = list()
    if capacity > 0 { try setListRoom(value.cell, capacity) }
    return value
  }

  /// A list of consecutive values.
  public func list(_ values: Values, _ count: Int) throws(Raise) -> Value {
    let value = list()
    if count > 0 {
      try setListRoom(value.cell, count)
      value.cell.asList.pointee.items.update(from: values, count: count)
      value.cell.asList.pointee.count = count
    }
    return value
  }

  /// The number of items.
  @inline(__always) public func listLength(_ list: Cell) -> Int { list.asList.pointee.count }

  /// Gives a list a block for at least `capacity` items, which must not be fewer than it has.
  func setListRoom(_ list: Cell, _ capacity: Int) throws(Raise) {
    if capacity > Int(UInt32.max) >> 1 { throw raise(.memoryError, "") }
    let old = list.asList.pointee, bytes = 16 + capacity * 8
    if old.capacity32 != 0, bytes > 8192 {
      let block = UnsafeMutableRawPointer(old.items) - 16
      if capacity > Int(old.capacity32), growBlock(block, to: bytes) {
        willWrite(list + 24, bytes: 8)
        list.asList.pointee.capacity32 = UInt32(truncatingIfNeeded: (pointee.heap.capacity(block) - 16) / 8)
        return
      }
    }
    let block = try allocateBlock(.values, bytes)
    let items = (block + 16).assumingMemoryBound(to: Value.self)
    if old.count > 0 { items.update(from: old.items, count: old.count) }
    willWrite(list + 16, bytes: 16)
    list.asList.pointee.items = items
    list.asList.pointee.capacity32 = UInt32(truncatingIfNeeded: (pointee.heap.capacity(block) - 16) / 8)
    if old.capacity32 != 0 { releaseBlock(UnsafeMutableRawPointer(old.items) - 16) }
  }

  /// Makes room for `count` items in all, with some to spare.
  @inline(never)
  public func listReserve(_ list: Cell, _ count: Int) throws(Raise) {
    let cell = list.asList.pointee
    if count <= Int(cell.capacity32) { return }
    var capacity = (count + count >> 3 + 6) & ~3
    if count - cell.count > capacity - count { capacity = (count + 3) & ~3 }
    try setListRoom(list, capacity)
  }

  @inline(__always) func setListCount(_ list: Cell, _ count: Int) {
    willWrite(list + 24, bytes: 8)
    list.asList.pointee.count = count
  }

  /// Adds an item at the end.
  @inline(__always) public func listAppend(_ list: Cell, _ value: Value) throws(Raise) {
    let count = list.asList.pointee.count32
    if count == list.asList.pointee.capacity32 { try listReserve(list, Int(count) + 1) }
    store(list.asList.pointee.items + Int(count), value)
    willWrite(list + 24, bytes: 8)
    list.asList.pointee.count32 = count &+ 1
  }

  /// Inserts an item before a position from 0 to the count.
  func listInsert(_ list: Cell, _ position: Int, _ value: Value) throws(Raise) {
    let count = list.asList.pointee.count
    try listReserve(list, count + 1)
    let place = list.asList.pointee.items + position
    willWrite(place, bytes: (count + 1 - position) * 8)
    memmove(place + 1, place, (count - position) * 8)
    place.pointee = value
    setListCount(list, count + 1)
  }

  /// Removes the items of a range.
  func listRemove(_ list: Cell, from start: Int, count removed: Int) {
    if removed <= 0 { return }
    let cell = list.asList
    let count = cell.pointee.count, place = cell.pointee.items + start
    willWrite(place, bytes: (count - start) * 8)
    memmove(place, place + removed, (count - start - removed) * 8)
    memset(cell.pointee.items + (count - removed), 0, removed * 8)
    setListCount(list, count - removed)
    listTrim(list)
  }

  /// Gives back room when less than half of it is used.
  @inline(__always) func listTrim(_ list: Cell) {
    let cell = list.asList.pointee
    if cell.capacity32 > 1024, cell.count32 < cell.capacity32 / 4 { shrinkList(list) }
  }

  @inline(never)
  private func shrinkList(_ list: Cell) {
    do { try setListRoom(list, list.asList.pointee.count * 5 / 4 + 8) } catch { pointee.exception = .unbound }
  }

  /// Removes everything.
  public func listClear(_ list: Cell) {
    let cell = list.asList.pointee
    if cell.capacity32 == 0 { return }
    willWrite(list + 24, bytes: 8)
    list.asList.pointee.count32 = 0
    list.asList.pointee.capacity32 = 0
    releaseBlock(UnsafeMutableRawPointer(cell.items) - 16)
  }

  /// Takes the last item off a list that is not empty.
  @inline(__always) func listPopLast(_ list: Cell) -> Value {
    let cell = list.asList
    let last = cell.pointee.count - 1
    let value = cell.pointee.items[last]
    store(cell.pointee.items + last, Value(bits: 0))
    setListCount(list, last)
    listTrim(list)
    return value
  }

  /// Adds the items of any iterable at the end.
  public func listExtend(_ list: Cell, _ iterable: Value) throws(Raise) {
    if iterable.isExactly(.list) || iterable.isExactly(.tuple) {
      let count = sequenceCount(iterable), old = list.asList.pointee.count
      if count == 0 { return }
      try listReserve(list, old + count)
      let place = list.asList.pointee.items + old
      willWrite(place, bytes: count * 8)
      place.update(from: sequenceItems(iterable), count: count)
      setListCount(list, old + count)
      return
    }
    if iterable.is(.instance) || iterable.is(.class) {
      let iterator = try iterator(iterable)
      let hint = try lengthHint(iterable, default: 8)
      if hint > 1 << 40 { throw raise(.memoryError, "") }
      while let item = try next(iterator) { try listAppend(list, item) }
      return
    }
    try iterate(iterable) { (item) throws(Raise) -> Bool in
      try listAppend(list, item)
      return true
    }
  }

  /// A new list of the items of any iterable.
  public func listFrom(_ iterable: Value) throws(Raise) -> Value {
    let result = list()
    try listExtend(result.cell, iterable)
    return result
  }

  /// The items of a list or tuple.
  @inline(__always) func sequenceItems(_ value: Value) -> Values {
    value.cell.kind == .list ? value.cell.asList.pointee.items : value.cell.tupleItems
  }
  @inline(__always) func sequenceCount(_ value: Value) -> Int {
    value.cell.kind == .list ? value.cell.asList.pointee.count : value.cell.asTuple.pointee.count
  }
}

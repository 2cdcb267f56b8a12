// List+Items.swift — reading, writing and deleting items and slices of lists.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(__always) public func listGetItem(_ value: Value, _ key: Value) throws(Raise) -> Value {
    let list = value.cell.asList
    if key.isSmallInt {
      let i = key.smallInt, count = list.pointee.count
      let position = i < 0 ? i + count : i
      if UInt(bitPattern: position) < UInt(bitPattern: count) { return list.pointee.items[position] }
      throw raise(.indexError, "list index out of range")
    }
    return try listGetAny(value.cell, key)
  }

  @inline(never)
  private func listGetAny(_ list: Cell, _ key: Value) throws(Raise) -> Value {
    if let i = try subscriptIndex(key) {
      let count = list.asList.pointee.count
      let position = i < 0 ? i + count : i
      if position >= 0, position < count { return list.asList.pointee.items[position] }
      throw raise(.indexError, "list index out of range")
    }
    guard key.is(.slice) else { throw badIndex("list", key) }
    let words = try sliceWords(key.cell)
    return try listSlice(list, SliceBounds(words.start, words.stop, words.step, length: list.asList.pointee.count))
  }

  func badIndex(_ name: String, _ key: Value) -> Raise {
    raise(.typeError, "\(name) indices must be integers or slices, not \(typeName(key))")
  }

  private func listSlice(_ source: Cell, _ bounds: SliceBounds) throws(Raise) -> Value {
    if bounds.count == 0 { return list() }
    if bounds.step == 1 { return try list(source.asList.pointee.items + bounds.start, bounds.count) }
    let result = try list(capacity: bounds.count)
    let from = source.asList.pointee.items, to = result.cell.asList.pointee.items
    for i in 0..<bounds.count { to[i] = from[bounds.start + i * bounds.step] }
    result.cell.asList.pointee.count = bounds.count
    return result
  }

  @inline(__always) public func listSetItem(_ value: Value, _ key: Value, _ item: Value) throws(Raise) {
    let list = value.cell.asList
    if key.isSmallInt {
      let i = key.smallInt, count = list.pointee.count
      let position = i < 0 ? i + count : i
      if UInt(bitPattern: position) < UInt(bitPattern: count) {
        store(list.pointee.items + position, item)
        return
      }
      throw raise(.indexError, "list assignment index out of range")
    }
    try listChangeAny(value.cell, key, item)
  }

  public func listDeleteItem(_ value: Value, _ key: Value) throws(Raise) {
    try listChangeAny(value.cell, key, .unbound)
  }

  /// Sets an item or slice, or deletes it where the new value is unbound.
  @inline(never)
  private func listChangeAny(_ list: Cell, _ key: Value, _ item: Value) throws(Raise) {
    if let i = try subscriptIndex(key) {
      let count = list.asList.pointee.count
      let position = i < 0 ? i + count : i
      if position < 0 || position >= count { throw raise(.indexError, "list assignment index out of range") }
      if item.isUnbound {
        listRemove(list, from: position, count: 1)
      } else {
        store(list.asList.pointee.items + position, item)
      }
      return
    }
    guard key.is(.slice) else { throw badIndex("list", key) }
    let words = try sliceWords(key.cell)
    if item.isUnbound {
      listDeleteSlice(list, SliceBounds(words.start, words.stop, words.step, length: list.asList.pointee.count))
      return
    }
    let source = try sliceSource(list, item)
    let bounds = SliceBounds(words.start, words.stop, words.step, length: list.asList.pointee.count)
    if bounds.step == 1 {
      let stop = max(bounds.start, bounds.stop)
      try listReplace(list, bounds.start, stop - bounds.start, sequenceItems(source), sequenceCount(source))
    } else {
      try listAssignExtended(list, bounds, source)
    }
  }

  /// The values to assign to a slice, as a list or tuple that is not the list itself.
  private func sliceSource(_ list: Cell, _ value: Value) throws(Raise) -> Value {
    if value.isExactly(.tuple) { return value }
    if value.isExactly(.list) { return value.cell == list ? try listFrom(value) : value }
    do { return try listFrom(value) } catch {
      if special(.iterate, classOf(value)).isUnbound, special(.getItem, classOf(value)).isUnbound, caught(.typeError) {
        throw raise(.typeError, "must assign iterable to extended slice")
      }
      throw error
    }
  }

  /// Replaces a range of items by others, which are not in the list's own block.
  private func listReplace(
    _ list: Cell, _ start: Int, _ removed: Int, _ items: Values, _ added: Int
  ) throws(Raise) {
    let count = list.asList.pointee.count
    if added > removed { try listReserve(list, count + added - removed) }
    if list.asList.pointee.capacity32 == 0 { return }
    let all = list.asList.pointee.items
    let tail = count - start - removed, place = all + start
    willWrite(place, bytes: (max(added, removed) + tail) * 8)
    if added != removed { memmove(place + added, place + removed, tail * 8) }
    if added > 0 { place.update(from: items, count: added) }
    if added < removed { memset(all + (count + added - removed), 0, (removed - added) * 8) }
    setListCount(list, count + added - removed)
    listTrim(list)
  }

  private func listAssignExtended(_ list: Cell, _ bounds: SliceBounds, _ source: Value) throws(Raise) {
    let count = sequenceCount(source)
    if count != bounds.count {
      throw raise(
        .valueError, "attempt to assign sequence of size \(count) to extended slice of size \(bounds.count)"
      )
    }
    let from = sequenceItems(source)
    for i in 0..<count { store(list.asList.pointee.items + (bounds.start + i * bounds.step), from[i]) }
  }

  private func listDeleteSlice(_ list: Cell, _ slice: SliceBounds) {
    var bounds = slice
    if bounds.count == 0 { return }
    if bounds.step < 0 {
      bounds.start += (bounds.count - 1) * bounds.step
      bounds.step = -bounds.step
    }
    if bounds.step == 1 { return listRemove(list, from: bounds.start, count: bounds.count) }
    let cell = list.asList
    let count = cell.pointee.count, items = cell.pointee.items
    willWrite(items + bounds.start, bytes: (count - bounds.start) * 8)
    var to = bounds.start, skipped = 0
    for from in bounds.start..<count {
      if skipped < bounds.count, from == bounds.start + skipped * bounds.step {
        skipped += 1
      } else {
        items[to] = items[from]
        to += 1
      }
    }
    memset(items + to, 0, (count - to) * 8)
    setListCount(list, to)
    listTrim(list)
  }
}

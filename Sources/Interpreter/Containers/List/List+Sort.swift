// List+Sort.swift — `list.sort`: choosing how to compare, and keeping the list out of reach meanwhile.

import Glibc

/// Orders small ints.
struct IntOrder: SortOrder {
  @inline(__always) func less(_ a: Value, _ b: Value) throws(Raise) -> Bool { a.shifted < b.shifted }
}

/// Orders doubles.
struct DoubleOrder: SortOrder {
  @inline(__always) func less(_ a: Value, _ b: Value) throws(Raise) -> Bool { a.double < b.double }
}

/// Orders exact strings: the order of their bytes is that of their code points.
struct TextOrder: SortOrder {
  @inline(__always) func less(_ a: Value, _ b: Value) throws(Raise) -> Bool { TextOrder.isLess(a, b) }

  @inline(__always) static func isLess(_ a: Value, _ b: Value) -> Bool {
    let x = a.as(TextCell.self), y = b.as(TextCell.self)
    let first = Int(x.pointee.byteCount), second = Int(y.pointee.byteCount)
    let order = memcmp(x.pointee.data, y.pointee.data, min(first, second))
    return order != 0 ? order < 0 : first < second
  }
}

/// Orders anything.
struct GeneralOrder: SortOrder {
  let vm: VM
  @inline(__always) func less(_ a: Value, _ b: Value) throws(Raise) -> Bool { try vm.isLess(a, b) }
}

/// Orders exact tuples by their first different items.
struct TupleOrder: SortOrder {
  let vm: VM
  func less(_ a: Value, _ b: Value) throws(Raise) -> Bool {
    let first = a.cell.asTuple.pointee.count, second = b.cell.asTuple.pointee.count
    let x = a.cell.tupleItems, y = b.cell.tupleItems
    var i = 0
    while i < first, i < second {
      if try !vm.sameOrEqual(x[i], y[i]) { return try vm.isLess(x[i], y[i]) }
      i += 1
    }
    return first < second
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Whether `a < b`; at once for ints, floats and strings.
  @inline(__always) public func isLess(_ a: Value, _ b: Value) throws(Raise) -> Bool {
    if a.isSmallInt, b.isSmallInt { return a.shifted < b.shifted }
    if a.isDouble, b.isDouble { return a.double < b.double }
    if a.isExactStr, b.isExactStr { return TextOrder.isLess(a, b) }
    return try truth(try compare(.less, a, b))
  }

  /// Sorts a list in place; nothing a key function or comparison does to the list lasts.
  public func listSort(_ list: Cell, key: Value, reverse isReversed: Bool) throws(Raise) {
    let taken = list.asList.pointee
    let count = taken.count
    willWrite(list + 24, bytes: 8)
    list.asList.pointee.count32 = 0
    list.asList.pointee.capacity32 = 0
    var failure: Raise?
    if count > 0 {
      willWrite(taken.items, bytes: count * 8)
      do {
        if key.isNone {
          if count > 1 { try sortPlain(taken.items, count, isReversed) }
        } else {
          try sortByKey(taken.items, count, key, isReversed)
        }
      } catch { failure = error }
    }
    let wasChanged = list.asList.pointee.capacity32 != 0
    willWrite(list + 16, bytes: 16)
    list.asList.pointee.items = taken.items
    list.asList.pointee.count32 = taken.count32
    list.asList.pointee.capacity32 = taken.capacity32
    if let failure { throw failure }
    if wasChanged { throw raise(.valueError, "list modified during sort") }
  }

  private func sortPlain(_ items: Values, _ count: Int, _ isReversed: Bool) throws(Raise) {
    if isReversed { reverseElements(items, count) }
    var failure: Raise?
    do { try sortElements(items, count) } catch { failure = error }
    if isReversed { reverseElements(items, count) }
    if let failure { throw failure }
  }

  private func sortByKey(_ items: Values, _ count: Int, _ key: Value, _ isReversed: Bool) throws(Raise) {
    let block = try allocateBlock(.values, 16 + count * MemoryLayout<KeyedValue>.stride)
    let pairs = (block + 16).assumingMemoryBound(to: KeyedValue.self)
    for i in 0..<count { pairs[i] = KeyedValue(key: try call(key, items[i]), value: items[i]) }
    if isReversed { reverseElements(pairs, count) }
    var failure: Raise?
    do { if count > 1 { try sortElements(pairs, count) } } catch { failure = error }
    if isReversed { reverseElements(pairs, count) }
    for i in 0..<count { items[i] = pairs[i].value }
    releaseBlock(block)
    if let failure { throw failure }
  }

  private func reverseElements<Element>(_ elements: UnsafeMutablePointer<Element>, _ count: Int) {
    var low = 0, high = count - 1
    while low < high {
      (elements[low], elements[high]) = (elements[high], elements[low])
      low += 1
      high -= 1
    }
  }

  /// Sorts with the quickest comparison that fits all keys.
  @inline(__always)
  private func sortElements<Element: SortElement>(
    _ elements: UnsafeMutablePointer<Element>, _ count: Int
  ) throws(Raise) {
    switch commonOrder(elements, count) {
    case .ints: try sort(elements, count, IntOrder())
    case .doubles: try sort(elements, count, DoubleOrder())
    case .texts: try sort(elements, count, TextOrder())
    case .tuples: try sort(elements, count, TupleOrder(vm: self))
    case .mixed: try sort(elements, count, GeneralOrder(vm: self))
    }
  }

  private enum KeyClass { case ints, doubles, texts, tuples, mixed }

  private func keyClass(_ key: Value) -> KeyClass {
    if key.isSmallInt { return .ints }
    if key.isDouble { return .doubles }
    if key.isExactStr { return .texts }
    return key.isExactly(.tuple) ? .tuples : .mixed
  }

  @inline(__always)
  private func commonOrder<Element: SortElement>(
    _ elements: UnsafeMutablePointer<Element>, _ count: Int
  ) -> KeyClass {
    let first = keyClass(elements[0].key)
    for i in 1..<max(count, 1) where keyClass(elements[i].key) != first { return .mixed }
    return first
  }

  @inline(never)
  private func sort<Element: SortElement, Order: SortOrder>(
    _ elements: UnsafeMutablePointer<Element>, _ count: Int, _ order: Order
  ) throws(Raise) {
    var sort = TimSort(self, order, elements, count)
    try sort.sort()
    if let spare = sort.spare { releaseBlock(UnsafeMutableRawPointer(spare) - 16) }
  }
}

// List+Operations.swift — what operators and builtin functions do with lists.

import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  public func listContains(_ value: Value, _ item: Value) throws(Raise) -> Bool { try sequenceContains(value, item) }

  public func listRepr(_ value: Value) throws(Raise) -> Value {
    try sequenceRepr(value, open: "[", close: "]", nested: "[...]")
  }

  /// NotImplemented unless both are lists.
  public func listCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard a.is(.list), b.is(.list) else { return .notImplemented }
    return try sequenceCompare(op, a, b)
  }

  /// `a + b`, `a * b` and their in-place forms, with a list on either side; else NotImplemented.
  public func listBinary(_ op: BinaryOperator, _ a: Value, _ b: Value, inPlace: Bool) throws(Raise) -> Value {
    if op == .add, a.is(.list) {
      if inPlace {
        try listExtend(a.cell, b)
        return a
      }
      return b.is(.list) ? try listConcatenate(a.cell, b.cell) : .notImplemented
    }
    if op == .multiply {
      let (sequence, factor) = a.is(.list) ? (a, b) : (b, a)
      guard sequence.is(.list), let count = try repeatCount(factor) else { return .notImplemented }
      if inPlace, a == sequence {
        try listRepeatInPlace(a.cell, count)
        return a
      }
      return try listRepeat(sequence.cell, count)
    }
    return .notImplemented
  }

  private func listConcatenate(_ a: Cell, _ b: Cell) throws(Raise) -> Value {
    let first = a.asList.pointee.count, second = b.asList.pointee.count
    if first + second == 0 { return list() }
    let result = try list(capacity: first + second)
    let cell = result.cell.asList
    if first > 0 { cell.pointee.items.update(from: a.asList.pointee.items, count: first) }
    if second > 0 { (cell.pointee.items + first).update(from: b.asList.pointee.items, count: second) }
    cell.pointee.count = first + second
    return result
  }

  func listRepeat(_ source: Cell, _ times: Int) throws(Raise) -> Value {
    let size = source.asList.pointee.count
    if times <= 0 || size == 0 { return list() }
    let (total, overflow) = size.multipliedReportingOverflow(by: times)
    if overflow || total > 1 << 40 { throw raise(.memoryError, "") }
    let result = try list(capacity: total)
    fill(result.cell.asList.pointee.items, with: source.asList.pointee.items, size, times: times)
    result.cell.asList.pointee.count = total
    return result
  }

  private func listRepeatInPlace(_ list: Cell, _ times: Int) throws(Raise) {
    let size = list.asList.pointee.count
    if size == 0 || times == 1 { return }
    if times <= 0 { return listClear(list) }
    let (total, overflow) = size.multipliedReportingOverflow(by: times)
    if overflow || total > 1 << 40 { throw raise(.memoryError, "") }
    try listReserve(list, total)
    let items = list.asList.pointee.items
    willWrite(items + size, bytes: (total - size) * 8)
    fill(items, with: items, size, times: times)
    setListCount(list, total)
  }

  public func listIterator(_ value: Value) -> Value { newIterator(.listIterator, .listIterator, value) }

  /// A cell of the common iterator layout.
  @inline(__always)
  func newIterator(
    _ kind: Kind, _ type: BuiltinType, _ source: Value, index: Int = 0, expected: Int = 0, flags: UInt8 = 0
  ) -> Value {
    let cell = allocate(kind, MemoryLayout<IteratorCell>.size, shape: type.rawValue)
    cell.header.pointee.flags = flags
    cell.asIterator.pointee.source = source
    cell.asIterator.pointee.index = index
    cell.asIterator.pointee.expected = expected
    return Value(cell)
  }

  /// Reverses items where they stand.
  func reverse(_ items: Values, _ count: Int) {
    if count < 2 { return }
    willWrite(items, bytes: count * 8)
    var low = items, high = items + (count - 1)
    while low < high {
      (low.pointee, high.pointee) = (high.pointee, low.pointee)
      low += 1
      high -= 1
    }
  }
}

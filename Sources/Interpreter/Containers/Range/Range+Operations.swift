// Range+Operations.swift — ranges: in words where they fit, in script ints of any size otherwise.

import Glibc
import Parser

/// A range whose numbers all fit a word.
struct RangeWords {
  var start: Int
  var step: Int
  var count: Int

  /// Position of a number in the range, or -1.
  func position(of i: Int) -> Int {
    let (distance, overflow) = i.subtractingReportingOverflow(start)
    if overflow || distance == Int.min || distance % step != 0 { return -1 }
    let position = distance / step
    return position >= 0 && position < count ? position : -1
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A range of numbers that are ints.
  func range(_ start: Value, _ stop: Value, _ step: Value) throws(Raise) -> Value {
    let cell = allocate(.range, MemoryLayout<RangeCell>.size, shape: BuiltinType.range.rawValue)
    let range = cell.asRange
    (range.pointee.start, range.pointee.stop, range.pointee.step) = (start, stop, step)
    range.pointee.length = .unbound
    range.pointee.length = try rangeCount(start, stop, step)
    return Value(cell)
  }

  private func rangeCount(_ start: Value, _ stop: Value, _ step: Value) throws(Raise) -> Value {
    if start.isSmallInt, stop.isSmallInt, step.isSmallInt {
      let bounds = (low: start.smallInt, high: stop.smallInt, step: step.smallInt)
      if bounds.step > 0 {
        return bounds.low < bounds.high ? int((bounds.high - bounds.low - 1) / bounds.step + 1) : Value(small: 0)
      }
      return bounds.high < bounds.low ? int((bounds.low - bounds.high - 1) / -bounds.step + 1) : Value(small: 0)
    }
    let isDown = isNegative(step)
    let (low, high) = isDown ? (stop, start) : (start, stop)
    if try !isLess(low, high) { return Value(small: 0) }
    let one = Value(small: 1)
    let span = try minus(try minus(high, low), one)
    let size = isDown ? try unary(.minus, step) : step
    return try plus(try binary(.floorDivide, span, size, inPlace: false), one)
  }

  func plus(_ a: Value, _ b: Value) throws(Raise) -> Value { try binary(.add, a, b, inPlace: false) }
  func minus(_ a: Value, _ b: Value) throws(Raise) -> Value { try binary(.subtract, a, b, inPlace: false) }
  func times(_ a: Value, _ b: Value) throws(Raise) -> Value { try binary(.multiply, a, b, inPlace: false) }

  /// The numbers of a range as words, or nil.
  @inline(__always) func rangeWords(_ range: Cell) -> RangeWords? {
    let cell = range.asRange.pointee
    guard cell.start.isSmallInt, cell.stop.isSmallInt, cell.step.isSmallInt else { return nil }
    let count = cell.length.isSmallInt ? cell.length.smallInt : word(cell.length) ?? 0
    return RangeWords(start: cell.start.smallInt, step: cell.step.smallInt, count: count)
  }

  public func rangeLength(_ range: Cell) throws(Raise) -> Int {
    if let count = word(range.asRange.pointee.length) { return count }
    throw raise(.overflowError, "Python int too large to convert to C ssize_t")
  }

  func rangeIsEmpty(_ range: Cell) -> Bool { range.asRange.pointee.length == Value(small: 0) }

  public func rangeGetItem(_ value: Value, _ key: Value) throws(Raise) -> Value {
    if key.is(.slice) { return try rangeSlice(value.cell, key) }
    guard let index = try indexValue(key) else { throw badIndex("range", key) }
    if let words = rangeWords(value.cell), let i = word(index) {
      let position = i < 0 ? i + words.count : i
      if position >= 0, position < words.count { return int(words.start + position * words.step) }
      throw raise(.indexError, "range object index out of range")
    }
    let cell = value.cell.asRange.pointee
    let position = isNegative(index) ? try plus(index, cell.length) : index
    if isNegative(position) { throw raise(.indexError, "range object index out of range") }
    if try !isLess(position, cell.length) { throw raise(.indexError, "range object index out of range") }
    return try rangeItem(value.cell, position)
  }

  /// The number at a position, which may lie beyond the ends.
  func rangeItem(_ range: Cell, _ position: Value) throws(Raise) -> Value {
    let cell = range.asRange.pointee
    return try plus(cell.start, try times(position, cell.step))
  }

  private func rangeSlice(_ source: Cell, _ slice: Value) throws(Raise) -> Value {
    let cell = source.asRange.pointee
    let (start, stop, step) = try longIndices(slice.cell, length: cell.length)
    return try range(
      try rangeItem(source, start), try rangeItem(source, stop), try times(step, cell.step)
    )
  }

  public func rangeContains(_ value: Value, _ item: Value) throws(Raise) -> Bool {
    if item.isSmallInt || item.isBool || item.isExactly(.int) {
      let position = try rangePosition(value.cell, item)
      return position != .unbound
    }
    var found = false
    try iterate(value) { (number) throws(Raise) -> Bool in
      found = try sameOrEqual(number, item)
      return !found
    }
    return found
  }

  /// The position of an int, or unbound.
  func rangePosition(_ range: Cell, _ item: Value) throws(Raise) -> Value {
    if let words = rangeWords(range) {
      guard let i = word(item) else { return .unbound }
      let position = words.position(of: i)
      return position < 0 ? .unbound : int(position)
    }
    let cell = range.asRange.pointee
    let distance = try minus(item, cell.start)
    if try truth(try binary(.modulo, distance, cell.step, inPlace: false)) { return .unbound }
    let position = try binary(.floorDivide, distance, cell.step, inPlace: false)
    if isNegative(position) { return .unbound }
    return try isLess(position, cell.length) ? position : .unbound
  }

  public func rangeCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard a.is(.range), b.is(.range), op == .equal || op == .notEqual else { return .notImplemented }
    let isEqual = a == b ? true : try rangeEqual(a.cell.asRange.pointee, b.cell.asRange.pointee)
    return Value(isEqual == (op == .equal))
  }

  private func rangeEqual(_ a: RangeCell, _ b: RangeCell) throws(Raise) -> Bool {
    if try !equal(a.length, b.length) { return false }
    if a.length == Value(small: 0) { return true }
    if try !equal(a.start, b.start) { return false }
    if a.length == Value(small: 1) { return true }
    return try equal(a.step, b.step)
  }

  public func rangeHash(_ value: Value) throws(Raise) -> Int {
    let cell = value.cell.asRange.pointee
    let start = cell.length == Value(small: 0) ? Value.none : cell.start
    let step = cell.length == Value(small: 0) || cell.length == Value(small: 1) ? Value.none : cell.step
    return try tupleHash(triple(cell.length, start, step))
  }

  public func rangeRepr(_ value: Value) throws(Raise) -> Value {
    let cell = value.cell.asRange.pointee
    var text = TextBuffer()
    text.append("range(")
    text.append(try repr(cell.start))
    text.append(", ")
    text.append(try repr(cell.stop))
    if cell.step != Value(small: 1) {
      text.append(", ")
      text.append(try repr(cell.step))
    }
    text.append(")")
    return string(text)
  }

  /// An iterator over the range; for numbers beyond 50 bits one that counts positions.
  public func rangeIterator(_ value: Value) -> Value {
    if let words = rangeWords(value.cell) { return wordIterator(words) }
    return newIterator(.textIterator, .rangeIterator, value, flags: TextIteratorFlavor.longRange.rawValue)
  }

  func wordIterator(_ words: RangeWords) -> Value {
    let cell = allocate(
      .rangeIterator, MemoryLayout<RangeIteratorCell>.size, shape: BuiltinType.rangeIterator.rawValue
    )
    let iterator = cell.assumingMemoryBound(to: RangeIteratorCell.self)
    (iterator.pointee.current, iterator.pointee.step) = (words.start, words.step)
    iterator.pointee.remaining = words.count
    return Value(cell)
  }

  func rangeReversed(_ value: Value) throws(Raise) -> Value {
    if let words = rangeWords(value.cell) {
      let last = words.count == 0 ? 0 : words.start + (words.count - 1) * words.step
      return wordIterator(RangeWords(start: last, step: -words.step, count: words.count))
    }
    let cell = value.cell.asRange.pointee
    let step = try unary(.minus, cell.step)
    let last = try plus(cell.start, try times(try minus(cell.length, Value(small: 1)), cell.step))
    return rangeIterator(try range(last, try minus(cell.start, cell.step), step))
  }

  /// Start, stop and step of a slice for a length, all ints of any size.
  func longIndices(_ slice: Cell, length: Value) throws(Raise) -> (Value, Value, Value) {
    let cell = slice.asSlice.pointee
    let zero = Value(small: 0)
    let step = cell.step.isNone ? Value(small: 1) : try sliceBound(cell.step)
    if step == zero { throw raise(.valueError, "slice step cannot be zero") }
    let isDown = isNegative(step)
    let lower = isDown ? Value(small: -1) : zero
    let upper = isDown ? try plus(length, Value(small: -1)) : length
    let start = cell.start.isNone ? (isDown ? upper : lower) : try clamp(cell.start, length, lower, upper)
    let stop = cell.stop.isNone ? (isDown ? lower : upper) : try clamp(cell.stop, length, lower, upper)
    return (start, stop, step)
  }

  private func sliceBound(_ value: Value) throws(Raise) -> Value {
    if let int = try indexValue(value) { return int }
    throw raise(.typeError, "slice indices must be integers or None or have an __index__ method")
  }

  private func clamp(_ bound: Value, _ length: Value, _ lower: Value, _ upper: Value) throws(Raise) -> Value {
    let position = try sliceBound(bound)
    if isNegative(position) {
      let shifted = try plus(position, length)
      return try isLess(shifted, lower) ? lower : shifted
    }
    return try isLess(upper, position) ? upper : position
  }
}

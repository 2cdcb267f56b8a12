// Deque+Core.swift — `collections.deque`: a ring of values that grows at both ends.
//
// Words of the record: a block of values whose length is a power of two (or unbound), place of the first item, number
// of items, greatest number or None, a count of changes that iterators compare.

import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  func newDeque(_ ownerClass: Cell) -> Cell {
    let cell = newRecord(ownerClass, .deque, words: 5)
    cell.recordWords[1] = Value(small: 0)
    cell.recordWords[2] = Value(small: 0)
    cell.recordWords[3] = .none
    cell.recordWords[4] = Value(small: 0)
    return cell
  }

  @inline(__always) public func dequeLength(_ d: Cell) -> Int { d.recordWords[2].smallInt }
  @inline(__always) func dequeLimit(_ d: Cell) -> Int { d.recordWords[3].isNone ? Int.max : d.recordWords[3].smallInt }

  /// The place of item `i`.
  @inline(__always) func dequePlace(_ d: Cell, _ i: Int) -> Values {
    let block = d.recordWords[0].cell
    let mask = (1 << Int(block.header.pointee.flags)) - 1
    return block.recordWords + ((d.recordWords[1].smallInt + i) & mask)
  }

  @inline(__always) private func dequeCapacity(_ d: Cell) -> Int {
    d.recordWords[0].isUnbound ? 0 : 1 << Int(d.recordWords[0].cell.header.pointee.flags)
  }

  @inline(__always) func dequeChanged(_ d: Cell) {
    store(d.recordWords + 4, Value(small: (d.recordWords[4].smallInt + 1) & 0xFFFF_FFFF))
  }

  @inline(never)
  private func growDeque(_ d: Cell) throws(Raise) {
    let capacity = dequeCapacity(d), count = dequeLength(d)
    var log = 3
    while 1 << log <= capacity { log += 1 }
    if log > 31 { throw raise(.memoryError, "") }
    let block = try allocateBlock(.values, 16 + (8 << log))
    block.header.pointee.flags = UInt8(log)
    for i in 0..<count { block.recordWords[i] = dequePlace(d, i).pointee }
    store(d.recordWords, Value(block))
    store(d.recordWords + 1, Value(small: 0))
  }

  public func dequeAppend(_ d: Cell, _ value: Value) throws(Raise) {
    let count = dequeLength(d)
    if count >= dequeLimit(d) {
      if count == 0 { return }
      _ = dequePopFirst(d)
      return try dequeAppend(d, value)
    }
    if count == dequeCapacity(d) { try growDeque(d) }
    store(dequePlace(d, count), value)
    store(d.recordWords + 2, Value(small: count + 1))
    dequeChanged(d)
  }

  public func dequeAppendLeft(_ d: Cell, _ value: Value) throws(Raise) {
    let count = dequeLength(d)
    if count >= dequeLimit(d) {
      if count == 0 { return }
      _ = dequePopLast(d)
      return try dequeAppendLeft(d, value)
    }
    if count == dequeCapacity(d) { try growDeque(d) }
    let first = (d.recordWords[1].smallInt - 1) & (dequeCapacity(d) - 1)
    store(d.recordWords + 1, Value(small: first))
    store(dequePlace(d, 0), value)
    store(d.recordWords + 2, Value(small: count + 1))
    dequeChanged(d)
  }

  /// Takes the first item off a deque that is not empty.
  public func dequePopFirst(_ d: Cell) -> Value {
    let place = dequePlace(d, 0), value = place.pointee
    store(place, Value(bits: 0))
    store(d.recordWords + 1, Value(small: (d.recordWords[1].smallInt + 1) & (dequeCapacity(d) - 1)))
    store(d.recordWords + 2, Value(small: dequeLength(d) - 1))
    dequeChanged(d)
    return value
  }

  /// Takes the last item off a deque that is not empty.
  public func dequePopLast(_ d: Cell) -> Value {
    let count = dequeLength(d)
    let place = dequePlace(d, count - 1), value = place.pointee
    store(place, Value(bits: 0))
    store(d.recordWords + 2, Value(small: count - 1))
    dequeChanged(d)
    return value
  }

  func dequeClear(_ d: Cell) {
    store(d.recordWords, .unbound)
    store(d.recordWords + 1, Value(small: 0))
    store(d.recordWords + 2, Value(small: 0))
    dequeChanged(d)
  }

  func dequeExtend(_ d: Cell, _ iterable: Value, left: Bool = false) throws(Raise) {
    var source = iterable
    if iterable.isCell, iterable.cell == d { source = try listFrom(iterable) }
    try iterate(source) { (item) throws(Raise) -> Bool in
      if left { try dequeAppendLeft(d, item) } else { try dequeAppend(d, item) }
      return true
    }
  }

  /// Moves `steps` items from the end to the start; negative: the other way.
  func dequeRotate(_ d: Cell, _ steps: Int) throws(Raise) {
    let count = dequeLength(d)
    if count < 2 { return }
    var n = steps % count
    if n < 0 { n += count }
    if n > count / 2 { n -= count }
    let limit = d.recordWords[3]
    store(d.recordWords + 3, .none)
    defer { store(d.recordWords + 3, limit) }
    while n > 0 {
      try dequeAppendLeft(d, dequePopLast(d))
      n -= 1
    }
    while n < 0 {
      try dequeAppend(d, dequePopFirst(d))
      n += 1
    }
  }

  /// Removes the item at a position.
  func dequeRemove(_ d: Cell, at position: Int) throws(Raise) {
    let count = dequeLength(d)
    for i in position..<count - 1 { store(dequePlace(d, i), dequePlace(d, i + 1).pointee) }
    _ = dequePopLast(d)
  }

  func dequeInsert(_ d: Cell, at position: Int, _ value: Value) throws(Raise) {
    let count = dequeLength(d)
    if count >= dequeLimit(d) { throw raise(.indexError, "deque already at its maximum size") }
    let i = position < 0 ? max(position + count, 0) : min(position, count)
    try dequeAppend(d, value)
    var j = count
    while j > i {
      store(dequePlace(d, j), dequePlace(d, j - 1).pointee)
      j -= 1
    }
    store(dequePlace(d, i), value)
  }

  /// The first position in a range with an equal item, or -1.
  func dequeFind(_ d: Cell, _ value: Value, from start: Int, to stop: Int) throws(Raise) -> Int {
    let state = d.recordWords[4]
    var i = start
    while i < stop, i < dequeLength(d) {
      if try sameOrEqual(dequePlace(d, i).pointee, value) { return i }
      if d.recordWords[4] != state { throw raise(.runtimeError, "deque mutated during iteration") }
      i += 1
    }
    return -1
  }

  func dequePosition(_ d: Cell, _ key: Value, _ complaint: String) throws(Raise) -> Int {
    guard let i = try subscriptIndex(key) else {
      throw raise(.typeError, "sequence index must be integer, not '\(typeName(key))'")
    }
    let count = dequeLength(d)
    let position = i < 0 ? i + count : i
    if position < 0 || position >= count { throw raise(.indexError, complaint) }
    return position
  }

  func dequeCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard a.isRecord(.deque), b.isRecord(.deque) else { return .notImplemented }
    let x = a.cell, y = b.cell
    if a == b, op == .equal || op == .notEqual { return Value(op == .equal) }
    if dequeLength(x) != dequeLength(y), op == .equal || op == .notEqual { return Value(op == .notEqual) }
    try checkStack()
    var i = 0
    while i < dequeLength(x), i < dequeLength(y) {
      let first = dequePlace(x, i).pointee, second = dequePlace(y, i).pointee
      if try !sameOrEqual(first, second) {
        if op == .equal { return .false }
        return op == .notEqual ? .true : try compare(op, first, second)
      }
      i += 1
    }
    return Value(UnsafeMutablePointer.order(op, dequeLength(x), dequeLength(y)))
  }

  func dequeRepr(_ value: Value) throws(Raise) -> Value {
    if !enterRepr(value) { return string("[...]") }
    defer { leaveRepr(value) }
    try checkStack()
    let items = try listFrom(value)
    var text = TextBuffer()
    text.append("\(typeName(value))(")
    text.append(try repr(items))
    if !value.cell.recordWords[3].isNone { text.append(", maxlen=\(value.cell.recordWords[3].smallInt)") }
    text.append(")")
    return string(text)
  }

  /// dequeIterator: deque or unbound, changes seen, position, whether backwards.
  func nextOfDeque(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    let d = words[0].cell, i = words[2].smallInt
    if i >= dequeLength(d) {
      store(words, .unbound)
      return .unbound
    }
    if words[1] != d.recordWords[4] {
      store(words, .unbound)
      throw raise(.runtimeError, "deque mutated during iteration")
    }
    store(words + 2, Value(small: i + 1))
    return dequePlace(d, words[3].isTrue ? dequeLength(d) - 1 - i : i).pointee
  }
}

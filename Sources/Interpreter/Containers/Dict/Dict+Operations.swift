// Dict+Operations.swift — what operators and builtin functions do with dicts, and filling them from anything.

import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(__always) public func dictLength(_ d: Cell) -> Int { d.asDict.pointee.count }

  /// `d[key]`, with `__missing__` for subclasses.
  @inline(__always) public func dictGetItem(_ value: Value, _ key: Value) throws(Raise) -> Value {
    let found = try dictLookup(value.cell, key)
    return found.isUnbound ? try dictMissing(value, key) : found
  }

  @inline(never)
  private func dictMissing(_ value: Value, _ key: Value) throws(Raise) -> Value {
    if !value.isExactly(.dict), let result = try callSpecial(.missing, on: value, key) { return result }
    throw raiseKeyError(key)
  }

  @inline(__always) public func dictSetItem(_ value: Value, _ key: Value, _ item: Value) throws(Raise) {
    try dictSet(value.cell, key, item)
  }

  public func dictDeleteItem(_ value: Value, _ key: Value) throws(Raise) {
    if try !dictDelete(value.cell, key) { throw raiseKeyError(key) }
  }

  @inline(__always) public func dictContains(_ value: Value, _ key: Value) throws(Raise) -> Bool {
    try dictHas(value.cell, key)
  }

  /// Adds what `dict(source)` would hold: of a dict, a mapping with `keys`, or an iterable of pairs.
  public func dictUpdate(_ d: Cell, _ source: Value) throws(Raise) {
    if source.is(.dict) { return try dictMerge(d, source) }
    if try findAttribute(source, intern("keys")) != nil { return try dictMerge(d, source) }
    var position = 0
    try iterate(source) { (item) throws(Raise) -> Bool in
      try dictAddPair(d, item, position)
      position += 1
      return true
    }
  }

  private func dictAddPair(_ d: Cell, _ item: Value, _ position: Int) throws(Raise) {
    var pair = item
    if !item.isExactly(.tuple), !item.isExactly(.list) {
      do { pair = try listFrom(item) } catch {
        guard caught(.typeError) else { throw error }
        throw raise(.typeError, "cannot convert dictionary update sequence element #\(position) to a sequence")
      }
    }
    let count = sequenceCount(pair)
    if count != 2 {
      throw raise(
        .valueError, "dictionary update sequence element #\(position) has length \(count); 2 is required"
      )
    }
    let items = sequenceItems(pair)
    try dictSet(d, items[0], items[1])
  }

  /// NotImplemented unless both are dicts and the question is whether they are equal.
  public func dictCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard a.is(.dict), b.is(.dict) else { return .notImplemented }
    if op == .equal { return Value(try dictEqual(a.cell, b.cell)) }
    if op == .notEqual { return Value(try !dictEqual(a.cell, b.cell)) }
    return .notImplemented
  }

  private func dictEqual(_ a: Cell, _ b: Cell) throws(Raise) -> Bool {
    if dictCount(a) != dictCount(b) { return false }
    try checkStack()
    var i = dictNext(a, from: 0)
    while i >= 0 {
      let entry = dictEntry(a, i)
      let number = try dictFind(b, entry.key, hash: entry.hash)
      if number < 0 { return false }
      if try !sameOrEqual(dictEntry(b, number).value, entry.value) { return false }
      i = dictNext(a, from: i + 1)
    }
    return true
  }

  public func dictRepr(_ value: Value) throws(Raise) -> Value {
    if dictCount(value.cell) == 0 { return string("{}") }
    if !enterRepr(value) { return string("{...}") }
    defer { leaveRepr(value) }
    try checkStack()
    var text = TextBuffer()
    text.append("{")
    var i = dictNext(value.cell, from: 0), isFirst = true
    while i >= 0 {
      if !isFirst { text.append(", ") }
      isFirst = false
      let entry = dictEntry(value.cell, i)
      text.append(try repr(entry.key))
      text.append(": ")
      text.append(try repr(entry.value))
      i = dictNext(value.cell, from: i + 1)
    }
    text.append("}")
    return string(text)
  }

  /// `a | b` of two dicts, `a |= b` with whatever `update` takes; else NotImplemented.
  public func dictBinary(_ op: BinaryOperator, _ a: Value, _ b: Value, inPlace: Bool) throws(Raise) -> Value {
    guard op == .bitOr, a.is(.dict) else { return .notImplemented }
    if inPlace {
      try dictUpdate(a.cell, b)
      return a
    }
    guard b.is(.dict) else { return .notImplemented }
    let result = try dictCopy(a.cell)
    try dictMerge(result.cell, b)
    return result
  }

  /// What iterators and views of dicts give.
  enum DictPart: UInt8 { case keys, values, items }

  func dictIterator(_ value: Value, _ part: DictPart, reversed: Bool = false) -> Value {
    let type: BuiltinType =
      switch part {
      case .keys: .dictKeyIterator
      case .values: .dictValueIterator
      case .items: .dictItemIterator
      }
    let dict = value.cell.asDict.pointee
    let first = reversed ? max(dict.fill - 1, 0) : 0
    return newIterator(
      .dictIterator, type, dict.count == 0 && reversed ? .unbound : value, index: first | dict.count << 32,
      expected: dict.count, flags: part.rawValue | (reversed ? 4 : 0)
    )
  }

  public func dictIterator(_ value: Value) -> Value { dictIterator(value, .keys) }

  /// What an iterator gives for an entry.
  @inline(__always) func dictPart(_ entry: DictEntry, _ flags: UInt8) -> Value {
    switch flags & 3 {
    case 0: entry.key
    case 1: entry.value
    default: pair(entry.key, entry.value)
    }
  }

  /// The next of a dict iterator, or unbound.
  func nextOfDict(_ cell: Cell) throws(Raise) -> Value {
    let iterator = cell.asIterator
    if iterator.pointee.source.isUnbound { return .unbound }
    let dict = iterator.pointee.source.cell.asDict.pointee
    if iterator.pointee.expected != dict.count {
      storeWord(cell + 32, UInt64(bitPattern: -1))
      throw raise(.runtimeError, "dictionary changed size during iteration")
    }
    let flags = cell.header.pointee.flags
    if flags & 4 != 0 { return previousOfDict(cell, dict, flags) }
    var i = iterator.pointee.index & 0xFFFF_FFFF
    let left = iterator.pointee.index >> 32
    while i < dict.fill, dict.entries[i].key.isUnbound { i += 1 }
    if i >= dict.fill {
      exhaust(cell)
      return .unbound
    }
    if left == 0 {
      exhaust(cell)
      throw raise(.runtimeError, "dictionary keys changed during iteration")
    }
    storeWord(cell + 24, UInt64(bitPattern: Int64((i + 1) | (left - 1) << 32)))
    return dictPart(dict.entries[i], flags)
  }

  private func previousOfDict(_ cell: Cell, _ dict: DictCell, _ flags: UInt8) -> Value {
    let word = cell.asIterator.pointee.index
    var i = min(word & 0xFFFF_FFFF, dict.fill - 1)
    let left = word >> 32
    while i >= 0, dict.entries[i].key.isUnbound { i -= 1 }
    if i < 0 || left == 0 {
      exhaust(cell)
      return .unbound
    }
    if i == 0 {
      let entry = dict.entries[0]
      exhaust(cell)
      return dictPart(entry, flags)
    }
    storeWord(cell + 24, UInt64(bitPattern: Int64((i - 1) | (left - 1) << 32)))
    return dictPart(dict.entries[i], flags)
  }

  /// Marks an iterator as used up.
  @inline(__always) func exhaust(_ iterator: Cell) {
    store((iterator + 16).assumingMemoryBound(to: Value.self), .unbound)
  }
}

// Iterators+Basic.swift — the next item of the iterators of builtin containers and texts.

import Glibc

/// What a cell of kind `textIterator` walks: it serves all that is rarely walked, too.
enum TextIteratorFlavor: UInt8 {
  /// A str, bytes or bytearray.
  case text
  case reversedList
  /// A range of numbers beyond 50 bits.
  case longRange
  case reversedSequence
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The next item of a list iterator, or unbound.
  @inline(__always) public func nextOfList(_ cell: Cell) -> Value {
    let iterator = cell.asIterator
    let source = iterator.pointee.source
    if source.isUnbound { return .unbound }
    let list = source.cell.asList
    let i = iterator.pointee.index
    if i < list.pointee.count {
      storeWord(cell + 24, UInt64(bitPattern: Int64(i &+ 1)))
      return list.pointee.items[i]
    }
    exhaust(cell)
    return .unbound
  }

  /// The next item of a tuple iterator, or unbound.
  @inline(__always) public func nextOfTuple(_ cell: Cell) -> Value {
    let iterator = cell.asIterator
    let source = iterator.pointee.source
    if source.isUnbound { return .unbound }
    let i = iterator.pointee.index
    if i < source.cell.asTuple.pointee.count {
      storeWord(cell + 24, UInt64(bitPattern: Int64(i &+ 1)))
      return source.cell.tupleItems[i]
    }
    exhaust(cell)
    return .unbound
  }

  /// The next number of a range iterator, or unbound.
  @inline(__always) public func nextOfRange(_ cell: Cell) -> Value {
    let iterator = cell.assumingMemoryBound(to: RangeIteratorCell.self)
    if iterator.pointee.remaining <= 0 { return .unbound }
    let current = iterator.pointee.current
    willWrite(cell + 16, bytes: 24)
    iterator.pointee.remaining &-= 1
    iterator.pointee.current = current &+ iterator.pointee.step
    return Value(small: current)
  }

  /// The next item of a set iterator, or unbound.
  func nextOfSet(_ cell: Cell) throws(Raise) -> Value {
    let iterator = cell.asIterator
    if iterator.pointee.source.isUnbound { return .unbound }
    let set = iterator.pointee.source.cell
    if iterator.pointee.expected != set.asSet.pointee.used {
      storeWord(cell + 32, UInt64(bitPattern: -1))
      throw raise(.runtimeError, "Set changed size during iteration")
    }
    let slot = setNext(set, from: iterator.pointee.index)
    if slot < 0 {
      exhaust(cell)
      return .unbound
    }
    storeWord(cell + 24, UInt64(slot + 1))
    return set.asSet.pointee.entries[slot].key
  }

  /// The next of the iterators that share the kind `textIterator`, or unbound.
  func nextOfText(_ cell: Cell) throws(Raise) -> Value {
    let iterator = cell.asIterator
    let source = iterator.pointee.source, i = iterator.pointee.index
    if source.isUnbound { return .unbound }
    switch TextIteratorFlavor(rawValue: cell.header.pointee.flags) ?? .text {
    case .text: return textIteratorNext(cell) ?? .unbound
    case .reversedList:
      if i >= 0, i < source.cell.asList.pointee.count {
        storeWord(cell + 24, UInt64(bitPattern: Int64(i - 1)))
        return source.cell.asList.pointee.items[i]
      }
    case .longRange:
      let position = int(i)
      if try isLess(position, source.cell.asRange.pointee.length) {
        storeWord(cell + 24, UInt64(i + 1))
        return try rangeItem(source.cell, position)
      }
    case .reversedSequence: return try nextOfReversed(cell, source, i)
    }
    exhaust(cell)
    return .unbound
  }

  /// Walks a sequence backwards through `__getitem__`; IndexError and StopIteration end it.
  private func nextOfReversed(_ cell: Cell, _ source: Value, _ i: Int) throws(Raise) -> Value {
    if i >= 0 {
      storeWord(cell + 24, UInt64(bitPattern: Int64(i - 1)))
      do { return try getItem(source, int(i)) } catch {
        if !caught(.indexError), !caught(.stopIteration) { throw error }
      }
    }
    exhaust(cell)
    return .unbound
  }

  /// Items left, as far as `__length_hint__` tells.
  func itemsLeft(_ cell: Cell) throws(Raise) -> Int {
    if cell.kind == .rangeIterator {
      return max(cell.assumingMemoryBound(to: RangeIteratorCell.self).pointee.remaining, 0)
    }
    let iterator = cell.asIterator.pointee
    if iterator.source.isUnbound { return 0 }
    if cell.kind == .dictIterator {
      return iterator.expected == dictCount(iterator.source.cell) ? iterator.index >> 32 : 0
    }
    if cell.kind == .setIterator {
      return iterator.expected == setLength(iterator.source.cell) ? try setItemsLeft(iterator) : 0
    }
    if cell.kind == .textIterator { return try textItemsLeft(cell, iterator) }
    return max(sequenceCount(iterator.source) - iterator.index, 0)
  }

  private func setItemsLeft(_ iterator: IteratorCell) throws(Raise) -> Int {
    var count = 0, slot = setNext(iterator.source.cell, from: iterator.index)
    while slot >= 0 {
      count += 1
      slot = setNext(iterator.source.cell, from: slot + 1)
    }
    return count
  }

  private func textItemsLeft(_ cell: Cell, _ iterator: IteratorCell) throws(Raise) -> Int {
    switch TextIteratorFlavor(rawValue: cell.header.pointee.flags) ?? .text {
    case .text:
      var i = iterator.index, count = 0
      let text = iterator.source.as(TextCell.self).pointee
      while i < Int(text.byteCount) {
        if text.header.kind != .str || text.data[i] & 0xC0 != 0x80 { count += 1 }
        i += 1
      }
      return count
    case .reversedList:
      return iterator.index < sequenceCount(iterator.source) ? iterator.index + 1 : 0
    case .longRange:
      return word(try minus(iterator.source.cell.asRange.pointee.length, int(iterator.index))) ?? Int.max
    case .reversedSequence:
      let count = try length(iterator.source)
      return iterator.index < count ? iterator.index + 1 : 0
    }
  }
}

// Itertools+Streams.swift — the next item of the iterators of `itertools` that pass items through.
//
// A record's words are values; an iterator that is used up has an unbound word 0.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// The next item of a record of the `itertools` layouts, or unbound.
  func nextOfItertools(_ cell: Cell, _ layout: UInt16) throws(Raise) -> Value {
    switch layout {
    case Layout.chain.rawValue: return try nextOfChain(cell)
    case Layout.count.rawValue: return try nextOfCount(cell)
    case Layout.cycle.rawValue: return try nextOfCycle(cell)
    case Layout.`repeat`.rawValue: return nextOfRepeat(cell)
    case Layout.accumulate.rawValue: return try nextOfAccumulate(cell)
    case Layout.batched.rawValue: return try nextOfBatched(cell)
    case Layout.combinations.rawValue: return try nextOfCombinations(cell, withReplacement: false)
    case Layout.combinationsWithReplacement.rawValue: return try nextOfCombinations(cell, withReplacement: true)
    case Layout.compress.rawValue: return try nextOfCompress(cell)
    case Layout.dropWhile.rawValue: return try nextOfDropWhile(cell)
    case Layout.filterFalse.rawValue: return try nextOfFilterFalse(cell)
    case Layout.groupBy.rawValue: return try nextOfGroupBy(cell)
    case Layout.grouper.rawValue: return try nextOfGrouper(cell)
    case Layout.islice.rawValue: return try nextOfIslice(cell)
    case Layout.pairwise.rawValue: return try nextOfPairwise(cell)
    case Layout.permutations.rawValue: return try nextOfPermutations(cell)
    case Layout.product.rawValue: return try nextOfProduct(cell)
    case Layout.starMap.rawValue: return try nextOfStarMap(cell)
    case Layout.takeWhile.rawValue: return try nextOfTakeWhile(cell)
    case Layout.tee.rawValue: return try nextOfTee(cell)
    case Layout.zipLongest.rawValue: return try nextOfZipLongest(cell)
    default: throw raise(.typeError, "'\(typeName(Value(cell)))' object is not an iterator")
    }
  }

  /// chain: iterator over iterables, iterator of the current one or unbound.
  private func nextOfChain(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    while !words[0].isUnbound {
      if words[1].isUnbound {
        let iterable = try advance(words[0])
        if iterable.isUnbound {
          store(words, .unbound)
          return .unbound
        }
        store(words + 1, try iterator(iterable))
      }
      let item = try advance(words[1])
      if !item.isUnbound { return item }
      store(words + 1, .unbound)
    }
    return .unbound
  }

  /// count: next number, step.
  private func nextOfCount(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    let number = words[0]
    if number.isSmallInt, words[1].isSmallInt {
      store(words, int(number.smallInt + words[1].smallInt))
    } else {
      store(words, try plus(number, words[1]))
    }
    return number
  }

  /// cycle: iterator or unbound, list of its items, position.
  private func nextOfCycle(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if !words[0].isUnbound {
      let item = try advance(words[0])
      if !item.isUnbound {
        try listAppend(words[1].cell, item)
        return item
      }
      store(words, .unbound)
    }
    let saved = words[1].cell.asList
    if saved.pointee.count == 0 { return .unbound }
    let i = words[2].smallInt
    store(words + 2, Value(small: i + 1 >= saved.pointee.count ? 0 : i + 1))
    return saved.pointee.items[i]
  }

  /// repeat: object, times left or None.
  private func nextOfRepeat(_ cell: Cell) -> Value {
    let words = cell.recordWords
    if words[1].isNone { return words[0] }
    let left = words[1].smallInt
    if left <= 0 { return .unbound }
    store(words + 1, Value(small: left - 1))
    return words[0]
  }

  /// accumulate: iterator, function or None, total or unbound, initial value or None.
  private func nextOfAccumulate(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if !words[3].isNone {
      store(words + 2, words[3])
      store(words + 3, .none)
      return words[2]
    }
    let item = try advance(words[0])
    if item.isUnbound { return .unbound }
    if words[2].isUnbound {
      store(words + 2, item)
      return item
    }
    let total = words[1].isNone ? try plus(words[2], item) : try call(words[1], words[2], item)
    store(words + 2, total)
    return total
  }

  /// batched: iterator, size, whether strict.
  private func nextOfBatched(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    let size = words[1].smallInt
    let batch = list()
    while listLength(batch.cell) < size {
      let item = try advance(words[0])
      if item.isUnbound {
        store(words, .unbound)
        if listLength(batch.cell) == 0 { return .unbound }
        if words[2].isTrue { throw raise(.valueError, "batched(): incomplete batch") }
        break
      }
      try listAppend(batch.cell, item)
    }
    return try tupleFrom(batch)
  }

  /// compress: data iterator, selector iterator.
  private func nextOfCompress(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    while true {
      let item = try advance(words[0])
      if item.isUnbound { return .unbound }
      let selector = try advance(words[1])
      if selector.isUnbound { return .unbound }
      if try truth(selector) { return item }
    }
  }

  /// dropwhile: function, iterator, whether items pass.
  private func nextOfDropWhile(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    while true {
      let item = try advance(words[1])
      if item.isUnbound || words[2].isTrue { return item }
      if try !truth(try call(words[0], item)) {
        store(words + 2, .true)
        return item
      }
    }
  }

  /// filterfalse: function or None, iterator.
  private func nextOfFilterFalse(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    let isPlain = words[0].isNone || words[0] == Value(builtin(.bool))
    while true {
      let item = try advance(words[1])
      if item.isUnbound { return item }
      if try !truth(isPlain ? item : try call(words[0], item)) { return item }
    }
  }

  /// islice: iterator, next position, end or None, step, position.
  private func nextOfIslice(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    let wanted = words[1].smallInt, stop = words[2].isNone ? Int.max : words[2].smallInt
    var position = words[4].smallInt
    while position < wanted {
      let item = try advance(words[0])
      if item.isUnbound {
        store(words, .unbound)
        return .unbound
      }
      position += 1
      store(words + 4, Value(small: position))
    }
    if position >= stop {
      store(words, .unbound)
      return .unbound
    }
    let item = try advance(words[0])
    if item.isUnbound {
      store(words, .unbound)
      return .unbound
    }
    store(words + 4, Value(small: position + 1))
    store(words + 1, Value(intWord: min(wanted + words[3].smallInt, stop)))
    return item
  }

  /// pairwise: iterator or unbound, item before or unbound.
  private func nextOfPairwise(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    if words[1].isUnbound {
      let first = try advance(words[0])
      if first.isUnbound {
        store(words, .unbound)
        return .unbound
      }
      store(words + 1, first)
      if words[0].isUnbound { return .unbound }
    }
    let before = words[1]
    let item = try advance(words[0])
    if item.isUnbound {
      store(words, .unbound)
      store(words + 1, .unbound)
      return .unbound
    }
    store(words + 1, item)
    return pair(before, item)
  }

  /// starmap: function, iterator.
  private func nextOfStarMap(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    let item = try advance(words[1])
    if item.isUnbound { return .unbound }
    let arguments = try tupleFrom(item)
    return try call(words[0], args: arguments.cell.tupleItems, count: tupleLength(arguments.cell))
  }

  /// takewhile: function, iterator or unbound.
  private func nextOfTakeWhile(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[1].isUnbound { return .unbound }
    let item = try advance(words[1])
    if item.isUnbound { return .unbound }
    if try truth(try call(words[0], item)) { return item }
    store(words + 1, .unbound)
    return .unbound
  }

  /// zip_longest: list of iterators (unbound once used up), fill value, iterators left.
  private func nextOfZipLongest(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    let iterators = words[0].cell
    let count = listLength(iterators)
    if count == 0 || words[2].smallInt == 0 { return .unbound }
    let result = try makeTuple(count)
    result.tupleItems.update(repeating: .none, count: count)
    for i in 0..<count {
      let source = iterators.asList.pointee.items[i]
      var item = Value.unbound
      if !source.isUnbound {
        item = try advance(source)
        if item.isUnbound {
          store(words + 2, Value(small: words[2].smallInt - 1))
          if words[2].smallInt == 0 { return .unbound }
          store(iterators.asList.pointee.items + i, .unbound)
        }
      }
      result.tupleItems[i] = item.isUnbound ? words[1] : item
    }
    return Value(result)
  }

  /// tee: its node. A node: source, item or unbound, next node or unbound, whether the source is being asked.
  private func nextOfTee(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    let node = words[0].cell.recordWords
    if node[1].isUnbound {
      if node[3].isTrue { throw raise(.runtimeError, "cannot re-enter the tee iterator") }
      store(node + 3, .true)
      defer { store(node + 3, .false) }
      let item = try advance(node[0])
      if item.isUnbound { return .unbound }
      store(node + 1, item)
      store(node + 2, teeNode(node[0]))
    }
    store(words, node[2])
    return node[1]
  }

  /// A node that has not asked its source yet.
  public func teeNode(_ source: Value) -> Value {
    let cell = allocate(.values, 16 + 4 * 8)
    cell.recordWords.update(repeating: .unbound, count: 4)
    cell.recordWords[0] = source
    return Value(cell)
  }
}

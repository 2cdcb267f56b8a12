// Itertools+Combinatorics.swift — combinations, permutations and products.
//
// Positions stand as small ints in a list that scripts never see. Word 0 is unbound once all was given.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// A tuple of the pool's items at the first `count` positions of a list.
  private func pick(_ pool: Values, _ positions: Values, _ count: Int) throws(Raise) -> Value {
    if count == 0 { return pointee.emptyTuple }
    let result = try makeTuple(count)
    for i in 0..<count { result.tupleItems[i] = pool[positions[i].smallInt] }
    return Value(result)
  }

  /// combinations: pool, positions, number of items, whether started.
  func nextOfCombinations(_ cell: Cell, withReplacement: Bool) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    let pool = words[0].cell.tupleItems, size = tupleLength(words[0].cell), count = words[2].smallInt
    let positions = words[1].cell.asList.pointee.items
    if !words[3].isTrue {
      if withReplacement ? size == 0 && count > 0 : count > size {
        store(words, .unbound)
        return .unbound
      }
      store(words + 3, .true)
      return try pick(pool, positions, count)
    }
    var i = count - 1
    while i >= 0, positions[i].smallInt == (withReplacement ? size - 1 : i + size - count) { i -= 1 }
    if i < 0 {
      store(words, .unbound)
      return .unbound
    }
    willWrite(positions, bytes: count * 8)
    let next = positions[i].smallInt + 1
    for j in i..<count { positions[j] = Value(small: withReplacement ? next : next + j - i) }
    return try pick(pool, positions, count)
  }

  /// permutations: pool, positions of all items, items to give, whether started, countdowns.
  func nextOfPermutations(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    let pool = words[0].cell.tupleItems, size = tupleLength(words[0].cell), count = words[2].smallInt
    let positions = words[1].cell.asList.pointee.items
    if !words[3].isTrue {
      if count > size {
        store(words, .unbound)
        return .unbound
      }
      store(words + 3, .true)
      return try pick(pool, positions, count)
    }
    let cycles = words[4].cell.asList.pointee.items
    willWrite(positions, bytes: size * 8)
    willWrite(cycles, bytes: count * 8)
    var i = count - 1
    while i >= 0 {
      let left = cycles[i].smallInt - 1
      cycles[i] = Value(small: left)
      if left > 0 {
        (positions[i], positions[size - left]) = (positions[size - left], positions[i])
        return try pick(pool, positions, count)
      }
      let first = positions[i]
      for j in i..<size - 1 { positions[j] = positions[j + 1] }
      positions[size - 1] = first
      cycles[i] = Value(small: size - i)
      i -= 1
    }
    store(words, .unbound)
    return .unbound
  }

  /// product: tuple of pools, positions, whether started.
  func nextOfProduct(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    let pools = words[0].cell.tupleItems, count = tupleLength(words[0].cell)
    let positions = words[1].cell.asList.pointee.items
    if words[2].isTrue {
      willWrite(positions, bytes: count * 8)
      var i = count - 1
      while i >= 0 {
        let next = positions[i].smallInt + 1
        if next < tupleLength(pools[i].cell) {
          positions[i] = Value(small: next)
          break
        }
        positions[i] = Value(small: 0)
        i -= 1
      }
      if i < 0 {
        store(words, .unbound)
        return .unbound
      }
    } else {
      for i in 0..<count where tupleLength(pools[i].cell) == 0 {
        store(words, .unbound)
        return .unbound
      }
      store(words + 2, .true)
    }
    if count == 0 { return pointee.emptyTuple }
    let result = try makeTuple(count)
    for i in 0..<count { result.tupleItems[i] = pools[i].cell.tupleItems[positions[i].smallInt] }
    return Value(result)
  }
}

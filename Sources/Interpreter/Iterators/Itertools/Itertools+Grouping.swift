// Itertools+Grouping.swift — `groupby` and its groups.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// groupby: iterator, key function or None, key of the group given last, current key, current item, current group.
  func nextOfGroupBy(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    store(words + 5, .unbound)
    while true {
      if !words[3].isUnbound {
        if words[2].isUnbound { break }
        if try !sameOrEqual(words[2], words[3]) { break }
      }
      if try !stepGroupBy(cell) { return .unbound }
    }
    store(words + 2, words[3])
    let type = dictGetStr(classDictionary(classOf(Value(cell))), intern("_grouper"))
    guard type.is(.class) else { throw raise(.systemError, "groupby has no group class") }
    let group = newRecord(type.cell, .grouper, words: 2)
    group.recordWords[0] = Value(cell)
    group.recordWords[1] = words[2]
    store(words + 5, Value(group))
    return pair(words[3], Value(group))
  }

  /// The dict of the nearest native class of a class.
  private func classDictionary(_ cell: Cell) -> Cell {
    classCell(classCell(cell).pointee.native.cell).pointee.dictionary.cell
  }

  /// Reads the next item and its key; false at the end.
  private func stepGroupBy(_ cell: Cell) throws(Raise) -> Bool {
    let words = cell.recordWords
    let item = try advance(words[0])
    if item.isUnbound { return false }
    let key = words[1].isNone ? item : try call(words[1], item)
    store(words + 4, item)
    store(words + 3, key)
    return true
  }

  /// A group: its groupby, its key.
  func nextOfGrouper(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    let parent = words[0].cell
    let all = parent.recordWords
    if all[5] != Value(cell) { return .unbound }
    if all[4].isUnbound, try !stepGroupBy(parent) { return .unbound }
    if try !sameOrEqual(words[1], all[3]) { return .unbound }
    let item = all[4]
    store(all + 4, .unbound)
    return item
  }
}

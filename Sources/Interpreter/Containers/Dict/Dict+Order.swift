// Dict+Order.swift — moving and taking entries at either end, for ordered dicts and caches.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// The number of the first entry, or -1.
  ///
  /// The table's header keeps where the search starts, so that taking entries off the front again and again is cheap.
  public func dictFirst(_ d: Cell) -> Int {
    let dict = d.asDict.pointee
    if dict.used32 == 0 { return -1 }
    let table = UnsafeMutableRawPointer(bitPattern: dict.table).unsafelyUnwrapped
    var i = min(Int(table.header.pointee.aux), dict.fill)
    while i < dict.fill, dict.entries[i].key.isUnbound { i += 1 }
    willWrite(table, bytes: 8)
    table.header.pointee.aux = UInt16(min(i, Int(UInt16.max)))
    return i < dict.fill ? i : -1
  }

  /// Deletes the first entry and returns it; nil for an empty dict.
  public func dictPopFirst(_ d: Cell) throws(Raise) -> DictEntry? {
    var number = dictFirst(d)
    if number < 0 { return nil }
    if number >= Int(UInt16.max) {
      try resizeDict(d, log: DictTable.log(slots: dictCount(d) * 2))
      number = 0
    }
    let entry = dictEntry(d, number)
    dictRemove(d, number)
    return entry
  }

  /// Makes an entry the last one.
  public func dictMoveToEnd(_ d: Cell, _ number: Int) throws(Raise) {
    if number == d.asDict.pointee.fill - 1 { return }
    let entry = dictEntry(d, number)
    dictRemove(d, number)
    try dictAppend(d, entry.key, entry.value, hash: entry.hash)
  }

  /// Makes an entry the first one; all others are moved.
  public func dictMoveToStart(_ d: Cell, _ number: Int) throws(Raise) {
    let old = d.asDict.pointee
    let log = DictTable.log(entries: old.count)
    let table = try newDictTable(log: log)
    installDictTable(d, table, log: log)
    let dict = d.asDict
    dict.pointee.entries[0] = old.entries[number]
    var count = 1
    for i in 0..<old.fill where i != number && !old.entries[i].key.isUnbound {
      dict.pointee.entries[count] = old.entries[i]
      count += 1
    }
    dict.pointee.fill32 = UInt32(truncatingIfNeeded: count)
    indexEntries(dict, from: 0)
  }

  /// Adds a key that is not there at the end.
  public func dictInsert(_ d: Cell, _ key: Value, _ value: Value, hash: Int) throws(Raise) {
    try dictAppend(d, key, value, hash: hash)
  }

  /// A view of a dict that is an instance of another view class.
  public func dictView(_ value: Value, like type: Cell) -> Value {
    let part: DictPart =
      switch className(type) {
      case "odict_values": .values
      case "odict_items": .items
      default: .keys
      }
    let cell = newInstance(type, kind: .dictView, bytes: MemoryLayout<ViewCell>.size)
    cell.header.pointee.flags = part.rawValue
    cell.asView.pointee.source = value
    return Value(cell)
  }
}

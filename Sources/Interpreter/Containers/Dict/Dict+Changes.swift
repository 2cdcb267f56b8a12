// Dict+Changes.swift — setting, deleting and merging; every write to a dict is here or in its table.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// Sets a key to a value.
  @inline(__always) public func dictSet(_ d: Cell, _ key: Value, _ value: Value) throws(Raise) {
    try dictSet(d, key, value, hash: try keyHash(key))
  }

  /// Sets a key of known hash to a value.
  @inline(__always) public func dictSet(_ d: Cell, _ key: Value, _ value: Value, hash: Int) throws(Raise) {
    let number = try dictFind(d, key, hash: hash)
    if number >= 0 { dictReplace(d, number, value) } else { try dictAppend(d, key, value, hash: hash) }
  }

  /// Sets a name to a value.
  @inline(__always) public func dictSetStr(_ d: Cell, _ name: Value, _ value: Value) throws(Raise) {
    let number = dictFindStr(d, name)
    if number >= 0 {
      dictReplace(d, number, value)
    } else {
      try dictAppend(d, name, value, hash: textHash(name.cell))
    }
  }

  /// Sets the value of an entry.
  @inline(__always) public func dictReplace(_ d: Cell, _ number: Int, _ value: Value) {
    let entry = d.asDict.pointee.entries + number
    let old = entry.pointee.value
    store((UnsafeMutableRawPointer(entry) + 16).assumingMemoryBound(to: Value.self), value)
    if d.asDict.pointee.watch != 0 { namespaceChanged(d, entry.pointee.key, old: old, new: value) }
  }

  /// Adds an entry for a key that is not there.
  @inline(__always) func dictAppend(_ d: Cell, _ key: Value, _ value: Value, hash: Int) throws(Raise) {
    if d.asDict.pointee.table == 0 || d.asDict.pointee.room <= 0 { try growDict(d) }
    let dict = d.asDict
    var probe = DictProbe(hash, dict.pointee.mask)
    while dict.pointee.slot(probe.slot) >= 0 { probe.advance() }
    let number = dict.pointee.fill
    let entry = dict.pointee.entries + number
    willWrite(dict.pointee.slotAddress(probe.slot), bytes: 4)
    willWrite(entry, bytes: MemoryLayout<DictEntry>.size)
    willWrite(d + 32, bytes: 16)
    dict.pointee.setSlot(probe.slot, number)
    entry.pointee = DictEntry(hash: hash, key: key, value: value)
    dict.pointee.fill32 &+= 1
    dict.pointee.used32 &+= 1
    dict.pointee.keysVersion = 0
    if dict.pointee.watch != 0 { namespaceChanged(d, key, old: .unbound, new: value) }
  }

  /// The value of a key, after setting it if it was not there.
  func dictSetDefault(_ d: Cell, _ key: Value, _ value: Value) throws(Raise) -> Value {
    let hash = try keyHash(key)
    let number = try dictFind(d, key, hash: hash)
    if number >= 0 { return d.asDict.pointee.entries[number].value }
    try dictAppend(d, key, value, hash: hash)
    return value
  }

  /// Deletes a key.
  ///
  /// - Returns: whether it was there.
  public func dictDelete(_ d: Cell, _ key: Value) throws(Raise) -> Bool {
    let number = try dictFind(d, key, hash: try keyHash(key))
    if number < 0 { return false }
    dictRemove(d, number)
    return true
  }

  /// Deletes a name.
  ///
  /// - Returns: whether it was there.
  public func dictDeleteStr(_ d: Cell, _ name: Value) -> Bool {
    let number = dictFindStr(d, name)
    if number < 0 { return false }
    dictRemove(d, number)
    return true
  }

  /// Deletes a key and returns its value, unbound if it was not there.
  public func dictPop(_ d: Cell, _ key: Value) throws(Raise) -> Value {
    let number = try dictFind(d, key, hash: try keyHash(key))
    if number < 0 { return .unbound }
    let value = d.asDict.pointee.entries[number].value
    dictRemove(d, number)
    return value
  }

  /// Deletes an entry.
  public func dictRemove(_ d: Cell, _ number: Int) {
    let dict = d.asDict
    let entry = dict.pointee.entries + number
    let old = entry.pointee
    var probe = DictProbe(old.hash, dict.pointee.mask)
    while dict.pointee.slot(probe.slot) != number { probe.advance() }
    willWrite(dict.pointee.slotAddress(probe.slot), bytes: 4)
    willWrite(entry, bytes: MemoryLayout<DictEntry>.size)
    willWrite(d + 32, bytes: 16)
    dict.pointee.setSlot(probe.slot, DictTable.deleted)
    entry.pointee = DictEntry(hash: 0, key: .unbound, value: .unbound)
    dict.pointee.used32 &-= 1
    dict.pointee.keysVersion = 0
    if dict.pointee.watch != 0 { namespaceChanged(d, old.key, old: old.value, new: .unbound) }
  }

  /// Deletes the last entry and returns it; nil for an empty dict.
  public func dictPopLast(_ d: Cell) -> DictEntry? {
    let dict = d.asDict
    if dict.pointee.used32 == 0 { return nil }
    var number = dict.pointee.fill - 1
    while dict.pointee.entries[number].key.isUnbound { number -= 1 }
    let entry = dict.pointee.entries[number]
    dictRemove(d, number)
    let table = UnsafeMutableRawPointer(bitPattern: dict.pointee.table).unsafelyUnwrapped
    willWrite(table, bytes: 16)
    table.header.pointee.attributes -= UInt64(dict.pointee.fill - number)
    table.header.pointee.aux = min(table.header.pointee.aux, UInt16(truncatingIfNeeded: min(number, 0xFFFF)))
    dict.pointee.fill32 = UInt32(truncatingIfNeeded: number)
    return entry
  }

  /// Deletes everything.
  public func dictClear(_ d: Cell) {
    let old = d.asDict.pointee
    if old.table == 0 { return }
    willWrite(d + 16, bytes: MemoryLayout<DictCell>.size - 16)
    let dict = d.asDict
    (dict.pointee.table, dict.pointee.used32, dict.pointee.fill32, dict.pointee.keysVersion) = (0, 0, 0, 0)
    if old.watch != 0 {
      for i in 0..<old.fill where !old.entries[i].key.isUnbound {
        namespaceChanged(d, old.entries[i].key, old: old.entries[i].value, new: .unbound)
      }
    }
    releaseBlock(UnsafeMutableRawPointer(bitPattern: old.table).unsafelyUnwrapped)
  }

  /// A new plain dict with the same entries.
  public func dictCopy(_ d: Cell) throws(Raise) -> Value {
    let copy = dict()
    try dictCopyEntries(d, into: copy.cell)
    return copy
  }

  /// Fills an empty dict with the entries of another.
  func dictCopyEntries(_ source: Cell, into target: Cell) throws(Raise) {
    let from = source.asDict.pointee
    if from.used32 == 0 { return }
    let isDense = from.fill == from.count
    let log = isDense ? Int(from.logSlots) : DictTable.log(entries: from.count)
    let table = try newDictTable(log: log)
    installDictTable(target, table, log: log)
    let to = target.asDict
    if isDense {
      memcpy(to.pointee.entries, from.entries, from.fill * MemoryLayout<DictEntry>.stride)
      memcpy(to.pointee.index, from.index, DictTable.indexBytes(log))
      let oldTable = UnsafeMutableRawPointer(bitPattern: from.table).unsafelyUnwrapped
      table.header.pointee.attributes = oldTable.header.pointee.attributes
      to.pointee.fill32 = from.fill32
    } else {
      var count = 0
      for i in 0..<from.fill where !from.entries[i].key.isUnbound {
        to.pointee.entries[count] = from.entries[i]
        count += 1
      }
      to.pointee.fill32 = UInt32(truncatingIfNeeded: count)
      indexEntries(to, from: 0)
    }
    to.pointee.used32 = from.used32
    guard to.pointee.watch != 0 else { return }
    for i in 0..<to.pointee.fill where !to.pointee.entries[i].key.isUnbound {
      namespaceChanged(target, to.pointee.entries[i].key, old: .unbound, new: to.pointee.entries[i].value)
    }
  }

  /// Adds the entries of a dict or mapping; `override` says who wins where both have a key.
  public func dictMerge(_ d: Cell, _ other: Value, override: Bool = true) throws(Raise) {
    if other.is(.dict), isPlainMapping(other) {
      try dictMergeEntries(d, other.cell, override: override)
    } else {
      try dictMergeMapping(d, other, override: override)
    }
  }

  /// Whether a dict's iteration is the builtin one.
  private func isPlainMapping(_ value: Value) -> Bool {
    if value.isExactly(.dict) { return true }
    let own = special(.iterate, classOf(value)), plain = special(.iterate, builtin(.dict))
    return own == plain
  }

  private func dictMergeEntries(_ d: Cell, _ other: Cell, override: Bool) throws(Raise) {
    if d == other || other.asDict.pointee.used32 == 0 { return }
    if d.asDict.pointee.table == 0 { return try dictCopyEntries(other, into: d) }
    let total = d.asDict.pointee.count + other.asDict.pointee.count
    if other.asDict.pointee.count > d.asDict.pointee.room {
      try resizeDict(d, log: DictTable.log(entries: total))
    }
    let fill = other.asDict.pointee.fill32
    var i = 0
    while i < Int(fill) {
      let entry = other.asDict.pointee.entries[i]
      i += 1
      if entry.key.isUnbound { continue }
      let number = try dictFind(d, entry.key, hash: entry.hash)
      if number < 0 {
        try dictAppend(d, entry.key, entry.value, hash: entry.hash)
      } else if override {
        dictReplace(d, number, entry.value)
      }
      if other.asDict.pointee.fill32 != fill || other.asDict.pointee.table == 0 {
        throw raise(.runtimeError, "dict mutated during update")
      }
    }
  }

  private func dictMergeMapping(_ d: Cell, _ other: Value, override: Bool) throws(Raise) {
    let keys = try callMethod(other, "keys")
    try iterate(keys) { (key) throws(Raise) -> Bool in
      if !override, try dictHas(d, key) { return true }
      try dictSet(d, key, try getItem(other, key))
      return true
    }
  }
}

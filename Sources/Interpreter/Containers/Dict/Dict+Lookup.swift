// Dict+Lookup.swift — finding entries: at once for strings and small ints, through `__eq__` for the rest.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// An empty dict.
  @inline(__always) public func dict() -> Value {
    Value(allocate(.dict, MemoryLayout<DictCell>.size, shape: BuiltinType.dict.rawValue))
  }

  /// An empty dict with room for a number of entries.
  public func dict(capacity: Int) -> Value {
    let value = dict()
    if capacity > 0 {
      let log = DictTable.log(entries: capacity)
      if let table = try? newDictTable(log: log) {
        installDictTable(value.cell, table, log: log)
      } else {
        pointee.exception = .unbound
      }
    }
    return value
  }

  /// The number of a name's entry, or -1; keys that are not text never match.
  @inline(__always) public func dictFindStr(_ d: Cell, _ name: Value) -> Int {
    let dict = d.asDict.pointee
    if dict.used32 == 0 { return -1 }
    let known = name.as(TextCell.self).pointee.hash
    let hash = known != 0 ? known : textHash(name.cell)
    var probe = DictProbe(hash, dict.mask)
    while true {
      let number = dict.slot(probe.slot)
      if number >= 0 {
        let entry = dict.entries + number
        if entry.pointee.key == name { return number }
        if entry.pointee.hash == hash, entry.pointee.key.is(.str), sameText(entry.pointee.key.cell, name.cell) {
          return number
        }
      } else if number == DictTable.empty {
        return -1
      }
      probe.advance()
    }
  }

  /// The value under a name, or unbound.
  @inline(__always) public func dictGetStr(_ d: Cell, _ name: Value) -> Value {
    let number = dictFindStr(d, name)
    return number < 0 ? .unbound : d.asDict.pointee.entries[number].value
  }

  /// The number of a key's entry, or -1.
  @inline(__always) public func dictFind(_ d: Cell, _ key: Value, hash: Int) throws(Raise) -> Int {
    let dict = d.asDict.pointee
    if dict.used32 == 0 { return -1 }
    var probe = DictProbe(hash, dict.mask)
    while true {
      let number = dict.slot(probe.slot)
      if number >= 0 {
        let entry = dict.entries + number
        if entry.pointee.key == key { return number }
        if entry.pointee.hash == hash {
          switch keysMatch(entry.pointee.key, key) {
          case .same: return number
          case .different: break
          case .unknown: return try dictFindByScript(d, key, hash)
          }
        }
      } else if number == DictTable.empty {
        return -1
      }
      probe.advance()
    }
  }

  /// As `dictFind`, for keys whose equality may run script; starts over when that changed the dict.
  func dictFindByScript(_ d: Cell, _ key: Value, _ hash: Int) throws(Raise) -> Int {
    while true {
      let dict = d.asDict.pointee
      if dict.used32 == 0 { return -1 }
      if let number = try searchByScript(d, dict, key, hash) { return number }
    }
  }

  /// One search through a table; nil when script changed it meanwhile.
  private func searchByScript(_ d: Cell, _ dict: DictCell, _ key: Value, _ hash: Int) throws(Raise) -> Int? {
    var probe = DictProbe(hash, dict.mask)
    while true {
      let number = dict.slot(probe.slot)
      if number == DictTable.empty { return -1 }
      if number >= 0 {
        let candidate = dict.entries[number].key
        if dict.entries[number].hash == hash, !candidate.isUnbound {
          switch keysMatch(candidate, key) {
          case .same: return number
          case .different: break
          case .unknown:
            let isEqual = try equal(candidate, key)
            let now = d.asDict
            if now.pointee.table != dict.table || now.pointee.entries[number].key != candidate { return nil }
            if isEqual { return number }
          }
        }
      }
      probe.advance()
    }
  }

  /// The value under a key, or unbound.
  @inline(__always) public func dictLookup(_ d: Cell, _ key: Value) throws(Raise) -> Value {
    let number = try dictFind(d, key, hash: try keyHash(key))
    return number < 0 ? .unbound : d.asDict.pointee.entries[number].value
  }

  /// The value under a key, or nil.
  @inline(__always) public func dictGet(_ d: Cell, _ key: Value) throws(Raise) -> Value? {
    let value = try dictLookup(d, key)
    return value.isUnbound ? nil : value
  }

  @inline(__always) public func dictHas(_ d: Cell, _ key: Value) throws(Raise) -> Bool {
    try dictFind(d, key, hash: try keyHash(key)) >= 0
  }

  @inline(__always) public func dictCount(_ d: Cell) -> Int { d.asDict.pointee.count }

  /// The number of the first entry present at or after a number, or -1; the way to walk a dict.
  @inline(__always) public func dictNext(_ d: Cell, from number: Int) -> Int {
    var i = number
    let dict = d.asDict.pointee
    while i < dict.fill {
      if !dict.entries[i].key.isUnbound { return i }
      i += 1
    }
    return -1
  }

  @inline(__always) public func dictEntry(_ d: Cell, _ number: Int) -> DictEntry { d.asDict.pointee.entries[number] }
}

// Set+Core.swift — the hash table of sets: CPython's probing and growth, so that sets are walked in its order.
//
// From the slot a hash points to, up to nine neighbours are tried before the probe jumps on. A deleted entry keeps its
// slot with hash -1 until the table is rebuilt or a new key whose search ends after it takes it. A table is rebuilt
// once three fifths of its slots are in use.

import Glibc

extension SetEntry {
  @inline(__always) var isEmpty: Bool { key.isUnbound }
  @inline(__always) var isDeleted: Bool { hash == -1 }
  @inline(__always) var isActive: Bool { !key.isUnbound && hash != -1 }
}

extension SetCell {
  static let minimumMask = 7
  static let neighbours = 9

  /// The mask as CPython has it: an empty set owns eight slots.
  @inline(__always) var effectiveMask: Int { mask == 0 ? SetCell.minimumMask : mask }
}

/// The walk through the slots that a hash may be in.
struct SetProbe {
  var slot: Int
  private var left: Int
  private var first: Int
  private var perturb: UInt
  private let mask: Int

  @inline(__always) init(_ hash: Int, _ mask: Int) {
    self.mask = mask
    perturb = UInt(bitPattern: hash)
    first = hash & mask
    slot = first
    left = first &+ SetCell.neighbours <= mask ? SetCell.neighbours : 0
  }
  @inline(__always) mutating func advance() {
    if left > 0 {
      left &-= 1
      slot &+= 1
      return
    }
    perturb >>= 5
    first = (first &* 5 &+ 1 &+ Int(bitPattern: perturb)) & mask
    slot = first
    left = first &+ SetCell.neighbours <= mask ? SetCell.neighbours : 0
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// An empty set.
  @inline(__always) public func set() -> Value {
    Value(allocate(.set, MemoryLayout<SetCell>.size, shape: BuiltinType.set.rawValue))
  }

  public func frozenSet() -> Value {
    let cell = allocate(.frozenSet, MemoryLayout<SetCell>.size, shape: BuiltinType.frozenset.rawValue)
    cell.asSet.pointee.hash = -1
    return Value(cell)
  }

  @inline(__always) public func isAnySet(_ value: Value) -> Bool { value.is(.set) || value.is(.frozenSet) }

  @inline(__always) public func setLength(_ s: Cell) -> Int { s.asSet.pointee.used }

  private func newSetTable(_ slots: Int) throws(Raise) -> UnsafeMutablePointer<SetEntry> {
    if slots > 1 << 34 { throw raise(.memoryError, "") }
    let cell = try allocateBlock(.setTable, 16 + slots * MemoryLayout<SetEntry>.stride)
    cell.header.pointee.attributes = UInt64(slots)
    let entries = (cell + 16).assumingMemoryBound(to: SetEntry.self)
    for i in 0..<slots { entries[i] = SetEntry(hash: 0, key: .unbound) }
    return entries
  }

  /// Rebuilds a set's table with more than `minimum` slots.
  func resizeSet(_ s: Cell, _ minimum: Int) throws(Raise) {
    var slots = SetCell.minimumMask + 1
    while slots <= minimum { slots <<= 1 }
    let old = s.asSet.pointee
    if slots == SetCell.minimumMask + 1, old.mask == SetCell.minimumMask, old.fill == old.used { return }
    let entries = try newSetTable(slots)
    if old.mask != 0 {
      for i in 0...old.mask where old.entries[i].isActive {
        UnsafeMutablePointer.insertClean(entries, slots - 1, old.entries[i])
      }
    }
    willWrite(s + 16, bytes: 32)
    let set = s.asSet
    set.pointee.entries = entries
    set.pointee.fill = old.used
    set.pointee.mask = slots - 1
    if old.mask != 0 { releaseBlock(UnsafeMutableRawPointer(old.entries) - 16) }
  }

  /// Puts an entry that is not there into a table without deleted ones.
  @inline(__always)
  private static func insertClean(_ entries: UnsafeMutablePointer<SetEntry>, _ mask: Int, _ entry: SetEntry) {
    var probe = SetProbe(entry.hash, mask)
    while !entries[probe.slot].isEmpty { probe.advance() }
    entries[probe.slot] = entry
  }

  /// The slot of a key, or -1.
  @inline(__always) public func setFind(_ s: Cell, _ key: Value, hash: Int) throws(Raise) -> Int {
    let set = s.asSet.pointee
    if set.used == 0 { return -1 }
    var probe = SetProbe(hash, set.mask)
    while true {
      let entry = set.entries[probe.slot]
      if entry.isEmpty { return -1 }
      if entry.hash == hash {
        switch keysMatch(entry.key, key) {
        case .same: return probe.slot
        case .different: break
        case .unknown: return try findByScript(s, key, hash, forInsertion: false)
        }
      }
      probe.advance()
    }
  }

  /// The slot of a key, or -1, or (for insertion) -2 - the free slot; starts over when script changed the set.
  @inline(never)
  private func findByScript(_ s: Cell, _ key: Value, _ hash: Int, forInsertion: Bool) throws(Raise) -> Int {
    while true {
      let set = s.asSet.pointee
      if set.mask == 0 { return -1 }
      var probe = SetProbe(hash, set.mask), reusable = -1
      scan: while true {
        let entry = set.entries[probe.slot]
        if entry.isEmpty { return forInsertion ? -2 - (reusable >= 0 ? reusable : probe.slot) : -1 }
        if entry.isDeleted { reusable = probe.slot }
        if entry.hash == hash {
          switch keysMatch(entry.key, key) {
          case .same: return probe.slot
          case .different: break
          case .unknown:
            let isEqual = try equal(entry.key, key)
            let now = s.asSet.pointee
            if now.mask != set.mask || now.entries != set.entries || now.entries[probe.slot].key != entry.key {
              break scan
            }
            if isEqual { return probe.slot }
          }
        }
        probe.advance()
      }
    }
  }

  /// Adds a key.
  @inline(__always) public func setAdd(_ s: Cell, _ key: Value) throws(Raise) {
    try setAdd(s, key, hash: try keyHash(key))
  }

  /// Adds a key of known hash.
  @inline(__always) public func setAdd(_ s: Cell, _ key: Value, hash: Int) throws(Raise) {
    if s.asSet.pointee.mask == 0 { try makeSetTable(s) }
    let set = s.asSet.pointee
    var probe = SetProbe(hash, set.mask), reusable = -1
    while true {
      let entry = set.entries[probe.slot]
      if entry.isEmpty { break }
      if entry.hash == hash {
        switch keysMatch(entry.key, key) {
        case .same: return
        case .different: break
        case .unknown: return try setAddByScript(s, key, hash)
        }
      } else if entry.isDeleted {
        reusable = probe.slot
      }
      probe.advance()
    }
    try setPlace(s, reusable >= 0 ? reusable : probe.slot, key, hash)
  }

  @inline(never)
  private func makeSetTable(_ s: Cell) throws(Raise) {
    let entries = try newSetTable(SetCell.minimumMask + 1)
    willWrite(s + 16, bytes: 32)
    s.asSet.pointee.entries = entries
    s.asSet.pointee.mask = SetCell.minimumMask
    s.asSet.pointee.fill = 0
  }

  @inline(never)
  private func setAddByScript(_ s: Cell, _ key: Value, _ hash: Int) throws(Raise) {
    let slot = try findByScript(s, key, hash, forInsertion: true)
    if slot == -1 { return try setAdd(s, key, hash: hash) }
    if slot < 0 { try setPlace(s, -2 - slot, key, hash) }
  }

  /// Fills an empty or deleted slot, then grows the table if it is due.
  @inline(__always)
  private func setPlace(_ s: Cell, _ slot: Int, _ key: Value, _ hash: Int) throws(Raise) {
    let set = s.asSet
    willWrite(set.pointee.entries + slot, bytes: 16)
    willWrite(s + 24, bytes: 16)
    let wasDeleted = set.pointee.entries[slot].isDeleted
    set.pointee.entries[slot] = SetEntry(hash: hash, key: key)
    set.pointee.used &+= 1
    if wasDeleted { return }
    set.pointee.fill &+= 1
    if set.pointee.fill &* 5 < set.pointee.mask &* 3 { return }
    let used = set.pointee.used
    try resizeSet(s, used > 50000 ? used * 2 : used * 4)
  }

  /// The hash of a key that is looked for: an unhashable set counts as the frozen set of its items.
  private func searchHash(_ key: Value) throws(Raise) -> Int {
    do { return try keyHash(key) } catch {
      if key.is(.set), caught(.typeError) { return setContentHash(key.cell) }
      throw error
    }
  }

  @inline(__always) public func setContains(_ s: Cell, _ key: Value) throws(Raise) -> Bool {
    if key.isSmallInt || key.isExactStr { return try setFind(s, key, hash: try keyHash(key)) >= 0 }
    return try setFind(s, key, hash: try searchHash(key)) >= 0
  }

  /// Removes a key.
  ///
  /// - Returns: whether it was there.
  public func setDiscard(_ s: Cell, _ key: Value) throws(Raise) -> Bool {
    try setDiscard(s, key, hash: try searchHash(key))
  }

  func setDiscard(_ s: Cell, _ key: Value, hash: Int) throws(Raise) -> Bool {
    let slot = try setFind(s, key, hash: hash)
    if slot < 0 { return false }
    setDelete(s, slot)
    return true
  }

  func setDelete(_ s: Cell, _ slot: Int) {
    let set = s.asSet
    willWrite(set.pointee.entries + slot, bytes: 16)
    willWrite(s + 24, bytes: 8)
    set.pointee.entries[slot] = SetEntry(hash: -1, key: .notImplemented)
    set.pointee.used -= 1
  }

  public func setClear(_ s: Cell) {
    let old = s.asSet.pointee
    if old.mask == 0 { return }
    willWrite(s + 16, bytes: 32)
    let set = s.asSet
    (set.pointee.used, set.pointee.fill, set.pointee.mask) = (0, 0, 0)
    releaseBlock(UnsafeMutableRawPointer(old.entries) - 16)
  }

  /// The slot of the first key at or after a slot, or -1; the way to walk a set.
  @inline(__always) public func setNext(_ s: Cell, from slot: Int) -> Int {
    let set = s.asSet.pointee
    var i = slot
    while i <= set.mask, set.mask != 0 {
      if set.entries[i].isActive { return i }
      i += 1
    }
    return -1
  }

  @inline(__always) func setEntry(_ s: Cell, _ slot: Int) -> SetEntry { s.asSet.pointee.entries[slot] }

  /// Adds the items of another set, in its order.
  func setMerge(_ s: Cell, _ other: Cell) throws(Raise) {
    let from = other.asSet.pointee
    if s == other || from.used == 0 { return }
    let now = s.asSet.pointee
    if (now.fill + from.used) * 5 >= now.effectiveMask * 3 {
      try resizeSet(s, (now.used + from.used) * 2)
    } else if now.mask == 0 {
      try makeSetTable(s)
    }
    let to = s.asSet
    if to.pointee.fill == 0 {
      willWrite(s + 16, bytes: 32)
      willWrite(to.pointee.entries, bytes: (to.pointee.mask + 1) * 16)
      if to.pointee.mask == from.mask, from.fill == from.used {
        to.pointee.entries.update(from: from.entries, count: from.mask + 1)
      } else {
        for i in 0...from.mask where from.entries[i].isActive {
          UnsafeMutablePointer.insertClean(to.pointee.entries, to.pointee.mask, from.entries[i])
        }
      }
      to.pointee.fill = from.used
      to.pointee.used = from.used
      return
    }
    var slot = setNext(other, from: 0)
    while slot >= 0 {
      let entry = setEntry(other, slot)
      try setAdd(s, entry.key, hash: entry.hash)
      slot = setNext(other, from: slot + 1)
    }
  }

  /// Adds the items of any iterable.
  public func setUpdate(_ s: Cell, _ iterable: Value) throws(Raise) {
    if isAnySet(iterable) { return try setMerge(s, iterable.cell) }
    if iterable.isExactly(.dict) {
      let d = iterable.cell, count = d.asDict.pointee.count, set = s.asSet.pointee
      if (set.fill + count) * 5 >= set.effectiveMask * 3 { try resizeSet(s, (set.used + count) * 2) }
      var i = dictNext(d, from: 0)
      while i >= 0 {
        let entry = dictEntry(d, i)
        try setAdd(s, entry.key, hash: entry.hash)
        i = dictNext(d, from: i + 1)
      }
      return
    }
    try iterate(iterable) { (item) throws(Raise) -> Bool in
      try setAdd(s, item)
      return true
    }
  }

  /// The hash of a frozen set with the same items.
  func setContentHash(_ s: Cell) -> Int {
    let set = s.asSet.pointee
    var mix: UInt = 0
    if set.mask != 0 {
      for i in 0...set.mask where set.entries[i].isActive {
        let h = UInt(bitPattern: set.entries[i].hash)
        mix ^= ((h ^ 89_869_747) ^ (h << 16)) &* 3_644_798_167
      }
    }
    mix ^= (UInt(bitPattern: set.used) &+ 1) &* 1_927_868_237
    mix ^= (mix >> 11) ^ (mix >> 25)
    mix = mix &* 69069 &+ 907_133_923
    return mix == UInt.max ? 590_923_713 : Int(bitPattern: mix)
  }

  public func frozenSetHash(_ value: Value) -> Int {
    let cell = value.cell.asSet
    if cell.pointee.hash == -1 {
      willWrite(value.cell + 48, bytes: 8)
      cell.pointee.hash = setContentHash(value.cell)
    }
    return cell.pointee.hash
  }
}

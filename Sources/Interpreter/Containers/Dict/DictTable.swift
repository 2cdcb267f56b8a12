// DictTable.swift — the memory behind a dict: an index of small numbers, then the entries in order of insertion.
//
//   header | index: 2^log numbers of 1, 2 or 4 bytes | entry 0 | entry 1 | ... usable entries
//
// An index slot holds the number of an entry, -1 where nothing ever was, -2 where an entry was deleted. At most two
// thirds of the slots are ever in use. The header's attributes hold offset of entry 0 << 32 | entries that may be used;
// popping the last entry lowers that number too, because its slot stays marked.

import Glibc

enum DictTable {
  static let minimumLog = 3
  static let empty = -1
  static let deleted = -2

  @inline(__always) static func usable(_ log: Int) -> Int { (2 << log) / 3 }
  @inline(__always) static func logIndexSize(_ log: Int) -> Int { log < 8 ? 0 : log < 16 ? 1 : 2 }
  @inline(__always) static func indexBytes(_ log: Int) -> Int { 1 << (log + logIndexSize(log)) }
  @inline(__always) static func entriesOffset(_ log: Int) -> Int { 16 + indexBytes(log) }
  @inline(__always) static func bytes(_ log: Int) -> Int {
    entriesOffset(log) + usable(log) * MemoryLayout<DictEntry>.stride
  }

  /// The smallest log whose table has at least `slots` slots.
  @inline(__always) static func log(slots: Int) -> Int { Int.bitWidth - ((slots | 8) - 1).leadingZeroBitCount }
  /// The smallest log whose table holds `count` entries.
  @inline(__always) static func log(entries count: Int) -> Int { log(slots: (count * 3 + 1) / 2) }
}

extension DictCell {
  @inline(__always) var index: UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(bitPattern: table &+ 16).unsafelyUnwrapped
  }
  @inline(__always) var mask: Int { (1 << Int(logSlots)) &- 1 }
  @inline(__always) var count: Int { Int(used32) }
  @inline(__always) var fill: Int { Int(fill32) }

  /// The number in an index slot.
  @inline(__always) func slot(_ i: Int) -> Int {
    switch logIndexSize {
    case 0: Int(index.load(fromByteOffset: i, as: Int8.self))
    case 1: Int(index.load(fromByteOffset: i &* 2, as: Int16.self))
    default: Int(index.load(fromByteOffset: i &* 4, as: Int32.self))
    }
  }

  @inline(__always) func setSlot(_ i: Int, _ number: Int) {
    switch logIndexSize {
    case 0: index.storeBytes(of: Int8(truncatingIfNeeded: number), toByteOffset: i, as: Int8.self)
    case 1: index.storeBytes(of: Int16(truncatingIfNeeded: number), toByteOffset: i &* 2, as: Int16.self)
    default: index.storeBytes(of: Int32(truncatingIfNeeded: number), toByteOffset: i &* 4, as: Int32.self)
    }
  }

  @inline(__always) func slotAddress(_ i: Int) -> UnsafeMutableRawPointer { index + (i << Int(logIndexSize)) }

  /// Entries the table may still take.
  @inline(__always) var room: Int {
    let attributes = UnsafeMutableRawPointer(bitPattern: table).unsafelyUnwrapped.header.pointee.attributes
    return Int(attributes & 0xFFFF_FFFF) &- Int(fill32)
  }
}

/// The walk through the slots that a hash may be in.
struct DictProbe {
  var slot: Int
  private var perturb: UInt
  private let mask: Int

  @inline(__always) init(_ hash: Int, _ mask: Int) {
    self.mask = mask
    perturb = UInt(bitPattern: hash)
    slot = hash & mask
  }
  @inline(__always) mutating func advance() {
    perturb >>= 5
    slot = (slot &* 5 &+ Int(bitPattern: perturb) &+ 1) & mask
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A table with all slots empty, not yet part of a dict.
  func newDictTable(log: Int) throws(Raise) -> Cell {
    if log > 29 { throw raise(.memoryError, "") }
    let bytes = DictTable.bytes(log)
    let table = try allocateBlock(.dictTable, bytes)
    table.header.pointee.attributes = UInt64(DictTable.entriesOffset(log)) << 32 | UInt64(DictTable.usable(log))
    memset(table + 16, 0xFF, DictTable.indexBytes(log))
    return table
  }

  /// Gives a dict a table without entries.
  @inline(__always) func installDictTable(_ d: Cell, _ table: Cell, log: Int) {
    willWrite(d + 16, bytes: MemoryLayout<DictCell>.size - 16)
    let dict = d.asDict
    dict.pointee.table = UInt(bitPattern: table)
    dict.pointee.entries = (table + DictTable.entriesOffset(log)).assumingMemoryBound(to: DictEntry.self)
    dict.pointee.fill32 = 0
    dict.pointee.keysVersion = 0
    dict.pointee.logSlots = UInt8(log)
    dict.pointee.logIndexSize = UInt8(DictTable.logIndexSize(log))
  }

  /// Moves a dict's entries to a table of another size and leaves the deleted ones behind.
  func resizeDict(_ d: Cell, log: Int) throws(Raise) {
    let table = try newDictTable(log: log)
    let old = d.asDict.pointee
    installDictTable(d, table, log: log)
    let dict = d.asDict, entries = dict.pointee.entries
    var count = 0
    if old.fill == old.count {
      if old.fill > 0 { entries.update(from: old.entries, count: old.fill) }
      count = old.fill
    } else {
      for i in 0..<old.fill where !old.entries[i].key.isUnbound {
        entries[count] = old.entries[i]
        count += 1
      }
    }
    dict.pointee.fill32 = UInt32(truncatingIfNeeded: count)
    indexEntries(dict, from: 0)
    if old.table != 0 { releaseBlock(UnsafeMutableRawPointer(bitPattern: old.table).unsafelyUnwrapped) }
  }

  /// Enters all entries from a number on, all present and all different, into the index.
  func indexEntries(_ dict: UnsafeMutablePointer<DictCell>, from first: Int) {
    let copy = dict.pointee, mask = copy.mask
    for i in first..<max(first, copy.fill) {
      var probe = DictProbe(copy.entries[i].hash, mask)
      while copy.slot(probe.slot) != DictTable.empty { probe.advance() }
      copy.setSlot(probe.slot, i)
    }
  }

  /// Makes room for one more entry.
  func growDict(_ d: Cell) throws(Raise) {
    if d.asDict.pointee.table == 0 {
      let table = try newDictTable(log: DictTable.minimumLog)
      installDictTable(d, table, log: DictTable.minimumLog)
    } else {
      try resizeDict(d, log: DictTable.log(slots: d.asDict.pointee.count * 3))
    }
  }
}

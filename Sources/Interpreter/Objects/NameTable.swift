// NameTable.swift — interned strs: equal names are one cell, so that names compare by address.

import Glibc

/// All interned strs of an interpreter; they are never collected.
public struct NameTable {
  /// Open addressing by a hash of the bytes; bits 0 = free.
  private(set) var slots: Values
  private var hashes: UnsafeMutablePointer<UInt32>
  private var mask = 2047
  public private(set) var count = 0

  init() {
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: Value(bits: 0), count: mask + 1)
    hashes = .allocate(capacity: mask + 1)
    hashes.initialize(repeating: 0, count: mask + 1)
  }

  func destroy() {
    slots.deallocate()
    hashes.deallocate()
  }

  var capacity: Int { mask + 1 }

  static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
    var h: UInt64 = 0xCBF2_9CE4_8422_2325
    for i in 0..<count { h = (h ^ UInt64(bytes[i])) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: h ^ (h >> 32))
  }

  /// The interned str with these bytes, or nil.
  func find(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ hash: UInt32) -> Value? {
    var place = Int(hash) & mask
    while slots[place].bits != 0 {
      if hashes[place] == hash {
        let text = slots[place].as(TextCell.self)
        if Int(text.pointee.byteCount) == count, memcmp(text.pointee.data, bytes, count) == 0 { return slots[place] }
      }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Adds a str that is not there yet.
  mutating func insert(_ value: Value, _ hash: UInt32) {
    if count * 2 > mask { grow() }
    place(value, hash)
    count += 1
  }

  private mutating func place(_ value: Value, _ hash: UInt32) {
    var place = Int(hash) & mask
    while slots[place].bits != 0 { place = (place + 1) & mask }
    slots[place] = value
    hashes[place] = hash
  }

  private mutating func grow() {
    let (oldSlots, oldHashes, oldMask) = (slots, hashes, mask)
    mask = mask * 2 + 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: Value(bits: 0), count: mask + 1)
    hashes = .allocate(capacity: mask + 1)
    hashes.initialize(repeating: 0, count: mask + 1)
    for i in 0...oldMask where oldSlots[i].bits != 0 { place(oldSlots[i], oldHashes[i]) }
    oldSlots.deallocate()
    oldHashes.deallocate()
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The interned str of a Swift string.
  public func intern(_ name: String) -> Value {
    var name = name
    return name.withUTF8 { bytes in
      if let start = bytes.baseAddress { return intern(start, bytes.count) }
      return pointee.emptyText.isUnbound
        ? makeInterned(UnsafePointer(bitPattern: 16).unsafelyUnwrapped, 0, 0) : pointee.emptyText
    }
  }

  public func intern(_ name: StaticString) -> Value {
    intern(name.utf8Start, name.utf8CodeUnitCount)
  }

  public func intern(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Value {
    let hash = NameTable.hash(bytes, count)
    return pointee.names.find(bytes, count, hash) ?? makeInterned(bytes, count, hash)
  }

  private func makeInterned(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ hash: UInt32) -> Value {
    let cell = newName(bytes, count)
    cell.header.pointee.flags |= TextCell.isInterned
    pointee.names.insert(Value(cell), hash)
    return Value(cell)
  }

  /// A str cell of its own, its bytes behind its header when they fit.
  private func newName(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Cell {
    let cell = allocate(.str, TextCell.inlineOffset + min(count, 4096), shape: BuiltinType.str.rawValue)
    let text = cell.assumingMemoryBound(to: TextCell.self)
    if count <= 4096 {
      text.pointee.data = (cell + TextCell.inlineOffset).assumingMemoryBound(to: UInt8.self)
    } else if let block = try? allocateBlock(.raw, 16 + count) {
      text.pointee.data = (block + 16).assumingMemoryBound(to: UInt8.self)
    } else {
      return pointee.emptyText.cell
    }
    memcpy(text.pointee.data, bytes, count)
    var length = 0
    for i in 0..<count where bytes[i] & 0xC0 != 0x80 { length += 1 }
    text.pointee.byteCount = UInt32(count)
    text.pointee.length = UInt32(length)
    if length == count { text.pointee.header.flags |= TextCell.isASCII }
    return cell
  }

  /// The interned twin of a str (itself if it is interned).
  public func intern(_ value: Value) -> Value {
    let text = value.as(TextCell.self)
    if text.pointee.header.flags & TextCell.isInterned != 0 { return value }
    return intern(text.pointee.data, Int(text.pointee.byteCount))
  }

  /// The interned twin of a str if there is one: names that were never interned are no attribute's name.
  func interned(_ value: Value) -> Value? {
    let text = value.as(TextCell.self)
    if text.pointee.header.flags & TextCell.isInterned != 0 { return value }
    let count = Int(text.pointee.byteCount)
    return pointee.names.find(text.pointee.data, count, NameTable.hash(text.pointee.data, count))
  }

  /// The interned name of a special method.
  @inline(__always) func specialName(_ special: Special) -> Value { pointee.specialNames[special.rawValue] }
}

// UndoLog.swift — what it takes to go back to a snapshot: old words, saved cells, fresh blocks.

import Glibc

/// The writes to cells older than the snapshot, and the blocks that came after it.
///
/// While the log is on, every write to a cell goes through the heap's door, which keeps the word that was there.
/// Going back replays the words in reverse and drops the fresh blocks.
struct UndoLog {
  struct Entry {
    var address: UInt
    var word: UInt64
  }
  private(set) var isOn = false
  private var entries: UnsafeMutablePointer<Entry>?
  private var count = 0
  private var capacity = 0
  private var fresh: UnsafeMutablePointer<UInt32>?
  private var freshCount = 0
  private var freshCapacity = 0

  mutating func start() { (isOn, count, freshCount) = (true, 0, 0) }
  mutating func stop() { isOn = false }

  /// Keeps the word at an address before it is overwritten.
  mutating func note(_ address: UnsafeMutableRawPointer) {
    if count == capacity {
      let larger = UnsafeMutablePointer<Entry>.allocate(capacity: max(1024, capacity * 2))
      if let entries {
        larger.moveInitialize(from: entries, count: count)
        entries.deallocate()
      }
      entries = larger
      capacity = max(1024, capacity * 2)
    }
    entries.unsafelyUnwrapped[count] = Entry(address: UInt(bitPattern: address), word: address.load(as: UInt64.self))
    count += 1
  }

  mutating func noteFreshBlock(_ block: Int) {
    guard isOn else { return }
    if freshCount == freshCapacity {
      let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: max(64, freshCapacity * 2))
      if let fresh {
        larger.moveInitialize(from: fresh, count: freshCount)
        fresh.deallocate()
      }
      fresh = larger
      freshCapacity = max(64, freshCapacity * 2)
    }
    fresh.unsafelyUnwrapped[freshCount] = UInt32(block)
    freshCount += 1
  }

  /// Puts every kept word back, newest first, and hands each fresh block to `drop`.
  mutating func rewind(_ drop: (Int) -> Void) {
    while count > 0 {
      count -= 1
      let entry = entries.unsafelyUnwrapped[count]
      UnsafeMutablePointer<UInt64>(bitPattern: entry.address).unsafelyUnwrapped.pointee = entry.word
    }
    while freshCount > 0 {
      freshCount -= 1
      drop(Int(fresh.unsafelyUnwrapped[freshCount]))
    }
  }
}

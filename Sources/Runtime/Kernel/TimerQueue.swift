// TimerQueue.swift — what falls due later, earliest first, ties in the order of setting.
//
// A four-way heap: half the depth of a binary one, and the four children of a node share two cache
// lines. A cancelled timer stays where it is until it comes up or until cancelled timers are the
// majority (more than 100 of them, more than half of the heap), then the heap is rebuilt without them.

/// Names one timer: its slot in the low half, the slot's generation in the high half. Never 0.
public typealias TimerID = UInt64

/// One timer in the heap.
struct TimerEntry: BitwiseCopyable {
  var deadline: Double
  var order: UInt64
  var word: UInt64
  var slot: UInt32

  @inline(__always)
  static func < (a: TimerEntry, b: TimerEntry) -> Bool {
    a.deadline < b.deadline || (a.deadline == b.deadline && a.order < b.order)
  }
}

/// Whether the timer of a slot still counts. An even generation is a free slot.
struct TimerSlot: BitwiseCopyable {
  var generation: UInt32
  var isCancelled: Bool
}

/// The timers of one loop.
public struct TimerQueue: BitwiseCopyable {
  var heap = FlatTable<TimerEntry>()
  var slots = FlatTable<TimerSlot>()
  var freeSlots = FlatTable<UInt32>()
  public internal(set) var cancelledCount = 0

  /// Timers set and not cancelled.
  public var liveCount: Int { heap.count - cancelledCount }

  mutating func add(deadline: Double, order: UInt64, word: UInt64) -> TimerID {
    let slot: UInt32
    if let free = freeSlots.popLast() {
      slot = free
    } else {
      slot = UInt32(truncatingIfNeeded: slots.count)
      slots.append(TimerSlot(generation: 0, isCancelled: false))
    }
    var row = slots[Int(slot)]
    row.generation &+= 1
    row.isCancelled = false
    slots[Int(slot)] = row
    heap.append(TimerEntry(deadline: deadline, order: order, word: word, slot: slot))
    siftUp(heap.count - 1)
    return UInt64(row.generation) << 32 | UInt64(slot)
  }

  /// Whether the timer was still waiting.
  mutating func cancel(_ id: TimerID) -> Bool {
    let slot = Int(id & 0xFFFF_FFFF)
    guard slot < slots.count else { return false }
    var row = slots[slot]
    guard UInt64(row.generation) == id >> 32, !row.isCancelled else { return false }
    row.isCancelled = true
    slots[slot] = row
    cancelledCount += 1
    return true
  }

  /// Drops cancelled timers that are in the way: all of them when they are the majority, else those on top.
  mutating func discardCancelled() {
    if cancelledCount > 100 && cancelledCount * 2 > heap.count {
      rebuild()
      return
    }
    while cancelledCount > 0, heap.count > 0, slots[Int(heap[0].slot)].isCancelled {
      _ = removeFirst()
      cancelledCount -= 1
    }
  }

  /// The earliest deadline, if a timer waits. Cancelled timers on top have to be gone.
  var firstDeadline: Double? { heap.count == 0 ? nil : heap[0].deadline }

  /// Takes the first timer if it is due before `end`; nil also ends at a later one.
  mutating func popDue(before end: Double) -> UInt64? {
    while heap.count > 0, heap[0].deadline < end {
      let wasCancelled = slots[Int(heap[0].slot)].isCancelled
      let word = removeFirst()
      if !wasCancelled { return word }
      cancelledCount -= 1
    }
    return nil
  }

  private mutating func removeFirst() -> UInt64 {
    let first = heap[0]
    release(first.slot)
    heap.count -= 1
    if heap.count > 0 {
      heap[0] = heap[heap.count]
      siftDown(0)
    }
    return first.word
  }

  private mutating func release(_ slot: UInt32) {
    var row = slots[Int(slot)]
    row.generation &+= 1
    row.isCancelled = false
    slots[Int(slot)] = row
    freeSlots.append(slot)
  }

  private mutating func rebuild() {
    var kept = 0
    for place in 0..<heap.count {
      let entry = heap[place]
      if slots[Int(entry.slot)].isCancelled {
        release(entry.slot)
      } else {
        heap[kept] = entry
        kept += 1
      }
    }
    heap.count = kept
    cancelledCount = 0
    var place = (kept - 2) / 4
    while place >= 0 {
      siftDown(place)
      place -= 1
    }
  }

  private func siftUp(_ start: Int) {
    let rows = heap.rows
    let entry = rows[start]
    var place = start
    while place > 0 {
      let parent = (place - 1) / 4
      if !(entry < rows[parent]) { break }
      rows[place] = rows[parent]
      place = parent
    }
    rows[place] = entry
  }

  private func siftDown(_ start: Int) {
    let rows = heap.rows
    let count = heap.count
    guard start < count else { return }
    let entry = rows[start]
    var place = start
    while true {
      let first = place * 4 + 1
      if first >= count { break }
      var least = first
      var child = first + 1
      while child < min(first + 4, count) {
        if rows[child] < rows[least] { least = child }
        child += 1
      }
      if !(rows[least] < entry) { break }
      rows[place] = rows[least]
      place = least
    }
    rows[place] = entry
  }

  /// The words of the timers that still wait, in order of falling due.
  public func waitingWords() -> [UInt64] {
    var entries: [TimerEntry] = []
    for place in 0..<heap.count where !slots[Int(heap[place].slot)].isCancelled { entries.append(heap[place]) }
    entries.sort { $0 < $1 }
    return entries.map(\.word)
  }

  func clone() -> TimerQueue {
    var copy = self
    copy.heap = heap.clone()
    copy.slots = slots.clone()
    copy.freeSlots = freeSlots.clone()
    return copy
  }

  mutating func assign(from other: TimerQueue) {
    heap.assign(from: other.heap)
    slots.assign(from: other.slots)
    freeSlots.assign(from: other.freeSlots)
    cancelledCount = other.cancelledCount
  }

  func free() {
    heap.free()
    slots.free()
    freeSlots.free()
  }
}

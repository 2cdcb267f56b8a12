// InterestTable.swift — which job each descriptor wakes.

import Glibc

/// The jobs that wait for one descriptor; 0 is no job.
struct Interest: BitwiseCopyable {
  var reader: UInt64 = 0
  var writer: UInt64 = 0
  var readerLoop: LoopID = 0
  var writerLoop: LoopID = 0

  var mask: PollInterest {
    var mask: PollInterest = []
    if reader != 0 { mask.insert(.read) }
    if writer != 0 { mask.insert(.write) }
    return mask
  }
}

/// Rows by descriptor. Not part of a snapshot: descriptors belong to the world.
struct InterestTable {
  static let limit: Int32 = 1 << 24
  static let badDescriptor = EBADF

  private var rows = FlatTable<Interest>(minimumCapacity: 16)
  /// Descriptors that somebody waits for.
  private(set) var count = 0

  func find(_ descriptor: Int32) -> Interest? {
    guard descriptor >= 0, Int(descriptor) < rows.count else { return nil }
    return rows[Int(descriptor)]
  }

  mutating func set(_ descriptor: Int32, _ interest: Interest) {
    while rows.count <= Int(descriptor) { rows.append(Interest()) }
    let wasAwaited = !rows[Int(descriptor)].mask.isEmpty
    let isAwaited = !interest.mask.isEmpty
    if wasAwaited != isAwaited { count += isAwaited ? 1 : -1 }
    rows[Int(descriptor)] = interest
  }

  func free() { rows.free() }
}

// JobQueue.swift — the jobs that are ready to run, as a ring of 64-bit words.
//
// `head`, `tail` and `batchEnd` only ever grow and are masked on access:
//
//        head          batchEnd        tail
//         │  this batch   │  next batch  │
//     ────┴───────────────┴──────────────┴────

/// First in, first out. A word means something to the interpreter only, save for `stepBit`.
public struct JobQueue: BitwiseCopyable {
  /// Set in the word of a job that resumes a task; plain callbacks have it clear.
  public static let stepBit: UInt64 = 1 << 63

  @usableFromInline var words: UnsafeMutablePointer<UInt64>
  @usableFromInline var mask: Int
  public var head: Int
  public var tail: Int
  /// The jobs before this one run in the current iteration.
  public var batchEnd: Int

  public init() {
    words = .allocate(capacity: 64)
    mask = 63
    head = 0
    tail = 0
    batchEnd = 0
  }

  @inlinable @inline(__always)
  public var isEmpty: Bool { head == tail }

  @inlinable @inline(__always)
  public var count: Int { tail &- head }

  @inlinable @inline(__always)
  public mutating func push(_ word: UInt64) {
    if tail &- head > mask { grow() }
    words[tail & mask] = word
    tail &+= 1
  }

  /// The next job of the current batch.
  @inlinable @inline(__always)
  public mutating func pop() -> UInt64? {
    if head == batchEnd { return nil }
    let word = words[head & mask]
    head &+= 1
    return word
  }

  @inlinable @inline(__always)
  public func peek() -> UInt64? { head == tail ? nil : words[head & mask] }

  /// The job `offset` places behind the head.
  @inlinable @inline(__always)
  public func word(at offset: Int) -> UInt64 { words[(head &+ offset) & mask] }

  /// Moves the job at `offset` to the head; those before it keep their order.
  mutating func bringForward(_ offset: Int) {
    if offset == 0 { return }
    let chosen = word(at: offset)
    var place = offset
    while place > 0 {
      words[(head + place) & mask] = words[(head + place - 1) & mask]
      place -= 1
    }
    words[head & mask] = chosen
  }

  @inline(never)
  @usableFromInline
  mutating func grow() {
    let size = (mask + 1) * 2
    let fresh = UnsafeMutablePointer<UInt64>.allocate(capacity: size)
    var place = head
    while place != tail {
      fresh[place & (size - 1)] = words[place & mask]
      place += 1
    }
    words.deallocate()
    words = fresh
    mask = size - 1
  }

  func clone() -> JobQueue {
    var copy = self
    copy.words = .allocate(capacity: mask + 1)
    var place = head
    while place != tail {
      copy.words[place & mask] = words[place & mask]
      place += 1
    }
    return copy
  }

  mutating func assign(from other: JobQueue) {
    if mask != other.mask {
      words.deallocate()
      words = .allocate(capacity: other.mask + 1)
      mask = other.mask
    }
    head = other.head
    tail = other.tail
    batchEnd = other.batchEnd
    var place = head
    while place != tail {
      words[place & mask] = other.words[place & mask]
      place += 1
    }
  }

  func free() { words.deallocate() }
}

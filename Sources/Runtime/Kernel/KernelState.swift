// KernelState.swift — everything the kernel knows, as flat tables of numbers.
//
// The interpreter keeps a pointer to this struct, which never moves, and pushes and pops jobs through it
// without touching a reference. `clone` and `assign` are the snapshot and its return.

/// The state of one kernel. Whoever makes one calls `free`.
public struct KernelState: BitwiseCopyable {
  @usableFromInline var loops: UnsafeMutablePointer<LoopState>
  var loopCapacity: Int
  public internal(set) var loopCount: Int
  /// How many loops run besides the threads'.
  var runningCount = 0
  /// The loop whose batch is running.
  public var current: LoopID = 0
  /// A policy wants to be asked before a job leaves the queue of the current loop.
  @usableFromInline var asksOnPop = false

  public internal(set) var clock = VirtualClock()
  public internal(set) var tasks = TaskTable()
  public internal(set) var holds = HoldTable()
  var nextTimerOrder: UInt64 = 0
  /// Things outside that are awaited and that no poller knows about.
  public var outsideCount = 0
  var round = RoundState()

  public init() {
    loopCapacity = 4
    loops = .allocate(capacity: 4)
    loopCount = 1
    loops[0] = LoopState()
    loops[0].isRunning = true
  }

  // MARK: The hot path

  /// Makes a job ready on a loop.
  @inlinable @inline(__always)
  public mutating func push(_ word: UInt64, on loop: LoopID) {
    loops[loop].ready.push(word)
  }

  /// The next job of the running batch; nil when the kernel has to be asked.
  @inlinable @inline(__always)
  public mutating func popReady() -> UInt64? {
    if asksOnPop { return nil }
    return loops[current].ready.pop()
  }

  /// What `popReady` would return, left in place.
  @inlinable @inline(__always)
  public func peekReady() -> UInt64? {
    if asksOnPop || loops[current].ready.head == loops[current].ready.batchEnd { return nil }
    return loops[current].ready.peek()
  }

  @inlinable @inline(__always)
  public func loop(_ id: LoopID) -> LoopState { loops[id] }

  /// Grows whenever a job starts, whichever loop it is on.
  var stepNumber: Int { loops[current].ready.head &* 64 &+ current }

  // MARK: Loops

  /// A loop that does not run yet.
  public mutating func addLoop() -> LoopID {
    if loopCount == loopCapacity {
      let fresh = UnsafeMutablePointer<LoopState>.allocate(capacity: loopCapacity * 2)
      fresh.update(from: loops, count: loopCount)
      loops.deallocate()
      loops = fresh
      loopCapacity *= 2
    }
    loops[loopCount] = LoopState()
    loopCount += 1
    return loopCount - 1
  }

  mutating func setRunning(_ id: LoopID, _ runs: Bool) {
    if loops[id].isRunning != runs { runningCount += runs ? 1 : -1 }
    loops[id].isRunning = runs
  }

  public func isLoop(_ id: LoopID) -> Bool { id >= 0 && id < loopCount }

  var hasReadyJobs: Bool {
    for id in 0..<loopCount where loops[id].isRunning && !loops[id].ready.isEmpty { return true }
    return false
  }

  var hasWaitingTimer: Bool {
    for id in 0..<loopCount where loops[id].isRunning && loops[id].timers.liveCount > 0 { return true }
    return false
  }

  /// The earliest deadline of a running loop.
  func earliestDeadline() -> Double? {
    var earliest: Double?
    for id in 0..<loopCount where loops[id].isRunning && loops[id].timers.heap.count > 0 {
      loops[id].timers.discardCancelled()
      guard let deadline = loops[id].timers.firstDeadline else { continue }
      if earliest.map({ deadline < $0 }) ?? true { earliest = deadline }
    }
    return earliest
  }

  // MARK: Snapshots

  /// A state of its own with the same content.
  public func clone() -> KernelState {
    var copy = self
    copy.loops = .allocate(capacity: loopCapacity)
    for id in 0..<loopCount { copy.loops[id] = loops[id].clone() }
    copy.tasks = tasks.clone()
    copy.holds = holds.clone()
    return copy
  }

  /// Becomes equal to `saved`, in this state's own memory.
  public mutating func assign(from saved: KernelState) {
    while loopCount > saved.loopCount {
      loopCount -= 1
      loops[loopCount].free()
    }
    while loopCount < saved.loopCount { _ = addLoop() }
    for id in 0..<loopCount { loops[id].assign(from: saved.loops[id]) }
    tasks.assign(from: saved.tasks)
    holds.assign(from: saved.holds)
    current = saved.current
    runningCount = saved.runningCount
    asksOnPop = saved.asksOnPop
    clock = saved.clock
    nextTimerOrder = saved.nextTimerOrder
    outsideCount = saved.outsideCount
    round = saved.round
  }

  public func free() {
    for id in 0..<loopCount { loops[id].free() }
    loops.deallocate()
    tasks.free()
    holds.free()
  }
}

/// Where the kernel stands between two jobs.
struct RoundState: BitwiseCopyable {
  /// The loop whose turn is next.
  var nextLoop = 0
  /// Some loop had jobs in this round.
  var ranJobs = false
  /// Whether the current loop's batch has begun and not been closed.
  var isInBatch = false
  /// Iterations with jobs since the clock last moved, while a timer waits.
  var stillIterations = 0
  var stillSince = -1.0
  var hasReportedLivelock = false
}

// Kernel.swift — what runs next: asyncio's loop, for any number of loops over one clock.
//
// The kernel goes round its running loops. One turn of a loop is one `_run_once`: what became ready outside,
// then the timers that are due, then exactly the jobs that were ready at that moment. When a whole round had
// nothing to run, time moves to the next deadline, or the kernel waits for the outside, or nothing can ever
// wake the program. The interpreter asks `next` in a loop and does what it is told.

/// What the interpreter has to do next.
public enum KernelEvent: Equatable, Sendable {
  /// Run this job, of the loop `state.current`.
  case job(UInt64)
  /// This loop was told to stop and has finished its batch.
  case stopped(LoopID)
  /// No job, no timer, nothing outside: nothing will ever happen again.
  case idle
  /// Nothing more to do before the time the run was given.
  case timeLimit
  /// Iterations go on and on while the clock stands still and a timer waits. Said once per instant.
  case livelock
  /// The replayed tape no longer fits; said once, and again whenever the program waits for the outside.
  case diverged
  /// A signal came from outside.
  case signal(Int32)
}

/// How a run is limited.
public struct KernelOptions: Sendable {
  /// Iterations at one instant while a timer waits, before `livelock`. A task steps at most once in an iteration.
  public var livelockLimit = 10_000
  /// Virtual time at which the run ends.
  public var until = Double.infinity
  /// The clock follows the world's instead of jumping.
  public var followsRealTime = false

  public init() {}
}

/// The bottom of the native stack: owns the tables, the world and the policy.
public final class Kernel {
  /// Never moves. The interpreter may keep this pointer as long as it keeps the kernel.
  public let state: UnsafeMutablePointer<KernelState>
  public let world: any World
  public var options: KernelOptions
  /// Nil means FIFO: nothing is asked.
  var policy: (any SchedulingPolicy)?
  /// The tape that is replayed, if one is.
  let player: TapePlayer?
  private var hasReportedDivergence = false
  var interests: InterestTable
  /// The kernel's clock minus the world's while something outside is awaited.
  var outsideOffset: Double?
  /// How far the clock is behind the world's because a timer has to run first.
  var lag = 0.0
  /// The wait that ended the last round has looked at the descriptors already.
  var hasJustPolled = false

  /// A replay passes its player, so that the kernel can say when the program leaves the tape.
  public init(
    world: any World, policy: any SchedulingPolicy = FIFO(), options: KernelOptions = KernelOptions(),
    replaying player: TapePlayer? = nil
  ) {
    state = .allocate(capacity: 1)
    state.initialize(to: KernelState())
    state.pointee.clock.epoch = options.followsRealTime ? world.wallTime() : VirtualClock.wallEpoch
    self.world = world
    self.options = options
    self.player = player
    self.policy = policy.level == .fifo ? nil : policy
    interests = InterestTable()
  }

  deinit {
    state.pointee.free()
    state.deallocate()
    interests.free()
  }

  // MARK: What is next

  /// The next thing to do. Fast while the batch lasts; the interpreter may inline that with `state.popReady`.
  public func next() -> KernelEvent {
    if let word = state.pointee.popReady() { return .job(word) }
    if let event = beginNextBatchAtOnce() { return event }
    while true {
      if isTimeUp { return .timeLimit }
      if state.pointee.round.isInBatch {
        if let word = popChosen() { return .job(word) }
        if let stopped = endBatch() { return .stopped(stopped) }
      }
      if let event = beginTurn() { return event }
    }
  }

  /// The common case in one step: a single loop runs on virtual time, its batch is over and the next is ready.
  ///
  /// It is what the round below would do, without going round.
  @inline(__always)
  private func beginNextBatchAtOnce() -> KernelEvent? {
    let kernel = state
    let id = kernel.pointee.current
    let loop = kernel.pointee.loops + id
    guard kernel.pointee.round.isInBatch, id > 0, !loop.pointee.isStopping, !loop.pointee.ready.isEmpty,
      kernel.pointee.runningCount == 1, policy == nil, player == nil, !isTimeUp
    else { return nil }
    let threads = kernel.pointee.loops
    guard threads.pointee.ready.isEmpty, threads.pointee.timers.heap.count == 0, !followsOutside else { return nil }
    if loop.pointee.timers.heap.count > 0 {
      let isDue = loop.pointee.timers.heap[0].deadline < kernel.pointee.clock.now + VirtualClock.resolution
      if isDue || loop.pointee.timers.cancelledCount > 100 { return nil }
      loop.pointee.ready.batchEnd = loop.pointee.ready.tail
      if let event = countStillIteration() { return event }
    } else {
      loop.pointee.ready.batchEnd = loop.pointee.ready.tail
    }
    return loop.pointee.ready.pop().map { .job($0) }
  }

  /// Closes the batch of the current loop; its number when it is to stop.
  private func endBatch() -> LoopID? {
    state.pointee.round.isInBatch = false
    state.pointee.asksOnPop = false
    let id = state.pointee.current
    guard state.pointee.loops[id].isStopping else { return nil }
    state.pointee.loops[id].isStopping = false
    state.pointee.setRunning(id, false)
    return id
  }

  /// Gives the next running loop its turn; an event when there is something to report first.
  private func beginTurn() -> KernelEvent? {
    var turn = state.pointee.round.nextLoop
    while turn < state.pointee.loopCount, !state.pointee.loops[turn].isRunning { turn += 1 }
    if turn >= state.pointee.loopCount {
      state.pointee.round.nextLoop = 0
      return endRound()
    }
    if turn == 0, let event = lookOutside() { return event }
    state.pointee.round.nextLoop = turn + 1
    moveDueTimers(turn)
    return beginBatch(turn)
  }

  private func beginBatch(_ id: LoopID) -> KernelEvent? {
    let loop = state.pointee.loops + id
    loop.pointee.ready.batchEnd = loop.pointee.ready.tail
    let count = loop.pointee.ready.count
    if count == 0 && !loop.pointee.isStopping { return nil }
    state.pointee.current = id
    state.pointee.round.isInBatch = true
    state.pointee.round.ranJobs = true
    state.pointee.asksOnPop = count > 1 && asks(id == 0 ? .executor : .step)
    return countStillIteration()
  }

  /// Timers that are due become jobs, in order of deadline, then of setting.
  private func moveDueTimers(_ id: LoopID) {
    let loop = state.pointee.loops + id
    if loop.pointee.timers.heap.count == 0 { return }
    loop.pointee.timers.discardCancelled()
    if let deadline = loop.pointee.timers.firstDeadline {
      mayLetTimeOvertake(loop, deadline)
      let end = state.pointee.clock.now + VirtualClock.resolution
      while let word = loop.pointee.timers.popDue(before: end) { loop.pointee.ready.push(word) }
    }
  }

  /// The choice `clock`: a timer may fall due before the work that is ready has run.
  private func mayLetTimeOvertake(_ loop: UnsafeMutablePointer<LoopState>, _ deadline: Double) {
    guard policy != nil, asks(.clock), !loop.pointee.ready.isEmpty, !followsOutside else { return }
    guard deadline >= state.pointee.clock.now + VirtualClock.resolution, deadline <= options.until else { return }
    if choose(.clock, 2) == 1 { state.pointee.clock.advance(to: deadline) }
  }

  /// All running loops had a turn. If none had anything to do, time has to move.
  private func endRound() -> KernelEvent? {
    if !hasReportedDivergence, player?.divergence != nil {
      hasReportedDivergence = true
      return .diverged
    }
    if state.pointee.round.ranJobs {
      state.pointee.round.ranJobs = false
      return nil
    }
    if state.pointee.hasReadyJobs { return nil }
    return waitForSomething()
  }

  // MARK: Livelock

  private func countStillIteration() -> KernelEvent? {
    let now = state.pointee.clock.now
    if state.pointee.round.stillSince != now || !state.pointee.hasWaitingTimer {
      state.pointee.round.stillSince = now
      state.pointee.round.stillIterations = 0
      state.pointee.round.hasReportedLivelock = false
      return nil
    }
    state.pointee.round.stillIterations += 1
    guard state.pointee.round.stillIterations > options.livelockLimit, !state.pointee.round.hasReportedLivelock else {
      return nil
    }
    state.pointee.round.hasReportedLivelock = true
    return .livelock
  }
}

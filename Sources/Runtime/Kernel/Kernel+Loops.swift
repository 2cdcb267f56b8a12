// Kernel+Loops.swift — starting and stopping loops, setting timers, reading the clock.

extension Kernel {
  // MARK: Loops

  public func addLoop() -> LoopID { state.pointee.addLoop() }

  /// The loop takes its turns from the next round on. False when it runs already or is closed.
  public func start(_ loop: LoopID) -> Bool {
    guard state.pointee.isLoop(loop), loop > 0 else { return false }
    guard !state.pointee.loops[loop].isRunning, !state.pointee.loops[loop].isClosed else { return false }
    state.pointee.setRunning(loop, true)
    return true
  }

  /// The loop ends with its batch; one that is not in a batch runs one more iteration first.
  public func stop(_ loop: LoopID) {
    guard state.pointee.isLoop(loop), loop > 0 else { return }
    state.pointee.loops[loop].isStopping = true
  }

  /// Takes a loop's turns away at once, without the rest of its batch: an exception leaves `run_forever`.
  public func abandon(_ loop: LoopID) {
    guard state.pointee.isLoop(loop), loop > 0 else { return }
    state.pointee.setRunning(loop, false)
    state.pointee.loops[loop].isStopping = false
    state.pointee.loops[loop].ready.batchEnd = state.pointee.loops[loop].ready.head
  }

  /// Forgets the jobs and timers of a loop that does not run.
  public func close(_ loop: LoopID) {
    guard state.pointee.isLoop(loop), loop > 0, !state.pointee.loops[loop].isRunning else { return }
    state.pointee.loops[loop].free()
    state.pointee.loops[loop] = LoopState()
    state.pointee.loops[loop].isClosed = true
  }

  public func isRunning(_ loop: LoopID) -> Bool {
    state.pointee.isLoop(loop) && state.pointee.loops[loop].isRunning
  }

  public func isClosed(_ loop: LoopID) -> Bool {
    state.pointee.isLoop(loop) && state.pointee.loops[loop].isClosed
  }

  // MARK: Timers

  /// Makes `word` ready on the loop when the clock reaches `deadline`; one that is no number is due at once.
  public func setTimer(at deadline: Double, word: UInt64, on loop: LoopID) -> TimerID {
    let order = state.pointee.nextTimerOrder
    state.pointee.nextTimerOrder = order &+ 1
    let instant = deadline.isNaN ? state.pointee.clock.now : deadline
    return state.pointee.loops[loop].timers.add(deadline: instant, order: order, word: word)
  }

  /// Whether the timer still waited.
  @discardableResult
  public func cancelTimer(_ timer: TimerID, on loop: LoopID) -> Bool {
    state.pointee.loops[loop].timers.cancel(timer)
  }

  // MARK: Time

  /// `loop.time()` for the library's own use: not counted as a reading.
  public var now: Double { state.pointee.clock.now }

  /// The clock as the script reads it.
  public func readMonotonic() -> Double {
    if options.followsRealTime { state.pointee.clock.advance(to: world.monotonic()) }
    return state.pointee.clock.read(step: state.pointee.stepNumber)
  }

  /// Wall time as the script reads it, in seconds since 1970.
  public func readWall() -> Double { readMonotonic() + state.pointee.clock.epoch }

  /// `time.sleep` on the main thread: the clock moves, nothing else runs.
  public func sleepInPlace(_ seconds: Double) {
    guard seconds > 0 else { return }
    if followsOutside {
      world.flush()
      world.sleep(seconds)
    }
    if options.followsRealTime {
      state.pointee.clock.advance(to: world.monotonic())
    } else {
      state.pointee.clock.advance(by: seconds.isFinite ? seconds : 0)
    }
    // The rest of the batch must not run after the end of time: `next` has to see that it is over.
    if isTimeUp { state.pointee.asksOnPop = true }
  }

  /// Whether the clock has passed the time the run was given; a program that never returns to the kernel has to ask.
  public var isTimeUp: Bool { state.pointee.clock.now > options.until }
}

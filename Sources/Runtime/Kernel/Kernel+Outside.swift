// Kernel+Outside.swift — waiting: for the next deadline, for descriptors, for signals.

extension Kernel {
  /// Whether anything but a timer could wake the program, so that time has to pass by itself.
  var followsOutside: Bool {
    interests.count > 0 || state.pointee.outsideCount > 0 || options.followsRealTime
  }

  /// At the start of each round: the clock when it is real, descriptors that are ready, signals.
  func lookOutside() -> KernelEvent? {
    guard followsOutside else {
      outsideOffset = nil
      return nil
    }
    if hasJustPolled {
      hasJustPolled = false
      return nil
    }
    guard interests.count > 0, state.pointee.hasReadyJobs else {
      if options.followsRealTime { state.pointee.clock.advance(to: world.monotonic()) }
      return nil
    }
    let end = state.pointee.earliestDeadline() ?? .infinity
    return poll(timeout: 0, end: end)
  }

  /// Nothing is ready on any loop.
  func waitForSomething() -> KernelEvent? {
    let deadline = state.pointee.earliestDeadline()
    if followsOutside { return waitOutside(deadline) }
    guard let deadline else { return .idle }
    if deadline > options.until {
      state.pointee.clock.advance(to: options.until)
      return .timeLimit
    }
    state.pointee.clock.advance(to: deadline)
    return nil
  }

  /// Time passes while something outside is awaited, at most up to the deadline.
  private func waitOutside(_ deadline: Double?) -> KernelEvent? {
    let isNothingAwaited = interests.count == 0 && state.pointee.outsideCount == 0
    if isNothingAwaited && deadline == nil { return .idle }
    if player?.divergence != nil { return .diverged }
    if state.pointee.clock.now >= options.until { return .timeLimit }
    world.flush()
    let end = min(deadline ?? .infinity, options.until)
    hasJustPolled = true
    return poll(timeout: max(0, end - state.pointee.clock.now - lag), end: end)
  }

  /// Asks the world for descriptors and makes their jobs ready. The clock follows the world's, but never passes
  /// a deadline before its timer has run: what is still missing is the lag, made up for by the next call.
  private func poll(timeout: Double, end: Double) -> KernelEvent? {
    let result = world.poller.wait(timeout: timeout)
    let before = state.pointee.clock.now
    let offset = options.followsRealTime ? 0 : outsideOffset ?? before - result.began
    outsideOffset = offset
    // A timeout is over when it has passed, however the sums of two clocks round.
    let isOver = result.events == 0 && timeout > 0 && result.ended - result.began >= timeout - 1e-6
    let reached = isOver && end.isFinite ? max(result.ended + offset, end) : result.ended + offset
    state.pointee.clock.advance(to: min(reached, end))
    lag = max(0, reached - state.pointee.clock.now)
    if result.events > 0 { deliverEvents() }
    if result.wasInterrupted, let signal = world.takeSignal() { return .signal(signal) }
    return nil
  }

  private func deliverEvents() {
    var events = world.poller.events
    if events.count > 1, asks(.io) {
      for place in 0..<events.count - 1 {
        let event = events.remove(at: place + choose(.io, events.count - place))
        events.insert(event, at: place)
      }
    }
    for event in events { deliver(event) }
  }

  private func deliver(_ event: PollEvent) {
    guard let interest = interests.find(event.descriptor) else { return }
    if event.isReadable, interest.reader != 0 { state.pointee.push(interest.reader, on: interest.readerLoop) }
    if event.isWritable, interest.writer != 0 { state.pointee.push(interest.writer, on: interest.writerLoop) }
  }

  // MARK: Descriptors

  /// Makes `word` ready on the loop whenever the descriptor can be read. 0, or the negative error.
  public func addReader(_ descriptor: Int32, word: UInt64, on loop: LoopID) -> Int32 {
    change(descriptor) { interest in
      interest.reader = word
      interest.readerLoop = loop
    }
  }

  public func addWriter(_ descriptor: Int32, word: UInt64, on loop: LoopID) -> Int32 {
    change(descriptor) { interest in
      interest.writer = word
      interest.writerLoop = loop
    }
  }

  /// Whether there was one.
  public func removeReader(_ descriptor: Int32) -> Bool {
    guard let interest = interests.find(descriptor), interest.reader != 0 else { return false }
    return change(descriptor) { $0.reader = 0 } == 0
  }

  public func removeWriter(_ descriptor: Int32) -> Bool {
    guard let interest = interests.find(descriptor), interest.writer != 0 else { return false }
    return change(descriptor) { $0.writer = 0 } == 0
  }

  /// The word that waits for the descriptor, 0 when none does.
  public func reader(of descriptor: Int32) -> UInt64 { interests.find(descriptor)?.reader ?? 0 }
  public func writer(of descriptor: Int32) -> UInt64 { interests.find(descriptor)?.writer ?? 0 }

  /// How many descriptors are awaited.
  public var awaitedDescriptors: Int { interests.count }

  private func change(_ descriptor: Int32, _ edit: (inout Interest) -> Void) -> Int32 {
    guard descriptor >= 0, descriptor < InterestTable.limit else { return -InterestTable.badDescriptor }
    let before = interests.find(descriptor) ?? Interest()
    var after = before
    edit(&after)
    if before.mask != after.mask {
      let error = world.poller.update(descriptor, from: before.mask, to: after.mask)
      // Nobody waits any more: that the descriptor is closed already does not matter.
      if error != 0 && !after.mask.isEmpty { return -error }
    }
    interests.set(descriptor, after)
    return 0
  }
}

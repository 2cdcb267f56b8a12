// LoopState.swift — one event loop: its ready jobs, its timers, and whether it runs.

/// Loops by number. Loop 0 is the threads' loop: the module body and executor functions are its jobs, it always
/// runs and cannot be stopped. Every asyncio loop is one more.
public typealias LoopID = Int

/// Flat numbers; the kernel owns a table of these.
public struct LoopState: BitwiseCopyable {
  public var ready = JobQueue()
  public var timers = TimerQueue()
  public internal(set) var isRunning = false
  public internal(set) var isStopping = false
  public internal(set) var isClosed = false

  func clone() -> LoopState {
    var copy = self
    copy.ready = ready.clone()
    copy.timers = timers.clone()
    return copy
  }

  mutating func assign(from other: LoopState) {
    ready.assign(from: other.ready)
    timers.assign(from: other.timers)
    isRunning = other.isRunning
    isStopping = other.isStopping
    isClosed = other.isClosed
  }

  func free() {
    ready.free()
    timers.free()
  }
}

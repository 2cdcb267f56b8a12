// Running.swift — the life of a program: its main module, the kernel's jobs, and its end.

import CMachine
import Glibc
import Runtime

/// What runs a job of the kernel, by the low byte of the job's word; Library registers its kinds.
public typealias JobBody = @Sendable (VM, UInt64) -> Void

extension UnsafeMutablePointer where Pointee == Machine {
  /// Notes the native stack of the thread that runs, then runs `body`.
  func useStack<Result>(_ body: () -> Result) -> Result {
    pointee.nativeStackLow = UInt(bitPattern: machine_stack_low()) + 192 * 1024
    pointee.nativeStackHigh = machine_stack_here() + 256
    return body()
  }

  /// Runs a text as `__main__`, then whatever the kernel still has, and settles the program's end.
  func runMain(_ bytes: [UInt8], path: String) -> Int32 {
    var status: Int32 = 0
    do {
      let module = try makeModule("__main__")
      pointee.permanent.append(module)
      try dictSetStr(pointee.modules.cell, intern("__main__"), module)
      if !path.hasPrefix("<") { try dictSetStr(attributesCell(module.cell), intern("__file__"), string(path)) }
      try dictSetStr(attributesCell(module.cell), intern("__package__"), .none)
      try setUpAnnotationsOfMain(module)
      let function = try compileModule(bytes, path: path, globals: module, isLibrary: false)
      hold(function)
      let value = startThread(function)
      if value == .raised { throw Raise() }
    } catch {
      status = reportUncaught()
    }
    return finishProgram(status)
  }

  private func setUpAnnotationsOfMain(_ module: Value) throws(Raise) {
    try dictSetStr(attributesCell(module.cell), specialName(.annotations), dict())
  }

  /// Runs the main module's frame; when it parks, runs the kernel's jobs until it goes on.
  private func startThread(_ function: Value) -> Value {
    let code = function.as(FunctionCell.self).pointee.code
    do { try compile(code) } catch { return .raised }
    let window = freeTop + 1
    window[-1] = function
    push(code, window, window + code.pointee.registerCount, UInt32(Resume.entry.rawValue))
    var value = run()
    while value == .parked { value = runKernel() }
    return value
  }

  /// Runs jobs until the parked main thread can go on; then goes on with it.
  private func runKernel() -> Value {
    while true {
      if let word = pointee.outside.state.pointee.popReady() {
        runJob(word)
        if let wake = takeWake() { return wake }
        continue
      }
      switch pointee.outside.kernel.next() {
      case .job(let word): runJob(word)
      case .stopped(let loop): pointee.hooks.loopStopped?(self, loop)
      case .idle:
        guard let hook = pointee.hooks.idle else { return .raised }
        hook(self)
      case .timeLimit:
        flushOutput()
        pointee.exitStatus = 0
        _ = raise(.systemExit, value: Value(small: 0))
        return wakeRaised()
      case .livelock: pointee.hooks.livelock?(self)
      case .diverged: pointee.hooks.diverged?(self)
      case .signal(let signal): pointee.hooks.signal?(self, signal)
      }
      if let wake = takeWake() { return wake }
    }
  }

  private func runJob(_ word: UInt64) {
    pointee.hooks.job?(self, word)
    if pointee.heap.allocatedTotal - pointee.finalizers.lastCollection > Machine.preciseInterval { collectPrecisely() }
  }

  /// The outcome that wakes the parked main thread, if a job left one.
  private func takeWake() -> Value? {
    guard pointee.wake.isReady else { return nil }
    pointee.wake.isReady = false
    if pointee.wake.isRaise {
      pointee.exception = pointee.wake.value
      pointee.wake.value = .unbound
      return wakeRaised()
    }
    let value = pointee.wake.value
    pointee.wake.value = .unbound
    pointee.frame.pointee.base[Int(pointee.wake.register)] = value
    return run()
  }

  private func wakeRaised() -> Value { unwind() == .entered ? run() : .raised }

  /// Parks the running thread: the call that is under way answers when `wakeMain` is told its outcome.
  ///
  /// - Returns: `parked`, to be handed to the dispatch loop, or nil below a native frame, where nothing can park.
  public func park() -> Value? {
    guard pointee.nativeDepth == 0, !pointee.isInJob else { return nil }
    let frame = pointee.frame
    pointee.wake = Wake(register: parkedRegister(frame))
    return .parked
  }

  /// The register the parked call's result goes to: operand A of the call that led here.
  private func parkedRegister(_ frame: UnsafeMutablePointer<Frame>) -> UInt32 {
    var pc = frame.pointee.pc
    let start = frame.pointee.code.pointee.words
    // Instructions are at most five words; the call ends where the frame's pc stands.
    for length in 1...5 where pc - length >= start {
      let word = (pc - length).pointee
      let opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: word))
      if let opcode, opcode.isCall, opcode.wordCount + 1 == length { return word >> 8 & 0xFF }
    }
    pc = start
    return 0
  }

  /// The parked main thread goes on with a value.
  public func wakeMain(_ value: Value) {
    pointee.wake.value = value
    pointee.wake.isReady = true
    pointee.wake.isRaise = false
  }

  /// The parked main thread goes on with an exception.
  public func wakeMain(raising exception: Value) {
    pointee.wake.value = exception
    pointee.wake.isReady = true
    pointee.wake.isRaise = true
  }

  // MARK: The end

  /// Says what ended the program; the exit status.
  private func reportUncaught() -> Int32 {
    let exception = takeException()
    hold(exception)
    defer { unhold() }
    flushOutput()
    if isInstance(exception, .systemExit) { return exitStatus(exception) }
    writeError(renderException(exception))
    if isInstance(exception, .keyboardInterrupt) { return 130 }
    return 1
  }

  private func exitStatus(_ exception: Value) -> Int32 {
    guard let code = try? findAttributeQuietly(exception, intern("code")), !code.isNone else { return 0 }
    if let number = intValue(code), code.isSmallInt || code.isBool || code.is(.int) {
      return Int32(truncatingIfNeeded: number & 0xFF)
    }
    if let text = try? str(code) { writeError(swiftString(text) + "\n") }
    return 1
  }

  private func finishProgram(_ status: Int32) -> Int32 {
    pointee.frame = pointee.frames
    pointee.top = pointee.stackBase + 8
    pointee.handled = .none
    pointee.hooks.exit?(self)
    collectPrecisely(isEnd: true)
    flushOutput()
    return status
  }
}

/// Outcome for a thread that is parked.
struct Wake {
  var register: UInt32 = 0
  var isReady = false
  var isRaise = false
  var value = Value.unbound
}

/// What Library does for the machine; set when its modules load.
public struct Hooks {
  public var job: JobBody?
  public var idle: (@Sendable (VM) -> Void)?
  public var loopStopped: (@Sendable (VM, LoopID) -> Void)?
  public var livelock: (@Sendable (VM) -> Void)?
  public var diverged: (@Sendable (VM) -> Void)?
  public var signal: (@Sendable (VM, Int32) -> Void)?
  public var exit: (@Sendable (VM) -> Void)?
  /// `time.sleep`, where something other than the clock has to know of it.
  public var sleep: (@Sendable (VM, Double) throws(Raise) -> Value)?
  /// Takes a `_thread` lock that another thread holds: the lock, seconds to wait or -1; answers whether it was taken.
  public var waitForLock: (@Sendable (VM, Cell, Double) throws(Raise) -> Value)?
  public var lockReleased: (@Sendable (VM, Cell) -> Void)?
  /// Marks the cells that Library's kernel jobs stand for.
  public var markRoots: (@Sendable (VM) -> Void)?
}

extension Opcode {
  /// Whether an instruction is a call whose result goes to register A.
  var isCall: Bool {
    switch self {
    case .call, .callKeywords, .callMethod, .callMethodKeywords, .callSpread, .callPair, .callPairKeywords: true
    default: false
    }
  }
}

// Unwinding.swift — where an exception goes, and where the result of a frame that ends goes.

extension UnsafeMutablePointer where Pointee == Machine {
  /// Takes the current exception to the innermost handler.
  ///
  /// - Returns: `entered` with the handler's frame on top, or `unbound` when an entry frame was left.
  @inline(never)
  func unwind() -> Value {
    var isNew = !pointee.isReraise
    pointee.isReraise = false
    while true {
      let frame = pointee.frame
      if isNew { addTraceback(frame) }
      isNew = true
      if enterHandler(frame) { return .entered }
      let resume = Resume(rawValue: UInt8(truncatingIfNeeded: frame.pointee.resume)).unsafelyUnwrapped
      if frame.pointee.owner != 0 {
        closeRaisedGenerator(frame)
        if continueChain(frame) { continue }
      }
      pointee.frame = frame - 1
      switch resume {
      case .entry: return .unbound
      case .forIterator:
        if stopIterationEnds(.stopIteration) {
          let caller = pointee.frame
          caller.pointee.pc += Int(Int32(bitPattern: caller.pointee.pc[-1]))
          return .entered
        }
      case .await where closesQuietly(frame):
        return .entered
      case .forAsyncIterator, .nextItem:
        if stopIterationEnds(.stopAsyncIteration) {
          let caller = pointee.frame
          caller.pointee.pc += Int(Int32(bitPattern: caller.pointee.pc[-1]))
          return .entered
        }
      case .plain, .register, .await, .initializer, .branch, .negated, .discard: break
      }
    }
  }

  /// An awaited `aclose()` whose generator raised GeneratorExit or StopAsyncIteration is done: its result is None.
  private func closesQuietly(_ left: UnsafeMutablePointer<Frame>) -> Bool {
    let resume = left.pointee.resume
    guard AsyncStep(rawValue: UInt8(truncatingIfNeeded: resume >> 16)) == .close,
      exceptionIs(.generatorExit) || exceptionIs(.stopAsyncIteration)
    else { return false }
    pointee.exception = .unbound
    pointee.frame.pointee.base[Int(resume >> 8 & 0xFF)] = .none
    return true
  }

  private func stopIterationEnds(_ type: BuiltinType) -> Bool {
    guard exceptionIs(type) else { return false }
    pointee.exception = .unbound
    return true
  }

  /// Puts the exception into the registers of the innermost handler of a frame, if there is one.
  private func enterHandler(_ frame: UnsafeMutablePointer<Frame>) -> Bool {
    let code = frame.pointee.code
    let offset = UInt32(frame.pointee.pc - code.pointee.words) &- 1
    let handlers = pointee.codes[code.pointee.number].handlers
    for handler in handlers where offset >= handler.start && offset < handler.end {
      let register = frame.pointee.base + Int(handler.register)
      register[0] = pointee.exception
      register[1] = pointee.handled
      pointee.handled = pointee.exception
      pointee.exception = .unbound
      frame.pointee.pc = code.pointee.words + Int(handler.target)
      return true
    }
    return false
  }

  /// Notes that the exception went through a frame; library frames are left out.
  private func addTraceback(_ frame: UnsafeMutablePointer<Frame>) {
    guard !frame.pointee.code.pointee.isLibrary else { return }
    let offset = frame.pointee.pc - frame.pointee.code.pointee.words - 1
    let cell = allocate(.traceback, MemoryLayout<TracebackCell>.size, shape: BuiltinType.traceback.rawValue)
    let traceback = cell.assumingMemoryBound(to: TracebackCell.self)
    let exception = pointee.exception.as(ExceptionCell.self)
    traceback.pointee.next = exception.pointee.traceback
    traceback.pointee.function = frame.pointee.base[-1]
    traceback.pointee.pc = offset
    traceback.pointee.frame = .unbound
    store(placeOf(&exception.pointee.traceback), Value(cell))
  }

  /// Delivers the result of the top frame where its record says.
  ///
  /// - Returns: `entered` when script goes on below, `raised`, or the result itself when native code gets it.
  @inline(never)
  func finishFrame(_ value: Value) -> Value {
    let frame = pointee.frame
    if frame.pointee.owner != 0 { return finishGenerator(frame, value) }
    pointee.frame = frame - 1
    return deliver(value, frame.pointee.resume, kept: frame.pointee.outerHandled)
  }

  func deliver(_ value: Value, _ resume: UInt32, kept: Value) -> Value {
    let caller = pointee.frame
    let register = Int(resume >> 8 & 0xFF)
    switch Resume(rawValue: UInt8(truncatingIfNeeded: resume)).unsafelyUnwrapped {
    case .entry: return value
    case .plain, .register, .await, .forIterator, .forAsyncIterator, .nextItem:
      caller.pointee.base[register] = value
      return .entered
    case .initializer:
      guard value.isNone else { return initializerResult(value) }
      caller.pointee.base[register] = kept
      return .entered
    case .branch, .negated: return deliverTruth(value, caller, register, resume)
    case .discard: return .entered
    }
  }

  private func initializerResult(_ value: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      throw raise(.typeError, "__init__() should return None, not '\(typeName(value))'")
    }
  }

  private func deliverTruth(
    _ value: Value, _ caller: UnsafeMutablePointer<Frame>, _ register: Int, _ resume: UInt32
  ) -> Value {
    let truth = truthSlowly(value)
    if truth == .raised { return .raised }
    if UInt8(truncatingIfNeeded: resume) == Resume.negated.rawValue {
      caller.pointee.base[register] = Value(!truth.isTrue)
    } else {
      let wanted = caller.pointee.pc[-2] >> 24 != 0
      if truth.isTrue == wanted { caller.pointee.pc += Int(Int32(bitPattern: caller.pointee.pc[-1])) }
    }
    return .entered
  }
}

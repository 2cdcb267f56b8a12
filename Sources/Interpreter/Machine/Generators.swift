// Generators.swift — frames that stand still: making them, resuming them, and the links between those that wait.
//
//   driver ──▶ root ──awaits──▶ ... ──awaits──▶ innermost        `awaiter` points back, `innermost` from the root
//
// The driver is a `for`, native code (`send`, a task's step) or nobody. A resume goes straight to the innermost frame,
// whatever the depth; what it yields goes straight to the driver. When the innermost ends, its record on the frame stack
// turns into its awaiter's ("detached": the records of the frames between were dropped when the chain stood still).

enum GeneratorState {
  static let created: UInt8 = 0, suspended: UInt8 = 1, running: UInt8 = 2, finished: UInt8 = 3
}

/// Marks in the aux word of a generator cell, beside its `CodeKind`.
enum GeneratorMark {
  static let kindMask: UInt16 = 0xFF
  /// A generator that `types.coroutine` made awaitable.
  static let isAwaitable: UInt16 = 0x100
  /// An async generator whose step is under way.
  static let isStepping: UInt16 = 0x200
  /// An async generator that its loop knows of.
  static let isHooked: UInt16 = 0x400
  /// An async generator that was closed.
  static let isClosed: UInt16 = 0x800
}

/// Marks in the aux word of a function.
public enum FunctionMark {
  /// Its generators can be awaited.
  public static let isAwaitable: UInt16 = 1
}

/// Frame flags.
enum FrameFlag {
  /// The record's awaiters are not on the frame stack.
  static let detached: UInt32 = 1
}

/// How a generator came to rest when native code drove it.
public enum GeneratorRest: UInt8, Sendable { case yielded, returned, asyncYielded }

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(__always) func generator(_ cell: Cell) -> UnsafeMutablePointer<GeneratorCell> {
    cell.assumingMemoryBound(to: GeneratorCell.self)
  }

  @inline(__always) func registers(_ cell: Cell) -> Values {
    (cell + GeneratorCell.registersOffset).assumingMemoryBound(to: Value.self)
  }

  func generatorKind(_ cell: Cell) -> CodeKind {
    CodeKind(rawValue: UInt8(cell.header.pointee.aux & GeneratorMark.kindMask)) ?? .generator
  }

  /// The object a call of a generator or coroutine function gives; its parameters stand at `window`.
  func makeGenerator(_ function: Value, _ code: UnsafeMutablePointer<Code>, _ window: Values) -> Value {
    let size = GeneratorCell.registersOffset + code.pointee.registerCount * 8
    let saved = pointee.top
    pointee.top = max(saved, window + code.pointee.parameterCount)
    defer { pointee.top = saved }
    let kind = code.pointee.kind
    let type: BuiltinType = kind == .coroutine ? .coroutine : kind == .asyncGenerator ? .asyncGenerator : .generator
    guard let cell = size <= SizeClass.largestSmall ? allocate(.generator, size, shape: type.rawValue) : largeFrame(size, type)
    else { return .raised }
    let generator = generator(cell)
    cell.header.pointee.aux = UInt16(kind.rawValue)
    if function.cell.header.pointee.aux & FunctionMark.isAwaitable != 0 {
      cell.header.pointee.aux |= GeneratorMark.isAwaitable
    }
    generator.pointee.code = code
    generator.pointee.pc = code.pointee.words
    generator.pointee.delegate = .unbound
    generator.pointee.handled = .none
    let registers = registers(cell)
    setCallee(registers, function)
    registers.update(from: window, count: code.pointee.parameterCount)
    if kind == .coroutine { noteUnawaited(cell) }
    if code.pointee.hasHandlers { registerFinalizer(cell) }
    return Value(cell)
  }

  private func largeFrame(_ size: Int, _ type: BuiltinType) -> Cell? {
    guard let cell = try? allocateBlock(.generator, size) else { return nil }
    cell.header.pointee.shape = type.rawValue
    return cell
  }

  // MARK: Entering

  /// The cell a resume of `root` goes to.
  @inline(__always)
  func innermost(_ root: Cell) -> Cell {
    let inner = generator(root).pointee.innermost
    return root.header.pointee.flags == GeneratorState.created || inner == 0
      ? root : Cell(bitPattern: inner).unsafelyUnwrapped
  }

  /// Pushes the record of a chain's innermost frame.
  private func pushChain(_ chain: Cell, root: Cell, _ resume: UInt32) {
    let inner = innermost(chain)
    let cell = generator(inner)
    if inner.header.pointee.flags == GeneratorState.created, generatorKind(inner) == .coroutine { forgetUnawaited(inner) }
    let top = freeTop
    let frame = pointee.frame + 1
    frame.initialize(
      to: Frame(
        pc: cell.pointee.pc, base: registers(inner), top: top, code: cell.pointee.code, owner: UInt(bitPattern: inner),
        root: UInt(bitPattern: root), resume: resume, flags: inner == chain ? 0 : FrameFlag.detached,
        outerHandled: pointee.handled))
    pointee.frame = frame
    if !cell.pointee.handled.isNone { pointee.handled = cell.pointee.handled }
    willWriteFrame(inner)
    chain.header.pointee.flags = GeneratorState.running
    inner.header.pointee.flags = GeneratorState.running
  }

  /// Before a frame in a cell runs: while a snapshot is active its old contents are kept.
  private func willWriteFrame(_ cell: Cell) {
    let bytes = GeneratorCell.registersOffset + generator(cell).pointee.code.pointee.registerCount * 8
    willWrite(cell, bytes: bytes)
  }

  /// The error of resuming a generator that runs or is over; nil if it can be resumed.
  private func resumeProblem(_ cell: Cell) -> Raise? {
    guard cell.header.pointee.flags == GeneratorState.running else { return nil }
    switch generatorKind(cell) {
    case .coroutine: return raise(.valueError, "coroutine already executing")
    case .asyncGenerator: return raise(.valueError, "async generator already executing")
    default: return raise(.valueError, "generator already executing")
    }
  }

  /// Resumes a generator that a `for` drives.
  @inline(never)
  func enterGenerator(_ value: Value, sending: Value, resume: Resume, register: Int) -> Value {
    let cell = value.cell
    if cell.header.pointee.flags == GeneratorState.finished {
      pointee.frame.pointee.pc += Int(Int32(bitPattern: pointee.frame.pointee.pc[-1]))
      return .entered
    }
    if cell.header.pointee.flags == GeneratorState.running {
      return guarded { () throws(Raise) -> Value in throw resumeProblem(cell) ?? Raise() }
    }
    return resumeChain(cell, cell, sending, UInt32(resume.rawValue) | UInt32(register) << 8)
  }

  /// Resumes the innermost frame of a chain with a value; the answer is what `run` needs: `entered`, `raised`, or a
  /// value that was yielded without a frame being entered.
  func enterLinked(_ chain: Cell, _ root: Cell, _ sent: Value, _ resume: UInt32) -> Value {
    resumeChain(chain, root, sent, resume)
  }

  private func resumeChain(_ chain: Cell, _ root: Cell, _ sent: Value, _ resume: UInt32) -> Value {
    guard pointee.frame + 2 < pointee.frameLimit else {
      return guarded { () throws(Raise) -> Value in
        throw raise(.recursionError, "maximum recursion depth exceeded")
      }
    }
    let inner = innermost(chain)
    let isFresh = inner.header.pointee.flags == GeneratorState.created
    let delegate = generator(inner).pointee.delegate
    if !delegate.isUnbound {
      pushChain(chain, root: root, resume)
      return stepDelegate(inner, delegate, .resumed(sent))
    }
    pushChain(chain, root: root, resume)
    if !isFresh { registers(inner)[Int(generator(inner).pointee.pc[-1] >> 8 & 0xFF)] = sent }
    return .entered
  }

  /// Takes the delegate of the top frame one step further.
  private func stepDelegate(_ inner: Cell, _ delegate: Value, _ event: AwaitEvent) -> Value {
    do {
      switch try advance(delegate, event) {
      case .ready(let value):
        storeDelegate(inner, .unbound)
        return deliverToAwaiter(inner, value)
      case .waiting(let signal): return suspendChain(signal)
      }
    } catch {
      storeDelegate(inner, .unbound)
      return awaitRaised(inner)
    }
  }

  private func storeDelegate(_ cell: Cell, _ value: Value) {
    store(placeOf(&generator(cell).pointee.delegate), value)
  }

  /// The result of what a frame awaited arrives in it; it is the top frame.
  private func deliverToAwaiter(_ cell: Cell, _ value: Value) -> Value {
    let resume = UInt32(truncatingIfNeeded: cell.header.pointee.attributes)
    registers(cell)[Int(resume >> 8 & 0xFF)] = value
    return .entered
  }

  /// What a frame awaited raised; a `StopAsyncIteration` ends its `async for`.
  private func awaitRaised(_ cell: Cell) -> Value {
    let kind = Resume(rawValue: UInt8(truncatingIfNeeded: cell.header.pointee.attributes)).unsafelyUnwrapped
    if kind == .nextItem || kind == .forAsyncIterator, exceptionIs(.stopAsyncIteration) {
      pointee.exception = .unbound
      let frame = pointee.frame
      frame.pointee.pc += Int(Int32(bitPattern: frame.pointee.pc[-1]))
      return .entered
    }
    return .raised
  }

  // MARK: Standing still

  /// The chain of the top frame stands still; `value` goes to its driver.
  func suspendChain(_ value: Value) -> Value {
    var frame = pointee.frame
    let root = Cell(bitPattern: frame.pointee.root).unsafelyUnwrapped
    let inner = frame.pointee.owner
    let outer = rootHandled(frame, root)
    var effective = pointee.handled
    while true {
      let owner = Cell(bitPattern: frame.pointee.owner).unsafelyUnwrapped
      let cell = generator(owner)
      cell.pointee.pc = frame.pointee.pc
      cell.pointee.handled = effective == outer ? .none : effective
      owner.header.pointee.flags = GeneratorState.suspended
      effective = frame.pointee.outerHandled
      if owner == root || frame.pointee.flags & FrameFlag.detached != 0 { break }
      frame -= 1
    }
    pointee.handled = outer
    root.header.pointee.flags = GeneratorState.suspended
    storeWord(UnsafeMutableRawPointer(placeOfWord(&generator(root).pointee.innermost)), UInt64(inner))
    let resume = frame.pointee.resume
    pointee.frame = frame - 1
    if UInt8(truncatingIfNeeded: resume) == Resume.entry.rawValue {
      pointee.rest = .yielded
      return value
    }
    pointee.frame.pointee.base[Int(resume >> 8 & 0xFF)] = value
    return .entered
  }

  @inline(__always) func placeOfWord(_ place: UnsafeMutablePointer<UInt>) -> UnsafeMutablePointer<UInt> { place }

  /// The exception handled where the root of the top frame's chain was resumed.
  private func rootHandled(_ top: UnsafeMutablePointer<Frame>, _ root: Cell) -> Value {
    var frame = top
    while frame.pointee.owner != UInt(bitPattern: root), frame.pointee.flags & FrameFlag.detached == 0 { frame -= 1 }
    return frame.pointee.outerHandled
  }

  /// `yield` in a generator or an async generator.
  @inline(never)
  func yield(_ value: Value, register: Int, isAsync: Bool) -> Value {
    if !isAsync { return suspendChain(value) }
    let frame = pointee.frame
    let owner = Cell(bitPattern: frame.pointee.owner).unsafelyUnwrapped
    let cell = generator(owner)
    cell.pointee.pc = frame.pointee.pc
    let outer = frame.pointee.outerHandled
    cell.pointee.handled = pointee.handled == outer ? .none : pointee.handled
    pointee.handled = outer
    owner.header.pointee.flags = GeneratorState.suspended
    owner.header.pointee.aux &= ~GeneratorMark.isStepping
    cell.pointee.innermost = 0
    return leave(frame, owner, .yielded, value)
  }

  /// How a frame in a cell is left.
  private enum Leaving { case yielded, returned }

  /// Delivers what an async generator yields, or what any frame in a cell returns, to whoever waits for it.
  private func leave(
    _ frame: UnsafeMutablePointer<Frame>, _ owner: Cell, _ how: Leaving, _ value: Value
  ) -> Value {
    let isRoot = frame.pointee.owner == frame.pointee.root
    if frame.pointee.flags & FrameFlag.detached != 0, !isRoot, let awaiter = turnIntoAwaiter(frame, owner) {
      return arrive(awaiter, UInt32(truncatingIfNeeded: awaiter.header.pointee.attributes), owner, how, value)
    }
    let resume = frame.pointee.resume
    pointee.frame = frame - 1
    if UInt8(truncatingIfNeeded: resume) == Resume.entry.rawValue {
      pointee.rest = how == .returned ? .returned : .asyncYielded
      return value
    }
    return arrive(nil, resume, owner, how, value)
  }

  /// Makes a detached record that of its owner's awaiter.
  ///
  /// - Returns: The awaiter; nil if its own record is just below, which is then the one to go on in.
  private func turnIntoAwaiter(_ frame: UnsafeMutablePointer<Frame>, _ owner: Cell) -> Cell? {
    let awaiter = Cell(bitPattern: generator(owner).pointee.awaiter).unsafelyUnwrapped
    if (frame - 1).pointee.owner == UInt(bitPattern: awaiter), awaiter.header.pointee.flags == GeneratorState.running {
      frame.pointee.resume = UInt32(truncatingIfNeeded: awaiter.header.pointee.attributes)
      return nil
    }
    let cell = generator(awaiter)
    willWriteFrame(awaiter)
    frame.pointee.pc = cell.pointee.pc
    frame.pointee.base = registers(awaiter)
    frame.pointee.code = cell.pointee.code
    frame.pointee.owner = UInt(bitPattern: awaiter)
    if frame.pointee.owner == frame.pointee.root { frame.pointee.flags &= ~FrameFlag.detached }
    if !cell.pointee.handled.isNone { pointee.handled = cell.pointee.handled }
    awaiter.header.pointee.flags = GeneratorState.running
    return awaiter
  }

  /// A result arrives in the frame that is now on top, as `resume` says.
  private func arrive(_ awaiter: Cell?, _ resume: UInt32, _ owner: Cell, _ how: Leaving, _ value: Value) -> Value {
    let frame = pointee.frame
    let isAsyncGenerator = generatorKind(owner) == .asyncGenerator
    let mode = AsyncStep(rawValue: UInt8(truncatingIfNeeded: resume >> 16)) ?? .next
    switch Resume(rawValue: UInt8(truncatingIfNeeded: resume)).unsafelyUnwrapped {
    case .forIterator:
      frame.pointee.pc += Int(Int32(bitPattern: frame.pointee.pc[-1]))
      return .entered
    case .forAsyncIterator where how == .returned && isAsyncGenerator:
      frame.pointee.pc += Int(Int32(bitPattern: frame.pointee.pc[-1]))
      return .entered
    case .await where isAsyncGenerator:
      return arriveFromStep(frame, resume, how, value, mode)
    default:
      frame.pointee.base[Int(resume >> 8 & 0xFF)] = value
      return .entered
    }
  }

  /// The outcome of an awaited `asend`, `athrow` or `aclose`.
  private func arriveFromStep(
    _ frame: UnsafeMutablePointer<Frame>, _ resume: UInt32, _ how: Leaving, _ value: Value, _ mode: AsyncStep
  ) -> Value {
    if mode == .close {
      if how == .yielded {
        return guarded { () throws(Raise) -> Value in
          throw raise(.runtimeError, "async generator ignored GeneratorExit")
        }
      }
      frame.pointee.base[Int(resume >> 8 & 0xFF)] = .none
      return .entered
    }
    if how == .returned {
      return guarded { () throws(Raise) -> Value in throw raise(.stopAsyncIteration, "") }
    }
    frame.pointee.base[Int(resume >> 8 & 0xFF)] = value
    return .entered
  }

  /// A frame in a cell returns.
  func finishGenerator(_ frame: UnsafeMutablePointer<Frame>, _ value: Value) -> Value {
    let owner = Cell(bitPattern: frame.pointee.owner).unsafelyUnwrapped
    pointee.handled = frame.pointee.outerHandled
    endGenerator(owner)
    return leave(frame, owner, .returned, value)
  }

  /// Marks a generator as over and lets go of what its registers held.
  private func endGenerator(_ owner: Cell) {
    let cell = generator(owner)
    owner.header.pointee.flags = GeneratorState.finished
    owner.header.pointee.aux &= ~GeneratorMark.isStepping
    cell.pointee.delegate = .unbound
    cell.pointee.innermost = 0
    let registers = registers(owner)
    for i in 0..<cell.pointee.code.pointee.registerCount { registers[i] = .unbound }
  }

  /// An exception leaves a frame in a cell.
  func closeRaisedGenerator(_ frame: UnsafeMutablePointer<Frame>) {
    let owner = Cell(bitPattern: frame.pointee.owner).unsafelyUnwrapped
    pointee.handled = frame.pointee.outerHandled
    endGenerator(owner)
    let kind = generatorKind(owner)
    if exceptionIs(.stopIteration) {
      let word = kind == .coroutine ? "coroutine" : kind == .asyncGenerator ? "async generator" : "generator"
      replaceException("\(word) raised StopIteration")
    } else if kind == .asyncGenerator, exceptionIs(.stopAsyncIteration) {
      replaceException("async generator raised StopAsyncIteration")
    }
  }

  private func replaceException(_ message: String) {
    let old = takeException()
    _ = raise(.runtimeError, message)
    let cell = pointee.exception.as(ExceptionCell.self)
    cell.pointee.cause = old
    cell.pointee.context = old
    cell.pointee.header.flags |= ExceptionCell.suppressContext
  }

  /// After an exception left a frame in a cell: whether unwinding goes on in its awaiter, in the same record.
  func continueChain(_ frame: UnsafeMutablePointer<Frame>) -> Bool {
    guard frame.pointee.flags & FrameFlag.detached != 0, frame.pointee.owner != frame.pointee.root else { return false }
    let owner = Cell(bitPattern: frame.pointee.owner).unsafelyUnwrapped
    return turnIntoAwaiter(frame, owner) != nil
  }

  // MARK: Driven by native code

  /// Resumes a generator, coroutine or async generator from native code and runs it until it rests.
  ///
  /// - Parameters:
  ///   - sent: What the `yield` it stands at evaluates to; None for a fresh one.
  ///   - isThrow: The exception in the machine is raised there instead.
  /// - Returns: What it yields or returns; `Machine.rest` says which. `raised` with the exception in the machine.
  public func resume(_ cell: Cell, sending sent: Value, isThrow: Bool = false) -> Value {
    if let problem = resumeProblem(cell) {
      _ = problem
      return .raised
    }
    if cell.header.pointee.flags == GeneratorState.finished {
      if isThrow { return .raised }
      pointee.rest = .returned
      return .none
    }
    let entry = UInt32(Resume.entry.rawValue)
    if isThrow { return throwInto(cell, entry) }
    let outcome = resumeChain(cell, cell, sent, entry)
    return settle(outcome)
  }

  /// Runs on after a resume, until the entry frame is left.
  private func settle(_ outcome: Value) -> Value {
    if outcome == .entered { return run() }
    if outcome == .raised { return unwind() == .entered ? run() : .raised }
    return outcome
  }

  /// Raises the machine's exception where a chain stands.
  private func throwInto(_ cell: Cell, _ resume: UInt32) -> Value {
    if cell.header.pointee.flags == GeneratorState.created {
      if generatorKind(cell) == .coroutine { forgetUnawaited(cell) }
      // Raised at the head of the function: CPython shows its first line.
      let exception = takeException()
      pushChain(cell, root: cell, resume)
      pointee.frame.pointee.pc += 1
      pointee.exception = exception
      return settle(.raised)
    }
    let inner = innermost(cell)
    let delegate = generator(inner).pointee.delegate
    let exception = takeException()
    pushChain(cell, root: cell, resume)
    if delegate.isUnbound {
      pointee.exception = exception
      return settle(.raised)
    }
    hold(exception)
    let outcome = stepDelegate(inner, delegate, .thrown(exception))
    unhold()
    return settle(outcome)
  }

  public var rest: GeneratorRest { pointee.rest }
}

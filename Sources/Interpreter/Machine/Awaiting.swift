// Awaiting.swift — `await`, `yield from` and `async for`: finding what to wait for and linking frames to it.

/// What happens to something that is awaited.
public enum AwaitEvent {
  case started
  /// The driver sent a value (None from a task).
  case resumed(Value)
  /// The driver raises an exception there; the awaitable cleans up and raises it, or swallows it.
  case thrown(Value)
}

/// What an awaitable answers.
public enum AwaitStep {
  case ready(Value)
  /// The chain stands still; the signal goes to its driver.
  case waiting(Value)
}

/// A native awaitable's behaviour, by the layout of its record.
public typealias AwaitBody = @Sendable (VM, Value, AwaitEvent) throws(Raise) -> AwaitStep

/// What an awaited step of an async generator is.
public enum AsyncStep: UInt8, Sendable { case next, send, `throw`, close }

extension UnsafeMutablePointer where Pointee == Machine {
  /// Makes records of a layout awaitable.
  public func setAwaitBody(_ layout: Layout, _ body: @escaping AwaitBody) {
    pointee.awaitBodies[Int(layout.rawValue)] = body
  }

  /// `await value`: a mark, or what goes to native code that drives this frame. The result goes to the register.
  @inline(never)
  func awaitValue(_ value: Value, register: Int, place: Int) -> Value {
    awaitWith(value, UInt32(Resume.await.rawValue) | UInt32(register) << 8, place)
  }

  func awaitWith(_ value: Value, _ resume: UInt32, _ place: Int) -> Value {
    guard pointee.frame.pointee.owner != 0 else {
      return guarded { () throws(Raise) -> Value in throw raise(.runtimeError, "await outside of a coroutine frame") }
    }
    if value.isCell {
      if value.cell.kind == .generator {
        if isAwaitable(value.cell) { return awaitFrame(value.cell, resume) }
      } else if value.cell.kind == .record {
        let layout = Int(value.cell.header.pointee.aux)
        if layout == Int(Layout.asyncGeneratorStep.rawValue) { return awaitStep(value.cell, resume) }
        if pointee.awaitBodies[layout] != nil { return startDelegate(value, resume) }
      }
    }
    do { return startDelegate(try awaitIterator(value, place), resume) } catch { return .raised }
  }

  private func isAwaitable(_ cell: Cell) -> Bool {
    generatorKind(cell) == .coroutine || cell.header.pointee.aux & GeneratorMark.isAwaitable != 0
  }

  /// What `__await__` gives, checked.
  func awaitIterator(_ value: Value, _ place: Int) throws(Raise) -> Value {
    guard let iterator = try callSpecial(.await, on: value) else {
      let name = typeName(value)
      switch place {
      case 1: throw raise(.typeError, "'async with' received an object from __aenter__ that does not implement __await__: \(name)")
      case 2: throw raise(.typeError, "'async with' received an object from __aexit__ that does not implement __await__: \(name)")
      default: throw raise(.typeError, "object \(name) can't be used in 'await' expression")
      }
    }
    if iterator.is(.generator), isAwaitable(iterator.cell) { throw raise(.typeError, "__await__() returned a coroutine") }
    guard isIterator(iterator) else {
      throw raise(.typeError, "__await__() returned non-iterator of type '\(typeName(iterator))'")
    }
    return iterator
  }

  /// Awaits a coroutine, or delegates to a generator: links the frames and enters the inner one.
  private func awaitFrame(_ cell: Cell, _ resume: UInt32) -> Value {
    switch cell.header.pointee.flags {
    case GeneratorState.created: break
    case GeneratorState.finished where generatorKind(cell) == .coroutine:
      return guarded { () throws(Raise) -> Value in
        throw raise(.runtimeError, "cannot reuse already awaited coroutine")
      }
    case GeneratorState.finished:
      pointee.frame.pointee.base[Int(resume >> 8 & 0xFF)] = .none
      return .entered
    case GeneratorState.running:
      return guarded { () throws(Raise) -> Value in
        if generatorKind(cell) == .coroutine { throw raise(.runtimeError, "coroutine is being awaited already") }
        throw raise(.valueError, "generator already executing")
      }
    default:
      if generatorKind(cell) == .coroutine, generator(cell).pointee.awaiter != 0 {
        return guarded { () throws(Raise) -> Value in
          throw raise(.runtimeError, "coroutine is being awaited already")
        }
      }
    }
    return linkAndEnter(cell, resume, .none)
  }

  private func linkAndEnter(_ cell: Cell, _ resume: UInt32, _ sent: Value) -> Value {
    let frame = pointee.frame
    let owner = Cell(bitPattern: frame.pointee.owner).unsafelyUnwrapped
    storeWord(owner + 8, UInt64(resume))
    let wasFresh = cell.header.pointee.flags == GeneratorState.created
    let outcome = enterLinked(cell, Cell(bitPattern: frame.pointee.root).unsafelyUnwrapped, sent, resume)
    if outcome != .raised || !wasFresh {
      storeWord(UnsafeMutableRawPointer(placeOfWord(&generator(cell).pointee.awaiter)), UInt64(UInt(bitPattern: owner)))
    }
    return outcome
  }

  /// A native awaitable or any iterator becomes the delegate of the running frame.
  private func startDelegate(_ delegate: Value, _ resume: UInt32) -> Value {
    let owner = Cell(bitPattern: pointee.frame.pointee.owner).unsafelyUnwrapped
    storeWord(owner + 8, UInt64(resume))
    do {
      switch try advance(delegate, .started) {
      case .ready(let value):
        pointee.frame.pointee.base[Int(resume >> 8 & 0xFF)] = value
        return .entered
      case .waiting(let signal):
        store(placeOf(&generator(owner).pointee.delegate), delegate)
        generator(owner).pointee.innermost = 0
        return suspendChain(signal)
      }
    } catch {
      let kind = Resume(rawValue: UInt8(truncatingIfNeeded: resume)).unsafelyUnwrapped
      if kind == .nextItem, exceptionIs(.stopAsyncIteration) {
        pointee.exception = .unbound
        pointee.frame.pointee.pc += Int(Int32(bitPattern: pointee.frame.pointee.pc[-1]))
        return .entered
      }
      return .raised
    }
  }

  /// One step of a delegate: a native awaitable's body, or the iterator protocol.
  func advance(_ delegate: Value, _ event: AwaitEvent) throws(Raise) -> AwaitStep {
    if delegate.is(.record), let body = pointee.awaitBodies[Int(delegate.cell.header.pointee.aux)] {
      return try body(self, delegate, event)
    }
    switch event {
    case .started: return try step(delegate, .none)
    case .resumed(let value): return try step(delegate, value)
    case .thrown(let exception): return try throwStep(delegate, exception)
    }
  }

  private func step(_ iterator: Value, _ sent: Value) throws(Raise) -> AwaitStep {
    if iterator.is(.generator) {
      let value = resume(iterator.cell, sending: sent)
      if value == .raised { throw Raise() }
      return pointee.rest == .returned ? .ready(value) : .waiting(value)
    }
    do {
      if sent.isNone {
        if let item = try next(iterator) { return .waiting(item) }
        return .ready(.none)
      }
      return .waiting(try callMethod(iterator, "send", sent))
    } catch {
      return .ready(try stopValue(error))
    }
  }

  /// The value of a StopIteration that is the machine's exception; anything else goes on.
  func stopValue(_ error: Raise) throws(Raise) -> Value {
    guard exceptionIs(.stopIteration) else { throw error }
    let exception = takeException()
    let args = exception.as(ExceptionCell.self).pointee.args
    guard args.is(.tuple), args.as(TupleCell.self).pointee.count > 0 else { return .none }
    return itemsOf(args).0[0]
  }

  private func throwStep(_ iterator: Value, _ exception: Value) throws(Raise) -> AwaitStep {
    if iterator.is(.generator) {
      pointee.exception = exception
      let value = resume(iterator.cell, sending: .none, isThrow: true)
      if value == .raised { throw Raise() }
      return pointee.rest == .returned ? .ready(value) : .waiting(value)
    }
    if isInstance(exception, .generatorExit) {
      if let close = try findAttribute(iterator, intern("close")) { _ = try call(close) }
      throw raise(exception: exception)
    }
    guard let method = try findAttribute(iterator, intern("throw")) else { throw raise(exception: exception) }
    do { return .waiting(try call(method, exception)) } catch { return .ready(try stopValue(error)) }
  }

  /// `yield from value`.
  @inline(never)
  func delegate(_ value: Value, register: Int) -> Value {
    let resume = UInt32(Resume.await.rawValue) | UInt32(register) << 8
    if value.is(.generator) {
      let isCoroutine = generatorKind(value.cell) == .coroutine
      let ownKind = generatorKind(Cell(bitPattern: pointee.frame.pointee.owner).unsafelyUnwrapped)
      let owner = Cell(bitPattern: pointee.frame.pointee.owner).unsafelyUnwrapped
      if isCoroutine, ownKind != .coroutine, owner.header.pointee.aux & GeneratorMark.isAwaitable == 0 {
        return guarded { () throws(Raise) -> Value in
          throw raise(.typeError, "cannot 'yield from' a coroutine object in a non-coroutine generator")
        }
      }
      if generatorKind(value.cell) != .asyncGenerator { return awaitFrame(value.cell, resume) }
    }
    do {
      if value.is(.record), pointee.awaitBodies[Int(value.cell.header.pointee.aux)] != nil {
        return startDelegate(value, resume)
      }
      return startDelegate(try iterator(value), resume)
    } catch { return .raised }
  }

  // MARK: async for, async generators

  @inline(never)
  func asyncIterator(_ value: Value) -> Value {
    if value.is(.generator), generatorKind(value.cell) == .asyncGenerator { return value }
    return guarded { () throws(Raise) -> Value in
      guard let iterator = try callSpecial(.asyncIterate, on: value) else {
        throw raise(
          .typeError, "'async for' requires an object with __aiter__ method, got \(typeName(value))")
      }
      if special(.asyncNext, classOf(iterator)).isUnbound {
        throw raise(
          .typeError,
          "'async for' received an object from __aiter__ that does not implement __anext__: \(typeName(iterator))")
      }
      return iterator
    }
  }

  /// One round of `async for`.
  @inline(never)
  func enterAsyncIterator(_ value: Value, register: Int) -> Value {
    let resume = UInt32(register) << 8
    if value.is(.generator), generatorKind(value.cell) == .asyncGenerator {
      return enterAsyncGenerator(value.cell, resume | UInt32(Resume.forAsyncIterator.rawValue), .none, isThrow: false)
    }
    do {
      guard let awaitable = try callSpecial(.asyncNext, on: value) else {
        throw raise(.typeError, "'async for' requires an iterator with __anext__ method, got \(typeName(value))")
      }
      return awaitWith(awaitable, resume | UInt32(Resume.nextItem.rawValue), 0)
    } catch { return .raised }
  }

  /// Enters an async generator from a frame that waits for its next item.
  func enterAsyncGenerator(_ cell: Cell, _ resume: UInt32, _ sent: Value, isThrow: Bool) -> Value {
    if cell.header.pointee.flags == GeneratorState.finished {
      return exhaustedStep(resume, isThrow: isThrow)
    }
    if cell.header.pointee.flags == GeneratorState.running || cell.header.pointee.aux & GeneratorMark.isStepping != 0 {
      let exception = isThrow ? takeException() : .none
      _ = exception
      return guarded { () throws(Raise) -> Value in
        throw raise(.runtimeError, "\(stepName(resume))(): asynchronous generator is already running")
      }
    }
    hookAsyncGenerator(cell)
    cell.header.pointee.aux |= GeneratorMark.isStepping
    if isThrow { return throwLinked(cell, resume) }
    return linkAndEnter(cell, resume, sent)
  }

  private func stepName(_ resume: UInt32) -> String {
    switch AsyncStep(rawValue: UInt8(truncatingIfNeeded: resume >> 16)) ?? .next {
    case .next: "anext"
    case .send: "asend"
    case .throw: "athrow"
    case .close: "aclose"
    }
  }

  /// A step of an async generator that is over.
  private func exhaustedStep(_ resume: UInt32, isThrow: Bool) -> Value {
    let frame = pointee.frame
    let mode = AsyncStep(rawValue: UInt8(truncatingIfNeeded: resume >> 16)) ?? .next
    if UInt8(truncatingIfNeeded: resume) == Resume.forAsyncIterator.rawValue {
      frame.pointee.pc += Int(Int32(bitPattern: frame.pointee.pc[-1]))
      return .entered
    }
    if mode == .close {
      pointee.exception = .unbound
      frame.pointee.base[Int(resume >> 8 & 0xFF)] = .none
      return .entered
    }
    pointee.exception = .unbound
    return guarded { () throws(Raise) -> Value in throw raise(.stopAsyncIteration, "") }
  }

  /// Raises the machine's exception in an async generator that the running frame waits for.
  private func throwLinked(_ cell: Cell, _ resume: UInt32) -> Value {
    let exception = takeException()
    let outcome = linkAndEnter(cell, resume, .none)
    if outcome != .entered { return outcome }
    if pointee.frame.pointee.pc == pointee.frame.pointee.code.pointee.words { pointee.frame.pointee.pc += 1 }
    pointee.exception = exception
    return .raised
  }

  // MARK: Records of awaited steps: words 0 generator, 1 mode, 2 value, 3 state (0 fresh, 1 started, 2 done)

  /// `agen.asend(x)` and its kin as an object.
  func makeAsyncStep(_ generator: Value, _ mode: AsyncStep, _ value: Value) -> Value {
    let cell = allocate(.record, 16 + 32, shape: BuiltinType.asyncGeneratorStep.rawValue)
    cell.header.pointee.aux = Layout.asyncGeneratorStep.rawValue
    cell.header.pointee.flags = 4
    let words = (cell + 16).assumingMemoryBound(to: Value.self)
    words[0] = generator
    words[1] = Value(small: Int(mode.rawValue))
    words[2] = value
    words[3] = Value(small: 0)
    return Value(cell)
  }

  /// `await agen.asend(x)`.
  private func awaitStep(_ cell: Cell, _ resume: UInt32) -> Value {
    let words = (cell + 16).assumingMemoryBound(to: Value.self)
    let mode = AsyncStep(rawValue: UInt8(words[1].smallInt)) ?? .next
    guard words[3].smallInt == 0 else {
      return guarded { () throws(Raise) -> Value in
        let name = mode == .throw || mode == .close ? "aclose()/athrow()" : "__anext__()/asend()"
        throw raise(.runtimeError, "cannot reuse already awaited \(name)")
      }
    }
    words[3] = Value(small: 2)
    let generator = words[0].cell
    let isThrow = mode == .throw || mode == .close
    if mode == .close {
      if generator.header.pointee.flags == GeneratorState.created { closeFresh(generator) }
      _ = raise(.generatorExit, "")
    } else if mode == .throw {
      pointee.exception = words[2]
    }
    return enterAsyncGenerator(generator, resume | UInt32(mode.rawValue) << 16, words[2], isThrow: isThrow)
  }

  func closeFresh(_ cell: Cell) { cell.header.pointee.flags = GeneratorState.finished }
}

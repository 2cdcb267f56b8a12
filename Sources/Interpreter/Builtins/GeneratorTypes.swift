// GeneratorTypes.swift — generators, coroutines and async generators as objects, driven by hand.

extension NativeType {
  static var generator: NativeType {
    NativeType("generator", kind: .generator, isBaseType: false, "") {
      [
        .slot("__iter__(/)", "Implement iter(self).", .pure) { (vm, args) throws(Raise) in args[0] },
        .slot("__next__(/)", "Implement next(self).", .callsScript, generatorNext),
      ] + drivenRows(prefix: "gi")
    }
  }

  static var coroutine: NativeType {
    NativeType("coroutine", kind: .generator, isBaseType: false, "") {
      [.slot("__await__(/)", "Return an iterator to be used in await expression.", .pure, coroutineAwait)]
        + drivenRows(prefix: "cr")
    }
  }

  private static func drivenRows(prefix: String) -> [NativeRow] {
    let common: [NativeRow] = [
      .method("send(arg, /)", "Resume with a value.", .callsScript, generatorSend),
      .method("throw(typ, val=?, tb=?, /)", "Raise an exception where it stands.", .callsScript, generatorThrow),
      .method("close()", "Raise GeneratorExit where it stands.", .callsScript, generatorClose),
      .slot("__repr__(/)", "Return repr(self).", .readsSelf, generatorRepr),
      .property("__name__", "", .readsSelf, generatorName),
      .property("__qualname__", "", .readsSelf, generatorQualifiedName),
    ]
    if prefix == "gi" {
      return common + [
        .getter("gi_running", "", .readsSelf, isRunning), .getter("gi_suspended", "", .readsSelf, isSuspended),
        .getter("gi_yieldfrom", "", .readsSelf, awaited), .getter("gi_code", "", .readsSelf, codeOf),
        .getter("gi_frame", "", .readsSelf, frameOf),
      ]
    }
    return common + [
      .getter("cr_running", "", .readsSelf, isRunning), .getter("cr_suspended", "", .readsSelf, isSuspended),
      .getter("cr_await", "", .readsSelf, awaited), .getter("cr_code", "", .readsSelf, codeOf),
      .getter("cr_frame", "", .readsSelf, frameOf),
      .getter("cr_origin", "", .readsSelf) { (_, _) throws(Raise) in .none },
    ]
  }

  static var asyncGenerator: NativeType {
    NativeType("async_generator", kind: .generator, isBaseType: false, "") {
      [
        .slot("__aiter__(/)", "", .pure) { (vm, args) throws(Raise) in args[0] },
        .slot("__anext__(/)", "", .pure) { (vm, args) throws(Raise) in vm.makeAsyncStep(args[0], .next, .none) },
        .method("asend(value, /)", "", .pure) { (vm, args) throws(Raise) in vm.makeAsyncStep(args[0], .send, args[1]) },
        .method("athrow(typ, val=?, tb=?, /)", "", .callsScript, asyncThrow),
        .method("aclose()", "", .pure) { (vm, args) throws(Raise) in vm.makeAsyncStep(args[0], .close, .none) },
        .slot("__repr__(/)", "Return repr(self).", .readsSelf, generatorRepr),
        .property("__name__", "", .readsSelf, generatorName),
        .property("__qualname__", "", .readsSelf, generatorQualifiedName),
        .getter("ag_running", "", .readsSelf, isRunning), .getter("ag_suspended", "", .readsSelf, isSuspended),
        .getter("ag_await", "", .readsSelf, awaited), .getter("ag_code", "", .readsSelf, codeOf),
        .getter("ag_frame", "", .readsSelf, frameOf),
      ]
    }
  }

  static var coroutineWrapper: NativeType {
    NativeType("coroutine_wrapper", kind: .record, layout: .coroutineWrapper, words: 1, isBaseType: false, "") {
      [
        .slot("__iter__(/)", "", .pure) { (vm, args) throws(Raise) in args[0] },
        .slot("__next__(/)", "", .callsScript) { (vm, args) throws(Raise) in
          try vm.drive(args[0].cell.recordWords[0].cell, .none)
        },
        .method("send(arg, /)", "", .callsScript) { (vm, args) throws(Raise) in
          try vm.drive(args[0].cell.recordWords[0].cell, args[1])
        },
        .method("throw(typ, val=?, tb=?, /)", "", .callsScript) { (vm, args) throws(Raise) in
          try throwInto(vm, args[0].cell.recordWords[0].cell, args)
        },
        .method("close()", "", .callsScript) { (vm, args) throws(Raise) in
          try vm.closeGenerator(args[0].cell.recordWords[0].cell)
          return .none
        },
      ]
    }
  }

  static var asyncGeneratorStep: NativeType {
    NativeType("async_generator_asend", kind: .record, layout: .asyncGeneratorStep, words: 4, isBaseType: false, "") {
      [
        .slot("__await__(/)", "", .pure) { (vm, args) throws(Raise) in args[0] },
        .slot("__iter__(/)", "", .pure) { (vm, args) throws(Raise) in args[0] },
        .slot("__next__(/)", "", .callsScript) { (vm, args) throws(Raise) in try vm.driveStep(args[0].cell, .none) },
        .method("send(arg, /)", "", .callsScript) { (vm, args) throws(Raise) in
          try vm.driveStep(args[0].cell, args[1])
        },
        .method("throw(typ, val=?, tb=?, /)", "", .callsScript) { (vm, args) throws(Raise) in
          let words = args[0].cell.recordWords
          words[3] = Value(small: 1)
          vm.pointee.exception = try vm.exceptionToThrow(args[1], args[2], args[3])
          return try vm.settleStep(
            args[0].cell, vm.resume(words[0].cell, sending: .none, isThrow: true))
        },
        .method("close()", "", .writesSelf) { (vm, args) throws(Raise) in
          args[0].cell.recordWords[3] = Value(small: 2)
          return .none
        },
      ]
    }
  }
}

private func generatorNext(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.drive(try vm.receiver(args, .generator, "__next__"), .none)
}

private func generatorSend(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.drive(args[0].cell, args[1])
}

private func generatorThrow(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try throwInto(vm, args[0].cell, args)
}

private func throwInto(_ vm: VM, _ cell: Cell, _ args: Arguments) throws(Raise) -> Value {
  vm.pointee.exception = try vm.exceptionToThrow(args[1], args[2], args[3])
  if cell.header.pointee.flags == GeneratorState.finished, vm.generatorKind(cell) == .coroutine {
    vm.pointee.exception = .unbound
    throw vm.raise(.runtimeError, "cannot reuse already awaited coroutine")
  }
  return try vm.settleDrive(vm.resume(cell, sending: .none, isThrow: true))
}

private func generatorClose(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.closeGenerator(args[0].cell)
}

private func asyncThrow(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.makeAsyncStep(args[0], .throw, try vm.exceptionToThrow(args[1], args[2], args[3]))
}

private func coroutineAwait(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let made = vm.newRecord(.coroutineWrapper, .coroutineWrapper, words: 1)
  made.recordWords[0] = args[0]
  return Value(made)
}

private func generatorRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = args[0].cell
  let name = vm.swiftString(vm.registers(cell)[-1].as(FunctionCell.self).pointee.qualifiedName)
  return vm.string("<\(vm.typeName(args[0])) object \(name) at 0x\(String(vm.identity(args[0]), radix: 16))>")
}

private func generatorName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let function = vm.registers(args[0].cell)[-1].as(FunctionCell.self)
  if args.count == 1 { return function.pointee.name }
  throw vm.raise(.attributeError, "the name of a generator is that of its function")
}

private func generatorQualifiedName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let function = vm.registers(args[0].cell)[-1].as(FunctionCell.self)
  if args.count == 1 { return function.pointee.qualifiedName }
  throw vm.raise(.attributeError, "the name of a generator is that of its function")
}

private func isRunning(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(args[0].cell.header.pointee.flags == GeneratorState.running)
}

private func isSuspended(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(args[0].cell.header.pointee.flags == GeneratorState.suspended)
}

private func awaited(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let delegate = vm.generator(args[0].cell).pointee.delegate
  if !delegate.isUnbound { return delegate }
  let inner = vm.innermost(args[0].cell)
  guard inner != args[0].cell, args[0].cell.header.pointee.flags == GeneratorState.suspended else { return .none }
  var cell = inner
  while true {
    let awaiter = vm.generator(cell).pointee.awaiter
    guard awaiter != 0, let next = Cell(bitPattern: awaiter) else { return .none }
    if next == args[0].cell { return Value(cell) }
    cell = next
  }
}

private func codeOf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.makeCodeObject(vm.generator(args[0].cell).pointee.code)
}

private func frameOf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  args[0].cell.header.pointee.flags == GeneratorState.finished ? .none : vm.makeGeneratorFrame(args[0])
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `send` by hand: what it yields, or StopIteration with what it returned.
  func drive(_ cell: Cell, _ sent: Value) throws(Raise) -> Value {
    let kind = generatorKind(cell)
    if cell.header.pointee.flags == GeneratorState.created, !sent.isNone {
      let word = kind == .coroutine ? "coroutine" : "generator"
      throw raise(.typeError, "can't send non-None value to a just-started \(word)")
    }
    if cell.header.pointee.flags == GeneratorState.finished, kind == .coroutine {
      throw raise(.runtimeError, "cannot reuse already awaited coroutine")
    }
    return try settleDrive(resumeNested(cell, sent))
  }

  private func resumeNested(_ cell: Cell, _ sent: Value) throws(Raise) -> Value {
    try checkStack()
    pointee.nativeDepth += 1
    defer { pointee.nativeDepth -= 1 }
    return resume(cell, sending: sent)
  }

  func settleDrive(_ value: Value) throws(Raise) -> Value {
    if value == .raised { throw Raise() }
    if pointee.rest == .yielded { return value }
    throw raise(.stopIteration, arguments: value.isNone ? pointee.emptyTuple : tuple(of: [value]))
  }

  /// One step of `asend` and its kin by hand.
  func driveStep(_ step: Cell, _ sent: Value) throws(Raise) -> Value {
    let words = step.recordWords
    let mode = AsyncStep(rawValue: UInt8(words[1].smallInt)) ?? .next
    if words[3].smallInt == 2 {
      let name = mode == .throw || mode == .close ? "aclose()/athrow()" : "__anext__()/asend()"
      throw raise(.runtimeError, "cannot reuse already awaited \(name)")
    }
    let cell = words[0].cell
    if words[3].smallInt == 1 { return try settleStep(step, try resumeNested(cell, sent)) }
    words[3] = Value(small: 1)
    if cell.header.pointee.flags == GeneratorState.finished {
      words[3] = Value(small: 2)
      if mode == .close { throw raise(.stopIteration, "") }
      throw raise(.stopAsyncIteration, "")
    }
    if mode == .throw || mode == .close {
      if mode == .close {
        if cell.header.pointee.flags == GeneratorState.created {
          closeFresh(cell)
          words[3] = Value(small: 2)
          throw raise(.stopIteration, "")
        }
        _ = raise(.generatorExit, "")
      } else {
        pointee.exception = words[2]
      }
      return try settleStep(step, resume(cell, sending: .none, isThrow: true))
    }
    return try settleStep(step, try resumeNested(cell, words[2]))
  }

  /// What an async generator's rest means to whoever drives a step by hand.
  func settleStep(_ step: Cell, _ value: Value) throws(Raise) -> Value {
    let words = step.recordWords
    let isClose = AsyncStep(rawValue: UInt8(words[1].smallInt)) == .close
    if value == .raised {
      words[3] = Value(small: 2)
      if isClose, exceptionIs(.generatorExit) || exceptionIs(.stopAsyncIteration) {
        pointee.exception = .unbound
        throw raise(.stopIteration, "")
      }
      throw Raise()
    }
    switch pointee.rest {
    case .yielded: return value
    case .asyncYielded:
      words[3] = Value(small: 2)
      if isClose { throw raise(.runtimeError, "async generator ignored GeneratorExit") }
      throw raise(.stopIteration, arguments: tuple(of: [value]))
    case .returned:
      words[3] = Value(small: 2)
      if isClose { throw raise(.stopIteration, "") }
      throw raise(.stopAsyncIteration, "")
    }
  }

  /// The exception that `throw(type, value, traceback)` raises.
  func exceptionToThrow(_ type: Value, _ value: Value, _ traceback: Value) throws(Raise) -> Value {
    if type.is(.exception) {
      if !value.isUnbound, !value.isNone { throw raise(.typeError, "instance exception may not have a separate value") }
      return type
    }
    guard type.is(.class), isSubclass(type.cell, builtin(.baseException)) else {
      throw raise(
        .typeError, "exceptions must be classes or instances deriving from BaseException, not \(typeName(type))")
    }
    if value.is(.exception), isInstance(value, type.cell) { return value }
    let made: Value
    if value.isUnbound || value.isNone {
      made = try call(type)
    } else if value.is(.tuple) {
      made = try call(type, spread: value)
    } else {
      made = try call(type, value)
    }
    if traceback.is(.traceback) { made.as(ExceptionCell.self).pointee.traceback = traceback }
    return made
  }

  /// `generator.close()`: its return value if it returns one.
  @discardableResult
  public func closeGenerator(_ cell: Cell) throws(Raise) -> Value {
    if cell.header.pointee.flags == GeneratorState.created {
      if generatorKind(cell) == .coroutine { forgetUnawaited(cell) }
      cell.header.pointee.flags = GeneratorState.finished
      return .none
    }
    if cell.header.pointee.flags == GeneratorState.finished { return .none }
    let saved = takeException()
    defer { if pointee.exception.isUnbound { pointee.exception = saved } }
    _ = raise(.generatorExit, "")
    let value = resume(cell, sending: .none, isThrow: true)
    if value == .raised {
      if exceptionIs(.generatorExit) || exceptionIs(.stopIteration) {
        pointee.exception = .unbound
        return .none
      }
      throw Raise()
    }
    if pointee.rest == .returned { return value }
    let word = generatorKind(cell) == .coroutine ? "coroutine" : "generator"
    throw raise(.runtimeError, "\(word) ignored GeneratorExit")
  }
}

// BaseException.swift — what every exception has: arguments, traceback, chain, notes.

extension NativeType {
  static var baseExceptionRows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "An exception with arguments.", .pure, exceptionNew),
      .slot("__init__(*args, **kwargs)", "Keeps the arguments.", .writesSelf, exceptionInit),
      .slot("__repr__()", "The exception as source text.", .callsScript, exceptionRepr),
      .slot("__str__()", "The message.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.exceptionText(try vm.exception(args, "__str__"))
      },
      .property("args", "The arguments.", .callsScript, argsField),
      .property("__traceback__", "The frames the exception went through.", .writesSelf, tracebackField),
      .property("__context__", "The exception that was handled when this one was raised.", .writesSelf, contextField),
      .property("__cause__", "The exception named behind `from`.", .writesSelf, causeField),
      .property("__suppress_context__", "Whether the context is left out of reports.", .writesSelf, suppressField),
      .property("__dict__", "The exception's own attributes.", .writesSelf, dictionaryField),
      .method("with_traceback(tb, /)", "Sets the traceback and gives the exception.", .writesSelf, withTraceback),
      .method("add_note(note, /)", "Adds a line to the report.", .callsScript, addNote),
      .method("__reduce__()", "What makes an equal exception.", .readsSelf, exceptionReduce),
      .method("__setstate__(state, /)", "Sets attributes from a dict.", .callsScript, exceptionSetState),
    ]
  }

  static var keyErrorRows: [NativeRow] {
    [
      .slot("__str__()", "The key as source text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let exception = try vm.exception(args, "__str__")
        let (items, count) = vm.itemsOf(exception.pointee.args)
        return count == 1 ? try vm.repr(items[0]) : try vm.exceptionText(exception)
      }
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The receiver of an exception's method.
  func exception(_ args: Arguments, _ method: StaticString) throws(Raise) -> UnsafeMutablePointer<ExceptionCell> {
    try receiver(args, .baseException, method).assumingMemoryBound(to: ExceptionCell.self)
  }

  /// What `BaseException.__str__` gives.
  func exceptionText(_ exception: UnsafeMutablePointer<ExceptionCell>) throws(Raise) -> Value {
    let (items, count) = itemsOf(exception.pointee.args)
    switch count {
    case 0: return pointee.emptyText
    case 1: return try str(items[0])
    default: return try str(exception.pointee.args)
    }
  }

  /// TypeError if a call that takes no keywords got some.
  func refuseKeywords(_ keywords: Value, of cell: Cell) throws(Raise) {
    if keywords.is(.dict), dictCount(keywords.cell) > 0 {
      throw raise(.typeError, "\(className(cell))() takes no keyword arguments")
    }
  }

  /// Checks that the first argument of a `__new__` is the class or a subclass of it.
  func constructedClass(_ value: Value, _ owner: BuiltinType) throws(Raise) -> Cell {
    let name = className(builtin(owner))
    guard value.is(.class) else {
      throw raise(.typeError, "\(name).__new__(X): X is not a type object (\(typeName(value)))")
    }
    guard isSubclass(value.cell, builtin(owner)) else {
      let given = className(value.cell)
      throw raise(.typeError, "\(name).__new__(\(given)): \(given) is not a subtype of \(name)")
    }
    return value.cell
  }
}

private func exceptionNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.makeException(try vm.constructedClass(args[0], .baseException), args[1])
}

private func exceptionInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__init__")
  try vm.refuseKeywords(args[2], of: vm.classOf(args[0]))
  vm.store(vm.placeOf(&exception.pointee.args), args[1])
  return .none
}

private func exceptionRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__repr__")
  let (items, count) = vm.itemsOf(exception.pointee.args)
  var text = TextBuffer()
  text.append(vm.typeName(args[0]))
  if count == 1 {
    text.append("(")
    text.append(try vm.repr(items[0]))
    text.append(")")
  } else {
    text.append(try vm.repr(exception.pointee.args))
  }
  return vm.string(text)
}

private func argsField(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "args")
  if args.count == 1 { return exception.pointee.args }
  if args[1].isUnbound { throw vm.raise(.typeError, "args may not be deleted") }
  let tuple = try vm.tupleFrom(args[1])
  try vm.settleFields(args[0])
  vm.store(vm.placeOf(&exception.pointee.args), tuple)
  return .none
}

private func tracebackField(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__traceback__")
  if args.count == 1 { return exception.pointee.traceback }
  if args[1].isUnbound { throw vm.raise(.typeError, "__traceback__ may not be deleted") }
  try setTraceback(vm, exception, args[1])
  return .none
}

private func setTraceback(
  _ vm: VM, _ exception: UnsafeMutablePointer<ExceptionCell>, _ traceback: Value
) throws(Raise) {
  guard traceback.isNone || traceback.is(.traceback) else {
    throw vm.raise(.typeError, "__traceback__ must be a traceback or None")
  }
  vm.store(vm.placeOf(&exception.pointee.traceback), traceback)
}

private func contextField(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__context__")
  if args.count == 1 { return exception.pointee.context }
  if args[1].isUnbound { throw vm.raise(.typeError, "__context__ may not be deleted") }
  guard args[1].isNone || args[1].is(.exception) else {
    throw vm.raise(.typeError, "exception context must be None or derive from BaseException")
  }
  vm.store(vm.placeOf(&exception.pointee.context), args[1])
  return .none
}

private func causeField(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__cause__")
  if args.count == 1 { return exception.pointee.cause }
  if args[1].isUnbound { throw vm.raise(.typeError, "__cause__ may not be deleted") }
  guard args[1].isNone || args[1].is(.exception) else {
    throw vm.raise(.typeError, "exception cause must be None or derive from BaseException")
  }
  vm.store(vm.placeOf(&exception.pointee.cause), args[1])
  vm.setSuppressed(exception, true)
  return .none
}

private func suppressField(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__suppress_context__")
  if args.count == 1 { return Value(exception.pointee.header.flags & ExceptionCell.suppressContext != 0) }
  if args[1].isUnbound { throw vm.raise(.typeError, "can't delete numeric/char attribute") }
  guard args[1].isBool else { throw vm.raise(.typeError, "attribute value type must be bool") }
  vm.setSuppressed(exception, args[1].isTrue)
  return .none
}

private func dictionaryField(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .baseException, "__dict__")
  let dictionary = try vm.becomeDictionary(cell)
  if args.count == 1 { return Value(dictionary) }
  if args[1].isUnbound { throw vm.raise(.typeError, "cannot delete __dict__") }
  guard args[1].is(.dict) else {
    throw vm.raise(.typeError, "__dict__ must be set to a dictionary, not a '\(vm.typeName(args[1]))'")
  }
  vm.storeWord(cell + 8, UInt64(UInt(bitPattern: args[1].cell)))
  return .none
}

private func withTraceback(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try setTraceback(vm, try vm.exception(args, "with_traceback"), args[1])
  return args[0]
}

private func addNote(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  _ = try vm.exception(args, "add_note")
  guard args[1].is(.str) else {
    throw vm.raise(.typeError, "note must be a str, not '\(vm.typeName(args[1]))'")
  }
  try vm.addNote(args[1], to: args[0])
  return .none
}

private func exceptionReduce(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__reduce__")
  let attributes = try vm.ownAttributes(args[0])
  let type = Value(vm.classOf(args[0]))
  return attributes.isNone
    ? vm.pair(type, exception.pointee.args) : vm.triple(type, exception.pointee.args, attributes)
}

private func exceptionSetState(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  _ = try vm.exception(args, "__setstate__")
  if args[1].isNone { return .none }
  guard args[1].is(.dict) else { throw vm.raise(.typeError, "state is not a dictionary") }
  let state = try vm.dictCopy(args[1].cell).cell
  var number = vm.dictNext(state, from: 0)
  while number >= 0 {
    let entry = vm.dictEntry(state, number)
    guard entry.key.is(.str) else {
      throw vm.raise(.typeError, "attribute name must be string, not '\(vm.typeName(entry.key))'")
    }
    try vm.setAttribute(args[0], vm.intern(entry.key), entry.value)
    number = vm.dictNext(state, from: number + 1)
  }
  return .none
}

extension UnsafeMutablePointer where Pointee == Machine {
  func setSuppressed(_ exception: UnsafeMutablePointer<ExceptionCell>, _ isSuppressed: Bool) {
    willWrite(exception, bytes: 8)
    if isSuppressed {
      exception.pointee.header.flags |= ExceptionCell.suppressContext
    } else {
      exception.pointee.header.flags &= ~ExceptionCell.suppressContext
    }
  }

  /// A dict of the attributes an exception has of its own, or None if there are none.
  func ownAttributes(_ exception: Value) throws(Raise) -> Value {
    let shape = pointee.shapes[exception.cell.shape]
    if !shape.pointee.isDictionary, shape.pointee.slotCount == 0 { return .none }
    let dictionary = try becomeDictionary(exception.cell)
    return dictCount(dictionary) == 0 ? .none : Value(dictionary)
  }

  /// Adds a line to the report of an exception.
  func addNote(_ note: Value, to exception: Value) throws(Raise) {
    let name = intern("__notes__")
    if let notes = try findAttribute(exception, name) {
      guard notes.is(.list) else { throw raise(.typeError, "Cannot add note: __notes__ is not a list") }
      return try listAppend(notes.cell, note)
    }
    let notes = list()
    try listAppend(notes.cell, note)
    try setAttribute(exception, name, notes)
  }

  /// Adds a line to the report of the exception on its way up.
  public func addNote(_ text: String) {
    let exception = takeException()
    do { try addNote(string(text), to: exception) } catch { pointee.exception = .unbound }
    pointee.exception = exception
  }
}

// OSErrors.swift — OSError: its fields, its text, and the subclass that goes with an error number.

import Glibc

extension NativeType {
  static var osErrorRows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "An OSError, or the subclass for the error number.", .callsScript, osErrorNew),
      .slot("__init__(*args, **kwargs)", "Keeps the arguments.", .callsScript, osErrorInit),
      .slot("__str__()", "The message.", .callsScript, osErrorText),
      .field("errno", "The number of the error.", .osError, OSField.errno),
      .field("strerror", "The system's words for it.", .osError, OSField.strerror),
      .field("filename", "The file.", .osError, OSField.filename),
      .field("filename2", "The second file.", .osError, OSField.filename2),
      .property("characters_written", "How much was written before.", .writesSelf, charactersWritten),
      .method("__reduce__()", "What makes an equal exception.", .readsSelf, osErrorReduce),
    ]
  }
}

private func osErrorNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  var cell = try vm.constructedClass(args[0], .osError)
  if vm.initReadsArguments(cell) { return vm.makeException(cell, vm.pointee.emptyTuple) }
  try vm.refuseKeywords(args[2], of: cell)
  let (items, count) = vm.itemsOf(args[1])
  if cell == vm.builtin(.osError), count >= 2, count <= 5, let number = vm.isInt(items[0]) ? vm.word(items[0]) : nil,
    let type = subclass(forNumber: number)
  {
    cell = vm.builtin(type)
  }
  let exception = vm.makeException(cell, args[1])
  try vm.readOSFields(exception, args[1])
  return exception
}

private func osErrorInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__init__")
  let cell = vm.classOf(args[0])
  if !vm.initReadsArguments(cell) { return .none }
  try vm.refuseKeywords(args[2], of: cell)
  vm.store(vm.placeOf(&exception.pointee.args), args[1])
  try vm.readOSFields(args[0], args[1])
  return .none
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Whether a class has an `__init__` of its own and no `__new__`: then it decides what the arguments are.
  fileprivate func initReadsArguments(_ cell: Cell) -> Bool {
    let root = builtin(.osError)
    return special(.initialize, cell) != special(.initialize, root) && special(.new, cell) == special(.new, root)
  }

  /// Takes errno, strerror, filename and filename2 out of 2 to 5 arguments.
  func readOSFields(_ exception: Value, _ args: Value) throws(Raise) {
    let (items, count) = itemsOf(args)
    guard count >= 2, count <= 5 else { return setFields(exception, []) }
    var values = [items[0], items[1], Value.unbound, .unbound, .unbound]
    if count >= 3, !items[2].isNone {
      if classOf(exception) == builtin(.blockingIOError), isNumeric(items[2]) {
        values[OSField.written] = int(try index(items[2]))
      } else {
        values[OSField.filename] = items[2]
        if count == 5, !items[4].isNone { values[OSField.filename2] = items[4] }
        let cell = exception.as(ExceptionCell.self)
        store(placeOf(&cell.pointee.args), pair(items[0], items[1]))
      }
    }
    setFields(exception, values)
  }

  private func isNumeric(_ value: Value) -> Bool {
    isInt(value) || value.isDouble || !special(.index, classOf(value)).isUnbound
      || !special(.float, classOf(value)).isUnbound
  }

  /// An OSError (the subclass for the number) with the system's words, about a file unless that is None.
  public func raiseOSError(errno number: Int32, filename: Value = .none, filename2: Value = .none) -> Raise {
    let words = string(String(cString: strerror(number)))
    hold(words)
    defer { unhold() }
    var values = [Value(small: Int(number)), words]
    if !filename.isNone { values.append(filename) }
    if !filename2.isNone { values += [.none, filename2] }
    return raise(.osError, arguments: values)
  }

  /// An exception made by calling its class.
  private func raise(_ type: BuiltinType, arguments: [Value]) -> Raise {
    do { return raise(exception: try call(Value(builtin(type)), spread: tuple(of: arguments))) } catch { return error }
  }

  /// Makes an exception with several arguments the current one.
  public func raise(_ type: BuiltinType, args: Values, count: Int) -> Raise {
    do { return raise(type, arguments: try tuple(args, count)) } catch { return error }
  }
}

private func subclass(forNumber number: Int) -> BuiltinType? {
  switch Int32(truncatingIfNeeded: number) {
  case EAGAIN, EALREADY, EINPROGRESS: .blockingIOError
  case EPIPE, ESHUTDOWN: .brokenPipeError
  case ECHILD: .childProcessError
  case ECONNABORTED: .connectionAbortedError
  case ECONNREFUSED: .connectionRefusedError
  case ECONNRESET: .connectionResetError
  case EEXIST: .fileExistsError
  case ENOENT: .fileNotFoundError
  case EISDIR: .isADirectoryError
  case ENOTDIR: .notADirectoryError
  case EINTR: .interruptedError
  case EACCES, EPERM: .permissionError
  case ESRCH: .processLookupError
  case ETIMEDOUT: .timeoutError
  default: nil
  }
}

private func osErrorText(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__str__")
  let fields = vm.fields(args[0])
  let filename = fields[OSField.filename], second = fields[OSField.filename2]
  let isNumbered = !fields[OSField.errno].isUnbound && !fields[OSField.strerror].isUnbound
  if filename.isUnbound, !isNumbered { return try vm.exceptionText(exception) }
  var text = TextBuffer()
  text.append("[Errno ")
  text.append(try vm.str(absentAsNone(fields[OSField.errno])))
  text.append("] ")
  text.append(try vm.str(absentAsNone(fields[OSField.strerror])))
  if !filename.isUnbound {
    text.append(": ")
    text.append(try vm.repr(filename))
    if !second.isUnbound {
      text.append(" -> ")
      text.append(try vm.repr(second))
    }
  }
  return vm.string(text)
}

private func absentAsNone(_ value: Value) -> Value { value.isUnbound ? .none : value }

private func charactersWritten(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  _ = try vm.exception(args, "characters_written")
  guard vm.isInstance(args[0], .osError) else { throw vm.foreignField("characters_written", .osError, args[0]) }
  let place = vm.fields(args[0]) + OSField.written
  if args.count == 1 || args[1].isUnbound {
    if place.pointee.isUnbound { throw vm.raise(.attributeError, "characters_written") }
    if args.count == 1 { return place.pointee }
    vm.store(place, .unbound)
    return .none
  }
  vm.store(place, vm.int(try vm.sizeArgument(args[1])))
  return .none
}

private func osErrorReduce(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__reduce__")
  let fields = vm.fields(args[0])
  var arguments = exception.pointee.args
  let (items, count) = vm.itemsOf(arguments)
  if count == 2, !fields[OSField.filename].isUnbound {
    var values = [items[0], items[1], fields[OSField.filename]]
    if !fields[OSField.filename2].isUnbound { values += [.none, fields[OSField.filename2]] }
    arguments = vm.tuple(of: values)
  }
  let attributes = try vm.ownAttributes(args[0])
  let type = Value(vm.classOf(args[0]))
  return attributes.isNone ? vm.pair(type, arguments) : vm.triple(type, arguments, attributes)
}

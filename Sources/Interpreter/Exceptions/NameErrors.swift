// NameErrors.swift — NameError, AttributeError and ImportError: what was not found, and where.

extension NativeType {
  static var nameErrorRows: [NativeRow] {
    [
      .slot("__init__(*args, name=None)", "Keeps the arguments and the name.", .writesSelf) {
        (vm, args) throws(Raise) -> Value in
        let exception = try vm.exception(args, "__init__")
        vm.store(vm.placeOf(&exception.pointee.args), args[1])
        vm.setFirst(args[0], args[2])
        return .none
      },
      .ownField("name", "The name that was not found."),
    ]
  }

  static var attributeErrorRows: [NativeRow] {
    [
      .slot("__init__(*args, name=None, obj=None)", "Keeps the arguments, the name and the object.", .writesSelf) {
        (vm, args) throws(Raise) -> Value in
        let exception = try vm.exception(args, "__init__")
        vm.store(vm.placeOf(&exception.pointee.args), args[1])
        vm.setFirst(args[0], args[2])
        vm.store(vm.placeOf(&exception.pointee.second), args[3])
        return .none
      },
      .ownField("name", "The name that was not found."),
      .ownField("obj", "The object that has no such attribute.", isSecond: true),
      .method("__reduce__()", "What makes an equal exception.", .readsSelf, attributeErrorReduce),
    ]
  }

  static var importErrorRows: [NativeRow] {
    [
      .slot(
        "__init__(*args, name=None, path=None, name_from=None)", "Keeps the arguments and the names.", .writesSelf,
        importErrorInit),
      .slot("__str__()", "The message.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let exception = try vm.exception(args, "__str__")
        let message = vm.fields(args[0])[ImportField.message]
        return message.isExactStr ? message : try vm.exceptionText(exception)
      },
      .field("msg", "The message.", .importError, ImportField.message),
      .field("name", "The module.", .importError, ImportField.name),
      .field("path", "The file of the module.", .importError, ImportField.path),
      .field("name_from", "The name that the module does not have.", .importError, ImportField.nameFrom),
      .method("__reduce__()", "What makes an equal exception.", .readsSelf, importErrorReduce),
    ]
  }
}

private func attributeErrorReduce(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__reduce__")
  let state = try copiedAttributes(vm, args[0])
  if !exception.pointee.first.isUnbound, !exception.pointee.first.isNone {
    try vm.dictSetStr(state.cell, vm.intern("name"), exception.pointee.first)
  }
  try vm.dictSetStr(state.cell, vm.intern("args"), exception.pointee.args)
  return vm.triple(Value(vm.classOf(args[0])), exception.pointee.args, state)
}

private func copiedAttributes(_ vm: VM, _ exception: Value) throws(Raise) -> Value {
  let attributes = try vm.ownAttributes(exception)
  return attributes.isNone ? vm.dict() : try vm.dictCopy(attributes.cell)
}

private func importErrorInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__init__")
  vm.store(vm.placeOf(&exception.pointee.args), args[1])
  let (items, count) = vm.itemsOf(args[1])
  vm.setFields(args[0], [count == 1 ? items[0] : .unbound, args[2], args[3], args[4]])
  return .none
}

private func importErrorReduce(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__reduce__")
  let state = try copiedAttributes(vm, args[0])
  let names: [(StaticString, Int)] = [
    ("name", ImportField.name), ("path", ImportField.path), ("name_from", ImportField.nameFrom),
  ]
  for (name, index) in names {
    let value = vm.fields(args[0])[index]
    if !value.isUnbound, !value.isNone { try vm.dictSetStr(state.cell, vm.intern(name), value) }
  }
  let type = Value(vm.classOf(args[0]))
  return vm.dictCount(state.cell) == 0
    ? vm.pair(type, exception.pointee.args) : vm.triple(type, exception.pointee.args, state)
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The fields of an ImportError that the machine raised by its arguments alone.
  func readImportFields(_ exception: Value, _ args: Value) {
    let (items, count) = itemsOf(args)
    setFields(exception, [count == 1 ? items[0] : .unbound])
  }

  /// An ImportError or ModuleNotFoundError about a module, its file and a name in it; None where there is none.
  public func raiseImport(
    _ type: BuiltinType, _ message: String, name: Value, path: Value = .none, nameFrom: Value = .none
  ) -> Raise {
    let thrown = raise(type, message)
    let exception = pointee.exception
    let text = itemsOf(exception.as(ExceptionCell.self).pointee.args)
    setFields(exception, [text.1 == 1 ? text.0[0] : .unbound, name, path, nameFrom])
    return thrown
  }
}

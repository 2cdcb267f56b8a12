// SimpleTypes.swift — the classes of None, Ellipsis, NotImplemented, modules, cells, code, frames and tracebacks.

extension NativeType {
  static var noneType: NativeType {
    NativeType("NoneType", kind: .free, isBaseType: false, "The type of the None singleton.") {
      [
        .slot("__new__()", "", .pure) { (_, _) throws(Raise) in .none },
        .slot("__repr__(/)", "", .pure) { (vm, _) throws(Raise) in vm.intern("None") },
        .slot("__bool__(/)", "", .pure) { (_, _) throws(Raise) in .false },
      ]
    }
  }

  static var ellipsisType: NativeType {
    NativeType("ellipsis", kind: .free, isBaseType: false, "The type of the Ellipsis singleton.") {
      [
        .slot("__new__()", "", .pure) { (_, _) throws(Raise) in .ellipsis },
        .slot("__repr__(/)", "", .pure) { (vm, _) throws(Raise) in vm.intern("Ellipsis") },
      ]
    }
  }

  static var notImplementedType: NativeType {
    NativeType("NotImplementedType", kind: .free, isBaseType: false, "The type of the NotImplemented singleton.") {
      [
        .slot("__new__()", "", .pure) { (_, _) throws(Raise) in .notImplemented },
        .slot("__repr__(/)", "", .pure) { (vm, _) throws(Raise) in vm.intern("NotImplemented") },
        .slot("__bool__(/)", "", .pure) { (vm, _) throws(Raise) in
          throw vm.raise(.typeError, "NotImplemented should not be used in a boolean context")
        },
      ]
    }
  }

  static var module: NativeType {
    NativeType("module", kind: .module, hasDictionary: true, "Create a module object.") {
      [
        .slot("__new__(*args, **kwargs)", "", .pure, moduleNew),
        .slot("__init__(name, doc=None)", "", .writesSelf, moduleInit),
        .slot("__repr__(/)", "", .readsSelf, moduleRepr),
        .method("__dir__()", "", .readsSelf, moduleDirectory),
        .getter("__dict__", "", .readsSelf) { (vm, args) throws(Raise) in Value(vm.attributesCell(args[0].cell)) },
      ]
    }
  }

  static var cell: NativeType {
    NativeType("cell", kind: .cellVariable, isBaseType: false, "") {
      [
        .slot("__new__(contents=?, /)", "", .pure) { (vm, args) throws(Raise) in vm.makeVariable(args[1]) },
        .property("cell_contents", "", .readsSelf, cellContents),
        .slot("__repr__(/)", "", .readsSelf, cellRepr),
      ]
    }
  }

  static var code: NativeType {
    NativeType("code", kind: .code, isBaseType: false, "Create a code object.") {
      [
        .getter("co_name", "", .readsSelf) { (vm, args) throws(Raise) in vm.intern(vm.record(args[0]).info.name) },
        .getter("co_qualname", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.intern(vm.record(args[0]).info.qualifiedName)
        },
        .getter("co_filename", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.string(vm.record(args[0]).unit.tree.source.path)
        },
        .getter("co_firstlineno", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.int(vm.record(args[0]).info.firstLine)
        },
        .getter("co_argcount", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.int(vm.record(args[0]).info.parameters.positionalCount)
        },
        .getter("co_posonlyargcount", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.int(vm.record(args[0]).info.parameters.positionalOnlyCount)
        },
        .getter("co_kwonlyargcount", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.int(vm.record(args[0]).info.parameters.keywordOnlyCount)
        },
        .getter("co_nlocals", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.int(vm.record(args[0]).info.localNames.count)
        },
        .getter("co_varnames", "", .readsSelf) { (vm, args) throws(Raise) in
          try vm.namesTuple(vm.record(args[0]).info.localNames)
        },
        .getter("co_freevars", "", .readsSelf) { (vm, args) throws(Raise) in
          try vm.namesTuple(vm.record(args[0]).info.freeNames)
        },
        .getter("co_cellvars", "", .readsSelf) { (vm, args) throws(Raise) in
          let info = vm.record(args[0]).info
          return try vm.namesTuple(info.cellRegisters.map { info.localNames[$0] })
        },
        .getter("co_flags", "", .readsSelf, codeFlags),
        .getter("co_consts", "", .readsSelf, codeConstants),
        .slot("__repr__(/)", "", .readsSelf, codeRepr),
        .slot("__eq__(value, /)", "", .pure) { (vm, args) throws(Raise) in
          guard args[1].is(.code) else { return .notImplemented }
          return Value(args[0].as(CodeCell.self).pointee.code == args[1].as(CodeCell.self).pointee.code)
        },
        .slot("__hash__(/)", "", .pure) { (vm, args) throws(Raise) in
          vm.int(args[0].as(CodeCell.self).pointee.code.pointee.number)
        },
      ]
    }
  }
}

private func moduleNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = vm.newInstance(args[0].cell, kind: .module, bytes: MemoryLayout<ModuleCell>.size)
  vm.hold(Value(cell))
  defer { vm.unhold() }
  cell.assumingMemoryBound(to: ModuleCell.self).pointee.name = vm.intern("?")
  cell.header.pointee.attributes = UInt64(UInt(bitPattern: vm.dict().cell))
  return Value(cell)
}

private func moduleInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[1].is(.str) else {
    throw vm.raise(.typeError, "module.__init__() argument 'name' must be str, not \(vm.typeName(args[1]))")
  }
  let dictionary = vm.attributesCell(args[0].cell)
  vm.store(vm.placeOf(&args[0].as(ModuleCell.self).pointee.name), args[1])
  try vm.dictSetStr(dictionary, vm.specialName(.name), args[1])
  try vm.dictSetStr(dictionary, vm.specialName(.doc), args[2])
  for name in ["__package__", "__loader__", "__spec__"] { try vm.dictSetStr(dictionary, vm.intern(name), .none) }
  return .none
}

private func moduleRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = vm.swiftString(args[0].as(ModuleCell.self).pointee.name)
  let file = vm.dictGetStr(vm.attributesCell(args[0].cell), vm.intern("__file__"))
  if file.is(.str) { return vm.string("<module '\(name)' from '\(vm.swiftString(file))'>") }
  return vm.string("<module '\(name)' (built-in)>")
}

private func moduleDirectory(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let hook = vm.dictGetStr(vm.attributesCell(args[0].cell), vm.specialName(.dir))
  return hook.isUnbound ? try vm.directory(args[0]) : try vm.call(hook)
}

private func cellContents(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let place = vm.placeOf(&args[0].as(VariableCell.self).pointee.contents)
  if args.count == 2 {
    vm.store(place, args[1])
    return .none
  }
  if place.pointee.isUnbound { throw vm.raise(.valueError, "Cell is empty") }
  return place.pointee
}

private func cellRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let contents = args[0].as(VariableCell.self).pointee.contents
  let own = String(vm.identity(args[0]), radix: 16)
  if contents.isUnbound { return vm.string("<cell at 0x\(own): empty>") }
  return vm.string(
    "<cell at 0x\(own): \(vm.typeName(contents)) object at 0x\(String(vm.identity(contents), radix: 16))>")
}

private func codeFlags(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let record = vm.record(args[0])
  let info = record.info
  var flags = 0
  if info.kind != .module, info.kind != .nameMode { flags |= 3 }
  if info.parameters.hasStarArgs { flags |= 4 }
  if info.parameters.hasStarKwargs { flags |= 8 }
  if info.flags & 8 != 0 { flags |= 16 }
  switch info.kind {
  case .generator: flags |= 0x20
  case .coroutine: flags |= 0x80
  case .asyncGenerator: flags |= 0x200
  case .module, .nameMode, .function: break
  }
  return vm.int(flags)
}

private func codeConstants(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let code = args[0].as(CodeCell.self).pointee.code
  try vm.compile(code)
  return vm.buildTuple(code.pointee.constants, code.pointee.constantCount)
}

private func codeRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let record = vm.record(args[0])
  let own = String(vm.identity(args[0]), radix: 16)
  return vm.string(
    "<code object \(record.info.name) at 0x\(own), file \"\(record.unit.tree.source.path)\", line \(record.info.firstLine)>"
  )
}

extension UnsafeMutablePointer where Pointee == Machine {
  func makeCodeObject(_ code: UnsafeMutablePointer<Code>) -> Value {
    let cell = allocate(.code, MemoryLayout<CodeCell>.size, shape: BuiltinType.code.rawValue)
    cell.assumingMemoryBound(to: CodeCell.self).pointee.code = code
    return Value(cell)
  }

  func record(_ code: Value) -> CodeRecord { pointee.codes[code.as(CodeCell.self).pointee.code.pointee.number] }

  func namesTuple(_ names: [String]) throws(Raise) -> Value {
    let made = newTuple(names.count)
    hold(made)
    defer { unhold() }
    for (i, name) in names.enumerated() { itemsOf(made).0[i] = intern(name) }
    return made
  }
}

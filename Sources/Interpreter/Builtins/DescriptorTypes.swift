// DescriptorTypes.swift — property, staticmethod, classmethod, super and the descriptors of native fields.

extension NativeType {
  static var property: NativeType {
    NativeType("property", kind: .property, hasDictionary: true, "Property attribute.") {
      [
        .slot("__new__(*args, **kwargs)", "", .pure, propertyNew),
        .slot("__init__(fget=None, fset=None, fdel=None, doc=None)", "", .writesSelf, propertyInit),
        .slot("__get__(instance, owner=None, /)", "", .callsScript, propertyGet),
        .slot("__set__(instance, value, /)", "", .callsScript, propertySet),
        .slot("__delete__(instance, /)", "", .callsScript, propertyDelete),
        .method(
          "getter(fget, /)", "Descriptor to obtain a copy of the property with a different getter.", .readsSelf,
          propertyGetter),
        .method(
          "setter(fset, /)", "Descriptor to obtain a copy of the property with a different setter.", .readsSelf,
          propertySetter),
        .method(
          "deleter(fdel, /)", "Descriptor to obtain a copy of the property with a different deleter.", .readsSelf,
          propertyDeleter),
        .method("__set_name__(owner, name, /)", "", .writesSelf, propertySetName),
        .getter("fget", "", .readsSelf) { (vm, args) throws(Raise) in part(args, 0) },
        .getter("fset", "", .readsSelf) { (vm, args) throws(Raise) in part(args, 1) },
        .getter("fdel", "", .readsSelf) { (vm, args) throws(Raise) in part(args, 2) },
        .property("__doc__", "", .readsSelf, propertyDocumentation),
        .property("__name__", "", .readsSelf, propertyName),
        .property("__isabstractmethod__", "", .callsScript, propertyIsAbstract),
        .property("__dict__", "", .readsSelf, objectDictionary),
      ]
    }
  }

  static var staticmethod: NativeType {
    NativeType("staticmethod", kind: .staticMethod, hasDictionary: true, "Convert a function to be a static method.") {
      wrapperRows + [
        .slot("__call__(*args, **kwargs)", "", .callsScript) { (vm, args) throws(Raise) in
          try vm.call(part(args, 0), spread: args[1], args[2])
        },
        .slot("__get__(instance, owner=None, /)", "", .readsSelf) { (vm, args) throws(Raise) in part(args, 0) },
      ]
    }
  }

  static var classmethod: NativeType {
    NativeType("classmethod", kind: .classMethod, hasDictionary: true, "Convert a function to be a class method.") {
      wrapperRows + [
        .slot("__get__(instance, owner=None, /)", "", .callsScript) { (vm, args) throws(Raise) in
          let owner = args[2].isNone ? Value(vm.classOf(args[1])) : args[2]
          return try vm.bind(args[0], args[1], owner.cell)
        }
      ]
    }
  }

  private static var wrapperRows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "", .pure, wrapperNew),
      .slot("__init__(function, /)", "", .writesSelf, wrapperInit),
      .slot("__repr__(/)", "", .callsScript, wrapperRepr),
      .getter("__func__", "", .readsSelf) { (vm, args) throws(Raise) in part(args, 0) },
      .getter("__wrapped__", "", .readsSelf) { (vm, args) throws(Raise) in part(args, 0) },
      .property("__isabstractmethod__", "", .callsScript, wrapperIsAbstract),
      .property("__dict__", "", .readsSelf, objectDictionary),
    ]
  }

  static var `super`: NativeType {
    NativeType("super", kind: .super, "super() -> same as super(__class__, <first argument>)") {
      [
        .slot("__new__(*args, **kwargs)", "", .pure, superNew),
        .slot("__init__(*args, **kwargs)", "", .pure) { (_, _) throws(Raise) in .none },
        .slot("__repr__(/)", "", .readsSelf, superRepr),
        .slot("__getattribute__(name, /)", "", .callsScript, superGetAttribute),
        .getter("__thisclass__", "the class invoking super()", .readsSelf) { (vm, args) throws(Raise) in
          args[0].as(SuperCell.self).pointee.thisClass
        },
        .getter("__self__", "the instance invoking super(); may be None", .readsSelf) { (vm, args) throws(Raise) in
          let receiver = args[0].as(SuperCell.self).pointee.receiver
          return receiver.isUnbound ? .none : receiver
        },
        .getter("__self_class__", "the type of the instance invoking super(); may be None", .readsSelf) {
          (vm, args) throws(Raise) in
          let type = args[0].as(SuperCell.self).pointee.receiverClass
          return type.isUnbound ? .none : type
        },
      ]
    }
  }

  static var memberDescriptor: NativeType {
    NativeType("member_descriptor", kind: .member, isBaseType: false, "") { memberRows }
  }
  static var getsetDescriptor: NativeType {
    NativeType("getset_descriptor", kind: .member, isBaseType: false, "") { memberRows }
  }

  private static var memberRows: [NativeRow] {
    [
      .slot("__get__(instance, owner=None, /)", "", .readsSelf) { (vm, args) throws(Raise) in
        args[1].isNone ? args[0] : try vm.getMember(args[0], args[1])
      },
      .slot("__set__(instance, value, /)", "", .writesSelf) { (vm, args) throws(Raise) in
        try vm.setMember(args[0], args[1], args[2])
        return .none
      },
      .slot("__delete__(instance, /)", "", .writesSelf) { (vm, args) throws(Raise) in
        try vm.setMember(args[0], args[1], .unbound)
        return .none
      },
      .slot("__repr__(/)", "", .readsSelf) { (vm, args) throws(Raise) in
        let member = args[0].as(MemberCell.self).pointee
        let word = args[0].cell.shape == BuiltinType.memberDescriptor.rawValue ? "member" : "attribute"
        return vm.string("<\(word) '\(vm.swiftString(member.name))' of '\(vm.className(member.owner.cell))' objects>")
      },
      .getter("__name__", "", .readsSelf) { (vm, args) throws(Raise) in args[0].as(MemberCell.self).pointee.name },
      .getter("__objclass__", "", .readsSelf) { (vm, args) throws(Raise) in args[0].as(MemberCell.self).pointee.owner },
      .getter("__doc__", "", .readsSelf) { (vm, args) throws(Raise) in
        args[0].as(MemberCell.self).pointee.documentation
      },
    ]
  }
}

/// A part of a descriptor cell: getter or function, setter, deleter, documentation.
private func part(_ args: Arguments, _ index: Int) -> Value {
  let cell = args[0].as(DescriptorCell.self).pointee
  let value = index == 0 ? cell.first : index == 1 ? cell.second : index == 2 ? cell.third : cell.fourth
  return value.isUnbound ? .none : value
}

private func newDescriptor(_ vm: VM, _ cell: Cell, _ kind: Kind) -> Value {
  let made = vm.newInstance(cell, kind: kind, bytes: MemoryLayout<DescriptorCell>.size)
  let parts = made.assumingMemoryBound(to: DescriptorCell.self)
  parts.pointee.first = .unbound
  parts.pointee.second = .unbound
  parts.pointee.third = .unbound
  parts.pointee.fourth = .unbound
  parts.pointee.name = .unbound
  return Value(made)
}

private func propertyNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  newDescriptor(vm, args[0].cell, .property)
}

private func propertyInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .property, "__init__").assumingMemoryBound(to: DescriptorCell.self)
  cell.pointee.first = args[1]
  cell.pointee.second = args[2]
  cell.pointee.third = args[3]
  cell.pointee.fourth = args[4]
  if args[4].isNone, !args[1].isNone,
    let text = try vm.findAttributeQuietly(args[1], vm.specialName(.doc)), !text.isNone
  {
    cell.pointee.fourth = text
  }
  return .none
}

private func propertyGet(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  args[1].isNone ? args[0] : try vm.getProperty(args[0], args[1])
}

private func propertySet(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.setProperty(args[0], args[1], args[2])
  return .none
}

private func propertyDelete(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.setProperty(args[0], args[1], .unbound)
  return .none
}

/// A copy of a property with one function replaced.
private func copyProperty(_ vm: VM, _ args: Arguments, _ index: Int) throws(Raise) -> Value {
  let old = args[0].as(DescriptorCell.self).pointee
  var parts = [part(args, 0), part(args, 1), part(args, 2)]
  parts[index] = args[1]
  let made = try vm.call(Value(vm.classOf(args[0])), parts[0], parts[1], parts[2], index == 0 ? .none : part(args, 3))
  if made.is(.property) { made.as(DescriptorCell.self).pointee.name = old.name }
  return made
}

private func propertyGetter(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try copyProperty(vm, args, 0) }
private func propertySetter(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try copyProperty(vm, args, 1) }
private func propertyDeleter(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try copyProperty(vm, args, 2) }

private func propertySetName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.store(vm.placeOf(&args[0].as(DescriptorCell.self).pointee.name), args[2])
  return .none
}

private func propertyDocumentation(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args.count == 1 { return part(args, 3) }
  vm.store(vm.placeOf(&args[0].as(DescriptorCell.self).pointee.fourth), args[1].isUnbound ? .none : args[1])
  return .none
}

private func propertyName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let place = vm.placeOf(&args[0].as(DescriptorCell.self).pointee.name)
  if args.count == 2 {
    vm.store(place, args[1])
    return .none
  }
  if !place.pointee.isUnbound { return place.pointee }
  if let name = try vm.findAttributeQuietly(part(args, 0), vm.specialName(.name)) { return name }
  throw vm.attributeError(args[0], vm.specialName(.name))
}

private func isAbstract(_ vm: VM, _ value: Value) throws(Raise) -> Bool {
  guard !value.isNone, let mark = try vm.findAttributeQuietly(value, vm.intern("__isabstractmethod__")) else {
    return false
  }
  return try vm.truth(mark)
}

private func propertyIsAbstract(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  for i in 0..<3 where try isAbstract(vm, part(args, i)) { return .true }
  return .false
}

// MARK: staticmethod, classmethod

private func wrapperNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  newDescriptor(vm, args[0].cell, vm.classCell(args[0].cell).pointee.instanceKind)
}

private func wrapperInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.store(vm.placeOf(&args[0].as(DescriptorCell.self).pointee.first), args[1])
  for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
    if let value = try vm.findAttributeQuietly(args[1], vm.intern(name)) {
      try vm.setOwnAttribute(args[0].cell, vm.intern(name), value)
    }
  }
  return .none
}

private func wrapperRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.string("<\(vm.typeName(args[0]))(\(try vm.swiftRepr(part(args, 0))))>")
}

private func wrapperIsAbstract(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(try isAbstract(vm, part(args, 0)))
}

// MARK: super

private func superNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let (items, count) = vm.itemsOf(args[1])
  if count > 2 { throw vm.raise(.typeError, "super expected at most 2 arguments, got \(count)") }
  if count == 0 { return try bareSuper(vm) }
  guard items[0].is(.class) else {
    throw vm.raise(.typeError, "super() argument 1 must be a type, not \(vm.typeName(items[0]))")
  }
  return try vm.makeSuper(items[0], count == 2 && !items[1].isNone ? items[1] : .unbound)
}

/// `super()` that was not compiled as such: class and receiver come from the calling frame.
private func bareSuper(_ vm: VM) throws(Raise) -> Value {
  let frame = vm.pointee.frame
  guard frame > vm.pointee.frames, frame.pointee.base[-1].is(.function) else {
    throw vm.raise(.runtimeError, "super(): no current frame")
  }
  let record = vm.pointee.codes[frame.pointee.code.pointee.number]
  guard frame.pointee.code.pointee.parameterCount > 0 else { throw vm.raise(.runtimeError, "super(): no arguments") }
  let closure = frame.pointee.base[-1].as(FunctionCell.self).pointee.closure
  for (i, name) in record.info.freeNames.enumerated() where name == "__class__" {
    let thisClass = vm.itemsOf(closure).0[i].as(VariableCell.self).pointee.contents
    var receiver = frame.pointee.base[0]
    if receiver.is(.cellVariable) { receiver = receiver.as(VariableCell.self).pointee.contents }
    return try vm.makeSuper(thisClass, receiver)
  }
  throw vm.raise(.runtimeError, "super(): __class__ cell not found")
}

private func superRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let parts = args[0].as(SuperCell.self).pointee
  let name = vm.className(parts.thisClass.cell)
  if parts.receiver.isUnbound { return vm.string("<super: <class '\(name)'>, NULL>") }
  return vm.string("<super: <class '\(name)'>, <\(vm.className(parts.receiverClass.cell)) object>>")
}

private func superGetAttribute(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = try vm.attributeName(args[1])
  if let found = try vm.superAttribute(args[0], name) { return found }
  throw vm.attributeError(args[0], name)
}

// TypeType.swift — the class `type`: classes as objects.

extension NativeType {
  static var type: NativeType {
    NativeType("type", kind: .class, "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type")
    {
      [
        .slot("__new__(*args, **kwargs)", "Make a class.", .callsScript, typeNew),
        .slot("__init__(*args, **kwargs)", "Initialize a class.", .pure, typeInit),
        .slot("__call__(*args, **kwargs)", "Call self as a function.", .callsScript, typeCall),
        .slot("__repr__(/)", "Return repr(self).", .readsSelf, typeRepr),
        .slot("__getattribute__(name, /)", "Return getattr(self, name).", .callsScript, typeGetAttribute),
        .slot("__setattr__(name, value, /)", "Implement setattr(self, name, value).", .writesSelf, typeSetAttribute),
        .slot("__delattr__(name, /)", "Implement delattr(self, name).", .writesSelf, typeDeleteAttribute),
        .slot("__or__(value, /)", "Return self|value.", .pure, typeOr),
        .slot("__ror__(value, /)", "Return value|self.", .pure, typeReflectedOr),
        .method("mro()", "Return a type's method resolution order.", .readsSelf, typeOrder),
        .method("__subclasses__()", "Return a list of immediate subclasses.", .readsSelf, typeSubclasses),
        .method(
          "__instancecheck__(instance, /)", "Check if an object is an instance.", .callsScript, typeInstanceCheck),
        .method("__subclasscheck__(subclass, /)", "Check if a class is a subclass.", .callsScript, typeSubclassCheck),
        .method("__dir__()", "Specialized __dir__ implementation for types.", .readsSelf, typeDirectory),
        .classMethod(
          "__prepare__(*args, **kwargs)", "Create the namespace for the class statement", .pure, typePrepare),
        .property("__name__", "", .readsSelf, typeName),
        .property("__qualname__", "", .readsSelf, typeQualifiedName),
        .property("__module__", "", .readsSelf, typeModule),
        .property("__bases__", "", .readsSelf, typeBases),
        .getter("__base__", "", .readsSelf, typeBase),
        .getter("__mro__", "", .readsSelf, typeMRO),
        .getter("__dict__", "", .readsSelf, typeDictionary),
        .property("__doc__", "", .readsSelf, typeDocumentation),
        .property("__abstractmethods__", "", .readsSelf, typeAbstractMethods),
        .property("__annotations__", "", .readsSelf, typeAnnotations),
        .property("__type_params__", "", .readsSelf, typeTypeParameters),
        .getter("__flags__", "", .readsSelf, typeFlags),
        .getter("__basicsize__", "", .readsSelf, typeBasicSize),
        .getter("__itemsize__", "", .readsSelf, typeItemSize),
        .getter("__dictoffset__", "", .readsSelf, typeDictionaryOffset),
        .getter("__weakrefoffset__", "", .readsSelf, typeWeakOffset),
        .getter("__text_signature__", "", .readsSelf, typeTextSignature),
      ]
    }
  }
}

private func typeNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let (items, count) = vm.itemsOf(args[1])
  let keywords = args[2]
  guard args[0].is(.class) else {
    throw vm.raise(.typeError, "type.__new__(X): X is not a type object (\(vm.typeName(args[0])))")
  }
  if count == 1, args[0].cell == vm.builtin(.type) { return Value(vm.classOf(items[0])) }
  guard count == 3 else { throw vm.raise(.typeError, "type() takes 1 or 3 arguments") }
  guard items[0].is(.str) else {
    throw vm.raise(.typeError, "type.__new__() argument 1 must be str, not \(vm.typeName(items[0]))")
  }
  guard items[1].is(.tuple) else {
    throw vm.raise(.typeError, "type.__new__() argument 2 must be tuple, not \(vm.typeName(items[1]))")
  }
  guard items[2].is(.dict) else {
    throw vm.raise(.typeError, "type.__new__() argument 3 must be dict, not \(vm.typeName(items[2]))")
  }
  return try vm.makeClass(args[0].cell, items[0], items[1], items[2], keywords)
}

private func typeInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let count = args[1].as(TupleCell.self).pointee.count
  if count == 1 || count == 3 { return .none }
  throw vm.raise(.typeError, "type.__init__() takes 1 or 3 arguments")
}

private func typeCall(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .type, "__call__")
  let (items, count) = vm.itemsOf(args[1])
  let keywords = args[2]
  let extra = Int(keywords.as(DictCell.self).pointee.used32)
  if cell == vm.builtin(.type), count == 1, extra == 0 { return Value(vm.classOf(items[0])) }
  let window = vm.freeTop + 2
  window.update(from: items, count: count)
  var names = Value.unbound
  if extra > 0 {
    names = vm.newTuple(extra)
    let dictionary = keywords.as(DictCell.self)
    var next = 0
    for i in 0..<Int(dictionary.pointee.fill32) where !dictionary.pointee.entries[i].key.isUnbound {
      vm.itemsOf(names).0[next] = vm.intern(dictionary.pointee.entries[i].key)
      window[count + next] = dictionary.pointee.entries[i].value
      next += 1
    }
  }
  let saved = vm.pointee.top
  vm.pointee.top = window + count + extra
  defer { vm.pointee.top = saved }
  let made = try vm.construct(cell, window, count + extra, names, UInt32(Resume.entry.rawValue))
  return made == .entered ? try vm.runNested() : made
}

private func typeRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .type, "__repr__")
  return vm.string("<class '\(try vm.qualifiedClassName(cell))'>")
}

private func typeGetAttribute(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .type, "__getattribute__")
  let name = try vm.attributeName(args[1])
  if let found = try vm.classAttribute(cell, name) { return found }
  throw vm.attributeError(args[0], name)
}

private func typeSetAttribute(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.setClassAttribute(try vm.receiver(args, .type, "__setattr__"), try vm.attributeName(args[1]), args[2])
  return .none
}

private func typeDeleteAttribute(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.setClassAttribute(try vm.receiver(args, .type, "__delattr__"), try vm.attributeName(args[1]), .unbound)
  return .none
}

private func typeOr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try vm.makeUnion(args[0], args[1]) }

private func typeReflectedOr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try vm.makeUnion(args[1], args[0]) }

private func typeOrder(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .type, "mro")
  return try vm.listFrom(try vm.linearise(cell, vm.classCell(cell).pointee.bases))
}

private func typeSubclasses(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .type, "__subclasses__")
  var found: [Value] = []
  let own = vm.classCell(cell).pointee.subclasses
  if vm.classCell(cell).pointee.builtin != 0 {
    for type in BuiltinType.allCases where type.rawValue != vm.classCell(cell).pointee.builtin {
      let bases = vm.classCell(vm.builtin(type)).pointee.bases
      if vm.itemsOf(bases).1 > 0, vm.itemsOf(bases).0[0].cell == cell { found.append(Value(vm.builtin(type))) }
    }
  }
  let result = try vm.listFrom(vm.tuple(of: found))
  if own.isCell { try vm.listExtend(result.cell, own) }
  return result
}

private func typeInstanceCheck(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(try vm.plainInstanceCheck(args[1], try vm.receiver(args, .type, "__instancecheck__")))
}

private func typeSubclassCheck(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .type, "__subclasscheck__")
  guard args[1].is(.class) else {
    throw vm.raise(.typeError, "issubclass() arg 1 must be a class")
  }
  return Value(vm.isSubclass(args[1].cell, cell))
}

private func typeDirectory(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try vm.directory(args[0]) }

private func typePrepare(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { vm.dict() }

private func typeName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let type = vm.classCell(try vm.receiver(args, .type, "__name__"))
  if args.count == 1 { return type.pointee.name }
  guard type.pointee.flags & ClassCell.isImmutable == 0, args[1].is(.str) else {
    throw vm.raise(
      .typeError, "can only assign string to \(vm.className(args[0].cell)).__name__, not '\(vm.typeName(args[1]))'")
  }
  vm.store(vm.placeOf(&type.pointee.name), args[1])
  return .none
}

private func typeQualifiedName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let type = vm.classCell(try vm.receiver(args, .type, "__qualname__"))
  if args.count == 1 { return type.pointee.qualifiedName }
  guard type.pointee.flags & ClassCell.isImmutable == 0, args[1].is(.str) else {
    throw vm.raise(
      .typeError, "can only assign string to \(vm.className(args[0].cell)).__qualname__, not '\(vm.typeName(args[1]))'")
  }
  vm.store(vm.placeOf(&type.pointee.qualifiedName), args[1])
  return .none
}

/// A name kept in the class's own dictionary, or a stand-in; with a second argument sets it there.
private func ownEntry(_ vm: VM, _ args: Arguments, _ name: Value, _ standIn: Value) throws(Raise) -> Value {
  let cell = args[0].cell
  if args.count == 1 {
    let found = vm.ownAttribute(cell, name)
    return found.isUnbound ? standIn : found
  }
  guard vm.classCell(cell).pointee.flags & ClassCell.isImmutable == 0 else {
    throw vm.raise(
      .typeError,
      "cannot set '\(vm.swiftString(name))' attribute of immutable type '\(vm.className(cell))'")
  }
  if args[1].isUnbound {
    _ = try vm.dictDelete(vm.classCell(cell).pointee.dictionary.cell, name)
  } else {
    try vm.dictSetStr(vm.classCell(cell).pointee.dictionary.cell, name, args[1])
  }
  return .none
}

private func typeModule(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try ownEntry(vm, args, vm.specialName(.module), vm.intern("builtins"))
}

private func typeBases(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .type, "__bases__")
  if args.count == 1 { return vm.classCell(cell).pointee.bases }
  guard vm.classCell(cell).pointee.flags & ClassCell.isImmutable == 0, args[1].is(.tuple) else {
    throw vm.raise(
      .typeError, "can only assign tuple to \(vm.className(cell)).__bases__, not \(vm.typeName(args[1]))")
  }
  let order = try vm.methodOrder(cell, args[1])
  vm.store(vm.placeOf(&vm.classCell(cell).pointee.bases), args[1])
  vm.store(vm.placeOf(&vm.classCell(cell).pointee.mro), order)
  vm.clearMethodCache()
  vm.classChanged(cell, structural: true)
  return .none
}

private func typeBase(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let bases = vm.classCell(try vm.receiver(args, .type, "__base__")).pointee.bases
  return vm.itemsOf(bases).1 == 0 ? .none : vm.itemsOf(bases).0[0]
}

private func typeMRO(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let order = vm.classCell(try vm.receiver(args, .type, "__mro__")).pointee.mro
  return order.isUnbound ? .none : order
}

private func typeDictionary(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .type, "__dict__")
  vm.populate(cell)
  return vm.mappingProxy(vm.classCell(cell).pointee.dictionary)
}

private func typeDocumentation(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try ownEntry(vm, args, vm.specialName(.doc), .none)
}

private func typeAbstractMethods(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = vm.intern("__abstractmethods__")
  let cell = args[0].cell
  if args.count == 1 {
    let found = vm.ownAttribute(cell, name)
    if found.isUnbound { throw vm.attributeError(args[0], name) }
    return found
  }
  _ = try ownEntry(vm, args, name, .none)
  let isAbstract = args[1].isUnbound ? false : try vm.truth(args[1])
  let flags = vm.classCell(cell).pointee.flags & ~ClassCell.isAbstract
  vm.classCell(cell).pointee.flags = isAbstract ? flags | ClassCell.isAbstract : flags
  return .none
}

private func typeAnnotations(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = vm.specialName(.annotations)
  if args.count == 1, vm.ownAttribute(args[0].cell, name).isUnbound {
    guard vm.classCell(args[0].cell).pointee.flags & ClassCell.isImmutable == 0 else {
      throw vm.attributeError(args[0], name)
    }
    let made = vm.dict()
    try vm.dictSetStr(vm.classCell(args[0].cell).pointee.dictionary.cell, name, made)
    return made
  }
  return try ownEntry(vm, args, name, .none)
}

private func typeTypeParameters(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try ownEntry(vm, args, vm.intern("__type_params__"), vm.pointee.emptyTuple)
}

private func typeFlags(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let flags = vm.classCell(args[0].cell).pointee.flags
  var answer = 1 << 12
  if flags & ClassCell.isHeapType != 0 { answer |= 1 << 9 }
  if flags & ClassCell.isBaseType != 0 { answer |= 1 << 10 }
  if flags & ClassCell.isImmutable != 0 { answer |= 1 << 8 }
  if flags & ClassCell.isAbstract != 0 { answer |= 1 << 20 }
  return vm.int(answer)
}

private func typeBasicSize(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { vm.int(16) }
private func typeItemSize(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { vm.int(0) }

private func typeDictionaryOffset(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.int(vm.classCell(args[0].cell).pointee.flags & ClassCell.hasNoDictionary == 0 ? -1 : 0)
}

private func typeWeakOffset(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.int(vm.classCell(args[0].cell).pointee.flags & ClassCell.isHeapType != 0 ? 8 : 0)
}

private func typeTextSignature(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { .none }

extension UnsafeMutablePointer where Pointee == Machine {
  /// `type.__instancecheck__`: by the class, then by `__class__`.
  func plainInstanceCheck(_ value: Value, _ cell: Cell) throws(Raise) -> Bool {
    if isInstance(value, cell) { return true }
    guard value.isCell, value.cell.kind == .instance || value.cell.kind == .record else { return false }
    guard let claimed = try findAttributeQuietly(value, specialName(.ownClass)), claimed.is(.class) else {
      return false
    }
    return claimed.cell != classOf(value) && isSubclass(claimed.cell, cell)
  }

  /// `isinstance(value, wanted)`, hooks included.
  public func isInstanceOf(_ value: Value, _ wanted: Value) throws(Raise) -> Bool {
    if wanted.is(.class) {
      if classOf(value) == wanted.cell { return true }
      let metaclass = classOf(wanted)
      if metaclass == builtin(.type) { return try plainInstanceCheck(value, wanted.cell) }
    }
    try checkStack()
    if wanted.is(.tuple) {
      for i in 0..<itemsOf(wanted).1 where try isInstanceOf(value, itemsOf(wanted).0[i]) { return true }
      return false
    }
    if let answer = try callSpecial(.instanceCheck, on: wanted, value) { return try truth(answer) }
    throw raise(.typeError, "isinstance() arg 2 must be a type, a tuple of types, or a union")
  }

  /// `issubclass(value, wanted)`, hooks included.
  public func isSubclassOf(_ value: Value, _ wanted: Value) throws(Raise) -> Bool {
    try checkStack()
    if wanted.is(.tuple) {
      for i in 0..<itemsOf(wanted).1 where try isSubclassOf(value, itemsOf(wanted).0[i]) { return true }
      return false
    }
    guard value.is(.class) else { throw raise(.typeError, "issubclass() arg 1 must be a class") }
    if wanted.is(.class), classOf(wanted) == builtin(.type) { return isSubclass(value.cell, wanted.cell) }
    if let answer = try callSpecial(.subclassCheck, on: wanted, value) { return try truth(answer) }
    throw raise(.typeError, "issubclass() arg 2 must be a class, a tuple of classes, or a union")
  }
}

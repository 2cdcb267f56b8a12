// ObjectType.swift — the class `object`: what every value can do.

import Parser

extension NativeType {
  static var object: NativeType {
    NativeType("object", kind: .instance, "The base class of the class hierarchy.") {
      [
        .slot("__new__(*args, **kwargs)", "Make a new object.", .readsSelf, objectNew),
        .slot("__init__(*args, **kwargs)", "Initialize the object.", .pure, objectInit),
        .slot("__repr__(/)", "Return repr(self).", .readsSelf, objectRepr),
        .slot("__str__(/)", "Return str(self).", .callsScript, objectStr),
        .slot("__hash__(/)", "Return hash(self).", .readsSelf, objectHash),
        .slot("__eq__(value, /)", "Return self==value.", .pure, objectEqual),
        .slot("__ne__(value, /)", "Return self!=value.", .callsScript, objectNotEqual),
        .slot("__lt__(value, /)", "Return self<value.", .pure, objectOrder),
        .slot("__le__(value, /)", "Return self<=value.", .pure, objectOrder),
        .slot("__gt__(value, /)", "Return self>value.", .pure, objectOrder),
        .slot("__ge__(value, /)", "Return self>=value.", .pure, objectOrder),
        .slot("__getattribute__(name, /)", "Return getattr(self, name).", .callsScript, objectGetAttribute),
        .slot("__setattr__(name, value, /)", "Implement setattr(self, name, value).", .callsScript, objectSetAttribute),
        .slot("__delattr__(name, /)", "Implement delattr(self, name).", .callsScript, objectDeleteAttribute),
        .method("__format__(format_spec, /)", "Default object formatter.", .callsScript, objectFormat),
        .method("__dir__()", "Default dir() implementation.", .readsSelf, objectDirectory),
        .method("__sizeof__()", "Size of object in memory, in bytes.", .readsSelf, objectSize),
        .method("__reduce__()", "Helper for pickle.", .readsSelf, objectReduce),
        .method("__reduce_ex__(protocol, /)", "Helper for pickle.", .readsSelf, objectReduce),
        .method("__getstate__()", "Helper for pickle.", .readsSelf, objectState),
        .classMethod(
          "__init_subclass__()", "This method is called when a class is subclassed.", .pure, objectInitSubclass),
        .classMethod("__subclasshook__(object, /)", "Abstract classes can override this.", .pure, objectSubclassHook),
        .property("__class__", "the object's class", .readsSelf, objectClass),
      ]
    }
  }
}

private func objectNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.class) else {
    throw vm.raise(.typeError, "object.__new__(X): X is not a type object (\(vm.typeName(args[0])))")
  }
  let cell = args[0].cell
  let hasArguments = args[1].as(TupleCell.self).pointee.count > 0 || args[2].as(DictCell.self).pointee.used32 > 0
  if hasArguments {
    if vm.special(.new, cell) != vm.pointee.objectNew {
      throw vm.raise(.typeError, "object.__new__() takes exactly one argument (the type to instantiate)")
    }
    if vm.special(.initialize, cell) == vm.pointee.objectInitialize {
      throw vm.raise(.typeError, "\(vm.className(cell))() takes no arguments")
    }
  }
  if vm.classCell(cell).pointee.flags & ClassCell.isAbstract != 0 { throw try vm.abstractError(cell) }
  let native = vm.classCell(cell).pointee
  guard native.instanceKind == .instance else {
    throw vm.raise(
      .typeError,
      "object.__new__(\(vm.className(cell))) is not safe, use \(vm.className(native.native.cell)).__new__()")
  }
  return Value(vm.newInstance(cell))
}

private func objectInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let hasArguments = args[1].as(TupleCell.self).pointee.count > 0 || args[2].as(DictCell.self).pointee.used32 > 0
  if hasArguments {
    let cell = vm.classOf(args[0])
    if vm.special(.initialize, cell) != vm.pointee.objectInitialize {
      throw vm.raise(.typeError, "object.__init__() takes exactly one argument (the instance to initialize)")
    }
    if vm.special(.new, cell) == vm.pointee.objectNew {
      throw vm.raise(.typeError, "\(vm.className(cell))() takes no arguments")
    }
  }
  return .none
}

private func objectRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = vm.classOf(args[0])
  let name = try vm.qualifiedClassName(cell)
  return vm.string("<\(name) object at 0x\(String(vm.identity(args[0]), radix: 16))>")
}

private func objectStr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try vm.repr(args[0]) }

private func objectHash(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { vm.int(vm.identityHash(args[0])) }

private func objectEqual(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  args[0] == args[1] ? .true : .notImplemented
}

private func objectNotEqual(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard let answer = try vm.callSpecial(.equal, on: args[0], args[1]) else { return .notImplemented }
  if answer == .notImplemented { return answer }
  return Value(try !vm.truth(answer))
}

private func objectOrder(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { .notImplemented }

private func objectGetAttribute(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = try vm.attributeName(args[1])
  if let found = try vm.plainAttribute(args[0], vm.classOf(args[0]), name) { return found }
  throw vm.attributeError(args[0], name)
}

private func objectSetAttribute(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.plainSetAttribute(args[0], vm.classOf(args[0]), try vm.attributeName(args[1]), args[2])
  return .none
}

private func objectDeleteAttribute(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.plainSetAttribute(args[0], vm.classOf(args[0]), try vm.attributeName(args[1]), .unbound)
  return .none
}

private func objectFormat(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[1].is(.str) else {
    throw vm.raise(.typeError, "__format__() argument must be str, not \(vm.typeName(args[1]))")
  }
  if args[1].as(TextCell.self).pointee.byteCount > 0 {
    throw vm.raise(.typeError, "unsupported format string passed to \(vm.typeName(args[0])).__format__")
  }
  return try vm.str(args[0])
}

private func objectDirectory(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try vm.directory(args[0]) }

private func objectSize(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  args[0].isCell ? vm.int(vm.pointee.heap.capacity(args[0].cell)) : vm.int(28)
}

private func objectReduce(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  throw vm.raise(.typeError, "cannot pickle '\(vm.typeName(args[0]))' object")
}

private func objectState(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard let own = try vm.findAttribute(args[0], vm.specialName(.dictionary)) else { return .none }
  return own.is(.dict) && own.as(DictCell.self).pointee.used32 > 0 ? try vm.dictCopy(own.cell) : .none
}

private func objectInitSubclass(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { .none }

private func objectSubclassHook(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { .notImplemented }

private func objectClass(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args.count == 1 { return Value(vm.classOf(args[0])) }
  guard args[1].is(.class) else {
    throw vm.raise(.typeError, "__class__ must be set to a class, not '\(vm.typeName(args[1]))' object")
  }
  try vm.changeClass(args[0], to: args[1].cell)
  return .none
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A str argument that names an attribute, interned.
  public func attributeName(_ value: Value) throws(Raise) -> Value {
    guard value.is(.str) else {
      throw raise(.typeError, "attribute name must be string, not '\(typeName(value))'")
    }
    return intern(value)
  }

  /// `module.qualname` of a class, without the module for builtins.
  func qualifiedClassName(_ cell: Cell) throws(Raise) -> String {
    let name = swiftString(classCell(cell).pointee.qualifiedName)
    let module = lookup(cell, specialName(.module))
    if module.is(.str), swiftString(module) != "builtins" { return "\(swiftString(module)).\(name)" }
    return name
  }

  /// "Can't instantiate abstract class ..." with the names of what is missing.
  func abstractError(_ cell: Cell) throws(Raise) -> Raise {
    var names: [String] = []
    if let missing = try findAttributeQuietly(Value(cell), intern("__abstractmethods__")) {
      let list = try listFrom(missing)
      for i in 0..<itemsOf(list).1 { names.append(swiftString(itemsOf(list).0[i])) }
    }
    names.sort()
    let quoted = names.map { "'\($0)'" }.joined(separator: ", ")
    let plural = names.count == 1 ? "" : "s"
    return raise(
      .typeError,
      "Can't instantiate abstract class \(className(cell)) without an implementation for abstract method\(plural) \(quoted)"
    )
  }

  /// `object.__class__ = cell` for objects of script classes with the same layout.
  func changeClass(_ value: Value, to cell: Cell) throws(Raise) {
    let old = classOf(value)
    let isHeap =
      classCell(cell).pointee.flags & ClassCell.isHeapType != 0
      && classCell(old).pointee.flags & ClassCell.isHeapType != 0
    if value.is(.module), isSubclass(cell, builtin(.module)) {
      value.cell.header.pointee.shape = classCell(cell).pointee.rootShape
      return
    }
    guard isHeap, value.isCell else {
      throw raise(
        .typeError, "__class__ assignment only supported for mutable types or ModuleType subclasses")
    }
    guard classCell(old).pointee.native == classCell(cell).pointee.native,
      (classCell(old).pointee.flags ^ classCell(cell).pointee.flags) & ClassCell.hasNoDictionary == 0
    else {
      throw raise(
        .typeError,
        "__class__ assignment: '\(className(cell))' object layout differs from '\(className(old))'")
    }
    let dictionary = try becomeDictionary(value.cell)
    let probe = newInstance(cell)
    try becomeDictionary(probe)
    value.cell.header.pointee.shape = probe.shape
    value.cell.header.pointee.attributes = UInt64(UInt(bitPattern: dictionary))
  }

  // MARK: repr, str, dir

  public func repr(_ value: Value) throws(Raise) -> Value {
    try checkStack()
    guard let text = try callSpecial(.repr, on: value) else { return string("<\(typeName(value)) object>") }
    guard text.is(.str) else {
      throw raise(.typeError, "__repr__ returned non-string (type \(typeName(text)))")
    }
    return text
  }

  public func str(_ value: Value) throws(Raise) -> Value {
    if value.isExactStr { return value }
    try checkStack()
    guard let text = try callSpecial(.str, on: value) else { return try repr(value) }
    guard text.is(.str) else { throw raise(.typeError, "__str__ returned non-string (type \(typeName(text)))") }
    return text
  }

  /// repr as a Swift string, for messages.
  public func swiftRepr(_ value: Value) throws(Raise) -> String { swiftString(try repr(value)) }

  /// Begins the repr of a container; false if it is already under way (`[...]`).
  public func enterRepr(_ value: Value) -> Bool {
    if pointee.reprDepth.contains(value.bits) { return false }
    pointee.reprDepth.append(value.bits)
    return true
  }

  public func leaveRepr(_ value: Value) {
    if let last = pointee.reprDepth.lastIndex(of: value.bits) { pointee.reprDepth.remove(at: last) }
  }

  /// `object.__dir__`: names of the object and its classes, unsorted.
  func directory(_ value: Value) throws(Raise) -> Value {
    let names = dict()
    hold(names)
    defer { unhold() }
    if value.is(.module) {
      try dictMerge(names.cell, Value(attributesCell(value.cell)), override: true)
      return try listFrom(names)
    }
    if value.isCell, hasAttributes(value.cell, classOf(value)), !value.is(.class) {
      try dictMerge(names.cell, Value(try becomeDictionary(value.cell)), override: true)
    } else if value.isCell, !value.is(.class) {
      for name in pointee.shapes.names(value.cell.shape) { try dictSetStr(names.cell, name, .none) }
    }
    let start = value.is(.class) ? value.cell : classOf(value)
    let order = classCell(start).pointee.mro
    for i in 0..<itemsOf(order).1 {
      let cell = itemsOf(order).0[i].cell
      populate(cell)
      try dictMerge(names.cell, classCell(cell).pointee.dictionary, override: false)
    }
    return try listFrom(names)
  }
}

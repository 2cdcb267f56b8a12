// FunctionTypes.swift — functions, methods and natives as objects.

extension NativeType {
  static var function: NativeType {
    NativeType("function", kind: .function, isBaseType: false, hasDictionary: true, "Create a function object.") {
      [
        .slot("__new__(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)", "", .pure, functionNew),
        .slot("__call__(*args, **kwargs)", "Call self as a function.", .callsScript, callSelf),
        .slot("__get__(instance, owner=None, /)", "Return an attribute of instance.", .pure, functionGet),
        .slot("__repr__(/)", "Return repr(self).", .readsSelf, functionRepr),
        .property("__name__", "", .readsSelf, functionName),
        .property("__qualname__", "", .readsSelf, functionQualifiedName),
        .property("__module__", "", .readsSelf, functionModule),
        .property("__doc__", "", .readsSelf, functionDocumentation),
        .property("__defaults__", "", .readsSelf, functionDefaults),
        .property("__kwdefaults__", "", .readsSelf, functionKeywordDefaults),
        .property("__annotations__", "", .readsSelf, functionAnnotations),
        .property("__type_params__", "", .readsSelf, functionTypeParameters),
        .property("__code__", "", .readsSelf, functionCode),
        .getter("__globals__", "", .readsSelf, functionGlobals),
        .getter("__builtins__", "", .readsSelf, functionBuiltins),
        .getter("__closure__", "", .readsSelf, functionClosure),
        .property("__dict__", "", .readsSelf, objectDictionary),
      ]
    }
  }

  static var method: NativeType {
    NativeType("method", kind: .boundMethod, isBaseType: false, "Create a bound instance method object.") {
      [
        .slot("__new__(function, instance, /)", "", .pure, methodNew),
        .slot("__call__(*args, **kwargs)", "Call self as a function.", .callsScript, callSelf),
        .slot("__repr__(/)", "Return repr(self).", .callsScript, methodRepr),
        .slot("__eq__(value, /)", "Return self==value.", .pure, methodEqual),
        .slot("__hash__(/)", "Return hash(self).", .pure, methodHash),
        .slot("__getattribute__(name, /)", "Return getattr(self, name).", .callsScript, methodGetAttribute),
        .slot("__get__(instance, owner=None, /)", "Return an attribute of instance.", .pure, returnSelf),
        .getter("__func__", "the function implementing a method", .readsSelf, methodFunction),
        .getter("__self__", "the instance to which a method is bound", .readsSelf, methodSelf),
      ]
    }
  }

  static var builtinFunction: NativeType {
    NativeType("builtin_function_or_method", kind: .native, isBaseType: false, "") { nativeRows }
  }
  static var methodDescriptor: NativeType {
    NativeType("method_descriptor", kind: .native, isBaseType: false, "") { nativeRows }
  }
  static var slotWrapper: NativeType {
    NativeType("wrapper_descriptor", kind: .native, isBaseType: false, "") { nativeRows }
  }
  static var methodWrapper: NativeType {
    NativeType("method-wrapper", kind: .boundNative, isBaseType: false, "") { nativeRows }
  }

  private static var nativeRows: [NativeRow] {
    [
      .slot("__call__(*args, **kwargs)", "Call self as a function.", .callsScript, callSelf),
      .slot("__get__(instance, owner=None, /)", "Return an attribute of instance.", .pure, nativeGet),
      .slot("__repr__(/)", "Return repr(self).", .readsSelf, nativeRepr),
      .slot("__eq__(value, /)", "Return self==value.", .pure, methodEqual),
      .slot("__hash__(/)", "Return hash(self).", .pure, methodHash),
      .getter("__name__", "", .readsSelf, nativeName),
      .getter("__qualname__", "", .readsSelf, nativeQualifiedName),
      .getter("__module__", "", .readsSelf, nativeModule),
      .getter("__doc__", "", .readsSelf, nativeDocumentation),
      .getter("__self__", "", .readsSelf, nativeSelf),
      .getter("__objclass__", "", .readsSelf, nativeOwner),
      .getter("__text_signature__", "", .readsSelf, nativeTextSignature),
    ]
  }
}

private func function(_ vm: VM, _ args: Arguments) throws(Raise) -> UnsafeMutablePointer<FunctionCell> {
  try vm.receiver(args, .function, "function").assumingMemoryBound(to: FunctionCell.self)
}

private func functionNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[1].is(.code) else {
    throw vm.raise(.typeError, "function() argument 'code' must be code, not \(vm.typeName(args[1]))")
  }
  guard args[2].is(.dict) else {
    throw vm.raise(.typeError, "function() argument 'globals' must be dict, not \(vm.typeName(args[2]))")
  }
  let cell = vm.newFunction(args[1].as(CodeCell.self).pointee.code, globals: args[2])
  let function = cell.assumingMemoryBound(to: FunctionCell.self)
  if args[3].is(.str) {
    function.pointee.name = args[3]
    function.pointee.qualifiedName = args[3]
  }
  if args[4].is(.tuple) { function.pointee.defaults = args[4] }
  if args[5].is(.tuple) { function.pointee.closure = args[5] }
  if args[6].is(.dict) { function.pointee.keywordDefaults = args[6] }
  return Value(cell)
}

private func callSelf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.call(args[0], spread: args[1], args[2])
}

private func functionGet(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  args[1].isNone ? args[0] : vm.boundMethod(args[0], args[1])
}

private func returnSelf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { args[0] }

private func functionRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = vm.swiftString(try function(vm, args).pointee.qualifiedName)
  return vm.string("<function \(name) at 0x\(String(vm.identity(args[0]), radix: 16))>")
}

/// Reads a field, or sets it to a str.
private func textField(
  _ vm: VM, _ args: Arguments, _ place: Values, _ name: String
) throws(Raise) -> Value {
  if args.count == 1 { return place.pointee }
  guard args[1].is(.str) else { throw vm.raise(.typeError, "\(name) must be set to a string object") }
  vm.store(place, args[1])
  return .none
}

private func functionName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try function(vm, args)
  return try textField(vm, args, vm.placeOf(&cell.pointee.name), "__name__")
}

private func functionQualifiedName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try function(vm, args)
  return try textField(vm, args, vm.placeOf(&cell.pointee.qualifiedName), "__qualname__")
}

/// Reads a field, or sets it to anything; deleting makes it None.
private func anyField(_ vm: VM, _ args: Arguments, _ place: Values) -> Value {
  if args.count == 1 { return place.pointee.isUnbound ? .none : place.pointee }
  vm.store(place, args[1].isUnbound ? .none : args[1])
  return .none
}

private func functionModule(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try function(vm, args)
  return anyField(vm, args, vm.placeOf(&cell.pointee.module))
}

private func functionDocumentation(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try function(vm, args)
  return anyField(vm, args, vm.placeOf(&cell.pointee.documentation))
}

private func functionDefaults(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try function(vm, args)
  let place = vm.placeOf(&cell.pointee.defaults)
  if args.count == 1 { return place.pointee.isUnbound ? .none : place.pointee }
  if args[1].isUnbound || args[1].isNone {
    vm.store(place, .unbound)
    return .none
  }
  guard args[1].is(.tuple) else { throw vm.raise(.typeError, "__defaults__ must be set to a tuple object") }
  vm.store(place, args[1])
  return .none
}

private func functionKeywordDefaults(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try function(vm, args)
  let place = vm.placeOf(&cell.pointee.keywordDefaults)
  if args.count == 1 { return place.pointee.isUnbound ? .none : place.pointee }
  if args[1].isUnbound || args[1].isNone {
    vm.store(place, .unbound)
    return .none
  }
  guard args[1].is(.dict) else { throw vm.raise(.typeError, "__kwdefaults__ must be set to a dict object") }
  vm.store(place, args[1])
  return .none
}

/// Annotations stand as a tuple name, value, ... until somebody looks.
private func functionAnnotations(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try function(vm, args)
  let place = vm.placeOf(&cell.pointee.annotations)
  if args.count == 2 {
    guard args[1].isUnbound || args[1].isNone || args[1].is(.dict) else {
      throw vm.raise(.typeError, "__annotations__ must be set to a dict object")
    }
    vm.store(place, args[1].is(.dict) ? args[1] : vm.dict())
    return .none
  }
  if place.pointee.is(.dict) { return place.pointee }
  let made = vm.dict()
  vm.hold(made)
  defer { vm.unhold() }
  if place.pointee.is(.tuple) {
    let (items, count) = vm.itemsOf(place.pointee)
    for i in 0..<count / 2 { try vm.dictSet(made.cell, items[2 * i], items[2 * i + 1]) }
  }
  vm.store(place, made)
  return made
}

private func functionTypeParameters(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try function(vm, args)
  let place = vm.placeOf(&cell.pointee.typeParameters)
  if args.count == 1 { return place.pointee.isUnbound ? vm.pointee.emptyTuple : place.pointee }
  guard args[1].is(.tuple) else { throw vm.raise(.typeError, "__type_params__ must be set to a tuple") }
  vm.store(place, args[1])
  return .none
}

private func functionCode(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try function(vm, args)
  if args.count == 1 { return vm.makeCodeObject(cell.pointee.code) }
  guard args[1].is(.code) else { throw vm.raise(.typeError, "__code__ must be set to a code object") }
  cell.pointee.code = args[1].as(CodeCell.self).pointee.code
  vm.setSimpleCount(cell)
  return .none
}

private func functionGlobals(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try function(vm, args).pointee.globals
}

private func functionBuiltins(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { vm.pointee.builtins }

private func functionClosure(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let closure = try function(vm, args).pointee.closure
  return closure.isUnbound ? .none : closure
}

/// `__dict__` of natives that can have attributes.
func objectDictionary(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].isCell, vm.hasAttributes(args[0].cell, vm.classOf(args[0])) else {
    throw vm.attributeError(args[0], vm.specialName(.dictionary))
  }
  let dictionary = try vm.becomeDictionary(args[0].cell)
  if args.count == 1 { return Value(dictionary) }
  guard args[1].is(.dict) else {
    throw vm.raise(.typeError, "__dict__ must be set to a dictionary, not a '\(vm.typeName(args[1]))'")
  }
  vm.storeWord(args[0].cell + 8, UInt64(UInt(bitPattern: args[1].cell)))
  return .none
}

// MARK: Methods

private func methodNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[2].isNone { throw vm.raise(.typeError, "instance must not be None") }
  return vm.boundMethod(args[1], args[2])
}

private func bound(_ vm: VM, _ args: Arguments) throws(Raise) -> BoundCell {
  guard args[0].is(.boundMethod) || args[0].is(.boundNative) else {
    throw vm.raise(.typeError, "a bound method is required, not '\(vm.typeName(args[0]))'")
  }
  return args[0].as(BoundCell.self).pointee
}

private func methodRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let method = try bound(vm, args)
  var name = "?"
  if let found = try vm.findAttributeQuietly(method.function, vm.intern("__qualname__")), found.is(.str) {
    name = vm.swiftString(found)
  }
  return vm.string("<bound method \(name) of \(try vm.swiftRepr(method.receiver))>")
}

private func methodEqual(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[0] == args[1] { return .true }
  let isBound = args[0].is(.boundMethod) || args[0].is(.boundNative)
  guard isBound, args[1].isCell, args[1].cell.kind == args[0].cell.kind else { return .notImplemented }
  let a = args[0].as(BoundCell.self).pointee, b = args[1].as(BoundCell.self).pointee
  return Value(a.function == b.function && a.receiver == b.receiver)
}

private func methodHash(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.boundMethod) || args[0].is(.boundNative) else { return vm.int(vm.identityHash(args[0])) }
  let method = args[0].as(BoundCell.self).pointee
  return vm.int(vm.identityHash(method.receiver) ^ vm.identityHash(method.function))
}

private func methodGetAttribute(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = try vm.attributeName(args[1])
  let own = vm.lookup(vm.builtin(.method), name)
  if !own.isUnbound { return try vm.bind(own, args[0], vm.builtin(.method)) }
  return try vm.getAttribute(try bound(vm, args).function, name)
}

private func methodFunction(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try bound(vm, args).function }
private func methodSelf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try bound(vm, args).receiver }

// MARK: Natives

private func native(_ vm: VM, _ args: Arguments) throws(Raise) -> NativeCell {
  if args[0].is(.native) { return args[0].as(NativeCell.self).pointee }
  return try bound(vm, args).function.as(NativeCell.self).pointee
}

private func nativeGet(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.native), args[0].cell.shape != BuiltinType.builtinFunction.rawValue, !args[1].isNone else {
    return args[0]
  }
  return vm.boundNative(args[0], args[1])
}

private func nativeRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try native(vm, args)
  let name = vm.swiftString(cell.name)
  if args[0].is(.boundNative) {
    let receiver = try bound(vm, args).receiver
    let isWrapper = args[0].cell.shape == BuiltinType.methodWrapper.rawValue
    let word = isWrapper ? "method-wrapper '\(name)'" : "built-in method \(name)"
    let kind =
      isWrapper
      ? "\(vm.typeName(receiver)) object" : receiver.is(.class) ? "type object" : "\(vm.typeName(receiver)) object"
    return vm.string("<\(word) of \(kind) at 0x\(String(vm.identity(receiver), radix: 16))>")
  }
  if cell.owner.is(.class) {
    let owner = vm.className(cell.owner.cell)
    switch args[0].cell.shape {
    case BuiltinType.methodDescriptor.rawValue: return vm.string("<method '\(name)' of '\(owner)' objects>")
    case BuiltinType.slotWrapper.rawValue: return vm.string("<slot wrapper '\(name)' of '\(owner)' objects>")
    default:
      return vm.string("<built-in method \(name) of type object at 0x\(String(vm.identity(cell.owner), radix: 16))>")
    }
  }
  return vm.string("<built-in function \(name)>")
}

private func nativeName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { try native(vm, args).name }

private func nativeQualifiedName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try native(vm, args)
  if args[0].is(.boundNative) {
    let receiver = try bound(vm, args).receiver
    return vm.string(
      "\(receiver.is(.class) ? vm.className(receiver.cell) : vm.typeName(receiver)).\(vm.swiftString(cell.name))")
  }
  guard cell.owner.is(.class) else { return cell.name }
  return vm.string("\(vm.className(cell.owner.cell)).\(vm.swiftString(cell.name))")
}

private func nativeModule(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try native(vm, args)
  return cell.owner.is(.module) ? cell.owner.as(ModuleCell.self).pointee.name : .none
}

private func nativeDocumentation(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let row = vm.pointee.natives[try native(vm, args).index].row
  return row.documentation.utf8CodeUnitCount == 0 ? .none : vm.string(static: row.documentation)
}

private func nativeSelf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[0].is(.boundNative) { return try bound(vm, args).receiver }
  let owner = try native(vm, args).owner
  if args[0].cell.shape == BuiltinType.builtinFunction.rawValue, !owner.isUnbound { return owner }
  throw vm.attributeError(args[0], vm.intern("__self__"))
}

private func nativeOwner(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let owner = try native(vm, args).owner
  if owner.is(.class) { return owner }
  throw vm.attributeError(args[0], vm.intern("__objclass__"))
}

private func nativeTextSignature(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let row = vm.pointee.natives[try native(vm, args).index].row
  let text = String(describing: row.signature)
  guard let open = text.firstIndex(of: "(") else { return .none }
  let parameters = text[text.index(after: open)...].dropLast()
  if row.kind == .function || row.kind == .staticMethod { return vm.string("(\(parameters))") }
  let receiver = row.kind == .classMethod ? "$type" : "$self"
  return vm.string(parameters.isEmpty ? "(\(receiver), /)" : "(\(receiver), \(parameters))")
}

// ObjectFunctions.swift — the builtin functions about objects, classes, names and code.

import Parser

extension NativeRow {
  static var objectFunctions: [NativeRow] {
    [
      .function("getattr(object, name, default=?, /)", "Get a named attribute from an object.", .callsScript, getAttr),
      .function("setattr(object, name, value, /)", "Set a named attribute on an object.", .callsScript, setAttr),
      .function("hasattr(object, name, /)", "Whether the object has the attribute.", .callsScript, hasAttr),
      .function("delattr(object, name, /)", "Delete a named attribute.", .callsScript, delAttr),
      .function("isinstance(object, class_or_tuple, /)", "Whether an object is an instance.", .callsScript, isInstance),
      .function(
        "issubclass(cls, class_or_tuple, /)", "Whether a class is derived from another.", .callsScript, isSubclass),
      .function("callable(object, /)", "Whether the object can be called.", .pure, isCallableRow),
      .function("dir(object=?, /)", "Names of the object, or of the current scope.", .callsScript, directoryOf),
      .function("vars(object=?, /)", "The object's __dict__, or locals().", .callsScript, variables),
      .function("globals()", "The dictionary of the current module.", .readsSelf, globalsOf),
      .function("locals()", "A dictionary of the current scope's variables.", .readsSelf, localsOf),
      .function("exec(source, /, globals=None, locals=None, *, closure=None)", "Execute code.", .callsScript, execute),
      .function("eval(source, /, globals=None, locals=None)", "Evaluate an expression.", .callsScript, evaluate),
      .function(
        "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        "Compile source into a code object.", .pure, compileSource),
      .function(
        "__import__(name, globals=None, locals=None, fromlist=(), level=0)", "Import a module.", .callsScript,
        importFunction),
      .function(
        "__build_class__(func, name, /, *bases, **kwds)", "Internal helper of the class statement.", .callsScript,
        buildClassRow),
      .function("aiter(async_iterable, /)", "An async iterator of an async iterable.", .callsScript, asyncIterate),
      .function("anext(async_iterator, default=?, /)", "The next item of an async iterator.", .callsScript, asyncNext),
      .function("breakpoint(*args, **kws)", "Does nothing: there is no debugger.", .pure) { (_, _) throws(Raise) in
        .none
      },
    ]
  }
}

private func getAttr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = try vm.attributeName(args[1])
  if args[2].isUnbound { return try vm.getAttribute(args[0], name) }
  return try vm.findAttributeQuietly(args[0], name) ?? args[2]
}

private func setAttr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.setAttribute(args[0], try vm.attributeName(args[1]), args[2])
  return .none
}

private func hasAttr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(try vm.findAttributeQuietly(args[0], try vm.attributeName(args[1])) != nil)
}

private func delAttr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.setAttribute(args[0], try vm.attributeName(args[1]), .unbound)
  return .none
}

private func isInstance(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(try vm.isInstanceOf(args[0], args[1]))
}

private func isSubclass(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(try vm.isSubclassOf(args[0], args[1]))
}

private func isCallableRow(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(!vm.special(.call, vm.classOf(args[0])).isUnbound)
}

private func directoryOf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  var names: Value
  if args[0].isUnbound {
    names = try vm.listFrom(try localsOf(vm, args))
  } else {
    names = try vm.listFrom(try vm.callSpecial(.dir, on: args[0]) ?? vm.pointee.emptyTuple)
  }
  vm.hold(names)
  defer { vm.unhold() }
  _ = try vm.callMethod(names, "sort")
  return names
}

private func variables(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[0].isUnbound { return try localsOf(vm, args) }
  guard let own = try vm.findAttributeQuietly(args[0], vm.specialName(.dictionary)) else {
    throw vm.raise(.typeError, "vars() argument must have __dict__ attribute")
  }
  return own
}

private func globalsOf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard let globals = vm.currentGlobals() else { return vm.dict() }
  return Value(globals)
}

private func localsOf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard vm.pointee.frame > vm.pointee.frames else { return vm.dict() }
  return try vm.locals(of: vm.pointee.frame)
}

/// Source text of `exec`, `eval` and `compile`.
private func sourceText(_ vm: VM, _ value: Value, _ function: String) throws(Raise) -> [UInt8] {
  guard value.is(.str) || value.is(.bytes) || value.is(.byteArray) else {
    throw vm.raise(.typeError, "\(function)() arg 1 must be a string, bytes or code object")
  }
  let text = value.as(TextCell.self).pointee
  let bytes = Array(UnsafeBufferPointer(start: text.data, count: Int(text.byteCount)))
  if bytes.contains(0) { throw vm.raise(.syntaxError, "source code string cannot contain null bytes") }
  return bytes
}

private func namespaces(_ vm: VM, _ globals: Value, _ locals: Value, _ name: String) throws(Raise) -> (Value, Value) {
  if globals.isNone {
    guard let own = vm.currentGlobals() else { throw vm.raise(.systemError, "globals and locals cannot be NULL") }
    return (Value(own), locals.isNone ? try vm.locals(of: vm.pointee.frame) : locals)
  }
  guard globals.is(.dict) else {
    if name == "eval" { throw vm.raise(.typeError, "globals must be a dict") }
    throw vm.raise(.typeError, "\(name)() globals must be a dict, not \(vm.typeName(globals))")
  }
  let key = vm.intern("__builtins__")
  if vm.dictGetStr(globals.cell, key).isUnbound { try vm.dictSetStr(globals.cell, key, vm.builtinsModule) }
  return (globals, locals.isNone ? globals : locals)
}

private func runCode(
  _ vm: VM, _ code: UnsafeMutablePointer<Code>, _ globals: Value, _ locals: Value
) throws(Raise) -> Value {
  let function = Value(vm.newFunction(code, globals: globals))
  vm.hold(function)
  defer { vm.unhold() }
  return try vm.runInNamespace(function, locals)
}

private func execute(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let (globals, locals) = try namespaces(vm, args[1], args[2], "exec")
  if args[0].is(.code) {
    _ = try runCode(vm, args[0].as(CodeCell.self).pointee.code, globals, locals)
    return .none
  }
  let bytes = try sourceText(vm, args[0], "exec")
  let function = try vm.compileText(
    bytes, path: "<string>", options: UnitOptions(mode: globals == locals ? .module : .nameMode), globals: globals,
    isLibrary: false)
  vm.hold(function)
  defer { vm.unhold() }
  _ = try vm.runInNamespace(function, locals)
  return .none
}

private func evaluate(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let (globals, locals) = try namespaces(vm, args[1], args[2], "eval")
  if args[0].is(.code) { return try runCode(vm, args[0].as(CodeCell.self).pointee.code, globals, locals) }
  let bytes = try sourceText(vm, args[0], "eval")
  let trimmed = Array(bytes.drop { $0 == 32 || $0 == 9 })
  let function = try vm.compileText(
    trimmed, path: "<string>", options: UnitOptions(mode: .evaluation), globals: globals, isLibrary: false)
  vm.hold(function)
  defer { vm.unhold() }
  return try vm.runInNamespace(function, locals)
}

private func compileSource(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let bytes = try sourceText(vm, args[0], "compile")
  let path = args[1].is(.str) ? vm.swiftString(args[1]) : try vm.swiftRepr(args[1])
  let mode: UnitOptions.Mode
  switch args[2].is(.str) ? vm.swiftString(args[2]) : "" {
  case "exec": mode = .nameMode
  case "eval": mode = .evaluation
  case "single": mode = .interactive
  default: throw vm.raise(.valueError, "compile() mode must be 'exec', 'eval' or 'single'")
  }
  let globals = vm.currentGlobals().map { Value($0) } ?? vm.dict()
  let function = try vm.compileText(
    bytes, path: path, options: UnitOptions(mode: mode), globals: globals, isLibrary: false)
  return vm.makeCodeObject(function.as(FunctionCell.self).pointee.code)
}

private func importFunction(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.str) else {
    throw vm.raise(.typeError, "__import__() argument 1 must be str, not \(vm.typeName(args[0]))")
  }
  let names = args[3].isNone ? Value.none : try vm.tupleFrom(args[3])
  let wanted = !names.isNone && vm.itemsOf(names).1 > 0
  return try vm.importValue(args[0], level: try vm.index(args[4]), wantsModule: wanted, names: names)
}

private func buildClassRow(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.buildClass(args[0], args[1], args[2], args[3])
}

private func asyncIterate(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard let made = try vm.callSpecial(.asyncIterate, on: args[0]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[0]))' object is not an async iterable")
  }
  return made
}

private func asyncNext(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard let made = try vm.callSpecial(.asyncNext, on: args[0]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[0]))' object is not an async iterator")
  }
  if args[1].isUnbound { return made }
  return try vm.call(try vm.getAttribute(try vm.importModule("_anext"), vm.intern("with_default")), made, args[1])
}

extension UnsafeMutablePointer where Pointee == Machine {
  func buildClassFunction() -> Value { dictGetStr(pointee.builtins.cell, intern("__build_class__")) }

  /// The module object `builtins`.
  var builtinsModule: Value { dictGetStr(pointee.modules.cell, intern("builtins")) }
}

// TypeVar.swift — the classes TypeVar, ParamSpec (with its args and kwargs) and TypeVarTuple.

extension NativeType {
  static var typeVar: NativeType {
    NativeType(
      "TypeVar", module: "typing", kind: .record, layout: .typeVar, words: VariableWord.count, isBaseType: false,
      hasDictionary: true, "A type parameter."
    ) {
      [
        .slot(
          """
          __new__(name, *constraints, bound=None, default=?, covariant=False, contravariant=False, infer_variance=False)
          """, "A type parameter.", .callsScript, typeVarNew),
        .getter("__constraints__", "The types it may stand for.", .callsScript) { (vm, args) throws(Raise) -> Value in
          let words = try vm.receiver(args, .typeVar, "__constraints__").recordWords
          return try vm.lateValue(words, VariableWord.constraints) ?? vm.pointee.emptyTuple
        },
        .method("__typing_subst__(arg, /)", "The type in its place.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.callTyping("_typevar_subst", [args[0], args[1]])
        },
        .method("__typing_prepare_subst__(alias, args, /)", "Adds the default.", .callsScript, typeVarPrepare),
      ] + NativeRow.variableRows(.typeVar, "TypeVar") + NativeRow.boundedRows(.typeVar)
    }
  }

  static var paramSpec: NativeType {
    NativeType(
      "ParamSpec", module: "typing", kind: .record, layout: .paramSpec, words: VariableWord.count, isBaseType: false,
      hasDictionary: true, "A parameter that stands for parameters."
    ) {
      [
        .slot(
          "__new__(name, *, bound=None, default=?, covariant=False, contravariant=False, infer_variance=False)",
          "A parameter that stands for parameters.", .callsScript, paramSpecNew),
        .getter("args", "Its positional ones.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          _ = try vm.receiver(args, .paramSpec, "args")
          return vm.makePart(.paramSpecArgs, args[0])
        },
        .getter("kwargs", "Its named ones.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          _ = try vm.receiver(args, .paramSpec, "kwargs")
          return vm.makePart(.paramSpecKwargs, args[0])
        },
        .method("__typing_subst__(arg, /)", "The parameters in its place.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.callTyping("_paramspec_subst", [args[0], args[1]])
        },
        .method("__typing_prepare_subst__(alias, args, /)", "Makes a list of the types.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.callTyping("_paramspec_prepare_subst", [args[0], args[1], args[2]])
        },
      ] + NativeRow.variableRows(.paramSpec, "ParamSpec") + NativeRow.boundedRows(.paramSpec)
    }
  }

  static var paramSpecArgs: NativeType { part("ParamSpecArgs", .paramSpecArgs, ".args") }
  static var paramSpecKwargs: NativeType { part("ParamSpecKwargs", .paramSpecKwargs, ".kwargs") }

  private static func part(_ name: StaticString, _ type: BuiltinType, _ suffix: StaticString) -> NativeType {
    NativeType(
      name, module: "typing", kind: .record, layout: .paramSpecPart, words: 1, isBaseType: false,
      "The positional or the named ones of a ParamSpec."
    ) {
      [
        .slot("__new__(origin)", "A part of a ParamSpec.", .pure) { (vm, args) throws(Raise) -> Value in
          vm.makePart(type, args[1])
        },
        .getter("__origin__", "The ParamSpec.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          try vm.receiver(args, type, "__origin__").recordWords[0]
        },
        .slot("__repr__()", "As it is written.", .callsScript) { (vm, args) throws(Raise) -> Value in
          let origin = try vm.receiver(args, type, "__repr__").recordWords[0]
          var text = TextBuffer()
          text.append(
            origin.isRecord(.paramSpec) ? origin.cell.recordWords[VariableWord.name] : try vm.repr(origin))
          text.append(suffix)
          return vm.string(text)
        },
        .slot("__eq__(value, /)", "Whether both belong to one ParamSpec.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          let origin = try vm.receiver(args, type, "__eq__").recordWords[0]
          guard vm.classOf(args[1]) == vm.classOf(args[0]) else { return .notImplemented }
          return Value(try vm.equal(origin, args[1].cell.recordWords[0]))
        },
        .method("__mro_entries__(bases, /)", "Not possible.", .pure) { (vm, _) throws(Raise) -> Value in
          throw vm.raise(.typeError, "Cannot subclass an instance of \(name)")
        },
      ]
    }
  }

  static var typeVarTuple: NativeType {
    NativeType(
      "TypeVarTuple", module: "typing", kind: .record, layout: .typeVarTuple, words: VariableWord.count,
      isBaseType: false, hasDictionary: true, "A type parameter that stands for any number of types."
    ) {
      [
        .slot("__new__(name, *, default=?)", "A parameter for any number of types.", .pure) {
          (vm, args) throws(Raise) -> Value in
          let name = try vm.variableName(args[1], "typevartuple")
          let words = vm.newVariable(.typeVarTuple, .typeVarTuple, name: name, variance: 0)
          words[VariableWord.fallback] = args[2]
          return vm.recordValue(words)
        },
        .slot("__repr__()", "The name.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          try vm.receiver(args, .typeVarTuple, "__repr__").recordWords[VariableWord.name]
        },
        .slot("__iter__()", "Itself behind a star.", .callsScript) { (vm, args) throws(Raise) -> Value in
          _ = try vm.receiver(args, .typeVarTuple, "__iter__")
          let items = vm.list()
          try vm.listAppend(items.cell, try vm.unpacked(args[0]))
          return vm.listIterator(items)
        },
        .method("__typing_subst__(arg, /)", "Not possible.", .pure) { (vm, _) throws(Raise) -> Value in
          throw vm.raise(.typeError, "Substitution of bare TypeVarTuple is not supported")
        },
        .method("__typing_prepare_subst__(alias, args, /)", "Makes a tuple of the types.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.callTyping("_typevartuple_prepare_subst", [args[0], args[1], args[2]])
        },
      ] + NativeRow.variableRows(.typeVarTuple, "TypeVarTuple")
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `P.args` or `P.kwargs`.
  fileprivate func makePart(_ type: BuiltinType, _ origin: Value) -> Value {
    let made = newRecord(type, .paramSpecPart, words: 1)
    made.recordWords[0] = origin
    return Value(made)
  }
}

private func typeVarNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  // name, *constraints, bound, default, covariant, contravariant, infer_variance
  let name = try vm.variableName(args[1], "typevar")
  let variance = try vm.variance(args, 5)
  var bound = args[3]
  if !bound.isNone { bound = try checkedType(vm, bound) }
  let count = vm.itemsOf(args[2]).1
  if count == 1 { throw vm.raise(.typeError, "A single constraint is not allowed") }
  if count > 0, !bound.isNone { throw vm.raise(.typeError, "Constraints cannot be combined with bound=...") }
  let words = vm.newVariable(.typeVar, .typeVar, name: name, variance: variance)
  words[VariableWord.bound] = bound
  words[VariableWord.constraints] = args[2]
  words[VariableWord.fallback] = args[4]
  return vm.recordValue(words)
}

private func checkedType(_ vm: VM, _ type: Value) throws(Raise) -> Value {
  try vm.callTyping("_type_check", [type, vm.intern("Bound must be a type.")])
}

private func paramSpecNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = try vm.variableName(args[1], "paramspec")
  let variance = try vm.variance(args, 4)
  let bound = args[2].isNone ? Value(vm.builtin(.noneType)) : try checkedType(vm, args[2])
  let words = vm.newVariable(.paramSpec, .paramSpec, name: name, variance: variance)
  words[VariableWord.bound] = bound
  words[VariableWord.fallback] = args[3]
  return vm.recordValue(words)
}

/// Fills in the default where the brackets hold too few types.
private func typeVarPrepare(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.receiver(args, .typeVar, "__typing_prepare_subst__").recordWords
  let parameters = try vm.tupleFrom(try vm.getAttribute(args[1], vm.intern("__parameters__")))
  let given = try vm.tupleFrom(args[2])
  let (items, wanted) = vm.itemsOf(parameters)
  let count = vm.itemsOf(given).1
  let place = (0..<wanted).first { items[$0] == args[0] } ?? 0
  if place < count { return given }
  if place == count, let value = try vm.lateValue(words, VariableWord.fallback), value != (try vm.noDefault()) {
    return try vm.binary(.add, given, vm.tuple(of: [value]))
  }
  throw vm.raise(
    .typeError,
    "Too few arguments for \(vm.swiftString(try vm.str(args[1]))); actual \(count), expected at least \(place + 1)")
}

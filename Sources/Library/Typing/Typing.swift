// Typing.swift — the module `_typing`: type parameters, `Generic`, and what the script module `typing` builds on.

import Interpreter

extension NativeModule {
  public static var typing: NativeModule {
    NativeModule(
      "_typing", "What the module typing builds on.",
      rows: {
        [.function("_idfunc(x, /)", "Its argument.", .pure) { (_, args) throws(Raise) -> Value in args[0] }]
      }, setUp: setUpTyping)
  }

  private static func setUpTyping(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let classes: [(StaticString, BuiltinType)] = [
      ("TypeVar", .typeVar), ("ParamSpec", .paramSpec), ("ParamSpecArgs", .paramSpecArgs),
      ("ParamSpecKwargs", .paramSpecKwargs), ("TypeVarTuple", .typeVarTuple), ("TypeAliasType", .typeAliasType),
    ]
    for (name, type) in classes { try vm.setModule(dictionary, name, Value(vm.builtin(type))) }
    let generic = vm.makeNativeClass(.generic)
    // Instances are plain objects: subclasses may derive from any other native class as well.
    vm.classCell(generic).pointee.native = Value(vm.builtin(.object))
    vm.classCell(generic).pointee.flags &= ~ClassCell.isImmutable
    try vm.setModule(dictionary, "Generic", Value(generic))
    let noDefault = vm.makeNativeClass(.noDefault)
    try vm.setModule(dictionary, "NoDefault", Value(vm.newRecord(noDefault, .none, words: 0)))
  }
}

extension NativeType {
  fileprivate static var generic: NativeType {
    NativeType("Generic", module: "typing", kind: .instance, "The base of classes with type parameters.") {
      [
        .classMethod("__class_getitem__(*args, **kwargs)", "The class with types in brackets.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try callWithClass(vm, "_generic_class_getitem", args)
        },
        .classMethod("__init_subclass__(*args, **kwargs)", "Notes the type parameters of a subclass.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try callWithClass(vm, "_generic_init_subclass", args)
        },
      ]
    }
  }

  fileprivate static var noDefault: NativeType {
    NativeType("NoDefaultType", kind: .record, isBaseType: false, "The type of NoDefault.") {
      [
        .slot("__new__()", "The only one.", .pure) { (vm, _) throws(Raise) -> Value in
          try vm.getAttribute(try vm.importModule("_typing"), vm.intern("NoDefault"))
        },
        .slot("__repr__()", "Its name.", .pure) { (vm, _) throws(Raise) -> Value in vm.intern("typing.NoDefault") },
        .method("__reduce__()", "Its name.", .pure) { (vm, _) throws(Raise) -> Value in vm.intern("NoDefault") },
      ]
    }
  }
}

/// Calls a function of the script module `typing` with the class and the arguments of a class method.
private func callWithClass(_ vm: VM, _ name: StaticString, _ args: Arguments) throws(Raise) -> Value {
  let function = try vm.getAttribute(try vm.importModule("typing"), vm.intern(name))
  let all = vm.list()
  try vm.listAppend(all.cell, args[0])
  try vm.listExtend(all.cell, args[1])
  return try vm.call(function, spread: all, vm.dictCount(args[2].cell) == 0 ? .unbound : args[2])
}

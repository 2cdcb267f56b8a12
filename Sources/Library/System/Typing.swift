// Typing.swift — the module `_typing`: what `typing` needs from the machine.

import Interpreter
import Parser

extension NativeModule {
  static var typing: NativeModule {
    NativeModule("_typing", "Type variables and generic classes.", rows: { [sameRow] }, setUp: setUpTyping)
  }

  private static var sameRow: NativeRow {
    .function("_idfunc(object, /)", "Its argument.", .pure) { (_, args) throws(Raise) in args[0] }
  }

  private static func setUpTyping(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let names: [(StaticString, BuiltinType)] = [
      ("TypeVar", .typeVar), ("ParamSpec", .paramSpec), ("ParamSpecArgs", .paramSpecArgs),
      ("ParamSpecKwargs", .paramSpecKwargs), ("TypeVarTuple", .typeVarTuple), ("TypeAliasType", .typeAliasType),
    ]
    for (name, type) in names { try vm.setModule(dictionary, name, Value(vm.builtin(type))) }
    let generic = vm.makeNativeClass(genericType)
    vm.pointee.permanent.append(Value(generic))
    // It says nothing of what instances are made of, so that classes of any make can be generic.
    vm.classCell(generic).pointee.native = Value(vm.builtin(.object))
    try vm.setModule(dictionary, "Generic", Value(generic))
    let missing = Value(vm.newRecord(vm.makeNativeClass(missingType), .none, words: 0))
    vm.pointee.permanent.append(missing)
    try vm.setModule(dictionary, "NoDefault", missing)
  }

  private static var genericType: NativeType {
    NativeType(
      "Generic", module: "typing", kind: .instance, hasDictionary: false, "The base of classes with type parameters."
    ) {
      [
        .classMethod("__class_getitem__(params, /)", "A generic alias of the class.", .callsScript) {
          (vm, args) throws(Raise) in
          let function = try vm.getAttribute(try vm.importModule("typing"), vm.intern("_generic_class_getitem"))
          return try vm.call(function, args[0], args[1])
        },
        .classMethod("__init_subclass__(*args, **kwargs)", "Notes the type parameters of a new class.", .callsScript) {
          (vm, args) throws(Raise) in
          let function = try vm.getAttribute(try vm.importModule("typing"), vm.intern("_generic_init_subclass"))
          let first = vm.single(args[0])
          vm.hold(first)
          defer { vm.unhold() }
          let all = try vm.tupleBinary(.add, first, args[1], inPlace: false)
          return try vm.call(function, spread: all, args[2])
        },
      ]
    }
  }

  private static var missingType: NativeType {
    NativeType("NoDefaultType", module: "typing", kind: .record, isBaseType: false, "The class of NoDefault.") {
      [
        .slot("__repr__(/)", "", .pure) { (vm, _) throws(Raise) in vm.intern("typing.NoDefault") },
        .slot("__new__()", "", .pure) { (vm, _) throws(Raise) in
          try vm.getAttribute(try vm.importModule("_typing"), vm.intern("NoDefault"))
        },
        .method("__reduce__()", "", .pure) { (vm, _) throws(Raise) in vm.intern("NoDefault") },
      ]
    }
  }
}

// Types.swift — the modules `_types` and `_abc`: classes that have no name of their own.

import Interpreter

extension NativeModule {
  static var languageTypes: NativeModule {
    NativeModule("_types", "Classes of the language that are no builtin names.", rows: { [markRow] }, setUp: setUpTypes)
  }

  /// What `abc` tells of its classes: patterns find that out by themselves.
  static var abc: NativeModule {
    NativeModule(
      "_abc", "Marks of abstract classes.",
      rows: {
        [
          .function("set_flags(cls, flags, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
          .function("copy_flags(cls, subclass, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
        ]
      })
  }

  private static var markRow: NativeRow {
    .function("mark_coroutine(function, /)", "Makes the generators of a function awaitable.", .writesSelf) {
      (vm, args) throws(Raise) in
      guard args[0].is(.function) else {
        throw vm.raise(.typeError, "mark_coroutine() argument must be function, not \(vm.typeName(args[0]))")
      }
      args[0].cell.header.pointee.aux |= FunctionMark.isAwaitable
      return args[0]
    }
  }

  private static func setUpTypes(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let names: [(StaticString, BuiltinType)] = [
      ("AsyncGeneratorType", .asyncGenerator), ("BuiltinFunctionType", .builtinFunction), ("CellType", .cell),
      ("CodeType", .code), ("CoroutineType", .coroutine), ("EllipsisType", .ellipsisType), ("FrameType", .frame),
      ("FunctionType", .function), ("GeneratorType", .generator), ("GenericAlias", .genericAlias),
      ("GetSetDescriptorType", .getsetDescriptor), ("MappingProxyType", .mappingProxy),
      ("MemberDescriptorType", .memberDescriptor), ("MethodDescriptorType", .methodDescriptor),
      ("MethodType", .method), ("MethodWrapperType", .methodWrapper), ("ModuleType", .module), ("NoneType", .noneType),
      ("NotImplementedType", .notImplementedType), ("SimpleNamespace", .simpleNamespace), ("TracebackType", .traceback),
      ("UnionType", .unionType), ("WrapperDescriptorType", .slotWrapper),
    ]
    for (name, type) in names { try vm.setModule(dictionary, name, Value(vm.builtin(type))) }
    for (name, type) in [
      ("CapsuleType", NativeType("PyCapsule", kind: .record, isBaseType: false, "A pointer of C; there are none.") { [] }),
      (
        "ClassMethodDescriptorType",
        NativeType("classmethod_descriptor", kind: .record, isBaseType: false, "A class method of a builtin class.") { [] }
      ),
    ] as [(StaticString, NativeType)] {
      let made = Value(vm.makeNativeClass(type))
      vm.pointee.permanent.append(made)
      try vm.setModule(dictionary, name, made)
    }
  }
}

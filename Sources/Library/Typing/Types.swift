// Types.swift — the module `_types`: names for the machine's own classes.

import Interpreter

extension NativeModule {
  public static var types: NativeModule {
    NativeModule(
      "_types", "Names for the machine's own classes.",
      rows: {
        [
          .function("mark_coroutine(function, /)", "Lets the generators of a function be awaited.", .writesSelf) {
            (vm, args) throws(Raise) -> Value in
            guard args[0].is(.function) else { throw vm.raise(.typeError, "expected a function") }
            vm.willWrite(args[0].cell, bytes: 8)
            args[0].cell.header.pointee.flags |= FunctionCell.givesAwaitables
            return args[0]
          }
        ]
      }, setUp: setUpTypes)
  }

  private static func setUpTypes(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let classes: [(StaticString, BuiltinType)] = [
      ("AsyncGeneratorType", .asyncGenerator), ("BuiltinFunctionType", .builtinFunction), ("CellType", .cell),
      ("ClassMethodDescriptorType", .classmethod), ("CodeType", .code), ("CoroutineType", .coroutine),
      ("EllipsisType", .ellipsisType), ("FrameType", .frame), ("FunctionType", .function),
      ("GeneratorType", .generator), ("GenericAlias", .genericAlias), ("GetSetDescriptorType", .getsetDescriptor),
      ("MappingProxyType", .mappingProxy), ("MemberDescriptorType", .memberDescriptor),
      ("MethodDescriptorType", .methodDescriptor), ("MethodType", .method), ("MethodWrapperType", .methodWrapper),
      ("ModuleType", .module), ("NoneType", .noneType), ("NotImplementedType", .notImplementedType),
      ("SimpleNamespace", .simpleNamespace), ("TracebackType", .traceback), ("UnionType", .unionType),
      ("WrapperDescriptorType", .slotWrapper),
    ]
    for (name, type) in classes { try vm.setModule(dictionary, name, Value(vm.builtin(type))) }
    let capsule = NativeType("PyCapsule", kind: .record, isBaseType: false, "A value of a native module.") { [] }
    try vm.setModule(dictionary, "CapsuleType", Value(vm.makeNativeClass(capsule)))
  }
}

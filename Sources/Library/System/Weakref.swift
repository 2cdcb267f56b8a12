// Weakref.swift — the module `_weakref`: references and proxies that do not keep their object.

import Interpreter

extension NativeModule {
  static var weakReferences: NativeModule {
    NativeModule("_weakref", "References that do not keep their object.", rows: { countRows }, setUp: setUpWeak)
  }

  private static var countRows: [NativeRow] {
    [
      .function("getweakrefcount(object, /)", "How many weak references an object has.", .readsSelf) {
        (vm, args) throws(Raise) in
        Value(small: vm.weakReferences(args[0]).count)
      },
      .function("getweakrefs(object, /)", "The weak references of an object.", .readsSelf) { (vm, args) throws(Raise) in
        let references = vm.list()
        vm.hold(references)
        defer { vm.unhold() }
        for reference in vm.weakReferences(args[0]) { try vm.listAppend(references.cell, reference) }
        return references
      },
    ]
  }

  private static func setUpWeak(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let reference = Value(vm.builtin(.weakReference))
    try vm.setModule(dictionary, "ref", reference)
    try vm.setModule(dictionary, "ReferenceType", reference)
    let plain = Value(vm.makeNativeClass(WeakProxy.type("ProxyType", isCallable: false)))
    vm.pointee.permanent.append(plain)
    let callable = Value(vm.makeNativeClass(WeakProxy.type("CallableProxyType", isCallable: true)))
    vm.pointee.permanent.append(callable)
    try vm.setModule(dictionary, "ProxyType", plain)
    try vm.setModule(dictionary, "CallableProxyType", callable)
    vm.addRows(
      [
        .function("proxy(object, callback=None, /)", "A stand-in for an object that does not keep it.", .writesSelf) {
          (vm, args) throws(Raise) in
          let isCallable = !vm.special(.call, vm.classOf(args[0])).isUnbound
          return try vm.weakReference(
            (isCallable ? callable : plain).cell, args[0], callback: args[1], isShared: true)
        }
      ], to: dictionary)
  }
}

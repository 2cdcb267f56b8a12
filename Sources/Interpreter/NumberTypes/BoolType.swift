// BoolType.swift — the class `bool`.

extension NativeType {
  static var bool: NativeType {
    NativeType("bool", base: .int, kind: .int, isBaseType: false, "True or False.") {
      [
        .slot("__new__(object=False, /)", "The truth of a value.", .callsScript) { (vm, args) throws(Raise) -> Value in
          let target = args[0]
          guard target.is(.class), target.cell == vm.builtin(.bool) else {
            guard target.is(.class) else {
              throw vm.raise(.typeError, "bool.__new__(X): X is not a type object (\(vm.typeName(target)))")
            }
            let name = vm.className(target.cell)
            throw vm.raise(.typeError, "bool.__new__(\(name)): \(name) is not a subtype of bool")
          }
          return Value(try vm.truth(args[1]))
        },
        .slot("__repr__()", "'True' or 'False'.", .pure) { (vm, args) throws(Raise) -> Value in
          guard args[0].isBool else {
            throw vm.raise(
              .typeError, "descriptor '__repr__' requires a 'bool' object but received a '\(vm.typeName(args[0]))'")
          }
          return vm.boolText(args[0])
        },
        .operation("__and__(value, /)", .int, .bitAnd),
        .operation("__rand__(value, /)", .int, .bitAnd, reflected: true),
        .operation("__or__(value, /)", .int, .bitOr), .operation("__ror__(value, /)", .int, .bitOr, reflected: true),
        .operation("__xor__(value, /)", .int, .bitXor),
        .operation("__rxor__(value, /)", .int, .bitXor, reflected: true),
        .unary("__invert__()", "The number with all bits turned.", .int) { (vm, v) throws(Raise) in
          try vm.intInvert(v)
        },
      ]
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// 'True' or 'False'.
  public func boolText(_ v: Value) -> Value {
    v.isTrue ? intern("True" as StaticString) : intern("False" as StaticString)
  }
}

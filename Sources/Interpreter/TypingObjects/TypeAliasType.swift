// TypeAliasType.swift — `type Name[T] = value`: the value is made when it is asked for.

/// Words of a record of layout `typeAliasType`.
private enum TypeAliasWord {
  static let name = 0, value = 1, function = 2, parameters = 3, count = 4
}

extension NativeType {
  static var typeAliasType: NativeType {
    NativeType(
      "TypeAliasType", module: "typing", kind: .record, layout: .typeAliasType, words: TypeAliasWord.count,
      isBaseType: false, "A name for a type."
    ) {
      [
        .slot("__new__(name, value, *, type_params=?)", "A name for a type.", .pure, typeAliasNew),
        .slot("__repr__()", "The name.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          try typeAlias(vm, args, "__repr__")[TypeAliasWord.name]
        },
        .slot("__getitem__(key, /)", "The type with types for its parameters.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          let words = try typeAlias(vm, args, "__getitem__")
          if vm.itemsOf(words[TypeAliasWord.parameters]).1 == 0 {
            throw vm.raise(.typeError, "Only generic type aliases are subscriptable")
          }
          return vm.makeGenericAlias(args[0], args[1])
        },
        .slot("__or__(value, /)", "A union.", .callsScript) { (vm, args) throws(Raise) -> Value in
          try vm.makeUnion(args[0], args[1])
        },
        .slot("__ror__(value, /)", "A union.", .callsScript) { (vm, args) throws(Raise) -> Value in
          try vm.makeUnion(args[1], args[0])
        },
        .getter("__name__", "The name.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          try typeAlias(vm, args, "__name__")[TypeAliasWord.name]
        },
        .getter("__value__", "The type.", .callsScript) { (vm, args) throws(Raise) -> Value in
          try vm.lateValue(try typeAlias(vm, args, "__value__"), TypeAliasWord.value) ?? .none
        },
        .getter("__type_params__", "The type parameters.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          try typeAlias(vm, args, "__type_params__")[TypeAliasWord.parameters]
        },
        .getter("__parameters__", "The type parameters, those for many types unpacked.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.unpackedVariables(try typeAlias(vm, args, "__parameters__")[TypeAliasWord.parameters])
        },
        .method("__reduce__()", "Its name.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          try typeAlias(vm, args, "__reduce__")[TypeAliasWord.name]
        },
      ]
    }
  }
}

private func typeAlias(_ vm: VM, _ args: Arguments, _ method: StaticString) throws(Raise) -> Values {
  try vm.receiver(args, .typeAliasType, method).recordWords
}

private func typeAliasNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let name = try vm.variableName(args[1], "typealias")
  if !args[3].isUnbound, !args[3].is(.tuple) { throw vm.raise(.typeError, "type_params must be a tuple") }
  let words = vm.makeTypeAlias(name, args[3].isUnbound ? .none : args[3], .unbound).cell.recordWords
  words[TypeAliasWord.value] = args[2]
  return vm.recordValue(words)
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A type alias whose value a function makes; `parameters` is a tuple or None.
  public func makeTypeAlias(_ name: Value, _ parameters: Value, _ function: Value) -> Value {
    let words = newRecord(.typeAliasType, .typeAliasType, words: TypeAliasWord.count).recordWords
    words[TypeAliasWord.name] = name
    words[TypeAliasWord.function] = function
    words[TypeAliasWord.parameters] = parameters.is(.tuple) ? parameters : pointee.emptyTuple
    noteModule(recordValue(words))
    return recordValue(words)
  }
}

// UnionType.swift — `int | str`.

/// Words of a record of layout `unionType`.
private enum UnionWord { static let args = 0, parameters = 1, count = 2 }

extension NativeType {
  static var unionType: NativeType {
    NativeType(
      "UnionType", module: "types", kind: .record, layout: .unionType, words: UnionWord.count, isBaseType: false,
      "One of several types."
    ) { unionRows }
  }

  private static var unionRows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "Not possible.", .pure) { (vm, _) throws(Raise) -> Value in
        throw vm.raise(.typeError, "cannot create 'types.UnionType' instances")
      },
      .slot("__repr__()", "The union as source text.", .callsScript, unionRepr),
      .slot("__eq__(value, /)", "Whether the types are the same.", .callsScript, unionEqual),
      .slot("__hash__()", "A hash of the types.", .callsScript) { (vm, args) throws(Raise) -> Value in
        vm.int(try vm.hash(try typeSet(vm, try union(vm, args, "__hash__")[UnionWord.args])))
      },
      .slot("__or__(value, /)", "A larger union.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.makeUnion(args[0], args[1])
      },
      .slot("__ror__(value, /)", "A larger union.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.makeUnion(args[1], args[0])
      },
      .slot("__getitem__(item, /)", "The union with types in the place of its parameters.", .callsScript, unionGetItem),
      .method("__instancecheck__(instance, /)", "Whether the object is of one of the types.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let types = try union(vm, args, "__instancecheck__")[UnionWord.args]
        return Value(try vm.isInstanceOf(args[1], types))
      },
      .method("__subclasscheck__(cls, /)", "Whether the class is one of the types or inherits from it.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let types = try union(vm, args, "__subclasscheck__")[UnionWord.args]
        guard args[1].is(.class) else { throw vm.raise(.typeError, "issubclass() arg 1 must be a class") }
        return Value(try vm.isSubclassOf(args[1], types))
      },
      .getter("__args__", "The types.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try union(vm, args, "__args__")[UnionWord.args]
      },
      .getter("__parameters__", "The type parameters among the types.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try parameters(vm, try union(vm, args, "__parameters__"))
      },
    ]
  }
}

private func union(_ vm: VM, _ args: Arguments, _ method: StaticString) throws(Raise) -> Values {
  try vm.receiver(args, .unionType, method).recordWords
}

private func parameters(_ vm: VM, _ words: Values) throws(Raise) -> Value {
  if words[UnionWord.parameters].isUnbound {
    vm.store(words + UnionWord.parameters, try vm.typeParameters(in: words[UnionWord.args]))
  }
  return words[UnionWord.parameters]
}

private func typeSet(_ vm: VM, _ types: Value) throws(Raise) -> Value {
  try vm.call(Value(vm.builtin(.frozenset)), types)
}

private func unionRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let types = try union(vm, args, "__repr__")[UnionWord.args]
  var text = TextBuffer()
  for i in 0..<vm.itemsOf(types).1 {
    if i > 0 { text.append(" | ") }
    let type = vm.itemsOf(types).0[i]
    if type == Value(vm.builtin(.noneType)) { text.append("None") } else { try vm.typeText(type, into: &text) }
  }
  return vm.string(text)
}

private func unionEqual(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let types = try union(vm, args, "__eq__")[UnionWord.args]
  guard args[1].isRecord(.unionType) else { return .notImplemented }
  return Value(
    try vm.equal(try typeSet(vm, types), try typeSet(vm, args[1].cell.recordWords[UnionWord.args])))
}

private func unionGetItem(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try union(vm, args, "__getitem__")
  let types = try vm.substitute(args[0], words[UnionWord.args], try parameters(vm, words), args[1])
  var result = vm.itemsOf(types).0[0]
  for i in 1..<max(1, vm.itemsOf(types).1) {
    result = try vm.binary(.bitOr, result, vm.itemsOf(types).0[i])
  }
  return result
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `a | b` for types; NotImplemented if one of them is none.
  public func makeUnion(_ a: Value, _ b: Value) throws(Raise) -> Value {
    guard isUnionable(a), isUnionable(b) else { return .notImplemented }
    let types = list()
    try addMember(a, types)
    try addMember(b, types)
    let (items, count) = itemsOf(types)
    if count == 1 { return items[0] }
    let members = try tuple(items, count)
    let made = newRecord(.unionType, .unionType, words: UnionWord.count)
    made.recordWords[UnionWord.args] = members
    return Value(made)
  }

  private func isUnionable(_ value: Value) -> Bool {
    value.isNone || value.is(.class) || value.isRecord(.genericAlias) || value.isRecord(.unionType)
      || value.isRecord(.typeAliasType)
  }

  /// Adds a type, or those of a union, unless an equal one is there.
  private func addMember(_ value: Value, _ types: Value) throws(Raise) {
    if value.isRecord(.unionType) {
      let members = value.cell.recordWords[UnionWord.args]
      for i in 0..<itemsOf(members).1 { try addMember(itemsOf(members).0[i], types) }
      return
    }
    let type = value.isNone ? Value(builtin(.noneType)) : value
    for i in 0..<itemsOf(types).1 {
      let known = itemsOf(types).0[i]
      if known == type { return }
      if known.isRecord(.genericAlias), type.isRecord(.genericAlias), try equal(known, type) { return }
    }
    try listAppend(types.cell, type)
  }
}

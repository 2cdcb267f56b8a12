// GenericAlias.swift — `list[int]`: a class with types in brackets.

/// Words of a record of layout `genericAlias`.
private enum AliasWord { static let origin = 0, args = 1, parameters = 2, isStarred = 3, count = 4 }

extension NativeType {
  static var genericAlias: NativeType {
    NativeType(
      "GenericAlias", module: "types", kind: .record, layout: .genericAlias, words: AliasWord.count,
      "A class with types in brackets."
    ) { aliasRows }
  }

  private static var aliasRows: [NativeRow] {
    [
      .slot("__new__(origin, args, /)", "A class with types in brackets.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.newAlias(try vm.constructedClass(args[0], .genericAlias), args[1], args[2], isStarred: false)
      },
      .slot("__repr__()", "The type as source text.", .callsScript, aliasRepr),
      .slot("__call__(*args, **kwargs)", "Calls the class.", .callsScript, aliasCall),
      .slot("__getitem__(item, /)", "The type with types in the place of its parameters.", .callsScript, aliasGetItem),
      .slot("__getattr__(name, /)", "An attribute of the class.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.getAttribute(try alias(vm, args, "__getattr__")[AliasWord.origin], try vm.attributeName(args[1]))
      },
      .slot("__eq__(value, /)", "Whether class and types are equal.", .callsScript, aliasEqual),
      .slot("__hash__()", "A hash of class and types.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let words = try alias(vm, args, "__hash__")
        return vm.int(try vm.hash(words[AliasWord.origin]) ^ vm.hash(words[AliasWord.args]))
      },
      .slot("__or__(value, /)", "A union.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.makeUnion(args[0], args[1])
      },
      .slot("__ror__(value, /)", "A union.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.makeUnion(args[1], args[0])
      },
      .slot("__iter__()", "The type behind a star, once.", .readsSelf, aliasIterator),
      .method("__mro_entries__(bases, /)", "The class itself.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.tuple(of: [try alias(vm, args, "__mro_entries__")[AliasWord.origin]])
      },
      .method("__instancecheck__(instance, /)", "Not possible.", .pure) { (vm, _) throws(Raise) -> Value in
        throw vm.raise(.typeError, "isinstance() argument 2 cannot be a parameterized generic")
      },
      .method("__subclasscheck__(cls, /)", "Not possible.", .pure) { (vm, _) throws(Raise) -> Value in
        throw vm.raise(.typeError, "issubclass() argument 2 cannot be a parameterized generic")
      },
      .method("__reduce__()", "What makes an equal type.", .readsSelf, aliasReduce),
      .method("__dir__()", "Names of the class's attributes.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let origin = try alias(vm, args, "__dir__")[AliasWord.origin]
        return try vm.call(vm.dictGetStr(vm.pointee.builtins.cell, vm.intern("dir")), origin)
      },
      .getter("__origin__", "The class.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try alias(vm, args, "__origin__")[AliasWord.origin]
      },
      .getter("__args__", "The types.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try alias(vm, args, "__args__")[AliasWord.args]
      },
      .getter("__parameters__", "The type parameters among the types.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try parameters(vm, try alias(vm, args, "__parameters__"))
      },
      .getter("__unpacked__", "Whether a star stands before the type.", .readsSelf) {
        (vm, args) throws(Raise) -> Value in
        try alias(vm, args, "__unpacked__")[AliasWord.isStarred]
      },
      .getter("__typing_unpacked_tuple_args__", "The types of a starred tuple.", .readsSelf) {
        (vm, args) throws(Raise) -> Value in
        let words = try alias(vm, args, "__typing_unpacked_tuple_args__")
        let isTuple = words[AliasWord.isStarred].isTrue && words[AliasWord.origin] == Value(vm.builtin(.tuple))
        return isTuple ? words[AliasWord.args] : .none
      },
    ]
  }
}

private func alias(_ vm: VM, _ args: Arguments, _ method: StaticString) throws(Raise) -> Values {
  try vm.receiver(args, .genericAlias, method).recordWords
}

private func parameters(_ vm: VM, _ words: Values) throws(Raise) -> Value {
  if words[AliasWord.parameters].isUnbound {
    vm.store(words + AliasWord.parameters, try vm.typeParameters(in: words[AliasWord.args]))
  }
  return words[AliasWord.parameters]
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `origin[args]`; `args` may be one type or a tuple of them.
  public func makeGenericAlias(_ origin: Value, _ args: Value) -> Value {
    newAlias(builtin(.genericAlias), origin, args, isStarred: false)
  }

  public func genericAlias(_ origin: Value, _ args: Value) -> Value { makeGenericAlias(origin, args) }

  fileprivate func newAlias(_ cell: Cell, _ origin: Value, _ args: Value, isStarred: Bool) -> Value {
    let types = args.is(.tuple) ? args : tuple(of: [args])
    let made = newRecord(cell, .genericAlias, words: AliasWord.count)
    made.recordWords[AliasWord.origin] = origin
    made.recordWords[AliasWord.args] = types
    made.recordWords[AliasWord.isStarred] = Value(isStarred)
    return Value(made)
  }
}

private func aliasRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try alias(vm, args, "__repr__")
  var text = TextBuffer()
  if words[AliasWord.isStarred].isTrue { text.append("*") }
  try vm.typeText(words[AliasWord.origin], into: &text)
  text.append("[")
  let types = words[AliasWord.args]
  for i in 0..<vm.itemsOf(types).1 {
    if i > 0 { text.append(", ") }
    try vm.typeText(vm.itemsOf(types).0[i], into: &text)
  }
  if vm.itemsOf(types).1 == 0 { text.append("()") }
  text.append("]")
  return vm.string(text)
}

private func aliasCall(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try alias(vm, args, "__call__")
  let keywords = vm.dictCount(args[2].cell) == 0 ? Value.unbound : args[2]
  let made = try vm.call(words[AliasWord.origin], spread: args[1], keywords)
  do {
    try vm.setAttribute(made, vm.intern("__orig_class__"), args[0])
  } catch {
    if !vm.caught(.attributeError), !vm.caught(.typeError) { throw error }
  }
  return made
}

private func aliasGetItem(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try alias(vm, args, "__getitem__")
  let types = try vm.substitute(args[0], words[AliasWord.args], try parameters(vm, words), args[1])
  return vm.newAlias(
    vm.builtin(.genericAlias), words[AliasWord.origin], types, isStarred: words[AliasWord.isStarred].isTrue)
}

private func aliasEqual(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try alias(vm, args, "__eq__")
  guard args[1].isRecord(.genericAlias) else { return .notImplemented }
  let other = args[1].cell.recordWords
  guard words[AliasWord.isStarred] == other[AliasWord.isStarred],
    try vm.equal(words[AliasWord.origin], other[AliasWord.origin])
  else { return .false }
  return Value(try vm.equal(words[AliasWord.args], other[AliasWord.args]))
}

private func aliasIterator(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try alias(vm, args, "__iter__")
  let starred = vm.newAlias(
    vm.builtin(.genericAlias), words[AliasWord.origin], words[AliasWord.args], isStarred: true)
  let items = vm.list()
  try vm.listAppend(items.cell, starred)
  return vm.listIterator(items)
}

private func aliasReduce(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try alias(vm, args, "__reduce__")
  if words[AliasWord.isStarred].isTrue {
    let plain = vm.makeGenericAlias(words[AliasWord.origin], words[AliasWord.args])
    let next = vm.dictGetStr(vm.pointee.builtins.cell, vm.intern("next"))
    return vm.pair(next, vm.tuple(of: [try vm.iterator(plain)]))
  }
  return vm.pair(Value(vm.builtin(.genericAlias)), vm.pair(words[AliasWord.origin], words[AliasWord.args]))
}

// SimpleNamespace.swift — `types.SimpleNamespace`: an object that is nothing but its attributes.

import Parser

extension NativeType {
  static var simpleNamespace: NativeType {
    NativeType(
      "SimpleNamespace", module: "types", kind: .record, layout: .simpleNamespace, hasDictionary: true,
      "An object that is nothing but its attributes."
    ) {
      [
        .slot("__new__(*args, **kwargs)", "An empty namespace.", .pure) { (vm, args) throws(Raise) -> Value in
          Value(vm.newRecord(try vm.constructedClass(args[0], .simpleNamespace), .simpleNamespace, words: 0))
        },
        .slot("__init__(*args, **kwargs)", "Sets attributes.", .callsScript, namespaceInit),
        .slot("__repr__()", "The attributes as source text.", .callsScript, namespaceRepr),
        .slot("__reduce__()", "What makes an equal namespace.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          let attributes = Value(try vm.becomeDictionary(try vm.receiver(args, .simpleNamespace, "__reduce__")))
          return vm.triple(Value(vm.classOf(args[0])), vm.pointee.emptyTuple, attributes)
        },
        .method("__replace__(**changes)", "A copy with other attributes.", .callsScript, namespaceReplace),
        .property("__dict__", "The attributes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          let cell = try vm.receiver(args, .simpleNamespace, "__dict__")
          if args.count > 1 { throw vm.raise(.attributeError, "readonly attribute") }
          return Value(try vm.becomeDictionary(cell))
        },
      ] + comparisons
    }
  }

  private static var comparisons: [NativeRow] {
    let names: [(StaticString, ComparisonOperator)] = [
      ("__eq__(value, /)", .equal), ("__ne__(value, /)", .notEqual), ("__lt__(value, /)", .less),
      ("__le__(value, /)", .lessOrEqual), ("__gt__(value, /)", .greater), ("__ge__(value, /)", .greaterOrEqual),
    ]
    return names.map { (signature, op) in
      .slot(signature, "Compares the attributes.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let cell = try vm.receiver(args, .simpleNamespace, signature)
        guard args[1].isRecord(.simpleNamespace) else { return .notImplemented }
        return try vm.compare(op, Value(try vm.becomeDictionary(cell)), Value(try vm.becomeDictionary(args[1].cell)))
      }
    }
  }
}

private func namespaceInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .simpleNamespace, "__init__")
  let (items, count) = vm.itemsOf(args[1])
  if count > 1 { throw vm.raise(.typeError, "\(vm.typeName(args[0])) expected at most 1 argument, got \(count)") }
  if count == 1 {
    let given = try vm.call(Value(vm.builtin(.dict)), items[0])
    try setAll(vm, Value(cell), given)
  }
  try setAll(vm, Value(cell), args[2])
  return .none
}

private func setAll(_ vm: VM, _ namespace: Value, _ attributes: Value) throws(Raise) {
  let dictionary = attributes.cell
  var number = vm.dictNext(dictionary, from: 0)
  while number >= 0 {
    guard vm.dictEntry(dictionary, number).key.is(.str) else {
      throw vm.raise(.typeError, "keywords must be strings")
    }
    number = vm.dictNext(dictionary, from: number + 1)
  }
  number = vm.dictNext(dictionary, from: 0)
  while number >= 0 {
    let entry = vm.dictEntry(dictionary, number)
    try vm.setOwnAttribute(namespace.cell, vm.intern(entry.key), entry.value)
    number = vm.dictNext(dictionary, from: number + 1)
  }
}

private func namespaceRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .simpleNamespace, "__repr__")
  var text = TextBuffer()
  text.append(vm.classOf(args[0]) == vm.builtin(.simpleNamespace) ? "namespace" : vm.typeName(args[0]))
  guard vm.enterRepr(args[0]) else {
    text.append("(...)")
    return vm.string(text)
  }
  defer { vm.leaveRepr(args[0]) }
  try vm.checkStack()
  text.append("(")
  let dictionary = try vm.becomeDictionary(cell)
  var isFirst = true
  var number = vm.dictNext(dictionary, from: 0)
  while number >= 0 {
    let entry = vm.dictEntry(dictionary, number)
    number = vm.dictNext(dictionary, from: number + 1)
    guard entry.key.is(.str), entry.key.text.pointee.byteCount > 0 else { continue }
    if !isFirst { text.append(", ") }
    isFirst = false
    text.append(entry.key)
    text.append("=")
    text.append(try vm.repr(entry.value))
  }
  text.append(")")
  return vm.string(text)
}

private func namespaceReplace(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .simpleNamespace, "__replace__")
  let made = try vm.call(Value(vm.classOf(args[0])))
  guard made.isRecord(.simpleNamespace) else {
    throw vm.raise(
      .typeError,
      "expect types.SimpleNamespace type, but \(vm.typeName(args[0]))() returned '\(vm.typeName(made))' object")
  }
  try setAll(vm, made, Value(try vm.becomeDictionary(cell)))
  try setAll(vm, made, args[1])
  return made
}

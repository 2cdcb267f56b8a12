// OrderedDict.swift — `collections.OrderedDict`: a dict whose keys can be moved and whose order counts in comparisons.

import Interpreter

extension NativeType {
  static var orderedDict: NativeType {
    NativeType(
      "OrderedDict", module: "collections", base: .dict, kind: .dict, hasDictionary: true,
      "A dict that remembers and can change the order of its keys."
    ) { rows + specialRows }
  }

  static var orderedKeys: NativeType { orderedView("odict_keys", isSet: true) }
  static var orderedValues: NativeType { orderedView("odict_values", isSet: false) }
  static var orderedItems: NativeType { orderedView("odict_items", isSet: true) }

  private static func orderedView(_ name: StaticString, isSet: Bool) -> NativeType {
    NativeType(name, kind: .dictView, isBaseType: false, "A view of an ordered dict.") { viewRows(isSet: isSet) }
  }

  private static var rows: [NativeRow] {
    [
      .slot("__init__(*args, **kwargs)", "Fills the dict.", .callsScript, update),
      .method("update(*args, **kwargs)", "Adds the pairs of a mapping or iterable.", .callsScript, update),
      .method("move_to_end(key, last=True)", "Makes a key the last or first one.", .callsScript, moveToEnd),
      .method("popitem(last=True)", "Removes the last or first pair and returns it.", .writesSelf, popItem),
      .method("pop(key, default=?)", "Removes a key and returns its value.", .callsScript, pop),
      .method("setdefault(key, default=None)", "The value of a key, set if absent.", .callsScript, setDefault),
      .method("copy()", "A copy of the same class.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let result = try vm.call(Value(vm.classOf(args[0])))
        try fill(vm, result, Value(try vm.receiver(args, .dict)))
        return result
      },
      .method("keys()", "A view of the keys.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try view(vm, args, "odict_keys")
      },
      .method("values()", "A view of the values.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try view(vm, args, "odict_values")
      },
      .method("items()", "A view of the pairs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try view(vm, args, "odict_items")
      },
    ]
  }

  private static var specialRows: [NativeRow] {
    [
      .slot("__repr__()", "The dict as text.", .callsScript, orderedRepr),
      .slot("__eq__(value, /)", "Equal pairs, and in equal order if both are ordered.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        guard args[0].is(.dict), args[1].is(.dict) else { return .notImplemented }
        return Value(try orderedEqual(vm, args[0], args[1]))
      },
      .slot("__ne__(value, /)", "Not equal.", .callsScript) { (vm, args) throws(Raise) -> Value in
        guard args[0].is(.dict), args[1].is(.dict) else { return .notImplemented }
        return Value(try !orderedEqual(vm, args[0], args[1]))
      },
      .slot("__or__(value, /)", "A new dict with the pairs of both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in try join(vm, args[0], args[0], args[1])
      },
      .slot("__ror__(value, /)", "A new dict with the pairs of both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in try join(vm, args[0], args[1], args[0])
      },
      .slot("__ior__(value, /)", "Updates the dict.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try fill(vm, args[0], args[1])
        return args[0]
      },
      .method("__reduce__()", "What pickling needs.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let state = try vm.findAttribute(args[0], vm.intern("__dict__")) ?? .none
        let isEmpty = state.is(.dict) && vm.dictCount(state.cell) == 0
        let start = vm.triple(Value(vm.classOf(args[0])), vm.pointee.emptyTuple, isEmpty ? .none : state)
        return vm.quintuple(start, .none, try vm.iterator(try vm.callMethod(args[0], "items")))
      },
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A tuple of the items of a triple and two more values.
  func quintuple(_ start: Value, _ d: Value, _ e: Value) -> Value {
    let result = newTuple(5)
    for i in 0..<3 { result.cell.tupleItems[i] = start.cell.tupleItems[i] }
    result.cell.tupleItems[3] = d
    result.cell.tupleItems[4] = e
    return result
  }
}

private func isOrdered(_ vm: VM, _ value: Value) throws(Raise) -> Bool {
  vm.isInstance(value, try vm.importedName("_collections", "OrderedDict").cell)
}

private func view(_ vm: VM, _ args: Arguments, _ name: StaticString) throws(Raise) -> Value {
  let source = Value(try vm.receiver(args, .dict))
  return vm.dictView(source, like: try vm.importedName("_collections", name).cell)
}

private func update(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let own = Value(try vm.receiver(args, .dict))
  let count = vm.tupleLength(args[1].cell)
  if count > 1 { throw vm.raise(.typeError, "expected at most 1 arguments, got \(count)") }
  if count == 1 { try fill(vm, own, args[1].cell.tupleItems[0]) }
  if vm.dictCount(args[2].cell) > 0 { try fill(vm, own, args[2]) }
  return .none
}

/// Adds the pairs of a mapping or iterable, through `__setitem__` where a subclass has its own.
private func fill(_ vm: VM, _ own: Value, _ source: Value) throws(Raise) {
  let name = vm.intern("__setitem__")
  if own.is(.dict), vm.lookup(vm.classOf(own), name) == vm.lookup(vm.builtin(.dict), name) {
    return try vm.dictUpdate(own.cell, source)
  }
  let pairs = vm.dict()
  try vm.dictUpdate(pairs.cell, source)
  var number = vm.dictNext(pairs.cell, from: 0)
  while number >= 0 {
    let entry = vm.dictEntry(pairs.cell, number)
    try vm.setItem(own, entry.key, entry.value)
    number = vm.dictNext(pairs.cell, from: number + 1)
  }
}

private func moveToEnd(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let d = try vm.receiver(args, .dict)
  let isLast = try vm.truth(args[2])
  let number = try vm.dictFind(d, args[1], hash: try vm.keyHash(args[1]))
  if number < 0 { throw vm.raiseKeyError(args[1]) }
  if isLast { try vm.dictMoveToEnd(d, number) } else { try vm.dictMoveToStart(d, number) }
  return .none
}

private func popItem(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let d = try vm.receiver(args, .dict)
  let entry = try vm.truth(args[1]) ? vm.dictPopLast(d) : try vm.dictPopFirst(d)
  guard let entry else { throw vm.raise(.keyError, "dictionary is empty") }
  return vm.pair(entry.key, entry.value)
}

private func pop(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let found = try vm.dictPop(try vm.receiver(args, .dict), args[1])
  if !found.isUnbound { return found }
  if !args[2].isUnbound { return args[2] }
  throw vm.raiseKeyError(args[1])
}

private func setDefault(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let found = try vm.dictLookup(try vm.receiver(args, .dict), args[1])
  if !found.isUnbound { return found }
  try vm.setItem(args[0], args[1], args[2])
  return args[2]
}

private func orderedRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let d = try vm.receiver(args, .dict)
  let name = vm.typeName(args[0])
  if vm.dictCount(d) == 0 { return vm.string("\(name)()") }
  if !vm.enterRepr(args[0]) { return vm.string("...") }
  defer { vm.leaveRepr(args[0]) }
  try vm.checkStack()
  let plain = try vm.dictCopy(d)
  var text = TextBuffer()
  text.append("\(name)(")
  text.append(try vm.dictRepr(plain))
  text.append(")")
  return vm.string(text)
}

private func orderedEqual(_ vm: VM, _ a: Value, _ b: Value) throws(Raise) -> Bool {
  if try vm.dictCompare(.equal, a, b) != .true { return false }
  guard try isOrdered(vm, b) else { return true }
  var i = vm.dictNext(a.cell, from: 0), j = vm.dictNext(b.cell, from: 0)
  while i >= 0, j >= 0 {
    if try !vm.sameOrEqual(vm.dictEntry(a.cell, i).key, vm.dictEntry(b.cell, j).key) { return false }
    i = vm.dictNext(a.cell, from: i + 1)
    j = vm.dictNext(b.cell, from: j + 1)
  }
  return i < 0 && j < 0
}

private func join(_ vm: VM, _ own: Value, _ a: Value, _ b: Value) throws(Raise) -> Value {
  guard own.is(.dict), a.is(.dict), b.is(.dict) else { return .notImplemented }
  let result = try vm.call(Value(vm.classOf(own)), a)
  try fill(vm, result, b)
  return result
}

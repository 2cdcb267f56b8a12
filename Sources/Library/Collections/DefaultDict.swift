// DefaultDict.swift — `collections.defaultdict`: a dict that makes missing values; the factory is a word behind it.

import Interpreter

extension NativeType {
  static var defaultDict: NativeType {
    NativeType(
      "defaultdict", module: "collections", base: .dict, kind: .dict, "A dict that makes the values it has not."
    ) { rows }
  }

  private static var rows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "Makes an empty dict.", .pure) { (vm, args) throws(Raise) -> Value in
        let cell = vm.newInstance(args[0].cell, kind: .dict, bytes: MemoryLayout<DictCell>.size + 8)
        cell.header.pointee.flags = 1
        factory(cell).pointee = .none
        return Value(cell)
      },
      .slot("__init__(*args, **kwargs)", "Fills the dict.", .callsScript, defaultDictInit),
      .method("__missing__(key, /)", "Makes and keeps the value of a key.", .callsScript, missing),
      .property("default_factory", "What makes missing values, or None.", .writesSelf) {
        (vm, args) throws(Raise) -> Value in
        let place = factory(try ownDict(vm, args))
        if args.count > 1 { vm.store(place, args[1].isUnbound ? .none : args[1]) }
        return place.pointee
      },
      .method("copy()", "A copy with the same factory.", .callsScript, defaultDictCopy),
      .method("__copy__()", "A copy with the same factory.", .callsScript, defaultDictCopy),
      .slot("__repr__()", "The dict as text.", .callsScript, defaultDictRepr),
      .slot("__or__(value, /)", "A new dict with the pairs of both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in try defaultDictOr(vm, args[0], args[0], args[1])
      },
      .slot("__ror__(value, /)", "A new dict with the pairs of both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in try defaultDictOr(vm, args[0], args[1], args[0])
      },
      .method("__reduce__()", "What pickling needs.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let cell = try ownDict(vm, args)
        let made = factory(cell).pointee
        let arguments = made.isNone ? vm.pointee.emptyTuple : vm.single(made)
        let items = try vm.iterator(try vm.callMethod(args[0], "items"))
        let start = vm.triple(Value(vm.classOf(args[0])), arguments, .none)
        return vm.quintuple(start, .none, items)
      },
      .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure) {
        (vm, args) throws(Raise) -> Value in try parameterised(vm, args)
      },
    ]
  }
}

/// The word behind a default dict that holds its factory.
private func factory(_ cell: Cell) -> Values {
  (cell + MemoryLayout<DictCell>.size).assumingMemoryBound(to: Value.self)
}

private func ownDict(_ vm: VM, _ args: Arguments) throws(Raise) -> Cell {
  let cell = try vm.receiver(args, .dict)
  if cell.header.pointee.flags == 1 { return cell }
  throw vm.raise(
    .typeError, "descriptor requires a 'collections.defaultdict' object but received a '\(vm.typeName(args[0]))'"
  )
}

private func defaultDictInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try ownDict(vm, args)
  let given = args[1].cell, count = vm.tupleLength(args[1].cell)
  if count > 0 {
    let made = given.tupleItems[0]
    if !made.isNone, !vm.canBeCalled(made) {
      throw vm.raise(.typeError, "first argument must be callable or None")
    }
    vm.store(factory(cell), made)
  }
  if count > 2 { throw vm.raise(.typeError, "dict expected at most 1 argument, got \(count - 1)") }
  if count > 1 { try vm.dictUpdate(cell, given.tupleItems[1]) }
  try vm.dictMerge(cell, args[2])
  return .none
}

private func missing(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let maker = factory(try ownDict(vm, args)).pointee
  if maker.isNone { throw vm.raiseKeyError(args[1]) }
  let value = try vm.call(maker)
  try vm.setItem(args[0], args[1], value)
  return value
}

private func defaultDictCopy(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try ownDict(vm, args)
  return try vm.call(Value(vm.classOf(args[0])), factory(cell).pointee, args[0])
}

private func defaultDictRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try ownDict(vm, args)
  try vm.checkStack()
  var text = TextBuffer()
  text.append("\(vm.typeName(args[0]))(")
  if vm.enterRepr(factory(cell).pointee) {
    defer { vm.leaveRepr(factory(cell).pointee) }
    text.append(try vm.repr(factory(cell).pointee))
  } else {
    text.append("...")
  }
  text.append(", ")
  text.append(try vm.dictRepr(args[0]))
  text.append(")")
  return vm.string(text)
}

private func defaultDictOr(_ vm: VM, _ own: Value, _ a: Value, _ b: Value) throws(Raise) -> Value {
  guard a.is(.dict), b.is(.dict), own.is(.dict), own.cell.header.pointee.flags == 1 else { return .notImplemented }
  let result = try vm.call(Value(vm.classOf(own)), factory(own.cell).pointee, a)
  guard result.is(.dict) else { return .notImplemented }
  try vm.dictUpdate(result.cell, b)
  return result
}

// ListType.swift — the class `list`.

import Parser

extension NativeType {
  static var list: NativeType {
    NativeType("list", kind: .list, "A sequence of items that can change.") { rows }
  }

  private static var ownRows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "Makes an empty list.", .pure, listNew),
      .slot("__init__(iterable=(), /)", "Fills the list with the items of an iterable.", .callsScript, listInit),
      .method("append(object, /)", "Adds an item at the end.", .writesSelf, listAppend),
      .method("clear()", "Removes all items.", .writesSelf, listClear),
      .method("copy()", "A new list of the same items.", .readsSelf, listCopy),
      .method("count(value, /)", "How many items are equal to the value.", .callsScript, listCount),
      .method("extend(iterable, /)", "Adds the items of an iterable at the end.", .callsScript, listExtend),
      .method(
        "index(value, start=0, stop=?, /)", "Position of the first item equal to the value.",
        .callsScript, listIndex
      ),
      .method("insert(index, object, /)", "Puts an item before a position.", .writesSelf, listInsert),
      .method("pop(index=-1, /)", "Removes an item and returns it.", .writesSelf, listPop),
      .method("remove(value, /)", "Removes the first item equal to the value.", .callsScript, listRemove),
      .method("reverse()", "Reverses the items in place.", .writesSelf, listReverse),
      .method("sort(*, key=None, reverse=False)", "Sorts in place, stable.", .callsScript, listSort),
      .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure, parameterised),
      .slot("__len__()", "Number of items.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        Value(small: vm.listLength(try vm.receiver(args, .list)))
      },
      .slot("__getitem__(index, /)", "An item or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.listGetItem(Value(try vm.receiver(args, .list)), args[1])
      },
      .slot("__setitem__(key, value, /)", "Sets an item or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.listSetItem(Value(try vm.receiver(args, .list)), args[1], args[2])
        return .none
      },
      .slot("__delitem__(key, /)", "Deletes an item or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.listDeleteItem(Value(try vm.receiver(args, .list)), args[1])
        return .none
      },
      .slot("__contains__(key, /)", "Whether an item is equal to the key.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.listContains(Value(try vm.receiver(args, .list)), args[1]))
      },
      .slot("__iter__()", "An iterator.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.listIterator(Value(try vm.receiver(args, .list)))
      },
      .method("__reversed__()", "An iterator from the last item to the first.", .readsSelf, listReversed),
      .slot("__repr__()", "The list as source text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.listRepr(Value(try vm.receiver(args, .list)))
      },
      .slot("__add__(value, /)", "Both lists joined.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.listBinary(.add, Value(try vm.receiver(args, .list)), args[1], inPlace: false)
      },
      .slot("__mul__(value, /)", "The list repeated.", .callsScript, listMultiply),
      .slot("__rmul__(value, /)", "The list repeated.", .callsScript, listMultiply),
      .slot("__iadd__(value, /)", "Extends the list.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.listBinary(.add, Value(try vm.receiver(args, .list)), args[1], inPlace: true)
      },
      .slot("__imul__(value, /)", "Repeats the list in place.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.listBinary(.multiply, Value(try vm.receiver(args, .list)), args[1], inPlace: true)
      },
    ]
  }

  private static var rows: [NativeRow] {
    ownRows + comparisons("list") { (vm, op, a, b) throws(Raise) -> Value in try vm.listCompare(op, a, b) }
  }

  /// The six comparison rows of a type, answered by one function.
  public static func comparisons(
    _ name: StaticString,
    _ body: @escaping @Sendable (VM, ComparisonOperator, Value, Value) throws(Raise) -> Value
  ) -> [NativeRow] {
    let names: [(StaticString, ComparisonOperator)] = [
      ("__lt__(value, /)", .less), ("__le__(value, /)", .lessOrEqual), ("__eq__(value, /)", .equal),
      ("__ne__(value, /)", .notEqual), ("__gt__(value, /)", .greater), ("__ge__(value, /)", .greaterOrEqual),
    ]
    return names.map { (signature, op) in
      .slot(signature, "Compares with another value.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try body(vm, op, args[0], args[1])
      }
    }
  }
}

extension Value {
  /// An int of a count or factor; what needs more than 50 bits is far beyond any container and stays so.
  @inline(__always) init(intWord i: Int) {
    self.init(small: min(max(i, Value.smallIntMin), Value.smallIntMax))
  }
}

/// `__class_getitem__` of every container.
public func parameterised(_ vm: VM, _ args: Arguments) throws(Raise) -> Value { vm.makeGenericAlias(args[0], args[1]) }

private func listNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(vm.newInstance(args[0].cell, kind: .list, bytes: MemoryLayout<ListCell>.size))
}

private func listInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let list = try vm.receiver(args, .list)
  vm.listClear(list)
  try vm.listExtend(list, args[1])
  return .none
}

private func listMultiply(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let list = try vm.receiver(args, .list)
  guard let times = try vm.repeatCount(args[1]) else { return .notImplemented }
  return try vm.listRepeat(list, times)
}

private func listAppend(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.listAppend(try vm.receiver(args, .list), args[1])
  return .none
}

private func listClear(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.listClear(try vm.receiver(args, .list))
  return .none
}

private func listCopy(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .list).asList.pointee
  return try vm.list(cell.items, cell.count)
}

private func listCount(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(small: try vm.sequenceCountEqual(Value(try vm.receiver(args, .list)), args[1]))
}

private func listExtend(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.listExtend(try vm.receiver(args, .list), args[1])
  return .none
}

private func listIndex(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let list = try vm.receiver(args, .list)
  let (start, stop) = try vm.searchRange(args[2], args[3], count: list.asList.pointee.count)
  let position = try vm.sequenceFind(Value(list), args[1], from: start, to: stop)
  if position >= 0 { return Value(small: position) }
  throw vm.raise(.valueError, "\(vm.swiftString(try vm.repr(args[1]))) is not in list")
}

private func listInsert(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let list = try vm.receiver(args, .list)
  let i = try vm.sizeArgument(args[1])
  let count = list.asList.pointee.count
  try vm.listInsert(list, i < 0 ? max(i + count, 0) : min(i, count), args[2])
  return .none
}

private func listPop(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let list = try vm.receiver(args, .list)
  let i = try vm.sizeArgument(args[1])
  let count = list.asList.pointee.count
  if count == 0 { throw vm.raise(.indexError, "pop from empty list") }
  let position = i < 0 ? i + count : i
  if position == count - 1 { return vm.listPopLast(list) }
  if position < 0 || position >= count { throw vm.raise(.indexError, "pop index out of range") }
  let item = list.asList.pointee.items[position]
  vm.listRemove(list, from: position, count: 1)
  return item
}

private func listRemove(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let list = try vm.receiver(args, .list)
  let position = try vm.sequenceFind(Value(list), args[1], from: 0, to: Int.max)
  if position < 0 { throw vm.raise(.valueError, "list.remove(x): x not in list") }
  if position < list.asList.pointee.count { vm.listRemove(list, from: position, count: 1) }
  return .none
}

private func listReverse(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.receiver(args, .list).asList.pointee
  vm.reverse(cell.items, cell.count)
  return .none
}

private func listReversed(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let list = try vm.receiver(args, .list)
  return vm.newIterator(
    .textIterator, .reverseIterator, Value(list), index: list.asList.pointee.count - 1,
    flags: TextIteratorFlavor.reversedList.rawValue
  )
}

private func listSort(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let reverse = try vm.truth(args[2])
  try vm.listSort(try vm.receiver(args, .list), key: args[1], reverse: reverse)
  return .none
}

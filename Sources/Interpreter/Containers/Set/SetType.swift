// SetType.swift — the classes `set` and `frozenset`.

import Parser

extension NativeType {
  static var set: NativeType {
    NativeType("set", kind: .set, "A collection of different hashable items.") { sharedRows + changingRows }
  }

  static var frozenset: NativeType {
    NativeType("frozenset", kind: .frozenSet, "A set that never changes.") {
      sharedRows + [
        .slot("__new__(iterable=(), /)", "A frozen set of the items of an iterable.", .callsScript, frozenNew),
        .slot("__hash__()", "A hash made of the items' hashes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          vm.int(vm.frozenSetHash(Value(try vm.anySet(args))))
        },
      ]
    }
  }

  private static var ownSharedRows: [NativeRow] {
    [
      .method("copy()", "A copy.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.setCopy(try vm.anySet(args))
      },
      .method("union(*others)", "The items of all.", .callsScript, setUnion),
      .method("intersection(*others)", "The items that all have.", .callsScript, setIntersection),
      .method("difference(*others)", "The items that no other has.", .callsScript, setDifference),
      .method("symmetric_difference(other, /)", "The items that only one has.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.setSymmetricDifference(try vm.anySet(args), args[1])
      },
      .method("isdisjoint(other, /)", "Whether no item is in both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.setIsDisjoint(try vm.anySet(args), args[1]))
      },
      .method("issubset(other, /)", "Whether the other has all items.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.setIsSubset(try vm.anySet(args), args[1]))
      },
      .method("issuperset(other, /)", "Whether this has all items of the other.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.setIsSuperset(try vm.anySet(args), args[1]))
      },
      .method("__reduce__()", "What pickling needs.", .readsSelf, setReduce),
      .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure, parameterised),
      .slot("__len__()", "Number of items.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        Value(small: vm.setLength(try vm.anySet(args)))
      },
      .method("__contains__(object, /)", "Whether an item is equal to the object.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.setContains(try vm.anySet(args), args[1]))
      },
      .slot("__iter__()", "An iterator.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.setIterator(Value(try vm.anySet(args)))
      },
      .slot("__repr__()", "The set as source text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.setRepr(Value(try vm.anySet(args)))
      },
      algebra("__or__(value, /)", .bitOr), algebra("__ror__(value, /)", .bitOr, reflected: true),
      algebra("__and__(value, /)", .bitAnd), algebra("__rand__(value, /)", .bitAnd, reflected: true),
      algebra("__sub__(value, /)", .subtract), algebra("__rsub__(value, /)", .subtract, reflected: true),
      algebra("__xor__(value, /)", .bitXor), algebra("__rxor__(value, /)", .bitXor, reflected: true),
    ]
  }

  private static var sharedRows: [NativeRow] {
    ownSharedRows + comparisons("set") { (vm, op, a, b) throws(Raise) -> Value in try vm.setCompare(op, a, b) }
  }

  private static func algebra(
    _ signature: StaticString, _ op: BinaryOperator, reflected: Bool = false, inPlace: Bool = false
  ) -> NativeRow {
    .slot(signature, "Combines two sets.", .callsScript) { (vm, args) throws(Raise) -> Value in
      let (a, b) = reflected ? (args[1], args[0]) : (args[0], args[1])
      return try vm.setBinary(op, a, b, inPlace: inPlace)
    }
  }

  private static var changingRows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "Makes an empty set.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(vm.newInstance(args[0].cell, kind: .set, bytes: MemoryLayout<SetCell>.size))
      },
      .slot("__init__(iterable=(), /)", "Fills the set with the items of an iterable.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let set = try vm.receiver(args, .set)
        vm.setClear(set)
        try vm.setUpdate(set, args[1])
        return .none
      },
      .method("add(object, /)", "Adds an item.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.setAdd(try vm.receiver(args, .set), args[1])
        return .none
      },
      .method("clear()", "Removes all items.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        vm.setClear(try vm.receiver(args, .set))
        return .none
      },
      .method("discard(object, /)", "Removes an item if it is there.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        _ = try vm.setDiscard(try vm.receiver(args, .set), args[1])
        return .none
      },
      .method("remove(object, /)", "Removes an item that must be there.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        if try !vm.setDiscard(try vm.receiver(args, .set), args[1]) { throw vm.raiseKeyError(args[1]) }
        return .none
      },
      .method("pop()", "Removes some item and returns it.", .writesSelf, setPop),
      .method("update(*others)", "Adds the items of all.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let set = try vm.receiver(args, .set)
        for i in 0..<vm.tupleLength(args[1].cell) { try vm.setUpdate(set, args[1].cell.tupleItems[i]) }
        return .none
      },
      .method("intersection_update(*others)", "Keeps the items that all have.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let set = try vm.receiver(args, .set)
        let result = try setIntersection(vm, args)
        vm.setTake(set, result.cell == set ? try vm.setFreshCopy(set).cell : result.cell)
        return .none
      },
      .method("difference_update(*others)", "Removes the items of the others.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let set = try vm.receiver(args, .set)
        for i in 0..<vm.tupleLength(args[1].cell) { try vm.setSubtract(set, args[1].cell.tupleItems[i]) }
        return .none
      },
      .method("symmetric_difference_update(other, /)", "Keeps the items that only one has.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.setToggle(try vm.receiver(args, .set), args[1])
        return .none
      },
      algebra("__ior__(value, /)", .bitOr, inPlace: true), algebra("__iand__(value, /)", .bitAnd, inPlace: true),
      algebra("__isub__(value, /)", .subtract, inPlace: true), algebra("__ixor__(value, /)", .bitXor, inPlace: true),
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The receiver of a method of both set types.
  @inline(__always) func anySet(_ args: Arguments) throws(Raise) -> Cell {
    if args[0].is(.frozenSet) { return args[0].cell }
    return try receiver(args, .set)
  }
}

private func frozenNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[0].cell == vm.builtin(.frozenset), args[1].isExactly(.frozenset) { return args[1] }
  let cell = vm.newInstance(args[0].cell, kind: .frozenSet, bytes: MemoryLayout<SetCell>.size)
  cell.asSet.pointee.hash = -1
  try vm.setUpdate(cell, args[1])
  return Value(cell)
}

private func setUnion(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let result = try vm.setFreshCopy(try vm.anySet(args))
  for i in 0..<vm.tupleLength(args[1].cell) { try vm.setUpdate(result.cell, args[1].cell.tupleItems[i]) }
  return result
}

private func setIntersection(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let set = try vm.anySet(args), count = vm.tupleLength(args[1].cell)
  if count == 0 { return try vm.setCopy(set) }
  var result = Value(set)
  for i in 0..<count { result = try vm.setIntersection(result.cell, args[1].cell.tupleItems[i]) }
  return result
}

private func setDifference(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let set = try vm.anySet(args), count = vm.tupleLength(args[1].cell)
  if count == 0 { return try vm.setCopy(set) }
  let result = try vm.setDifference(set, args[1].cell.tupleItems[0])
  for i in 1..<max(count, 1) { try vm.setSubtract(result.cell, args[1].cell.tupleItems[i]) }
  return result
}

private func setPop(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let s = try vm.receiver(args, .set)
  let set = s.asSet
  if set.pointee.used == 0 { throw vm.raise(.keyError, "pop from an empty set") }
  var slot = set.pointee.hash & set.pointee.mask
  while !set.pointee.entries[slot].isActive { slot = slot == set.pointee.mask ? 0 : slot + 1 }
  let key = set.pointee.entries[slot].key
  vm.setDelete(s, slot)
  vm.storeWord(s + 48, UInt64(slot + 1))
  return key
}

private func setReduce(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let set = Value(try vm.anySet(args))
  let items = vm.single(try vm.listFrom(set))
  let state = try vm.findAttribute(set, vm.intern("__dict__")) ?? .none
  return vm.triple(Value(vm.classOf(set)), items, state)
}

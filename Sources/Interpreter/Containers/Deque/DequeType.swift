// DequeType.swift — the classes `collections.deque` and its iterators.

import Parser

extension NativeType {
  public static var deque: NativeType {
    NativeType("deque", module: "collections", kind: .record, layout: .deque, words: 5, "A list open at both ends.") {
      dequeRows + dequeItemRows
        + comparisons("deque") { (vm, op, a, b) throws(Raise) -> Value in try vm.dequeCompare(op, a, b) }
    }
  }

  public static var dequeIterator: NativeType { dequeIteratorType("_deque_iterator") }
  public static var dequeReverseIterator: NativeType { dequeIteratorType("_deque_reverse_iterator") }

  private static func dequeIteratorType(_ name: StaticString) -> NativeType {
    NativeType(
      name, module: "collections", kind: .record, layout: .dequeIterator, words: 4, isBaseType: false,
      "The items of a deque."
    ) {
      iteratorRows + [
        .method("__length_hint__()", "How many items are left.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          let words = try vm.record(args, .dequeIterator).recordWords
          return words[0].isUnbound
            ? Value(small: 0) : Value(small: max(vm.dequeLength(words[0].cell) - words[2].smallInt, 0))
        }
      ]
    }
  }

  private static var dequeRows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "Makes an empty deque.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(vm.newDeque(args[0].cell))
      },
      .slot("__init__(iterable=?, maxlen=None)", "Fills the deque.", .callsScript, dequeInit),
      .method("append(item, /)", "Adds an item at the end.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        try vm.dequeAppend(try vm.record(args, .deque), args[1])
        return .none
      },
      .method("appendleft(item, /)", "Adds an item at the start.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        try vm.dequeAppendLeft(try vm.record(args, .deque), args[1])
        return .none
      },
      .method("clear()", "Removes all items.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        vm.dequeClear(try vm.record(args, .deque))
        return .none
      },
      .method("copy()", "A new deque of the same items.", .readsSelf, dequeCopy),
      .method("__copy__()", "A new deque of the same items.", .readsSelf, dequeCopy),
      .method("count(value, /)", "How many items are equal to the value.", .callsScript, dequeCount),
      .method("extend(iterable, /)", "Adds items at the end.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.dequeExtend(try vm.record(args, .deque), args[1])
        return .none
      },
      .method("extendleft(iterable, /)", "Adds items at the start, one by one.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.dequeExtend(try vm.record(args, .deque), args[1], left: true)
        return .none
      },
      .method("index(value, start=?, stop=?, /)", "Position of the first equal item.", .callsScript, dequeIndex),
      .method("insert(index, value, /)", "Puts an item before a position.", .writesSelf) {
        (vm, args) throws(Raise) -> Value in
        try vm.dequeInsert(try vm.record(args, .deque), at: try vm.sizeArgument(args[1]), args[2])
        return .none
      },
      .method("pop()", "Removes the last item and returns it.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        let deque = try vm.record(args, .deque)
        if vm.dequeLength(deque) == 0 { throw vm.raise(.indexError, "pop from an empty deque") }
        return vm.dequePopLast(deque)
      },
      .method("popleft()", "Removes the first item and returns it.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        let deque = try vm.record(args, .deque)
        if vm.dequeLength(deque) == 0 { throw vm.raise(.indexError, "pop from an empty deque") }
        return vm.dequePopFirst(deque)
      },
      .method("remove(value, /)", "Removes the first equal item.", .callsScript, dequeRemove),
      .method("reverse()", "Reverses the items in place.", .writesSelf, dequeReverse),
      .method("rotate(n=1, /)", "Moves items from the end to the start.", .writesSelf) {
        (vm, args) throws(Raise) -> Value in
        try vm.dequeRotate(try vm.record(args, .deque), try vm.sizeArgument(args[1]))
        return .none
      },
      .getter("maxlen", "The greatest number of items, or None.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.record(args, .deque).recordWords[3]
      },
      .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure, parameterised),
    ]
  }

  private static var dequeItemRows: [NativeRow] {
    [
      .slot("__len__()", "Number of items.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        Value(small: vm.dequeLength(try vm.record(args, .deque)))
      },
      .slot("__getitem__(key, /)", "An item.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let deque = try vm.record(args, .deque)
        let position = try vm.dequePosition(deque, args[1], "deque index out of range")
        return vm.dequePlace(deque, position).pointee
      },
      .slot("__setitem__(key, value, /)", "Sets an item.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let deque = try vm.record(args, .deque)
        let position = try vm.dequePosition(deque, args[1], "deque index out of range")
        vm.store(vm.dequePlace(deque, position), args[2])
        return .none
      },
      .slot("__delitem__(key, /)", "Deletes an item.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let deque = try vm.record(args, .deque)
        try vm.dequeRemove(deque, at: try vm.dequePosition(deque, args[1], "deque index out of range"))
        return .none
      },
      .slot("__contains__(key, /)", "Whether an item is equal to the key.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.dequeFind(try vm.record(args, .deque), args[1], from: 0, to: Int.max) >= 0)
      },
      .slot("__iter__()", "An iterator.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try makeDequeIterator(vm, args, backwards: false)
      },
      .method("__reversed__()", "An iterator from last to first.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try makeDequeIterator(vm, args, backwards: true)
      },
      .slot("__repr__()", "The deque as text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.dequeRepr(Value(try vm.record(args, .deque)))
      },
      .slot("__add__(value, /)", "Both deques joined.", .readsSelf, dequeAdd),
      .slot("__iadd__(value, /)", "Extends the deque.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.dequeExtend(try vm.record(args, .deque), args[1])
        return args[0]
      },
      .slot("__mul__(value, /)", "The deque repeated.", .callsScript, dequeMultiply),
      .slot("__rmul__(value, /)", "The deque repeated.", .callsScript, dequeMultiply),
      .slot("__imul__(value, /)", "Repeats the deque in place.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let deque = try vm.record(args, .deque)
        guard let times = try vm.repeatCount(args[1]) else { return .notImplemented }
        try repeatDeque(vm, deque, times)
        return args[0]
      },
      .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let deque = try vm.record(args, .deque)
        let limit = deque.recordWords[3]
        let arguments = limit.isNone ? vm.pointee.emptyTuple : vm.pair(vm.pointee.emptyTuple, limit)
        let state = try vm.findAttribute(args[0], vm.intern("__dict__")) ?? .none
        let items = try makeDequeIterator(vm, args, backwards: false)
        return vm.quadruple(Value(vm.classOf(args[0])), arguments, state, items)
      },
    ]
  }
}

private func dequeInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let deque = try vm.record(args, .deque)
  var limit = Value.none
  if !args[2].isNone {
    guard vm.isInt(args[2]) else { throw vm.raise(.typeError, "an integer is required") }
    let count = try vm.sizeArgument(args[2])
    if count < 0 { throw vm.raise(.valueError, "maxlen must be non-negative") }
    limit = Value(intWord: count)
  }
  vm.dequeClear(deque)
  vm.store(deque.recordWords + 3, limit)
  if !args[1].isUnbound { try vm.dequeExtend(deque, args[1]) }
  return .none
}

/// A new deque of the same class, items and limit.
private func copyDeque(_ vm: VM, _ source: Cell) throws(Raise) -> Cell {
  let type = vm.classOf(Value(source))
  let copy: Cell
  if type == vm.classCell(type).pointee.native.cell {
    copy = vm.newDeque(type)
  } else {
    let limit = source.recordWords[3]
    let made = limit.isNone ? try vm.call(Value(type)) : try vm.call(Value(type), vm.pointee.emptyTuple, limit)
    guard made.isRecord(.deque) else {
      throw vm.raise(.typeError, "deque() returned \(vm.typeName(made))")
    }
    copy = made.cell
  }
  vm.store(copy.recordWords + 3, source.recordWords[3])
  try vm.dequeExtend(copy, Value(source))
  return copy
}

private func dequeCopy(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(try copyDeque(vm, try vm.record(args, .deque)))
}

private func dequeCount(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let deque = try vm.record(args, .deque)
  let state = deque.recordWords[4]
  var count = 0, i = 0
  while i < vm.dequeLength(deque) {
    if try vm.sameOrEqual(vm.dequePlace(deque, i).pointee, args[1]) { count += 1 }
    if deque.recordWords[4] != state { throw vm.raise(.runtimeError, "deque mutated during iteration") }
    i += 1
  }
  return Value(small: count)
}

private func dequeIndex(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let deque = try vm.record(args, .deque)
  let (start, stop) = try vm.searchRange(args[2], args[3], count: vm.dequeLength(deque))
  let position = try vm.dequeFind(deque, args[1], from: start, to: stop)
  if position >= 0 { return Value(small: position) }
  throw vm.raise(.valueError, "\(vm.swiftString(try vm.repr(args[1]))) is not in deque")
}

private func dequeRemove(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let deque = try vm.record(args, .deque)
  let count = vm.dequeLength(deque)
  let position: Int
  do { position = try vm.dequeFind(deque, args[1], from: 0, to: count) } catch {
    if vm.dequeLength(deque) != count, vm.caught(.runtimeError) {
      throw vm.raise(.indexError, "deque mutated during remove().")
    }
    throw error
  }
  if position < 0 { throw vm.raise(.valueError, "\(vm.swiftString(try vm.repr(args[1]))) is not in deque") }
  try vm.dequeRemove(deque, at: position)
  return .none
}

private func dequeReverse(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let deque = try vm.record(args, .deque)
  var low = 0, high = vm.dequeLength(deque) - 1
  while low < high {
    let first = vm.dequePlace(deque, low), last = vm.dequePlace(deque, high)
    let kept = first.pointee
    vm.store(first, last.pointee)
    vm.store(last, kept)
    low += 1
    high -= 1
  }
  return .none
}

private func makeDequeIterator(_ vm: VM, _ args: Arguments, backwards: Bool) throws(Raise) -> Value {
  let deque = try vm.record(args, .deque)
  let name: StaticString = backwards ? "_deque_reverse_iterator" : "_deque_iterator"
  let native = vm.classCell(vm.classOf(args[0])).pointee.native.cell
  let type = vm.dictGetStr(vm.classCell(native).pointee.dictionary.cell, vm.intern(name))
  guard type.is(.class) else { throw vm.raise(.systemError, "deque has no iterator class") }
  let cell = vm.newRecord(type.cell, .dequeIterator, words: 4)
  cell.recordWords[0] = Value(deque)
  cell.recordWords[1] = deque.recordWords[4]
  cell.recordWords[2] = Value(small: 0)
  cell.recordWords[3] = Value(backwards)
  return Value(cell)
}

private func dequeAdd(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let deque = try vm.record(args, .deque)
  guard args[1].isRecord(.deque) else { return .notImplemented }
  let result = try copyDeque(vm, deque)
  try vm.dequeExtend(result, args[1])
  return Value(result)
}

private func repeatDeque(_ vm: VM, _ deque: Cell, _ times: Int) throws(Raise) {
  let size = vm.dequeLength(deque)
  if size == 0 || times == 1 { return }
  if times <= 0 { return vm.dequeClear(deque) }
  let (total, overflow) = size.multipliedReportingOverflow(by: times)
  if vm.dequeLimit(deque) == Int.max, overflow || total > 1 << 31 { throw vm.raise(.memoryError, "") }
  let items = try vm.listFrom(Value(deque))
  // With a limit only the last rounds can leave anything behind.
  let rounds = min(times - 1, vm.dequeLimit(deque) == Int.max ? times - 1 : vm.dequeLimit(deque) / size + 1)
  for _ in 0..<rounds { try vm.dequeExtend(deque, items) }
}

private func dequeMultiply(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let deque = try vm.record(args, .deque)
  guard let times = try vm.repeatCount(args[1]) else { return .notImplemented }
  let result = try copyDeque(vm, deque)
  try repeatDeque(vm, result, times)
  return Value(result)
}

// TupleType.swift — the class `tuple`.

import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(__always) public func tupleGetItem(_ value: Value, _ key: Value) throws(Raise) -> Value {
    if key.isSmallInt {
      let i = key.smallInt, count = value.cell.asTuple.pointee.count
      let position = i < 0 ? i + count : i
      if UInt(bitPattern: position) < UInt(bitPattern: count) { return value.cell.tupleItems[position] }
      throw raise(.indexError, "tuple index out of range")
    }
    return try tupleGetAny(value, key)
  }

  @inline(never)
  private func tupleGetAny(_ value: Value, _ key: Value) throws(Raise) -> Value {
    let count = value.cell.asTuple.pointee.count, items = value.cell.tupleItems
    if let i = try subscriptIndex(key) {
      let position = i < 0 ? i + count : i
      if position >= 0, position < count { return items[position] }
      throw raise(.indexError, "tuple index out of range")
    }
    guard key.is(.slice) else { throw badIndex("tuple", key) }
    let bounds = try sliceBounds(key.cell, length: count)
    if bounds.count == 0 { return pointee.emptyTuple }
    if bounds.step == 1 {
      return bounds.count == count && value.isExactly(.tuple) ? value : try tuple(items + bounds.start, bounds.count)
    }
    let result = try makeTuple(bounds.count)
    for i in 0..<bounds.count { result.tupleItems[i] = items[bounds.start + i * bounds.step] }
    return Value(result)
  }

  public func tupleContains(_ value: Value, _ item: Value) throws(Raise) -> Bool { try sequenceContains(value, item) }

  public func tupleRepr(_ value: Value) throws(Raise) -> Value {
    try sequenceRepr(value, open: "(", close: ")", nested: "(...)")
  }

  /// NotImplemented unless both are tuples.
  public func tupleCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard a.is(.tuple), b.is(.tuple) else { return .notImplemented }
    return try sequenceCompare(op, a, b)
  }

  /// CPython's mix of the items' hashes.
  public func tupleHash(_ value: Value) throws(Raise) -> Int {
    let prime1: UInt = 11_400_714_785_074_694_791, prime2: UInt = 14_029_467_366_897_019_727
    let prime5: UInt = 2_870_177_450_012_600_261
    let count = value.cell.asTuple.pointee.count, items = value.cell.tupleItems
    try checkStack()
    var mix = prime5
    for i in 0..<count {
      mix &+= UInt(bitPattern: try keyHash(items[i])) &* prime2
      mix = (mix << 31 | mix >> 33) &* prime1
    }
    mix &+= UInt(bitPattern: count) ^ (prime5 ^ 3_527_539)
    return mix == UInt.max ? 1_546_275_796 : Int(bitPattern: mix)
  }

  public func tupleIterator(_ value: Value) -> Value { newIterator(.tupleIterator, .tupleIterator, value) }

  /// `a + b` and `a * b` with a tuple on either side; else NotImplemented.
  public func tupleBinary(_ op: BinaryOperator, _ a: Value, _ b: Value, inPlace: Bool) throws(Raise) -> Value {
    if op == .add, a.is(.tuple), b.is(.tuple) { return try tupleConcatenate(a, b) }
    if op == .multiply {
      let (sequence, factor) = a.is(.tuple) ? (a, b) : (b, a)
      guard sequence.is(.tuple), let count = try repeatCount(factor) else { return .notImplemented }
      return try tupleRepeat(sequence, count)
    }
    return .notImplemented
  }

  private func tupleConcatenate(_ a: Value, _ b: Value) throws(Raise) -> Value {
    let first = a.cell.asTuple.pointee.count, second = b.cell.asTuple.pointee.count
    if first == 0, b.isExactly(.tuple) { return b }
    if second == 0, a.isExactly(.tuple) { return a }
    if first + second == 0 { return pointee.emptyTuple }
    let result = try makeTuple(first + second)
    result.tupleItems.update(from: a.cell.tupleItems, count: first)
    (result.tupleItems + first).update(from: b.cell.tupleItems, count: second)
    return Value(result)
  }

  func tupleRepeat(_ value: Value, _ times: Int) throws(Raise) -> Value {
    let size = value.cell.asTuple.pointee.count
    if size == 0 || times == 1, value.isExactly(.tuple) { return value }
    if times <= 0 || size == 0 { return pointee.emptyTuple }
    let (total, overflow) = size.multipliedReportingOverflow(by: times)
    if overflow || total > 1 << 40 { throw raise(.memoryError, "") }
    let result = try makeTuple(total)
    fill(result.tupleItems, with: value.cell.tupleItems, size, times: times)
    return Value(result)
  }
}

extension NativeType {
  static var tuple: NativeType {
    NativeType("tuple", kind: .tuple, "A sequence of items that never changes.") { rows }
  }

  private static var ownRows: [NativeRow] {
    [
      .slot("__new__(iterable=(), /)", "A tuple of the items of an iterable.", .callsScript, tupleNew),
      .method("count(value, /)", "How many items are equal to the value.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(small: try vm.sequenceCountEqual(Value(try vm.receiver(args, .tuple)), args[1]))
      },
      .method(
        "index(value, start=0, stop=?, /)", "Position of the first item equal to the value.",
        .callsScript, tupleIndex
      ),
      .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure, parameterised),
      .method("__getnewargs__()", "Arguments that make an equal tuple.", .readsSelf) {
        (vm, args) throws(Raise) -> Value in
        let cell = try vm.receiver(args, .tuple)
        return vm.single(try vm.tuple(cell.tupleItems, cell.asTuple.pointee.count))
      },
      .slot("__len__()", "Number of items.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        Value(small: vm.tupleLength(try vm.receiver(args, .tuple)))
      },
      .slot("__getitem__(key, /)", "An item or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.tupleGetItem(Value(try vm.receiver(args, .tuple)), args[1])
      },
      .slot("__contains__(key, /)", "Whether an item is equal to the key.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.tupleContains(Value(try vm.receiver(args, .tuple)), args[1]))
      },
      .slot("__iter__()", "An iterator.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.tupleIterator(Value(try vm.receiver(args, .tuple)))
      },
      .slot("__repr__()", "The tuple as source text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.tupleRepr(Value(try vm.receiver(args, .tuple)))
      },
      .slot("__hash__()", "A hash made of the items' hashes.", .callsScript) { (vm, args) throws(Raise) -> Value in
        vm.int(try vm.tupleHash(Value(try vm.receiver(args, .tuple))))
      },
      .slot("__add__(value, /)", "Both tuples joined.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.tupleBinary(.add, Value(try vm.receiver(args, .tuple)), args[1], inPlace: false)
      },
      .slot("__mul__(value, /)", "The tuple repeated.", .callsScript, tupleMultiply),
      .slot("__rmul__(value, /)", "The tuple repeated.", .callsScript, tupleMultiply),
    ]
  }

  private static var rows: [NativeRow] {
    ownRows + comparisons("tuple") { (vm, op, a, b) throws(Raise) -> Value in try vm.tupleCompare(op, a, b) }
  }
}

private func tupleNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let items = try vm.tupleFrom(args[1])
  if args[0].cell == vm.builtin(.tuple) { return items }
  let count = items.cell.asTuple.pointee.count
  let cell = vm.newInstance(args[0].cell, kind: .tuple, bytes: TupleCell.itemsOffset + count * 8)
  cell.asTuple.pointee.count = count
  cell.tupleItems.update(from: items.cell.tupleItems, count: count)
  return Value(cell)
}

private func tupleMultiply(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let tuple = Value(try vm.receiver(args, .tuple))
  guard let times = try vm.repeatCount(args[1]) else { return .notImplemented }
  return try vm.tupleRepeat(tuple, times)
}

private func tupleIndex(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let tuple = Value(try vm.receiver(args, .tuple))
  let (start, stop) = try vm.searchRange(args[2], args[3], count: vm.tupleLength(tuple.cell))
  let position = try vm.sequenceFind(tuple, args[1], from: start, to: stop)
  if position >= 0 { return Value(small: position) }
  throw vm.raise(.valueError, "tuple.index(x): x not in tuple")
}

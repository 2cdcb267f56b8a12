// RangeType.swift — the class `range`.

import Parser

extension NativeType {
  static var range: NativeType {
    NativeType("range", kind: .range, isBaseType: false, "A sequence of evenly spaced numbers.") { rows }
  }

  private static var ownRows: [NativeRow] {
    [
      .slot("__new__(start, stop=?, step=?, /)", "The numbers from start to before stop.", .callsScript, rangeNew),
      .getter("start", "The first number.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.receiver(args, .range).asRange.pointee.start
      },
      .getter("stop", "The end.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.receiver(args, .range).asRange.pointee.stop
      },
      .getter("step", "The distance.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.receiver(args, .range).asRange.pointee.step
      },
      .method("count(value, /)", "How many numbers are equal to the value.", .callsScript, rangeCount),
      .method("index(value, /)", "Position of a number.", .callsScript, rangeIndex),
      .slot("__len__()", "How many numbers.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.int(try vm.rangeLength(try vm.receiver(args, .range)))
      },
      .slot("__bool__()", "Whether there is any number.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        Value(!vm.rangeIsEmpty(try vm.receiver(args, .range)))
      },
      .slot("__getitem__(key, /)", "A number or a part of the range.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.rangeGetItem(Value(try vm.receiver(args, .range)), args[1])
      },
      .slot("__contains__(key, /)", "Whether a number is in the range.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.rangeContains(Value(try vm.receiver(args, .range)), args[1]))
      },
      .slot("__iter__()", "An iterator.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.rangeIterator(Value(try vm.receiver(args, .range)))
      },
      .method("__reversed__()", "An iterator from the last number to the first.", .readsSelf) {
        (vm, args) throws(Raise) -> Value in
        try vm.rangeReversed(Value(try vm.receiver(args, .range)))
      },
      .slot("__repr__()", "The range as source text.", .pure) { (vm, args) throws(Raise) -> Value in
        try vm.rangeRepr(Value(try vm.receiver(args, .range)))
      },
      .slot("__hash__()", "The hash.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.int(try vm.rangeHash(Value(try vm.receiver(args, .range))))
      },
      .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let range = try vm.receiver(args, .range).asRange.pointee
        return vm.pair(Value(vm.builtin(.range)), vm.triple(range.start, range.stop, range.step))
      },
    ]
  }

  private static var rows: [NativeRow] {
    ownRows + comparisons("range") { (vm, op, a, b) throws(Raise) -> Value in try vm.rangeCompare(op, a, b) }
  }
}

private func rangeBound(_ vm: VM, _ value: Value) throws(Raise) -> Value {
  if value.isSmallInt { return value }
  guard let int = try vm.indexValue(value) else {
    throw vm.raise(.typeError, "'\(vm.typeName(value))' object cannot be interpreted as an integer")
  }
  return int.isBool ? Value(small: int.isTrue ? 1 : 0) : int
}

private func rangeNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[2].isUnbound {
    return try vm.range(Value(small: 0), try rangeBound(vm, args[1]), Value(small: 1))
  }
  let start = try rangeBound(vm, args[1]), stop = try rangeBound(vm, args[2])
  let step = args[3].isUnbound ? Value(small: 1) : try rangeBound(vm, args[3])
  if step == Value(small: 0) { throw vm.raise(.valueError, "range() arg 3 must not be zero") }
  return try vm.range(start, stop, step)
}

private func isPlainInt(_ value: Value) -> Bool { value.isSmallInt || value.isBool || value.isExactly(.int) }

private func rangeCount(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let range = try vm.receiver(args, .range)
  if isPlainInt(args[1]) {
    return Value(small: try vm.rangePosition(range, args[1]).isUnbound ? 0 : 1)
  }
  var count = 0
  try vm.iterate(Value(range)) { (number) throws(Raise) -> Bool in
    if try vm.sameOrEqual(number, args[1]) { count += 1 }
    return true
  }
  return Value(small: count)
}

private func rangeIndex(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let range = try vm.receiver(args, .range)
  var position = Value.unbound
  if isPlainInt(args[1]) {
    position = try vm.rangePosition(range, args[1])
    if position.isUnbound {
      throw vm.raise(.valueError, "\(vm.swiftString(try vm.repr(args[1]))) is not in range")
    }
    return position
  }
  var i = 0
  try vm.iterate(Value(range)) { (number) throws(Raise) -> Bool in
    if try vm.sameOrEqual(number, args[1]) {
      position = vm.int(i)
      return false
    }
    i += 1
    return true
  }
  if position.isUnbound { throw vm.raise(.valueError, "sequence.index(x): x not in sequence") }
  return position
}

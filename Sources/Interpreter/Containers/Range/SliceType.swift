// SliceType.swift — the class `slice`.

import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(__always) public func slice(_ start: Value, _ stop: Value, _ step: Value) -> Value {
    let cell = allocate(.slice, MemoryLayout<SliceCell>.size, shape: BuiltinType.slice.rawValue)
    let slice = cell.asSlice
    (slice.pointee.start, slice.pointee.stop, slice.pointee.step) = (start, stop, step)
    return Value(cell)
  }

  private func sliceTuple(_ value: Value) -> Value {
    let cell = value.cell.asSlice.pointee
    return triple(cell.start, cell.stop, cell.step)
  }

  public func sliceRepr(_ value: Value) throws(Raise) -> Value {
    let cell = value.cell.asSlice.pointee
    try checkStack()
    var text = TextBuffer()
    text.append("slice(")
    text.append(try repr(cell.start))
    text.append(", ")
    text.append(try repr(cell.stop))
    text.append(", ")
    text.append(try repr(cell.step))
    text.append(")")
    return string(text)
  }

  public func sliceCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard a.is(.slice), b.is(.slice) else { return .notImplemented }
    if a == b { return Value(op == .equal || op == .lessOrEqual || op == .greaterOrEqual) }
    return try sequenceCompare(op, sliceTuple(a), sliceTuple(b))
  }

  public func sliceHash(_ value: Value) throws(Raise) -> Int {
    let prime1: UInt = 11_400_714_785_074_694_791, prime2: UInt = 14_029_467_366_897_019_727
    let cell = value.cell.asSlice.pointee
    var mix: UInt = 2_870_177_450_012_600_261
    try checkStack()
    mix &+= UInt(bitPattern: try keyHash(cell.start)) &* prime2
    mix = (mix << 31 | mix >> 33) &* prime1
    mix &+= UInt(bitPattern: try keyHash(cell.stop)) &* prime2
    mix = (mix << 31 | mix >> 33) &* prime1
    mix &+= UInt(bitPattern: try keyHash(cell.step)) &* prime2
    mix = (mix << 31 | mix >> 33) &* prime1
    return mix == UInt.max ? 1_546_275_796 : Int(bitPattern: mix)
  }
}

extension NativeType {
  static var slice: NativeType {
    NativeType("slice", kind: .slice, isBaseType: false, "What stands between the brackets of `a[i:j:k]`.") { rows }
  }

  private static var ownRows: [NativeRow] {
    [
      .slot("__new__(start, stop=?, step=None, /)", "A slice.", .pure) { (vm, args) throws(Raise) -> Value in
        args[2].isUnbound ? vm.slice(.none, args[1], .none) : vm.slice(args[1], args[2], args[3])
      },
      .getter("start", "The first position, or None.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.receiver(args, .slice).asSlice.pointee.start
      },
      .getter("stop", "The end, or None.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.receiver(args, .slice).asSlice.pointee.stop
      },
      .getter("step", "The distance, or None.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.receiver(args, .slice).asSlice.pointee.step
      },
      .method("indices(length, /)", "Start, stop and step for a sequence of some length.", .callsScript, sliceIndices),
      .slot("__repr__()", "The slice as source text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.sliceRepr(Value(try vm.receiver(args, .slice)))
      },
      .slot("__hash__()", "The hash.", .callsScript) { (vm, args) throws(Raise) -> Value in
        vm.int(try vm.sliceHash(Value(try vm.receiver(args, .slice))))
      },
      .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let slice = try vm.receiver(args, .slice).asSlice.pointee
        return vm.pair(Value(vm.builtin(.slice)), vm.triple(slice.start, slice.stop, slice.step))
      },
    ]
  }

  private static var rows: [NativeRow] {
    ownRows + comparisons("slice") { (vm, op, a, b) throws(Raise) -> Value in try vm.sliceCompare(op, a, b) }
  }
}

private func sliceIndices(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let slice = try vm.receiver(args, .slice)
  guard let length = try vm.indexValue(args[1]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[1]))' object cannot be interpreted as an integer")
  }
  if vm.isNegative(length) { throw vm.raise(.valueError, "length should not be negative") }
  let (start, stop, step) = try vm.longIndices(slice, length: length)
  return vm.triple(start, stop, step)
}

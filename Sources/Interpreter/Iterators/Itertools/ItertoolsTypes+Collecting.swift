// ItertoolsTypes+Collecting.swift — the classes of `itertools` that keep items: groups, slices, tees, combinations.

extension NativeType {
  public static var groupBy: NativeType {
    itertool("groupby", .groupBy, 6, "Runs of items with equal keys.") {
      [
        .slot("__new__(iterable, key=None)", "Runs of items with equal keys.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .groupBy, try vm.iterator(args[1]), args[2])
        }
      ]
    }
  }

  public static var grouper: NativeType { itertool("_grouper", .grouper, 2, "The items of one run.") { [] } }

  public static var islice: NativeType {
    itertool("islice", .islice, 5, "The items at some positions.") {
      [.slot("__new__(*args)", "The items at some positions.", .callsScript, isliceNew)]
    }
  }

  public static var tee: NativeType {
    itertool("_tee", .tee, 1, "One of several iterators over the same items.") {
      [
        .slot("__new__(iterable, /)", "One of several iterators over the same items.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.makeTee(args[0], args[1])
        },
        .method("__copy__()", "Another iterator at the same place.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          vm.itertool(Value(vm.classOf(args[0])), .tee, try vm.record(args, .tee).recordWords[0])
        },
      ]
    }
  }

  public static var zipLongest: NativeType {
    itertool("zip_longest", .zipLongest, 3, "Tuples of items, filled up where one iterable is shorter.") {
      [
        .slot("__new__(*iterables, fillvalue=None)", "Tuples of items, filled up.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          let count = vm.tupleLength(args[1].cell)
          let iterators = try vm.iterators(args[1].cell.tupleItems, count)
          return vm.itertool(args[0], .zipLongest, try vm.listFrom(iterators), args[2], Value(small: count))
        }
      ]
    }
  }

  public static var combinations: NativeType {
    itertool("combinations", .combinations, 4, "All choices of so many items, in order.") {
      [
        .slot("__new__(iterable, r)", "All choices of so many items.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.makeCombinations(args, .combinations) { $0 }
        }
      ]
    }
  }

  public static var combinationsWithReplacement: NativeType {
    itertool("combinations_with_replacement", .combinationsWithReplacement, 4, "All choices with repetition.") {
      [
        .slot("__new__(iterable, r)", "All choices with repetition.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.makeCombinations(args, .combinationsWithReplacement) { _ in 0 }
        }
      ]
    }
  }

  public static var permutations: NativeType {
    itertool("permutations", .permutations, 5, "All orders of so many items.") {
      [.slot("__new__(iterable, r=None)", "All orders of so many items.", .callsScript, permutationsNew)]
    }
  }

  public static var product: NativeType {
    itertool("product", .product, 3, "All tuples with one item of each iterable.") {
      [.slot("__new__(*iterables, repeat=1)", "All tuples with one item of each.", .callsScript, productNew)]
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// An iterator over an iterable that shares its items with its copies.
  public func makeTee(_ ownerClass: Value, _ iterable: Value) throws(Raise) -> Value {
    let source = try iterator(iterable)
    if source.isRecord(.tee) { return itertool(ownerClass, .tee, source.cell.recordWords[0]) }
    return itertool(ownerClass, .tee, teeNode(source))
  }

  fileprivate func itemCount(_ value: Value) throws(Raise) -> Int {
    let count = try sizeArgument(value)
    if count < 0 { throw raise(.valueError, "r must be non-negative") }
    return count
  }

  fileprivate func makeCombinations(
    _ args: Arguments, _ layout: Layout, _ position: (Int) -> Int
  ) throws(Raise) -> Value {
    let pool = try tupleFrom(args[1])
    let count = try itemCount(args[2])
    let isTooLong = layout == .combinations && count > tupleLength(pool.cell)
    let positions = try positionList(isTooLong ? 0 : count, position)
    return itertool(args[0], layout, pool, positions, Value(intWord: count), .false)
  }

  /// A list of small ints.
  fileprivate func positionList(_ count: Int, _ position: (Int) -> Int) throws(Raise) -> Value {
    if count > 1 << 40 { throw raise(.memoryError, "") }
    let result = try list(capacity: count)
    for i in 0..<count { result.cell.asList.pointee.items[i] = Value(small: position(i)) }
    result.cell.asList.pointee.count = count
    return result
  }
}

private func permutationsNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let pool = try vm.tupleFrom(args[1])
  let size = vm.tupleLength(pool.cell)
  var count = size
  if !args[2].isNone {
    guard vm.isInt(args[2]) else { throw vm.raise(.typeError, "Expected int as r") }
    count = try vm.itemCount(args[2])
  }
  let positions = try vm.positionList(size) { $0 }
  let cycles = try vm.positionList(count > size ? 0 : count) { size - $0 }
  return vm.itertool(args[0], .permutations, pool, positions, Value(intWord: count), .false, cycles)
}

private func productNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let times = try vm.sizeArgument(args[2])
  if times < 0 { throw vm.raise(.valueError, "repeat argument cannot be negative") }
  let given = vm.tupleLength(args[1].cell)
  let (count, overflow) = given.multipliedReportingOverflow(by: times)
  if overflow || count > 1 << 32 { throw vm.raise(.overflowError, "repeat argument too large") }
  let pools = try vm.list(capacity: given)
  if times > 0 {
    for i in 0..<given { try vm.listAppend(pools.cell, try vm.tupleFrom(args[1].cell.tupleItems[i])) }
  }
  let all = try vm.tupleFrom(try vm.listRepeat(pools.cell, times))
  let positions = try vm.positionList(count) { _ in 0 }
  return vm.itertool(args[0], .product, all, positions, .false)
}

/// A bound of `islice`: None, or an int that is not negative.
private func sliceBound(_ vm: VM, _ value: Value, _ complaint: String) throws(Raise) -> Int? {
  if value.isNone { return nil }
  if let int = try? vm.indexValue(value), let bound = vm.word(int), bound >= 0 { return bound }
  vm.pointee.exception = .unbound
  throw vm.raise(.valueError, complaint)
}

private func isliceNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let count = vm.tupleLength(args[1].cell), given = args[1].cell.tupleItems
  if count < 2 { throw vm.raise(.typeError, "islice expected at least 2 arguments, got \(count)") }
  if count > 4 { throw vm.raise(.typeError, "islice expected at most 4 arguments, got \(count)") }
  let stopText = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
  let indexText = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
  var start = 0, step = 1
  var stop: Int?
  if count == 2 {
    stop = try sliceBound(vm, given[1], stopText)
  } else {
    stop = try sliceBound(vm, given[2], stopText)
    start = try sliceBound(vm, given[1], indexText) ?? 0
    if count == 4 {
      let text = "Step for islice() must be a positive integer or None."
      step = try sliceBound(vm, given[3], text) ?? 1
      if step == 0 { throw vm.raise(.valueError, text) }
    }
  }
  let iterator = try vm.iterator(given[0])
  return vm.itertool(
    args[0], .islice,

    iterator, Value(intWord: start), stop.map { Value(intWord: $0) } ?? .none, Value(intWord: step),
    Value(small: 0)
  )
}

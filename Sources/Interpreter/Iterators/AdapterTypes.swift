// AdapterTypes.swift — the classes `enumerate`, `zip`, `map`, `filter`, `reversed` and two nameless iterators.

extension NativeType {
  static var enumerate: NativeType {
    NativeType("enumerate", kind: .record, layout: .enumerate, words: 2, "Pairs of position and item.") {
      iteratorRows + [
        .slot("__new__(iterable, start=0)", "Pairs of position and item.", .callsScript, enumerateNew),
        .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure, parameterised),
      ]
    }
  }

  static var zip: NativeType {
    NativeType("zip", kind: .record, layout: .zip, words: 2, "Tuples of the items of several iterables.") {
      iteratorRows + [
        .slot("__new__(*iterables, strict=False)", "Tuples of the items of several iterables.", .callsScript, zipNew)
      ]
    }
  }

  static var map: NativeType {
    NativeType("map", kind: .record, layout: .map, words: 2, "The results of a function for items of iterables.") {
      iteratorRows + [
        .slot("__new__(*args)", "The results of a function for items of iterables.", .callsScript, mapNew)
      ]
    }
  }

  static var filter: NativeType {
    NativeType("filter", kind: .record, layout: .filter, words: 2, "The items that a function finds true.") {
      iteratorRows + [
        .slot("__new__(function, iterable, /)", "The items that a function finds true.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          let iterator = try vm.iterator(args[2])
          let cell = vm.newRecord(args[0].cell, .filter, words: 2)
          cell.recordWords[0] = args[1]
          cell.recordWords[1] = iterator
          return Value(cell)
        }
      ]
    }
  }

  static var reversed: NativeType {
    NativeType("reversed", kind: .textIterator, "The items of a sequence from last to first.") {
      iteratorRows + [
        .slot("__new__(object, /)", "The items of a sequence from last to first.", .callsScript, reversedNew),
        .method("__length_hint__()", "How many items are left.", .callsScript) { (vm, args) throws(Raise) -> Value in
          vm.int(try vm.itemsLeft(try vm.receiver(args, .textIterator)))
        },
      ]
    }
  }

  static var callableIterator: NativeType {
    NativeType(
      "callable_iterator", kind: .record, layout: .callableIterator, words: 2, isBaseType: false,
      "The results of a function until it returns a sentinel."
    ) { iteratorRows }
  }

  static var sequenceIterator: NativeType {
    NativeType(
      "iterator", kind: .record, layout: .sequenceIterator, words: 2, isBaseType: false,
      "The items of a sequence by position."
    ) { iteratorRows }
  }
}

private func enumerateNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard let start = try vm.indexValue(args[2]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[2]))' object cannot be interpreted as an integer")
  }
  let iterator = try vm.iterator(args[1])
  let cell = vm.newRecord(args[0].cell, .enumerate, words: 2)
  cell.recordWords[0] = iterator
  cell.recordWords[1] = start.isBool ? Value(small: start.isTrue ? 1 : 0) : start
  return Value(cell)
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A tuple of the iterators of some iterables.
  public func iterators(_ iterables: Values, _ count: Int) throws(Raise) -> Value {
    if count == 0 { return pointee.emptyTuple }
    let result = try makeTuple(count)
    for i in 0..<count { result.tupleItems[i] = try iterator(iterables[i]) }
    return Value(result)
  }
}

private func zipNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let isStrict = try vm.truth(args[2])
  let iterators = try vm.iterators(args[1].cell.tupleItems, vm.tupleLength(args[1].cell))
  let cell = vm.newRecord(args[0].cell, .zip, words: 2)
  cell.recordWords[0] = iterators
  cell.recordWords[1] = Value(isStrict)
  return Value(cell)
}

private func mapNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let count = vm.tupleLength(args[1].cell)
  if count < 2 { throw vm.raise(.typeError, "map() must have at least two arguments.") }
  let iterators = try vm.iterators(args[1].cell.tupleItems + 1, count - 1)
  let cell = vm.newRecord(args[0].cell, .map, words: 2)
  cell.recordWords[0] = args[1].cell.tupleItems[0]
  cell.recordWords[1] = iterators
  return Value(cell)
}

private func reversedNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let source = args[1], type = vm.classOf(args[1])
  let method = vm.special(.reversed, type)
  if method.isNone { throw vm.raise(.typeError, "'\(vm.typeName(source))' object is not reversible") }
  if !method.isUnbound, let result = try vm.callSpecial(.reversed, on: source) { return result }
  if vm.special(.getItem, type).isUnbound || source.is(.dict) || source.is(.mappingProxy) {
    throw vm.raise(.typeError, "'\(vm.typeName(source))' object is not reversible")
  }
  let count = try vm.length(source)
  let cell = vm.newInstance(args[0].cell, kind: .textIterator, bytes: MemoryLayout<IteratorCell>.size)
  cell.header.pointee.flags = TextIteratorFlavor.reversedSequence.rawValue
  cell.asIterator.pointee.source = source
  cell.asIterator.pointee.index = count - 1
  return Value(cell)
}

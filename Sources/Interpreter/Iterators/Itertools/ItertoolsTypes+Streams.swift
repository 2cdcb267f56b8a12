// ItertoolsTypes+Streams.swift — the classes of `itertools` whose items come from their sources one by one.

extension NativeType {
  /// A class of `itertools`.
  static func itertool(
    _ name: StaticString, _ layout: Layout, _ words: Int, _ documentation: StaticString,
    _ rows: @escaping @Sendable () -> [NativeRow]
  ) -> NativeType {
    NativeType(name, module: "itertools", kind: .record, layout: layout, words: words, documentation) {
      iteratorRows + rows()
    }
  }

  public static var chain: NativeType {
    itertool("chain", .chain, 2, "The items of one iterable after the other.") {
      [
        .slot("__new__(*iterables)", "The items of one iterable after the other.", .pure) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .chain, vm.tupleIterator(args[1]), .unbound)
        },
        .classMethod("from_iterable(iterable, /)", "As chain(*iterable).", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .chain, try vm.iterator(args[1]), .unbound)
        },
        .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure, parameterised),
      ]
    }
  }

  public static var count: NativeType {
    itertool("count", .count, 2, "Numbers without end.") {
      [
        .slot("__new__(start=0, step=1)", "Numbers without end.", .callsScript, countNew),
        .slot("__repr__()", "The next number and the step.", .callsScript, countRepr),
      ]
    }
  }

  public static var cycle: NativeType {
    itertool("cycle", .cycle, 3, "The items of an iterable again and again.") {
      [
        .slot("__new__(iterable, /)", "The items of an iterable again and again.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .cycle, try vm.iterator(args[1]), vm.list(), Value(small: 0))
        }
      ]
    }
  }

  public static var `repeat`: NativeType {
    itertool("repeat", .repeat, 2, "One object over and over.") {
      [
        .slot("__new__(object, times=?)", "One object over and over.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          let times: Value = args[2].isUnbound ? .none : Value(intWord: max(try vm.sizeArgument(args[2]), 0))
          return vm.itertool(args[0], .repeat, args[1], times)
        },
        .slot("__repr__()", "The object and how often it comes.", .callsScript, repeatRepr),
        .method("__length_hint__()", "How often it still comes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          let times = try vm.record(args, .repeat).recordWords[1]
          if times.isNone { throw vm.raise(.typeError, "len() of unsized object") }
          return times
        },
      ]
    }
  }

  public static var accumulate: NativeType {
    itertool("accumulate", .accumulate, 4, "Running totals.") {
      [
        .slot("__new__(iterable, func=None, *, initial=None)", "Running totals.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .accumulate, try vm.iterator(args[1]), args[2], .unbound, args[3])
        }
      ]
    }
  }

  public static var batched: NativeType {
    itertool("batched", .batched, 3, "Tuples of so many items each.") {
      [
        .slot("__new__(iterable, n, *, strict=False)", "Tuples of so many items each.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          let size = try vm.sizeArgument(args[2]), isStrict = try vm.truth(args[3])
          if size < 1 { throw vm.raise(.valueError, "n must be at least one") }
          return vm.itertool(
            args[0], .batched, try vm.iterator(args[1]), Value(intWord: size), Value(isStrict)
          )
        }
      ]
    }
  }

  public static var compress: NativeType {
    itertool("compress", .compress, 2, "The items whose selectors are true.") {
      [
        .slot("__new__(data, selectors)", "The items whose selectors are true.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .compress, try vm.iterator(args[1]), try vm.iterator(args[2]))
        }
      ]
    }
  }

  public static var dropWhile: NativeType {
    itertool("dropwhile", .dropWhile, 3, "The items from the first that a function finds false.") {
      [
        .slot("__new__(predicate, iterable, /)", "The items from the first false one.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .dropWhile, args[1], try vm.iterator(args[2]), .false)
        }
      ]
    }
  }

  public static var takeWhile: NativeType {
    itertool("takewhile", .takeWhile, 2, "The items before the first that a function finds false.") {
      [
        .slot("__new__(predicate, iterable, /)", "The items before the first false one.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .takeWhile, args[1], try vm.iterator(args[2]))
        }
      ]
    }
  }

  public static var filterFalse: NativeType {
    itertool("filterfalse", .filterFalse, 2, "The items that a function finds false.") {
      [
        .slot("__new__(function, iterable, /)", "The items that a function finds false.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .filterFalse, args[1], try vm.iterator(args[2]))
        }
      ]
    }
  }

  public static var starMap: NativeType {
    itertool("starmap", .starMap, 2, "The results of a function called with each tuple.") {
      [
        .slot("__new__(function, iterable, /)", "The results of a function called with each tuple.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .starMap, args[1], try vm.iterator(args[2]))
        }
      ]
    }
  }

  public static var pairwise: NativeType {
    itertool("pairwise", .pairwise, 2, "Pairs of neighbours.") {
      [
        .slot("__new__(iterable, /)", "Pairs of neighbours.", .callsScript) { (vm, args) throws(Raise) -> Value in
          vm.itertool(args[0], .pairwise, try vm.iterator(args[1]), .unbound)
        }
      ]
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A record of an `itertools` class with its first words; the others are unbound.
  func itertool(
    _ ownerClass: Value, _ layout: Layout, _ a: Value, _ b: Value = .unbound, _ c: Value = .unbound,
    _ d: Value = .unbound, _ e: Value = .unbound
  ) -> Value {
    let cell = newRecord(ownerClass.cell, layout, words: 6)
    let words = cell.recordWords
    (words[0], words[1], words[2], words[3], words[4]) = (a, b, c, d, e)
    return Value(cell)
  }
}

private func countNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  for i in 1...2 where !isNumber(vm, args[i]) { throw vm.raise(.typeError, "a number is required") }
  return vm.itertool(args[0], .count, args[1], args[2])
}

private func isNumber(_ vm: VM, _ value: Value) -> Bool {
  if vm.isInt(value) || value.isDouble || value.is(.complex) { return true }
  let type = vm.classOf(value)
  return [Special.index, .float, .int, .complex].contains { !vm.special($0, type).isUnbound }
}

private func countRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.record(args, .count).recordWords
  var text = TextBuffer()
  text.append("\(vm.typeName(args[0]))(")
  text.append(try vm.repr(words[0]))
  if words[1] != Value(small: 1) {
    text.append(", ")
    text.append(try vm.repr(words[1]))
  }
  text.append(")")
  return vm.string(text)
}

private func repeatRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.record(args, .repeat).recordWords
  try vm.checkStack()
  var text = TextBuffer()
  text.append("\(vm.typeName(args[0]))(")
  text.append(try vm.repr(words[0]))
  if !words[1].isNone {
    text.append(", ")
    text.append(try vm.repr(words[1]))
  }
  text.append(")")
  return vm.string(text)
}

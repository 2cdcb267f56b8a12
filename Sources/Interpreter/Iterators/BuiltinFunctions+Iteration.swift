// BuiltinFunctions+Iteration.swift — builtin functions that walk iterables: `len`, `iter`, `sorted`, `min`, `sum` ...

import Glibc
import Parser

extension NativeRow {
  static var iterationFunctions: [NativeRow] {
    [
      .function("len(obj, /)", "Number of items of a container.", .callsScript) { (vm, args) throws(Raise) -> Value in
        vm.int(try vm.length(args[0]))
      },
      .function(
        "iter(object, sentinel=?, /)", "An iterator over an object or over a function's results.", .callsScript, iter),
      .function("next(iterator, default=?, /)", "The next item of an iterator.", .callsScript, next),
      .function(
        "sorted(iterable, /, *, key=None, reverse=False)", "A new sorted list of the items.", .callsScript, sorted
      ),
      .function("min(*args, key=None, default=?)", "The smallest item or argument.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try extreme(vm, args, isMaximum: false)
      },
      .function("max(*args, key=None, default=?)", "The largest item or argument.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try extreme(vm, args, isMaximum: true)
      },
      .function("sum(iterable, /, start=0)", "The start plus all items.", .callsScript, sum),
      .function("any(iterable, /)", "Whether any item is true.", .callsScript) { (vm, args) throws(Raise) -> Value in
        var result = false
        try vm.iterate(args[0]) { (item) throws(Raise) -> Bool in
          result = try vm.truth(item)
          return !result
        }
        return Value(result)
      },
      .function("all(iterable, /)", "Whether all items are true.", .callsScript) { (vm, args) throws(Raise) -> Value in
        var result = true
        try vm.iterate(args[0]) { (item) throws(Raise) -> Bool in
          result = try vm.truth(item)
          return result
        }
        return Value(result)
      },
    ]
  }
}

private func iter(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[1].isUnbound { return try vm.iterator(args[0]) }
  if vm.special(.call, vm.classOf(args[0])).isUnbound { throw vm.raise(.typeError, "iter(v, w): v must be callable") }
  return vm.callableIterator(args[0], args[1])
}

private func next(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let iterator = args[0]
  if iterator.isCell, let item = try vm.nativeNextIfNative(iterator) {
    if !item.isUnbound { return item }
    if !args[1].isUnbound { return args[1] }
    throw vm.raise(.stopIteration, "")
  }
  if vm.special(.next, vm.classOf(iterator)).isUnbound {
    throw vm.raise(.typeError, "'\(vm.typeName(iterator))' object is not an iterator")
  }
  do {
    if let item = try vm.callSpecial(.next, on: iterator) { return item }
  } catch {
    if !args[1].isUnbound, vm.caught(.stopIteration) { return args[1] }
    throw error
  }
  throw vm.raise(.typeError, "'\(vm.typeName(iterator))' object is not an iterator")
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The maximum or minimum so far against the next candidate.
  @inline(__always)
  func isBetter(_ candidate: Value, than best: Value, isMaximum: Bool) throws(Raise) -> Bool {
    if candidate.isSmallInt, best.isSmallInt {
      return isMaximum ? candidate.shifted > best.shifted : candidate.shifted < best.shifted
    }
    if candidate.isDouble, best.isDouble {
      return isMaximum ? candidate.double > best.double : candidate.double < best.double
    }
    return try truth(try compare(isMaximum ? .greater : .less, candidate, best))
  }
}

private func sorted(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let result = try vm.listFrom(args[0])
  try vm.listSort(result.cell, key: args[1], reverse: try vm.truth(args[2]))
  return result
}

private func extreme(_ vm: VM, _ args: Arguments, isMaximum: Bool) throws(Raise) -> Value {
  let name = isMaximum ? "max" : "min"
  let count = vm.tupleLength(args[0].cell)
  if count == 0 { throw vm.raise(.typeError, "\(name) expected at least 1 argument, got 0") }
  if count > 1, !args[2].isUnbound {
    throw vm.raise(.typeError, "Cannot specify a default for \(name)() with multiple positional arguments")
  }
  let source = count > 1 ? args[0] : args[0].cell.tupleItems[0]
  let key = args[1]
  var best = Value.unbound, bestKey = Value.unbound
  try vm.iterate(source) { (item) throws(Raise) -> Bool in
    let itemKey = key.isNone ? item : try vm.call(key, item)
    if best.isUnbound {
      (best, bestKey) = (item, itemKey)
    } else if try vm.isBetter(itemKey, than: bestKey, isMaximum: isMaximum) {
      (best, bestKey) = (item, itemKey)
    }
    return true
  }
  if !best.isUnbound { return best }
  if !args[2].isUnbound { return args[2] }
  throw vm.raise(.valueError, "\(name)() iterable argument is empty")
}

/// A sum in progress: exact words, then compensated doubles, then whatever `+` does.
private struct Summation {
  enum Mode { case ints, doubles, general }
  let vm: VM
  var mode: Mode
  var total: Value
  var whole = 0
  var double = 0.0
  var compensation = 0.0

  init(_ vm: VM, _ start: Value) {
    (self.vm, total) = (vm, start)
    mode = .general
    if start.isSmallInt {
      mode = .ints
      whole = start.smallInt
    } else if start.isDouble {
      mode = .doubles
      double = start.double
    }
  }

  mutating func add(_ item: Value) throws(Raise) {
    switch mode {
    case .ints:
      if item.isSmallInt || item.isBool {
        let (sum, overflow) = whole.addingReportingOverflow(item.isSmallInt ? item.smallInt : item.isTrue ? 1 : 0)
        if !overflow {
          whole = sum
          return
        }
      }
      try addGenerally(vm.int(whole), item)
      if total.isDouble {
        mode = .doubles
        double = total.double
      }
    case .doubles:
      if item.isDouble {
        addDouble(item.double)
      } else if item.isSmallInt {
        double += Double(item.smallInt)
      } else if item.isBool {
        double += item.isTrue ? 1 : 0
      } else if item.is(.int), let word = vm.word(item) {
        double += Double(word)
      } else {
        try addGenerally(Value(any: doubleTotal), item)
      }
    case .general: try addGenerally(total, item)
    }
  }

  /// Keeps what rounding loses of each sum and adds it at the end.
  @inline(__always) private mutating func addDouble(_ x: Double) {
    let sum = double + x
    if abs(double) >= abs(x) {
      compensation += (double - sum) + x
    } else {
      compensation += (x - sum) + double
    }
    double = sum
  }

  private mutating func addGenerally(_ sum: Value, _ item: Value) throws(Raise) {
    mode = .general
    total = try vm.binary(.add, sum, item, inPlace: false)
  }

  private var doubleTotal: Double { compensation != 0 && compensation.isFinite ? double + compensation : double }

  var result: Value {
    switch mode {
    case .ints: vm.int(whole)
    case .doubles: Value(any: doubleTotal)
    case .general: total
    }
  }
}

private func sum(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let start = args[1]
  if start.is(.str) { throw vm.raise(.typeError, "sum() can't sum strings [use ''.join(seq) instead]") }
  if start.is(.bytes) { throw vm.raise(.typeError, "sum() can't sum bytes [use b''.join(seq) instead]") }
  if start.is(.byteArray) { throw vm.raise(.typeError, "sum() can't sum bytearray [use b''.join(seq) instead]") }
  var summation = Summation(vm, start)
  try vm.iterate(args[0]) { (item) throws(Raise) -> Bool in
    try summation.add(item)
    return true
  }
  return summation.result
}

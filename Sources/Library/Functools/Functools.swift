// Functools.swift — the module `_functools`: `partial`, `reduce`, `cmp_to_key` and the wrapper of `lru_cache`.

import Interpreter
import Parser

extension NativeModule {
  public static var functools: NativeModule {
    NativeModule("_functools", "Tools that operate on functions.", rows: { rows }, setUp: setUp)
  }

  private static var rows: [NativeRow] {
    [
      .function(
        "reduce(function, iterable, initial=?, /)", "Combines all items with a function.", .callsScript, reduce),
      .function("cmp_to_key(mycmp)", "Makes a key function of a comparison function.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let type = try vm.importedName("_functools", "KeyWrapper")
        return makeKey(vm, type.cell, args[0], .unbound)
      },
    ]
  }

  private static func setUp(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    for type in [NativeType.partial, .cacheWrapper, .keyWrapper] {
      try vm.setModule(dictionary, type.name, Value(vm.makeNativeClass(type)))
    }
  }
}

private func reduce(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  var result = args[2]
  let source: Value
  do { source = try vm.iterator(args[1]) } catch {
    guard vm.special(.iterate, vm.classOf(args[1])).isUnbound, vm.caught(.typeError) else { throw error }
    throw vm.raise(.typeError, "reduce() arg 2 must support iteration")
  }
  while true {
    let item = try vm.advance(source)
    if item.isUnbound { break }
    result = result.isUnbound ? item : try vm.call(args[0], result, item)
  }
  if result.isUnbound { throw vm.raise(.typeError, "reduce() of empty iterable with no initial value") }
  return result
}

// MARK: cmp_to_key

/// A record of a comparison function and, once called, an object.
private func makeKey(_ vm: VM, _ type: Cell, _ comparison: Value, _ object: Value) -> Value {
  let cell = vm.newRecord(type, .comparisonKey, words: 2)
  cell.recordWords[0] = comparison
  cell.recordWords[1] = object
  return Value(cell)
}

private func compareKeys(
  _ vm: VM, _ op: ComparisonOperator, _ a: Value, _ b: Value
) throws(Raise) -> Value {
  guard a.isRecord(.comparisonKey), b.isRecord(.comparisonKey) else {
    throw vm.raise(.typeError, "other argument must be K instance")
  }
  let x = a.cell.recordWords, y = b.cell.recordWords
  if x[1].isUnbound || y[1].isUnbound { throw vm.raise(.attributeError, "object") }
  let order = try vm.call(x[0], x[1], y[1])
  return try vm.compare(op, order, Value(small: 0))
}

extension NativeType {
  static var keyWrapper: NativeType {
    NativeType(
      "KeyWrapper", module: "functools", kind: .record, layout: .comparisonKey, words: 2, isBaseType: false,
      "An object that compares by a comparison function."
    ) {
      ownKeyRows
        + comparisons("KeyWrapper") { (vm, op, a, b) throws(Raise) -> Value in try compareKeys(vm, op, a, b) }
    }
  }

  private static var ownKeyRows: [NativeRow] {
    [
      .slot("__call__(obj)", "The key of an object.", .pure) { (vm, args) throws(Raise) -> Value in
        let words = try vm.record(args, .comparisonKey).recordWords
        return makeKey(vm, vm.classOf(args[0]), words[0], args[1])
      },
      .property("obj", "The object that is compared.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        let words = try vm.record(args, .comparisonKey).recordWords
        if args.count > 1 { vm.store(words + 1, args[1]) }
        if words[1].isUnbound { throw vm.raise(.attributeError, "obj") }
        return words[1]
      },
    ]
  }
}

// Itertools.swift — the module `itertools`; its iterators themselves are stepped by the interpreter.

import Interpreter

extension NativeModule {
  public static var itertools: NativeModule {
    NativeModule("itertools", "Iterators that combine other iterators.", rows: { rows }, setUp: setUp)
  }

  private static var rows: [NativeRow] {
    [.function("tee(iterable, n=2, /)", "Several iterators over the same items.", .callsScript, tee)]
  }

  private static var iteratorTypes: [NativeType] {
    [
      .accumulate, .batched, .chain, .combinations, .combinationsWithReplacement, .compress, .count, .cycle,
      .dropWhile, .filterFalse, .islice, .pairwise, .permutations, .product, .repeat, .starMap, .takeWhile, .tee,
      .zipLongest,
    ]
  }

  private static func setUp(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    for type in iteratorTypes { try vm.setModule(dictionary, type.name, Value(vm.makeNativeClass(type))) }
    let group = Value(vm.makeNativeClass(.grouper))
    try vm.setModule(dictionary, "_grouper", group)
    let groupBy = vm.makeNativeClass(.groupBy)
    try vm.setModule(dictionary, "groupby", Value(groupBy))
    try vm.keepInClass(groupBy, "_grouper", group)
  }
}

private func tee(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let count = try vm.sizeArgument(args[1])
  if count < 0 { throw vm.raise(.valueError, "n must be >= 0") }
  let type = try vm.importedName("itertools", "_tee")
  let result = try vm.list(capacity: count)
  if count == 0 { return try vm.tupleFrom(result) }
  let first = try vm.makeTee(type, args[0])
  try vm.listAppend(result.cell, first)
  for _ in 1..<count { try vm.listAppend(result.cell, try vm.makeTee(type, first)) }
  return try vm.tupleFrom(result)
}

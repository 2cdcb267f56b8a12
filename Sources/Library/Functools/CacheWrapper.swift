// CacheWrapper.swift — what `functools.lru_cache` makes of a function.
//
// Words: function, most results kept or None, whether types count, class of the answer of `cache_info`, dict of results
// (least recently used first), hits, misses.

import Interpreter

extension NativeType {
  static var cacheWrapper: NativeType {
    NativeType(
      "_lru_cache_wrapper", module: "functools", kind: .record, layout: .cache, words: 7, hasDictionary: true,
      "A function that remembers its results."
    ) { rows }
  }

  private static var rows: [NativeRow] {
    [
      .slot(
        "__new__(user_function, maxsize, typed, cache_info_type)", "A function that remembers its results.", .pure,
        cacheNew
      ),
      .slot("__call__(*args, **kwargs)", "The result for some arguments.", .callsScript, cacheCall),
      .method("cache_info()", "Hits, misses and sizes.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let words = try vm.record(args, .cache).recordWords
        return try vm.call(words[3], words[5], words[6], words[1], Value(small: vm.dictCount(words[4].cell)))
      },
      .method("cache_clear()", "Forgets all results.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        let words = try vm.record(args, .cache).recordWords
        vm.dictClear(words[4].cell)
        vm.store(words + 5, Value(small: 0))
        vm.store(words + 6, Value(small: 0))
        return .none
      },
      .getter("__dict__", "The attributes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.instanceDictionary(try vm.record(args, .cache))
      },
      .slot("__get__(instance, owner=None, /)", "The function bound to an object.", .pure) {
        (vm, args) throws(Raise) -> Value in
        args[1].isNone ? args[0] : vm.boundMethod(args[0], args[1])
      },
      .method("__copy__()", "The function itself.", .pure) { (vm, args) throws(Raise) -> Value in args[0] },
      .method("__deepcopy__(memo, /)", "The function itself.", .pure) { (vm, args) throws(Raise) -> Value in args[0] },
      .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.getAttribute(args[0], vm.intern("__qualname__"))
      },
    ]
  }
}

private func cacheNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if !vm.canBeCalled(args[1]) { throw vm.raise(.typeError, "the first argument must be callable") }
  let isTyped = try vm.truth(args[3])
  var limit = Value.none
  if !args[2].isNone {
    guard let int = try vm.indexValue(args[2]) else {
      throw vm.raise(.typeError, "maxsize should be integer or None")
    }
    limit = Value(small: min(max(vm.word(int) ?? Value.smallIntMax, 0), Value.smallIntMax))
  }
  let results = vm.dict()
  let cell = vm.newRecord(args[0].cell, .cache, words: 7)
  let words = cell.recordWords
  (words[0], words[1], words[2], words[3]) = (args[1], limit, Value(isTyped), args[4])
  (words[4], words[5], words[6]) = (results, Value(small: 0), Value(small: 0))
  return Value(cell)
}

/// The key of a call: its only argument if that is a plain int or str, else a tuple of everything that counts.
private func cacheKey(_ vm: VM, _ args: Arguments, isTyped: Bool) throws(Raise) -> Value {
  let given = args[1].cell, keywords = args[2].cell
  let count = vm.tupleLength(given), named = vm.dictCount(keywords)
  if named == 0, !isTyped {
    if count == 1, given.tupleItems[0].isSmallInt || given.tupleItems[0].isExactStr { return given.tupleItems[0] }
    return args[1]
  }
  let all = try vm.listFrom(args[1])
  if named > 0 { try vm.listAppend(all.cell, vm.intern("\u{0}keywords of a cached call")) }
  var number = vm.dictNext(keywords, from: 0)
  while number >= 0 {
    try vm.listAppend(all.cell, vm.dictEntry(keywords, number).key)
    try vm.listAppend(all.cell, vm.dictEntry(keywords, number).value)
    number = vm.dictNext(keywords, from: number + 1)
  }
  if isTyped {
    for i in 0..<count { try vm.listAppend(all.cell, Value(vm.classOf(given.tupleItems[i]))) }
    number = vm.dictNext(keywords, from: 0)
    while number >= 0 {
      try vm.listAppend(all.cell, Value(vm.classOf(vm.dictEntry(keywords, number).value)))
      number = vm.dictNext(keywords, from: number + 1)
    }
  }
  return try vm.tupleFrom(all)
}

private func callCached(_ vm: VM, _ words: Values, _ args: Arguments) throws(Raise) -> Value {
  let given = args[1].cell
  if vm.dictCount(args[2].cell) == 0 {
    return try vm.call(words[0], args: given.tupleItems, count: vm.tupleLength(given))
  }
  return try vm.call(words[0], args: given.tupleItems, count: vm.tupleLength(given), keywords: args[2])
}

private func cacheCall(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.record(args, .cache).recordWords
  if words[1] == Value(small: 0) {
    vm.store(words + 6, Value(small: words[6].smallInt + 1))
    return try callCached(vm, words, args)
  }
  let key = try cacheKey(vm, args, isTyped: words[2].isTrue)
  let hash = try vm.keyHash(key)
  let results = words[4].cell
  let number = try vm.dictFind(results, key, hash: hash)
  if number >= 0 {
    let result = vm.dictEntry(results, number).value
    vm.store(words + 5, Value(small: words[5].smallInt + 1))
    if !words[1].isNone { try vm.dictMoveToEnd(results, number) }
    return result
  }
  vm.store(words + 6, Value(small: words[6].smallInt + 1))
  let result = try callCached(vm, words, args)
  if words[1].isNone {
    try vm.dictSet(results, key, result, hash: hash)
    return result
  }
  // The function may have called itself with the same arguments.
  if try vm.dictFind(results, key, hash: hash) >= 0 { return result }
  if vm.dictCount(results) >= words[1].smallInt { _ = try vm.dictPopFirst(results) }
  try vm.dictSet(results, key, result, hash: hash)
  return result
}

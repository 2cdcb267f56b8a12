// DictType.swift — the class `dict`.

import Parser

extension NativeType {
  static var dict: NativeType {
    NativeType("dict", kind: .dict, "A mapping of hashable keys to values, in order of insertion.") { rows }
  }

  private static var ownRows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "Makes an empty dict.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(vm.newInstance(args[0].cell, kind: .dict, bytes: MemoryLayout<DictCell>.size))
      },
      .slot("__init__(mapping=?, /, **kwargs)", "Fills the dict.", .callsScript, dictUpdate),
      .method("clear()", "Removes everything.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        vm.dictClear(try vm.receiver(args, .dict))
        return .none
      },
      .method("copy()", "A new dict with the same keys and values.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.dictCopy(try vm.receiver(args, .dict))
      },
      .classMethod(
        "fromkeys(iterable, value=None, /)", "A dict with one value under many keys.", .callsScript, fromKeys),
      .method("get(key, default=None, /)", "The value under a key, or a default.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let found = try vm.dictLookup(try vm.receiver(args, .dict), args[1])
        return found.isUnbound ? args[2] : found
      },
      .method("setdefault(key, default=None, /)", "The value under a key, set to the default if absent.", .callsScript)
      {
        (vm, args) throws(Raise) -> Value in
        try vm.dictSetDefault(try vm.receiver(args, .dict), args[1], args[2])
      },
      .method("pop(key, default=?, /)", "Removes a key and returns its value.", .callsScript, dictPop),
      .method("popitem()", "Removes the last pair and returns it.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        guard let entry = vm.dictPopLast(try vm.receiver(args, .dict)) else {
          throw vm.raise(.keyError, "popitem(): dictionary is empty")
        }
        return vm.pair(entry.key, entry.value)
      },
      .method("update(mapping=?, /, **kwargs)", "Adds the pairs of a mapping or iterable.", .callsScript, dictUpdate),
      .method("keys()", "A view of the keys.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.dictView(Value(try vm.receiver(args, .dict)), .keys)
      },
      .method("values()", "A view of the values.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.dictView(Value(try vm.receiver(args, .dict)), .values)
      },
      .method("items()", "A view of the pairs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.dictView(Value(try vm.receiver(args, .dict)), .items)
      },
      .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure, parameterised),
    ]
  }

  private static var rows: [NativeRow] {
    ownRows + specialRows
      + comparisons("dict") { (vm, op, a, b) throws(Raise) -> Value in try vm.dictCompare(op, a, b) }
  }

  private static var specialRows: [NativeRow] {
    [
      .slot("__len__()", "Number of keys.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        Value(small: vm.dictCount(try vm.receiver(args, .dict)))
      },
      .method("__getitem__(key, /)", "The value under a key.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.dictGetItem(Value(try vm.receiver(args, .dict)), args[1])
      },
      .slot("__setitem__(key, value, /)", "Sets a key.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.dictSet(try vm.receiver(args, .dict), args[1], args[2])
        return .none
      },
      .slot("__delitem__(key, /)", "Deletes a key.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.dictDeleteItem(Value(try vm.receiver(args, .dict)), args[1])
        return .none
      },
      .method("__contains__(key, /)", "Whether a key is there.", .callsScript) { (vm, args) throws(Raise) -> Value in
        Value(try vm.dictHas(try vm.receiver(args, .dict), args[1]))
      },
      .slot("__iter__()", "An iterator over the keys.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.dictIterator(Value(try vm.receiver(args, .dict)))
      },
      .method("__reversed__()", "An iterator over the keys, last first.", .readsSelf) {
        (vm, args) throws(Raise) -> Value in
        vm.dictIterator(Value(try vm.receiver(args, .dict)), .keys, reversed: true)
      },
      .slot("__repr__()", "The dict as source text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.dictRepr(Value(try vm.receiver(args, .dict)))
      },
      .slot("__or__(value, /)", "A new dict with the pairs of both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.dictBinary(.bitOr, args[0], args[1], inPlace: false)
      },
      .slot("__ror__(value, /)", "A new dict with the pairs of both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.dictBinary(.bitOr, args[1], args[0], inPlace: false)
      },
      .slot("__ior__(value, /)", "Updates the dict.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.dictBinary(.bitOr, Value(try vm.receiver(args, .dict)), args[1], inPlace: true)
      },
    ]
  }
}

private func dictUpdate(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let d = try vm.receiver(args, .dict)
  if !args[1].isUnbound { try vm.dictUpdate(d, args[1]) }
  if args[2].is(.dict) { try vm.dictMerge(d, args[2]) }
  return .none
}

private func dictPop(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let found = try vm.dictPop(try vm.receiver(args, .dict), args[1])
  if !found.isUnbound { return found }
  if args[2].isUnbound { throw vm.raiseKeyError(args[1]) }
  return args[2]
}

private func fromKeys(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let result = try vm.call(args[0])
  let value = args[2]
  if result.isExactly(.dict) {
    try vm.iterate(args[1]) { (key) throws(Raise) -> Bool in
      try vm.dictSet(result.cell, key, value)
      return true
    }
    return result
  }
  try vm.iterate(args[1]) { (key) throws(Raise) -> Bool in
    try vm.setItem(result, key, value)
    return true
  }
  return result
}

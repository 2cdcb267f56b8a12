// Collections.swift — the module `_collections`: what `collections` is made of.

import Interpreter

extension NativeModule {
  public static var collections: NativeModule {
    NativeModule("_collections", "High performance data structures.", rows: { rows }, setUp: setUp)
  }

  private static var rows: [NativeRow] {
    [
      .function("_count_elements(mapping, iterable, /)", "Counts the items in a mapping.", .callsScript, countElements)
    ]
  }

  private static func setUp(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let deque = vm.makeNativeClass(.deque)
    try vm.setModule(dictionary, "deque", Value(deque))
    let iterator = Value(vm.makeNativeClass(.dequeIterator))
    try vm.setModule(dictionary, "_deque_iterator", iterator)
    try vm.keepInClass(deque, "_deque_iterator", iterator)
    let reverseIterator = Value(vm.makeNativeClass(.dequeReverseIterator))
    try vm.setModule(dictionary, "_deque_reverse_iterator", reverseIterator)
    try vm.keepInClass(deque, "_deque_reverse_iterator", reverseIterator)
    for type in [NativeType.defaultDict, .orderedDict, .tupleGetter, .orderedKeys, .orderedValues, .orderedItems] {
      try vm.setModule(dictionary, type.name, Value(vm.makeNativeClass(type)))
    }
  }
}

private func countElements(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let mapping = args[0]
  let type = vm.classOf(mapping), plain = vm.builtin(.dict)
  let get = vm.intern("get"), setItem = vm.intern("__setitem__")
  let isPlain =
    mapping.is(.dict) && vm.lookup(type, get) == vm.lookup(plain, get)
    && vm.lookup(type, setItem) == vm.lookup(plain, setItem)
  let one = Value(small: 1), zero = Value(small: 0)
  try vm.iterate(args[1]) { (key) throws(Raise) -> Bool in
    if isPlain {
      let hash = try vm.keyHash(key)
      let number = try vm.dictFind(mapping.cell, key, hash: hash)
      if number < 0 {
        try vm.dictSet(mapping.cell, key, one, hash: hash)
      } else {
        let count = vm.dictEntry(mapping.cell, number).value
        if count.isSmallInt, count.smallInt < Value.smallIntMax {
          vm.dictReplace(mapping.cell, number, Value(small: count.smallInt + 1))
        } else {
          try vm.dictSet(mapping.cell, key, try vm.binary(.add, count, one), hash: hash)
        }
      }
    } else {
      let count = try vm.callMethod(mapping, "get", key, zero)
      try vm.setItem(mapping, key, try vm.binary(.add, count, one))
    }
    return true
  }
  return .none
}

extension NativeType {
  static var tupleGetter: NativeType {
    NativeType(
      "_tuplegetter", module: "collections", kind: .record, layout: .itemGetter, words: 2, isBaseType: false,
      "A field of a named tuple."
    ) {
      [
        .slot("__new__(index, doc, /)", "A field of a named tuple.", .pure) { (vm, args) throws(Raise) -> Value in
          let index = try vm.sizeArgument(args[1])
          let cell = vm.newRecord(args[0].cell, .itemGetter, words: 2)
          cell.recordWords[0] = vm.int(index)
          cell.recordWords[1] = args[2]
          return Value(cell)
        },
        .slot("__get__(instance, owner=None, /)", "The field of a tuple.", .readsSelf, tupleGet),
        .slot("__set__(instance, value, /)", "Not allowed.", .pure) { (vm, args) throws(Raise) -> Value in
          throw vm.raise(.attributeError, "can't set attribute")
        },
        .slot("__delete__(instance, /)", "Not allowed.", .pure) { (vm, args) throws(Raise) -> Value in
          throw vm.raise(.attributeError, "can't delete attribute")
        },
        .property("__doc__", "The documentation.", .writesSelf) { (vm, args) throws(Raise) -> Value in
          let words = try vm.record(args, .itemGetter).recordWords
          if args.count > 1 { vm.store(words + 1, args[1].isUnbound ? .none : args[1]) }
          return words[1]
        },
        .slot("__repr__()", "The field as text.", .pure) { (vm, args) throws(Raise) -> Value in
          let words = try vm.record(args, .itemGetter).recordWords
          let text = vm.swiftString(try vm.repr(words[1]))
          return vm.string("_tuplegetter(\(vm.word(words[0]) ?? 0), \(text))")
        },
        .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          let words = try vm.record(args, .itemGetter).recordWords
          return vm.pair(Value(vm.classOf(args[0])), vm.pair(words[0], words[1]))
        },
      ]
    }
  }
}

private func tupleGet(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.record(args, .itemGetter).recordWords
  if args[1].isNone { return args[0] }
  guard args[1].is(.tuple) else {
    throw vm.raise(
      .typeError,
      "descriptor for index '\(vm.word(words[0]) ?? 0)' for tuple subclasses doesn't apply to "
        + "'\(vm.typeName(args[1]))' object"
    )
  }
  let index = vm.word(words[0]) ?? -1
  guard index >= 0, index < vm.tupleLength(args[1].cell) else {
    throw vm.raise(.indexError, "tuple index out of range")
  }
  return args[1].cell.tupleItems[index]
}

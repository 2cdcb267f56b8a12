// Getters.swift — `operator.attrgetter`, `itemgetter` and `methodcaller`.

import Interpreter

extension NativeType {
  /// Words: tuple of names as given, tuple of tuples of their parts.
  static var attributeGetter: NativeType {
    NativeType(
      "attrgetter", module: "operator", kind: .record, layout: .attributeGetter, words: 2, isBaseType: false,
      "A function that gets attributes of its argument."
    ) {
      [
        .slot("__new__(*args)", "A function that gets attributes.", .pure, attributeGetterNew),
        .slot("__call__(*args)", "The attributes of an object.", .callsScript, attributeGetterCall),
        .slot("__repr__()", "The call that makes it.", .pure) { (vm, args) throws(Raise) -> Value in
          let names = try vm.record(args, .attributeGetter).recordWords[0]
          return try callText(vm, "operator.attrgetter", names, .none)
        },
        .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          vm.pair(Value(vm.classOf(args[0])), try vm.record(args, .attributeGetter).recordWords[0])
        },
      ]
    }
  }

  /// Words: tuple of keys.
  static var itemGetter: NativeType {
    NativeType(
      "itemgetter", module: "operator", kind: .record, layout: .itemGetter, words: 2, isBaseType: false,
      "A function that gets items of its argument."
    ) {
      [
        .slot("__new__(*args)", "A function that gets items.", .pure) { (vm, args) throws(Raise) -> Value in
          if vm.tupleLength(args[1].cell) == 0 {
            throw vm.raise(.typeError, "itemgetter expected 1 argument, got 0")
          }
          let cell = vm.newRecord(args[0].cell, .itemGetter, words: 2)
          cell.recordWords[0] = args[1]
          return Value(cell)
        },
        .slot("__call__(*args)", "The items of an object.", .callsScript, itemGetterCall),
        .slot("__repr__()", "The call that makes it.", .callsScript) { (vm, args) throws(Raise) -> Value in
          try callText(vm, "operator.itemgetter", try vm.record(args, .itemGetter).recordWords[0], .none)
        },
        .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          vm.pair(Value(vm.classOf(args[0])), try vm.record(args, .itemGetter).recordWords[0])
        },
      ]
    }
  }

  /// Words: name, tuple of arguments, dict of keyword arguments.
  static var methodCaller: NativeType {
    NativeType(
      "methodcaller", module: "operator", kind: .record, layout: .methodCaller, words: 3, isBaseType: false,
      "A function that calls a method of its argument."
    ) {
      [
        .slot("__new__(*args, **kwargs)", "A function that calls a method.", .pure, methodCallerNew),
        .slot("__call__(*args)", "Calls the method of an object.", .callsScript, methodCallerCall),
        .slot("__repr__()", "The call that makes it.", .callsScript) { (vm, args) throws(Raise) -> Value in
          let words = try vm.record(args, .methodCaller).recordWords
          let all = try vm.tupleBinary(.add, vm.single(words[0]), words[1], inPlace: false)
          return try callText(vm, "operator.methodcaller", all, words[2])
        },
        .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          let words = try vm.record(args, .methodCaller).recordWords
          let all = try vm.tupleBinary(.add, vm.single(words[0]), words[1], inPlace: false)
          if vm.dictCount(words[2].cell) == 0 { return vm.pair(Value(vm.classOf(args[0])), all) }
          let partial = try vm.importedName("_functools", "partial")
          let start = try vm.tupleBinary(
            .add, vm.single(Value(vm.classOf(args[0]))), vm.single(words[0]), inPlace: false)
          let maker = try vm.call(
            partial, args: start.cell.tupleItems, count: vm.tupleLength(start.cell), keywords: words[2]
          )
          return vm.pair(maker, words[1])
        },
      ]
    }
  }
}

/// The only argument of a call.
private func onlyArgument(_ vm: VM, _ args: Arguments, _ name: String) throws(Raise) -> Value {
  let count = vm.tupleLength(args[1].cell)
  if count == 1 { return args[1].cell.tupleItems[0] }
  throw vm.raise(.typeError, "\(name) expected 1 argument, got \(count)")
}

private func callText(_ vm: VM, _ name: String, _ items: Value, _ keywords: Value) throws(Raise) -> Value {
  try vm.checkStack()
  var text = TextBuffer()
  text.append(name)
  text.append("(")
  for i in 0..<vm.tupleLength(items.cell) {
    if i > 0 { text.append(", ") }
    text.append(try vm.repr(items.cell.tupleItems[i]))
  }
  if keywords.is(.dict) {
    var number = vm.dictNext(keywords.cell, from: 0)
    while number >= 0 {
      let entry = vm.dictEntry(keywords.cell, number)
      text.append(", ")
      text.append(try vm.str(entry.key))
      text.append("=")
      text.append(try vm.repr(entry.value))
      number = vm.dictNext(keywords.cell, from: number + 1)
    }
  }
  text.append(")")
  return vm.string(text)
}

private func attributeGetterNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let names = args[1].cell, count = vm.tupleLength(args[1].cell)
  if count == 0 { throw vm.raise(.typeError, "attrgetter expected 1 argument, got 0") }
  let parts = vm.list()
  for i in 0..<count {
    let name = names.tupleItems[i]
    guard name.is(.str) else { throw vm.raise(.typeError, "attribute name must be a string") }
    let chain = vm.list()
    for part in vm.swiftString(name).split(separator: ".", omittingEmptySubsequences: false) {
      try vm.listAppend(chain.cell, vm.intern(vm.string(String(part))))
    }
    try vm.listAppend(parts.cell, chain)
  }
  let cell = vm.newRecord(args[0].cell, .attributeGetter, words: 2)
  cell.recordWords[0] = args[1]
  cell.recordWords[1] = parts
  return Value(cell)
}

private func follow(_ vm: VM, _ object: Value, _ chain: Cell) throws(Raise) -> Value {
  var result = object
  for i in 0..<vm.listLength(chain) { result = try vm.getAttribute(result, chain.asList.pointee.items[i]) }
  return result
}

private func attributeGetterCall(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let parts = try vm.record(args, .attributeGetter).recordWords[1].cell
  let object = try onlyArgument(vm, args, "attrgetter")
  let count = vm.listLength(parts)
  if count == 1 { return try follow(vm, object, parts.asList.pointee.items[0].cell) }
  let results = try vm.list(capacity: count)
  for i in 0..<count { try vm.listAppend(results.cell, try follow(vm, object, parts.asList.pointee.items[i].cell)) }
  return try vm.tupleFrom(results)
}

private func itemGetterCall(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let keys = try vm.record(args, .itemGetter).recordWords[0]
  guard keys.is(.tuple) else { throw vm.raise(.typeError, "not an itemgetter") }
  let object = try onlyArgument(vm, args, "itemgetter")
  let count = vm.tupleLength(keys.cell)
  if count == 1 { return try vm.getItem(object, keys.cell.tupleItems[0]) }
  let results = try vm.list(capacity: count)
  for i in 0..<count { try vm.listAppend(results.cell, try vm.getItem(object, keys.cell.tupleItems[i])) }
  return try vm.tupleFrom(results)
}

private func methodCallerNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let given = args[1].cell, count = vm.tupleLength(args[1].cell)
  if count == 0 {
    throw vm.raise(.typeError, "methodcaller needs at least one argument, the method name")
  }
  guard given.tupleItems[0].is(.str) else { throw vm.raise(.typeError, "method name must be a string") }
  let rest = try vm.tuple(given.tupleItems + 1, count - 1)
  let name = vm.intern(given.tupleItems[0])
  let cell = vm.newRecord(args[0].cell, .methodCaller, words: 3)
  cell.recordWords[0] = name
  cell.recordWords[1] = rest
  cell.recordWords[2] = args[2]
  return Value(cell)
}

private func methodCallerCall(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.record(args, .methodCaller).recordWords
  let method = try vm.getAttribute(try onlyArgument(vm, args, "methodcaller"), words[0])
  let given = words[1].cell
  if vm.dictCount(words[2].cell) == 0 {
    return try vm.call(method, args: given.tupleItems, count: vm.tupleLength(given))
  }
  return try vm.call(method, args: given.tupleItems, count: vm.tupleLength(given), keywords: words[2])
}

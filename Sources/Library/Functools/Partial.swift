// Partial.swift — `functools.partial`: a function with some of its arguments. Words: function, tuple, dict.

import Interpreter

extension NativeType {
  static var partial: NativeType {
    NativeType(
      "partial", module: "functools", kind: .record, layout: .partial, words: 3, hasDictionary: true,
      "A function with some of its arguments given."
    ) { rows }
  }

  private static var rows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "A function with some of its arguments given.", .pure, partialNew),
      .slot("__call__(*args, **kwargs)", "Calls the function.", .callsScript, partialCall),
      .getter("func", "The function.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.record(args, .partial).recordWords[0]
      },
      .getter("args", "Positional arguments that come first.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.record(args, .partial).recordWords[1]
      },
      .getter("keywords", "Keyword arguments.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.record(args, .partial).recordWords[2]
      },
      .getter("__dict__", "The attributes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.instanceDictionary(try vm.record(args, .partial))
      },
      .slot("__repr__()", "The call as text.", .callsScript, partialRepr),
      .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let words = try vm.record(args, .partial).recordWords
        let dictionary = try vm.findAttribute(args[0], vm.intern("__dict__")) ?? .none
        let state = dictionary.is(.dict) && vm.dictCount(dictionary.cell) == 0 ? .none : dictionary
        let parts = vm.quadruple(words[0], words[1], words[2], state)
        return vm.triple(Value(vm.classOf(args[0])), vm.single(words[0]), parts)
      },
      .method("__setstate__(state, /)", "Takes what __reduce__ gave.", .writesSelf, partialSetState),
      .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure) {
        (vm, args) throws(Raise) -> Value in try parameterised(vm, args)
      },
    ]
  }
}

private func partialNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let count = vm.tupleLength(args[1].cell), given = args[1].cell.tupleItems
  if count == 0 { throw vm.raise(.typeError, "type 'partial' takes at least one argument") }
  var function = given[0]
  if !vm.canBeCalled(function) { throw vm.raise(.typeError, "the first argument must be callable") }
  var first = vm.pointee.emptyTuple, keywords = args[2]
  // A partial of a plain partial is one partial of the inner function.
  if function.isRecord(.partial), vm.classOf(function) == vm.classCell(args[0].cell).pointee.native.cell,
    function.cell.header.pointee.attributes == 0
  {
    let words = function.cell.recordWords
    (function, first) = (words[0], words[1])
    keywords = try vm.dictCopy(words[2].cell)
    try vm.dictMerge(keywords.cell, args[2])
  }
  let rest = try vm.tuple(given + 1, count - 1)
  let all = try vm.tupleBinary(.add, first, rest, inPlace: false)
  let cell = vm.newRecord(args[0].cell, .partial, words: 3)
  cell.recordWords[0] = function
  cell.recordWords[1] = all
  cell.recordWords[2] = keywords
  return Value(cell)
}

private func partialCall(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.record(args, .partial).recordWords
  let first = words[1].cell, rest = args[1].cell
  let count = vm.tupleLength(first) + vm.tupleLength(rest)
  let all = vm.newTuple(count)
  if count > 0 {
    all.cell.tupleItems.update(from: first.tupleItems, count: vm.tupleLength(first))
    (all.cell.tupleItems + vm.tupleLength(first)).update(from: rest.tupleItems, count: vm.tupleLength(rest))
  }
  let given = args[2].cell, known = words[2].cell
  if vm.dictCount(given) == 0, vm.dictCount(known) == 0 {
    return try vm.call(words[0], args: all.cell.tupleItems, count: count)
  }
  let keywords = try vm.dictCopy(known)
  try vm.dictMerge(keywords.cell, args[2])
  return try vm.call(words[0], args: all.cell.tupleItems, count: count, keywords: keywords)
}

private func partialRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.record(args, .partial).recordWords
  if !vm.enterRepr(args[0]) { return vm.string("...") }
  defer { vm.leaveRepr(args[0]) }
  try vm.checkStack()
  var text = TextBuffer()
  let type = Value(vm.classOf(args[0]))
  let module = try vm.str(try vm.getAttribute(type, vm.intern("__module__")))
  text.append(module)
  text.append(".")
  text.append(try vm.str(try vm.getAttribute(type, vm.intern("__qualname__"))))
  text.append("(")
  text.append(try vm.repr(words[0]))
  for i in 0..<vm.tupleLength(words[1].cell) {
    text.append(", ")
    text.append(try vm.repr(words[1].cell.tupleItems[i]))
  }
  let keywords = words[2].cell
  var number = vm.dictNext(keywords, from: 0)
  while number >= 0 {
    let entry = vm.dictEntry(keywords, number)
    text.append(", ")
    text.append(try vm.str(entry.key))
    text.append("=")
    text.append(try vm.repr(entry.value))
    number = vm.dictNext(keywords, from: number + 1)
  }
  text.append(")")
  return vm.string(text)
}

private func partialSetState(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.record(args, .partial).recordWords
  guard args[1].is(.tuple), vm.tupleLength(args[1].cell) == 4 else {
    throw vm.raise(.typeError, "invalid partial state")
  }
  let state = args[1].cell.tupleItems
  guard vm.canBeCalled(state[0]), state[1].is(.tuple), state[2].is(.dict) || state[2].isNone else {
    throw vm.raise(.typeError, "invalid partial state")
  }
  let arguments = try vm.tuple(state[1].cell.tupleItems, vm.tupleLength(state[1].cell))
  let keywords = state[2].isNone ? vm.dict() : try vm.dictCopy(state[2].cell)
  vm.store(words, state[0])
  vm.store(words + 1, arguments)
  vm.store(words + 2, keywords)
  if state[3].is(.dict) {
    let own = try vm.getAttribute(args[0], vm.intern("__dict__"))
    try vm.dictMerge(own.cell, state[3])
  }
  return .none
}

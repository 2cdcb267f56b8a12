// ExceptionGroup.swift — BaseExceptionGroup: its checks, its fields, and taking it apart.

extension NativeType {
  static var exceptionGroupRows: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "A group of exceptions.", .callsScript, groupNew),
      .slot("__init__(*args, **kwargs)", "Keeps the arguments.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        let exception = try vm.exception(args, "__init__")
        try vm.refuseKeywords(args[2], of: vm.classOf(args[0]))
        vm.store(vm.placeOf(&exception.pointee.args), args[1])
        return .none
      },
      .slot("__str__()", "The message and the number of exceptions.", .callsScript, groupText),
      .property("message", "The message.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try readOnly(vm, args, "message").pointee.first
      },
      .property("exceptions", "The exceptions.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try readOnly(vm, args, "exceptions").pointee.second
      },
      .method("derive(excs, /)", "A group like this one of other exceptions.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let group = try vm.group(args, "derive")
        return try vm.call(Value(vm.builtin(.baseExceptionGroup)), group.pointee.first, args[1])
      },
      .method("subgroup(matcher_value, /)", "The part that matches, or None.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        _ = try vm.group(args, "subgroup")
        return try vm.split(args[0], try vm.matcher(args[1]), needsRest: false).match
      },
      .method("split(matcher_value, /)", "The part that matches and the rest.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        _ = try vm.group(args, "split")
        let parts = try vm.split(args[0], try vm.matcher(args[1]), needsRest: true)
        return vm.pair(parts.match, parts.rest)
      },
      .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure) {
        (vm, args) throws(Raise) -> Value in
        vm.makeGenericAlias(args[0], args[1])
      },
    ]
  }
}

private func readOnly(
  _ vm: VM, _ args: Arguments, _ name: StaticString
) throws(Raise) -> UnsafeMutablePointer<ExceptionCell> {
  let group = try vm.group(args, name)
  if args.count > 1 { throw vm.raise(.attributeError, "readonly attribute") }
  return group
}

private func groupNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  var cell = try vm.constructedClass(args[0], .baseExceptionGroup)
  let (items, count) = vm.itemsOf(args[1])
  guard count == 2 else {
    throw vm.raise(.typeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (\(count) given)")
  }
  guard items[0].is(.str) else {
    throw vm.raise(
      .typeError, "BaseExceptionGroup.__new__() argument 1 must be str, not \(vm.typeName(items[0]))")
  }
  let exceptions = try memberTuple(vm, items[1])
  let (members, size) = vm.itemsOf(exceptions)
  if size == 0 { throw vm.raise(.valueError, "second argument (exceptions) must be a non-empty sequence") }
  var allOrdinary = true
  for i in 0..<size {
    guard members[i].is(.exception) else {
      throw vm.raise(.valueError, "Item \(i) of second argument (exceptions) is not an exception")
    }
    if !vm.isInstance(members[i], .exception) { allOrdinary = false }
  }
  if cell == vm.builtin(.baseExceptionGroup) {
    if allOrdinary { cell = vm.builtin(.exceptionGroup) }
  } else if !allOrdinary, vm.isSubclass(cell, vm.builtin(.exception)) {
    let isBuiltin = cell == vm.builtin(.exceptionGroup)
    throw vm.raise(
      .typeError, "Cannot nest BaseExceptions in \(isBuiltin ? "an ExceptionGroup" : "'\(vm.className(cell))'")")
  }
  let made = vm.makeException(cell, args[1])
  let group = made.as(ExceptionCell.self)
  group.pointee.first = items[0]
  group.pointee.second = exceptions
  return made
}

/// The second argument as a tuple; it must be a sequence.
private func memberTuple(_ vm: VM, _ value: Value) throws(Raise) -> Value {
  guard !value.is(.dict), !vm.special(.getItem, vm.classOf(value)).isUnbound else {
    throw vm.raise(.typeError, "second argument (exceptions) must be a sequence")
  }
  return try vm.tupleFrom(value)
}

private func groupText(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let group = try vm.group(args, "__str__")
  let count = vm.itemsOf(group.pointee.second).1
  var text = TextBuffer()
  text.append(group.pointee.first)
  text.append(" (\(count) sub-exception\(count > 1 ? "s" : ""))")
  return vm.string(text)
}

/// What decides which exceptions of a group match.
enum GroupMatcher {
  /// A class or a tuple of classes.
  case classes(Value)
  case predicate(Value)
  /// Members of a list, by identity.
  case members(Value)
}

/// A group taken apart; None for an empty part.
struct GroupParts {
  var match = Value.none
  var rest = Value.none
}

extension UnsafeMutablePointer where Pointee == Machine {
  func isGroup(_ value: Value) -> Bool { value.is(.exception) && isInstance(value, .baseExceptionGroup) }

  /// The receiver of a group's method, made whole by `__new__`.
  func group(_ args: Arguments, _ method: StaticString) throws(Raise) -> UnsafeMutablePointer<ExceptionCell> {
    let exception = try exception(args, method)
    guard isInstance(args[0], .baseExceptionGroup), exception.pointee.second.is(.tuple) else {
      throw foreignField(method, .baseExceptionGroup, args[0])
    }
    return exception
  }

  func matcher(_ value: Value) throws(Raise) -> GroupMatcher {
    if isExceptionClass(value) { return .classes(value) }
    if value.is(.tuple) {
      let (items, count) = itemsOf(value)
      if (0..<count).allSatisfy({ isExceptionClass(items[$0]) }) { return .classes(value) }
    } else if !value.is(.class), isCallable(value) {
      return .predicate(value)
    }
    throw raise(
      .typeError, "expected an exception type, a tuple of exception types, or a callable (other than a class)")
  }

  private func isExceptionClass(_ value: Value) -> Bool {
    value.is(.class) && isSubclass(value.cell, builtin(.baseException))
  }

  private func isCallable(_ value: Value) -> Bool {
    switch value.kind {
    case .function, .native, .boundMethod, .boundNative, .class: true
    default: !special(.call, classOf(value)).isUnbound
    }
  }

  private func matches(_ exception: Value, _ matcher: GroupMatcher) throws(Raise) -> Bool {
    switch matcher {
    case .classes(let wanted): return exceptionMatches(exception, wanted).isTrue
    case .predicate(let function): return try truth(try call(function, exception))
    case .members(let list):
      if isGroup(exception) { return false }
      let (items, count) = itemsOf(list)
      return (0..<count).contains { items[$0] == exception }
    }
  }

  /// Takes a group (or one exception) apart; nested groups keep their shape.
  func split(_ exception: Value, _ matcher: GroupMatcher, needsRest: Bool) throws(Raise) -> GroupParts {
    if try matches(exception, matcher) { return GroupParts(match: exception) }
    guard isGroup(exception), exception.as(ExceptionCell.self).pointee.second.is(.tuple) else {
      return GroupParts(rest: exception)
    }
    try checkStack()
    let matched = list(), left = list()
    let (items, count) = itemsOf(exception.as(ExceptionCell.self).pointee.second)
    for i in 0..<count {
      let parts = try split(items[i], matcher, needsRest: needsRest)
      if !parts.match.isNone { try listAppend(matched.cell, parts.match) }
      if needsRest, !parts.rest.isNone { try listAppend(left.cell, parts.rest) }
    }
    let match = try subset(exception, matched)
    return GroupParts(match: match, rest: needsRest ? try subset(exception, left) : .none)
  }

  /// A group like another one with some of its exceptions; None for none.
  private func subset(_ original: Value, _ members: Value) throws(Raise) -> Value {
    if itemsOf(members).1 == 0 { return .none }
    let made = try callMethod(original, "derive", members)
    guard isGroup(made) else { throw raise(.typeError, "derive must return an instance of BaseExceptionGroup") }
    let source = original.as(ExceptionCell.self), target = made.as(ExceptionCell.self)
    store(placeOf(&target.pointee.traceback), source.pointee.traceback)
    store(placeOf(&target.pointee.context), source.pointee.context)
    store(placeOf(&target.pointee.cause), source.pointee.cause)
    setSuppressed(target, source.pointee.header.flags & ExceptionCell.suppressContext != 0)
    let name = intern("__notes__")
    if let notes = try findAttribute(original, name), notes.is(.list) || notes.is(.tuple) {
      try setAttribute(made, name, try listFrom(notes))
    }
    return made
  }
}

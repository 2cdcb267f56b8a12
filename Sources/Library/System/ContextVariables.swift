// ContextVariables.swift — the module `contextvars`: variables with a value per task.
//
// A context holds a dict that several contexts may share; the first change after a copy copies the dict.

import Interpreter

/// Words of a context: dict or unbound, whether the dict is shared, whether the context runs, the context it hides.
private enum ContextWord { static let values = 0, isShared = 1, isEntered = 2, outer = 3, count = 4 }
/// Words of a variable.
private enum VariableWord { static let name = 0, standIn = 1, count = 2 }
/// Words of a token: variable, context, the value before or unbound, whether it was used.
private enum TokenWord { static let variable = 0, context = 1, old = 2, isUsed = 3, count = 4 }

extension NativeModule {
  static var contextVariables: NativeModule { module("contextvars") }
  static var plainContextVariables: NativeModule { module("_contextvars") }

  private static func module(_ name: String) -> NativeModule {
    NativeModule(name, "Variables that have a value of their own in every task.", setUp: setUpContexts)
  }

  private static func setUpContexts(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let classes = try contextClasses(vm)
    for (name, place) in [("Context", 0), ("ContextVar", 1), ("Token", 2)] as [(StaticString, Int)] {
      try vm.setModule(dictionary, name, classes.tupleItems[place])
    }
    vm.addRows(
      [
        .function("copy_context()", "A copy of the current context.", .readsSelf) { (vm, _) throws(Raise) in
          vm.copyContext(vm.currentContext())
        }
      ], to: dictionary)
  }

  /// The classes of contexts, variables and tokens, made once.
  private static func contextClasses(_ vm: VM) throws(Raise) -> Cell {
    if vm.pointee.contextClasses.is(.tuple) { return vm.pointee.contextClasses.cell }
    let missing = Value(vm.newRecord(vm.makeNativeClass(Contexts.missingType), .none, words: 0))
    vm.pointee.permanent.append(missing)
    let made = vm.makeContextClasses(missing)
    let token = made.cell.tupleItems[2]
    vm.populate(token.cell)
    try vm.dictSetStr(vm.classCell(token.cell).pointee.dictionary.cell, vm.intern("MISSING"), missing)
    return made.cell
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Makes and keeps the three classes.
  fileprivate func makeContextClasses(_ missing: Value) -> Value {
    let context = Value(makeNativeClass(Contexts.contextType))
    pointee.permanent.append(context)
    let variable = Value(makeNativeClass(Contexts.variableType))
    pointee.permanent.append(variable)
    let token = Value(makeNativeClass(Contexts.tokenType(missing)))
    pointee.permanent.append(token)
    pointee.contextClasses = tuple(of: [context, variable, token])
    pointee.permanent.append(pointee.contextClasses)
    return pointee.contextClasses
  }

  /// The context of what runs now.
  public func currentContext() -> Value {
    if pointee.currentContext.isCell { return pointee.currentContext }
    pointee.currentContext = newContext()
    return pointee.currentContext
  }

  /// An empty context.
  public func newContext() -> Value {
    if !pointee.contextClasses.is(.tuple) { _ = try? importModule("contextvars") }
    let cell = newRecord(pointee.contextClasses.cell.tupleItems[0].cell, .context, words: ContextWord.count)
    cell.recordWords[ContextWord.isShared] = .false
    cell.recordWords[ContextWord.isEntered] = .false
    return Value(cell)
  }

  /// A context with the values of another.
  public func copyContext(_ source: Value) -> Value {
    let made = newContext()
    let values = source.cell.recordWords[ContextWord.values]
    if values.isCell {
      store(source.cell.recordWords + ContextWord.isShared, .true)
      made.cell.recordWords[ContextWord.values] = values
      made.cell.recordWords[ContextWord.isShared] = .true
    }
    return made
  }

  /// Makes a context the current one until `leaveContext`.
  ///
  /// - Throws: RuntimeError when it runs already.
  public func enterContext(_ context: Value) throws(Raise) {
    let words = context.cell.recordWords
    if words[ContextWord.isEntered].isTrue {
      throw raise(.runtimeError, "cannot enter context: \(try swiftRepr(context)) is already entered")
    }
    store(words + ContextWord.outer, pointee.currentContext)
    store(words + ContextWord.isEntered, .true)
    pointee.currentContext = context
  }

  public func leaveContext(_ context: Value) {
    let words = context.cell.recordWords
    pointee.currentContext = words[ContextWord.outer]
    store(words + ContextWord.outer, .unbound)
    store(words + ContextWord.isEntered, .false)
  }

  /// The value of a variable in the current context, or unbound.
  func contextValue(_ variable: Value) throws(Raise) -> Value {
    guard pointee.currentContext.isCell else { return .unbound }
    let values = pointee.currentContext.cell.recordWords[ContextWord.values]
    return values.isCell ? try dictGet(values.cell, variable) ?? .unbound : .unbound
  }

  /// Sets (or deletes, with unbound) a variable in the current context.
  func setContextValue(_ variable: Value, _ value: Value) throws(Raise) {
    let words = currentContext().cell.recordWords
    if !words[ContextWord.values].isCell {
      store(words + ContextWord.values, dict())
      store(words + ContextWord.isShared, .false)
    } else if words[ContextWord.isShared].isTrue {
      store(words + ContextWord.values, try dictCopy(words[ContextWord.values].cell))
      store(words + ContextWord.isShared, .false)
    }
    let values = words[ContextWord.values].cell
    if value.isUnbound { _ = try dictDelete(values, variable) } else { try dictSet(values, variable, value) }
  }
}

enum Contexts {
  // MARK: Context

  static var contextType: NativeType {
    NativeType(
      "Context", module: "_contextvars", kind: .record, layout: .context, words: ContextWord.count, isBaseType: false,
      "The values of context variables."
    ) { contextRows + mappingRows }
  }

  private static var contextRows: [NativeRow] {
    [
      .slot("__new__()", "", .pure) { (vm, _) throws(Raise) in vm.newContext() },
      .method("run(callable, /, *args, **kwargs)", "Calls a function in this context.", .callsScript) {
        (vm, args) throws(Raise) in
        let context = Value(try vm.record(args, .context))
        try vm.enterContext(context)
        defer { vm.leaveContext(context) }
        return try vm.call(args[1], spread: args[2], args[3])
      },
      .method("copy()", "A copy of this context.", .readsSelf) { (vm, args) throws(Raise) in
        vm.copyContext(Value(try vm.record(args, .context)))
      },
      .slot("__eq__(value, /)", "", .callsScript) { (vm, args) throws(Raise) in
        guard args[1].isRecord(.context) else { return .notImplemented }
        return Value(try vm.equal(try values(vm, args[0]), try values(vm, args[1])))
      },
      .slot("__hash__(/)", "", .pure) { (vm, args) throws(Raise) in
        throw vm.raise(.typeError, "unhashable type: '_contextvars.Context'")
      },
    ]
  }

  private static var mappingRows: [NativeRow] {
    [
      .slot("__len__(/)", "", .readsSelf) { (vm, args) throws(Raise) in
        Value(small: vm.dictCount(try values(vm, args[0]).cell))
      },
      .slot("__iter__(/)", "", .readsSelf) { (vm, args) throws(Raise) in vm.dictIterator(try values(vm, args[0])) },
      .slot("__contains__(key, /)", "", .readsSelf) { (vm, args) throws(Raise) in
        Value(try vm.dictHas(try values(vm, args[0]).cell, try variable(vm, args[1])))
      },
      .slot("__getitem__(key, /)", "", .readsSelf) { (vm, args) throws(Raise) in
        let found = try vm.dictGet(try values(vm, args[0]).cell, try variable(vm, args[1]))
        guard let found else { throw vm.raiseKeyError(args[1]) }
        return found
      },
      .method("get(key, default=None, /)", "The value of a variable.", .readsSelf) { (vm, args) throws(Raise) in
        try vm.dictGet(try values(vm, args[0]).cell, try variable(vm, args[1])) ?? args[2]
      },
      .method("keys()", "The variables.", .readsSelf) { (vm, args) throws(Raise) in
        try vm.callMethod(try values(vm, args[0]), "keys")
      },
      .method("values()", "The values.", .readsSelf) { (vm, args) throws(Raise) in
        try vm.callMethod(try values(vm, args[0]), "values")
      },
      .method("items()", "Pairs of variable and value.", .readsSelf) { (vm, args) throws(Raise) in
        try vm.callMethod(try values(vm, args[0]), "items")
      },
    ]
  }

  /// The dict of a context, an empty one if it has none.
  private static func values(_ vm: VM, _ context: Value) throws(Raise) -> Value {
    guard context.isRecord(.context) else { throw vm.raise(.typeError, "a Context is needed") }
    let words = context.cell.recordWords
    if words[ContextWord.values].isCell {
      // Views and iterators must not see later changes.
      vm.store(words + ContextWord.isShared, .true)
      return words[ContextWord.values]
    }
    return vm.dict()
  }

  private static func variable(_ vm: VM, _ value: Value) throws(Raise) -> Value {
    if value.isRecord(.contextVariable) { return value }
    throw vm.raise(.typeError, "a ContextVar key was expected, got \(try vm.swiftRepr(value))")
  }

  // MARK: Variables

  static var variableType: NativeType {
    NativeType(
      "ContextVar", module: "_contextvars", kind: .record, layout: .contextVariable, words: VariableWord.count,
      isBaseType: false, "A variable that has a value of its own in every context."
    ) {
      [
        .slot("__new__(name, /, *, default=?)", "", .pure) { (vm, args) throws(Raise) in
          guard args[1].is(.str) else { throw vm.raise(.typeError, "context variable name must be a str") }
          let cell = vm.newRecord(args[0].cell, .contextVariable, words: VariableWord.count)
          cell.recordWords[VariableWord.name] = args[1]
          cell.recordWords[VariableWord.standIn] = args[2]
          return Value(cell)
        },
        .getter("name", "", .readsSelf) { (vm, args) throws(Raise) in
          try vm.record(args, .contextVariable).recordWords[VariableWord.name]
        },
        .method("get(default=?, /)", "The value in the current context.", .readsSelf) { (vm, args) throws(Raise) in
          let cell = try vm.record(args, .contextVariable)
          let value = try vm.contextValue(args[0])
          if !value.isUnbound { return value }
          if !args[1].isUnbound { return args[1] }
          let standIn = cell.recordWords[VariableWord.standIn]
          if !standIn.isUnbound { return standIn }
          throw vm.raise(.lookupError, value: args[0])
        },
        .method("set(value, /)", "Sets the value in the current context; returns a token.", .writesSelf, setVariable),
        .method("reset(token, /)", "Takes a `set` back.", .writesSelf, resetVariable),
        .slot("__repr__(/)", "", .callsScript) { (vm, args) throws(Raise) in
          let words = try vm.record(args, .contextVariable).recordWords
          var text = "<ContextVar name=\(try vm.swiftRepr(words[VariableWord.name]))"
          if !words[VariableWord.standIn].isUnbound { text += " default=\(try vm.swiftRepr(words[VariableWord.standIn]))" }
          return vm.string(text + " at 0x\(String(vm.identity(args[0]), radix: 16))>")
        },
        .classMethod("__class_getitem__(item, /)", "", .pure) { (vm, args) throws(Raise) in
          vm.makeGenericAlias(args[0], args[1])
        },
      ]
    }
  }

  private static func setVariable(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
    _ = try vm.record(args, .contextVariable)
    let token = vm.newRecord(vm.pointee.contextClasses.cell.tupleItems[2].cell, .contextToken, words: TokenWord.count)
    token.recordWords[TokenWord.variable] = args[0]
    token.recordWords[TokenWord.context] = vm.currentContext()
    token.recordWords[TokenWord.old] = try vm.contextValue(args[0])
    token.recordWords[TokenWord.isUsed] = .false
    try vm.setContextValue(args[0], args[1])
    return Value(token)
  }

  private static func resetVariable(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
    _ = try vm.record(args, .contextVariable)
    guard args[1].isRecord(.contextToken) else {
      throw vm.raise(.typeError, "expected an instance of Token, got \(try vm.swiftRepr(args[1]))")
    }
    let words = args[1].cell.recordWords
    if words[TokenWord.isUsed].isTrue {
      throw vm.raise(.runtimeError, "\(try vm.swiftRepr(args[1])) has already been used once")
    }
    guard words[TokenWord.variable] == args[0] else {
      throw vm.raise(.valueError, "\(try vm.swiftRepr(args[1])) was created by a different ContextVar")
    }
    guard words[TokenWord.context] == vm.currentContext() else {
      throw vm.raise(.valueError, "\(try vm.swiftRepr(args[1])) was created in a different Context")
    }
    vm.store(words + TokenWord.isUsed, .true)
    try vm.setContextValue(args[0], words[TokenWord.old])
    return .none
  }

  // MARK: Tokens

  static func tokenType(_ missing: Value) -> NativeType {
    NativeType(
      "Token", module: "_contextvars", kind: .record, layout: .contextToken, words: TokenWord.count, isBaseType: false,
      "What `ContextVar.set` returns and `reset` takes."
    ) {
      [
        .slot("__new__(*args, **kwargs)", "", .pure) { (vm, _) throws(Raise) in
          throw vm.raise(.runtimeError, "Tokens can only be created by ContextVars")
        },
        .getter("var", "", .readsSelf) { (vm, args) throws(Raise) in
          try vm.record(args, .contextToken).recordWords[TokenWord.variable]
        },
        .getter("old_value", "", .readsSelf) { (vm, args) throws(Raise) in
          let old = try vm.record(args, .contextToken).recordWords[TokenWord.old]
          return old.isUnbound ? missing : old
        },
        .slot("__repr__(/)", "", .callsScript) { (vm, args) throws(Raise) in
          let words = try vm.record(args, .contextToken).recordWords
          let used = words[TokenWord.isUsed].isTrue ? " used" : ""
          let variable = try vm.swiftRepr(words[TokenWord.variable])
          return vm.string("<Token\(used) var=\(variable) at 0x\(String(vm.identity(args[0]), radix: 16))>")
        },
        .classMethod("__class_getitem__(item, /)", "", .pure) { (vm, args) throws(Raise) in
          vm.makeGenericAlias(args[0], args[1])
        },
      ]
    }
  }

  static var missingType: NativeType {
    NativeType("Token.MISSING", module: "_contextvars", kind: .record, isBaseType: false, "No value.") {
      [.slot("__repr__(/)", "", .pure) { (vm, _) throws(Raise) in vm.intern("<Token.MISSING>") }]
    }
  }
}

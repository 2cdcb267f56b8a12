// TypeVariables.swift — what TypeVar, ParamSpec and TypeVarTuple have in common: names, bounds and defaults made late.

/// Words of records of layouts `typeVar`, `paramSpec` and `typeVarTuple`. A value that is made late is unbound while the
/// function that makes it stands in the word behind.
enum VariableWord {
  static let name = 0, bound = 1, boundFunction = 2, constraints = 3, constraintsFunction = 4
  static let fallback = 5, fallbackFunction = 6, variance = 7, count = 8
}

/// Bits of the word `variance`.
enum Variance { static let covariant = 1, contravariant = 2, inferred = 4 }

extension UnsafeMutablePointer where Pointee == Machine {
  func newVariable(_ type: BuiltinType, _ layout: Layout, name: Value, variance: Int) -> Values {
    let words = newRecord(type, layout, words: VariableWord.count).recordWords
    words[VariableWord.name] = name
    words[VariableWord.variance] = Value(small: variance)
    noteModule(recordValue(words))
    return words
  }

  /// Sets `__module__` of a new object to that of the code that runs.
  func noteModule(_ value: Value) {
    guard let globals = currentGlobals() else { return }
    let name = dictGetStr(globals, specialName(.name))
    if name.isUnbound || (try? setOwnAttribute(value.cell, specialName(.module), name)) != nil { return }
    pointee.exception = .unbound
  }

  /// A record by its words.
  func recordValue(_ words: Values) -> Value { Value(UnsafeMutableRawPointer(words) - 16) }

  /// A value that may have to be made first; nil if there is neither value nor function.
  func lateValue(_ words: Values, _ index: Int) throws(Raise) -> Value? {
    if !words[index].isUnbound { return words[index] }
    let function = words[index + 1]
    if function.isUnbound || function.isNone { return nil }
    let value = try call(function)
    store(words + index, value)
    return value
  }

  /// `typing.NoDefault`.
  func noDefault() throws(Raise) -> Value { try getAttribute(try importModule("_typing"), intern("NoDefault")) }

  /// A TypeVar of a type parameter list, its bound or constraints made by a function when they are asked for.
  public func makeTypeVar(_ name: Value, bound: Value, constraints: Value) -> Value {
    let words = newVariable(.typeVar, .typeVar, name: name, variance: Variance.inferred)
    words[VariableWord.boundFunction] = bound
    words[VariableWord.constraintsFunction] = constraints
    if bound.isUnbound { words[VariableWord.bound] = .none }
    if constraints.isUnbound { words[VariableWord.constraints] = pointee.emptyTuple }
    return recordValue(words)
  }

  public func makeParamSpec(_ name: Value) -> Value {
    let words = newVariable(.paramSpec, .paramSpec, name: name, variance: Variance.inferred)
    words[VariableWord.bound] = .none
    return recordValue(words)
  }

  public func makeTypeVarTuple(_ name: Value) -> Value {
    recordValue(newVariable(.typeVarTuple, .typeVarTuple, name: name, variance: 0))
  }

  /// Gives a type variable of any kind a default that a function makes.
  public func setTypeDefault(_ variable: Value, _ function: Value) {
    guard variable.isRecord(.typeVar) || variable.isRecord(.paramSpec) || variable.isRecord(.typeVarTuple) else {
      return
    }
    store(variable.cell.recordWords + VariableWord.fallbackFunction, function)
  }

  /// `typing.Generic[parameters]`, for the bases of a class with type parameters.
  public func subscriptGeneric(_ parameters: Value) throws(Raise) -> Value {
    let types = try unpackedVariables(parameters)
    let typing = try importModule("typing")
    let make = try getAttribute(typing, intern("_GenericAlias"))
    return try call(make, try getAttribute(typing, intern("Generic")), types)
  }

  /// A tuple of type parameters with `Unpack[Ts]` in the place of each TypeVarTuple.
  func unpackedVariables(_ parameters: Value) throws(Raise) -> Value {
    let (items, count) = itemsOf(parameters)
    guard (0..<count).contains(where: { items[$0].isRecord(.typeVarTuple) }) else { return parameters }
    let result = list()
    for i in 0..<count {
      let item = itemsOf(parameters).0[i]
      try listAppend(result.cell, item.isRecord(.typeVarTuple) ? try unpacked(item) : item)
    }
    return try tuple(itemsOf(result).0, itemsOf(result).1)
  }

  /// `typing.Unpack[value]`.
  func unpacked(_ value: Value) throws(Raise) -> Value {
    try getItem(try getAttribute(try importModule("typing"), intern("Unpack")), value)
  }

  /// Checks and reads the keyword arguments that TypeVar and ParamSpec share; `args` from `first` on are covariant,
  /// contravariant, infer_variance.
  func variance(_ args: Arguments, _ first: Int) throws(Raise) -> Int {
    let isCovariant = try truth(args[first]), isContravariant = try truth(args[first + 1])
    let isInferred = try truth(args[first + 2])
    if isCovariant, isContravariant { throw raise(.valueError, "Bivariant types are not supported.") }
    if isInferred, isCovariant || isContravariant {
      throw raise(.valueError, "Variance cannot be specified with infer_variance.")
    }
    return (isCovariant ? Variance.covariant : 0) | (isContravariant ? Variance.contravariant : 0)
      | (isInferred ? Variance.inferred : 0)
  }

  func variableName(_ value: Value, _ function: StaticString) throws(Raise) -> Value {
    if value.is(.str) { return value }
    throw raise(.typeError, "\(function)() argument 'name' must be str, not \(typeName(value))")
  }
}

extension NativeRow {
  /// The rows that all type variables share.
  static func variableRows(_ type: BuiltinType, _ article: StaticString) -> [NativeRow] {
    @Sendable func words(_ vm: VM, _ args: Arguments, _ method: StaticString) throws(Raise) -> Values {
      try vm.receiver(args, type, method).recordWords
    }
    return [
      .property("__name__", "The name.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let own = try words(vm, args, "__name__")
        if args.count > 1 { throw vm.raise(.attributeError, "readonly attribute") }
        return own[VariableWord.name]
      },
      .getter("__default__", "What stands for it where no type is given.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let own = try words(vm, args, "__default__")
        if let value = try vm.lateValue(own, VariableWord.fallback) { return value }
        return try vm.noDefault()
      },
      .method("has_default()", "Whether it has a default.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let own = try words(vm, args, "has_default")
        if !own[VariableWord.fallbackFunction].isUnbound { return .true }
        let value = own[VariableWord.fallback]
        return value.isUnbound ? .false : Value(value != (try vm.noDefault()))
      },
      .method("__reduce__()", "Its name.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try words(vm, args, "__reduce__")[VariableWord.name]
      },
      .method("__mro_entries__(bases, /)", "Not possible.", .pure) { (vm, _) throws(Raise) -> Value in
        throw vm.raise(.typeError, "Cannot subclass an instance of \(article)")
      },
    ]
  }

  /// Those of TypeVar and ParamSpec.
  static func boundedRows(_ type: BuiltinType) -> [NativeRow] {
    @Sendable func flag(_ name: StaticString, _ documentation: StaticString, _ bit: Int) -> NativeRow {
      .getter(name, documentation, .readsSelf) { (vm, args) throws(Raise) -> Value in
        let words = try vm.receiver(args, type, name).recordWords
        return Value(words[VariableWord.variance].smallInt & bit != 0)
      }
    }
    return [
      flag("__covariant__", "Whether it is covariant.", Variance.covariant),
      flag("__contravariant__", "Whether it is contravariant.", Variance.contravariant),
      flag("__infer_variance__", "Whether its variance is inferred.", Variance.inferred),
      .getter("__bound__", "What it must be a subclass of.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.lateValue(try vm.receiver(args, type, "__bound__").recordWords, VariableWord.bound) ?? .none
      },
      .slot("__repr__()", "The name behind a sign for the variance.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let words = try vm.receiver(args, type, "__repr__").recordWords
        let variance = words[VariableWord.variance].smallInt
        if variance & Variance.inferred != 0 { return words[VariableWord.name] }
        var text = TextBuffer()
        text.append(variance & Variance.covariant != 0 ? "+" : variance & Variance.contravariant != 0 ? "-" : "~")
        text.append(words[VariableWord.name])
        return vm.string(text)
      },
      .slot("__or__(value, /)", "A union.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.callTyping("_make_union", [args[0], args[1]])
      },
      .slot("__ror__(value, /)", "A union.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.callTyping("_make_union", [args[1], args[0]])
      },
    ]
  }
}

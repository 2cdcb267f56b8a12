// TypeArguments.swift — parameters of parameterised types: finding them in arguments, and putting types in their place.

extension UnsafeMutablePointer where Pointee == Machine {
  /// An attribute by its name in the script's language, or nil.
  func attribute(_ value: Value, _ name: StaticString) throws(Raise) -> Value? {
    do {
      return try findAttribute(value, intern(name))
    } catch {
      if caught(.attributeError) { return nil }
      throw error
    }
  }

  /// The type parameters that stand in arguments, each once, in order.
  func typeParameters(in args: Value) throws(Raise) -> Value {
    let found = list()
    try collectParameters(args, found)
    return try tuple(itemsOf(found).0, itemsOf(found).1)
  }

  private func collectParameters(_ args: Value, _ found: Value) throws(Raise) {
    try checkStack()
    var i = 0
    while i < itemsOf(args).1 {
      let item = itemsOf(args).0[i]
      i += 1
      if item.is(.class) { continue }
      if try attribute(item, "__typing_subst__") != nil {
        try addParameter(item, found)
      } else if item.is(.tuple) || item.is(.list) {
        try collectParameters(item, found)
      } else if let inner = try attribute(item, "__parameters__"), inner.is(.tuple) {
        for j in 0..<itemsOf(inner).1 { try addParameter(itemsOf(inner).0[j], found) }
      }
    }
  }

  private func addParameter(_ parameter: Value, _ found: Value) throws(Raise) {
    if position(of: parameter, in: found) < 0 { try listAppend(found.cell, parameter) }
  }

  /// The place of a parameter in a tuple or list, by identity, or -1.
  private func position(of parameter: Value, in parameters: Value) -> Int {
    let (items, count) = itemsOf(parameters)
    return (0..<count).first { items[$0] == parameter } ?? -1
  }

  /// The arguments of a parameterised type with `item` put in the place of its parameters.
  ///
  /// - Throws: TypeError for the wrong number of types.
  func substitute(_ alias: Value, _ args: Value, _ parameters: Value, _ item: Value) throws(Raise) -> Value {
    try checkStack()
    let wanted = itemsOf(parameters).1
    if wanted == 0 { throw raise(.typeError, "\(try swiftRepr(alias)) is not a generic class") }
    var given = try unpackedArguments(item)
    for i in 0..<wanted {
      if let prepare = try attribute(itemsOf(parameters).0[i], "__typing_prepare_subst__"), !prepare.isNone {
        let prepared = try call(prepare, alias, given.is(.tuple) ? given : pair1(given))
        given = prepared
      }
    }
    guard given.is(.tuple) else { throw raise(.typeError, "__typing_prepare_subst__ must return a tuple") }
    let count = itemsOf(given).1
    if count != wanted {
      throw raise(
        .typeError,
        "Too \(count > wanted ? "many" : "few") arguments for \(try swiftRepr(alias)); actual \(count), "
          + "expected \(wanted)")
    }
    return try replaced(alias, args, parameters, given, item)
  }

  private func pair1(_ value: Value) -> Value { tuple(of: [value]) }

  private func replaced(
    _ alias: Value, _ args: Value, _ parameters: Value, _ given: Value, _ item: Value
  ) throws(Raise) -> Value {
    let result = list()
    var i = 0
    while i < itemsOf(args).1 {
      let argument = itemsOf(args).0[i]
      i += 1
      if argument.is(.class) {
        try listAppend(result.cell, argument)
      } else if argument.is(.tuple) || argument.is(.list) {
        let inner = try substitute(alias, argument, parameters, item)
        try listAppend(result.cell, argument.is(.list) ? try listFrom(inner) : inner)
      } else if try isUnpackedVariadic(argument) {
        let types = try replacedArgument(argument, parameters, given)
        guard types.is(.tuple) else {
          throw raise(
            .typeError,
            "expected __typing_subst__ of \(typeName(argument)) objects to return a tuple, not "
              + typeName(types))
        }
        try listExtend(result.cell, types)
      } else {
        try listAppend(result.cell, try replacedArgument(argument, parameters, given))
      }
    }
    return try tuple(itemsOf(result).0, itemsOf(result).1)
  }

  private func isUnpackedVariadic(_ value: Value) throws(Raise) -> Bool {
    guard let mark = try attribute(value, "__typing_is_unpacked_typevartuple__") else { return false }
    return try truth(mark)
  }

  private func replacedArgument(_ argument: Value, _ parameters: Value, _ given: Value) throws(Raise) -> Value {
    if let method = try attribute(argument, "__typing_subst__") {
      let place = position(of: argument, in: parameters)
      if place >= 0 { return try call(method, itemsOf(given).0[place]) }
    }
    guard let inner = try attribute(argument, "__parameters__"), inner.is(.tuple), itemsOf(inner).1 > 0 else {
      return argument
    }
    let types = list()
    for i in 0..<itemsOf(inner).1 {
      let parameter = itemsOf(inner).0[i]
      let place = position(of: parameter, in: parameters)
      let type = place < 0 ? parameter : itemsOf(given).0[place]
      if place >= 0, type.is(.tuple), parameter.isRecord(.typeVarTuple) {
        try listExtend(types.cell, type)
      } else {
        try listAppend(types.cell, type)
      }
    }
    return try getItem(argument, try tuple(itemsOf(types).0, itemsOf(types).1))
  }

  /// What stands in the brackets as a tuple, `*tuple[int, str]` taken apart.
  private func unpackedArguments(_ item: Value) throws(Raise) -> Value {
    let given = item.is(.tuple) ? item : tuple(of: [item])
    let result = list()
    for i in 0..<itemsOf(given).1 {
      let value = itemsOf(given).0[i]
      if !value.is(.class), let inner = try attribute(value, "__typing_unpacked_tuple_args__"), inner.is(.tuple) {
        let (items, count) = itemsOf(inner)
        if count == 0 || items[count - 1] != .ellipsis {
          try listExtend(result.cell, inner)
          continue
        }
      }
      try listAppend(result.cell, value)
    }
    return try tuple(itemsOf(result).0, itemsOf(result).1)
  }

  /// A type as it stands in brackets: `int`, `module.Class`, `...`, a list of types, anything else by its repr.
  func typeText(_ value: Value, into text: inout TextBuffer) throws(Raise) {
    if value == .ellipsis { return text.append("...") }
    if value.is(.list) {
      text.append("[")
      var i = 0
      while i < itemsOf(value).1 {
        if i > 0 { text.append(", ") }
        try typeText(itemsOf(value).0[i], into: &text)
        i += 1
      }
      return text.append("]")
    }
    try checkStack()
    if !value.is(.class), try attribute(value, "__origin__") != nil, try attribute(value, "__args__") != nil {
      return text.append(try repr(value))
    }
    guard let name = try attribute(value, "__qualname__"), name.is(.str),
      let module = try attribute(value, "__module__"), !module.isNone
    else { return text.append(try repr(value)) }
    let moduleText = try str(module)
    if swiftString(moduleText) != "builtins" {
      text.append(moduleText)
      text.append(".")
    }
    text.append(name)
  }

  /// The result of a function of the script module `typing`.
  func callTyping(_ name: StaticString, _ args: [Value]) throws(Raise) -> Value {
    let arguments = tuple(of: args)
    return try call(try getAttribute(try importModule("typing"), intern(name)), spread: arguments)
  }
}

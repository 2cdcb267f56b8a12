// Binding.swift — matching the arguments of a call to the parameters of a script function.

extension UnsafeMutablePointer where Pointee == Machine {
  /// Puts arguments into parameter registers: positional, keyword-only, `*args`, `**kwargs`.
  ///
  /// - Parameters:
  ///   - window: The arguments as the caller laid them out; the parameters afterwards.
  ///   - count: All arguments, those named in the tuple `names` last.
  /// - Throws: TypeError for a missing, extra, unknown or repeated argument, in CPython's words.
  func bindParameters(
    _ function: UnsafeMutablePointer<FunctionCell>, _ code: UnsafeMutablePointer<Code>, _ window: Values,
    _ count: Int, _ names: Value
  ) throws(Raise) {
    let named = names.isUnbound ? 0 : names.as(TupleCell.self).pointee.count
    let given = count - named
    let positional = code.pointee.positionalCount
    let total = code.pointee.parameterCount
    // Keyword values move out of the way of the parameters, above everything the frame will use.
    let spare = window + max(code.pointee.registerCount, count) + 8
    let saved = pointee.top
    pointee.top = max(spare + named + 1, freeTop)
    defer { pointee.top = saved }
    for i in 0..<named { spare[i] = window[given + i] }

    var starArgs = Value.unbound
    if given > positional {
      guard code.pointee.hasStarArgs else { throw tooMany(function, code, window, given, spare, names, named) }
      starArgs = newTuple(given - positional)
      (starArgs.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
        .update(from: window + positional, count: given - positional)
    } else if code.pointee.hasStarArgs {
      starArgs = pointee.emptyTuple
    }
    let plain = positional + code.pointee.keywordOnlyCount
    for i in min(given, positional)..<max(total, min(given, positional)) { window[i] = .unbound }
    if code.pointee.hasStarArgs { window[plain] = starArgs }
    if code.pointee.hasStarKwargs { window[total - 1] = dict() }
    if named > 0 { try bindKeywords(function, code, window, spare, names, named) }
    try fillDefaults(function, code, window, given)
  }

  private func bindKeywords(
    _ function: UnsafeMutablePointer<FunctionCell>, _ code: UnsafeMutablePointer<Code>, _ window: Values,
    _ values: Values, _ names: Value, _ named: Int
  ) throws(Raise) {
    let keys = (names.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
    let plain = code.pointee.positionalCount + code.pointee.keywordOnlyCount
    let parameters = code.pointee.parameterNames
    for i in 0..<named {
      var place = -1
      for j in code.pointee.positionalOnlyCount..<max(plain, code.pointee.positionalOnlyCount)
      where parameters[j] == keys[i] {
        place = j
        break
      }
      if place >= 0 {
        if !window[place].isUnbound { throw repeated(function, keys[i]) }
        window[place] = values[i]
      } else if code.pointee.hasStarKwargs {
        let dictionary = window[code.pointee.parameterCount - 1].cell
        if !dictGetStr(dictionary, keys[i]).isUnbound { throw repeated(function, keys[i]) }
        try dictSetStr(dictionary, keys[i], values[i])
      } else {
        throw unexpected(function, code, keys, named, i)
      }
    }
  }

  private func repeated(_ function: UnsafeMutablePointer<FunctionCell>, _ name: Value) -> Raise {
    raise(.typeError, "\(qualified(function))() got multiple values for argument '\(swiftString(name))'")
  }

  private func unexpected(
    _ function: UnsafeMutablePointer<FunctionCell>, _ code: UnsafeMutablePointer<Code>, _ keys: Values, _ named: Int,
    _ at: Int
  ) -> Raise {
    var positionalOnly: [String] = []
    for i in 0..<code.pointee.positionalOnlyCount {
      for j in 0..<named where keys[j] == code.pointee.parameterNames[i] {
        positionalOnly.append(swiftString(keys[j]))
      }
    }
    if !positionalOnly.isEmpty {
      return raise(
        .typeError,
        "\(qualified(function))() got some positional-only arguments passed as keyword arguments: "
          + "'\(positionalOnly.joined(separator: ", "))'")
    }
    var names: [String] = []
    for i in code.pointee.positionalOnlyCount..<code.pointee.positionalCount + code.pointee.keywordOnlyCount {
      names.append(swiftString(code.pointee.parameterNames[i]))
    }
    let given = swiftString(keys[at])
    var text = "\(qualified(function))() got an unexpected keyword argument '\(given)'"
    if let close = suggestion(for: given, among: names) { text += ". Did you mean '\(close)'?" }
    return raise(.typeError, text)
  }

  private func fillDefaults(
    _ function: UnsafeMutablePointer<FunctionCell>, _ code: UnsafeMutablePointer<Code>, _ window: Values, _ given: Int
  ) throws(Raise) {
    let positional = code.pointee.positionalCount
    let defaults = function.pointee.defaults
    let defaultCount = defaults.isCell ? defaults.as(TupleCell.self).pointee.count : 0
    var missing: [Int] = []
    for i in min(given, positional)..<positional where window[i].isUnbound {
      let place = i - (positional - defaultCount)
      if place >= 0 {
        window[i] = (defaults.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)[place]
      } else {
        missing.append(i)
      }
    }
    if !missing.isEmpty { throw missingArguments(function, code, missing, "positional") }
    let plain = positional + code.pointee.keywordOnlyCount
    for i in positional..<plain where window[i].isUnbound {
      let found =
        function.pointee.keywordDefaults.isCell
        ? dictGetStr(function.pointee.keywordDefaults.cell, code.pointee.parameterNames[i]) : .unbound
      if found.isUnbound { missing.append(i) } else { window[i] = found }
    }
    if !missing.isEmpty { throw missingArguments(function, code, missing, "keyword-only") }
  }

  private func missingArguments(
    _ function: UnsafeMutablePointer<FunctionCell>, _ code: UnsafeMutablePointer<Code>, _ missing: [Int], _ kind: String
  ) -> Raise {
    var names: [String] = []
    for i in missing { names.append("'\(swiftString(code.pointee.parameterNames[i]))'") }
    let list: String
    switch names.count {
    case 1: list = names[0]
    case 2: list = "\(names[0]) and \(names[1])"
    default: list = names.dropLast().joined(separator: ", ") + ", and " + names[names.count - 1]
    }
    let plural = names.count == 1 ? "" : "s"
    return raise(
      .typeError, "\(qualified(function))() missing \(names.count) required \(kind) argument\(plural): \(list)")
  }

  private func tooMany(
    _ function: UnsafeMutablePointer<FunctionCell>, _ code: UnsafeMutablePointer<Code>, _ window: Values, _ given: Int,
    _ values: Values, _ names: Value, _ named: Int
  ) -> Raise {
    let positional = code.pointee.positionalCount
    let defaults = function.pointee.defaults
    let defaultCount = defaults.isCell ? defaults.as(TupleCell.self).pointee.count : 0
    var keywordOnly = 0
    if named > 0 {
      let keys = (names.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
      for i in positional..<positional + code.pointee.keywordOnlyCount {
        for j in 0..<named where keys[j] == code.pointee.parameterNames[i] { keywordOnly += 1 }
      }
    }
    let takes = defaultCount > 0 ? "from \(positional - defaultCount) to \(positional)" : "\(positional)"
    let plural = defaultCount > 0 || positional != 1 ? "s" : ""
    var were = given == 1 && keywordOnly == 0 ? "was" : "were"
    var extra = ""
    if keywordOnly > 0 {
      extra =
        " positional argument\(given == 1 ? "" : "s") (and \(keywordOnly) keyword-only argument"
        + "\(keywordOnly == 1 ? "" : "s"))"
      were = "were"
    }
    return raise(
      .typeError,
      "\(qualified(function))() takes \(takes) positional argument\(plural) but \(given)\(extra) \(were) given")
  }

  func qualified(_ function: UnsafeMutablePointer<FunctionCell>) -> String {
    swiftString(function.pointee.qualifiedName)
  }
}

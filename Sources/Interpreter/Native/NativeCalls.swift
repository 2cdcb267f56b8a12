// NativeCalls.swift — binding the arguments of a native and running it.

extension UnsafeMutablePointer where Pointee == Machine {
  /// Calls row `index` with `count` arguments at `args`, receiver included, the last ones named by the tuple `names`.
  ///
  /// Missing ones are filled in behind the arguments, so the words there must be free.
  func callNative(_ index: Int, _ args: Values, _ count: Int, _ names: Value) throws(Raise) -> Value {
    let entry = pointee.natives + index
    if entry.pointee.minimum == -1 { _ = signature(index) }
    if names.isUnbound, count >= Int(entry.pointee.minimum), count <= Int(entry.pointee.maximum) {
      let bound = entry.pointee.signature.unsafelyUnwrapped.boundCount
      if bound == count || isOnStack(args) {
        if bound > count { fillStandIns(entry, args, count, bound) }
        return try runNative(entry, args, bound)
      }
    }
    return try bindNative(index, args, count, names)
  }

  @inline(__always)
  private func runNative(
    _ entry: UnsafeMutablePointer<NativeEntry>, _ args: Values, _ count: Int
  ) throws(Raise) -> Value {
    let saved = pointee.top
    let frameTop = pointee.frame.pointee.top
    pointee.top = isOnStack(args) ? Swift.max(frameTop, args + count, saved) : Swift.max(frameTop, saved)
    defer { pointee.top = saved }
    return try entry.pointee.row.body(self, Arguments(base: args, count: count))
  }

  private func fillStandIns(_ entry: UnsafeMutablePointer<NativeEntry>, _ args: Values, _ count: Int, _ bound: Int) {
    let receivers = entry.pointee.signature.unsafelyUnwrapped.receivers
    for i in count..<bound {
      args[i] = entry.pointee.signature.unsafelyUnwrapped.parameters[i - receivers].standIn ?? .unbound
    }
  }

  /// The general case: star parameters, keywords, errors. Binds into fresh registers.
  private func bindNative(_ index: Int, _ args: Values, _ count: Int, _ names: Value) throws(Raise) -> Value {
    let signature = signature(index)
    let named = names.isUnbound ? 0 : names.as(TupleCell.self).pointee.count
    let given = count - named - signature.receivers
    guard given >= 0 else {
      throw raise(
        .typeError, "unbound method \(signature.name)() needs an argument")
    }
    let window = Swift.max(freeTop, isOnStack(args) ? args + count : freeTop) + 1
    guard UInt(bitPattern: window + signature.boundCount + 64) < UInt(bitPattern: pointee.stackEnd) else {
      throw raise(.recursionError, "maximum recursion depth exceeded")
    }
    let saved = pointee.top
    pointee.top = window + signature.boundCount
    defer { pointee.top = saved }
    for i in 0..<signature.boundCount { window[i] = .unbound }
    if signature.hasReceiver { window[0] = args[0] }
    let problem = NativeProblem(
      signature: signature, row: pointee.natives[index].row, receiver: signature.hasReceiver ? args[0] : .unbound)
    try bindPositional(signature, window, args + signature.receivers, given, named, problem)
    if signature.hasKeywordDictionary { window[signature.boundCount - 1] = dict() }
    if named > 0 { try bindNamed(signature, window, args + signature.receivers + given, names, problem) }
    for (i, parameter) in signature.parameters.enumerated() {
      let place = placeOf(i, signature)
      if !window[place].isUnbound { continue }
      if let standIn = parameter.standIn {
        window[place] = standIn
      } else {
        throw missingArgument(problem, i, given, named)
      }
    }
    return try runNative(pointee.natives + index, window, signature.boundCount)
  }

  private func placeOf(_ parameter: Int, _ signature: Signature) -> Int {
    let place = parameter + signature.receivers
    return signature.starPlace >= 0 && place >= signature.starPlace ? place + 1 : place
  }

  private func bindPositional(
    _ signature: Signature, _ window: Values, _ args: Values, _ given: Int, _ named: Int, _ problem: NativeProblem
  ) throws(Raise) {
    let fixed = min(given, signature.positionalCount)
    for i in 0..<fixed { window[placeOf(i, signature)] = args[i] }
    if signature.starPlace >= 0 {
      let rest = newTuple(given - fixed)
      if given > fixed {
        (rest.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
          .update(from: args + fixed, count: given - fixed)
      }
      window[signature.starPlace] = rest
    } else if given > fixed {
      throw tooManyArguments(problem, given, named)
    }
  }

  private func bindNamed(
    _ signature: Signature, _ window: Values, _ values: Values, _ names: Value, _ problem: NativeProblem
  ) throws(Raise) {
    let keys = (names.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
    let named = names.as(TupleCell.self).pointee.count
    if !signature.acceptsKeywords {
      throw raise(.typeError, "\(qualifiedName(problem))() takes no keyword arguments")
    }
    for i in 0..<named {
      let at = signature.parameters.indices.dropFirst(signature.positionalOnlyCount)
        .first { signature.parameters[$0].name == keys[i] }
      if let at {
        let place = placeOf(at, signature)
        if !window[place].isUnbound {
          throw raise(
            .typeError,
            "argument for \(signature.name)() given by name ('\(swiftString(keys[i]))') and position (\(at + 1))")
        }
        window[place] = values[i]
      } else if signature.hasKeywordDictionary {
        try dictSetStr(window[signature.boundCount - 1].cell, keys[i], values[i])
      } else {
        throw raise(
          .typeError, "\(shortName(problem))() got an unexpected keyword argument '\(swiftString(keys[i]))'")
      }
    }
  }
}

/// A native whose call went wrong, for the words about it.
struct NativeProblem {
  let signature: Signature
  let row: NativeRow
  let receiver: Value
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `list.append` for methods, the bare name otherwise; constructors are called by their class's name.
  func qualifiedName(_ problem: NativeProblem) -> String {
    switch problem.row.kind {
    case .method, .classMethod:
      let receiver = problem.receiver
      let owner = receiver.is(.class) && problem.row.kind == .classMethod ? receiver.cell : classOf(receiver)
      return "\(className(nativeBase(owner))).\(problem.signature.name)"
    default: return shortName(problem)
    }
  }

  private func nativeBase(_ cell: Cell) -> Cell {
    let native = classCell(cell).pointee.native
    return native.isCell ? native.cell : cell
  }

  func shortName(_ problem: NativeProblem) -> String {
    if problem.row.kind == .slot, problem.signature.name == "__new__" || problem.signature.name == "__init__" {
      let receiver = problem.receiver
      return className(receiver.is(.class) ? receiver.cell : classOf(receiver))
    }
    return problem.signature.name
  }

  func tooManyArguments(_ problem: NativeProblem, _ given: Int, _ named: Int) -> Raise {
    let signature = problem.signature
    let most = signature.positionalCount, least = signature.requiredCount
    if signature.parameters.isEmpty {
      return raise(.typeError, "\(qualifiedName(problem))() takes no arguments (\(given) given)")
    }
    if !signature.acceptsKeywords {
      if most == 1, least == 1 {
        return raise(.typeError, "\(qualifiedName(problem))() takes exactly one argument (\(given) given)")
      }
      let bound = least == most ? "" : "at most "
      return raise(
        .typeError, "\(shortName(problem)) expected \(bound)\(most) argument\(most == 1 ? "" : "s"), got \(given)")
    }
    let all = signature.parameters.count
    if given + named > all {
      let bound = signature.requiredCount == all ? "exactly" : "at most"
      return raise(
        .typeError,
        "\(shortName(problem))() takes \(bound) \(all) argument\(all == 1 ? "" : "s") (\(given + named) given)")
    }
    if most == 0 { return raise(.typeError, "\(shortName(problem))() takes no positional arguments") }
    let bound = least >= most ? "exactly" : "at most"
    return raise(
      .typeError,
      "\(shortName(problem))() takes \(bound) \(most) positional argument\(most == 1 ? "" : "s") (\(given) given)")
  }

  func missingArgument(_ problem: NativeProblem, _ at: Int, _ given: Int, _ named: Int) -> Raise {
    let signature = problem.signature
    let most = signature.positionalCount, least = signature.requiredCount
    if !signature.acceptsKeywords {
      if signature.parameters.count == 1 {
        return raise(.typeError, "\(qualifiedName(problem))() takes exactly one argument (\(given) given)")
      }
      let bound = least == most && signature.starPlace < 0 ? "" : "at least "
      return raise(
        .typeError, "\(shortName(problem)) expected \(bound)\(least) argument\(least == 1 ? "" : "s"), got \(given)")
    }
    let name = swiftString(signature.parameters[at].name)
    if at < signature.positionalOnlyCount {
      let bound = least == most ? "exactly" : "at least"
      return raise(
        .typeError,
        "\(shortName(problem))() takes \(bound) \(least) positional argument\(least == 1 ? "" : "s") (\(given) given)")
    }
    if at >= signature.positionalCount {
      return raise(.typeError, "\(shortName(problem))() missing required keyword-only argument: '\(name)'")
    }
    return raise(.typeError, "\(shortName(problem))() missing required argument '\(name)' (pos \(at + 1))")
  }

  /// The receiver of a method row, checked to have a layout; TypeError otherwise.
  public func receiver(_ args: Arguments, _ type: BuiltinType, _ method: StaticString) throws(Raise) -> Cell {
    let value = args[0]
    let expected = classCell(builtin(type)).pointee
    if value.isCell, value.cell.kind == expected.instanceKind,
      expected.instanceKind != .record || value.cell.header.pointee.aux == expected.layout
    {
      return value.cell
    }
    throw raise(
      .typeError,
      "descriptor '\(method)' for '\(className(builtin(type)))' objects doesn't apply to a '\(typeName(value))' object")
  }

  /// The receiver of a record's method, checked by its layout number.
  public func receiver(_ args: Arguments, _ layout: Layout, _ type: StaticString, _ method: StaticString)
    throws(Raise) -> Cell
  {
    let value = args[0]
    if value.isCell, value.cell.kind == .record, value.cell.header.pointee.aux == layout.rawValue { return value.cell }
    throw raise(
      .typeError, "descriptor '\(method)' for '\(type)' objects doesn't apply to a '\(typeName(value))' object")
  }
}

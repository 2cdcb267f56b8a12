// Intrinsics.swift — the rare operations behind the `intrinsic` instruction.

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(never)
  func intrinsic(_ number: Int, _ place: Values, _ base: Values) -> Value {
    guarded { () throws(Raise) -> Value in
      switch Intrinsic(rawValue: UInt8(number)).unsafelyUnwrapped {
      case .displayHook: try displayValue(place[0])
      case .setupAnnotations: try setUpAnnotations(base[0])
      case .setupGlobalAnnotations: try setUpAnnotations(base[-1].as(FunctionCell.self).pointee.globals)
      case .typeVariable: return makeTypeVar(place[0], bound: .unbound, constraints: .unbound)
      case .typeVariableBound: return makeTypeVar(place[0], bound: place[1], constraints: .unbound)
      case .typeVariableConstraints: return makeTypeVar(place[0], bound: .unbound, constraints: place[1])
      case .parameterSpecification: return makeParamSpec(place[0])
      case .typeVariableTuple: return makeTypeVarTuple(place[0])
      case .typeDefault:
        setTypeDefault(place[0], place[1])
        return place[0]
      case .typeAlias: return makeTypeAlias(place[0], place[1], place[2])
      case .subscriptGeneric: return try subscriptGeneric(place[0])
      case .stopIterationError: return .none
      }
      return .none
    }
  }

  private func setUpAnnotations(_ namespace: Value) throws(Raise) {
    let name = specialName(.annotations)
    if isExact(namespace, .dict) {
      if dictGetStr(namespace.cell, name).isUnbound { try dictSetStr(namespace.cell, name, dict()) }
    } else if try !contains(namespace, name) {
      try setItem(namespace, name, dict())
    }
  }

  /// `sys.displayhook`: shows a value and keeps it as `_`.
  private func displayValue(_ value: Value) throws(Raise) {
    if value.isNone { return }
    let text = try repr(value)
    let cell = text.as(TextCell.self).pointee
    writeOut(UnsafePointer(cell.data), Int(cell.byteCount))
    writeOut([10], 1)
    try dictSetStr(pointee.builtins.cell, intern("_"), value)
  }
}

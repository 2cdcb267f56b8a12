// GroupHandlers.swift — what `except*` does with the exception it handles and with those its handlers raise.

extension UnsafeMutablePointer where Pointee == Machine {
  /// The `matchGroup` instruction: `place[0]` = the part that matches or None, `place[1]` = the rest or None. What matches is the
  /// handled exception from now on.
  @inline(never)
  func matchGroup(_ place: Values, _ exception: Value, _ wanted: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      try checkStarClasses(wanted)
      let parts = try starParts(exception, wanted)
      place[0] = parts.match
      place[1] = parts.rest
      if !parts.match.isNone { pointee.handled = parts.match }
      return .none
    }
  }

  private func starParts(_ exception: Value, _ wanted: Value) throws(Raise) -> GroupParts {
    if exception.isNone { return GroupParts() }
    if exceptionMatches(exception, wanted).isTrue {
      return GroupParts(match: isGroup(exception) ? exception : try wrap(exception))
    }
    guard isGroup(exception) else { return GroupParts(rest: exception) }
    let pair = try callMethod(exception, "split", wanted)
    guard pair.is(.tuple) else {
      throw raise(
        .typeError, "\(typeName(exception)).split must return a tuple, not \(typeName(pair))")
    }
    let (items, count) = itemsOf(pair)
    guard count >= 2 else {
      throw raise(
        .typeError, "\(typeName(exception)).split must return a 2-tuple, got tuple of size \(count)")
    }
    return GroupParts(match: items[0], rest: items[1])
  }

  /// A naked exception as the only member of a group.
  private func wrap(_ exception: Value) throws(Raise) -> Value {
    try call(Value(builtin(.baseExceptionGroup)), pointee.emptyText, tuple(of: [exception]))
  }

  private func checkStarClasses(_ wanted: Value) throws(Raise) {
    guard wanted.is(.tuple) else { return try checkStarClass(wanted) }
    let (items, count) = itemsOf(wanted)
    for i in 0..<count { try checkStarClass(items[i]) }
  }

  private func checkStarClass(_ wanted: Value) throws(Raise) {
    guard wanted.is(.class), isSubclass(wanted.cell, builtin(.baseException)) else {
      throw raise(.typeError, "catching classes that do not inherit from BaseException is not allowed")
    }
    if isSubclass(wanted.cell, builtin(.baseExceptionGroup)) {
      throw raise(.typeError, "catching ExceptionGroup with except* is not allowed. Use except instead.")
    }
  }

  /// The `combineGroup` instruction (PEP 654): what to raise after the handlers of `original` ran, or None. `raised` is
  /// the list of what they raised and of what nothing matched.
  @inline(never)
  func combineGroup(_ original: Value, _ raised: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      let (items, count) = itemsOf(raised)
      guard isGroup(original) else {
        for i in 0..<count where !items[i].isNone { return items[i] }
        return .none
      }
      let fresh = list(), kept = list()
      for i in 0..<count where !itemsOf(raised).0[i].isNone {
        let exception = itemsOf(raised).0[i]
        try listAppend(hasSameOrigin(exception, original) ? kept.cell : fresh.cell, exception)
      }
      if itemsOf(kept).1 > 0 {
        let rest = try projection(original, kept)
        if itemsOf(fresh).1 == 0 { return rest }
        if !rest.isNone { try listAppend(fresh.cell, rest) }
      }
      switch itemsOf(fresh).1 {
      case 0: return .none
      case 1: return itemsOf(fresh).0[0]
      default: return try call(Value(builtin(.baseExceptionGroup)), pointee.emptyText, fresh)
      }
    }
  }

  /// Whether an exception is a part of a group that was raised on as it came.
  private func hasSameOrigin(_ exception: Value, _ original: Value) -> Bool {
    guard isGroup(exception) else { return false }
    let a = exception.as(ExceptionCell.self).pointee, b = original.as(ExceptionCell.self).pointee
    return a.traceback == b.traceback && a.cause == b.cause && a.context == b.context
  }

  /// The part of a group whose leaves are those of some groups.
  private func projection(_ original: Value, _ kept: Value) throws(Raise) -> Value {
    let leaves = list()
    let pending = try listFrom(kept)
    var next = 0
    while next < itemsOf(pending).1 {
      let exception = itemsOf(pending).0[next]
      next += 1
      if isGroup(exception) {
        let members = exception.as(ExceptionCell.self).pointee.second
        let (items, count) = itemsOf(members)
        for i in 0..<count { try listAppend(pending.cell, items[i]) }
      } else {
        try listAppend(leaves.cell, exception)
      }
    }
    return try split(original, .members(leaves), needsRest: false).match
  }
}

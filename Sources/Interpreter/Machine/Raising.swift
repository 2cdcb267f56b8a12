// Raising.swift — making exceptions, and the ways a script raises them.

extension UnsafeMutablePointer where Pointee == Machine {
  /// Makes an exception with one text argument (none if it is empty) the current one.
  public func raise(_ type: BuiltinType, _ message: String) -> Raise {
    if message.isEmpty { return raise(type, arguments: pointee.emptyTuple) }
    let text = string(message)
    hold(text)
    defer { unhold() }
    return raise(type, arguments: tuple(of: [text]))
  }

  /// Makes an exception with one argument the current one.
  public func raise(_ type: BuiltinType, value: Value) -> Raise {
    hold(value)
    defer { unhold() }
    return raise(type, arguments: tuple(of: [value]))
  }

  public func raise(_ type: BuiltinType, arguments: Value) -> Raise {
    raise(exception: makeException(builtin(type), arguments))
  }

  /// Makes an exception object the current one; its context becomes the exception being handled.
  public func raise(exception: Value) -> Raise {
    setContext(exception)
    pointee.exception = exception
    return Raise()
  }

  public func raiseKeyError(_ key: Value) -> Raise { raise(.keyError, value: key) }

  /// A plain exception cell of a class (builtin or native subclass of one).
  public func makeException(_ cell: Cell, _ arguments: Value) -> Value {
    hold(arguments)
    defer { unhold() }
    let made = allocate(.exception, MemoryLayout<ExceptionCell>.size, shape: classCell(cell).pointee.rootShape)
    let exception = made.assumingMemoryBound(to: ExceptionCell.self)
    exception.pointee.args = arguments
    exception.pointee.traceback = .none
    exception.pointee.cause = .none
    exception.pointee.context = .none
    exception.pointee.first = .unbound
    exception.pointee.second = .unbound
    return Value(made)
  }

  func raiseAttribute(_ text: String, _ object: Value, _ name: Value) -> Raise {
    let thrown = raise(.attributeError, text)
    let exception = pointee.exception.as(ExceptionCell.self)
    exception.pointee.first = name
    exception.pointee.second = object
    return thrown
  }

  func raiseName(_ type: BuiltinType, _ text: String, _ name: Value) -> Raise {
    let thrown = raise(type, text)
    pointee.exception.as(ExceptionCell.self).pointee.first = name
    return thrown
  }

  /// Whether the exception on its way up is an instance of a builtin class.
  public func exceptionIs(_ type: BuiltinType) -> Bool {
    pointee.exception.isCell && isInstance(pointee.exception, type)
  }

  /// Takes the exception on its way up out of the machine.
  public func takeException() -> Value {
    let exception = pointee.exception
    pointee.exception = .unbound
    return exception
  }

  /// Chains the handled exception to a new one, breaking a cycle.
  func setContext(_ exception: Value) {
    let handled = pointee.handled
    guard handled.is(.exception), handled != exception else { return }
    var link = handled
    while link.is(.exception) {
      let next = link.as(ExceptionCell.self).pointee.context
      if next == exception {
        link.as(ExceptionCell.self).pointee.context = .none
        break
      }
      link = next
    }
    let cell = exception.as(ExceptionCell.self)
    store(placeOf(&cell.pointee.context), handled)
  }

  @inline(__always) func placeOf(_ place: UnsafeMutablePointer<Value>) -> Values { place }

  // MARK: Instructions

  /// `raise value` and `raise value from cause`.
  @inline(never)
  func raiseValue(_ value: Value, cause: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      let exception = try instantiate(value, "exceptions must derive from BaseException")
      if !cause.isUnbound {
        let cell = exception.as(ExceptionCell.self)
        if cause.isNone {
          cell.pointee.cause = .none
        } else {
          cell.pointee.cause = try instantiate(cause, "exception causes must derive from BaseException")
        }
        cell.pointee.header.flags |= ExceptionCell.suppressContext
      }
      throw raise(exception: exception)
    }
  }

  private func instantiate(_ value: Value, _ complaint: String) throws(Raise) -> Value {
    if value.is(.exception) { return value }
    if value.is(.class), isSubclass(value.cell, builtin(.baseException)) {
      let made = try call(value)
      if made.is(.exception) { return made }
      throw raise(
        .typeError,
        "calling \(try swiftRepr(value)) should have returned an instance of BaseException, not "
          + "\(try swiftRepr(Value(classOf(made))))")
    }
    throw raise(.typeError, complaint)
  }

  /// A bare `raise`.
  @inline(never)
  func raiseHandled() -> Value {
    if pointee.handled.is(.exception) {
      pointee.exception = pointee.handled
      pointee.isReraise = true
      return .raised
    }
    return guarded { () throws(Raise) -> Value in throw raise(.runtimeError, "No active exception to reraise") }
  }

  /// Goes on with an exception at the end of a `finally` or when no handler fits.
  @inline(never)
  func reraise(_ exception: Value, handled: Value) -> Value {
    pointee.handled = handled
    pointee.exception = exception
    pointee.isReraise = true
    return .raised
  }

  /// Whether an exception is caught by a class or tuple of classes.
  @inline(never)
  func exceptionMatches(_ exception: Value, _ wanted: Value) -> Value {
    if wanted.is(.class), isSubclass(wanted.cell, builtin(.baseException)) {
      return Value(isInstance(exception, wanted.cell))
    }
    return guarded { () throws(Raise) -> Value in
      guard wanted.is(.tuple) else { throw notCatchable() }
      let (items, count) = itemsOf(wanted)
      for i in 0..<count {
        guard items[i].is(.class), isSubclass(items[i].cell, builtin(.baseException)) else { throw notCatchable() }
      }
      for i in 0..<count where isInstance(exception, items[i].cell) { return .true }
      return .false
    }
  }

  private func notCatchable() -> Raise {
    raise(.typeError, "catching classes that do not inherit from BaseException is not allowed")
  }

  @inline(never)
  func unboundLocal(_ name: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      throw raiseName(
        .unboundLocalError,
        "cannot access local variable '\(swiftString(name))' where it is not associated with a value", name)
    }
  }

  @inline(never)
  func unboundFree(_ name: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      throw raiseName(
        .nameError,
        "cannot access free variable '\(swiftString(name))' where it is not associated with a value in enclosing scope",
        name)
    }
  }

  func unknownName(_ name: Value) -> Raise {
    raiseName(.nameError, "name '\(swiftString(name))' is not defined", name)
  }
}

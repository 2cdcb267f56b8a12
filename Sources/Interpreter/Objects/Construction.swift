// Construction.swift — calling a class: `__new__`, `__init__`, and the cells that instances are.

extension UnsafeMutablePointer where Pointee == Machine {
  /// Calls a class with `count` arguments at `args`; `args[-1]` may be overwritten.
  func invokeClass(
    _ cell: Cell, _ args: Values, _ count: Int, _ names: Value, _ resume: UInt32
  ) throws(Raise) -> Value {
    let metaclass = classOf(Value(cell))
    if metaclass != builtin(.type) {
      let hook = special(.call, metaclass)
      if !hook.is(.native) {
        args[-1] = Value(cell)
        let bound = try bind(hook, Value(cell), metaclass)
        return try invoke(bound, args, count, names, resume)
      }
    } else if cell == builtin(.type), count == 1, names.isUnbound {
      return Value(classOf(args[0]))
    }
    return try construct(cell, args, count, names, resume)
  }

  /// `type.__call__`.
  func construct(_ cell: Cell, _ args: Values, _ count: Int, _ names: Value, _ resume: UInt32) throws(Raise) -> Value {
    let maker = special(.new, cell)
    let initializer = special(.initialize, cell)
    if maker == pointee.objectNew {
      if initializer.is(.function), classCell(cell).pointee.flags & ClassCell.isAbstract == 0 {
        let made = Value(newInstance(cell))
        return try initialize(made, initializer, args, count, names, resume)
      }
      if count == 0, initializer == pointee.objectInitialize, classCell(cell).pointee.flags & ClassCell.isAbstract == 0
      {
        return Value(newInstance(cell))
      }
    }
    let made = try makeObject(cell, maker, args, count, names)
    guard isInstance(made, cell) else { return made }
    let own = special(.initialize, classOf(made))
    if own == pointee.objectInitialize, maker != pointee.objectNew { return made }
    hold(made)
    defer { unhold() }
    return try initialize(made, own, args, count, names, resume)
  }

  /// Runs `__new__`; arguments are kept for `__init__`.
  private func makeObject(
    _ cell: Cell, _ maker: Value, _ args: Values, _ count: Int, _ names: Value
  ) throws(Raise) -> Value {
    let window = max(freeTop, isOnStack(args) ? args + count : freeTop) + 2
    guard UInt(bitPattern: window + count + 64) < UInt(bitPattern: pointee.stackEnd) else {
      throw raise(.recursionError, "maximum recursion depth exceeded")
    }
    window[0] = Value(cell)
    (window + 1).update(from: args, count: count)
    let saved = pointee.top
    pointee.top = window + count + 1
    defer { pointee.top = saved }
    var function = maker
    if maker.is(.staticMethod) { function = maker.as(DescriptorCell.self).pointee.first }
    let made = try invoke(function, window, count + 1, names, UInt32(Resume.entry.rawValue))
    return made == .entered ? try runNested() : made
  }

  /// Runs `__init__` on a new object; a script one in a frame of its own when the caller is a frame.
  private func initialize(
    _ made: Value, _ initializer: Value, _ args: Values, _ count: Int, _ names: Value, _ resume: UInt32
  ) throws(Raise) -> Value {
    if initializer.is(.function), resume & 0xFF == UInt32(Resume.register.rawValue) {
      var window = args
      if isOnStack(args) {
        var i = count
        while i > 0 {
          args[i] = args[i - 1]
          i -= 1
        }
      } else {
        window = freeTop + 1
        (window + 1).update(from: args, count: count)
      }
      window[0] = made
      let entered = try enterFunction(
        initializer, window, count + 1, names, UInt32(Resume.initializer.rawValue) | resume & 0xFF00)
      if entered == .entered {
        pointee.frame.pointee.outerHandled = made
        return .entered
      }
      throw initializerComplaint(entered)
    }
    let window = max(freeTop, isOnStack(args) ? args + count : freeTop) + 2
    window[-1] = initializer
    window[0] = made
    (window + 1).update(from: args, count: count)
    let saved = pointee.top
    pointee.top = window + count + 1
    defer { pointee.top = saved }
    var result: Value
    if initializer.is(.function) || initializer.is(.native) {
      result = try invoke(initializer, window, count + 1, names, UInt32(Resume.entry.rawValue))
    } else {
      let bound = try bind(initializer, made, classOf(made))
      result = try invoke(bound, window + 1, count, names, UInt32(Resume.entry.rawValue))
    }
    if result == .entered { result = try runNested() }
    guard result.isNone else { throw initializerComplaint(result) }
    return made
  }

  private func initializerComplaint(_ result: Value) -> Raise {
    raise(.typeError, "__init__() should return None, not '\(typeName(result))'")
  }

  /// A plain object of a class, its attributes empty.
  @inline(__always)
  public func newInstance(_ cell: Cell) -> Cell {
    let type = classCell(cell)
    let capacity = Int(type.pointee.inlineCapacity)
    let made = allocate(.instance, 16 + max(capacity, 1) * 8, shape: type.pointee.rootShape)
    made.header.pointee.flags = UInt8(capacity)
    if cell.header.pointee.aux != 0 { registerFinalizer(made) }
    return made
  }

  /// A cell of a native kind for a class or a subclass of it.
  public func newInstance(_ cell: Cell, kind: Kind, bytes: Int) -> Cell {
    let made = allocate(kind, bytes, shape: classCell(cell).pointee.rootShape)
    if cell.header.pointee.aux != 0 { registerFinalizer(made) }
    return made
  }

  /// A record of a native class (or a subclass), its words zero.
  public func newRecord(_ cell: Cell, _ layout: Layout, words: Int) -> Cell {
    let made = allocate(.record, 16 + words * 8, shape: classCell(cell).pointee.rootShape)
    made.header.pointee.flags = UInt8(words)
    made.header.pointee.aux = layout.rawValue
    for i in 0..<words { made.recordWords[i] = .unbound }
    if cell.header.pointee.aux != 0 { registerFinalizer(made) }
    return made
  }

  /// A record of a builtin class.
  public func newRecord(_ type: BuiltinType, _ layout: Layout, words: Int) -> Cell {
    newRecord(builtin(type), layout, words: words)
  }
}

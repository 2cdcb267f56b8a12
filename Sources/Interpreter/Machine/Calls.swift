// Calls.swift — calling anything: what the call instructions do beyond their fast paths, and calls from native code.

import CMachine

extension UnsafeMutablePointer where Pointee == Machine {
  /// The lowest register address that nothing uses now.
  @inline(__always) var freeTop: Values { Swift.max(pointee.top, pointee.frame.pointee.top) }

  @inline(__always) func isOnStack(_ place: Values) -> Bool { place >= pointee.stackBase && place < pointee.stackEnd }

  /// Runs a slow path; a raise becomes the mark `raised`.
  @inline(__always)
  func guarded(_ body: () throws(Raise) -> Value) -> Value {
    do { return try body() } catch { return .raised }
  }

  // MARK: From instructions

  /// `call` and `callKeywords`: the callee stands at `place`, `count` arguments behind it, the last ones named.
  @inline(never)
  func callSlowly(_ place: Values, _ count: Int, _ names: Value, _ register: Int) -> Value {
    guarded { () throws(Raise) -> Value in
      try invoke(place.pointee, place + 1, count, names, UInt32(Resume.register.rawValue) | UInt32(register) << 8)
    }
  }

  /// `callPair`: a function and its receiver, or a value alone, as `superMethod` left them.
  @inline(never)
  func callPair(_ place: Values, _ count: Int, _ register: Int, names: Value = .unbound) -> Value {
    if place[1].isUnbound {
      place[1] = place[0]
      return callSlowly(place + 1, count, names, register)
    }
    if names.isUnbound, place[0].is(.native) {
      do { return try callNative(place[0].as(NativeCell.self).pointee.index, place + 1, count + 1, .unbound) } catch {
        return .raised
      }
    }
    return callSlowly(place, count + 1, names, register)
  }

  @inline(never)
  func callSpread(_ place: Values, _ register: Int) -> Value {
    guarded { () throws(Raise) -> Value in
      let resume = UInt32(Resume.register.rawValue) | UInt32(register) << 8
      return try invokeSpread(place[0], place[1], place[2], resume)
    }
  }

  /// Calls with the items of a list or tuple and the entries of a dict (or unbound).
  func invokeSpread(_ callee: Value, _ positional: Value, _ keywords: Value, _ resume: UInt32) throws(Raise) -> Value {
    let (items, count) = itemsOf(positional)
    let extra = keywords.is(.dict) ? Int(keywords.as(DictCell.self).pointee.used32) : 0
    let window = freeTop + 1
    guard UInt(bitPattern: window + count + extra + 64) < UInt(bitPattern: pointee.stackEnd) else {
      throw raise(.recursionError, "maximum recursion depth exceeded")
    }
    window[-1] = callee
    window.update(from: items, count: count)
    let saved = pointee.top
    pointee.top = window + count + extra
    defer { pointee.top = saved }
    var names = Value.unbound
    if extra > 0 { names = try spreadKeywords(keywords, window + count, callee) }
    return try invoke(callee, window, count + extra, names, resume)
  }

  private func spreadKeywords(_ keywords: Value, _ place: Values, _ callee: Value) throws(Raise) -> Value {
    let dictionary = keywords.as(DictCell.self)
    let names = newTuple(Int(dictionary.pointee.used32))
    let items = (names.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
    var next = 0
    for i in 0..<Int(dictionary.pointee.fill32) {
      let entry = dictionary.pointee.entries[i]
      if entry.key.isUnbound { continue }
      guard entry.key.is(.str) else { throw raise(.typeError, "keywords must be strings") }
      items[next] = intern(entry.key)
      place[next] = entry.value
      next += 1
    }
    return names
  }

  /// The items of a list or tuple where they stand.
  @inline(__always)
  public func itemsOf(_ value: Value) -> (Values, Int) {
    if value.is(.tuple) {
      return ((value.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self), value.as(TupleCell.self).pointee.count)
    }
    return (value.as(ListCell.self).pointee.items, value.as(ListCell.self).pointee.count)
  }

  // MARK: Anything callable

  /// Calls `callee` with `count` arguments at `args`; the last ones belong to the tuple `names`, if there is one.
  ///
  /// `args[-1]` may be overwritten. A script function is entered (the answer is `entered`, its result goes where `resume`
  /// says), a native runs at once.
  func invoke(
    _ callee: Value, _ args: Values, _ count: Int, _ names: Value, _ resume: UInt32
  ) throws(Raise) -> Value {
    var callee = callee, args = args, count = count
    while callee.isCell {
      switch callee.cell.kind {
      case .function: return try enterFunction(callee, args, count, names, resume)
      case .native: return try callNative(callee.as(NativeCell.self).pointee.index, args, count, names)
      case .boundNative:
        let bound = callee.as(BoundCell.self).pointee
        args[-1] = bound.receiver
        return try callNative(bound.function.as(NativeCell.self).pointee.index, args - 1, count + 1, names)
      case .boundMethod:
        let bound = callee.as(BoundCell.self).pointee
        args = makeRoom(args, count, for: bound.receiver)
        count += 1
        callee = bound.function
      case .class: return try invokeClass(callee.cell, args, count, names, resume)
      default:
        let method = special(.call, classOf(callee))
        if method.isUnbound { throw notCallable(callee) }
        if method.is(.function) || method.is(.native), method.cell.shape != BuiltinType.builtinFunction.rawValue {
          args = makeRoom(args, count, for: callee)
          count += 1
          callee = method
        } else {
          let bound = try bind(method, callee, classOf(callee))
          callee = bound
        }
        try checkStack()
      }
    }
    throw notCallable(callee)
  }

  private func notCallable(_ callee: Value) -> Raise {
    raise(.typeError, "'\(typeName(callee))' object is not callable")
  }

  /// Moves arguments up by one for a receiver; they stand on the stack afterwards.
  private func makeRoom(_ args: Values, _ count: Int, for receiver: Value) -> Values {
    if isOnStack(args) {
      var i = count
      while i > 0 {
        args[i] = args[i - 1]
        i -= 1
      }
      args[0] = receiver
      return args
    }
    let window = freeTop + 1
    (window + 1).update(from: args, count: count)
    window[0] = receiver
    return window
  }

  // MARK: Script functions

  /// Binds arguments and pushes a frame, or makes the generator the function stands for.
  func enterFunction(
    _ function: Value, _ args: Values, _ count: Int, _ names: Value, _ resume: UInt32
  ) throws(Raise) -> Value {
    let cell = function.as(FunctionCell.self)
    let code = cell.pointee.code
    if !code.pointee.isCompiled { try compile(function) }
    var window = args
    if !isOnStack(args) {
      window = freeTop + 1
      window.update(from: args, count: count)
    }
    let end = window + code.pointee.registerCount
    guard UInt(bitPattern: end + count + 64) < UInt(bitPattern: pointee.stackEnd),
      pointee.frame + 1 < pointee.frameLimit
    else { throw raise(.recursionError, "maximum recursion depth exceeded") }
    window[-1] = function
    if count != code.pointee.parameterCount || cell.pointee.simpleCount == UInt32.max || !names.isUnbound {
      try bindParameters(cell, code, window, count, names)
    }
    if code.pointee.kind != .function, code.pointee.kind != .module, code.pointee.kind != .nameMode {
      return makeGenerator(function, code, window)
    }
    var resume = resume
    let caller = pointee.frame
    if resume & 0xFF == UInt32(Resume.register.rawValue), window - 1 == caller.pointee.base + Int(resume >> 8 & 0xFF) {
      resume = 0
    }
    push(code, window, end, resume)
    pointee.fuel &-= 1
    return .entered
  }

  @inline(__always)
  func push(_ code: UnsafeMutablePointer<Code>, _ window: Values, _ end: Values, _ resume: UInt32) {
    let frame = pointee.frame + 1
    frame.initialize(
      to: Frame(
        pc: code.pointee.words, base: window, top: end, code: code, owner: 0, root: 0, resume: resume, flags: 0,
        outerHandled: .unbound))
    pointee.frame = frame
  }

  // MARK: From native code

  /// Calls a callable with arguments that are copied; runs script to its end.
  public func call(_ callee: Value, args: Values, count: Int, names: Value = .unbound) throws(Raise) -> Value {
    let window = freeTop + 1
    guard UInt(bitPattern: window + count + 64) < UInt(bitPattern: pointee.stackEnd) else {
      throw raise(.recursionError, "maximum recursion depth exceeded")
    }
    window[-1] = callee
    window.update(from: args, count: count)
    return try callInPlace(callee, window, count, names)
  }

  /// As `call`, with keywords in a dict (or unbound).
  public func call(_ callee: Value, args: Values, count: Int, keywords: Value) throws(Raise) -> Value {
    let positional = newTuple(count)
    (positional.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self).update(from: args, count: count)
    let value = try invokeSpread(callee, positional, keywords, UInt32(Resume.entry.rawValue))
    return value == .entered ? try runNested() : value
  }

  /// Calls with the items of a tuple or list and a dict of keywords (or unbound).
  public func call(_ callee: Value, spread positional: Value, _ keywords: Value = .unbound) throws(Raise) -> Value {
    let value = try invokeSpread(callee, positional, keywords, UInt32(Resume.entry.rawValue))
    return value == .entered ? try runNested() : value
  }

  private func callInPlace(_ callee: Value, _ window: Values, _ count: Int, _ names: Value) throws(Raise) -> Value {
    let saved = pointee.top
    pointee.top = window + count
    defer { pointee.top = saved }
    let value = try invoke(callee, window, count, names, UInt32(Resume.entry.rawValue))
    return value == .entered ? try runNested() : value
  }

  public func call(_ callee: Value) throws(Raise) -> Value {
    let window = freeTop + 1
    window[-1] = callee
    return try callInPlace(callee, window, 0, .unbound)
  }

  public func call(_ callee: Value, _ a: Value) throws(Raise) -> Value {
    let window = freeTop + 1
    window[-1] = callee
    window[0] = a
    return try callInPlace(callee, window, 1, .unbound)
  }

  public func call(_ callee: Value, _ a: Value, _ b: Value) throws(Raise) -> Value {
    let window = freeTop + 1
    window[-1] = callee
    window[0] = a
    window[1] = b
    return try callInPlace(callee, window, 2, .unbound)
  }

  public func call(_ callee: Value, _ a: Value, _ b: Value, _ c: Value) throws(Raise) -> Value {
    let window = freeTop + 1
    window[-1] = callee
    window[0] = a
    window[1] = b
    window[2] = c
    return try callInPlace(callee, window, 3, .unbound)
  }

  public func call(_ callee: Value, _ a: Value, _ b: Value, _ c: Value, _ d: Value) throws(Raise) -> Value {
    let window = freeTop + 1
    window[-1] = callee
    window[0] = a
    window[1] = b
    window[2] = c
    window[3] = d
    return try callInPlace(callee, window, 4, .unbound)
  }

  /// Runs the frame that was just pushed as an entry to its end, below native code: nothing in it can park.
  func runNested() throws(Raise) -> Value {
    do { try checkStack() } catch {
      pointee.frame -= 1
      throw error
    }
    pointee.nativeDepth += 1
    defer { pointee.nativeDepth -= 1 }
    let value = run()
    if value == .raised { throw Raise() }
    return value
  }

  /// Runs the top frame until its entry is left.
  func run() -> Value {
    pointee.accesses.isOn ? dispatch(self, Watched.self) : dispatch(self, Plain.self)
  }

  /// `receiver.name(...)` from native code.
  public func callMethod(_ receiver: Value, _ name: StaticString, _ args: Value...) throws(Raise) -> Value {
    let method = try getAttribute(receiver, intern(name))
    switch args.count {
    case 0: return try call(method)
    case 1: return try call(method, args[0])
    case 2: return try call(method, args[0], args[1])
    default: return try call(method, args[0], args[1], args[2])
    }
  }

  /// Calls a special method of a value's class, or answers nil if it has none.
  public func callSpecial(_ method: Special, on value: Value) throws(Raise) -> Value? {
    let found = special(method, classOf(value))
    if found.isUnbound || found.isNone { return nil }
    if found.is(.function) || found.is(.native) { return try call(found, value) }
    return try call(try bind(found, value, classOf(value)))
  }

  public func callSpecial(_ method: Special, on value: Value, _ a: Value) throws(Raise) -> Value? {
    let found = special(method, classOf(value))
    if found.isUnbound || found.isNone { return nil }
    if found.is(.function) || found.is(.native) { return try call(found, value, a) }
    return try call(try bind(found, value, classOf(value)), a)
  }

  public func callSpecial(_ method: Special, on value: Value, _ a: Value, _ b: Value) throws(Raise) -> Value? {
    let found = special(method, classOf(value))
    if found.isUnbound || found.isNone { return nil }
    if found.is(.function) || found.is(.native) { return try call(found, value, a, b) }
    return try call(try bind(found, value, classOf(value)), a, b)
  }

  /// RecursionError when the native stack is nearly used up; call it wherever native code recurses.
  @inline(__always)
  public func checkStack() throws(Raise) {
    if machine_stack_here() < pointee.nativeStackLow { throw stackOverflow() }
  }

  @inline(never)
  private func stackOverflow() -> Raise {
    // Room for the handlers of the exception itself.
    raise(.recursionError, "maximum recursion depth exceeded")
  }
}

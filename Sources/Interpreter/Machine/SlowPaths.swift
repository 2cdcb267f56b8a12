// SlowPaths.swift — what the remaining instructions call: displays, contexts, patterns, looking up.

import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  // MARK: Displays

  @inline(never)
  func makeSlice(_ start: Value, _ stop: Value, _ step: Value) -> Value {
    let cell = allocate(.slice, MemoryLayout<SliceCell>.size, shape: BuiltinType.slice.rawValue)
    let slice = cell.assumingMemoryBound(to: SliceCell.self)
    slice.pointee.start = start
    slice.pointee.stop = stop
    slice.pointee.step = step
    return Value(cell)
  }

  @inline(never)
  func buildTuple(_ items: Values, _ count: Int) -> Value {
    let made = newTuple(count)
    itemsOf(made).0.update(from: items, count: count)
    return made
  }

  /// A list of values that stand in registers.
  func buildListValue(_ items: Values, _ count: Int) throws(Raise) -> Value { try list(items, count) }

  @inline(never)
  func buildList(_ items: Values, _ count: Int) -> Value {
    guarded { () throws(Raise) -> Value in try list(items, count) }
  }

  @inline(never)
  func buildSet(_ items: Values, _ count: Int) -> Value {
    guarded { () throws(Raise) -> Value in
      let made = set()
      hold(made)
      defer { unhold() }
      for i in 0..<count { try setAdd(made.cell, items[i]) }
      return made
    }
  }

  @inline(never)
  func buildMap(_ pairs: Values, _ count: Int) -> Value {
    guarded { () throws(Raise) -> Value in
      let made = dict(capacity: count)
      hold(made)
      defer { unhold() }
      for i in 0..<count { try dictSet(made.cell, pairs[2 * i], pairs[2 * i + 1]) }
      return made
    }
  }

  @inline(never)
  func joinTexts(_ values: Values, _ count: Int) -> Value {
    guarded { () throws(Raise) -> Value in try joinStrings(values, count) }
  }

  /// f-string pieces: `conversion` 0 none, 1 str, 2 repr, 3 ascii.
  @inline(never)
  func formatConverted(_ value: Value, _ conversion: Int, _ spec: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      var converted = value
      switch conversion {
      case 1: converted = try str(value)
      case 2: converted = try repr(value)
      case 3: converted = try ascii(value)
      default: break
      }
      if converted.isExactStr, spec.isUnbound { return converted }
      return try formatValue(converted, spec: spec.isUnbound ? emptyText : spec)
    }
  }

  @inline(never)
  func appendSlowly(_ list: Value, _ item: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      try listAppend(list.cell, item)
      return .none
    }
  }

  @inline(never)
  func setAddSlowly(_ set: Value, _ item: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      try setAdd(set.cell, item)
      return .none
    }
  }

  @inline(never)
  func mapInsertSlowly(_ map: Value, _ key: Value, _ value: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      try dictSet(map.cell, key, value)
      return .none
    }
  }

  @inline(never)
  func listExtendSlowly(_ list: Value, _ items: Value, _ callee: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      if !isIterable(items) {
        if !callee.isUnbound {
          throw raise(
            .typeError,
            "\(callableName(callee)) argument after * must be an iterable, not \(typeName(items))")
        }
        throw raise(.typeError, "Value after * must be an iterable, not \(typeName(items))")
      }
      try listExtend(list.cell, items)
      return .none
    }
  }

  private func isIterable(_ value: Value) -> Bool {
    let ownerClass = classOf(value)
    let method = special(.iterate, ownerClass)
    return !(method.isUnbound || method.isNone) || !special(.getItem, ownerClass).isUnbound
  }

  /// `module.function()` as error messages of calls spell it.
  func callableName(_ callee: Value) -> String {
    if callee.is(.function) {
      let function = callee.as(FunctionCell.self).pointee
      let name = swiftString(function.qualifiedName)
      guard function.module.is(.str) else { return "\(name)()" }
      let module = swiftString(function.module)
      return module == "builtins" ? "\(name)()" : "\(module).\(name)()"
    }
    if callee.is(.boundMethod) { return callableName(callee.as(BoundCell.self).pointee.function) }
    if callee.is(.native) { return "\(swiftString(callee.as(NativeCell.self).pointee.name))()" }
    if callee.is(.class) {
      let module = (try? findAttribute(callee, specialName(.module))) ?? nil
      let name = swiftString(classCell(callee.cell).pointee.qualifiedName)
      guard let module, module.is(.str), swiftString(module) != "builtins" else { return "\(name)()" }
      return "\(swiftString(module)).\(name)()"
    }
    return "\(typeName(callee)) object"
  }

  @inline(never)
  func setUpdateSlowly(_ set: Value, _ items: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      try setUpdate(set.cell, items)
      return .none
    }
  }

  @inline(never)
  func mapUpdateSlowly(_ map: Value, _ other: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      guard try isMapping(other) else {
        throw raise(.typeError, "'\(typeName(other))' object is not a mapping")
      }
      try dictMerge(map.cell, other, override: true)
      return .none
    }
  }

  private func isMapping(_ value: Value) throws(Raise) -> Bool {
    if value.is(.dict) { return true }
    return try findAttribute(value, intern("keys")) != nil
  }

  /// `**other` in a call.
  @inline(never)
  func mapMergeSlowly(_ map: Value, _ other: Value, _ callee: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      guard try isMapping(other) else {
        throw raise(
          .typeError, "\(callableName(callee)) argument after ** must be a mapping, not \(typeName(other))")
      }
      var source = other
      if !other.is(.dict) {
        source = dict()
        hold(source)
        defer { unhold() }
        try dictMerge(source.cell, other, override: true)
      }
      let dictionary = source.as(DictCell.self)
      for i in 0..<Int(dictionary.pointee.fill32) {
        let entry = dictionary.pointee.entries[i]
        if entry.key.isUnbound { continue }
        guard entry.key.is(.str) else { throw raise(.typeError, "keywords must be strings") }
        let name = intern(entry.key)
        if !dictGetStr(map.cell, name).isUnbound {
          throw raise(
            .typeError,
            "\(callableName(callee)) got multiple values for keyword argument '\(swiftString(name))'")
        }
        try dictSetStr(map.cell, name, entry.value)
      }
      return .none
    }
  }

  @inline(never)
  func listToTuple(_ list: Value) -> Value {
    let (items, count) = itemsOf(list)
    return buildTuple(items, count)
  }

  // MARK: Unpacking

  @inline(never)
  func unpackSlowly(_ value: Value, _ count: Int, _ place: Values) -> Value {
    guarded { () throws(Raise) -> Value in
      try unpack(value, count, into: place)
      return .none
    }
  }

  @inline(never)
  func unpackStar(_ value: Value, _ before: Int, _ after: Int, _ place: Values) -> Value {
    guarded { () throws(Raise) -> Value in
      let ownerClass = classOf(value)
      if special(.iterate, ownerClass).isUnbound, special(.getItem, ownerClass).isUnbound {
        throw raise(.typeError, "cannot unpack non-iterable \(typeName(value)) object")
      }
      let all = try listFrom(value)
      let (items, count) = itemsOf(all)
      guard count >= before + after else {
        throw raise(
          .valueError, "not enough values to unpack (expected at least \(before + after), got \(count))")
      }
      let middle = try list(items + before, count - before - after)
      for i in 0..<before { place[i] = itemsOf(all).0[i] }
      place[before] = middle
      for i in 0..<after { place[before + 1 + i] = itemsOf(all).0[count - after + i] }
      return .none
    }
  }

  // MARK: Contexts

  @inline(never)
  func loadContext(_ place: Values, _ manager: Value, isAsync: Bool) -> Value {
    guarded { () throws(Raise) -> Value in
      let ownerClass = classOf(manager)
      let enter = special(isAsync ? .asyncEnter : .enter, ownerClass)
      let exit = special(isAsync ? .asyncExit : .exit, ownerClass)
      let kind = isAsync ? "asynchronous context manager" : "context manager"
      if enter.isUnbound {
        let other = special(isAsync ? .enter : .asyncEnter, ownerClass)
        var hint = ""
        if !other.isUnbound {
          hint = isAsync ? "" : " (missed __exit__ method)"
        }
        _ = hint
        throw raise(.typeError, "'\(typeName(manager))' object does not support the \(kind) protocol")
      }
      if exit.isUnbound {
        let missing = isAsync ? "__aexit__" : "__exit__"
        throw raise(
          .typeError,
          "'\(typeName(manager))' object does not support the \(kind) protocol (missed \(missing) method)")
      }
      let boundExit = try bind(exit, manager, ownerClass)
      place[0] = boundExit
      place[1] = try bind(enter, manager, ownerClass)
      return .none
    }
  }

  private func callWithException(_ exit: Value, _ exception: Value) throws(Raise) -> Value {
    let traceback = exception.as(ExceptionCell.self).pointee.traceback
    return try call(exit, Value(classOf(exception)), exception, traceback)
  }

  @inline(never)
  func callExit(_ exit: Value, _ exception: Value) -> Value {
    guarded { () throws(Raise) -> Value in Value(try truth(try callWithException(exit, exception))) }
  }

  @inline(never)
  func callAsyncExit(_ exit: Value, _ exception: Value) -> Value {
    guarded { () throws(Raise) -> Value in try callWithException(exit, exception) }
  }

  // MARK: Patterns

  /// Whether a value is a sequence in the sense of `match` with `count` items (or at least as many).
  @inline(never)
  func matchesSequence(_ value: Value, _ count: Int, atLeast: Bool) -> Bool {
    guard value.isCell else { return false }
    let size: Int
    switch value.cell.kind {
    case .list: size = value.as(ListCell.self).pointee.count
    case .tuple: size = value.as(TupleCell.self).pointee.count
    case .range, .instance, .record:
      guard isPatternSequence(value), let length = try? length(value) else {
        pointee.exception = .unbound
        return false
      }
      size = length
    default: return false
    }
    return atLeast ? size >= count : size == count
  }

  private func isPatternSequence(_ value: Value) -> Bool {
    if value.is(.range) || value.isRecord(.deque) || value.isRecord(.memoryView) { return true }
    return isAbstractInstance(value, "Sequence")
  }

  @inline(never)
  func matchesMapping(_ value: Value, _ count: Int) -> Bool {
    guard value.isCell else { return false }
    if !value.is(.dict), !value.is(.mappingProxy), !isAbstractInstance(value, "Mapping") { return false }
    if count == 0 { return true }
    guard let size = try? length(value) else {
      pointee.exception = .unbound
      return false
    }
    return size >= count
  }

  /// Whether a value's class is registered with or inherits from a class of `collections.abc`, if that is loaded.
  private func isAbstractInstance(_ value: Value, _ name: StaticString) -> Bool {
    let module = dictGetStr(pointee.modules.cell, intern("collections.abc"))
    guard module.is(.module) else { return false }
    let abstract = dictGetStr(attributesCell(module.cell), intern(name))
    guard abstract.is(.class) else { return false }
    if isInstance(value, abstract.cell) { return true }
    guard let answer = try? isInstanceOf(value, abstract) else {
      pointee.exception = .unbound
      return false
    }
    return answer
  }

  @inline(never)
  func matchKeys(_ place: Values, _ value: Value, _ keys: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      let (items, count) = itemsOf(keys)
      for i in 0..<count {
        for j in 0..<i where try equal(items[i], items[j]) {
          throw raise(.valueError, "mapping pattern checks duplicate key (\(try swiftRepr(items[i])))")
        }
      }
      for i in 0..<count {
        if isExact(value, .dict) {
          guard let found = try dictGet(value.cell, items[i]) else { return .false }
          place[i] = found
        } else {
          let marker = Value(builtin(.object))
          let found = try callMethod(value, "get", items[i], marker)
          if found == marker { return .false }
          place[i] = found
        }
      }
      return .true
    }
  }

  @inline(never)
  func matchRest(_ value: Value, _ keys: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      let copy = dict()
      hold(copy)
      defer { unhold() }
      try dictMerge(copy.cell, value, override: true)
      let (items, count) = itemsOf(keys)
      for i in 0..<count { _ = try dictDelete(copy.cell, items[i]) }
      return copy
    }
  }

  @inline(never)
  func matchClass(_ place: Values, _ value: Value, _ wanted: Value, _ positional: Int, _ names: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      guard wanted.is(.class) else {
        throw raise(.typeError, "called match pattern must be a class")
      }
      guard try isInstanceOf(value, wanted) else { return .false }
      var next = 0
      if positional > 0 {
        guard try matchPositional(place, value, wanted, positional, names) else { return .false }
        next = positional
      }
      if names.isUnbound { return .true }
      let (keys, count) = itemsOf(names)
      for i in 0..<count {
        guard let found = try findAttributeQuietly(value, keys[i]) else { return .false }
        place[next + i] = found
      }
      return .true
    }
  }

  /// An attribute, or nil for any AttributeError.
  public func findAttributeQuietly(_ value: Value, _ name: Value) throws(Raise) -> Value? {
    do { return try findAttribute(value, name) } catch {
      guard exceptionIs(.attributeError) else { throw error }
      pointee.exception = .unbound
      return nil
    }
  }

  private func matchPositional(
    _ place: Values, _ value: Value, _ wanted: Value, _ positional: Int, _ names: Value
  ) throws(Raise) -> Bool {
    let type = className(wanted.cell)
    guard let arguments = try findAttributeQuietly(wanted, specialName(.matchArgs)) else {
      if isSelfMatching(wanted.cell) {
        if positional > 1 {
          throw raise(.typeError, "\(type)() accepts 1 positional sub-pattern (\(positional) given)")
        }
        place[0] = value
        return true
      }
      throw raise(.typeError, "\(type)() accepts 0 positional sub-patterns (\(positional) given)")
    }
    guard arguments.is(.tuple) else {
      throw raise(.typeError, "\(type).__match_args__ must be a tuple (got \(typeName(arguments)))")
    }
    let (items, count) = itemsOf(arguments)
    guard positional <= count else {
      let plural = count == 1 ? "" : "s"
      throw raise(.typeError, "\(type)() accepts \(count) positional sub-pattern\(plural) (\(positional) given)")
    }
    for i in 0..<positional {
      guard items[i].is(.str) else {
        throw raise(.typeError, "__match_args__ elements must be strings (got \(typeName(items[i])))")
      }
      let name = intern(items[i])
      if names.is(.tuple) {
        for j in 0..<itemsOf(names).1 where itemsOf(names).0[j] == name {
          throw raise(.typeError, "\(type)() got multiple sub-patterns for attribute '\(swiftString(name))'")
        }
      }
      guard let found = try findAttributeQuietly(value, name) else { return false }
      place[i] = found
    }
    return true
  }

  /// Builtin classes whose one positional pattern is the value itself.
  private func isSelfMatching(_ cell: Cell) -> Bool {
    let types: [BuiltinType] = [.bool, .bytearray, .bytes, .dict, .float, .frozenset, .int, .list, .set, .str, .tuple]
    return types.contains { isSubclass(cell, builtin($0)) }
  }

  // MARK: Looking up

  /// What the machine does when its fuel is used up: exhausted memory, signals, the limit of the run.
  @inline(never)
  func lookUp() -> Value {
    pointee.fuel = Machine.fuelPortion
    pointee.stepsTaken += UInt64(Machine.fuelPortion)
    return guarded { () throws(Raise) -> Value in
      if pointee.heap.isExhausted {
        collect()
        if pointee.heap.isExhausted { throw raise(.memoryError, "") }
      }
      if let limit = pointee.limits.fuel, pointee.stepsTaken > limit {
        throw raise(.runtimeError, "fuel limit reached")
      }
      if isPreciseCollectionDue, pointee.nativeDepth == 0 { collectPrecisely() }
      if let signal = pointee.outside.kernel.world.takeSignal() { try handleSignal(signal) }
      return .none
    }
  }
}

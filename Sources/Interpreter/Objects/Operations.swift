// Operations.swift — the operations any value may answer: the native one for its kind, or its class's special method.

import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  // MARK: Truth and length

  public func truth(_ value: Value) throws(Raise) -> Bool {
    if value.isBool { return value.isTrue }
    if value.isNone { return false }
    if value.isSmallInt { return value.smallInt != 0 }
    if value.isDouble { return value.double != 0 }
    guard value.isCell else { return true }
    if isPlain(value.cell) {
      switch value.cell.kind {
      case .str, .bytes: return value.as(TextCell.self).pointee.byteCount != 0
      case .list: return value.as(ListCell.self).pointee.count32 != 0
      case .tuple: return value.as(TupleCell.self).pointee.count != 0
      case .dict: return value.as(DictCell.self).pointee.used32 != 0
      case .set, .frozenSet: return value.as(SetCell.self).pointee.used != 0
      case .int, .complex: return numberTruth(value)
      case .function, .native, .class, .module, .generator, .exception, .boundMethod: return true
      default: break
      }
    }
    return try classTruth(value)
  }

  private func classTruth(_ value: Value) throws(Raise) -> Bool {
    if let answer = try callSpecial(.bool, on: value) {
      guard answer.isBool else {
        throw raise(.typeError, "__bool__ should return bool, returned \(typeName(answer))")
      }
      return answer.isTrue
    }
    if special(.length, classOf(value)).isUnbound { return true }
    return try length(value) != 0
  }

  @inline(never)
  func truthSlowly(_ value: Value) -> Value { guarded { () throws(Raise) -> Value in Value(try truth(value)) } }

  /// `len(value)`.
  public func length(_ value: Value) throws(Raise) -> Int {
    if value.isCell, isPlain(value.cell) {
      switch value.cell.kind {
      case .str: return Int(value.as(TextCell.self).pointee.length)
      case .bytes, .byteArray: return Int(value.as(TextCell.self).pointee.byteCount)
      case .list: return value.as(ListCell.self).pointee.count
      case .tuple: return value.as(TupleCell.self).pointee.count
      case .dict: return Int(value.as(DictCell.self).pointee.used32)
      case .set, .frozenSet: return value.as(SetCell.self).pointee.used
      default: break
      }
    }
    guard let answer = try callSpecial(.length, on: value) else {
      throw raise(.typeError, "object of type '\(typeName(value))' has no len()")
    }
    let number = try index(answer, "'\(typeName(answer))' object cannot be interpreted as an integer")
    if number < 0 { throw raise(.valueError, "__len__() should return >= 0") }
    return number
  }

  @inline(never)
  func lengthSlowly(_ value: Value) -> Value { guarded { () throws(Raise) -> Value in int(try length(value)) } }

  /// An int from a value with `__index__`; OverflowError past a word.
  public func index(_ value: Value) throws(Raise) -> Int {
    try index(value, "'\(typeName(value))' object cannot be interpreted as an integer")
  }

  private func index(_ value: Value, _ complaint: String) throws(Raise) -> Int {
    if value.isSmallInt { return value.smallInt }
    let number = try indexObject(value, complaint)
    if let word = intValue(number) { return word }
    throw raise(.overflowError, "cannot fit 'int' into an index-sized integer")
  }

  /// `operator.index(value)`: an int (or bool) object.
  public func indexObject(_ value: Value, _ complaint: String) throws(Raise) -> Value {
    if value.isSmallInt || value.isBool || value.is(.int) { return value }
    guard let number = try callSpecial(.index, on: value) else { throw raise(.typeError, complaint) }
    if number.isSmallInt || number.isBool || number.is(.int) { return number }
    throw raise(.typeError, "__index__ returned non-int (type \(typeName(number)))")
  }

  // MARK: Comparison

  public func equal(_ a: Value, _ b: Value) throws(Raise) -> Bool {
    if a == b, !a.isDouble { return true }
    return try truth(try compare(.equal, a, b))
  }

  /// A rich comparison: the reflected method of a subclass first, then both sides, then identity or TypeError.
  public func compare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    if let quick = quickCompare(op, a, b) { return quick }
    try checkStack()
    let classA = classOf(a), classB = classOf(b)
    let reflected = Operators.reflected(op)
    let rightFirst =
      classA != classB && isSubclass(classB, classA)
      && special(Operators.special(reflected), classB) != special(Operators.special(reflected), classA)
    if rightFirst {
      let answer = try halfCompare(reflected, b, a)
      if answer != .notImplemented { return answer }
    }
    let answer = try halfCompare(op, a, b)
    if answer != .notImplemented { return answer }
    if !rightFirst {
      let answer = try halfCompare(reflected, b, a)
      if answer != .notImplemented { return answer }
    }
    switch op {
    case .equal: return Value(a == b)
    case .notEqual: return Value(a != b)
    default:
      throw raise(
        .typeError,
        "'\(Operators.spelling(op))' not supported between instances of '\(typeName(a))' and '\(typeName(b))'")
    }
  }

  /// Comparisons of numbers and plain texts, which no script can change.
  private func quickCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) -> Value? {
    if isPlainNumber(a), isPlainNumber(b) {
      let answer = numberCompare(op, a, b)
      return answer == .notImplemented ? nil : answer
    }
    if a.isExactStr, b.isExactStr {
      switch op {
      case .equal: return Value(textEqual(a.cell, b.cell))
      case .notEqual: return Value(!textEqual(a.cell, b.cell))
      default: return Value(holds(op, textCompare(a.cell, b.cell)))
      }
    }
    return nil
  }

  @inline(__always) private func isPlainNumber(_ v: Value) -> Bool {
    v.isSmallInt || v.isDouble || v.isBool || v.isExactly(.int)
  }

  /// One side's answer to a comparison.
  private func halfCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    if a.isCell, isPlain(a.cell) {
      switch a.cell.kind {
      case .list, .tuple: return try sequenceCompareChecked(op, a, b)
      case .set, .frozenSet: return try setCompare(op, a, b)
      case .instance: break
      default: break
      }
    }
    let ownerClass = classOf(a)
    let method = special(Operators.special(op), ownerClass)
    if method.isUnbound || method.isNone { return .notImplemented }
    if method.is(.function) || method.is(.native) { return try call(method, a, b) }
    return try call(try bind(method, a, ownerClass), b)
  }

  private func sequenceCompareChecked(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard b.isCell, b.cell.kind == a.cell.kind else { return .notImplemented }
    return try sequenceCompare(op, a, b)
  }

  @inline(never)
  func compareSlowly(_ op: ComparisonOperator, _ a: Value, _ b: Value) -> Value {
    guarded { () throws(Raise) -> Value in try compare(op, a, b) }
  }

  /// The truth of a comparison, for fused jumps.
  @inline(never)
  func compareTruth(_ op: ComparisonOperator, _ a: Value, _ b: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      let answer = try compare(op, a, b)
      return answer.isBool ? answer : Value(try truth(answer))
    }
  }

  // MARK: Hash

  public func hash(_ value: Value) throws(Raise) -> Int {
    if isPlainNumber(value) { return numberHash(value) }
    if value.isExactStr { return textHash(value.cell) }
    guard value.isCell else { return identity(value) >> 4 }
    let ownerClass = classOf(value)
    let method = special(.hash, ownerClass)
    if method.isUnbound || method.isNone { throw raise(.typeError, "unhashable type: '\(typeName(value))'") }
    if method.is(.native), method == ownAttribute(builtin(.object), specialName(.hash)) { return identityHash(value) }
    try checkStack()
    let answer =
      method.is(.function) || method.is(.native)
      ? try call(method, value) : try call(try bind(method, value, ownerClass))
    guard answer.isSmallInt || answer.isBool || answer.is(.int) else {
      throw raise(.typeError, "__hash__ method should return an integer")
    }
    if let word = intValue(answer) { return word == -1 ? -2 : word }
    return intHash(answer)
  }

  // MARK: Items

  public func getItem(_ container: Value, _ key: Value) throws(Raise) -> Value {
    if container.isCell, isPlain(container.cell) {
      switch container.cell.kind {
      case .list: return try listGetItem(container, key)
      case .tuple: return try tupleGetItem(container, key)
      case .dict: return try dictGetItem(container, key)
      case .str: return try textGetItem(container, key)
      case .class: return try classGetItem(container, key)
      default: break
      }
    }
    if let item = try callSpecial(.getItem, on: container, key) { return item }
    if container.is(.class) { return try classGetItem(container, key) }
    throw raise(.typeError, "'\(typeName(container))' object is not subscriptable")
  }

  /// `Class[key]`.
  private func classGetItem(_ container: Value, _ key: Value) throws(Raise) -> Value {
    if let item = try callSpecial(.getItem, on: container, key) { return item }
    if let method = try findAttribute(container, specialName(.classGetItem)) { return try call(method, key) }
    throw raise(.typeError, "type '\(className(container.cell))' is not subscriptable")
  }

  @inline(never)
  func getItemSlowly(_ container: Value, _ key: Value) -> Value {
    guarded { () throws(Raise) -> Value in try getItem(container, key) }
  }

  public func setItem(_ container: Value, _ key: Value, _ value: Value) throws(Raise) {
    if container.isCell, isPlain(container.cell) {
      switch container.cell.kind {
      case .list: return try listSetItem(container, key, value)
      case .dict: return try dictSet(container.cell, key, value)
      default: break
      }
    }
    if try callSpecial(.setItem, on: container, key, value) == nil {
      throw raise(.typeError, "'\(typeName(container))' object does not support item assignment")
    }
  }

  @inline(never)
  func setItemSlowly(_ container: Value, _ key: Value, _ value: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      try setItem(container, key, value)
      return .none
    }
  }

  public func deleteItem(_ container: Value, _ key: Value) throws(Raise) {
    if container.isCell, container.cell.shape == BuiltinType.dict.rawValue {
      if try !dictDelete(container.cell, key) { throw raiseKeyError(key) }
      return
    }
    if try callSpecial(.deleteItem, on: container, key) == nil {
      throw raise(.typeError, "'\(typeName(container))' object doesn't support item deletion")
    }
  }

  @inline(never)
  func deleteItemSlowly(_ container: Value, _ key: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      try deleteItem(container, key)
      return .none
    }
  }

  public func contains(_ container: Value, _ item: Value) throws(Raise) -> Bool {
    if container.isCell, isPlain(container.cell) {
      switch container.cell.kind {
      case .dict: return try dictGet(container.cell, item) != nil
      case .set, .frozenSet: return try setContains(container.cell, item)
      case .list, .tuple: return try sequenceContains(container, item)
      default: break
      }
    }
    let method = special(.contains, classOf(container))
    if method.isNone { throw raise(.typeError, "'\(typeName(container))' object is not a container") }
    if let answer = try callSpecial(.contains, on: container, item) { return try truth(answer) }
    if special(.iterate, classOf(container)).isUnbound, special(.getItem, classOf(container)).isUnbound {
      throw raise(.typeError, "argument of type '\(typeName(container))' is not iterable")
    }
    let iterator = try iterator(container)
    while let element = try next(iterator) {
      if try equal(element, item) { return true }
    }
    return false
  }

  @inline(never)
  func containsSlowly(_ container: Value, _ item: Value) -> Value {
    guarded { () throws(Raise) -> Value in Value(try contains(container, item)) }
  }

  // MARK: Iteration

  /// Whether a value has `__next__`.
  public func isIterator(_ value: Value) -> Bool {
    if value.is(.generator) { return generatorKind(value.cell) == .generator }
    return !special(.next, classOf(value)).isUnbound
  }

  public func iterator(_ value: Value) throws(Raise) -> Value {
    if value.isCell, isPlain(value.cell) {
      switch value.cell.kind {
      case .list, .tuple, .dict, .set, .frozenSet, .range, .str: return try nativeIterator(value)
      case .generator where generatorKind(value.cell) == .generator: return value
      default: break
      }
    }
    let ownerClass = classOf(value)
    let method = special(.iterate, ownerClass)
    if method.isUnbound || method.isNone {
      if method.isUnbound, !special(.getItem, ownerClass).isUnbound { return sequenceIterator(value) }
      throw raise(.typeError, "'\(typeName(value))' object is not iterable")
    }
    let made = try callSpecial(.iterate, on: value) ?? .none
    guard isIterator(made) else {
      throw raise(.typeError, "iter() returned non-iterator of type '\(typeName(made))'")
    }
    return made
  }

  @inline(never)
  func iteratorSlowly(_ value: Value) -> Value {
    guarded { () throws(Raise) -> Value in try iterator(value) }
  }

  /// The next item, or nil at the end.
  public func next(_ iterator: Value) throws(Raise) -> Value? {
    let item = nextSlowly(iterator)
    if item == .raised { throw Raise() }
    return item.isUnbound ? nil : item
  }

  /// The next item, `unbound` at the end, `raised`.
  @inline(never)
  func nextSlowly(_ iterator: Value) -> Value {
    if iterator.isCell {
      if iterator.cell.kind == .generator, generatorKind(iterator.cell) == .generator {
        do { try checkStack() } catch { return .raised }
        pointee.nativeDepth += 1
        defer { pointee.nativeDepth -= 1 }
        let value = resume(iterator.cell, sending: .none)
        return value != .raised && pointee.rest == .returned ? .unbound : value
      }
      if isPlain(iterator.cell) || iterator.cell.kind == .record {
        do {
          if let item = try nativeNextIfNative(iterator) { return item }
        } catch { return .raised }
      }
    }
    do {
      guard let item = try callSpecial(.next, on: iterator) else {
        throw raise(.typeError, "'\(typeName(iterator))' object is not an iterator")
      }
      return item
    } catch {
      guard exceptionIs(.stopIteration) else { return .raised }
      pointee.exception = .unbound
      return .unbound
    }
  }
}

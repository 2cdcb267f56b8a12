// Set+Operations.swift — the algebra of sets.

import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  /// An empty set of the same builtin type as another.
  func emptySet(like s: Cell) -> Value { s.kind == .set ? set() : frozenSet() }

  /// A copy as a plain set or frozen set; a plain frozen set is its own copy.
  func setCopy(_ s: Cell) throws(Raise) -> Value {
    if Value(s).isExactly(.frozenset) { return Value(s) }
    return try setFreshCopy(s)
  }

  func setFreshCopy(_ s: Cell) throws(Raise) -> Value {
    let copy = emptySet(like: s)
    try setMerge(copy.cell, s)
    return copy
  }

  /// Walks the entries of a set while script may change it.
  @inline(__always)
  private func eachEntry(_ s: Cell, _ body: (SetEntry) throws(Raise) -> Bool) throws(Raise) {
    var slot = setNext(s, from: 0)
    while slot >= 0 {
      if try !body(setEntry(s, slot)) { return }
      slot = setNext(s, from: slot + 1)
    }
  }

  func setUnion(_ s: Cell, _ other: Value) throws(Raise) -> Value {
    let result = try setFreshCopy(s)
    try setUpdate(result.cell, other)
    return result
  }

  /// The common items, in the order of the smaller set or of an iterable.
  func setIntersection(_ s: Cell, _ other: Value) throws(Raise) -> Value {
    if other.isCell, other.cell == s { return try setCopy(s) }
    let result = emptySet(like: s)
    if isAnySet(other) {
      var (large, small) = (s, other.cell)
      if setLength(small) > setLength(large) { swap(&large, &small) }
      try eachEntry(small) { (entry) throws(Raise) -> Bool in
        if try setFind(large, entry.key, hash: entry.hash) >= 0 {
          try setAdd(result.cell, entry.key, hash: entry.hash)
        }
        return true
      }
      return result
    }
    try iterate(other) { (item) throws(Raise) -> Bool in
      let hash = try keyHash(item)
      if try setFind(s, item, hash: hash) >= 0 { try setAdd(result.cell, item, hash: hash) }
      return true
    }
    return result
  }

  /// Makes a set have the contents of another, which is given up.
  func setTake(_ s: Cell, _ other: Cell) {
    let from = other.asSet.pointee
    willWrite(s + 16, bytes: 32)
    let to = s.asSet
    (to.pointee.entries, to.pointee.used) = (from.entries, from.used)
    (to.pointee.fill, to.pointee.mask) = (from.fill, from.mask)
  }

  func setSubtract(_ s: Cell, _ other: Value) throws(Raise) {
    if other.isCell, other.cell == s { return setClear(s) }
    if isAnySet(other) {
      var source = other.cell
      if setLength(source) >> 3 > setLength(s) { source = try setIntersection(s, other).cell }
      try eachEntry(source) { (entry) throws(Raise) -> Bool in
        _ = try setDiscard(s, entry.key, hash: entry.hash)
        return true
      }
    } else {
      try iterate(other) { (item) throws(Raise) -> Bool in
        _ = try setDiscard(s, item, hash: try keyHash(item))
        return true
      }
    }
    let set = s.asSet.pointee
    if set.fill - set.used <= set.effectiveMask / 4 { return }
    try resizeSet(s, set.used > 50000 ? set.used * 2 : set.used * 4)
  }

  func setDifference(_ s: Cell, _ other: Value) throws(Raise) -> Value {
    let isDict = other.isExactly(.dict)
    let size = isAnySet(other) ? setLength(other.cell) : isDict ? dictCount(other.cell) : -1
    if size < 0 || setLength(s) >> 2 > size {
      let result = try setFreshCopy(s)
      try setSubtract(result.cell, other)
      return result
    }
    let result = emptySet(like: s)
    try eachEntry(s) { (entry) throws(Raise) -> Bool in
      let found =
        isDict
        ? try dictFind(other.cell, entry.key, hash: entry.hash)
        : try setFind(other.cell, entry.key, hash: entry.hash)
      if found < 0 { try setAdd(result.cell, entry.key, hash: entry.hash) }
      return true
    }
    return result
  }

  /// Removes what both have and adds what only the other has.
  func setToggle(_ s: Cell, _ other: Value) throws(Raise) {
    if other.isCell, other.cell == s { return setClear(s) }
    if other.isExactly(.dict) {
      var i = dictNext(other.cell, from: 0)
      while i >= 0 {
        let entry = dictEntry(other.cell, i)
        if try !setDiscard(s, entry.key, hash: entry.hash) { try setAdd(s, entry.key, hash: entry.hash) }
        i = dictNext(other.cell, from: i + 1)
      }
      return
    }
    var source = other
    if !isAnySet(other) {
      source = emptySet(like: s)
      try setUpdate(source.cell, other)
    }
    try eachEntry(source.cell) { (entry) throws(Raise) -> Bool in
      if try !setDiscard(s, entry.key, hash: entry.hash) { try setAdd(s, entry.key, hash: entry.hash) }
      return true
    }
  }

  func setSymmetricDifference(_ s: Cell, _ other: Value) throws(Raise) -> Value {
    let result = emptySet(like: s)
    try setUpdate(result.cell, other)
    try setToggle(result.cell, Value(s))
    return result
  }

  func setIsSubset(_ s: Cell, _ other: Value) throws(Raise) -> Bool {
    if !isAnySet(other) {
      return setLength(try setIntersection(s, other).cell) == setLength(s)
    }
    if setLength(s) > setLength(other.cell) { return false }
    var result = true
    try eachEntry(s) { (entry) throws(Raise) -> Bool in
      result = try setFind(other.cell, entry.key, hash: entry.hash) >= 0
      return result
    }
    return result
  }

  func setIsSuperset(_ s: Cell, _ other: Value) throws(Raise) -> Bool {
    if isAnySet(other) { return try setIsSubset(other.cell, Value(s)) }
    var result = true
    try iterate(other) { (item) throws(Raise) -> Bool in
      result = try setContains(s, item)
      return result
    }
    return result
  }

  func setIsDisjoint(_ s: Cell, _ other: Value) throws(Raise) -> Bool {
    var result = true
    if isAnySet(other) {
      if other.cell == s { return setLength(s) == 0 }
      var (large, small) = (s, other.cell)
      if setLength(small) > setLength(large) { swap(&large, &small) }
      try eachEntry(small) { (entry) throws(Raise) -> Bool in
        result = try setFind(large, entry.key, hash: entry.hash) < 0
        return result
      }
      return result
    }
    try iterate(other) { (item) throws(Raise) -> Bool in
      result = try setFind(s, item, hash: try keyHash(item)) < 0
      return result
    }
    return result
  }

  /// NotImplemented unless both are sets.
  public func setCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard isAnySet(a), isAnySet(b) else { return .notImplemented }
    try checkStack()
    let x = a.cell, y = b.cell
    switch op {
    case .equal, .isSame, .contains: return Value(try setEqual(x, y))
    case .notEqual, .isNotSame, .containsNot: return Value(try !setEqual(x, y))
    case .lessOrEqual: return Value(try setIsSubset(x, b))
    case .greaterOrEqual: return Value(try setIsSubset(y, a))
    case .less: return setLength(x) < setLength(y) ? Value(try setIsSubset(x, b)) : .false
    case .greater: return setLength(x) > setLength(y) ? Value(try setIsSubset(y, a)) : .false
    }
  }

  private func setEqual(_ a: Cell, _ b: Cell) throws(Raise) -> Bool {
    if setLength(a) != setLength(b) { return false }
    if a.kind == .frozenSet, b.kind == .frozenSet {
      let x = a.asSet.pointee.hash, y = b.asSet.pointee.hash
      if x != -1, y != -1, x != y { return false }
    }
    return try setIsSubset(a, Value(b))
  }

  /// `|`, `&`, `-`, `^` of two sets and their in-place forms; else NotImplemented.
  public func setBinary(_ op: BinaryOperator, _ a: Value, _ b: Value, inPlace: Bool) throws(Raise) -> Value {
    guard isAnySet(a), isAnySet(b) else { return .notImplemented }
    let inPlace = inPlace && a.is(.set)
    switch op {
    case .bitOr:
      if !inPlace { return try setUnion(a.cell, b) }
      try setUpdate(a.cell, b)
    case .bitAnd:
      let result = try setIntersection(a.cell, b)
      if !inPlace { return result }
      setTake(a.cell, result.cell)
    case .subtract:
      if !inPlace { return try setDifference(a.cell, b) }
      try setSubtract(a.cell, b)
    case .bitXor:
      if !inPlace { return try setSymmetricDifference(a.cell, b) }
      try setToggle(a.cell, b)
    case .add, .multiply, .matrixMultiply, .divide, .modulo, .power, .leftShift, .rightShift, .floorDivide:
      return .notImplemented
    }
    return a
  }

  public func setRepr(_ value: Value) throws(Raise) -> Value {
    let name = typeName(value)
    if setLength(value.cell) == 0 { return string("\(name)()") }
    if !enterRepr(value) { return string("\(name)(...)") }
    defer { leaveRepr(value) }
    try checkStack()
    let isPlain = value.isExactly(.set)
    var text = TextBuffer()
    text.append(isPlain ? "{" : "\(name)({")
    let items = try listFrom(value)
    for i in 0..<items.cell.asList.pointee.count {
      if i > 0 { text.append(", ") }
      text.append(try repr(items.cell.asList.pointee.items[i]))
    }
    text.append(isPlain ? "}" : "})")
    return string(text)
  }

  public func setIterator(_ value: Value) -> Value {
    newIterator(.setIterator, .setIterator, value, expected: setLength(value.cell))
  }
}

// RecordIterators.swift — `enumerate`, `zip`, `map`, `filter`, `iter(callable, sentinel)` and iteration by position.
//
// A record's words are values: what they hold is said at each type.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// enumerate: iterator, next number.
  func nextOfEnumerate(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    let item = try advance(words[0])
    if item.isUnbound { return .unbound }
    let number = words[1]
    if number.isSmallInt, number.smallInt < Value.smallIntMax {
      store(words + 1, Value(small: number.smallInt + 1))
    } else {
      store(words + 1, try plus(number, Value(small: 1)))
    }
    return pair(number, item)
  }

  /// zip: tuple of iterators, whether strict.
  func nextOfZip(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    let iterators = words[0].cell
    let count = iterators.asTuple.pointee.count
    if count == 0 { return .unbound }
    let result = try makeTuple(count)
    for i in 0..<count {
      let item = try advance(iterators.tupleItems[i])
      if item.isUnbound {
        store(words, .unbound)
        if words[1].isTrue { try checkStrict(iterators, i) }
        return .unbound
      }
      result.tupleItems[i] = item
    }
    return Value(result)
  }

  /// After iterator `i` of a strict zip ended: all others must have ended too.
  private func checkStrict(_ iterators: Cell, _ i: Int) throws(Raise) {
    func arguments(_ n: Int) -> String { n == 1 ? "argument 1" : "arguments 1-\(n)" }
    if i > 0 { throw raise(.valueError, "zip() argument \(i + 1) is shorter than \(arguments(i))") }
    for j in 1..<max(iterators.asTuple.pointee.count, 1) where try !advance(iterators.tupleItems[j]).isUnbound {
      throw raise(.valueError, "zip() argument \(j + 1) is longer than \(arguments(j))")
    }
  }

  /// map: function, tuple of iterators.
  func nextOfMap(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    let iterators = words[1].cell
    let count = iterators.asTuple.pointee.count
    if count == 1 {
      let item = try advance(iterators.tupleItems[0])
      return item.isUnbound ? .unbound : try call(words[0], item)
    }
    if count == 2 {
      let first = try advance(iterators.tupleItems[0])
      if first.isUnbound { return .unbound }
      let second = try advance(iterators.tupleItems[1])
      return second.isUnbound ? .unbound : try call(words[0], first, second)
    }
    let arguments = try makeTuple(count)
    for i in 0..<count {
      let item = try advance(iterators.tupleItems[i])
      if item.isUnbound { return .unbound }
      arguments.tupleItems[i] = item
    }
    return try call(words[0], args: arguments.tupleItems, count: count)
  }

  /// filter: function, iterator.
  func nextOfFilter(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    let isPlain = words[0].isNone || words[0] == Value(builtin(.bool))
    while true {
      let item = try advance(words[1])
      if item.isUnbound { return .unbound }
      if try truth(isPlain ? item : try call(words[0], item)) { return item }
    }
  }

  /// iter(callable, sentinel): callable or unbound once exhausted, sentinel.
  func nextOfCallable(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    let result: Value
    do { result = try call(words[0]) } catch {
      if caught(.stopIteration) {
        store(words, .unbound)
        return .unbound
      }
      throw error
    }
    if words[0].isUnbound { return .unbound }
    if try sameOrEqual(words[1], result) {
      store(words, .unbound)
      return .unbound
    }
    return result
  }

  /// Iteration by position: sequence or unbound once exhausted, position.
  func nextOfSequence(_ cell: Cell) throws(Raise) -> Value {
    let words = cell.recordWords
    if words[0].isUnbound { return .unbound }
    let position = words[1]
    do {
      let item = try getItem(words[0], position)
      store(words + 1, try plus(position, Value(small: 1)))
      return item
    } catch {
      if caught(.indexError) || caught(.stopIteration) {
        store(words, .unbound)
        return .unbound
      }
      throw error
    }
  }

  /// An iterator over the items at positions 0, 1, ... of anything with `__getitem__`.
  public func sequenceIterator(_ value: Value) -> Value {
    let cell = newRecord(.sequenceIterator, .sequenceIterator, words: 2)
    cell.recordWords[0] = value
    cell.recordWords[1] = Value(small: 0)
    return Value(cell)
  }

  func callableIterator(_ callable: Value, _ sentinel: Value) -> Value {
    let cell = newRecord(.callableIterator, .callableIterator, words: 2)
    cell.recordWords[0] = callable
    cell.recordWords[1] = sentinel
    return Value(cell)
  }
}

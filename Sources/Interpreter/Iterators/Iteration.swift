// Iteration.swift — the next item of any native iterator, and walking any iterable from native code.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// The next item of a native iterator, or unbound at its end.
  public func nativeNext(_ cell: Cell) throws(Raise) -> Value {
    switch cell.kind {
    case .listIterator: return nextOfList(cell)
    case .tupleIterator: return nextOfTuple(cell)
    case .rangeIterator: return nextOfRange(cell)
    case .textIterator: return try nextOfText(cell)
    case .dictIterator: return try nextOfDict(cell)
    case .setIterator: return try nextOfSet(cell)
    case .record: return try nextOfRecord(cell)
    case .free, .values, .raw, .dictTable, .setTable, .int, .str, .bytes, .byteArray, .complex, .tuple, .list, .dict,
      .set, .frozenSet, .range, .slice, .function, .boundMethod, .native, .boundNative, .class, .instance, .module,
      .cellVariable, .generator, .exception, .traceback, .code, .property, .staticMethod, .classMethod, .super,
      .dictView, .mappingProxy, .member:
      throw raise(.typeError, "'\(typeName(Value(cell)))' object is not an iterator")
    }
  }

  private func nextOfRecord(_ cell: Cell) throws(Raise) -> Value {
    let layout = cell.header.pointee.aux
    switch layout {
    case Layout.enumerate.rawValue: return try nextOfEnumerate(cell)
    case Layout.zip.rawValue: return try nextOfZip(cell)
    case Layout.map.rawValue: return try nextOfMap(cell)
    case Layout.filter.rawValue: return try nextOfFilter(cell)
    case Layout.callableIterator.rawValue: return try nextOfCallable(cell)
    case Layout.sequenceIterator.rawValue: return try nextOfSequence(cell)
    default:
      let table = pointee.nextByLayout
      if Int(layout) < table.count, let next = table[Int(layout)] { return try next(self, cell) }
      throw raise(.typeError, "'\(typeName(Value(cell)))' object is not an iterator")
    }
  }

  /// The next item of any iterator, or unbound at its end.
  @inline(__always) public func advance(_ iterator: Value) throws(Raise) -> Value {
    if iterator.isCell, iterator.cell.shape == BuiltinType.listIterator.rawValue { return nextOfList(iterator.cell) }
    return try advanceAny(iterator)
  }

  @inline(never)
  private func advanceAny(_ iterator: Value) throws(Raise) -> Value {
    if iterator.isCell {
      switch iterator.cell.kind {
      case .listIterator: return nextOfList(iterator.cell)
      case .tupleIterator: return nextOfTuple(iterator.cell)
      case .rangeIterator: return nextOfRange(iterator.cell)
      case .textIterator: return try nextOfText(iterator.cell)
      case .dictIterator: return try nextOfDict(iterator.cell)
      case .setIterator: return try nextOfSet(iterator.cell)
      default: break
      }
    }
    return try next(iterator) ?? .unbound
  }

  /// Hands each item of an iterable to `body` until it says no.
  public func iterate(_ iterable: Value, _ body: (Value) throws(Raise) -> Bool) throws(Raise) {
    if iterable.isExactly(.list) {
      var i = 0
      while i < iterable.cell.asList.pointee.count {
        if try !body(iterable.cell.asList.pointee.items[i]) { return }
        i += 1
      }
      return
    }
    if iterable.isExactly(.tuple) {
      let count = iterable.cell.asTuple.pointee.count
      for i in 0..<count where try !body(iterable.cell.tupleItems[i]) { return }
      return
    }
    if iterable.isExactly(.range), let words = rangeWords(iterable.cell) {
      var number = words.start
      for _ in 0..<words.count {
        if try !body(Value(small: number)) { return }
        number &+= words.step
      }
      return
    }
    let iterator = try iterator(iterable)
    while true {
      let item = try advance(iterator)
      if item.isUnbound { return }
      if try !body(item) { return }
    }
  }
}

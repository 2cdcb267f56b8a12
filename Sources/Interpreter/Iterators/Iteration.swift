// Iteration.swift — the next item of any native iterator, and walking any iterable from native code.

import Glibc

/// Which records are iterators.
enum Iteration {
  @inline(__always) static func isIterator(_ layout: UInt16) -> Bool {
    layout >= Layout.enumerate.rawValue && layout <= Layout.sequenceIterator.rawValue
      || layout >= Layout.chain.rawValue && layout <= Layout.zipLongest.rawValue
      || layout == Layout.dequeIterator.rawValue
  }
}

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
      .dictView, .mappingProxy, .member, .float:
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
    case Layout.dequeIterator.rawValue: return try nextOfDeque(cell)
    default: return try nextOfItertools(cell, layout)
    }
  }

  /// The iterator of a builtin container or text.
  func nativeIterator(_ value: Value) throws(Raise) -> Value {
    switch value.kind {
    case .list: return listIterator(value)
    case .tuple: return tupleIterator(value)
    case .dict: return dictIterator(value)
    case .set, .frozenSet: return setIterator(value)
    case .range: return rangeIterator(value)
    case .str, .bytes, .byteArray: return textIterator(value)
    case .dictView: return dictViewIterator(value)
    case .mappingProxy: return try mappingProxyIterator(value)
    default: throw raise(.typeError, "'\(typeName(value))' object is not iterable")
    }
  }

  /// The next item of an iterator whose `__next__` is native, unbound at its end; nil for any other value.
  @inline(__always) func nativeNextIfNative(_ iterator: Value) throws(Raise) -> Value? {
    let cell = iterator.cell
    switch cell.kind {
    case .listIterator: return nextOfList(cell)
    case .tupleIterator: return nextOfTuple(cell)
    case .rangeIterator: return nextOfRange(cell)
    case .dictIterator: return try nextOfDict(cell)
    case .setIterator: return try nextOfSet(cell)
    case .textIterator: return isPlain(cell) || hasNativeNext(cell) ? try nextOfText(cell) : nil
    case .record:
      let layout = cell.header.pointee.aux
      guard Iteration.isIterator(layout), isPlain(cell) || hasNativeNext(cell) else { return nil }
      return try nextOfRecord(cell)
    default: return nil
    }
  }

  @inline(__always) private func hasNativeNext(_ cell: Cell) -> Bool {
    special(.next, classOf(Value(cell))).is(.native)
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

// Cells.swift — container cells seen as their layouts, and the questions every container asks of a value.

import Glibc

extension UnsafeMutableRawPointer {
  @inline(__always) public var asDict: UnsafeMutablePointer<DictCell> { assumingMemoryBound(to: DictCell.self) }
  @inline(__always) public var asList: UnsafeMutablePointer<ListCell> { assumingMemoryBound(to: ListCell.self) }
  @inline(__always) public var asTuple: UnsafeMutablePointer<TupleCell> { assumingMemoryBound(to: TupleCell.self) }
  @inline(__always) public var asSet: UnsafeMutablePointer<SetCell> { assumingMemoryBound(to: SetCell.self) }
  @inline(__always) public var asRange: UnsafeMutablePointer<RangeCell> { assumingMemoryBound(to: RangeCell.self) }
  @inline(__always) public var asSlice: UnsafeMutablePointer<SliceCell> { assumingMemoryBound(to: SliceCell.self) }
  @inline(__always) public var asView: UnsafeMutablePointer<ViewCell> { assumingMemoryBound(to: ViewCell.self) }
  @inline(__always) public var asIterator: UnsafeMutablePointer<IteratorCell> {
    assumingMemoryBound(to: IteratorCell.self)
  }
  /// The items of a tuple.
  @inline(__always) public var tupleItems: Values {
    (self + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
  }
  /// The words of a record.
  @inline(__always) public var recordWords: Values { (self + 16).assumingMemoryBound(to: Value.self) }
}

extension Value {
  /// Whether this is a plain instance of a builtin class, not of a subclass.
  @inline(__always) public func isExactly(_ type: BuiltinType) -> Bool { isCell && cell.shape == type.rawValue }
  @inline(__always) public var isExactStr: Bool { isExactly(.str) }
  /// Whether this is a record of a layout.
  @inline(__always) public func isRecord(_ layout: Layout) -> Bool {
    isCell && cell.kind == .record && cell.header.pointee.aux == layout.rawValue
  }
}

/// Whether two texts have the same bytes.
@inline(__always) func sameText(_ a: Cell, _ b: Cell) -> Bool {
  let x = a.assumingMemoryBound(to: TextCell.self), y = b.assumingMemoryBound(to: TextCell.self)
  let count = x.pointee.byteCount
  return count == y.pointee.byteCount && memcmp(x.pointee.data, y.pointee.data, Int(count)) == 0
}

/// What is known about two keys of equal hash without running anything.
enum KeyMatch { case same, different, unknown }

@inline(__always) func keysMatch(_ a: Value, _ b: Value) -> KeyMatch {
  if a == b { return .same }
  if a.isExactStr, b.isExactStr { return sameText(a.cell, b.cell) ? .same : .different }
  if a.isSmallInt, b.isSmallInt { return .different }
  return .unknown
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The hash of a key: at once for small ints and exact strings, else whatever its class says.
  @inline(__always) public func keyHash(_ key: Value) throws(Raise) -> Int {
    if key.isSmallInt {
      let i = key.smallInt
      return i == -1 ? -2 : i
    }
    if key.isExactStr {
      let known = key.as(TextCell.self).pointee.hash
      return known != 0 ? known : textHash(key.cell)
    }
    // CPython's hash of None is a constant, too.
    return key.isNone ? 0xFCA8_6420 : try hash(key)
  }
}

// MARK: Receivers, indices, quick equality

extension UnsafeMutablePointer where Pointee == Machine {
  /// The receiver of a method, which must be of a kind.
  ///
  /// - Throws: TypeError for anything else.
  @inline(__always) public func receiver(_ args: Arguments, _ kind: Kind) throws(Raise) -> Cell {
    if args[0].is(kind) { return args[0].cell }
    throw wrongReceiver(args[0], "\(kind)")
  }

  /// The receiver of a method, which must be a record of a layout.
  ///
  /// - Throws: TypeError for anything else.
  @inline(__always) public func record(_ args: Arguments, _ layout: Layout) throws(Raise) -> Cell {
    if args[0].isRecord(layout) { return args[0].cell }
    throw wrongReceiver(args[0], "\(layout)")
  }

  @inline(never)
  private func wrongReceiver(_ value: Value, _ name: String) -> Raise {
    raise(.typeError, "descriptor requires a '\(name.lowercased())' object but received a '\(typeName(value))'")
  }

  /// Whether the exception on its way is of a type; if so it is forgotten.
  public func caught(_ type: BuiltinType) -> Bool {
    guard isInstance(pointee.exception, builtin(type)) else { return false }
    pointee.exception = .unbound
    return true
  }

  /// `a is b or a == b`, without a call for what needs none.
  @inline(__always) public func sameOrEqual(_ a: Value, _ b: Value) throws(Raise) -> Bool {
    switch keysMatch(a, b) {
    case .same: true
    case .different: false
    case .unknown: try equal(a, b)
    }
  }

  /// The number in an int value, nil if it does not fit a word.
  @inline(__always) public func word(_ int: Value) -> Int? { intValue(int) }

  public func isNegative(_ int: Value) -> Bool {
    int.isSmallInt ? int.smallInt < 0 : int.is(.int) && int.as(IntCell.self).pointee.signedCount < 0
  }

  @inline(__always) public func isInt(_ value: Value) -> Bool { value.isSmallInt || value.isBool || value.is(.int) }

  /// The int a value stands for by `__index__`, or nil if it has none.
  public func indexValue(_ value: Value) throws(Raise) -> Value? {
    if isInt(value) { return value }
    guard let result = try callSpecial(.index, on: value) else { return nil }
    if isInt(result) { return result }
    throw raise(.typeError, "__index__ returned non-int (type \(typeName(result)))")
  }

  /// A subscript as a number, or nil for what is no index.
  ///
  /// - Throws: IndexError for numbers beyond a word.
  @inline(__always) public func subscriptIndex(_ key: Value) throws(Raise) -> Int? {
    key.isSmallInt ? key.smallInt : try slowSubscriptIndex(key)
  }

  @inline(never)
  private func slowSubscriptIndex(_ key: Value) throws(Raise) -> Int? {
    guard let int = try indexValue(key) else { return nil }
    if let i = word(int) { return i }
    throw raise(.indexError, "cannot fit '\(typeName(key))' into an index-sized integer")
  }

  /// A count or position: anything with `__index__`.
  ///
  /// - Throws: TypeError for other values, OverflowError for numbers beyond a word.
  public func sizeArgument(_ value: Value) throws(Raise) -> Int {
    if value.isSmallInt { return value.smallInt }
    guard let int = try indexValue(value) else {
      throw raise(.typeError, "'\(typeName(value))' object cannot be interpreted as an integer")
    }
    if let i = word(int) { return i }
    throw raise(.overflowError, "Python int too large to convert to C ssize_t")
  }

  /// The number a slice bound stands for, numbers beyond a word as the nearest word.
  public func sliceIndex(_ value: Value) throws(Raise) -> Int {
    if value.isSmallInt { return value.smallInt }
    guard let int = try indexValue(value) else {
      throw raise(.typeError, "slice indices must be integers or None or have an __index__ method")
    }
    return word(int) ?? (isNegative(int) ? Int.min : Int.max)
  }

  public func canBeCalled(_ value: Value) -> Bool {
    switch value.kind {
    case .function, .native, .boundMethod, .boundNative, .class: true
    default: !special(.call, classOf(value)).isUnbound
    }
  }

  /// How many items an iterable says it has.
  public func lengthHint(_ value: Value, default fallback: Int) throws(Raise) -> Int {
    if !special(.length, classOf(value)).isUnbound {
      do { return try length(value) } catch { if !caught(.typeError) { throw error } }
    }
    guard let hint = try callSpecial(.lengthHint, on: value), hint != .notImplemented else { return fallback }
    guard isInt(hint) else {
      throw raise(.typeError, "__length_hint__ must be an integer, not \(typeName(hint))")
    }
    let count = word(hint) ?? Int.max
    if isNegative(hint) { throw raise(.valueError, "__length_hint__() should return >= 0") }
    return count
  }
}

/// What a slice means for a sequence of some length.
public struct SliceBounds {
  public var start: Int
  public var stop: Int
  public var step: Int
  /// Items selected.
  public var count: Int
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Start, stop and step of a slice before a length is known, as words.
  func sliceWords(_ slice: Cell) throws(Raise) -> (start: Int, stop: Int, step: Int) {
    let cell = slice.asSlice.pointee
    var step = 1
    if !cell.step.isNone {
      step = try sliceIndex(cell.step)
      if step == 0 { throw raise(.valueError, "slice step cannot be zero") }
      step = max(step, -Int.max)
    }
    let start = cell.start.isNone ? (step < 0 ? Int.max : 0) : try sliceIndex(cell.start)
    let stop = cell.stop.isNone ? (step < 0 ? Int.min : Int.max) : try sliceIndex(cell.stop)
    return (start, stop, step)
  }

  /// Which items of a sequence a slice selects.
  public func sliceBounds(_ slice: Cell, length: Int) throws(Raise) -> SliceBounds {
    let words = try sliceWords(slice)
    return SliceBounds(words.start, words.stop, words.step, length: length)
  }
}

extension SliceBounds {
  public init(_ start: Int, _ stop: Int, _ step: Int, length: Int) {
    func clamp(_ i: Int) -> Int {
      if i < 0 {
        let shifted = i + length
        return shifted < 0 ? (step < 0 ? -1 : 0) : shifted
      }
      return i >= length ? (step < 0 ? length - 1 : length) : i
    }
    self.start = clamp(start)
    self.stop = clamp(stop)
    self.step = step
    if step < 0 {
      count = self.stop < self.start ? (self.start - self.stop - 1) / -step + 1 : 0
    } else {
      count = self.start < self.stop ? (self.stop - self.start - 1) / step + 1 : 0
    }
  }
}

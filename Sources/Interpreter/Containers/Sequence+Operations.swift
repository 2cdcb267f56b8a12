// Sequence+Operations.swift — what lists and tuples do alike: search, compare, write out, join and repeat.

import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  /// Whether a list or tuple holds a value.
  public func sequenceContains(_ value: Value, _ item: Value) throws(Raise) -> Bool {
    try sequenceFind(value, item, from: 0, to: Int.max) >= 0
  }

  /// The first position in a range that holds an equal item, or -1; the sequence may change meanwhile.
  func sequenceFind(_ value: Value, _ item: Value, from start: Int, to stop: Int) throws(Raise) -> Int {
    var i = start
    while i < stop, i < sequenceCount(value) {
      if try sameOrEqual(sequenceItems(value)[i], item) { return i }
      i += 1
    }
    return -1
  }

  func sequenceCountEqual(_ value: Value, _ item: Value) throws(Raise) -> Int {
    var i = 0, count = 0
    while i < sequenceCount(value) {
      if try sameOrEqual(sequenceItems(value)[i], item) { count += 1 }
      i += 1
    }
    return count
  }

  /// The arguments `start` and `stop` of `index`, clamped to a sequence.
  func searchRange(_ start: Value, _ stop: Value, count: Int) throws(Raise) -> (Int, Int) {
    var from = start.isUnbound ? 0 : try sliceIndex(start)
    var to = stop.isUnbound ? Int.max : try sliceIndex(stop)
    if from < 0 { from = max(from + count, 0) }
    if to < 0 { to = max(to + count, 0) }
    return (from, to)
  }

  /// Compares two lists or two tuples item by item.
  func sequenceCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    let isList = a.cell.kind == .list
    if isList, sequenceCount(a) != sequenceCount(b) {
      if op == .equal { return .false }
      if op == .notEqual { return .true }
    }
    try checkStack()
    var i = 0
    while i < sequenceCount(a), i < sequenceCount(b) {
      let x = sequenceItems(a)[i], y = sequenceItems(b)[i]
      if try !sameOrEqual(x, y) {
        if op == .equal { return .false }
        if op == .notEqual { return .true }
        return try compare(op, x, y)
      }
      i += 1
    }
    return Value(UnsafeMutablePointer.order(op, sequenceCount(a), sequenceCount(b)))
  }

  /// The answer of a comparison of two numbers.
  @inline(__always) static func order(_ op: ComparisonOperator, _ a: Int, _ b: Int) -> Bool {
    switch op {
    case .equal, .isSame, .contains: a == b
    case .notEqual, .isNotSame, .containsNot: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }

  /// `open`, the items' representations with commas between, `close`.
  func sequenceRepr(
    _ value: Value, open: StaticString, close: StaticString, nested: StaticString
  ) throws(Raise) -> Value {
    if sequenceCount(value) == 0 { return string("\(open)\(close)") }
    if !enterRepr(value) { return string("\(nested)") }
    defer { leaveRepr(value) }
    try checkStack()
    var text = TextBuffer()
    text.append(open)
    var i = 0
    while i < sequenceCount(value) {
      if i > 0 { text.append(", ") }
      text.append(try repr(sequenceItems(value)[i]))
      i += 1
    }
    if value.cell.kind == .tuple, i == 1 { text.append(",") }
    text.append(close)
    return string(text)
  }

  /// How often to repeat a sequence for `sequence * value`; nil if the value is no number of times.
  func repeatCount(_ value: Value) throws(Raise) -> Int? {
    if value.isSmallInt { return value.smallInt }
    guard let int = try indexValue(value) else { return nil }
    if let i = word(int) { return i }
    throw raise(.overflowError, "cannot fit '\(typeName(value))' into an index-sized integer")
  }

  /// Writes `count` copies of some items one after the other.
  func fill(_ target: Values, with items: Values, _ size: Int, times count: Int) {
    if size == 1 {
      target.update(repeating: items[0], count: count)
      return
    }
    var done = size
    target.update(from: items, count: size)
    let total = size * count
    while done < total {
      let part = min(done, total - done)
      memcpy(target + done, target, part * 8)
      done += part
    }
  }

  /// The error of `a + b` or `a * b` for a sequence on either side, once neither side knew what to do.
  ///
  /// - Returns: nil where the general message fits.
  public func sequenceOperandError(_ op: BinaryOperator, _ a: Value, _ b: Value) -> Raise? {
    if op == .add {
      if a.is(.list) || a.is(.tuple) || a.isRecord(.deque) {
        let name = a.is(.list) ? "list" : a.is(.tuple) ? "tuple" : "deque"
        return raise(.typeError, "can only concatenate \(name) (not \"\(typeName(b))\") to \(name)")
      }
    } else if op == .multiply {
      if isSequence(a) {
        return raise(.typeError, "can't multiply sequence by non-int of type '\(typeName(b))'")
      }
      if isSequence(b) {
        return raise(.typeError, "can't multiply sequence by non-int of type '\(typeName(a))'")
      }
    }
    return nil
  }

  private func isSequence(_ value: Value) -> Bool {
    value.is(.list) || value.is(.tuple) || value.is(.str) || value.is(.bytes) || value.is(.byteArray)
      || value.isRecord(.deque)
  }
}

/// Bytes of a text that grows.
public struct TextBuffer {
  public var bytes: [UInt8] = []
  public init() {}

  public mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
  public mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
  /// Appends a str.
  public mutating func append(_ text: Value) {
    let cell = text.as(TextCell.self)
    bytes.append(contentsOf: UnsafeBufferPointer(start: cell.pointee.data, count: Int(cell.pointee.byteCount)))
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  public func string(_ text: TextBuffer) -> Value { text.bytes.withUnsafeBufferPointer { string(utf8: $0) } }
}

// StrOperations.swift — what the machine asks of strs: items, slices, search, order, operators, repr.

import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(__always) public func textLength(_ cell: Cell) -> Int { Int(cell.text.pointee.length) }

  /// `s[key]` of a str.
  ///
  /// - Throws: IndexError, TypeError, ValueError.
  @inline(__always)
  public func textGetItem(_ v: Value, _ key: Value) throws(Raise) -> Value {
    if key.isSmallInt, let item = textItem(v.cell, key.smallInt) { return item }
    return try textGetSlowly(v, key)
  }

  @inline(never)
  private func textGetSlowly(_ v: Value, _ key: Value) throws(Raise) -> Value {
    if key.is(.slice) {
      let bounds = try sliceBounds(key.cell, length: textLength(v.cell))
      return try steppedText(v, bounds.start, bounds.step, bounds.count)
    }
    guard let index = try subscriptIndex(key) else {
      throw raise(.typeError, "string indices must be integers, not '\(typeName(key))'")
    }
    guard let item = textItem(v.cell, index) else { throw raise(.indexError, "string index out of range") }
    return item
  }

  /// `part in text`.
  ///
  /// - Throws: TypeError.
  public func textContains(_ v: Value, _ part: Value) throws(Raise) -> Bool {
    guard part.isStr else {
      throw raise(.typeError, "'in <string>' requires string as left operand, not \(typeName(part))")
    }
    let sought = view(part), text = view(v)
    if sought.count == 1 { return text.count > 0 && memchr(text.start, Int32(sought[0]), text.count) != nil }
    return TextSearch.find(sought, in: text) != nil
  }

  /// `a op b`; `.notImplemented` unless both are strs.
  public func textCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) -> Value {
    guard a.isStr, b.isStr else { return .notImplemented }
    switch op {
    case .equal: return Value(textEqual(a.cell, b.cell))
    case .notEqual: return Value(!textEqual(a.cell, b.cell))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return Value(holds(op, textCompare(a.cell, b.cell)))
    case .isSame, .isNotSame, .contains, .containsNot: return .notImplemented
    }
  }

  /// `a op b` with a str on one side: `+`, `*` and `%`; `.notImplemented` where it does not apply.
  ///
  /// - Throws: TypeError, ValueError, OverflowError, MemoryError and what script raises.
  public func textBinary(_ op: BinaryOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    switch op {
    case .add:
      if a.isStr, b.isStr { return try concatenate(a, b) }
      return .notImplemented
    case .multiply:
      let (text, times) = a.isStr ? (a, b) : (b, a)
      guard let count = try repeatCount(times) else { return .notImplemented }
      return try repeatText(text, count)
    case .modulo:
      return a.isStr ? try textPercent(a, b) : .notImplemented
    case .subtract, .matrixMultiply, .divide, .power, .leftShift, .rightShift, .bitOr, .bitXor, .bitAnd,
      .floorDivide:
      return .notImplemented
    }
  }

  /// `text * times`.
  ///
  /// - Throws: MemoryError.
  func repeatText(_ v: Value, _ times: Int) throws(Raise) -> Value {
    let text = v.text
    let size = Int(text.pointee.byteCount)
    if times <= 0 || size == 0 { return emptyText }
    if times == 1, v.isExactStr { return v }
    let (total, overflow) = size.multipliedReportingOverflow(by: times)
    guard !overflow, total <= TextCell.limit else { throw raise(.memoryError, "") }
    if total == 1 { return try makeText(view(v)) }
    let cell = try newText(byteCount: total)
    fill(cell.text.pointee.data, total, from: text.pointee.data, size)
    return finishText(cell, isASCII: text.pointee.isPlain, length: Int(text.pointee.length) * times)
  }

  /// Fills `total` bytes with copies of `size` bytes.
  func fill(_ target: UnsafeMutablePointer<UInt8>, _ total: Int, from source: UnsafePointer<UInt8>, _ size: Int) {
    if size == 1 {
      memset(target, Int32(source[0]), total)
      return
    }
    memcpy(target, source, size)
    var done = size
    while done < total {
      let part = Swift.min(done, total - done)
      memcpy(target + done, target, part)
      done += part
    }
  }

  /// `repr` of a str.
  ///
  /// - Throws: MemoryError.
  public func textRepr(_ v: Value) throws(Raise) -> Value {
    var buffer = ByteBuffer(limit: TextCell.limit)
    TextRepr.appendText(view(v), to: &buffer)
    return try makeText(buffer, isASCII: v.text.pointee.isPlain ? true : nil)
  }

  /// `ascii(v)`.
  ///
  /// - Throws: what `repr` raises, MemoryError.
  public func ascii(_ v: Value) throws(Raise) -> Value {
    let shown = try repr(v)
    if shown.text.pointee.isPlain { return shown }
    var buffer = ByteBuffer(limit: TextCell.limit)
    TextRepr.appendEscaped(view(shown), to: &buffer)
    return try makeText(buffer, isASCII: true)
  }
}

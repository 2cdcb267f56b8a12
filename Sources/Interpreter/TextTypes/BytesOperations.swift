// BytesOperations.swift — what the machine asks of bytes and bytearrays: items, search, order, operators, repr.

import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  /// `b[key]`.
  ///
  /// - Throws: IndexError, TypeError, ValueError, MemoryError.
  public func bytesGetItem(_ v: Value, _ key: Value) throws(Raise) -> Value {
    if key.is(.slice) {
      let bounds = try sliceBounds(key.cell, length: Int(v.text.pointee.byteCount))
      return try bytesSlice(v, bounds)
    }
    guard let index = try subscriptIndex(key) else {
      let name = v.isBytes ? "byte" : "bytearray"
      throw raise(.typeError, "\(name) indices must be integers or slices, not \(typeName(key))")
    }
    let count = Int(v.text.pointee.byteCount)
    let place = index < 0 ? index &+ count : index
    guard place >= 0, place < count else {
      throw raise(.indexError, v.isBytes ? "index out of range" : "bytearray index out of range")
    }
    return Value(small: Int(v.text.pointee.data[place]))
  }

  private func bytesSlice(_ v: Value, _ bounds: SliceBounds) throws(Raise) -> Value {
    if bounds.step == 1 {
      return try bytes(like: v, view(v).part(bounds.start..<bounds.start + Swift.max(bounds.count, 0)))
    }
    if bounds.count <= 0 { return try bytes(like: v, view(emptyBytes)) }
    let cell = try newBytes(bounds.count)
    copyStepped(from: v.text.pointee.data, bounds.start, bounds.step, bounds.count, to: cell.text.pointee.data)
    return v.isBytes ? Value(cell) : try makeByteArray(cell.text.pointee.view)
  }

  /// `part in b`.
  ///
  /// - Throws: TypeError, ValueError.
  public func bytesContains(_ v: Value, _ part: Value) throws(Raise) -> Bool {
    if part.isInt || !part.isByteText && !special(.index, classOf(part)).isUnbound {
      let byte = try byteValue(part)
      let text = view(v)
      return text.count > 0 && memchr(text.start, Int32(byte), text.count) != nil
    }
    let sought = try bytesArgument(part)
    return TextSearch.find(sought, in: view(v)) != nil
  }

  /// `a op b`; `.notImplemented` unless `b` is bytes-like.
  ///
  /// - Throws: ValueError for a released memoryview.
  public func bytesCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard let x = try bytesLike(a), let y = try bytesLike(b) else { return .notImplemented }
    switch op {
    case .equal: return Value(TextSearch.equal(x, y))
    case .notEqual: return Value(!TextSearch.equal(x, y))
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return Value(holds(op, Utf8.compare(x, y)))
    case .isSame, .isNotSame, .contains, .containsNot: return .notImplemented
    }
  }

  /// `a op b` with bytes or a bytearray on one side; `.notImplemented` where it does not apply.
  ///
  /// - Throws: TypeError, ValueError, OverflowError, MemoryError and what script raises.
  public func bytesBinary(_ op: BinaryOperator, _ a: Value, _ b: Value, inPlace: Bool = false) throws(Raise) -> Value {
    switch op {
    case .add:
      guard a.isByteText else { return .notImplemented }
      if inPlace, a.isByteArray { return try byteArrayExtend(a, by: b) }
      return try bytesConcatenate(a, b) ?? .notImplemented
    case .multiply:
      let (text, times) = a.isByteText ? (a, b) : (b, a)
      guard let count = try repeatCount(times) else { return .notImplemented }
      if inPlace, a.isByteArray {
        try byteArrayRepeat(a.cell, count)
        return a
      }
      return try bytesRepeat(text, count)
    case .modulo: return a.isByteText ? try bytesPercent(a, b) : .notImplemented
    case .subtract, .matrixMultiply, .divide, .power, .leftShift, .rightShift, .bitOr, .bitXor, .bitAnd,
      .floorDivide:
      return .notImplemented
    }
  }

  /// `a + b`, or nil when `b` is not bytes-like.
  ///
  /// - Throws: MemoryError.
  func bytesConcatenate(_ a: Value, _ b: Value) throws(Raise) -> Value? {
    guard let right = try bytesLike(b) else { return nil }
    let left = view(a)
    if a.isExactly(.bytes), b.isExactly(.bytes) {
      if right.count == 0 { return a }
      if left.count == 0 { return b }
    }
    let total = left.count + right.count
    let cell = a.isBytes ? try newBytes(total) : try newByteArray(total)
    memcpy(cell.text.pointee.data, left.start, left.count)
    memcpy(cell.text.pointee.data + left.count, right.start, right.count)
    return Value(cell)
  }

  /// `b * times`.
  ///
  /// - Throws: MemoryError.
  func bytesRepeat(_ v: Value, _ times: Int) throws(Raise) -> Value {
    let source = view(v)
    if times <= 0 || source.count == 0 { return try bytes(like: v, view(emptyBytes)) }
    if times == 1, v.isExactly(.bytes) { return v }
    let (total, overflow) = source.count.multipliedReportingOverflow(by: times)
    guard !overflow, total <= TextCell.limit else { throw raise(.memoryError, "") }
    let cell = v.isBytes ? try newBytes(total) : try newByteArray(total)
    fill(cell.text.pointee.data, total, from: source.start, source.count)
    return Value(cell)
  }

  private func bytesPercent(_ format: Value, _ values: Value) throws(Raise) -> Value {
    // The format is kept apart: script that runs meanwhile may change a bytearray.
    let kept = format.isBytes ? format : try makeBytes(view(format))
    var buffer = ByteBuffer(limit: TextCell.limit)
    try appendPercent(view(kept), .byte, values, to: &buffer)
    return try bytes(like: format, buffer)
  }

  /// `repr` of bytes, or of a bytearray with its class's name around.
  ///
  /// - Throws: MemoryError.
  public func bytesRepr(_ v: Value) throws(Raise) -> Value {
    var buffer = ByteBuffer(limit: TextCell.limit)
    if !v.isByteArray {
      TextRepr.appendBytes(view(v), to: &buffer)
      return try makeText(buffer)
    }
    buffer.append(typeName(v))
    buffer.append(40)
    var plain = ByteBuffer(limit: TextCell.limit)
    TextRepr.appendBytes(view(v), to: &plain)
    // Unlike bytes, a bytearray shows its single quotes escaped even between double ones.
    let isDoubleQuoted = plain.count > 1 && plain.view[1] == 34
    for byte in plain.view {
      if isDoubleQuoted, byte == 39 { buffer.append(92) }
      buffer.append(byte)
    }
    buffer.append(41)
    return try makeText(buffer)
  }
}

// Percent.swift — `format % values` of str, bytes and bytearray.

import Glibc

/// The values of a `%` formatting, handed out one by one.
struct PercentValues {
  /// What stands behind `%`, or what the last key gave.
  var value: Value
  /// Place in the tuple; for a single value 0 or, once taken, 1.
  var index = 0
  var count: Int
  /// The mapping for keys, or unbound.
  let mapping: Value
  var isTuple: Bool

  /// The next value, or nil when there is none.
  mutating func next() -> Value? {
    if index >= count { return nil }
    index += 1
    return isTuple ? value.cell.tupleItems[index - 1] : value
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `format % values` with a str in front.
  ///
  /// - Throws: TypeError, ValueError, OverflowError, KeyError and what script raises.
  public func textPercent(_ format: Value, _ values: Value) throws(Raise) -> Value {
    var buffer = ByteBuffer(limit: TextCell.limit)
    try appendPercent(view(format), .scalar, values, to: &buffer)
    return try makeText(buffer)
  }

  /// Appends what `format % values` gives; `unit` tells str from bytes.
  func appendPercent(
    _ format: ByteView, _ unit: TextUnit, _ values: Value, to buffer: inout ByteBuffer
  ) throws(Raise) {
    let isTuple = values.is(.tuple)
    let isText = unit == .scalar ? values.isStr : values.is(.bytes) || values.is(.byteArray)
    let isMapping = !isTuple && !isText && !special(.getItem, classOf(values)).isUnbound
    var source = PercentValues(
      value: values, count: isTuple ? values.cell.asTuple.pointee.count : 1,
      mapping: isMapping ? values : .unbound, isTuple: isTuple)
    var scanner = PrintfScanner(format, unit: unit)
    while true {
      let piece: PrintfPiece?
      do throws(PrintfProblem) {
        piece = try scanner.next()
      } catch {
        throw raise(error.kind.exception, error.message())
      }
      guard let piece else { break }
      buffer.append(format, piece.literal)
      if let conversion = piece.conversion {
        try appendConversion(conversion, format, unit, &source, to: &buffer)
      }
    }
    if source.index < source.count, !isMapping {
      let problem = unit == .scalar ? PrintfProblem.unusedArguments : .unusedByteArguments
      throw raise(problem.kind.exception, problem.message())
    }
  }

  private func problem(_ problem: PrintfProblem, _ v: Value = .unbound) -> Raise {
    raise(problem.kind.exception, problem.message(typeName: v.isUnbound ? "" : typeName(v)))
  }

  private func nextValue(_ source: inout PercentValues) throws(Raise) -> Value {
    guard let value = source.next() else { throw problem(.notEnoughArguments) }
    return value
  }

  private func starValue(_ source: inout PercentValues, _ tooBig: PrintfProblem) throws(Raise) -> Int {
    let value = try nextValue(&source)
    guard value.isInt else { throw problem(.starWantsInt) }
    guard let number = intValue(value) else {
      throw raise(.overflowError, "Python int too large to convert to C ssize_t")
    }
    return number
  }

  private func appendConversion(
    _ given: PrintfConversion, _ format: ByteView, _ unit: TextUnit, _ source: inout PercentValues,
    to buffer: inout ByteBuffer
  ) throws(Raise) {
    var conversion = given
    if let key = conversion.key {
      if source.mapping.isUnbound { throw problem(.requiresMapping) }
      let name = unit == .scalar ? try makeText(format.part(key)) : try makeBytes(format.part(key))
      source.value = try getItem(source.mapping, name)
      (source.index, source.count, source.isTuple) = (0, 1, false)
    }
    if conversion.takesWidth { conversion.take(width: try starValue(&source, .widthTooBig)) }
    if conversion.takesPrecision {
      let precision = try starValue(&source, .precisionTooBig)
      do throws(PrintfProblem) {
        try conversion.take(precision: precision)
      } catch {
        throw problem(error)
      }
    }
    let value = try nextValue(&source)
    switch conversion.kind {
    case nil: throw problem(conversion.unsupported)
    case .text: try appendText(value, conversion, unit, to: &buffer)
    case .repr:
      let shown = unit == .scalar ? try repr(value) : try ascii(value)
      Printf.appendText(view(shown), conversion, unit: unit, to: &buffer)
    case .ascii: Printf.appendText(view(try ascii(value)), conversion, unit: unit, to: &buffer)
    case .character: try appendCharacter(value, conversion, unit, to: &buffer)
    case .decimal, .octal, .hexadecimal: try appendInteger(value, conversion, unit, to: &buffer)
    case .exponent, .fixed, .general: try appendFloat(value, conversion, unit, to: &buffer)
    }
  }

  private func appendText(
    _ value: Value, _ conversion: PrintfConversion, _ unit: TextUnit, to buffer: inout ByteBuffer
  ) throws(Raise) {
    if unit == .scalar {
      if value.isSmallInt, conversion.width < 0, conversion.precision < 0 {
        return buffer.append(decimal: value.smallInt)
      }
      return Printf.appendText(view(try str(value)), conversion, unit: unit, to: &buffer)
    }
    var bytes = try bufferBytes(value)
    if bytes == nil { bytes = try bytesByMethod(value) }
    guard let bytes else { throw problem(.wantsBytes, value) }
    Printf.appendText(view(bytes), conversion, unit: unit, to: &buffer)
  }

  private func appendCharacter(
    _ value: Value, _ conversion: PrintfConversion, _ unit: TextUnit, to buffer: inout ByteBuffer
  ) throws(Raise) {
    if unit == .byte {
      if value.is(.bytes) || value.is(.byteArray) {
        guard value.text.pointee.byteCount == 1 else { throw problem(.wantsByte) }
        return Printf.appendCharacter(UInt32(value.text.pointee.data[0]), conversion, unit: unit, to: &buffer)
      }
      guard let number = try integerOperand(value) else { throw problem(.wantsByte) }
      guard let code = intValue(number), code >= 0, code < 256 else { throw problem(.byteRange) }
      return Printf.appendCharacter(UInt32(code), conversion, unit: unit, to: &buffer)
    }
    if value.isStr {
      guard codePointCount(value.cell) == 1 else { throw problem(.wantsCharacter) }
      var offset = 0
      let code = Utf8.decode(value.text.pointee.data, &offset)
      return Printf.appendCharacter(code, conversion, unit: unit, to: &buffer)
    }
    guard let number = try integerOperand(value) else { throw problem(.wantsCharacter) }
    guard let code = intValue(number), code >= 0, code < 0x11_0000 else { throw problem(.characterRange) }
    Printf.appendCharacter(UInt32(code), conversion, unit: unit, to: &buffer)
  }

  private func integerOperand(_ value: Value) throws(Raise) -> Value? {
    if value.isInt { return value }
    return special(.index, classOf(value)).isUnbound ? nil : try indexValue(value)
  }

  private func appendInteger(
    _ value: Value, _ conversion: PrintfConversion, _ unit: TextUnit, to buffer: inout ByteBuffer
  ) throws(Raise) {
    let isDecimal = conversion.kind == .decimal
    var number = value
    if !value.isInt {
      let wrong =
        isDecimal
        ? PrintfProblem.wantsRealNumber(type: unit == .byte ? 100 : conversion.type) : .wantsInteger(type: conversion.type)
      let owner = classOf(value)
      if isDecimal {
        let isNumber = value.isFloat || !special(.int, owner).isUnbound || !special(.index, owner).isUnbound
        guard isNumber, !value.isComplex else { throw problem(wrong, value) }
        number = try toInt(value)
      } else {
        guard let whole = try integerOperand(value) else { throw problem(wrong, value) }
        number = whole
      }
    }
    if let small = intValue(number) {
      if isDecimal, conversion.width < 0, conversion.precision < 0, !conversion.hasPlus, !conversion.hasSpace {
        return buffer.append(decimal: small)
      }
      return Printf.appendInteger(small, conversion, to: &buffer)
    }
    let limbs = limbs(number)
    if isDecimal { try checkDigits(limbs) }
    Printf.appendInteger(limbs, conversion, to: &buffer)
  }

  private func appendFloat(
    _ value: Value, _ conversion: PrintfConversion, _ unit: TextUnit, to buffer: inout ByteBuffer
  ) throws(Raise) {
    let number = try realNumber(value)
    guard let number else {
      throw problem(unit == .scalar ? .wantsFloat : .wantsFloatInBytes, value)
    }
    Printf.appendFloat(number, conversion, to: &buffer)
  }
}

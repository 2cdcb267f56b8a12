// FloatType.swift — the class `float`: its rows, and how objects of it are made.

import Glibc

extension NativeType {
  static var float: NativeType {
    NativeType("float", kind: .float, "A number in double precision.") {
      NativeRow.floatBasics + NativeRow.floatMethods
    }
  }
}

extension NativeRow {
  fileprivate static var floatBasics: [NativeRow] {
    comparisons(of: .float) + arithmetic(of: .float) + division(of: .float) + powers(of: .float) + [
      .slot("__new__(x=?, /)", "A float from a number or a text.", .callsScript, floatNew),
      .unary("__repr__()", "The shortest text that reads back as the number.", .float) { (vm, v) throws(Raise) in
        vm.floatText(v.floatNumber)
      },
      .unary("__hash__()", "The number's hash.", .float) { (vm, v) throws(Raise) in vm.int(vm.numberHash(v)) },
      .unary("__bool__()", "Whether the number is not zero.", .float) { (vm, v) throws(Raise) in
        Value(v.floatNumber != 0)
      },
      .unary("__int__()", "The integer part.", .float) { (vm, v) throws(Raise) in
        try vm.int(fromFloat: v.floatNumber)
      },
      .unary("__trunc__()", "The integer part.", .float) { (vm, v) throws(Raise) in
        try vm.int(fromFloat: v.floatNumber)
      },
      .unary("__floor__()", "The greatest int not above the number.", .float) { (vm, v) throws(Raise) in
        try vm.int(fromFloat: v.floatNumber.rounded(.down))
      },
      .unary("__ceil__()", "The least int not below the number.", .float) { (vm, v) throws(Raise) in
        try vm.int(fromFloat: v.floatNumber.rounded(.up))
      },
      .unary("__float__()", "The number itself.", .float) { (vm, v) throws(Raise) in Value(any: v.floatNumber) },
      .unary("__neg__()", "The negated number.", .float) { (vm, v) throws(Raise) in Value(any: -v.floatNumber) },
      .unary("__pos__()", "The number itself.", .float) { (vm, v) throws(Raise) in Value(any: v.floatNumber) },
      .unary("__abs__()", "The number without its sign.", .float) { (vm, v) throws(Raise) in
        Value(any: v.floatNumber.magnitude)
      },
      .slot("__round__(ndigits=None, /)", "Rounds to decimal places, halves to even.", .pure, floatRound),
      .slot("__format__(format_spec, /)", "The number laid out by a specification.", .pure, numberFormat),
    ]
  }

  fileprivate static var floatMethods: [NativeRow] {
    [
      .method("as_integer_ratio()", "Two ints whose ratio is the number.", .pure, floatRatio),
      .method("is_integer()", "Whether the number is whole.", .pure) { (vm, args) throws(Raise) -> Value in
        let d = try vm.numberReceiver(args, .float).floatNumber
        return Value(d.isFinite && d.rounded(.down) == d)
      },
      .method("hex()", "The number in hexadecimal.", .pure) { (vm, args) throws(Raise) -> Value in
        let d = try vm.numberReceiver(args, .float).floatNumber
        var buffer = ByteBuffer()
        FloatText.appendHex(d, to: &buffer)
        return try vm.makeText(buffer, isASCII: true)
      },
      .classMethod("fromhex(string, /)", "The number of a hexadecimal text.", .callsScript, floatFromHex),
      .method("conjugate()", "The number itself.", .pure, floatItself),
      .getter("real", "The number itself.", .pure, floatItself),
      .getter("imag", "Zero.", .pure) { (vm, args) throws(Raise) -> Value in
        _ = try vm.numberReceiver(args, .float)
        return Value(0.0)
      },
      .slot("__getnewargs__()", "What makes an equal number.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.single(Value(any: try vm.numberReceiver(args, .float).floatNumber))
      },
      .classMethod("__getformat__(typestr, /)", "How floats are laid out in memory.", .pure) {
        (vm, args) throws(Raise) -> Value in
        guard args[1].isStr else {
          throw vm.raise(
            .typeError, "__getformat__() argument must be str, not \(vm.argumentTypeName(args[1]))")
        }
        guard vm.text(args[1], equals: "double") || vm.text(args[1], equals: "float") else {
          throw vm.raise(.valueError, "__getformat__() argument 1 must be 'double' or 'float'")
        }
        return vm.string("IEEE, little-endian")
      },
    ]
  }
}

private func floatItself(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(any: try vm.numberReceiver(args, .float).floatNumber)
}

private func floatNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let target = try vm.newTarget(args, .float)
  let number = args[1].isUnbound ? 0 : try vm.toFloat(args[1])
  if target == vm.builtin(.float) { return Value(any: number) }
  let cell = vm.newInstance(target, kind: .float, bytes: MemoryLayout<FloatCell>.size)
  cell.assumingMemoryBound(to: FloatCell.self).pointee.number = Value(any: number).double
  return Value(cell)
}

private func floatRound(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let number = try vm.numberReceiver(args, .float).floatNumber
  if args[1].isNone { return try vm.int(fromFloat: FloatMath.round(number)) }
  guard let digits = try vm.indexValue(args[1]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[1]))' object cannot be interpreted as an integer")
  }
  return try vm.floatRound(number, digits)
}

private func floatRatio(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let number = try vm.numberReceiver(args, .float).floatNumber
  if number.isNaN { throw vm.raise(.valueError, "cannot convert NaN to integer ratio") }
  if number.isInfinite { throw vm.raise(.overflowError, "cannot convert Infinity to integer ratio") }
  let ratio = FloatMath.ratio(number)
  let shift = Value(small: abs(ratio.exponent))
  if ratio.exponent >= 0 {
    return vm.pair(try vm.intBinary(.leftShift, vm.int(ratio.mantissa), shift), Value(small: 1))
  }
  return vm.pair(vm.int(ratio.mantissa), try vm.intBinary(.leftShift, Value(small: 1), shift))
}

private func floatFromHex(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[1].isStr else { throw vm.raise(.typeError, "bad argument type for built-in operation") }
  let outcome = FloatText.parseHex(vm.view(args[1]))
  switch outcome {
  case .value(let number):
    if args[0].is(.class), args[0].cell != vm.builtin(.float) { return try vm.call(args[0], Value(any: number)) }
    return Value(any: number)
  case .invalid: throw vm.raise(.valueError, outcome.message)
  case .tooLarge: throw vm.raise(.overflowError, outcome.message)
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `repr` of a float.
  public func floatText(_ d: Double) -> Value {
    var buffer = ByteBuffer()
    FloatText.appendRepr(d, to: &buffer)
    return string(utf8: buffer.view)
  }

  /// `float(v)`.
  ///
  /// - Throws: TypeError, ValueError, OverflowError and what script raises.
  public func toFloat(_ v: Value) throws(Raise) -> Double {
    if v.isDouble { return v.double }
    if v.isStr { return try floatFromText(v, view(v), .scalar) }
    if let number = try realNumber(v) { return number }
    switch v.kind {
    case .bytes, .byteArray: return try floatFromText(v, view(v), .byte)
    case _:
      if let bytes = try bufferBytes(v) { return try floatFromText(v, view(bytes), .byte) }
      throw raise(.typeError, "float() argument must be a string or a real number, not '\(typeName(v))'")
    }
  }

  /// A number that is no text as a double: by class, `__float__` or `__index__`; nil for everything else.
  ///
  /// - Throws: TypeError, OverflowError and what script raises.
  public func realNumber(_ v: Value) throws(Raise) -> Double? {
    if v.isDouble { return v.double }
    if v.isSmallInt { return Double(v.smallInt) }
    if v.isExactInt || v.isBool { return try intToDouble(v) }
    if !v.isCell { return nil }
    if let result = try callSpecial(.float, on: v) {
      guard result.isFloat else {
        throw raise(.typeError, "\(typeName(v)).__float__ returned non-float (type \(typeName(result)))")
      }
      return result.floatNumber
    }
    guard let whole = try indexValue(v) else { return nil }
    return try intToDouble(whole)
  }

  private func floatFromText(_ v: Value, _ source: ByteView, _ unit: TextUnit) throws(Raise) -> Double {
    if let number = FloatText.parse(source, unit: unit) { return number }
    throw raise(.valueError, "could not convert string to float: \(try swiftRepr(v))")
  }

  /// `round(number, digits)`.
  ///
  /// - Throws: OverflowError.
  func floatRound(_ number: Double, _ digits: Value) throws(Raise) -> Value {
    let count = intValue(digits) ?? (isNegativeInt(digits) ? Int.min : Int.max)
    guard let result = FloatMath.round(number, digits: Swift.max(count, -10_000)) else {
      throw raise(.overflowError, "rounded value too large to represent")
    }
    return Value(any: result)
  }
}

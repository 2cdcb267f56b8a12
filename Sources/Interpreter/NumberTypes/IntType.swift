// IntType.swift — the class `int`: its rows, and how objects of it are made.

import Glibc
import Parser

extension NativeType {
  static var int: NativeType {
    NativeType("int", kind: .int, "A whole number of any size.") {
      NativeRow.intBasics + NativeRow.intOperators + NativeRow.intMethods
    }
  }
}

extension NativeRow {
  fileprivate static var intBasics: [NativeRow] {
    [
      .slot("__new__(x=?, /, base=?)", "A whole number from a number or a text.", .callsScript, intNew),
      .unary("__repr__()", "The number in decimal digits.", .int) { (vm, v) throws(Raise) in try vm.intToText(v) },
      .unary("__hash__()", "The number's hash.", .int) { (vm, v) throws(Raise) in vm.int(vm.intHash(v)) },
      .unary("__bool__()", "Whether the number is not zero.", .int) { (vm, v) throws(Raise) in Value(!vm.intIsZero(v))
      },
      .unary("__int__()", "The number itself.", .int) { (vm, v) throws(Raise) in vm.exactInt(v) },
      .unary("__index__()", "The number itself.", .int) { (vm, v) throws(Raise) in vm.exactInt(v) },
      .unary("__float__()", "The nearest float.", .int) { (vm, v) throws(Raise) in Value(try vm.intToDouble(v)) },
      .slot("__format__(format_spec, /)", "The number laid out by a specification.", .pure, numberFormat),
      .slot("__getnewargs__()", "What makes an equal number.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.single(vm.exactInt(try vm.numberReceiver(args, .int)))
      },
    ]
  }

  fileprivate static var intOperators: [NativeRow] {
    comparisons(of: .int) + arithmetic(of: .int) + division(of: .int) + powers(of: .int) + [
      operation("__lshift__(value, /)", .int, .leftShift),
      operation("__rlshift__(value, /)", .int, .leftShift, reflected: true),
      operation("__rshift__(value, /)", .int, .rightShift),
      operation("__rrshift__(value, /)", .int, .rightShift, reflected: true),
      operation("__and__(value, /)", .int, .bitAnd),
      operation("__rand__(value, /)", .int, .bitAnd, reflected: true),
      operation("__or__(value, /)", .int, .bitOr), operation("__ror__(value, /)", .int, .bitOr, reflected: true),
      operation("__xor__(value, /)", .int, .bitXor),
      operation("__rxor__(value, /)", .int, .bitXor, reflected: true),
      .unary("__neg__()", "The negated number.", .int) { (vm, v) throws(Raise) in try vm.intNegate(v) },
      .unary("__pos__()", "The number itself.", .int) { (vm, v) throws(Raise) in vm.exactInt(v) },
      .unary("__abs__()", "The number without its sign.", .int) { (vm, v) throws(Raise) in try vm.intAbsolute(v) },
      .unary("__invert__()", "The number with all bits turned.", .int) { (vm, v) throws(Raise) in try vm.intInvert(v) },
      .unary("__trunc__()", "The number itself.", .int) { (vm, v) throws(Raise) in vm.exactInt(v) },
      .unary("__floor__()", "The number itself.", .int) { (vm, v) throws(Raise) in vm.exactInt(v) },
      .unary("__ceil__()", "The number itself.", .int) { (vm, v) throws(Raise) in vm.exactInt(v) },
      .slot("__round__(ndigits=?, /)", "Rounds to a power of ten, halves to even.", .pure, intRound),
      .slot("__sizeof__()", "Size in memory, in bytes.", .pure) { (vm, args) throws(Raise) -> Value in
        let bits = Limbs.bitLength(vm.limbs(try vm.numberReceiver(args, .int)))
        return Value(small: 24 + 4 * max((bits + 29) / 30, 1))
      },
    ]
  }
}

private func intNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let target = try vm.newTarget(args, .int)
  if args[1].isUnbound {
    if !args[2].isUnbound { throw vm.raise(.typeError, "int() missing string argument") }
    return try vm.int(Value(small: 0), of: target)
  }
  if args[2].isUnbound { return try vm.int(try vm.toInt(args[1]), of: target) }
  let base = try vm.sizeArgument(args[2])
  guard base == 0 || base >= 2 && base <= 36 else {
    throw vm.raise(.valueError, "int() base must be >= 2 and <= 36, or 0")
  }
  switch args[1].kind {
  case .str, .bytes, .byteArray: return try vm.int(try vm.intFromText(args[1], base: base), of: target)
  case _: throw vm.raise(.typeError, "int() can't convert non-string with explicit base")
  }
}

private func intRound(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let number = try vm.numberReceiver(args, .int)
  if args[1].isUnbound { return vm.exactInt(number) }
  guard let digits = try vm.indexValue(args[1]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[1]))' object cannot be interpreted as an integer")
  }
  return try vm.intRound(number, digits)
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// An object of `int` or a subclass with a number.
  ///
  /// - Throws: MemoryError.
  func int(_ v: Value, of target: Cell) throws(Raise) -> Value {
    if target == builtin(.int) { return exactInt(v) }
    let number = limbs(v)
    let cell = newInstance(target, kind: .int, bytes: IntCell.limbsOffset + max(number.count, 1) * 8)
    cell.limbs.update(from: number.limbs, count: number.count)
    cell.intCell.pointee.signedCount = number.isNegative ? -number.count : number.count
    return Value(cell)
  }

  /// `int(v)` of one argument.
  ///
  /// - Throws: TypeError, ValueError, OverflowError and what script raises.
  public func toInt(_ v: Value) throws(Raise) -> Value {
    if v.isSmallInt || v.isExactInt { return v }
    if v.isBool { return Value(small: v.boolInt) }
    if v.isDouble { return try int(fromFloat: v.double) }
    if v.isExactStr { return try intFromText(v, base: 10) }
    if let result = try callSpecial(.int, on: v) {
      guard result.isInt else {
        throw raise(.typeError, "__int__ returned non-int (type \(typeName(result)))")
      }
      return exactInt(result)
    }
    if let result = try indexValue(v) { return exactInt(result) }
    if let result = try callSpecial(.trunc, on: v) {
      if result.isInt { return exactInt(result) }
      guard let whole = try indexValueIfAny(result) else {
        throw raise(.typeError, "__trunc__ returned non-Integral (type \(typeName(result)))")
      }
      return exactInt(whole)
    }
    switch v.kind {
    case .str, .bytes, .byteArray: return try intFromText(v, base: 10)
    case _:
      if let bytes = try bufferBytes(v) { return try intFromText(bytes, base: 10) }
      throw raise(
        .typeError,
        "int() argument must be a string, a bytes-like object or a real number, not '\(typeName(v))'")
    }
  }

  private func indexValueIfAny(_ v: Value) throws(Raise) -> Value? {
    special(.index, classOf(v)).isUnbound ? nil : try indexValue(v)
  }

  /// The integer part of a float.
  ///
  /// - Throws: ValueError for NaN, OverflowError for infinities.
  public func int(fromFloat d: Double) throws(Raise) -> Value {
    if d.isNaN { throw raise(.valueError, "cannot convert float NaN to integer") }
    if d.isInfinite { throw raise(.overflowError, "cannot convert float infinity to integer") }
    return int(truncating: d)
  }

  /// `round(number, digits)` of an int: only a negative number of digits changes anything.
  ///
  /// - Throws: MemoryError.
  func intRound(_ number: Value, _ digits: Value) throws(Raise) -> Value {
    if !isNegativeInt(digits) { return exactInt(number) }
    // Powers of ten beyond the number's length leave nothing.
    let length = IntegerText.decimalDigits(limbs(number))
    guard let count = intValue(digits), -count <= length + 1 else { return Value(small: 0) }
    let unit = try intPower(Value(small: 10), Value(small: -count))
    let (quotient, rest) = try intDivmod(number, unit)
    let order = intCompare(try intBinary(.multiply, rest, Value(small: 2)), unit)
    let isOdd = limbs(quotient).isOdd
    let rounded = order > 0 || order == 0 && isOdd ? try intBinary(.add, quotient, Value(small: 1)) : quotient
    return try intBinary(.multiply, rounded, unit)
  }
}

// BuiltinFunctions+Numbers.swift — builtin functions about numbers: abs, round, divmod, pow.

import Parser

extension NativeRow {
  static var numberFunctions: [NativeRow] {
    [
      .function("abs(x, /)", "The distance from zero.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.absolute(args[0])
      },
      .function("round(number, ndigits=None)", "Rounds, halves to even.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.rounded(args[0], args[1])
      },
      .function("divmod(x, y, /)", "Quotient and remainder.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.divmod(args[0], args[1])
      },
      .function("pow(base, exp, mod=None)", "A power, modulo a third argument.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try args[2].isNone ? vm.binary(.power, args[0], args[1]) : vm.power(args[0], args[1], modulo: args[2])
      },
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `abs(v)`.
  ///
  /// - Throws: TypeError, OverflowError and what script raises.
  public func absolute(_ v: Value) throws(Raise) -> Value {
    if v.isSmallInt || v.isBool || v.isExactInt { return try intAbsolute(v) }
    if v.isDouble { return Value(v.double.magnitude) }
    guard let result = try callSpecial(.absolute, on: v) else {
      throw raise(.typeError, "bad operand type for abs(): '\(typeName(v))'")
    }
    return result
  }

  /// `round(v, digits)`; without digits an int.
  ///
  /// - Throws: TypeError, ValueError, OverflowError and what script raises.
  public func rounded(_ v: Value, _ digits: Value) throws(Raise) -> Value {
    if v.isDouble {
      if digits.isNone { return try int(fromFloat: FloatMath.round(v.double)) }
      if digits.isSmallInt { return try floatRound(v.double, digits) }
    }
    let result = digits.isNone ? try callSpecial(.round, on: v) : try callSpecial(.round, on: v, digits)
    guard let result else {
      throw raise(.typeError, "type \(typeName(v)) doesn't define __round__ method")
    }
    return result
  }

  /// `divmod(a, b)`.
  ///
  /// - Throws: TypeError, ZeroDivisionError and what script raises.
  public func divmod(_ a: Value, _ b: Value) throws(Raise) -> Value {
    if isNumber(a), isNumber(b) {
      let result = try numberDivmod(a, b)
      if result != .notImplemented { return result }
    }
    let ownerA = classOf(a), ownerB = classOf(b)
    let reflected = special(.rightDivmod, ownerB)
    let rightFirst = ownerA != ownerB && isSubclass(ownerB, ownerA) && reflected != special(.rightDivmod, ownerA)
    if rightFirst, let result = try callSpecial(.rightDivmod, on: b, a), result != .notImplemented { return result }
    if let result = try callSpecial(.divmod, on: a, b), result != .notImplemented { return result }
    if !rightFirst, ownerA != ownerB, let result = try callSpecial(.rightDivmod, on: b, a),
      result != .notImplemented
    {
      return result
    }
    throw raise(
      .typeError, "unsupported operand type(s) for divmod(): '\(typeName(a))' and '\(typeName(b))'")
  }

  /// `pow(a, b, modulus)`.
  ///
  /// - Throws: TypeError, ValueError and what script raises.
  public func power(_ a: Value, _ b: Value, modulo modulus: Value) throws(Raise) -> Value {
    if a.isInt, b.isInt, modulus.isInt, a.isExactInt || a.isBool { return try intPowerModulo(a, b, modulus) }
    let method = special(.power, classOf(a))
    if !method.isUnbound, let result = try callSpecial(.power, on: a, b, modulus), result != .notImplemented {
      return result
    }
    if b.isFloat || modulus.isFloat, a.isNumber {
      throw raise(.typeError, "pow() 3rd argument not allowed unless all arguments are integers")
    }
    throw raise(
      .typeError,
      "unsupported operand type(s) for ** or pow(): '\(typeName(a))', '\(typeName(b))', '\(typeName(modulus))'")
  }
}

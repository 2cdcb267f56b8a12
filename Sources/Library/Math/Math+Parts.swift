// Math+Parts.swift — math: rounding, and the parts of floats.

import Glibc
import Interpreter

extension NativeRow {
  static var mathParts: [NativeRow] {
    [
      .function("floor(x, /)", "The greatest int not above x.", .callsScript) { (vm, args) throws(Raise) -> Value in
        if args[0].isDouble { return try vm.int(fromFloat: args[0].double.rounded(.down)) }
        if args[0].isSmallInt { return args[0] }
        if let result = try vm.callSpecial(.floor, on: args[0]) { return result }
        return try vm.int(fromFloat: try vm.real(args[0]).rounded(.down))
      },
      .function("ceil(x, /)", "The least int not below x.", .callsScript) { (vm, args) throws(Raise) -> Value in
        if args[0].isDouble { return try vm.int(fromFloat: args[0].double.rounded(.up)) }
        if args[0].isSmallInt { return args[0] }
        if let result = try vm.callSpecial(.ceil, on: args[0]) { return result }
        return try vm.int(fromFloat: try vm.real(args[0]).rounded(.up))
      },
      .function("trunc(x, /)", "The integer part of x.", .callsScript) { (vm, args) throws(Raise) -> Value in
        if args[0].isDouble { return try vm.int(fromFloat: args[0].double) }
        if let result = try vm.callSpecial(.trunc, on: args[0]) { return result }
        throw vm.raise(.typeError, "type \(vm.typeName(args[0])) doesn't define __trunc__ method")
      },
      .function("modf(x, /)", "Fraction and integer part, both as floats.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let x = try vm.real(args[0])
        if x.isNaN { return vm.pair(Value(any: x), Value(any: x)) }
        if x.isInfinite { return vm.pair(Value(copysign(0, x)), Value(x)) }
        let whole = x.rounded(.towardZero)
        return vm.pair(Value(copysign(x - whole, x)), Value(whole))
      },
      .function("frexp(x, /)", "Mantissa and exponent.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let x = try vm.real(args[0])
        if x == 0 || !x.isFinite { return vm.pair(Value(any: x), Value(small: 0)) }
        var exponent: Int32 = 0
        let mantissa = frexp(x, &exponent)
        return vm.pair(Value(mantissa), Value(small: Int(exponent)))
      },
      .function("ldexp(x, i, /)", "x times 2 to the power of i.", .callsScript, loadExponent),
      .function("nextafter(x, y, /, *, steps=None)", "The float after x on the way to y.", .callsScript, nextAfter),
      .function("ulp(x, /)", "The value of the last bit of x.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let x = try vm.real(args[0]).magnitude
        if x.isNaN || x.isInfinite { return Value(any: x) }
        if x == Double.greatestFiniteMagnitude { return Value(x - x.nextDown) }
        return Value(x.nextUp - x)
      },
    ]
  }
}

private func loadExponent(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let x = try vm.real(args[0])
  guard args[1].isInt else { throw vm.raise(.typeError, "Expected an int as second argument to ldexp.") }
  if x == 0 || !x.isFinite { return Value(any: x) }
  let exponent = vm.intValue(args[1]) ?? (vm.limbs(args[1]).isNegative ? Int.min : Int.max)
  if exponent > Int(Int32.max) { throw vm.mathRangeError() }
  if exponent < Int(Int32.min) { return Value(copysign(0, x)) }
  let result = scalbn(x, Int32(exponent))
  if result.isInfinite { throw vm.mathRangeError() }
  return Value(result)
}

private func nextAfter(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let x = try vm.real(args[0]), y = try vm.real(args[1])
  if args[2].isNone { return Value(any: nextafter(x, y)) }
  guard let count = try vm.indexValue(args[2]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[2]))' object cannot be interpreted as an integer")
  }
  if vm.limbs(count).isNegative { throw vm.raise(.valueError, "steps must be a non-negative integer") }
  if vm.intIsZero(count) { return Value(any: x) }
  if x.isNaN { return Value(any: x) }
  if y.isNaN || x == y { return Value(any: y) }
  let steps = vm.intValue(count).map { UInt64($0) } ?? UInt64.max
  // Magnitudes of one sign count up as their bit patterns do; between the signs lie two zeros that are one step.
  let sign: UInt64 = 1 << 63
  let from = x.bitPattern & ~sign, to = y.bitPattern & ~sign
  if (x.bitPattern ^ y.bitPattern) & sign != 0 {
    let (total, overflow) = from.addingReportingOverflow(to)
    if overflow || steps >= total { return Value(any: y) }
    if from == 0 { return Value(any: Double(bitPattern: y.bitPattern & sign | steps)) }
    return Value(any: Double(bitPattern: steps < from ? x.bitPattern - steps : y.bitPattern & sign | (steps - from)))
  }
  if to >= from { return Value(any: to - from < steps ? y : Double(bitPattern: x.bitPattern + steps)) }
  return Value(any: from - to < steps ? y : Double(bitPattern: x.bitPattern - steps))
}

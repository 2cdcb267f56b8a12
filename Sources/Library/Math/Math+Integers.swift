// Math+Integers.swift — math: functions of whole numbers.

import Interpreter

extension NativeRow {
  static var mathIntegers: [NativeRow] {
    [
      .function("factorial(n, /)", "The product of the numbers up to n.", .callsScript, factorial),
      .function("comb(n, k, /)", "In how many ways k of n things can be chosen.", .callsScript, combinations),
      .function("perm(n, k=None, /)", "In how many orders k of n things can be chosen.", .callsScript, permutations),
      .function("isqrt(n, /)", "The integer part of the square root.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let number = vm.limbs(try vm.whole(args[0]))
        if number.isNegative { throw vm.raise(.valueError, "isqrt() argument must be nonnegative") }
        let cell = try vm.newInt(Limbs.squareRootSize(number))
        return vm.finishInt(cell, Limbs.squareRoot(number, into: vm.limbSpace(cell)))
      },
      .function("gcd(*integers)", "The greatest common divisor.", .callsScript) { (vm, args) throws(Raise) -> Value in
        var result = Value(small: 0)
        for i in 0..<args[0].cell.asTuple.pointee.count {
          result = try vm.commonDivisor(result, try vm.whole(args[0].cell.tupleItems[i]))
        }
        return result
      },
      .function("lcm(*integers)", "The least common multiple.", .callsScript) { (vm, args) throws(Raise) -> Value in
        var result = Value(small: 1)
        for i in 0..<args[0].cell.asTuple.pointee.count {
          let number = try vm.whole(args[0].cell.tupleItems[i])
          if vm.intIsZero(result) || vm.intIsZero(number) {
            result = Value(small: 0)
            continue
          }
          let divisor = try vm.commonDivisor(result, number)
          let product = try vm.intBinary(.multiply, try vm.intBinary(.floorDivide, result, divisor), number)
          result = try vm.intAbsolute(product)
        }
        return result
      },
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// An argument that must be a whole number.
  ///
  /// - Throws: TypeError and what `__index__` raises.
  func whole(_ v: Value) throws(Raise) -> Value {
    guard let number = try indexValue(v) else {
      throw raise(.typeError, "'\(typeName(v))' object cannot be interpreted as an integer")
    }
    return number
  }

  func commonDivisor(_ a: Value, _ b: Value) throws(Raise) -> Value {
    if let x = intValue(a), let y = intValue(b) {
      var (m, n) = (x.magnitude, y.magnitude)
      while n != 0 { (m, n) = (n, m % n) }
      return int(m)
    }
    let x = limbs(a), y = limbs(b)
    let cell = try newInt(Limbs.greatestCommonDivisorSize(x, y))
    return finishInt(cell, Limbs.greatestCommonDivisor(x, y, into: limbSpace(cell)))
  }

  /// The product of the numbers from `low` to `high`, halves multiplied by halves.
  func rangeProduct(_ low: Int, _ high: Int) throws(Raise) -> Value {
    if low > high { return Value(small: 1) }
    if high - low < 8 {
      var result = int(low)
      for i in stride(from: low + 1, through: high, by: 1) { result = try intBinary(.multiply, result, int(i)) }
      return result
    }
    let middle = low + (high - low) / 2
    return try intBinary(.multiply, try rangeProduct(low, middle), try rangeProduct(middle + 1, high))
  }

  /// Refuses products of `count` numbers up to `high` that no memory holds.
  func checkProduct(_ count: Int, _ high: Int) throws(Raise) {
    let bits = Int.bitWidth - high.leadingZeroBitCount
    let (total, overflow) = count.multipliedReportingOverflow(by: bits)
    if overflow { throw raise(.memoryError, "") }
    // A product has at least half the bits of this bound.
    try checkLimbs(total / 128)
  }
}

private func factorial(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let number = try vm.whole(args[0])
  if vm.limbs(number).isNegative {
    throw vm.raise(.valueError, "factorial() not defined for negative values")
  }
  guard let n = vm.intValue(number) else {
    throw vm.raise(.overflowError, "factorial() argument should not exceed 9223372036854775807")
  }
  try vm.checkProduct(n, n)
  return try vm.rangeProduct(2, n)
}

private func permutations(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[1].isNone { return try factorial(vm, args) }
  let number = try vm.whole(args[0]), chosen = try vm.whole(args[1])
  if vm.limbs(number).isNegative { throw vm.raise(.valueError, "n must be a non-negative integer") }
  if vm.limbs(chosen).isNegative { throw vm.raise(.valueError, "k must be a non-negative integer") }
  if vm.intCompare(number, chosen) < 0 { return Value(small: 0) }
  guard let k = vm.intValue(chosen) else {
    throw vm.raise(.overflowError, "k must not exceed 9223372036854775807")
  }
  if let n = vm.intValue(number) {
    try vm.checkProduct(k, n)
    return try vm.rangeProduct(n - k + 1, n)
  }
  var result = Value(small: 1)
  for i in 0..<k {
    result = try vm.intBinary(.multiply, result, try vm.intBinary(.subtract, number, vm.int(i)))
  }
  return result
}

private func combinations(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let number = try vm.whole(args[0]), chosen = try vm.whole(args[1])
  if vm.limbs(number).isNegative { throw vm.raise(.valueError, "n must be a non-negative integer") }
  if vm.limbs(chosen).isNegative { throw vm.raise(.valueError, "k must be a non-negative integer") }
  var smaller = try vm.intBinary(.subtract, number, chosen)
  if vm.limbs(smaller).isNegative { return Value(small: 0) }
  if vm.intCompare(chosen, smaller) < 0 { smaller = chosen }
  guard let k = vm.intValue(smaller) else {
    throw vm.raise(.overflowError, "min(n - k, k) must not exceed 9223372036854775807")
  }
  if let n = vm.intValue(number), k > 64 {
    let top = try vm.rangeProduct(n - k + 1, n)
    return try vm.intBinary(.floorDivide, top, try vm.rangeProduct(2, k))
  }
  var result = Value(small: 1)
  for i in 0..<k {
    let factor = try vm.intBinary(.subtract, number, vm.int(i))
    result = try vm.intBinary(.floorDivide, try vm.intBinary(.multiply, result, factor), vm.int(i + 1))
  }
  return result
}

// IntArithmetic.swift — the binary operators of ints, fast up to 128 bits, then limb by limb.

import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  /// `a op b` of two ints (bools and objects of subclasses included).
  ///
  /// - Throws: ZeroDivisionError, ValueError, OverflowError, MemoryError.
  public func intBinary(_ op: BinaryOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    if let x = int128(a), let y = int128(b) {
      if let result = try narrowBinary(op, x, y) { return result }
    }
    return try wideBinary(op, a, b)
  }

  /// The product of two small ints whose product needs a cell.
  @inline(__always)
  public func product(_ a: Int, _ b: Int) -> Value { int(Int128(a) * Int128(b)) }

  /// nil where 128 bits may not be enough.
  @inline(__always)
  private func narrowBinary(_ op: BinaryOperator, _ x: Int128, _ y: Int128) throws(Raise) -> Value? {
    switch op {
    case .add:
      let (sum, overflow) = x.addingReportingOverflow(y)
      return overflow || sum == .min ? nil : int(sum)
    case .subtract:
      let (difference, overflow) = x.subtractingReportingOverflow(y)
      return overflow || difference == .min ? nil : int(difference)
    case .multiply:
      let left = Int(truncatingIfNeeded: x), right = Int(truncatingIfNeeded: y)
      return Int128(left) == x && Int128(right) == y ? int(Int128(left) * Int128(right)) : nil
    case .bitOr: return int(x | y)
    case .bitXor: return int(x ^ y)
    case .bitAnd: return int(x & y)
    case .rightShift:
      if y < 0 { throw raise(.valueError, "negative shift count") }
      return int(x >> min(y, 127))
    case .leftShift:
      if y < 0 { throw raise(.valueError, "negative shift count") }
      guard y < 64, Int128(Int(truncatingIfNeeded: x)) == x else { return nil }
      return int(x << y)
    case .floorDivide:
      if y == 0 { throw raise(.zeroDivisionError, "integer division or modulo by zero") }
      return int(floorDivide(x, y).quotient)
    case .modulo:
      if y == 0 { throw raise(.zeroDivisionError, "integer modulo by zero") }
      return int(floorDivide(x, y).remainder)
    case .divide:
      if y == 0 { throw raise(.zeroDivisionError, "division by zero") }
      guard x.magnitude <= 1 << 53, y.magnitude <= 1 << 53 else { return nil }
      return Value(any: Double(Int(x)) / Double(Int(y)))
    case .power: return nil
    case .matrixMultiply: return .notImplemented
    }
  }

  @inline(__always)
  func floorDivide(_ x: Int128, _ y: Int128) -> (quotient: Int128, remainder: Int128) {
    let left = Int(truncatingIfNeeded: x), right = Int(truncatingIfNeeded: y)
    if Int128(left) == x, Int128(right) == y, left != .min {
      var (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
      if remainder != 0, (remainder < 0) != (right < 0) {
        quotient -= 1
        remainder += right
      }
      return (Int128(quotient), Int128(remainder))
    }
    var (quotient, remainder) = x.quotientAndRemainder(dividingBy: y)
    if remainder != 0, (remainder < 0) != (y < 0) {
      quotient -= 1
      remainder += y
    }
    return (quotient, remainder)
  }

  @inline(never)
  private func wideBinary(_ op: BinaryOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    switch op {
    case .leftShift: return try shiftLeft(a, b)
    case .rightShift: return try shiftRight(a, b)
    case .power: return try intPower(a, b)
    case .matrixMultiply: return .notImplemented
    case .add, .subtract, .multiply, .divide, .modulo, .bitOr, .bitXor, .bitAnd, .floorDivide: break
    }
    let x = limbs(a), y = limbs(b)
    switch op {
    case .add:
      let cell = try newInt(Limbs.addSize(x, y))
      return finishInt(cell, Limbs.add(x, y, into: cell.limbs))
    case .subtract:
      let cell = try newInt(Limbs.addSize(x, y))
      return finishInt(cell, Limbs.subtract(x, y, into: cell.limbs))
    case .multiply:
      let cell = try newInt(max(Limbs.multiplySize(x, y), 3))
      return finishInt(cell, Limbs.multiply(x, y, into: cell.limbs))
    case .floorDivide: return try divideWithRemainder(x, y, "integer division or modulo by zero").0
    case .modulo: return try divideWithRemainder(x, y, "integer modulo by zero").1
    case .divide:
      if y.isZero { throw raise(.zeroDivisionError, "division by zero") }
      guard let quotient = Limbs.trueDivide(x, y) else {
        throw raise(.overflowError, "integer division result too large for a float")
      }
      return Value(any: quotient)
    case .bitOr: return try bitwise(.or, x, y)
    case .bitXor: return try bitwise(.xor, x, y)
    case .bitAnd: return try bitwise(.and, x, y)
    case .leftShift, .rightShift, .power, .matrixMultiply: return .notImplemented
    }
  }

  private func bitwise(_ operation: Limbs.Bitwise, _ x: LimbInteger, _ y: LimbInteger) throws(Raise) -> Value {
    let cell = try newInt(Limbs.bitwiseSize(x, y))
    return finishInt(cell, Limbs.bitwise(operation, x, y, into: cell.limbs))
  }

  func divideWithRemainder(
    _ x: LimbInteger, _ y: LimbInteger, _ message: String
  ) throws(Raise) -> (Value, Value) {
    if y.isZero { throw raise(.zeroDivisionError, message) }
    let quotient = try newInt(Limbs.quotientSize(x, y))
    let remainder = try newInt(Limbs.remainderSize(x, y))
    let results = Limbs.floorDivide(x, y, quotient: quotient.limbs, remainder: remainder.limbs)
    return (finishInt(quotient, results.quotient), finishInt(remainder, results.remainder))
  }

  /// `divmod(a, b)` of two ints, as a pair.
  ///
  /// - Throws: ZeroDivisionError, MemoryError.
  public func intDivmod(_ a: Value, _ b: Value) throws(Raise) -> (Value, Value) {
    if let x = int128(a), let y = int128(b) {
      if y == 0 { throw raise(.zeroDivisionError, "integer division or modulo by zero") }
      let result = floorDivide(x, y)
      return (int(result.quotient), int(result.remainder))
    }
    return try divideWithRemainder(limbs(a), limbs(b), "integer division or modulo by zero")
  }

  // MARK: Shifts and powers

  private func shiftLeft(_ a: Value, _ b: Value) throws(Raise) -> Value {
    if isNegativeInt(b) { throw raise(.valueError, "negative shift count") }
    if intIsZero(a) { return Value(small: 0) }
    let x = limbs(a)
    guard let bits = intValue(b), let size = Limbs.shiftLeftSize(x, by: bits) else {
      throw raise(.overflowError, "too many digits in integer")
    }
    let cell = try newInt(size)
    return finishInt(cell, Limbs.shiftLeft(x, by: bits, into: cell.limbs))
  }

  private func shiftRight(_ a: Value, _ b: Value) throws(Raise) -> Value {
    if isNegativeInt(b) { throw raise(.valueError, "negative shift count") }
    let x = limbs(a)
    guard let bits = intValue(b) else { return Value(small: x.isNegative ? -1 : 0) }
    let cell = try newInt(Limbs.shiftRightSize(x, by: bits))
    return finishInt(cell, Limbs.shiftRight(x, by: bits, into: cell.limbs))
  }

  /// `a ** b` of two ints; a negative exponent gives a float.
  ///
  /// - Throws: ZeroDivisionError, OverflowError, MemoryError.
  func intPower(_ a: Value, _ b: Value) throws(Raise) -> Value {
    if isNegativeInt(b) { return try floatPower(intToDouble(a), intToDouble(b)) }
    if let base = intValue(a) {
      if let exponent = intValue(b), let result = smallPower(base, exponent) { return int(result) }
      if base == 0 || base == 1 { return Value(small: intIsZero(b) ? 1 : base) }
      if base == -1 { return Value(small: try isOdd(b) ? -1 : 1) }
    }
    let x = limbs(a)
    guard let exponent = intValue(b), let size = Limbs.powerSize(x, UInt(exponent)) else {
      throw raise(.memoryError, "")
    }
    let cell = try newInt(size)
    return finishInt(cell, Limbs.power(x, UInt(exponent), into: cell.limbs))
  }

  private func isOdd(_ v: Value) throws(Raise) -> Bool {
    if let small = intValue(v) { return small & 1 != 0 }
    return limbs(v).isOdd
  }

  /// By squaring, while everything fits an Int.
  @inline(__always)
  private func smallPower(_ base: Int, _ exponent: Int) -> Int? {
    var result = 1, factor = base, rest = exponent
    while true {
      if rest & 1 != 0 {
        let (product, overflow) = result.multipliedReportingOverflow(by: factor)
        if overflow { return nil }
        result = product
      }
      rest >>= 1
      if rest == 0 { return result }
      let (square, overflow) = factor.multipliedReportingOverflow(by: factor)
      if overflow { return nil }
      factor = square
    }
  }

  /// `pow(a, b, c)` of three ints.
  ///
  /// - Throws: ValueError, MemoryError.
  func intPowerModulo(_ a: Value, _ b: Value, _ c: Value) throws(Raise) -> Value {
    let modulus = limbs(c)
    if modulus.isZero { throw raise(.valueError, "pow() 3rd argument cannot be 0") }
    let cell = try newInt(Limbs.powerModuloSize(modulus))
    switch Limbs.powerModulo(limbs(a), limbs(b), modulus, into: cell.limbs) {
    case .value(let result): return finishInt(cell, result)
    case .zeroModulus: throw raise(.valueError, "pow() 3rd argument cannot be 0")
    case .notInvertible: throw raise(.valueError, "base is not invertible for the given modulus")
    }
  }

  // MARK: Unary

  /// - Throws: MemoryError.
  public func intNegate(_ v: Value) throws(Raise) -> Value {
    if let small = int128(v) { return int(-small) }
    let x = limbs(v)
    let cell = try newInt(x.count)
    return finishInt(cell, Limbs.copy(x.negated, into: cell.limbs))
  }

  /// - Throws: MemoryError.
  public func intInvert(_ v: Value) throws(Raise) -> Value {
    if let small = int128(v) { return int(~small) }
    let x = limbs(v)
    let cell = try newInt(Limbs.invertSize(x))
    return finishInt(cell, Limbs.invert(x, into: cell.limbs))
  }

  /// - Throws: MemoryError.
  public func intAbsolute(_ v: Value) throws(Raise) -> Value {
    isNegativeInt(v) ? try intNegate(v) : exactInt(v)
  }
}

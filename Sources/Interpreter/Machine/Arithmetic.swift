// Arithmetic.swift — the fast halves of operators: small ints and doubles, inlined into the dispatch function.
//
// Each answers `unbound` where the slow path has to decide.

import Glibc

enum Arithmetic {
  @inline(__always) static func bothInts(_ x: Value, _ y: Value) -> Bool { x.bits & y.bits >= Value.intTag }

  /// A double for a double or a small int of which the other operand is a double.
  @inline(__always) static func mixed(_ x: Value, _ y: Value, _ apply: (Double, Double) -> Double) -> Value {
    if x.isDouble {
      if y.isDouble { return Value(apply(x.double, y.double)) }
      if y.isSmallInt { return Value(apply(x.double, Double(y.smallInt))) }
    } else if y.isDouble, x.isSmallInt {
      return Value(apply(Double(x.smallInt), y.double))
    }
    return .unbound
  }

  @inline(__always) static func add(_ x: Value, _ y: Value) -> Value {
    if bothInts(x, y) {
      let (sum, overflow) = x.shifted.addingReportingOverflow(y.shifted)
      return overflow ? .unbound : Value(shifted: sum)
    }
    return mixed(x, y) { $0 + $1 }
  }

  @inline(__always) static func subtract(_ x: Value, _ y: Value) -> Value {
    if bothInts(x, y) {
      let (difference, overflow) = x.shifted.subtractingReportingOverflow(y.shifted)
      return overflow ? .unbound : Value(shifted: difference)
    }
    return mixed(x, y) { $0 - $1 }
  }

  @inline(__always) static func multiply(_ x: Value, _ y: Value) -> Value {
    if bothInts(x, y) {
      let (product, overflow) = x.shifted.multipliedReportingOverflow(by: Int64(y.smallInt))
      return overflow ? .unbound : Value(shifted: product)
    }
    return mixed(x, y) { $0 * $1 }
  }

  @inline(__always) static func divide(_ x: Value, _ y: Value) -> Value {
    if y.isDouble {
      if y.double == 0 { return .unbound }
      if x.isDouble { return Value(x.double / y.double) }
      if x.isSmallInt { return Value(Double(x.smallInt) / y.double) }
    } else if y.isSmallInt, y.smallInt != 0 {
      if x.isDouble { return Value(x.double / Double(y.smallInt)) }
      if x.isSmallInt { return Value(Double(x.smallInt) / Double(y.smallInt)) }
    }
    return .unbound
  }

  @inline(__always) static func floorDivide(_ x: Value, _ y: Value) -> Value {
    if bothInts(x, y) {
      let divisor = y.smallInt
      if divisor > 0 {
        let dividend = x.smallInt
        let quotient = dividend / divisor
        return Value(small: dividend < 0 && quotient &* divisor != dividend ? quotient &- 1 : quotient)
      }
    }
    return .unbound
  }

  @inline(__always) static func modulo(_ x: Value, _ y: Value) -> Value {
    if bothInts(x, y) {
      let divisor = y.smallInt
      if divisor > 0 {
        let rest = x.smallInt % divisor
        return Value(small: rest < 0 ? rest &+ divisor : rest)
      }
    }
    return .unbound
  }

  @inline(__always) static func bitAnd(_ x: Value, _ y: Value) -> Value {
    bothInts(x, y) ? Value(bits: x.bits & y.bits) : .unbound
  }

  @inline(__always) static func bitOr(_ x: Value, _ y: Value) -> Value {
    bothInts(x, y) ? Value(bits: x.bits | y.bits) : .unbound
  }

  @inline(__always) static func bitXor(_ x: Value, _ y: Value) -> Value {
    bothInts(x, y) ? Value(bits: (x.bits ^ y.bits) | Value.intTag) : .unbound
  }

  @inline(__always) static func leftShift(_ x: Value, _ y: Value) -> Value {
    if bothInts(x, y), y.smallInt >= 0, y.smallInt < 48 {
      let count = Int64(y.smallInt)
      let shifted = x.shifted << count
      if shifted >> count == x.shifted { return Value(shifted: shifted) }
    }
    return .unbound
  }

  @inline(__always) static func rightShift(_ x: Value, _ y: Value) -> Value {
    if bothInts(x, y), y.smallInt >= 0 { return Value(small: x.smallInt >> min(y.smallInt, 63)) }
    return .unbound
  }

  // MARK: Comparisons of two small ints or two doubles; nil where the slow path decides.

  @inline(__always)
  static func less(_ x: Value, _ y: Value) -> Bool? {
    if bothInts(x, y) { return x.shifted < y.shifted }
    if x.isDouble, y.isDouble { return x.double < y.double }
    return nil
  }

  @inline(__always)
  static func lessOrEqual(_ x: Value, _ y: Value) -> Bool? {
    if bothInts(x, y) { return x.shifted <= y.shifted }
    if x.isDouble, y.isDouble { return x.double <= y.double }
    return nil
  }

  @inline(__always)
  static func equal(_ x: Value, _ y: Value) -> Bool? {
    if bothInts(x, y) { return x.bits == y.bits }
    if x.isDouble, y.isDouble { return x.double == y.double }
    return nil
  }
}

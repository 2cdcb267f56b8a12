// NumberOperators.swift — operators and comparisons of any two numbers: int, bool, float, complex and their subclasses.

import Glibc
import Parser

/// kind `float`: an object of a subclass of float; floats themselves are no cells.
public struct FloatCell {
  public var header: Header
  public var number: Double
}

extension Value {
  /// A float or an object of a subclass.
  @inline(__always) public var isFloat: Bool { isDouble || self.is(.float) }
  /// The number of a float, unchecked.
  @inline(__always) public var floatNumber: Double { isDouble ? double : self.as(FloatCell.self).pointee.number }
  @inline(__always) public var isComplex: Bool { self.is(.complex) }
  /// The number of a complex, unchecked.
  @inline(__always) public var complexNumber: ComplexNumber {
    let cell = self.as(ComplexCell.self)
    return ComplexNumber(cell.pointee.real, cell.pointee.imaginary)
  }
  /// int, bool, float or complex.
  @inline(__always) public var isNumber: Bool { isInt || isFloat || isComplex }
}

extension UnsafeMutablePointer where Pointee == Machine {
  public func complex(_ number: ComplexNumber) -> Value {
    let cell = allocate(.complex, MemoryLayout<ComplexCell>.size, shape: BuiltinType.complex.rawValue)
    let fields = cell.assumingMemoryBound(to: ComplexCell.self)
    fields.pointee.real = number.real
    fields.pointee.imaginary = number.imaginary
    return Value(cell)
  }

  /// A number other than complex as a double.
  ///
  /// - Throws: OverflowError.
  @inline(__always)
  func realDouble(_ v: Value) throws(Raise) -> Double {
    v.isDouble ? v.double : v.isFloat ? v.floatNumber : try intToDouble(v)
  }

  /// - Throws: OverflowError.
  func complexNumber(_ v: Value) throws(Raise) -> ComplexNumber {
    v.isComplex ? v.complexNumber : ComplexNumber(try realDouble(v), 0)
  }

  /// `a op b` of two numbers; `.notImplemented` when one is none, or the operator does not apply.
  ///
  /// - Throws: ZeroDivisionError, OverflowError, ValueError, MemoryError.
  public func numberBinary(_ op: BinaryOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    if a.isInt {
      if b.isInt {
        if a.isBool, b.isBool, let result = boolBinary(op, a.isTrue, b.isTrue) { return result }
        return try intBinary(op, a, b)
      }
    } else if a.isDouble, b.isDouble {
      return try floatBinary(op, a.double, b.double)
    } else if !a.isFloat, !a.isComplex {
      return .notImplemented
    }
    if b.isComplex || a.isComplex {
      guard b.isNumber else { return .notImplemented }
      return try complexBinary(op, a, b)
    }
    guard b.isFloat || b.isInt else { return .notImplemented }
    switch op {
    case .leftShift, .rightShift, .bitOr, .bitXor, .bitAnd, .matrixMultiply: return .notImplemented
    case .add, .subtract, .multiply, .divide, .modulo, .power, .floorDivide: break
    }
    return try floatBinary(op, realDouble(a), realDouble(b))
  }

  private func boolBinary(_ op: BinaryOperator, _ a: Bool, _ b: Bool) -> Value? {
    switch op {
    case .bitAnd: Value(a && b)
    case .bitOr: Value(a || b)
    case .bitXor: Value(a != b)
    case .add, .subtract, .multiply, .matrixMultiply, .divide, .modulo, .power, .leftShift, .rightShift,
      .floorDivide:
      nil
    }
  }

  /// `x op y` of two doubles.
  ///
  /// - Throws: ZeroDivisionError, OverflowError.
  public func floatBinary(_ op: BinaryOperator, _ x: Double, _ y: Double) throws(Raise) -> Value {
    switch op {
    case .add: return Value(x + y)
    case .subtract: return Value(x - y)
    case .multiply: return Value(x * y)
    case .divide:
      if y == 0 { throw raise(.zeroDivisionError, "float division by zero") }
      return Value(x / y)
    case .floorDivide:
      if y == 0 { throw raise(.zeroDivisionError, "float floor division by zero") }
      return Value(any: FloatMath.floorDivide(x, y))
    case .modulo:
      if y == 0 { throw raise(.zeroDivisionError, "float modulo by zero") }
      return Value(any: FloatMath.modulo(x, y))
    case .power: return try floatPower(x, y)
    case .leftShift, .rightShift, .bitOr, .bitXor, .bitAnd, .matrixMultiply: return .notImplemented
    }
  }

  /// - Throws: ZeroDivisionError, OverflowError.
  func floatPower(_ x: Double, _ y: Double) throws(Raise) -> Value {
    switch FloatMath.power(x, y) {
    case .value(let d): return Value(any: d)
    case .zeroToNegative: throw raise(.zeroDivisionError, "0.0 cannot be raised to a negative power")
    case .isComplex: return try complexPower(ComplexNumber(x, 0), ComplexNumber(y, 0))
    case .overflow: throw rangeError()
    }
  }

  /// The OverflowError of the C library's "result out of range".
  public func rangeError() -> Raise {
    raise(.overflowError, arguments: pair(Value(small: 34), string("Numerical result out of range")))
  }

  private func complexBinary(_ op: BinaryOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    switch op {
    case .modulo, .floorDivide, .leftShift, .rightShift, .bitOr, .bitXor, .bitAnd, .matrixMultiply:
      return .notImplemented
    case .add, .subtract, .multiply, .divide, .power: break
    }
    let x = try complexNumber(a), y = try complexNumber(b)
    switch op {
    case .add: return complex(x + y)
    case .subtract: return complex(x - y)
    case .multiply: return complex(x * y)
    case .divide:
      guard let quotient = x / y else { throw raise(.zeroDivisionError, "complex division by zero") }
      return complex(quotient)
    case .power: return try complexPower(x, y)
    case .modulo, .floorDivide, .leftShift, .rightShift, .bitOr, .bitXor, .bitAnd, .matrixMultiply:
      return .notImplemented
    }
  }

  private func complexPower(_ x: ComplexNumber, _ y: ComplexNumber) throws(Raise) -> Value {
    switch x.power(y) {
    case .value(let number): return complex(number)
    case .zeroToNegative: throw raise(.zeroDivisionError, "0.0 to a negative or complex power")
    case .overflow: throw raise(.overflowError, "complex exponentiation")
    }
  }

  // MARK: Comparison

  /// `a op b`, exact between int and float; `.notImplemented` when one is no number, or for an order of complexes.
  public func numberCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) -> Value {
    if a.isInt, b.isInt { return Value(holds(op, intCompare(a, b))) }
    if a.isComplex || b.isComplex { return complexCompare(op, a, b) }
    guard a.isNumber, b.isNumber else { return .notImplemented }
    if a.isFloat, b.isFloat { return Value(holds(op, a.floatNumber, b.floatNumber)) }
    let order = a.isFloat ? compareExactly(b, a.floatNumber).map { -$0 } : compareExactly(a, b.floatNumber)
    guard let order else { return Value(op == .notEqual) }
    return Value(holds(op, order))
  }

  /// An int against a double; nil for NaN.
  func compareExactly(_ a: Value, _ b: Double) -> Int? {
    if let small = intValue(a) { return Limbs.compare(small, b) }
    return Limbs.compare(limbs(a), b)
  }

  private func complexCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) -> Value {
    guard op == .equal || op == .notEqual, a.isNumber, b.isNumber else { return .notImplemented }
    let equal: Bool
    if a.isComplex, b.isComplex {
      equal = a.complexNumber == b.complexNumber
    } else {
      let (number, other) = a.isComplex ? (a.complexNumber, b) : (b.complexNumber, a)
      equal = number.imaginary == 0 && numberCompare(.equal, Value(any: number.real), other).isTrue
    }
    return Value(equal == (op == .equal))
  }

  /// What an order of -1, 0 or 1 means for an operator.
  @inline(__always)
  public func holds(_ op: ComparisonOperator, _ order: Int) -> Bool {
    switch op {
    case .equal, .isSame: order == 0
    case .notEqual, .isNotSame: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    case .contains, .containsNot: false
    }
  }

  @inline(__always)
  func holds(_ op: ComparisonOperator, _ x: Double, _ y: Double) -> Bool {
    switch op {
    case .equal, .isSame: x == y
    case .notEqual, .isNotSame: x != y
    case .less: x < y
    case .lessOrEqual: x <= y
    case .greater: x > y
    case .greaterOrEqual: x >= y
    case .contains, .containsNot: false
    }
  }

  /// `hash` of a number.
  public func numberHash(_ v: Value) -> Int {
    if v.isInt { return intHash(v) }
    if v.isFloat { return floatHash(v.floatNumber, of: v) }
    let number = v.complexNumber
    return NumberHash.complex(real: floatHash(number.real, of: v), imaginary: floatHash(number.imaginary, of: v))
  }

  private func floatHash(_ d: Double, of v: Value) -> Int {
    NumberHash.of(d) ?? (v.isCell ? identity(v) : 0)
  }

  /// Whether a number is not zero.
  public func numberTruth(_ v: Value) -> Bool {
    if v.isInt { return !intIsZero(v) }
    if v.isFloat { return v.floatNumber != 0 }
    return v.complexNumber != ComplexNumber(0, 0)
  }
}

// Math+Powers.swift — math: logarithms, powers, remainders and distances.

import Glibc
import Interpreter

extension NativeRow {
  static var mathPowers: [NativeRow] {
    [
      .function("log(x, base=?, /)", "Logarithm, by default natural.", .callsScript, logarithm),
      .function("log2(x, /)", "Logarithm to base 2.", .callsScript) { (vm, args) throws(Raise) -> Value in
        Value(try vm.logarithm(args[0]) { log2($0) })
      },
      .function("log10(x, /)", "Logarithm to base 10.", .callsScript) { (vm, args) throws(Raise) -> Value in
        Value(try vm.logarithm(args[0]) { log10($0) })
      },
      .function("pow(x, y, /)", "x to the power of y, as floats.", .callsScript, power),
      .function("atan2(y, x, /)", "The angle of a point, in radians.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let y = try vm.real(args[0])
        return Value(any: atan2(y, try vm.real(args[1])))
      },
      .function("copysign(x, y, /)", "x with the sign of y.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let x = try vm.real(args[0])
        return Value(any: copysign(x, try vm.real(args[1])))
      },
      .function("fmod(x, y, /)", "The remainder with the sign of x.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let x = try vm.real(args[0]), y = try vm.real(args[1])
        if y.isInfinite, x.isFinite { return Value(x) }
        let rest = fmod(x, y)
        if rest.isNaN, !x.isNaN, !y.isNaN { throw vm.domainError() }
        return Value(any: rest)
      },
      .function("remainder(x, y, /)", "The remainder of the nearest multiple.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let x = try vm.real(args[0]), y = try vm.real(args[1])
        if !x.isNaN, !y.isNaN, x.isInfinite || y == 0 { throw vm.domainError() }
        return Value(any: remainder(x, y))
      },
      .function("hypot(*coordinates)", "The distance from the origin.", .callsScript, hypotenuse),
      .function("dist(p, q, /)", "The distance of two points.", .callsScript, distance),
      .function("fma(x, y, z, /)", "x * y + z, rounded once.", .callsScript, multiplyAdd),
      .function(
        "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", "Whether two numbers are nearly equal.", .callsScript, isClose),
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A logarithm of a number; ints beyond the range of floats included.
  ///
  /// - Throws: ValueError, TypeError.
  func logarithm(_ v: Value, _ function: (Double) -> Double) throws(Raise) -> Double {
    if v.isInt {
      let number = limbs(v)
      if number.isNegative || number.isZero { throw domainError() }
      if let x = Limbs.toDouble(number) { return function(x) }
      let (mantissa, exponent) = Limbs.mantissa(number)
      return function(mantissa) + function(2) * Double(exponent)
    }
    let x = try real(v)
    if x.isNaN { return x }
    if x <= 0 { throw domainError() }
    return x.isInfinite ? x : function(x)
  }
}

private func logarithm(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let numerator = try vm.logarithm(args[0]) { log($0) }
  if args[1].isUnbound { return Value(any: numerator) }
  let denominator = try vm.logarithm(args[1]) { log($0) }
  if denominator == 0 { throw vm.raise(.zeroDivisionError, "float division by zero") }
  return Value(any: numerator / denominator)
}

private func power(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let x = try vm.real(args[0]), y = try vm.real(args[1])
  let result = pow(x, y)
  if result.isFinite || !x.isFinite || !y.isFinite { return Value(any: result) }
  if result.isNaN || x == 0 { throw vm.domainError() }
  throw vm.mathRangeError()
}

private func multiplyAdd(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let x = try vm.real(args[0]), y = try vm.real(args[1]), z = try vm.real(args[2])
  let result = fma(x, y, z)
  if result.isFinite { return Value(result) }
  if result.isNaN {
    if !x.isNaN, !y.isNaN, !z.isNaN { throw vm.raise(.valueError, "invalid operation in fma") }
  } else if x.isFinite, y.isFinite, z.isFinite {
    throw vm.raise(.overflowError, "overflow in fma")
  }
  return Value(any: result)
}

private func isClose(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let a = try vm.real(args[0]), b = try vm.real(args[1])
  let relative = try vm.real(args[2]), absolute = try vm.real(args[3])
  if relative < 0 || absolute < 0 { throw vm.raise(.valueError, "tolerances must be non-negative") }
  if a == b { return .true }
  if a.isInfinite || b.isInfinite { return .false }
  let difference = (b - a).magnitude
  return Value(
    difference <= (relative * b).magnitude || difference <= (relative * a).magnitude || difference <= absolute)
}

// MARK: Distances

private func hypotenuse(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let coordinates = args[0].cell
  let count = coordinates.asTuple.pointee.count
  var vector = Vector(count)
  for i in 0..<count { vector.set(i, try vm.real(coordinates.tupleItems[i])) }
  return Value(any: vector.norm)
}

private func distance(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let p = args[0].is(.tuple) ? args[0] : try vm.tupleFrom(args[0])
  let q = args[1].is(.tuple) ? args[1] : try vm.tupleFrom(args[1])
  let count = p.cell.asTuple.pointee.count
  guard count == q.cell.asTuple.pointee.count else {
    throw vm.raise(.valueError, "both points must have the same number of dimensions")
  }
  var vector = Vector(count)
  for i in 0..<count {
    let x = try vm.real(p.cell.tupleItems[i])
    vector.set(i, x - (try vm.real(q.cell.tupleItems[i])))
  }
  return Value(any: vector.norm)
}

/// The magnitudes of coordinates and the greatest of them.
private struct Vector: ~Copyable {
  private let items: UnsafeMutablePointer<Double>
  private let count: Int
  private var greatest = 0.0
  private var hasNaN = false

  init(_ count: Int) {
    items = .allocate(capacity: max(count, 1))
    items.initialize(repeating: 0, count: max(count, 1))
    self.count = count
  }

  deinit { items.deallocate() }

  mutating func set(_ i: Int, _ x: Double) {
    items[i] = x.magnitude
    if x.isNaN { hasNaN = true }
    greatest = max(greatest, x.magnitude)
  }

  /// The square root of the sum of squares, scaled by a power of two, summed in double length and corrected once.
  var norm: Double {
    if greatest.isInfinite { return .infinity }
    for i in 0..<count where items[i].isInfinite { return .infinity }
    if hasNaN { return .nan }
    if greatest == 0 || count <= 1 { return greatest }
    var exponent: Int32 = 0
    _ = frexp(greatest, &exponent)
    if exponent >= -1023 { return norm(scale: scalbn(1, -exponent), factor: 1) }
    // The scale itself would overflow: bring subnormals up first.
    _ = frexp(greatest / Double.leastNormalMagnitude, &exponent)
    return Double.leastNormalMagnitude * norm(scale: scalbn(1, -exponent), factor: Double.leastNormalMagnitude)
  }

  private func norm(scale: Double, factor: Double) -> Double {
    var sum = 1.0, lowSquares = 0.0, lowSums = 0.0
    func add(_ high: Double, _ low: Double) {
      let total = sum + high
      lowSums += (sum - total) + high
      lowSquares += low
      sum = total
    }
    for i in 0..<count {
      let x = items[i] / factor * scale
      let square = x * x
      add(square, fma(x, x, -square))
    }
    let root = (sum - 1 + (lowSquares + lowSums)).squareRoot()
    let square = -root * root
    add(square, fma(-root, root, -square))
    let rest = sum - 1 + (lowSquares + lowSums)
    return (root + rest / (2 * root)) / scale
  }
}

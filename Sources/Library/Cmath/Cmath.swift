// Cmath.swift — the script module `cmath`: functions of complex numbers.

import Glibc
import Interpreter

extension NativeModule {
  public static var cmath: NativeModule {
    NativeModule(
      "cmath", "Functions of complex numbers.",
      rows: { NativeRow.complexFunctions + NativeRow.complexParts },
      setUp: { (vm, module) throws(Raise) in
        try vm.setModule(module, "pi", Value(Double.pi))
        try vm.setModule(module, "e", Value(M_E))
        try vm.setModule(module, "tau", Value(2 * Double.pi))
        try vm.setModule(module, "inf", Value(Double.infinity))
        try vm.setModule(module, "nan", Value(any: Double.nan))
        try vm.setModule(module, "infj", vm.complex(ComplexNumber(0, .infinity)))
        try vm.setModule(module, "nanj", vm.complex(ComplexNumber(0, .nan)))
      })
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// An argument that must be a number.
  ///
  /// - Throws: TypeError, OverflowError and what script raises.
  func complexArgument(_ v: Value) throws(Raise) -> ComplexNumber {
    if v.isComplex { return v.complexNumber }
    if let number = try complexByMethod(v) { return number }
    return ComplexNumber(try real(v), 0)
  }

  func complexResult(_ outcome: ComplexOutcome) throws(Raise) -> Value {
    switch outcome {
    case .value(let z): return complex(z)
    case .domain: throw domainError()
    case .range: throw mathRangeError()
    }
  }
}

extension NativeRow {
  private static func complex(
    _ signature: StaticString, _ documentation: StaticString,
    _ body: @escaping @Sendable (ComplexNumber) -> ComplexOutcome
  ) -> NativeRow {
    .function(signature, documentation, .callsScript) { (vm, args) throws(Raise) -> Value in
      try vm.complexResult(body(try vm.complexArgument(args[0])))
    }
  }

  fileprivate static var complexFunctions: [NativeRow] {
    [
      complex("sqrt(z, /)", "Square root.") { .value(ComplexMath.squareRoot($0)) },
      complex("exp(z, /)", "e to the power of z.", ComplexMath.exponential),
      complex("log10(z, /)", "Logarithm to base 10.") { z in
        switch ComplexMath.logarithm(z) {
        case .value(let w): .value(ComplexNumber(w.real / M_LN10, w.imaginary / M_LN10))
        case .domain: .domain
        case .range: .range
        }
      },
      complex("acos(z, /)", "Arc cosine.") { .value(ComplexMath.arcCosine($0)) },
      complex("acosh(z, /)", "Inverse hyperbolic cosine.") { .value(ComplexMath.inverseCosh($0)) },
      complex("asin(z, /)", "Arc sine.") { z in
        .value(ComplexMath.turnedBack(ComplexMath.inverseSinh(ComplexMath.turned(z))))
      },
      complex("asinh(z, /)", "Inverse hyperbolic sine.") { .value(ComplexMath.inverseSinh($0)) },
      complex("atan(z, /)", "Arc tangent.") { ComplexMath.turnedBack(ComplexMath.inverseTanh(ComplexMath.turned($0))) },
      complex("atanh(z, /)", "Inverse hyperbolic tangent.", ComplexMath.inverseTanh),
      complex("cos(z, /)", "Cosine.") { ComplexMath.cosh(ComplexMath.turned($0)) },
      complex("cosh(z, /)", "Hyperbolic cosine.", ComplexMath.cosh),
      complex("sin(z, /)", "Sine.") { ComplexMath.turnedBack(ComplexMath.sinh(ComplexMath.turned($0))) },
      complex("sinh(z, /)", "Hyperbolic sine.", ComplexMath.sinh),
      complex("tan(z, /)", "Tangent.") { ComplexMath.turnedBack(ComplexMath.tanh(ComplexMath.turned($0))) },
      complex("tanh(z, /)", "Hyperbolic tangent.", ComplexMath.tanh),
      .function("log(z, base=?, /)", "Logarithm, by default natural.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let z = try vm.complexResult(ComplexMath.logarithm(try vm.complexArgument(args[0])))
        if args[1].isUnbound { return z }
        let base = try vm.complexResult(ComplexMath.logarithm(try vm.complexArgument(args[1])))
        return try vm.binary(.divide, z, base)
      },
    ]
  }

  fileprivate static var complexParts: [NativeRow] {
    [
      .function("phase(z, /)", "The angle of z, in radians.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let z = try vm.complexArgument(args[0])
        return Value(any: atan2(z.imaginary, z.real))
      },
      .function("polar(z, /)", "Distance from zero and angle.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let z = try vm.complexArgument(args[0])
        guard let size = z.magnitude else { throw vm.mathRangeError() }
        return vm.pair(Value(any: size), Value(any: atan2(z.imaginary, z.real)))
      },
      .function("rect(r, phi, /)", "The number with a distance from zero and an angle.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let size = try vm.real(args[0])
        return try vm.complexResult(ComplexMath.rectangular(size, try vm.real(args[1])))
      },
      .function("isfinite(z, /)", "Whether both parts are finite.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let z = try vm.complexArgument(args[0])
        return Value(z.real.isFinite && z.imaginary.isFinite)
      },
      .function("isinf(z, /)", "Whether a part is infinite.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let z = try vm.complexArgument(args[0])
        return Value(z.real.isInfinite || z.imaginary.isInfinite)
      },
      .function("isnan(z, /)", "Whether a part is NaN.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let z = try vm.complexArgument(args[0])
        return Value(z.real.isNaN || z.imaginary.isNaN)
      },
      .function(
        "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", "Whether two numbers are nearly equal.", .callsScript, isClose),
    ]
  }
}

private func isClose(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let a = try vm.complexArgument(args[0]), b = try vm.complexArgument(args[1])
  let relative = try vm.real(args[2]), absolute = try vm.real(args[3])
  if relative < 0 || absolute < 0 { throw vm.raise(.valueError, "tolerances must be non-negative") }
  if a == b { return .true }
  if a.real.isInfinite || a.imaginary.isInfinite || b.real.isInfinite || b.imaginary.isInfinite { return .false }
  let difference = hypot(a.real - b.real, a.imaginary - b.imaginary)
  return Value(
    difference <= relative * hypot(b.real, b.imaginary) || difference <= relative * hypot(a.real, a.imaginary)
      || difference <= absolute)
}

// Math.swift — the script module `math`: its table of contents, and how functions of floats report errors.

import Glibc
import Interpreter

extension NativeModule {
  public static var math: NativeModule {
    NativeModule(
      "math", "Functions of real numbers.",
      rows: {
        NativeRow.mathElementary + NativeRow.mathPowers + NativeRow.mathParts + NativeRow.mathIntegers
          + NativeRow.mathSums
      },
      setUp: { (vm, module) throws(Raise) in
        try vm.setModule(module, "pi", Value(Double.pi))
        try vm.setModule(module, "e", Value(M_E))
        try vm.setModule(module, "tau", Value(2 * Double.pi))
        try vm.setModule(module, "inf", Value(Double.infinity))
        try vm.setModule(module, "nan", Value(any: Double.nan))
      })
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// An argument that must be a real number.
  ///
  /// - Throws: TypeError, OverflowError and what script raises.
  @inline(__always)
  func real(_ v: Value) throws(Raise) -> Double {
    if v.isDouble { return v.double }
    if v.isSmallInt { return Double(v.smallInt) }
    guard let number = try realNumber(v) else {
      throw raise(.typeError, "must be real number, not \(typeName(v))")
    }
    return number
  }

  func domainError() -> Raise { raise(.valueError, "math domain error") }
  func mathRangeError() -> Raise { raise(.overflowError, "math range error") }

  /// The result of a function of `x`, or its error: NaN from a number is outside the domain; infinity from a finite
  /// number is out of range for functions that can overflow, else a pole.
  ///
  /// - Throws: ValueError, OverflowError.
  @inline(__always)
  func checked(_ result: Double, _ x: Double, overflows: Bool) throws(Raise) -> Value {
    if result.isFinite { return Value(result) }
    if result.isNaN, !x.isNaN { throw domainError() }
    if result.isInfinite, x.isFinite { throw overflows ? mathRangeError() : domainError() }
    return Value(any: result)
  }
}

extension NativeRow {
  /// A function of one float.
  static func real(
    _ signature: StaticString, _ documentation: StaticString, overflows: Bool = false,
    _ body: @escaping @Sendable (Double) -> Double
  ) -> NativeRow {
    .function(signature, documentation, .callsScript) { (vm, args) throws(Raise) -> Value in
      let x = try vm.real(args[0])
      return try vm.checked(body(x), x, overflows: overflows)
    }
  }

  /// A question about one float.
  static func question(
    _ signature: StaticString, _ documentation: StaticString, _ body: @escaping @Sendable (Double) -> Bool
  ) -> NativeRow {
    .function(signature, documentation, .callsScript) { (vm, args) throws(Raise) -> Value in
      Value(body(try vm.real(args[0])))
    }
  }

  fileprivate static var mathElementary: [NativeRow] {
    [
      real("acos(x, /)", "Arc cosine, in radians.") { acos($0) },
      real("acosh(x, /)", "Inverse hyperbolic cosine.") { acosh($0) },
      real("asin(x, /)", "Arc sine, in radians.") { asin($0) },
      real("asinh(x, /)", "Inverse hyperbolic sine.") { asinh($0) },
      real("atan(x, /)", "Arc tangent, in radians.") { atan($0) },
      real("atanh(x, /)", "Inverse hyperbolic tangent.") { atanh($0) },
      real("cos(x, /)", "Cosine of radians.") { cos($0) },
      real("cosh(x, /)", "Hyperbolic cosine.", overflows: true) { cosh($0) },
      real("sin(x, /)", "Sine of radians.") { sin($0) },
      real("sinh(x, /)", "Hyperbolic sine.", overflows: true) { sinh($0) },
      real("tan(x, /)", "Tangent of radians.") { tan($0) },
      real("tanh(x, /)", "Hyperbolic tangent.") { tanh($0) },
      real("sqrt(x, /)", "Square root.") { $0.squareRoot() },
      real("cbrt(x, /)", "Cube root.") { cbrt($0) },
      real("fabs(x, /)", "The number without its sign, as a float.") { $0.magnitude },
      real("exp(x, /)", "e to the power of x.", overflows: true) { exp($0) },
      real("exp2(x, /)", "2 to the power of x.", overflows: true) { exp2($0) },
      real("expm1(x, /)", "e to the power of x, minus 1.", overflows: true) { expm1($0) },
      real("log1p(x, /)", "Natural logarithm of 1 + x.") { $0 == 0 ? $0 : log1p($0) },
      real("erf(x, /)", "Error function.") { erf($0) },
      real("erfc(x, /)", "Complementary error function.") { erfc($0) },
      real("degrees(x, /)", "Radians as degrees.", overflows: true) { $0 * (180 / Double.pi) },
      real("radians(x, /)", "Degrees as radians.") { $0 * (Double.pi / 180) },
      .function("gamma(x, /)", "Gamma function.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.gammaResult(Gamma.gamma(try vm.real(args[0])))
      },
      .function("lgamma(x, /)", "Natural logarithm of the gamma function's magnitude.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.gammaResult(Gamma.logarithm(try vm.real(args[0])))
      },
      question("isfinite(x, /)", "Whether it is neither infinite nor NaN.") { $0.isFinite },
      question("isinf(x, /)", "Whether it is infinite.") { $0.isInfinite },
      question("isnan(x, /)", "Whether it is NaN.") { $0.isNaN },
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  fileprivate func gammaResult(_ result: GammaOutcome) throws(Raise) -> Value {
    switch result {
    case .value(let number): return Value(any: number)
    case .pole: throw domainError()
    case .overflow: throw mathRangeError()
    }
  }
}

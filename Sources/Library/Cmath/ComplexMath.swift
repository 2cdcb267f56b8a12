// ComplexMath.swift — elementary functions of complex numbers with CPython's formulas; infinities and NaN as C's
// Annex G has them.

import Glibc
import Interpreter

/// What a function of a complex number gives.
enum ComplexOutcome: Sendable {
  case value(ComplexNumber)
  /// ValueError: math domain error
  case domain
  /// OverflowError: math range error
  case range
}

enum ComplexMath {
  /// Beyond this a part is so large that squares or sums overflow.
  private static let large = Double.greatestFiniteMagnitude / 4
  private static let largeRoot = large.squareRoot()
  private static let largeLogarithm = log(large)
  private static let smallRoot = Double.leastNormalMagnitude.squareRoot()
  private static let e = M_E

  private static func isFinite(_ z: ComplexNumber) -> Bool { z.real.isFinite && z.imaginary.isFinite }

  private static func isLarge(_ z: ComplexNumber) -> Bool {
    z.real.magnitude > large || z.imaginary.magnitude > large
  }

  /// iz, and -iz.
  static func turned(_ z: ComplexNumber) -> ComplexNumber { ComplexNumber(-z.imaginary, z.real) }
  static func turnedBack(_ z: ComplexNumber) -> ComplexNumber { ComplexNumber(z.imaginary, -z.real) }
  static func turnedBack(_ outcome: ComplexOutcome) -> ComplexOutcome {
    if case .value(let z) = outcome { return .value(turnedBack(z)) }
    return outcome
  }

  private static func value(_ real: Double, _ imaginary: Double) -> ComplexOutcome {
    .value(ComplexNumber(real, imaginary))
  }

  /// A value whose parts may have overflowed.
  private static func checked(_ real: Double, _ imaginary: Double) -> ComplexOutcome {
    real.isInfinite || imaginary.isInfinite ? .range : value(real, imaginary)
  }

  // MARK: Roots and logarithms

  static func squareRoot(_ z: ComplexNumber) -> ComplexNumber {
    let x = z.real, y = z.imaginary
    if y.isInfinite { return ComplexNumber(.infinity, y) }
    if x.isInfinite {
      if x > 0 { return ComplexNumber(x, y.isNaN ? y : copysign(0, y)) }
      return y.isNaN ? ComplexNumber(.nan, .infinity) : ComplexNumber(0, copysign(.infinity, y))
    }
    if x.isNaN || y.isNaN { return ComplexNumber(.nan, .nan) }
    if x == 0, y == 0 { return ComplexNumber(0, y) }
    let width = x.magnitude, height = y.magnitude
    let s: Double
    if width < Double.leastNormalMagnitude, height < Double.leastNormalMagnitude {
      let scaled = scalbn(width, 53)
      s = scalbn((scaled + hypot(scaled, scalbn(height, 53))).squareRoot(), -27)
    } else {
      let eighth = width / 8
      s = 2 * (eighth + hypot(eighth, height / 8)).squareRoot()
    }
    let d = height / (2 * s)
    return x >= 0 ? ComplexNumber(s, copysign(d, y)) : ComplexNumber(d, copysign(s, y))
  }

  static func logarithm(_ z: ComplexNumber) -> ComplexOutcome {
    let width = z.real.magnitude, height = z.imaginary.magnitude
    if !isFinite(z) {
      if width.isInfinite || height.isInfinite {
        let hasNaN = width.isNaN || height.isNaN
        return value(.infinity, hasNaN ? .nan : atan2(z.imaginary, z.real))
      }
      return value(.nan, .nan)
    }
    let real: Double
    if isLarge(z) {
      real = log(hypot(width / 2, height / 2)) + M_LN2
    } else if width < Double.leastNormalMagnitude, height < Double.leastNormalMagnitude {
      if width == 0, height == 0 { return .domain }
      real = log(hypot(scalbn(width, 53), scalbn(height, 53))) - 53 * M_LN2
    } else {
      let size = hypot(width, height)
      if size >= 0.71, size <= 1.73 {
        let greater = width > height ? width : height, smaller = width > height ? height : width
        real = log1p((greater - 1) * (greater + 1) + smaller * smaller) / 2
      } else {
        real = log(size)
      }
    }
    return value(real, atan2(z.imaginary, z.real))
  }

  static func exponential(_ z: ComplexNumber) -> ComplexOutcome {
    let x = z.real, y = z.imaginary
    if !isFinite(z) {
      if x.isInfinite, y.isFinite {
        let size = x > 0 ? Double.infinity : 0
        return y == 0 ? value(size, y) : value(copysign(size, cos(y)), copysign(size, sin(y)))
      }
      if y.isInfinite, x.isFinite || x == .infinity { return .domain }
      if x.isInfinite { return x > 0 ? value(x, .nan) : value(0, 0) }
      return y == 0 ? value(.nan, y) : value(.nan, .nan)
    }
    if x > largeLogarithm {
      let size = exp(x - 1)
      return checked(size * cos(y) * e, size * sin(y) * e)
    }
    let size = exp(x)
    return checked(size * cos(y), size * sin(y))
  }

  static func rectangular(_ size: Double, _ angle: Double) -> ComplexOutcome {
    if !size.isFinite || !angle.isFinite {
      if size.isInfinite, angle.isFinite, angle != 0 {
        let sign: Double = size > 0 ? 1 : -1
        return value(sign * copysign(.infinity, cos(angle)), sign * copysign(.infinity, sin(angle)))
      }
      if size != 0, !size.isNaN, angle.isInfinite { return .domain }
      if angle == 0 { return value(size, size.isNaN ? angle : copysign(0, size) * copysign(1, angle)) }
      if size == 0 { return value(0, 0) }
      return value(size.isInfinite ? .infinity : .nan, .nan)
    }
    if angle == 0 { return value(size, size * angle) }
    return value(size * cos(angle), size * sin(angle))
  }

  // MARK: Inverse functions

  /// log of a size beyond `large`.
  private static func largeLog(_ z: ComplexNumber) -> Double {
    log(hypot(z.real / 2, z.imaginary / 2)) + M_LN2 * 2
  }

  static func arcCosine(_ z: ComplexNumber) -> ComplexNumber {
    if !isFinite(z) {
      if z.real.isNaN || z.imaginary.isNaN {
        if z.real.isInfinite || z.imaginary.isInfinite {
          return ComplexNumber(.nan, z.imaginary.isNaN ? .infinity : -z.imaginary)
        }
        return ComplexNumber(z.real == 0 ? Double.pi / 2 : .nan, .nan)
      }
      return ComplexNumber(atan2(z.imaginary.magnitude, z.real), -copysign(.infinity, z.imaginary))
    }
    if isLarge(z) {
      let size = largeLog(z)
      return ComplexNumber(
        atan2(z.imaginary.magnitude, z.real),
        z.real < 0 ? -copysign(size, z.imaginary) : copysign(size, -z.imaginary))
    }
    let first = squareRoot(ComplexNumber(1 - z.real, -z.imaginary))
    let second = squareRoot(ComplexNumber(1 + z.real, z.imaginary))
    return ComplexNumber(
      2 * atan2(first.real, second.real), asinh(second.real * first.imaginary - second.imaginary * first.real))
  }

  static func inverseCosh(_ z: ComplexNumber) -> ComplexNumber {
    if !isFinite(z) {
      let hasNaN = z.real.isNaN || z.imaginary.isNaN
      let isInfinite = z.real.isInfinite || z.imaginary.isInfinite
      return ComplexNumber(isInfinite ? .infinity : .nan, hasNaN ? .nan : atan2(z.imaginary, z.real))
    }
    if isLarge(z) { return ComplexNumber(largeLog(z), atan2(z.imaginary, z.real)) }
    let first = squareRoot(ComplexNumber(z.real - 1, z.imaginary))
    let second = squareRoot(ComplexNumber(z.real + 1, z.imaginary))
    return ComplexNumber(
      asinh(first.real * second.real + first.imaginary * second.imaginary), 2 * atan2(first.imaginary, second.real))
  }

  static func inverseSinh(_ z: ComplexNumber) -> ComplexNumber {
    if !isFinite(z) {
      if z.real.isNaN {
        return ComplexNumber(z.imaginary.isInfinite ? .infinity : .nan, z.imaginary == 0 ? z.imaginary : .nan)
      }
      if z.imaginary.isNaN { return ComplexNumber(z.real.isInfinite ? z.real : .nan, .nan) }
      return ComplexNumber(copysign(.infinity, z.real), atan2(z.imaginary, z.real.magnitude))
    }
    if isLarge(z) {
      let size = largeLog(z)
      return ComplexNumber(
        z.imaginary >= 0 ? copysign(size, z.real) : -copysign(size, -z.real),
        atan2(z.imaginary, z.real.magnitude))
    }
    let first = squareRoot(ComplexNumber(1 + z.imaginary, -z.real))
    let second = squareRoot(ComplexNumber(1 - z.imaginary, z.real))
    return ComplexNumber(
      asinh(first.real * second.imaginary - second.real * first.imaginary),
      atan2(z.imaginary, first.real * second.real - first.imaginary * second.imaginary))
  }

  static func inverseTanh(_ z: ComplexNumber) -> ComplexOutcome {
    if !isFinite(z) {
      if z.imaginary.isInfinite { return value(copysign(0, z.real), copysign(Double.pi / 2, z.imaginary)) }
      if z.real.isInfinite {
        return value(copysign(0, z.real), z.imaginary.isNaN ? .nan : copysign(Double.pi / 2, z.imaginary))
      }
      return value(z.real == 0 ? z.real : .nan, .nan)
    }
    if z.real.sign == .minus {
      guard case .value(let w) = inverseTanh(-z) else { return .domain }
      return .value(-w)
    }
    let x = z.real, height = z.imaginary.magnitude
    if x > largeRoot || height > largeRoot {
      let size = hypot(x / 2, z.imaginary / 2)
      return value(x / 4 / size / size, -copysign(Double.pi / 2, -z.imaginary))
    }
    if x == 1, height < smallRoot {
      if height == 0 { return .domain }
      return value(
        -log(height.squareRoot() / hypot(height, 2).squareRoot()), copysign(atan2(2, -height) / 2, z.imaginary))
    }
    return value(
      log1p(4 * x / ((1 - x) * (1 - x) + height * height)) / 4,
      -atan2(-2 * z.imaginary, (1 - x) * (1 + x) - height * height) / 2)
  }

  // MARK: Hyperbolic functions

  static func cosh(_ z: ComplexNumber) -> ComplexOutcome {
    let x = z.real, y = z.imaginary
    if !isFinite(z) {
      if x.isInfinite, y.isFinite {
        let sign: Double = x > 0 ? 1 : -1
        return y == 0
          ? value(.infinity, sign * y)
          : value(copysign(.infinity, cos(y)), sign * copysign(.infinity, sin(y)))
      }
      if y.isInfinite, !x.isNaN { return .domain }
      if x.isInfinite { return value(.infinity, .nan) }
      return x == 0 || y == 0 ? value(.nan, 0) : value(.nan, .nan)
    }
    if x.magnitude > largeLogarithm {
      let less = x - copysign(1, x)
      return checked(cos(y) * Glibc.cosh(less) * e, sin(y) * Glibc.sinh(less) * e)
    }
    return checked(cos(y) * Glibc.cosh(x), sin(y) * Glibc.sinh(x))
  }

  static func sinh(_ z: ComplexNumber) -> ComplexOutcome {
    let x = z.real, y = z.imaginary
    if !isFinite(z) {
      if x.isInfinite, y.isFinite {
        let sign: Double = x > 0 ? 1 : -1
        return y == 0 ? value(x, y) : value(sign * copysign(.infinity, cos(y)), copysign(.infinity, sin(y)))
      }
      if y.isInfinite, !x.isNaN { return .domain }
      if x.isInfinite { return value(x, .nan) }
      if x == 0 { return value(x, .nan) }
      return y == 0 ? value(.nan, y) : value(.nan, .nan)
    }
    if x.magnitude > largeLogarithm {
      let less = x - copysign(1, x)
      return checked(cos(y) * Glibc.sinh(less) * e, sin(y) * Glibc.cosh(less) * e)
    }
    return checked(cos(y) * Glibc.sinh(x), sin(y) * Glibc.cosh(x))
  }

  static func tanh(_ z: ComplexNumber) -> ComplexOutcome {
    let x = z.real, y = z.imaginary
    if !isFinite(z) {
      if x.isInfinite {
        if y == 0 { return value(copysign(1, x), y) }
        return value(copysign(1, x), y.isFinite ? copysign(0, sin(y) * cos(y)) : 0)
      }
      if y.isInfinite, x.isFinite { return .domain }
      if x == 0 { return value(x, .nan) }
      return y == 0 ? value(.nan, y) : value(.nan, .nan)
    }
    if x.magnitude > largeLogarithm {
      return value(copysign(1, x), 4 * sin(y) * cos(y) * exp(-2 * x.magnitude))
    }
    let tx = Glibc.tanh(x), ty = tan(y), cx = 1 / Glibc.cosh(x)
    let product = tx * ty
    let denominator = 1 + product * product
    return value(tx * (1 + ty * ty) / denominator, ((ty / denominator) * cx) * cx)
  }
}

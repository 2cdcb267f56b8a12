// Gamma.swift — the gamma function and its logarithm by Lanczos' approximation, with the order of operations that
// CPython uses, so that last digits agree.

import Glibc

/// What a gamma function gives.
enum GammaOutcome {
  case value(Double)
  case pole
  case overflow
}

enum Gamma {
  /// Lanczos' g for 13 terms, and g - 1/2.
  private static let g = 6.024680040776729583740234375
  private static let gMinusHalf = 5.524680040776729583740234375

  /// Coefficients of x^i: numerator and denominator of the approximation.
  private static func coefficients(_ i: Int) -> (Double, Double) {
    switch i {
    case 0: (23531376880.410759688572007674451636754734846804940, 0)
    case 1: (42919803642.649098768957899047001988850926355848959, 39916800)
    case 2: (35711959237.355668049440185451547166705960488635843, 120543840)
    case 3: (17921034426.037209699919755754458931112671403265390, 150917976)
    case 4: (6039542586.3520280050642916443072979210699388420708, 105258076)
    case 5: (1439720407.3117216736632230727949123939715485786372, 45995730)
    case 6: (248874557.86205415651146038641322942321632125127801, 13339535)
    case 7: (31426415.585400194380614231628318205362874684987640, 2637558)
    case 8: (2876370.6289353724412254090516208496135991145378768, 357423)
    case 9: (186056.26539522349504029498971604569928220784236328, 32670)
    case 10: (8071.6720023658162106380029022722506138218516325024, 1925)
    case 11: (210.82427775157934587250973392071336271166969580291, 66)
    case _: (2.5066282746310002701649081771338373386264310793408, 1)
    }
  }

  /// The approximation's rational function of a positive number.
  private static func sum(_ x: Double) -> Double {
    var numerator = 0.0, denominator = 0.0
    if x < 5 {
      for i in (0...12).reversed() {
        let (n, d) = coefficients(i)
        numerator = numerator * x + n
        denominator = denominator * x + d
      }
    } else {
      for i in 0...12 {
        let (n, d) = coefficients(i)
        numerator = numerator / x + n
        denominator = denominator / x + d
      }
    }
    return numerator / denominator
  }

  /// sin(pi * x), exact at whole and half numbers.
  private static func sinPi(_ x: Double) -> Double {
    let y = fmod(x.magnitude, 2)
    let quarter = Int((2 * y).rounded(.toNearestOrAwayFromZero))
    let result: Double
    switch quarter {
    case 0: result = sin(Double.pi * y)
    case 1: result = cos(Double.pi * (y - 0.5))
    case 2: result = sin(Double.pi * (1 - y))
    case 3: result = -cos(Double.pi * (y - 1.5))
    case _: result = sin(Double.pi * (y - 2))
    }
    return x < 0 ? -result : result
  }

  /// The gamma function.
  static func gamma(_ x: Double) -> GammaOutcome {
    if !x.isFinite { return x == -.infinity ? .pole : .value(x) }
    if x == 0 { return .pole }
    if x == x.rounded(.down) {
      if x < 0 { return .pole }
      if x <= 23 { return .value(factorial(Int(x) - 1)) }
    }
    let size = x.magnitude
    if size < 1e-20 {
      let result = 1 / x
      return result.isInfinite ? .overflow : .value(result)
    }
    if size > 200 { return x < 0 ? .value(0 / sinPi(x)) : .overflow }
    let y = size + gMinusHalf
    // What rounding took from y comes back as a correction.
    let lost = size > gMinusHalf ? (y - size) - gMinusHalf : (y - gMinusHalf) - size
    let correction = lost * g / y
    let result = x < 0 ? negative(size, y, correction) : positive(size, y, correction)
    return result.isInfinite ? .overflow : .value(result)
  }

  private static func factorial(_ n: Int) -> Double {
    var product = 1.0
    for i in stride(from: 2, through: n, by: 1) { product *= Double(i) }
    return product
  }

  private static func positive(_ size: Double, _ y: Double, _ correction: Double) -> Double {
    var result = sum(size) / exp(y)
    result += correction * result
    if size < 140 { return result * pow(y, size - 0.5) }
    let root = pow(y, size / 2 - 0.25)
    return result * root * root
  }

  private static func negative(_ size: Double, _ y: Double, _ correction: Double) -> Double {
    var result = -Double.pi / sinPi(size) / size * exp(y) / sum(size)
    result -= correction * result
    if size < 140 { return result / pow(y, size - 0.5) }
    let root = pow(y, size / 2 - 0.25)
    return result / root / root
  }

  /// The natural logarithm of the gamma function's magnitude.
  static func logarithm(_ x: Double) -> GammaOutcome {
    if !x.isFinite { return .value(x.isNaN ? x : .infinity) }
    let size = x.magnitude
    if x == x.rounded(.down), x <= 2 { return x <= 0 ? .pole : .value(0) }
    if size < 1e-20 { return .value(-log(size)) }
    var result = log(sum(size)) - g
    result += (size - 0.5) * (log(size + g - 0.5) - 1)
    if x < 0 {
      result = log(Double.pi) - log(sinPi(size).magnitude) - log(size) - result
    }
    return result.isInfinite ? .overflow : .value(result)
  }
}

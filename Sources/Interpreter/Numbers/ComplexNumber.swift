// ComplexNumber.swift — arithmetic of complex numbers with CPython's order of operations, so that last digits agree.

import Glibc

/// A complex number.
public struct ComplexNumber: Equatable, Sendable {
  public var real: Double
  public var imaginary: Double

  @inline(__always)
  public init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }
}

/// What `complex ** complex` gives.
public enum ComplexPowerOutcome: Equatable, Sendable {
  case value(ComplexNumber)
  /// ZeroDivisionError: 0.0 to a negative or complex power
  case zeroToNegative
  /// OverflowError: complex exponentiation
  case overflow
}

extension ComplexNumber {
  public static func + (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(a.real + b.real, a.imaginary + b.imaginary)
  }

  public static func - (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(a.real - b.real, a.imaginary - b.imaginary)
  }

  public static prefix func - (a: ComplexNumber) -> ComplexNumber {
    ComplexNumber(-a.real, -a.imaginary)
  }

  public static func * (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber {
    ComplexNumber(
      a.real * b.real - a.imaginary * b.imaginary,
      a.real * b.imaginary + a.imaginary * b.real
    )
  }

  /// a / b; nil is ZeroDivisionError: complex division by zero. Scales by the greater part, so that it does not
  /// overflow where the result does not.
  public static func / (a: ComplexNumber, b: ComplexNumber) -> ComplexNumber? {
    let real = b.real.magnitude
    let imaginary = b.imaginary.magnitude
    if real >= imaginary {
      if real == 0 { return nil }
      let ratio = b.imaginary / b.real
      let scale = b.real + b.imaginary * ratio
      return ComplexNumber(
        (a.real + a.imaginary * ratio) / scale, (a.imaginary - a.real * ratio) / scale)
    }
    if imaginary >= real {
      let ratio = b.real / b.imaginary
      let scale = b.real * ratio + b.imaginary
      return ComplexNumber(
        (a.real * ratio + a.imaginary) / scale, (a.imaginary * ratio - a.real) / scale)
    }
    return ComplexNumber(.nan, .nan)
  }

  /// abs(self); nil is OverflowError: absolute value too large.
  public var magnitude: Double? {
    let value = hypot(real, imaginary)
    return value.isInfinite && real.isFinite && imaginary.isFinite ? nil : value
  }

  /// self ** exponent.
  public func power(_ exponent: ComplexNumber) -> ComplexPowerOutcome {
    if exponent.imaginary == 0, exponent.real.rounded(.down) == exponent.real, exponent.real.magnitude <= 100 {
      return ComplexNumber.checked(wholePower(Int(exponent.real)))
    }
    return ComplexNumber.checked(generalPower(exponent))
  }

  private static func checked(_ value: ComplexNumber?) -> ComplexPowerOutcome {
    guard let value else { return .zeroToNegative }
    return value.real.isInfinite || value.imaginary.isInfinite ? .overflow : .value(value)
  }

  /// Polar form: length to the power, angle times the exponent.
  private func generalPower(_ exponent: ComplexNumber) -> ComplexNumber? {
    if exponent.real == 0, exponent.imaginary == 0 { return ComplexNumber(1, 0) }
    if real == 0, imaginary == 0 {
      return exponent.imaginary != 0 || exponent.real < 0 ? nil : ComplexNumber(0, 0)
    }
    let size = hypot(real, imaginary)
    let angle = atan2(imaginary, real)
    var length = pow(size, exponent.real)
    var phase = angle * exponent.real
    if exponent.imaginary != 0 {
      length /= exp(angle * exponent.imaginary)
      phase += exponent.imaginary * log(size)
    }
    // CPython takes the C library's complaint about such an angle for a zero base.
    if phase.isInfinite { return nil }
    return ComplexNumber(length * cos(phase), length * sin(phase))
  }

  /// Repeated squaring; a negative exponent divides 1 by the power.
  private func wholePower(_ exponent: Int) -> ComplexNumber? {
    var result = ComplexNumber(1, 0)
    var square = self
    var mask = 1
    let size = abs(exponent)
    while mask > 0, size >= mask {
      if size & mask != 0 { result = result * square }
      mask <<= 1
      square = square * square
    }
    if exponent > 0 { return result }
    return ComplexNumber(1, 0) / result
  }
}

// FloatHex.swift — float.hex and float.fromhex.

import Glibc

/// What `FloatText.parseHex` found.
public enum FloatHexOutcome: Equatable, Sendable {
  case value(Double)
  /// ValueError: invalid hexadecimal floating-point string
  case invalid
  /// OverflowError: hexadecimal value too large to represent as a float
  case tooLarge

  /// The error's text; empty for a value.
  public var message: String {
    switch self {
    case .value: ""
    case .invalid: "invalid hexadecimal floating-point string"
    case .tooLarge: "hexadecimal value too large to represent as a float"
    }
  }
}

extension FloatText {
  /// Appends value.hex().
  public static func appendHex(_ value: Double, to buffer: inout ByteBuffer) {
    guard value.isFinite else { return appendRepr(value, to: &buffer) }
    if value.sign == .minus { buffer.append(45) }
    let magnitude = value.magnitude
    if magnitude == 0 {
      buffer.append("0x0.0p+0")
      return
    }
    buffer.append(magnitude.isNormal ? "0x1." : "0x0.")
    let fraction = magnitude.significandBitPattern
    for index in 0..<13 {
      let digit = UInt8(truncatingIfNeeded: fraction >> UInt64(48 &- 4 &* index) & 15)
      buffer.append(digit < 10 ? 48 &+ digit : 87 &+ digit)
    }
    let exponent = magnitude.isNormal ? Int(magnitude.exponent) : -1022
    buffer.append(exponent < 0 ? "p-" : "p+")
    buffer.append(decimal: abs(exponent))
  }

  /// Reads text as `float.fromhex` does.
  public static func parseHex(_ text: ByteView) -> FloatHexOutcome {
    let body = trim(text)
    if let special = parseSpecial(body) { return .value(special) }
    var reader = HexReader(body)
    return reader.read()
  }
}

/// hex = [sign] ["0x"] digits ["." digits] ["p" [sign] figures], a digit on at least one side of the point.
private struct HexReader {
  private let text: ByteView
  private var position = 0
  /// The leading 60 bits or more; later bits only leave a mark in the lowest one.
  private var bits: UInt = 0
  private var exponent = 0
  private var digits = 0

  init(_ text: ByteView) {
    self.text = text
  }

  private func peek(_ ahead: Int = 0) -> UInt8 {
    position &+ ahead < text.count ? text[position &+ ahead] : 0
  }

  mutating func read() -> FloatHexOutcome {
    let isNegative = peek() == 45
    if peek() == 45 || peek() == 43 { position &+= 1 }
    if peek() == 48, peek(1) | 32 == 120 { position &+= 2 }
    readDigits(isFraction: false)
    if peek() == 46 {
      position &+= 1
      readDigits(isFraction: true)
    }
    guard digits > 0 else { return .invalid }
    if peek() | 32 == 112 {
      position &+= 1
      guard readExponent() else { return .invalid }
    }
    guard position == text.count else { return .invalid }
    if bits == 0 { return .value(isNegative ? -0.0 : 0.0) }
    let length = 64 &- bits.leadingZeroBitCount
    if exponent &+ length > 1024 { return .tooLarge }
    if exponent &+ length < -1075 { return .value(isNegative ? -0.0 : 0.0) }
    let magnitude = Limbs.roundAndScale(bits, exponent)
    if magnitude.isInfinite { return .tooLarge }
    return .value(isNegative ? -magnitude : magnitude)
  }

  private mutating func readDigits(isFraction: Bool) {
    while position < text.count {
      let digit = IntegerText.digitValue(text[position])
      if digit > 15 { return }
      digits &+= 1
      if bits >> 60 == 0 {
        bits = bits << 4 | UInt(digit)
        if isFraction { exponent &-= 4 }
      } else {
        if digit != 0 { bits |= 1 }
        if !isFraction { exponent &+= 4 }
      }
      position &+= 1
    }
  }

  private mutating func readExponent() -> Bool {
    let isNegative = peek() == 45
    if peek() == 45 || peek() == 43 { position &+= 1 }
    var count = 0
    var value = 0
    while peek() >= 48, peek() <= 57 {
      value = min(value &* 10 &+ Int(peek() &- 48), 1 << 56)
      count &+= 1
      position &+= 1
    }
    exponent &+= isNegative ? -value : value
    return count > 0
  }
}

// Printf.swift — values laid out by the conversions of `text % values`.

/// Lays out values that the caller has fetched.
public enum Printf {
  /// Appends an int by d, i, u, o, x or X.
  public static func appendInteger(
    _ value: LimbInteger, _ conversion: PrintfConversion, to buffer: inout ByteBuffer
  ) {
    let base: Int
    let prefix: StaticString
    switch conversion.kind {
    case .octal: (base, prefix) = (8, "0o")
    case .hexadecimal: (base, prefix) = (16, conversion.type == 88 ? "0X" : "0x")
    case .decimal, .exponent, .fixed, .general, .character, .text, .repr, .ascii, nil: (base, prefix) = (10, "")
    }
    var digits = ByteBuffer()
    IntegerText.append(value.magnitude, base: base, to: &digits)
    if conversion.type == 88 { Formatting.upperCase(&digits) }
    let shownPrefix = conversion.isAlternate ? prefix.bytes : ("" as StaticString).bytes
    let zeros = max(conversion.precision &- digits.count, 0)
    appendNumber(conversion, value.isNegative, shownPrefix, zeros: zeros, digits.view, to: &buffer)
  }

  /// Appends an int by d, i, u, o, x or X.
  public static func appendInteger(_ value: Int, _ conversion: PrintfConversion, to buffer: inout ByteBuffer) {
    LimbInteger.with(value) { appendInteger($0, conversion, to: &buffer) }
  }

  /// Appends a float by e, f, g or their capitals.
  public static func appendFloat(_ value: Double, _ conversion: PrintfConversion, to buffer: inout ByteBuffer) {
    let style: FloatStyle
    switch conversion.kind {
    case .exponent: style = .exponent
    case .fixed: style = .fixed
    case .general, .decimal, .octal, .hexadecimal, .character, .text, .repr, .ascii, nil: style = .general
    }
    var text = ByteBuffer()
    FloatFormat.append(
      value, type: style, precision: conversion.precision < 0 ? 6 : conversion.precision,
      isAlternate: conversion.isAlternate, addsZero: false, isUpper: conversion.type < 97, to: &text)
    if text.overflowed {
      buffer.append(repeating: 0, count: Int.max)
      return
    }
    let isNegative = value.sign == .minus && !value.isNaN
    appendNumber(conversion, isNegative, ("" as StaticString).bytes, zeros: 0, text.view, to: &buffer)
  }

  /// Sign, prefix, zeros, digits; the width is filled with zeros behind the prefix or with blanks around all.
  private static func appendNumber(
    _ conversion: PrintfConversion, _ isNegative: Bool, _ prefix: ByteView, zeros: Int, _ digits: ByteView,
    to buffer: inout ByteBuffer
  ) {
    let sign: UInt8 = isNegative ? 45 : conversion.hasPlus ? 43 : conversion.hasSpace ? 32 : 0
    let size = (sign == 0 ? 0 : 1) &+ prefix.count &+ zeros &+ digits.count
    let padding = max(conversion.width &- size, 0)
    let padsLeft = !conversion.isLeft
    if padsLeft, !conversion.hasZero { buffer.append(repeating: 32, count: padding) }
    if sign != 0 { buffer.append(sign) }
    buffer.append(prefix)
    if padsLeft, conversion.hasZero { buffer.append(repeating: 48, count: padding) }
    buffer.append(repeating: 48, count: zeros)
    buffer.append(digits)
    if !padsLeft { buffer.append(repeating: 32, count: padding) }
  }

  /// Appends a text by s, r or a: cut to the precision, padded with blanks to the width.
  public static func appendText(
    _ text: ByteView, _ conversion: PrintfConversion, unit: TextUnit, to buffer: inout ByteBuffer
  ) {
    var shown = text
    if conversion.precision >= 0, conversion.precision < text.count {
      let end = unit == .byte ? conversion.precision : Utf8.offset(of: conversion.precision, in: text)
      shown = text.part(0..<end)
    }
    let count = conversion.width <= 0 ? 0 : unit == .byte ? shown.count : Utf8.countScalars(shown)
    let padding = max(conversion.width &- count, 0)
    if !conversion.isLeft { buffer.append(repeating: 32, count: padding) }
    buffer.append(shown)
    if conversion.isLeft { buffer.append(repeating: 32, count: padding) }
  }

  /// Appends a character by c; for a `bytes` it is one byte. `code` has been checked to be in range.
  public static func appendCharacter(
    _ code: UInt32, _ conversion: PrintfConversion, unit: TextUnit, to buffer: inout ByteBuffer
  ) {
    let padding = max(conversion.width &- 1, 0)
    if !conversion.isLeft { buffer.append(repeating: 32, count: padding) }
    if unit == .byte {
      buffer.append(UInt8(truncatingIfNeeded: code))
    } else {
      buffer.append(scalar: code)
    }
    if conversion.isLeft { buffer.append(repeating: 32, count: padding) }
  }
}

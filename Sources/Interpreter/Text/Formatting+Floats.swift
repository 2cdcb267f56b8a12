// Formatting+Floats.swift — floats and complex numbers laid out by a format specification.

extension Formatting {
  /// Appends a float.
  public static func appendFloat(
    _ value: Double, _ spec: FormatSpec, to buffer: inout ByteBuffer
  ) throws(FormatProblem) {
    guard let style = style(spec.type), spec.type <= 0x7F else { throw .unknownCode(spec.type) }
    if spec.precision > Int(Int32.max) { throw .precisionTooBig }
    var text = ByteBuffer()
    let isPercent = spec.type == 37
    appendMagnitude(isPercent ? value * 100 : value, style, spec, addsZero: spec.type == 0, to: &text)
    if text.overflowed {
      buffer.append(repeating: 0, count: Int.max)
      return
    }
    if isPercent { text.append(37) }
    append(field(text.view, value, spec), spec, to: &buffer)
  }

  /// The style of a type; nil for a type that floats have not.
  private static func style(_ type: UInt32) -> FloatStyle? {
    switch type {
    case 0: .shortest
    case 101, 69: .exponent
    case 102, 70, 37: .fixed
    case 103, 71, 110: .general
    default: nil
    }
  }

  private static func appendMagnitude(
    _ value: Double, _ style: FloatStyle, _ spec: FormatSpec, addsZero: Bool, to text: inout ByteBuffer
  ) {
    let hasPrecision = spec.precision >= 0
    FloatFormat.append(
      value, type: style == .shortest && hasPrecision ? .general : style,
      precision: hasPrecision ? spec.precision : 6, isAlternate: spec.isAlternate, addsZero: addsZero,
      isUpper: spec.type == 69 || spec.type == 70 || spec.type == 71, to: &text)
  }

  /// Splits the text of a magnitude into leading digits and the rest, and finds its sign.
  private static func field(_ text: ByteView, _ value: Double, _ spec: FormatSpec) -> Field {
    var digits = 0
    while digits < text.count, text[digits] >= 48, text[digits] <= 57 { digits &+= 1 }
    var isNegative = value.sign == .minus && !value.isNaN
    if isNegative, spec.dropsNegativeZero, value.isFinite, isZero(text) { isNegative = false }
    return Field(
      sign: sign(isNegative: isNegative, spec), digits: text.part(0..<digits), rest: text.part(digits..<text.count))
  }

  /// True when no digit before the power of ten is above 0.
  private static func isZero(_ text: ByteView) -> Bool {
    for byte in text {
      if byte >= 49, byte <= 57 { return false }
      if byte | 32 == 101 { break }
    }
    return true
  }

  /// Appends a complex number.
  public static func appendComplex(
    _ value: ComplexNumber, _ spec: FormatSpec, to buffer: inout ByteBuffer
  ) throws(FormatProblem) {
    guard let style = style(spec.type), spec.type != 37 else { throw .unknownCode(spec.type) }
    if spec.precision > Int(Int32.max) { throw .precisionTooBig }
    if spec.fill == 48 { throw .zeroPaddingInComplex }
    if spec.alignment == .afterSign { throw .alignmentInComplex }
    var part = spec
    part.width = -1
    part.alignment = .left
    let omitsReal = spec.type == 0 && value.real == 0 && value.real.sign == .plus
    let hasParentheses = spec.type == 0 && !omitsReal
    var text = ByteBuffer()
    if hasParentheses { text.append(40) }
    if !omitsReal {
      appendPart(value.real, style, part, to: &text)
      part.sign = 43
    }
    appendPart(value.imaginary, style, part, to: &text)
    text.append(106)
    if hasParentheses { text.append(41) }
    var whole = FormatSpec(alignment: spec.alignment)
    whole.fill = spec.fill
    whole.width = spec.width
    append(Field(digits: ("" as StaticString).bytes, rest: text.view), whole, to: &buffer)
  }

  private static func appendPart(
    _ value: Double, _ style: FloatStyle, _ spec: FormatSpec, to buffer: inout ByteBuffer
  ) {
    var text = ByteBuffer()
    appendMagnitude(value, style, spec, addsZero: false, to: &text)
    append(field(text.view, value, spec), spec, to: &buffer)
  }
}

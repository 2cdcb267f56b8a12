// ComplexText.swift — repr of complex numbers and the reading of `complex(text)`.

/// Complex numbers to text and back.
public enum ComplexText {
  /// Appends repr(value): "(1+2j)", and "2j" when the real part is a positive zero.
  public static func appendRepr(_ value: ComplexNumber, to buffer: inout ByteBuffer) {
    if value.real == 0, value.real.sign == .plus {
      appendPart(value.imaginary, &buffer)
      buffer.append(106)
      return
    }
    buffer.append(40)
    appendPart(value.real, &buffer)
    if value.imaginary.sign == .plus || value.imaginary.isNaN { buffer.append(43) }
    appendPart(value.imaginary, &buffer)
    buffer.append("j)")
  }

  /// repr of a float without ".0".
  private static func appendPart(_ value: Double, _ buffer: inout ByteBuffer) {
    if value.sign == .minus, !value.isNaN { buffer.append(45) }
    FloatFormat.append(value, type: .shortest, precision: 0, isAlternate: false, addsZero: false, to: &buffer)
  }

  /// Reads text as `complex(text)` does; nil is ValueError: complex() arg is a malformed string.
  public static func parse(_ text: ByteView) -> ComplexNumber? {
    if Utf8.isASCII(text) { return parseASCII(text) }
    var plain = ByteBuffer()
    TextDecimals.append(text, to: &plain)
    return parseASCII(plain.view)
  }

  /// complex = "(" parts ")" | parts, parts = real | [real sign] imaginary "j", with blanks around and inside "()".
  private static func parseASCII(_ text: ByteView) -> ComplexNumber? {
    var body = FloatText.trim(text)
    if body.count > 0, body[0] == 40 {
      guard body[body.count &- 1] == 41, body.count > 1 else { return nil }
      body = FloatText.trim(body.part(1..<body.count &- 1))
    }
    guard body.count > 0 else { return nil }
    guard body[body.count &- 1] | 32 == 106 else {
      guard let real = parsePart(body) else { return nil }
      return ComplexNumber(real, 0)
    }
    let parts = body.part(0..<body.count &- 1)
    let middle = signPosition(parts)
    guard let imaginary = parseImaginary(parts.part(middle..<parts.count)) else { return nil }
    if middle == 0 { return ComplexNumber(0, imaginary) }
    guard let real = parsePart(parts.part(0..<middle)) else { return nil }
    return ComplexNumber(real, imaginary)
  }

  /// Where the imaginary part's sign stands: the last sign that does not belong to a power of ten; 0 without one.
  private static func signPosition(_ parts: ByteView) -> Int {
    var index = parts.count
    while index > 1 {
      index &-= 1
      let isSign = parts[index] == 43 || parts[index] == 45
      if isSign, parts[index &- 1] | 32 != 101 { return index }
    }
    return 0
  }

  private static func parseImaginary(_ text: ByteView) -> Double? {
    if text.count == 0 { return 1 }
    if text.count == 1, text[0] == 43 || text[0] == 45 { return text[0] == 43 ? 1 : -1 }
    return parsePart(text)
  }

  /// A float without blanks at its ends.
  private static func parsePart(_ text: ByteView) -> Double? {
    FloatText.trim(text).count == text.count ? FloatText.parse(text, unit: .byte) : nil
  }
}

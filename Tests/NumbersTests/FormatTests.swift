// FormatTests.swift — the format mini-language against CPython's format().

import Testing

@testable import Interpreter

@Suite struct FormatTests {
  /// What `body` writes by a specification, or the text of its problem.
  private func formatted(
    _ spec: String, isNumber: Bool, type: String,
    _ body: (FormatSpec, inout ByteBuffer) throws(FormatProblem) -> Void
  ) -> String {
    var buffer = ByteBuffer()
    let problem: FormatProblem? = bytes(spec) { view in
      do throws(FormatProblem) {
        try body(try FormatSpec.parse(view, isNumber: isNumber), &buffer)
        return nil
      } catch {
        return error
      }
    }
    guard let problem else { return buffer.string }
    return bytes(spec) { problem.message(spec: $0, typeName: type) }
  }

  @Test(arguments: [
    (1234567, "015,", "000,001,234,567"),
    (-5, "=+08.2f", "-0005.00"),
    (5, "^+08", "000+5000"),
    (255, "#x", "0xff"),
    (255, "#X", "0XFF"),
    (12345678, "#020_x", "0x000_0000_00bc_614e"),
    (5, "b", "101"),
    (1234567, ",", "1,234,567"),
    (1234567, "_", "1_234_567"),
    (65, "c", "A"),
    (65, "05c", "0000A"),
    (-7, "*^9", "***-7****"),
    (7, " d", " 7"),
    (0, "%", "0.000000%"),
    (5, ".2", "Precision not allowed in integer format specifier"),
    (5, "+c", "Sign not allowed with integer format specifier 'c'"),
    (5, "s", "Unknown format code 's' for object of type 'int'"),
    (5, ",x", "Cannot specify ',' with 'x'."),
    (5, "_,", "Cannot specify both ',' and '_'."),
    (5, "10.", "Format specifier missing precision"),
    (5, "abc", "Invalid format specifier 'abc' for object of type 'int'"),
    (5, "z", "Negative zero coercion (z) not allowed in integer format specifier"),
    (1114112, "c", "%c arg not in range(0x110000)"),
    (123, "e", "1.230000e+02"),
    (1000, "06,", "01,000"),
    (1000, "07,", "001,000"),
    (1000, "08,", "0,001,000"),
    (3, "n", "3"),
  ])
  func integers(_ value: Int, _ spec: String, _ wanted: String) {
    let text = formatted(spec, isNumber: true, type: "int") { spec, buffer throws(FormatProblem) in
      try Formatting.appendInteger(value, spec, to: &buffer)
    }
    #expect(text == wanted)
  }

  @Test(
    arguments: [
      (1.5, "", "1.5"),
      (1.5, ".3", "1.5"),
      (0x1.34a456d5cfaadp+10, ",.2f", "1,234.57"),
      (0x1.34a456d5cfaadp+10, "012,.2f", "0,001,234.57"),
      (.infinity, "010", "0000000inf"),
      (.nan, "+", "+nan"),
      (-0.0, "z", "0.0"),
      (-0.001, "z.1f", "0.0"),
      (0.5, "%", "50.000000%"),
      (0.5, ".0%", "50%"),
      (0x1.1c37937e08000p+53, "", "1e+16"),
      (0x1.5af1d78b58c40p+66, ",", "1e+20"),
      (0x1.81c8000000000p+13, ".3", "1.23e+04"),
      (1.0, ".0", "1e+00"),
      (1.0, "#.0f", "1."),
      (0x1.ad7f29abcaf48p-24, "g", "1e-07"),
      (0x1.2a05f20000000p+33, "G", "1E+10"),
      (1.5, "d", "Unknown format code 'd' for object of type 'float'"),
      (1.5, "x<10", "1.5xxxxxxx"),
      (2.5, ".0f", "2"),
      (0.1, ".60f", "0.100000000000000005551115123125782702118158340454101562500000"),
      (0x1.7e43c8800759cp+996, ".5e", "1.00000e+300"),
      (0x0.0000000000001p-1022, ".3g", "4.94e-324"),
      (1.0, "#g", "1.00000"),
      (1.5, ".9999999999f", "precision too big"),
    ] as [(Double, String, String)])
  func floats(_ value: Double, _ spec: String, _ wanted: String) {
    let text = formatted(spec, isNumber: true, type: "float") { spec, buffer throws(FormatProblem) in
      try Formatting.appendFloat(value, spec, to: &buffer)
    }
    #expect(text == wanted)
  }

  @Test(arguments: [
    ("a\u{e9}", "*^7", "**a\u{e9}***"),
    ("abc", ".2", "ab"),
    ("abc", "10", "abc       "),
    ("abc", "05", "abc00"),
    ("\u{e9}", "\u{1f600}>3", "\u{1f600}\u{1f600}\u{e9}"),
    ("a", "=", "'=' alignment not allowed in string format specifier"),
    ("a", "+", "Sign not allowed in string format specifier"),
    ("a", " ", "Space not allowed in string format specifier"),
    ("a", "#", "Alternate form (#) not allowed in string format specifier"),
    ("a", "d", "Unknown format code 'd' for object of type 'str'"),
    ("a", ",", "Cannot specify ',' with 's'."),
  ])
  func texts(_ value: String, _ spec: String, _ wanted: String) {
    let raw = Array(value.utf8)
    let text = formatted(spec, isNumber: false, type: "str") { spec, buffer throws(FormatProblem) in
      try raw.withUnsafeBufferPointer { view throws(FormatProblem) in
        try Formatting.appendText(view, spec, to: &buffer)
      }
    }
    #expect(text == wanted)
  }

  @Test(
    arguments: [
      (1.0, 2.0, "", "(1+2j)"),
      (1.0, 2.0, ".2f", "1.00+2.00j"),
      (-1.0, -2.0, "+.1e", "-1.0e+00-2.0e+00j"),
      (0.0, 2.0, ">10", "        2j"),
      (1.0, 2.0, "*^15", "****(1+2j)*****"),
      (0.0, 1.0, "05", "Zero padding is not allowed in complex format specifier"),
      (0.0, 1.0, "=", "'=' alignment flag is not allowed in complex format specifier"),
      (0.0, 1.0, "%", "Unknown format code '%' for object of type 'complex'"),
      (1234.0, 5.0, ",", "(1,234+5j)"),
    ] as [(Double, Double, String, String)])
  func complex(_ real: Double, _ imaginary: Double, _ spec: String, _ wanted: String) {
    let text = formatted(spec, isNumber: true, type: "complex") { spec, buffer throws(FormatProblem) in
      try Formatting.appendComplex(ComplexNumber(real, imaginary), spec, to: &buffer)
    }
    #expect(text == wanted)
  }

  @Test func hugePrecisionsAreZeros() {
    let text = formatted(".5000f", isNumber: true, type: "float") { spec, buffer throws(FormatProblem) in
      try Formatting.appendFloat(0.5, spec, to: &buffer)
    }
    #expect(text == "0.5" + String(repeating: "0", count: 4999))
  }

  @Test func absurdWidthsOverflowTheBuffer() {
    var buffer = ByteBuffer(limit: 1000)
    var spec = FormatSpec(alignment: .afterSign)
    spec.fill = 48
    spec.grouping = .comma
    spec.width = Int.max
    #expect(throws: Never.self) { try Formatting.appendInteger(5, spec, to: &buffer) }
    let isFull = buffer.overflowed
    #expect(isFull)
  }
}

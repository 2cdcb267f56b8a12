// FloatTests.swift — floats as text and back, rounding, and arithmetic with Python's signs.

import Testing

@testable import Interpreter

@Suite struct FloatTests {
  @Test(
    arguments: [
      (0.0, "0.0", "0x0.0p+0"),
      (-0.0, "-0.0", "-0x0.0p+0"),
      (1.0, "1.0", "0x1.0000000000000p+0"),
      (-1.5, "-1.5", "-0x1.8000000000000p+0"),
      (0.1, "0.1", "0x1.999999999999ap-4"),
      (0x1.1c37937e08000p+53, "1e+16", "0x1.1c37937e08000p+53"),
      (0x1.c6bf526340000p+49, "1000000000000000.0", "0x1.c6bf526340000p+49"),
      (0x1.1c37937e07fffp+53, "9999999999999998.0", "0x1.1c37937e07fffp+53"),
      (0x1.b69b4ba630f35p+56, "1.2345678901234568e+17", "0x1.b69b4ba630f35p+56"),
      (0x1.0f0cf064dd592p+73, "1e+22", "0x1.0f0cf064dd592p+73"),
      (0.0001, "0.0001", "0x1.a36e2eb1c432dp-14"),
      (0x1.4f8b588e368f1p-17, "1e-05", "0x1.4f8b588e368f1p-17"),
      (0x1.02e4b6ce5dc68p-13, "0.00012345", "0x1.02e4b6ce5dc68p-13"),
      (0x0.0000000000001p-1022, "5e-324", "0x0.0000000000001p-1022"),
      (0x1.fffffffffffffp+1023, "1.7976931348623157e+308", "0x1.fffffffffffffp+1023"),
      (0x1.5555555555555p-2, "0.3333333333333333", "0x1.5555555555555p-2"),
      (0x1.0c6f7a0b5ed8dp-22, "2.5e-07", "0x1.0c6f7a0b5ed8dp-22"),
      (-0x1.edd2f1a9fbe77p+6, "-123.456", "-0x1.edd2f1a9fbe77p+6"),
      (.infinity, "inf", "inf"),
      (-.infinity, "-inf", "-inf"),
      (.nan, "nan", "nan"),
      (0x1.249ad2594c37dp+332, "1e+100", "0x1.249ad2594c37dp+332"),
      (0x1.0000000000000p+54, "1.8014398509481984e+16", "0x1.0000000000000p+54"),
    ] as [(Double, String, String)])
  func reprs(_ value: Double, _ repr: String, _ hex: String) {
    #expect(show { FloatText.appendRepr(value, to: &$0) } == repr)
    #expect(show { FloatText.appendHex(value, to: &$0) } == hex)
  }

  @Test(
    arguments: [
      ("1", 1.0),
      ("1.", 1.0),
      (".5", 0.5),
      (".", nil),
      ("", nil),
      ("1e5", 0x1.86a0000000000p+16),
      (" 1_0.5 ", 10.5),
      ("1__0", nil),
      ("_1", nil),
      ("1_e5", nil),
      ("inf", .infinity),
      ("-Infinity", -.infinity),
      ("nan", .nan),
      ("+nan", .nan),
      ("infi", nil),
      ("1e", nil),
      ("0x1", nil),
      ("1e400", .infinity),
      ("1e-400", 0.0),
      ("9007199254740993", 0x1.0000000000000p+53),
      ("2.4703282292062328e-324", 0x0.0000000000001p-1022),
      ("1 2", nil),
      ("111111111111111111111111111111111111111111111111111111111111e-40", 0x1.3465315f6b58ep+63),
    ] as [(String, Double?)])
  func reads(_ text: String, _ wanted: Double?) {
    let value = bytes(text) { FloatText.parse($0) }
    #expect(value?.bitPattern == wanted?.bitPattern || value?.isNaN == true && wanted?.isNaN == true)
  }

  @Test(
    arguments: [
      ("0x1p0", .value(1.0)),
      ("1.8p1", .value(3.0)),
      ("-0x.8p-3", .value(-0x1.0000000000000p-4)),
      ("0x1p-1074", .value(0x0.0000000000001p-1022)),
      ("0x1p-1075", .value(0.0)),
      ("0x1.8p-1075", .value(0x0.0000000000001p-1022)),
      ("0x1.fffffffffffff7p1023", .value(0x1.fffffffffffffp+1023)),
      ("0x1p1024", .tooLarge),
      ("0x", .invalid),
      ("", .invalid),
      ("inf", .value(.infinity)),
      ("0x1.00000000000008p0", .value(1.0)),
      ("1x", .invalid),
      ("0x1p", .invalid),
      ("  0xA.8P+2 ", .value(42.0)),
    ] as [(String, FloatHexOutcome)])
  func readsHexadecimal(_ text: String, _ wanted: FloatHexOutcome) {
    #expect(bytes(text) { FloatText.parseHex($0) } == wanted)
  }

  @Test(
    arguments: [
      (2.5, 0, 2.0),
      (3.5, 0, 4.0),
      (2.675, 2, 2.67),
      (0.5, 0, 0.0),
      (1.5, 0, 2.0),
      (-0.5, 0, -0.0),
      (0x1.34a456d5cfaadp+10, -2, 1200.0),
      (15.0, -1, 20.0),
      (25.0, -1, 20.0),
      (25.1, -1, 30.0),
      (0x1.1c37937e08000p+52, -16, 0.0),
      (0x1.1688627664000p+52, -16, 0.0),
      (0x1.1ccf385ebc8a0p+1023, -308, 0x1.1ccf385ebc8a0p+1023),
      (0.05, 1, 0.1),
      (0x1.0f0cf064dd592p+73, 3, 0x1.0f0cf064dd592p+73),
      (0x1.edd2f1a9fbe77p+6, 20, 0x1.edd2f1a9fbe77p+6),
      (9.995, 2, 9.99),
      (99.5, 0, 100.0),
      (999.0, -3, 1000.0),
      (499.0, -3, 0.0),
    ] as [(Double, Int, Double?)])
  func rounds(_ value: Double, _ digits: Int, _ wanted: Double?) {
    #expect(FloatMath.round(value, digits: digits)?.bitPattern == wanted?.bitPattern)
  }

  @Test func roundingMayOverflow() {
    #expect(FloatMath.round(1.7976931348623157e308, digits: -308) == nil)
  }

  @Test(
    arguments: [
      (2.0, 0.5, .value(0x1.6a09e667f3bcdp+0)),
      (0.0, -1.0, .zeroToNegative),
      (-8.0, 0x1.5555555555555p-2, .isComplex),
      (0x1.4e718d7d7625ap+664, 2.0, .overflow),
      (-2.0, 3.0, .value(-8.0)),
      (-2.0, -3.0, .value(-0.125)),
      (.infinity, -1.0, .value(0.0)),
      (-.infinity, 3.0, .value(-.infinity)),
      (1.0, .nan, .value(1.0)),
      (.nan, 0.0, .value(1.0)),
      (-1.0, .infinity, .value(1.0)),
      (0.5, .infinity, .value(0.0)),
      (-0.0, 3.0, .value(-0.0)),
    ] as [(Double, Double, PowerOutcome)])
  func powers(_ base: Double, _ exponent: Double, _ wanted: PowerOutcome) {
    #expect(FloatMath.power(base, exponent) == wanted)
  }

  @Test(
    arguments: [
      (7.5, 2.0, 3.0, 1.5),
      (-7.5, 2.0, -4.0, 0.5),
      (7.5, -2.0, -4.0, -0.5),
      (-7.5, -2.0, 3.0, -1.5),
      (0x1.7e43c8800759cp+996, 3.0, 0x1.fdafb60009cd0p+994, 0.0),
      (0.1, 0.1, 1.0, 0.0),
      (-0.0, 5.0, -0.0, 0.0),
      (5.0, .infinity, 0.0, 5.0),
      (-5.0, .infinity, -1.0, .infinity),
      (1.0, 0.1, 9.0, 0x1.9999999999996p-4),
      (6.0, -3.0, -2.0, -0.0),
    ] as [(Double, Double, Double, Double)])
  func divides(_ a: Double, _ b: Double, _ quotient: Double, _ remainder: Double) {
    let result = FloatMath.divideModulo(a, b)
    #expect(result.quotient.bitPattern == quotient.bitPattern)
    #expect(result.remainder.bitPattern == remainder.bitPattern)
    #expect(FloatMath.modulo(a, b).bitPattern == remainder.bitPattern)
  }

  @Test func ratios() {
    #expect(FloatMath.ratio(0.75) == (3, -2))
    #expect(FloatMath.ratio(-6) == (-3, 1))
    #expect(FloatMath.ratio(0x1p-1074) == (1, -1074))
    #expect(FloatMath.ratio(0) == (0, 0))
  }

  @Test(
    arguments: [
      (1.0, 2.0, "(1+2j)"),
      (0.0, 1.0, "1j"),
      (-0.0, 1.0, "(-0+1j)"),
      (1.0, -0.0, "(1-0j)"),
      (1.5, -.infinity, "(1.5-infj)"),
      (.nan, 0x1.1c37937e08000p+53, "(nan+1e+16j)"),
    ] as [(Double, Double, String)])
  func complexReprs(_ real: Double, _ imaginary: Double, _ wanted: String) {
    #expect(show { ComplexText.appendRepr(ComplexNumber(real, imaginary), to: &$0) } == wanted)
  }

  @Test(
    arguments: [
      ("1+2j", 1, 2), ("(1-2j)", 1, -2), ("j", 0, 1), ("-j", 0, -1), ("1e5-2e-3J", 1e5, -2e-3), (" 3 ", 3, 0),
    ] as [(String, Double, Double)])
  func readsComplex(_ text: String, _ real: Double, _ imaginary: Double) {
    #expect(bytes(text) { ComplexText.parse($0) } == ComplexNumber(real, imaginary))
  }

  @Test(arguments: ["", "1 + 2j", "(1", "1+2", "i", "1jj", "()"]) func malformedComplex(_ text: String) {
    #expect(bytes(text) { ComplexText.parse($0) } == nil)
  }

  @Test func complexArithmetic() {
    let a = ComplexNumber(1, 2)
    let b = ComplexNumber(3, -4)
    #expect(a * b == ComplexNumber(11, 2))
    #expect(a / b == ComplexNumber(-0.2, 0.4))
    #expect(a / ComplexNumber(0, 0) == nil)
    #expect(a.power(ComplexNumber(2, 0)) == .value(ComplexNumber(-3, 4)))
    #expect(ComplexNumber(0, 0).power(ComplexNumber(-1, 0)) == .zeroToNegative)
    #expect(b.magnitude == 5)
    #expect(ComplexNumber(1e308, 1.7e308).magnitude == nil)
  }
}

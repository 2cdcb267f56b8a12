// IntegerTextTests.swift — integers as digits and back.

import Testing

@testable import Interpreter

@Suite struct IntegerTextTests {
  @Test(
    arguments: [
      ("12", 10, "12"),
      ("12", 0, "12"),
      (" -0x1F ", 10, nil),
      (" -0x1F ", 0, "-31"),
      ("0x_1f", 10, nil),
      ("0x_1f", 0, "31"),
      ("1__2", 10, nil),
      ("1__2", 0, nil),
      ("_1", 10, nil),
      ("_1", 0, nil),
      ("1_", 10, nil),
      ("1_", 0, nil),
      ("010", 10, "10"),
      ("010", 0, nil),
      ("0_0", 10, "0"),
      ("0_0", 0, "0"),
      ("0b12", 10, nil),
      ("0b12", 0, nil),
      ("", 10, nil),
      ("", 0, nil),
      ("+", 10, nil),
      ("+", 0, nil),
      ("999999999999999999999999999999", 10, "999999999999999999999999999999"),
      ("999999999999999999999999999999", 0, "999999999999999999999999999999"),
      ("\u{9}7\u{a}", 10, "7"),
      ("\u{9}7\u{a}", 0, "7"),
      ("1.0", 10, nil),
      ("1.0", 0, nil),
      ("zz", 36, "1295"),
      ("ff", 16, "255"),
      ("0o17", 8, "15"),
      ("0b1", 16, "177"),
    ] as [(String, Int, String?)])
  func reads(_ text: String, _ base: Int, _ wanted: String?) {
    let isValid = bytes(text) { view in
      switch IntegerText.scan(view, base: base) {
      case .small, .large: true
      case .invalid, .badBase: false
      }
    }
    #expect(isValid == (wanted != nil))
    if let wanted { #expect(Whole(text, base: base).description == wanted) }
  }

  @Test func basesAreChecked() {
    for base in [1, 37, -1] { bytes("1") { #expect(IntegerText.scan($0, base: base) == .badBase) } }
  }

  @Test func everyBaseReadsWhatItWrote() {
    let value = Whole(
      "-33838570200749104093688312191360663049723538032163586311882583029937928817155484694868047033872426464394494995988271332913954603498574472214519578172866008667274238025742281231442261927858597726462360331182430633401319955052400299452568317841001584180001"
    )
    for base in 2...36 {
      let text = value.lend { value in show { IntegerText.append(value, base: base, to: &$0) } }
      #expect(Whole(text, base: base) == value)
    }
  }

  @Test func theDigitLimitCountsDigits() {
    let text = String(repeating: "1", count: 5000)
    bytes(text) { view in
      guard case .large(let digits) = IntegerText.scan(view, base: 10) else {
        Issue.record("not large")
        return
      }
      #expect(digits.count == 5000)
      #expect(digits.exceeds(limit: IntegerText.defaultDigitLimit))
      #expect(!digits.exceeds(limit: 0))
    }
    bytes(text) { view in
      guard case .large(let digits) = IntegerText.scan(view, base: 2) else {
        Issue.record("not large")
        return
      }
      #expect(!digits.exceeds(limit: IntegerText.defaultDigitLimit))
    }
  }

  @Test func figuresOfAllScriptsAreRead() {
    let text = bytes("\u{3000}\u{663}\u{664}x") { view in show { TextDecimals.append(view, to: &$0) } }
    #expect(text == " 34x")
  }
}

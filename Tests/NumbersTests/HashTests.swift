// HashTests.swift — hashes against CPython's, texts under PYTHONHASHSEED=0.

import Testing

@testable import Interpreter

@Suite struct HashTests {
  @Test(arguments: [
    ("", 0),
    ("a", 4644417185603328019),
    ("abc", -4594863902769663758),
    ("hello world, this is longer", -3483295518001240135),
    ("\u{e9}", 6047309291227476195),
    ("\u{ff}abc", 8125730557852568158),
    ("\u{20ac}", -5529981157763016009),
    ("\u{65e5}\u{672c}\u{8a9e}\u{30c6}\u{30ad}\u{30b9}\u{30c8}", 5570022306295089571),
    ("\u{1f600}", -3536540696076613844),
    ("a\u{1f600}\u{e9}", -8497194953991201300),
    ("\u{100}\u{100}\u{100}\u{100}\u{100}\u{100}\u{100}\u{100}\u{100}", -5115096517606208615),
    ("12345678", 3785724242978802311),
    ("1234567", -6684075128579576191),
  ])
  func texts(_ text: String, _ hash: Int) {
    bytes(text) { #expect(TextHash.str($0, isASCII: Utf8.isASCII($0)) == hash) }
  }

  @Test func loneSurrogates() {
    bytes([0xED, 0xA0, 0x80, 0x61] as [UInt8]) { #expect(TextHash.str($0, isASCII: false) == -4216950212714613154) }
  }

  @Test func rawBytes() {
    bytes([0xFF, 0, 1] as [UInt8]) { #expect(TextHash.bytes($0) == -8108522960132608219) }
    bytes("abc") { #expect(TextHash.bytes($0) == TextHash.str($0, isASCII: true)) }
  }

  @Test(arguments: [
    ("0", 0),
    ("1", 1),
    ("-1", -2),
    ("-2", -2),
    ("2305843009213693951", 0),
    ("2305843009213693952", 1),
    ("-2305843009213693951", 0),
    ("9223372036854775808", 4),
    ("10000000000000000000000000000000000000000", 1388497483929617590),
    ("-10000000000000000000000000000000000000000", -1388497483929617590),
  ])
  func integers(_ text: String, _ hash: Int) {
    Whole(text).lend { #expect(NumberHash.of($0) == hash) }
    if let value = Int(text) { #expect(NumberHash.of(value) == hash) }
  }

  @Test(
    arguments: [
      (0.0, 0),
      (1.0, 1),
      (-1.0, -2),
      (0.5, 1152921504606846976),
      (0.1, 230584300921369408),
      (0x1.7e43c8800759cp+996, 1224995262755759164),
      (-2.5, -1152921504606846978),
      (0x0.0000000000001p-1022, 16777216),
      (0x1.0000000000000p+61, 1),
      (.infinity, 314159),
      (-.infinity, -314159),
    ] as [(Double, Int)])
  func doubles(_ value: Double, _ hash: Int) {
    #expect(NumberHash.of(value) == hash)
  }

  @Test func equalNumbersHashAlike() {
    #expect(NumberHash.of(Double.nan) == nil)
    #expect(NumberHash.of(12) == NumberHash.of(12.0))
    #expect(NumberHash.complex(real: 12, imaginary: 0) == 12)
    #expect(NumberHash.complex(real: 1, imaginary: 2) == 2000007)
  }

  @Test(
    arguments: [
      ([], 5740354900026072187, 133146708735736),
      ([1], -6644214454873602895, -558064481276695278),
      ([1, 2, 3], 529344067295497451, -272375401224217160),
      ([5, -2, 100000000000000000, 0], 2334997616589540955, -3597296998341754207),
    ] as [([Int], Int, Int)])
  func composed(_ items: [Int], _ tuple: Int, _ frozenSet: Int) {
    var ordered = TupleHasher()
    var unordered = FrozenSetHasher()
    for item in items { ordered.combine(NumberHash.of(item)) }
    for item in items.reversed() { unordered.combine(NumberHash.of(item)) }
    #expect(ordered.finish() == tuple)
    #expect(unordered.finish() == frozenSet)
  }
}

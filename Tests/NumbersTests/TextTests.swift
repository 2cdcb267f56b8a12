// TextTests.swift — cases, classes, quoting, searching, splitting and layout of texts against CPython's.

import Testing

@testable import Interpreter

@Suite struct TextTests {
  @Test(arguments: [
    ("hello World", ["HELLO WORLD", "hello world", "Hello World", "HELLO wORLD", "Hello world", "hello world"]),
    ("stra\u{df}e", ["STRASSE", "stra\u{df}e", "Stra\u{df}e", "STRASSE", "Stra\u{df}e", "strasse"]),
    (
      "\u{391}\u{3a3} \u{391}\u{3a3}\u{391}",
      [
        "\u{391}\u{3a3} \u{391}\u{3a3}\u{391}", "\u{3b1}\u{3c2} \u{3b1}\u{3c3}\u{3b1}",
        "\u{391}\u{3c2} \u{391}\u{3c3}\u{3b1}", "\u{3b1}\u{3c2} \u{3b1}\u{3c3}\u{3b1}",
        "\u{391}\u{3c2} \u{3b1}\u{3c3}\u{3b1}", "\u{3b1}\u{3c3} \u{3b1}\u{3c3}\u{3b1}",
      ]
    ),
    ("\u{130}i", ["\u{130}I", "i\u{307}i", "\u{130}i", "i\u{307}I", "\u{130}i", "i\u{307}i"]),
    (
      "\u{1c6} \u{1c5}",
      [
        "\u{1c4} \u{1c4}", "\u{1c6} \u{1c6}", "\u{1c5} \u{1c5}", "\u{1c4} \u{1c5}", "\u{1c5} \u{1c6}",
        "\u{1c6} \u{1c6}",
      ]
    ),
    ("\u{fb01}n", ["FIN", "\u{fb01}n", "Fin", "FIN", "Fin", "fin"]),
    ("\u{149}", ["\u{2bc}N", "\u{149}", "\u{2bc}N", "\u{2bc}N", "\u{2bc}N", "\u{2bc}n"]),
    (
      "\u{13a0}\u{ab70}",
      [
        "\u{13a0}\u{13a0}", "\u{ab70}\u{ab70}", "\u{13a0}\u{ab70}", "\u{ab70}\u{13a0}", "\u{13a0}\u{ab70}",
        "\u{13a0}\u{13a0}",
      ]
    ),
    ("don't STOP", ["DON'T STOP", "don't stop", "Don'T Stop", "DON'T stop", "Don't stop", "don't stop"]),
    ("\u{1e9e}", ["\u{1e9e}", "\u{df}", "\u{1e9e}", "\u{df}", "\u{1e9e}", "ss"]),
    ("\u{24d0}", ["\u{24b6}", "\u{24d0}", "\u{24b6}", "\u{24b6}", "\u{24b6}", "\u{24d0}"]),
    (
      "\u{3a3}\u{3a3}",
      ["\u{3a3}\u{3a3}", "\u{3c3}\u{3c2}", "\u{3a3}\u{3c2}", "\u{3c3}\u{3c2}", "\u{3a3}\u{3c2}", "\u{3c3}\u{3c3}"]
    ),
  ])
  func cases(_ text: String, _ wanted: [String]) {
    let mappings: [CaseMapping] = [.upper, .lower, .title, .swapped, .capitalized, .folded]
    for (mapping, wanted) in zip(mappings, wanted) {
      let mapped = bytes(text) { view in show { mapping.append(view, unit: .scalar, to: &$0) } }
      #expect(Array(mapped.utf8) == Array(wanted.utf8), "\(mapping)")
    }
  }

  @Test func bytesChangeASCIIOnly() {
    let raw: [UInt8] = [0x61, 0xE9, 0x20, 0x62]
    let upper = bytes(raw) { view in collect { CaseMapping.upper.append(view, unit: .byte, to: &$0) } }
    #expect(upper == [0x41, 0xE9, 0x20, 0x42])
  }

  /// isascii isalpha isalnum isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper
  @Test(arguments: [
    ("", "100000001000"),
    ("abc", "111001101000"),
    ("ABC", "111001001001"),
    ("Abc Def", "100000001010"),
    ("123", "101110011000"),
    ("\u{b2}", "001010011000"),
    ("\u{bd}", "001000011000"),
    ("\u{663}", "001110011000"),
    ("a1", "101001101000"),
    ("_x", "100001101000"),
    ("1x", "101000101000"),
    (" \u{9}\u{1c}", "100000000100"),
    ("\u{e9}", "011001101000"),
    ("\u{1c5}", "011001001010"),
    ("\u{7f}", "100000000000"),
    ("\u{65e5}\u{672c}", "011001001000"),
    ("a b", "100000101000"),
  ])
  func classes(_ text: String, _ wanted: String) {
    let tests: [TextTest] = [
      .ascii, .alpha, .alphanumeric, .decimal, .digit, .identifier, .lower, .numeric, .printable, .space, .title,
      .upper,
    ]
    let answers = bytes(text) { view in tests.map { $0.holds(view, unit: .scalar) ? "1" : "0" }.joined() }
    #expect(answers == wanted)
  }

  @Test(arguments: [
    ("", "''", "''"),
    ("a", "'a'", "'a'"),
    ("it's", "\"it's\"", "\"it's\""),
    ("say \"x\"", "'say \"x\"'", "'say \"x\"'"),
    ("both ' \"", "'both \\' \"'", "'both \\' \"'"),
    ("tab\u{9}\u{a}\u{d}\\", "'tab\\t\\n\\r\\\\'", "'tab\\t\\n\\r\\\\'"),
    ("\u{0}\u{1f}\u{7f}", "'\\x00\\x1f\\x7f'", "'\\x00\\x1f\\x7f'"),
    ("\u{e9}\u{20ac}\u{1f600}", "'\u{e9}\u{20ac}\u{1f600}'", "'\\xe9\\u20ac\\U0001f600'"),
    ("\u{ad}\u{200b}\u{2028}", "'\\xad\\u200b\\u2028'", "'\\xad\\u200b\\u2028'"),
    ("\u{e0001}", "'\\U000e0001'", "'\\U000e0001'"),
  ])
  func quotes(_ text: String, _ repr: String, _ ascii: String) {
    #expect(bytes(text) { view in show { TextRepr.appendText(view, to: &$0) } } == repr)
    #expect(bytes(text) { view in show { TextRepr.appendASCII(view, to: &$0) } } == ascii)
  }

  @Test func quotesBytes() {
    let raw: [UInt8] = [0x27, 0x0A, 0xFF, 0x41]
    #expect(bytes(raw) { view in show { TextRepr.appendBytes(view, to: &$0) } } == "b\"'\\n\\xffA\"")
  }

  @Test func finds() {
    bytes("abcabcabd") { text in
      bytes("abc") { part in
        #expect(TextSearch.find(part, in: text) == 0)
        #expect(TextSearch.find(part, in: text, 1..<9) == 3)
        #expect(TextSearch.findLast(part, in: text, 0..<9) == 3)
        #expect(TextSearch.findLast(part, in: text, 0..<5) == 0)
        #expect(TextSearch.count(part, in: text, 0..<9, unit: .scalar) == 2)
      }
      bytes("") { part in
        #expect(TextSearch.find(part, in: text, 4..<9) == 4)
        #expect(TextSearch.findLast(part, in: text, 0..<9) == 9)
        #expect(TextSearch.count(part, in: text, 0..<9, unit: .scalar) == 10)
      }
      bytes("abd") { part in #expect(TextSearch.hasSuffix(part, text, 0..<9)) }
    }
  }

  @Test func searchingIsNotQuadratic() {
    let text = String(repeating: "ab", count: 200_000)
    let part = String(repeating: "ab", count: 2000) + "b" + String(repeating: "ab", count: 2000)
    bytes(text) { text in bytes(part) { part in #expect(TextSearch.find(part, in: text) == nil) } }
  }

  @Test(arguments: [("aaa", "a", "bb", -1, "bbbbbb"), ("aaa", "a", "", 2, "a"), ("h\u{e9}", "", "-", -1, "-h-\u{e9}-")])
  func replaces(_ text: String, _ old: String, _ new: String, _ limit: Int, _ wanted: String) {
    let replaced = bytes(text) { text in
      bytes(old) { old in
        bytes(new) { new in
          show { TextSearch.replace(old, with: new, in: text, limit: limit, unit: .scalar, to: &$0) }
        }
      }
    }
    #expect(replaced == wanted)
  }

  @Test(arguments: [
    ("", -1, [], []),
    ("", 0, [], []),
    ("", 1, [], []),
    ("  a  b c ", -1, ["a", "b", "c"], ["c", "b", "a"]),
    ("  a  b c ", 0, ["a  b c "], ["  a  b c"]),
    ("  a  b c ", 1, ["a", "b c "], ["c", "  a  b"]),
    ("\u{3000}a\u{1c}b", -1, ["a", "b"], ["b", "a"]),
    ("\u{3000}a\u{1c}b", 0, ["a\u{1c}b"], ["\u{3000}a\u{1c}b"]),
    ("\u{3000}a\u{1c}b", 1, ["a", "b"], ["b", "\u{3000}a"]),
  ])
  func splitsAtBlanks(_ text: String, _ limit: Int, _ forward: [String], _ backward: [String]) {
    let words = pieces(text) { view in
      var split = BlankSplit(view, unit: .scalar, limit: limit)
      return Array(sequence(state: ()) { _ in split.next() })
    }
    #expect(words == forward)
    let reversed = pieces(text) { view in
      var split = BlankSplitBackward(view, unit: .scalar, limit: limit)
      return Array(sequence(state: ()) { _ in split.next() })
    }
    #expect(reversed == backward)
  }

  @Test(arguments: [
    ("", -1, [""], [""]),
    ("", 1, [""], [""]),
    ("a,b,,c", -1, ["a", "b", "", "c"], ["c", "", "b", "a"]),
    ("a,b,,c", 1, ["a", "b,,c"], ["c", "a,b,"]),
    (",", -1, ["", ""], ["", ""]),
    (",", 1, ["", ""], ["", ""]),
  ])
  func splitsAtSeparators(_ text: String, _ limit: Int, _ forward: [String], _ backward: [String]) {
    let comma = ("," as StaticString).bytes
    let parts = pieces(text) { view in
      var split = SeparatorSplit(view, separator: comma, limit: limit)
      return Array(sequence(state: ()) { _ in split.next() })
    }
    #expect(parts == forward)
    let reversed = pieces(text) { view in
      var split = SeparatorSplitBackward(view, separator: comma, limit: limit)
      return Array(sequence(state: ()) { _ in split.next() })
    }
    #expect(reversed == backward)
  }

  @Test(arguments: [
    ("", [], []),
    ("a\u{a}b\u{d}\u{a}c\u{d}d", ["a", "b", "c", "d"], ["a\u{a}", "b\u{d}\u{a}", "c\u{d}", "d"]),
    (
      "x\u{b}y\u{1c}z\u{85}\u{2028}w\u{a}", ["x", "y", "z", "", "w"],
      ["x\u{b}", "y\u{1c}", "z\u{85}", "\u{2028}", "w\u{a}"]
    ),
    ("\u{a}\u{a}", ["", ""], ["\u{a}", "\u{a}"]),
  ])
  func lines(_ text: String, _ bare: [String], _ kept: [String]) {
    for (keepsEnds, wanted) in [(false, bare), (true, kept)] {
      let lines = pieces(text) { view in
        var split = LineSplit(view, unit: .scalar, keepsEnds: keepsEnds)
        return Array(sequence(state: ()) { _ in split.next() })
      }
      #expect(lines.map { Array($0.utf8) } == wanted.map { Array($0.utf8) })
    }
  }

  @Test func strips() {
    let bare = pieces("\u{3000} a b\u{1c}\n") { [TextBlank.strip($0, unit: .scalar, left: true, right: true)] }
    #expect(bare == ["a b"])
    let picked = bytes("\u{e9}x") { set in
      pieces("x\u{e9}ax\u{e9}") { [TextBlank.strip($0, of: set, unit: .scalar, left: true, right: true)] }
    }
    #expect(picked == ["a"])
  }

  @Test(arguments: [
    ("ab", 5, ["ab***", "***ab", "**ab*", "000ab"]),
    ("abc", 6, ["abc***", "***abc", "*abc**", "000abc"]),
    ("\u{e9}", 4, ["\u{e9}***", "***\u{e9}", "*\u{e9}**", "000\u{e9}"]),
    ("-7", 5, ["-7***", "***-7", "**-7*", "-0007"]),
    ("+", 1, ["+", "+", "+", "+"]),
    ("", 3, ["***", "***", "***", "000"]),
  ])
  func pads(_ text: String, _ width: Int, _ wanted: [String]) {
    bytes(text) { view in
      let count = Utf8.countScalars(view)
      for (alignment, wanted) in zip([TextAlignment.left, .right, .center], wanted) {
        #expect(show { TextLayout.pad(view, count: count, width: width, fill: 42, alignment, to: &$0) } == wanted)
      }
      #expect(show { TextLayout.zeroFill(view, count: count, width: width, to: &$0) } == wanted[3])
    }
  }

  @Test(arguments: [("a\tb", 8, "a       b"), ("\u{e9}\tb\n\tc", 4, "\u{e9}   b\n    c"), ("a\tb", 0, "ab")])
  func tabs(_ text: String, _ size: Int, _ wanted: String) {
    let expanded = bytes(text) { view in show { TextLayout.expandTabs(view, tabSize: size, unit: .scalar, to: &$0) } }
    #expect(expanded == wanted)
  }

  @Test func hexadecimal() {
    let raw: [UInt8] = [1, 0xAB, 0xCD, 0xEF, 0x10]
    bytes(raw) { view in
      #expect(show { HexText.append(view, to: &$0) } == "01abcdef10")
      #expect(show { HexText.append(view, separator: 58, group: 2, to: &$0) } == "01:abcd:ef10")
      #expect(show { HexText.append(view, separator: 58, group: -2, to: &$0) } == "01ab:cdef:10")
    }
    for (text, place) in [("0", 1), ("0g", 1), ("00 g", 3), ("aa\u{e9}", 2)] {
      bytes(text) { view in
        var buffer = ByteBuffer()
        #expect(throws: HexProblem.notHexadecimal(at: place)) { try HexText.parse(view, into: &buffer) }
      }
    }
  }

  @Test func positionsByStride() {
    let text = String(repeating: "a\u{e9}\u{20ac}\u{1F600}", count: 100)
    bytes(text) { view in
      let entries = StrideIndex.entries(scalars: Utf8.countScalars(view))
      #expect(entries == 6)
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: entries) { table in
        guard let start = table.baseAddress else { return }
        StrideIndex.build(view, into: start, entries: entries)
        for index in 0...400 {
          let offset = StrideIndex.offset(of: index, in: view, table: UnsafePointer(start), entries: entries)
          #expect(offset == index / 4 * 10 + [0, 1, 3, 6][index % 4])
        }
      }
    }
  }

  @Test func buffersRefuseToGrowPastTheirLimit() {
    var buffer = ByteBuffer(limit: 10)
    buffer.append("12345")
    buffer.append(repeating: 48, count: 6)
    let isFull = buffer.overflowed
    let content = buffer.string
    #expect(isFull)
    #expect(content == "12345")
  }
}

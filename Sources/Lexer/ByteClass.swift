// ByteClass.swift — what the first byte of a token says about it.

/// The class of a byte where a token may begin.
enum ByteClass: UInt8 {
  case end, blank, newline, comment, word, digit, quote, dot, open, close, sign, backslash, stray
}

extension ByteClass {
  /// The class of each byte, and in the upper bit whether it may continue an identifier.
  static func makeTable() -> UnsafeMutablePointer<UInt8> {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for value in 0..<256 {
      let byte = UInt8(truncatingIfNeeded: value)
      let found = classify(byte)
      table[value] = found.rawValue | (found == .word || found == .digit ? wordBit : 0)
    }
    return table
  }

  static let wordBit: UInt8 = 0x80

  private static func classify(_ byte: UInt8) -> ByteClass {
    switch byte {
    case 0: .end
    case 0x20, 0x09, 0x0C: .blank
    case 0x0A: .newline
    case UInt8(ascii: "#"): .comment
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x5F, 0x80...0xFF: .word
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case UInt8(ascii: "'"), UInt8(ascii: "\""): .quote
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): .open
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): .close
    case UInt8(ascii: "\\"): .backslash
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"),
      UInt8(ascii: "@"), UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "~"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: ":"),
      UInt8(ascii: ","), UInt8(ascii: ";"):
      .sign
    case _: .stray
    }
  }
}

// LiteralText.swift — literals as `repr` writes them.

import Parser

/// The text of a literal; for annotations kept as text and for messages.
enum LiteralText {
  static func text(of literal: Literal) -> String {
    switch literal {
    case .none: return "None"
    case .true: return "True"
    case .false: return "False"
    case .ellipsis: return "..."
    case .integer(let value): return "\(value)"
    case .longInteger(let digits, let base):
      let prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : ""
      return prefix + String(decoding: digits, as: UTF8.self)
    case .float(let value): return float(value)
    case .imaginary(let value): return imaginary(value)
    case .string(let bytes): return quoted(bytes)
    case .bytes(let bytes): return "b" + quotedBytes(bytes)
    }
  }

  /// An infinite literal has no name: the largest exponent overflows to it again.
  private static func float(_ value: Double) -> String {
    guard value.isFinite else { return "1e309" }
    var text = "\(value)"
    guard let mark = text.firstIndex(where: { $0 == "e" }) else { return text }
    if text[..<mark].hasSuffix(".0") { text.removeSubrange(text.index(mark, offsetBy: -2)..<mark) }
    return text
  }

  private static func imaginary(_ value: Double) -> String {
    guard value.isFinite else { return "1e309j" }
    let text = float(value)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "j"
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    let hasSingle = bytes.contains(0x27)
    let quote: Unicode.Scalar = hasSingle && !bytes.contains(0x22) ? "\"" : "'"
    var text = String(quote)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      text += escaped(scalar, quote)
    }
    return text + String(quote)
  }

  private static func quotedBytes(_ bytes: [UInt8]) -> String {
    let quote: Unicode.Scalar = bytes.contains(0x27) && !bytes.contains(0x22) ? "\"" : "'"
    var text = String(quote)
    for byte in bytes {
      text += byte < 0x80 ? escaped(Unicode.Scalar(byte), quote) : "\\x" + hex(UInt32(byte), 2)
    }
    return text + String(quote)
  }

  private static func escaped(_ scalar: Unicode.Scalar, _ quote: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\\": return "\\\\"
    default: break
    }
    if scalar == quote { return "\\" + String(scalar) }
    if scalar.value < 0x20 || scalar.value == 0x7F { return "\\x" + hex(scalar.value, 2) }
    return String(scalar)
  }

  private static func hex(_ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

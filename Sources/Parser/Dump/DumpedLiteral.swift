// DumpedLiteral.swift — literals as Python's `repr` writes them.

import Lexer

enum DumpedLiteral {
  static func text(_ literal: Literal) -> String {
    switch literal {
    case .none: "None"
    case .true: "True"
    case .false: "False"
    case .ellipsis: "Ellipsis"
    case .integer(let value): String(value)
    case .longInteger(let digits, let base): decimal(digits, base: UInt32(base))
    case .float(let value): float(value)
    case .imaginary(let value): imaginary(value)
    case .string(let bytes): quoted(string: bytes)
    case .bytes(let bytes): "b" + quoted(bytes: bytes)
    }
  }

  /// Converts digits of any base by long multiplication in limbs of nine decimal digits.
  private static func decimal(_ digits: [UInt8], base: UInt32) -> String {
    if base == 10 { return String(decoding: digits, as: UTF8.self) }
    var limbs: [UInt32] = [0]
    for byte in digits {
      var carry = UInt64(byte <= UInt8(ascii: "9") ? byte & 15 : (byte & 7) + 9)
      for index in limbs.indices {
        let sum = UInt64(limbs[index]) * UInt64(base) + carry
        limbs[index] = UInt32(sum % 1_000_000_000)
        carry = sum / 1_000_000_000
      }
      if carry > 0 { limbs.append(UInt32(carry)) }
    }
    var result = String(limbs[limbs.count - 1])
    for limb in limbs.dropLast().reversed() {
      let part = String(limb)
      result += String(repeating: "0", count: 9 - part.count) + part
    }
    return result
  }

  private static func imaginary(_ value: Double) -> String {
    var result = float(value)
    if result.hasSuffix(".0") { result.removeLast(2) }
    return result + "j"
  }

  /// Swift prints the same shortest digits; the switch to exponents and their form differ.
  private static func float(_ value: Double) -> String {
    if value.isInfinite { return "inf" }
    let parts = "\(value)".split(separator: "e")
    var digits = parts[0].filter { $0 != "." }
    var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let whole = parts[0].split(separator: ".", omittingEmptySubsequences: false)[0]
    exponent += whole.count
    while digits.count > 1, digits.first == "0" {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    if digits == "0" { return "0.0" }
    if exponent > 16 || exponent < -3 {
      let tail = digits.dropFirst()
      let power = exponent - 1
      let size = String(abs(power))
      return String(digits.prefix(1)) + (tail.isEmpty ? "" : "." + tail) + (power < 0 ? "e-" : "e+")
        + (size.count < 2 ? "0" + size : size)
    }
    if exponent <= 0 { return "0." + String(repeating: "0", count: -exponent) + digits }
    if digits.count <= exponent { return digits + String(repeating: "0", count: exponent - digits.count) + ".0" }
    return String(digits.prefix(exponent)) + "." + digits.dropFirst(exponent)
  }

  private static func hex(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func quote(for bytes: [UInt8]) -> UInt8 {
    bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\"")) ? UInt8(ascii: "\"") : UInt8(ascii: "'")
  }

  /// The escape of a byte below 128, if it needs one.
  private static func escape(_ byte: UInt8, _ quote: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "\\"): "\\\\"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x09: "\\t"
    case 0..<0x20, 0x7F: "\\x" + hex(UInt32(byte), 2)
    case quote: "\\" + String(Unicode.Scalar(quote))
    case _: nil
    }
  }

  private static func quoted(bytes: [UInt8]) -> String {
    let quote = quote(for: bytes)
    var result = String(Unicode.Scalar(quote))
    for byte in bytes {
      if byte >= 0x80 {
        result += "\\x" + hex(UInt32(byte), 2)
      } else {
        result += escape(byte, quote) ?? String(Unicode.Scalar(byte))
      }
    }
    return result + String(Unicode.Scalar(quote))
  }

  private static func quoted(string bytes: [UInt8]) -> String {
    let quote = quote(for: bytes)
    var result = String(Unicode.Scalar(quote))
    var at = 0
    while at < bytes.count {
      let (value, length) = codePoint(bytes, at)
      at += length
      if value < 0x80 {
        result += escape(UInt8(value), quote) ?? String(Unicode.Scalar(UInt8(value)))
      } else if let scalar = Unicode.Scalar(value), isPrintable(scalar) {
        result.unicodeScalars.append(scalar)
      } else if value < 0x100 {
        result += "\\x" + hex(value, 2)
      } else if value < 0x10000 {
        result += "\\u" + hex(value, 4)
      } else {
        result += "\\U" + hex(value, 8)
      }
    }
    return result + String(Unicode.Scalar(quote))
  }

  /// Reads a code point that may be a surrogate.
  private static func codePoint(_ bytes: [UInt8], _ at: Int) -> (UInt32, Int) {
    let first = UInt32(bytes[at])
    func tail(_ index: Int) -> UInt32 { at + index < bytes.count ? UInt32(bytes[at + index] & 0x3F) : 0 }
    return switch first {
    case 0..<0x80: (first, 1)
    case 0..<0xE0: ((first & 0x1F) << 6 | tail(1), 2)
    case 0..<0xF0: ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3)
    case _: ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
    }
  }
}

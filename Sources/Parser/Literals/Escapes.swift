// Escapes.swift — backslash escapes in strings and bytes.

/// What decoding a string's escapes brought to light.
struct EscapeReport {
  /// Why the literal is not one, in the words of the codec.
  var problem: String?
  /// The first escape that means nothing: the letters after the backslash.
  var invalid: String?
  /// The first octal escape above `\377`.
  var invalidOctal: String?
}

/// Reads escapes one by one into UTF-8 (or bytes).
struct EscapeDecoder {
  let text: UnsafePointer<UInt8>
  let end: Int
  let isBytes: Bool
  /// Text between the fields of an f-string may end in a backslash: the brace after it is no part of it.
  var isPart = false
  var at: Int
  /// How far CPython's codec would be: it sees every letter outside ASCII as ten characters.
  var codecPosition = 0
  var output: [UInt8] = []
  var report = EscapeReport()

  init(_ text: UnsafePointer<UInt8>, start: Int, end: Int, isBytes: Bool) {
    (self.text, self.at, self.end, self.isBytes) = (text, start, end, isBytes)
    output.reserveCapacity(end - start)
  }

  mutating func run() {
    while at < end, report.problem == nil {
      let byte = text[at]
      if byte != UInt8(ascii: "\\") {
        output.append(byte)
        at += 1
        codecPosition += byte < 0x80 ? 1 : byte & 0xC0 == 0x80 ? 0 : 10
      } else {
        let start = at
        decodeOne()
        codecPosition += at - start
      }
    }
  }

  private mutating func decodeOne() {
    guard at + 1 < end else {
      if isPart {
        output.append(UInt8(ascii: "\\"))
        at += 1
        return
      }
      report.problem =
        "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position \(codecPosition): \\ at end of string"
      return
    }
    let letter = text[at + 1]
    at += 2
    switch letter {
    case 0x0A: break
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): output.append(letter)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "a"): output.append(0x07)
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "v"): output.append(0x0B)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): decodeOctal(letter)
    case UInt8(ascii: "x"): decodeHex(2, "\\xXX")
    case UInt8(ascii: "u") where !isBytes: decodeHex(4, "\\uXXXX")
    case UInt8(ascii: "U") where !isBytes: decodeHex(8, "\\UXXXXXXXX")
    case UInt8(ascii: "N") where !isBytes: decodeName()
    case _: keepInvalid()
    }
  }

  /// An escape that means nothing stays as it is.
  private mutating func keepInvalid() {
    at -= 1
    output.append(UInt8(ascii: "\\"))
    if text[at] >= 0x80 {
      // The codec sees such a backslash as an escape of its own, and has nothing against it.
      codecPosition += 5
    } else if report.invalid == nil, report.invalidOctal == nil {
      report.invalid = String(Unicode.Scalar(text[at]))
    }
  }

  private mutating func decodeOctal(_ first: UInt8) {
    var value = UInt32(first & 7)
    var count = 1
    while count < 3, at < end, text[at] >= UInt8(ascii: "0"), text[at] <= UInt8(ascii: "7") {
      value = value * 8 + UInt32(text[at] & 7)
      at += 1
      count += 1
    }
    if value > 0o377, report.invalid == nil, report.invalidOctal == nil {
      report.invalidOctal = String(value, radix: 8)
    }
    if isBytes { output.append(UInt8(truncatingIfNeeded: value)) } else { append(value) }
  }

  private mutating func decodeHex(_ digits: Int, _ shape: String) {
    var value: UInt32 = 0
    var count = 0
    while count < digits, at < end, let digit = hexValue(text[at]) {
      value = value << 4 | digit
      at += 1
      count += 1
    }
    if count < digits {
      if isBytes {
        report.problem = "(value error) invalid \\x escape at position \(codecPosition)"
      } else {
        fail(length: count + 2, "truncated \(shape) escape")
      }
    } else if isBytes {
      output.append(UInt8(truncatingIfNeeded: value))
    } else if value > 0x10FFFF {
      fail(length: count + 2, "illegal Unicode character")
    } else {
      append(value)
    }
  }

  private func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte & 15)
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte & 7) + 9
    case _: nil
    }
  }

  /// `\N{NAME}`
  private mutating func decodeName() {
    guard at < end, text[at] == UInt8(ascii: "{") else {
      fail(length: 2, "malformed \\N character escape")
      return
    }
    var close = at + 1
    while close < end, text[close] != UInt8(ascii: "}") { close += 1 }
    guard close < end, close > at + 1 else {
      // The codec counts an empty name's brace and an open name's letters.
      fail(length: close < end ? 4 : close - at + 2, "malformed \\N character escape")
      return
    }
    let name = String(decoding: UnsafeBufferPointer(start: text + at + 1, count: close - at - 1), as: UTF8.self)
    guard let scalar = CharacterNames.lookUp(name) else {
      fail(length: close - at + 3, "unknown Unicode character name")
      return
    }
    at = close + 1
    append(scalar.value)
  }

  private mutating func fail(length: Int, _ reason: String) {
    let start = codecPosition
    let range = length == 1 ? "byte 0x5c in position \(start)" : "bytes in position \(start)-\(start + length - 1)"
    report.problem = "(unicode error) 'unicodeescape' codec can't decode \(range): \(reason)"
  }

  /// Appends a code point as UTF-8; a surrogate as three bytes.
  private mutating func append(_ value: UInt32) {
    func tail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: value >> shift) & 0x3F }
    switch value {
    case 0..<0x80: output.append(UInt8(value))
    case 0x80..<0x800:
      output.append(0xC0 | UInt8(truncatingIfNeeded: value >> 6))
      output.append(tail(0))
    case 0x800..<0x10000:
      output.append(0xE0 | UInt8(truncatingIfNeeded: value >> 12))
      output.append(tail(6))
      output.append(tail(0))
    case _:
      output.append(0xF0 | UInt8(truncatingIfNeeded: value >> 18))
      output.append(tail(12))
      output.append(tail(6))
      output.append(tail(0))
    }
  }
}

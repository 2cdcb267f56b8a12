// Decoding.swift — from the bytes of a file to UTF-8 with plain line ends (PEP 263).

#if canImport(Glibc)
  import Glibc
#endif

/// A file's text, or as much of it as is needed to report what is wrong with it.
struct DecodedSource {
  var bytes: [UInt8]
  var problem: Diagnostic?
}

/// The encodings a coding cookie may name.
enum SourceEncoding {
  case utf8, latin1, windows1252, ascii
}

func decodeSource(_ raw: [UInt8], path: String) -> DecodedSource {
  var bytes = raw
  let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
  if hasMark { bytes.removeFirst(3) }
  var encoding = SourceEncoding.utf8
  var declared = false
  if let cookie = codingCookie(in: bytes) {
    declared = true
    let name = normalisedEncodingName(cookie)
    switch name {
    case "utf-8", "utf8", "u8", "utf", "cp65001": encoding = .utf8
    case "iso-8859-1", "latin-1", "latin1", "iso8859-1", "8859", "cp819", "iso-latin-1", "l1", "latin", "iso-ir-100":
      encoding = .latin1
    case "cp1252", "windows-1252", "1252": encoding = .windows1252
    case "ascii", "us-ascii", "646", "iso646-us", "us": encoding = .ascii
    case _:
      return DecodedSource(bytes: [], problem: .plain(.syntaxError, "encoding problem: \(cookie)", path: path))
    }
    if hasMark, name != "utf-8" {
      let shown = encoding == .latin1 ? "iso-8859-1" : cookie
      let message = "encoding problem: \(shown) with BOM"
      return DecodedSource(bytes: [], problem: .plain(.syntaxError, message, path: path))
    }
  }
  if encoding == .latin1 || encoding == .windows1252 {
    guard let wide = widen(bytes, windows: encoding == .windows1252) else {
      return DecodedSource(bytes: [], problem: .plain(.syntaxError, "encoding problem: cp1252", path: path))
    }
    bytes = wide
  }
  bytes = withUnixLineEnds(bytes)
  if let bad = firstBadByte(bytes, encoding) {
    return DecodedSource(
      bytes: bytes, problem: encodingProblem(bytes, bad, encoding, declared: declared, path: path))
  }
  return DecodedSource(bytes: bytes, problem: nil)
}

/// Names of encodings ignore case and write `-` for `_`.
private func normalisedEncodingName(_ name: String) -> String {
  var result = ""
  for scalar in name.unicodeScalars {
    switch scalar {
    case "_": result.unicodeScalars.append("-")
    case "A"..."Z": result.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
    case _: result.unicodeScalars.append(scalar)
    }
  }
  if result.hasPrefix("utf-8-") { return "utf-8" }
  for stem in ["latin-1-", "iso-8859-1-", "iso-latin-1-"] where result.hasPrefix(stem) { return "latin-1" }
  return result
}

/// The encoding named in a comment on one of the first two lines; the second counts only if the first holds no code.
private func codingCookie(in bytes: [UInt8]) -> String? {
  var start = 0
  for _ in 0..<2 {
    guard start < bytes.count else { return nil }
    let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    let line = bytes[start..<end]
    let first = line.firstIndex { $0 != 0x20 && $0 != 0x09 && $0 != 0x0C }
    guard let first else {
      start = end + 1
      continue
    }
    guard bytes[first] == 0x23 else { return nil }
    if let name = cookie(inComment: bytes[first..<end]) { return name }
    start = end + 1
    if end < bytes.count, bytes[end] == 0x0D, start < bytes.count, bytes[start] == 0x0A { start += 1 }
  }
  return nil
}

/// Finds `coding` followed by `:` or `=`, blanks, and a name of letters, digits, `-`, `_` and `.`.
private func cookie(inComment comment: ArraySlice<UInt8>) -> String? {
  let word = Array("coding".utf8)
  var at = comment.startIndex
  while at + word.count < comment.endIndex {
    guard comment[at..<at + word.count].elementsEqual(word) else {
      at += 1
      continue
    }
    var next = at + word.count
    at += 1
    guard comment[next] == 0x3A || comment[next] == 0x3D else { continue }
    next += 1
    while next < comment.endIndex, comment[next] == 0x20 || comment[next] == 0x09 { next += 1 }
    let name = comment[next...].prefix {
      ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E
    }
    if !name.isEmpty { return String(decoding: name, as: UTF8.self) }
  }
  return nil
}

/// What code page 1252 has in place of the second block of control characters; 0 where it has nothing.
private let windowsLetters: [UInt16] = [
  0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
  0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
]

/// Text of one byte a letter as UTF-8; nil if a byte stands for nothing.
private func widen(_ bytes: [UInt8], windows: Bool) -> [UInt8]? {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count + bytes.count / 8)
  for byte in bytes {
    if byte < 0x80 {
      result.append(byte)
    } else {
      let value = windows && byte < 0xA0 ? windowsLetters[Int(byte) - 0x80] : UInt16(byte)
      guard value > 0, let scalar = Unicode.Scalar(value) else { return nil }
      result.append(contentsOf: String(Character(scalar)).utf8)
    }
  }
  return result
}

/// Writes `\r\n` and `\r` as `\n`; a text without `\r` is returned as it is.
func withUnixLineEnds(_ bytes: [UInt8]) -> [UInt8] {
  let has = bytes.withUnsafeBytes { raw in
    raw.baseAddress.map { memchr($0, 0x0D, raw.count) != nil } ?? false
  }
  guard has else { return bytes }
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  var at = 0
  while at < bytes.count {
    let byte = bytes[at]
    at += 1
    if byte == 0x0D {
      if at < bytes.count, bytes[at] == 0x0A { at += 1 }
      result.append(0x0A)
    } else {
      result.append(byte)
    }
  }
  return result
}

/// Where the text stops being what its encoding says, if it does.
private func firstBadByte(_ bytes: [UInt8], _ encoding: SourceEncoding) -> BadByte? {
  bytes.withUnsafeBufferPointer { text in
    var at = 0
    let count = text.count
    while at < count {
      let byte = text[at]
      if byte < 0x80 {
        at += 1
        continue
      }
      if encoding == .ascii { return BadByte(offset: at, reason: "ordinal not in range(128)") }
      let length = utf8Length(text, at)
      if length > 0 {
        at += length
      } else {
        let reason =
          switch length {
          case 0: "invalid start byte"
          case -1: "invalid continuation byte"
          case _: "unexpected end of data"
          }
        return BadByte(offset: at, reason: reason)
      }
    }
    return nil
  }
}

/// A byte that does not belong where it stands.
private struct BadByte {
  var offset: Int
  var reason: String
}

/// The length of the well-formed sequence at `at`; 0 for a bad first byte, -1 for a bad later one, -2 for a cut one.
private func utf8Length(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
  let first = text[at]
  let length: Int
  var low: UInt8 = 0x80
  var high: UInt8 = 0xBF
  switch first {
  case 0xC2...0xDF: length = 2
  case 0xE0...0xEF:
    length = 3
    if first == 0xE0 { low = 0xA0 }
    if first == 0xED { high = 0x9F }
  case 0xF0...0xF4:
    length = 4
    if first == 0xF0 { low = 0x90 }
    if first == 0xF4 { high = 0x8F }
  case _: return 0
  }
  for index in 1..<length {
    guard at + index < text.count else { return -2 }
    let byte = text[at + index]
    guard byte >= low, byte <= high else { return -1 }
    (low, high) = (0x80, 0xBF)
  }
  return length
}

private func encodingProblem(
  _ bytes: [UInt8], _ bad: BadByte, _ encoding: SourceEncoding, declared: Bool, path: String
) -> Diagnostic {
  let line = bytes[..<bad.offset].count { $0 == 0x0A } + 1
  let digits = Array("0123456789abcdef")
  let byte = bytes[bad.offset]
  let hex = "\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
  if !declared {
    let message =
      "Non-UTF-8 code starting with '\\x\(hex)' in file \(path) on line \(line), but no encoding declared; "
      + "see https://peps.python.org/pep-0263/ for details"
    return .plain(.syntaxError, message, path: path)
  }
  if encoding == .ascii { return .plain(.syntaxError, "encoding problem: ascii", path: path) }
  let start = bytes[..<bad.offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
  let end = bytes[bad.offset...].firstIndex(of: 0x0A) ?? bytes.count
  let column = bad.offset - start + 1
  return Diagnostic(
    .syntaxError, "(unicode error) 'utf-8' codec can't decode byte 0x\(hex) in position 0: \(bad.reason)", path: path,
    line: line, offset: column, endLine: line, endOffset: column + 1,
    text: String(decoding: bytes[start..<end], as: UTF8.self) + "\n")
}

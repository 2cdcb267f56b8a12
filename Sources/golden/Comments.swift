// Comments.swift — finds the comments of a script, and only those: a `#` inside a string is text.

/// Walks over a script's bytes, skipping strings of every form.
struct CommentScanner {
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  private var found: [(line: Int, start: Int, end: Int)] = []

  /// The comments of a script: line number from 1 and byte range, from behind the `#` to the end of the line.
  static func comments(in bytes: [UInt8]) -> [(line: Int, start: Int, end: Int)] {
    var scanner = CommentScanner(bytes: bytes)
    while scanner.place < bytes.count { scanner.step() }
    return scanner.found
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func at(_ offset: Int) -> UInt8 { place + offset < bytes.count ? bytes[place + offset] : 0 }

  private mutating func advance() {
    if place < bytes.count, bytes[place] == UInt8(ascii: "\n") { line += 1 }
    place += 1
  }

  /// One byte of code, a whole comment or a whole string.
  private mutating func step() {
    switch at(0) {
    case UInt8(ascii: "#"): comment()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): string()
    default: advance()
    }
  }

  private mutating func comment() {
    let start = place + 1
    while place < bytes.count, at(0) != UInt8(ascii: "\n") { place += 1 }
    found.append((line, start, place))
  }

  /// Whether the letters before the quote make it an f-string.
  private func isFormatted() -> Bool {
    var start = place
    while start > 0, bytes[start - 1] | 0x20 >= UInt8(ascii: "a"), bytes[start - 1] | 0x20 <= UInt8(ascii: "z") {
      start -= 1
    }
    let prefix = bytes[start..<place]
    return prefix.count <= 2 && prefix.contains { $0 | 0x20 == UInt8(ascii: "f") }
  }

  private mutating func string() {
    let formatted = isFormatted()
    let quote = at(0)
    let isTriple = at(1) == quote && at(2) == quote
    for _ in 0..<(isTriple ? 3 : 1) { advance() }
    while place < bytes.count {
      let byte = at(0)
      if byte == UInt8(ascii: "\\") {
        advance()
        advance()
      } else if byte == quote, !isTriple || (at(1) == quote && at(2) == quote) {
        for _ in 0..<(isTriple ? 3 : 1) { advance() }
        return
      } else if byte == UInt8(ascii: "\n") && !isTriple {
        // A string that is not closed is the script's mistake; go on with the next line.
        return
      } else if formatted && byte == UInt8(ascii: "{") {
        advance()
        if at(0) == UInt8(ascii: "{") { advance() } else { replacement() }
      } else {
        advance()
      }
    }
  }

  /// The inside of `{...}` in an f-string, up to and with its closing brace.
  private mutating func replacement() {
    var depth = 0
    while place < bytes.count {
      switch at(0) {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        advance()
      case UInt8(ascii: ")"), UInt8(ascii: "]"):
        depth -= 1
        advance()
      case UInt8(ascii: "}"):
        advance()
        if depth == 0 { return }
        depth -= 1
      case UInt8(ascii: ":") where depth == 0:
        advance()
        specification()
        return
      default: step()
      }
    }
  }

  /// The format behind the colon, where quotes mean nothing.
  private mutating func specification() {
    while place < bytes.count {
      let byte = at(0)
      advance()
      if byte == UInt8(ascii: "}") { return }
      if byte == UInt8(ascii: "{") { replacement() }
    }
  }
}

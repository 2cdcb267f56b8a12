// Lexer+Strings.swift — where plain strings end.

extension Lexer {
  /// A string from its prefix to its closing quotes; `at` is at the first quote.
  mutating func lexString(prefixStart start: Int, flags: StringFlags) {
    let quote = text[at]
    var flags = flags
    let open = at
    var next = at + 1
    if text[next] == quote {
      guard text[next + 1] == quote else {
        at = next + 1
        add(.string, start, at, flags: flags.rawValue)
        return
      }
      flags.insert(.triple)
      next += 2
    }
    let isTriple = flags.contains(.triple)
    var seen: UInt8 = 0
    var escapesQuote = false
    while true {
      let byte = text[next]
      next += 1
      if byte == quote {
        if !isTriple { break }
        if text[next] == quote, text[next + 1] == quote {
          next += 2
          break
        }
      } else if byte == UInt8(ascii: "\\") {
        flags.insert(.hasBackslash)
        if text[next] == quote { escapesQuote = true }
        // The escaped byte is looked at again only if it may end the text.
        if text[next] != 0 { next += 1 }
      } else if byte == 0x0A {
        if !isTriple {
          failUnterminated(start: start, open: open, end: next - 1, isTriple: false, escapesQuote: escapesQuote)
          return
        }
      } else if byte == 0, next > count {
        failUnterminated(start: start, open: open, end: next - 1, isTriple: isTriple, escapesQuote: escapesQuote)
        return
      }
      seen |= byte
    }
    if seen >= 0x80 { flags.insert(.nonASCII) }
    at = next
    add(.string, start, at, flags: flags.rawValue)
  }

  private mutating func failUnterminated(start: Int, open: Int, end: Int, isTriple: Bool, escapesQuote: Bool) {
    if zeroLine != nil, end >= count {
      at = count
      lexZero()
      return
    }
    if fStrings.count > 0 {
      let top = fStrings[fStrings.count - 1]
      if top.quote == text[open], top.isTriple == isTriple {
        fail("f-string: expecting '}'", at: start + 1)
        return
      }
    }
    let line = endLine(end)
    let kind = isTriple ? "triple-quoted string" : "string"
    let hint = escapesQuote && !isTriple ? "; perhaps you escaped the end quote?" : ""
    fail("unterminated \(kind) literal (detected at line \(line))\(hint)", at: start + 1)
  }

  /// The line on which the text ran out.
  func endLine(_ end: Int) -> Int {
    min(source.line(of: min(end, max(0, source.bytes.count - 1))), source.lineCount)
  }
}

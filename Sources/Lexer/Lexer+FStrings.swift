// Lexer+FStrings.swift — formatted strings: text and fields take turns (PEP 701).
//
// Each open f-string is one entry of a stack. While `isInText` the lexer reads text up to a brace or the closing
// quotes; otherwise it reads ordinary tokens up to the `}` or `:` that ends the field.

/// One open f-string.
struct FString {
  var quote: UInt8
  var isTriple: Bool
  var isRaw: Bool
  var isInText = true
  /// Whether the text being read is a format specification.
  var isInSpec = false
  /// Brackets opened since the f-string began.
  var depth = 0
  /// `depth` at the brace of the innermost open field, -1 outside fields.
  var fieldDepth = -1
  /// Offset of the prefix.
  var start: Int
  var isInDebug = false
}

extension Lexer {
  static let maxFStrings = 150
  static let maxFieldNesting = 3

  /// The prefix and the opening quotes; `at` is at the first quote.
  mutating func lexFStringStart(prefixStart start: Int, flags: StringFlags) {
    let quote = text[at]
    at += 1
    var isTriple = false
    if text[at] == quote, text[at + 1] == quote {
      isTriple = true
      at += 2
    }
    guard fStrings.count < Self.maxFStrings - 1 else {
      fail("too many nested f-strings", at: at)
      return
    }
    fStrings.append(
      FString(quote: quote, isTriple: isTriple, isRaw: flags.contains(.raw), start: start))
    add(.fStringStart, start, at, flags: flags.union(isTriple ? .triple : []).rawValue)
  }

  /// Text up to a field, a doubled brace or the end.
  mutating func lexFStringText() {
    let top = fStrings[fStrings.count - 1]
    let start = at
    if text[at] == UInt8(ascii: "{"), text[at + 1] != UInt8(ascii: "{") {
      openField()
      return
    }
    if text[at] == top.quote {
      if !top.isTriple {
        closeFString(1)
        return
      }
      if text[at + 1] == top.quote, text[at + 2] == top.quote {
        closeFString(3)
        return
      }
    }
    var flags: StringFlags = top.isRaw ? .raw : []
    var isNamed = false
    while true {
      let byte = text[at]
      if byte == 0, at >= count {
        failUnterminatedFString(top)
        return
      }
      if byte == 0x0A, !top.isTriple {
        if top.isInSpec, top.fieldDepth >= 0 {
          leaveText(start, at, flags)
          fStrings.base[fStrings.count - 1].isInSpec = false
        } else {
          failUnterminatedFString(top)
        }
        return
      }
      if byte == top.quote, !top.isTriple || (text[at + 1] == top.quote && text[at + 2] == top.quote) {
        add(.fStringMiddle, start, at, flags: flags.rawValue)
        return
      }
      at += 1
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "}"):
        if byte == UInt8(ascii: "}"), isNamed {
          isNamed = false
          add(.fStringMiddle, start, at, flags: flags.rawValue)
          return
        }
        readBrace(byte, start, flags)
        return
      case UInt8(ascii: "\\"):
        flags.insert(.hasBackslash)
        isNamed = readEscape(top) || isNamed
      case 0x80...0xFF: flags.insert(.nonASCII)
      case _: break
      }
    }
  }

  /// A brace inside text: doubled it stands for itself, otherwise the text ends before it.
  private mutating func readBrace(_ byte: UInt8, _ start: Int, _ flags: StringFlags) {
    let top = fStrings[fStrings.count - 1]
    let inSpec = top.isInSpec && top.fieldDepth >= 0
    if byte == UInt8(ascii: "{") {
      if text[at] == byte, !inSpec {
        add(.fStringMiddle, start, at, flags: flags.rawValue)
        at += 1
        return
      }
      at -= 1
      add(.fStringMiddle, start, at, flags: flags.rawValue)
      openField()
    } else if text[at] == byte, !inSpec, top.depth == 0 {
      add(.fStringMiddle, start, at, flags: flags.rawValue)
      at += 1
    } else {
      at -= 1
      leaveText(start, at, flags)
    }
  }

  /// Steps over what a backslash escapes, unless that is a brace; true at the `\N{` of a named character.
  private mutating func readEscape(_ top: FString) -> Bool {
    let next = text[at]
    if next == UInt8(ascii: "{") || next == UInt8(ascii: "}") {
      if !top.isRaw { warn("invalid escape sequence '\\\(Character(Unicode.Scalar(next)))'", at: at) }
      return false
    }
    if next == 0 && at >= count { return false }
    if next == 0x0A || next != UInt8(ascii: "N") || top.isRaw {
      at += 1
      return false
    }
    at += 1
    if text[at] == UInt8(ascii: "{") {
      at += 1
      return true
    }
    return false
  }

  private mutating func leaveText(_ start: Int, _ end: Int, _ flags: StringFlags) {
    add(.fStringMiddle, start, end, flags: flags.rawValue)
    fStrings.base[fStrings.count - 1].isInText = false
  }

  /// Turns to the expression of a field; the brace itself is read as a bracket.
  private mutating func openField() {
    let index = fStrings.count - 1
    fStrings.base[index].fieldDepth += 1
    if fStrings[index].fieldDepth >= Self.maxFieldNesting {
      fail("f-string: expressions nested too deeply", at: at)
      return
    }
    fStrings.base[index].isInText = false
  }

  private mutating func closeFString(_ quotes: Int) {
    let start = at
    at += quotes
    fStrings.truncate(to: fStrings.count - 1)
    add(.fStringEnd, start, at)
  }

  private mutating func failUnterminatedFString(_ top: FString) {
    if zeroLine != nil, at >= count {
      lexZero()
      return
    }
    let kind = top.isTriple ? "triple-quoted f-string" : "f-string"
    fail("unterminated \(kind) literal (detected at line \(endLine(at)))", at: top.start + 1)
  }

  /// Whether a `:` here ends a field's expression; if so the format specification begins.
  mutating func opensFormatSpec() -> Bool {
    let index = fStrings.count - 1
    guard fStrings[index].depth - 1 == fStrings[index].fieldDepth else { return false }
    fStrings.base[index].isInText = true
    fStrings.base[index].isInSpec = true
    return true
  }

  mutating func noteDebug() {
    let index = fStrings.count - 1
    if fStrings[index].fieldDepth >= 0 { fStrings.base[index].isInDebug = true }
  }

  /// Counts a closing bracket inside a field; false after reporting one too many.
  mutating func closeInField(_ byte: UInt8) -> Bool {
    let index = fStrings.count - 1
    fStrings.base[index].depth -= 1
    let top = fStrings[index]
    if top.depth < 0 {
      fail("f-string: unmatched '\(Character(Unicode.Scalar(byte)))'", at: at)
      return false
    }
    if byte == UInt8(ascii: "}"), top.depth == top.fieldDepth {
      fStrings.base[index].fieldDepth -= 1
      fStrings.base[index].isInText = true
      fStrings.base[index].isInSpec = false
      fStrings.base[index].isInDebug = false
    }
    return true
  }
}

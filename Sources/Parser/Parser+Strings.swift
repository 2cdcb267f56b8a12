// Parser+Strings.swift — string literals, joined where they stand side by side, and f-strings.

import Lexer

extension Parser {
  /// What a run of neighbouring strings has come to.
  private struct Pieces {
    /// Text since the last field.
    var text: [UInt8] = []
    var textStart: UInt32 = 0
    var textEnd: UInt32 = 0

    /// Takes note that text from a range of the source is added next.
    mutating func extend(_ start: UInt32, _ end: UInt32) {
      if text.isEmpty { textStart = start }
      textEnd = end
    }

    var isFormatted = false
    var isUnicode = false
    /// What there is to say about the text once its string has ended.
    var warnings: [String] = []
  }

  /// strings: (STRING | fstring)+
  mutating func parseStrings() -> NodeID {
    let start = here
    if kind == .string, !next.isString { return parseOneString() }
    if kind == .string, token.flags & StringFlags.bytes.rawValue != 0 { return parseBytesRun() }
    let mark = scratch.count
    var pieces = Pieces()
    pieces.isUnicode = token.flags & StringFlags.unicode.rawValue != 0 && kind == .string
    while kind.isString {
      if kind == .fStringStart {
        pieces.isFormatted = true
        parseFString(&pieces)
      } else {
        if token.flags & StringFlags.bytes.rawValue != 0 { fail() }
        pieces.extend(here, token.end)
        if !failed { decode(token, into: &pieces.text) }
        if !failed { advance() }
      }
    }
    guard pieces.isFormatted else { return addString(start, pieces.text, isUnicode: pieces.isUnicode) }
    flush(&pieces)
    let values = closeList(mark)
    return add(.joinedString, start, a: values)
  }

  /// The usual case: one string with nothing beside it.
  private mutating func parseOneString() -> NodeID {
    let token = token
    let flags = StringFlags(rawValue: token.flags)
    var bytes: [UInt8] = []
    decode(token, into: &bytes)
    if failed { return 0 }
    advance()
    if flags.contains(.bytes) {
      let number = addLiteral(.bytes(bytes))
      return add(.constant, token.start, a: number)
    }
    return addString(token.start, bytes, isUnicode: flags.contains(.unicode))
  }

  private mutating func parseBytesRun() -> NodeID {
    let start = here
    var bytes: [UInt8] = []
    while kind.isString {
      if kind != .string || token.flags & StringFlags.bytes.rawValue == 0 {
        fail()
        return 0
      }
      decode(token, into: &bytes)
      if !failed { advance() }
    }
    let number = addLiteral(.bytes(bytes))
    return add(.constant, start, a: number)
  }

  private mutating func addString(_ start: UInt32, _ bytes: [UInt8], isUnicode: Bool) -> NodeID {
    let number = addLiteral(.string(bytes))
    return add(.constant, start, flag: isUnicode ? 1 : 0, a: number)
  }

  /// Appends what a string token stands for.
  private mutating func decode(_ token: Token, into output: inout [UInt8]) {
    let flags = StringFlags(rawValue: token.flags)
    var start = Int(token.start)
    while text[start] != UInt8(ascii: "'"), text[start] != UInt8(ascii: "\"") { start += 1 }
    let quotes = flags.contains(.triple) ? 3 : 1
    if flags.contains(.bytes), flags.contains(.nonASCII) {
      fail()
      return
    }
    decode(start + quotes, Int(token.end) - quotes, flags, token, into: &output)
  }

  private mutating func decode(
    _ start: Int, _ end: Int, _ flags: StringFlags, _ token: Token, into output: inout [UInt8]
  ) {
    if flags.contains(.raw) || !flags.contains(.hasBackslash) {
      output.append(contentsOf: UnsafeBufferPointer(start: text + start, count: end - start))
      return
    }
    var decoder = EscapeDecoder(text, start: start, end: end, isBytes: flags.contains(.bytes))
    decoder.isPart = token.kind == .fStringMiddle
    decoder.run()
    if decoder.report.problem != nil {
      fail()
      return
    }
    if let letter = decoder.report.invalid { warn("invalid escape sequence '\\\(letter)'", token) }
    if let digits = decoder.report.invalidOctal { warn("invalid octal escape sequence '\\\(digits)'", token) }
    output.append(contentsOf: decoder.output)
  }

  private mutating func warn(_ message: String, _ token: Token) {
    let source = lexer.source
    warnings.append(.warning(message, line: source.line(of: Int(token.start)), in: source))
  }

  /// Turns the text read so far into a constant among the values.
  private mutating func flush(_ pieces: inout Pieces) {
    if pieces.text.isEmpty { return }
    let number = addLiteral(.string(pieces.text))
    scratch.append(
      add(
        Node(
          .constant, flag: pieces.isUnicode ? 1 : 0, a: number, start: pieces.textStart, end: pieces.textEnd)))
    pieces.text = []
  }

  // MARK: f-strings

  /// fstring: FSTRING_START (FSTRING_MIDDLE | field)* FSTRING_END
  private mutating func parseFString(_ pieces: inout Pieces) {
    let isRaw = token.flags & StringFlags.raw.rawValue != 0
    advance()
    while true {
      switch kind {
      case .fStringMiddle:
        let known = warnings.count
        readMiddle(isRaw, &pieces)
        pieces.warnings += warnings[min(known, warnings.count)...].map(\.message)
        warnings.removeSubrange(min(known, warnings.count)...)
      case .leftBrace: parseField(isRaw, &pieces)
      case .fStringEnd:
        // CPython looks at the text of an f-string when it has read all of it.
        for message in pieces.warnings { warn(message, token) }
        pieces.warnings = []
        advance()
        return
      case _:
        fail()
        return
      }
    }
  }

  private mutating func readMiddle(_ isRaw: Bool, _ pieces: inout Pieces) {
    // A doubled brace is one letter of the text and two of the source.
    let isDoubled = tokens[position + 1].start == token.end + 1
    pieces.extend(here, token.end + (isDoubled ? 1 : 0))
    var flags = StringFlags(rawValue: token.flags)
    if isRaw { flags.insert(.raw) }
    decode(Int(token.start), Int(token.end), flags, token, into: &pieces.text)
    if !failed { advance() }
  }

  /// field: `{` annotated_rhs [`=`] [`!` NAME] [`:` spec] `}`
  private mutating func parseField(_ isRaw: Bool, _ pieces: inout Pieces) {
    let start = here
    advance()
    let value = parseRightSide()
    let isDebug = accept(.equal)
    if isDebug { appendDebugText(from: start + 1, to: here, &pieces) }
    flush(&pieces)
    let conversion = parseConversion()
    var format: NodeID = 0
    if kind == .colon { format = parseFormat(isRaw) }
    expect(.rightBrace)
    let flag = conversion == 0 && isDebug && format == 0 ? UInt8(ascii: "r") : conversion
    scratch.append(add(.formattedValue, start, flag: flag, a: value, b: format))
  }

  /// conversion: `!` (`s` | `r` | `a`), with no blank between
  private mutating func parseConversion() -> UInt8 {
    guard kind == .exclamation else { return 0 }
    let sign = token
    advance()
    guard kind.isName, here == sign.end, token.end == token.start + 1 else {
      fail()
      return 0
    }
    let letter = text[Int(token.start)]
    guard letter == UInt8(ascii: "s") || letter == UInt8(ascii: "r") || letter == UInt8(ascii: "a") else {
      fail()
      return 0
    }
    advance()
    return letter
  }

  /// spec: (FSTRING_MIDDLE | field)*
  private mutating func parseFormat(_ isRaw: Bool) -> NodeID {
    let start = here
    advance()
    let mark = scratch.count
    var pieces = Pieces()
    while true {
      if kind == .fStringMiddle {
        readMiddle(isRaw, &pieces)
      } else if kind == .leftBrace {
        parseField(isRaw, &pieces)
      } else {
        break
      }
    }
    flush(&pieces)
    let values = closeList(mark)
    return add(.joinedString, start, a: values)
  }

  /// The text of `{expression=`: as it is written, but without comments.
  private func appendDebugText(from start: UInt32, to end: UInt32, _ pieces: inout Pieces) {
    pieces.extend(start, end)
    var at = Int(start)
    while at < Int(end) {
      let byte = text[at]
      if byte == UInt8(ascii: "#"), !isInsideString(at) {
        while at < Int(end), text[at] != 0x0A { at += 1 }
      } else {
        pieces.text.append(byte)
        at += 1
      }
    }
  }

  /// Whether a byte of the field just read belongs to a string token.
  private func isInsideString(_ offset: Int) -> Bool {
    var index = position - 1
    while index > 0, Int(tokens[index].start) > offset { index -= 1 }
    let kind = tokens[index].kind
    return (kind == .string || kind == .fStringMiddle) && Int(tokens[index].end) > offset
  }
}

// Lexer+Words.swift — identifiers, keywords and the prefixes of strings.

extension Lexer {
  /// word: (letter | `_` | non-ASCII) (letter | digit | `_` | non-ASCII)*
  mutating func lexWord() {
    let start = at
    var end = start + 1
    while classes[Int(text[end])] & ByteClass.wordBit != 0 { end += 1 }
    let next = text[end]
    if next == UInt8(ascii: "'") || next == UInt8(ascii: "\""), end - start <= 2,
      let flags = stringPrefix(start, end)
    {
      at = end
      if flags.isFormatted {
        lexFStringStart(prefixStart: start, flags: flags.string)
      } else {
        lexString(prefixStart: start, flags: flags.string)
      }
      return
    }
    var at = start
    while at < end, text[at] < 0x80 { at += 1 }
    if at < end {
      lexForeignWord(start, end)
      return
    }
    self.at = end
    let (kind, number) = names.intern(text + start, end - start)
    if kind == .lambda { lambdas += 1 }
    tokens.append(Token(kind, level: level, name: number, start: start, end: end))
  }

  /// What the letters before a quote mean, or nil if they are no prefix.
  private func stringPrefix(_ start: Int, _ end: Int) -> (string: StringFlags, isFormatted: Bool)? {
    var flags: StringFlags = []
    var isFormatted = false
    for index in start..<end {
      switch text[index] | 0x20 {
      case UInt8(ascii: "r") where !flags.contains(.raw) && !flags.contains(.unicode): flags.insert(.raw)
      case UInt8(ascii: "b") where !flags.contains(.bytes) && !isFormatted && !flags.contains(.unicode):
        flags.insert(.bytes)
      case UInt8(ascii: "f") where !isFormatted && !flags.contains(.bytes) && !flags.contains(.unicode):
        isFormatted = true
      case UInt8(ascii: "u") where flags.isEmpty && !isFormatted: flags.insert(.unicode)
      case _: return nil
      }
    }
    return (flags, isFormatted)
  }

  /// An identifier with letters outside ASCII: checked letter by letter, kept in normal form.
  private mutating func lexForeignWord(_ start: Int, _ end: Int) {
    var next = start
    while next < end {
      let (scalar, length) = decodeScalar(text + next)
      let fits = next == start ? startsIdentifier(scalar) : continuesIdentifier(scalar)
      next += length
      if !fits {
        at = next
        if isPrintable(scalar) {
          fail("invalid character '\(Character(scalar))' (U+\(hex(scalar.value)))", at: next)
        } else {
          fail("invalid non-printable character U+\(hex(scalar.value))", at: next)
        }
        return
      }
    }
    at = end
    let word = normalisedIdentifier(UnsafeBufferPointer(start: text + start, count: end - start))
    var (kind, number) = word.map { names.intern(copying: $0) } ?? names.intern(text + start, end - start)
    if kind.isKeyword, let word { (kind, number) = (.name, names.internAsName(copying: word)) }
    tokens.append(Token(.name, level: level, name: number, start: start, end: end))
  }
}

func hex(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

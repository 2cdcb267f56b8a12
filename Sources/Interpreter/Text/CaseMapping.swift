// CaseMapping.swift — upper, lower, title, swapped, capitalised and folded text, by Unicode's full mappings.

/// The case methods of `str` and, for ASCII letters only, of `bytes`.
public enum CaseMapping: UInt8, Sendable {
  case upper, lower, title, swapped, capitalized, folded

  /// Appends the mapped text. `unit` .byte maps ASCII letters only; .scalar follows Unicode, the final sigma included.
  public func append(_ text: ByteView, unit: TextUnit, to buffer: inout ByteBuffer) {
    if unit == .byte || Utf8.isASCII(text) {
      buffer.appendRaw(size: text.count) { mapASCII(text, into: $0) }
      return
    }
    var offset = 0
    var afterCased = false
    while offset < text.count {
      let start = offset
      let scalar = Utf8.decode(text.start, &offset)
      let isFirst = start == 0
      switch self {
      case .upper: CaseMapping.appendUpper(scalar, &buffer)
      case .lower: CaseMapping.appendLower(scalar, text, start, offset, &buffer)
      case .folded: CaseMapping.appendFolded(scalar, &buffer)
      case .title:
        if afterCased {
          CaseMapping.appendLower(scalar, text, start, offset, &buffer)
        } else {
          CaseMapping.appendTitle(scalar, &buffer)
        }
        afterCased = CharacterClass.isCased(scalar)
      case .capitalized:
        if isFirst {
          CaseMapping.appendTitle(scalar, &buffer)
        } else {
          CaseMapping.appendLower(scalar, text, start, offset, &buffer)
        }
      case .swapped:
        if CharacterClass.isUpper(scalar) {
          CaseMapping.appendLower(scalar, text, start, offset, &buffer)
        } else if CharacterClass.isLower(scalar) {
          CaseMapping.appendUpper(scalar, &buffer)
        } else {
          buffer.append(scalar: scalar)
        }
      }
    }
  }

  // MARK: ASCII

  private func mapASCII(_ text: ByteView, into target: UnsafeMutablePointer<UInt8>) -> Int {
    let source = text.start
    switch self {
    case .upper:
      for index in 0..<text.count { target[index] = CaseMapping.upperASCII(source[index]) }
    case .lower, .folded:
      for index in 0..<text.count { target[index] = CaseMapping.lowerASCII(source[index]) }
    case .swapped:
      for index in 0..<text.count {
        target[index] = CaseMapping.isLetter(source[index]) ? source[index] ^ 32 : source[index]
      }
    case .capitalized:
      for index in 0..<text.count { target[index] = CaseMapping.lowerASCII(source[index]) }
      if text.count > 0 { target[0] = CaseMapping.upperASCII(source[0]) }
    case .title:
      var afterLetter = false
      for index in 0..<text.count {
        let byte = source[index]
        target[index] = afterLetter ? CaseMapping.lowerASCII(byte) : CaseMapping.upperASCII(byte)
        afterLetter = CaseMapping.isLetter(byte)
      }
    }
    return text.count
  }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool {
    byte | 32 >= 97 && byte | 32 <= 122
  }

  @inline(__always)
  static func upperASCII(_ byte: UInt8) -> UInt8 {
    byte >= 97 && byte <= 122 ? byte ^ 32 : byte
  }

  @inline(__always)
  static func lowerASCII(_ byte: UInt8) -> UInt8 {
    byte >= 65 && byte <= 90 ? byte ^ 32 : byte
  }

  // MARK: One scalar

  private static func appendUpper(_ scalar: UInt32, _ buffer: inout ByteBuffer) {
    guard scalar >= 0x80 else { return buffer.append(upperASCII(UInt8(truncatingIfNeeded: scalar))) }
    if isLatin1Letter(scalar) { return buffer.append(scalar: scalar & ~0x20) }
    guard let properties = CharacterClass.properties(scalar) else { return buffer.append(scalar: scalar) }
    append(properties.uppercaseMapping, for: scalar, &buffer)
  }

  private static func appendTitle(_ scalar: UInt32, _ buffer: inout ByteBuffer) {
    guard scalar >= 0x80 else { return buffer.append(upperASCII(UInt8(truncatingIfNeeded: scalar))) }
    guard let properties = CharacterClass.properties(scalar) else { return buffer.append(scalar: scalar) }
    append(properties.titlecaseMapping, for: scalar, &buffer)
  }

  private static func appendLower(
    _ scalar: UInt32, _ text: ByteView, _ start: Int, _ end: Int, _ buffer: inout ByteBuffer
  ) {
    if scalar == 0x3A3 {
      buffer.append(scalar: isFinalSigma(text, start, end) ? 0x3C2 : 0x3C3)
    } else {
      appendLower(scalar, &buffer)
    }
  }

  private static func appendLower(_ scalar: UInt32, _ buffer: inout ByteBuffer) {
    guard scalar >= 0x80 else { return buffer.append(lowerASCII(UInt8(truncatingIfNeeded: scalar))) }
    if isLatin1Letter(scalar) { return buffer.append(scalar: scalar | 0x20) }
    guard let properties = CharacterClass.properties(scalar) else { return buffer.append(scalar: scalar) }
    append(properties.lowercaseMapping, for: scalar, &buffer)
  }

  /// The letters of latin-1 whose cases differ in one bit only: all but \u{B5}, \u{DF} and \u{FF}.
  @inline(__always)
  private static func isLatin1Letter(_ scalar: UInt32) -> Bool {
    let upper = scalar & ~0x20
    return upper >= 0xC0 && upper <= 0xDE && upper != 0xD7 && scalar != 0xDF && scalar != 0xFF
  }

  /// A mapping is text of scalars that existed when the mapped one did, except that later versions of Unicode may give
  /// an old scalar a new partner: then it had none.
  private static func append(_ mapping: String, for scalar: UInt32, _ buffer: inout ByteBuffer) {
    for mapped in mapping.unicodeScalars where CharacterClass.properties(mapped.value) == nil {
      return buffer.append(scalar: scalar)
    }
    buffer.append(mapping)
  }

  /// Case folding is the lower case of the upper case, with three exceptions.
  private static func appendFolded(_ scalar: UInt32, _ buffer: inout ByteBuffer) {
    switch scalar {
    case 0..<0x80: buffer.append(lowerASCII(UInt8(truncatingIfNeeded: scalar)))
    case 0x131: buffer.append(scalar: scalar)
    case 0x1E9E: buffer.append("ss")
    case 0x13A0...0x13FD, 0xAB70...0xABBF:
      // Cherokee folds to its capitals, which are the older letters.
      appendUpper(scalar, &buffer)
    default:
      guard let properties = CharacterClass.properties(scalar) else { return buffer.append(scalar: scalar) }
      for capital in properties.uppercaseMapping.unicodeScalars {
        appendLower(CharacterClass.properties(capital.value) == nil ? scalar : capital.value, &buffer)
      }
    }
  }

  /// A capital sigma ends a word when a cased letter comes before and none after, what is case-ignorable looked past.
  private static func isFinalSigma(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    var offset = start
    var before: UInt32 = 0
    repeat {
      if offset == 0 { return false }
      before = Utf8.decodeBackward(text.start, &offset)
    } while CharacterClass.isCaseIgnorable(before)
    guard CharacterClass.isCased(before) else { return false }
    offset = end
    while offset < text.count {
      let after = Utf8.decode(text.start, &offset)
      if !CharacterClass.isCaseIgnorable(after) { return !CharacterClass.isCased(after) }
    }
    return true
  }
}

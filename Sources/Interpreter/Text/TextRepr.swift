// TextRepr.swift — repr of str and bytes, and ascii().

import Glibc

/// Quoted forms of texts.
public enum TextRepr {
  /// Appends repr(str).
  public static func appendText(_ text: ByteView, to buffer: inout ByteBuffer) {
    quote(text, onlyASCII: false, to: &buffer)
  }

  /// Appends ascii(str): repr with everything beyond ASCII escaped.
  public static func appendASCII(_ text: ByteView, to buffer: inout ByteBuffer) {
    quote(text, onlyASCII: true, to: &buffer)
  }

  /// Appends ascii() of a repr that is already made: what is beyond ASCII becomes escapes, quotes stay.
  public static func appendEscaped(_ text: ByteView, to buffer: inout ByteBuffer) {
    var offset = 0
    while offset < text.count {
      let scalar = Utf8.decode(text.start, &offset)
      if scalar < 0x80 {
        buffer.append(UInt8(truncatingIfNeeded: scalar))
      } else {
        appendEscape(scalar, to: &buffer)
      }
    }
  }

  /// The quote that needs no escape: single unless the text has single and no double ones.
  private static func pickQuote(_ text: ByteView) -> UInt8 {
    memchr(text.start, 39, text.count) != nil && memchr(text.start, 34, text.count) == nil ? 34 : 39
  }

  private static func quote(_ text: ByteView, onlyASCII: Bool, to buffer: inout ByteBuffer) {
    let quote = pickQuote(text)
    buffer.append(quote)
    let start = text.start
    var plain = 0
    var offset = 0
    while offset < text.count {
      let begin = offset
      let byte = start[offset]
      if byte >= 32, byte < 127, byte != quote, byte != 92 {
        offset &+= 1
        continue
      }
      let scalar = Utf8.decode(start, &offset)
      if scalar >= 0x80, !onlyASCII, CharacterClass.isPrintable(scalar) { continue }
      // Everything up to here needs no change and goes over in one piece.
      buffer.append(text.part(plain..<begin))
      plain = offset
      if scalar < 0x80 {
        appendASCIIEscape(byte, quote, to: &buffer)
      } else {
        appendEscape(scalar, to: &buffer)
      }
    }
    buffer.append(text.part(plain..<text.count))
    buffer.append(quote)
  }

  /// Appends repr(bytes): b'...'.
  public static func appendBytes(_ bytes: ByteView, to buffer: inout ByteBuffer) {
    let quote = pickQuote(bytes)
    buffer.append(98)
    buffer.append(quote)
    for byte in bytes {
      if byte >= 32, byte < 127, byte != quote, byte != 92 {
        buffer.append(byte)
      } else {
        appendASCIIEscape(byte, quote, to: &buffer)
      }
    }
    buffer.append(quote)
  }

  private static func appendASCIIEscape(_ byte: UInt8, _ quote: UInt8, to buffer: inout ByteBuffer) {
    switch byte {
    case 9: buffer.append("\\t")
    case 10: buffer.append("\\n")
    case 13: buffer.append("\\r")
    case 92: buffer.append("\\\\")
    case quote:
      buffer.append(92)
      buffer.append(quote)
    default: appendEscape(UInt32(byte), to: &buffer)
    }
  }

  /// Appends \xhh.
  public static func appendByteEscape(_ byte: UInt8, to buffer: inout ByteBuffer) {
    appendEscape(UInt32(byte), to: &buffer)
  }

  /// Appends \xhh, \uhhhh or \Uhhhhhhhh, whichever is the first to fit.
  public static func appendEscape(_ scalar: UInt32, to buffer: inout ByteBuffer) {
    let digits: Int
    if scalar < 0x100 {
      buffer.append("\\x")
      digits = 2
    } else if scalar < 0x10000 {
      buffer.append("\\u")
      digits = 4
    } else {
      buffer.append("\\U")
      digits = 8
    }
    HexText.append(scalar, digits: digits, to: &buffer)
  }
}

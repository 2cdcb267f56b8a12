// TextDecimals.swift — the ASCII form of a text that is to be read as a number.

/// Brings the decimal digits and blanks of every script to ASCII, as int() and float() want them.
public enum TextDecimals {
  /// Appends `text` (WTF-8) with blanks as spaces, decimal digits as 0 to 9, and `?` for everything else that is not
  /// ASCII. ASCII stays as it is.
  public static func append(_ text: ByteView, to buffer: inout ByteBuffer) {
    var offset = 0
    while offset < text.count {
      let scalar = Utf8.decode(text.start, &offset)
      if scalar < 0x80 {
        buffer.append(UInt8(truncatingIfNeeded: scalar))
      } else if CharacterClass.isSpace(scalar) {
        buffer.append(32)
      } else if let digit = CharacterClass.decimalValue(scalar) {
        buffer.append(48 &+ UInt8(truncatingIfNeeded: digit))
      } else {
        buffer.append(63)
      }
    }
  }
}

// HexText.swift — bytes.hex and bytes.fromhex.

/// What was wrong with the text of `bytes.fromhex`.
public enum HexProblem: Error, Equatable, Sendable {
  /// A character at this index (in scalars) is no hexadecimal digit, or the last byte has only one.
  case notHexadecimal(at: Int)

  /// Always ValueError.
  public var kind: ProblemKind { .valueError }

  /// The error's text.
  public var message: String {
    switch self {
    case .notHexadecimal(let index): "non-hexadecimal number found in fromhex() arg at position \(index)"
    }
  }
}

/// Bytes as hexadecimal digits.
public enum HexText {
  /// Appends the lowest `digits` hexadecimal digits of a number.
  public static func append(_ value: UInt32, digits: Int, to buffer: inout ByteBuffer) {
    var place = digits
    while place > 0 {
      place &-= 1
      buffer.append(digit(UInt8(truncatingIfNeeded: value >> UInt32(4 &* place) & 15)))
    }
  }

  @inline(__always)
  static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? 48 &+ value : 87 &+ value
  }

  /// Appends bytes.hex(). With a separator (one ASCII byte) groups have `group` bytes, counted from the right, or from
  /// the left when negative; 0 means no groups.
  public static func append(
    _ bytes: ByteView, separator: UInt8? = nil, group: Int = 1, to buffer: inout ByteBuffer
  ) {
    let size = Int(clamping: group.magnitude)
    let first = size > 0 && group > 0 ? bytes.count % size : 0
    for (index, byte) in bytes.enumerated() {
      if let separator, index > 0, size > 0, (index &- first) % size == 0 { buffer.append(separator) }
      buffer.append(digit(byte >> 4))
      buffer.append(digit(byte & 15))
    }
  }

  /// Appends the bytes that `text` spells, ASCII blanks between bytes left out.
  public static func parse(_ text: ByteView, into buffer: inout ByteBuffer) throws(HexProblem) {
    var offset = 0
    for (index, byte) in text.enumerated() where byte >= 0x80 {
      // A character beyond ASCII is found before anything else.
      throw problem(text, index)
    }
    while offset < text.count {
      if isSpace(text[offset]) {
        offset &+= 1
        continue
      }
      let high = IntegerText.digitValue(text[offset])
      guard high < 16 else { throw problem(text, offset) }
      guard offset &+ 1 < text.count else { throw problem(text, offset &+ 1) }
      let low = IntegerText.digitValue(text[offset &+ 1])
      guard low < 16 else { throw problem(text, offset &+ 1) }
      buffer.append(high << 4 | low)
      offset &+= 2
    }
  }

  private static func problem(_ text: ByteView, _ offset: Int) -> HexProblem {
    .notHexadecimal(at: Utf8.index(ofOffset: offset, in: text))
  }

  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte >= 9 && byte <= 13
  }
}

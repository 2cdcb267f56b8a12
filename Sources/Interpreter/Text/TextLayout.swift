// TextLayout.swift — padding and tabs: center, ljust, rjust, zfill and expandtabs.

/// Where padded text stands.
public enum TextAlignment: UInt8, Sendable {
  case left, right, center
}

/// Padding to a width counted in units (scalars of a `str`, bytes of a `bytes`).
public enum TextLayout {
  /// Appends `text`, which has `count` units, padded to `width` with `fill`. As str.center does, an odd space goes left
  /// when the width is odd too.
  public static func pad(
    _ text: ByteView, count: Int, width: Int, fill: UInt32, _ alignment: TextAlignment, to buffer: inout ByteBuffer
  ) {
    let room = max(width, count) &- count
    let left: Int
    switch alignment {
    case .left: left = 0
    case .right: left = room
    case .center: left = room / 2 &+ (room & width & 1)
    }
    appendFill(fill, left, to: &buffer)
    buffer.append(text)
    appendFill(fill, room &- left, to: &buffer)
  }

  /// Appends `fill` as a scalar of a text; for `bytes` the caller's fill is ASCII or goes by `fillByte`.
  private static func appendFill(_ fill: UInt32, _ count: Int, to buffer: inout ByteBuffer) {
    buffer.append(repeatingScalar: fill, count: count)
  }

  /// The same for `bytes`, whose fill may be any byte.
  public static func pad(
    _ bytes: ByteView, width: Int, fillByte: UInt8, _ alignment: TextAlignment, to buffer: inout ByteBuffer
  ) {
    let room = max(width, bytes.count) &- bytes.count
    let left: Int
    switch alignment {
    case .left: left = 0
    case .right: left = room
    case .center: left = room / 2 &+ (room & width & 1)
    }
    buffer.append(repeating: fillByte, count: left)
    buffer.append(bytes)
    buffer.append(repeating: fillByte, count: room &- left)
  }

  /// Appends zfill(width): zeros between a leading sign and the rest.
  public static func zeroFill(_ text: ByteView, count: Int, width: Int, to buffer: inout ByteBuffer) {
    let room = max(width, count) &- count
    let hasSign = text.count > 0 && (text[0] == 43 || text[0] == 45)
    if hasSign { buffer.append(text[0]) }
    buffer.append(repeating: 48, count: room)
    buffer.append(text.part((hasSign ? 1 : 0)..<text.count))
  }

  /// Appends expandtabs(tabSize): tabs become spaces up to the next multiple; a size of 0 or less drops them.
  public static func expandTabs(_ text: ByteView, tabSize: Int, unit: TextUnit, to buffer: inout ByteBuffer) {
    var column = 0
    for byte in text {
      switch byte {
      case 9:
        guard tabSize > 0 else { continue }
        let spaces = tabSize &- column % tabSize
        buffer.append(repeating: 32, count: spaces)
        column = (column % tabSize) &+ spaces
      case 10, 13:
        buffer.append(byte)
        column = 0
      default:
        buffer.append(byte)
        if unit == .byte || byte & 0xC0 != 0x80 { column &+= 1 }
      }
      if buffer.overflowed { return }
    }
  }
}

// TextSplit.swift — splitting and stripping texts: iterators over byte ranges, so that the caller makes the pieces.

import Glibc

/// Blanks of texts and of bytes.
public enum TextBlank {
  /// The bytes that the blank at `offset` takes; 0 when there is none.
  @inline(__always)
  static func width(_ text: ByteView, _ offset: Int, _ unit: TextUnit) -> Int {
    let byte = text[offset]
    if byte < 0x80 {
      if byte == 32 || byte >= 9 && byte <= 13 { return 1 }
      return unit == .scalar && byte >= 28 && byte <= 31 ? 1 : 0
    }
    if unit == .byte { return 0 }
    var end = offset
    return CharacterClass.isSpace(Utf8.decode(text.start, &end)) ? end &- offset : 0
  }

  /// The bytes that the blank ending at `end` (above 0) takes; 0 when there is none.
  @inline(__always)
  static func widthBackward(_ text: ByteView, _ end: Int, _ unit: TextUnit) -> Int {
    if text[end &- 1] < 0x80 || unit == .byte { return width(text, end &- 1, unit) }
    var start = end
    return CharacterClass.isSpace(Utf8.decodeBackward(text.start, &start)) ? end &- start : 0
  }

  /// What is left when blanks are taken off the chosen ends.
  public static func strip(_ text: ByteView, unit: TextUnit, left: Bool, right: Bool) -> Range<Int> {
    var start = 0
    var end = text.count
    while left, start < end {
      let size = width(text, start, unit)
      if size == 0 { break }
      start &+= size
    }
    while right, end > start {
      let size = widthBackward(text, end, unit)
      if size == 0 { break }
      end &-= size
    }
    return start..<end
  }

  /// What is left when the characters of `set` are taken off the chosen ends.
  public static func strip(
    _ text: ByteView, of set: ByteView, unit: TextUnit, left: Bool, right: Bool
  ) -> Range<Int> {
    var start = 0
    var end = text.count
    while left, start < end {
      var next = start &+ 1
      if unit == .scalar { next = min(start &+ Utf8.width(lead: text[start]), end) }
      if TextSearch.find(text.part(start..<next), in: set) == nil { break }
      start = next
    }
    while right, end > start {
      var before = end &- 1
      if unit == .scalar {
        while before > start, text[before] & 0xC0 == 0x80 { before &-= 1 }
      }
      if TextSearch.find(text.part(before..<end), in: set) == nil { break }
      end = before
    }
    return start..<end
  }
}

/// The words of split() without a separator, from left to right.
public struct BlankSplit {
  private let text: ByteView
  private let unit: TextUnit
  private var position = 0
  private var rest: Int

  /// `limit` splits at most; negative for no limit.
  public init(_ text: ByteView, unit: TextUnit, limit: Int = -1) {
    self.text = text
    self.unit = unit
    rest = limit < 0 ? Int.max : limit
  }

  /// The next word; after the limit all that remains, blanks at its end included.
  public mutating func next() -> Range<Int>? {
    while position < text.count {
      let size = TextBlank.width(text, position, unit)
      if size == 0 { break }
      position &+= size
    }
    if position >= text.count { return nil }
    let start = position
    if rest == 0 {
      position = text.count
      return start..<position
    }
    rest &-= 1
    while position < text.count, TextBlank.width(text, position, unit) == 0 {
      position &+= unit == .byte ? 1 : Utf8.width(lead: text[position])
    }
    position = min(position, text.count)
    return start..<position
  }
}

/// The words of rsplit() without a separator, from right to left: the caller reverses them.
public struct BlankSplitBackward {
  private let text: ByteView
  private let unit: TextUnit
  private var end: Int
  private var rest: Int

  /// `limit` splits at most; negative for no limit.
  public init(_ text: ByteView, unit: TextUnit, limit: Int = -1) {
    self.text = text
    self.unit = unit
    end = text.count
    rest = limit < 0 ? Int.max : limit
  }

  /// The word before the last one given; after the limit all that remains, blanks at its start included.
  public mutating func next() -> Range<Int>? {
    while end > 0 {
      let size = TextBlank.widthBackward(text, end, unit)
      if size == 0 { break }
      end &-= size
    }
    if end <= 0 { return nil }
    let last = end
    if rest == 0 {
      end = 0
      return 0..<last
    }
    rest &-= 1
    while end > 0, TextBlank.widthBackward(text, end, unit) == 0 {
      end &-= 1
      while unit == .scalar, end > 0, text[end] & 0xC0 == 0x80 { end &-= 1 }
    }
    return end..<last
  }
}

/// The pieces of split(separator), from left to right. An empty separator is the caller's ValueError: empty separator.
public struct SeparatorSplit {
  private let text: ByteView
  private let separator: ByteView
  private var position = 0
  private var rest: Int
  private var isDone = false

  /// `limit` splits at most; negative for no limit.
  public init(_ text: ByteView, separator: ByteView, limit: Int = -1) {
    self.text = text
    self.separator = separator
    rest = limit < 0 ? Int.max : limit
  }

  /// The next piece.
  public mutating func next() -> Range<Int>? {
    if isDone { return nil }
    if rest > 0, separator.count > 0, let place = TextSearch.find(separator, in: text, position..<text.count) {
      let piece = position..<place
      position = place &+ separator.count
      rest &-= 1
      return piece
    }
    isDone = true
    return position..<text.count
  }
}

/// The pieces of rsplit(separator), from right to left: the caller reverses them.
public struct SeparatorSplitBackward {
  private let text: ByteView
  private let separator: ByteView
  private var end: Int
  private var rest: Int
  private var isDone = false

  /// `limit` splits at most; negative for no limit.
  public init(_ text: ByteView, separator: ByteView, limit: Int = -1) {
    self.text = text
    self.separator = separator
    end = text.count
    rest = limit < 0 ? Int.max : limit
  }

  /// The piece before the last one given.
  public mutating func next() -> Range<Int>? {
    if isDone { return nil }
    if rest > 0, separator.count > 0, let place = TextSearch.findLast(separator, in: text, 0..<end) {
      let piece = (place &+ separator.count)..<end
      end = place
      rest &-= 1
      return piece
    }
    isDone = true
    return 0..<end
  }
}

/// The lines of splitlines().
public struct LineSplit {
  private let text: ByteView
  private let unit: TextUnit
  private let keepsEnds: Bool
  private var position = 0

  public init(_ text: ByteView, unit: TextUnit, keepsEnds: Bool) {
    self.text = text
    self.unit = unit
    self.keepsEnds = keepsEnds
  }

  /// The next line, with its end when ends are kept.
  public mutating func next() -> Range<Int>? {
    if position >= text.count { return nil }
    let start = position
    while position < text.count {
      let size = endWidth(position)
      if size > 0 {
        let end = position
        position &+= size
        return start..<(keepsEnds ? position : end)
      }
      position &+= 1
    }
    return start..<text.count
  }

  /// The bytes of the line end at `offset`; 0 when there is none.
  @inline(__always)
  private func endWidth(_ offset: Int) -> Int {
    let byte = text[offset]
    if byte == 10 { return 1 }
    if byte == 13 { return offset &+ 1 < text.count && text[offset &+ 1] == 10 ? 2 : 1 }
    guard unit == .scalar else { return 0 }
    if byte < 0x80 { return byte == 11 || byte == 12 || byte >= 28 && byte <= 30 ? 1 : 0 }
    if byte == 0xC2 { return offset &+ 1 < text.count && text[offset &+ 1] == 0x85 ? 2 : 0 }
    guard byte == 0xE2, offset &+ 2 < text.count, text[offset &+ 1] == 0x80 else { return 0 }
    return text[offset &+ 2] | 1 == 0xA9 ? 3 : 0
  }
}

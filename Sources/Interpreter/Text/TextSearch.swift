// TextSearch.swift — finding, counting and replacing parts of texts, by bytes: WTF-8 matches where its scalars do.

import Glibc

/// Searches that serve `str` and `bytes` alike. Positions are byte offsets; the caller turns them into scalar numbers.
public enum TextSearch {
  /// The first place of `part` that lies wholly in `range` of `text`; nil without one. An empty part is found at the
  /// range's start.
  public static func find(_ part: ByteView, in text: ByteView, _ range: Range<Int>) -> Int? {
    let lower = max(range.lowerBound, 0)
    let upper = min(range.upperBound, text.count)
    let size = upper &- lower
    if part.count > size || size < 0 { return nil }
    if part.count == 0 { return lower }
    return search(part, text.start, lower, upper &- part.count &+ 1)
  }

  /// Looks for `part` at the places `lower..<end` by way of its first byte. Where that byte comes too often without the
  /// rest, a rolling sum takes over, so that no text makes this quadratic.
  private static func search(_ part: ByteView, _ text: UnsafePointer<UInt8>, _ lower: Int, _ end: Int) -> Int? {
    let first = Int32(part[0])
    var place = lower
    var misses = 0
    while place < end, let found = memchr(text + place, first, end &- place) {
      place = UnsafeRawPointer(found) - UnsafeRawPointer(text)
      if part.count == 1 { return place }
      if text[place &+ part.count &- 1] == part[part.count &- 1], memcmp(text + place, part.start, part.count) == 0 {
        return place
      }
      place &+= 1
      misses &+= 1
      if misses > 32 &+ (place &- lower) / 16 { return searchRolling(part, text, place, end) }
    }
    return nil
  }

  /// Rabin and Karp's search: the sum of every window follows from the one before it.
  private static func searchRolling(
    _ part: ByteView, _ text: UnsafePointer<UInt8>, _ lower: Int, _ end: Int
  ) -> Int? {
    let factor: UInt = 0x9E37_79B9_7F4A_7C15
    var wanted: UInt = 0
    var sum: UInt = 0
    var leaving: UInt = 1
    guard lower < end else { return nil }
    for index in 0..<part.count {
      wanted = wanted &* factor &+ UInt(part[index])
      sum = sum &* factor &+ UInt(text[lower &+ index])
      if index > 0 { leaving = leaving &* factor }
    }
    var place = lower
    while true {
      if sum == wanted, memcmp(text + place, part.start, part.count) == 0 { return place }
      if place &+ 1 >= end { return nil }
      sum = (sum &- UInt(text[place]) &* leaving) &* factor &+ UInt(text[place &+ part.count])
      place &+= 1
    }
  }

  /// The first place of `part` in `text`.
  @inline(__always)
  public static func find(_ part: ByteView, in text: ByteView) -> Int? {
    find(part, in: text, 0..<text.count)
  }

  /// The last place of `part` that lies wholly in `range`. An empty part is found at the range's end.
  public static func findLast(_ part: ByteView, in text: ByteView, _ range: Range<Int>) -> Int? {
    let lower = max(range.lowerBound, 0)
    let upper = min(range.upperBound, text.count)
    if part.count > upper &- lower || upper < lower { return nil }
    if part.count == 0 { return upper }
    let start = text.start
    let first = part[0]
    let last = part[part.count &- 1]
    var place = upper &- part.count
    while place >= lower {
      if start[place] == first, start[place &+ part.count &- 1] == last,
        memcmp(start + place, part.start, part.count) == 0
      {
        return place
      }
      place &-= 1
    }
    return nil
  }

  /// How often `part` occurs in `range` without overlap; an empty part occurs before and after every unit.
  public static func count(_ part: ByteView, in text: ByteView, _ range: Range<Int>, unit: TextUnit) -> Int {
    if range.lowerBound > text.count || range.upperBound < range.lowerBound { return 0 }
    if part.count == 0 {
      let area = text.part(range)
      return (unit == .byte ? area.count : Utf8.countScalars(area)) &+ 1
    }
    var total = 0
    var lower = range.lowerBound
    while lower < range.upperBound, let place = find(part, in: text, lower..<range.upperBound) {
      total &+= 1
      lower = place &+ part.count
    }
    return total
  }

  /// True when `text[range]` starts with `part`.
  public static func hasPrefix(_ part: ByteView, _ text: ByteView, _ range: Range<Int>) -> Bool {
    let area = text.part(range)
    return part.count <= area.count && memcmp(area.start, part.start, part.count) == 0
  }

  /// True when `text[range]` ends with `part`.
  public static func hasSuffix(_ part: ByteView, _ text: ByteView, _ range: Range<Int>) -> Bool {
    let area = text.part(range)
    return part.count <= area.count
      && memcmp(area.start + (area.count &- part.count), part.start, part.count) == 0
  }

  /// True for equal bytes.
  @inline(__always)
  public static func equal(_ a: ByteView, _ b: ByteView) -> Bool {
    a.count == b.count && (a.count == 0 || memcmp(a.start, b.start, a.count) == 0)
  }

  /// Appends `text` with up to `limit` occurrences of `old` replaced (negative: all); returns how many there were. With
  /// 0 the caller may keep the text it has.
  @discardableResult
  public static func replace(
    _ old: ByteView, with new: ByteView, in text: ByteView, limit: Int, unit: TextUnit, to buffer: inout ByteBuffer
  ) -> Int {
    let most = limit < 0 ? Int.max : limit
    if old.count == 0 { return interleave(new, text, most, unit, to: &buffer) }
    var done = 0
    var position = 0
    while done < most, let place = find(old, in: text, position..<text.count) {
      buffer.append(text.part(position..<place))
      buffer.append(new)
      position = place &+ old.count
      done &+= 1
    }
    buffer.append(text.part(position..<text.count))
    return done
  }

  /// Puts `new` before every unit and at the end, `most` times at most.
  private static func interleave(
    _ new: ByteView, _ text: ByteView, _ most: Int, _ unit: TextUnit, to buffer: inout ByteBuffer
  ) -> Int {
    var done = 0
    var position = 0
    while done < most, !buffer.overflowed {
      buffer.append(new)
      done &+= 1
      if position >= text.count { break }
      let next = position &+ (unit == .byte ? 1 : Utf8.width(lead: text[position]))
      buffer.append(text.part(position..<next))
      position = min(next, text.count)
    }
    buffer.append(text.part(position..<text.count))
    return done
  }
}

// QuickFormat.swift — the common layouts of ints and floats, written straight into the new str: widths, zeros, `d`, `x`
// and `.2f`. Everything else is `Formatting`'s.

import Glibc

/// A specification such as `>8`, `08.3f`, `*^10d` or `.2f`.
struct QuickSpec {
  var fill: UInt8 = 32
  /// `<`, `>`, `^` or 0.
  var alignment: UInt8 = 0
  /// Zeros stand between sign and digits.
  var hasZeros = false
  var width = 0
  var precision = -1
  /// 0, `d`, `x`, `f` or `s`.
  var type: UInt8 = 0

  /// nil for anything less common.
  @inline(__always)
  init?(_ text: ByteView) {
    let count = text.count
    var index = 0
    if count > 1, QuickSpec.isAlignment(text[1]), text[0] < 0x80 {
      (fill, alignment, index) = (text[0], text[1], 2)
    } else if count > 0, QuickSpec.isAlignment(text[0]) {
      (alignment, index) = (text[0], 1)
    }
    if index < count, text[index] == 48 {
      // A zero behind an alignment is a fill.
      if alignment != 0 { return nil }
      hasZeros = true
      index &+= 1
    }
    while index < count, text[index] &- 48 < 10 {
      width = width &* 10 &+ Int(text[index] &- 48)
      if width > 200 { return nil }
      index &+= 1
    }
    if index &+ 1 < count, text[index] == 46, text[index &+ 1] &- 48 < 10 {
      precision = Int(text[index &+ 1] &- 48)
      index &+= 2
    }
    if index < count {
      type = text[index]
      index &+= 1
      guard type == 100 || type == 120 || type == 102 || type == 115 else { return nil }
    }
    if index != count { return nil }
  }

  @inline(__always)
  private static func isAlignment(_ byte: UInt8) -> Bool { byte == 60 || byte == 62 || byte == 94 }
}

/// A number's digits and where they go.
struct QuickNumber {
  var isNegative: Bool
  /// All digits as one number.
  var digits: UInt
  var base: UInt = 10
  /// Digits in all, places included.
  var digitCount: Int
  /// Digits behind the point.
  var places = 0

  var length: Int { digitCount &+ (places > 0 ? 1 : 0) &+ (isNegative ? 1 : 0) }

  init(_ number: Int, base: UInt) {
    isNegative = number < 0
    digits = number.magnitude
    self.base = base
    digitCount = QuickNumber.count(digits, base)
  }

  /// A float with a fixed number of places (at most 9), rounded half to even; nil where 64 bits do not hold it.
  init?(_ number: Double, places: Int) {
    guard number.magnitude < 0x1p33, places <= 9 else { return nil }
    var scale: UInt128 = 1
    for _ in 0..<places { scale *= 10 }
    let exponent = number.isNormal ? Int(number.exponent) : -1022
    let significand = UInt128(number.significandBitPattern | (number.isNormal ? 1 << 52 : 0))
    let shift = 52 &- exponent
    // Below 2**53 * 10**9, so below 2**83: more than 84 places to the right nothing is left.
    let scaled = significand * scale
    var whole: UInt128 = 0
    if shift <= 0 {
      whole = scaled << UInt128(-shift)
    } else if shift <= 84 {
      whole = scaled >> UInt128(shift)
      let rest = scaled & (1 << UInt128(shift) - 1), half: UInt128 = 1 << UInt128(shift - 1)
      if rest > half || rest == half && whole & 1 == 1 { whole += 1 }
    }
    guard whole < 1 << 63 else { return nil }
    isNegative = number.sign == .minus
    digits = UInt(whole)
    digitCount = max(QuickNumber.count(digits, 10), places &+ 1)
    self.places = places
  }

  @inline(__always)
  private static func count(_ number: UInt, _ base: UInt) -> Int {
    if base == 16 { return max((67 &- number.leadingZeroBitCount) / 4, 1) }
    var count = 1, limit: UInt = 10
    while number >= limit {
      count &+= 1
      if count == 20 { break }
      limit &*= 10
    }
    return count
  }

  /// Writes digits and point so that they end at `end`.
  @inline(__always)
  func write(endingAt end: UnsafeMutablePointer<UInt8>) {
    var place = end, rest = digits, left = places
    for _ in 0..<digitCount {
      place -= 1
      let digit = UInt8(truncatingIfNeeded: rest % base)
      place.pointee = digit < 10 ? 48 &+ digit : 87 &+ digit
      rest /= base
      left &-= 1
      if left == 0 {
        place -= 1
        place.pointee = 46
      }
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `format(v, spec)` of an exact small int or float by a common specification; nil for the general way.
  @inline(__always)
  func formatQuickly(_ v: Value, _ source: ByteView) -> Value? {
    guard source.count <= 12, let spec = QuickSpec(source) else { return nil }
    if v.isSmallInt {
      guard spec.precision < 0, spec.type == 0 || spec.type == 100 || spec.type == 120 else { return nil }
      return layOut(QuickNumber(v.smallInt, base: spec.type == 120 ? 16 : 10), spec)
    }
    guard v.isDouble, spec.type == 102, v.double.isFinite,
      let number = QuickNumber(v.double, places: spec.precision < 0 ? 6 : spec.precision)
    else { return nil }
    return layOut(number, spec)
  }

  private func layOut(_ number: QuickNumber, _ spec: QuickSpec) -> Value {
    let length = number.length
    let padding = Swift.max(spec.width &- length, 0)
    let total = length &+ padding
    if total == 1 { return character(number.digits < 10 ? 48 + UInt32(number.digits) : 87 + UInt32(number.digits)) }
    let cell = allocate(.str, TextCell.inlineOffset &+ total, shape: BuiltinType.str.rawValue)
    var place = (cell + TextCell.inlineOffset).assumingMemoryBound(to: UInt8.self)
    cell.text.pointee.data = place
    cell.text.pointee.byteCount = UInt32(truncatingIfNeeded: total)
    let left: Int
    switch spec.alignment {
    case 60: left = 0
    case 94: left = padding / 2
    case _: left = padding
    }
    if spec.hasZeros {
      memset(place, 48, padding)
      if number.isNegative {
        place[padding] = 48
        place[0] = 45
      }
      number.write(endingAt: place + total)
    } else {
      memset(place, Int32(spec.fill), left)
      place += left
      if number.isNegative { place[0] = 45 }
      number.write(endingAt: place + length)
      memset(place + length, Int32(spec.fill), padding &- left)
    }
    return finishText(cell, isASCII: true, length: total)
  }
}

extension ByteBuffer {
  /// Appends a float with fixed places, padded with blanks to a width; false where that is not exact in 64 bits.
  mutating func appendFixed(_ number: Double, places: Int, width: Int) -> Bool {
    guard let shown = QuickNumber(number, places: places) else { return false }
    let length = shown.length
    append(repeating: 32, count: width &- length)
    appendRaw(size: length) { place in
      if shown.isNegative { place[0] = 45 }
      shown.write(endingAt: place + length)
      return length
    }
    return true
  }
}

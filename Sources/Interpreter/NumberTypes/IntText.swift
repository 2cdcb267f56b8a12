// IntText.swift — ints as decimal text and text as ints, with the limit on digits.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// `str` of an int.
  ///
  /// - Throws: ValueError past the limit on digits, MemoryError.
  @inline(__always)
  public func intToText(_ v: Value) throws(Raise) -> Value {
    if v.isSmallInt { return smallToText(v.smallInt) }
    return try wideToText(v)
  }

  @inline(__always)
  private func smallToText(_ number: Int) -> Value {
    if number >= 0, number < 10 { return character(UInt32(truncatingIfNeeded: 48 &+ number)) }
    var rest = number.magnitude
    let sign = number < 0 ? 1 : 0
    let count = decimalLength(rest) &+ sign
    let cell = allocate(.str, TextCell.inlineOffset &+ count, shape: BuiltinType.str.rawValue)
    let data = (cell + TextCell.inlineOffset).assumingMemoryBound(to: UInt8.self)
    var place = count
    while rest >= 10 {
      place &-= 1
      data[place] = UInt8(truncatingIfNeeded: 48 &+ rest % 10)
      rest /= 10
    }
    place &-= 1
    data[place] = UInt8(truncatingIfNeeded: 48 &+ rest)
    if number < 0 { data[0] = 45 }
    cell.text.pointee.data = data
    cell.text.pointee.byteCount = UInt32(truncatingIfNeeded: count)
    cell.text.pointee.length = UInt32(truncatingIfNeeded: count)
    cell.header.pointee.flags = TextCell.isASCII
    return Value(cell)
  }

  @inline(__always)
  private func decimalLength(_ number: UInt) -> Int {
    if number < 10 { return 1 }
    if number < 100 { return 2 }
    if number < 1000 { return 3 }
    if number < 10000 { return 4 }
    if number < 100000 { return 5 }
    var count = 5
    var rest = number / 100000
    while rest > 0 {
      count &+= 1
      rest /= 10
    }
    return count
  }

  @inline(never)
  private func wideToText(_ v: Value) throws(Raise) -> Value {
    if let small = intValue(v), Value.fits(small) { return smallToText(small) }
    var buffer = ByteBuffer()
    try appendInt(v, to: &buffer)
    return try makeText(buffer, isASCII: true)
  }

  /// Appends the decimal digits of an int.
  ///
  /// - Throws: ValueError past the limit on digits.
  func appendInt(_ v: Value, to buffer: inout ByteBuffer) throws(Raise) {
    if let small = intValue(v) {
      buffer.append(decimal: small)
      return
    }
    let number = limbs(v)
    try checkDigits(number)
    let start = buffer.count
    IntegerText.append(number, to: &buffer)
    let limit = pointee.maximumDigits
    if limit > 0, buffer.count - start - (number.isNegative ? 1 : 0) > limit { throw tooManyDigits() }
  }

  private func tooManyDigits() -> Raise {
    raise(
      .valueError,
      "Exceeds the limit (\(pointee.maximumDigits) digits) for integer string conversion; "
        + "use sys.set_int_max_str_digits() to increase the limit")
  }

  /// Refuses numbers that have too many decimal digits for certain; the others are cheap to convert and to count.
  ///
  /// - Throws: ValueError.
  func checkDigits(_ number: LimbInteger) throws(Raise) {
    let limit = pointee.maximumDigits
    if limit > 0, IntegerText.decimalDigits(number) > limit + 1 { throw tooManyDigits() }
  }

  /// `int(text, base)` of a str, bytes or bytearray.
  ///
  /// - Throws: ValueError, MemoryError.
  func intFromText(_ v: Value, base: Int) throws(Raise) -> Value {
    let source = view(v)
    if v.kind != .str || v.text.pointee.isPlain { return try intFromText(source, base, original: v) }
    var plain = ByteBuffer()
    TextDecimals.append(source, to: &plain)
    return try intFromText(plain.view, base, original: v)
  }

  private func intFromText(_ source: ByteView, _ base: Int, original: Value) throws(Raise) -> Value {
    switch IntegerText.scan(source, base: base) {
    case .small(let number):
      if pointee.maximumDigits == 0 || source.count <= 640 || base & (base - 1) == 0 && base != 0 { return int(number) }
      return try int(checked: number, source)
    case .large(let digits):
      let limit = pointee.maximumDigits
      if digits.exceeds(limit: limit) { throw tooManyDigits(digits.count) }
      let cell = try newInt(IntegerText.limbsNeeded(digits))
      return finishInt(cell, IntegerText.limbs(digits, in: source, into: cell.limbs))
    case .badBase: throw raise(.valueError, "int() base must be >= 2 and <= 36, or 0")
    case .invalid:
      let shown = try swiftRepr(original.isByteArray ? try makeBytes(view(original)) : original)
      let cut =
        shown.unicodeScalars.count > 200 ? String(String.UnicodeScalarView(shown.unicodeScalars.prefix(200))) : shown
      throw raise(.valueError, "invalid literal for int() with base \(base): \(cut)")
    }
  }

  /// A short number behind so many zeros that the limit may be passed.
  private func int(checked number: Int, _ source: ByteView) throws(Raise) -> Value {
    var count = 0
    for byte in source where byte >= 48 && byte <= 57 { count += 1 }
    if count > pointee.maximumDigits { throw tooManyDigits(count) }
    return int(number)
  }

  private func tooManyDigits(_ count: Int) -> Raise {
    raise(
      .valueError,
      "Exceeds the limit (\(pointee.maximumDigits) digits) for integer string conversion: value has \(count) digits; "
        + "use sys.set_int_max_str_digits() to increase the limit")
  }

  /// A prefix and the digits in a base of 2, 8 or 16: `hex`, `oct`, `bin`.
  ///
  /// - Throws: TypeError, MemoryError.
  func prefixedDigits(_ v: Value, base: Int, _ prefix: StaticString) throws(Raise) -> Value {
    guard let number = try indexValue(v) else {
      throw raise(.typeError, "'\(typeName(v))' object cannot be interpreted as an integer")
    }
    var buffer = ByteBuffer()
    let limbs = limbs(number)
    if limbs.isNegative { buffer.append(45) }
    buffer.append(prefix)
    IntegerText.append(limbs.magnitude, base: base, to: &buffer)
    return try makeText(buffer, isASCII: true)
  }
}

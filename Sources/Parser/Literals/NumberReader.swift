// NumberReader.swift — the values of number tokens.

import Lexer

#if canImport(Glibc)
  import Glibc
#endif

/// How many decimal digits an integer may have, as `sys.int_info.default_max_str_digits`.
let maxDecimalDigits = 4300

/// The value of a number token, or nil for an integer with too many decimal digits.
func readNumber(_ text: UnsafePointer<UInt8>, _ token: Token) -> Literal? {
  let flags = NumberFlags(rawValue: token.flags)
  let start = text + Int(token.start)
  let length = Int(token.end - token.start)
  if flags.contains(.prefixed) { return readPrefixed(start, length) }
  if flags.contains(.imaginary) { return .imaginary(readFloat(start, length - 1)) }
  if flags.contains(.float) { return .float(readFloat(start, length)) }
  if length <= 18 {
    var value = 0
    for index in 0..<length where start[index] != 0x5F { value = value &* 10 &+ Int(start[index] & 15) }
    return .integer(value)
  }
  return readLong(start, length, base: 10)
}

/// Reads digits of any base up to 16 into 63 bits, or keeps them if they do not fit.
private func readLong(_ start: UnsafePointer<UInt8>, _ length: Int, base: UInt8) -> Literal? {
  var digits: [UInt8] = []
  digits.reserveCapacity(length)
  var value = 0
  var fits = true
  for index in 0..<length where start[index] != 0x5F {
    let byte = start[index]
    if digits.isEmpty, byte == UInt8(ascii: "0") { continue }
    digits.append(byte)
    let (product, over) = value.multipliedReportingOverflow(by: Int(base))
    let digit = byte <= UInt8(ascii: "9") ? byte & 15 : (byte | 0x20) - UInt8(ascii: "a") + 10
    let (sum, carry) = product.addingReportingOverflow(Int(digit))
    if over || carry { fits = false }
    value = sum
  }
  if fits { return .integer(value) }
  if base == 10, digits.count > maxDecimalDigits { return nil }
  return .longInteger(digits: digits, base: base)
}

private func readPrefixed(_ start: UnsafePointer<UInt8>, _ length: Int) -> Literal? {
  let base: UInt8 =
    switch start[1] | 0x20 {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case _: 2
    }
  return readLong(start + 2, length - 2, base: base)
}

/// A decimal fraction, correctly rounded.
private func readFloat(_ start: UnsafePointer<UInt8>, _ length: Int) -> Double {
  if let quick = readShortFloat(start, length) { return quick }
  return withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 1) { copy in
    var count = 0
    for index in 0..<length where start[index] != 0x5F {
      copy[count] = CChar(bitPattern: start[index])
      count += 1
    }
    copy[count] = 0
    return copy.baseAddress.map { strtod($0, nil) } ?? 0
  }
}

/// Exact for up to 15 digits and a power of ten that a double holds exactly.
private func readShortFloat(_ start: UnsafePointer<UInt8>, _ length: Int) -> Double? {
  guard length <= 16 else { return nil }
  var digits = 0
  var value = 0
  var scale = -1
  for index in 0..<length {
    let byte = start[index]
    switch byte {
    case UInt8(ascii: "."): scale = 0
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      value = value &* 10 &+ Int(byte & 15)
      digits += 1
      if scale >= 0 { scale += 1 }
    case _: return nil
    }
  }
  guard digits <= 15 else { return nil }
  var power = 1.0
  for _ in 0..<max(0, scale) { power *= 10 }
  return Double(value) / power
}

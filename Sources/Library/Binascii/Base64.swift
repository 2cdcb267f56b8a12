// Base64.swift — binascii: base 64 and uuencoding.

import Interpreter

extension NativeRow {
  static var base64: [NativeRow] {
    [
      .function("b2a_base64(data, /, *, newline=True)", "Bytes in base 64.", .callsScript, encode),
      .function("a2b_base64(data, /, *, strict_mode=False)", "The bytes of base 64 text.", .callsScript, decode),
      .function("b2a_uu(data, /, *, backtick=False)", "A line of uuencoded bytes.", .callsScript, encodeLine),
      .function("a2b_uu(data, /)", "The bytes of a uuencoded line.", .pure, decodeLine),
    ]
  }
}

private func letter(_ value: UInt8) -> UInt8 {
  switch value {
  case 0..<26: 65 + value
  case 26..<52: 71 + value
  case 52..<62: value - 4
  case 62: 43
  case _: 47
  }
}

/// The value of a letter of base 64; 64 for others.
private func value(_ letter: UInt8) -> UInt8 {
  switch letter {
  case 65...90: letter - 65
  case 97...122: letter - 71
  case 48...57: letter + 4
  case 43: 62
  case 47: 63
  case _: 64
  }
}

private func encode(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let source = try vm.bytesArgument(args[0])
  let newline = try vm.truth(args[1])
  let cell = try vm.newBytes((source.count + 2) / 3 * 4 + (newline ? 1 : 0))
  var target = cell.text.pointee.data
  var index = 0
  while index < source.count {
    let count = min(source.count - index, 3)
    var bits = UInt32(source[index]) << 16
    if count > 1 { bits |= UInt32(source[index + 1]) << 8 }
    if count > 2 { bits |= UInt32(source[index + 2]) }
    for i in 0..<4 {
      target[i] = i <= count ? letter(UInt8(bits >> UInt32(18 - 6 * i) & 63)) : 61
    }
    target += 4
    index += 3
  }
  if newline { target[0] = 10 }
  return Value(cell)
}

private func decode(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let source = try vm.asciiArgument(args[0])
  let strict = try vm.truth(args[1])
  var buffer = ByteBuffer()
  var phase = 0, pads = 0, left: UInt8 = 0, isPadded = false
  if strict, source.count > 0, source[0] == 61 { throw vm.binasciiError("Leading padding not allowed") }
  for (index, byte) in source.enumerated() {
    if byte == 61 {
      isPadded = true
      if strict, phase == 0 { throw vm.binasciiError("Excess padding not allowed") }
      pads += 1
      if phase >= 2, phase + pads >= 4 {
        if strict, index + 1 < source.count { throw vm.binasciiError("Excess data after padding") }
        return try vm.makeBytes(buffer)
      }
      continue
    }
    let bits = value(byte)
    if bits > 63 {
      if strict { throw vm.binasciiError("Only base64 data is allowed") }
      continue
    }
    if strict, isPadded { throw vm.binasciiError("Discontinuous padding not allowed") }
    pads = 0
    switch phase {
    case 0: left = bits
    case 1:
      buffer.append(left << 2 | bits >> 4)
      left = bits & 15
    case 2:
      buffer.append(left << 4 | bits >> 2)
      left = bits & 3
    case _: buffer.append(left << 6 | bits)
    }
    phase = (phase + 1) & 3
  }
  if phase == 1 {
    let count = buffer.count / 3 * 4 + 1
    throw vm.binasciiError(
      "Invalid base64-encoded string: number of data characters (\(count)) cannot be 1 more than a multiple of 4")
  }
  if phase != 0 { throw vm.binasciiError("Incorrect padding") }
  return try vm.makeBytes(buffer)
}

private func encodeLine(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let source = try vm.bytesArgument(args[0])
  let backtick = try vm.truth(args[1])
  if source.count > 45 { throw vm.binasciiError("At most 45 bytes at once") }
  var buffer = ByteBuffer()
  func append(_ bits: UInt8) { buffer.append(bits == 0 && backtick ? 96 : bits + 32) }
  append(UInt8(source.count))
  var index = 0
  while index < source.count {
    var bits = UInt32(source[index]) << 16
    if index + 1 < source.count { bits |= UInt32(source[index + 1]) << 8 }
    if index + 2 < source.count { bits |= UInt32(source[index + 2]) }
    for i in 0..<4 { append(UInt8(bits >> UInt32(18 - 6 * i) & 63)) }
    index += 3
  }
  buffer.append(10)
  return try vm.makeBytes(buffer)
}

private func decodeLine(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let source = try vm.asciiArgument(args[0])
  guard source.count > 0 else { return try vm.makeBytes(source) }
  let count = Int((source[0] &- 32) & 63)
  var buffer = ByteBuffer()
  var bits: UInt32 = 0, held: UInt32 = 0, index = 1
  while buffer.count < count {
    var digit: UInt8 = 0
    if index < source.count {
      let byte = source[index]
      index += 1
      if byte != 10, byte != 13 {
        guard byte >= 32, byte <= 96 else { throw vm.binasciiError("Illegal char") }
        digit = (byte - 32) & 63
      } else {
        index = source.count
      }
    }
    bits = bits << 6 | UInt32(digit)
    held += 6
    if held >= 8 {
      held -= 8
      buffer.append(UInt8(truncatingIfNeeded: bits >> held))
      bits &= 1 << held - 1
    }
  }
  while index < source.count {
    let byte = source[index]
    guard byte == 32 || byte == 96 || byte == 10 || byte == 13 else { throw vm.binasciiError("Trailing garbage") }
    index += 1
  }
  return try vm.makeBytes(buffer)
}

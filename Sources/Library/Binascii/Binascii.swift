// Binascii.swift — the script module `binascii`: hexadecimal text, checksums, and its table of contents.

import Interpreter

extension NativeModule {
  public static var binascii: NativeModule {
    NativeModule(
      "binascii", "Bytes as ASCII text and back.",
      rows: { NativeRow.hexadecimal + NativeRow.base64 + NativeRow.quoted },
      setUp: { (vm, module) throws(Raise) in
        let error = NativeType("Error", module: "binascii", base: .valueError, kind: .exception, "") { [] }
        let incomplete = NativeType("Incomplete", module: "binascii", base: .exception, kind: .exception, "") { [] }
        try vm.setModule(module, "Error", Value(vm.makeNativeClass(error)))
        try vm.setModule(module, "Incomplete", Value(vm.makeNativeClass(incomplete)))
      })
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  func binasciiError(_ message: String) -> Raise { raise(module: "binascii", "Error", message) }

  /// An argument that is bytes-like or a str of ASCII.
  ///
  /// - Throws: TypeError, ValueError.
  func asciiArgument(_ v: Value) throws(Raise) -> ByteView {
    if v.isStr {
      guard isASCII(v.cell) else {
        throw raise(.valueError, "string argument should contain only ASCII characters")
      }
      return view(v)
    }
    guard let bytes = try bytesLike(v) else {
      throw raise(.typeError, "argument should be bytes, buffer or ASCII string, not '\(typeName(v))'")
    }
    return bytes
  }
}

extension NativeRow {
  fileprivate static var hexadecimal: [NativeRow] {
    [
      .function("hexlify(data, sep=?, bytes_per_sep=1)", "Bytes in hexadecimal.", .callsScript, toHex),
      .function("b2a_hex(data, sep=?, bytes_per_sep=1)", "Bytes in hexadecimal.", .callsScript, toHex),
      .function("unhexlify(hexstr, /)", "The bytes of hexadecimal text.", .pure, fromHex),
      .function("a2b_hex(hexstr, /)", "The bytes of hexadecimal text.", .pure, fromHex),
      .function("crc32(data, crc=0, /)", "The CRC-32 of bytes.", .pure) { (vm, args) throws(Raise) -> Value in
        let start = vm.intValue(try vm.intBinary(.bitAnd, try vm.whole(args[1]), vm.int(0xFFFF_FFFF))) ?? 0
        return vm.int(Int(crc32(try vm.bytesArgument(args[0]), UInt32(truncatingIfNeeded: start))))
      },
      .function("crc_hqx(data, crc, /)", "The CRC-CCITT of bytes.", .pure) { (vm, args) throws(Raise) -> Value in
        let start = vm.intValue(try vm.intBinary(.bitAnd, try vm.whole(args[1]), vm.int(0xFFFF))) ?? 0
        var crc = UInt16(truncatingIfNeeded: start)
        for byte in try vm.bytesArgument(args[0]) {
          crc ^= UInt16(byte) << 8
          for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
        }
        return Value(small: Int(crc))
      },
    ]
  }
}

private func toHex(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = try vm.hexText(try vm.bytesArgument(args[0]), args[1], args[2])
  return try vm.makeBytes(vm.view(text))
}

private func fromHex(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = try vm.asciiArgument(args[0])
  if text.count % 2 != 0 { throw vm.binasciiError("Odd-length string") }
  let cell = try vm.newBytes(text.count / 2)
  for i in 0..<text.count / 2 {
    let high = IntegerText.digitValue(text[2 * i]), low = IntegerText.digitValue(text[2 * i + 1])
    guard high < 16, low < 16 else { throw vm.binasciiError("Non-hexadecimal digit found") }
    cell.text.pointee.data[i] = high << 4 | low
  }
  return Value(cell)
}

/// CRC-32 with the reflected polynomial, four bits at a time.
private func crc32(_ bytes: ByteView, _ start: UInt32) -> UInt32 {
  withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { table in
    for i in 0..<16 {
      var crc = UInt32(i)
      for _ in 0..<4 { crc = crc & 1 != 0 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
      table[i] = crc
    }
    var crc = ~start
    for byte in bytes {
      crc ^= UInt32(byte)
      crc = crc >> 4 ^ table[Int(crc & 15)]
      crc = crc >> 4 ^ table[Int(crc & 15)]
    }
    return ~crc
  }
}

// Codecs.swift — the script module `codecs`: encodings by name.

import Interpreter

extension NativeModule {
  public static var codecs: NativeModule {
    NativeModule(
      "codecs", "Encodings by name.",
      rows: {
        [
          .function("encode(obj, encoding='utf-8', errors='strict')", "A text as bytes.", .pure, encode),
          .function("decode(obj, encoding='utf-8', errors='strict')", "Bytes as a text.", .pure, decode),
        ]
      },
      setUp: { (vm, module) throws(Raise) in
        try vm.setMark(module, "BOM_UTF8", [0xEF, 0xBB, 0xBF])
        try vm.setMark(module, "BOM", [0xFF, 0xFE])
        try vm.setMark(module, "BOM_LE", [0xFF, 0xFE])
        try vm.setMark(module, "BOM_BE", [0xFE, 0xFF])
        try vm.setMark(module, "BOM_UTF16", [0xFF, 0xFE])
        try vm.setMark(module, "BOM_UTF16_LE", [0xFF, 0xFE])
        try vm.setMark(module, "BOM_UTF16_BE", [0xFE, 0xFF])
        try vm.setMark(module, "BOM_UTF32", [0xFF, 0xFE, 0, 0])
        try vm.setMark(module, "BOM_UTF32_LE", [0xFF, 0xFE, 0, 0])
        try vm.setMark(module, "BOM_UTF32_BE", [0, 0, 0xFE, 0xFF])
      })
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  fileprivate func setMark(_ module: Cell, _ name: StaticString, _ bytes: [UInt8]) throws(Raise) {
    let cell = try newBytes(bytes.count)
    for (i, byte) in bytes.enumerated() { cell.text.pointee.data[i] = byte }
    try setModule(module, name, Value(cell))
  }
}

private func encode(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.checkCodecArguments(args[1], args[2], "encode")
  guard args[0].isStr else {
    throw vm.raise(
      .typeError, "\(vm.swiftString(args[1])) encoder: argument must be str, not \(vm.typeName(args[0]))")
  }
  return try vm.encode(args[0], try vm.encodingNamed(args[1]), errors: args[2])
}

private func decode(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.checkCodecArguments(args[1], args[2], "decode")
  guard let bytes = try vm.bufferBytes(args[0]) else {
    throw vm.raise(.typeError, "a bytes-like object is required, not '\(vm.typeName(args[0]))'")
  }
  return try vm.decode(bytes, try vm.encodingNamed(args[1]), errors: args[2])
}

// BuiltinFunctions+Text.swift — builtin functions about text: repr, ascii, chr, ord, hex, oct, bin, format.

extension NativeRow {
  static var textFunctions: [NativeRow] { spellingFunctions + numberFunctions + outputFunctions }

  private static var spellingFunctions: [NativeRow] {
    [
      .function("repr(obj, /)", "A value as source text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.repr(args[0])
      },
      .function("ascii(obj, /)", "A value as source text in ASCII.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.ascii(args[0])
      },
      .function("chr(i, /)", "The character of a number.", .callsScript, characterOf),
      .function("ord(c, /)", "The number of a character.", .pure, numberOf),
      .function("hex(number, /)", "An int in hexadecimal.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.prefixedDigits(args[0], base: 16, "0x")
      },
      .function("oct(number, /)", "An int in octal.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.prefixedDigits(args[0], base: 8, "0o")
      },
      .function("bin(number, /)", "An int in binary.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.prefixedDigits(args[0], base: 2, "0b")
      },
      .function("format(value, format_spec='', /)", "A value laid out by a specification.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        guard args[1].isStr else {
          throw vm.raise(.typeError, "format() argument 2 must be str, not \(vm.argumentTypeName(args[1]))")
        }
        return try vm.formatValue(args[0], args[1])
      },
      .function("hash(obj, /)", "The hash of a value.", .callsScript) { (vm, args) throws(Raise) -> Value in
        vm.int(try vm.hash(args[0]))
      },
      .function("id(obj, /)", "A number no other living object has.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.int(vm.identity(args[0]))
      },
    ]
  }
}

private func characterOf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard let number = try vm.indexValue(args[0]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[0]))' object cannot be interpreted as an integer")
  }
  guard let code = vm.intValue(number), code >= 0, code < 0x11_0000 else {
    throw vm.raise(.valueError, "chr() arg not in range(0x110000)")
  }
  return vm.character(UInt32(code))
}

private func numberOf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = args[0]
  let count: Int
  if text.isStr {
    count = vm.textLength(text.cell)
    if count == 1 {
      var offset = 0
      return Value(small: Int(Utf8.decode(text.text.pointee.data, &offset)))
    }
  } else if text.isByteText {
    count = Int(text.text.pointee.byteCount)
    if count == 1 { return Value(small: Int(text.text.pointee.data[0])) }
  } else {
    throw vm.raise(.typeError, "ord() expected string of length 1, but \(vm.typeName(text)) found")
  }
  throw vm.raise(.typeError, "ord() expected a character, but string of length \(count) found")
}

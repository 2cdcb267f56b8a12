// UnicodeErrors.swift — UnicodeDecodeError, UnicodeEncodeError and UnicodeTranslateError.

extension NativeType {
  static var unicodeDecodeErrorRows: [NativeRow] { unicodeRows(.unicodeDecodeError, .decodeError) }
  static var unicodeEncodeErrorRows: [NativeRow] { unicodeRows(.unicodeEncodeError, .encodeError) }
  static var unicodeTranslateErrorRows: [NativeRow] { unicodeRows(.unicodeTranslateError, .translateError) }

  private static func unicodeRows(_ owner: BuiltinType, _ family: ExceptionFamily) -> [NativeRow] {
    [
      .slot("__init__(*args, **kwargs)", "Keeps the arguments.", .callsScript) { (vm, args) throws(Raise) -> Value in
        let exception = try vm.exception(args, "__init__")
        try vm.refuseKeywords(args[2], of: vm.classOf(args[0]))
        vm.store(vm.placeOf(&exception.pointee.args), args[1])
        try vm.readUnicodeFields(args[0], args[1], family)
        return .none
      },
      .slot("__str__()", "The message.", .callsScript) { (vm, args) throws(Raise) -> Value in
        _ = try vm.exception(args, "__str__")
        return try vm.unicodeErrorText(args[0], family)
      },
      .field("encoding", "The encoding.", owner, UnicodeField.encoding),
      .field("object", "What was encoded or decoded.", owner, UnicodeField.object),
      position("start", "Where the problem starts.", owner, UnicodeField.start),
      position("end", "Where the problem ends.", owner, UnicodeField.end),
      .field("reason", "What is wrong.", owner, UnicodeField.reason),
    ]
  }

  private static func position(
    _ name: StaticString, _ documentation: StaticString, _ owner: BuiltinType, _ index: Int
  ) -> NativeRow {
    .property(name, documentation, .callsScript) { (vm, args) throws(Raise) -> Value in
      _ = try vm.exception(args, name)
      guard vm.isInstance(args[0], owner) else { throw vm.foreignField(name, owner, args[0]) }
      if args.count == 1 {
        let value = vm.fields(args[0])[index]
        return value.isUnbound ? Value(small: 0) : value
      }
      if args[1].isUnbound { throw vm.raise(.typeError, "can't delete numeric/char attribute") }
      let number = vm.int(try vm.sizeArgument(args[1]))
      vm.store(vm.fields(args[0]) + index, number)
      return .none
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Checks and keeps (encoding, object, start, end, reason), or (object, start, end, reason) for translations.
  func readUnicodeFields(_ exception: Value, _ args: Value, _ family: ExceptionFamily) throws(Raise) {
    let isTranslation = family == .translateError
    let first = isTranslation ? 1 : 0, wanted = UnicodeField.count - first
    let (items, count) = itemsOf(args)
    guard count == wanted else {
      throw raise(.typeError, "function takes exactly \(wanted) arguments (\(count) given)")
    }
    var values = [Value](repeating: .unbound, count: first)
    for i in first..<UnicodeField.count {
      let value = items[i - first]
      switch i {
      case UnicodeField.start, UnicodeField.end: values.append(int(try index(value)))
      case UnicodeField.object where family == .decodeError: values.append(value)
      default:
        guard value.is(.str) else {
          throw raise(.typeError, "argument \(i - first + 1) must be str, not \(typeName(value))")
        }
        values.append(value)
      }
    }
    if family == .decodeError, !values[UnicodeField.object].is(.bytes) {
      let object = values[UnicodeField.object]
      guard object.is(.byteArray) || object.isRecord(.memoryView) else {
        throw raise(.typeError, "a bytes-like object is required, not '\(typeName(object))'")
      }
      values[UnicodeField.object] = try call(Value(builtin(.bytes)), object)
    }
    setFields(exception, values)
  }

  fileprivate func unicodeErrorText(_ exception: Value, _ family: ExceptionFamily) throws(Raise) -> Value {
    let fields = fields(exception)
    let object = fields[UnicodeField.object]
    guard object.is(.bytes) || object.is(.str) else { return pointee.emptyText }
    var text = TextBuffer()
    if family != .translateError {
      text.append("'")
      text.append(try str(fields[UnicodeField.encoding]))
      text.append("' codec ")
    }
    text.append(
      family == .decodeError ? "can't decode " : family == .encodeError ? "can't encode " : "can't translate ")
    let start = word(fields[UnicodeField.start]) ?? 0, end = word(fields[UnicodeField.end]) ?? 0
    let noun = family == .decodeError ? "byte" : "character"
    let length = object.is(.bytes) ? Int(object.text.pointee.byteCount) : codePointCount(object.cell)
    if start >= 0, start < length, end == start + 1 {
      text.append("\(noun) \(try problem(object, start)) in position \(start): ")
    } else {
      text.append("\(noun)s in position \(start)-\(end &- 1): ")
    }
    text.append(try str(fields[UnicodeField.reason]))
    return string(text)
  }

  /// The byte or character an error is about, as an escape.
  private func problem(_ object: Value, _ position: Int) throws(Raise) -> String {
    if object.is(.bytes) { return "0x\(hex(UInt32(object.text.pointee.data[position]), 2))" }
    let character = try textGetItem(object, Value(small: position))
    var offset = 0
    let scalar = Utf8.decode(character.text.pointee.data, &offset)
    if scalar <= 0xFF { return "'\\x\(hex(scalar, 2))'" }
    return scalar <= 0xFFFF ? "'\\u\(hex(scalar, 4))'" : "'\\U\(hex(scalar, 8))'"
  }

  private func hex(_ number: UInt32, _ width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

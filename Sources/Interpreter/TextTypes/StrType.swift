// StrType.swift — the class `str`: its special methods, and how objects of it are made.

import Glibc
import Parser

extension NativeType {
  static var str: NativeType {
    NativeType("str", kind: .str, "A text of Unicode characters.") {
      NativeRow.strBasics + NativeRow.strOperators + NativeRow.strSearch + NativeRow.strSplit + NativeRow.strCase
        + NativeRow.strFormat + NativeRow.strTranslate
    }
  }
}

extension NativeRow {
  fileprivate static var strBasics: [NativeRow] {
    [
      .slot("__new__(object=?, encoding=?, errors=?)", "The text of a value.", .callsScript, strNew),
      .slot("__repr__()", "The text as source text.", .pure) { (vm, args) throws(Raise) -> Value in
        try vm.textRepr(try vm.strReceiver(args))
      },
      .slot("__str__()", "The text itself.", .pure) { (vm, args) throws(Raise) -> Value in
        try vm.exactText(try vm.strReceiver(args))
      },
      .slot("__hash__()", "The text's hash.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.int(vm.textHash(try vm.strReceiver(args).cell))
      },
      .slot("__len__()", "Number of characters.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(small: vm.textLength(try vm.strReceiver(args).cell))
      },
      .slot("__getitem__(key, /)", "A character or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.textGetItem(try vm.strReceiver(args), args[1])
      },
      .slot("__contains__(key, /)", "Whether a part occurs.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(try vm.textContains(try vm.strReceiver(args), args[1]))
      },
      .slot("__iter__()", "An iterator over the characters.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.textIterator(try vm.strReceiver(args))
      },
      .slot("__getnewargs__()", "What makes an equal text.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.single(try vm.exactText(try vm.strReceiver(args)))
      },
      .slot("__sizeof__()", "Size in memory, in bytes.", .pure) { (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        return vm.int(vm.textSize(text))
      },
      .method("encode(encoding=?, errors=?)", "The text as bytes.", .pure) { (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        try vm.checkCodecArguments(args[1], args[2], "encode")
        return try vm.encode(text, try vm.encodingNamed(args[1]), errors: args[2])
      },
    ]
  }

  fileprivate static var strOperators: [NativeRow] {
    [
      comparison("__eq__(value, /)", .equal), comparison("__ne__(value, /)", .notEqual),
      comparison("__lt__(value, /)", .less), comparison("__le__(value, /)", .lessOrEqual),
      comparison("__gt__(value, /)", .greater), comparison("__ge__(value, /)", .greaterOrEqual),
      .slot("__add__(value, /)", "Both texts joined.", .pure) { (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        guard args[1].isStr else {
          throw vm.raise(.typeError, "can only concatenate str (not \"\(vm.typeName(args[1]))\") to str")
        }
        return try vm.concatenate(text, args[1])
      },
      .slot("__mul__(value, /)", "The text repeated.", .callsScript, strRepeat),
      .slot("__rmul__(value, /)", "The text repeated.", .callsScript, strRepeat),
      .slot("__mod__(value, /)", "The text with values filled in.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.textPercent(try vm.strReceiver(args), args[1])
      },
      .slot("__rmod__(value, /)", "Another text with this value filled in.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let value = try vm.strReceiver(args)
        return args[1].isStr ? try vm.textPercent(args[1], value) : .notImplemented
      },
    ]
  }

  private static func comparison(_ signature: StaticString, _ op: ComparisonOperator) -> NativeRow {
    .slot(signature, "The comparison's result for texts, else NotImplemented.", .pure) {
      (vm, args) throws(Raise) -> Value in
      vm.textCompare(op, try vm.strReceiver(args), args[1])
    }
  }
}

private func strRepeat(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = try vm.strReceiver(args)
  guard let count = try vm.repeatCount(args[1]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[1]))' object cannot be interpreted as an integer")
  }
  return try vm.repeatText(text, count)
}

private func strNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let target = try vm.newTarget(args, .str)
  let text = try strFrom(vm, args[1], args[2], args[3])
  return target == vm.builtin(.str) ? text : vm.text(text, of: target)
}

private func strFrom(_ vm: VM, _ object: Value, _ encoding: Value, _ errors: Value) throws(Raise) -> Value {
  if encoding.isUnbound, errors.isUnbound {
    if object.isUnbound { return vm.emptyText }
    if let text = try vm.quickText(object) { return text }
    return try vm.str(object)
  }
  try vm.checkCodecArguments(encoding, errors, "str")
  if object.isUnbound { return vm.emptyText }
  if object.isStr { throw vm.raise(.typeError, "decoding str is not supported") }
  guard let bytes = try vm.bufferBytes(object) else {
    throw vm.raise(
      .typeError, "decoding to str: need a bytes-like object, \(vm.typeName(object)) found")
  }
  return try vm.decode(bytes, try vm.encodingNamed(encoding), errors: errors)
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `str(v)` of a str, int, float or bool itself; nil for the general way.
  ///
  /// - Throws: ValueError past the limit on digits, MemoryError.
  @inline(__always)
  public func quickText(_ v: Value) throws(Raise) -> Value? {
    if v.isExactStr { return v }
    if v.isSmallInt || v.isExactInt { return try intToText(v) }
    if v.isDouble { return floatText(v.double) }
    return v.isBool ? boolText(v) : nil
  }

  /// What calling the class `cell` with one positional argument makes, where that needs no binding: `str(x)`, `int(x)`,
  /// `float(x)`, `bool(x)`; nil for the general way.
  ///
  /// - Throws: as the constructors do.
  @inline(__always)
  public func constructQuickly(_ cell: Cell, _ argument: Value) throws(Raise) -> Value? {
    switch classCell(cell).pointee.builtin {
    case BuiltinType.str.rawValue:
      if let text = try quickText(argument) { return text }
      return try str(argument)
    case BuiltinType.int.rawValue: return try toInt(argument)
    case BuiltinType.float.rawValue: return Value(any: try toFloat(argument))
    case BuiltinType.bool.rawValue: return Value(try truth(argument))
    case _: return nil
    }
  }

  /// A str of class `str` itself with the same text.
  ///
  /// - Throws: MemoryError.
  public func exactText(_ v: Value) throws(Raise) -> Value {
    v.isExactStr ? v : try makeText(view(v), isASCII: v.text.pointee.isPlain, length: Int(v.text.pointee.length))
  }

  /// An object of a subclass with the text of a str, whose bytes it shares.
  func text(_ v: Value, of target: Cell) -> Value {
    let cell = newInstance(target, kind: v.kind, bytes: TextCell.inlineOffset)
    let text = v.text
    cell.text.pointee.data = text.pointee.data
    cell.text.pointee.byteCount = text.pointee.byteCount
    cell.text.pointee.length = text.pointee.length
    cell.text.pointee.hash = text.pointee.hash
    cell.header.pointee.flags = text.pointee.header.flags & TextCell.isASCII
    return Value(cell)
  }

  /// What CPython says a str takes: a header by the widest character, and its characters.
  func textSize(_ v: Value) -> Int {
    let text = v.text.pointee
    if text.isPlain { return 41 + Int(text.length) }
    let greatest = Utf8.greatestScalar(text.view)
    let width = greatest < 0x100 ? 1 : greatest < 0x10000 ? 2 : 4
    return (width == 1 ? 57 : 58) + (width == 4 ? 2 : 0) + (Int(text.length) + (width == 1 ? 0 : 0)) * width
  }
}

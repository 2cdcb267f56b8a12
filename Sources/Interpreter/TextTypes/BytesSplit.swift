// BytesSplit.swift — split, strip, splitlines, join, translate, hex and decode of bytes and bytearray.

import Glibc

extension NativeRow {
  static var bytesSplit: [NativeRow] {
    [
      .method("split(sep=None, maxsplit=-1)", "The words of the bytes.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try split(vm, args, backward: false)
      },
      .method("rsplit(sep=None, maxsplit=-1)", "The words of the bytes, split from the right.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try split(vm, args, backward: true)
      },
      .method("splitlines(keepends=False)", "The lines of the bytes.", .callsScript, splitLines),
      .method("join(iterable_of_bytes, /)", "Bytes-likes with these bytes between.", .callsScript, join),
      .method("strip(bytes=None, /)", "The bytes without blanks, or some bytes, at their ends.", .pure) {
        (vm, args) throws(Raise) -> Value in
        try strip(vm, args, left: true, right: true)
      },
      .method("lstrip(bytes=None, /)", "The bytes without blanks, or some bytes, at their start.", .pure) {
        (vm, args) throws(Raise) -> Value in
        try strip(vm, args, left: true, right: false)
      },
      .method("rstrip(bytes=None, /)", "The bytes without blanks, or some bytes, at their end.", .pure) {
        (vm, args) throws(Raise) -> Value in
        try strip(vm, args, left: false, right: true)
      },
      .method("translate(table, /, delete=b'')", "The bytes looked up in a table, some left out.", .pure, translate),
      .staticMethod("maketrans(frm, to, /)", "A table for translate.", .pure, makeTable),
      .method("hex(sep=?, bytes_per_sep=1)", "The bytes in hexadecimal.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.hexText(vm.view(try vm.bytesReceiver(args)), args[1], args[2])
      },
      .method("decode(encoding=?, errors=?)", "The text the bytes spell.", .pure) {
        (vm, args) throws(Raise) -> Value in
        let bytes = try vm.bytesReceiver(args)
        try vm.checkCodecArguments(args[1], args[2], "decode")
        return try vm.decode(bytes, try vm.encodingNamed(args[1]), errors: args[2])
      },
    ]
  }
}

private func split(_ vm: VM, _ args: Arguments, backward: Bool) throws(Raise) -> Value {
  let text = try vm.bytesReceiver(args)
  let limit = try vm.sizeArgument(args[2])
  let mark = args[1].isNone ? nil : try vm.bytesArgument(args[1])
  if let mark, mark.count == 0 { throw vm.raise(.valueError, "empty separator") }
  let list = vm.list()
  let view = vm.view(text)
  switch (mark, backward) {
  case (let mark?, false):
    var pieces = SeparatorSplit(view, separator: mark, limit: limit)
    while let piece = pieces.next() { try vm.listAppend(list.cell, try vm.bytes(like: text, view.part(piece))) }
  case (let mark?, true):
    var pieces = SeparatorSplitBackward(view, separator: mark, limit: limit)
    while let piece = pieces.next() { try vm.listAppend(list.cell, try vm.bytes(like: text, view.part(piece))) }
  case (nil, false):
    var words = BlankSplit(view, unit: .byte, limit: limit)
    while let word = words.next() { try vm.listAppend(list.cell, try vm.bytes(like: text, view.part(word))) }
  case (nil, true):
    var words = BlankSplitBackward(view, unit: .byte, limit: limit)
    while let word = words.next() { try vm.listAppend(list.cell, try vm.bytes(like: text, view.part(word))) }
  }
  if backward { vm.reverseList(list) }
  return list
}

private func splitLines(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = try vm.bytesReceiver(args)
  let keepsEnds = try vm.flag(args[1])
  let list = vm.list()
  let view = vm.view(text)
  var lines = LineSplit(view, unit: .byte, keepsEnds: keepsEnds)
  while let line = lines.next() { try vm.listAppend(list.cell, try vm.bytes(like: text, view.part(line))) }
  return list
}

private func strip(_ vm: VM, _ args: Arguments, left: Bool, right: Bool) throws(Raise) -> Value {
  let text = try vm.bytesReceiver(args)
  if args[1].isNone {
    let view = vm.view(text)
    return try vm.bytes(like: text, view.part(TextBlank.strip(view, unit: .byte, left: left, right: right)))
  }
  let set = try vm.bytesArgument(args[1]), view = vm.view(text)
  return try vm.bytes(
    like: text, view.part(TextBlank.strip(view, of: set, unit: .byte, left: left, right: right)))
}

private func join(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let separator = try vm.bytesReceiver(args)
  let sequence = try vm.joinable(args[1])
  var buffer = ByteBuffer(limit: TextCell.limit)
  for i in 0..<vm.sequenceCount(sequence) {
    let item = vm.sequenceItems(sequence)[i]
    guard let part = try vm.bytesLike(item) else {
      throw vm.raise(
        .typeError, "sequence item \(i): expected a bytes-like object, \(vm.typeName(item)) found")
    }
    if i > 0 { buffer.append(vm.view(separator)) }
    buffer.append(part)
  }
  return try vm.bytes(like: separator, buffer)
}

private func translate(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = try vm.bytesReceiver(args)
  let table = args[1].isNone ? nil : try vm.bytesArgument(args[1])
  if let table, table.count != 256 {
    throw vm.raise(.valueError, "translation table must be 256 characters long")
  }
  let deleted = args[2].isUnbound ? vm.view(vm.emptyBytes) : try vm.bytesArgument(args[2])
  var buffer = ByteBuffer(limit: TextCell.limit)
  for byte in vm.view(text) {
    if deleted.count > 0, memchr(deleted.start, Int32(byte), deleted.count) != nil { continue }
    buffer.append(table.map { $0[Int(byte)] } ?? byte)
  }
  return try vm.bytes(like: text, buffer)
}

private func makeTable(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let from = try vm.bytesArgument(args[0]), to = try vm.bytesArgument(args[1])
  guard from.count == to.count else {
    throw vm.raise(.valueError, "maketrans arguments must have same length")
  }
  let cell = try vm.newBytes(256)
  for i in 0..<256 { cell.text.pointee.data[i] = UInt8(i) }
  for i in 0..<from.count { cell.text.pointee.data[Int(from[i])] = to[i] }
  return Value(cell)
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `hex(sep, bytes_per_sep)` of bytes.
  ///
  /// - Throws: TypeError, ValueError, MemoryError.
  public func hexText(_ source: ByteView, _ separator: Value, _ group: Value) throws(Raise) -> Value {
    let size = try sizeArgument(group)
    var mark: UInt8?
    if !separator.isUnbound {
      if separator.isStr {
        guard codePointCount(separator.cell) == 1 else { throw raise(.valueError, "sep must be length 1.") }
        guard separator.text.pointee.isPlain else { throw raise(.valueError, "sep must be ASCII.") }
        mark = separator.text.pointee.data[0]
      } else if separator.isBytes {
        guard separator.text.pointee.byteCount == 1 else { throw raise(.valueError, "sep must be length 1.") }
        guard separator.text.pointee.data[0] < 128 else { throw raise(.valueError, "sep must be ASCII.") }
        mark = separator.text.pointee.data[0]
      } else {
        guard try length(separator) == 1 else { throw raise(.valueError, "sep must be length 1.") }
        throw raise(.typeError, "sep must be str or bytes.")
      }
    }
    var buffer = ByteBuffer(limit: TextCell.limit)
    HexText.append(source, separator: mark, group: size, to: &buffer)
    return try makeText(buffer, isASCII: true)
  }

  /// `fromhex(string)`: the bytes as a bytes object.
  ///
  /// - Throws: TypeError, ValueError.
  func bytesFromHex(_ text: Value) throws(Raise) -> Value {
    guard text.isStr else {
      throw raise(.typeError, "fromhex() argument must be str, not \(argumentTypeName(text))")
    }
    var buffer = ByteBuffer(limit: TextCell.limit)
    do throws(HexProblem) {
      try HexText.parse(view(text), into: &buffer)
    } catch {
      throw raise(.valueError, error.message)
    }
    return try makeBytes(buffer)
  }
}

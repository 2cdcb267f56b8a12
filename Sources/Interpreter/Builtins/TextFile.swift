// TextFile.swift — `sys.stdin`, `sys.stdout` and `sys.stderr`: text streams over the world's own.

import Runtime

/// Words of a standard stream.
enum StreamWord {
  /// 0, 1 or 2.
  static let descriptor = 0
  static let name = 1, mode = 2, encoding = 3, errors = 4
  static let isLineBuffered = 5, isClosed = 6
  /// The stream of bytes below, or unbound; for that one, the number of bytes read ahead stays in the text stream.
  static let buffer = 7
  /// Bytes read ahead, and how many of them were taken.
  static let ahead = 8, place = 9
  static let count = 10
}

extension NativeType {
  static var textFile: NativeType {
    NativeType(
      "TextIOWrapper", module: "_io", kind: .record, layout: .textFile, words: StreamWord.count, isBaseType: false,
      "A standard stream of the program."
    ) { inputRows + outputRows + stateRows }
  }

  private static var outputRows: [NativeRow] {
    [
      .method("write(text, /)", "Writes a str; returns its length.", .world, streamWrite),
      .method("writelines(lines, /)", "Writes strs.", .world, streamWriteLines),
      .method("flush()", "Sends what is buffered.", .world) { (vm, args) throws(Raise) in
        try vm.openStream(args)
        vm.flushOutput()
        return .none
      },
    ]
  }

  private static var inputRows: [NativeRow] {
    [
      .method("read(size=-1, /)", "Reads characters, by default to the end.", .world, streamRead),
      .method("readline(size=-1, /)", "Reads a line.", .world, streamReadLine),
      .method("readlines(hint=-1, /)", "Reads the lines that are left.", .world, streamReadLines),
      .slot("__iter__()", "", .readsSelf) { (vm, args) throws(Raise) in
        try vm.openStream(args)
        return args[0]
      },
      .slot("__next__()", "", .world) { (vm, args) throws(Raise) in
        let line = try vm.streamLine(try vm.inputStream(args), limit: -1)
        if vm.view(line).count == 0 { throw vm.raise(.stopIteration, "") }
        return line
      },
    ]
  }

  private static var stateRows: [NativeRow] {
    [
      .method("close()", "", .writesSelf) { (vm, args) throws(Raise) in
        vm.flushOutput()
        vm.store(try vm.record(args, .textFile).recordWords + StreamWord.isClosed, .true)
        return .none
      },
      .method("fileno()", "", .readsSelf) { (vm, args) throws(Raise) in try vm.openStream(args)[StreamWord.descriptor]
      },
      .method("isatty()", "", .world) { (vm, args) throws(Raise) in
        let descriptor = try vm.openStream(args)[StreamWord.descriptor].smallInt
        return Value(vm.pointee.outside.kernel.world.files.isTerminal(Int32(truncatingIfNeeded: descriptor)))
      },
      .method("readable()", "", .readsSelf) { (vm, args) throws(Raise) in
        Value(try vm.openStream(args)[StreamWord.descriptor].smallInt == 0)
      },
      .method("writable()", "", .readsSelf) { (vm, args) throws(Raise) in
        Value(try vm.openStream(args)[StreamWord.descriptor].smallInt != 0)
      },
      .method("seekable()", "", .readsSelf) { (vm, args) throws(Raise) in
        try vm.openStream(args)
        return .false
      },
      .method("seek(cookie, whence=0, /)", "", .readsSelf, streamUnsupported),
      .method("tell()", "", .readsSelf, streamUnsupported),
      .method("truncate(pos=None, /)", "", .readsSelf, streamUnsupported),
      .method(
        "reconfigure(*, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)", "",
        .writesSelf, streamReconfigure),
      .slot("__enter__()", "", .readsSelf) { (vm, args) throws(Raise) in
        try vm.openStream(args)
        return args[0]
      },
      .slot("__exit__(*details)", "", .writesSelf) { (vm, args) throws(Raise) in
        vm.flushOutput()
        vm.store(try vm.record(args, .textFile).recordWords + StreamWord.isClosed, .true)
        return .none
      },
      .slot("__repr__(/)", "", .readsSelf, streamRepr),
      streamField("name", StreamWord.name), streamField("encoding", StreamWord.encoding),
      streamField("errors", StreamWord.errors), streamField("closed", StreamWord.isClosed),
      streamField("line_buffering", StreamWord.isLineBuffered), streamField("mode", StreamWord.mode),
      .getter("buffer", "", .readsSelf) { (vm, args) throws(Raise) in
        let buffer = try vm.record(args, .textFile).recordWords[StreamWord.buffer]
        if buffer.isUnbound { throw vm.attributeError(args[0], vm.intern("buffer")) }
        return buffer
      },
      .getter("newlines", "", .readsSelf) { (_, _) throws(Raise) in .none },
      .getter("write_through", "", .readsSelf) { (_, _) throws(Raise) in .false },
    ]
  }
}

private func streamField(_ name: StaticString, _ word: Int) -> NativeRow {
  .getter(name, "", .readsSelf) { (vm, args) throws(Raise) in try vm.record(args, .textFile).recordWords[word] }
}

private func streamUnsupported(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try vm.openStream(args)
  throw vm.unsupported("underlying stream is not seekable")
}

private func streamWrite(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.openStream(args)
  guard args[1].isStr else {
    throw vm.raise(.typeError, "write() argument must be str, not \(vm.typeName(args[1]))")
  }
  try vm.streamWrite(words, args[1])
  return vm.int(vm.codePointCount(args[1].cell))
}

private func streamWriteLines(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.openStream(args)
  try vm.iterate(args[1]) { (line) throws(Raise) in
    guard line.isStr else { throw vm.raise(.typeError, "write() argument must be str, not \(vm.typeName(line))") }
    try vm.streamWrite(words, line)
    return true
  }
  return .none
}

private func streamRead(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.inputStream(args)
  var left = args[1].isNone ? -1 : try vm.index(args[1])
  if left < 0 {
    while try vm.readAhead(cell) {}
    return try vm.takeAhead(cell, vm.ahead(cell).count)
  }
  // Characters are counted by their first bytes.
  var end = 0
  while left > 0 {
    let bytes = vm.ahead(cell)
    if end == bytes.count {
      if try vm.readAhead(cell) { continue }
      break
    }
    end += 1
    while end < vm.ahead(cell).count, vm.ahead(cell)[end] & 0xC0 == 0x80 { end += 1 }
    if end == vm.ahead(cell).count, try vm.readAhead(cell) {
      while end < vm.ahead(cell).count, vm.ahead(cell)[end] & 0xC0 == 0x80 { end += 1 }
    }
    left -= 1
  }
  return try vm.takeAhead(cell, end)
}

private func streamReadLine(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.inputStream(args)
  return try vm.streamLine(cell, limit: args[1].isNone ? -1 : try vm.index(args[1]))
}

private func streamReadLines(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.inputStream(args)
  let hint = args[1].isNone ? -1 : try vm.index(args[1])
  let lines = vm.list()
  vm.hold(lines)
  defer { vm.unhold() }
  var size = 0
  while true {
    let line = try vm.streamLine(cell, limit: -1)
    if vm.view(line).count == 0 { return lines }
    try vm.listAppend(lines.cell, line)
    size += vm.codePointCount(line.cell)
    if hint > 0, size >= hint { return lines }
  }
}

private func streamReconfigure(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.openStream(args)
  if !args[1].isNone {
    guard args[1].isStr else {
      throw vm.raise(.typeError, "reconfigure() argument 'encoding' must be str or None, not \(vm.typeName(args[1]))")
    }
    _ = try vm.encodingNamed(args[1])
    vm.store(words + StreamWord.encoding, args[1])
    if args[2].isNone { vm.store(words + StreamWord.errors, vm.intern("strict")) }
  }
  if args[2].isStr { vm.store(words + StreamWord.errors, args[2]) }
  if !args[4].isNone { vm.store(words + StreamWord.isLineBuffered, Value(try vm.truth(args[4]))) }
  return .none
}

private func streamRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let words = try vm.record(args, .textFile).recordWords
  let name = vm.swiftString(words[StreamWord.name]), mode = vm.swiftString(words[StreamWord.mode])
  let encoding = vm.swiftString(words[StreamWord.encoding])
  return vm.string("<_io.TextIOWrapper name='\(name)' mode='\(mode)' encoding='\(encoding)'>")
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// One of the program's standard streams.
  public func makeStandardStream(_ descriptor: Int) -> Value {
    let cell = newRecord(.textFile, .textFile, words: StreamWord.count)
    hold(Value(cell))
    defer { unhold() }
    let words = cell.recordWords
    words[StreamWord.descriptor] = Value(small: descriptor)
    words[StreamWord.name] = intern(["<stdin>", "<stdout>", "<stderr>"][descriptor])
    words[StreamWord.mode] = intern(descriptor == 0 ? "r" : "w")
    words[StreamWord.encoding] = intern("utf-8")
    words[StreamWord.errors] = intern(descriptor == 2 ? "backslashreplace" : "strict")
    words[StreamWord.isLineBuffered] = Value(descriptor == 2)
    words[StreamWord.isClosed] = .false
    words[StreamWord.ahead] = emptyBytes
    words[StreamWord.place] = Value(small: 0)
    return Value(cell)
  }

  /// Gives a standard stream the stream of bytes that is its `buffer`.
  public func setStreamBuffer(_ stream: Value, _ buffer: Value) {
    store(stream.cell.recordWords + StreamWord.buffer, buffer)
  }

  /// The words of a stream that is not closed.
  @discardableResult
  func openStream(_ args: Arguments) throws(Raise) -> Values {
    let words = try record(args, .textFile).recordWords
    if words[StreamWord.isClosed].isTrue { throw raise(.valueError, "I/O operation on closed file.") }
    return words
  }

  /// A stream that can be read.
  func inputStream(_ args: Arguments) throws(Raise) -> Cell {
    let words = try openStream(args)
    if words[StreamWord.descriptor].smallInt != 0 { throw unsupported("not readable") }
    return args[0].cell
  }

  /// `io.UnsupportedOperation`.
  func unsupported(_ message: String) -> Raise {
    do {
      let type = try getAttribute(try importModule("io"), intern("UnsupportedOperation"))
      return raise(exception: try call(type, string(message)))
    } catch { return error }
  }

  /// Writes a str as a stream encodes it.
  func streamWrite(_ words: Values, _ text: Value) throws(Raise) {
    let descriptor = words[StreamWord.descriptor].smallInt
    if descriptor == 0 { throw unsupported("not writable") }
    let encoded = try encode(text, try encodingNamed(words[StreamWord.encoding]), errors: words[StreamWord.errors])
    writeBytes(view(encoded), to: descriptor)
    if descriptor == 1, words[StreamWord.isLineBuffered].isTrue { flushOutput() }
  }

  /// Writes bytes to standard output (1) or standard error (2).
  public func writeBytes(_ bytes: ByteView, to descriptor: Int) {
    pointee.outside.kernel.world.write(
      UnsafeRawBufferPointer(start: bytes.start, count: bytes.count),
      to: descriptor == 2 ? .standardError : .standardOutput)
  }

  // MARK: Reading

  /// The bytes of standard input that were read and not taken.
  public func ahead(_ stream: Cell) -> ByteView {
    let words = stream.recordWords
    let bytes = view(words[StreamWord.ahead])
    return bytes.part(words[StreamWord.place].smallInt..<bytes.count)
  }

  /// Reads more standard input behind what is there already; false at its end.
  public func readAhead(_ stream: Cell) throws(Raise) -> Bool {
    flushOutput()
    let room = 1 << 16
    let cell = try newBytes(room)
    let world = pointee.outside.kernel.world
    let count = world.readInput(UnsafeMutableRawBufferPointer(start: cell.text.pointee.data, count: room))
    if count < 0 { throw raiseOSError(errno: Int32(truncatingIfNeeded: -count)) }
    if count == 0 { return false }
    let fresh = ByteView(start: cell.text.pointee.data, count: count)
    let old = ahead(stream)
    let joined = try newBytes(old.count + count)
    joined.text.pointee.data.update(from: old.start, count: old.count)
    (joined.text.pointee.data + old.count).update(from: fresh.start, count: count)
    store(stream.recordWords + StreamWord.ahead, Value(joined))
    store(stream.recordWords + StreamWord.place, Value(small: 0))
    return true
  }

  /// Takes bytes that were read ahead.
  public func takeBytesAhead(_ stream: Cell, _ count: Int) throws(Raise) -> Value {
    let taken = try makeBytes(ahead(stream).part(0..<count))
    let words = stream.recordWords
    let place = words[StreamWord.place].smallInt + count
    if place == view(words[StreamWord.ahead]).count {
      store(words + StreamWord.ahead, emptyBytes)
      store(words + StreamWord.place, Value(small: 0))
    } else {
      store(words + StreamWord.place, Value(small: place))
    }
    return taken
  }

  /// Takes bytes that were read ahead as text, their line ends made plain.
  func takeAhead(_ stream: Cell, _ count: Int) throws(Raise) -> Value {
    let bytes = try takeBytesAhead(stream, count)
    let words = stream.recordWords
    let text = try decode(bytes, try encodingNamed(words[StreamWord.encoding]), errors: words[StreamWord.errors])
    if !view(text).contains(13) { return text }
    var plain = ByteBuffer(limit: TextCell.limit)
    var wasReturn = false
    for byte in view(text) {
      if byte == 13 {
        plain.append(10)
      } else if byte != 10 || !wasReturn {
        plain.append(byte)
      }
      wasReturn = byte == 13
    }
    return try makeText(plain)
  }

  /// One line with its end, at most `limit` bytes where that is not negative; empty at the end of the input.
  func streamLine(_ stream: Cell, limit: Int) throws(Raise) -> Value {
    var looked = 0
    while true {
      let bytes = ahead(stream)
      while looked < bytes.count {
        if limit >= 0, looked == limit { return try takeAhead(stream, looked) }
        let byte = bytes[looked]
        looked += 1
        if byte == 10 { return try takeAhead(stream, looked) }
        if byte == 13 {
          if looked == bytes.count { _ = try readAhead(stream) }
          if looked < ahead(stream).count, ahead(stream)[looked] == 10 { looked += 1 }
          return try takeAhead(stream, looked)
        }
      }
      if try !readAhead(stream) { return try takeAhead(stream, looked) }
    }
  }
}

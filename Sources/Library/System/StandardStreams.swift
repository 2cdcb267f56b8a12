// StandardStreams.swift — `sys.stdin`, `sys.stdout`, `sys.stderr`, and the streams of bytes below them.

import Interpreter
import Runtime

/// Words of a stream of bytes: its text stream, closed or not.
private enum ByteStreamWord { static let text = 0, descriptor = 1, isClosed = 2, count = 3 }

enum StandardStreams {
  static func setUp(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let reader = Value(vm.makeNativeClass(byteReader)), writer = Value(vm.makeNativeClass(byteWriter))
    vm.pointee.permanent += [reader, writer]
    let names: [(StaticString, StaticString)] = [
      ("stdin", "__stdin__"), ("stdout", "__stdout__"), ("stderr", "__stderr__"),
    ]
    for (descriptor, pair) in names.enumerated() {
      let stream = vm.makeStandardStream(descriptor)
      vm.hold(stream)
      defer { vm.unhold() }
      let bytes = vm.newRecord((descriptor == 0 ? reader : writer).cell, .fileDescriptor, words: ByteStreamWord.count)
      bytes.recordWords[ByteStreamWord.text] = stream
      bytes.recordWords[ByteStreamWord.descriptor] = Value(small: descriptor)
      bytes.recordWords[ByteStreamWord.isClosed] = .false
      vm.setStreamBuffer(stream, Value(bytes))
      try vm.setModule(dictionary, pair.0, stream)
      try vm.setModule(dictionary, pair.1, stream)
      if descriptor == 0 { vm.pointee.standardInput = stream }
      if descriptor == 1 { vm.pointee.standardOutput = stream }
    }
  }

  private static var byteReader: NativeType {
    NativeType(
      "BufferedReader", module: "_io", kind: .record, layout: .fileDescriptor, words: ByteStreamWord.count,
      isBaseType: false, "The bytes of standard input."
    ) {
      sharedRows + [
        .method("read(size=-1, /)", "Reads bytes, by default to the end.", .world, byteRead),
        .method("read1(size=-1, /)", "Reads bytes with at most one call of the system.", .world, byteReadOnce),
        .method("readline(size=-1, /)", "Reads a line.", .world) { (vm, args) throws(Raise) in
          try byteLine(vm, try open(vm, args), args[1].isNone ? -1 : try vm.index(args[1]))
        },
        .method("readlines(hint=-1, /)", "Reads the lines that are left.", .world) { (vm, args) throws(Raise) in
          let lines = vm.list()
          vm.hold(lines)
          defer { vm.unhold() }
          while true {
            let line = try byteLine(vm, try open(vm, args), -1)
            if vm.view(line).count == 0 { return lines }
            try vm.listAppend(lines.cell, line)
          }
        },
        .slot("__iter__()", "", .readsSelf) { (vm, args) throws(Raise) in args[0] },
        .slot("__next__()", "", .world) { (vm, args) throws(Raise) in
          let line = try byteLine(vm, try open(vm, args), -1)
          if vm.view(line).count == 0 { throw vm.raise(.stopIteration, "") }
          return line
        },
      ]
    }
  }

  private static var byteWriter: NativeType {
    NativeType(
      "BufferedWriter", module: "_io", kind: .record, layout: .fileDescriptor, words: ByteStreamWord.count,
      isBaseType: false, "The bytes of standard output or standard error."
    ) {
      sharedRows + [
        .method("write(buffer, /)", "Writes bytes; returns their number.", .world) { (vm, args) throws(Raise) in
          let words = try open(vm, args)
          guard let bytes = try vm.bytesLike(args[1]) else {
            throw vm.raise(.typeError, "a bytes-like object is required, not '\(vm.typeName(args[1]))'")
          }
          let count = bytes.count
          vm.writeBytes(bytes, to: words[ByteStreamWord.descriptor].smallInt)
          return vm.int(count)
        },
        .method("writelines(lines, /)", "Writes pieces of bytes.", .world) { (vm, args) throws(Raise) in
          let words = try open(vm, args)
          try vm.iterate(args[1]) { (line) throws(Raise) in
            guard let bytes = try vm.bytesLike(line) else {
              throw vm.raise(.typeError, "a bytes-like object is required, not '\(vm.typeName(line))'")
            }
            vm.writeBytes(bytes, to: words[ByteStreamWord.descriptor].smallInt)
            return true
          }
          return .none
        },
      ]
    }
  }

  private static var sharedRows: [NativeRow] {
    [
      .method("flush()", "Sends what is buffered.", .world) { (vm, args) throws(Raise) in
        _ = try open(vm, args)
        vm.flushOutput()
        return .none
      },
      .method("close()", "", .writesSelf) { (vm, args) throws(Raise) in
        vm.flushOutput()
        vm.store(try vm.record(args, .fileDescriptor).recordWords + ByteStreamWord.isClosed, .true)
        return .none
      },
      .method("fileno()", "", .readsSelf) { (vm, args) throws(Raise) in try open(vm, args)[ByteStreamWord.descriptor] },
      .method("isatty()", "", .world) { (vm, args) throws(Raise) in
        try vm.callMethod(try open(vm, args)[ByteStreamWord.text], "isatty")
      },
      .method("readable()", "", .readsSelf) { (vm, args) throws(Raise) in
        Value(try open(vm, args)[ByteStreamWord.descriptor].smallInt == 0)
      },
      .method("writable()", "", .readsSelf) { (vm, args) throws(Raise) in
        Value(try open(vm, args)[ByteStreamWord.descriptor].smallInt != 0)
      },
      .method("seekable()", "", .readsSelf) { (_, _) throws(Raise) in .false },
      .slot("__enter__()", "", .readsSelf) { (vm, args) throws(Raise) in args[0] },
      .slot("__exit__(*details)", "", .writesSelf) { (vm, args) throws(Raise) in
        vm.flushOutput()
        return .none
      },
      .getter("closed", "", .readsSelf) { (vm, args) throws(Raise) in
        try vm.record(args, .fileDescriptor).recordWords[ByteStreamWord.isClosed]
      },
      .getter("name", "", .readsSelf) { (vm, args) throws(Raise) in
        let text = try vm.record(args, .fileDescriptor).recordWords[ByteStreamWord.text]
        return try vm.getAttribute(text, vm.intern("name"))
      },
      .getter("mode", "", .readsSelf) { (vm, args) throws(Raise) in
        let descriptor = try vm.record(args, .fileDescriptor).recordWords[ByteStreamWord.descriptor].smallInt
        return vm.intern(descriptor == 0 ? "rb" : "wb")
      },
      .getter("raw", "", .readsSelf) { (_, args) throws(Raise) in args[0] },
      .slot("__repr__(/)", "", .readsSelf) { (vm, args) throws(Raise) in
        let text = try vm.record(args, .fileDescriptor).recordWords[ByteStreamWord.text]
        let name = try vm.swiftRepr(try vm.getAttribute(text, vm.intern("name")))
        return vm.string("<_io.\(vm.typeName(args[0])) name=\(name)>")
      },
    ]
  }
}

private func open(_ vm: VM, _ args: Arguments) throws(Raise) -> Values {
  let words = try vm.record(args, .fileDescriptor).recordWords
  if words[ByteStreamWord.isClosed].isTrue { throw vm.raise(.valueError, "I/O operation on closed file.") }
  return words
}

private func byteRead(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let stream = try open(vm, args)[ByteStreamWord.text].cell
  let wanted = args[1].isNone ? -1 : try vm.index(args[1])
  while wanted < 0 || vm.ahead(stream).count < wanted, try vm.readAhead(stream) {}
  let there = vm.ahead(stream).count
  return try vm.takeBytesAhead(stream, wanted < 0 ? there : min(wanted, there))
}

private func byteReadOnce(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let stream = try open(vm, args)[ByteStreamWord.text].cell
  let wanted = args[1].isNone ? -1 : try vm.index(args[1])
  if vm.ahead(stream).count == 0 { _ = try vm.readAhead(stream) }
  let there = vm.ahead(stream).count
  return try vm.takeBytesAhead(stream, wanted < 0 ? there : min(wanted, there))
}

private func byteLine(_ vm: VM, _ words: Values, _ limit: Int) throws(Raise) -> Value {
  let stream = words[ByteStreamWord.text].cell
  var looked = 0
  while true {
    let bytes = vm.ahead(stream)
    while looked < bytes.count {
      if limit >= 0, looked == limit { return try vm.takeBytesAhead(stream, looked) }
      looked += 1
      if bytes[looked - 1] == 10 { return try vm.takeBytesAhead(stream, looked) }
    }
    if try !vm.readAhead(stream) { return try vm.takeBytesAhead(stream, looked) }
  }
}

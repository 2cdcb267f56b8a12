// BytesType.swift — the class `bytes`, and the methods about letters and layout that it shares with `bytearray`.

import Glibc
import Parser

extension NativeType {
  static var bytes: NativeType {
    NativeType("bytes", kind: .bytes, "Numbers from 0 to 255 that can't change.") {
      NativeRow.bytesOwn + NativeRow.bytesBasics + NativeRow.bytesSearch + NativeRow.bytesSplit + NativeRow.bytesCase
    }
  }
}

extension NativeRow {
  fileprivate static var bytesOwn: [NativeRow] {
    [
      .slot("__new__(source=?, encoding=?, errors=?)", "Bytes of a value.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let target = try vm.newTarget(args, .bytes)
        let bytes = try vm.bytesFrom(args[1], args[2], args[3], "bytes")
        if target == vm.builtin(.bytes) {
          return bytes.isExactly(.bytes) ? bytes : try vm.makeBytes(vm.view(bytes))
        }
        return vm.text(bytes, of: target)
      },
      .slot("__hash__()", "The hash of the bytes.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.int(vm.textHash(try vm.bytesReceiver(args).cell))
      },
      .slot("__bytes__()", "The bytes themselves.", .pure) { (vm, args) throws(Raise) -> Value in
        let bytes = try vm.bytesReceiver(args)
        return bytes.isExactly(.bytes) ? bytes : try vm.makeBytes(vm.view(bytes))
      },
      .slot("__getnewargs__()", "What makes equal bytes.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.single(try vm.makeBytes(vm.view(try vm.bytesReceiver(args))))
      },
      .slot("__sizeof__()", "Size in memory, in bytes.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.int(33 + vm.view(try vm.bytesReceiver(args)).count)
      },
      .classMethod("fromhex(string, /)", "The bytes of a hexadecimal text.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let bytes = try vm.bytesFromHex(args[1])
        return args[0].is(.class) && args[0].cell != vm.builtin(.bytes) ? try vm.call(args[0], bytes) : bytes
      },
    ]
  }

  /// The special methods that bytes and bytearray share.
  static var bytesBasics: [NativeRow] {
    [
      .slot("__repr__()", "The bytes as source text.", .pure) { (vm, args) throws(Raise) -> Value in
        try vm.bytesRepr(try vm.bytesReceiver(args))
      },
      .slot("__str__()", "The bytes as source text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.repr(try vm.bytesReceiver(args))
      },
      .slot("__len__()", "Number of bytes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        Value(small: vm.view(try vm.bytesReceiver(args)).count)
      },
      .slot("__getitem__(key, /)", "A byte or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.bytesGetItem(try vm.bytesReceiver(args), args[1])
      },
      .slot("__contains__(key, /)", "Whether a byte or part occurs.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.bytesContains(try vm.bytesReceiver(args), args[1]))
      },
      .slot("__iter__()", "An iterator over the bytes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.textIterator(try vm.bytesReceiver(args))
      },
      .slot("__add__(value, /)", "Both joined.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let bytes = try vm.bytesReceiver(args)
        if let sum = try vm.bytesConcatenate(bytes, args[1]) { return sum }
        throw vm.raise(.typeError, "can't concat \(vm.typeName(args[1])) to \(vm.typeName(bytes))")
      },
      .slot("__mul__(value, /)", "The bytes repeated.", .callsScript, bytesRepeat),
      .slot("__rmul__(value, /)", "The bytes repeated.", .callsScript, bytesRepeat),
      .slot("__mod__(value, /)", "The bytes with values filled in.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.bytesBinary(.modulo, try vm.bytesReceiver(args), args[1])
      },
      .slot("__rmod__(value, /)", "Other bytes with this value filled in.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let value = try vm.bytesReceiver(args)
        return args[1].isByteText ? try vm.bytesBinary(.modulo, args[1], value) : .notImplemented
      },
      bytesComparison("__eq__(value, /)", .equal), bytesComparison("__ne__(value, /)", .notEqual),
      bytesComparison("__lt__(value, /)", .less), bytesComparison("__le__(value, /)", .lessOrEqual),
      bytesComparison("__gt__(value, /)", .greater), bytesComparison("__ge__(value, /)", .greaterOrEqual),
    ]
  }

  private static func bytesComparison(_ signature: StaticString, _ op: ComparisonOperator) -> NativeRow {
    .slot(signature, "The comparison's result for bytes-likes, else NotImplemented.", .readsSelf) {
      (vm, args) throws(Raise) -> Value in
      try vm.bytesCompare(op, try vm.bytesReceiver(args), args[1])
    }
  }

  /// The methods about letters and layout that bytes and bytearray share.
  static var bytesCase: [NativeRow] {
    [
      mapping("upper()", "The bytes with ASCII letters as capitals.", .upper),
      mapping("lower()", "The bytes with ASCII letters small.", .lower),
      mapping("title()", "The bytes with every word capitalized.", .title),
      mapping("swapcase()", "The bytes with capitals and small letters exchanged.", .swapped),
      mapping("capitalize()", "The bytes with their first letter alone a capital.", .capitalized),
      test("isascii()", "Whether all bytes are ASCII.", .ascii),
      test("isalpha()", "Whether all bytes are ASCII letters.", .alpha),
      test("isalnum()", "Whether all bytes are ASCII letters or digits.", .alphanumeric),
      test("isdigit()", "Whether all bytes are ASCII digits.", .digit),
      test("islower()", "Whether there are small letters and no capitals.", .lower),
      test("isspace()", "Whether all bytes are ASCII blanks.", .space),
      test("istitle()", "Whether every word is capitalized.", .title),
      test("isupper()", "Whether there are capitals and no small letters.", .upper),
      padding("center(width, fillchar=?, /)", "The bytes in the middle of a field.", .center, "center"),
      padding("ljust(width, fillchar=?, /)", "The bytes at the left of a field.", .left, "ljust"),
      padding("rjust(width, fillchar=?, /)", "The bytes at the right of a field.", .right, "rjust"),
      .method("zfill(width, /)", "The bytes with zeros behind their sign.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.bytesReceiver(args)
        let width = try vm.sizeArgument(args[1])
        let view = vm.view(text)
        if width <= view.count { return try vm.bytes(like: text, view) }
        var buffer = ByteBuffer(limit: TextCell.limit)
        TextLayout.zeroFill(view, count: view.count, width: width, to: &buffer)
        return try vm.bytes(like: text, buffer)
      },
      .method("expandtabs(tabsize=8)", "The bytes with spaces for tabs.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.bytesReceiver(args)
        let size = try vm.sizeArgument(args[1])
        var buffer = ByteBuffer(limit: TextCell.limit)
        TextLayout.expandTabs(vm.view(text), tabSize: size, unit: .byte, to: &buffer)
        return try vm.bytes(like: text, buffer)
      },
    ]
  }

  private static func mapping(
    _ signature: StaticString, _ documentation: StaticString, _ mapping: CaseMapping
  ) -> NativeRow {
    .method(signature, documentation, .readsSelf) { (vm, args) throws(Raise) -> Value in
      let text = try vm.bytesReceiver(args)
      var buffer = ByteBuffer(limit: TextCell.limit)
      mapping.append(vm.view(text), unit: .byte, to: &buffer)
      return try vm.bytes(like: text, buffer)
    }
  }

  private static func test(_ signature: StaticString, _ documentation: StaticString, _ test: TextTest) -> NativeRow {
    .method(signature, documentation, .readsSelf) { (vm, args) throws(Raise) -> Value in
      Value(test.holds(vm.view(try vm.bytesReceiver(args)), unit: .byte))
    }
  }

  private static func padding(
    _ signature: StaticString, _ documentation: StaticString, _ alignment: TextAlignment, _ name: String
  ) -> NativeRow {
    .method(signature, documentation, .callsScript) { (vm, args) throws(Raise) -> Value in
      let text = try vm.bytesReceiver(args)
      let width = try vm.sizeArgument(args[1])
      var fill: UInt8 = 32
      if !args[2].isUnbound {
        guard args[2].isByteText, args[2].text.pointee.byteCount == 1 else {
          throw vm.raise(
            .typeError,
            "\(name)() argument 2 must be a byte string of length 1, not \(vm.argumentTypeName(args[2]))")
        }
        fill = args[2].text.pointee.data[0]
      }
      let view = vm.view(text)
      if width <= view.count { return try vm.bytes(like: text, view) }
      var buffer = ByteBuffer(limit: TextCell.limit)
      TextLayout.pad(view, width: width, fillByte: fill, alignment, to: &buffer)
      return try vm.bytes(like: text, buffer)
    }
  }
}

private func bytesRepeat(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let bytes = try vm.bytesReceiver(args)
  guard let count = try vm.repeatCount(args[1]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[1]))' object cannot be interpreted as an integer")
  }
  return try vm.bytesRepeat(bytes, count)
}

// Struct.swift — the script module `struct`: values as packed bytes.

import Glibc
import Interpreter

extension NativeModule {
  public static var structs: NativeModule {
    NativeModule(
      "struct", "Values as packed bytes.",
      rows: { NativeRow.structFunctions },
      setUp: { (vm, module) throws(Raise) in
        try vm.setModule(
          module, "error",
          Value(
            vm.makeNativeClass(NativeType("error", module: "struct", base: .exception, kind: .exception, "") { [] })))
        try vm.setModule(module, "Struct", Value(vm.makeNativeClass(.structType)))
      })
  }
}

extension NativeType {
  fileprivate static var structType: NativeType {
    NativeType("Struct", module: "struct", kind: .record, layout: .structFormat, words: 2, "A parsed format.") {
      [
        .slot("__new__(format)", "Parses a format.", .pure) { (vm, args) throws(Raise) -> Value in
          guard args[0].is(.class) else { throw vm.raise(.typeError, "Struct.__new__(X): X is not a type object") }
          let format = try vm.structFormat(args[1])
          let cell = vm.newRecord(args[0].cell, .structFormat, words: 2)
          cell.recordWords[0] = args[1].isStr ? args[1] : try vm.decode(args[1], .latin1, errors: .unbound)
          cell.recordWords[1] = vm.int(format.size)
          return Value(cell)
        },
        .slot("__repr__()", "The format.", .pure) { (vm, args) throws(Raise) -> Value in
          vm.string("\(vm.typeName(args[0]))(\(try vm.swiftRepr(try vm.structText(args))))")
        },
        .getter("format", "The format.", .pure) { (vm, args) throws(Raise) -> Value in try vm.structText(args) },
        .getter("size", "Bytes of a packed struct.", .pure) { (vm, args) throws(Raise) -> Value in
          vm.int(try vm.structFormat(try vm.structText(args)).size)
        },
        .method("pack(*values)", "The values as bytes.", .callsScript) { (vm, args) throws(Raise) -> Value in
          try vm.packed(try vm.structFormat(try vm.structText(args)), args[1], from: 0)
        },
        .method("pack_into(*values)", "Writes the values into a buffer.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.packInto(try vm.structFormat(try vm.structText(args)), args[1], from: 0)
        },
        .method("unpack(buffer, /)", "The values of bytes.", .pure) { (vm, args) throws(Raise) -> Value in
          try vm.unpackAll(try vm.structFormat(try vm.structText(args)), args[1])
        },
        .method("unpack_from(buffer, offset=0)", "The values of bytes at an offset.", .callsScript) {
          (vm, args) throws(Raise) -> Value in
          try vm.unpackFrom(try vm.structFormat(try vm.structText(args)), args[1], args[2])
        },
        .method("iter_unpack(buffer, /)", "The values of one struct after the other.", .pure) {
          (vm, args) throws(Raise) -> Value in
          try vm.unpackEach(try vm.structFormat(try vm.structText(args)), args[1])
        },
      ]
    }
  }
}

extension NativeRow {
  fileprivate static var structFunctions: [NativeRow] {
    [
      .function("calcsize(format, /)", "Bytes of a packed struct.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.int(try vm.structFormat(args[0]).size)
      },
      .function("pack(*args)", "Values as bytes.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.packed(try vm.formatArgument(args[0]), args[0], from: 1)
      },
      .function("pack_into(*args)", "Writes values into a buffer.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.packInto(try vm.formatArgument(args[0]), args[0], from: 1)
      },
      .function("unpack(format, buffer, /)", "The values of bytes.", .pure) { (vm, args) throws(Raise) -> Value in
        try vm.unpackAll(try vm.structFormat(args[0]), args[1])
      },
      .function("unpack_from(format, /, buffer, offset=0)", "The values of bytes at an offset.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.unpackFrom(try vm.structFormat(args[0]), args[1], args[2])
      },
      .function("iter_unpack(format, buffer, /)", "The values of one struct after the other.", .pure) {
        (vm, args) throws(Raise) -> Value in
        try vm.unpackEach(try vm.structFormat(args[0]), args[1])
      },
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  fileprivate func structText(_ args: Arguments) throws(Raise) -> Value {
    if args[0].isRecord(.structFormat) { return args[0].cell.recordWords[0] }
    throw raise(.typeError, "descriptor requires a 'Struct' object but received a '\(typeName(args[0]))'")
  }

  fileprivate func formatArgument(_ values: Value) throws(Raise) -> StructFormat {
    guard values.cell.asTuple.pointee.count > 0 else { throw raise(.typeError, "missing format argument") }
    return try structFormat(values.cell.tupleItems[0])
  }

  /// The bytes of the values in a tuple from an index on.
  fileprivate func packed(_ format: StructFormat, _ values: Value, from first: Int) throws(Raise) -> Value {
    let given = values.cell.asTuple.pointee.count - first
    guard given == format.valueCount else {
      throw structError("pack expected \(format.valueCount) items for packing (got \(given))")
    }
    let cell = try newBytes(format.size)
    memset(cell.text.pointee.data, 0, format.size)
    var index = first
    for item in format.items {
      var place = cell.text.pointee.data + item.offset
      guard let number = item.item else {
        if item.code != 120 {
          try pack(values.cell.tupleItems[index], bytes: item, place)
          index += 1
        }
        continue
      }
      for _ in 0..<item.count {
        try pack(values.cell.tupleItems[index], number, item.code, format, place)
        place += number.size
        index += 1
      }
    }
    return Value(cell)
  }

  /// `s` and `p`: bytes, cut or filled with zeros; `p` puts their number in front.
  private func pack(
    _ value: Value, bytes item: StructItem, _ place: UnsafeMutablePointer<UInt8>
  ) throws(Raise) {
    guard value.isBytes || value.isByteArray else {
      throw structError("argument for '\(Character(Unicode.Scalar(item.code)))' must be a bytes object")
    }
    let source = view(value)
    if item.code == 115 {
      memcpy(place, source.start, min(source.count, item.count))
    } else if item.count > 0 {
      let count = min(source.count, item.count - 1)
      memcpy(place + 1, source.start, count)
      place[0] = UInt8(min(count, 255))
    }
  }

  private func pack(
    _ value: Value, _ item: PackedItem, _ code: UInt8, _ format: StructFormat, _ place: UnsafeMutablePointer<UInt8>
  ) throws(Raise) {
    let name = Character(Unicode.Scalar(code))
    switch item.shape {
    case .character:
      guard value.isBytes || value.isByteArray, view(value).count == 1 else {
        throw structError("char format requires a bytes object of length 1")
      }
      place[0] = view(value)[0]
    case .boolean: place[0] = try truth(value) ? 1 : 0
    case .float:
      guard let number = try realNumber(value) else { throw structError("required argument is not a float") }
      if pack(number, item, place, isBigEndian: format.isBigEndian) { return }
      guard format.isNative, item.size == 4 else {
        throw raise(.overflowError, "float too large to pack with \(name) format")
      }
      _ = pack(number < 0 ? -Double.infinity : .infinity, item, place, isBigEndian: format.isBigEndian)
    case .signed, .unsigned:
      guard value.isInt || !special(.index, classOf(value)).isUnbound, let whole = try indexValue(value) else {
        throw structError("required argument is not an integer")
      }
      let range = item.range
      guard let number = wholeNumber(whole), range.contains(number) else {
        throw structError("'\(name)' format requires \(range.lowerBound) <= number <= \(range.upperBound)")
      }
      pack(number, item, place, isBigEndian: format.isBigEndian)
    }
  }

  /// Writes into a bytearray or writable memoryview.
  fileprivate func packInto(_ format: StructFormat, _ values: Value, from first: Int) throws(Raise) -> Value {
    let items = values.cell.tupleItems, count = values.cell.asTuple.pointee.count
    if count <= first { throw structError("pack_into expected buffer argument") }
    if count == first + 1 { throw structError("pack_into expected offset argument") }
    guard count - first - 2 == format.valueCount else {
      throw structError("pack_into expected \(format.valueCount) items for packing (got \(count - first - 2))")
    }
    var offset = try sizeArgument(items[first + 1])
    let given = offset
    let bytes = try packed(format, values, from: first + 2)
    let target = try writableBytes(items[first])
    if offset < 0 {
      if offset + format.size > 0 { throw structError("no space to pack \(format.size) bytes at offset \(given)") }
      if offset + target.count < 0 {
        throw structError("offset \(given) out of range for \(target.count)-byte buffer")
      }
      offset += target.count
    }
    guard offset <= target.count, target.count - offset >= format.size else {
      throw structError(
        "pack_into requires a buffer of at least \(format.size &+ offset) bytes for packing \(format.size) bytes at "
          + "offset \(offset) (actual buffer size is \(target.count))")
    }
    guard let start = target.baseAddress else { return .none }
    willWrite(start + offset, bytes: format.size)
    memcpy(start + offset, view(bytes).start, format.size)
    return .none
  }

  // MARK: Unpacking

  private func unpacked(_ format: StructFormat, _ start: UnsafePointer<UInt8>) throws(Raise) -> Value {
    let tuple = Value(try makeTuple(format.valueCount))
    var index = 0
    for item in format.items {
      var place = start + item.offset
      guard let number = item.item else {
        if item.code == 120 { continue }
        var part = ByteView(start: place, count: item.count)
        if item.code == 112 {
          part = item.count == 0 ? part : ByteView(start: place + 1, count: min(Int(place[0]), item.count - 1))
        }
        tuple.cell.tupleItems[index] = try makeBytes(part)
        index += 1
        continue
      }
      for _ in 0..<item.count {
        tuple.cell.tupleItems[index] = try unpack(number, place, isBigEndian: format.isBigEndian)
        place += number.size
        index += 1
      }
    }
    return tuple
  }

  fileprivate func unpackAll(_ format: StructFormat, _ buffer: Value) throws(Raise) -> Value {
    let source = try bytesArgument(buffer)
    guard source.count == format.size else {
      throw structError("unpack requires a buffer of \(format.size) bytes")
    }
    return try unpacked(format, source.start)
  }

  fileprivate func unpackFrom(_ format: StructFormat, _ buffer: Value, _ place: Value) throws(Raise) -> Value {
    let source = try bytesArgument(buffer)
    var offset = try sizeArgument(place)
    let given = offset
    if offset < 0 {
      if offset + format.size > 0 {
        throw structError("not enough data to unpack \(format.size) bytes at offset \(given)")
      }
      if offset + source.count < 0 {
        throw structError("offset \(given) out of range for \(source.count)-byte buffer")
      }
      offset += source.count
    }
    guard offset <= source.count, source.count - offset >= format.size else {
      throw structError(
        "unpack_from requires a buffer of at least \(format.size &+ offset) bytes for unpacking \(format.size) bytes "
          + "at offset \(offset) (actual buffer size is \(source.count))")
    }
    return try unpacked(format, source.start + offset)
  }

  fileprivate func unpackEach(_ format: StructFormat, _ buffer: Value) throws(Raise) -> Value {
    if format.size == 0 { throw structError("cannot iteratively unpack with a struct of length 0") }
    let source = try bytesArgument(buffer)
    guard source.count % format.size == 0 else {
      throw structError("iterative unpacking requires a buffer of a multiple of \(format.size) bytes")
    }
    let list = list()
    for i in 0..<source.count / format.size {
      try listAppend(list.cell, try unpacked(format, source.start + i * format.size))
    }
    return listIterator(list)
  }
}

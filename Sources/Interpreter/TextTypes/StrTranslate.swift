// StrTranslate.swift — str.translate and the tables of str.maketrans.

import Glibc

extension NativeRow {
  static var strTranslate: [NativeRow] {
    [
      .method("translate(table, /)", "The text with every character looked up in a table.", .callsScript, translate),
      .staticMethod("maketrans(x, y=?, z=?, /)", "A table for translate.", .callsScript, makeTable),
    ]
  }
}

private func translate(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = try vm.strReceiver(args)
  var buffer = ByteBuffer(limit: TextCell.limit)
  let view = vm.view(text)
  // What a character of ASCII becomes: not asked yet, itself, nothing, or a scalar + 3.
  let known = UnsafeMutablePointer<UInt32>.allocate(capacity: 128)
  known.initialize(repeating: 0, count: 128)
  defer { known.deallocate() }
  let usesDict = args[1].isExactly(.dict)
  var offset = 0
  while offset < view.count {
    let scalar = Utf8.decode(view.start, &offset)
    if scalar < 128 {
      let answer = known[Int(scalar)]
      if answer == 1 { buffer.append(UInt8(truncatingIfNeeded: scalar)) }
      if answer > 2 { buffer.append(scalar: answer - 3) }
      if answer != 0 { continue }
    }
    let answer = try translated(vm, args[1], scalar, to: &buffer)
    if scalar < 128, usesDict { known[Int(scalar)] = answer }
  }
  return try vm.makeText(buffer)
}

/// Appends what one character becomes; the answer is 0 where it can't be kept, else as `translate` keeps it.
private func translated(
  _ vm: VM, _ table: Value, _ scalar: UInt32, to buffer: inout ByteBuffer
) throws(Raise) -> UInt32 {
  let found: Value
  do {
    found = try vm.getItem(table, Value(small: Int(scalar)))
  } catch {
    guard vm.caught(.lookupError) else { throw error }
    buffer.append(scalar: scalar)
    return 1
  }
  if found.isNone { return 2 }
  if found.isStr {
    buffer.append(vm.view(found))
    return 0
  }
  guard found.isInt else {
    throw vm.raise(.typeError, "character mapping must return integer, None or str")
  }
  guard let code = vm.intValue(found), code >= 0, code < 0x11_0000 else {
    throw vm.raise(.valueError, "character mapping must be in range(0x110000)")
  }
  buffer.append(scalar: UInt32(code))
  return UInt32(code) + 3
}

private func makeTable(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let table = vm.dict()
  if args[1].isUnbound {
    guard args[0].isExactly(.dict) else {
      throw vm.raise(.typeError, "if you give only one argument to maketrans it must be a dict")
    }
    try copyKeys(vm, args[0].cell, to: table.cell)
    return table
  }
  let second = try vm.strArgument(args[1], "maketrans", 2)
  var third: ByteView?
  if !args[2].isUnbound { third = try vm.strArgument(args[2], "maketrans", 3) }
  guard args[0].isStr else {
    throw vm.raise(.typeError, "first maketrans argument must be a string if there is a second argument")
  }
  let first = vm.view(args[0])
  guard vm.codePointCount(args[0].cell) == vm.codePointCount(args[1].cell) else {
    throw vm.raise(.valueError, "the first two maketrans arguments must have equal length")
  }
  var offset = 0, target = 0
  while offset < first.count {
    let key = Utf8.decode(first.start, &offset), value = Utf8.decode(second.start, &target)
    try vm.dictSet(table.cell, Value(small: Int(key)), Value(small: Int(value)))
  }
  if let third {
    offset = 0
    while offset < third.count {
      try vm.dictSet(table.cell, Value(small: Int(Utf8.decode(third.start, &offset))), .none)
    }
  }
  return table
}

/// Copies a table's entries, characters as keys replaced by their numbers.
private func copyKeys(_ vm: VM, _ source: Cell, to table: Cell) throws(Raise) {
  var number = vm.dictNext(source, from: 0)
  while number >= 0 {
    let entry = vm.dictEntry(source, number)
    if entry.key.isStr {
      guard vm.codePointCount(entry.key.cell) == 1 else {
        throw vm.raise(.valueError, "string keys in translate table must be of length 1")
      }
      var offset = 0
      let scalar = Utf8.decode(entry.key.text.pointee.data, &offset)
      try vm.dictSet(table, Value(small: Int(scalar)), entry.value)
    } else if entry.key.isInt {
      try vm.dictSet(table, entry.key, entry.value)
    } else {
      throw vm.raise(.typeError, "keys in translate table must be strings or integers")
    }
    number = vm.dictNext(source, from: number + 1)
  }
}

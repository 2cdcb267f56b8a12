// ByteArrayType.swift — the class `bytearray`: what it has beyond `bytes`.

import Glibc

extension NativeType {
  static var bytearray: NativeType {
    NativeType("bytearray", kind: .byteArray, "Numbers from 0 to 255 that can change.") {
      NativeRow.byteArraySpecials + NativeRow.byteArrayMethods + NativeRow.bytesBasics + NativeRow.bytesSearch
        + NativeRow.bytesSplit + NativeRow.bytesCase
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  fileprivate func byteArrayReceiver(_ args: Arguments) throws(Raise) -> Value {
    if args[0].isByteArray { return args[0] }
    throw raise(.typeError, "descriptor requires a 'bytearray' object but received a '\(typeName(args[0]))'")
  }
}

extension NativeRow {
  fileprivate static var byteArraySpecials: [NativeRow] {
    [
      .slot("__new__(*args, **kwargs)", "Makes an empty bytearray.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(try vm.newByteArray(0, of: try vm.newTarget(args, .bytearray)))
      },
      .slot("__init__(source=?, encoding=?, errors=?)", "Fills the bytearray.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let target = try vm.byteArrayReceiver(args)
        let bytes = try vm.bytesFrom(args[1], args[2], args[3], "bytearray")
        try vm.replaceBytes(target.cell, 0..<Int(target.text.pointee.byteCount), with: vm.view(bytes))
        return .none
      },
      .slot("__setitem__(key, value, /)", "Sets a byte or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.byteArraySetItem(try vm.byteArrayReceiver(args), args[1], args[2])
        return .none
      },
      .slot("__delitem__(key, /)", "Deletes a byte or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.byteArrayDeleteItem(try vm.byteArrayReceiver(args), args[1])
        return .none
      },
      .slot("__iadd__(value, /)", "Extends the bytearray.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        try vm.byteArrayExtend(try vm.byteArrayReceiver(args), by: args[1])
      },
      .slot("__imul__(value, /)", "Repeats the bytearray in place.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let target = try vm.byteArrayReceiver(args)
        guard let count = try vm.repeatCount(args[1]) else {
          throw vm.raise(.typeError, "'\(vm.typeName(args[1]))' object cannot be interpreted as an integer")
        }
        try vm.byteArrayRepeat(target.cell, count)
        return target
      },
      .method("__alloc__()", "Bytes of memory in use.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let count = Int(try vm.byteArrayReceiver(args).text.pointee.byteCount)
        return vm.int(count == 0 ? 0 : count + 1)
      },
      .slot("__sizeof__()", "Size in memory, in bytes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let count = Int(try vm.byteArrayReceiver(args).text.pointee.byteCount)
        return vm.int(count == 0 ? 56 : 57 + count)
      },
      .classMethod("fromhex(string, /)", "The bytes of a hexadecimal text.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let bytes = try vm.bytesFromHex(args[1])
        if args[0].is(.class), args[0].cell != vm.builtin(.bytearray) { return try vm.call(args[0], bytes) }
        return try vm.makeByteArray(vm.view(bytes))
      },
    ]
  }

  fileprivate static var byteArrayMethods: [NativeRow] {
    [
      .method("append(item, /)", "Adds a byte at the end.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        let target = try vm.byteArrayReceiver(args)
        try vm.byteArrayAppend(target.cell, try vm.byteValue(args[1]))
        return .none
      },
      .method("extend(iterable_of_ints, /)", "Adds the bytes of an iterable at the end.", .callsScript, extend),
      .method("insert(index, item, /)", "Puts a byte before a position.", .writesSelf, insert),
      .method("pop(index=-1, /)", "Removes a byte and returns it.", .writesSelf, pop),
      .method("remove(value, /)", "Removes the first occurrence of a byte.", .writesSelf, remove),
      .method("reverse()", "Reverses the bytes in place.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        let text = try vm.byteArrayReceiver(args).text
        let data = text.pointee.data, count = Int(text.pointee.byteCount)
        vm.willWrite(data, bytes: count)
        for i in 0..<count / 2 { (data[i], data[count - 1 - i]) = (data[count - 1 - i], data[i]) }
        return .none
      },
      .method("clear()", "Removes all bytes.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        let cell = try vm.byteArrayReceiver(args).cell
        try vm.replaceBytes(cell, 0..<Int(cell.text.pointee.byteCount), with: vm.view(vm.emptyBytes))
        return .none
      },
      .method("copy()", "A bytearray with the same bytes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try vm.makeByteArray(vm.view(try vm.byteArrayReceiver(args)))
      },
    ]
  }
}

private func extend(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let target = try vm.byteArrayReceiver(args)
  var part = args[1]
  if let bytes = try vm.bufferBytes(part) {
    part = bytes == target ? try vm.makeBytes(vm.view(bytes)) : bytes
  } else {
    if part.isStr { throw vm.raise(.typeError, "expected iterable of integers; got: 'str'") }
    let owner = vm.classOf(part)
    if vm.special(.iterate, owner).isUnbound, vm.special(.getItem, owner).isUnbound {
      throw vm.raise(.typeError, "can't extend bytearray with \(vm.typeName(part))")
    }
    var buffer = ByteBuffer(limit: TextCell.limit)
    try vm.appendItems(part, "byte must be in range(0, 256)", to: &buffer)
    part = try vm.makeBytes(buffer)
  }
  let count = Int(target.text.pointee.byteCount)
  try vm.replaceBytes(target.cell, count..<count, with: vm.view(part))
  return .none
}

private func insert(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let target = try vm.byteArrayReceiver(args)
  let index = try vm.sizeArgument(args[1])
  let one = try vm.newBytes(1)
  one.text.pointee.data[0] = try vm.byteValue(args[2])
  let count = Int(target.text.pointee.byteCount)
  let place = index < 0 ? max(index &+ count, 0) : min(index, count)
  try vm.replaceBytes(target.cell, place..<place, with: one.text.pointee.view)
  return .none
}

private func pop(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let target = try vm.byteArrayReceiver(args)
  let index = try vm.sizeArgument(args[1])
  let count = Int(target.text.pointee.byteCount)
  if count == 0 { throw vm.raise(.indexError, "pop from empty bytearray") }
  let place = index < 0 ? index &+ count : index
  guard place >= 0, place < count else { throw vm.raise(.indexError, "pop index out of range") }
  try vm.checkResizable(target.cell)
  let byte = target.text.pointee.data[place]
  try vm.replaceBytes(target.cell, place..<place + 1, with: vm.view(vm.emptyBytes))
  return Value(small: Int(byte))
}

private func remove(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let target = try vm.byteArrayReceiver(args)
  let byte = try vm.byteValue(args[1])
  guard let place = vm.view(target).firstIndex(of: byte) else {
    throw vm.raise(.valueError, "value not found in bytearray")
  }
  try vm.replaceBytes(target.cell, place..<place + 1, with: vm.view(vm.emptyBytes))
  return .none
}

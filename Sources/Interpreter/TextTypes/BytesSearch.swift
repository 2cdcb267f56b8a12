// BytesSearch.swift — the methods of bytes and bytearray that look for a part or take apart and put together.

import Glibc

extension NativeRow {
  static var bytesSearch: [NativeRow] {
    [
      .method("find(sub, start=None, end=None, /)", "First position of a part, or -1.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(small: try find(vm, args, last: false))
      },
      .method("rfind(sub, start=None, end=None, /)", "Last position of a part, or -1.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(small: try find(vm, args, last: true))
      },
      .method("index(sub, start=None, end=None, /)", "First position of a part.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try found(vm, try find(vm, args, last: false))
      },
      .method("rindex(sub, start=None, end=None, /)", "Last position of a part.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try found(vm, try find(vm, args, last: true))
      },
      .method("count(sub, start=None, end=None, /)", "How often a part occurs, without overlap.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.bytesReceiver(args)
        let part = try sought(vm, args[1])
        guard let range = try vm.bytesRange(text, args[2], args[3]) else { return Value(small: 0) }
        return Value(small: TextSearch.count(part, in: vm.view(text), range, unit: .byte))
      },
      .method("startswith(prefix, start=None, end=None, /)", "Whether it begins with a part.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try hasEnd(vm, args, "startswith", TextSearch.hasPrefix)
      },
      .method("endswith(suffix, start=None, end=None, /)", "Whether it ends with a part.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try hasEnd(vm, args, "endswith", TextSearch.hasSuffix)
      },
      .method("removeprefix(prefix, /)", "The bytes without a part at their start.", .pure) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.bytesReceiver(args)
        let part = try vm.bytesArgument(args[1]), view = vm.view(text)
        let has = TextSearch.hasPrefix(part, view, 0..<view.count)
        return try vm.bytes(like: text, view.part((has ? part.count : 0)..<view.count))
      },
      .method("removesuffix(suffix, /)", "The bytes without a part at their end.", .pure) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.bytesReceiver(args)
        let part = try vm.bytesArgument(args[1]), view = vm.view(text)
        let has = TextSearch.hasSuffix(part, view, 0..<view.count)
        return try vm.bytes(like: text, view.part(0..<view.count - (has ? part.count : 0)))
      },
      .method("replace(old, new, count=-1, /)", "The bytes with a part replaced by another.", .callsScript, replace),
      .method("partition(sep, /)", "What is before, at and behind the first separator.", .pure) {
        (vm, args) throws(Raise) -> Value in
        try partition(vm, args, last: false)
      },
      .method("rpartition(sep, /)", "What is before, at and behind the last separator.", .pure) {
        (vm, args) throws(Raise) -> Value in
        try partition(vm, args, last: true)
      },
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The range that optional bounds select; nil when the start lies behind the end.
  ///
  /// - Throws: as `searchBounds`.
  func bytesRange(_ v: Value, _ start: Value, _ end: Value) throws(Raise) -> Range<Int>? {
    let bounds = try searchBounds(start, end) { Int(v.text.pointee.byteCount) }
    return bounds.start > bounds.end ? nil : bounds.start..<bounds.end
  }
}

/// What a search looks for: bytes, or one byte by its number.
private func sought(_ vm: VM, _ v: Value) throws(Raise) -> ByteView {
  if let bytes = try vm.bytesLike(v) { return bytes }
  guard v.isInt || !vm.special(.index, vm.classOf(v)).isUnbound else {
    throw vm.raise(
      .typeError, "argument should be integer or bytes-like object, not '\(vm.typeName(v))'")
  }
  let cell = try vm.newBytes(1)
  cell.text.pointee.data[0] = try vm.byteValue(v)
  return cell.text.pointee.view
}

private func find(_ vm: VM, _ args: Arguments, last: Bool) throws(Raise) -> Int {
  let text = try vm.bytesReceiver(args)
  let part = try sought(vm, args[1])
  guard let range = try vm.bytesRange(text, args[2], args[3]) else { return -1 }
  let view = vm.view(text)
  return (last ? TextSearch.findLast(part, in: view, range) : TextSearch.find(part, in: view, range)) ?? -1
}

private func found(_ vm: VM, _ place: Int) throws(Raise) -> Value {
  if place < 0 { throw vm.raise(.valueError, "subsection not found") }
  return Value(small: place)
}

private func hasEnd(
  _ vm: VM, _ args: Arguments, _ function: StaticString, _ test: (ByteView, ByteView, Range<Int>) -> Bool
) throws(Raise) -> Value {
  let text = try vm.bytesReceiver(args)
  let wanted = args[1]
  let range = try vm.bytesRange(text, args[2], args[3])
  if wanted.is(.tuple) {
    for i in 0..<wanted.cell.asTuple.pointee.count {
      let part = try vm.bytesArgument(wanted.cell.tupleItems[i])
      if let range, test(part, vm.view(text), range) { return .true }
    }
    return .false
  }
  guard let part = try vm.bytesLike(wanted) else {
    throw vm.raise(
      .typeError, "\(function) first arg must be bytes or a tuple of bytes, not \(vm.typeName(wanted))")
  }
  guard let range else { return .false }
  return Value(test(part, vm.view(text), range))
}

private func replace(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = try vm.bytesReceiver(args)
  let limit = try vm.sizeArgument(args[3])
  let old = try vm.bytesArgument(args[1]), new = try vm.bytesArgument(args[2])
  var buffer = ByteBuffer(limit: TextCell.limit)
  let view = vm.view(text)
  let count = TextSearch.replace(old, with: new, in: view, limit: limit, unit: .byte, to: &buffer)
  if count == 0, !buffer.overflowed { return try vm.bytes(like: text, view) }
  return try vm.bytes(like: text, buffer)
}

private func partition(_ vm: VM, _ args: Arguments, last: Bool) throws(Raise) -> Value {
  let text = try vm.bytesReceiver(args)
  let separator = try vm.bytesArgument(args[1])
  let view = vm.view(text), whole = 0..<view.count
  if separator.count == 0 { throw vm.raise(.valueError, "empty separator") }
  let place = last ? TextSearch.findLast(separator, in: view, whole) : TextSearch.find(separator, in: view, whole)
  let none = vm.view(vm.emptyBytes)
  guard let place else {
    let all = try vm.bytes(like: text, view)
    let first = try vm.bytes(like: text, none), second = try vm.bytes(like: text, none)
    return last ? vm.triple(first, second, all) : vm.triple(all, first, second)
  }
  let before = try vm.bytes(like: text, view.part(0..<place))
  let middle = try vm.bytes(like: text, separator)
  return vm.triple(before, middle, try vm.bytes(like: text, view.part(place + separator.count..<view.count)))
}

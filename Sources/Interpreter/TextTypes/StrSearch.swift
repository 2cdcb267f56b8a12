// StrSearch.swift — the methods of str that look for a part: find, count, replace, partition and their kin.

import Glibc

extension NativeRow {
  static var strSearch: [NativeRow] {
    [
      .method("find(sub, start=None, end=None, /)", "First position of a part, or -1.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(small: try find(vm, args, "find", last: false))
      },
      .method("rfind(sub, start=None, end=None, /)", "Last position of a part, or -1.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(small: try find(vm, args, "rfind", last: true))
      },
      .method("index(sub, start=None, end=None, /)", "First position of a part.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try found(vm, try find(vm, args, "index", last: false))
      },
      .method("rindex(sub, start=None, end=None, /)", "Last position of a part.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try found(vm, try find(vm, args, "rindex", last: true))
      },
      .method("count(sub, start=None, end=None, /)", "How often a part occurs, without overlap.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        let part = try vm.strArgument(args[1], "count", 1)
        guard let range = try vm.strRange(text, args[2], args[3]) else { return Value(small: 0) }
        return Value(small: TextSearch.count(part, in: vm.view(text), range, unit: .scalar))
      },
      .method("startswith(prefix, start=None, end=None, /)", "Whether it begins with a part.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try hasEnd(vm, args, "startswith", TextSearch.hasPrefix)
      },
      .method("endswith(suffix, start=None, end=None, /)", "Whether it ends with a part.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try hasEnd(vm, args, "endswith", TextSearch.hasSuffix)
      },
      .method("removeprefix(prefix, /)", "The text without a part at its start.", .pure) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        let part = try vm.strArgument(args[1], "removeprefix", 0)
        let view = vm.view(text), whole = 0..<view.count
        return try vm.subtext(text, bytes: TextSearch.hasPrefix(part, view, whole) ? part.count..<view.count : whole)
      },
      .method("removesuffix(suffix, /)", "The text without a part at its end.", .pure) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        let part = try vm.strArgument(args[1], "removesuffix", 0)
        let view = vm.view(text), whole = 0..<view.count
        return try vm.subtext(
          text, bytes: TextSearch.hasSuffix(part, view, whole) ? 0..<view.count - part.count : whole)
      },
      .method("replace(old, new, /, count=-1)", "The text with a part replaced by another.", .callsScript, replace),
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

/// The position in code points, or -1.
private func find(_ vm: VM, _ args: Arguments, _ function: StaticString, last: Bool) throws(Raise) -> Int {
  let text = try vm.strReceiver(args)
  let part = try vm.strArgument(args[1], function, 1)
  guard let range = try vm.strRange(text, args[2], args[3]) else { return -1 }
  let view = vm.view(text)
  guard let place = last ? TextSearch.findLast(part, in: view, range) : TextSearch.find(part, in: view, range) else {
    return -1
  }
  return vm.codePointIndex(text.cell, ofByte: place)
}

private func found(_ vm: VM, _ place: Int) throws(Raise) -> Value {
  if place < 0 { throw vm.raise(.valueError, "substring not found") }
  return Value(small: place)
}

private func hasEnd(
  _ vm: VM, _ args: Arguments, _ function: StaticString, _ test: (ByteView, ByteView, Range<Int>) -> Bool
) throws(Raise) -> Value {
  let text = try vm.strReceiver(args)
  let wanted = args[1]
  if wanted.isStr {
    guard let range = try vm.strRange(text, args[2], args[3]) else { return .false }
    return Value(test(vm.view(wanted), vm.view(text), range))
  }
  guard wanted.is(.tuple) else {
    throw vm.raise(
      .typeError, "\(function) first arg must be str or a tuple of str, not \(vm.typeName(wanted))")
  }
  let range = try vm.strRange(text, args[2], args[3])
  for i in 0..<wanted.cell.asTuple.pointee.count {
    let item = wanted.cell.tupleItems[i]
    guard item.isStr else {
      throw vm.raise(.typeError, "tuple for \(function) must only contain str, not \(vm.typeName(item))")
    }
    if let range, test(vm.view(item), vm.view(text), range) { return .true }
  }
  return .false
}

private func replace(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = try vm.strReceiver(args)
  let old = try vm.strArgument(args[1], "replace", 1)
  let new = try vm.strArgument(args[2], "replace", 2)
  let limit = try vm.sizeArgument(args[3])
  var buffer = ByteBuffer()
  let view = vm.view(text)
  let count = TextSearch.replace(old, with: new, in: view, limit: limit, unit: .scalar, to: &buffer)
  if count == 0, !buffer.overflowed { return try vm.subtext(text, bytes: 0..<view.count) }
  let plain = text.text.pointee.isPlain && args[2].text.pointee.isPlain
  return try vm.makeText(buffer, isASCII: plain ? true : nil)
}

private func partition(_ vm: VM, _ args: Arguments, last: Bool) throws(Raise) -> Value {
  let text = try vm.strReceiver(args)
  guard args[1].isStr else { throw vm.raise(.typeError, "must be str, not \(vm.typeName(args[1]))") }
  let view = vm.view(text), separator = vm.view(args[1]), whole = 0..<view.count
  if separator.count == 0 { throw vm.raise(.valueError, "empty separator") }
  let place = last ? TextSearch.findLast(separator, in: view, whole) : TextSearch.find(separator, in: view, whole)
  guard let place else {
    let all = try vm.subtext(text, bytes: whole), none = vm.emptyText
    return last ? vm.triple(none, none, all) : vm.triple(all, none, none)
  }
  let before = try vm.subtext(text, bytes: 0..<place)
  let after = try vm.subtext(text, bytes: place + separator.count..<view.count)
  let middle = args[1].isExactStr ? args[1] : try vm.makeText(separator)
  return vm.triple(before, middle, after)
}

// StrSplit.swift — the methods of str that take apart and put together: split, strip, splitlines, join.

import Glibc

extension NativeRow {
  static var strSplit: [NativeRow] {
    [
      .method("split(sep=None, maxsplit=-1)", "The words of the text.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try split(vm, args, backward: false)
      },
      .method("rsplit(sep=None, maxsplit=-1)", "The words of the text, split from the right.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try split(vm, args, backward: true)
      },
      .method("splitlines(keepends=False)", "The lines of the text.", .callsScript, splitLines),
      .method("join(iterable, /)", "The strs of an iterable with this one between.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.textJoin(try vm.strReceiver(args), args[1])
      },
      .method("strip(chars=None, /)", "The text without blanks, or some characters, at its ends.", .pure) {
        (vm, args) throws(Raise) -> Value in
        try strip(vm, args, "strip", left: true, right: true)
      },
      .method("lstrip(chars=None, /)", "The text without blanks, or some characters, at its start.", .pure) {
        (vm, args) throws(Raise) -> Value in
        try strip(vm, args, "lstrip", left: true, right: false)
      },
      .method("rstrip(chars=None, /)", "The text without blanks, or some characters, at its end.", .pure) {
        (vm, args) throws(Raise) -> Value in
        try strip(vm, args, "rstrip", left: false, right: true)
      },
    ]
  }
}

private func split(_ vm: VM, _ args: Arguments, backward: Bool) throws(Raise) -> Value {
  let text = try vm.strReceiver(args)
  let separator = args[1]
  guard separator.isNone || separator.isStr else {
    throw vm.raise(.typeError, "must be str or None, not \(vm.typeName(separator))")
  }
  let limit = try vm.sizeArgument(args[2])
  if separator.isNone { return try splitAtBlanks(vm, text, limit, backward) }
  let mark = vm.view(separator)
  if mark.count == 0 { throw vm.raise(.valueError, "empty separator") }
  let list = vm.list()
  let view = vm.view(text)
  if backward {
    var pieces = SeparatorSplitBackward(view, separator: mark, limit: limit)
    while let piece = pieces.next() { try vm.listAppend(list.cell, try vm.subtext(text, bytes: piece)) }
    vm.reverseList(list)
  } else {
    var pieces = SeparatorSplit(view, separator: mark, limit: limit)
    while let piece = pieces.next() { try vm.listAppend(list.cell, try vm.subtext(text, bytes: piece)) }
  }
  return list
}

private func splitAtBlanks(_ vm: VM, _ text: Value, _ limit: Int, _ backward: Bool) throws(Raise) -> Value {
  let list = vm.list()
  let view = vm.view(text)
  if backward {
    var words = BlankSplitBackward(view, unit: .scalar, limit: limit)
    while let word = words.next() { try vm.listAppend(list.cell, try vm.subtext(text, bytes: word)) }
    vm.reverseList(list)
  } else {
    var words = BlankSplit(view, unit: .scalar, limit: limit)
    while let word = words.next() { try vm.listAppend(list.cell, try vm.subtext(text, bytes: word)) }
  }
  return list
}

private func splitLines(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let text = try vm.strReceiver(args)
  let keepsEnds = try vm.flag(args[1])
  let list = vm.list()
  var lines = LineSplit(vm.view(text), unit: .scalar, keepsEnds: keepsEnds)
  while let line = lines.next() { try vm.listAppend(list.cell, try vm.subtext(text, bytes: line)) }
  return list
}

private func strip(
  _ vm: VM, _ args: Arguments, _ function: StaticString, left: Bool, right: Bool
) throws(Raise) -> Value {
  let text = try vm.strReceiver(args)
  let view = vm.view(text)
  if args[1].isNone {
    return try vm.subtext(text, bytes: TextBlank.strip(view, unit: .scalar, left: left, right: right))
  }
  guard args[1].isStr else { throw vm.raise(.typeError, "\(function) arg must be None or str") }
  let kept = TextBlank.strip(view, of: vm.view(args[1]), unit: .scalar, left: left, right: right)
  return try vm.subtext(text, bytes: kept)
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Turns a new list round.
  func reverseList(_ list: Value) {
    let cell = list.cell.asList
    if cell.pointee.count > 1 { reverse(cell.pointee.items, cell.pointee.count) }
  }

  /// A list or tuple as it is, any other iterable as a new list: what `join` walks over twice.
  ///
  /// - Throws: TypeError for what is not iterable, and what script raises.
  func joinable(_ iterable: Value) throws(Raise) -> Value {
    if iterable.isExactly(.list) || iterable.isExactly(.tuple) { return iterable }
    let owner = classOf(iterable)
    if special(.iterate, owner).isUnbound, special(.getItem, owner).isUnbound {
      throw raise(.typeError, "can only join an iterable")
    }
    return try listFrom(iterable)
  }

  /// `separator.join(iterable)` of strs.
  ///
  /// - Throws: TypeError, MemoryError and what script raises.
  public func textJoin(_ separator: Value, _ iterable: Value) throws(Raise) -> Value {
    let sequence = try joinable(iterable)
    let items = sequenceItems(sequence), count = sequenceCount(sequence)
    if count == 0 { return emptyText }
    if count == 1, items[0].isExactStr { return items[0] }
    let between = separator.text.pointee
    var bytes = (count - 1) * Int(between.byteCount), length = (count - 1) * Int(between.length)
    var flags = count > 1 ? between.header.flags : TextCell.isASCII
    for i in 0..<count {
      guard items[i].isStr else {
        throw raise(.typeError, "sequence item \(i): expected str instance, \(typeName(items[i])) found")
      }
      let text = items[i].text
      bytes += Int(text.pointee.byteCount)
      length += Int(text.pointee.length)
      flags &= text.pointee.header.flags
    }
    if bytes == 0 { return emptyText }
    let cell = try newText(byteCount: bytes)
    fillJoin(cell.text.pointee.data, between, items, count)
    return finishText(cell, isASCII: flags & TextCell.isASCII != 0, length: length)
  }

  private func fillJoin(
    _ target: UnsafeMutablePointer<UInt8>, _ between: TextCell, _ items: Values, _ count: Int
  ) {
    var place = target
    let gap = Int(between.byteCount)
    for i in 0..<count {
      if i > 0 {
        if gap == 1 {
          place[0] = between.data[0]
        } else if gap > 1 {
          memcpy(place, between.data, gap)
        }
        place += gap
      }
      let text = items[i].text
      let size = Int(text.pointee.byteCount)
      if size == 1 {
        place[0] = text.pointee.data[0]
      } else {
        memcpy(place, text.pointee.data, size)
      }
      place += size
    }
  }
}

// MemoryViewType.swift — the class `memoryview`.

import Glibc
import Parser

extension NativeType {
  static var memoryview: NativeType {
    NativeType(
      "memoryview", kind: .record, layout: .memoryView, words: MemoryViewWord.count, isBaseType: false,
      "A window on the bytes of another object."
    ) { NativeRow.memoryViewSpecials + NativeRow.memoryViewMethods + NativeRow.memoryViewFields }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  fileprivate func viewReceiver(_ args: Arguments) throws(Raise) -> Value {
    if args[0].isRecord(.memoryView) { return args[0] }
    throw raise(.typeError, "descriptor requires a 'memoryview' object but received a '\(typeName(args[0]))'")
  }
}

extension NativeRow {
  fileprivate static var memoryViewSpecials: [NativeRow] {
    [
      .slot("__new__(object)", "A view of a bytes-like object.", .pure) { (vm, args) throws(Raise) -> Value in
        _ = try vm.newTarget(args, .memoryview)
        return try vm.memoryView(args[1])
      },
      .slot("__repr__()", "Where the view is.", .pure) { (vm, args) throws(Raise) -> Value in
        let view = try vm.viewReceiver(args)
        let isReleased = view.cell.recordWords[MemoryViewWord.source].isUnbound
        var buffer = ByteBuffer()
        buffer.append(isReleased ? "<released memory at 0x" : "<memory at 0x")
        HexText.append(UInt32(truncatingIfNeeded: vm.identity(view) >> 32), digits: 4, to: &buffer)
        HexText.append(UInt32(truncatingIfNeeded: vm.identity(view)), digits: 8, to: &buffer)
        buffer.append(62)
        return try vm.makeText(buffer)
      },
      .slot("__hash__()", "The hash of the bytes.", .pure, viewHash),
      .slot("__len__()", "Number of items.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let window = try vm.window(try vm.viewReceiver(args))
        if window.dimensions == 0 { throw vm.raise(.typeError, "0-dim memory has no length") }
        return Value(small: window.length(0))
      },
      .slot("__getitem__(key, /)", "An item or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.memoryViewGetItem(try vm.viewReceiver(args), args[1])
      },
      .slot("__setitem__(key, value, /)", "Sets an item or slice.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.memoryViewSetItem(try vm.viewReceiver(args), args[1], args[2])
        return .none
      },
      .slot("__delitem__(key, /)", "Items can't be deleted.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.memoryViewSetItem(try vm.viewReceiver(args), args[1], .unbound)
        return .none
      },
      .slot("__eq__(value, /)", "Whether all items are equal.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try viewEqual(vm, try vm.viewReceiver(args), args[1], wanted: true)
      },
      .slot("__ne__(value, /)", "Whether not all items are equal.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try viewEqual(vm, try vm.viewReceiver(args), args[1], wanted: false)
      },
      .slot("__iter__()", "An iterator over the items.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let view = try vm.viewReceiver(args)
        let window = try vm.window(view)
        if window.dimensions == 0 { throw vm.raise(.typeError, "invalid indexing of 0-dim memory") }
        return vm.sequenceIterator(view)
      },
      .method("__enter__()", "The view itself.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let view = try vm.viewReceiver(args)
        _ = try vm.window(view)
        return view
      },
      .method("__exit__(*args)", "Releases the view.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        vm.releaseMemoryView(try vm.viewReceiver(args))
        return .none
      },
    ]
  }

  fileprivate static var memoryViewMethods: [NativeRow] {
    [
      .method("release()", "Lets go of the object.", .writesSelf) { (vm, args) throws(Raise) -> Value in
        vm.releaseMemoryView(try vm.viewReceiver(args))
        return .none
      },
      .method("tobytes(order='C')", "The items' bytes.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let view = try vm.viewReceiver(args)
        var isFortran = false
        if !args[1].isNone {
          guard args[1].isStr else {
            throw vm.raise(
              .typeError, "tobytes() argument 'order' must be str or None, not \(vm.typeName(args[1]))")
          }
          isFortran = vm.text(args[1], equals: "F")
          guard isFortran || vm.text(args[1], equals: "C") || vm.text(args[1], equals: "A") else {
            throw vm.raise(.valueError, "order must be 'C', 'F' or 'A'")
          }
        }
        return try vm.memoryViewBytes(view, isFortran: isFortran)
      },
      .method("tolist()", "The items in lists.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        try viewList(vm, try vm.window(try vm.viewReceiver(args)), 0, 0)
      },
      .method("hex(sep=?, bytes_per_sep=1)", "The bytes in hexadecimal.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.hexText(try vm.bytesArgument(try vm.viewReceiver(args)), args[1], args[2])
      },
      .method("toreadonly()", "A view that can't be written.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let window = try vm.window(try vm.viewReceiver(args))
        return vm.memoryView(window, window.offset, window.shape, window.strides, readOnly: true)
      },
      .method("cast(format, shape=?)", "A view with other items.", .callsScript, viewCast),
    ]
  }

  fileprivate static var memoryViewFields: [NativeRow] {
    [
      field("obj", "The object looked at.") { (_, window) throws(Raise) in window.source },
      field("nbytes", "Size of the items in bytes.") { (vm, window) throws(Raise) in
        vm.int(window.itemCount * window.item.size)
      },
      field("itemsize", "Size of an item in bytes.") { (_, window) throws(Raise) in Value(small: window.item.size) },
      field("format", "What an item is.") { (vm, window) throws(Raise) in vm.character(UInt32(window.format)) },
      field("ndim", "Number of dimensions.") { (_, window) throws(Raise) in Value(small: window.dimensions) },
      field("shape", "Lengths of the dimensions.") { (_, window) throws(Raise) in window.shape },
      field("strides", "Bytes from item to item of each dimension.") { (_, window) throws(Raise) in window.strides },
      field("suboffsets", "Always empty.") { (vm, _) throws(Raise) in vm.pointee.emptyTuple },
      field("readonly", "Whether items can't be set.") { (_, window) throws(Raise) in Value(window.isReadOnly) },
      field("c_contiguous", "Whether items lie in C order without gaps.") { (_, window) throws(Raise) in
        Value(window.isContiguous)
      },
      field("f_contiguous", "Whether items lie in Fortran order without gaps.") { (_, window) throws(Raise) in
        Value(window.isFortranContiguous)
      },
      field("contiguous", "Whether items lie without gaps.") { (_, window) throws(Raise) in
        Value(window.isContiguous || window.isFortranContiguous)
      },
    ]
  }

  private static func field(
    _ name: StaticString, _ documentation: StaticString,
    _ body: @escaping @Sendable (VM, MemoryWindow) throws(Raise) -> Value
  ) -> NativeRow {
    .getter(name, documentation, .readsSelf) { (vm, args) throws(Raise) -> Value in
      try body(vm, try vm.window(try vm.viewReceiver(args)))
    }
  }
}

private func viewHash(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let view = try vm.viewReceiver(args)
  let window = try vm.window(view)
  if !window.isReadOnly { throw vm.raise(.valueError, "cannot hash writable memoryview object") }
  guard window.format == 66 || window.format == 98 || window.format == 99 else {
    throw vm.raise(.valueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
  }
  return vm.int(vm.textHash(try vm.memoryViewBytes(view).cell))
}

private func viewList(_ vm: VM, _ window: MemoryWindow, _ dimension: Int, _ distance: Int) throws(Raise) -> Value {
  if dimension == window.dimensions { return try vm.unpack(window.item, window.place(distance)) }
  let list = vm.list()
  for i in 0..<window.length(dimension) {
    let place = distance + i * window.stride(dimension)
    try vm.listAppend(list.cell, try viewList(vm, window, dimension + 1, place))
  }
  return list
}

private func viewEqual(_ vm: VM, _ a: Value, _ b: Value, wanted: Bool) throws(Raise) -> Value {
  if a == b { return Value(wanted) }
  guard a.cell.recordWords[MemoryViewWord.source].isUnbound == false else { return Value(!wanted) }
  guard b.isByteText || b.isRecord(.memoryView) else { return .notImplemented }
  if b.isRecord(.memoryView), b.cell.recordWords[MemoryViewWord.source].isUnbound { return Value(!wanted) }
  let x = try vm.window(a), y = try vm.window(b.isByteText ? try vm.memoryView(b) : b)
  defer { if b.isByteArray { vm.addExport(b.cell, -1) } }
  guard x.dimensions == y.dimensions else { return Value(!wanted) }
  for i in 0..<x.dimensions where x.length(i) != y.length(i) { return Value(!wanted) }
  if x.format == y.format, x.item.shape != .float {
    let same = TextSearch.equal(try vm.bytesArgument(a), try vm.bytesArgument(b))
    return Value(same == wanted)
  }
  return Value(try vm.equal(try viewList(vm, x, 0, 0), try viewList(vm, y, 0, 0)) == wanted)
}

private func viewCast(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let window = try vm.window(try vm.viewReceiver(args))
  guard args[1].isStr else {
    throw vm.raise(.typeError, "cast() argument 'format' must be str, not \(vm.argumentTypeName(args[1]))")
  }
  if !window.isContiguous {
    throw vm.raise(.typeError, "memoryview: casts are restricted to C-contiguous views")
  }
  var shape: Value = .unbound
  if !args[2].isUnbound {
    guard args[2].is(.list) || args[2].is(.tuple) else {
      throw vm.raise(.typeError, "shape must be a list or a tuple")
    }
    shape = args[2]
    if vm.sequenceCount(shape) > 1, window.dimensions != 1 {
      throw vm.raise(.typeError, "memoryview: cast must be 1D -> ND or ND -> 1D")
    }
  }
  let text = vm.view(args[1])
  let format = text.count == 1 ? text[0] : text.count == 2 && text[0] == 64 ? text[1] : 0
  guard let item = PackedItem.native(format) else {
    throw vm.raise(
      .valueError,
      "memoryview: destination format must be a native single character format prefixed with an optional '@'")
  }
  if !isByteFormat(format), !isByteFormat(window.format) {
    throw vm.raise(.typeError, "memoryview: cannot cast between two non-byte formats")
  }
  let size = window.itemCount * window.item.size
  if size % item.size != 0 {
    throw vm.raise(.typeError, "memoryview: length is not a multiple of itemsize")
  }
  let cast = MemoryWindow(
    source: window.source, offset: window.offset, item: item, format: format, shape: .unbound, strides: .unbound,
    isReadOnly: window.isReadOnly)
  if shape.isUnbound {
    return vm.memoryView(
      cast, cast.offset, vm.single(vm.int(size / item.size)), vm.single(Value(small: item.size)))
  }
  return try castToShape(vm, cast, shape, size)
}

private func isByteFormat(_ format: UInt8) -> Bool { format == 66 || format == 98 || format == 99 }

private func castToShape(_ vm: VM, _ window: MemoryWindow, _ wanted: Value, _ size: Int) throws(Raise) -> Value {
  let dimensions = vm.sequenceCount(wanted)
  if dimensions > 64 {
    throw vm.raise(.valueError, "memoryview: number of dimensions must not exceed 64")
  }
  let shape = vm.newTuple(dimensions).cell, strides = vm.newTuple(dimensions).cell
  var total = window.item.size
  for i in (0..<dimensions).reversed() {
    let length = vm.sequenceItems(wanted)[i]
    guard length.isInt else {
      throw vm.raise(.typeError, "memoryview.cast(): elements of shape must be integers")
    }
    guard let count = vm.intValue(length), count > 0 else {
      throw vm.raise(.valueError, "memoryview.cast(): elements of shape must be integers > 0")
    }
    shape.tupleItems[i] = vm.int(count)
    strides.tupleItems[i] = vm.int(total)
    let (product, overflow) = total.multipliedReportingOverflow(by: count)
    if overflow || product > size {
      throw vm.raise(.typeError, "memoryview: product(shape) * itemsize != buffer size")
    }
    total = product
  }
  if total != size { throw vm.raise(.typeError, "memoryview: product(shape) * itemsize != buffer size") }
  return vm.memoryView(window, window.offset, Value(shape), Value(strides))
}

// MemoryView.swift — windows on the bytes of bytes and bytearrays: their words, items and content.

import Glibc
import Parser

/// The words of a record with layout `memoryView`.
enum MemoryViewWord {
  /// The bytes or bytearray; unbound once released.
  static let source = 0
  /// Byte offset of the first item.
  static let offset = 1
  static let format = 2
  static let itemSize = 3
  /// Tuples of ints.
  static let shape = 4
  static let strides = 5
  static let isReadOnly = 6
  static let count = 7
}

/// A view's words, read once.
struct MemoryWindow {
  let source: Value
  let offset: Int
  let item: PackedItem
  /// The format's character.
  let format: UInt8
  let shape: Value
  let strides: Value
  let isReadOnly: Bool

  var dimensions: Int { shape.cell.asTuple.pointee.count }
  func length(_ dimension: Int) -> Int { shape.cell.tupleItems[dimension].smallInt }
  func stride(_ dimension: Int) -> Int { strides.cell.tupleItems[dimension].smallInt }
  /// Items in all.
  var itemCount: Int {
    var count = 1
    for i in 0..<dimensions { count *= length(i) }
    return count
  }
  /// Items in C order without gaps.
  var isContiguous: Bool {
    var expected = item.size
    for i in (0..<dimensions).reversed() {
      if length(i) > 1, stride(i) != expected { return false }
      expected *= length(i)
    }
    return true
  }
  /// Items in Fortran order without gaps.
  var isFortranContiguous: Bool {
    var expected = item.size
    for i in 0..<dimensions {
      if length(i) > 1, stride(i) != expected { return false }
      expected *= length(i)
    }
    return true
  }
  /// The address of the byte at an offset from the first item.
  @inline(__always) func place(_ distance: Int) -> UnsafeMutablePointer<UInt8> {
    source.text.pointee.data + (offset &+ distance)
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `memoryview(v)`.
  ///
  /// - Throws: TypeError, ValueError.
  public func memoryView(_ v: Value) throws(Raise) -> Value {
    if v.isRecord(.memoryView) {
      let window = try window(v)
      return memoryView(window, window.offset, window.shape, window.strides)
    }
    guard v.isByteText else {
      throw raise(.typeError, "memoryview: a bytes-like object is required, not '\(typeName(v))'")
    }
    let count = Value(small: Int(v.text.pointee.byteCount))
    let window = MemoryWindow(
      source: v, offset: 0, item: PackedItem(shape: .unsigned, size: 1), format: 66, shape: single(count),
      strides: single(Value(small: 1)), isReadOnly: v.isBytes)
    return memoryView(window, 0, window.shape, window.strides)
  }

  /// A view like another one with other bounds.
  func memoryView(
    _ window: MemoryWindow, _ offset: Int, _ shape: Value, _ strides: Value, readOnly: Bool? = nil
  ) -> Value {
    let cell = newRecord(.memoryview, .memoryView, words: MemoryViewWord.count)
    let words = cell.recordWords
    words[MemoryViewWord.source] = window.source
    words[MemoryViewWord.offset] = Value(small: offset)
    words[MemoryViewWord.format] = character(UInt32(window.format))
    words[MemoryViewWord.itemSize] = Value(small: window.item.size)
    words[MemoryViewWord.shape] = shape
    words[MemoryViewWord.strides] = strides
    words[MemoryViewWord.isReadOnly] = Value(readOnly ?? window.isReadOnly)
    if window.source.isByteArray { addExport(window.source.cell, 1) }
    return Value(cell)
  }

  /// The words of a view.
  ///
  /// - Throws: ValueError for a released one.
  func window(_ v: Value) throws(Raise) -> MemoryWindow {
    let words = v.cell.recordWords
    if words[MemoryViewWord.source].isUnbound {
      throw raise(.valueError, "operation forbidden on released memoryview object")
    }
    let format = words[MemoryViewWord.format].text.pointee.data[0]
    return MemoryWindow(
      source: words[MemoryViewWord.source], offset: words[MemoryViewWord.offset].smallInt,
      item: PackedItem.native(format) ?? PackedItem(shape: .unsigned, size: 1), format: format,
      shape: words[MemoryViewWord.shape], strides: words[MemoryViewWord.strides],
      isReadOnly: words[MemoryViewWord.isReadOnly].isTrue)
  }

  func releaseMemoryView(_ v: Value) {
    let words = v.cell.recordWords
    let source = words[MemoryViewWord.source]
    if source.isUnbound { return }
    if source.isByteArray { addExport(source.cell, -1) }
    store(words + MemoryViewWord.source, .unbound)
  }

  /// The bytes of a view's items in C order (or Fortran order): the source itself where the view is all of it.
  ///
  /// - Throws: ValueError for a released view, MemoryError.
  func memoryViewBytes(_ v: Value, isFortran: Bool = false) throws(Raise) -> Value {
    let window = try window(v)
    let size = window.itemCount * window.item.size
    if window.isContiguous, !isFortran || window.dimensions < 2 {
      if window.offset == 0, size == Int(window.source.text.pointee.byteCount), window.source.isExactly(.bytes) {
        return window.source
      }
      return try makeBytes(ByteView(start: window.place(0), count: size))
    }
    let cell = try newBytes(size)
    var target = cell.text.pointee.data
    forEachPlace(window, isFortran: isFortran) { place in
      memcpy(target, place, window.item.size)
      target += window.item.size
    }
    return Value(cell)
  }

  /// Calls `body` with every item's address.
  func forEachPlace(_ window: MemoryWindow, isFortran: Bool, _ body: (UnsafeMutablePointer<UInt8>) -> Void) {
    let dimensions = window.dimensions
    var index = [Int](repeating: 0, count: dimensions)
    for _ in 0..<window.itemCount {
      var distance = 0
      for i in 0..<dimensions { distance += index[i] * window.stride(i) }
      body(window.place(distance))
      var step = isFortran ? 0 : dimensions - 1
      while step >= 0, step < dimensions {
        index[step] += 1
        if index[step] < window.length(step) { break }
        index[step] = 0
        step += isFortran ? 1 : -1
      }
    }
  }

  /// `v[key]`.
  ///
  /// - Throws: IndexError, TypeError, NotImplementedError, ValueError.
  func memoryViewGetItem(_ v: Value, _ key: Value) throws(Raise) -> Value {
    let window = try window(v)
    if window.dimensions == 0 {
      if key == .ellipsis { return v }
      guard key.is(.tuple), key.cell.asTuple.pointee.count == 0 else {
        throw raise(.typeError, "invalid indexing of 0-dim memory")
      }
      return try unpack(window.item, window.place(0))
    }
    if key.is(.slice) { return try memoryViewSlice(window, key.cell) }
    return try unpack(window.item, window.place(try distance(window, key)))
  }

  private func memoryViewSlice(_ window: MemoryWindow, _ slice: Cell) throws(Raise) -> Value {
    let bounds = try sliceBounds(slice, length: window.length(0))
    let shape = newTuple(window.dimensions).cell, strides = newTuple(window.dimensions).cell
    for i in 0..<window.dimensions {
      shape.tupleItems[i] = Value(small: i == 0 ? Swift.max(bounds.count, 0) : window.length(i))
      strides.tupleItems[i] = Value(small: window.stride(i) &* (i == 0 ? bounds.step : 1))
    }
    let start = window.offset + bounds.start * window.stride(0)
    return memoryView(window, start, Value(shape), Value(strides))
  }

  /// How far from the first item the one at a subscript is, in bytes.
  func distance(_ window: MemoryWindow, _ key: Value) throws(Raise) -> Int {
    if key.is(.tuple) { return try distance(window, tuple: key) }
    guard let index = try subscriptIndex(key) else { throw raise(.typeError, "memoryview: invalid slice key") }
    if window.dimensions > 1 {
      throw raise(.notImplementedError, "multi-dimensional sub-views are not implemented")
    }
    return try distance(window, 0, index)
  }

  private func distance(_ window: MemoryWindow, tuple key: Value) throws(Raise) -> Int {
    let count = key.cell.asTuple.pointee.count
    var total = 0
    for i in 0..<count where key.cell.tupleItems[i].is(.slice) {
      throw raise(.notImplementedError, "multi-dimensional slicing is not implemented")
    }
    if count < window.dimensions { throw raise(.notImplementedError, "sub-views are not implemented") }
    if count > window.dimensions {
      throw raise(
        .typeError, "cannot index \(window.dimensions)-dimension view with \(count)-element tuple")
    }
    for i in 0..<count {
      guard let index = try subscriptIndex(key.cell.tupleItems[i]) else {
        throw raise(.typeError, "memoryview: invalid slice key")
      }
      total += try distance(window, i, index)
    }
    return total
  }

  private func distance(_ window: MemoryWindow, _ dimension: Int, _ index: Int) throws(Raise) -> Int {
    let length = window.length(dimension)
    let place = index < 0 ? index &+ length : index
    guard place >= 0, place < length else {
      throw raise(.indexError, "index out of bounds on dimension \(dimension + 1)")
    }
    return place * window.stride(dimension)
  }

  /// `v[key] = value`; an unbound value deletes.
  ///
  /// - Throws: TypeError, ValueError, IndexError, NotImplementedError.
  func memoryViewSetItem(_ v: Value, _ key: Value, _ value: Value) throws(Raise) {
    let window = try window(v)
    if window.isReadOnly { throw raise(.typeError, "cannot modify read-only memory") }
    if value.isUnbound { throw raise(.typeError, "cannot delete memory") }
    if window.dimensions == 0 {
      guard key == .ellipsis || key.is(.tuple) && key.cell.asTuple.pointee.count == 0 else {
        throw raise(.typeError, "invalid indexing of 0-dim memory")
      }
      return try packItem(window, 0, value)
    }
    guard key.is(.slice) else { return try packItem(window, try distance(window, key), value) }
    if window.dimensions > 1 {
      throw raise(.notImplementedError, "memoryview slice assignments are currently restricted to ndim = 1")
    }
    let bounds = try sliceBounds(key.cell, length: window.length(0))
    var sourceFormat: UInt8 = 66
    if value.isRecord(.memoryView) { sourceFormat = try self.window(value).format }
    var bytes = try bytesArgument(value)
    let size = window.item.size
    guard sourceFormat == window.format, bytes.count == Swift.max(bounds.count, 0) * size else {
      throw raise(.valueError, "memoryview assignment: lvalue and rvalue have different structures")
    }
    if bytes.baseAddress == UnsafePointer(window.source.text.pointee.data) || value.isByteArray {
      bytes = view(try makeBytes(bytes))
    }
    var distance = bounds.start * window.stride(0)
    for i in 0..<Swift.max(bounds.count, 0) {
      let place = window.place(distance)
      willWrite(place, bytes: size)
      memcpy(place, bytes.start + i * size, size)
      distance = distance &+ bounds.step &* window.stride(0)
    }
  }

  private func packItem(_ window: MemoryWindow, _ distance: Int, _ value: Value) throws(Raise) {
    let item = window.item
    let format = Character(Unicode.Scalar(window.format))
    let wrongType = "memoryview: invalid type for format '\(format)'"
    switch item.shape {
    case .character:
      guard value.isBytes else { throw raise(.typeError, wrongType) }
      guard value.text.pointee.byteCount == 1 else {
        throw raise(.valueError, "memoryview: invalid value for format '\(format)'")
      }
      pack(Int128(value.text.pointee.data[0]), item, writable(window, distance))
    case .boolean:
      let truth: Int128 = try self.truth(value) ? 1 : 0
      pack(truth, item, writable(window, distance))
    case .float:
      guard let number = try realNumber(value) else { throw raise(.typeError, wrongType) }
      if !pack(number, item, writable(window, distance)) {
        throw raise(.overflowError, "float too large to pack with \(format) format")
      }
    case .signed, .unsigned:
      guard value.isInt || !special(.index, classOf(value)).isUnbound, let whole = try indexValue(value) else {
        throw raise(.typeError, wrongType)
      }
      guard let number = int128(whole), item.range.contains(number) else {
        throw raise(.valueError, "memoryview: invalid value for format '\(format)'")
      }
      pack(number, item, writable(window, distance))
    }
  }

  private func writable(_ window: MemoryWindow, _ distance: Int) -> UnsafeMutablePointer<UInt8> {
    let place = window.place(distance)
    willWrite(place, bytes: window.item.size)
    return place
  }
}

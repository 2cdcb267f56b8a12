// TextIndexing.swift — positions in strs: from code points to bytes, characters, slices, iteration.
//
// In ASCII text the two agree. Other texts of over 64 code points get, when first indexed, a table of the byte offset of
// every 64th code point in a `raw` block that the cell's header points to.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// The byte offset of a code point; `index` lies in 0...length.
  @inline(__always)
  public func byteOffset(_ cell: Cell, _ index: Int) -> Int {
    if cell.text.pointee.isPlain { return index }
    return offsetByWalking(cell, index)
  }

  @inline(never)
  private func offsetByWalking(_ cell: Cell, _ index: Int) -> Int {
    let text = cell.text
    let view = text.pointee.view
    let length = Int(text.pointee.length)
    if index <= 0 { return 0 }
    if index >= length { return view.count }
    // Objects of subclasses keep their attributes where the table would be.
    if length <= StrideIndex.stride || cell.shape != BuiltinType.str.rawValue || index < StrideIndex.stride {
      return Utf8.offset(of: index, in: view)
    }
    if text.pointee.header.attributes == 0, !makeIndex(cell) { return Utf8.offset(of: index, in: view) }
    let block = Cell(bitPattern: UInt(text.pointee.header.attributes)).unsafelyUnwrapped
    let table = (block + 16).assumingMemoryBound(to: UInt32.self)
    return StrideIndex.offset(of: index, in: view, table: table, entries: StrideIndex.entries(scalars: length))
  }

  private func makeIndex(_ cell: Cell) -> Bool {
    let entries = StrideIndex.entries(scalars: Int(cell.text.pointee.length))
    guard let block = try? allocateBlock(.raw, 16 + entries * 4) else {
      pointee.exception = .unbound
      return false
    }
    let table = (block + 16).assumingMemoryBound(to: UInt32.self)
    StrideIndex.build(cell.text.pointee.view, into: table, entries: entries)
    storeWord(cell + 8, UInt64(UInt(bitPattern: block)))
    return true
  }

  /// The code point number of a byte offset.
  public func codePointIndex(_ cell: Cell, ofByte offset: Int) -> Int {
    let text = cell.text
    if text.pointee.isPlain { return offset }
    return Utf8.index(ofOffset: offset, in: text.pointee.view)
  }

  /// The one-character str at an index in 0..<length.
  @inline(__always)
  public func characterAt(_ cell: Cell, _ index: Int) -> Value {
    let text = cell.text
    if text.pointee.isPlain { return character(UInt32(text.pointee.data[index])) }
    var offset = offsetByWalking(cell, index)
    return character(Utf8.decode(text.pointee.data, &offset))
  }

  /// `s[i]` for an int index; nil when out of range.
  @inline(__always)
  public func textItem(_ cell: Cell, _ index: Int) -> Value? {
    let length = Int(cell.text.pointee.length)
    let place = index < 0 ? index &+ length : index
    guard place >= 0, place < length else { return nil }
    return characterAt(cell, place)
  }

  /// `s[start:end]` for bounds in 0...length.
  ///
  /// - Throws: MemoryError.
  public func subtext(_ v: Value, _ start: Int, _ end: Int) throws(Raise) -> Value {
    let text = v.text
    let length = Int(text.pointee.length)
    if start >= end { return emptyText }
    if start == 0, end == length, v.isExactStr { return v }
    if end &- start == 1 { return characterAt(v.cell, start) }
    if text.pointee.isPlain {
      let count = end &- start
      let cell = try newText(byteCount: count)
      memcpy(cell.text.pointee.data, text.pointee.data + start, count)
      return finishText(cell, isASCII: true, length: count)
    }
    let first = byteOffset(v.cell, start), last = byteOffset(v.cell, end)
    return try makeText(ByteView(start: text.pointee.data + first, count: last - first), length: end - start)
  }

  /// The str of a byte range of a str.
  ///
  /// - Throws: MemoryError.
  func subtext(_ v: Value, bytes range: Range<Int>) throws(Raise) -> Value {
    let text = v.text
    if range.count == Int(text.pointee.byteCount), v.isExactStr { return v }
    let part = ByteView(start: text.pointee.data + range.lowerBound, count: range.count)
    return try makeText(part, isASCII: text.pointee.isPlain ? true : nil)
  }

  /// `s[start:stop:step]` with `count` items, by indices that `slice.indices` gave.
  ///
  /// - Throws: MemoryError.
  func steppedText(_ v: Value, _ start: Int, _ step: Int, _ count: Int) throws(Raise) -> Value {
    if count <= 0 { return emptyText }
    if step == 1 { return try subtext(v, start, start + count) }
    let text = v.text
    if text.pointee.isPlain {
      if count == 1 { return characterAt(v.cell, start) }
      let cell = try newText(byteCount: count)
      copyStepped(from: text.pointee.data, start, step, count, to: cell.text.pointee.data)
      return finishText(cell, isASCII: true, length: count)
    }
    var buffer = ByteBuffer()
    if step == -1 {
      var offset = byteOffset(v.cell, start + 1)
      for _ in 0..<count { buffer.append(scalar: Utf8.decodeBackward(text.pointee.data, &offset)) }
    } else {
      var index = start
      for _ in 0..<count {
        var offset = byteOffset(v.cell, index)
        buffer.append(scalar: Utf8.decode(text.pointee.data, &offset))
        index = index &+ step
      }
    }
    return try makeText(buffer)
  }

  /// Every `step`-th byte, `count` of them.
  func copyStepped(
    from source: UnsafePointer<UInt8>, _ start: Int, _ step: Int, _ count: Int,
    to target: UnsafeMutablePointer<UInt8>
  ) {
    var index = start
    for i in 0..<count {
      target[i] = source[index]
      index = index &+ step
    }
  }

  // MARK: Iteration

  /// `iter(s)`: the index is a byte offset.
  public func textIterator(_ v: Value) -> Value {
    let cell = allocate(
      .textIterator, MemoryLayout<IteratorCell>.size,
      shape: (v.kind == .str ? BuiltinType.strIterator : BuiltinType.bytesIterator).rawValue)
    let iterator = cell.assumingMemoryBound(to: IteratorCell.self)
    iterator.pointee.source = v
    return Value(cell)
  }

  /// The next character of a str, or byte of a bytes-like; nil at the end.
  @inline(__always)
  public func textIteratorNext(_ cell: Cell) -> Value? {
    let iterator = cell.assumingMemoryBound(to: IteratorCell.self)
    let source = iterator.pointee.source
    if source.isUnbound { return nil }
    let text = source.text
    let offset = iterator.pointee.index
    guard offset < Int(text.pointee.byteCount) else { return finishTextIterator(cell) }
    let byte = text.pointee.data[offset]
    if text.pointee.header.kind != .str {
      storeWord(cell + 24, UInt64(UInt(bitPattern: offset &+ 1)))
      return Value(small: Int(byte))
    }
    if byte < 0x80 {
      storeWord(cell + 24, UInt64(UInt(bitPattern: offset &+ 1)))
      return character(UInt32(byte))
    }
    var next = offset
    let scalar = Utf8.decode(text.pointee.data, &next)
    storeWord(cell + 24, UInt64(UInt(bitPattern: next)))
    return character(scalar)
  }

  @inline(never)
  private func finishTextIterator(_ cell: Cell) -> Value? {
    store(&cell.assumingMemoryBound(to: IteratorCell.self).pointee.source, .unbound)
    return nil
  }
}

// ByteArrayCore.swift — bytearrays: bytes in a block with room to grow at the end and to shrink at the start.
//
// `data` points to the first byte, `length` is the room from there on; the word for the hash counts the memoryviews
// that are not released: while there are any, the size stays.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// A bytearray of zeros.
  ///
  /// - Throws: MemoryError.
  func newByteArray(_ count: Int, of target: Cell? = nil) throws(Raise) -> Cell {
    let owner = target ?? builtin(.bytearray)
    let cell = newInstance(owner, kind: .byteArray, bytes: TextCell.inlineOffset)
    cell.text.pointee.data = emptyBytes.text.pointee.data
    if count > 0 {
      try giveRoom(cell, count)
      cell.text.pointee.byteCount = UInt32(truncatingIfNeeded: count)
    }
    return cell
  }

  /// - Throws: MemoryError.
  public func makeByteArray(_ source: ByteView) throws(Raise) -> Value {
    let cell = try newByteArray(source.count)
    memcpy(cell.text.pointee.data, source.start, source.count)
    return Value(cell)
  }

  @inline(__always)
  func exportCount(_ cell: Cell) -> Int { cell.text.pointee.hash }

  func addExport(_ cell: Cell, _ change: Int) {
    storeWord(cell + 32, UInt64(bitPattern: Int64(cell.text.pointee.hash + change)))
  }

  /// - Throws: BufferError while memoryviews look at the bytes.
  @inline(__always)
  func checkResizable(_ cell: Cell) throws(Raise) {
    if exportCount(cell) > 0 {
      throw raise(.bufferError, "Existing exports of data: object cannot be re-sized")
    }
  }

  /// Moves the bytes to a block with room for `room`.
  private func giveRoom(_ cell: Cell, _ room: Int) throws(Raise) {
    guard room <= TextCell.limit else { throw raise(.memoryError, "") }
    let block = try allocateBlock(.raw, TextCell.blockOffset + room)
    let data = (block + TextCell.blockOffset).assumingMemoryBound(to: UInt8.self)
    let text = cell.text
    memcpy(data, text.pointee.data, Int(text.pointee.byteCount))
    willWrite(cell + 16, bytes: 16)
    text.pointee.data = data
    text.pointee.length = UInt32(truncatingIfNeeded: room)
  }

  /// Sets the number of bytes; new ones have any content.
  ///
  /// - Throws: MemoryError.
  func setByteCount(_ cell: Cell, _ count: Int) throws(Raise) {
    if count > Int(cell.text.pointee.length) {
      guard count <= TextCell.limit else { throw raise(.memoryError, "") }
      try giveRoom(cell, Swift.min(count + count / 4 + 16, TextCell.limit))
    }
    willWrite(cell + 24, bytes: 8)
    cell.text.pointee.byteCount = UInt32(truncatingIfNeeded: count)
  }

  /// Puts `new` (no part of this bytearray) in the place of a range.
  ///
  /// - Throws: BufferError, MemoryError.
  func replaceBytes(_ cell: Cell, _ range: Range<Int>, with new: ByteView) throws(Raise) {
    let count = Int(cell.text.pointee.byteCount)
    let change = new.count - range.count
    if change != 0 { try checkResizable(cell) }
    if change < 0, range.lowerBound == 0 {
      dropFirst(cell, -change)
    } else if change != 0 {
      let tail = count - range.upperBound
      if change > 0 { try setByteCount(cell, count + change) }
      let data = cell.text.pointee.data
      willWrite(data + range.lowerBound, bytes: count + Swift.max(change, 0) - range.lowerBound)
      memmove(data + range.upperBound + change, data + range.upperBound, tail)
      if change < 0 { try setByteCount(cell, count + change) }
    }
    let data = cell.text.pointee.data
    willWrite(data + range.lowerBound, bytes: new.count)
    memcpy(data + range.lowerBound, new.start, new.count)
  }

  /// Takes bytes off the start without moving the others.
  private func dropFirst(_ cell: Cell, _ count: Int) {
    let text = cell.text
    willWrite(cell + 16, bytes: 16)
    text.pointee.data += count
    text.pointee.byteCount -= UInt32(truncatingIfNeeded: count)
    text.pointee.length -= UInt32(truncatingIfNeeded: count)
  }

  /// - Throws: BufferError, MemoryError.
  @inline(__always)
  func byteArrayAppend(_ cell: Cell, _ byte: UInt8) throws(Raise) {
    try checkResizable(cell)
    let count = Int(cell.text.pointee.byteCount)
    try setByteCount(cell, count + 1)
    let place = cell.text.pointee.data + count
    willWrite(place, bytes: 1)
    place.pointee = byte
  }

  /// `a += b`; `.notImplemented` is not an answer: what is not bytes-like is an error.
  ///
  /// - Throws: TypeError, BufferError, MemoryError.
  func byteArrayExtend(_ a: Value, by b: Value) throws(Raise) -> Value {
    guard let part = try bytesLike(b) else {
      throw raise(.typeError, "can't concat \(typeName(b)) to \(typeName(a))")
    }
    if a == b, part.count > 0 {
      throw raise(.bufferError, "Existing exports of data: object cannot be re-sized")
    }
    let count = Int(a.text.pointee.byteCount)
    try replaceBytes(a.cell, count..<count, with: part)
    return a
  }

  /// `a *= times`.
  ///
  /// - Throws: BufferError, MemoryError.
  func byteArrayRepeat(_ cell: Cell, _ times: Int) throws(Raise) {
    let count = Int(cell.text.pointee.byteCount)
    let (total, overflow) = count.multipliedReportingOverflow(by: Swift.max(times, 0))
    guard !overflow, total <= TextCell.limit else { throw raise(.memoryError, "") }
    if total == count { return }
    try checkResizable(cell)
    try setByteCount(cell, total)
    if count == 0 || total == 0 { return }
    let data = cell.text.pointee.data
    willWrite(data + count, bytes: total - count)
    var done = count
    while done < total {
      let part = Swift.min(done, total - done)
      memcpy(data + done, data, part)
      done += part
    }
  }

  /// `b[key] = value`.
  ///
  /// - Throws: TypeError, IndexError, ValueError, BufferError, MemoryError and what script raises.
  public func byteArraySetItem(_ v: Value, _ key: Value, _ value: Value) throws(Raise) {
    if key.is(.slice) { return try setSlice(v, key.cell, value) }
    guard let index = try subscriptIndex(key) else {
      throw raise(.typeError, "bytearray indices must be integers or slices, not \(typeName(key))")
    }
    _ = try place(v, index)
    let byte = try byteValue(value)
    let place = v.text.pointee.data + (try place(v, index))
    willWrite(place, bytes: 1)
    place.pointee = byte
  }

  private func place(_ v: Value, _ index: Int) throws(Raise) -> Int {
    let count = Int(v.text.pointee.byteCount)
    let place = index < 0 ? index &+ count : index
    guard place >= 0, place < count else { throw raise(.indexError, "bytearray index out of range") }
    return place
  }

  private func setSlice(_ v: Value, _ slice: Cell, _ value: Value) throws(Raise) {
    let source = try sliceSource(v, value)
    let new = view(source)
    let bounds = try sliceBounds(slice, length: Int(v.text.pointee.byteCount))
    if bounds.step == 1 {
      let end = bounds.start + Swift.max(bounds.count, 0)
      return try replaceBytes(v.cell, bounds.start..<end, with: new)
    }
    if new.count == 0, bounds.count > 0 {
      try checkResizable(v.cell)
      return try deleteStepped(v.cell, bounds)
    }
    guard new.count == bounds.count else {
      throw raise(
        .valueError,
        "attempt to assign bytes of size \(new.count) to extended slice of size \(Swift.max(bounds.count, 0))")
    }
    var index = bounds.start
    let data = v.text.pointee.data
    for i in 0..<new.count {
      willWrite(data + index, bytes: 1)
      data[index] = new[i]
      index = index &+ bounds.step
    }
  }

  /// The bytes to assign to a slice, never those of the bytearray itself.
  private func sliceSource(_ v: Value, _ value: Value) throws(Raise) -> Value {
    if let source = try bufferBytes(value) { return source == v ? try makeBytes(view(v)) : source }
    let owner = classOf(value)
    if value.isStr || value.isInt || special(.iterate, owner).isUnbound && special(.getItem, owner).isUnbound {
      throw raise(.typeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)")
    }
    return try bytesByContent(value, "bytearray", "byte must be in range(0, 256)")
  }

  /// `del b[key]`.
  ///
  /// - Throws: TypeError, IndexError, ValueError, BufferError.
  public func byteArrayDeleteItem(_ v: Value, _ key: Value) throws(Raise) {
    let none = view(emptyBytes)
    if key.is(.slice) {
      let bounds = try sliceBounds(key.cell, length: Int(v.text.pointee.byteCount))
      if bounds.count <= 0 { return }
      if bounds.step == 1 {
        return try replaceBytes(v.cell, bounds.start..<bounds.start + bounds.count, with: none)
      }
      try checkResizable(v.cell)
      return try deleteStepped(v.cell, bounds)
    }
    guard let index = try subscriptIndex(key) else {
      throw raise(.typeError, "bytearray indices must be integers or slices, not \(typeName(key))")
    }
    let place = try place(v, index)
    try replaceBytes(v.cell, place..<place + 1, with: none)
  }

  private func deleteStepped(_ cell: Cell, _ bounds: SliceBounds) throws(Raise) {
    let count = Int(cell.text.pointee.byteCount)
    let step = abs(bounds.step)
    let first = bounds.step > 0 ? bounds.start : bounds.start + (bounds.count - 1) * bounds.step
    let last = first + (bounds.count - 1) * step
    let data = cell.text.pointee.data
    willWrite(data + first, bytes: count - first)
    var target = first
    for index in first..<count {
      if index <= last, (index - first) % step == 0 { continue }
      data[target] = data[index]
      target += 1
    }
    try setByteCount(cell, target)
  }
}

// Concatenation.swift — joining strs: `+`, `+=`, f-strings, and the block sharing that makes a loop of `s += x` linear.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// `a + b` of two strs.
  ///
  /// - Throws: MemoryError.
  @inline(__always)
  public func concatenate(_ a: Value, _ b: Value) throws(Raise) -> Value {
    let left = a.text, right = b.text
    let countA = Int(left.pointee.byteCount), countB = Int(right.pointee.byteCount)
    if countA &+ countB > TextCell.inlineLimit || countA == 0 || countB == 0 { return try concatenateSlowly(a, b) }
    let cell = allocate(.str, TextCell.inlineOffset &+ countA &+ countB, shape: BuiltinType.str.rawValue)
    let data = (cell + TextCell.inlineOffset).assumingMemoryBound(to: UInt8.self)
    memcpy(data, left.pointee.data, countA)
    memcpy(data + countA, right.pointee.data, countB)
    cell.text.pointee.data = data
    setSum(cell.text, left, right)
    return Value(cell)
  }

  /// Counts and flags of a text that is the sum of two.
  @inline(__always)
  private func setSum(
    _ sum: UnsafeMutablePointer<TextCell>, _ a: UnsafeMutablePointer<TextCell>, _ b: UnsafeMutablePointer<TextCell>
  ) {
    sum.pointee.byteCount = a.pointee.byteCount &+ b.pointee.byteCount
    sum.pointee.length = a.pointee.length &+ b.pointee.length
    sum.pointee.header.flags = a.pointee.header.flags & b.pointee.header.flags & TextCell.isASCII
  }

  @inline(never)
  private func concatenateSlowly(_ a: Value, _ b: Value) throws(Raise) -> Value {
    let left = a.text, right = b.text
    let countA = Int(left.pointee.byteCount), countB = Int(right.pointee.byteCount)
    if countB == 0, a.isExactStr { return a }
    if countA == 0, b.isExactStr { return b }
    let total = countA + countB
    guard total <= TextCell.limit else { throw raise(.memoryError, "") }
    if total <= TextCell.inlineLimit {
      let cell = try newText(byteCount: total)
      memcpy(cell.text.pointee.data, left.pointee.data, countA)
      memcpy(cell.text.pointee.data + countA, right.pointee.data, countB)
      setSum(cell.text, left, right)
      return Value(cell)
    }
    if appendInPlace(a, right, total) {
      let cell = allocate(.str, TextCell.inlineOffset, shape: BuiltinType.str.rawValue)
      cell.text.pointee.data = left.pointee.data
      setSum(cell.text, left, right)
      return Value(cell)
    }
    // A text that was itself too long for its cell is likely to grow further.
    let room = countA > TextCell.inlineLimit && countB < countA ? min(total + total / 2, TextCell.limit) : total
    let cell = try newLongText(.str, .str, total, room: room)
    memcpy(cell.text.pointee.data, left.pointee.data, countA)
    memcpy(cell.text.pointee.data + countA, right.pointee.data, countB)
    setSum(cell.text, left, right)
    return Value(cell)
  }

  /// Puts the bytes of `b` behind those of `a` in the block of `a`, if they end at its mark and there is room.
  private func appendInPlace(_ a: Value, _ b: UnsafeMutablePointer<TextCell>, _ total: Int) -> Bool {
    let left = a.text
    let count = Int(left.pointee.byteCount)
    guard count > TextCell.inlineLimit, a.isExactStr else { return false }
    let block = UnsafeMutableRawPointer(left.pointee.data) - TextCell.blockOffset
    guard Int(block.header.pointee.attributes) == count else { return false }
    if pointee.heap.capacity(block) < TextCell.blockOffset + total {
      guard total > SizeClass.largestSmall, growBlock(block, to: TextCell.blockOffset + total) else { return false }
    }
    memmove(left.pointee.data + count, b.pointee.data, Int(b.pointee.byteCount))
    storeWord(block + 8, UInt64(total))
    return true
  }

  /// The sum of `count` strs: what an f-string builds.
  ///
  /// - Throws: MemoryError; TypeError for a value that is no str.
  public func joinStrings(_ values: Values, _ count: Int) throws(Raise) -> Value {
    var bytes = 0, length = 0
    var flags = TextCell.isASCII
    for i in 0..<count {
      guard values[i].isStr else {
        throw raise(.typeError, "sequence item \(i): expected str instance, \(typeName(values[i])) found")
      }
      let text = values[i].text
      bytes += Int(text.pointee.byteCount)
      length += Int(text.pointee.length)
      flags &= text.pointee.header.flags
    }
    if bytes == 0 { return emptyText }
    let cell = try newText(byteCount: bytes)
    var place = cell.text.pointee.data
    for i in 0..<count {
      let text = values[i].text
      memcpy(place, text.pointee.data, Int(text.pointee.byteCount))
      place += Int(text.pointee.byteCount)
    }
    return finishText(cell, isASCII: flags & TextCell.isASCII != 0, length: length)
  }
}

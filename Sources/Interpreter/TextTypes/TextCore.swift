// TextCore.swift — making str, bytes and bytearray cells, and looking at their bytes.
//
// A text of up to `TextCell.inlineLimit` bytes has them behind its header; a longer one in a `raw` block whose header
// keeps in `attributes` how many bytes are in use. Only the text that ends at that mark may be appended to in place:
// every other text that shares the block ends before it and sees no change.

import Glibc

extension TextCell {
  /// The longest text that stands in its own cell.
  @inline(__always) public static var inlineLimit: Int { 512 - inlineOffset }
  /// Where the bytes of a `raw` block start.
  @inline(__always) static var blockOffset: Int { 16 }
  /// A text's byte count is a UInt32.
  @inline(__always) static var limit: Int { Int(UInt32.max) - 64 }

  @inline(__always) public var view: ByteView { ByteView(start: data, count: Int(byteCount)) }
  @inline(__always) public var isPlain: Bool { header.flags & TextCell.isASCII != 0 }
}

extension UnsafeMutableRawPointer {
  /// This cell as a text.
  @inline(__always) public var text: UnsafeMutablePointer<TextCell> { assumingMemoryBound(to: TextCell.self) }
}

extension Value {
  /// The cell as a text, unchecked.
  @inline(__always) public var text: UnsafeMutablePointer<TextCell> { cell.assumingMemoryBound(to: TextCell.self) }
  @inline(__always) public var isStr: Bool { self.is(.str) }
}

extension UnsafeMutablePointer where Pointee == Machine {
  // MARK: Making cells

  /// A new text cell of `byteCount` bytes for the caller to fill and to give its length and flags.
  ///
  /// - Throws: MemoryError.
  @inline(__always)
  public func newText(byteCount: Int) throws(Raise) -> Cell {
    try newText(.str, .str, byteCount)
  }

  @inline(__always)
  func newText(_ kind: Kind, _ type: BuiltinType, _ byteCount: Int) throws(Raise) -> Cell {
    if byteCount <= TextCell.inlineLimit {
      let cell = allocate(kind, TextCell.inlineOffset &+ byteCount, shape: type.rawValue)
      cell.text.pointee.data = (cell + TextCell.inlineOffset).assumingMemoryBound(to: UInt8.self)
      cell.text.pointee.byteCount = UInt32(truncatingIfNeeded: byteCount)
      return cell
    }
    return try newLongText(kind, type, byteCount, room: byteCount)
  }

  /// A text cell whose bytes are in a block with room for `room` bytes.
  @inline(never)
  func newLongText(_ kind: Kind, _ type: BuiltinType, _ byteCount: Int, room: Int) throws(Raise) -> Cell {
    guard room <= TextCell.limit else { throw raise(.memoryError, "") }
    let block = try allocateBlock(.raw, TextCell.blockOffset + room)
    block.header.pointee.attributes = UInt64(byteCount)
    let cell = allocate(kind, TextCell.inlineOffset, shape: type.rawValue)
    cell.text.pointee.data = (block + TextCell.blockOffset).assumingMemoryBound(to: UInt8.self)
    cell.text.pointee.byteCount = UInt32(truncatingIfNeeded: byteCount)
    return cell
  }

  /// Sets what a filled text cell knows of itself.
  @inline(__always)
  func finishText(_ cell: Cell, isASCII: Bool, length: Int) -> Value {
    cell.text.pointee.length = UInt32(truncatingIfNeeded: length)
    if isASCII { cell.header.pointee.flags |= TextCell.isASCII }
    return Value(cell)
  }

  /// A str with these bytes (well-formed WTF-8); what is not given is found out.
  ///
  /// - Throws: MemoryError.
  public func makeText(_ view: ByteView, isASCII: Bool? = nil, length: Int? = nil) throws(Raise) -> Value {
    if view.count <= 1 {
      if view.count == 0 { return emptyText }
      if view[0] < 0x80 { return character(UInt32(view[0])) }
    }
    let plain = isASCII ?? Utf8.isASCII(view)
    if !plain, view.count == 2, view[0] <= 0xC3 {
      return character(UInt32(view[0] & 0x1F) << 6 | UInt32(view[1] & 0x3F))
    }
    let cell = try newText(byteCount: view.count)
    memcpy(cell.text.pointee.data, view.start, view.count)
    return finishText(cell, isASCII: plain, length: plain ? view.count : length ?? Utf8.countScalars(view))
  }

  /// As above, for text that has no room to fail in: short text, messages.
  public func string(
    utf8: UnsafePointer<UInt8>, count: Int, isASCII: Bool? = nil, length: Int? = nil
  ) -> Value {
    (try? makeText(ByteView(start: utf8, count: count), isASCII: isASCII, length: length)) ?? emptyText
  }

  public func string(utf8: UnsafeBufferPointer<UInt8>) -> Value { string(utf8: utf8.start, count: utf8.count) }

  /// A str with the text of a Swift string.
  public func string(_ s: String) -> Value {
    var copy = s
    return copy.withUTF8 { string(utf8: $0) }
  }

  /// A str of what a buffer holds.
  ///
  /// - Throws: MemoryError, also when the buffer overflowed.
  public func makeText(_ buffer: borrowing ByteBuffer, isASCII: Bool? = nil) throws(Raise) -> Value {
    if buffer.overflowed { throw raise(.memoryError, "") }
    return try makeText(buffer.view, isASCII: isASCII)
  }

  /// The str without characters.
  @inline(__always) public var emptyText: Value {
    pointee.emptyText.isUnbound ? intern("" as String) : pointee.emptyText
  }

  /// The str of one character; those of Latin-1 are made once.
  @inline(__always)
  public func character(_ scalar: UInt32) -> Value {
    if scalar < 256 {
      let value = pointee.characters[Int(scalar)]
      if !value.isUnbound { return value }
    }
    return newCharacter(scalar)
  }

  @inline(never)
  private func newCharacter(_ scalar: UInt32) -> Value {
    var bytes: UInt32 = 0
    return withUnsafeMutableBytes(of: &bytes) { raw in
      let start = raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
      let count = Utf8.encode(scalar, into: start)
      if scalar < 256 {
        let value = intern(start, count)
        pointee.characters[Int(scalar)] = value
        return value
      }
      let cell = allocate(.str, TextCell.inlineOffset + count, shape: BuiltinType.str.rawValue)
      cell.text.pointee.data = (cell + TextCell.inlineOffset).assumingMemoryBound(to: UInt8.self)
      cell.text.pointee.byteCount = UInt32(count)
      memcpy(cell.text.pointee.data, start, count)
      return finishText(cell, isASCII: false, length: 1)
    }
  }

  // MARK: Bytes objects

  /// A bytes object.
  ///
  /// - Throws: MemoryError.
  public func makeBytes(_ view: ByteView) throws(Raise) -> Value {
    if view.count == 0 { return emptyBytes }
    let cell = try newBytes(view.count)
    memcpy(cell.text.pointee.data, view.start, view.count)
    return Value(cell)
  }

  /// A bytes object for the caller to fill.
  ///
  /// - Throws: MemoryError.
  @inline(__always)
  public func newBytes(_ count: Int) throws(Raise) -> Cell {
    let cell = try newText(.bytes, .bytes, count)
    cell.text.pointee.length = UInt32(truncatingIfNeeded: count)
    return cell
  }

  public func makeBytes(_ buffer: borrowing ByteBuffer) throws(Raise) -> Value {
    if buffer.overflowed { throw raise(.memoryError, "") }
    return try makeBytes(buffer.view)
  }

  public var emptyBytes: Value {
    if !pointee.emptyBytes.isUnbound { return pointee.emptyBytes }
    let cell = allocate(.bytes, TextCell.inlineOffset, shape: BuiltinType.bytes.rawValue)
    cell.text.pointee.data = (cell + TextCell.inlineOffset).assumingMemoryBound(to: UInt8.self)
    pointee.emptyBytes = Value(cell)
    return Value(cell)
  }

  // MARK: Looking

  /// The bytes of a str, bytes or bytearray; valid until the next change of a bytearray.
  @inline(__always) public func view(_ v: Value) -> ByteView { v.text.pointee.view }

  @inline(__always) public func isASCII(_ cell: Cell) -> Bool { cell.text.pointee.isPlain }

  /// `len` of a str.
  @inline(__always) public func codePointCount(_ cell: Cell) -> Int { Int(cell.text.pointee.length) }

  /// The text of a str, for messages; lone surrogates become U+FFFD.
  public func swiftString(_ v: Value) -> String {
    guard v.isCell, v.kind == .str || v.kind == .bytes || v.kind == .byteArray else { return "" }
    return String(decoding: view(v), as: UTF8.self)
  }

  /// Whether a str is this ASCII literal.
  public func text(_ v: Value, equals literal: StaticString) -> Bool {
    v.isStr && view(v).equals(literal)
  }

  // MARK: Hash, equality, order

  /// `hash` of a str or bytes object, kept in the cell.
  @inline(__always)
  public func textHash(_ cell: Cell) -> Int {
    let hash = cell.text.pointee.hash
    return hash != 0 ? hash : computeTextHash(cell)
  }

  @inline(never)
  private func computeTextHash(_ cell: Cell) -> Int {
    let text = cell.text
    let hash =
      cell.kind == .str
      ? TextHash.str(text.pointee.view, isASCII: text.pointee.isPlain) : TextHash.bytes(text.pointee.view)
    storeWord(cell + 32, UInt64(bitPattern: Int64(hash)))
    return hash
  }

  /// Whether two strs (or two bytes-likes) have the same bytes.
  @inline(__always)
  public func textEqual(_ a: Cell, _ b: Cell) -> Bool {
    if a == b { return true }
    let count = a.text.pointee.byteCount
    if count != b.text.pointee.byteCount { return false }
    if count == 0 { return true }
    let first = a.text.pointee.data, second = b.text.pointee.data
    if first[0] != second[0] { return false }
    return memcmp(first, second, Int(count)) == 0
  }

  /// -1, 0 or 1, by code points.
  public func textCompare(_ a: Cell, _ b: Cell) -> Int {
    Utf8.compare(a.text.pointee.view, b.text.pointee.view)
  }
}

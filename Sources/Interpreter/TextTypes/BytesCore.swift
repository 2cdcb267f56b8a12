// BytesCore.swift — bytes-like values: getting at their bytes, and making bytes objects of other values.

import Glibc

extension Value {
  @inline(__always) public var isBytes: Bool { self.is(.bytes) }
  @inline(__always) public var isByteArray: Bool { self.is(.byteArray) }
  /// bytes or bytearray.
  @inline(__always) public var isByteText: Bool { isCell && (cell.kind == .bytes || cell.kind == .byteArray) }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The bytes of a bytes-like value, or nil for any other. A bytearray's are valid until it changes.
  ///
  /// - Throws: ValueError for a released memoryview, MemoryError.
  public func bytesLike(_ v: Value) throws(Raise) -> ByteView? {
    if v.isByteText { return view(v) }
    guard let bytes = try bufferBytes(v) else { return nil }
    return view(bytes)
  }

  /// A bytes or bytearray with the bytes of a bytes-like value, or nil for any other.
  ///
  /// - Throws: ValueError for a released memoryview, MemoryError.
  public func bufferBytes(_ v: Value) throws(Raise) -> Value? {
    if v.isByteText { return v }
    if v.isRecord(.memoryView) { return try memoryViewBytes(v) }
    return nil
  }

  /// An argument that must be bytes-like.
  ///
  /// - Throws: TypeError.
  @inline(__always)
  public func bytesArgument(_ v: Value) throws(Raise) -> ByteView {
    if v.isByteText { return view(v) }
    guard let bytes = try bufferBytes(v) else {
      throw raise(.typeError, "a bytes-like object is required, not '\(typeName(v))'")
    }
    return view(bytes)
  }

  /// The bytes of a bytearray or writable view, to be changed.
  ///
  /// - Throws: TypeError.
  public func writableBytes(_ v: Value) throws(Raise) -> UnsafeMutableBufferPointer<UInt8> {
    if v.isByteArray {
      return UnsafeMutableBufferPointer(start: v.text.pointee.data, count: Int(v.text.pointee.byteCount))
    }
    if v.isRecord(.memoryView) {
      let window = try window(v)
      if !window.isReadOnly, window.isContiguous {
        return UnsafeMutableBufferPointer(start: window.place(0), count: window.itemCount * window.item.size)
      }
    }
    throw raise(.typeError, "argument must be read-write bytes-like object, not \(typeName(v))")
  }

  /// The receiver of a method of bytes or bytearray.
  ///
  /// - Throws: TypeError.
  @inline(__always)
  func bytesReceiver(_ args: Arguments) throws(Raise) -> Value {
    if args[0].isByteText { return args[0] }
    throw raise(.typeError, "descriptor requires a 'bytes' object but received a '\(typeName(args[0]))'")
  }

  /// A new object of the receiver's kind; an exact bytes object that is its own result stays.
  ///
  /// - Throws: MemoryError.
  func bytes(like receiver: Value, _ part: ByteView) throws(Raise) -> Value {
    if receiver.isByteArray { return try makeByteArray(part) }
    let source = view(receiver)
    if part.count == source.count, part.baseAddress == source.baseAddress, receiver.isExactly(.bytes) {
      return receiver
    }
    return try makeBytes(part)
  }

  func bytes(like receiver: Value, _ buffer: borrowing ByteBuffer) throws(Raise) -> Value {
    if buffer.overflowed { throw raise(.memoryError, "") }
    return try bytes(like: receiver, buffer.view)
  }

  /// What `v.__bytes__()` gives, or nil where the class has none.
  ///
  /// - Throws: TypeError and what script raises.
  func bytesByMethod(_ v: Value) throws(Raise) -> Value? {
    if v.isExactly(.bytes) { return v }
    guard let result = try callSpecial(.bytes, on: v) else { return nil }
    guard result.isBytes else {
      throw raise(.typeError, "__bytes__ returned non-bytes (type \(typeName(result)))")
    }
    return result
  }

  /// A number as a byte.
  ///
  /// - Throws: TypeError, ValueError.
  func byteValue(_ v: Value, _ message: String = "byte must be in range(0, 256)") throws(Raise) -> UInt8 {
    if v.isSmallInt, v.smallInt >= 0, v.smallInt < 256 { return UInt8(truncatingIfNeeded: v.smallInt) }
    guard let number = try indexValue(v) else {
      throw raise(.typeError, "'\(typeName(v))' object cannot be interpreted as an integer")
    }
    guard let byte = intValue(number), byte >= 0, byte < 256 else { throw raise(.valueError, message) }
    return UInt8(byte)
  }

  /// Appends the bytes of an iterable of ints.
  ///
  /// - Throws: TypeError, ValueError and what script raises.
  func appendItems(_ iterable: Value, _ message: String, to buffer: inout ByteBuffer) throws(Raise) {
    if iterable.isExactly(.list) || iterable.isExactly(.tuple) {
      var i = 0
      while i < sequenceCount(iterable) {
        buffer.append(try byteValue(sequenceItems(iterable)[i], message))
        i += 1
      }
      return
    }
    let items = try iterator(iterable)
    while let item = try next(items) { buffer.append(try byteValue(item, message)) }
  }

  /// `bytes(v)` of a value that is neither str nor count: by method, buffer or iteration.
  ///
  /// - Throws: TypeError, ValueError and what script raises.
  public func bytesOf(_ v: Value) throws(Raise) -> Value {
    if let result = try bytesByMethod(v) { return result }
    return try bytesByContent(v, "bytes", "bytes must be in range(0, 256)")
  }

  func bytesByContent(_ v: Value, _ target: String, _ message: String) throws(Raise) -> Value {
    if let same = try bufferBytes(v) { return same.isBytes ? same : try makeBytes(view(same)) }
    let owner = classOf(v)
    if v.isStr || special(.iterate, owner).isUnbound && special(.getItem, owner).isUnbound {
      throw raise(.typeError, "cannot convert '\(typeName(v))' object to \(target)")
    }
    var buffer = ByteBuffer(limit: TextCell.limit)
    try appendItems(v, message, to: &buffer)
    return try makeBytes(buffer)
  }

  /// The bytes that `bytes(source, encoding, errors)` and `bytearray(...)` hold.
  ///
  /// - Throws: TypeError, ValueError, OverflowError, MemoryError and what script raises.
  func bytesFrom(
    _ source: Value, _ encoding: Value, _ errors: Value, _ target: StaticString
  ) throws(Raise) -> Value {
    try checkCodecArguments(encoding, errors, target)
    if !encoding.isUnbound || !errors.isUnbound {
      guard source.isStr else {
        throw raise(
          .typeError, encoding.isUnbound ? "errors without a string argument" : "encoding without a string argument")
      }
      return try encode(source, try encodingNamed(encoding), errors: errors)
    }
    if source.isUnbound { return emptyBytes }
    let isByteArray = target.bytes.count > 5
    if !isByteArray, let result = try bytesByMethod(source) { return result }
    if source.isStr { throw raise(.typeError, "string argument without an encoding") }
    if !source.isByteText, source.isInt || !special(.index, classOf(source)).isUnbound {
      guard let number = try indexValue(source) else { return emptyBytes }
      guard let count = intValue(number) else {
        throw raise(.overflowError, "cannot fit '\(typeName(source))' into an index-sized integer")
      }
      if count < 0 { throw raise(.valueError, "negative count") }
      return Value(try newBytes(count))
    }
    let message = isByteArray ? "byte must be in range(0, 256)" : "bytes must be in range(0, 256)"
    return try bytesByContent(source, String(describing: target), message)
  }
}

// TextCoding.swift — str.encode, bytes.decode and the errors of both.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// `text.encode(encoding, errors)`.
  ///
  /// - Throws: LookupError, UnicodeEncodeError, MemoryError.
  public func encode(_ v: Value, _ encoding: TextEncoding, errors: Value) throws(Raise) -> Value {
    let text = view(v)
    if encoding == .utf8 || encoding == .ascii || encoding == .latin1, v.text.pointee.isPlain {
      return try makeBytes(text)
    }
    var buffer = ByteBuffer(limit: TextCell.limit)
    let policy = errors.isUnbound ? .strict : CodecPolicy.named(view(errors))
    do throws(CodecProblem) {
      try TextCodec.encode(text, encoding, policy ?? .strict, into: &buffer)
    } catch {
      if policy == nil { throw unknownPolicy(errors) }
      throw raise(error, object: v)
    }
    return try makeBytes(buffer)
  }

  /// `bytes.decode(encoding, errors)` of a bytes-like whose bytes stand in `v`.
  ///
  /// - Throws: LookupError, UnicodeDecodeError, MemoryError.
  public func decode(_ v: Value, _ encoding: TextEncoding, errors: Value) throws(Raise) -> Value {
    let bytes = view(v)
    if encoding == .utf8 || encoding == .ascii || encoding == .latin1, Utf8.isASCII(bytes) {
      return try makeText(bytes, isASCII: true)
    }
    if encoding == .utf8, TextCodec.isValidUTF8(bytes) { return try makeText(bytes, isASCII: false) }
    var buffer = ByteBuffer(limit: TextCell.limit)
    let policy = errors.isUnbound ? .strict : CodecPolicy.named(view(errors))
    do throws(CodecProblem) {
      try TextCodec.decode(bytes, encoding, policy ?? .strict, into: &buffer)
    } catch {
      if policy == nil { throw unknownPolicy(errors) }
      throw raise(error, object: v)
    }
    return try makeText(buffer)
  }

  private func unknownPolicy(_ errors: Value) -> Raise {
    raise(.lookupError, "unknown error handler name '\(swiftString(errors))'")
  }

  /// The encoding of a name; unbound means UTF-8.
  ///
  /// - Throws: LookupError.
  public func encodingNamed(_ v: Value) throws(Raise) -> TextEncoding {
    if v.isUnbound { return .utf8 }
    guard let encoding = TextEncoding.named(view(v)) else {
      throw raise(.lookupError, "unknown encoding: \(swiftString(v))")
    }
    return encoding
  }

  /// A codec's problem as UnicodeDecodeError, UnicodeEncodeError or TypeError.
  public func raise(_ problem: CodecProblem, object: Value) -> Raise {
    switch problem {
    case .encodingPolicy: return raise(.typeError, problem.message)
    case .encoding(let fault): return raise(.unicodeEncodeError, fault, object)
    case .decoding(let fault):
      guard let kept = try? makeBytes(view(object).part(fault.objectOffset..<view(object).count)) else {
        return raise(.memoryError, "")
      }
      return raise(.unicodeDecodeError, fault, kept)
    }
  }

  private func raise(_ type: BuiltinType, _ fault: CodecFault, _ object: Value) -> Raise {
    let cell = newTuple(5).cell
    let items = cell.tupleItems
    items[0] = string(String(describing: fault.encoding))
    items[1] = object
    items[2] = int(fault.start)
    items[3] = int(fault.end)
    items[4] = string(String(describing: fault.reason))
    return raise(type, arguments: Value(cell))
  }

  /// The arguments `encoding` and `errors` of a function, checked to be strs where they are given.
  ///
  /// - Throws: TypeError.
  public func checkCodecArguments(_ encoding: Value, _ errors: Value, _ function: StaticString) throws(Raise) {
    if !encoding.isUnbound, !encoding.isStr {
      throw raise(
        .typeError, "\(function)() argument 'encoding' must be str, not \(argumentTypeName(encoding))")
    }
    if !errors.isUnbound, !errors.isStr {
      throw raise(.typeError, "\(function)() argument 'errors' must be str, not \(argumentTypeName(errors))")
    }
  }
}

// TextEncoder.swift — text to bytes: str.encode.

extension TextCodec {
  /// Appends the bytes of `text` in an encoding.
  public static func encode(
    _ text: ByteView, _ encoding: TextEncoding, _ policy: CodecPolicy, into buffer: inout ByteBuffer
  ) throws(CodecProblem) {
    switch encoding {
    case .utf8: break
    case .utf8Signature: buffer.append("\u{FEFF}")
    case .utf16, .utf32: appendUnit(0xFEFF, encoding, to: &buffer)
    case .ascii, .latin1, .utf16Little, .utf16Big, .utf32Little, .utf32Big: break
    }
    if isUTF8(encoding), !Utf8.hasSurrogate(text) { return buffer.append(text) }
    if encoding == .ascii || encoding == .latin1, Utf8.isASCII(text) { return buffer.append(text) }
    var offset = 0
    var index = 0
    while offset < text.count {
      let start = offset
      let scalar = Utf8.decode(text.start, &offset)
      if fits(scalar, encoding) {
        appendUnit(scalar, encoding, to: &buffer)
        index &+= 1
      } else {
        let count = faultyRun(text, &offset, encoding)
        let fault = CodecFault(
          encoding: encoding.name, start: index, end: index &+ count, reason: reason(encoding), first: scalar)
        try handle(fault, text.part(start..<offset), policy, encoding, to: &buffer)
        index &+= count
      }
    }
  }

  private static func isUTF8(_ encoding: TextEncoding) -> Bool {
    encoding == .utf8 || encoding == .utf8Signature
  }

  @inline(__always)
  private static func fits(_ scalar: UInt32, _ encoding: TextEncoding) -> Bool {
    switch encoding {
    case .ascii: scalar < 0x80
    case .latin1: scalar < 0x100
    case .utf8, .utf8Signature, .utf16, .utf32, .utf16Little, .utf16Big, .utf32Little, .utf32Big:
      !Utf8.isSurrogate(scalar)
    }
  }

  private static func reason(_ encoding: TextEncoding) -> StaticString {
    switch encoding {
    case .ascii: "ordinal not in range(128)"
    case .latin1: "ordinal not in range(256)"
    case .utf8, .utf8Signature, .utf16, .utf32, .utf16Little, .utf16Big, .utf32Little, .utf32Big:
      "surrogates not allowed"
    }
  }

  /// Moves past the scalars behind a faulty one that are faulty too, where the encoding reports them as one; counts all.
  private static func faultyRun(_ text: ByteView, _ offset: inout Int, _ encoding: TextEncoding) -> Int {
    var count = 1
    guard isUTF8(encoding) || encoding == .ascii || encoding == .latin1 else { return count }
    while offset < text.count {
      var next = offset
      if fits(Utf8.decode(text.start, &next), encoding) { break }
      offset = next
      count &+= 1
    }
    return count
  }

  /// Appends one scalar without looking whether it is allowed.
  private static func appendUnit(_ scalar: UInt32, _ encoding: TextEncoding, to buffer: inout ByteBuffer) {
    switch encoding {
    case .utf8, .utf8Signature: buffer.append(scalar: scalar)
    case .ascii, .latin1: buffer.append(UInt8(truncatingIfNeeded: scalar))
    case .utf16, .utf16Little: appendUTF16(scalar, isBig: false, to: &buffer)
    case .utf16Big: appendUTF16(scalar, isBig: true, to: &buffer)
    case .utf32, .utf32Little: appendNumber(scalar, 4, isBig: false, to: &buffer)
    case .utf32Big: appendNumber(scalar, 4, isBig: true, to: &buffer)
    }
  }

  private static func appendUTF16(_ scalar: UInt32, isBig: Bool, to buffer: inout ByteBuffer) {
    if scalar < 0x10000 { return appendNumber(scalar, 2, isBig: isBig, to: &buffer) }
    let rest = scalar &- 0x10000
    appendNumber(0xD800 | rest >> 10, 2, isBig: isBig, to: &buffer)
    appendNumber(0xDC00 | rest & 0x3FF, 2, isBig: isBig, to: &buffer)
  }

  private static func appendNumber(_ value: UInt32, _ size: Int, isBig: Bool, to buffer: inout ByteBuffer) {
    for place in 0..<size {
      let byte = isBig ? size &- 1 &- place : place
      buffer.append(UInt8(truncatingIfNeeded: value >> UInt32(8 &* byte)))
    }
  }

  // MARK: Faults

  /// Does what the policy says about the faulty scalars in `run`.
  private static func handle(
    _ fault: CodecFault, _ run: ByteView, _ policy: CodecPolicy, _ encoding: TextEncoding,
    to buffer: inout ByteBuffer
  ) throws(CodecProblem) {
    var offset = 0
    var index = fault.start
    while offset < run.count {
      let scalar = Utf8.decode(run.start, &offset)
      switch policy {
      case .ignore: break
      case .strict: throw .encoding(fault)
      case .replace: appendUnit(63, encoding, to: &buffer)
      case .backslash, .xmlReference, .characterName: appendSubstitute(scalar, policy, encoding, to: &buffer)
      case .surrogateEscape:
        let isEscape = scalar >= 0xDC80 && scalar <= 0xDCFF
        let isBytewise = isUTF8(encoding) || encoding == .ascii || encoding == .latin1
        guard isEscape, isBytewise else { throw .encoding(remaining(fault, from: index, scalar)) }
        buffer.append(UInt8(truncatingIfNeeded: scalar))
      case .surrogatePass:
        guard Utf8.isSurrogate(scalar), encoding != .ascii, encoding != .latin1 else { throw .encoding(fault) }
        appendUnit(scalar, encoding, to: &buffer)
      }
      index &+= 1
    }
  }

  private static func remaining(_ fault: CodecFault, from index: Int, _ scalar: UInt32) -> CodecFault {
    var rest = fault
    rest.start = index
    rest.first = scalar
    return rest
  }

  /// An ASCII text that stands for the scalar, in the encoding.
  private static func appendSubstitute(
    _ scalar: UInt32, _ policy: CodecPolicy, _ encoding: TextEncoding, to buffer: inout ByteBuffer
  ) {
    var text = ByteBuffer()
    if policy == .xmlReference {
      text.append("&#")
      text.append(decimal: Int(scalar))
      text.append(59)
    } else if policy == .characterName, let name = CharacterClass.name(scalar) {
      text.append("\\N{")
      text.append(name)
      text.append(125)
    } else {
      TextRepr.appendEscape(scalar, to: &text)
    }
    for byte in text.view { appendUnit(UInt32(byte), encoding, to: &buffer) }
  }
}

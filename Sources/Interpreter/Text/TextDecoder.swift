// TextDecoder.swift — bytes to text: bytes.decode.

import Glibc

/// Conversions between `bytes` and `str`.
public enum TextCodec {
  /// Appends the text that `bytes` hold.
  public static func decode(
    _ bytes: ByteView, _ encoding: TextEncoding, _ policy: CodecPolicy, into buffer: inout ByteBuffer
  ) throws(CodecProblem) {
    switch encoding {
    case .utf8: try decodeUTF8(bytes, policy, into: &buffer)
    case .utf8Signature: try decodeSigned(bytes, policy, into: &buffer)
    case .ascii: try decodeASCII(bytes, policy, into: &buffer)
    case .latin1:
      for byte in bytes { buffer.append(scalar: UInt32(byte)) }
    case .utf16: try decodeMarked(bytes, 2, policy, into: &buffer)
    case .utf32: try decodeMarked(bytes, 4, policy, into: &buffer)
    case .utf16Little: try decodeUTF16(bytes, from: 0, isBig: false, policy, into: &buffer)
    case .utf16Big: try decodeUTF16(bytes, from: 0, isBig: true, policy, into: &buffer)
    case .utf32Little: try decodeUTF32(bytes, from: 0, isBig: false, policy, into: &buffer)
    case .utf32Big: try decodeUTF32(bytes, from: 0, isBig: true, policy, into: &buffer)
    }
  }

  /// True when `bytes` are well-formed UTF-8, so that they are a text as they are.
  public static func isValidUTF8(_ bytes: ByteView) -> Bool {
    var position = 0
    while position < bytes.count {
      position = skipASCII(bytes, position)
      if position >= bytes.count { return true }
      let sequence = measure(bytes, position)
      if sequence.reason != nil { return false }
      position &+= sequence.size
    }
    return true
  }

  /// The bytes before a sequence that is cut off at the end: what an incremental decoder may decode by now.
  public static func completePrefix(utf8 bytes: ByteView) -> Int {
    var start = bytes.count
    for _ in 0..<3 where start > 0 {
      start &-= 1
      if bytes[start] & 0xC0 == 0x80 { continue }
      // A surrogate's first two bytes may become one under the policy that lets surrogates pass.
      let isHalfSurrogate = bytes.count &- start == 2 && bytes[start] == 0xED && bytes[start &+ 1] >= 0xA0
      return isHalfSurrogate || measure(bytes, start).isCutOff ? start : bytes.count
    }
    return bytes.count
  }

  // MARK: UTF-8

  /// A sequence's size, and when it is faulty the reason; the size is then that of the faulty part.
  private struct Sequence {
    var size: Int
    var reason: StaticString?
    var isCutOff = false
  }

  private static func skipASCII(_ bytes: ByteView, _ start: Int) -> Int {
    let raw = UnsafeRawPointer(bytes.start)
    var position = start
    while position &+ 8 <= bytes.count {
      let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { break }
      position &+= 8
    }
    while position < bytes.count, bytes[position] < 0x80 { position &+= 1 }
    return position
  }

  private static func measure(_ bytes: ByteView, _ start: Int) -> Sequence {
    let lead = bytes[start]
    if lead < 0x80 { return Sequence(size: 1) }
    if lead < 0xC2 || lead > 0xF4 { return Sequence(size: 1, reason: "invalid start byte") }
    let size = Utf8.width(lead: lead)
    for place in 1..<size {
      if start &+ place >= bytes.count {
        return Sequence(size: place, reason: "unexpected end of data", isCutOff: true)
      }
      let byte = bytes[start &+ place]
      let isGood = place == 1 ? isSecond(byte, after: lead) : byte & 0xC0 == 0x80
      if !isGood { return Sequence(size: place, reason: "invalid continuation byte") }
    }
    return Sequence(size: size)
  }

  /// No overlong forms, no surrogates, nothing beyond 0x10FFFF: all that shows in the second byte.
  private static func isSecond(_ byte: UInt8, after lead: UInt8) -> Bool {
    guard byte & 0xC0 == 0x80 else { return false }
    switch lead {
    case 0xE0: return byte >= 0xA0
    case 0xED: return byte < 0xA0
    case 0xF0: return byte >= 0x90
    case 0xF4: return byte < 0x90
    default: return true
    }
  }

  private static func decodeUTF8(
    _ bytes: ByteView, _ policy: CodecPolicy, into buffer: inout ByteBuffer
  ) throws(CodecProblem) {
    var plain = 0
    var position = 0
    while position < bytes.count {
      position = skipASCII(bytes, position)
      if position >= bytes.count { break }
      let sequence = measure(bytes, position)
      if let reason = sequence.reason {
        buffer.append(bytes.part(plain..<position))
        let fault = CodecFault(
          encoding: "utf-8", start: position, end: position &+ sequence.size, reason: reason,
          first: UInt32(bytes[position]))
        position = try handle(fault, bytes, policy, .utf8, into: &buffer)
        plain = position
      } else {
        position &+= sequence.size
      }
    }
    buffer.append(bytes.part(plain..<bytes.count))
  }

  /// A signature at the start is no text; errors do not count it.
  private static func decodeSigned(
    _ bytes: ByteView, _ policy: CodecPolicy, into buffer: inout ByteBuffer
  ) throws(CodecProblem) {
    let isSigned = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    do throws(CodecProblem) {
      try decodeUTF8(isSigned ? bytes.part(3..<bytes.count) : bytes, policy, into: &buffer)
    } catch {
      guard isSigned, case .decoding(var fault) = error else { throw error }
      fault.objectOffset = 3
      throw .decoding(fault)
    }
  }

  private static func decodeASCII(
    _ bytes: ByteView, _ policy: CodecPolicy, into buffer: inout ByteBuffer
  ) throws(CodecProblem) {
    var position = 0
    while position < bytes.count {
      let end = skipASCII(bytes, position)
      buffer.append(bytes.part(position..<end))
      position = end
      if end >= bytes.count { return }
      let fault = CodecFault(
        encoding: "ascii", start: end, end: end &+ 1, reason: "ordinal not in range(128)", first: UInt32(bytes[end]))
      position = try handle(fault, bytes, policy, .ascii, into: &buffer)
    }
  }

  // MARK: UTF-16 and UTF-32

  /// The number that `size` bytes spell.
  @inline(__always)
  private static func unit(_ bytes: ByteView, _ start: Int, _ size: Int, _ isBig: Bool) -> UInt32 {
    var value: UInt32 = 0
    for place in 0..<size {
      let index = isBig ? start &+ place : start &+ size &- 1 &- place
      value = value << 8 | UInt32(bytes[index])
    }
    return value
  }

  private static func decodeMarked(
    _ bytes: ByteView, _ size: Int, _ policy: CodecPolicy, into buffer: inout ByteBuffer
  ) throws(CodecProblem) {
    let isBig = bytes.count >= size && unit(bytes, 0, size, true) == 0xFEFF
    let isMarked = isBig || bytes.count >= size && unit(bytes, 0, size, false) == 0xFEFF
    let start = isMarked ? size : 0
    if size == 2 {
      try decodeUTF16(bytes, from: start, isBig: isBig, policy, into: &buffer)
    } else {
      try decodeUTF32(bytes, from: start, isBig: isBig, policy, into: &buffer)
    }
  }

  private static func decodeUTF16(
    _ bytes: ByteView, from start: Int, isBig: Bool, _ policy: CodecPolicy, into buffer: inout ByteBuffer
  ) throws(CodecProblem) {
    let encoding: TextEncoding = isBig ? .utf16Big : .utf16Little
    var position = start
    while position < bytes.count {
      let left = bytes.count &- position
      var size = min(left, 2)
      var reason: StaticString?
      if left < 2 {
        reason = "truncated data"
      } else {
        let high = unit(bytes, position, 2, isBig)
        if !Utf8.isSurrogate(high) {
          buffer.append(scalar: high)
        } else if high >= 0xDC00 {
          reason = "illegal encoding"
        } else if left < 4 {
          reason = "unexpected end of data"
          size = left
        } else {
          let low = unit(bytes, position &+ 2, 2, isBig)
          if low & 0xFC00 == 0xDC00 {
            buffer.append(scalar: 0x10000 &+ (high & 0x3FF) << 10 | low & 0x3FF)
            size = 4
          } else {
            reason = "illegal UTF-16 surrogate"
          }
        }
      }
      position = try finish(bytes, position, size, reason, encoding, policy, into: &buffer)
    }
  }

  private static func decodeUTF32(
    _ bytes: ByteView, from start: Int, isBig: Bool, _ policy: CodecPolicy, into buffer: inout ByteBuffer
  ) throws(CodecProblem) {
    let encoding: TextEncoding = isBig ? .utf32Big : .utf32Little
    var position = start
    while position < bytes.count {
      let size = min(bytes.count &- position, 4)
      var reason: StaticString?
      if size < 4 {
        reason = "truncated data"
      } else {
        let scalar = unit(bytes, position, 4, isBig)
        if Utf8.isSurrogate(scalar) {
          reason = "code point in surrogate code point range(0xd800, 0xe000)"
        } else if scalar > 0x10FFFF {
          reason = "code point not in range(0x110000)"
        } else {
          buffer.append(scalar: scalar)
        }
      }
      position = try finish(bytes, position, size, reason, encoding, policy, into: &buffer)
    }
  }

  /// Where decoding goes on after a unit that was good, or after its fault.
  private static func finish(
    _ bytes: ByteView, _ start: Int, _ size: Int, _ reason: StaticString?, _ encoding: TextEncoding,
    _ policy: CodecPolicy, into buffer: inout ByteBuffer
  ) throws(CodecProblem) -> Int {
    guard let reason else { return start &+ size }
    let fault = CodecFault(
      encoding: encoding.name, start: start, end: start &+ size, reason: reason, first: UInt32(bytes[start]))
    return try handle(fault, bytes, policy, encoding, into: &buffer)
  }

  // MARK: Faults

  /// Does what the policy says and gives the position to go on from.
  private static func handle(
    _ fault: CodecFault, _ bytes: ByteView, _ policy: CodecPolicy, _ encoding: TextEncoding,
    into buffer: inout ByteBuffer
  ) throws(CodecProblem) -> Int {
    switch policy {
    case .strict: throw .decoding(fault)
    case .xmlReference, .characterName: throw .encodingPolicy
    case .ignore: break
    case .replace: buffer.append(scalar: 0xFFFD)
    case .backslash:
      for index in fault.start..<fault.end { TextRepr.appendByteEscape(bytes[index], to: &buffer) }
    case .surrogateEscape:
      var position = fault.start
      while position < min(fault.end, fault.start &+ 4), bytes[position] >= 0x80 {
        buffer.append(scalar: 0xDC00 | UInt32(bytes[position]))
        position &+= 1
      }
      if position == fault.start { throw .decoding(fault) }
      return position
    case .surrogatePass:
      guard let (scalar, size) = surrogate(bytes, fault.start, encoding) else { throw .decoding(fault) }
      buffer.append(scalar: scalar)
      return fault.start &+ size
    }
    return fault.end
  }

  /// The lone surrogate that stands at `start` and the bytes it takes.
  private static func surrogate(_ bytes: ByteView, _ start: Int, _ encoding: TextEncoding) -> (UInt32, Int)? {
    let scalar: UInt32
    let size: Int
    switch encoding {
    case .utf8, .utf8Signature:
      size = 3
      guard bytes.count &- start >= 3, bytes[start] & 0xF0 == 0xE0, bytes[start &+ 1] & 0xC0 == 0x80,
        bytes[start &+ 2] & 0xC0 == 0x80
      else { return nil }
      var offset = start
      scalar = Utf8.decode(bytes.start, &offset)
    case .utf16, .utf16Little, .utf16Big:
      size = 2
      guard bytes.count &- start >= 2 else { return nil }
      scalar = unit(bytes, start, 2, encoding == .utf16Big)
    case .utf32, .utf32Little, .utf32Big:
      size = 4
      guard bytes.count &- start >= 4 else { return nil }
      scalar = unit(bytes, start, 4, encoding == .utf32Big)
    case .ascii, .latin1: return nil
    }
    return Utf8.isSurrogate(scalar) ? (scalar, size) : nil
  }
}

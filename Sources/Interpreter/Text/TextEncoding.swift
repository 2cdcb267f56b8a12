// TextEncoding.swift — names of encodings and of error policies, and what goes wrong with either.

/// The encodings between `str` and `bytes`.
public enum TextEncoding: UInt8, Sendable {
  case utf8, utf8Signature, ascii, latin1
  /// Marked by the first bytes; little endian without a mark and when written.
  case utf16, utf32
  case utf16Little, utf16Big, utf32Little, utf32Big

  /// The encoding of a name, in any case and with any separators; nil is LookupError: unknown encoding: ....
  public static func named(_ name: ByteView) -> TextEncoding? {
    var plain = ByteBuffer(limit: 64)
    for byte in name where byte != 45 && byte != 95 && byte != 32 && byte != 46 && byte != 58 {
      plain.append(CaseMapping.lowerASCII(byte))
    }
    switch plain.string {
    case "utf8", "u8", "utf", "utf8ucs2", "utf8ucs4", "cp65001": return .utf8
    case "utf8sig": return .utf8Signature
    case "ascii", "usascii", "646", "ansix341968", "ansix3.41968", "ansix341986", "cp367", "csascii", "ibm367",
      "iso646us", "iso646irv1991", "isoir6", "us":
      return .ascii
    case "latin1", "iso88591", "88591", "8859", "cp819", "csisolatin1", "ibm819", "iso885911987", "isoir100", "l1",
      "latin":
      return .latin1
    case "utf16", "u16": return .utf16
    case "utf16le", "unicodelittleunmarked": return .utf16Little
    case "utf16be", "unicodebigunmarked": return .utf16Big
    case "utf32", "u32": return .utf32
    case "utf32le": return .utf32Little
    case "utf32be": return .utf32Big
    default: return nil
    }
  }

  /// The name that errors show.
  public var name: StaticString {
    switch self {
    case .utf8, .utf8Signature: "utf-8"
    case .ascii: "ascii"
    case .latin1: "latin-1"
    case .utf16: "utf-16"
    case .utf32: "utf-32"
    case .utf16Little: "utf-16-le"
    case .utf16Big: "utf-16-be"
    case .utf32Little: "utf-32-le"
    case .utf32Big: "utf-32-be"
    }
  }
}

/// What to do with what cannot be converted.
public enum CodecPolicy: UInt8, Sendable {
  case strict, ignore, replace, backslash, xmlReference, characterName, surrogateEscape, surrogatePass

  /// The policy of a name; nil is LookupError: unknown error handler name '...', raised once there is an error.
  public static func named(_ name: ByteView) -> CodecPolicy? {
    switch name.string {
    case "strict": .strict
    case "ignore": .ignore
    case "replace": .replace
    case "backslashreplace": .backslash
    case "xmlcharrefreplace": .xmlReference
    case "namereplace": .characterName
    case "surrogateescape": .surrogateEscape
    case "surrogatepass": .surrogatePass
    default: nil
    }
  }
}

/// What UnicodeDecodeError and UnicodeEncodeError are made of.
public struct CodecFault: Error, Sendable {
  /// The encoding's name.
  public var encoding: StaticString
  /// The first faulty byte (decoding) or scalar (encoding).
  public var start: Int
  /// One past the last faulty byte or scalar.
  public var end: Int
  public var reason: StaticString
  /// The byte, or the scalar, at `start`.
  public var first: UInt32
  /// Bytes that come before the error's `object` in what was to be decoded: 3 behind a signature.
  public var objectOffset = 0
}

/// Why a conversion failed.
public enum CodecProblem: Error, Sendable {
  /// UnicodeDecodeError(encoding, object, start, end, reason)
  case decoding(CodecFault)
  /// UnicodeEncodeError(encoding, object, start, end, reason)
  case encoding(CodecFault)
  /// TypeError: the policy is for encoding only.
  case encodingPolicy

  /// str() of the exception.
  public var message: String {
    switch self {
    case .encodingPolicy: return "don't know how to handle UnicodeDecodeError in error callback"
    case .decoding(let fault):
      if fault.end == fault.start &+ 1 {
        var byte = ByteBuffer()
        HexText.append(fault.first, digits: 2, to: &byte)
        return
          "'\(fault.encoding)' codec can't decode byte 0x\(byte.string) in position \(fault.start): \(fault.reason)"
      }
      return "'\(fault.encoding)' codec can't decode bytes in position \(fault.start)-\(fault.end - 1): \(fault.reason)"
    case .encoding(let fault):
      if fault.end == fault.start &+ 1 {
        var escape = ByteBuffer()
        TextRepr.appendEscape(fault.first, to: &escape)
        let character = "character '\(escape.string)' in position \(fault.start)"
        return "'\(fault.encoding)' codec can't encode \(character): \(fault.reason)"
      }
      let characters = "characters in position \(fault.start)-\(fault.end - 1)"
      return "'\(fault.encoding)' codec can't encode \(characters): \(fault.reason)"
    }
  }
}

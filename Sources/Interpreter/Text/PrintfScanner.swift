// PrintfScanner.swift — the conversions of `text % values`.
//
// conversion = "%" ["(" key ")"] flags [width | "*"] ["." (precision | "*")] [h | l | L] type

/// What a conversion makes of its value.
public enum PrintfKind: UInt8, Sendable {
  /// d i u
  case decimal
  /// o
  case octal
  /// x X
  case hexadecimal
  /// e E
  case exponent
  /// f F
  case fixed
  /// g G
  case general
  /// c
  case character
  /// s (and b in bytes)
  case text
  /// r
  case repr
  /// a
  case ascii
}

/// One conversion; ranges are bytes of the format.
public struct PrintfConversion: Equatable, Sendable {
  /// The key in parentheses.
  public var key: Range<Int>?
  /// `-`: pads on the right.
  public var isLeft = false
  /// `+`.
  public var hasPlus = false
  /// Blank.
  public var hasSpace = false
  /// `#`.
  public var isAlternate = false
  /// `0`.
  public var hasZero = false
  /// -1 when not given.
  public var width = -1
  /// `*`: fetch an int and give it to `take(width:)` before the precision and the value are fetched.
  public var takesWidth = false
  /// -1 when not given.
  public var precision = -1
  /// `.*`: fetch an int and give it to `take(precision:)` before the value is fetched.
  public var takesPrecision = false
  /// The type's scalar.
  public var type: UInt32 = 0
  /// The type's place, in scalars of a `str` or bytes of a `bytes`.
  public var index = 0
  /// nil for a type that does not exist: `unsupported` is to be raised, but only once the value has been fetched.
  public var kind: PrintfKind?

  /// The error for an unknown type.
  public var unsupported: PrintfProblem { .unsupportedCharacter(type, index: index) }

  /// Sets the width from an argument; a negative one pads on the right.
  public mutating func take(width: Int) {
    if width < 0 { isLeft = true }
    self.width = width == Int.min ? Int.max : abs(width)
  }

  /// Sets the precision from an argument; a negative one counts as 0.
  public mutating func take(precision: Int) throws(PrintfProblem) {
    if precision > Int(Int32.max) { throw .precisionTooBig }
    self.precision = max(precision, 0)
  }
}

/// Literal text, then perhaps a conversion. `%%` ends a literal with the first of both signs.
public struct PrintfPiece: Equatable, Sendable {
  public var literal: Range<Int>
  public var conversion: PrintfConversion?
}

/// What is wrong with a format or with the values for it. The scanner throws some; the caller, who fetches values,
/// raises the others.
public enum PrintfProblem: Error, Equatable, Sendable {
  case incompleteFormat
  case incompleteKey
  case widthTooBig
  case precisionTooBig
  case unsupportedCharacter(UInt32, index: Int)
  case requiresMapping
  case notEnoughArguments
  case unusedArguments
  case unusedByteArguments
  case starWantsInt
  /// %d of something that is no number.
  case wantsRealNumber(type: UInt32)
  /// %x and %o of something that is no int.
  case wantsInteger(type: UInt32)
  /// %f of something that is no number.
  case wantsFloat
  case wantsFloatInBytes
  case wantsCharacter
  case wantsByte
  case wantsBytes
  case characterRange
  case byteRange

  /// The exception's class.
  public var kind: ProblemKind {
    switch self {
    case .incompleteFormat, .incompleteKey, .widthTooBig, .precisionTooBig, .unsupportedCharacter: .valueError
    case .characterRange, .byteRange: .overflowError
    case .requiresMapping, .notEnoughArguments, .unusedArguments, .unusedByteArguments, .starWantsInt,
      .wantsRealNumber, .wantsInteger, .wantsFloat, .wantsFloatInBytes, .wantsCharacter, .wantsByte, .wantsBytes:
      .typeError
    }
  }

  /// The exception's text; `typeName` is the name of the offending value's type, where there is one.
  public func message(typeName: String = "") -> String {
    switch self {
    case .incompleteFormat: "incomplete format"
    case .incompleteKey: "incomplete format key"
    case .widthTooBig: "width too big"
    case .precisionTooBig: "precision too big"
    case .unsupportedCharacter(let code, let index):
      "unsupported format character '\(PrintfProblem.show(code))' (0x\(String(code, radix: 16))) at index \(index)"
    case .requiresMapping: "format requires a mapping"
    case .notEnoughArguments: "not enough arguments for format string"
    case .unusedArguments: "not all arguments converted during string formatting"
    case .unusedByteArguments: "not all arguments converted during bytes formatting"
    case .starWantsInt: "* wants int"
    case .wantsRealNumber(let type):
      "%\(PrintfProblem.show(type)) format: a real number is required, not \(typeName)"
    case .wantsInteger(let type): "%\(PrintfProblem.show(type)) format: an integer is required, not \(typeName)"
    case .wantsFloat: "must be real number, not \(typeName)"
    case .wantsFloatInBytes: "float argument required, not \(typeName)"
    case .wantsCharacter: "%c requires int or char"
    case .wantsByte: "%c requires an integer in range(256) or a single byte"
    case .wantsBytes:
      "%b requires a bytes-like object, or an object that implements __bytes__, not '\(typeName)'"
    case .characterRange: "%c arg not in range(0x110000)"
    case .byteRange: "%c arg not in range(256)"
    }
  }

  private static func show(_ code: UInt32) -> Character {
    if code > 31, code < 127, let scalar = Unicode.Scalar(code) { return Character(scalar) }
    return "?"
  }
}

/// Walks over a format, piece by piece.
public struct PrintfScanner {
  private let text: ByteView
  private let unit: TextUnit
  private var position = 0

  /// Scans the format of a `str` or a `bytes`.
  public init(_ text: ByteView, unit: TextUnit) {
    self.text = text
    self.unit = unit
  }

  /// The next piece; nil at the end. When a conversion's values are wanted, keys come first: a key without a mapping
  /// is `requiresMapping`, whatever follows.
  public mutating func next() throws(PrintfProblem) -> PrintfPiece? {
    if position >= text.count { return nil }
    let start = position
    guard let place = TextSearch.find(("%" as StaticString).bytes, in: text, start..<text.count) else {
      position = text.count
      return PrintfPiece(literal: start..<position)
    }
    position = place &+ 1
    if position < text.count, text[position] == 37 {
      position &+= 1
      return PrintfPiece(literal: start..<place &+ 1)
    }
    return PrintfPiece(literal: start..<place, conversion: try parseConversion())
  }

  /// The key of the conversion behind the literal that `next()` would give, found even where the rest is broken:
  /// CPython asks for a mapping before it reads on.
  private mutating func parseConversion() throws(PrintfProblem) -> PrintfConversion {
    var conversion = PrintfConversion()
    if position < text.count, text[position] == 40 {
      position &+= 1
      conversion.key = try parseKey()
    }
    parseFlags(&conversion)
    if eat(42) {
      conversion.takesWidth = true
    } else if let width = try parseNumber(limit: Int.max, .widthTooBig) {
      conversion.width = width
    }
    if eat(46) {
      conversion.precision = 0
      if eat(42) {
        conversion.takesPrecision = true
      } else if let precision = try parseNumber(limit: Int(Int32.max), .precisionTooBig) {
        conversion.precision = precision
      }
    }
    // C's length letters are allowed and mean nothing.
    if position < text.count, text[position] == 104 || text[position] == 108 || text[position] == 76 { position &+= 1 }
    if position >= text.count { throw .incompleteFormat }
    conversion.index = unit == .byte ? position : Utf8.index(ofOffset: position, in: text)
    if unit == .byte {
      conversion.type = UInt32(text[position])
      position &+= 1
    } else {
      conversion.type = Utf8.decode(text.start, &position)
    }
    conversion.kind = PrintfScanner.kind(conversion.type, unit)
    return conversion
  }

  @inline(__always)
  private mutating func eat(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position &+= 1
    return true
  }

  private mutating func parseKey() throws(PrintfProblem) -> Range<Int> {
    let start = position
    var depth = 1
    while position < text.count {
      let byte = text[position]
      position &+= 1
      if byte == 40 { depth &+= 1 }
      if byte == 41 {
        depth &-= 1
        if depth == 0 { return start..<position &- 1 }
      }
    }
    throw .incompleteKey
  }

  private mutating func parseFlags(_ conversion: inout PrintfConversion) {
    while position < text.count {
      switch text[position] {
      case 45: conversion.isLeft = true
      case 43: conversion.hasPlus = true
      case 32: conversion.hasSpace = true
      case 35: conversion.isAlternate = true
      case 48: conversion.hasZero = true
      default: return
      }
      position &+= 1
    }
  }

  private mutating func parseNumber(limit: Int, _ problem: PrintfProblem) throws(PrintfProblem) -> Int? {
    let start = position
    var value = 0
    while position < text.count, text[position] >= 48, text[position] <= 57 {
      let digit = Int(text[position] &- 48)
      if value > (limit &- digit) / 10 { throw problem }
      value = value &* 10 &+ digit
      position &+= 1
    }
    return position == start ? nil : value
  }

  private static func kind(_ type: UInt32, _ unit: TextUnit) -> PrintfKind? {
    switch type {
    case 100, 105, 117: .decimal
    case 111: .octal
    case 120, 88: .hexadecimal
    case 101, 69: .exponent
    case 102, 70: .fixed
    case 103, 71: .general
    case 99: .character
    case 115: .text
    case 98: unit == .byte ? .text : nil
    case 114: .repr
    case 97: .ascii
    default: nil
    }
  }
}

// FormatSpec.swift — the format mini-language: what stands behind the colon in f"{value:>10,.2f}".
//
// spec = [[fill] align] [sign] ["z"] ["#"] ["0"] [width] ["," | "_"] ["." precision] [type]

/// A parsed format specification.
public struct FormatSpec: Equatable, Sendable {
  /// Where the value stands in a wider field.
  public enum Alignment: UInt8, Sendable {
    case left = 60
    case right = 62
    case center = 94
    /// Padding goes between sign and digits.
    case afterSign = 61
  }

  /// Separators between groups of digits; binary, octal and hexadecimal digits group by four.
  public enum Grouping: UInt8, Sendable {
    case none
    case comma = 44
    case underscore = 95
  }

  /// The scalar that pads.
  public var fill: UInt32 = 32
  public var alignment: Alignment
  /// 0, or one of "+", "-", " ".
  public var sign: UInt8 = 0
  /// `z`: a negative zero after rounding loses its sign.
  public var dropsNegativeZero = false
  /// `#`.
  public var isAlternate = false
  /// Least width in scalars; -1 when not given.
  public var width = -1
  public var grouping = Grouping.none
  /// -1 when not given.
  public var precision = -1
  /// The type's scalar; 0 when not given.
  public var type: UInt32 = 0

  /// The specification of an empty text.
  public init(alignment: Alignment) {
    self.alignment = alignment
  }

  /// Parses `text`; numbers align right, texts left, unless it says otherwise.
  public static func parse(_ text: ByteView, isNumber: Bool) throws(FormatProblem) -> FormatSpec {
    var parser = FormatSpecParser(text, isNumber ? .right : .left)
    return try parser.parse(isNumber: isNumber)
  }

  /// Digits in a group.
  var groupSize: Int {
    switch type {
    case 98, 111, 120, 88: 4
    default: 3
    }
  }
}

/// What is wrong with a format specification, or with using it for a value.
public enum FormatProblem: Error, Equatable, Sendable {
  case invalidSpecifier
  case unknownCode(UInt32)
  case tooManyDigits
  case missingPrecision
  case bothSeparators
  case separatorWithType(separator: UInt8, type: UInt32)
  case precisionTooBig
  case precisionInInteger
  case negativeZeroInInteger
  case signWithCharacter
  case alternateWithCharacter
  case characterRange
  case characterTooLarge
  case integerTooLarge
  case signInText
  case spaceInText
  case negativeZeroInText
  case alternateInText
  case alignmentInText
  case zeroPaddingInComplex
  case alignmentInComplex

  /// The exception's class.
  public var kind: ProblemKind {
    switch self {
    case .characterRange, .characterTooLarge, .integerTooLarge: .overflowError
    case .invalidSpecifier, .unknownCode, .tooManyDigits, .missingPrecision, .bothSeparators, .separatorWithType,
      .precisionTooBig, .precisionInInteger, .negativeZeroInInteger, .signWithCharacter, .alternateWithCharacter,
      .signInText, .spaceInText, .negativeZeroInText, .alternateInText, .alignmentInText, .zeroPaddingInComplex,
      .alignmentInComplex:
      .valueError
    }
  }

  /// The exception's text; `spec` is the whole specification, `typeName` the name of the value's type.
  public func message(spec: ByteView, typeName: String) -> String {
    switch self {
    case .invalidSpecifier: "Invalid format specifier '\(spec.string)' for object of type '\(typeName)'"
    case .unknownCode(let code):
      "Unknown format code '\(FormatProblem.show(code))' for object of type '\(typeName)'"
    case .tooManyDigits: "Too many decimal digits in format string"
    case .missingPrecision: "Format specifier missing precision"
    case .bothSeparators: "Cannot specify both ',' and '_'."
    case .separatorWithType(let separator, let type):
      "Cannot specify '\(FormatProblem.show(UInt32(separator)))' with '\(FormatProblem.show(type))'."
    case .precisionTooBig: "precision too big"
    case .precisionInInteger: "Precision not allowed in integer format specifier"
    case .negativeZeroInInteger: "Negative zero coercion (z) not allowed in integer format specifier"
    case .signWithCharacter: "Sign not allowed with integer format specifier 'c'"
    case .alternateWithCharacter: "Alternate form (#) not allowed with integer format specifier 'c'"
    case .characterRange: "%c arg not in range(0x110000)"
    case .characterTooLarge: "Python int too large to convert to C long"
    case .integerTooLarge: "int too large to convert to float"
    case .signInText: "Sign not allowed in string format specifier"
    case .spaceInText: "Space not allowed in string format specifier"
    case .negativeZeroInText: "Negative zero coercion (z) not allowed in string format specifier"
    case .alternateInText: "Alternate form (#) not allowed in string format specifier"
    case .alignmentInText: "'=' alignment not allowed in string format specifier"
    case .zeroPaddingInComplex: "Zero padding is not allowed in complex format specifier"
    case .alignmentInComplex: "'=' alignment flag is not allowed in complex format specifier"
    }
  }

  /// A visible ASCII character as it is, anything else as \x and its number.
  static func show(_ code: UInt32) -> String {
    if code > 32, code < 127, let scalar = Unicode.Scalar(code) { return String(Character(scalar)) }
    return "\\x" + String(code, radix: 16)
  }
}

/// Reads a specification from left to right.
private struct FormatSpecParser {
  private let text: ByteView
  private var position = 0
  private var spec: FormatSpec

  init(_ text: ByteView, _ alignment: FormatSpec.Alignment) {
    self.text = text
    spec = FormatSpec(alignment: alignment)
  }

  /// Takes `byte` if it comes next.
  private mutating func eat(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position &+= 1
    return true
  }

  mutating func parse(isNumber: Bool) throws(FormatProblem) -> FormatSpec {
    if text.count == 0 { return spec }
    let hasFill = parseAlignment()
    if position < text.count, text[position] == 43 || text[position] == 45 || text[position] == 32 {
      spec.sign = text[position]
      position &+= 1
    }
    spec.dropsNegativeZero = eat(122)
    spec.isAlternate = eat(35)
    if !hasFill.fill, eat(48) {
      spec.fill = 48
      if !hasFill.alignment, isNumber { spec.alignment = .afterSign }
    }
    if let width = try parseNumber() { spec.width = width }
    try parseGrouping()
    if eat(46) {
      guard let precision = try parseNumber() else { throw .missingPrecision }
      spec.precision = precision
    }
    if position < text.count {
      spec.type = Utf8.decode(text.start, &position)
      if position < text.count { throw .invalidSpecifier }
    }
    try checkGrouping(isNumber: isNumber)
    return spec
  }

  /// The alignment and the scalar before it; a fill may be any scalar, an alignment sign too.
  private mutating func parseAlignment() -> (fill: Bool, alignment: Bool) {
    var next = position
    let first = Utf8.decode(text.start, &next)
    if next < text.count, let alignment = FormatSpec.Alignment(rawValue: text[next]) {
      spec.fill = first
      spec.alignment = alignment
      position = next &+ 1
      return (true, true)
    }
    if let alignment = FormatSpec.Alignment(rawValue: text[position]) {
      spec.alignment = alignment
      position &+= 1
      return (false, true)
    }
    return (false, false)
  }

  /// Decimal digits; nil when there are none.
  private mutating func parseNumber() throws(FormatProblem) -> Int? {
    var value = 0
    let start = position
    while position < text.count {
      var next = position
      guard let digit = CharacterClass.decimalValue(Utf8.decode(text.start, &next)) else { break }
      let (product, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(digit)
      if high || carry { throw .tooManyDigits }
      value = sum
      position = next
    }
    return position == start ? nil : value
  }

  private mutating func parseGrouping() throws(FormatProblem) {
    if eat(44) { spec.grouping = .comma }
    if eat(95) {
      if spec.grouping != .none { throw .bothSeparators }
      spec.grouping = .underscore
    }
    if spec.grouping == .underscore, eat(44) { throw .bothSeparators }
  }

  private func checkGrouping(isNumber: Bool) throws(FormatProblem) {
    guard spec.grouping != .none else { return }
    let type = spec.type == 0 && !isNumber ? 115 : spec.type
    switch type {
    // d e f g E G % F, or none
    case 100, 101, 102, 103, 69, 71, 37, 70, 0: return
    // b o x X
    case 98, 111, 120, 88:
      if spec.grouping == .underscore { return }
    default: break
    }
    throw .separatorWithType(separator: spec.grouping.rawValue, type: type)
  }
}

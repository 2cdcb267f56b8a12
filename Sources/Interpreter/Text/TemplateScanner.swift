// TemplateScanner.swift — the templates of str.format: literal text and {name!conversion:spec} fields.

/// A replacement field; ranges are bytes of the template.
public struct TemplateField: Equatable, Sendable {
  /// "0.name[key]": `FieldName` takes it apart. May be empty.
  public var name: Range<Int>
  /// The scalar behind `!`; 0 for none. `r`, `s` and `a` are known.
  public var conversion: UInt32
  /// The specification as written; braces in it are fields of their own.
  public var spec: Range<Int>
  /// True when the specification holds an opening brace.
  public var hasNestedFields: Bool
}

/// Literal text, then perhaps a field. An escaped brace ends a literal, which then shows it once.
public struct TemplatePiece: Equatable, Sendable {
  public var literal: Range<Int>
  public var field: TemplateField?
}

/// What is wrong with a template.
public enum TemplateProblem: Error, Equatable, Sendable {
  case singleClosingBrace
  case singleOpeningBrace
  case missingClosingBrace
  case braceInFieldName
  case unmatchedBraceInSpec
  case missingConversion
  case missingColon
  case unknownConversion(UInt32)
  case emptyAttribute
  case missingBracket
  case textAfterBracket
  case tooManyDigits
  case manualToAutomatic
  case automaticToManual
  case recursionTooDeep
  /// str.format only: there are fewer positional arguments.
  case indexOutOfRange(Int)
  /// str.format_map only.
  case positionalInMap

  /// The exception's class.
  public var kind: ProblemKind {
    switch self {
    case .indexOutOfRange: .indexError
    case .singleClosingBrace, .singleOpeningBrace, .missingClosingBrace, .braceInFieldName, .unmatchedBraceInSpec,
      .missingConversion, .missingColon, .unknownConversion, .emptyAttribute, .missingBracket, .textAfterBracket,
      .tooManyDigits, .manualToAutomatic, .automaticToManual, .recursionTooDeep, .positionalInMap:
      .valueError
    }
  }

  /// The exception's text.
  public var message: String {
    switch self {
    case .singleClosingBrace: "Single '}' encountered in format string"
    case .singleOpeningBrace: "Single '{' encountered in format string"
    case .missingClosingBrace: "expected '}' before end of string"
    case .braceInFieldName: "unexpected '{' in field name"
    case .unmatchedBraceInSpec: "unmatched '{' in format spec"
    case .missingConversion: "end of string while looking for conversion specifier"
    case .missingColon: "expected ':' after conversion specifier"
    case .unknownConversion(let code): "Unknown conversion specifier \(FormatProblem.show(code))"
    case .emptyAttribute: "Empty attribute in format string"
    case .missingBracket: "Missing ']' in format string"
    case .textAfterBracket: "Only '.' or '[' may follow ']' in format field specifier"
    case .tooManyDigits: "Too many decimal digits in format string"
    case .manualToAutomatic: "cannot switch from manual field specification to automatic field numbering"
    case .automaticToManual: "cannot switch from automatic field numbering to manual field specification"
    case .recursionTooDeep: "Max string recursion exceeded"
    case .indexOutOfRange(let index): "Replacement index \(index) out of range for positional args tuple"
    case .positionalInMap: "Format string contains positional fields"
    }
  }
}

/// Walks over a template, or over a specification with fields in it, piece by piece.
public struct TemplateScanner {
  private let text: ByteView
  private var position: Int
  private let end: Int

  /// Scans `range` of `text`.
  public init(_ text: ByteView, _ range: Range<Int>) {
    self.text = text
    position = max(range.lowerBound, 0)
    end = min(range.upperBound, text.count)
  }

  /// Scans all of `text`.
  public init(_ text: ByteView) {
    self.init(text, 0..<text.count)
  }

  /// The next piece; nil at the end.
  public mutating func next() throws(TemplateProblem) -> TemplatePiece? {
    if position >= end { return nil }
    let start = position
    while position < end, text[position] != 123, text[position] != 125 { position &+= 1 }
    if position >= end { return TemplatePiece(literal: start..<end) }
    let brace = text[position]
    let place = position
    position &+= 1
    let isDoubled = position < end && text[position] == brace
    if isDoubled {
      position &+= 1
      return TemplatePiece(literal: start..<place &+ 1)
    }
    if brace == 125 { throw .singleClosingBrace }
    if position >= end { throw .singleOpeningBrace }
    return TemplatePiece(literal: start..<place, field: try parseField())
  }

  /// field = name ["!" conversion] [":" spec] "}"
  private mutating func parseField() throws(TemplateProblem) -> TemplateField {
    let nameStart = position
    let stop = try skipName()
    let name = nameStart..<max(position &- 1, nameStart)
    var field = TemplateField(name: name, conversion: 0, spec: position..<position, hasNestedFields: false)
    if stop == 125 { return field }
    if stop == 33 {
      if position >= end { throw .missingConversion }
      field.conversion = Utf8.decode(text.start, &position)
      if position < end {
        let next = text[position]
        position &+= 1
        if next == 125 { return field }
        if next != 58 { throw .missingColon }
      }
    } else if stop != 58 {
      throw .missingClosingBrace
    }
    let specStart = position
    var depth = 1
    while position < end {
      let byte = text[position]
      position &+= 1
      if byte == 123 {
        field.hasNestedFields = true
        depth &+= 1
      } else if byte == 125 {
        depth &-= 1
        if depth == 0 {
          field.spec = specStart..<position &- 1
          return field
        }
      }
    }
    throw .unmatchedBraceInSpec
  }

  /// Moves past the name and the character that ends it, which is given; 0 at the text's end. What stands in square
  /// brackets is not looked at.
  private mutating func skipName() throws(TemplateProblem) -> UInt8 {
    while position < end {
      let byte = text[position]
      position &+= 1
      switch byte {
      case 123: throw .braceInFieldName
      case 125, 58, 33: return byte
      case 91:
        while position < end, text[position] != 93 { position &+= 1 }
      default: break
      }
    }
    return 0
  }
}

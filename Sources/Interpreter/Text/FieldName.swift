// FieldName.swift — the names of template fields, "0.name[key]", and how fields without a number get theirs.

/// What a field starts from.
public enum FieldStart: Equatable, Sendable {
  /// Nothing: the next positional argument.
  case automatic
  case index(Int)
  case keyword(Range<Int>)
}

/// One step from a value into it.
public enum FieldStep: Equatable, Sendable {
  case attribute(Range<Int>)
  /// A key of digits.
  case index(Int)
  case key(Range<Int>)
}

/// Takes a field's name apart; ranges are bytes of the template.
public struct FieldName {
  private let text: ByteView
  private let end: Int
  private var position: Int
  /// Where the name starts.
  public let start: FieldStart

  /// Reads the start of the name in `range`; steps follow by `next()`.
  public init(_ text: ByteView, _ range: Range<Int>) throws(TemplateProblem) {
    self.text = text
    end = min(range.upperBound, text.count)
    var stop = max(range.lowerBound, 0)
    let first = stop
    while stop < end, text[stop] != 46, text[stop] != 91 { stop &+= 1 }
    position = stop
    if stop == first {
      start = .automatic
    } else if let index = try FieldName.number(text, first..<stop) {
      start = .index(index)
    } else {
      start = .keyword(first..<stop)
    }
  }

  /// The next step; nil at the end.
  public mutating func next() throws(TemplateProblem) -> FieldStep? {
    if position >= end { return nil }
    let mark = text[position]
    position &+= 1
    let first = position
    if mark == 46 {
      while position < end, text[position] != 46, text[position] != 91 { position &+= 1 }
      if position == first { throw .emptyAttribute }
      return .attribute(first..<position)
    }
    guard mark == 91 else { throw .textAfterBracket }
    while position < end, text[position] != 93 { position &+= 1 }
    if position >= end { throw .missingBracket }
    let range = first..<position
    position &+= 1
    if range.isEmpty { throw .emptyAttribute }
    if let index = try FieldName.number(text, range) { return .index(index) }
    return .key(range)
  }

  /// The number that decimal digits spell; nil when there is anything else.
  private static func number(_ text: ByteView, _ range: Range<Int>) throws(TemplateProblem) -> Int? {
    var value = 0
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard let digit = CharacterClass.decimalValue(Utf8.decode(text.start, &offset)) else { return nil }
      let (product, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(digit)
      if high || carry { throw .tooManyDigits }
      value = sum
    }
    return value
  }
}

/// Numbers for fields without one; a template numbers all of its fields or none.
public struct FieldNumbering: Sendable {
  private enum Mode { case unknown, automatic, manual }
  private var mode = Mode.unknown
  private var count = 0

  public init() {}

  /// The positional argument of a field; nil when it goes by keyword.
  public mutating func index(of start: FieldStart) throws(TemplateProblem) -> Int? {
    switch start {
    case .keyword: return nil
    case .index(let index):
      if mode == .automatic { throw .automaticToManual }
      mode = .manual
      return index
    case .automatic:
      if mode == .manual { throw .manualToAutomatic }
      mode = .automatic
      count &+= 1
      return count &- 1
    }
  }
}

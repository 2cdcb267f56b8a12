// Formatting.swift — values laid out by a format specification: format(value, spec).
//
// A width or precision may be absurd: the buffer then reports `overflowed`, and the caller raises MemoryError.

/// Lays out integers and texts; floats and complex numbers are in `Formatting+Floats.swift`.
public enum Formatting {
  /// A number's parts, in the order in which they are shown: sign, prefix, digits, rest.
  struct Field {
    /// 0 for none.
    var sign: UInt8 = 0
    var prefix = ("" as StaticString).bytes
    /// The digits that are grouped and padded with zeros.
    var digits: ByteView
    /// Point and places, or words like "inf".
    var rest = ("" as StaticString).bytes
  }

  // MARK: Integers

  /// Appends an integer; float types convert it first.
  public static func appendInteger(
    _ value: LimbInteger, _ spec: FormatSpec, to buffer: inout ByteBuffer
  ) throws(FormatProblem) {
    switch spec.type {
    // e f g E F G %
    case 101, 102, 103, 69, 70, 71, 37:
      guard let float = Limbs.toDouble(value) else { throw .integerTooLarge }
      return try appendFloat(float, spec, to: &buffer)
    // none, d n b o x X c
    case 0, 100, 110, 98, 111, 120, 88, 99: break
    default: throw .unknownCode(spec.type)
    }
    if spec.precision >= 0 { throw .precisionInInteger }
    if spec.dropsNegativeZero { throw .negativeZeroInInteger }
    if spec.type == 99 { return try appendCharacter(value, spec, to: &buffer) }
    let (base, prefix) = radix(spec)
    var text = ByteBuffer()
    IntegerText.append(value.magnitude, base: base, to: &text)
    if spec.type == 88 { upperCase(&text) }
    var field = Field(digits: text.view)
    field.sign = sign(isNegative: value.isNegative, spec)
    if spec.isAlternate { field.prefix = prefix.bytes }
    append(field, spec, to: &buffer)
  }

  /// Appends an integer; float types convert it first.
  public static func appendInteger(
    _ value: Int, _ spec: FormatSpec, to buffer: inout ByteBuffer
  ) throws(FormatProblem) {
    // Typed throws do not pass through the closure that gives the limb its address: the outcome is carried out.
    let problem: FormatProblem? = LimbInteger.with(value) { limbs in
      do throws(FormatProblem) {
        try appendInteger(limbs, spec, to: &buffer)
        return nil
      } catch {
        return error
      }
    }
    if let problem { throw problem }
  }

  private static func radix(_ spec: FormatSpec) -> (Int, StaticString) {
    switch spec.type {
    case 98: (2, "0b")
    case 111: (8, "0o")
    case 120: (16, "0x")
    case 88: (16, "0X")
    default: (10, "")
    }
  }

  static func upperCase(_ text: inout ByteBuffer) {
    guard let start = text.pointer else { return }
    for index in 0..<text.count { start[index] = CaseMapping.upperASCII(start[index]) }
  }

  private static func appendCharacter(
    _ value: LimbInteger, _ spec: FormatSpec, to buffer: inout ByteBuffer
  ) throws(FormatProblem) {
    if spec.sign != 0 { throw .signWithCharacter }
    if spec.isAlternate { throw .alternateWithCharacter }
    guard let code = value.asInt else { throw .characterTooLarge }
    guard code >= 0, code < 0x110000 else { throw .characterRange }
    var text = ByteBuffer()
    text.append(scalar: UInt32(code))
    append(Field(digits: ("" as StaticString).bytes, rest: text.view), spec, to: &buffer)
  }

  /// The sign to show; 0 for none.
  static func sign(isNegative: Bool, _ spec: FormatSpec) -> UInt8 {
    if isNegative { return 45 }
    return spec.sign == 43 || spec.sign == 32 ? spec.sign : 0
  }

  // MARK: The field

  /// Appends a number's parts with grouping and padding.
  static func append(_ field: Field, _ spec: FormatSpec, to buffer: inout ByteBuffer) {
    let restWidth = Utf8.countScalars(field.rest)
    let fixed = (field.sign == 0 ? 0 : 1) &+ field.prefix.count &+ restWidth
    let padsWithZeros = spec.fill == 48 && spec.alignment == .afterSign
    let size = spec.groupSize
    let isGrouped = spec.grouping != .none
    var digits = field.digits.count
    if padsWithZeros, digits > 0 {
      digits = max(digits, digitsFilling(spec.width &- fixed, isGrouped ? size : 0))
    }
    let separators = isGrouped && digits > 0 ? (digits &- 1) / size : 0
    let padding = max(spec.width &- fixed &- digits &- separators, 0)
    let (left, inner, right) = split(padding, spec.alignment)
    buffer.append(repeatingScalar: spec.fill, count: left)
    if field.sign != 0 { buffer.append(field.sign) }
    buffer.append(field.prefix)
    buffer.append(repeatingScalar: spec.fill, count: inner)
    if separators == 0 {
      buffer.append(repeating: 48, count: digits &- field.digits.count)
      buffer.append(field.digits)
    } else {
      appendGroups(field.digits, digits, size, spec.grouping.rawValue, to: &buffer)
    }
    buffer.append(field.rest)
    buffer.append(repeatingScalar: spec.fill, count: right)
  }

  /// The digits that, with a separator between each `group` (0: none), fill `width` without a separator in front.
  private static func digitsFilling(_ width: Int, _ group: Int) -> Int {
    if width <= 0 || group == 0 { return width }
    let (whole, part) = width.quotientAndRemainder(dividingBy: group &+ 1)
    return whole &* group &+ max(part, 1)
  }

  private static func split(_ padding: Int, _ alignment: FormatSpec.Alignment) -> (Int, Int, Int) {
    switch alignment {
    case .left: (0, 0, padding)
    case .right: (padding, 0, 0)
    case .center: (padding / 2, 0, padding &- padding / 2)
    case .afterSign: (0, padding, 0)
    }
  }

  /// Digits with separators, zeros in front up to `count` digits.
  private static func appendGroups(
    _ digits: ByteView, _ count: Int, _ group: Int, _ separator: UInt8, to buffer: inout ByteBuffer
  ) {
    guard buffer.reserve(count > Int.max / 2 ? count : count &+ count / group) else { return }
    let zeros = count &- digits.count
    for index in 0..<count {
      if index > 0, (count &- index) % group == 0 { buffer.append(separator) }
      buffer.append(index < zeros ? 48 : digits[index &- zeros])
    }
  }

  // MARK: Texts

  /// Appends a text, cut to the precision and padded to the width, both in scalars.
  public static func appendText(
    _ text: ByteView, _ spec: FormatSpec, to buffer: inout ByteBuffer
  ) throws(FormatProblem) {
    if spec.type != 0, spec.type != 115 { throw .unknownCode(spec.type) }
    if spec.sign != 0 { throw spec.sign == 32 ? .spaceInText : .signInText }
    if spec.dropsNegativeZero { throw .negativeZeroInText }
    if spec.isAlternate { throw .alternateInText }
    if spec.alignment == .afterSign { throw .alignmentInText }
    var shown = text
    if spec.precision >= 0, spec.precision < text.count {
      shown = text.part(0..<Utf8.offset(of: spec.precision, in: text))
    }
    // A text has at most as many scalars as bytes and at least a quarter: often no count is needed.
    if spec.width <= shown.count / 4 { return buffer.append(shown) }
    let (left, _, right) = split(max(spec.width &- Utf8.countScalars(shown), 0), spec.alignment)
    buffer.append(repeatingScalar: spec.fill, count: left)
    buffer.append(shown)
    buffer.append(repeatingScalar: spec.fill, count: right)
  }
}

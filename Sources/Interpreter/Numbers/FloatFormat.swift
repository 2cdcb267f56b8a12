// FloatFormat.swift — a float's magnitude laid out by one of the presentation types.

/// How a float is shown; upper-case types are the lower-case one with `isUpper`.
public enum FloatStyle: UInt8, Sendable {
  /// e: figures and a power of ten.
  case exponent
  /// f: figures and places.
  case fixed
  /// g: whichever of both is shorter; the precision counts significant figures.
  case general
  /// repr: the shortest figures that read back.
  case shortest
}

/// Lays out magnitudes; signs, widths and groups are `Formatting`'s.
public enum FloatFormat {
  /// Appends a magnitude (its sign is ignored), also "inf" and "nan".
  ///
  /// - Parameters:
  ///   - precision: places (exponent, fixed) or significant figures (general, 0 counts as 1); any size.
  ///   - isAlternate: `#`: the point always shows, and zeros at the end stay with `general`.
  ///   - addsZero: adds ".0" where neither point nor power of ten would show, as repr and format(x, '') do.
  public static func append(
    _ value: Double, type: FloatStyle, precision: Int, isAlternate: Bool, addsZero: Bool, isUpper: Bool = false,
    to buffer: inout ByteBuffer
  ) {
    if value.isNaN {
      buffer.append(isUpper ? "NAN" : "nan")
    } else if value.isInfinite {
      buffer.append(isUpper ? "INF" : "inf")
    } else {
      let size = type == .shortest ? 32 : FloatDigits.space(precision: precision)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: size) { text in
        guard let start = text.baseAddress else { return }
        let layout = plan(value.magnitude, type, precision, isAlternate, addsZero, start)
        lay(out: layout, start, isAlternate, addsZero, isUpper, to: &buffer)
      }
    }
  }

  private struct Layout {
    var digits: FloatDigits
    /// Digits from the first one to the end of the text, zeros beyond the known ones included.
    var end: Int
    var usesExponent: Bool
  }

  private static func plan(
    _ magnitude: Double, _ type: FloatStyle, _ precision: Int, _ isAlternate: Bool, _ addsZero: Bool,
    _ text: UnsafeMutablePointer<UInt8>
  ) -> Layout {
    switch type {
    case .exponent:
      let digits = FloatDigits.significant(magnitude, min(precision, 1 << 32) &+ 1, into: text)
      return Layout(digits: digits, end: precision &+ 1, usesExponent: true)
    case .fixed:
      let digits = FloatDigits.fixed(magnitude, precision, into: text)
      return Layout(digits: digits, end: digits.point &+ precision, usesExponent: false)
    case .general:
      let wanted = max(precision, 1)
      var digits = FloatDigits.significant(magnitude, wanted, into: text)
      while digits.count > 0, text[digits.count &- 1] == 48 { digits.count &-= 1 }
      let usesExponent = digits.point <= -4 || digits.point > wanted &- (addsZero ? 1 : 0)
      return Layout(digits: digits, end: isAlternate ? wanted : digits.count, usesExponent: usesExponent)
    case .shortest:
      let digits = FloatDigits.shortest(magnitude, into: text)
      let usesExponent = digits.point <= -4 || digits.point > 16
      return Layout(digits: digits, end: digits.count, usesExponent: usesExponent)
    }
  }

  private static func lay(
    out layout: Layout, _ text: UnsafeMutablePointer<UInt8>, _ isAlternate: Bool, _ addsZero: Bool, _ isUpper: Bool,
    to buffer: inout ByteBuffer
  ) {
    let known = layout.digits.count
    let exponent = layout.digits.point &- 1
    let point = layout.usesExponent ? 1 : layout.digits.point
    let leastEnd = addsZero && !layout.usesExponent ? point &+ 1 : point
    let end = max(layout.end, leastEnd)
    let figures = UnsafePointer(text)
    if point <= 0 {
      buffer.append(48)
    } else {
      appendFigures(figures, known, from: 0, to: point, &buffer)
    }
    if end > point {
      buffer.append(46)
      buffer.append(repeating: 48, count: min(-point, end &- point))
      appendFigures(figures, known, from: max(point, 0), to: end, &buffer)
    } else if isAlternate {
      buffer.append(46)
    }
    if layout.usesExponent {
      buffer.append(isUpper ? 69 : 101)
      buffer.append(exponent < 0 ? 45 : 43)
      if exponent.magnitude < 10 { buffer.append(48) }
      buffer.append(decimal: Int(exponent.magnitude))
    }
  }

  /// Figures number `from` up to `to`; those beyond the known ones are zeros.
  private static func appendFigures(
    _ figures: UnsafePointer<UInt8>, _ known: Int, from: Int, to: Int, _ buffer: inout ByteBuffer
  ) {
    let there = min(known, to)
    if from < there { buffer.append(ByteView(start: figures + from, count: there &- from)) }
    buffer.append(repeating: 48, count: to &- max(from, there))
  }
}

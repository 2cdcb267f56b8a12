// TimeReader.swift — `strptime`: a moment read from text by a format.

/// Reads a text by a format of `%` codes; white space in the format stands for any amount of it.
struct TimeReader {
  private let text: [Unicode.Scalar]
  private let format: [Unicode.Scalar]
  private var place = 0
  private var time = CalendarTime()
  private var isAfternoon: Bool?
  private var hour12: Int?
  private var hasYear = false, hasMonth = false, hasDay = false
  private var givenYearDay: Int?
  private var givenWeekday: Int?
  private(set) var zone: String?
  /// Why `read` gave nothing.
  private(set) var problem = ""

  init(_ text: String, _ format: String) {
    self.text = Array(text.unicodeScalars)
    self.format = Array(format.unicodeScalars)
    time.year = 1900
  }

  mutating func read() -> CalendarTime? {
    let source = String(String.UnicodeScalarView(text)), pattern = String(String.UnicodeScalarView(format))
    guard readAll() else {
      if problem.isEmpty { problem = "time data '\(source)' does not match format '\(pattern)'" }
      return nil
    }
    guard place == text.count else {
      problem = "unconverted data remains: \(String(String.UnicodeScalarView(text[place...])))"
      return nil
    }
    return finish()
  }

  private mutating func readAll() -> Bool {
    var at = 0
    while at < format.count {
      let scalar = format[at]
      at += 1
      if scalar.properties.isWhitespace {
        guard place < text.count, text[place].properties.isWhitespace else { return false }
        skipBlanks()
        while at < format.count, format[at].properties.isWhitespace { at += 1 }
      } else if scalar == "%" {
        guard at < format.count else {
          problem = "stray % in format '\(String(String.UnicodeScalarView(format)))'"
          return false
        }
        if !readField(format[at]) { return false }
        at += 1
      } else {
        guard place < text.count, lower(text[place]) == lower(scalar) else { return false }
        place += 1
      }
    }
    return true
  }

  private mutating func skipBlanks() { while place < text.count, text[place].properties.isWhitespace { place += 1 } }

  private func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    scalar.value >= 65 && scalar.value <= 90 ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
  }

  /// A number of at most `width` digits between two bounds; shorter if the longer one is out of bounds.
  private mutating func number(_ width: Int, _ low: Int, _ high: Int) -> Int? {
    var value = 0
    var best: (value: Int, end: Int)?
    var at = place
    while at < text.count, at - place < width, text[at].value >= 48, text[at].value <= 57 {
      value = value * 10 + Int(text[at].value - 48)
      at += 1
      if value >= low && value <= high { best = (value, at) }
    }
    guard let best else { return nil }
    place = best.end
    return best.value
  }

  /// The place of the name that stands here.
  private mutating func name(_ names: [String]) -> Int? {
    for (i, name) in names.enumerated() {
      let scalars = Array(name.unicodeScalars)
      guard place + scalars.count <= text.count else { continue }
      if zip(scalars, text[place...]).allSatisfy({ lower($0) == lower($1) }) {
        place += scalars.count
        return i
      }
    }
    return nil
  }

  private func shortNames(_ names: [String]) -> [String] { names.map { String($0.prefix(3)) } }

  private mutating func readField(_ code: Unicode.Scalar) -> Bool {
    switch code {
    case "Y": return setYear(number(4, 0, 9999))
    case "y":
      guard let short = number(2, 0, 99) else { return false }
      return setYear(short < 69 ? 2000 + short : 1900 + short)
    case "m": return setMonth(number(2, 1, 12))
    case "b", "h": return setMonth(name(shortNames(CalendarTime.monthNames)).map { $0 + 1 })
    case "B": return setMonth(name(CalendarTime.monthNames).map { $0 + 1 })
    case "d", "e": return setDay(number(2, 1, 31))
    case "H": return set(\.hour, number(2, 0, 23))
    case "M": return set(\.minute, number(2, 0, 59))
    case "S": return set(\.second, number(2, 0, 61))
    case "I":
      hour12 = number(2, 1, 12)
      return hour12 != nil
    case "p":
      isAfternoon = name(["AM", "PM"]).map { $0 == 1 }
      return isAfternoon != nil
    case "j":
      givenYearDay = number(3, 1, 366)
      return givenYearDay != nil
    case "a":
      givenWeekday = name(shortNames(CalendarTime.dayNames))
      return givenWeekday != nil
    case "A":
      givenWeekday = name(CalendarTime.dayNames)
      return givenWeekday != nil
    case "w":
      givenWeekday = number(1, 0, 6).map { ($0 + 6) % 7 }
      return givenWeekday != nil
    case "u":
      givenWeekday = number(1, 1, 7).map { $0 - 1 }
      return givenWeekday != nil
    case "U", "W": return number(2, 0, 53) != nil
    case "f": return number(6, 0, 999_999) != nil
    case "z": return readOffset()
    case "Z":
      zone = name(["UTC", "GMT"]).map { ["UTC", "GMT"][$0] }
      return zone != nil
    case "%":
      guard place < text.count, text[place] == "%" else { return false }
      place += 1
      return true
    case _: return readCombined(code)
    }
  }

  private mutating func readCombined(_ code: Unicode.Scalar) -> Bool {
    let parts: String
    switch code {
    case "c": parts = "a b d H:M:S Y"
    case "x", "D": parts = "m/d/y"
    case "X", "T": parts = "H:M:S"
    case "R": parts = "H:M"
    case "F": parts = "Y-m-d"
    case "r": parts = "I:M:S p"
    case _:
      problem = "'\(code)' is a bad directive in format '\(String(String.UnicodeScalarView(format)))'"
      return false
    }
    for part in parts.unicodeScalars {
      if part == " " {
        guard place < text.count, text[place].properties.isWhitespace else { return false }
        skipBlanks()
      } else if part == ":" || part == "/" || part == "-" {
        guard place < text.count, text[place] == part else { return false }
        place += 1
      } else if !readField(part) {
        return false
      }
    }
    return true
  }

  private mutating func readOffset() -> Bool {
    if place < text.count, lower(text[place]) == "z" {
      place += 1
      return true
    }
    guard place < text.count, text[place] == "+" || text[place] == "-" else { return false }
    place += 1
    guard number(2, 0, 23) != nil else { return false }
    if place < text.count, text[place] == ":" { place += 1 }
    return number(2, 0, 59) != nil
  }

  private mutating func set(_ field: WritableKeyPath<CalendarTime, Int>, _ value: Int?) -> Bool {
    guard let value else { return false }
    time[keyPath: field] = value
    return true
  }

  private mutating func setYear(_ value: Int?) -> Bool {
    hasYear = true
    return set(\.year, value)
  }

  private mutating func setMonth(_ value: Int?) -> Bool {
    hasMonth = true
    return set(\.month, value)
  }

  private mutating func setDay(_ value: Int?) -> Bool {
    hasDay = true
    return set(\.day, value)
  }

  private mutating func finish() -> CalendarTime? {
    if let hour12 { time.hour = hour12 % 12 + (isAfternoon == true ? 12 : 0) }
    let isLeapDayOnly = !hasYear && time.month == 2 && time.day == 29
    if let givenYearDay, !hasMonth {
      let date = CalendarTime(seconds: (CalendarTime.days(time.year, 1, 1) + givenYearDay - 1) * 86400)
      (time.month, time.day) = (date.month, date.day)
    }
    let year = isLeapDayOnly ? 1904 : time.year
    let lengths = [31, CalendarTime.isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard time.day <= lengths[time.month - 1] else {
      problem = "day is out of range for month"
      return nil
    }
    let days = CalendarTime.days(year, time.month, time.day)
    time.weekday = givenWeekday ?? CalendarTime.modulo(days + 3, 7)
    time.yearDay = days - CalendarTime.days(year, 1, 1) + 1
    return time
  }
}

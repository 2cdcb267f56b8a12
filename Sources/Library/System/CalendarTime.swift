// CalendarTime.swift — days, hours and names: a moment in UTC as its calendar says it.

/// A moment by the Gregorian calendar.
struct CalendarTime {
  var year = 1970
  /// From 1.
  var month = 1
  var day = 1
  var hour = 0
  var minute = 0
  var second = 0
  /// Monday is 0.
  var weekday = 3
  /// From 1.
  var yearDay = 1

  static let dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
  static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  init() {}

  /// The moment `seconds` after the start of 1970.
  init(seconds: Int) {
    let days = CalendarTime.floorDivide(seconds, 86400)
    let rest = seconds - days * 86400
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    (year, month, day) = CalendarTime.civil(days)
    weekday = CalendarTime.modulo(days + 3, 7)
    yearDay = days - CalendarTime.days(year, 1, 1) + 1
  }

  /// Seconds since the start of 1970; fields may be out of range as in `mktime`.
  var seconds: Int {
    let months = year * 12 + month - 1
    let days = CalendarTime.days(CalendarTime.floorDivide(months, 12), CalendarTime.modulo(months, 12) + 1, 1) + day - 1
    return days * 86400 + hour * 3600 + minute * 60 + second
  }

  /// Days from 1970-01-01 to a date.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // Years begin in March here, so that the day that leaps is the last.
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date `days` after 1970-01-01.
  static func civil(_ days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
  }

  static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  static func floorDivide(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((-a + b - 1) / b) }
  static func modulo(_ a: Int, _ b: Int) -> Int { a - floorDivide(a, b) * b }

  // MARK: Text

  /// `Sat Jan  1 00:00:00 2000`
  var plainText: String {
    let name = CalendarTime.dayNames[CalendarTime.modulo(weekday, 7)].prefix(3)
    let monthName = CalendarTime.monthNames[CalendarTime.modulo(month - 1, 12)].prefix(3)
    return "\(name) \(monthName) \(pad(day, 2, " ")) \(pad(hour))" + ":\(pad(minute)):\(pad(second)) \(year)"
  }

  private func pad(_ number: Int, _ width: Int = 2, _ filler: Character = "0") -> String {
    let digits = String(number.magnitude)
    let sign = number < 0 ? "-" : ""
    return sign + String(repeating: filler, count: max(0, width - digits.count - sign.count)) + digits
  }

  /// The text of a format as C's `strftime` writes it in the C locale; what it does not know stays as it is.
  func formatted(_ format: String, zone: String = "UTC", offset: String = "+0000") -> String {
    var result = ""
    var rest = format.unicodeScalars.makeIterator()
    while let scalar = rest.next() {
      guard scalar == "%" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      guard var code = rest.next() else {
        result += "%"
        break
      }
      var isBare = false
      if code == "-" || code == "_" || code == "E" || code == "O" {
        isBare = code == "-"
        guard let next = rest.next() else { break }
        code = next
      }
      result += field(code, isBare, zone, offset)
    }
    return result
  }

  private func field(_ code: Unicode.Scalar, _ isBare: Bool, _ zone: String, _ offset: String) -> String {
    func number(_ value: Int, _ width: Int = 2) -> String { isBare ? String(value) : pad(value, width) }
    let weekdayName = CalendarTime.dayNames[CalendarTime.modulo(weekday, 7)]
    let monthName = CalendarTime.monthNames[CalendarTime.modulo(month - 1, 12)]
    let hour12 = hour % 12 == 0 ? 12 : hour % 12
    switch code {
    case "a": return String(weekdayName.prefix(3))
    case "A": return weekdayName
    case "b", "h": return String(monthName.prefix(3))
    case "B": return monthName
    case "c": return plainText
    case "C": return pad(CalendarTime.floorDivide(year, 100))
    case "d": return number(day)
    case "D", "x": return "\(pad(month))/\(pad(day))/\(pad(CalendarTime.modulo(year, 100)))"
    case "e": return isBare ? String(day) : pad(day, 2, " ")
    case "F": return "\(year)-\(pad(month))-\(pad(day))"
    case "g": return pad(CalendarTime.modulo(isoWeek.year, 100))
    case "G": return String(isoWeek.year)
    case "H": return number(hour)
    case "I": return number(hour12)
    case "j": return number(yearDay, 3)
    case "k": return pad(hour, 2, " ")
    case "l": return pad(hour12, 2, " ")
    case "m": return number(month)
    case "M": return number(minute)
    case "n": return "\n"
    case "p": return hour < 12 ? "AM" : "PM"
    case "P": return hour < 12 ? "am" : "pm"
    case "r": return "\(pad(hour12)):\(pad(minute)):\(pad(second)) \(hour < 12 ? "AM" : "PM")"
    case "R": return "\(pad(hour)):\(pad(minute))"
    case "s": return String(seconds)
    case "S": return number(second)
    case "t": return "\t"
    case "T", "X": return "\(pad(hour)):\(pad(minute)):\(pad(second))"
    case "u": return String(weekday + 1)
    case "U": return number((yearDay + 6 - CalendarTime.modulo(weekday + 1, 7)) / 7)
    case "V": return number(isoWeek.week)
    case "w": return String(CalendarTime.modulo(weekday + 1, 7))
    case "W": return number((yearDay + 6 - weekday) / 7)
    case "y": return number(CalendarTime.modulo(year, 100))
    case "Y": return String(year)
    case "z": return offset
    case "Z": return zone
    case "%": return "%"
    case _: return "%\(code)"
    }
  }

  /// Year and week as ISO 8601 counts them.
  private var isoWeek: (year: Int, week: Int) {
    let week = (yearDay - 1 - weekday + 10) / 7
    if week < 1 {
      let last = CalendarTime(seconds: CalendarTime.days(year - 1, 12, 31) * 86400)
      return (year - 1, last.isoWeek.week)
    }
    if week == 53 {
      let first = CalendarTime.modulo(CalendarTime.days(year + 1, 1, 1) + 3, 7)
      if first <= 3 { return (year + 1, 1) }
    }
    return (year, week)
  }
}

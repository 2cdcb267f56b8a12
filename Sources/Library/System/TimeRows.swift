// TimeRows.swift — the functions of `time` about `struct_time` and its texts.

import Interpreter

struct TimeRows: Sendable {
  let type: StructSequence

  var rows: [NativeRow] {
    let type = type
    return [
      .function("gmtime(seconds=None, /)", "A moment by the calendar.", .world) { (vm, args) throws(Raise) in
        make(vm, type, CalendarTime(seconds: try moment(vm, args[0])), zone: "UTC")
      },
      .function("localtime(seconds=None, /)", "A moment by the calendar: the zone is UTC.", .world) {
        (vm, args) throws(Raise) in
        make(vm, type, CalendarTime(seconds: try moment(vm, args[0])), zone: "UTC")
      },
      .function("mktime(time_tuple, /)", "Seconds since 1970.", .pure) { (vm, args) throws(Raise) in
        Value(Double(try fields(vm, args[0], type, "mktime").seconds))
      },
      .function("asctime(time_tuple=?, /)", "A moment as text.", .world) { (vm, args) throws(Raise) in
        let time = args[0].isUnbound
          ? CalendarTime(seconds: try moment(vm, .none)) : try checked(vm, fields(vm, args[0], type, "asctime"))
        return vm.string(time.plainText)
      },
      .function("ctime(seconds=None, /)", "A moment as text.", .world) { (vm, args) throws(Raise) in
        vm.string(CalendarTime(seconds: try moment(vm, args[0])).plainText)
      },
      .function("strftime(format, time_tuple=?, /)", "A moment in a format.", .world) { (vm, args) throws(Raise) in
        guard args[0].is(.str) else {
          throw vm.raise(.typeError, "strftime() argument 1 must be str, not \(vm.typeName(args[0]))")
        }
        let time = args[1].isUnbound
          ? CalendarTime(seconds: try moment(vm, .none)) : try checked(vm, fields(vm, args[1], type, "strftime"))
        return vm.string(time.formatted(vm.swiftString(args[0])))
      },
      .function("strptime(data_string, format='%a %b %d %H:%M:%S %Y', /)", "A moment from text.", .pure) {
        (vm, args) throws(Raise) in
        guard args[0].is(.str), args[1].is(.str) else {
          let (place, wrong) = args[0].is(.str) ? (1, args[1]) : (0, args[0])
          throw vm.raise(.typeError, "strptime() argument \(place) must be str, not \(text(vm, Value(vm.classOf(wrong))))")
        }
        var reader = TimeReader(vm.swiftString(args[0]), vm.swiftString(args[1]))
        guard let time = reader.read() else { throw vm.raise(.valueError, reader.problem) }
        return make(vm, type, time, zone: reader.zone, isDaylight: -1)
      },
      .function("get_clock_info(name, /)", "Facts about a clock.", .pure, clockInfo),
    ]
  }
}

private func text(_ vm: VM, _ value: Value) -> String { (try? vm.swiftRepr(value)) ?? "?" }

private func make(
  _ vm: VM, _ type: StructSequence, _ time: CalendarTime, zone: String?, isDaylight: Int = 0
) -> Value {
  let numbers = [
    time.year, time.month, time.day, time.hour, time.minute, time.second, time.weekday, time.yearDay, isDaylight,
  ]
  let zoneText = zone.map { vm.intern($0) } ?? Value.none
  return type.make(vm, numbers.map { vm.int($0) } + [zoneText, zone == nil ? .none : Value(small: 0)])
}

/// The seconds an optional argument stands for: now, if it is missing.
private func moment(_ vm: VM, _ value: Value) throws(Raise) -> Int {
  if value.isNone || value.isUnbound { return Int(vm.pointee.outside.kernel.readWall().rounded(.down)) }
  if vm.isInt(value) {
    guard let seconds = vm.intValue(value), abs(seconds) < 67_768_036_191_676_799 else {
      throw vm.raise(.overflowError, "timestamp out of range for platform time_t")
    }
    return seconds
  }
  guard let seconds = try vm.realNumber(value) else {
    throw vm.raise(.typeError, "'\(vm.typeName(value))' object cannot be interpreted as an integer")
  }
  if seconds.isNaN { throw vm.raise(.valueError, "Invalid value NaN (not a number)") }
  guard seconds.magnitude < 6e16 else {
    throw vm.raise(.overflowError, "timestamp out of range for platform time_t")
  }
  return Int(seconds.rounded(.down))
}

/// The calendar fields of a 9-tuple.
private func fields(_ vm: VM, _ value: Value, _ type: StructSequence, _ name: String) throws(Raise) -> CalendarTime {
  guard value.is(.tuple) else { throw vm.raise(.typeError, "Tuple or struct_time argument required") }
  guard vm.tupleLength(value.cell) == 9 else {
    throw vm.raise(.typeError, "\(name)(): illegal time tuple argument")
  }
  var numbers: [Int] = []
  for i in 0..<9 {
    let number = try vm.index(value.cell.tupleItems[i])
    guard number.magnitude <= Int(Int32.max) else {
      throw vm.raise(.overflowError, "signed integer is greater than maximum")
    }
    numbers.append(number)
  }
  var time = CalendarTime()
  (time.year, time.month, time.day) = (numbers[0], numbers[1], numbers[2])
  (time.hour, time.minute, time.second) = (numbers[3], numbers[4], numbers[5])
  (time.weekday, time.yearDay) = (numbers[6], numbers[7])
  return time
}

/// Fields that can be shown; zero stands for the first month, day and day of the year.
private func checked(_ vm: VM, _ given: CalendarTime) throws(Raise) -> CalendarTime {
  var time = given
  if time.month == 0 { time.month = 1 }
  if time.day == 0 { time.day = 1 }
  if time.yearDay == 0 { time.yearDay = 1 }
  func require(_ isRight: Bool, _ name: String) throws(Raise) {
    if !isRight { throw vm.raise(.valueError, "\(name) out of range") }
  }
  try require(1...12 ~= time.month, "month")
  try require(1...31 ~= time.day, "day of month")
  try require(0...23 ~= time.hour, "hour")
  try require(0...59 ~= time.minute, "minute")
  try require(0...61 ~= time.second, "seconds")
  try require(time.weekday >= -1, "day of week")
  try require(1...366 ~= time.yearDay, "day of year")
  time.weekday = CalendarTime.modulo(time.weekday, 7)
  return time
}

private func clockInfo(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.str) else {
    throw vm.raise(.typeError, "get_clock_info() argument 1 must be str, not \(vm.typeName(args[0]))")
  }
  let name = vm.swiftString(args[0])
  let calls = [
    "time": "clock_gettime(CLOCK_REALTIME)", "monotonic": "clock_gettime(CLOCK_MONOTONIC)",
    "perf_counter": "clock_gettime(CLOCK_MONOTONIC)", "process_time": "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)",
    "thread_time": "clock_gettime(CLOCK_THREAD_CPUTIME_ID)",
  ]
  guard let call = calls[name] else { throw vm.raise(.valueError, "unknown clock") }
  let info = try vm.call(Value(vm.builtin(.simpleNamespace)))
  vm.hold(info)
  defer { vm.unhold() }
  for (field, value) in [
    ("implementation", vm.string(call)), ("monotonic", Value(name != "time")), ("adjustable", Value(name == "time")),
    ("resolution", Value(1e-9)),
  ] as [(StaticString, Value)] { try vm.setAttribute(info, vm.intern(field), value) }
  return info
}

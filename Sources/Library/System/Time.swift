// Time.swift — the module `time`: clocks that read the run's own time, in UTC.

import Interpreter
import Runtime

extension NativeModule {
  static var time: NativeModule {
    NativeModule(
      "time", "Clocks, waiting, and the calendar in UTC.", rows: { clockRows + nanosecondRows + [sleepRow] },
      setUp: setUpTime)
  }

  private static var clockRows: [NativeRow] {
    [
      .function("time()", "Seconds since 1970 by the run's clock.", .world) { (vm, _) throws(Raise) in
        Value(any: vm.pointee.outside.kernel.readWall())
      },
      .function("monotonic()", "Seconds by a clock that never goes back.", .world, readClock),
      .function("perf_counter()", "Seconds by the finest clock.", .world, readClock),
      .function("process_time()", "Seconds of processor time; running takes none.", .pure) { (_, _) throws(Raise) in
        Value(0.0)
      },
      .function("thread_time()", "Seconds of processor time; running takes none.", .pure) { (_, _) throws(Raise) in
        Value(0.0)
      },
      .function("clock_gettime(clk_id, /)", "Seconds of a clock.", .world) { (vm, args) throws(Raise) in
        try vm.index(args[0]) == 0
          ? Value(any: vm.pointee.outside.kernel.readWall()) : Value(any: vm.pointee.outside.kernel.readMonotonic())
      },
      .function("clock_getres(clk_id, /)", "1e-09.", .pure) { (_, _) throws(Raise) in Value(1e-9) },
      .function("tzset()", "Does nothing: the zone is UTC.", .pure) { (_, _) throws(Raise) in .none },
    ]
  }

  private static var nanosecondRows: [NativeRow] {
    [
      .function("time_ns()", "Nanoseconds since 1970.", .world) { (vm, _) throws(Raise) in
        nanoseconds(vm, vm.pointee.outside.kernel.readMonotonic(), since: vm.pointee.outside.state.pointee.clock.epoch)
      },
      .function("monotonic_ns()", "Nanoseconds by a clock that never goes back.", .world, readNanoseconds),
      .function("perf_counter_ns()", "Nanoseconds by the finest clock.", .world, readNanoseconds),
      .function("process_time_ns()", "Zero.", .pure) { (_, _) throws(Raise) in Value(small: 0) },
      .function("thread_time_ns()", "Zero.", .pure) { (_, _) throws(Raise) in Value(small: 0) },
      .function("clock_gettime_ns(clk_id, /)", "Nanoseconds of a clock.", .world) { (vm, args) throws(Raise) in
        let epoch = try vm.index(args[0]) == 0 ? vm.pointee.outside.state.pointee.clock.epoch : 0
        return nanoseconds(vm, vm.pointee.outside.kernel.readMonotonic(), since: epoch)
      },
    ]
  }

  /// The row that executor threads replace by one that parks them.
  private static var sleepRow: NativeRow {
    .function("sleep(seconds, /)", "Moves the run's clock on.", .world) { (vm, args) throws(Raise) in
      let seconds = try sleepSeconds(vm, args[0])
      if let hook = vm.pointee.hooks.sleep { return try hook(vm, seconds) }
      let kernel = vm.pointee.outside.kernel
      kernel.sleepInPlace(seconds)
      if kernel.isTimeUp { throw vm.raise(.systemExit, value: Value(small: 0)) }
      return .none
    }
  }

  private static func setUpTime(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    try vm.setModule(dictionary, "timezone", Value(small: 0))
    try vm.setModule(dictionary, "altzone", Value(small: 0))
    try vm.setModule(dictionary, "daylight", Value(small: 0))
    try vm.setModule(dictionary, "tzname", vm.pair(vm.intern("UTC"), vm.intern("UTC")))
    for (name, number) in [
      ("CLOCK_REALTIME", 0), ("CLOCK_MONOTONIC", 1), ("CLOCK_PROCESS_CPUTIME_ID", 2), ("CLOCK_THREAD_CPUTIME_ID", 3),
      ("CLOCK_MONOTONIC_RAW", 4), ("CLOCK_BOOTTIME", 7), ("CLOCK_TAI", 11),
    ] as [(StaticString, Int)] { try vm.setModule(dictionary, name, Value(small: number)) }
    let type = try StructSequence(
      vm, "struct_time", module: "time", "A moment by the calendar.",
      fields: [
        "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst", "tm_zone",
        "tm_gmtoff",
      ], visibleCount: 9)
    try vm.setModule(dictionary, "struct_time", type.type)
    vm.addRows(TimeRows(type: type).rows, to: dictionary)
  }
}

private func readClock(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  Value(any: vm.pointee.outside.kernel.readMonotonic())
}

private func readNanoseconds(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  nanoseconds(vm, vm.pointee.outside.kernel.readMonotonic(), since: 0)
}

/// A clock's reading in nanoseconds; whole seconds of the epoch are added exactly.
private func nanoseconds(_ vm: VM, _ reading: Double, since epoch: Double) -> Value {
  let whole = Int(exactly: epoch.rounded(.down)) ?? 0
  let part = (reading + (epoch - Double(whole))) * 1e9
  guard part.isFinite, part < 9e17 else { return vm.int(Int.max) }
  return vm.int(whole &* 1_000_000_000 &+ Int(part.rounded()))
}

/// The argument of `sleep`.
private func sleepSeconds(_ vm: VM, _ value: Value) throws(Raise) -> Double {
  guard let seconds = vm.isInt(value) ? try vm.intToDouble(value) : try vm.realNumber(value) else {
    throw vm.raise(.typeError, "'\(vm.typeName(value))' object cannot be interpreted as an integer")
  }
  if seconds.isNaN { throw vm.raise(.valueError, "Invalid value NaN (not a number)") }
  if seconds < 0 { throw vm.raise(.valueError, "sleep length must be non-negative") }
  if seconds > 9.2e9 { throw vm.raise(.overflowError, "timestamp too large to convert to C PyTime_t") }
  return seconds
}

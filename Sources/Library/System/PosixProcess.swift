// PosixProcess.swift — the process and the machine: fixed numbers, entropy, the environment.

import Glibc
import Interpreter
import Runtime

enum PosixProcess {
  static let id = 4242

  static var rows: [NativeRow] { numberRows + callRows }

  private static var numberRows: [NativeRow] {
    func fixed(_ signature: StaticString, _ number: Int) -> NativeRow {
      .function(signature, "A number that is the same in every run.", .pure) { (_, _) throws(Raise) in
        Value(small: number)
      }
    }
    return [
      fixed("getpid()", id), fixed("getppid()", 1), fixed("getuid()", 1000), fixed("geteuid()", 1000),
      fixed("getgid()", 1000), fixed("getegid()", 1000), fixed("getpgrp()", id), fixed("cpu_count()", 4),
    ]
  }

  private static var callRows: [NativeRow] {
    [
      .function("urandom(size, /)", "Random bytes of the run's seed.", .world) { (vm, args) throws(Raise) in
        let size = try vm.index(args[0])
        if size < 0 { throw vm.raise(.valueError, "negative argument not allowed") }
        let cell = try vm.newBytes(size)
        vm.pointee.outside.kernel.world.fillEntropy(
          UnsafeMutableRawBufferPointer(start: cell.text.pointee.data, count: size))
        return Value(cell)
      },
      .function("getrandom(size, flags=0)", "Random bytes of the run's seed.", .world) { (vm, args) throws(Raise) in
        let size = try vm.index(args[0])
        if size < 0 { throw vm.raiseOSError(errno: EINVAL) }
        let cell = try vm.newBytes(size)
        vm.pointee.outside.kernel.world.fillEntropy(
          UnsafeMutableRawBufferPointer(start: cell.text.pointee.data, count: size))
        return Value(cell)
      },
      .function("putenv(name, value, /)", "Does nothing: nothing but the script reads its environment.", .pure) {
        (_, _) throws(Raise) in .none
      },
      .function("unsetenv(name, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("strerror(code, /)", "What an error's number means.", .pure) { (vm, args) throws(Raise) in
        vm.string(String(cString: Glibc.strerror(Int32(truncatingIfNeeded: try vm.index(args[0])))))
      },
      .function("umask(mask, /)", "The mask of new files; it stays.", .pure) { (vm, args) throws(Raise) in
        _ = try vm.index(args[0])
        return Value(small: 0o022)
      },
      .function("_exit(status)", "Ends the program at once.", .world) { (vm, args) throws(Raise) in
        let status = Int32(truncatingIfNeeded: try vm.index(args[0]) & 0xFF)
        vm.flushOutput()
        Glibc._exit(status)
      },
      .function("abort()", "Ends the program with SIGABRT.", .world) { (vm, _) throws(Raise) in
        vm.flushOutput()
        Glibc.abort()
      },
      .function("kill(pid, signal, /)", "Sends a signal; only to the program itself.", .callsScript) {
        (vm, args) throws(Raise) in
        guard try vm.index(args[0]) == id else { throw vm.raiseOSError(errno: EPERM) }
        try Signals.deliver(vm, try vm.index(args[1]))
        return .none
      },
      .function("sched_yield()", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("getloadavg()", "Zeros.", .pure) { (vm, _) throws(Raise) in
        vm.triple(Value(0.0), Value(0.0), Value(0.0))
      },
    ]
  }

  static func rows(names: StructSequence, times: StructSequence) -> [NativeRow] {
    [
      .function("uname()", "Names of the machine, the same everywhere.", .pure) { (vm, _) throws(Raise) in
        names.make(vm, ["Linux", "localhost", "6.1.0", "#1 SMP", "x86_64"].map { vm.intern($0 as StaticString) })
      },
      .function("times()", "Times of the process.", .world) { (vm, _) throws(Raise) in
        let zero = Value(0.0)
        return times.make(vm, [zero, zero, zero, zero, Value(vm.pointee.outside.kernel.readMonotonic())])
      },
    ]
  }
}

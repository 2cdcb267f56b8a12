// Signals.swift — the module `signal`: handlers that run between instructions of the script.

import Glibc
import Interpreter
import Runtime

extension NativeModule {
  static var signals: NativeModule {
    NativeModule("signal", "Signals and what is done about them.", rows: { Signals.rows }, setUp: Signals.setUp)
  }
}

enum Signals {
  static let count = 65

  static var rows: [NativeRow] {
    [
      .function("signal(signalnum, handler, /)", "Sets what is done about a signal; returns what was.", .writesSelf, set),
      .function("getsignal(signalnum, /)", "What is done about a signal.", .readsSelf) { (vm, args) throws(Raise) in
        current(vm, try number(vm, args[0]))
      },
      .function("raise_signal(signalnum, /)", "Sends a signal to the program itself.", .callsScript) {
        (vm, args) throws(Raise) in
        try deliver(vm, try number(vm, args[0]))
        return .none
      },
      .function("default_int_handler(signalnum, frame, /)", "Raises KeyboardInterrupt.", .callsScript) {
        (vm, _) throws(Raise) in throw vm.raise(.keyboardInterrupt, "")
      },
      .function("valid_signals()", "The signals there are.", .pure) { (vm, _) throws(Raise) in
        let all = vm.set()
        vm.hold(all)
        defer { vm.unhold() }
        for signal in 1..<count where signal != 32 && signal != 33 { try vm.setAdd(all.cell, Value(small: signal)) }
        return all
      },
      .function("strsignal(signalnum, /)", "What a signal means.", .pure) { (vm, args) throws(Raise) in
        vm.string(String(cString: Glibc.strsignal(Int32(try number(vm, args[0])))))
      },
      .function("alarm(seconds, /)", "Zero: nothing is ever sent by a clock.", .pure) { (vm, args) throws(Raise) in
        _ = try vm.index(args[0])
        return Value(small: 0)
      },
      .function("set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", "-1: nothing is written.", .pure) {
        (_, _) throws(Raise) in Value(small: -1)
      },
      .function("siginterrupt(signalnum, flag, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
    ]
  }

  static func setUp(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    for (name, number) in numbers { try vm.setModule(dictionary, name, Value(small: number)) }
    for (name, number) in [("SIG_DFL", 0), ("SIG_IGN", 1), ("SIG_BLOCK", 0), ("SIG_UNBLOCK", 1), ("SIG_SETMASK", 2)]
      as [(StaticString, Int)]
    { try vm.setModule(dictionary, name, Value(small: number)) }
    try vm.setModule(dictionary, "NSIG", Value(small: count))
    if !vm.pointee.signalHandlers.is(.dict) { vm.pointee.signalHandlers = vm.dict() }
    let interrupt = vm.dictGetStr(dictionary, vm.intern("default_int_handler"))
    try vm.dictSet(vm.pointee.signalHandlers.cell, Value(small: Int(SIGINT)), interrupt)
  }

  private static let numbers: [(StaticString, Int)] = [
    ("SIGHUP", 1), ("SIGINT", 2), ("SIGQUIT", 3), ("SIGILL", 4), ("SIGTRAP", 5), ("SIGABRT", 6), ("SIGIOT", 6),
    ("SIGBUS", 7), ("SIGFPE", 8), ("SIGKILL", 9), ("SIGUSR1", 10), ("SIGSEGV", 11), ("SIGUSR2", 12), ("SIGPIPE", 13),
    ("SIGALRM", 14), ("SIGTERM", 15), ("SIGSTKFLT", 16), ("SIGCHLD", 17), ("SIGCLD", 17), ("SIGCONT", 18),
    ("SIGSTOP", 19), ("SIGTSTP", 20), ("SIGTTIN", 21), ("SIGTTOU", 22), ("SIGURG", 23), ("SIGXCPU", 24),
    ("SIGXFSZ", 25), ("SIGVTALRM", 26), ("SIGPROF", 27), ("SIGWINCH", 28), ("SIGIO", 29), ("SIGPOLL", 29),
    ("SIGPWR", 30), ("SIGSYS", 31), ("SIGRTMIN", 34), ("SIGRTMAX", 64),
  ]

  private static func number(_ vm: VM, _ value: Value) throws(Raise) -> Int {
    let number = try vm.index(value)
    guard 1..<count ~= number else { throw vm.raise(.valueError, "signal number out of range") }
    return number
  }

  private static func current(_ vm: VM, _ number: Int) -> Value {
    guard vm.pointee.signalHandlers.is(.dict),
      let known = try? vm.dictGet(vm.pointee.signalHandlers.cell, Value(small: number))
    else { return Value(small: number == Int(SIGPIPE) ? 1 : 0) }
    return known
  }

  private static func set(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
    let signal = try number(vm, args[0])
    let isNumber = vm.isInt(args[1]) && (vm.intValue(args[1]) == 0 || vm.intValue(args[1]) == 1)
    guard isNumber || !vm.special(.call, vm.classOf(args[1])).isUnbound else {
      throw vm.raise(
        .typeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    }
    if signal == Int(SIGKILL) || signal == Int(SIGSTOP) { throw vm.raiseOSError(errno: EINVAL) }
    let old = current(vm, signal)
    try vm.dictSet(vm.pointee.signalHandlers.cell, Value(small: signal), args[1])
    return old
  }

  /// Does what is to be done about a signal that the program sends itself.
  static func deliver(_ vm: VM, _ signal: Int) throws(Raise) {
    if signal == 0 { return }
    guard 1..<count ~= signal else { throw vm.raiseOSError(errno: EINVAL) }
    if try vm.runSignalHandler(Int32(signal)) { return }
    let harmless = [SIGCHLD, SIGCONT, SIGURG, SIGWINCH]
    if harmless.contains(Int32(signal)) { return }
    vm.flushOutput()
    Glibc.signal(Int32(signal), SIG_DFL)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, Int32(signal))
    Glibc.raise(Int32(signal))
    sigprocmask(SIG_UNBLOCK, &set, nil)
  }
}

// Sys.swift — the module `sys`: the interpreter as a script sees it.

import Glibc
import Interpreter
import Runtime

extension NativeModule {
  static var sys: NativeModule {
    NativeModule("sys", "What the interpreter tells about itself and lets be set.", rows: { rows }, setUp: setUp)
  }

  private static var rows: [NativeRow] { callRows + limitRows + hookRows + traceRows }

  private static var callRows: [NativeRow] {
    [
      .function("exit(status=None, /)", "Ends the program by raising SystemExit.", .callsScript, sysExit),
      .function("exc_info()", "The exception being handled: type, value, traceback.", .readsSelf, excInfo),
      .function("exception()", "The exception being handled, or None.", .readsSelf) { (vm, _) throws(Raise) in
        vm.pointee.handled
      },
      .function("_getframe(depth=0, /)", "A picture of a frame of the call stack.", .readsSelf, getFrame),
      .function("_getframemodulename(depth=0)", "The module of a frame.", .readsSelf, frameModuleName),
      .function("intern(string, /)", "The one str of this text that all share.", .pure, internText),
      .function("getsizeof(object, default=?)", "Bytes that CPython would use for an object.", .callsScript, getSize),
      .function("getrefcount(object, /)", "A plausible number: nothing is counted.", .pure) { (_, _) throws(Raise) in
        Value(small: 2)
      },
      .function("getdefaultencoding()", "'utf-8'.", .pure) { (vm, _) throws(Raise) in vm.intern("utf-8") },
      .function("getfilesystemencoding()", "'utf-8'.", .pure) { (vm, _) throws(Raise) in vm.intern("utf-8") },
      .function("getfilesystemencodeerrors()", "'surrogateescape'.", .pure) { (vm, _) throws(Raise) in
        vm.intern("surrogateescape")
      },
      .function("getallocatedblocks()", "Bytes in use / 64.", .readsSelf) { (vm, _) throws(Raise) in
        Value(small: vm.pointee.heap.liveBytes / 64)
      },
      .function("is_finalizing()", "False: natives do not run after the end.", .pure) { (_, _) throws(Raise) in .false },
      .function("_is_gil_enabled()", "True.", .pure) { (_, _) throws(Raise) in .true },
      .function("_is_interned(string, /)", "Whether a str is shared by all of its text.", .pure) { (vm, args) throws(Raise) in
        guard args[0].is(.str) else {
          throw vm.raise(.typeError, "_is_interned() argument must be str, not \(vm.typeName(args[0]))")
        }
        return Value(args[0].cell.header.pointee.flags & TextCell.isInterned != 0)
      },
      .function("_clear_type_cache()", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("_clear_internal_caches()", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("_current_frames()", "The frame of the only thread.", .readsSelf) { (vm, _) throws(Raise) in
        let frames = vm.dict()
        vm.hold(frames)
        defer { vm.unhold() }
        if let frame = try vm.makeFrame(depth: 0) {
          try vm.dictSet(frames.cell, Value(small: 1), frame)
        }
        return frames
      },
      .function("audit(event, /, *args)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("addaudithook(hook)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("call_tracing(func, args, /)", "Calls a function.", .callsScript) { (vm, args) throws(Raise) in
        try vm.call(args[0], spread: args[1])
      },
      .function("getunicodeinternedsize(*, _only_immortal=False)", "Zero.", .pure) { (_, _) throws(Raise) in Value(small: 0) },
    ]
  }

  private static var limitRows: [NativeRow] {
    [
      .function("getrecursionlimit()", "How deep calls may nest.", .readsSelf) { (vm, _) throws(Raise) in
        Value(small: vm.pointee.recursionLimit)
      },
      .function("setrecursionlimit(limit, /)", "Sets how deep calls may nest.", .writesSelf, setRecursionLimit),
      .function("get_int_max_str_digits()", "Digits an int may have in text.", .readsSelf) { (vm, _) throws(Raise) in
        Value(small: vm.pointee.maximumDigits)
      },
      .function("set_int_max_str_digits(maxdigits)", "Sets how many digits an int may have in text.", .writesSelf) {
        (vm, args) throws(Raise) in
        let digits = try vm.index(args[0])
        guard digits == 0 || digits >= 640 else {
          throw vm.raise(.valueError, "maxdigits must be 0 or larger than 640")
        }
        vm.pointee.maximumDigits = digits
        return .none
      },
      .function("getswitchinterval()", "0.005.", .pure) { (_, _) throws(Raise) in Value(0.005) },
      .function("setswitchinterval(interval, /)", "Does nothing: there are no threads to switch.", .pure) {
        (vm, args) throws(Raise) in
        guard let interval = try vm.realNumber(args[0]) else {
          throw vm.raise(.typeError, "must be real number, not \(vm.typeName(args[0]))")
        }
        if interval <= 0 { throw vm.raise(.valueError, "switch interval must be strictly positive") }
        return .none
      },
      .function("getdlopenflags()", "2.", .pure) { (_, _) throws(Raise) in Value(small: 2) },
      .function("setdlopenflags(flags, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
    ]
  }

  private static func setUp(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    try SysNames.setUp(vm, dictionary)
    try SysFacts.setUp(vm, dictionary)
    try StandardStreams.setUp(vm, dictionary)
  }
}

private func sysExit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[0].isNone { throw vm.raise(.systemExit, arguments: vm.pointee.emptyTuple) }
  if args[0].is(.tuple) { throw vm.raise(exception: try vm.call(Value(vm.builtin(.systemExit)), spread: args[0])) }
  throw vm.raise(exception: try vm.call(Value(vm.builtin(.systemExit)), args[0]))
}

private func excInfo(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let handled = vm.pointee.handled
  guard handled.is(.exception) else { return vm.triple(.none, .none, .none) }
  return vm.triple(Value(vm.classOf(handled)), handled, handled.as(ExceptionCell.self).pointee.traceback)
}

private func getFrame(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let depth = max(try vm.index(args[0]), 0)
  guard let frame = try vm.makeFrame(depth: depth) else {
    throw vm.raise(.valueError, "call stack is not deep enough")
  }
  return frame
}

private func frameModuleName(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let depth = max(try vm.index(args[0]), 0)
  guard let frame = try vm.makeFrame(depth: depth) else { return .none }
  let globals = try vm.getAttribute(frame, vm.intern("f_globals"))
  guard globals.is(.dict) else { return .none }
  let name = vm.dictGetStr(globals.cell, vm.intern("__name__"))
  return name.isUnbound ? .none : name
}

private func internText(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.str) else {
    throw vm.raise(.typeError, "intern() argument must be str, not \(vm.typeName(args[0]))")
  }
  guard vm.isExact(args[0], .str) else { throw vm.raise(.typeError, "can't intern \(vm.typeName(args[0]))") }
  return vm.intern(args[0])
}

private func setRecursionLimit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let limit = try vm.index(args[0])
  if limit < 1 { throw vm.raise(.valueError, "recursion limit must be greater or equal than 1") }
  if limit > Int(Int32.max) { throw vm.raise(.overflowError, "Python int too large to convert to C int") }
  let depth = vm.pointee.frame - vm.pointee.frames
  if depth >= limit {
    throw vm.raise(
      .recursionError,
      "cannot set the recursion limit to \(limit) at the recursion depth \(depth): the limit is too low")
  }
  vm.pointee.recursionLimit = limit
  let most = min(vm.pointee.frameCapacity - 64, vm.pointee.limits.frames)
  vm.pointee.frameLimit = vm.pointee.frames + min(limit, most)
  return .none
}

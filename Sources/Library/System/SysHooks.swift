// SysHooks.swift — hooks that `sys` lets be set, and the tracing that aio has not.

import Interpreter

extension NativeModule {
  static var hookRows: [NativeRow] {
    [
      .function("excepthook(exctype, value, traceback, /)", "Reports an exception on standard error.", .world, exceptHook),
      .function("__excepthook__(exctype, value, traceback, /)", "The original excepthook.", .world, exceptHook),
      .function("displayhook(object, /)", "Shows a value and keeps it as `_`.", .world, displayHook),
      .function("__displayhook__(object, /)", "The original displayhook.", .world, displayHook),
      .function("unraisablehook(unraisable, /)", "Reports an exception nobody can catch.", .world, unraisableHook),
      .function("__unraisablehook__(unraisable, /)", "The original unraisablehook.", .world, unraisableHook),
      .function("breakpointhook(*args, **kws)", "Does nothing: there is no debugger.", .pure) { (_, _) throws(Raise) in .none },
      .function("__breakpointhook__(*args, **kws)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
    ]
  }

  static var traceRows: [NativeRow] {
    [
      .function("gettrace()", "None: nothing is traced.", .pure) { (_, _) throws(Raise) in .none },
      .function("settrace(function, /)", "Does nothing: nothing is traced.", .pure) { (_, _) throws(Raise) in .none },
      .function("getprofile()", "None: nothing is profiled.", .pure) { (_, _) throws(Raise) in .none },
      .function("setprofile(function, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("_settraceallthreads(function, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("_setprofileallthreads(function, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("get_coroutine_origin_tracking_depth()", "Zero.", .pure) { (_, _) throws(Raise) in Value(small: 0) },
      .function("set_coroutine_origin_tracking_depth(depth)", "Does nothing.", .pure) { (vm, args) throws(Raise) in
        if try vm.index(args[0]) < 0 { throw vm.raise(.valueError, "depth must be >= 0") }
        return .none
      },
    ]
  }
}

private func exceptHook(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[1].is(.exception) else {
    throw vm.raise(.typeError, "print_exception(): Exception expected for value, \(vm.typeName(args[1])) found")
  }
  vm.flushOutput()
  vm.writeError(vm.renderException(args[1]))
  return .none
}

private func displayHook(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  if args[0].isNone { return .none }
  let text = try vm.repr(args[0])
  let output = try vm.replacedOutput()
  if output.isUnbound {
    try vm.writeText(text)
    try vm.writeText(vm.character(10))
  } else if !output.isNone {
    _ = try vm.callMethod(output, "write", text)
    _ = try vm.callMethod(output, "write", vm.character(10))
  }
  try vm.dictSetStr(vm.pointee.builtins.cell, vm.intern("_"), args[0])
  return .none
}

private func unraisableHook(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.getAttribute(args[0], vm.intern("exc_value"))
  let object = try vm.getAttribute(args[0], vm.intern("object"))
  let message = try vm.getAttribute(args[0], vm.intern("err_msg"))
  var text = ""
  if !object.isNone {
    let lead = message.is(.str) ? vm.swiftString(message) : "Exception ignored in"
    text = "\(lead): \(try vm.swiftRepr(object))\n"
  }
  if exception.is(.exception) { text += vm.renderException(exception) }
  vm.writeError(text)
  return .none
}

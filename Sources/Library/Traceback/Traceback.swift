// Traceback.swift — the module `_traceback`: what only the interpreter knows of tracebacks.

import Interpreter

extension NativeModule {
  public static var traceback: NativeModule {
    NativeModule(
      "_traceback", "What only the interpreter knows of tracebacks.",
      rows: {
        [
          .function("source(filename, /)", "The text of a script that was compiled, or None.", .readsDeeply, source),
          .function(
            "positions(traceback, /)", "(lineno, end_lineno, colno, end_colno) of a traceback entry.", .readsDeeply,
            positions),
          .function(
            "marked(lines, colno, end_colno, /)", "Source lines with marks below a range.", .pure, marked),
          .function("suggestion(exception, /)", "What is added to the message of an exception.", .callsScript) {
            (vm, args) throws(Raise) -> Value in
            args[0].is(.exception) ? vm.string(vm.hint(args[0])) : vm.intern("")
          },
        ]
      })
  }
}

private func source(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.str), let text = vm.sourceText(path: vm.swiftString(args[0])) else { return .none }
  return vm.string(text)
}

private func positions(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.traceback) else {
    throw vm.raise(.typeError, "expected a traceback, got '\(vm.typeName(args[0]))'")
  }
  guard let range = vm.sourceRange(ofTraceback: args[0]) else {
    return vm.tuple(of: [.none, .none, .none, .none])
  }
  return vm.tuple(of: [
    vm.int(range.line), vm.int(range.endLine), vm.int(range.column), vm.int(range.endColumn),
  ])
}

private func marked(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.str) else {
    throw vm.raise(.typeError, "marked() argument 1 must be str, not \(vm.typeName(args[0]))")
  }
  let column = args[1].isNone ? nil : try vm.sizeArgument(args[1])
  let end = args[2].isNone ? nil : try vm.sizeArgument(args[2])
  return vm.string(vm.markedSource(vm.swiftString(args[0]), column: column, endColumn: end))
}

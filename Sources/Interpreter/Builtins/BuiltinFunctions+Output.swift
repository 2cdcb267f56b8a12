// BuiltinFunctions+Output.swift — print and input.

extension NativeRow {
  static var outputFunctions: [NativeRow] {
    [
      .function(
        "print(*args, sep=' ', end='\\n', file=None, flush=False)", "Writes values to a file, by default the output.",
        .world, printValues),
      .function("input(prompt='', /)", "Writes a prompt and reads a line.", .world, readInput),
    ]
  }
}

private func printValues(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let values = args[0].cell
  let separator = try spelling(vm, args[1], "sep"), end = try spelling(vm, args[2], "end")
  let file = args[3].isNone ? try vm.replacedOutput() : args[3]
  if file.isNone { return .none }
  let isPlain = file.isUnbound
  for i in 0..<values.asTuple.pointee.count {
    if i > 0 { try write(vm, separator.isUnbound ? vm.character(32) : separator, file, isPlain) }
    let value = values.tupleItems[i]
    if let text = try vm.quickText(value) {
      try write(vm, text, file, isPlain)
    } else {
      try write(vm, try vm.str(value), file, isPlain)
    }
  }
  try write(vm, end.isUnbound ? vm.character(10) : end, file, isPlain)
  if try vm.flag(args[4]) {
    if isPlain {
      vm.flushOutput()
    } else {
      _ = try vm.callMethod(file, "flush")
    }
  }
  return .none
}

/// `sep` and `end`: a str, or unbound for None.
private func spelling(_ vm: VM, _ v: Value, _ name: String) throws(Raise) -> Value {
  if v.isNone { return .unbound }
  if v.isStr { return v }
  throw vm.raise(.typeError, "\(name) must be None or a string, not \(vm.typeName(v))")
}

private func write(_ vm: VM, _ text: Value, _ file: Value, _ isPlain: Bool) throws(Raise) {
  if !isPlain {
    _ = try vm.callMethod(file, "write", text)
    return
  }
  try vm.writeText(text)
}

private func readInput(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let prompt = try vm.str(args[0])
  let output = try vm.replacedOutput()
  if output.isUnbound {
    try vm.writeText(prompt)
    vm.flushOutput()
  } else if !output.isNone {
    _ = try vm.callMethod(output, "write", prompt)
  }
  guard let line = try vm.readLine() else { throw vm.raise(.eofError, "EOF when reading a line") }
  return line
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Fills memory with entropy of the run's world.
  public func fillEntropy(_ target: UnsafeMutableRawBufferPointer) {
    pointee.outside.kernel.world.fillEntropy(target)
  }

  /// Writes a str to the output; lone surrogates can't be encoded.
  ///
  /// - Throws: UnicodeEncodeError.
  public func writeText(_ text: Value) throws(Raise) {
    let source = view(text)
    if !text.text.pointee.isPlain, Utf8.hasSurrogate(source) {
      _ = try encode(text, .utf8, errors: .unbound)
    }
    writeOut(source.start, source.count)
  }
}

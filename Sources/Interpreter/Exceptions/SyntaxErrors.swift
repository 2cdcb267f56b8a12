// SyntaxErrors.swift — SyntaxError: where in which source, and its text.

import Diagnostics

extension NativeType {
  static var syntaxErrorRows: [NativeRow] {
    [
      .slot("__init__(*args, **kwargs)", "Keeps the arguments and the place they name.", .callsScript, syntaxErrorInit),
      .slot("__str__()", "The message and the place.", .callsScript, syntaxErrorText),
      .field("msg", "The message.", .syntaxError, SyntaxField.message),
      .field("filename", "The file.", .syntaxError, SyntaxField.filename),
      .field("lineno", "The line, from 1.", .syntaxError, SyntaxField.line),
      .field("offset", "The column, from 1.", .syntaxError, SyntaxField.offset),
      .field("text", "The text of the line.", .syntaxError, SyntaxField.text),
      .field("end_lineno", "The last line, from 1.", .syntaxError, SyntaxField.endLine),
      .field("end_offset", "The last column, from 1.", .syntaxError, SyntaxField.endOffset),
      .field("print_file_and_line", "Whether reports name the place.", .syntaxError, SyntaxField.print),
    ]
  }
}

private func syntaxErrorInit(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let exception = try vm.exception(args, "__init__")
  try vm.refuseKeywords(args[2], of: vm.classOf(args[0]))
  vm.store(vm.placeOf(&exception.pointee.args), args[1])
  try vm.readSyntaxFields(args[0], args[1])
  return .none
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Takes the message and, from a second argument, (filename, lineno, offset, text[, end_lineno, end_offset]).
  func readSyntaxFields(_ exception: Value, _ args: Value) throws(Raise) {
    let (items, count) = itemsOf(args)
    var values = [Value](repeating: .unbound, count: SyntaxField.count)
    if count > 0 { values[SyntaxField.message] = items[0] }
    if count == 2 {
      let place = try tupleFrom(items[1])
      let (parts, given) = itemsOf(place)
      if given < 4 { throw raise(.typeError, "function takes at least 4 arguments (\(given) given)") }
      if given > 6 { throw raise(.typeError, "function takes at most 6 arguments (\(given) given)") }
      for i in 0..<given { values[SyntaxField.filename + i] = parts[i] }
      if given == 5 { throw raise(.typeError, "end_offset must be provided when end_lineno is provided") }
    }
    setFields(exception, values)
  }
}

private func syntaxErrorText(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  _ = try vm.exception(args, "__str__")
  let fields = vm.fields(args[0])
  let message = try vm.str(fields[SyntaxField.message].isUnbound ? .none : fields[SyntaxField.message])
  let filename = fields[SyntaxField.filename], line = fields[SyntaxField.line]
  let hasLine = line.isSmallInt || line.isExactly(.int)
  guard filename.is(.str) || hasLine else { return message }
  var text = TextBuffer()
  text.append(message)
  text.append(" (")
  if filename.is(.str) {
    let path = vm.swiftString(filename)
    text.append(String(path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""))
    if hasLine { text.append(", ") }
  }
  if hasLine {
    text.append("line ")
    text.append(try vm.str(line))
  }
  text.append(")")
  return vm.string(text)
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Makes what the parser or compiler says of a text the current exception. The compiler finds the text of a line in
  /// its file only: `hasText` is false for what it says of a text without one.
  public func raiseSyntax(_ problem: Diagnostic, hasText: Bool = true) -> Raise {
    let type = exceptionType(of: problem.kind)
    guard isSubclass(builtin(type), builtin(.syntaxError)), problem.line > 0 else {
      return raise(type, problem.message)
    }
    let message = string(problem.message), path = string(problem.path)
    let text = hasText ? problem.text.map { string($0) } ?? .none : .none
    let place = tuple(of: [
      path, int(problem.line), int(problem.offset), text, int(problem.endLine), int(problem.endOffset),
    ])
    return raise(type, arguments: pair(message, place))
  }

  private func exceptionType(of kind: Diagnostic.Kind) -> BuiltinType {
    switch kind {
    case .syntaxError: .syntaxError
    case .indentationError: .indentationError
    case .tabError: .tabError
    case .memoryError: .memoryError
    case .recursionError: .recursionError
    case .valueError: .valueError
    case .syntaxWarning: .syntaxWarning
    case .deprecationWarning: .deprecationWarning
    }
  }
}

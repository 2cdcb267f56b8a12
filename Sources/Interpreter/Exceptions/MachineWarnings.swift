// MachineWarnings.swift — warnings and unraisable exceptions: what the machine itself says on standard error.

import Diagnostics

/// A warning and where it belongs.
private struct PlacedWarning {
  let category: BuiltinType
  let message: String
  let path: String
  let line: Int
  /// The object it is about, or unbound.
  var source = Value.unbound
  /// The globals of the code it is about.
  var globals = Value.unbound
  var sourceLine = ""
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Warns about what the running code does. `source` is the object it is about, if there is one.
  ///
  /// - Throws: the warning itself where a filter of the module `warnings` says so.
  public func warn(_ category: BuiltinType, _ message: String, source: Value = .unbound) throws(Raise) {
    let frame = pointee.frame
    guard frame > pointee.frames, frame.pointee.base[-1].is(.function) else {
      return try show(PlacedWarning(category: category, message: message, path: "<sys>", line: 0))
    }
    let function = frame.pointee.base[-1]
    let code = frame.pointee.code
    let record = pointee.codes[code.pointee.number]
    let line = line(function, frame.pointee.pc - code.pointee.words - 1)
    let file = record.unit.tree.source
    try show(
      PlacedWarning(
        category: category, message: message, path: file.path, line: line, source: source,
        globals: function.as(FunctionCell.self).pointee.globals,
        sourceLine: isSourceShown(record) ? file.lineText(line) : ""))
  }

  /// Warns that a coroutine was made and dropped.
  func warnUnawaited(_ name: String) {
    let pending = takeException()
    do {
      try warn(.runtimeWarning, "coroutine '\(name)' was never awaited", source: .none)
    } catch {
      printUnraisable(.unbound)
    }
    pointee.exception = pending
  }

  /// Warns about a text that was compiled.
  public func warnSyntax(_ warning: Diagnostic) {
    let category: BuiltinType = warning.kind == .deprecationWarning ? .deprecationWarning : .syntaxWarning
    let line = warning.path.hasPrefix("<") ? "" : warning.text ?? ""
    let placed = PlacedWarning(
      category: category, message: warning.message, path: warning.path, line: warning.line, sourceLine: line)
    do { try show(placed) } catch { pointee.exception = .unbound }
  }

  private func show(_ warning: PlacedWarning) throws(Raise) {
    let module = dictGetStr(pointee.modules.cell, intern("warnings"))
    if module.is(.module), let function = try findAttribute(module, intern("warn_explicit")) {
      return try showThroughModule(warning, function)
    }
    if isIgnored(warning) { return }
    if try isRepeated(warning) { return }
    var text = "\(warning.path):\(warning.line): \(className(builtin(warning.category))): \(warning.message)\n"
    let block = SourceMarks.block([warning.sourceLine], column: nil, endColumn: nil)
    if !block.isEmpty { text += block.dropFirst(2) }
    if !warning.source.isUnbound {
      text += "\(className(builtin(warning.category))): Enable tracemalloc to get the object allocation traceback\n"
    }
    flushOutput()
    writeError(text)
  }

  private func showThroughModule(_ warning: PlacedWarning, _ function: Value) throws(Raise) {
    let message = string(warning.message), path = string(warning.path)
    let moduleName = warning.globals.is(.dict) ? dictGetStr(warning.globals.cell, specialName(.name)) : .unbound
    let registry = try warningRegistry(warning)
    let arguments = tuple(of: [
      message, Value(builtin(warning.category)), path, int(warning.line), moduleName.isUnbound ? .none : moduleName,
      registry.isUnbound ? .none : registry, .none, warning.source.isUnbound ? .none : warning.source,
    ])
    _ = try call(function, spread: arguments)
  }

  /// CPython's default filters: deprecations show in `__main__` alone, some categories not at all.
  private func isIgnored(_ warning: PlacedWarning) -> Bool {
    switch warning.category {
    case .pendingDeprecationWarning, .importWarning, .resourceWarning: return true
    case .deprecationWarning:
      guard warning.globals.is(.dict) else { return true }
      let name = dictGetStr(warning.globals.cell, specialName(.name))
      return !name.is(.str) || !text(name, equals: "__main__")
    default: return false
    }
  }

  private func warningRegistry(_ warning: PlacedWarning) throws(Raise) -> Value {
    guard warning.globals.is(.dict) else { return .unbound }
    let name = intern("__warningregistry__")
    let known = dictGetStr(warning.globals.cell, name)
    if known.is(.dict) { return known }
    let made = dict()
    try dictSetStr(warning.globals.cell, name, made)
    return made
  }

  /// Whether the same warning was shown for the same line before; notes it otherwise.
  private func isRepeated(_ warning: PlacedWarning) throws(Raise) -> Bool {
    let registry = try warningRegistry(warning)
    guard registry.is(.dict) else { return false }
    let message = string(warning.message)
    let key = tuple(of: [message, Value(builtin(warning.category)), int(warning.line)])
    if try dictHas(registry.cell, key) { return true }
    if dictCount(registry.cell) == 0 { try dictSetStr(registry.cell, intern("version"), Value(small: 0)) }
    try dictSet(registry.cell, key, .true)
    return false
  }

  /// Reports the exception on its way up where nobody can catch it: in `__del__`, in a callback of a weak reference.
  public func printUnraisable(_ object: Value, _ message: String = "Exception ignored in") {
    let exception = takeException()
    guard exception.is(.exception) else { return }
    hold(exception)
    defer { unhold() }
    var text = ""
    if !object.isUnbound {
      let shown = safeText(object, "object", isRepr: true)
      text += "\(message): \(shown)\n"
    }
    let entries = formatEntries(exception, hasMarks: false)
    if !entries.isEmpty { text += "Traceback (most recent call last):\n" + entries.joined() }
    let name = reportedName(classOf(exception))
    let words = safeText(exception, "exception")
    text += words.isEmpty ? "\(name)\n" : "\(name): \(words)\n"
    flushOutput()
    writeError(text)
  }
}

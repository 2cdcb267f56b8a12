// ExceptionReport.swift — an exception, its causes, contexts and members, taken down before any of it is shown.

/// One exception of a report.
struct ReportedException {
  let value: Value
  var lines: [String] = []
  var cause: Int?
  var context: Int?
  var members: [Int]?
}

/// All exceptions that a report names; each is taken down once, in the order CPython's traceback module does.
struct ExceptionReport {
  private(set) var exceptions: [ReportedException] = []
  private let vm: VM
  private var seen: Set<UInt64> = []
  /// Keeps alive what scripts' `__str__` might let go.
  private let held: Value

  init(_ vm: VM, _ root: Value) {
    self.vm = vm
    held = vm.list()
    vm.hold(held)
    var pending = [add(root)]
    while let number = pending.popLast() {
      let exception = exceptions[number].value
      let cell = exception.as(ExceptionCell.self).pointee
      if let cause = addLink(cell.cause) {
        exceptions[number].cause = cause
        pending.append(cause)
      } else if cell.header.flags & ExceptionCell.suppressContext == 0, let context = addLink(cell.context) {
        exceptions[number].context = context
        pending.append(context)
      }
      guard vm.isGroup(exception), cell.second.is(.tuple) else { continue }
      let (items, count) = vm.itemsOf(cell.second)
      let members = (0..<count).map { add(items[$0]) }
      exceptions[number].members = members
      pending += members
    }
    vm.unhold()
  }

  private mutating func addLink(_ link: Value) -> Int? {
    link.is(.exception) && !seen.contains(link.bits) ? add(link) : nil
  }

  private mutating func add(_ exception: Value) -> Int {
    seen.insert(exception.bits)
    if (try? vm.listAppend(held.cell, exception)) == nil { vm.pointee.exception = .unbound }
    exceptions.append(ReportedException(value: exception, lines: vm.finalLines(exception)))
    return exceptions.count - 1
  }

  /// The exceptions from the one raised last back to the first cause or context.
  func chain(_ start: Int) -> [(number: Int, message: String?)] {
    var chain: [(Int, String?)] = []
    var next: Int? = start
    while let number = next {
      let exception = exceptions[number]
      var message: String?
      if exception.cause != nil {
        message = "\nThe above exception was the direct cause of the following exception:\n\n"
      } else if exception.context != nil {
        message = "\nDuring handling of the above exception, another exception occurred:\n\n"
      }
      chain.append((number, message))
      next = exception.cause ?? exception.context
    }
    return chain
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The lines behind the traceback: class and message, notes; for a SyntaxError its source first.
  func finalLines(_ exception: Value) -> [String] {
    var lines: [String] = []
    let name = reportedName(classOf(exception))
    if isInstance(exception, .syntaxError) {
      lines += syntaxErrorLines(exception, name)
    } else {
      let message = safeText(exception, "exception") + hint(exception)
      lines.append(message.isEmpty ? name + "\n" : "\(name): \(message)\n")
    }
    return lines + noteLines(exception)
  }

  /// The name of an exception's class in reports: with its module unless that is obvious.
  func reportedName(_ cell: Cell) -> String {
    let name = printable(classCell(cell).pointee.qualifiedName)
    let module = ownAttribute(cell, specialName(.module))
    guard module.is(.str) else { return "<unknown>." + name }
    let moduleName = printable(module)
    return moduleName == "builtins" || moduleName == "__main__" ? name : "\(moduleName).\(name)"
  }

  private func noteLines(_ exception: Value) -> [String] {
    let notes: Value
    do {
      guard let found = try findAttribute(exception, intern("__notes__")) else { return [] }
      notes = found
    } catch {
      let problem = takeException()
      return ["Ignored error getting __notes__: \(safeText(problem, "__notes__", isRepr: true))\n"]
    }
    if notes.isNone { return [] }
    guard notes.is(.list) || notes.is(.tuple) else { return [safeText(notes, "__notes__", isRepr: true) + "\n"] }
    var lines: [String] = []
    var i = 0
    while i < itemsOf(notes).1 {
      let note = safeText(itemsOf(notes).0[i], "note")
      lines += note.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
      i += 1
    }
    return lines
  }

  /// `str(value)` or `repr(value)`, or what says that it failed.
  func safeText(_ value: Value, _ what: String, isRepr: Bool = false) -> String {
    do {
      return printable(isRepr ? try repr(value) : try str(value))
    } catch {
      pointee.exception = .unbound
      return "<\(what) \(isRepr ? "repr" : "str")() failed>"
    }
  }

  /// A str as text for standard error: lone surrogates become escapes.
  func printable(_ text: Value) -> String {
    guard text.is(.str) else { return "" }
    let view = view(text)
    if !Utf8.hasSurrogate(view) { return swiftString(text) }
    var result = String.UnicodeScalarView()
    var offset = 0
    while offset < view.count {
      let value = Utf8.decode(view.start, &offset)
      if let scalar = Unicode.Scalar(value) {
        result.append(scalar)
      } else {
        result.append(contentsOf: "\\u\(String(value, radix: 16))".unicodeScalars)
      }
    }
    return String(result)
  }

  // MARK: Syntax errors

  private func syntaxErrorLines(_ exception: Value, _ name: String) -> [String] {
    let fields = fields(exception)
    var lines: [String] = []
    var suffix = ""
    let file = fields[SyntaxField.filename].is(.str) ? printable(fields[SyntaxField.filename]) : nil
    let line = fields[SyntaxField.line]
    if !line.isUnbound, !line.isNone {
      let shown = file.flatMap { $0.isEmpty ? nil : $0 } ?? "<string>"
      lines.append("  File \"\(shown)\", line \(safeText(line, "exception"))\n")
    } else if let file {
      suffix = " (\(file))"
    }
    if fields[SyntaxField.text].is(.str) {
      lines += syntaxExcerpt(
        printable(fields[SyntaxField.text]), offset: number(fields[SyntaxField.offset]),
        endOffset: number(fields[SyntaxField.endOffset]),
        isOneLine: number(line) == number(fields[SyntaxField.endLine]))
    }
    let message = fields[SyntaxField.message]
    var text = "<no detail available>"
    if !message.isUnbound, !message.isNone {
      let given = safeText(message, "exception")
      if !given.isEmpty { text = given }
    }
    lines.append("\(name): \(text)\(suffix)\n")
    return lines
  }

  private func number(_ value: Value) -> Int? { value.isSmallInt ? value.smallInt : nil }

  /// A source line moved to four columns and the carets below it.
  private func syntaxExcerpt(_ text: String, offset: Int?, endOffset: Int?, isOneLine: Bool) -> [String] {
    var all = Array(text.unicodeScalars)
    let length = all.count
    while all.last == "\n" { all.removeLast() }
    let shown = Array(all.drop { $0 == " " || $0 == "\n" || $0 == "\u{C}" })
    let spaces = all.count - shown.count
    let line = "    " + joined(shown[...]) + "\n"
    guard let offset else { return [line] }
    var from = offset
    var to = all.count + 1
    if isOneLine { to = (endOffset ?? 0) == 0 ? offset : endOffset ?? 0 }
    if length > 0, from > length { from = all.count + 1 }
    if length > 0, to > length { to = all.count + 1 }
    if from >= to || to < 0 { to = from + 1 }
    let column = from - 1 - spaces
    guard column >= 0 else { return [line] }
    let margin = shown.prefix(column).map { isBlank($0) ? $0 : " " }
    let carets = String(repeating: "^", count: max(0, to - from))
    return [line, "    " + joined(margin[...]) + carets + "\n"]
  }
}

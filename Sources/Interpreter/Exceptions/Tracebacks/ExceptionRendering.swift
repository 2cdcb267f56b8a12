// ExceptionRendering.swift — a report as CPython prints it: tracebacks, chains, groups as trees.

/// Writes a report line by line behind the margin of the group it is in.
private struct ReportWriter {
  private static let widest = 15, deepest = 10
  private let vm: VM
  private let report: ExceptionReport
  private(set) var text = ""
  private var depth = 0
  /// The last member of a group is being shown: whoever shows it to its end closes the box.
  private var needsClose = false

  init(_ vm: VM, _ report: ExceptionReport) { (self.vm, self.report) = (vm, report) }

  private var indent: String { String(repeating: " ", count: 2 * depth) }

  private mutating func emit(_ part: String, margin: Character = "|") {
    if depth == 0 {
      text += part
      return
    }
    let prefix = "\(indent)\(margin) "
    for line in lines(part) { text += prefix + line }
  }

  /// Shows an exception behind those it came from.
  mutating func show(_ start: Int) {
    for (number, message) in report.chain(start).reversed() {
      if let message { emit(message) }
      let exception = report.exceptions[number]
      if let members = exception.members {
        showGroup(exception, members)
      } else {
        showTraceback(exception, "Traceback (most recent call last):\n")
        for line in exception.lines { emit(line) }
      }
    }
  }

  private mutating func showTraceback(_ exception: ReportedException, _ title: String, margin: Character = "|") {
    let entries = vm.formatEntries(exception.value)
    if entries.isEmpty { return }
    emit(title, margin: margin)
    for entry in entries { emit(entry) }
  }

  private mutating func showGroup(_ group: ReportedException, _ members: [Int]) {
    if depth > ReportWriter.deepest {
      emit("... (max_group_depth is \(ReportWriter.deepest))\n")
      return
    }
    let isTop = depth == 0
    if isTop { depth = 1 }
    showTraceback(group, "Exception Group Traceback (most recent call last):\n", margin: isTop ? "+" : "|")
    for line in group.lines { emit(line) }
    let count = min(members.count, ReportWriter.widest + 1)
    needsClose = false
    for i in 0..<count {
      let isLast = i == count - 1
      if isLast { needsClose = true }
      let isCut = i >= ReportWriter.widest
      text += "\(indent)\(i == 0 ? "+-" : "  ")+---------------- \(isCut ? "..." : String(i + 1)) ----------------\n"
      depth += 1
      if isCut {
        let more = members.count - ReportWriter.widest
        emit("and \(more) more exception\(more > 1 ? "s" : "")\n")
      } else {
        show(members[i])
      }
      if isLast, needsClose {
        text += "\(indent)+------------------------------------\n"
        needsClose = false
      }
      depth -= 1
    }
    if isTop { depth = 0 }
  }
}

/// The lines of a text with their ends, broken wherever Python's `splitlines` does.
private func lines(_ text: String) -> [String] {
  var lines: [String] = []
  var line = String.UnicodeScalarView()
  var afterReturn = false
  for scalar in text.unicodeScalars {
    if afterReturn, scalar != "\n" {
      lines.append(String(line))
      line = String.UnicodeScalarView()
    }
    line.append(scalar)
    afterReturn = scalar == "\r"
    if !afterReturn, endsLine(scalar) {
      lines.append(String(line))
      line = String.UnicodeScalarView()
    }
  }
  if !line.isEmpty { lines.append(String(line)) }
  return lines
}

private func endsLine(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x0A...0x0C, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
  default: false
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// What an uncaught exception prints to standard error.
  public func renderException(_ exception: Value) -> String {
    guard exception.is(.exception) else { return "" }
    let saved = pointee.exception
    hold(saved)
    defer {
      unhold()
      pointee.exception = saved
    }
    pointee.exception = .unbound
    var writer = ReportWriter(self, ExceptionReport(self, exception))
    writer.show(0)
    return writer.text
  }
}

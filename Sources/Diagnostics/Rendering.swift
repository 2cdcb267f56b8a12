// Rendering.swift — a diagnostic as the lines a user reads.

extension Diagnostic {
  /// The report as CPython's traceback module words it: place, source line, carets, and the message. Every line ends in
  /// a line feed.
  public var rendered: String {
    guard line > 0 else {
      let suffix = path.isEmpty ? "" : " (\(path))"
      return "\(kind.name): \(message.isEmpty ? "<no detail available>" : message)\(text == nil ? "" : suffix)\n"
    }
    return "  File \"\(path)\", line \(line)\n" + excerpt + "\(kind.name): \(message)\n"
  }

  /// A warning as CPython's warnings module words it.
  public var renderedAsWarning: String {
    let shown = (text ?? "").unicodeScalars.drop { isBlank($0) }
    var result = "\(path):\(line): \(kind.name): \(message)\n"
    if !shown.isEmpty {
      var trimmed = shown
      while let last = trimmed.last, isBlank(last) { trimmed.removeLast() }
      if !trimmed.isEmpty {
        result += "  "
        result.unicodeScalars.append(contentsOf: trimmed)
        result += "\n"
      }
    }
    return result
  }

  /// The source line, moved to four columns, and the carets below it.
  private var excerpt: String {
    guard let text else { return "" }
    let scalars = Array(text.unicodeScalars)
    var end = scalars.count
    while end > 0, scalars[end - 1] == "\n" { end -= 1 }
    var start = 0
    while start < end, scalars[start] == " " || scalars[start] == "\u{C}" || scalars[start] == "\n" { start += 1 }
    var shown = "    "
    shown.unicodeScalars.append(contentsOf: scalars[start..<end])
    shown += "\n"
    var (from, to) = (offset, endOffset)
    if line == endLine {
      if to == 0 { to = from }
    } else {
      to = end + 1
    }
    if !scalars.isEmpty {
      if from > scalars.count { from = end + 1 }
      if to > scalars.count { to = end + 1 }
    }
    if from >= to || to < 0 { to = from + 1 }
    let column = from - 1 - start
    guard column >= 0 else { return shown }
    var marks = "    "
    for index in 0..<column {
      let scalar = start + index < end ? scalars[start + index] : " "
      if start + index >= end { break }
      marks.unicodeScalars.append(scalar.properties.isWhitespace ? scalar : " ")
    }
    let caret = String(repeating: "^", count: max(0, to - from))
    return shown + marks + caret + "\n"
  }

  private func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
}

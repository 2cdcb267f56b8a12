// Lexer+Errors.swift — how the lexer says what it cannot read.

import Diagnostics

extension Lexer {
  /// Reports at the character before `cursor`.
  mutating func fail(_ message: String, at cursor: Int) {
    let line = source.line(of: max(0, cursor - 1))
    let column = source.codePoints(from: source.start(ofLine: line), to: cursor)
    set(.syntaxError, message, line, column, column)
    problemPreempts = fStrings.count == 0
  }

  /// Reports a range of offsets; without an end the report has none.
  mutating func fail(_ message: String, from start: Int, to end: Int?) {
    let line = source.line(of: max(0, start - 1))
    let lineStart = source.start(ofLine: line)
    let column = source.codePoints(from: lineStart, to: start)
    set(.syntaxError, message, line, column, end.map { source.codePoints(from: lineStart, to: $0) } ?? 0)
    problemPreempts = fStrings.count == 0
  }

  /// Reports something behind a backslash that should have ended its line.
  mutating func failContinuation() {
    let line = source.line(of: at)
    let column = source.codePoints(from: source.start(ofLine: line), to: at)
    set(.syntaxError, "unexpected character after line continuation character", line, column + 1, 0)
  }

  /// Reports a backslash at the very end; inside brackets these are the problem.
  mutating func failAtEnd() {
    endsInBrackets = level > 0
    if let open = lastOpenBracket, endsInBrackets {
      let line = source.line(of: open)
      let column = source.codePoints(from: source.start(ofLine: line), to: open)
      set(.syntaxError, "'\(Character(Unicode.Scalar(text[open])))' was never closed", line, column + 1, 0)
    } else {
      let line = source.line(of: max(0, count - 1))
      let column = source.codePoints(from: source.start(ofLine: line), to: count)
      set(.syntaxError, "unexpected EOF while parsing", line, column, -1)
    }
    problem?.isIncomplete = true
  }

  mutating func failTabs() {
    let line = source.line(of: at)
    set(.tabError, "inconsistent use of tabs and spaces in indentation", line, 1, 0)
  }

  mutating func failIndent(_ message: String) {
    let line = source.line(of: at)
    set(.indentationError, message, line, 0, 0)
  }

  mutating func failDedent() {
    let line = source.line(of: at)
    let column = source.codePoints(from: source.start(ofLine: line), to: source.start(ofLine: line + 1))
    set(.indentationError, "unindent does not match any outer indentation level", line, column, -1)
  }

  mutating func lexZero() {
    guard let zeroLine else { return }
    let line = source.line(of: zeroLine)
    set(.syntaxError, "source code cannot contain null bytes", line, 0, 0)
    problemPreempts = fStrings.count == 0
    problem?.text = String(source.lineText(line).prefix { $0 != "\0" })
  }

  mutating func warn(_ message: String, at offset: Int) {
    warnings.append(.warning(message, line: source.line(of: offset), in: source))
  }

  private mutating func set(_ kind: Diagnostic.Kind, _ message: String, _ line: Int, _ column: Int, _ end: Int) {
    problem = Diagnostic(
      kind, message, path: source.path, line: line, offset: column, endLine: line, endOffset: end,
      text: source.lineText(line) + "\n")
  }
}

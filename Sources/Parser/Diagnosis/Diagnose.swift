// Diagnose.swift — finds out what to say about a source that does not parse.

import Diagnostics
import Lexer

/// What the lexer has to say about a source as a whole.
struct LexerFindings {
  var source: SourceFile
  var problem: Diagnostic?
  /// Whether the problem goes before anything that the parser finds wrong.
  var preempts: Bool
  /// Where the innermost bracket stands that was never closed.
  var openBracket: Int?
  /// Whether the tokens end before the source does, or inside brackets.
  var endsInError: Bool
  var endsInFString: Bool
}

extension Lexer {
  var findings: LexerFindings {
    LexerFindings(
      source: source, problem: problem, preempts: problemPreempts, openBracket: lastOpenBracket,
      endsInError: tokens[max(0, tokens.count - 2)].kind == .error, endsInFString: endsInFString)
  }
}

extension GrammarMachine {
  /// The report CPython makes of a source that the parser gave up on.
  ///
  /// As CPython does: a first pass without the rules for mistakes finds the last token that could be read; a second one
  /// with them may have something better to say; and an error of the lexer anywhere in the source goes before both.
  func diagnose(_ findings: LexerFindings, mode: ParseMode) -> Diagnostic {
    let start = grammar.rule(mode == .file ? "file" : mode == .single ? "single" : "eval")
    if run(start) {
      // The one thing the parser refuses and the grammar does not is a chain that nests too deep.
      return .plain(
        .memoryError, "Parser stack overflowed - Python source too complex to parse", path: source.path)
    }
    if reachedError { return findings.lexicalReport }
    let last = max(0, fill - 1)
    if report == nil {
      allowsMistakes = true
      _ = run(start)
      if reachedError { return findings.lexicalReport }
    }
    let isAtEnd = fill >= count
    if report == nil {
      if tokens[last].kind == .indent || tokens[last].kind == .dedent {
        let message = tokens[last].kind == .indent ? "unexpected indent" : "unexpected unindent"
        reportAt(token: fill - 1, message, kind: .indentationError)
        return finished(isIncomplete: isAtEnd)
      }
      reportItself(token: last, "invalid syntax")
    }
    let found = finished(isIncomplete: isAtEnd)
    return findings.overriding(found, lastLine: source.line(of: Int(tokens[max(0, fill - 1)].start))) ?? found
  }

  private func finished(isIncomplete: Bool) -> Diagnostic {
    var found = report ?? .plain(.syntaxError, "invalid syntax", path: source.path)
    found.isIncomplete = isIncomplete
    return found
  }
}

extension LexerFindings {
  /// What stopped the lexer.
  var lexicalReport: Diagnostic {
    problem ?? unclosed ?? .plain(.syntaxError, "unexpected EOF while parsing", path: source.path)
  }

  /// The innermost bracket that is still open at the end.
  private var unclosed: Diagnostic? {
    guard let openBracket else { return nil }
    let line = source.line(of: openBracket)
    let sign = Character(Unicode.Scalar(source.bytes[openBracket]))
    var report = Diagnostic(
      .syntaxError, "'\(sign)' was never closed", path: source.path, line: line,
      offset: source.column(of: openBracket) + 1, endLine: line, endOffset: 0, text: source.lineText(line) + "\n")
    report.isIncomplete = true
    return report
  }

  /// An error of the lexer behind the place of a syntax error, which is reported instead of it.
  func overriding(_ report: Diagnostic, lastLine: Int) -> Diagnostic? {
    switch report.kind {
    case .syntaxError, .indentationError, .tabError: break
    case .memoryError, .recursionError, .valueError, .syntaxWarning, .deprecationWarning: return nil
    }
    if preempts, let problem { return problem }
    guard endsInError, !endsInFString, let openBracket else { return nil }
    return lastLine > source.line(of: openBracket) ? unclosed : nil
  }
}

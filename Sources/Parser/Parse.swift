// Parse.swift — the door to the parser.

import Diagnostics
import Lexer

/// What a source is read as.
public enum ParseMode: Sendable {
  /// A whole file.
  case file
  /// One expression, as for `eval`.
  case expression
  /// One interactive statement; a text that could go on gets a diagnostic that `isIncomplete`.
  case single
}

/// Reads a source into its syntax tree.
///
/// - Throws: what CPython's tokenizer or parser would report first.
public func parse(_ source: SourceFile, mode: ParseMode) throws(Diagnostic) -> Tree {
  if let problem = source.problem { throw problem }
  if source.bytes.count >= 1 << 30 { throw .plain(.memoryError, "", path: source.path) }
  var parser = Parser(source, mode: mode)
  parser.parseAll()
  if parser.failed { throw parser.diagnose() }
  return parser.takeTree()
}

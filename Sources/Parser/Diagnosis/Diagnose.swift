// Diagnose.swift — finds out what to say about a source that does not parse.

import Diagnostics
import Lexer

func diagnose(_ lexer: borrowing Lexer, mode: ParseMode) -> Diagnostic {
  if let problem = lexer.problem { return problem }
  return .plain(.syntaxError, "invalid syntax", path: lexer.source.path)
}

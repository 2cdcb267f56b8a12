// FutureFeatures.swift — `from __future__ import ...` at the head of a file.

import Diagnostics
import Parser

extension ScopeBuilder {
  private static var features: [String] {
    [
      "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function",
      "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations",
    ]
  }

  /// Reads the future imports at the head of the file; the first one that asks for what there is not is an error.
  func checkFuture() -> Diagnostic? {
    var mayBeDocstring = true
    for statement in tree[list: tree.body] {
      let node = tree[statement]
      if node.kind == .importFrom, node.a == known.future, node.c == 0 {
        if let error = checkFeatures(statement, node) { return error }
        futureEnd = node.end
      } else if mayBeDocstring, isString(statement) {
        mayBeDocstring = false
      } else {
        break
      }
      mayBeDocstring = false
    }
    return nil
  }

  private func checkFeatures(_ id: NodeID, _ node: Node) -> Diagnostic? {
    for alias in tree[list: node.b] {
      let name = names[tree[alias].a]
      if name == "annotations" { annotationsAreText = true }
      if name == "braces" { return headDiagnostic("not a chance", at: id) }
      guard Self.features.contains(name) else {
        return headDiagnostic("future feature \(name) is not defined", at: id)
      }
    }
    return nil
  }

  /// These reports know their line and column, and no end.
  private func headDiagnostic(_ message: String, at id: NodeID) -> Diagnostic {
    var report = diagnostic(message, at: id)
    (report.endLine, report.endOffset) = (report.line, 0)
    return report
  }

  /// Whether a statement is a string constant and nothing else.
  func isString(_ statement: NodeID) -> Bool {
    let node = tree[statement]
    guard node.kind == .expressionStatement, tree[node.a].kind == .constant else { return false }
    if case .string = tree.literals[Int(tree[node.a].a)] { return true }
    return false
  }
}

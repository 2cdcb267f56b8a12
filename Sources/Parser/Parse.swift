// Parse.swift — the door to the parser.

import Diagnostics
import Lexer

#if canImport(Glibc)
  import Glibc
#endif

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
  if parser.isDeep { return try parseAside(source, mode: mode).get() }
  return try parser.finish().get()
}

extension Parser {
  /// Whether the source nests so deep that the caller's stack may be too small for it. Lambdas nest in each other's
  /// defaults without brackets; only in a source with many can they nest deep.
  var isDeep: Bool { lexer.deepest > 24 || lexer.lambdas > 8 }

  mutating func finish() -> Result<Tree, Diagnostic> {
    parseAll()
    if failed { return .failure(diagnose()) }
    let tree = takeTree()
    if mode == .single, let report = incomplete(tree) { return .failure(report) }
    return .success(tree)
  }
}

/// A source on its way to a thread with a stack of its own, and the result on its way back.
private final class DeepParse {
  let source: SourceFile
  let mode: ParseMode
  var result: Result<Tree, Diagnostic>?

  init(_ source: SourceFile, _ mode: ParseMode) { (self.source, self.mode) = (source, mode) }

  func run() {
    var parser = Parser(source, mode: mode)
    result = parser.finish()
  }
}

/// Brackets and indents bound the parser's native recursion; this stack is larger than all of them need.
private let deepStackBytes = 64 << 20

/// Parses on a thread whose stack does not depend on the caller's, and waits for it.
private func parseAside(_ source: SourceFile, mode: ParseMode) -> Result<Tree, Diagnostic> {
  let work = DeepParse(source, mode)
  var attributes = pthread_attr_t()
  var thread = pthread_t()
  pthread_attr_init(&attributes)
  pthread_attr_setstacksize(&attributes, deepStackBytes)
  let argument = Unmanaged.passRetained(work)
  let status = pthread_create(
    &thread, &attributes,
    { raw in
      if let raw { Unmanaged<DeepParse>.fromOpaque(raw).takeUnretainedValue().run() }
      return nil
    }, argument.toOpaque())
  pthread_attr_destroy(&attributes)
  if status == 0 { pthread_join(thread, nil) }
  argument.release()
  return work.result ?? .failure(.plain(.memoryError, "", path: source.path))
}

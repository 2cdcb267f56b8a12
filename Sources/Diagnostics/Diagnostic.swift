// Diagnostic.swift — what is wrong with a script, and where.

/// What a script is told about its own text, before it runs.
public struct Diagnostic: Error, Sendable {
  /// The script-visible class of the report.
  public enum Kind: Sendable, Equatable {
    case syntaxError, indentationError, tabError
    case memoryError, recursionError, valueError
    case syntaxWarning, deprecationWarning

    public var name: String {
      switch self {
      case .syntaxError: "SyntaxError"
      case .indentationError: "IndentationError"
      case .tabError: "TabError"
      case .memoryError: "MemoryError"
      case .recursionError: "RecursionError"
      case .valueError: "ValueError"
      case .syntaxWarning: "SyntaxWarning"
      case .deprecationWarning: "DeprecationWarning"
      }
    }
  }

  public var kind: Kind
  public var message: String
  public var path: String
  /// As `SyntaxError.lineno`: from 1, 0 where the report belongs to no line.
  public var line: Int
  /// As `SyntaxError.offset`: in code points, from 1; 0 is left of the text.
  public var offset: Int
  public var endLine: Int
  /// As `SyntaxError.end_offset`.
  public var endOffset: Int
  /// As `SyntaxError.text`: the line, with its line feed if it has one; nil where there is none to show.
  public var text: String?
  /// Whether more input could make the text whole; interactive input only.
  public var isIncomplete = false

  public init(
    _ kind: Kind, _ message: String, path: String, line: Int, offset: Int, endLine: Int, endOffset: Int, text: String?
  ) {
    (self.kind, self.message, self.path) = (kind, message, path)
    (self.line, self.offset, self.endLine, self.endOffset) = (line, offset, endLine, endOffset)
    self.text = text
  }

  /// A report about a range of the source, as the compiler makes them.
  public init(_ kind: Kind, _ message: String, at span: Span, in source: SourceFile) {
    let line = source.line(of: Int(span.start))
    let endLine = source.line(of: Int(span.end))
    self.init(
      kind, message, path: source.path, line: line, offset: source.column(of: Int(span.start)) + 1, endLine: endLine,
      endOffset: source.column(of: Int(span.end)) + 1, text: source.lineText(line) + "\n")
  }

  /// A warning about a line.
  public static func warning(_ message: String, line: Int, in source: SourceFile) -> Diagnostic {
    Diagnostic(
      .syntaxWarning, message, path: source.path, line: line, offset: 0, endLine: line, endOffset: 0,
      text: source.lineText(line))
  }

  /// A report about the file as a whole.
  public static func plain(_ kind: Kind, _ message: String, path: String) -> Diagnostic {
    Diagnostic(kind, message, path: path, line: 0, offset: 0, endLine: 0, endOffset: 0, text: nil)
  }
}

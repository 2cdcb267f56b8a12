// Lexer.swift — from text to tokens.
//
// One pass over the bytes fills one flat array of tokens. The lexer stops at the first thing it cannot read: the array
// then ends in an `error` token and `problem` says why, to be reported if the parser gets that far.

import Diagnostics

#if canImport(Glibc)
  import Glibc
#endif

/// Reads a whole source into tokens.
public struct Lexer: ~Copyable {
  public let source: SourceFile
  public var tokens: Buffer<Token>
  public var names: NameTable
  /// Why the tokens end early, if they do.
  public internal(set) var problem: Diagnostic?
  /// Whether the text ended inside brackets; the parser words that itself.
  public internal(set) var endsInBrackets = false
  public internal(set) var warnings: [Diagnostic] = []
  /// Whether the problem is reported even if the parser finds something wrong before it.
  public internal(set) var problemPreempts = false

  /// The most brackets and indents that were ever open at once.
  public internal(set) var deepest = 0
  /// How many lambdas there are: their defaults nest without brackets.
  public internal(set) var lambdas = 0

  /// The text, ending in a line feed and sixteen zero bytes.
  public let text: UnsafeMutablePointer<UInt8>
  public let count: Int
  /// Start of the first line with a zero byte, which ends the text, or nil.
  let zeroLine: Int?
  let classes: UnsafeMutablePointer<UInt8>

  var at = 0
  var level = 0
  var atLineStart = true
  /// Columns of the open indents, by tabs of eight and by tabs of one.
  var indents: Buffer<Indent>
  /// Where each open bracket stands.
  var brackets: Buffer<Bracket>
  var fStrings: Buffer<FString>

  struct Indent {
    var column: Int
    var narrow: Int
  }

  struct Bracket {
    var byte: UInt8
    var offset: Int
  }

  static let maxIndents = 100
  static let maxBrackets = 200

  public init(_ source: SourceFile) {
    self.source = source
    let bytes = source.bytes
    let length = bytes.count
    let text = UnsafeMutablePointer<UInt8>.allocate(capacity: length + 17)
    bytes.withUnsafeBufferPointer { from in
      if let base = from.baseAddress { text.initialize(from: base, count: length) }
    }
    self.text = text
    (text + length).initialize(repeating: 0, count: 17)
    if let zero = memchr(text, 0, length) {
      let offset = UnsafeRawPointer(zero) - UnsafeRawPointer(text)
      zeroLine = source.start(ofLine: source.line(of: offset))
      count = zeroLine ?? 0
      text[count] = 0
    } else {
      zeroLine = nil
      count = length
    }
    classes = ByteClass.makeTable()
    tokens = Buffer(capacity: count / 4 + 16)
    names = NameTable(expecting: count / 64)
    indents = Buffer(capacity: Self.maxIndents + 1)
    brackets = Buffer(capacity: Self.maxBrackets + 1)
    fStrings = Buffer(capacity: 8)
    indents.append(Indent(column: 0, narrow: 0))
    run()
  }

  deinit {
    text.deallocate()
    classes.deallocate()
  }

  /// Where the innermost bracket stands that nothing closed before the tokens end.
  public var lastOpenBracket: Int? { brackets.count > 0 ? brackets[brackets.count - 1].offset : nil }

  /// Whether an f-string was still open when the tokens ended.
  public var endsInFString: Bool { fStrings.count > 0 }

  private mutating func run() {
    while problem == nil {
      if fStrings.count > 0, fStrings[fStrings.count - 1].isInText {
        lexFStringText()
        continue
      }
      if atLineStart { if !openLine() { continue } }
      while classes[Int(text[at])] == ByteClass.blank.rawValue { at += 1 }
      switch ByteClass(rawValue: classes[Int(text[at])] & ~ByteClass.wordBit) ?? .stray {
      case .word: lexWord()
      case .digit: lexNumber()
      case .sign: lexSign()
      case .dot: lexDot()
      case .open: lexOpen()
      case .close: lexClose()
      case .quote: lexString(prefixStart: at, flags: [])
      case .newline: lexNewline(from: at)
      case .comment: lexComment()
      case .blank: at += 1
      case .backslash: lexContinuation()
      case .stray: lexStray()
      case .end:
        lexEnd()
        return
      }
    }
    add(.error, min(at, count), min(at, count))
  }

  @inline(__always)
  mutating func add(_ kind: TokenKind, _ start: Int, _ end: Int, flags: UInt16 = 0) {
    tokens.append(Token(kind, level: level, flags: flags, start: start, end: end))
  }

  /// Ends a logical line, or skips the line feed inside brackets.
  private mutating func lexNewline(from start: Int) {
    at += 1
    if level > 0 { return }
    add(.newline, start, at)
    atLineStart = true
  }

  private mutating func lexComment() {
    let start = at
    skipToLineEnd()
    if text[at] == 0x0A { lexNewline(from: start) }
  }

  @inline(__always)
  mutating func skipToLineEnd() {
    while text[at] != 0x0A, text[at] != 0 || at < count { at += 1 }
  }

  /// A backslash joins its line with the next one.
  private mutating func lexContinuation() {
    guard joinLine() else { return }
  }

  /// Moves over a backslash and its line feed; false if something else follows or the text ends there.
  mutating func joinLine() -> Bool {
    at += 1
    guard text[at] == 0x0A else {
      failContinuation()
      return false
    }
    at += 1
    if at >= count {
      failAtEnd()
      return false
    }
    return true
  }

  private mutating func lexStray() {
    let byte = text[at]
    at += 1
    if byte < 0x20 || byte == 0x7F {
      fail("invalid non-printable character U+\(hex(UInt32(byte)))", at: at)
      return
    }
    add(.stray, at - 1, at)
  }

  private mutating func lexEnd() {
    if zeroLine != nil {
      lexZero()
      add(.error, count, count)
      return
    }
    if level > 0 {
      endsInBrackets = true
      add(.error, count, count)
      return
    }
    while indents.count > 1 {
      indents.truncate(to: indents.count - 1)
      add(.dedent, count, count)
    }
    add(.endOfFile, count, count)
  }

  // MARK: Indentation

  /// Reads the blanks that open a line and emits the indents and dedents they mean; false if the line holds no code.
  private mutating func openLine() -> Bool {
    var column = 0
    var narrow = 0
    var continued = -1
    atLineStart = false
    let start = at
    scan: while true {
      switch text[at] {
      case 0x20:
        column += 1
        narrow += 1
      case 0x09:
        column = (column / 8 + 1) * 8
        narrow += 1
      case 0x0C: (column, narrow) = (0, 0)
      case UInt8(ascii: "\\"):
        if continued < 0 { continued = column }
        if !joinLine() { return false }
        continue scan
      case _: break scan
      }
      at += 1
    }
    let byte = text[at]
    if byte == UInt8(ascii: "#") || byte == 0x0A {
      skipToLineEnd()
      if text[at] == 0x0A {
        at += 1
        atLineStart = true
      }
      return false
    }
    if byte == 0, at >= count { return true }
    if continued > 0 { (column, narrow) = (continued, continued) }
    setIndent(column, narrow, lineStart: start)
    return problem == nil
  }

  private mutating func setIndent(_ column: Int, _ narrow: Int, lineStart: Int) {
    let top = indents[indents.count - 1]
    if column == top.column {
      if narrow != top.narrow { failTabs() }
    } else if column > top.column {
      if indents.count >= Self.maxIndents {
        failIndent("too many levels of indentation")
      } else if narrow <= top.narrow {
        failTabs()
      } else {
        indents.append(Indent(column: column, narrow: narrow))
        deepest = max(deepest, level + indents.count)
        add(.indent, at, at)
      }
    } else {
      var depth = indents.count
      while depth > 1, column < indents[depth - 1].column { depth -= 1 }
      let now = indents[depth - 1]
      if column != now.column {
        failDedent()
      } else if narrow != now.narrow {
        failTabs()
      } else {
        for _ in depth..<indents.count { add(.dedent, at, at) }
        indents.truncate(to: depth)
      }
    }
  }
}

// Parser.swift — the state of one parse and its smallest steps.
//
// Recursive descent over the flat array of tokens, in one pass. It builds the tree and knows only right from wrong:
// at the first wrong token `fail` moves to a last token that no rule takes, so every loop ends and every caller returns.
// What to say about it is found out afterwards (`Diagnosis`). Native recursion is bounded by the brackets and indents
// that the lexer lets through; every chain that could be longer (`not not`, `lambda: lambda:`, `elif`) is a loop.

import Diagnostics
import Lexer

struct Parser: ~Copyable {
  var lexer: Lexer
  let mode: ParseMode
  let tokens: UnsafeMutablePointer<Token>
  let text: UnsafeMutablePointer<UInt8>
  /// Index of the last token, an `error`.
  let last: Int
  var position = 0
  /// The kind of the token at `position`.
  var kind: TokenKind
  var failed = false
  /// How many levels of chains that nest to the right are open.
  var depth = 0

  var nodes: Buffer<Node>
  var lists: Buffer<UInt32>
  var literals: [Literal] = [.none]
  var warnings: [Diagnostic] = []
  /// Entries of lists that are still being read.
  var scratch = Buffer<UInt32>(capacity: 256)
  /// Keyword arguments and other second lists that are still being read.
  var aside = Buffer<UInt32>(capacity: 64)
  var body: ListID = 0

  /// How deep chains that nest to the right may go: operators count as many levels as they take in CPython's parser.
  static let maxDepth = 5968

  init(_ source: SourceFile, mode: ParseMode) {
    var lexer = Lexer(source)
    lexer.tokens.append(Token(.error, level: 0, start: lexer.count, end: lexer.count))
    tokens = lexer.tokens.base
    text = lexer.text
    last = lexer.tokens.count - 1
    kind = tokens[0].kind
    self.mode = mode
    nodes = Buffer(capacity: lexer.tokens.count + 16)
    lists = Buffer(capacity: lexer.tokens.count / 2 + 16)
    nodes.append(Node(.absent, start: 0, end: 0))
    lists.append(0)
    self.lexer = lexer
  }

  /// The finished tree.
  mutating func takeTree() -> Tree {
    var tree = Tree(source: lexer.source)
    tree.nodes = nodes.array()
    tree.lists = lists.array()
    tree.names = lexer.names.strings()
    tree.literals = literals
    tree.body = body
    tree.warnings = (lexer.warnings + warnings).sorted { $0.line < $1.line } + tree.typeWarnings()
    return tree
  }

  /// Why an interactive text is not whole although it parses: a compound statement ends at an empty line.
  func incomplete(_ tree: Tree) -> Diagnostic? {
    guard let statement = tree[list: tree.body].last, tree[statement].kind.isCompound else { return nil }
    let bytes = lexer.source.bytes
    let lastLine = lexer.source.lineText(lexer.source.lineCount)
    if lastLine.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) || bytes.isEmpty { return nil }
    var report = Diagnostic.plain(.syntaxError, "incomplete input", path: lexer.source.path)
    report.isIncomplete = true
    return report
  }

  /// What to say after a failure.
  mutating func diagnose() -> Diagnostic {
    let findings = lexer.findings
    let machine = GrammarMachine(
      .python, source: lexer.source, text: UnsafePointer(text), tokens: UnsafePointer(tokens), count: last,
      endsInError: findings.endsInError)
    return machine.diagnose(findings, mode: mode)
  }

  // MARK: Tokens

  @inline(__always)
  var token: Token { tokens[position] }

  /// Where the token at hand starts.
  @inline(__always)
  var here: UInt32 { tokens[position].start }

  /// Where the token before it ends.
  @inline(__always)
  var before: UInt32 { tokens[position - 1].end }

  @inline(__always)
  var next: TokenKind { position < last ? tokens[position + 1].kind : .error }

  @inline(__always)
  mutating func advance() {
    position += 1
    kind = tokens[position].kind
  }

  @inline(__always)
  mutating func accept(_ wanted: TokenKind) -> Bool {
    if kind != wanted { return false }
    advance()
    return true
  }

  @inline(__always)
  mutating func expect(_ wanted: TokenKind) {
    if kind == wanted { advance() } else { fail() }
  }

  /// Gives up: nothing matches the token this leaves.
  @inline(never)
  mutating func fail() {
    failed = true
    position = last
    kind = .error
  }

  /// Opens levels of a chain; too many of them make the parse fail.
  @inline(__always)
  mutating func deepen(_ levels: Int) {
    depth += levels
    if depth > Self.maxDepth { fail() }
  }

  /// The end of the last token that is not layout.
  var beforeLayout: UInt32 {
    var index = position - 1
    while index > 0 {
      switch tokens[index].kind {
      case .newline, .indent, .dedent, .endOfFile: index -= 1
      case _: return tokens[index].end
      }
    }
    return tokens[max(0, index)].end
  }

  @inline(__always)
  mutating func expectName() -> NameID {
    guard kind.isName else {
      fail()
      return 0
    }
    let name = token.name
    advance()
    return name
  }

  // MARK: Speculation

  /// Everything a failed attempt must put back.
  struct Bookmark {
    var position, nodes, lists, literals, scratch, aside, warnings, depth: Int
  }

  func bookmark() -> Bookmark {
    Bookmark(
      position: position, nodes: nodes.count, lists: lists.count, literals: literals.count, scratch: scratch.count,
      aside: aside.count, warnings: warnings.count, depth: depth)
  }

  mutating func goBack(to mark: Bookmark) {
    failed = false
    position = mark.position
    kind = tokens[position].kind
    nodes.truncate(to: mark.nodes)
    lists.truncate(to: mark.lists)
    literals.removeSubrange(mark.literals...)
    scratch.truncate(to: mark.scratch)
    aside.truncate(to: mark.aside)
    warnings.removeSubrange(mark.warnings...)
    depth = mark.depth
  }

  // MARK: Nodes

  @inline(__always)
  mutating func add(_ node: Node) -> NodeID {
    nodes.append(node)
    return NodeID(truncatingIfNeeded: nodes.count - 1)
  }

  /// A node from `start` to the token before the one at hand.
  @inline(__always)
  mutating func add(
    _ kind: NodeKind, _ start: UInt32, flag: UInt8 = 0, a: UInt32 = 0, b: UInt32 = 0, c: UInt32 = 0, d: UInt32 = 0
  ) -> NodeID {
    add(Node(kind, flag: flag, a: a, b: b, c: c, d: d, start: start, end: before))
  }

  /// Turns the entries of `scratch` above `mark` into a list.
  @inline(__always)
  mutating func closeList(_ mark: Int) -> ListID {
    let count = scratch.count - mark
    if count == 0 { return 0 }
    let list = ListID(truncatingIfNeeded: lists.count)
    lists.append(UInt32(truncatingIfNeeded: count))
    var index = mark
    while index < scratch.count {
      lists.append(scratch[index])
      index += 1
    }
    scratch.truncate(to: mark)
    return list
  }

  /// Turns the entries of `aside` above `mark` into a list.
  @inline(__always)
  mutating func closeAside(_ mark: Int) -> ListID {
    let count = aside.count - mark
    if count == 0 { return 0 }
    let list = ListID(truncatingIfNeeded: lists.count)
    lists.append(UInt32(truncatingIfNeeded: count))
    var index = mark
    while index < aside.count {
      lists.append(aside[index])
      index += 1
    }
    aside.truncate(to: mark)
    return list
  }

  mutating func listOfOne(_ entry: UInt32) -> ListID {
    let list = ListID(truncatingIfNeeded: lists.count)
    lists.append(1)
    lists.append(entry)
    return list
  }

  mutating func addLiteral(_ literal: Literal) -> UInt32 {
    literals.append(literal)
    return UInt32(truncatingIfNeeded: literals.count - 1)
  }
}

// TracebackEntries.swift — what a traceback says of each frame: file, line, name, and the range of source that ran.

import Diagnostics
import Parser

/// A range of source: lines from 1, columns in bytes from the start of their line.
public struct SourceRange: Sendable {
  public var line: Int
  public var endLine: Int
  public var column: Int
  public var endColumn: Int
}

/// One frame an exception went through.
struct TracebackEntry {
  let record: CodeRecord
  /// The syntax node that ran, or 0.
  let node: NodeID
  let line: Int
  let range: SourceRange?

  var path: String { record.unit.tree.source.path }
  var name: String { record.info.name }

  func isSameLine(as other: TracebackEntry) -> Bool { line == other.line && name == other.name && path == other.path }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The entries of a traceback, outermost first; the innermost `sys.tracebacklimit` ones if that is set.
  func tracebackEntries(_ traceback: Value) -> [TracebackEntry] {
    var entries: [TracebackEntry] = []
    var link = traceback
    while link.is(.traceback) {
      let cell = link.as(TracebackCell.self).pointee
      link = cell.next
      guard cell.function.is(.function) else { continue }
      let (record, node) = node(cell.function, cell.pc)
      entries.append(entry(record, node))
    }
    if let limit = tracebackLimit(), entries.count > limit { entries.removeFirst(entries.count - limit) }
    return entries
  }

  private func tracebackLimit() -> Int? {
    let sys = dictGetStr(pointee.modules.cell, intern("sys"))
    guard sys.is(.module) else { return nil }
    let limit = dictGetStr(moduleDictionary(sys), intern("tracebacklimit"))
    guard limit.isSmallInt else { return nil }
    return max(0, limit.smallInt)
  }

  private func entry(_ record: CodeRecord, _ node: NodeID) -> TracebackEntry {
    let range = sourceRange(record, node)
    return TracebackEntry(record: record, node: node, line: range?.line ?? record.info.firstLine, range: range)
  }

  /// An entry that an AttributeError began in: a method call whose method is missing is marked without its arguments.
  private func narrowed(_ entry: TracebackEntry, _ exception: Value) -> TracebackEntry {
    let tree = entry.record.unit.tree
    guard entry.node != 0, tree[entry.node].kind == .call, isInstance(exception, .attributeError) else { return entry }
    let callee = tree[entry.node].a
    let name = exception.as(ExceptionCell.self).pointee.first
    guard tree[callee].kind == .attribute, name.is(.str), swiftString(name) == tree.name(tree[callee].b) else {
      return entry
    }
    return self.entry(entry.record, callee)
  }

  /// The source a syntax node stands for, as CPython notes it for its instructions.
  func sourceRange(_ record: CodeRecord, _ id: NodeID) -> SourceRange? {
    if id == 0 { return nil }
    let tree = record.unit.tree
    let node = tree[id]
    var start = Int(node.start)
    if let name = attributeName(tree, node), tree.source.line(of: start) != tree.source.line(of: name) { start = name }
    return range(tree.source, start, Int(node.end))
  }

  private func range(_ source: SourceFile, _ start: Int, _ end: Int) -> SourceRange {
    SourceRange(
      line: source.line(of: start), endLine: source.line(of: max(start, end)),
      column: source.byteColumn(of: start), endColumn: source.byteColumn(of: end))
  }

  /// The offset of the name of an attribute that is read, written or called as a method.
  private func attributeName(_ tree: Tree, _ node: Node) -> Int? {
    if node.kind == .attribute { return Int(node.c) }
    guard node.kind == .call, tree[node.a].kind == .attribute else { return nil }
    let hasSpread =
      tree[list: node.b].contains { tree[$0].kind == .starred } || tree[list: node.c].contains { tree[$0].a == 0 }
    return hasSpread ? nil : Int(tree[node.a].c)
  }

  /// The source of an entry with its marks; empty where the source can't be shown.
  func sourceBlock(_ entry: TracebackEntry) -> String {
    guard isSourceShown(entry.record) else { return "" }
    let source = entry.record.unit.tree.source
    guard let range = entry.range else {
      return SourceMarks.block([source.lineText(entry.line)], column: nil, endColumn: nil)
    }
    let lines = (range.line...max(range.line, range.endLine)).map { source.lineText($0) }
    return SourceMarks.block(lines, column: range.column, endColumn: range.endColumn)
  }

  /// Text that was given to `exec` or came from a pipe is not shown, a command line's is.
  func isSourceShown(_ record: CodeRecord) -> Bool {
    let path = record.unit.tree.source.path
    if !path.hasPrefix("<") { return true }
    guard path == "<string>", let main = pointee.codes.first(where: { !$0.code.pointee.isLibrary }) else {
      return false
    }
    return main.unit === record.unit
  }

  /// The first source line of an entry, without marks.
  private func plainLine(_ entry: TracebackEntry) -> String {
    guard isSourceShown(entry.record) else { return "" }
    return SourceMarks.block([entry.record.unit.tree.source.lineText(entry.line)], column: nil, endColumn: nil)
  }

  /// The entries of an exception's traceback as text, repetitions of one line counted.
  func formatEntries(_ exception: Value, hasMarks: Bool = true) -> [String] {
    var result: [String] = []
    var last: TracebackEntry?
    var count = 0
    func endRun() {
      if count > 3 {
        let more = count - 3
        result.append("  [Previous line repeated \(more) more time\(more > 1 ? "s" : "")]\n")
      }
    }
    var entries = tracebackEntries(exception.as(ExceptionCell.self).pointee.traceback)
    if let innermost = entries.popLast() { entries.append(narrowed(innermost, exception)) }
    for entry in entries {
      if let before = last, entry.isSameLine(as: before) {
        count += 1
      } else {
        endRun()
        count = 1
        last = entry
      }
      if count > 3 { continue }
      let source = hasMarks ? sourceBlock(entry) : plainLine(entry)
      result.append("  File \"\(entry.path)\", line \(entry.line), in \(entry.name)\n" + source)
    }
    endRun()
    return result
  }

  // MARK: For the module `traceback`

  /// The range of source of one traceback entry; nil where it is unknown.
  public func sourceRange(ofTraceback traceback: Value) -> SourceRange? {
    let cell = traceback.as(TracebackCell.self).pointee
    guard cell.function.is(.function) else { return nil }
    let (record, node) = node(cell.function, cell.pc)
    return sourceRange(record, node)
  }

  /// The text of a script by the path it was compiled under, if tracebacks show it.
  public func sourceText(path: String) -> String? {
    for record in pointee.codes where !record.code.pointee.isLibrary {
      let source = record.unit.tree.source
      if source.path == path, isSourceShown(record) { return String(decoding: source.bytes, as: UTF8.self) }
    }
    return nil
  }

  /// Source lines as a traceback shows them: moved to four blanks, with marks below a range of bytes.
  public func markedSource(_ text: String, column: Int?, endColumn: Int?) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.count > 1, lines.last == "" { lines.removeLast() }
    return SourceMarks.block(lines, column: column, endColumn: endColumn)
  }
}

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
      let range = sourceRange(cell.function, cell.pc)
      let (record, _) = node(cell.function, cell.pc)
      entries.append(TracebackEntry(record: record, line: range?.line ?? record.info.firstLine, range: range))
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

  /// The source an instruction came from, as CPython notes it.
  func sourceRange(_ function: Value, _ pc: Int) -> SourceRange? {
    let (record, id) = node(function, pc)
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

  /// The entries as text, repetitions of one line counted.
  func formatEntries(_ traceback: Value, hasMarks: Bool = true) -> [String] {
    var result: [String] = []
    var last: TracebackEntry?
    var count = 0
    func endRun() {
      if count > 3 {
        let more = count - 3
        result.append("  [Previous line repeated \(more) more time\(more > 1 ? "s" : "")]\n")
      }
    }
    for entry in tracebackEntries(traceback) {
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
}

// SourceMarks.swift — the source lines of a traceback entry with `~` and `^` below what went wrong.

import Diagnostics
import Parser

typealias Scalars = [Unicode.Scalar]

/// The lines an instruction came from, and the characters of the first and the last line it spans.
struct SourceMarks {
  /// Dedented, without line feeds.
  private let lines: [Scalars]
  private let start: Int
  private let end: Int
  private let anchors: SourceAnchors?
  private let hasCarets: Bool

  /// What a traceback shows of an entry: lines of four blanks and source, each with a line feed; empty for blank source.
  ///
  /// `lines` are the source lines of the instruction, `column` the byte where it starts in the first one, `endColumn`
  /// the byte where it ends in the last one; nil where that is unknown.
  static func block(_ lines: [String], column: Int?, endColumn: Int?) -> String {
    let original = lines.map { trimmedRight(Array($0.unicodeScalars)) }
    guard original.contains(where: { !$0.isEmpty }), let first = original.first, let last = original.last else {
      return ""
    }
    guard let column, let endColumn else { return "    " + joined(first.drop { isBlank($0) }) + "\n" }
    let shown = dedent(original)
    let removed = first.count - shown[0].count
    let start = max(0, characters(first, bytes: column) - removed)
    let end = max(0, characters(last, bytes: endColumn) - removed)
    return SourceMarks(shown, start, end).render()
  }

  private init(_ lines: [Scalars], _ start: Int, _ end: Int) {
    (self.lines, self.start, self.end) = (lines, start, end)
    let anchors = SourceAnchors(segment: SourceMarks.segment(lines, start, end))
    self.anchors = anchors
    hasCarets = SourceMarks.needsCarets(lines, start, end, anchors != nil)
  }

  private static func segment(_ lines: [Scalars], _ start: Int, _ end: Int) -> [Scalars] {
    var part = lines
    let last = part.count - 1
    part[last] = Array(part[last].prefix(end))
    part[0] = Array(part[0].dropFirst(start))
    return part
  }

  /// No carets where they would mark all there is, and none below a plain `return f(...)` or `x = f(...)`.
  private static func needsCarets(_ lines: [Scalars], _ start: Int, _ end: Int, _ hasAnchors: Bool) -> Bool {
    if spansSimpleCall(lines, start, end) { return false }
    if hasAnchors { return true }
    if lines[0].prefix(start).contains(where: { !isBlank($0) }) { return true }
    return lines[lines.count - 1].dropFirst(end).contains { !isBlank($0) }
  }

  private static func spansSimpleCall(_ lines: [Scalars], _ start: Int, _ end: Int) -> Bool {
    let source = SourceFile(path: "", text: lines.map { joined($0[...]) }.joined(separator: "\n"))
    guard let tree = try? parse(source, mode: .file) else { return false }
    guard let first = tree[list: tree.body].first else { return true }
    let statement = tree[first]
    var call = Node(.absent, start: 0, end: 0)
    if statement.kind == .returnStatement {
      call = tree[statement.a]
      if call.kind == .call, tree[call.a].kind != .name { return false }
    } else if statement.kind == .assign {
      call = tree[statement.b]
      let targets = tree[list: statement.a]
      guard targets.count == 1, let target = targets.first, tree[target].kind == .name else { return false }
    }
    return call.kind == .call && source.line(of: Int(call.start)) == 1 && source.line(of: Int(call.end)) == lines.count
      && source.byteColumn(of: Int(call.start)) == start && source.byteColumn(of: Int(call.end)) == end
  }

  // MARK: Lines

  /// The first and the last line and those around the anchors; what is between is counted.
  private func render() -> String {
    var significant: Set<Int> = [0, lines.count - 1]
    if let anchors {
      significant.formUnion(anchors.left.line - 1...anchors.left.line + 1)
      significant.formUnion(anchors.right.line - 1...anchors.right.line + 1)
    }
    var shown: [Scalars] = []
    var before = -1
    for line in significant.sorted() where line >= 0 && line < lines.count {
      if before >= 0, line - before == 2 {
        show(line - 1, &shown)
      } else if before >= 0, line - before > 2 {
        shown.append(Array("...<\(line - before - 1) lines>...".unicodeScalars))
      }
      show(line, &shown)
      before = line
    }
    return dedent(shown).map { "    " + joined($0[...]) + "\n" }.joined()
  }

  private func show(_ line: Int, _ shown: inout [Scalars]) {
    shown.append(lines[line])
    guard hasCarets else { return }
    let indent = lines[line].prefix { isBlank($0) }.count
    let isLast = line == lines.count - 1
    let from = line == 0 ? max(indent, width(lines[0], start)) : indent
    let to = isLast ? width(lines[line], end) : width(lines[line], lines[line].count)
    var marks = Scalars(repeating: " ", count: max(0, min(from, to)))
    for column in stride(from: marks.count, to: max(to, marks.count), by: 1) {
      marks.append(anchors.map { isAnchored($0, line, column) ? "^" : "~" } ?? "^")
    }
    shown.append(marks)
  }

  private func isAnchored(_ anchors: SourceAnchors, _ line: Int, _ column: Int) -> Bool {
    let isBehindLeft = line > anchors.left.line || line == anchors.left.line && column >= displayed(anchors.left)
    let isBeforeRight = line < anchors.right.line || line == anchors.right.line && column < displayed(anchors.right)
    return isBehindLeft && isBeforeRight
  }

  /// The column of a place in the segment.
  private func displayed(_ place: SourceAnchors.Place) -> Int {
    guard place.line < lines.count else { return 0 }
    return width(lines[place.line], place.column + (place.line == 0 ? start : 0))
  }

  /// The columns that the first characters of a line take.
  private func width(_ line: Scalars, _ count: Int) -> Int {
    if line.allSatisfy({ $0.isASCII }) { return count }
    return line.prefix(count).reduce(0) { $0 + (WideCharacters.contains($1) ? 2 : 1) }
  }
}

// MARK: Text

func isBlank(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.isWhitespace || scalar.value >= 0x1C && scalar.value <= 0x1F
}

func joined(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
  var text = String.UnicodeScalarView()
  text.append(contentsOf: scalars)
  return String(text)
}

func trimmedRight(_ scalars: Scalars) -> Scalars {
  var end = scalars.count
  while end > 0, isBlank(scalars[end - 1]) { end -= 1 }
  return Array(scalars[..<end])
}

/// How many characters stand in the first bytes of a line.
func characters(_ line: Scalars, bytes: Int) -> Int {
  var left = bytes, count = 0
  for scalar in line {
    if left <= 0 { break }
    left -= UTF8.width(scalar)
    count += 1
  }
  return count
}

/// Removes the blanks and tabs that all lines that are not blank start with.
func dedent(_ lines: [Scalars]) -> [Scalars] {
  var margin: ArraySlice<Unicode.Scalar>?
  for line in lines where line.contains(where: { !isBlank($0) }) {
    let indent = line.prefix { $0 == " " || $0 == "\t" }
    guard let common = margin else {
      margin = indent
      continue
    }
    margin = common.prefix(zip(common, indent).prefix { $0 == $1 }.count)
  }
  let removed = margin?.count ?? 0
  return lines.map { line in
    line.contains { !isBlank($0) } ? Array(line.dropFirst(removed)) : []
  }
}

// SourceAnchors.swift — the part of an expression that failed: an operator, or the brackets of a subscript or call.

import Diagnostics
import Parser

/// A range in the text of one expression that is marked with `^` while the rest gets `~`.
struct SourceAnchors {
  struct Place {
    var line: Int
    /// In characters.
    var column: Int
  }
  var left: Place
  var right: Place

  /// Reads the text of an expression, by lines; nil if it is none whose parts are marked.
  init?(segment lines: [Scalars]) {
    let inner = lines.map { joined($0[...]) }.joined(separator: "\n")
    let source = SourceFile(path: "", text: "(\n" + inner + "\n)")
    guard let tree = try? parse(source, mode: .file), tree.count(tree.body) == 1,
      let first = tree[list: tree.body].first, tree[first].kind == .expressionStatement
    else { return nil }
    self.init(AnchorSearch(lines: lines, tree: tree), tree[tree[first].a])
  }

  private init?(_ search: AnchorSearch, _ node: Node) {
    switch node.kind {
    case .binaryOperation:
      guard let found = search.operatorPlace(node) else { return nil }
      self = found
    case .subscripted, .call:
      let bracket: Unicode.Scalar = node.kind == .call ? "(" : "["
      guard let left = search.place(behind: search.tree[node.a]).flatMap({ search.skip($0) { $0 == bracket } }) else {
        return nil
      }
      self.init(left: left, right: search.end(of: node))
    default: return nil
    }
  }

  fileprivate init(left: Place, right: Place) { (self.left, self.right) = (left, right) }
}

/// Walks over the characters of an expression.
private struct AnchorSearch {
  typealias Place = SourceAnchors.Place
  let lines: [Scalars]
  let tree: Tree

  /// The place of a byte of the wrapped source; its first line is the bracket's.
  func place(_ offset: UInt32) -> Place {
    let line = tree.source.line(of: Int(offset)) - 2
    guard line >= 0, line < lines.count else { return Place(line: max(0, line), column: 0) }
    return Place(line: line, column: characters(lines[line], bytes: tree.source.byteColumn(of: Int(offset))))
  }

  func end(of node: Node) -> Place { place(node.end) }

  /// The first character behind a node.
  func place(behind node: Node) -> Place? { valid(end(of: node)) }

  /// The place itself, or the first character of a later line where it is behind the end of its own.
  private func valid(_ place: Place) -> Place? {
    var place = place
    while place.line < lines.count, place.column >= lines[place.line].count {
      place = Place(line: place.line + 1, column: 0)
    }
    return place.line < lines.count ? place : nil
  }

  /// The first character that is wanted, comments and line joints left out.
  func skip(_ from: Place, until isWanted: (Unicode.Scalar) -> Bool) -> Place? {
    var place = from
    while true {
      let scalar = lines[place.line][place.column]
      let next: Place
      if scalar == "\\" || scalar == "#" {
        next = Place(line: place.line + 1, column: 0)
      } else if isWanted(scalar) {
        return place
      } else {
        next = Place(line: place.line, column: place.column + 1)
      }
      guard let found = valid(next) else { return nil }
      place = found
    }
  }

  /// The operator of a binary operation: one character, or two before the right operand.
  func operatorPlace(_ node: Node) -> SourceAnchors? {
    guard let left = place(behind: tree[node.a]).flatMap({ skip($0) { !isBlank($0) && $0 != ")" } }) else { return nil }
    let operand = place(tree[node.b].start)
    var right = Place(line: left.line, column: left.column + 1)
    let line = lines[left.line]
    if right.column < line.count, operand.line > left.line || right.column < operand.column {
      let scalar = line[right.column]
      if !isBlank(scalar), scalar != "\\", scalar != "#" { right.column += 1 }
    }
    return SourceAnchors(left: left, right: right)
  }
}

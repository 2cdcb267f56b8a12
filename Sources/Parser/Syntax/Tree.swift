// Tree.swift — the syntax tree of one source: an arena of nodes, lists, names and literals.

import Diagnostics

/// A literal as the lexer read it; adjacent strings are one.
public enum Literal: Sendable {
  case none, `true`, `false`, ellipsis
  /// An integer that fits in 63 bits; never negative.
  case integer(Int)
  /// A larger one: its digits in `base` (2, 8, 10 or 16), without prefix and underscores.
  case longInteger(digits: [UInt8], base: UInt8)
  case float(Double)
  /// The imaginary part of `1j`.
  case imaginary(Double)
  /// UTF-8, with lone surrogates as three bytes (WTF-8).
  case string([UInt8])
  case bytes([UInt8])
}

/// A syntax tree.
///
/// Nodes, lists, names and literals are numbered from 1 in the order the parser makes them (children before their
/// parents); number 0 is a sentinel for "absent" or "empty". Flat on purpose: nothing here recurses, so a tree of any
/// depth can be dropped.
public struct Tree: Sendable {
  public let source: SourceFile
  public var nodes: [Node] = [Node(.absent, start: 0, end: 0)]
  /// Each list is its count followed by its entries; a `ListID` is the place of the count.
  public var lists: [UInt32] = [0]
  /// Identifiers, NFKC-normalised, each once; not mangled.
  public var names: [String] = [""]
  public var literals: [Literal] = [.none]
  /// The statements of the file; for `eval` one `expressionStatement`.
  public var body: ListID = 0
  /// What CPython warns of while it reads and compiles the source, in that order.
  public var warnings: [Diagnostic] = []

  public init(source: SourceFile) { self.source = source }

  @inlinable public subscript(_ id: NodeID) -> Node { nodes[Int(id)] }

  /// The entries of a list, in order of source.
  @inlinable public subscript(list id: ListID) -> ArraySlice<UInt32> {
    let start = Int(id) + 1
    return lists[start..<start + Int(lists[Int(id)])]
  }

  @inlinable public func count(_ id: ListID) -> Int { Int(lists[Int(id)]) }

  @inlinable public func name(_ id: NameID) -> String { names[Int(id)] }
}

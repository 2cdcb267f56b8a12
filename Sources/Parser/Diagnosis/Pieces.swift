// Pieces.swift — what the grammar machine remembers of the parts it has matched.

import Lexer

/// What a part of the source is, as far as messages about it need to know.
enum PieceKind: UInt8 {
  /// An option that was not taken.
  case none
  case token, list, other, keyword
  case name, attribute, subscription, starred, listDisplay, tuple, lambda, call, operation, generator, yield, await
  case listComprehension, setComprehension, dictComprehension, dict, set, formatted, literal
  case noneLiteral, trueLiteral, falseLiteral, ellipsis, comparison, conditional, walrus, slice

  /// What CPython calls such an expression.
  var name: String {
    switch self {
    case .none, .token, .list, .other, .keyword, .slice: "expression"
    case .name: "name"
    case .attribute: "attribute"
    case .subscription: "subscript"
    case .starred: "starred"
    case .listDisplay: "list"
    case .tuple: "tuple"
    case .lambda: "lambda"
    case .call: "function call"
    case .operation: "expression"
    case .generator: "generator expression"
    case .yield: "yield expression"
    case .await: "await expression"
    case .listComprehension: "list comprehension"
    case .setComprehension: "set comprehension"
    case .dictComprehension: "dict comprehension"
    case .dict: "dict literal"
    case .set: "set display"
    case .formatted: "f-string expression"
    case .literal: "literal"
    case .noneLiteral: "None"
    case .trueLiteral: "True"
    case .falseLiteral: "False"
    case .ellipsis: "ellipsis"
    case .comparison: "comparison"
    case .conditional: "conditional expression"
    case .walrus: "named expression"
    }
  }

  /// The kind that an action of the grammar names.
  init?(action: String) {
    switch action {
    case "Other": self = .other
    case "Keyword": self = .keyword
    case "Name": self = .name
    case "Attribute": self = .attribute
    case "Subscript": self = .subscription
    case "Starred": self = .starred
    case "List": self = .listDisplay
    case "Tuple": self = .tuple
    case "Lambda": self = .lambda
    case "Call": self = .call
    case "Operation": self = .operation
    case "Generator": self = .generator
    case "Yield": self = .yield
    case "Await": self = .await
    case "ListComprehension": self = .listComprehension
    case "SetComprehension": self = .setComprehension
    case "DictComprehension": self = .dictComprehension
    case "Dict": self = .dict
    case "Set": self = .set
    case "None": self = .noneLiteral
    case "True": self = .trueLiteral
    case "False": self = .falseLiteral
    case "Ellipsis": self = .ellipsis
    case "Comparison": self = .comparison
    case "Conditional": self = .conditional
    case "Walrus": self = .walrus
    case "Slice": self = .slice
    case _: return nil
    }
  }
}

/// A matched part: tokens `first..<end`, and a run of the machine's `children`.
struct Piece {
  var kind: PieceKind
  var first: Int32
  var end: Int32
  var child: Int32 = 0
  var childCount: Int32 = 0
}

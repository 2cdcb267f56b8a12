// ScopeBuilder+Warnings.swift — what is legal but surely a mistake.

import Parser

extension ScopeBuilder {
  /// `x is 5`.
  func warnAboutIdentity(_ id: NodeID, _ node: Node) {
    var left = node.a
    for (entry, right) in zip(tree[list: node.b], tree[list: node.c]) {
      let operation = ComparisonOperator(rawValue: UInt8(truncatingIfNeeded: entry))
      if operation == .isSame || operation == .isNotSame, let type = literalType(left) ?? literalType(right) {
        let word = operation == .isSame ? "is" : "is not"
        let sign = operation == .isSame ? "==" : "!="
        warn("\"\(word)\" with '\(type)' literal. Did you mean \"\(sign)\"?", at: id)
      }
      left = right
    }
  }

  /// The type of a literal that has no identity to speak of.
  private func literalType(_ id: NodeID) -> String? {
    let node = tree[id]
    if node.kind == .tuple { return tree[list: node.a].allSatisfy { isConstant($0) } ? "tuple" : nil }
    guard node.kind == .constant else { return nil }
    switch tree.literals[Int(node.a)] {
    case .none, .true, .false, .ellipsis: return nil
    case .integer, .longInteger: return "int"
    case .float: return "float"
    case .imaginary: return "complex"
    case .string: return "str"
    case .bytes: return "bytes"
    }
  }

  private func isConstant(_ id: NodeID) -> Bool { tree[id].kind == .constant }

  /// `5()`.
  func warnAboutCall(_ id: NodeID, _ node: Node) {
    guard let type = uncallableType(tree[node.a]) else { return }
    warn("'\(type)' object is not callable; perhaps you missed a comma?", at: id)
  }

  private func uncallableType(_ node: Node) -> String? {
    switch node.kind {
    case .constant: constantType(node)
    case .tuple: "tuple"
    case .list, .listComprehension: "list"
    case .dictionary, .dictionaryComprehension: "dict"
    case .set, .setComprehension: "set"
    case .generatorExpression: "generator"
    case .joinedString, .formattedValue: "str"
    default: nil
    }
  }

  private func constantType(_ node: Node) -> String {
    switch tree.literals[Int(node.a)] {
    case .none: "NoneType"
    case .true, .false: "bool"
    case .ellipsis: "ellipsis"
    case .integer, .longInteger: "int"
    case .float: "float"
    case .imaginary: "complex"
    case .string: "str"
    case .bytes: "bytes"
    }
  }

  /// `5[0]`, or `[1]["x"]`.
  func warnAboutSubscript(_ id: NodeID, _ node: Node) {
    let value = tree[node.a]
    if let type = unsubscriptableType(value) {
      warn("'\(type)' object is not subscriptable; perhaps you missed a comma?", at: id)
    } else if let type = sequenceType(value), let index = badIndexType(tree[node.b]) {
      warn("\(type) indices must be integers or slices, not \(index); perhaps you missed a comma?", at: id)
    }
  }

  private func unsubscriptableType(_ node: Node) -> String? {
    switch node.kind {
    case .constant: sequenceType(node) == nil ? constantType(node) : nil
    case .set, .setComprehension: "set"
    case .generatorExpression: "generator"
    case .lambda: "function"
    default: nil
    }
  }

  private func sequenceType(_ node: Node) -> String? {
    switch node.kind {
    case .constant:
      switch tree.literals[Int(node.a)] {
      case .string: "str"
      case .bytes: "bytes"
      case .none, .true, .false, .ellipsis, .integer, .longInteger, .float, .imaginary: nil
      }
    case .tuple: "tuple"
    case .list, .listComprehension: "list"
    case .joinedString, .formattedValue: "str"
    default: nil
    }
  }

  private func badIndexType(_ node: Node) -> String? {
    switch node.kind {
    case .constant:
      switch tree.literals[Int(node.a)] {
      case .integer, .longInteger, .true, .false: nil
      case .none, .ellipsis, .float, .imaginary, .string, .bytes: constantType(node)
      }
    case .tuple: "tuple"
    case .list, .listComprehension: "list"
    case .dictionary, .dictionaryComprehension: "dict"
    case .set, .setComprehension: "set"
    case .generatorExpression: "generator"
    case .lambda: "function"
    case .joinedString, .formattedValue: "str"
    default: nil
    }
  }
}

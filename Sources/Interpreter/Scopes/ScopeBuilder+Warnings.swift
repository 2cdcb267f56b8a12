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

  /// The type of what an expression surely makes, if its form says so.
  private func formType(_ id: NodeID) -> String? {
    let node = tree[id]
    switch node.kind {
    case .constant: return constantType(node)
    case .tuple: return "tuple"
    case .list, .listComprehension: return "list"
    case .dictionary, .dictionaryComprehension: return "dict"
    case .set, .setComprehension: return "set"
    case .generatorExpression: return "generator"
    case .lambda: return "function"
    case .joinedString, .formattedValue: return "str"
    case .absent, .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias,
      .augmentedAssign, .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith,
      .match, .raise, .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal,
      .expressionStatement, .pass, .breakStatement, .continueStatement, .booleanOperation, .namedExpression,
      .binaryOperation, .unaryOperation, .conditional, .await, .yield, .yieldFrom, .compare, .call, .attribute,
      .subscripted, .starred, .name, .slice, .functionParts, .classParts, .comprehension, .exceptHandler, .parameters,
      .parameter, .keyword, .alias, .withItem, .matchCase, .matchValue, .matchSingleton, .matchSequence,
      .matchMapping, .matchClass, .matchStar, .matchAs, .matchOr, .typeVariable, .parameterSpecification,
      .typeVariableTuple:
      return nil
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

  /// `5()`.
  func warnAboutCall(_ id: NodeID, _ node: Node) {
    guard let type = formType(node.a), type != "function" else { return }
    warn("'\(type)' object is not callable; perhaps you missed a comma?", at: id)
  }

  /// `5[0]`, or `[1]["x"]`.
  func warnAboutSubscript(_ id: NodeID, _ node: Node) {
    guard let type = formType(node.a), type != "dict" else { return }
    guard type == "str" || type == "bytes" || type == "tuple" || type == "list" else {
      warn("'\(type)' object is not subscriptable; perhaps you missed a comma?", at: id)
      return
    }
    guard let index = formType(node.b), index != "int", index != "bool" else { return }
    warn("\(type) indices must be integers or slices, not \(index); perhaps you missed a comma?", at: id)
  }
}

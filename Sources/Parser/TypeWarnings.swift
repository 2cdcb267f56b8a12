// TypeWarnings.swift — mistakes that the types of literals give away, as CPython's compiler warns of them.

import Diagnostics

extension Tree {
  /// Warnings about operations that no literal of that type can take, in order of source.
  ///
  /// Trees without such operations on literals cost one look at each node.
  func typeWarnings() -> [Diagnostic] {
    var found: [(start: UInt32, end: UInt32, message: String)] = []
    for node in nodes {
      let message: String? =
        switch node.kind {
        case .compare: comparisonWarning(node)
        case .call: callWarning(node)
        case .subscripted where node.flag == 0: subscriptWarning(node)
        case .assert: assertionWarning(node)
        case _: nil
        }
      if let message { found.append((node.start, node.end, message)) }
    }
    // Children come before their parents in the arena, but are compiled after them.
    found.sort { ($0.start, $1.end) < ($1.start, $0.end) }
    return found.map { .warning($0.message, line: source.line(of: Int($0.start)), in: source) }
  }

  /// The type of a node that is a literal or a display, nil for the rest.
  private func typeName(_ id: NodeID) -> String? {
    let node = self[id]
    switch node.kind {
    case .constant: return typeName(of: literals[Int(node.a)])
    case .tuple: return "tuple"
    case .list, .listComprehension: return "list"
    case .dictionary, .dictionaryComprehension: return "dict"
    case .set, .setComprehension: return "set"
    case .generatorExpression: return "generator"
    case .lambda: return "function"
    case .joinedString, .formattedValue: return "str"
    case .unaryOperation where self[node.a].kind == .constant && node.flag != UnaryOperator.not.rawValue:
      let name = typeName(node.a)
      return name == "int" || name == "float" || name == "complex" ? name : nil
    case _: return nil
    }
  }

  private func typeName(of literal: Literal) -> String {
    switch literal {
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

  /// The type of a value that has no identity worth asking for, nil if it has one.
  private func literalWithoutIdentity(_ id: NodeID) -> String? {
    let node = self[id]
    switch node.kind {
    case .constant:
      switch literals[Int(node.a)] {
      case .none, .true, .false, .ellipsis: return nil
      case .integer, .longInteger, .float, .imaginary, .string, .bytes: return typeName(id)
      }
    case .unaryOperation: return typeName(id)
    case .tuple:
      // Only a tuple of constants is one object for good.
      for element in self[list: node.a] where self[element].kind != .constant { return nil }
      return "tuple"
    case _: return nil
    }
  }

  private func comparisonWarning(_ node: Node) -> String? {
    var left = literalWithoutIdentity(node.a)
    for (raw, comparator) in zip(self[list: node.b], self[list: node.c]) {
      let operation = ComparisonOperator(rawValue: UInt8(truncatingIfNeeded: raw))
      let right = literalWithoutIdentity(comparator)
      if operation == .isSame || operation == .isNotSame, let type = left ?? right {
        return operation == .isSame
          ? "\"is\" with '\(type)' literal. Did you mean \"==\"?"
          : "\"is not\" with '\(type)' literal. Did you mean \"!=\"?"
      }
      left = right
    }
    return nil
  }

  private func callWarning(_ node: Node) -> String? {
    switch self[node.a].kind {
    case .constant, .tuple, .list, .listComprehension, .dictionary, .dictionaryComprehension, .set, .setComprehension,
      .generatorExpression, .joinedString, .formattedValue:
      typeName(node.a).map { "'\($0)' object is not callable; perhaps you missed a comma?" }
    case _: nil
    }
  }

  private func subscriptWarning(_ node: Node) -> String? {
    let value = self[node.a]
    switch value.kind {
    case .set, .setComprehension, .generatorExpression, .lambda: return notSubscriptable(node.a)
    case .constant:
      switch literals[Int(value.a)] {
      case .none, .ellipsis, .integer, .longInteger, .float, .imaginary, .true, .false: return notSubscriptable(node.a)
      case .string, .bytes: break
      }
    case .tuple, .list, .listComprehension, .joinedString, .formattedValue: break
    case _: return nil
    }
    guard let type = typeName(node.a), let index = typeName(node.b), index != "int", index != "bool" else { return nil }
    return "\(type) indices must be integers or slices, not \(index); perhaps you missed a comma?"
  }

  private func notSubscriptable(_ id: NodeID) -> String? {
    typeName(id).map { "'\($0)' object is not subscriptable; perhaps you missed a comma?" }
  }

  private func assertionWarning(_ node: Node) -> String? {
    let condition = self[node.a]
    guard condition.kind == .tuple, condition.a != 0 else { return nil }
    return "assertion is always true, perhaps remove parentheses?"
  }
}

// ScopeBuilder+Patterns.swift — the walk over `match` statements.

import Parser

extension ScopeBuilder {
  func visitMatch(_ node: Node) {
    visit(node.a)
    let cases = tree[list: node.b]
    for id in cases {
      let part = tree[id]
      var bound: [NameID] = []
      visitPattern(part.a, &bound)
      if id != cases.last, part.b == 0 { checkReachability(part.a) }
      if part.b != 0 { visit(part.b) }
      visitStatements(part.c)
    }
  }

  /// An error if what follows this pattern can never match.
  private func checkReachability(_ id: NodeID) {
    var id = id
    while tree[id].kind == .matchAs, tree[id].a != 0 { id = tree[id].a }
    let pattern = tree[id]
    guard pattern.kind == .matchAs else { return }
    failCompile(
      pattern.b == 0
        ? "wildcard makes remaining patterns unreachable"
        : "name capture '\(names[pattern.b])' makes remaining patterns unreachable", at: id)
  }

  private func bind(_ name: NameID, at id: NodeID, _ bound: inout [NameID]) {
    if bound.contains(name) { failCompile("multiple assignments to name '\(names[name])' in pattern", at: id) }
    bound.append(name)
    define(name, at: id)
  }

  private func visitPattern(_ id: NodeID, _ bound: inout [NameID]) {
    guard canDescend(at: id) else { return }
    depth += 1
    defer { depth -= 1 }
    let node = tree[id]
    switch node.kind {
    case .matchValue: visit(node.a)
    case .matchSingleton: break
    case .matchSequence: visitSequencePattern(id, node, &bound)
    case .matchMapping: visitMappingPattern(id, node, &bound)
    case .matchClass: visitClassPattern(node, &bound)
    case .matchStar:
      if node.a != 0 { bind(node.a, at: id, &bound) }
    case .matchAs:
      if node.a != 0 { visitPattern(node.a, &bound) }
      if node.b != 0 { bind(node.b, at: id, &bound) }
    case .matchOr: visitAlternatives(id, node, &bound)
    case .absent, .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias,
      .augmentedAssign, .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith,
      .match, .raise, .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal,
      .expressionStatement, .pass, .breakStatement, .continueStatement, .booleanOperation, .namedExpression,
      .binaryOperation, .unaryOperation, .lambda, .conditional, .dictionary, .set, .listComprehension,
      .setComprehension, .dictionaryComprehension, .generatorExpression, .await, .yield, .yieldFrom, .compare, .call,
      .formattedValue, .joinedString, .constant, .attribute, .subscripted, .starred, .name, .list, .tuple, .slice,
      .functionParts, .classParts, .comprehension, .exceptHandler, .parameters, .parameter, .keyword, .alias,
      .withItem, .matchCase, .typeVariable, .parameterSpecification, .typeVariableTuple:
      break
    }
  }

  private func visitSequencePattern(_ id: NodeID, _ node: Node, _ bound: inout [NameID]) {
    let patterns = tree[list: node.a]
    var star = -1
    for (i, pattern) in patterns.enumerated() where tree[pattern].kind == .matchStar {
      if star >= 0 { failCompile("multiple starred names in sequence pattern", at: id) }
      star = i
    }
    if star >= 256 { failCompile("too many expressions in star-unpacking sequence pattern", at: id) }
    for pattern in patterns { visitPattern(pattern, &bound) }
  }

  private func visitMappingPattern(_ id: NodeID, _ node: Node, _ bound: inout [NameID]) {
    var seen = Set<Constant>()
    for key in tree[list: node.a] {
      visit(key)
      guard let constant = ConstantFolder(tree: tree).fold(key) ?? complexKey(key) else { continue }
      if !seen.insert(constant.keyForm).inserted {
        failCompile("mapping pattern checks duplicate key (\(keyText(constant)))", at: id)
      }
    }
    for pattern in tree[list: node.b] { visitPattern(pattern, &bound) }
    if node.c != 0 { bind(node.c, at: id, &bound) }
  }

  /// `1+2j` as the text that CPython shows for it.
  private func complexKey(_ id: NodeID) -> Constant? {
    let node = tree[id]
    guard node.kind == .binaryOperation, tree[node.b].kind == .constant,
      case .imaginary(let imaginary) = tree.literals[Int(tree[node.b].a)],
      let left = ConstantFolder(tree: tree).fold(node.a)
    else { return nil }
    var real = 0.0
    if case .integer(let value) = left { real = Double(value) }
    if case .float(let bits) = left { real = Double(bitPattern: bits) }
    let sign = node.flag == BinaryOperator.subtract.rawValue ? "-" : "+"
    let parts = [real, imaginary].map { value in
      let text = LiteralText.text(of: .float(value))
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    return .tuple([.string(Array("(\(parts[0])\(sign)\(parts[1])j)".utf8), interned: false)])
  }

  private func keyText(_ constant: Constant) -> String {
    switch constant {
    case .string(let bytes, _): LiteralText.text(of: .string(bytes))
    case .bytes(let bytes): LiteralText.text(of: .bytes(bytes))
    case .float(let bits): LiteralText.text(of: .float(Double(bitPattern: bits)))
    case .imaginary(let bits): LiteralText.text(of: .imaginary(Double(bitPattern: bits)))
    case .tuple(let items): items.first.map { $0.stringText } ?? ""
    case .none, .true, .false, .ellipsis, .integer, .longInteger, .frozenSet: constant.description
    }
  }

  private func visitClassPattern(_ node: Node, _ bound: inout [NameID]) {
    visit(node.a)
    let attributes = tree[list: node.c]
    let patterns = tree[list: node.d]
    for (attribute, pattern) in zip(attributes, patterns) where attribute == known.debug {
      failCompile("cannot assign to __debug__", at: pattern)
    }
    for (i, pair) in zip(attributes, patterns).enumerated() where attributes.prefix(i).contains(pair.0) {
      failCompile("attribute name repeated in class pattern: \(names[pair.0])", at: pair.1)
    }
    for pattern in tree[list: node.b] { visitPattern(pattern, &bound) }
    for pattern in patterns { visitPattern(pattern, &bound) }
  }

  private func visitAlternatives(_ id: NodeID, _ node: Node, _ bound: inout [NameID]) {
    let patterns = tree[list: node.a]
    var first: [NameID] = []
    for (i, pattern) in patterns.enumerated() {
      var names: [NameID] = []
      visitPattern(pattern, &names)
      if i < patterns.count - 1 { checkReachability(pattern) }
      if i == 0 {
        first = names
      } else if names.sorted() != first.sorted() {
        failCompile("alternative patterns bind different names", at: id)
      }
    }
    for name in first {
      if bound.contains(name) {
        failCompile("multiple assignments to name '\(names[name])' in pattern", at: id)
      }
      bound.append(name)
    }
  }
}

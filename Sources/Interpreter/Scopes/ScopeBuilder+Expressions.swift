// ScopeBuilder+Expressions.swift — the walk over expressions.

import Parser

extension ScopeBuilder {
  /// Walks an expression: down its left spine in a loop, then up again over what stands to the right.
  func visit(_ first: NodeID) {
    guard canDescend(at: first) else { return }
    depth += 1
    let mark = spine.count
    var id = first
    while true {
      let node = tree[id]
      guard
        node.kind == .binaryOperation || node.kind == .attribute || node.kind == .subscripted || node.kind == .call
      else {
        if node.kind == .name { visitName(id, node) } else { visitLeaf(id, node) }
        break
      }
      spine.append(id)
      id = node.a
    }
    climb(to: mark)
    depth -= 1
  }

  private func climb(to mark: Int) {
    while spine.count > mark {
      let id = spine.removeLast()
      let node = tree[id]
      if node.kind == .binaryOperation {
        visit(node.b)
      } else if node.kind == .attribute {
        visitAttribute(id, node)
      } else if node.kind == .subscripted {
        visit(node.b)
      } else {
        visitCall(node)
      }
    }
  }

  private func visitName(_ id: NodeID, _ node: Node) {
    guard node.flag == Context.load.rawValue else {
      if node.flag == Context.delete.rawValue {
        if node.a == known.debug { failCompile("cannot delete __debug__", at: id) }
        define(node.a, [.assigned, .deleted], at: id)
      } else {
        define(node.a, at: id)
      }
      return
    }
    use(node.a)
    if node.a == known.superName, table.scopes[current].isFunctionLike { use(known.classCell) }
    if known.localReaders.contains(node.a) { table.scopes[table.scopes[current].host].mayReadLocals = true }
  }

  private func visitAttribute(_ id: NodeID, _ node: Node) {
    if node.flag == Context.load.rawValue { return }
    if node.b == known.debug, node.flag == Context.store.rawValue {
      failCompile("cannot assign to __debug__", at: id)
    }
    if node.flag == Context.store.rawValue, tree[node.a].kind == .name { noteAttribute(node.b, of: tree[node.a].a) }
  }

  private func visitCall(_ node: Node) {
    for argument in tree[list: node.b] { visitArgument(argument) }
    visitKeywords(node.c)
  }

  /// An argument or an element: may be starred.
  func visitArgument(_ id: NodeID) {
    if tree[id].kind == .starred { visit(tree[id].a) } else { visit(id) }
  }

  func visitKeywords(_ list: ListID) {
    let keywords = tree[list: list]
    guard !keywords.isEmpty else { return }
    for keyword in keywords {
      let node = tree[keyword]
      if node.a == known.debug { failCompile("cannot assign to __debug__", at: keyword) }
      visit(node.b)
    }
    checkRepeated(keywords)
  }

  private func checkRepeated(_ keywords: ArraySlice<NodeID>) {
    guard keywords.count > 1, compileError == nil else { return }
    var seen = Set<NameID>()
    for keyword in keywords where tree[keyword].a != 0 {
      guard seen.insert(tree[keyword].a).inserted else {
        failCompile("keyword argument repeated: \(names[tree[keyword].a])", at: keyword)
        return
      }
    }
  }

  /// An expression that is no part of a spine.
  private func visitLeaf(_ first: NodeID, _ firstNode: Node) {
    var (id, node) = (first, firstNode)
    while node.kind == .conditional {
      visit(node.a)
      visit(node.b)
      id = node.c
      node = tree[id]
    }
    switch node.kind {
    case .constant, .absent: break
    case .name, .binaryOperation, .attribute, .subscripted, .call: visit(id)
    case .unaryOperation: visit(node.a)
    case .booleanOperation: for operand in tree[list: node.a] { visit(operand) }
    case .compare: visitCompare(node)
    case .tuple, .list: visitElements(id, node)
    case .set: for element in tree[list: node.a] { visitArgument(element) }
    case .dictionary: visitDictionary(node)
    case .listComprehension, .setComprehension, .generatorExpression, .dictionaryComprehension:
      visitComprehension(id, node)
    case .lambda: visitLambda(id, node)
    case .joinedString: for part in tree[list: node.a] { visit(part) }
    case .formattedValue:
      visit(node.a)
      if node.b != 0 { visit(node.b) }
    case .slice:
      for part in [node.a, node.b, node.c] where part != 0 { visit(part) }
    case .namedExpression: visitNamed(id, node)
    case .await: visitAwait(id, node)
    case .yield, .yieldFrom: visitYield(id, node)
    case .starred:
      failCompile("can't use starred expression here", at: id)
      visit(node.a)
    case .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias, .augmentedAssign,
      .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith, .match, .raise,
      .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal, .expressionStatement,
      .pass, .breakStatement, .continueStatement, .conditional, .functionParts, .classParts, .comprehension,
      .exceptHandler, .parameters, .parameter, .keyword, .alias, .withItem, .matchCase, .matchValue, .matchSingleton,
      .matchSequence, .matchMapping, .matchClass, .matchStar, .matchAs, .matchOr, .typeVariable,
      .parameterSpecification, .typeVariableTuple:
      break
    }
  }

  private func visitDictionary(_ node: Node) {
    let keys = tree[list: node.a]
    let values = tree[list: node.b]
    for (key, value) in zip(keys, values) {
      if key != 0 { visit(key) }
      visit(value)
    }
  }

  private func visitCompare(_ node: Node) {
    visit(node.a)
    for operand in tree[list: node.c] { visit(operand) }
  }

  private func visitElements(_ id: NodeID, _ node: Node) {
    let elements = tree[list: node.a]
    if node.flag == Context.store.rawValue { checkStars(id, elements) }
    for element in elements { visitArgument(element) }
  }

  private func checkStars(_ id: NodeID, _ elements: ArraySlice<NodeID>) {
    var star = -1
    for (i, element) in elements.enumerated() where tree[element].kind == .starred {
      if star >= 0 {
        failCompile("multiple starred expressions in assignment", at: id)
        return
      }
      star = i
    }
    if star >= 256 { failCompile("too many expressions in star-unpacking assignment", at: id) }
  }

  // MARK: Await and yield

  private func visitAwait(_ id: NodeID, _ node: Node) {
    checkAnnotationScope("await expression", at: id)
    let kind = table.scopes[current].kind
    let host = table.scopes[table.scopes[current].host]
    if !(options.topLevelAwait && host.kind == .module) {
      if kind == .module || kind == .classBody {
        failCompile("'await' outside function", at: id)
      } else if !host.isAsync, kind != .comprehension, kind != .generatorExpression {
        failCompile("'await' outside async function", at: id)
      }
    }
    visit(node.a)
    table.scopes[current].awaits = true
  }

  private func visitYield(_ id: NodeID, _ node: Node) {
    checkAnnotationScope("yield expression", at: id)
    if node.a != 0 { visit(node.a) }
    let scope = table.scopes[current]
    switch scope.kind {
    case .module, .classBody: failCompile("'yield' outside function", at: id)
    case .comprehension, .generatorExpression: failTable("'yield' inside \(comprehensionName(scope.node))", at: id)
    case .function, .lambda:
      table.scopes[current].isGenerator = true
      if node.kind == .yieldFrom, scope.isAsync { failCompile("'yield from' inside async function", at: id) }
    case .typeParameters, .typeVariable, .typeAlias, .annotation: break
    }
  }

  private func comprehensionName(_ id: NodeID) -> String {
    let kind = tree[id].kind
    return kind == .listComprehension
      ? "list comprehension"
      : kind == .setComprehension
        ? "set comprehension" : kind == .generatorExpression ? "generator expression" : "dict comprehension"
  }

  // MARK: Assignment expressions

  private func visitNamed(_ id: NodeID, _ node: Node) {
    checkAnnotationScope("named expression", at: id)
    let target = tree[node.a]
    if table.scopes[current].iterableDepth > 0 {
      failTable("assignment expression cannot be used in a comprehension iterable expression", at: id)
    }
    let kind = table.scopes[current].kind
    if kind == .comprehension || kind == .generatorExpression { extendScope(node.a, target.a) }
    visit(node.b)
    visit(node.a)
    let host = table.scopes[current].host
    table.scopes[host].walruses.append(Walrus(offset: target.start, name: mangle(target.a)))
  }

  /// `:=` in a comprehension binds in the function, or module, around all of them.
  private func extendScope(_ id: NodeID, _ name: NameID) {
    let mangled = mangle(name)
    var scope = current
    while scope >= 0 {
      switch table.scopes[scope].kind {
      case .comprehension, .generatorExpression:
        if let symbol = table.find(mangled, in: scope),
          table.symbols[symbol].flags.contains(.comprehensionTarget)
        {
          failTable(
            "assignment expression cannot rebind comprehension iteration variable '\(names[name])'", at: id)
          return
        }
      case .function, .lambda, .annotation:
        let outer = table.symbol(mangled, in: scope)
        let isGlobal = table.symbols[outer].flags.contains(.global)
        table.symbols[outer].flags.insert(.assigned)
        declare(mangled, isGlobal ? .global : .nonlocal, at: id)
        return
      case .module:
        let outer = table.symbol(mangled, in: scope)
        table.symbols[outer].flags.insert(.global)
        declare(mangled, .global, at: id)
        return
      case .classBody:
        failTable("assignment expression within a comprehension cannot be used in a class body", at: id)
        return
      case .typeParameters:
        failTable(
          "assignment expression within a comprehension cannot be used within the definition of a generic", at: id)
        return
      case .typeVariable:
        failTable(
          "assignment expression within a comprehension cannot be used in \(table.scopes[scope].description)", at: id)
        return
      case .typeAlias:
        failTable("assignment expression within a comprehension cannot be used in a type alias", at: id)
        return
      }
      scope = table.scopes[scope].parent
    }
  }

  private func declare(_ name: NameID, _ flag: SymbolFlags, at id: NodeID) {
    let symbol = table.symbol(name, in: current)
    table.symbols[symbol].flags.insert(flag)
    table.symbols[symbol].directive = id
  }

  // MARK: Comprehensions

  private func visitComprehension(_ id: NodeID, _ node: Node) {
    let isDictionary = node.kind == .dictionaryComprehension
    let clauses = tree[list: isDictionary ? node.c : node.b]
    guard let first = clauses.first else { return }
    let wasTarget = isComprehensionTarget
    isComprehensionTarget = false
    visitIterable(tree[first].b)
    let isGenerator = node.kind == .generatorExpression
    enter(isGenerator ? .generatorExpression : .comprehension, node: id)
    scopeOfNode[Int(id)] = Int32(truncatingIfNeeded: current)
    if isGenerator { define(known.argument, [.parameter], at: id) }
    for clause in clauses {
      let part = tree[clause]
      if part.flag == 1 { table.scopes[current].awaits = true }
      isComprehensionTarget = true
      visitTarget(part.a)
      isComprehensionTarget = false
      if clause != first { visitIterable(part.b) }
      for condition in tree[list: part.c] { visit(condition) }
    }
    if isDictionary { visit(node.b) }
    visitArgument(node.a)
    let awaits = table.scopes[current].awaits
    leave()
    isComprehensionTarget = wasTarget
    if awaits, !isGenerator { noteAsyncComprehension(id) }
  }

  private func visitIterable(_ id: NodeID) {
    table.scopes[current].iterableDepth += 1
    visit(id)
    table.scopes[current].iterableDepth -= 1
  }

  private func noteAsyncComprehension(_ id: NodeID) {
    let kind = table.scopes[current].kind
    if !isInAsyncFunction, kind != .comprehension {
      failCompile("asynchronous comprehension outside of an asynchronous function", at: id)
    }
    table.scopes[current].awaits = true
  }
}

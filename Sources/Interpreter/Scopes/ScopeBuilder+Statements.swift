// ScopeBuilder+Statements.swift — the walk over statements.

import Parser

extension ScopeBuilder {
  func visitStatements(_ list: ListID) {
    for statement in tree[list: list] { visitStatement(statement) }
  }

  func visitStatement(_ id: NodeID) {
    guard canDescend(at: id) else { return }
    depth += 1
    defer { depth -= 1 }
    let node = tree[id]
    switch node.kind {
    case .expressionStatement: visit(node.a)
    case .assign:
      for target in tree[list: node.a] { visitTarget(target) }
      visit(node.b)
    case .augmentedAssign: visitAugmentedAssign(node)
    case .annotatedAssign: visitAnnotatedAssign(id, node)
    case .ifStatement: visitIf(node)
    case .returnStatement: visitReturn(id, node)
    case .functionDef, .asyncFunctionDef: visitFunction(id, node)
    case .classDef: visitClass(id, node)
    case .forStatement, .asyncFor: visitFor(id, node)
    case .whileStatement:
      visit(node.a)
      withBlock(.loop, at: id) { visitStatements(node.b) }
      visitStatements(node.c)
    case .with, .asyncWith: visitWith(id, node)
    case .tryStatement, .tryStar: visitTry(id, node)
    case .match: visitMatch(node)
    case .raise:
      if node.a != 0 { visit(node.a) }
      if node.b != 0 { visit(node.b) }
    case .assert:
      visit(node.a)
      if node.b != 0 { visit(node.b) }
    case .delete: for target in tree[list: node.a] { visit(target) }
    case .importStatement: for alias in tree[list: node.a] { visitAlias(alias, isFrom: false, at: id) }
    case .importFrom: visitImportFrom(id, node)
    case .global: visitDeclaration(id, node, .global)
    case .nonlocal: visitDeclaration(id, node, .nonlocal)
    case .typeAlias: visitTypeAlias(id, node)
    case .breakStatement, .continueStatement: visitJump(id, node)
    case .absent, .pass, .booleanOperation, .namedExpression, .binaryOperation, .unaryOperation, .lambda,
      .conditional, .dictionary, .set, .listComprehension, .setComprehension, .dictionaryComprehension,
      .generatorExpression, .await, .yield, .yieldFrom, .compare, .call, .formattedValue, .joinedString, .constant,
      .attribute, .subscripted, .starred, .name, .list, .tuple, .slice, .functionParts, .classParts, .comprehension,
      .exceptHandler, .parameters, .parameter, .keyword, .alias, .withItem, .matchCase, .matchValue, .matchSingleton,
      .matchSequence, .matchMapping, .matchClass, .matchStar, .matchAs, .matchOr, .typeVariable,
      .parameterSpecification, .typeVariableTuple:
      break
    }
  }

  private func visitIf(_ first: Node) {
    var node = first
    while true {
      visit(node.a)
      visitStatements(node.b)
      let rest = tree[list: node.c]
      guard rest.count == 1, let only = rest.first, tree[only].kind == .ifStatement else { break }
      node = tree[only]
    }
    visitStatements(node.c)
  }

  /// A target of an assignment: may be anything but a bare starred expression.
  func visitTarget(_ id: NodeID) {
    if tree[id].kind == .starred {
      failCompile("starred assignment target must be in a list or tuple", at: id)
      visit(tree[id].a)
    } else {
      visit(id)
    }
  }

  private func visitAugmentedAssign(_ node: Node) {
    let target = tree[node.a]
    if target.kind == .attribute {
      if target.b == known.debug { failCompile("cannot assign to __debug__", at: node.a) }
      visit(target.a)
    } else {
      visit(node.a)
    }
    visit(node.b)
  }

  private func visitAnnotatedAssign(_ id: NodeID, _ node: Node) {
    let target = tree[node.a]
    if target.kind == .name {
      let symbol = table.symbol(mangle(target.a), in: current)
      let flags = table.symbols[symbol].flags
      if node.flag == 1, current != 0, !flags.isDisjoint(with: [.global, .nonlocal]) {
        let what = flags.contains(.global) ? "global" : "nonlocal"
        failTable("annotated name '\(names[target.a])' can't be \(what)", at: id)
      }
      if node.flag == 1 {
        define(target.a, [.assigned, .annotated], at: node.c == 0 ? id : node.a)
      } else if node.c != 0 {
        define(target.a, at: node.a)
      }
    } else {
      visitTarget(node.a)
    }
    table.scopes[current].hasAnnotations = true
    visitAnnotation(node.b)
    if node.c != 0 { visit(node.c) }
  }

  /// An annotation: an ordinary expression, or text that is only looked through for what can't stand in it.
  func visitAnnotation(_ id: NodeID) {
    guard annotationsAreText else {
      visit(id)
      return
    }
    enter(.annotation, node: 0)
    visit(id)
    leave()
  }

  private func visitReturn(_ id: NodeID, _ node: Node) {
    let kind = table.scopes[current].kind
    if kind != .function && kind != .lambda { failCompile("'return' outside function", at: id) }
    if node.a != 0 { visit(node.a) }
    if blocks[blockBase...].contains(.groupHandler) {
      failInGroupHandler(node.a != 0 && ConstantFolder(tree: tree).fold(node.a) != nil ? node.a : id)
    }
    if node.a != 0, table.scopes[current].returnWithValue == 0 { table.scopes[current].returnWithValue = id }
  }

  private func failInGroupHandler(_ id: NodeID) {
    failCompile("'break', 'continue' and 'return' cannot appear in an except* block", at: id)
  }

  private func visitJump(_ id: NodeID, _ node: Node) {
    for block in blocks[blockBase...].reversed() {
      switch block {
      case .loop: return
      case .groupHandler:
        failInGroupHandler(id)
        return
      case .other: break
      }
    }
    failCompile(
      node.kind == .breakStatement ? "'break' outside loop" : "'continue' not properly in loop", at: id)
  }

  /// Whether `async` statements and `await` can stand here.
  var isInAsyncFunction: Bool {
    let scope = table.scopes[table.scopes[current].host]
    return scope.isAsync || scope.kind == .generatorExpression || (scope.kind == .module && options.topLevelAwait)
  }

  private func visitFor(_ id: NodeID, _ node: Node) {
    if node.kind == .asyncFor { checkAsync("'async for' outside async function", at: id) }
    visitTarget(node.a)
    visitStarredTuple(node.b)
    withBlock(.loop, at: id) { visitStatements(node.c) }
    visitStatements(node.d)
  }

  private func checkAsync(_ message: String, at id: NodeID) {
    if isInAsyncFunction {
      if table.scopes[current].kind == .module { table.scopes[current].awaits = true }
    } else {
      failCompile(message, at: id)
    }
  }

  private func visitStarredTuple(_ id: NodeID) { visit(id) }

  private func visitWith(_ id: NodeID, _ node: Node) {
    if node.kind == .asyncWith { checkAsync("'async with' outside async function", at: id) }
    let items = tree[list: node.a]
    for item in items {
      visit(tree[item].a)
      enterBlock(.other, at: tree[item].a)
      if tree[item].b != 0 { visitTarget(tree[item].b) }
    }
    visitStatements(node.b)
    blocks.removeLast(items.count)
  }

  private func visitTry(_ id: NodeID, _ node: Node) {
    let hasFinally = tree.count(node.d) > 0
    if hasFinally { enterBlock(.other, at: id) }
    let handlers = tree[list: node.b]
    if handlers.isEmpty {
      visitStatements(node.a)
    } else {
      withBlock(.other, at: id) { visitStatements(node.a) }
    }
    let last = handlers.last
    if !handlers.isEmpty { enterBlock(node.kind == .tryStar ? .groupHandler : .other, at: id) }
    for handler in handlers {
      if tree[handler].a == 0, handler != last { failCompile("default 'except:' must be last", at: handler) }
      visitHandler(handler)
    }
    if !handlers.isEmpty { blocks.removeLast() }
    visitStatements(node.c)
    if hasFinally {
      blocks.removeLast()
      withBlock(.other, at: id) { visitStatements(node.d) }
    }
  }

  private func visitHandler(_ id: NodeID) {
    let node = tree[id]
    if node.a != 0 { visit(node.a) }
    if node.b != 0 {
      define(node.b, [.assigned, .deleted], at: id)
    }
    withBlock(.other, at: id) { visitStatements(node.c) }
  }

  private func visitAlias(_ id: NodeID, isFrom: Bool, at statement: NodeID) {
    let node = tree[id]
    if node.b != 0 {
      define(node.b, at: statement)
    } else if isFrom {
      define(node.a, at: statement)
    } else {
      define(names.head(of: node.a), at: statement)
    }
  }

  private func visitImportFrom(_ id: NodeID, _ node: Node) {
    if node.a == known.future, node.c == 0, node.start >= futureEnd {
      failCompile("from __future__ imports must occur at the beginning of the file", at: id)
    }
    for alias in tree[list: node.b] {
      if tree[alias].a == known.star {
        if current != 0 { failTable("import * only allowed at module level", at: alias) }
      } else {
        visitAlias(alias, isFrom: true, at: id)
      }
    }
  }

  private func visitDeclaration(_ id: NodeID, _ node: Node, _ flag: SymbolFlags) {
    let what = flag == .global ? "global" : "nonlocal"
    for name in tree[list: node.a] {
      let mangled = mangle(name)
      let symbol = table.symbol(mangled, in: current)
      let old = table.symbols[symbol].flags
      let text = names[name]
      if old.contains(.parameter) {
        failTable("name '\(text)' is parameter and \(what)", at: id)
      } else if old.contains(.used) {
        failTable("name '\(text)' is used prior to \(what) declaration", at: id)
      } else if old.contains(.annotated) {
        failTable("annotated name '\(text)' can't be \(what)", at: id)
      } else if old.contains(.assigned) {
        failTable("name '\(text)' is assigned to before \(what) declaration", at: id)
      }
      table.symbols[symbol].flags.insert(flag)
      if flag == .global, current != 0 {
        let outermost = table.symbol(mangled, in: 0)
        table.symbols[outermost].flags.insert(.global)
      }
      if table.symbols[symbol].directive == 0 { table.symbols[symbol].directive = id }
    }
  }
}

// ScopeBuilder+Definitions.swift — the walk over functions, classes and type parameters.

import Parser

extension ScopeBuilder {
  func visitFunction(_ id: NodeID, _ node: Node) {
    define(node.a, at: id)
    let parts = tree[node.b]
    visitDefaults(parts.a)
    for decorator in tree[list: node.c] { visit(decorator) }
    let isGeneric = tree.count(parts.c) > 0
    if isGeneric { enterTypeParameters(parts.c, of: node.b, name: node.a, parameters: parts.a) }
    visitAnnotations(parts.a, result: parts.b)
    enter(.function, node: id, name: node.a)
    scopeOfNode[Int(id)] = Int32(truncatingIfNeeded: current)
    table.scopes[current].isAsync = node.kind == .asyncFunctionDef
    defineParameters(parts.a)
    withOwnBlocks { visitStatements(node.d) }
    finishFunction()
    leave()
    if isGeneric { leave() }
  }

  private func finishFunction() {
    let scope = table.scopes[current]
    if scope.isGenerator, !scope.isAsync, scope.deepestBlock != 0 {
      failCompile("too many statically nested blocks", at: scope.deepestBlock)
    }
    if scope.isAsync, scope.isGenerator, scope.returnWithValue != 0 {
      failCompile("'return' with value in async generator", at: scope.returnWithValue)
    }
  }

  func visitLambda(_ id: NodeID, _ node: Node) {
    visitDefaults(node.a)
    enter(.lambda, node: id)
    scopeOfNode[Int(id)] = Int32(truncatingIfNeeded: current)
    let wasTarget = isComprehensionTarget
    isComprehensionTarget = false
    defineParameters(node.a)
    withOwnBlocks { visit(node.b) }
    isComprehensionTarget = wasTarget
    leave()
  }

  private func visitDefaults(_ parameters: NodeID) {
    for parameter in tree[list: tree[parameters].a] where tree[parameter].c != 0 { visit(tree[parameter].c) }
  }

  private func visitAnnotations(_ parameters: NodeID, result: NodeID) {
    for parameter in tree[list: tree[parameters].a] where tree[parameter].b != 0 {
      let annotation = tree[parameter].b
      if tree[annotation].kind == .starred { visitAnnotation(tree[annotation].a) } else { visitAnnotation(annotation) }
    }
    if result != 0 { visitAnnotation(result) }
  }

  /// Defines parameters in register order: positional, keyword-only, `*args`, `**kwargs`.
  private func defineParameters(_ id: NodeID) {
    let node = tree[id]
    let list = tree[list: node.a]
    let positional = Int(node.c)
    let hasStar = node.flag & 1 != 0
    if let first = list.first, positional > 0 { table.scopes[current].firstParameter = tree[first].a }
    for i in 0..<positional { defineParameter(list[list.startIndex + i]) }
    let afterStar = list.startIndex + positional + (hasStar ? 1 : 0)
    for i in 0..<Int(node.d) { defineParameter(list[afterStar + i]) }
    if hasStar { defineParameter(list[list.startIndex + positional]) }
    if node.flag & 2 != 0 { defineParameter(list[afterStar + Int(node.d)]) }
  }

  private func defineParameter(_ id: NodeID) { define(tree[id].a, [.parameter], at: id) }

  func visitClass(_ id: NodeID, _ node: Node) {
    define(node.a, at: id)
    for decorator in tree[list: node.c] { visit(decorator) }
    let parts = tree[node.b]
    let isGeneric = tree.count(parts.c) > 0
    if isGeneric {
      enterTypeParameters(parts.c, of: node.b, name: node.a, parameters: 0)
      define(known.typeParameters, at: id)
      use(known.typeParameters)
      table.scopes[current].privateClass = node.a
    }
    for base in tree[list: parts.a] { visitArgument(base) }
    visitKeywords(parts.b)
    enter(.classBody, node: id, name: node.a)
    scopeOfNode[Int(id)] = Int32(truncatingIfNeeded: current)
    table.scopes[current].privateClass = node.a
    if isGeneric {
      define(known.typeParametersAttribute, at: id)
      use(known.typeParameters)
    }
    withOwnBlocks { visitStatements(node.d) }
    leave()
    if isGeneric { leave() }
  }

  // MARK: Type parameters

  private func enterTypeParameters(_ list: ListID, of node: NodeID, name: NameID, parameters: NodeID) {
    enter(.typeParameters, node: node, name: name)
    typeScopes[TypeScopeKey(node: node, role: .parameters)] = current
    if parameters != 0 {
      let list = tree[list: tree[parameters].a]
      let positional = Int(tree[parameters].c)
      if list.prefix(positional).contains(where: { tree[$0].c != 0 }) {
        define(known.defaults, [.parameter], at: node)
      }
      if list.dropFirst(positional).contains(where: { tree[$0].c != 0 }) {
        define(known.keywordDefaults, [.parameter], at: node)
      }
    }
    visitTypeParameters(list)
  }

  private func visitTypeParameters(_ list: ListID) {
    var hadDefault = false
    for id in tree[list: list] {
      let node = tree[id]
      define(node.a, [.assigned, .typeParameter], at: id)
      if node.kind == .typeVariable, node.b != 0 {
        let isTuple = tree[node.b].kind == .tuple
        visitLazily(
          node.b, key: TypeScopeKey(node: id, role: .bound), name: node.a,
          description: isTuple ? "a TypeVar constraint" : "a TypeVar bound")
      }
      if node.c != 0 {
        visitLazily(
          node.c, key: TypeScopeKey(node: id, role: .defaultValue), name: node.a,
          description: defaultDescription(node.kind))
        hadDefault = true
      } else if hadDefault {
        failCompile(
          "non-default type parameter '\(names[node.a])' follows default type parameter", at: id)
      }
    }
  }

  private func defaultDescription(_ kind: NodeKind) -> String {
    kind == .typeVariable
      ? "a TypeVar default" : kind == .parameterSpecification ? "a ParamSpec default" : "a TypeVarTuple default"
  }

  private func visitLazily(_ id: NodeID, key: TypeScopeKey, name: NameID, description: String) {
    enter(.typeVariable, node: id, name: name)
    typeScopes[key] = current
    table.scopes[current].description = description
    if tree[id].kind == .starred { visit(tree[id].a) } else { visit(id) }
    leave()
  }

  func visitTypeAlias(_ id: NodeID, _ node: Node) {
    let name = tree[node.a].a
    define(name, at: node.a)
    let isGeneric = tree.count(node.b) > 0
    if isGeneric { enterTypeParameters(node.b, of: id, name: name, parameters: 0) }
    enter(.typeAlias, node: node.c, name: name)
    typeScopes[TypeScopeKey(node: id, role: .alias)] = current
    visit(node.c)
    leave()
    if isGeneric { leave() }
  }
}

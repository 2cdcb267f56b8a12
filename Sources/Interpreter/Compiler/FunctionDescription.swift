// FunctionDescription.swift — what is known of each function before it is compiled.

import Parser

/// Makes the `FunctionInfo`s of a unit, parents first.
struct FunctionDescription {
  private let tree: Tree
  private let table: SymbolTable
  private var names: NamePool
  private let options: UnitOptions
  /// Qualified names by scope.
  private var qualified: [String]

  init(unit: Unit) {
    (tree, table, names, options) = (unit.tree, unit.table, unit.names, unit.options)
    qualified = Array(repeating: "", count: table.scopes.count)
  }

  mutating func describe(_ number: Int) -> FunctionInfo {
    let scope = table.scopes[number]
    var info = FunctionInfo()
    info.kind = kind(of: scope)
    info.name = name(of: scope)
    info.qualifiedName = qualifiedName(number, scope, info.name)
    qualified[number] = info.qualifiedName
    if scope.isFunctionLike { describeParameters(scope, &info) }
    describeLocals(scope, &info)
    if !scope.frees.isEmpty {
      info.captures = scope.frees.map { capture($0, by: scope) }
      info.freeNames = scope.frees.map { names[$0] }
    }
    info.firstLine = firstLine(scope)
    info.flags |= flags(scope, info.kind)
    if scope.kind == .function { info.docstring = docstring(of: tree[scope.node].d) }
    if scope.kind == .function || scope.kind == .classBody {
      info.selfAttributes = scope.attributes.map { names[$0] }
    }
    return info
  }

  private func kind(of scope: Scope) -> CodeKind {
    switch scope.kind {
    case .module:
      options.topLevelAwait && scope.awaits ? .coroutine : options.isNameMode ? .nameMode : .module
    case .classBody: .nameMode
    case .function, .lambda:
      scope.isAsync
        ? (scope.isGenerator ? .asyncGenerator : .coroutine) : (scope.isGenerator ? .generator : .function)
    case .generatorExpression: scope.awaits ? .asyncGenerator : .generator
    case .comprehension, .typeParameters, .typeVariable, .typeAlias, .annotation: .function
    }
  }

  private func flags(_ scope: Scope, _ kind: CodeKind) -> Int {
    var flags = kind == .generator ? 1 : kind == .coroutine ? 2 : kind == .asyncGenerator ? 4 : 0
    var outer = scope.parent
    while outer >= 0 {
      if table.scopes[outer].isFunctionLike {
        flags |= 8
        break
      }
      outer = table.scopes[outer].parent
    }
    return flags
  }

  private func name(of scope: Scope) -> String {
    switch scope.kind {
    case .module: "<module>"
    case .lambda: "<lambda>"
    case .generatorExpression: "<genexpr>"
    case .typeParameters: "<generic parameters of \(names[scope.name])>"
    case .function, .classBody, .typeVariable, .typeAlias: names[scope.name]
    case .comprehension, .annotation: ""
    }
  }

  private mutating func qualifiedName(_ number: Int, _ scope: Scope, _ name: String) -> String {
    guard scope.parent >= 0 else { return name }
    var outer = table.scopes[scope.parent].host
    if table.scopes[outer].kind == .typeParameters {
      guard table.scopes[outer].parent >= 0 else { return name }
      outer = table.scopes[table.scopes[outer].parent].host
    }
    let parent = table.scopes[outer]
    if parent.kind == .module { return name }
    if scope.kind == .function || scope.kind == .classBody {
      let mangled = names.mangle(scope.name, in: parent.privateClass)
      if let symbol = table.find(mangled, in: outer), table.symbols[symbol].flags.contains(.global) { return name }
    }
    let isFunction = parent.kind == .function || parent.kind == .lambda
    return qualified[outer] + (isFunction ? ".<locals>." : ".") + name
  }

  // MARK: Parameters and locals

  private mutating func describeParameters(_ scope: Scope, _ info: inout FunctionInfo) {
    switch scope.kind {
    case .function: describe(tree[tree[tree[scope.node].b].a], scope, &info)
    case .lambda: describe(tree[tree[scope.node].a], scope, &info)
    case .generatorExpression:
      info.parameters.names = [".0"]
      info.parameters.positionalCount = 1
      info.parameters.positionalOnlyCount = 1
    case .typeParameters:
      let count = scope.locals.prefix { $0 == names.known.defaults || $0 == names.known.keywordDefaults }.count
      info.parameters.names = scope.locals.prefix(count).map { names[$0] }
      info.parameters.positionalCount = count
      info.parameters.positionalOnlyCount = count
    case .module, .classBody, .comprehension, .typeVariable, .typeAlias, .annotation: break
    }
  }

  private mutating func describe(_ node: Node, _ scope: Scope, _ info: inout FunctionInfo) {
    info.parameters.positionalOnlyCount = Int(node.b)
    info.parameters.positionalCount = Int(node.c)
    info.parameters.keywordOnlyCount = Int(node.d)
    info.parameters.hasStarArgs = node.flag & 1 != 0
    info.parameters.hasStarKwargs = node.flag & 2 != 0
    let count = tree.count(node.a)
    info.parameters.names = scope.locals.prefix(count).map { names[$0] }
    if info.parameters.hasStarArgs { info.flags |= 16 }
    if info.parameters.hasStarKwargs { info.flags |= 32 }
  }

  private func describeLocals(_ scope: Scope, _ info: inout FunctionInfo) {
    guard scope.isFunctionLike else { return }
    let named = scope.locals.prefix { $0 != 0 }
    info.localNames = named.map { names[$0] }
    info.cellRegisters = scope.cells.map { Int($0) }
    let homes = LocalHomes(count: scope.locals.count, reserved: 0)
    if homes.hasFar { info.localRegisters = named.indices.map { homes.home(of: $0) } }
  }

  private func capture(_ name: NameID, by scope: Scope) -> Capture {
    var outer = scope.parent
    while outer >= 0 {
      let info = table.scopes[outer]
      let symbol = table.find(name, in: outer).map { table.symbols[$0] }
      if let symbol, symbol.resolution == .cell { return register(symbol.place, of: info.host) }
      if info.host == outer {
        if let symbol, symbol.flags.contains(.passedThrough) { return .free(Int(symbol.freeIndex)) }
        if info.kind == .classBody {
          return .register(name == names.known.classDictionary && info.needsClassCell ? 2 : 1)
        }
        break
      }
      outer = info.parent
    }
    return .free(0)
  }

  private func register(_ place: Int32, of host: Int) -> Capture {
    .register(LocalHomes(count: table.scopes[host].locals.count, reserved: 0).home(of: Int(place)))
  }

  private func firstLine(_ scope: Scope) -> Int {
    guard scope.node != 0 else { return scope.kind == .module ? (tree.source.bytes.isEmpty ? 1 : 1) : 0 }
    let node = tree[scope.node]
    if scope.kind == .function || scope.kind == .classBody, let decorator = tree[list: node.c].first {
      return tree.source.line(of: Int(tree[decorator].start))
    }
    return tree.source.line(of: Int(node.start))
  }

  private func docstring(of body: ListID) -> [UInt8]? {
    guard let first = tree[list: body].first, tree[first].kind == .expressionStatement else { return nil }
    let value = tree[tree[first].a]
    guard value.kind == .constant, case .string(let bytes) = tree.literals[Int(value.a)] else { return nil }
    return cleanDocstring(bytes)
  }
}

// ScopeBuilder.swift — the walk over a tree that finds scopes, names and what is wrong with them.

import Diagnostics
import Parser

/// Walks a whole tree once.
///
/// Long spines (`a + b + c`, `x.f().g()`, `elif`) are walked in loops, the rest recurses up to `depthLimit`. Errors do
/// not stop the walk: the first of each stage is kept, and CPython's earlier stage wins.
final class ScopeBuilder {
  /// Nested deeper than this, a text is refused: code generation recurses as deep.
  static let depthLimit = 900
  /// As many blocks as CPython allows around one another.
  static let blockLimit = 21

  /// A statement that `break`, `continue` and `return` leave.
  enum Block { case loop, other, groupHandler }

  let tree: Tree
  let options: UnitOptions
  var names: NamePool
  var table: SymbolTable
  var current = 0
  /// Scopes of functions, lambdas, classes and comprehensions by their nodes; -1 where there is none.
  var scopeOfNode: [Int32]
  /// Scopes of type parameters, bounds, defaults and aliases.
  var typeScopes: [TypeScopeKey: Int] = [:]
  var functionCount = 0
  var blocks: [Block] = []
  var blockBase = 0
  var depth = 0
  var spine: [NodeID] = []
  var isComprehensionTarget = false
  var annotationsAreText: Bool
  /// Where the last `from __future__ import` that counts ends.
  var futureEnd: UInt32 = 0
  /// The first error of each stage.
  var tableError: Diagnostic?
  var analysisError: Diagnostic?
  var compileError: Diagnostic?

  init(tree: Tree, options: UnitOptions) {
    self.tree = tree
    self.options = options
    names = NamePool(tree.names)
    table = SymbolTable(expecting: max(64, tree.nodes.count / 8))
    scopeOfNode = Array(repeating: -1, count: tree.nodes.count)
    annotationsAreText = options.annotationsAreText
  }

  var known: KnownNames { names.known }

  /// Finds and resolves everything.
  func build() throws(Diagnostic) {
    if let error = checkFuture() { throw error }
    enter(.module, node: 0)
    visitStatements(tree.body)
    leave()
    if let error = tableError { throw error }
    resolve()
    if let error = analysisError ?? compileError { throw error }
  }

  // MARK: Scopes

  func enter(_ kind: ScopeKind, node: NodeID, name: NameID = 0) {
    let number = table.scopes.count
    let parent = number == 0 ? -1 : current
    let host = kind == .comprehension ? table.scopes[current].host : number
    var scope = Scope(kind, node: node, parent: parent, host: host)
    scope.name = name
    if parent >= 0 {
      scope.privateClass = table.scopes[parent].privateClass
      scope.iterableDepth = table.scopes[parent].iterableDepth
      scope.isDiscarded = table.scopes[parent].isDiscarded || kind == .annotation
      scope.seesClass =
        scope.isAnnotationScope && (table.scopes[parent].kind == .classBody || table.scopes[parent].seesClass)
    }
    if kind != .comprehension, !scope.isDiscarded {
      scope.function = functionCount
      functionCount += 1
    }
    table.scopes.append(scope)
    current = number
  }

  func leave() {
    current = table.scopes[current].parent
  }

  /// Runs `body` with blocks of its own, as a function has.
  func withOwnBlocks(_ body: () -> Void) {
    let saved = blockBase
    blockBase = blocks.count
    body()
    blockBase = saved
  }

  func withBlock(_ block: Block, at node: NodeID, _ body: () -> Void) {
    enterBlock(block, at: node)
    body()
    blocks.removeLast()
  }

  func enterBlock(_ block: Block, at node: NodeID) {
    blocks.append(block)
    let count = blocks.count - blockBase + (table.scopes[current].isAsync ? 1 : 0)
    if count > Self.blockLimit { failCompile("too many statically nested blocks", at: node) }
    if count == Self.blockLimit, table.scopes[current].deepestBlock == 0 {
      table.scopes[current].deepestBlock = node
    }
  }

  // MARK: Names

  func mangle(_ name: NameID) -> NameID {
    names.mangle(name, in: table.scopes[current].privateClass)
  }

  func use(_ name: NameID) {
    let symbol = table.symbol(mangle(name), in: current)
    table.symbols[symbol].flags.insert(.used)
  }

  /// Notes that the current scope binds `name`.
  func define(_ name: NameID, _ flags: SymbolFlags = .assigned, at node: NodeID) {
    if name == known.debug, flags != .deleted { failCompile("cannot assign to __debug__", at: node) }
    let mangled = mangle(name)
    let symbol = table.symbol(mangled, in: current)
    let old = table.symbols[symbol].flags
    if flags.contains(.parameter), old.contains(.parameter) {
      failTable("duplicate argument '\(names[name])' in function definition", at: node)
    }
    if flags.contains(.typeParameter), old.contains(.typeParameter) {
      failTable("duplicate type parameter '\(names[name])'", at: node)
    }
    table.symbols[symbol].flags.formUnion(flags)
    guard isComprehensionTarget else { return }
    if !old.isDisjoint(with: [.global, .nonlocal]) {
      failTable(
        "comprehension inner loop cannot rebind assignment expression target '\(names[name])'", at: node)
    }
    table.symbols[symbol].flags.insert(.comprehensionTarget)
  }

  /// Notes `x.attribute = ...` where `x` is the name `owner`.
  func noteAttribute(_ attribute: NameID, of owner: NameID) {
    let host = table.scopes[current].host
    let mangled = mangle(attribute)
    if table.scopes[host].kind == .function, table.scopes[host].firstParameter == owner {
      addAttribute(mangled, to: host)
    }
    guard owner == known.selfName else { return }
    var scope = host
    while scope >= 0, table.scopes[scope].kind != .classBody { scope = table.scopes[scope].parent }
    if scope >= 0 { addAttribute(mangled, to: scope) }
  }

  private func addAttribute(_ name: NameID, to scope: Int) {
    let symbol = table.symbol(name, in: scope)
    guard !table.symbols[symbol].flags.contains(.attribute) else { return }
    table.symbols[symbol].flags.insert(.attribute)
    table.scopes[scope].attributes.append(name)
  }

  // MARK: Errors

  func diagnostic(_ message: String, at node: NodeID) -> Diagnostic {
    Diagnostic(
      .syntaxError, message, at: Span(start: tree[node].start, end: tree[node].end), in: tree.source)
  }

  func failTable(_ message: String, at node: NodeID) {
    if tableError == nil { tableError = diagnostic(message, at: node) }
  }

  func failAnalysis(_ message: String, at node: NodeID) {
    if analysisError == nil { analysisError = diagnostic(message, at: node) }
  }

  func failCompile(_ message: String, at node: NodeID) {
    if compileError == nil { compileError = diagnostic(message, at: node) }
  }

  /// Whether the walk may go one level deeper.
  func canDescend(at node: NodeID) -> Bool {
    guard depth >= Self.depthLimit else { return true }
    if tableError == nil {
      tableError = Diagnostic(
        .recursionError, "maximum recursion depth exceeded during compilation",
        at: Span(start: tree[node].start, end: tree[node].end), in: tree.source)
    }
    return false
  }

  /// An error if the current scope is one where `what` can't stand.
  func checkAnnotationScope(_ what: String, at node: NodeID) {
    let scope = table.scopes[current]
    switch scope.kind {
    case .annotation: failTable("\(what) cannot be used within an annotation", at: node)
    case .typeVariable: failTable("\(what) cannot be used within \(scope.description)", at: node)
    case .typeAlias: failTable("\(what) cannot be used within a type alias", at: node)
    case .typeParameters: failTable("\(what) cannot be used within the definition of a generic", at: node)
    case .module, .function, .lambda, .classBody, .comprehension, .generatorExpression: break
    }
  }
}

/// Finds a scope that has no node of its own.
struct TypeScopeKey: Hashable {
  enum Role: UInt8 { case parameters, bound, defaultValue, alias }
  var node: NodeID
  var role: Role
}

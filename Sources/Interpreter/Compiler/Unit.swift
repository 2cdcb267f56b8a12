// Unit.swift — one text ready to run: its functions are known, their bodies compiled on demand.

import Diagnostics
import Parser

/// A text after scope analysis: nothing in it can be wrong any more.
public final class Unit {
  public let tree: Tree
  public let options: UnitOptions
  /// All functions, class bodies, lambdas and generator expressions in order of text; 0 is the text itself.
  public private(set) var functions: [FunctionInfo] = []
  /// What is legal but surely a mistake, in order of text.
  public var warnings: [Diagnostic] { tree.warnings }

  /// What the scope analysis found.
  let table: SymbolTable
  var names: NamePool
  let scopeOfNode: [Int32]
  let typeScopes: [TypeScopeKey: Int]
  let annotationsAreText: Bool
  /// Scopes by number of function.
  private(set) var scopeOfFunction: [Int] = []
  /// Constants that hold names, by name; valid where `nameStamp` equals `stamp`.
  private var nameIndex: [UInt32] = []
  private var nameStamp: [UInt32] = []
  private var stamp: UInt32 = 0

  /// - Throws: what CPython's symbol table and compiler would say about the text.
  public init(tree: Tree, options: UnitOptions = UnitOptions()) throws(Diagnostic) {
    let builder = ScopeBuilder(tree: tree, options: options)
    try builder.build()
    self.tree = tree
    self.options = options
    table = builder.table
    names = builder.names
    scopeOfNode = builder.scopeOfNode
    typeScopes = builder.typeScopes
    annotationsAreText = builder.annotationsAreText
    describeFunctions()
  }

  /// The code of one function.
  ///
  /// - Throws: only when the function is beyond some limit of size or depth.
  public func compile(_ function: Int) throws(Diagnostic) -> CodeImage {
    let generator = CodeGenerator(unit: self, scope: scopeOfFunction[function])
    let image = generator.generate()
    if let failure = generator.failure {
      throw Diagnostic(
        .memoryError, failure, at: Span(start: 0, end: 0), in: tree.source)
    }
    return image
  }

  private func describeFunctions() {
    functions.reserveCapacity(table.scopes.count)
    var description = FunctionDescription(unit: self)
    for (number, scope) in table.scopes.enumerated() where scope.function >= 0 {
      scopeOfFunction.append(number)
      functions.append(description.describe(number))
    }
  }

  // MARK: For the generator

  /// Forgets which constants hold names: another function begins.
  func beginNames() {
    stamp &+= 1
  }

  /// The constant of the running function that holds a name, if it has one.
  func nameConstant(_ name: NameID) -> Int? {
    guard Int(name) < nameStamp.count, nameStamp[Int(name)] == stamp else { return nil }
    return Int(nameIndex[Int(name)])
  }

  func setNameConstant(_ name: NameID, _ index: Int) {
    if Int(name) >= nameStamp.count {
      let missing = names.strings.count - nameStamp.count
      nameStamp.append(contentsOf: repeatElement(0, count: missing))
      nameIndex.append(contentsOf: repeatElement(0, count: missing))
    }
    nameStamp[Int(name)] = stamp
    nameIndex[Int(name)] = UInt32(truncatingIfNeeded: index)
  }
}

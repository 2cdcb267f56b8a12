// ScopeResolver+Places.swift — numbers of locals, cells and closure places.

import Parser

extension ScopeBuilder {
  /// Puts a closure in order of names, as CPython shows it.
  func numberFrees(of scope: Int) {
    guard !table.scopes[scope].frees.isEmpty else { return }
    if table.scopes[scope].frees.count > 1 {
      table.scopes[scope].frees.sort { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
    }
    for (i, name) in table.scopes[scope].frees.enumerated() {
      let symbol = table.symbol(name, in: scope)
      table.symbols[symbol].freeIndex = Int32(truncatingIfNeeded: i)
    }
  }

  /// Gives the names of a scope their registers.
  func numberLocals(of scope: Int) {
    switch table.scopes[scope].kind {
    case .module:
      if options.isNameMode { table.scopes[scope].locals = [0] }
    case .classBody:
      table.scopes[scope].locals = [0]
      if table.scopes[scope].needsClassCell { addLocal(known.classCell, to: scope, isCell: true) }
      if table.scopes[scope].needsClassDictionary { addLocal(known.classDictionary, to: scope, isCell: true) }
    case .comprehension: numberInlined(scope)
    case .function, .lambda, .generatorExpression, .typeParameters, .typeVariable, .typeAlias:
      numberBound(scope)
    case .annotation: break
    }
  }

  private func numberBound(_ scope: Int) {
    var next = table.scopes[scope].firstSymbol
    while next >= 0 {
      let symbol = table.symbols[Int(next)]
      if symbol.resolution == .local {
        let isCell = symbol.flags.contains(.captured)
        table.symbols[Int(next)].resolution = isCell ? .cell : .local
        table.symbols[Int(next)].place = addLocal(symbol.name, to: scope, isCell: isCell)
      }
      next = symbol.next
    }
  }

  /// Captured variables of a comprehension need registers that functions made in it can name; very many of them
  /// become locals of the function around, which may live in far registers.
  private func numberInlined(_ scope: Int) {
    let host = table.scopes[scope].host
    let areMany = countInlined(scope) > 24
    var next = table.scopes[scope].firstSymbol
    while next >= 0 {
      let symbol = table.symbols[Int(next)]
      let isCell = symbol.flags.contains(.captured)
      if symbol.resolution == .inlined, isCell || areMany {
        table.symbols[Int(next)].resolution = isCell ? .cell : .local
        table.symbols[Int(next)].place = addLocal(0, to: host, isCell: false)
      }
      next = symbol.next
    }
  }

  private func countInlined(_ scope: Int) -> Int {
    var count = 0
    var next = table.scopes[scope].firstSymbol
    while next >= 0 {
      if table.symbols[Int(next)].resolution == .inlined { count += 1 }
      next = table.symbols[Int(next)].next
    }
    return count
  }

  @discardableResult
  private func addLocal(_ name: NameID, to scope: Int, isCell: Bool) -> Int32 {
    let place = Int32(truncatingIfNeeded: table.scopes[scope].locals.count)
    table.scopes[scope].locals.append(name)
    if isCell { table.scopes[scope].cells.append(place) }
    return place
  }

  /// The last step: places of free variables and of aliases.
  func settle(_ scope: Int) {
    let host = table.scopes[scope].host
    var next = table.scopes[scope].firstSymbol
    while next >= 0 {
      let number = Int(next)
      let symbol = table.symbols[number]
      switch symbol.resolution {
      case .free, .nameOrFree, .classOrFree:
        if let own = table.find(symbol.name, in: host) {
          table.symbols[number].place = table.symbols[own].freeIndex
        }
      case .unresolved, .local, .cell, .inlined, .global, .name, .alias, .classOrGlobal: break
      }
      next = symbol.next
    }
  }
}

// ScopeResolver.swift — where each name lives, decided once all scopes are known.

import Parser

extension ScopeBuilder {
  /// What the scopes around one say about a name.
  private enum Outer {
    /// The scope that binds it.
    case bound(Int)
    /// A scope further in says `global`.
    case global
    case unknown
  }

  /// Decides for every name of every scope; scopes further out come first.
  func resolve() {
    let count = table.scopes.count
    for scope in 0..<count where !table.scopes[scope].isDiscarded { resolveNames(of: scope) }
    for scope in 0..<count where !table.scopes[scope].isDiscarded { numberFrees(of: scope) }
    for scope in 0..<count where !table.scopes[scope].isDiscarded { numberLocals(of: scope) }
    for scope in 0..<count where !table.scopes[scope].isDiscarded { settle(scope) }
  }

  private func resolveNames(of scope: Int) {
    var next = table.scopes[scope].firstSymbol
    while next >= 0 {
      let symbol = Int(next)
      resolve(symbol, in: scope)
      next = table.symbols[symbol].next
    }
  }

  private func resolve(_ number: Int, in scope: Int) {
    let symbol = table.symbols[number]
    let flags = symbol.flags
    guard symbol.resolution == .unresolved else { return }
    if flags.contains(.global) {
      if flags.contains(.nonlocal) {
        failAnalysis("name '\(names[symbol.name])' is nonlocal and global", at: symbol.directive)
      }
      table.symbols[number].resolution = .global
      return
    }
    if flags.contains(.nonlocal) {
      resolveNonlocal(number, in: scope)
      return
    }
    if !flags.isDisjoint(with: .bound) {
      table.symbols[number].resolution = boundResolution(table.scopes[scope].kind)
      return
    }
    guard flags.contains(.used) else { return }
    resolveUse(number, in: scope)
  }

  private func boundResolution(_ kind: ScopeKind) -> Resolution {
    switch kind {
    case .module: options.isNameMode ? .name : .global
    case .classBody: .name
    case .comprehension: .inlined
    case .function, .lambda, .generatorExpression, .typeParameters, .typeVariable, .typeAlias, .annotation: .local
    }
  }

  private func resolveNonlocal(_ number: Int, in scope: Int) {
    let symbol = table.symbols[number]
    if scope == 0 {
      failAnalysis("nonlocal declaration not allowed at module level", at: symbol.directive)
      return
    }
    guard case .bound(let owner) = findOuter(symbol.name, from: scope) else {
      failAnalysis("no binding for nonlocal '\(names[symbol.name])' found", at: symbol.directive)
      return
    }
    if let outer = table.find(symbol.name, in: owner), table.symbols[outer].flags.contains(.typeParameter) {
      failAnalysis(
        "nonlocal binding not allowed for type parameter '\(names[symbol.name])'", at: symbol.directive)
      return
    }
    capture(number, in: scope, from: owner)
  }

  private func resolveUse(_ number: Int, in scope: Int) {
    let symbol = table.symbols[number]
    let info = table.scopes[scope]
    switch findOuter(symbol.name, from: scope) {
    case .bound(let owner):
      if info.host == owner, table.scopes[owner].kind == .classBody {
        table.symbols[number].resolution = .global
        return
      }
      capture(number, in: scope, from: owner)
      if info.kind == .classBody {
        table.symbols[number].resolution = .nameOrFree
      } else if info.seesClass {
        useClassDictionary(of: scope, for: number, .classOrFree)
      }
    case .global: table.symbols[number].resolution = .global
    case .unknown:
      if info.seesClass {
        useClassDictionary(of: scope, for: number, .classOrGlobal)
      } else {
        table.symbols[number].resolution = unboundResolution(scope, name: symbol.name)
      }
    }
  }

  private func unboundResolution(_ scope: Int, name: NameID) -> Resolution {
    let host = table.scopes[scope].host
    switch table.scopes[host].kind {
    case .module:
      guard options.isNameMode else { return .global }
      if scope != host, let outer = table.find(name, in: host) {
        return table.symbols[outer].flags.contains(.global) ? .global : .name
      }
      return .name
    case .classBody: return scope == host ? .name : .global
    case .function, .lambda, .comprehension, .generatorExpression, .typeParameters, .typeVariable, .typeAlias,
      .annotation:
      return .global
    }
  }

  /// Looks for a name outside a scope, as the language does: names of classes are seen by nobody inside.
  private func findOuter(_ name: NameID, from scope: Int) -> Outer {
    var outer = table.scopes[scope].parent
    while outer >= 0 {
      switch table.scopes[outer].kind {
      case .module: return .unknown
      case .classBody:
        if name == known.classCell { return .bound(outer) }
        if table.scopes[scope].seesClass, outer == classSeen(from: scope), let symbol = table.find(name, in: outer),
          table.symbols[symbol].flags.contains(.global)
        {
          return .global
        }
      case .function, .lambda, .comprehension, .generatorExpression, .typeParameters, .typeVariable, .typeAlias,
        .annotation:
        guard let symbol = table.find(name, in: outer) else { break }
        let flags = table.symbols[symbol].flags
        if flags.contains(.global) { return .global }
        if !flags.contains(.nonlocal), !flags.isDisjoint(with: .bound) { return .bound(outer) }
      }
      outer = table.scopes[outer].parent
    }
    return .unknown
  }

  private func classSeen(from scope: Int) -> Int {
    var outer = table.scopes[scope].parent
    while outer >= 0, table.scopes[outer].kind != .classBody { outer = table.scopes[outer].parent }
    return outer
  }

  /// Takes a variable from the scope that binds it: from a cell, unless both run in one frame.
  private func capture(_ number: Int, in scope: Int, from owner: Int) {
    let name = table.symbols[number].name
    let ownerHost = table.scopes[owner].host
    let host = table.scopes[scope].host
    if table.scopes[owner].kind == .classBody {
      table.scopes[owner].needsClassCell = true
    } else {
      let outer = table.symbol(name, in: owner)
      if host == ownerHost {
        table.symbols[number].resolution = .alias
        table.symbols[number].place = Int32(truncatingIfNeeded: outer)
        return
      }
      table.symbols[outer].flags.insert(.captured)
    }
    table.symbols[number].resolution = .free
    passThrough(name, from: host, to: ownerHost)
  }

  /// Gives each function between two a place for the variable in its closure.
  private func passThrough(_ name: NameID, from inner: Int, to owner: Int) {
    var host = inner
    while host != owner, host >= 0 {
      let symbol = table.symbol(name, in: host)
      if table.symbols[symbol].flags.contains(.passedThrough) { return }
      table.symbols[symbol].flags.insert(.passedThrough)
      table.scopes[host].frees.append(name)
      let parent = table.scopes[host].parent
      host = parent < 0 ? -1 : table.scopes[parent].host
    }
  }

  private func useClassDictionary(of scope: Int, for number: Int, _ resolution: Resolution) {
    table.symbols[number].resolution = resolution
    let owner = classSeen(from: scope)
    guard owner >= 0 else { return }
    table.scopes[owner].needsClassDictionary = true
    passThrough(known.classDictionary, from: table.scopes[scope].host, to: owner)
  }
}

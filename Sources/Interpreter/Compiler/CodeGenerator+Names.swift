// CodeGenerator+Names.swift — reading, writing and deleting names.

import Parser

extension CodeGenerator {
  /// The symbol that a name means here, and its number.
  func lookup(_ name: NameID) -> (symbol: Symbol, number: Int) {
    lookup(mangled: mangle(name))
  }

  func lookup(mangled name: NameID) -> (symbol: Symbol, number: Int) {
    guard var number = table.find(name, in: current) else {
      var symbol = Symbol(name: name, flags: [])
      symbol.resolution = kind == .classBody || (kind == .module && unit.options.isNameMode) ? .name : .global
      return (symbol, -1)
    }
    while table.symbols[number].resolution == .alias { number = Int(table.symbols[number].place) }
    return (table.symbols[number], number)
  }

  /// Whether a `:=` in the statement at hand may change this local.
  func isVolatile(_ name: NameID) -> Bool {
    guard hasWalrus else { return false }
    for walrus in table.scopes[scope].walruses
    where walrus.name == name && walrus.offset >= statementStart && walrus.offset < statementEnd {
      return true
    }
    return false
  }

  /// The register where the name's value stands already, checked to have one; nil if it must be loaded.
  func place(of id: NodeID, _ node: Node) -> Int? {
    let (symbol, number) = lookup(node.a)
    switch symbol.resolution {
    case .local:
      let local = Int(symbol.place)
      guard local < base else { return nil }
      if !asm.bound.contains(local) {
        check(local, symbol.name, at: id)
      }
      return isVolatile(symbol.name) ? nil : local
    case .inlined:
      return inlinedRegister(number, symbol.name, at: id)
    case .unresolved, .cell, .free, .global, .name, .nameOrFree, .alias, .classOrGlobal, .classOrFree: return nil
    }
  }

  private func check(_ local: Int, _ name: NameID, at id: NodeID) {
    emit(.checkBound, local, at: id)
    asm.word(self.name(name))
    cleared[local] = true
    asm.bound.insert(local)
  }

  private func inlinedRegister(_ number: Int, _ name: NameID, at id: NodeID) -> Int {
    guard let index = inlined.lastIndex(where: { $0.symbol == number }) else { return base }
    let variable = inlined[index]
    if !variable.isBound {
      emit(.checkBound, variable.register, at: id)
      asm.word(self.name(name))
    }
    return variable.register
  }

  // MARK: Reading

  func loadName(_ name: NameID, into target: Int, at id: NodeID) {
    if name == known.debug {
      load(unit.options.isOptimized ? .false : .true, into: target)
      return
    }
    load(lookup(name), into: target, at: id)
  }

  func load(_ found: (symbol: Symbol, number: Int), into target: Int, at id: NodeID) {
    let symbol = found.symbol
    let place = Int(symbol.place)
    switch symbol.resolution {
    case .local: loadLocal(symbol, into: target, at: id)
    case .inlined: move(target, inlinedRegister(found.number, symbol.name, at: id))
    case .cell:
      let cell = cellRegister(place)
      emit(.loadCell, target, cell, 0, at: id)
      asm.word(name(symbol.name))
      releaseCell(cell)
    case .free:
      asm.at(id)
      asm.emitWide(.loadFree, target, place)
      asm.word(name(symbol.name))
    case .unresolved, .global, .alias: loadGlobal(symbol.name, into: target, at: id)
    case .name:
      emit(.loadName, target, at: id)
      asm.word(name(symbol.name))
    case .nameOrFree:
      asm.at(id)
      asm.emitWide(.loadNameOrFree, target, place)
      asm.word(name(symbol.name))
    case .classOrGlobal, .classOrFree: loadThroughClass(symbol, into: target, at: id)
    }
  }

  func loadGlobal(_ name: NameID, into target: Int, at id: NodeID) {
    emit(.loadGlobal, target, at: id)
    asm.word(self.name(name))
    for _ in 0..<3 { asm.word(0) }
  }

  private func loadLocal(_ symbol: Symbol, into target: Int, at id: NodeID) {
    let local = Int(symbol.place)
    guard local >= base else {
      if !asm.bound.contains(local) { check(local, symbol.name, at: id) }
      move(target, local)
      return
    }
    let register = target >= base ? target : temporary()
    emit(.loadFar, register)
    asm.word(homes.home(of: local))
    emit(.checkBound, register, at: id)
    asm.word(name(symbol.name))
    if register != target {
      move(target, register)
      next -= 1
    }
  }

  /// The register of a cell; far ones are fetched into a temporary until `releaseCell`.
  private func cellRegister(_ local: Int) -> Int {
    if local < base { return local }
    let register = temporary()
    emit(.loadFar, register)
    asm.word(homes.home(of: local))
    return register
  }

  private func releaseCell(_ register: Int) {
    if register >= base { next -= 1 }
  }

  private func loadThroughClass(_ symbol: Symbol, into target: Int, at id: NodeID) {
    let register = temporary()
    let index = table.find(known.classDictionary, in: scope).map { Int(table.symbols[$0].freeIndex) } ?? 0
    asm.at(id)
    asm.emitWide(.loadFree, register, index)
    asm.word(name(known.classDictionary))
    if symbol.resolution == .classOrGlobal {
      emit(.loadFromOrGlobal, target, register)
      asm.word(name(symbol.name))
    } else {
      emit(.loadFromOrFree, target, register)
      asm.word(name(symbol.name))
      asm.word(Int(symbol.place))
    }
    next -= 1
  }

  // MARK: Writing

  /// The register of a plain near local that may be written directly; nil for all other names.
  func directRegister(_ name: NameID) -> Int? {
    let (symbol, _) = lookup(name)
    guard symbol.resolution == .local, Int(symbol.place) < base else { return nil }
    return Int(symbol.place)
  }

  func store(_ name: NameID, from source: Int, at id: NodeID) {
    let (symbol, number) = lookup(name)
    store(symbol, number, from: source, at: id)
  }

  func store(_ symbol: Symbol, _ number: Int, from source: Int, at id: NodeID) {
    let place = Int(symbol.place)
    switch symbol.resolution {
    case .local:
      if place < base {
        move(place, source)
        asm.bound.insert(place)
      } else {
        emit(.storeFar, source)
        asm.word(homes.home(of: place))
      }
    case .inlined:
      if let index = inlined.lastIndex(where: { $0.symbol == number }) {
        move(inlined[index].register, source)
        inlined[index].isBound = true
      }
    case .cell:
      let cell = cellRegister(place)
      emit(.storeCell, cell, source)
      releaseCell(cell)
    case .free: asm.emitWide(.storeFree, source, place)
    case .unresolved, .global, .alias:
      emit(.storeGlobal, source, at: id)
      asm.word(name(symbol.name))
      asm.word(0)
      asm.word(0)
    case .name, .nameOrFree, .classOrGlobal, .classOrFree:
      emit(.storeName, source, at: id)
      asm.word(name(symbol.name))
    }
  }

  // MARK: Deleting

  func delete(_ name: NameID, at id: NodeID) {
    let (symbol, _) = lookup(name)
    let place = Int(symbol.place)
    switch symbol.resolution {
    case .local: deleteLocal(place, symbol.name, at: id)
    case .cell:
      let cell = cellRegister(place)
      emit(.deleteCell, cell, at: id)
      asm.word(self.name(symbol.name))
      releaseCell(cell)
    case .free:
      asm.at(id)
      asm.emitWide(.deleteFree, 0, place)
      asm.word(self.name(symbol.name))
    case .unresolved, .global, .alias, .inlined:
      emit(.deleteGlobal, 0, at: id)
      asm.word(self.name(symbol.name))
    case .name, .nameOrFree, .classOrGlobal, .classOrFree:
      emit(.deleteName, 0, at: id)
      asm.word(self.name(symbol.name))
    }
  }

  private func deleteLocal(_ local: Int, _ name: NameID, at id: NodeID) {
    if local < base {
      emit(.deleteLocal, local, at: id)
      asm.word(self.name(name))
      cleared[local] = true
      asm.bound.remove(local)
      return
    }
    let register = temporary()
    emit(.loadFar, register)
    asm.word(homes.home(of: local))
    emit(.deleteLocal, register, at: id)
    asm.word(self.name(name))
    emit(.storeFar, register)
    asm.word(homes.home(of: local))
    next -= 1
  }
}

// CodeGenerator+Comprehensions.swift — comprehensions, which run in the frame around them, and generator expressions.

import Parser

extension CodeGenerator {
  /// One open `for` of a comprehension.
  private struct Clause {
    var head: Int
    var exit: Label
    var again: Label
  }

  func comprehension(_ id: NodeID, _ node: Node, into target: Int) {
    guard let inner = scopeNumber(of: id) else { return }
    let clauses = tree[list: node.kind == .dictionaryComprehension ? node.c : node.b]
    guard let first = clauses.first else { return }
    let result = target >= base ? target : temporary()
    let iterator = temporary()
    openIterator(tree[first], into: iterator)
    let (outer, savedFloor, savedInlined) = (current, floor, inlined.count)
    current = inner
    openVariables(inner, clears: clauses.count > 1 || !isPlainTarget(tree[first].a))
    floor = next
    emit(node.kind == .listComprehension ? .buildList : node.kind == .setComprehension ? .buildSet : .buildMap, result)
    loops(clauses, iterator: iterator) { add(id, node, to: result) }
    inlined.removeLast(inlined.count - savedInlined)
    current = outer
    floor = savedFloor
    move(target, result)
  }

  func scopeNumber(of id: NodeID) -> Int? {
    let number = unit.scopeOfNode[Int(id)]
    return number >= 0 ? Int(number) : nil
  }

  private func isPlainTarget(_ id: NodeID) -> Bool {
    let node = tree[id]
    return node.kind == .name
      || (node.kind == .tuple && tree[list: node.a].allSatisfy { tree[$0].kind == .name })
  }

  private func openIterator(_ clause: Node, into register: Int) {
    let value = iterable(clause.b)
    emit(clause.flag == 1 ? .getAsyncIterator : .getIterator, register, value, at: clause.b)
    next = register + 1
  }

  /// What a `for` goes over; a constant list becomes a constant tuple.
  func iterable(_ id: NodeID) -> Int {
    let node = tree[id]
    guard node.kind == .list, let items = folder.tuple(node.a) else { return operand(id) }
    let register = temporary()
    load(.tuple(items), into: register)
    return register
  }

  /// Gives the variables of a comprehension their registers.
  private func openVariables(_ inner: Int, clears: Bool) {
    let first = next
    var symbol = table.scopes[inner].firstSymbol
    while symbol >= 0 {
      let info = table.symbols[Int(symbol)]
      if info.resolution == .inlined {
        inlined.append(InlinedVariable(symbol: Int(symbol), register: temporary(), isBound: false))
      } else if info.resolution == .cell {
        makeCell(Int(info.place))
      }
      symbol = info.next
    }
    if clears, next > first { emit(.clear, first, next - first) }
  }

  private func makeCell(_ local: Int) {
    if local < base {
      emit(.clear, local, 1)
      emit(.makeCell, local)
      return
    }
    let register = temporary()
    emit(.clear, register, 1)
    emit(.makeCell, register)
    emit(.storeFar, register)
    asm.word(homes.home(of: local))
    next -= 1
  }

  /// All loops of a comprehension around `body`; the first iterator stands ready.
  private func loops(_ clauses: ArraySlice<NodeID>, iterator first: Int, _ body: () -> Void) {
    var open: [Clause] = []
    for id in clauses {
      let clause = tree[id]
      var iterator = first
      if !open.isEmpty {
        iterator = temporary()
        openIterator(clause, into: iterator)
      }
      let entry = Clause(head: asm.pc, exit: asm.makeLabel(), again: asm.makeLabel())
      open.append(entry)
      step(clause.a, iterator: iterator, isAsync: clause.flag == 1, exit: entry.exit, at: clause.b)
      for condition in tree[list: clause.c] { jump(condition, when: false, to: entry.again) }
    }
    body()
    for entry in open.reversed() {
      asm.bind(entry.again)
      asm.loop(to: entry.head)
      asm.bind(entry.exit)
    }
  }

  /// The next item of an iterator into a target, or a jump to `exit`.
  func step(_ target: NodeID, iterator: Int, isAsync: Bool, exit: Label, at id: NodeID) {
    let mark = next
    let node = tree[target]
    var register = -1
    if node.kind == .name {
      let (symbol, number) = lookup(node.a)
      if symbol.resolution == .local, Int(symbol.place) < base { register = Int(symbol.place) }
      if symbol.resolution == .inlined, let variable = inlined.last(where: { $0.symbol == number }) {
        register = variable.register
      }
    }
    if register < 0 { register = temporary() }
    emit(isAsync ? .forAsyncIterator : .forIterator, register, iterator, at: id)
    asm.offset(to: exit)
    assign(target, from: register)
    next = mark
  }

  private func add(_ id: NodeID, _ node: Node, to result: Int) {
    let mark = next
    if node.kind == .dictionaryComprehension {
      var key = operand(node.a)
      if key < base, hasWalrus {
        let copy = temporary()
        move(copy, key)
        key = copy
      }
      emit(.mapInsert, result, key, operand(node.b), at: node.a)
    } else {
      emit(node.kind == .setComprehension ? .setAdd : .listAppend, result, operand(node.a), at: node.a)
    }
    next = mark
  }

  // MARK: Generator expressions

  func generatorExpression(_ id: NodeID, _ node: Node, into target: Int) {
    guard let inner = scopeNumber(of: id), let first = tree[list: node.b].first else { return }
    let function = work(for: target)
    makeFunction(inner, into: function, flags: 0, at: id)
    next = function + 1
    openIterator(tree[first], into: temporary())
    emit(.call, function, 1, at: id)
    move(target, function)
  }

  func generatorBody() {
    let id = table.scopes[scope].node
    let node = tree[id]
    var iterator = 0
    if let symbol = table.find(known.argument, in: scope), table.symbols[symbol].resolution != .local {
      iterator = temporary()
    }
    floor = next
    loops(tree[list: node.b], iterator: iterator) {
      let mark = next
      let value = operand(node.a)
      let sent = temporary()
      emit(.yield, sent, value, isAsyncGenerator ? 1 : 0, at: node.a)
      next = mark
    }
  }
}

// CodeGenerator+Chains.swift — attributes, items and calls, one after the other.

import Parser

extension CodeGenerator {
  /// `x.a.f(1)[2].g()`: down to `x`, then up again, each step in place.
  ///
  /// A method call at register A has its receiver in A + 1, so `x` starts as far up as there are method calls above it
  /// and each call's result comes to stand where the next one needs it.
  func chain(_ id: NodeID, into target: Int) {
    let mark = spine.count
    var leaf = id
    var methods = 0
    while true {
      let node = tree[leaf]
      guard node.kind == .attribute || node.kind == .subscripted || node.kind == .call else { break }
      if node.kind == .attribute, superReceiver(attribute: node) != nil { break }
      spine.append(leaf)
      leaf = node.a
      if node.kind == .call, isMethodCall(node), superReceiver(attribute: tree[leaf]) == nil {
        methods += 1
        leaf = tree[leaf].a
      }
    }
    let first = target >= base && target == next - 1 ? target : next
    let limit = min(methods, 16)
    var value = chainStart(leaf, at: first + limit, mark: mark)
    while spine.count > mark {
      let step = spine.removeLast()
      let node = tree[step]
      let isLast = spine.count == mark
      if node.kind == .call, isMethodCall(node) {
        methods -= 1
        value = methodCall(step, node, receiver: value, at: first + min(methods, limit))
      } else if node.kind == .call {
        value = plainCall(step, node, callee: value, at: first + min(methods, limit))
      } else {
        let result = isLast ? target : value >= base && value >= first ? value : first + min(methods, limit)
        claim(result)
        if node.kind == .attribute {
          attribute(step, node, of: value, into: result)
        } else {
          item(step, node, of: value, into: result)
        }
        value = result
      }
    }
    move(target, value)
  }

  /// Makes sure that a register counts as used, and all above it as free.
  private func claim(_ register: Int) {
    guard register >= base else { return }
    if register >= next { reserve(register + 1 - next) }
  }

  /// The first value of a chain, in place if it is a local.
  private func chainStart(_ leaf: NodeID, at register: Int, mark: Int) -> Int {
    let node = tree[leaf]
    if node.kind == .attribute, let symbol = superReceiver(attribute: node) {
      if spine.count > mark, let last = spine.last, tree[last].kind == .call {
        spine.removeLast()
        return superCall(last, tree[last], symbol, at: register)
      }
      superAttribute(leaf, node, symbol, at: register)
      return register
    }
    if node.kind == .name, let place = place(of: leaf, node) { return place }
    claim(register)
    compile(leaf, into: register)
    return register
  }

  private func attribute(_ id: NodeID, _ node: Node, of value: Int, into result: Int) {
    emit(.getAttribute, result, value, at: id)
    asm.word(name(mangle(node.b)))
    for _ in 0..<3 { asm.word(0) }
  }

  private func item(_ id: NodeID, _ node: Node, of value: Int, into result: Int) {
    let mark = next
    if value >= base { next = max(next, value + 1) }
    if let constant = folder.fold(node.b), constant.isSmallNumber || constant.isString {
      let index = self.constant(constant)
      if index < 256 {
        emit(.getItemK, result, value, index, at: id)
        next = mark
        return
      }
    }
    let index = operand(node.b)
    emit(.getItem, result, value, index, at: id)
    next = mark
  }

  // MARK: Calls

  /// Whether a call is of an attribute and so can do without a bound method.
  private func isMethodCall(_ node: Node) -> Bool {
    tree[node.a].kind == .attribute && isSimple(node)
  }

  /// No stars, and few enough arguments for registers.
  private func isSimple(_ node: Node) -> Bool {
    let (positional, keywords) = (tree[list: node.b], tree[list: node.c])
    guard positional.count + keywords.count <= Self.displayLimit else { return false }
    return !positional.contains { tree[$0].kind == .starred } && !keywords.contains { tree[$0].a == 0 }
  }

  private func plainCall(_ id: NodeID, _ node: Node, callee: Int, at suggested: Int) -> Int {
    var register = callee
    if callee < base || callee < suggested {
      register = suggested
      claim(register)
      move(register, callee)
    }
    next = register + 1
    if isSimple(node) {
      arguments(node, call: .call, keywords: .callKeywords, at: register, name: nil, id: id)
    } else {
      spread(node, at: register, id: id)
    }
    next = register + 1
    return register
  }

  private func methodCall(_ id: NodeID, _ node: Node, receiver: Int, at suggested: Int) -> Int {
    var register = suggested
    if receiver >= base, receiver > suggested { register = receiver - 1 }
    if receiver >= base, receiver == suggested { register = receiver }
    claim(register + 1)
    move(register + 1, receiver)
    next = register + 2
    let name = mangle(tree[node.a].b)
    if canLookUpLate(node) {
      arguments(node, call: .callMethod, keywords: .callMethodKeywords, at: register, name: name, id: id)
    } else {
      emit(.loadMethod, register, at: node.a)
      asm.word(self.name(name))
      for _ in 0..<3 { asm.word(0) }
      arguments(node, call: .callPair, keywords: .callPairKeywords, at: register, name: nil, id: id)
    }
    next = register + 1
    return register
  }

  /// Whether nobody can see that a method is looked up after the arguments are evaluated.
  private func canLookUpLate(_ node: Node) -> Bool {
    tree[list: node.b].allSatisfy { isQuiet($0) } && tree[list: node.c].allSatisfy { isQuiet(tree[$0].b) }
  }

  /// Whether evaluating an expression runs nothing that a script could notice: names, constants, their attributes.
  private func isQuiet(_ id: NodeID) -> Bool {
    var node = tree[id]
    while node.kind == .attribute { node = tree[node.a] }
    if node.kind == .name || node.kind == .constant || node.kind == .lambda { return true }
    if node.kind == .binaryOperation { return isPlain(node.a) && isPlain(node.b) }
    if node.kind == .unaryOperation { return isPlain(node.a) }
    guard node.kind == .tuple || node.kind == .list || node.kind == .set else { return folder.fold(id) != nil }
    return tree[list: node.a].allSatisfy { isPlain($0) }
  }

  private func isPlain(_ id: NodeID) -> Bool { tree[id].kind == .name || tree[id].kind == .constant }

  /// Arguments into the registers from `next` on, then the call.
  private func arguments(
    _ node: Node, call: Opcode, keywords keywordCall: Opcode, at register: Int, name method: NameID?, id: NodeID
  ) {
    let positional = tree[list: node.b]
    let keywords = tree[list: node.c]
    for argument in positional { compile(argument, into: temporary()) }
    for keyword in keywords { compile(tree[keyword].b, into: temporary()) }
    let count = positional.count + keywords.count
    emit(keywords.isEmpty ? call : keywordCall, register, count, id == dropped ? 1 : 0, at: id)
    if let method { asm.word(name(method)) }
    if !keywords.isEmpty {
      asm.word(constant(.tuple(keywords.map { unit.names.constant(tree[$0].a) })))
    } else if method != nil {
      for _ in 0..<3 { asm.word(0) }
    }
  }

  /// A call with stars: the callee stands in `register`, a sequence and a dictionary are built after it.
  private func spread(_ node: Node, at register: Int, id: NodeID) {
    spread(tree[list: node.b], tree[list: node.c], at: register, id: id)
  }

  func spread(_ positional: ArraySlice<NodeID>, _ keywords: ArraySlice<NodeID>, at register: Int, id: NodeID) {
    let sequence = temporary()
    if positional.isEmpty {
      load(.tuple([]), into: sequence)
    } else if positional.count == 1, let only = positional.first, let own = ownStarArguments(only) {
      move(sequence, own)
    } else {
      buildList(positional, into: sequence, at: id, isCall: true)
    }
    let map = temporary()
    spreadKeywords(keywords, into: map, callee: register, id: id)
    emit(.callSpread, register, 0, id == dropped ? 1 : 0, at: id)
  }

  /// The register of the function's own `*args`, if `*args` is passed on untouched: it surely holds a tuple.
  private func ownStarArguments(_ id: NodeID) -> Int? {
    let inner = tree[tree[id].a]
    guard tree[id].kind == .starred, inner.kind == .name, current == scope else { return nil }
    let (symbol, _) = lookup(inner.a)
    guard symbol.resolution == .local, symbol.flags.isDisjoint(with: [.assigned, .deleted]) else { return nil }
    let parameters = unit.functions[table.scopes[scope].function].parameters
    guard parameters.hasStarArgs, Int(symbol.place) == parameters.positionalCount + parameters.keywordOnlyCount,
      Int(symbol.place) < base
    else { return nil }
    return Int(symbol.place)
  }

  func spreadKeywords(_ keywords: ArraySlice<NodeID>, into map: Int, callee: Int, id: NodeID) {
    guard !keywords.isEmpty else {
      loadUnbound(into: map)
      return
    }
    var rest = keywords
    var isFirst = true
    while !rest.isEmpty {
      let run = rest.prefix(Self.displayLimit / 2).prefix { tree[$0].a != 0 }
      if !run.isEmpty {
        let source = isFirst ? map : temporary()
        buildKeywords(run, into: source, at: id)
        if !isFirst {
          emit(.mapMerge, map, source, callee, at: id)
          next = map + 1
        }
        rest = rest.dropFirst(run.count)
      } else if let keyword = rest.popFirst() {
        if isFirst { emit(.buildMap, map, 0, 0) }
        let value = operand(tree[keyword].b)
        emit(.mapMerge, map, value, callee, at: id)
        next = map + 1
      }
      isFirst = false
    }
  }

  private func buildKeywords(_ run: ArraySlice<NodeID>, into target: Int, at id: NodeID) {
    let mark = next
    for keyword in run {
      load(unit.names.constant(tree[keyword].a), into: temporary())
      compile(tree[keyword].b, into: temporary())
    }
    emit(.buildMap, target, mark, run.count, at: id)
    next = mark
  }

  // MARK: super()

  /// The symbol of `__class__` when an attribute is one of `super()`, in a method.
  private func superReceiver(attribute: Node) -> Symbol? {
    let inner = tree[attribute.a]
    guard inner.kind == .call, tree.count(inner.b) == 0, tree.count(inner.c) == 0 else { return nil }
    let callee = tree[inner.a]
    guard callee.kind == .name, callee.a == known.superName, current == scope, kind == .function,
      unit.functions[table.scopes[scope].function].parameters.positionalCount > 0
    else { return nil }
    guard lookup(known.superName).symbol.resolution == .global,
      table.find(known.superName, in: 0).map({ table.symbols[$0].flags.isDisjoint(with: .bound) }) ?? true
    else { return nil }
    let symbol = lookup(mangled: known.classCell).symbol
    return symbol.resolution == .free ? symbol : nil
  }

  /// `super`, the class and the first argument in three registers.
  private func loadSuper(_ inner: Node, _ symbol: Symbol, at register: Int) {
    claim(register + 2)
    loadGlobal(known.superName, into: register, at: inner.a)
    load((symbol, 0), into: register + 1, at: inner.a)
    let first = unit.table.scopes[scope].firstParameter
    loadName(first, into: register + 2, at: inner.a)
  }

  private func superCall(_ id: NodeID, _ node: Node, _ symbol: Symbol, at register: Int) -> Int {
    let attribute = tree[node.a]
    loadSuper(tree[attribute.a], symbol, at: register)
    let isPlain = isSimple(node)
    emit(isPlain ? .superMethod : .superAttribute, register, at: node.a)
    asm.word(name(mangle(attribute.b)))
    if isPlain {
      next = register + 2
      arguments(node, call: .callPair, keywords: .callPairKeywords, at: register, name: nil, id: id)
    } else {
      next = register + 1
      spread(node, at: register, id: id)
    }
    next = register + 1
    return register
  }

  /// `super().x` without a call.
  private func superAttribute(_ id: NodeID, _ node: Node, _ symbol: Symbol, at register: Int) {
    loadSuper(tree[node.a], symbol, at: register)
    emit(.superAttribute, register, at: id)
    asm.word(name(mangle(node.b)))
    next = register + 1
  }
}

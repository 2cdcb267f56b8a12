// CodeGenerator+Assignments.swift — targets: assignment, unpacking, `del`.

import Parser

extension CodeGenerator {
  func assignment(_ node: Node) {
    let targets = tree[list: node.a]
    guard targets.count == 1, let target = targets.first else {
      let value = operand(node.b)
      for target in targets { assign(target, from: value) }
      return
    }
    let part = tree[target]
    if part.kind == .name, let direct = directRegister(part.a) {
      compile(node.b, into: direct)
      asm.bound.insert(direct)
    } else if part.kind == .tuple || part.kind == .list, assignInParallel(part, node.b) {
      return
    } else {
      assign(target, from: operand(node.b))
    }
  }

  /// `a, b = x, y` without a tuple.
  private func assignInParallel(_ target: Node, _ valueID: NodeID) -> Bool {
    let value = tree[valueID]
    guard value.kind == .tuple || value.kind == .list else { return false }
    let (targets, values) = (tree[list: target.a], tree[list: value.a])
    guard targets.count == values.count, targets.count > 0, targets.count <= Self.displayLimit,
      !targets.contains(where: { tree[$0].kind == .starred }), !values.contains(where: { tree[$0].kind == .starred })
    else { return false }
    let first = next
    let pairs = Array(zip(targets, values))
    let direct = targets.map { tree[$0].kind == .name ? directRegister(tree[$0].a) : nil }
    let areDirect = !direct.contains(nil) && !hasWalrus && Set(direct).count == direct.count
    for pair in pairs.dropLast() { compile(pair.1, into: temporary()) }
    guard let last = pairs.last else { return false }
    if areDirect, let register = direct[direct.count - 1] {
      compile(last.1, into: register)
      asm.bound.insert(register)
    } else {
      compile(last.1, into: temporary())
    }
    for (i, target) in targets.enumerated() where !(areDirect && i == targets.count - 1) {
      assign(target, from: first + i)
    }
    return true
  }

  /// Stores the value of a register in a target of any form.
  func assign(_ id: NodeID, from value: Int) {
    let mark = next
    let node = tree[id]
    if node.kind == .name {
      store(node.a, from: value, at: id)
    } else if node.kind == .attribute {
      let object = operand(node.a)
      emit(.setAttribute, object, value, at: id)
      asm.word(name(mangle(node.b)))
      for _ in 0..<3 { asm.word(0) }
    } else if node.kind == .subscripted {
      let object = operand(node.a)
      let index = operand(node.b)
      emit(.setItem, object, index, value, at: id)
    } else if node.kind == .starred {
      assign(node.a, from: value)
    } else {
      unpack(id, tree[list: node.a], from: value)
    }
    next = mark
  }

  private func unpack(_ id: NodeID, _ targets: ArraySlice<NodeID>, from value: Int) {
    if targets.count > Self.displayLimit {
      unpackMany(id, targets, from: value)
      return
    }
    if let star = targets.firstIndex(where: { tree[$0].kind == .starred }) {
      let before = star - targets.startIndex
      let first = next
      reserve(targets.count)
      emit(.unpackStar, first, value, before, at: id)
      asm.word(targets.count - before - 1)
      for (i, target) in targets.enumerated() { assign(target, from: first + i) }
      return
    }
    if let direct = consecutive(targets), value < direct || value >= direct + targets.count {
      emit(.unpack, direct, value, targets.count, at: id)
      for i in 0..<targets.count { asm.bound.insert(direct + i) }
      markInlinedBound(targets)
      return
    }
    let first = next
    reserve(targets.count)
    emit(.unpack, first, value, targets.count, at: id)
    for (i, target) in targets.enumerated() { assign(target, from: first + i) }
  }

  /// The first register if the targets are plain locals in consecutive registers.
  private func consecutive(_ targets: ArraySlice<NodeID>) -> Int? {
    var first = -1
    for (i, target) in targets.enumerated() {
      guard tree[target].kind == .name, let register = plainRegister(tree[target].a) else { return nil }
      if i == 0 { first = register } else if register != first + i { return nil }
    }
    return first >= 0 ? first : nil
  }

  private func plainRegister(_ name: NameID) -> Int? {
    let (symbol, number) = lookup(name)
    if symbol.resolution == .local { return Int(symbol.place) < base ? Int(symbol.place) : nil }
    return symbol.resolution == .inlined ? inlined.last { $0.symbol == number }?.register : nil
  }

  private func markInlinedBound(_ targets: ArraySlice<NodeID>) {
    for target in targets {
      let (symbol, number) = lookup(tree[target].a)
      if symbol.resolution == .inlined, let index = inlined.lastIndex(where: { $0.symbol == number }) {
        inlined[index].isBound = true
      }
    }
  }

  /// More targets than registers: a chunk at a time, the rest in a list.
  private func unpackMany(_ id: NodeID, _ targets: ArraySlice<NodeID>, from value: Int) {
    let rest = temporary()
    move(rest, value)
    var left = targets
    while left.count > Self.displayLimit {
      let chunk = left.prefix(Self.displayLimit).prefix { tree[$0].kind != .starred }
      if chunk.isEmpty { break }
      left = left.dropFirst(chunk.count)
      let first = next
      reserve(chunk.count + 1)
      emit(.unpackStar, first, rest, chunk.count, at: id)
      asm.word(0)
      move(rest, first + chunk.count)
      for (i, target) in chunk.enumerated() { assign(target, from: first + i) }
      next = first
    }
    if left.count > Self.displayLimit {
      unpackFromEnd(id, left, list: rest)
    } else if !left.isEmpty {
      unpack(id, left, from: rest)
    } else {
      emit(.unpack, next, rest, 0, at: id)
    }
  }

  /// A starred target with very many after it: the last ones are taken off the end one by one.
  private func unpackFromEnd(_ id: NodeID, _ targets: ArraySlice<NodeID>, list: Int) {
    guard let star = targets.first else { return }
    let after = targets.dropFirst()
    let mark = next
    let bounds = next
    reserve(3)
    load(.integer(-after.count), into: bounds + 1)
    load(.none, into: bounds)
    load(.none, into: bounds + 2)
    let piece = temporary()
    emit(.buildSlice, piece, bounds)
    emit(.getItem, piece, list, piece, at: id)
    assign(star, from: piece)
    for (i, target) in after.enumerated() {
      load(.integer(i - after.count), into: bounds)
      emit(.getItem, piece, list, bounds, at: id)
      assign(target, from: piece)
    }
    next = mark
  }

  // MARK: Augmented and annotated

  func augmentedAssignment(_ id: NodeID, _ node: Node) {
    let target = tree[node.a]
    if target.kind == .name {
      if let direct = directRegister(target.a), let place = place(of: node.a, target) {
        inPlace(id, node, left: place, into: direct)
        return
      }
      let value = temporary()
      loadName(target.a, into: value, at: node.a)
      inPlace(id, node, left: value, into: value)
      store(target.a, from: value, at: node.a)
    } else if target.kind == .attribute {
      let object = operand(target.a)
      let value = temporary()
      emit(.getAttribute, value, object, at: node.a)
      asm.word(name(mangle(target.b)))
      for _ in 0..<3 { asm.word(0) }
      inPlace(id, node, left: value, into: value)
      emit(.setAttribute, object, value, at: node.a)
      asm.word(name(mangle(target.b)))
      for _ in 0..<3 { asm.word(0) }
    } else if target.kind == .subscripted {
      let object = operand(target.a)
      let index = operand(target.b)
      let value = temporary()
      emit(.getItem, value, object, index, at: node.a)
      inPlace(id, node, left: value, into: value)
      emit(.setItem, object, index, value, at: node.a)
    }
  }

  private func inPlace(_ id: NodeID, _ node: Node, left: Int, into result: Int) {
    if let constant = folder.fold(node.b), constant.isSmallNumber {
      let index = self.constant(constant)
      if index < 256 {
        emit(Self.opcodeK(node.flag), result, left, index, at: id)
        asm.word(1)
        return
      }
    }
    let mark = next
    let right = operand(node.b)
    emit(Self.opcode(node.flag), result, left, right, at: id)
    asm.word(1)
    next = mark
  }

  func annotatedAssignment(_ node: Node) {
    let target = tree[node.a]
    if node.c != 0 {
      assign(node.a, from: operand(node.c))
    } else if target.kind == .attribute {
      _ = operand(target.a)
    } else if target.kind == .subscripted {
      _ = operand(target.a)
      _ = operand(target.b)
    }
    guard kind == .module || kind == .classBody else { return }
    if node.flag == 1 {
      let value = temporary()
      annotation(node.b, into: value)
      let map = temporary()
      loadName(known.annotations, into: map, at: node.a)
      let key = temporary()
      load(unit.names.constant(mangle(target.a)), into: key)
      emit(.setItem, map, key, value, at: node.a)
    } else if !unit.annotationsAreText {
      _ = operand(node.b)
    }
  }

  // MARK: del

  func delete(_ id: NodeID) {
    let mark = next
    let node = tree[id]
    if node.kind == .name {
      delete(node.a, at: id)
    } else if node.kind == .attribute {
      emit(.deleteAttribute, operand(node.a), at: id)
      asm.word(name(mangle(node.b)))
    } else if node.kind == .subscripted {
      let object = operand(node.a)
      emit(.deleteItem, object, operand(node.b), at: id)
    } else {
      for element in tree[list: node.a] { delete(element) }
    }
    next = mark
  }
}

// CodeGenerator+Blocks.swift — protected ranges, and the ways out of statements.

import Parser

extension CodeGenerator {
  func push(_ block: Block) {
    var block = block
    block.rangeStart = asm.pc
    blocks.append(block)
  }

  /// Ends the innermost block's protected range and forgets it.
  func pop() {
    let block = blocks.removeLast()
    closeRange(block)
  }

  private func closeRange(_ block: Block) {
    guard let handler = block.handler else { return }
    asm.protect(from: block.rangeStart, handler: handler, register: block.handlerRegister)
  }

  /// Emits what leaving all blocks above `depth` takes, innermost first. The blocks stay: other paths are inside them.
  func unwind(to depth: Int) {
    let left = blocks[depth...]
    guard !left.isEmpty else { return }
    let (savedFloor, saved) = (floor, Array(left))
    floor = next
    for block in saved.reversed() {
      pop()
      if asm.isReachable { leave(block) }
    }
    floor = savedFloor
    for block in saved { push(block) }
  }

  private func leave(_ block: Block) {
    switch block.kind {
    case .loop: if block.ownsIterator { emit(.clear, block.register, 1, 1, at: block.node) }
    case .tryBody: break
    case .finallyBody: statements(tree[list: block.body])
    case .handling: endHandling(block.register, name: block.name, at: block.node)
    case .with, .asyncWith: callExit(block)
    }
  }

  /// The exception is handled no more; the name of `except ... as` goes away.
  func endHandling(_ register: Int, name: NameID, at id: NodeID) {
    emit(.popHandled, register)
    forget(name, at: id)
  }

  /// `name = None; del name`.
  func forget(_ name: NameID, at id: NodeID) {
    guard name != 0 else { return }
    let (symbol, _) = lookup(name)
    if symbol.resolution == .local, Int(symbol.place) < base {
      emit(.clear, Int(symbol.place), 1)
      cleared[Int(symbol.place)] = true
      asm.bound.remove(Int(symbol.place))
      return
    }
    let register = temporary()
    load(.none, into: register)
    store(name, from: register, at: id)
    next -= 1
    delete(name, at: id)
  }

  /// `exit(None, None, None)` at the end of a `with`.
  func callExit(_ block: Block) {
    let mark = next
    let callee = block.register == next - 1 ? block.register : temporary()
    move(callee, block.register)
    for _ in 0..<3 { load(.none, into: temporary()) }
    emit(.call, callee, 3, at: block.node)
    if block.kind == .asyncWith { emit(.await, callee, callee, 2, at: block.node) }
    next = mark
  }

  // MARK: return, break, continue

  func returnStatement(_ id: NodeID, _ node: Node) {
    let mark = next
    guard blocks.contains(where: { $0.kind != .tryBody && ($0.kind != .loop || $0.ownsIterator) }) else {
      if node.a == 0 || isNone(node.a) {
        emit(.returnNone, 0)
      } else {
        emit(.return, operand(node.a))
      }
      asm.endPath()
      next = mark
      return
    }
    let constant = node.a == 0 ? Constant.none : folder.fold(node.a)
    var value = 0
    if constant == nil {
      value = operand(node.a)
      if value < base {
        let copy = temporary()
        move(copy, value)
        value = copy
      }
    }
    unwind(to: 0)
    if asm.isReachable {
      if let constant, constant != .none {
        value = temporary()
        load(constant, into: value)
      }
      if constant == .some(.none) { emit(.returnNone, 0) } else { emit(.return, value) }
      asm.endPath()
    }
    next = mark
  }

  private func isNone(_ id: NodeID) -> Bool {
    guard tree[id].kind == .constant, case .none = tree.literals[Int(tree[id].a)] else { return false }
    return true
  }

  func jumpStatement(_ node: Node) {
    guard let depth = blocks.lastIndex(where: { $0.kind == .loop }) else { return }
    unwind(to: depth + 1)
    guard asm.isReachable else { return }
    if node.kind == .breakStatement {
      if let exit = blocks[depth].exit { asm.jump(to: exit) }
    } else {
      asm.loop(to: blocks[depth].head)
    }
  }

  // MARK: Handlers

  /// Compiles code in which the exception in `register` is handled: whatever it raises leaves the handling first.
  func handling(_ register: Int, name: NameID = 0, at id: NodeID, _ body: () -> Void) {
    var block = Block(.handling, node: id)
    block.register = register
    block.name = name
    block.handler = asm.makeLabel()
    block.handlerRegister = register + 2
    let (mark, savedFloor) = (next, floor)
    next = max(next, register + 2)
    floor = next
    let entry = asm.bound
    push(block)
    body()
    pop()
    floor = savedFloor
    next = mark
    pendingCleanups.append(Cleanup(block: block, bound: entry))
  }

  /// Emits the code that exceptions out of `handling` go to. Nothing may fall into it.
  func emitCleanups(from first: Int) {
    while pendingCleanups.count > first {
      let cleanup = pendingCleanups.remove(at: first)
      guard let label = cleanup.block.handler, asm.isReferenced(label) else { continue }
      var bound = cleanup.bound
      bound.subtract(deleted)
      asm.enterHandler(label, bound: bound)
      let register = cleanup.block.handlerRegister
      let mark = next
      next = max(next, register)
      if next < register + 2 { reserve(register + 2 - next) }
      forget(cleanup.block.name, at: cleanup.block.node)
      move(register + 1, cleanup.block.register + 1)
      emit(.reraise, register)
      asm.endPath()
      next = mark
    }
  }
}

/// Code still to be emitted for exceptions raised while another one was handled.
struct Cleanup {
  let block: Block
  let bound: BoundSet
}

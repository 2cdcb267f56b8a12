// CodeGenerator+Compound.swift — if, while, for, with, try.

import Parser

extension CodeGenerator {
  func ifStatement(_ first: Node) {
    let end = asm.makeLabel()
    var node = first
    while true {
      let rest = tree[list: node.c]
      let known = knownTruth(node.a, tree[node.a])
      if known == true {
        statements(node.b)
        break
      }
      if known == nil, !jumpOut(node) {
        let other = asm.makeLabel()
        jump(node.a, when: false, to: other)
        statements(node.b)
        if !rest.isEmpty { asm.jump(to: end) }
        asm.bind(other)
      }
      guard asm.isReachable else { break }
      if rest.count == 1, let only = rest.first, tree[only].kind == .ifStatement {
        node = tree[only]
        statementStart = node.start
        continue
      }
      statements(rest)
      break
    }
    asm.bind(end)
  }

  /// `if condition: break` as one jump, where nothing has to be left in order.
  private func jumpOut(_ node: Node) -> Bool {
    let body = tree[list: node.b]
    guard body.count == 1, let only = body.first, tree[only].kind == .breakStatement, let block = blocks.last,
      block.kind == .loop, let exit = block.exit
    else { return false }
    jump(node.a, when: true, to: exit)
    return true
  }

  func whileStatement(_ id: NodeID, _ node: Node) {
    let (past, exit) = (asm.makeLabel(), asm.makeLabel())
    asm.bound.subtract(deleted)
    let head = asm.pc
    jump(node.a, when: false, to: past)
    if asm.isReachable {
      var block = Block(.loop, node: id)
      (block.exit, block.head) = (exit, head)
      push(block)
      statements(node.b)
      asm.loop(to: head)
      pop()
    }
    asm.bind(past)
    if asm.isReachable { statements(node.c) }
    asm.bind(exit)
  }

  func forStatement(_ id: NodeID, _ node: Node) {
    let isAsync = node.kind == .asyncFor
    let iterator = temporary()
    let value = iterable(node.b)
    emit(isAsync ? .getAsyncIterator : .getIterator, iterator, value, at: node.b)
    next = iterator + 1
    floor = next
    let (past, exit) = (asm.makeLabel(), asm.makeLabel())
    asm.bound.subtract(deleted)
    let head = asm.pc
    step(node.a, iterator: iterator, isAsync: isAsync, exit: past, at: node.b)
    var block = Block(.loop, node: id)
    (block.exit, block.head) = (exit, head)
    push(block)
    statements(node.c)
    asm.loop(to: head)
    pop()
    asm.bind(past)
    if asm.isReachable { statements(node.d) }
    asm.bind(exit)
  }

  // MARK: with

  func with(_ items: ArraySlice<NodeID>, _ node: Node) {
    guard let item = items.first else {
      statements(node.b)
      return
    }
    let isAsync = node.kind == .asyncWith
    let context = tree[item].a
    let register = next
    let source = operand(context)
    next = register
    reserve(2)
    emit(isAsync ? .loadAsyncContext : .loadContext, register, source, at: context)
    emit(.call, register + 1, 0, at: context)
    if isAsync { emit(.await, register + 1, register + 1, 1, at: context) }
    var block = Block(isAsync ? .asyncWith : .with, node: context)
    block.register = register
    block.handler = asm.makeLabel()
    block.handlerRegister = register + 1
    let entry = asm.bound
    let end = asm.makeLabel()
    push(block)
    let savedFloor = floor
    floor = register + 1
    if tree[item].b != 0 {
      floor = next
      assign(tree[item].b, from: register + 1)
    }
    next = register + 1
    floor = next
    with(items.dropFirst(), node)
    pop()
    if asm.isReachable {
      callExit(block)
      asm.jump(to: end)
    }
    exceptionalExit(block, entry: entry, end: end)
    asm.bind(end)
    next = register
    floor = savedFloor
  }

  private func exceptionalExit(_ block: Block, entry: BoundSet, end: Label) {
    guard let handler = block.handler, asm.isReferenced(handler) else { return }
    let cleanups = pendingCleanups.count
    var entry = entry
    entry.subtract(deleted)
    asm.enterHandler(handler, bound: entry)
    let (exit, exception) = (block.register, block.handlerRegister)
    let suppressed = asm.makeLabel()
    next = max(next, exception)
    if next < exception + 2 { reserve(exception + 2 - next) }
    handling(exception, at: block.node) {
      if block.kind == .asyncWith {
        emit(.callAsyncExit, exit, exception, at: block.node)
        emit(.await, exit, exit, 2, at: block.node)
      } else {
        emit(.callExit, exit, exception, at: block.node)
      }
      emit(.jumpIfTrue, exit, at: block.node)
      asm.offset(to: suppressed)
    }
    emit(.reraise, exception)
    asm.endPath()
    asm.bind(suppressed)
    emit(.popHandled, exception)
    asm.jump(to: end)
    emitCleanups(from: cleanups)
  }

  // MARK: try

  func tryStatement(_ id: NodeID, _ node: Node) {
    guard tree.count(node.d) > 0 else {
      handlers(id, node)
      return
    }
    let end = asm.makeLabel()
    let register = next
    var block = Block(.finallyBody, node: id)
    block.body = node.d
    block.handler = asm.makeLabel()
    block.handlerRegister = register
    var entry = asm.bound
    push(block)
    handlers(id, node)
    pop()
    if asm.isReachable {
      statements(node.d)
      asm.jump(to: end)
    }
    if let handler = block.handler, asm.isReferenced(handler) {
      let cleanups = pendingCleanups.count
      entry.subtract(deleted)
      asm.enterHandler(handler, bound: entry)
      reserve(2)
      handling(register, at: id) { statements(node.d) }
      if asm.isReachable {
        emit(.reraise, register)
        asm.endPath()
      }
      emitCleanups(from: cleanups)
    }
    asm.bind(end)
    next = register
  }

  /// The part of a `try` before its `finally`.
  private func handlers(_ id: NodeID, _ node: Node) {
    let handlers = tree[list: node.b]
    guard !handlers.isEmpty else {
      statements(node.a)
      if asm.isReachable { statements(node.c) }
      return
    }
    let end = asm.makeLabel()
    let register = next
    var block = Block(.tryBody, node: id)
    block.handler = asm.makeLabel()
    block.handlerRegister = register
    var entry = asm.bound
    push(block)
    statements(node.a)
    pop()
    if asm.isReachable { statements(node.c) }
    asm.jump(to: end)
    if let label = block.handler, asm.isReferenced(label) {
      let cleanups = pendingCleanups.count
      entry.subtract(deleted)
      asm.enterHandler(label, bound: entry)
      reserve(2)
      if node.kind == .tryStar {
        groupHandlers(id, handlers, register: register, end: end)
      } else {
        for handler in handlers where asm.isReachable { self.handler(handler, register: register, end: end) }
        if asm.isReachable {
          emit(.reraise, register)
          asm.endPath()
        }
      }
      emitCleanups(from: cleanups)
    }
    asm.bind(end)
    next = register
  }

  private func handler(_ id: NodeID, register: Int, end: Label) {
    let node = tree[id]
    let other = asm.makeLabel()
    if node.b == 0 {
      handling(register, at: id) {
        if node.a != 0 { matchType(node.a, register, other, at: id) }
        statements(node.c)
      }
    } else {
      if node.a != 0 { handling(register, at: id) { matchType(node.a, register, other, at: id) } }
      store(node.b, from: register, at: id)
      handling(register, name: node.b, at: id) { statements(node.c) }
    }
    if asm.isReachable {
      endHandling(register, name: node.b, at: id)
      asm.jump(to: end)
    }
    asm.bind(other)
  }

  private func matchType(_ type: NodeID, _ register: Int, _ other: Label, at id: NodeID) {
    let mark = next
    let value = operand(type)
    emit(.jumpNoMatch, register, value, at: id)
    asm.offset(to: other)
    next = mark
  }

  // MARK: except*

  /// Registers after the exception and the one handled before: the original group, a list of what handlers raised, and
  /// what no handler took yet.
  private func groupHandlers(_ id: NodeID, _ handlers: ArraySlice<NodeID>, register: Int, end: Label) {
    let original = temporary()
    let raised = temporary()
    let rest = temporary()
    let match = temporary()
    reserve(1)
    handling(register, at: id) {
      next = match + 2
      move(original, register)
      emit(.buildList, raised)
      move(rest, register)
    }
    for handler in handlers { groupHandler(handler, register: register, rest: rest, raised: raised, match: match) }
    let done = asm.makeLabel()
    handling(register, at: id) {
      let past = asm.makeLabel()
      emit(.jumpNone, rest, 0, 1)
      asm.offset(to: past)
      emit(.listAppend, raised, rest)
      asm.bind(past)
      emit(.combineGroup, match, original, at: id)
      emit(.jumpNone, match, 0, 1)
      asm.offset(to: done)
    }
    move(match + 1, register + 1)
    emit(.reraise, match)
    asm.endPath()
    asm.bind(done)
    emit(.popHandled, register)
    asm.jump(to: end)
  }

  private func groupHandler(_ id: NodeID, register: Int, rest: Int, raised: Int, match: Int) {
    let node = tree[id]
    let (other, caught) = (asm.makeLabel(), asm.makeLabel())
    next = match + 2
    handling(register, at: id) {
      next = match + 2
      let type = operand(node.a)
      emit(.matchGroup, match, rest, type, at: node.a)
      move(rest, match + 1)
      emit(.jumpNone, match, 0, 1)
      asm.offset(to: other)
    }
    next = match + 2
    if node.b != 0 { store(node.b, from: match, at: id) }
    var entry = asm.bound
    entry.subtract(deleted)
    var block = Block(.handling, node: id)
    block.register = register
    block.handler = caught
    block.handlerRegister = match
    let savedFloor = floor
    floor = next
    push(block)
    statements(node.c)
    pop()
    floor = savedFloor
    forgetIfReachable(node.b, at: id)
    asm.jump(to: other)
    if asm.isReferenced(caught) {
      asm.enterHandler(caught, bound: entry)
      next = match + 2
      forget(node.b, at: id)
      emit(.listAppend, raised, match)
      emit(.popHandled, match)
      asm.jump(to: other)
    }
    asm.bind(other)
  }

  private func forgetIfReachable(_ name: NameID, at id: NodeID) {
    if asm.isReachable { forget(name, at: id) }
  }
}

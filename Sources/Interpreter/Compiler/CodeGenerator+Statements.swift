// CodeGenerator+Statements.swift — statements that are no compound ones, and lists of them.

import Parser

extension CodeGenerator {
  func statements(_ list: ListID) { statements(tree[list: list]) }

  func statements(_ list: ArraySlice<NodeID>) {
    for statement in list {
      guard asm.isReachable, failure == nil else { return }
      self.statement(statement)
    }
  }

  private func statement(_ id: NodeID) {
    let node = tree[id]
    let (mark, savedFloor, start, end) = (next, floor, statementStart, statementEnd)
    floor = next
    (statementStart, statementEnd) = (node.start, node.end)
    statement(id, node)
    next = mark
    floor = savedFloor
    (statementStart, statementEnd) = (start, end)
    if asm.pc > 1 << 23, failure == nil { failure = "code too large" }
  }

  private func statement(_ id: NodeID, _ node: Node) {
    switch node.kind {
    case .expressionStatement: expressionStatement(id, node)
    case .assign: assignment(node)
    case .augmentedAssign: augmentedAssignment(id, node)
    case .annotatedAssign: annotatedAssignment(node)
    case .ifStatement: ifStatement(node)
    case .returnStatement: returnStatement(id, node)
    case .functionDef, .asyncFunctionDef: functionDefinition(id, node)
    case .classDef: classDefinition(id, node)
    case .forStatement, .asyncFor: forStatement(id, node)
    case .whileStatement: whileStatement(id, node)
    case .with, .asyncWith: with(tree[list: node.a], node)
    case .tryStatement: tryStatement(id, node)
    case .tryStar: tryStatement(id, node)
    case .match: match(node)
    case .raise: raise(id, node)
    case .assert: assertion(id, node)
    case .delete: for target in tree[list: node.a] { delete(target) }
    case .importStatement: for alias in tree[list: node.a] { importModule(alias, at: id) }
    case .importFrom: importFrom(id, node)
    case .typeAlias: typeAlias(id, node)
    case .breakStatement, .continueStatement: jumpStatement(node)
    case .absent, .global, .nonlocal, .pass, .booleanOperation, .namedExpression, .binaryOperation, .unaryOperation,
      .lambda, .conditional, .dictionary, .set, .listComprehension, .setComprehension, .dictionaryComprehension,
      .generatorExpression, .await, .yield, .yieldFrom, .compare, .call, .formattedValue, .joinedString, .constant,
      .attribute, .subscripted, .starred, .name, .list, .tuple, .slice, .functionParts, .classParts, .comprehension,
      .exceptHandler, .parameters, .parameter, .keyword, .alias, .withItem, .matchCase, .matchValue, .matchSingleton,
      .matchSequence, .matchMapping, .matchClass, .matchStar, .matchAs, .matchOr, .typeVariable,
      .parameterSpecification, .typeVariableTuple:
      break
    }
  }

  private func expressionStatement(_ id: NodeID, _ node: Node) {
    if unit.options.mode == .interactive, kind == .module {
      let value = operand(node.a)
      emit(.intrinsic, temporary(), value, Int(Intrinsic.displayHook.rawValue), at: id)
      return
    }
    if tree[node.a].kind == .constant { return }
    _ = operand(node.a)
  }

  private func raise(_ id: NodeID, _ node: Node) {
    if node.a == 0 {
      emit(.raiseHandled, 0, at: id)
    } else {
      let exception = operand(node.a)
      if node.b == 0 {
        emit(.raise, exception, at: id)
      } else {
        emit(.raiseFrom, exception, operand(node.b), at: id)
      }
    }
    asm.endPath()
  }

  private func assertion(_ id: NodeID, _ node: Node) {
    guard !unit.options.isOptimized else { return }
    let past = asm.makeLabel()
    jump(node.a, when: true, to: past)
    if asm.isReachable {
      let error = temporary()
      emit(.loadAssertionError, error)
      if node.b != 0 {
        compile(node.b, into: temporary())
        emit(.call, error, 1, at: node.a)
      }
      emit(.raise, error, at: node.a)
      asm.endPath()
    }
    asm.bind(past)
  }

  // MARK: import

  private func importModule(_ alias: NodeID, at id: NodeID) {
    let node = tree[alias]
    let module = temporary()
    emit(.importName, module, 0, 0, at: id)
    asm.word(name(node.a))
    asm.word(0xFFFF_FFFF)
    if node.b == 0 {
      store(unit.names.head(of: node.a), from: module, at: id)
    } else {
      for part in unit.names.parts(of: node.a).dropFirst() {
        emit(.importFrom, module, module, at: id)
        asm.word(name(part))
      }
      store(node.b, from: module, at: id)
    }
    next -= 1
  }

  private func importFrom(_ id: NodeID, _ node: Node) {
    let aliases = tree[list: node.b]
    let module = temporary()
    emit(.importName, module, Int(node.c), 1, at: id)
    asm.word(node.a == 0 ? constant(.string([], interned: true)) : name(node.a))
    asm.word(constant(.tuple(aliases.map { unit.names.constant(tree[$0].a) })))
    for alias in aliases {
      let part = tree[alias]
      if part.a == known.star {
        emit(.importStar, module, kind == .module && unit.options.isNameMode ? 1 : 0, at: id)
        continue
      }
      let target = part.b == 0 ? part.a : part.b
      let direct = directRegister(target)
      let value = direct ?? temporary()
      emit(.importFrom, value, module, at: id)
      asm.word(name(part.a))
      store(target, from: value, at: id)
      next = module + 1
    }
    next = module
  }
}

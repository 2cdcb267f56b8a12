// CodeGenerator+Patterns.swift — `match`.

import Parser

extension CodeGenerator {
  /// A name that a pattern binds, and where its value waits until the whole pattern has matched.
  struct PatternCapture {
    var name: NameID
    var register: Int
    var isFar: Bool
  }

  func match(_ node: Node) {
    let subject = temporary()
    compile(node.a, into: subject)
    floor = next
    let end = asm.makeLabel()
    let cases = tree[list: node.b]
    for id in cases where asm.isReachable {
      let part = tree[id]
      let other = asm.makeLabel()
      let (mark, savedFar) = (next, firstFreeFar)
      var captures: [PatternCapture] = []
      pattern(part.a, subject, fail: other, &captures)
      for capture in captures { bind(capture, at: part.a) }
      next = mark
      firstFreeFar = savedFar
      if part.b != 0 { jump(part.b, when: false, to: other) }
      statements(part.c)
      if id != cases.last { asm.jump(to: end) }
      asm.bind(other)
    }
    asm.bind(end)
  }

  private func bind(_ capture: PatternCapture, at id: NodeID) {
    guard capture.isFar else {
      store(capture.name, from: capture.register, at: id)
      return
    }
    let register = temporary()
    emit(.loadFar, register)
    asm.word(capture.register)
    store(capture.name, from: register, at: id)
    next -= 1
  }

  private func capture(_ name: NameID, _ register: Int, _ captures: inout [PatternCapture]) {
    guard next > 150 else {
      captures.append(PatternCapture(name: name, register: register, isFar: false))
      return
    }
    let far = allocateFar(1)
    emit(.storeFar, register)
    asm.word(far)
    captures.append(PatternCapture(name: name, register: far, isFar: true))
  }

  private func pattern(_ id: NodeID, _ subject: Int, fail: Label, _ captures: inout [PatternCapture]) {
    let node = tree[id]
    switch node.kind {
    case .matchValue: valuePattern(id, node, subject, fail)
    case .matchSingleton: singletonPattern(node, subject, fail)
    case .matchSequence: sequencePattern(id, node, subject, fail, &captures)
    case .matchMapping: mappingPattern(id, node, subject, fail, &captures)
    case .matchClass: classPattern(id, node, subject, fail, &captures)
    case .matchAs:
      if node.a != 0 { pattern(node.a, subject, fail: fail, &captures) }
      if node.b != 0 { capture(node.b, subject, &captures) }
    case .matchOr: alternatives(node, subject, fail, &captures)
    case .matchStar: if node.a != 0 { capture(node.a, subject, &captures) }
    case .absent, .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias,
      .augmentedAssign, .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith,
      .match, .raise, .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal,
      .expressionStatement, .pass, .breakStatement, .continueStatement, .booleanOperation, .namedExpression,
      .binaryOperation, .unaryOperation, .lambda, .conditional, .dictionary, .set, .listComprehension,
      .setComprehension, .dictionaryComprehension, .generatorExpression, .await, .yield, .yieldFrom, .compare, .call,
      .formattedValue, .joinedString, .constant, .attribute, .subscripted, .starred, .name, .list, .tuple, .slice,
      .functionParts, .classParts, .comprehension, .exceptHandler, .parameters, .parameter, .keyword, .alias,
      .withItem, .matchCase, .typeVariable, .parameterSpecification, .typeVariableTuple:
      break
    }
  }

  private func valuePattern(_ id: NodeID, _ node: Node, _ subject: Int, _ fail: Label) {
    let mark = next
    if let constant = folder.fold(node.a), constant.isSmallNumber || constant.isString {
      let index = self.constant(constant)
      if index < 256 {
        emit(.jumpEqualK, subject, index, 0, at: id)
        asm.offset(to: fail)
        return
      }
    }
    let value = operand(node.a)
    emit(.jumpEqual, subject, value, 0, at: id)
    asm.offset(to: fail)
    next = mark
  }

  private func singletonPattern(_ node: Node, _ subject: Int, _ fail: Label) {
    let constant = folder.constant(tree[node.a])
    if constant == Constant.none {
      emit(.jumpNone, subject, 0, 0)
    } else {
      let value = temporary()
      load(constant, into: value)
      emit(.jumpSame, subject, value, 0)
      next -= 1
    }
    asm.offset(to: fail)
  }

  // MARK: Sequences

  private func isWildcard(_ id: NodeID) -> Bool {
    let node = tree[id]
    return (node.kind == .matchAs && node.a == 0 && node.b == 0) || (node.kind == .matchStar && node.a == 0)
  }

  private func sequencePattern(
    _ id: NodeID, _ node: Node, _ subject: Int, _ fail: Label, _ captures: inout [PatternCapture]
  ) {
    let patterns = tree[list: node.a]
    let star = patterns.firstIndex { tree[$0].kind == .matchStar }.map { $0 - patterns.startIndex }
    let required = patterns.count - (star == nil ? 0 : 1)
    checkLength(subject, required, isMinimum: star != nil, fail, at: id)
    if patterns.allSatisfy({ isWildcard($0) }) { return }
    if patterns.count > 30 || next > 170 || (star.map { isWildcard(patterns[patterns.startIndex + $0]) } ?? false) {
      itemPatterns(id, Array(patterns), star, subject, fail, &captures)
      return
    }
    let first = next
    reserve(patterns.count)
    if let star {
      emit(.unpackStar, first, subject, star, at: id)
      asm.word(patterns.count - star - 1)
    } else {
      emit(.unpack, first, subject, patterns.count, at: id)
    }
    for (i, item) in patterns.enumerated() { pattern(item, first + i, fail: fail, &captures) }
  }

  private func checkLength(_ subject: Int, _ count: Int, isMinimum: Bool, _ fail: Label, at id: NodeID) {
    emit(.matchSequence, subject, min(count, 255), isMinimum || count > 255 ? 1 : 0, at: id)
    asm.offset(to: fail)
    guard count > 255 else { return }
    let length = temporary()
    emit(.length, length, subject, at: id)
    let bound = temporary()
    load(.integer(count), into: bound)
    emit(isMinimum ? .jumpGreaterOrEqual : .jumpEqual, length, bound, 0, at: id)
    asm.offset(to: fail)
    next -= 2
  }

  /// Looks at the items one by one, by index: for long patterns, and where a star's items are not wanted.
  private func itemPatterns(
    _ id: NodeID, _ patterns: [NodeID], _ star: Int?, _ subject: Int, _ fail: Label,
    _ captures: inout [PatternCapture]
  ) {
    for (i, item) in patterns.enumerated() where !isWildcard(item) {
      let register = temporary()
      if i == star {
        starItems(i, after: patterns.count - i - 1, of: subject, into: register, at: id)
      } else {
        if let star, i > star {
          placeFromEnd(patterns.count - i, of: subject, into: register, at: id)
        } else {
          load(.integer(i), into: register)
        }
        emit(.getItem, register, subject, register, at: id)
      }
      let mark = next
      let count = captures.count
      pattern(item, register, fail: fail, &captures)
      let keeps = captures[count...].contains { !$0.isFar }
      next = keeps ? max(next, mark) : register
    }
  }

  /// The index of the item `count` before the end, as a number that is not negative.
  private func placeFromEnd(_ count: Int, of subject: Int, into register: Int, at id: NodeID) {
    emit(.length, register, subject, at: id)
    let distance = temporary()
    load(.integer(count), into: distance)
    emit(.subtract, register, register, distance, at: id)
    asm.word(0)
    next -= 1
  }

  private func starItems(_ before: Int, after: Int, of subject: Int, into register: Int, at id: NodeID) {
    let bounds = next
    reserve(3)
    load(.integer(before), into: bounds)
    placeFromEnd(after, of: subject, into: bounds + 1, at: id)
    load(.none, into: bounds + 2)
    emit(.buildSlice, register, bounds)
    emit(.getItem, bounds, subject, register, at: id)
    emit(.buildList, register)
    emit(.listExtend, register, bounds, 0, at: id)
    next = bounds
  }

  // MARK: Mappings and classes

  private func mappingPattern(
    _ id: NodeID, _ node: Node, _ subject: Int, _ fail: Label, _ captures: inout [PatternCapture]
  ) {
    let keys = tree[list: node.a]
    let patterns = tree[list: node.b]
    emit(.matchMapping, subject, min(keys.count, 255), 0, at: id)
    asm.offset(to: fail)
    guard !keys.isEmpty || node.c != 0 else { return }
    let tuple = temporary()
    keyTuple(keys, into: tuple, at: id)
    if !keys.isEmpty {
      let first = next
      reserve(keys.count)
      emit(.matchKeys, first, subject, tuple, at: id)
      asm.offset(to: fail)
      for (i, item) in patterns.enumerated() { pattern(item, first + i, fail: fail, &captures) }
    }
    guard node.c != 0 else { return }
    let rest = temporary()
    emit(.matchRest, rest, subject, tuple, at: id)
    capture(node.c, rest, &captures)
  }

  private func keyTuple(_ keys: ArraySlice<NodeID>, into tuple: Int, at id: NodeID) {
    let constants = keys.compactMap { folder.fold($0) }
    if constants.count == keys.count {
      load(.tuple(constants), into: tuple)
      return
    }
    let mark = next
    buildList(keys, into: tuple, at: id)
    emit(.listToTuple, tuple, tuple)
    next = mark
  }

  private func classPattern(
    _ id: NodeID, _ node: Node, _ subject: Int, _ fail: Label, _ captures: inout [PatternCapture]
  ) {
    let type = temporary()
    compile(node.a, into: type)
    let positional = tree[list: node.b]
    let names = tree[list: node.c]
    let named = tree[list: node.d]
    let first = next
    reserve(positional.count + named.count)
    if next > first { next = max(next, first) }
    emit(.matchClass, first, subject, type, at: id)
    if top <= first { top = first + 1 }
    asm.word(positional.count)
    asm.word(names.isEmpty ? 0xFFFF_FFFF : constant(.tuple(names.map { unit.names.constant($0) })))
    asm.offset(to: fail)
    for (i, item) in positional.enumerated() { pattern(item, first + i, fail: fail, &captures) }
    for (i, item) in named.enumerated() { pattern(item, first + positional.count + i, fail: fail, &captures) }
  }

  // MARK: Alternatives

  private func alternatives(_ node: Node, _ subject: Int, _ fail: Label, _ captures: inout [PatternCapture]) {
    let patterns = tree[list: node.a]
    let done = asm.makeLabel()
    var common: [PatternCapture] = []
    var start = next
    for (i, item) in patterns.enumerated() where asm.isReachable {
      let isLast = i == patterns.count - 1
      let other = isLast ? fail : asm.makeLabel()
      if i == 0 {
        common = reserveCommon(item)
        start = next
      }
      var own: [PatternCapture] = []
      pattern(item, subject, fail: other, &own)
      for capture in common { settle(own.first { $0.name == capture.name }, to: capture) }
      next = start
      if isLast { break }
      asm.jump(to: done)
      asm.bind(other)
    }
    asm.bind(done)
    captures.append(contentsOf: common)
  }

  /// One place for each name that all alternatives bind.
  private func reserveCommon(_ id: NodeID) -> [PatternCapture] {
    var names: [NameID] = []
    collectNames(id, &names)
    let isFar = next + names.count > 150
    return names.map {
      PatternCapture(name: $0, register: isFar ? allocateFar(1) : temporary(), isFar: isFar)
    }
  }

  private func settle(_ own: PatternCapture?, to common: PatternCapture) {
    guard let own else { return }
    let source = own.isFar ? temporary() : own.register
    if own.isFar {
      emit(.loadFar, source)
      asm.word(own.register)
    }
    if common.isFar {
      emit(.storeFar, source)
      asm.word(common.register)
    } else {
      move(common.register, source)
    }
    if own.isFar { next -= 1 }
  }

  private func collectNames(_ id: NodeID, _ names: inout [NameID]) {
    let node = tree[id]
    switch node.kind {
    case .matchSequence: for item in tree[list: node.a] { collectNames(item, &names) }
    case .matchMapping:
      for item in tree[list: node.b] { collectNames(item, &names) }
      if node.c != 0 { names.append(node.c) }
    case .matchClass:
      for item in tree[list: node.b] { collectNames(item, &names) }
      for item in tree[list: node.d] { collectNames(item, &names) }
    case .matchStar: if node.a != 0 { names.append(node.a) }
    case .matchAs:
      if node.a != 0 { collectNames(node.a, &names) }
      if node.b != 0 { names.append(node.b) }
    case .matchOr: if let first = tree[list: node.a].first { collectNames(first, &names) }
    case .absent, .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias,
      .augmentedAssign, .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith,
      .match, .raise, .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal,
      .expressionStatement, .pass, .breakStatement, .continueStatement, .booleanOperation, .namedExpression,
      .binaryOperation, .unaryOperation, .lambda, .conditional, .dictionary, .set, .listComprehension,
      .setComprehension, .dictionaryComprehension, .generatorExpression, .await, .yield, .yieldFrom, .compare, .call,
      .formattedValue, .joinedString, .constant, .attribute, .subscripted, .starred, .name, .list, .tuple, .slice,
      .functionParts, .classParts, .comprehension, .exceptHandler, .parameters, .parameter, .keyword, .alias,
      .withItem, .matchCase, .matchValue, .matchSingleton, .typeVariable, .parameterSpecification, .typeVariableTuple:
      break
    }
  }
}

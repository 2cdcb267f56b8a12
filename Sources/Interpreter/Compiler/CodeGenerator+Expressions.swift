// CodeGenerator+Expressions.swift — values of expressions.

import Parser

extension CodeGenerator {
  /// The register where the value stands: a local's own, or a new temporary (then the one that was `next`).
  func operand(_ id: NodeID) -> Int {
    let node = tree[id]
    if node.kind == .name {
      if let place = place(of: id, node) { return place }
      let register = temporary()
      loadName(node.a, into: register, at: id)
      return register
    }
    let register = temporary()
    compile(id, into: register)
    return register
  }

  /// Puts the value into exactly this register; `next` is afterwards what it was.
  func compile(_ id: NodeID, into target: Int) {
    let node = tree[id]
    if node.kind == .name {
      loadName(node.a, into: target, at: id)
      return
    }
    if node.kind == .constant {
      load(folder.constant(node), into: target)
      return
    }
    if next >= 190, next - floor >= 16 {
      compileApart(id, into: target)
      return
    }
    let mark = next
    compile(id, node, into: target)
    next = mark
  }

  private func compile(_ id: NodeID, _ node: Node, into target: Int) {
    switch node.kind {
    case .binaryOperation: binary(id, into: target)
    case .attribute, .subscripted, .call: chain(id, into: target)
    case .unaryOperation: unary(id, node, into: target)
    case .booleanOperation: boolean(node, into: target)
    case .compare: comparison(id, node, into: target)
    case .conditional: conditional(id, into: target)
    case .tuple: tuple(id, node, into: target)
    case .list: list(id, node, into: target)
    case .set: set(id, node, into: target)
    case .dictionary: dictionary(id, node, into: target)
    case .listComprehension, .setComprehension, .dictionaryComprehension: comprehension(id, node, into: target)
    case .generatorExpression: generatorExpression(id, node, into: target)
    case .lambda: lambda(id, node, into: target)
    case .joinedString: joinedString(id, node, into: target)
    case .formattedValue: formattedValue(id, node, into: target)
    case .slice: slice(node, into: target)
    case .namedExpression: named(node, into: target)
    case .await: awaiting(id, node, into: target)
    case .yield: yielding(id, node, into: target)
    case .yieldFrom:
      let value = operand(node.a)
      emit(.yieldFrom, target, value, at: id)
    case .starred: compile(node.a, into: target)
    case .absent, .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias,
      .augmentedAssign, .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith,
      .match, .raise, .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal,
      .expressionStatement, .pass, .breakStatement, .continueStatement, .constant, .name, .functionParts, .classParts,
      .comprehension, .exceptHandler, .parameters, .parameter, .keyword, .alias, .withItem, .matchCase, .matchValue,
      .matchSingleton, .matchSequence, .matchMapping, .matchClass, .matchStar, .matchAs, .matchOr, .typeVariable,
      .parameterSpecification, .typeVariableTuple:
      break
    }
  }

  /// With few registers left, saves the temporaries of the statement, compiles, and brings them back.
  private func compileApart(_ id: NodeID, into target: Int) {
    let (mark, count, savedFloor) = (next, next - floor, floor)
    let savedFar = firstFreeFar
    let far = allocateFar(count + 1)
    emit(.saveBlock, floor, count)
    asm.word(far)
    next = floor
    let register = temporary()
    compile(id, into: register)
    emit(.storeFar, register)
    asm.word(far + count)
    next = mark
    floor = savedFloor
    emit(.restoreBlock, floor, count)
    asm.word(far)
    emit(.loadFar, target)
    asm.word(far + count)
    firstFreeFar = savedFar
  }

  // MARK: Operators

  /// `a + b + c`: down the left spine, then up with the value in one register.
  private func binary(_ id: NodeID, into target: Int) {
    let mark = spine.count
    var leaf = id
    while tree[leaf].kind == .binaryOperation {
      spine.append(leaf)
      leaf = tree[leaf].a
    }
    var constant = folder.fold(leaf)
    while let left = constant, spine.count > mark, let last = spine.last {
      let node = tree[last]
      guard let right = folder.fold(node.b), let value = folder.binary(node.flag, left, right) else { break }
      constant = value
      spine.removeLast()
    }
    guard spine.count > mark else {
      if let constant { load(constant, into: target) }
      return
    }
    var left: Int
    if let constant {
      left = work(for: target)
      load(constant, into: left)
    } else if tree[leaf].kind == .name, let place = place(of: leaf, tree[leaf]) {
      left = place
    } else {
      left = work(for: target)
      compile(leaf, into: left)
    }
    while spine.count > mark {
      let operation = spine.removeLast()
      let result = spine.count > mark ? (left >= base && left == next - 1 ? left : work(for: target)) : target
      binary(operation, left, into: result)
      left = result
    }
  }

  private func binary(_ id: NodeID, _ left: Int, into result: Int) {
    let node = tree[id]
    if let constant = folder.fold(node.b), constant.isSmallNumber {
      let index = self.constant(constant)
      if index < 256 {
        emit(Self.opcodeK(node.flag), result, left, index, at: id)
        asm.word(0)
        return
      }
    }
    let mark = next
    let right = operand(node.b)
    emit(Self.opcode(node.flag), result, left, right, at: id)
    asm.word(0)
    next = mark
  }

  static func opcode(_ flag: UInt8) -> Opcode { Opcode(rawValue: Opcode.add.rawValue + flag) ?? .add }

  static func opcodeK(_ flag: UInt8) -> Opcode { Opcode(rawValue: Opcode.addK.rawValue + flag) ?? .addK }

  private func unary(_ id: NodeID, _ node: Node, into target: Int) {
    if let constant = folder.fold(id) {
      load(constant, into: target)
      return
    }
    let register: Int
    if tree[node.a].kind == .name, let place = place(of: node.a, tree[node.a]) {
      register = place
    } else {
      register = work(for: target)
      compile(node.a, into: register)
    }
    switch UnaryOperator(rawValue: node.flag) {
    case .invert: emit(.invert, target, register, at: id)
    case .not: emit(.not, target, register, at: id)
    case .plus: emit(.positive, target, register, at: id)
    case .minus, nil: emit(.negate, target, register, at: id)
    }
  }

  /// `a and b`, `a or b` as a value.
  private func boolean(_ node: Node, into target: Int) {
    let operands = tree[list: node.a]
    let register = target >= base ? target : temporary()
    let end = asm.makeLabel()
    let opcode: Opcode = node.flag == BooleanOperator.and.rawValue ? .jumpIfFalse : .jumpIfTrue
    for operand in operands.dropLast() {
      compile(operand, into: register)
      emit(opcode, register, at: operand)
      asm.offset(to: end)
    }
    if let last = operands.last { compile(last, into: register) }
    asm.bind(end)
    move(target, register)
  }

  /// `a if b else c if d else e`: the chain of `else`s in a loop.
  private func conditional(_ first: NodeID, into target: Int) {
    let end = asm.makeLabel()
    var id = first
    while tree[id].kind == .conditional {
      let node = tree[id]
      let other = asm.makeLabel()
      jump(node.a, when: false, to: other)
      if asm.isReachable {
        compile(node.b, into: target)
        asm.jump(to: end)
      }
      asm.bind(other)
      id = node.c
      if !asm.isReachable { break }
    }
    if asm.isReachable { compile(id, into: target) }
    asm.bind(end)
  }

  // MARK: Comparisons

  static func opcode(_ operation: ComparisonOperator) -> Opcode {
    switch operation {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .isSame: .isSame
    case .isNotSame: .isNotSame
    case .contains: .contains
    case .containsNot: .containsNot
    }
  }

  private func comparison(_ id: NodeID, _ node: Node, into target: Int) {
    let operators = tree[list: node.b]
    let operands = tree[list: node.c]
    var left = operand(node.a)
    if operators.count == 1, let entry = operators.first, let last = operands.first {
      let operation = ComparisonOperator(rawValue: UInt8(truncatingIfNeeded: entry)) ?? .equal
      let right = comparand(last, operation)
      emit(Self.opcode(operation), target, left, right, at: id)
      return
    }
    let result = target >= base && target < left ? target : temporary()
    let end = asm.makeLabel()
    let mark = next
    for (i, pair) in zip(operators, operands).enumerated() {
      let operation = ComparisonOperator(rawValue: UInt8(truncatingIfNeeded: pair.0)) ?? .equal
      let right = comparand(pair.1, operation)
      emit(Self.opcode(operation), result, left, right, at: id)
      guard i < operators.count - 1 else { break }
      emit(.jumpIfFalse, result, at: id)
      asm.offset(to: end)
      left = settle(right, at: mark)
    }
    asm.bind(end)
    move(target, result)
  }

  /// In a chain of comparisons, brings the middle operand down to `mark`, and frees what is above it.
  func settle(_ register: Int, at mark: Int) -> Int {
    guard register >= mark else {
      next = mark
      return register
    }
    move(mark, register)
    next = mark + 1
    return mark
  }

  /// The right side of a comparison; a constant display after `in` becomes one constant.
  func comparand(_ id: NodeID, _ operation: ComparisonOperator) -> Int {
    let node = tree[id]
    guard operation == .contains || operation == .containsNot, node.kind == .list || node.kind == .set,
      let items = folder.tuple(node.a), !items.isEmpty
    else { return operand(id) }
    let register = temporary()
    load(node.kind == .list ? .tuple(items) : .frozenSet(items), into: register)
    return register
  }

  // MARK: Displays

  /// Items up to this many are built from registers, more are added one by one.
  static let displayLimit = 60

  private func hasStar(_ elements: ArraySlice<NodeID>) -> Bool {
    elements.contains { tree[$0].kind == .starred }
  }

  private func tuple(_ id: NodeID, _ node: Node, into target: Int) {
    if let items = folder.tuple(node.a) {
      load(.tuple(items), into: target)
      return
    }
    let elements = tree[list: node.a]
    if elements.count > Self.displayLimit || hasStar(elements) {
      let register = work(for: target)
      buildList(elements, into: register, at: id)
      emit(.listToTuple, target, register)
    } else {
      buildFew(.buildTuple, elements, into: target, at: id)
    }
  }

  private func list(_ id: NodeID, _ node: Node, into target: Int) {
    let elements = tree[list: node.a]
    if elements.count > 3, let items = folder.tuple(node.a) {
      let register = work(for: target)
      emit(.buildList, register, 0, 0)
      let source = temporary()
      load(.tuple(items), into: source)
      emit(.listExtend, register, source, 0, at: id)
      move(target, register)
    } else if elements.count > Self.displayLimit || hasStar(elements) {
      let register = target >= base ? target : temporary()
      buildList(elements, into: register, at: id)
      move(target, register)
    } else {
      buildFew(.buildList, elements, into: target, at: id)
    }
  }

  private func buildFew(_ opcode: Opcode, _ elements: ArraySlice<NodeID>, into target: Int, at id: NodeID) {
    let first = next
    for element in elements { compile(element, into: temporary()) }
    emit(opcode, target, first, elements.count, at: id)
  }

  /// A list of any length with any stars, built in a temporary. `callee`: the register whose callee errors name.
  func buildList(_ elements: ArraySlice<NodeID>, into register: Int, at id: NodeID, isCall: Bool = false) {
    let mark = next
    let head = elements.prefix(Self.displayLimit).prefix { tree[$0].kind != .starred }
    buildFew(.buildList, head, into: register, at: id)
    next = mark
    for element in elements.dropFirst(head.count) {
      let node = tree[element]
      if node.kind == .starred {
        let value = operand(node.a)
        emit(.listExtend, register, value, isCall ? 1 : 0, at: id)
      } else {
        let value = operand(element)
        emit(.listAppend, register, value)
      }
      next = mark
    }
  }

  private func set(_ id: NodeID, _ node: Node, into target: Int) {
    let elements = tree[list: node.a]
    guard elements.count > Self.displayLimit || hasStar(elements) else {
      buildFew(.buildSet, elements, into: target, at: id)
      return
    }
    let register = target >= base ? target : temporary()
    emit(.buildSet, register, 0, 0, at: id)
    let mark = next
    for element in elements {
      let isStarred = tree[element].kind == .starred
      let value = operand(isStarred ? tree[element].a : element)
      emit(isStarred ? .setUpdate : .setAdd, register, value, at: id)
      next = mark
    }
    move(target, register)
  }

  private func dictionary(_ id: NodeID, _ node: Node, into target: Int) {
    let keys = tree[list: node.a]
    let values = tree[list: node.b]
    let first = next
    if keys.count <= Self.displayLimit / 2, !keys.contains(0) {
      for (key, value) in zip(keys, values) {
        compile(key, into: temporary())
        compile(value, into: temporary())
      }
      emit(.buildMap, target, first, keys.count, at: id)
      return
    }
    let register = target >= base ? target : temporary()
    emit(.buildMap, register, 0, 0, at: id)
    let mark = next
    for (key, value) in zip(keys, values) {
      if key == 0 {
        emit(.mapUpdate, register, operand(value), at: id)
      } else {
        let keyRegister = temporary()
        compile(key, into: keyRegister)
        emit(.mapInsert, register, keyRegister, operand(value), at: id)
      }
      next = mark
    }
    move(target, register)
  }

  private func slice(_ node: Node, into target: Int) {
    let first = next
    for part in [node.a, node.b, node.c] {
      let register = temporary()
      if part == 0 { load(.none, into: register) } else { compile(part, into: register) }
    }
    emit(.buildSlice, target, first)
  }

  // MARK: Strings

  private func joinedString(_ id: NodeID, _ node: Node, into target: Int) {
    let parts = tree[list: node.a]
    if parts.isEmpty {
      load(.string([], interned: true), into: target)
    } else if parts.count == 1, let only = parts.first {
      compile(only, into: target)
    } else {
      joinParts(parts, into: target, at: id)
    }
  }

  /// Joins as many parts as fit at once, then the rest to what there is.
  private func joinParts(_ parts: ArraySlice<NodeID>, into target: Int, at id: NodeID) {
    let first = next
    var rest = parts
    var count = 0
    while true {
      while count < Self.displayLimit, let part = rest.popFirst() {
        compile(part, into: temporary())
        count += 1
      }
      emit(.buildString, rest.isEmpty ? target : first, first, count, at: id)
      if rest.isEmpty { return }
      next = first + 1
      count = 1
    }
  }

  private func formattedValue(_ id: NodeID, _ node: Node, into target: Int) {
    let value = operand(node.a)
    let conversion = node.flag == 0x73 ? 1 : node.flag == 0x72 ? 2 : node.flag == 0x61 ? 3 : 0
    if node.b == 0 {
      emit(.formatValue, target, value, conversion, at: id)
    } else {
      let format = operand(node.b)
      emit(.formatValueSpec, target, value, format, at: id)
      asm.word(conversion)
    }
  }

  // MARK: The rest

  private func named(_ node: Node, into target: Int) {
    let name = tree[node.a].a
    let register = target >= base ? target : temporary()
    compile(node.b, into: register)
    store(name, from: register, at: node.a)
    move(target, register)
  }

  private func awaiting(_ id: NodeID, _ node: Node, into target: Int) {
    let value = operand(node.a)
    emit(.await, target, value, 0, at: id)
  }

  private func yielding(_ id: NodeID, _ node: Node, into target: Int) {
    let value: Int
    if node.a == 0 {
      value = temporary()
      load(.none, into: value)
    } else {
      value = operand(node.a)
    }
    emit(.yield, target, value, isAsyncGenerator ? 1 : 0, at: id)
  }

  var isAsyncGenerator: Bool {
    let function = table.scopes[scope].function
    return function >= 0 && unit.functions[function].kind == .asyncGenerator
  }
}

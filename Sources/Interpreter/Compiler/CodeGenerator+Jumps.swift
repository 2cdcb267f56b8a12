// CodeGenerator+Jumps.swift — conditions: truth decides where to go, no bool is made.

import Parser

extension CodeGenerator {
  /// Jumps when the truth of an expression is `truth`, falls through otherwise.
  func jump(_ first: NodeID, when truth: Bool, to label: Label) {
    let mark = next
    jumpNested(first, when: truth, to: label)
    next = mark
  }

  private func jumpNested(_ first: NodeID, when firstTruth: Bool, to label: Label) {
    var (id, truth) = (first, firstTruth)
    while tree[id].kind == .unaryOperation, tree[id].flag == UnaryOperator.not.rawValue {
      id = tree[id].a
      truth.toggle()
    }
    let node = tree[id]
    if let known = knownTruth(id, node) {
      if known == truth { asm.jump(to: label) }
      return
    }
    if node.kind == .booleanOperation {
      jumpBoolean(node, when: truth, to: label)
    } else if node.kind == .compare {
      jumpComparison(id, node, when: truth, to: label)
    } else {
      let register = namedPlace(id) ?? operand(id)
      emit(truth ? .jumpIfTrue : .jumpIfFalse, register, at: id)
      asm.offset(to: label)
    }
  }

  /// The truth of a constant condition.
  func knownTruth(_ id: NodeID, _ node: Node) -> Bool? {
    if node.kind == .name { return node.a == known.debug ? !unit.options.isOptimized : nil }
    guard node.kind == .constant || node.kind == .unaryOperation || node.kind == .tuple else { return nil }
    return folder.fold(id)?.truth
  }

  private func jumpBoolean(_ node: Node, when truth: Bool, to label: Label) {
    let operands = tree[list: node.a]
    let deciding = node.flag == BooleanOperator.or.rawValue
    guard let last = operands.last else { return }
    if deciding == truth {
      for operand in operands where asm.isReachable { jump(operand, when: truth, to: label) }
      return
    }
    let past = asm.makeLabel()
    for operand in operands.dropLast() where asm.isReachable { jump(operand, when: deciding, to: past) }
    if asm.isReachable { jump(last, when: truth, to: label) }
    asm.bind(past)
  }

  /// Compiles `x := value` for a plain local and gives the local's register; nil for everything else.
  private func namedPlace(_ id: NodeID) -> Int? {
    let node = tree[id]
    guard node.kind == .namedExpression, let register = directRegister(tree[node.a].a) else { return nil }
    compile(node.b, into: register)
    asm.bound.insert(register)
    return register
  }

  /// Whether evaluating these can change no local.
  private func isSteady(_ operands: ArraySlice<NodeID>) -> Bool {
    operands.allSatisfy { tree[$0].kind == .constant || tree[$0].kind == .name }
  }

  // MARK: Comparisons

  private func jumpComparison(_ id: NodeID, _ node: Node, when truth: Bool, to label: Label) {
    let operators = tree[list: node.b]
    let operands = tree[list: node.c]
    var left = (isSteady(operands) ? namedPlace(node.a) : nil) ?? operand(node.a)
    let past = asm.makeLabel()
    let mark = next
    for (i, pair) in zip(operators, operands).enumerated() {
      let operation = ComparisonOperator(rawValue: UInt8(truncatingIfNeeded: pair.0)) ?? .equal
      let isLast = i == operators.count - 1
      let right = jumpPair(
        left, operation, pair.1, when: isLast ? truth : false, to: isLast || !truth ? label : past, at: id,
        keepsRight: !isLast)
      if !isLast { left = settle(right, at: mark) }
    }
    asm.bind(past)
  }

  /// One comparison and jump; gives the register of the right side.
  private func jumpPair(
    _ left: Int, _ operation: ComparisonOperator, _ rightID: NodeID, when truth: Bool, to label: Label, at id: NodeID,
    keepsRight: Bool
  ) -> Int {
    let flag = truth ? 1 : 0
    let right = tree[rightID]
    if operation == .isSame || operation == .isNotSame, !keepsRight, right.kind == .constant,
      case .none = tree.literals[Int(right.a)]
    {
      emit(.jumpNone, left, 0, operation == .isSame ? flag : 1 - flag, at: id)
      asm.offset(to: label)
      return left
    }
    if !keepsRight, let fused = Self.fusedWithConstant(operation), let constant = folder.fold(rightID),
      constant.isSmallNumber || constant.isString
    {
      let index = self.constant(constant)
      if index < 256 {
        emit(fused, left, index, flag, at: id)
        asm.offset(to: label)
        return left
      }
    }
    let register = comparand(rightID, operation)
    let (opcode, flips) = Self.fused(operation)
    emit(opcode, left, register, flips ? 1 - flag : flag, at: id)
    asm.offset(to: label)
    return register
  }

  private static func fused(_ operation: ComparisonOperator) -> (Opcode, flips: Bool) {
    switch operation {
    case .equal: (.jumpEqual, false)
    case .notEqual: (.jumpNotEqual, false)
    case .less: (.jumpLess, false)
    case .lessOrEqual: (.jumpLessOrEqual, false)
    case .greater: (.jumpGreater, false)
    case .greaterOrEqual: (.jumpGreaterOrEqual, false)
    case .isSame: (.jumpSame, false)
    case .isNotSame: (.jumpSame, true)
    case .contains: (.jumpContains, false)
    case .containsNot: (.jumpContains, true)
    }
  }

  private static func fusedWithConstant(_ operation: ComparisonOperator) -> Opcode? {
    switch operation {
    case .equal: .jumpEqualK
    case .notEqual: .jumpNotEqualK
    case .less: .jumpLessK
    case .lessOrEqual: .jumpLessOrEqualK
    case .greater: .jumpGreaterK
    case .greaterOrEqual: .jumpGreaterOrEqualK
    case .isSame, .isNotSame, .contains, .containsNot: nil
    }
  }
}

extension Constant {
  var isString: Bool {
    if case .string = self { return true }
    return false
  }
}

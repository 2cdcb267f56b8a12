// ConstantFolder.swift — expressions whose value is known before the script runs.

import Parser

/// Computes constant expressions, within the bounds CPython keeps to.
struct ConstantFolder {
  let tree: Tree
  var isOptimized = false
  /// Longer strings are made at run time.
  private let lengthLimit = 4096
  private let depthLimit = 40

  init(tree: Tree, isOptimized: Bool = false) { (self.tree, self.isOptimized) = (tree, isOptimized) }

  /// The value of an expression, or nil if it is not constant.
  func fold(_ id: NodeID, depth: Int = 0) -> Constant? {
    let node = tree[id]
    switch node.kind {
    case .constant: return constant(node)
    case .unaryOperation:
      guard depth < depthLimit, let operand = fold(node.a, depth: depth + 1) else { return nil }
      return unary(node.flag, operand)
    case .binaryOperation:
      guard depth < depthLimit, let right = fold(node.b, depth: depth + 1),
        let left = fold(node.a, depth: depth + 1)
      else { return nil }
      return binary(node.flag, left, right)
    case .tuple:
      guard depth < depthLimit, node.flag == Context.load.rawValue else { return nil }
      return tuple(node.a, depth: depth + 1).map { .tuple($0) }
    case .absent, .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias,
      .augmentedAssign, .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith,
      .match, .raise, .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal,
      .expressionStatement, .pass, .breakStatement, .continueStatement, .booleanOperation, .namedExpression, .lambda,
      .conditional, .dictionary, .set, .listComprehension, .setComprehension, .dictionaryComprehension,
      .generatorExpression, .await, .yield, .yieldFrom, .compare, .call, .formattedValue, .joinedString, .attribute,
      .subscripted, .starred, .name, .list, .slice, .functionParts, .classParts, .comprehension, .exceptHandler,
      .parameters, .parameter, .keyword, .alias, .withItem, .matchCase, .matchValue, .matchSingleton, .matchSequence,
      .matchMapping, .matchClass, .matchStar, .matchAs, .matchOr, .typeVariable, .parameterSpecification,
      .typeVariableTuple:
      return nil
    }
  }

  /// The values of a list of expressions that are all constant.
  func tuple(_ list: ListID, depth: Int = 0) -> [Constant]? {
    let elements = tree[list: list]
    for element in elements {
      let kind = tree[element].kind
      guard kind == .constant || kind == .unaryOperation || kind == .binaryOperation || kind == .tuple else {
        return nil
      }
    }
    var items: [Constant] = []
    items.reserveCapacity(elements.count)
    for element in elements {
      guard let item = fold(element, depth: depth) else { return nil }
      items.append(item)
    }
    return items
  }

  func constant(_ node: Node) -> Constant {
    switch tree.literals[Int(node.a)] {
    case .none: .none
    case .true: .true
    case .false: .false
    case .ellipsis: .ellipsis
    case .integer(let value): .integer(value)
    case .longInteger(let digits, let base): .longInteger(digits: digits, base: base)
    case .float(let value): .float(value.bitPattern)
    case .imaginary(let value): .imaginary(value.bitPattern)
    case .string(let bytes): .string(bytes, interned: isIdentifier(bytes))
    case .bytes(let bytes): .bytes(bytes)
    }
  }

  /// Whether a string looks like a name: such strings are interned.
  private func isIdentifier(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= 64 else { return false }
    for byte in bytes {
      let letter = byte | 0x20
      guard letter >= 0x61 && letter <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x5F else { return false }
    }
    return true
  }

  func unary(_ flag: UInt8, _ operand: Constant) -> Constant? {
    switch UnaryOperator(rawValue: flag) {
    case .not:
      return operand.truth ? .false : .true
    case .minus:
      if case .integer(let value) = operand, value != .min { return .integer(-value) }
      if case .float(let bits) = operand { return .float((-Double(bitPattern: bits)).bitPattern) }
      return operand == .true ? .integer(-1) : operand == .false ? .integer(0) : nil
    case .plus:
      return operand.isSmallNumber ? operand : nil
    case .invert:
      if case .integer(let value) = operand { return .integer(~value) }
      return nil
    case nil: return nil
    }
  }

  func binary(_ flag: UInt8, _ left: Constant, _ right: Constant) -> Constant? {
    guard let operation = BinaryOperator(rawValue: flag) else { return nil }
    if case .integer(let a) = left, case .integer(let b) = right { return integers(operation, a, b) }
    if let a = left.double, let b = right.double { return floats(operation, a, b) }
    if operation == .add { return joined(left, right) }
    guard operation == .multiply else { return nil }
    if case .integer(let count) = right { return repeated(left, count) }
    if case .integer(let count) = left { return repeated(right, count) }
    return nil
  }

  private func joined(_ left: Constant, _ right: Constant) -> Constant? {
    if case .string(let a, _) = left, case .string(let b, _) = right {
      guard a.count + b.count <= lengthLimit, isWhole(a), isWhole(b) else { return nil }
      return .string(a + b, interned: isIdentifier(a + b))
    }
    if case .bytes(let a) = left, case .bytes(let b) = right, a.count + b.count <= lengthLimit { return .bytes(a + b) }
    return nil
  }

  private func repeated(_ text: Constant, _ count: Int) -> Constant? {
    if case .string(let bytes, _) = text, isWhole(bytes), let result = repeated(bytes, count) {
      return .string(result, interned: isIdentifier(result))
    }
    if case .bytes(let bytes) = text { return repeated(bytes, count).map { .bytes($0) } }
    return nil
  }

  /// Whether no surrogate halves could join into one character.
  private func isWhole(_ bytes: [UInt8]) -> Bool { !bytes.contains(0xED) }

  private func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8]? {
    guard count >= 0, count <= lengthLimit, bytes.count * count <= lengthLimit else { return nil }
    var result: [UInt8] = []
    for _ in 0..<count { result.append(contentsOf: bytes) }
    return result
  }

  private func integers(_ operation: BinaryOperator, _ a: Int, _ b: Int) -> Constant? {
    switch operation {
    case .add: return exact(a.addingReportingOverflow(b))
    case .subtract: return exact(a.subtractingReportingOverflow(b))
    case .multiply: return exact(a.multipliedReportingOverflow(by: b))
    case .divide:
      guard b != 0, a.magnitude <= 1 << 53, b.magnitude <= 1 << 53 else { return nil }
      return .float((Double(a) / Double(b)).bitPattern)
    case .floorDivide, .modulo:
      guard b != 0, a != .min else { return nil }
      let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
      let isBelow = rest != 0 && (rest < 0) != (b < 0)
      return .integer(operation == .floorDivide ? (isBelow ? quotient - 1 : quotient) : (isBelow ? rest + b : rest))
    case .power: return power(a, b)
    case .leftShift:
      guard b >= 0, b < 62, a.magnitude <= UInt(Int.max >> b) else { return nil }
      return .integer(a << b)
    case .rightShift: return b >= 0 ? .integer(a >> min(b, 63)) : nil
    case .bitOr: return .integer(a | b)
    case .bitXor: return .integer(a ^ b)
    case .bitAnd: return .integer(a & b)
    case .matrixMultiply: return nil
    }
  }

  private func exact(_ result: (partialValue: Int, overflow: Bool)) -> Constant? {
    result.overflow ? nil : .integer(result.partialValue)
  }

  private func power(_ base: Int, _ exponent: Int) -> Constant? {
    guard exponent >= 0, exponent <= 64 else { return nil }
    var result = 1
    for _ in 0..<exponent {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      if overflow { return nil }
      result = product
    }
    return .integer(result)
  }

  private func floats(_ operation: BinaryOperator, _ a: Double, _ b: Double) -> Constant? {
    let result: Double
    switch operation {
    case .add: result = a + b
    case .subtract: result = a - b
    case .multiply: result = a * b
    case .divide:
      guard b != 0 else { return nil }
      result = a / b
    case .matrixMultiply, .modulo, .power, .leftShift, .rightShift, .bitOr, .bitXor, .bitAnd, .floorDivide: return nil
    }
    return result.isNaN ? nil : .float(result.bitPattern)
  }
}

extension Constant {
  var truth: Bool {
    switch self {
    case .none, .false: false
    case .true, .ellipsis, .longInteger: true
    case .integer(let value): value != 0
    case .float(let bits), .imaginary(let bits): Double(bitPattern: bits) != 0
    case .string(let bytes, _), .bytes(let bytes): !bytes.isEmpty
    case .tuple(let items), .frozenSet(let items): !items.isEmpty
    }
  }

  /// Equal for constants that are equal as keys of a dictionary.
  var keyForm: Constant {
    switch self {
    case .true: .integer(1)
    case .false: .integer(0)
    case .float(let bits):
      Int(exactly: Double(bitPattern: bits)).map { .integer($0) } ?? self
    case .string(let bytes, _): .string(bytes, interned: false)
    case .none, .ellipsis, .integer, .longInteger, .imaginary, .bytes, .tuple, .frozenSet: self
    }
  }

  /// The value of an int or float as a float.
  var double: Double? {
    if case .integer(let value) = self { return Double(value) }
    if case .float(let bits) = self { return Double(bitPattern: bits) }
    return nil
  }

  var stringText: String {
    if case .string(let bytes, _) = self { return String(decoding: bytes, as: UTF8.self) }
    return description
  }

  /// Whether it may stand in a fused arithmetic instruction.
  var isSmallNumber: Bool {
    switch self {
    case .integer, .float: true
    case .none, .true, .false, .ellipsis, .longInteger, .imaginary, .string, .bytes, .tuple, .frozenSet: false
    }
  }
}

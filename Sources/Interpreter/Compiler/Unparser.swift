// Unparser.swift — expressions as text again, for annotations that are kept as text.

import Parser

/// Writes an expression the way CPython does under `from __future__ import annotations`.
struct Unparser {
  /// How tightly an operator binds.
  private enum Level: Int {
    case tuple, test, or, and, not, comparison, bitOr, bitXor, bitAnd, shift, arithmetic, term, factor, power, await,
      atom
  }

  private let tree: Tree
  private var text = ""
  private var depth = 0

  static func text(of id: NodeID, in tree: Tree) -> String {
    var unparser = Unparser(tree: tree)
    unparser.write(id, .test)
    return unparser.text
  }

  private init(tree: Tree) { self.tree = tree }

  private mutating func parenthesized(_ condition: Bool, _ body: (inout Unparser) -> Void) {
    if condition { text += "(" }
    body(&self)
    if condition { text += ")" }
  }

  private mutating func write(_ id: NodeID, _ level: Level) {
    guard depth < 400 else { return }
    depth += 1
    defer { depth -= 1 }
    let node = tree[id]
    switch node.kind {
    case .name: text += tree.name(node.a)
    case .constant: text += LiteralText.text(of: tree.literals[Int(node.a)])
    case .attribute: writeAttribute(node)
    case .subscripted: writeSubscript(node)
    case .call: writeCall(node)
    case .binaryOperation: writeBinary(node, level)
    case .unaryOperation: writeUnary(node, level)
    case .booleanOperation: writeBoolean(node, level)
    case .compare: writeCompare(node, level)
    case .conditional:
      parenthesized(level.rawValue > Level.test.rawValue) {
        $0.write(node.b, .or)
        $0.text += " if "
        $0.write(node.a, .or)
        $0.text += " else "
        $0.write(node.c, .test)
      }
    case .lambda: writeLambda(node, level)
    case .namedExpression:
      parenthesized(level.rawValue > Level.tuple.rawValue) {
        $0.write(node.a, .atom)
        $0.text += " := "
        $0.write(node.b, .atom)
      }
    case .await:
      parenthesized(level.rawValue > Level.await.rawValue) {
        $0.text += "await "
        $0.write(node.a, .atom)
      }
    case .starred:
      text += "*"
      write(node.a, .bitOr)
    case .tuple: writeTuple(node, level)
    case .list: writeAll(node.a, "[", "]")
    case .set: writeAll(node.a, "{", "}")
    case .dictionary: writeDictionary(node)
    case .listComprehension: writeComprehension(node, "[", "]")
    case .setComprehension: writeComprehension(node, "{", "}")
    case .generatorExpression: writeComprehension(node, "(", ")")
    case .dictionaryComprehension: writeComprehension(node, "{", "}")
    case .slice: writeSlice(node)
    case .joinedString, .formattedValue: writeFormatted(id)
    case .yield, .yieldFrom: writeYield(node)
    case .absent, .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias,
      .augmentedAssign, .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith,
      .match, .raise, .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal,
      .expressionStatement, .pass, .breakStatement, .continueStatement, .functionParts, .classParts, .comprehension,
      .exceptHandler, .parameters, .parameter, .keyword, .alias, .withItem, .matchCase, .matchValue, .matchSingleton,
      .matchSequence, .matchMapping, .matchClass, .matchStar, .matchAs, .matchOr, .typeVariable,
      .parameterSpecification, .typeVariableTuple:
      break
    }
  }

  private mutating func writeAttribute(_ node: Node) {
    write(node.a, .atom)
    let value = tree[node.a]
    if value.kind == .constant, case .integer = tree.literals[Int(value.a)] { text += " " }
    text += "." + tree.name(node.b)
  }

  private mutating func writeSubscript(_ node: Node) {
    write(node.a, .atom)
    text += "["
    let index = tree[node.b]
    if index.kind == .tuple, tree.count(index.a) > 0 {
      writeItems(index.a)
      if tree.count(index.a) == 1 { text += "," }
    } else {
      write(node.b, .tuple)
    }
    text += "]"
  }

  private mutating func writeItems(_ list: ListID) {
    for (i, item) in tree[list: list].enumerated() {
      if i > 0 { text += ", " }
      write(item, .test)
    }
  }

  private mutating func writeAll(_ list: ListID, _ open: String, _ close: String) {
    text += open
    writeItems(list)
    text += close
  }

  private mutating func writeTuple(_ node: Node, _ level: Level) {
    let count = tree.count(node.a)
    if count == 0 {
      text += "()"
      return
    }
    parenthesized(level.rawValue > Level.tuple.rawValue) {
      $0.writeItems(node.a)
      if count == 1 { $0.text += "," }
    }
  }

  private mutating func writeCall(_ node: Node) {
    write(node.a, .atom)
    let arguments = tree[list: node.b]
    if arguments.count == 1, tree.count(node.c) == 0, let only = arguments.first,
      tree[only].kind == .generatorExpression
    {
      write(only, .atom)
      return
    }
    text += "("
    writeItems(node.b)
    for (i, keyword) in tree[list: node.c].enumerated() {
      if i > 0 || !arguments.isEmpty { text += ", " }
      text += tree[keyword].a == 0 ? "**" : tree.name(tree[keyword].a) + "="
      write(tree[keyword].b, .test)
    }
    text += ")"
  }

  // MARK: Operators

  private static func sign(_ operation: BinaryOperator) -> (String, Level) {
    switch operation {
    case .add: ("+", .arithmetic)
    case .subtract: ("-", .arithmetic)
    case .multiply: ("*", .term)
    case .matrixMultiply: ("@", .term)
    case .divide: ("/", .term)
    case .modulo: ("%", .term)
    case .power: ("**", .power)
    case .leftShift: ("<<", .shift)
    case .rightShift: (">>", .shift)
    case .bitOr: ("|", .bitOr)
    case .bitXor: ("^", .bitXor)
    case .bitAnd: ("&", .bitAnd)
    case .floorDivide: ("//", .term)
    }
  }

  private mutating func writeBinary(_ node: Node, _ level: Level) {
    let operation = BinaryOperator(rawValue: node.flag) ?? .add
    let (sign, own) = Self.sign(operation)
    let tighter = Level(rawValue: own.rawValue + 1) ?? .atom
    parenthesized(level.rawValue > own.rawValue) {
      $0.write(node.a, operation == .power ? tighter : own)
      $0.text += " \(sign) "
      $0.write(node.b, operation == .power ? own : tighter)
    }
  }

  private mutating func writeUnary(_ node: Node, _ level: Level) {
    let own: Level = node.flag == UnaryOperator.not.rawValue ? .not : .factor
    parenthesized(level.rawValue > own.rawValue) {
      switch UnaryOperator(rawValue: node.flag) {
      case .invert: $0.text += "~"
      case .not: $0.text += "not "
      case .plus: $0.text += "+"
      case .minus, nil: $0.text += "-"
      }
      $0.write(node.a, own)
    }
  }

  private mutating func writeBoolean(_ node: Node, _ level: Level) {
    let isAnd = node.flag == BooleanOperator.and.rawValue
    let own: Level = isAnd ? .and : .or
    parenthesized(level.rawValue > own.rawValue) {
      for (i, operand) in $0.tree[list: node.a].enumerated() {
        if i > 0 { $0.text += isAnd ? " and " : " or " }
        $0.write(operand, isAnd ? .not : .and)
      }
    }
  }

  private mutating func writeCompare(_ node: Node, _ level: Level) {
    let signs = ["==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"]
    parenthesized(level.rawValue > Level.comparison.rawValue) {
      $0.write(node.a, .bitOr)
      for (operation, operand) in zip($0.tree[list: node.b], $0.tree[list: node.c]) {
        $0.text += " " + (Int(operation) < signs.count ? signs[Int(operation)] : "==") + " "
        $0.write(operand, .bitOr)
      }
    }
  }

  private mutating func writeLambda(_ node: Node, _ level: Level) {
    parenthesized(level.rawValue > Level.test.rawValue) {
      let parameters = $0.tree[node.a]
      $0.text += $0.tree.count(parameters.a) > 0 ? "lambda " : "lambda"
      $0.writeParameters(parameters)
      $0.text += ": "
      $0.write(node.b, .test)
    }
  }

  private mutating func writeParameters(_ node: Node) {
    let list = tree[list: node.a]
    let positional = Int(node.c)
    let star = node.flag & 1 != 0 ? positional : -1
    let last = node.flag & 2 != 0 ? list.count - 1 : -1
    for (i, parameter) in list.enumerated() {
      if i > 0 { text += ", " }
      if i == positional, star < 0, node.d > 0 { text += "*, " }
      text += i == star ? "*" : i == last ? "**" : ""
      text += tree.name(tree[parameter].a)
      if tree[parameter].c != 0 {
        text += "="
        write(tree[parameter].c, .test)
      }
      if i == Int(node.b) - 1 { text += ", /" }
    }
  }

  // MARK: The rest

  private mutating func writeDictionary(_ node: Node) {
    text += "{"
    for (i, pair) in zip(tree[list: node.a], tree[list: node.b]).enumerated() {
      if i > 0 { text += ", " }
      if pair.0 == 0 {
        text += "**"
        write(pair.1, .bitOr)
      } else {
        write(pair.0, .test)
        text += ": "
        write(pair.1, .test)
      }
    }
    text += "}"
  }

  private mutating func writeComprehension(_ node: Node, _ open: String, _ close: String) {
    text += open
    write(node.a, .test)
    let isDictionary = node.kind == .dictionaryComprehension
    if isDictionary {
      text += ": "
      write(node.b, .test)
    }
    for clause in tree[list: isDictionary ? node.c : node.b] {
      let part = tree[clause]
      text += part.flag == 1 ? " async for " : " for "
      write(part.a, .tuple)
      text += " in "
      write(part.b, .or)
      for condition in tree[list: part.c] {
        text += " if "
        write(condition, .or)
      }
    }
    text += close
  }

  private mutating func writeSlice(_ node: Node) {
    if node.a != 0 { write(node.a, .test) }
    text += ":"
    if node.b != 0 { write(node.b, .test) }
    if node.c != 0 {
      text += ":"
      write(node.c, .test)
    }
  }

  private mutating func writeYield(_ node: Node) {
    text += node.kind == .yield ? (node.a == 0 ? "(yield" : "(yield ") : "(yield from "
    if node.a != 0 { write(node.a, .test) }
    text += ")"
  }

  private mutating func writeFormatted(_ id: NodeID) {
    var inner = Unparser(tree: tree)
    inner.depth = depth
    inner.writeFormatParts(id, isSpec: false)
    text += "f" + LiteralText.text(of: .string(Array(inner.text.utf8)))
  }

  private mutating func writeFormatParts(_ id: NodeID, isSpec: Bool) {
    let node = tree[id]
    switch node.kind {
    case .joinedString: for part in tree[list: node.a] { writeFormatParts(part, isSpec: isSpec) }
    case .constant:
      guard case .string(let bytes) = tree.literals[Int(node.a)] else { return }
      for character in String(decoding: bytes, as: UTF8.self) {
        text += character == "{" ? "{{" : character == "}" ? "}}" : String(character)
      }
    case .formattedValue:
      var inner = Unparser(tree: tree)
      inner.depth = depth + 1
      inner.write(node.a, .or)
      text += inner.text.hasPrefix("{") ? "{ " : "{"
      text += inner.text
      if node.flag != 0 { text += "!" + String(UnicodeScalar(node.flag)) }
      if node.b != 0 {
        text += ":"
        writeFormatParts(node.b, isSpec: true)
      }
      text += "}"
    case .absent, .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias,
      .augmentedAssign, .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith,
      .match, .raise, .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal,
      .expressionStatement, .pass, .breakStatement, .continueStatement, .booleanOperation, .namedExpression,
      .binaryOperation, .unaryOperation, .lambda, .conditional, .dictionary, .set, .listComprehension,
      .setComprehension, .dictionaryComprehension, .generatorExpression, .await, .yield, .yieldFrom, .compare, .call,
      .attribute, .subscripted, .starred, .name, .list, .tuple, .slice, .functionParts, .classParts, .comprehension,
      .exceptHandler, .parameters, .parameter, .keyword, .alias, .withItem, .matchCase, .matchValue, .matchSingleton,
      .matchSequence, .matchMapping, .matchClass, .matchStar, .matchAs, .matchOr, .typeVariable,
      .parameterSpecification, .typeVariableTuple:
      break
    }
  }
}

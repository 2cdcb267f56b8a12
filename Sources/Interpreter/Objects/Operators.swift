// Operators.swift — binary and unary operators on any values.

import Parser

/// How operators are spelled, and which special methods answer them.
enum Operators {
  static func special(_ op: ComparisonOperator) -> Special {
    switch op {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .isSame, .isNotSame, .contains, .containsNot: .contains
    }
  }

  static func reflected(_ op: ComparisonOperator) -> ComparisonOperator {
    switch op {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual, .isSame, .isNotSame, .contains, .containsNot: op
    }
  }

  static func spelling(_ op: ComparisonOperator) -> String {
    switch op {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .isSame: "is"
    case .isNotSame: "is not"
    case .contains: "in"
    case .containsNot: "not in"
    }
  }

  static func spelling(_ op: BinaryOperator) -> String {
    switch op {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .matrixMultiply: "@"
    case .divide: "/"
    case .modulo: "%"
    case .power: "** or pow()"
    case .leftShift: "<<"
    case .rightShift: ">>"
    case .bitOr: "|"
    case .bitXor: "^"
    case .bitAnd: "&"
    case .floorDivide: "//"
    }
  }

  /// The special methods of an operator: plain, reflected, in place.
  static func specials(_ op: BinaryOperator) -> (plain: Special, reflected: Special, inPlace: Special) {
    switch op {
    case .add: (.add, .rightAdd, .inPlaceAdd)
    case .subtract: (.subtract, .rightSubtract, .inPlaceSubtract)
    case .multiply: (.multiply, .rightMultiply, .inPlaceMultiply)
    case .matrixMultiply: (.matrixMultiply, .rightMatrixMultiply, .inPlaceMatrixMultiply)
    case .divide: (.divide, .rightDivide, .inPlaceDivide)
    case .modulo: (.modulo, .rightModulo, .inPlaceModulo)
    case .power: (.power, .rightPower, .inPlacePower)
    case .leftShift: (.leftShift, .rightLeftShift, .inPlaceLeftShift)
    case .rightShift: (.rightShift, .rightRightShift, .inPlaceRightShift)
    case .bitOr: (.bitOr, .rightBitOr, .inPlaceBitOr)
    case .bitXor: (.bitXor, .rightBitXor, .inPlaceBitXor)
    case .bitAnd: (.bitAnd, .rightBitAnd, .inPlaceBitAnd)
    case .floorDivide: (.floorDivide, .rightFloorDivide, .inPlaceFloorDivide)
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(never)
  func binarySlowly(_ op: BinaryOperator, _ a: Value, _ b: Value, _ flags: UInt32) -> Value {
    guarded { () throws(Raise) -> Value in try binary(op, a, b, inPlace: flags & 1 != 0) }
  }

  /// `a op b`, or `a op= b`.
  public func binary(_ op: BinaryOperator, _ a: Value, _ b: Value, inPlace: Bool = false) throws(Raise) -> Value {
    if isNumber(a), isNumber(b) {
      let answer = try numberBinary(op, a, b)
      if answer != .notImplemented { return answer }
    } else if op == .add, a.isExactStr, b.isExactStr {
      return try concatenate(a, b)
    }
    let names = Operators.specials(op)
    let classA = classOf(a), classB = classOf(b)
    if inPlace {
      let answer = try attempt(special(names.inPlace, classA), a, classA, b)
      if answer != .notImplemented { return answer }
    }
    let left = special(names.plain, classA)
    let right = classA == classB ? Value.unbound : special(names.reflected, classB)
    let rightFirst = !right.isUnbound && isSubclass(classB, classA) && right != special(names.reflected, classA)
    if rightFirst {
      let answer = try attempt(right, b, classB, a)
      if answer != .notImplemented { return answer }
    }
    let answer = try attempt(left, a, classA, b)
    if answer != .notImplemented { return answer }
    if !rightFirst {
      let answer = try attempt(right, b, classB, a)
      if answer != .notImplemented { return answer }
    }
    throw unsupported(op, a, b, inPlace)
  }

  @inline(__always) func isNumber(_ v: Value) -> Bool {
    v.isSmallInt || v.isDouble || v.isBool || v.isExactly(.int) || v.isExactly(.complex)
  }

  private func attempt(_ method: Value, _ receiver: Value, _ ownerClass: Cell, _ other: Value) throws(Raise) -> Value {
    if method.isUnbound || method.isNone { return .notImplemented }
    if method.is(.function) || method.is(.native) { return try call(method, receiver, other) }
    return try call(try bind(method, receiver, ownerClass), other)
  }

  private func unsupported(_ op: BinaryOperator, _ a: Value, _ b: Value, _ inPlace: Bool) -> Raise {
    if let special = sequenceOperandError(op, a, b) { return special }
    var spelling = Operators.spelling(op)
    if inPlace { spelling = op == .power ? "**=" : spelling + "=" }
    if op == .rightShift, a.is(.native) || a.is(.boundNative), swiftString(functionName(a)) == "print" {
      return raise(
        .typeError,
        "unsupported operand type(s) for >>: '\(typeName(a))' and '\(typeName(b))'. Did you mean \"print(<message>, "
          + "file=<output_stream>)\"?")
    }
    return raise(
      .typeError, "unsupported operand type(s) for \(spelling): '\(typeName(a))' and '\(typeName(b))'")
  }

  private func functionName(_ value: Value) -> Value {
    value.is(.native) ? value.as(NativeCell.self).pointee.name : specialName(.name)
  }

  @inline(never)
  func unarySlowly(_ op: UnaryOperator, _ value: Value) -> Value {
    guarded { () throws(Raise) -> Value in try unary(op, value) }
  }

  public func unary(_ op: UnaryOperator, _ value: Value) throws(Raise) -> Value {
    let isInt = value.isSmallInt || value.isBool || value.isExactly(.int)
    switch op {
    case .minus:
      if isInt { return try intNegate(value) }
      if value.isDouble { return Value(-value.double) }
      if let answer = try callSpecial(.negate, on: value) { return answer }
      throw raise(.typeError, "bad operand type for unary -: '\(typeName(value))'")
    case .plus:
      if value.isSmallInt || value.isDouble || value.isExactly(.int) { return value }
      if let answer = try callSpecial(.positive, on: value) { return answer }
      throw raise(.typeError, "bad operand type for unary +: '\(typeName(value))'")
    case .invert:
      if isInt, !value.isBool { return try intInvert(value) }
      if let answer = try callSpecial(.invert, on: value) { return answer }
      throw raise(.typeError, "bad operand type for unary ~: '\(typeName(value))'")
    case .not: return Value(try !truth(value))
    }
  }
}

// NumberRows.swift — what the rows of int, bool, float and complex have in common: receivers, operators, comparisons.

import Parser

/// Which operands the operators of a number class take.
enum NumberRank: Sendable {
  case int, float, complex

  /// Whether a value is of this class or one that goes before it.
  @inline(__always)
  func accepts(_ v: Value) -> Bool {
    switch self {
    case .int: v.isInt
    case .float: v.isInt || v.isFloat
    case .complex: v.isNumber
    }
  }

  /// Whether a value is of this class.
  @inline(__always)
  func isOwn(_ v: Value) -> Bool {
    switch self {
    case .int: v.isInt
    case .float: v.isFloat
    case .complex: v.isComplex
    }
  }

  var name: String {
    switch self {
    case .int: "int"
    case .float: "float"
    case .complex: "complex"
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The receiver of a number's method.
  ///
  /// - Throws: TypeError when it is of another class.
  @inline(__always)
  func numberReceiver(_ args: Arguments, _ rank: NumberRank) throws(Raise) -> Value {
    if rank.isOwn(args[0]) { return args[0] }
    throw raise(
      .typeError, "descriptor requires a '\(rank.name)' object but received a '\(typeName(args[0]))'")
  }

  /// The class a `__new__` row is asked to make an object of.
  ///
  /// - Throws: TypeError when it is no class, or one whose objects are laid out otherwise.
  public func newTarget(_ args: Arguments, _ type: BuiltinType) throws(Raise) -> Cell {
    let wanted = args[0], own = builtin(type)
    if wanted.is(.class), wanted.cell == own { return own }
    let name = className(own)
    guard wanted.is(.class) else {
      throw raise(.typeError, "\(name).__new__(X): X is not a type object (\(typeName(wanted)))")
    }
    let given = className(wanted.cell)
    guard isSubclass(wanted.cell, own) else {
      throw raise(.typeError, "\(name).__new__(\(given)): \(given) is not a subtype of \(name)")
    }
    let native = classCell(wanted.cell).pointee.native
    if native.isCell, native.cell != own {
      let safe = className(native.cell)
      throw raise(.typeError, "\(name).__new__(\(given)) is not safe, use \(safe).__new__()")
    }
    return wanted.cell
  }
}

extension NativeRow {
  /// A binary operator's row.
  static func operation(
    _ signature: StaticString, _ rank: NumberRank, _ op: BinaryOperator, reflected: Bool = false
  ) -> NativeRow {
    .slot(signature, "The operator's result for numbers, else NotImplemented.", .pure) {
      (vm, args) throws(Raise) -> Value in
      let receiver = try vm.numberReceiver(args, rank)
      guard rank.accepts(args[1]) else { return .notImplemented }
      return try reflected ? vm.numberBinary(op, args[1], receiver) : vm.numberBinary(op, receiver, args[1])
    }
  }

  /// A comparison's row.
  static func comparison(_ signature: StaticString, _ rank: NumberRank, _ op: ComparisonOperator) -> NativeRow {
    .slot(signature, "The comparison's result for numbers, else NotImplemented.", .pure) {
      (vm, args) throws(Raise) -> Value in
      let receiver = try vm.numberReceiver(args, rank)
      guard rank.accepts(args[1]) else { return .notImplemented }
      return vm.numberCompare(op, receiver, args[1])
    }
  }

  /// A method without arguments.
  static func unary(
    _ signature: StaticString, _ documentation: StaticString, _ rank: NumberRank,
    _ body: @escaping @Sendable (VM, Value) throws(Raise) -> Value
  ) -> NativeRow {
    .slot(signature, documentation, .pure) { (vm, args) throws(Raise) -> Value in
      try body(vm, try vm.numberReceiver(args, rank))
    }
  }

  static func comparisons(of rank: NumberRank) -> [NativeRow] {
    [
      comparison("__eq__(value, /)", rank, .equal), comparison("__ne__(value, /)", rank, .notEqual),
      comparison("__lt__(value, /)", rank, .less), comparison("__le__(value, /)", rank, .lessOrEqual),
      comparison("__gt__(value, /)", rank, .greater), comparison("__ge__(value, /)", rank, .greaterOrEqual),
    ]
  }

  /// `+ - * /` and their reflected forms.
  static func arithmetic(of rank: NumberRank) -> [NativeRow] {
    [
      operation("__add__(value, /)", rank, .add), operation("__radd__(value, /)", rank, .add, reflected: true),
      operation("__sub__(value, /)", rank, .subtract),
      operation("__rsub__(value, /)", rank, .subtract, reflected: true),
      operation("__mul__(value, /)", rank, .multiply),
      operation("__rmul__(value, /)", rank, .multiply, reflected: true),
      operation("__truediv__(value, /)", rank, .divide),
      operation("__rtruediv__(value, /)", rank, .divide, reflected: true),
    ]
  }

  /// `// %` and divmod with their reflected forms.
  static func division(of rank: NumberRank) -> [NativeRow] {
    [
      operation("__floordiv__(value, /)", rank, .floorDivide),
      operation("__rfloordiv__(value, /)", rank, .floorDivide, reflected: true),
      operation("__mod__(value, /)", rank, .modulo),
      operation("__rmod__(value, /)", rank, .modulo, reflected: true),
      .slot("__divmod__(value, /)", "Quotient and remainder.", .pure) { (vm, args) throws(Raise) -> Value in
        let receiver = try vm.numberReceiver(args, rank)
        guard rank.accepts(args[1]) else { return .notImplemented }
        return try vm.numberDivmod(receiver, args[1])
      },
      .slot("__rdivmod__(value, /)", "Quotient and remainder.", .pure) { (vm, args) throws(Raise) -> Value in
        let receiver = try vm.numberReceiver(args, rank)
        guard rank.accepts(args[1]) else { return .notImplemented }
        return try vm.numberDivmod(args[1], receiver)
      },
    ]
  }

  /// `**` with its reflected form; the third argument is for ints.
  static func powers(of rank: NumberRank) -> [NativeRow] {
    [
      .slot("__pow__(value, mod=None, /)", "The power, modulo a third argument.", .pure) {
        (vm, args) throws(Raise) -> Value in
        let receiver = try vm.numberReceiver(args, rank)
        guard rank.accepts(args[1]) else { return .notImplemented }
        return try vm.numberPower(receiver, args[1], args[2], rank)
      },
      .slot("__rpow__(value, mod=None, /)", "The power of another number to this one.", .pure) {
        (vm, args) throws(Raise) -> Value in
        let receiver = try vm.numberReceiver(args, rank)
        guard rank.accepts(args[1]) else { return .notImplemented }
        return try vm.numberPower(args[1], receiver, args[2], rank)
      },
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `divmod(a, b)` of two real numbers; `.notImplemented` for others.
  ///
  /// - Throws: ZeroDivisionError, OverflowError, MemoryError.
  public func numberDivmod(_ a: Value, _ b: Value) throws(Raise) -> Value {
    if a.isInt, b.isInt {
      let (quotient, remainder) = try intDivmod(a, b)
      return pair(quotient, remainder)
    }
    guard NumberRank.float.accepts(a), NumberRank.float.accepts(b) else { return .notImplemented }
    let x = try realDouble(a), y = try realDouble(b)
    if y == 0 { throw raise(.zeroDivisionError, "float divmod()") }
    let result = FloatMath.divideModulo(x, y)
    return pair(Value(any: result.quotient), Value(any: result.remainder))
  }

  /// `pow(a, b, modulus)` as the classes of the numbers have it; the modulus may be None.
  ///
  /// - Throws: ValueError, TypeError, ZeroDivisionError, OverflowError, MemoryError.
  func numberPower(_ a: Value, _ b: Value, _ modulus: Value, _ rank: NumberRank) throws(Raise) -> Value {
    if modulus.isNone { return try numberBinary(.power, a, b) }
    switch rank {
    case .int:
      guard modulus.isInt else { return .notImplemented }
      return try intPowerModulo(a, b, modulus)
    case .float: throw raise(.typeError, "pow() 3rd argument not allowed unless all arguments are integers")
    case .complex: throw raise(.valueError, "complex modulo")
    }
  }
}

// Operator.swift — the module `operator`: the operators as functions.

import Interpreter
import Parser

extension NativeModule {
  public static var operators: NativeModule {
    NativeModule("operator", "The operators as functions.", rows: { allRows }, setUp: setUp)
  }

  /// What the C half of `operator` holds in CPython.
  public static var plainOperators: NativeModule {
    NativeModule("_operator", "The operators as functions.", rows: { allRows }, setUp: setUp)
  }

  private static var allRows: [NativeRow] { binaryRows + inPlaceRows + comparisonRows + otherRows + sequenceRows }

  /// Functions that also go by the name of their special method.
  private static let doubled: [StaticString] = [
    "lt", "le", "eq", "ne", "ge", "gt", "abs", "add", "call", "concat", "contains", "delitem", "floordiv", "getitem",
    "iadd", "iconcat", "ifloordiv", "ilshift", "imatmul", "imod", "imul", "index", "inv", "invert", "ipow", "irshift",
    "isub", "itruediv", "ixor", "iand", "ior", "lshift", "matmul", "mod", "mul", "neg", "pos", "pow", "rshift",
    "setitem", "sub", "truediv", "xor",
  ]

  private static func setUp(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    for name in doubled {
      let special = vm.intern(vm.string("__\(name)__"))
      try vm.dictSetStr(dictionary, special, vm.dictGetStr(dictionary, vm.intern(name)))
    }
    for (special, name) in [("__not__", "not_"), ("__and__", "and_"), ("__or__", "or_")]
      as [(StaticString, StaticString)]
    {
      try vm.setModule(dictionary, special, vm.dictGetStr(dictionary, vm.intern(name)))
    }
    for type in [NativeType.attributeGetter, .itemGetter, .methodCaller] {
      try vm.setModule(dictionary, type.name, Value(vm.makeNativeClass(type)))
    }
  }

  private static func binary(
    _ signature: StaticString, _ documentation: StaticString, _ op: BinaryOperator, inPlace: Bool = false
  ) -> NativeRow {
    .function(signature, documentation, .callsScript) { (vm, args) throws(Raise) -> Value in
      try vm.binary(op, args[0], args[1], inPlace: inPlace)
    }
  }

  private static var binaryRows: [NativeRow] {
    [
      binary("add(a, b, /)", "Same as a + b.", .add), binary("sub(a, b, /)", "Same as a - b.", .subtract),
      binary("mul(a, b, /)", "Same as a * b.", .multiply), binary("matmul(a, b, /)", "Same as a @ b.", .matrixMultiply),
      binary("truediv(a, b, /)", "Same as a / b.", .divide), binary("mod(a, b, /)", "Same as a % b.", .modulo),
      binary("floordiv(a, b, /)", "Same as a // b.", .floorDivide), binary("pow(a, b, /)", "Same as a ** b.", .power),
      binary("lshift(a, b, /)", "Same as a << b.", .leftShift),
      binary("rshift(a, b, /)", "Same as a >> b.", .rightShift),
      binary("or_(a, b, /)", "Same as a | b.", .bitOr), binary("xor(a, b, /)", "Same as a ^ b.", .bitXor),
      binary("and_(a, b, /)", "Same as a & b.", .bitAnd),
    ]
  }

  private static var inPlaceRows: [NativeRow] {
    [
      binary("iadd(a, b, /)", "Same as a += b.", .add, inPlace: true),
      binary("isub(a, b, /)", "Same as a -= b.", .subtract, inPlace: true),
      binary("imul(a, b, /)", "Same as a *= b.", .multiply, inPlace: true),
      binary("imatmul(a, b, /)", "Same as a @= b.", .matrixMultiply, inPlace: true),
      binary("itruediv(a, b, /)", "Same as a /= b.", .divide, inPlace: true),
      binary("imod(a, b, /)", "Same as a %= b.", .modulo, inPlace: true),
      binary("ifloordiv(a, b, /)", "Same as a //= b.", .floorDivide, inPlace: true),
      binary("ipow(a, b, /)", "Same as a **= b.", .power, inPlace: true),
      binary("ilshift(a, b, /)", "Same as a <<= b.", .leftShift, inPlace: true),
      binary("irshift(a, b, /)", "Same as a >>= b.", .rightShift, inPlace: true),
      binary("ior(a, b, /)", "Same as a |= b.", .bitOr, inPlace: true),
      binary("ixor(a, b, /)", "Same as a ^= b.", .bitXor, inPlace: true),
      binary("iand(a, b, /)", "Same as a &= b.", .bitAnd, inPlace: true),
    ]
  }

  private static func comparison(
    _ signature: StaticString, _ documentation: StaticString, _ op: ComparisonOperator
  ) -> NativeRow {
    .function(signature, documentation, .callsScript) { (vm, args) throws(Raise) -> Value in
      try vm.compare(op, args[0], args[1])
    }
  }

  private static func unary(_ signature: StaticString, _ documentation: StaticString, _ op: UnaryOperator) -> NativeRow
  {
    .function(signature, documentation, .callsScript) { (vm, args) throws(Raise) -> Value in
      try vm.unary(op, args[0])
    }
  }

  private static var comparisonRows: [NativeRow] {
    [
      comparison("lt(a, b, /)", "Same as a < b.", .less), comparison("le(a, b, /)", "Same as a <= b.", .lessOrEqual),
      comparison("eq(a, b, /)", "Same as a == b.", .equal), comparison("ne(a, b, /)", "Same as a != b.", .notEqual),
      comparison("ge(a, b, /)", "Same as a >= b.", .greaterOrEqual),
      comparison("gt(a, b, /)", "Same as a > b.", .greater),
      unary("neg(a, /)", "Same as -a.", .minus), unary("pos(a, /)", "Same as +a.", .plus),
      unary("inv(a, /)", "Same as ~a.", .invert), unary("invert(a, /)", "Same as ~a.", .invert),
    ]
  }

  private static var otherRows: [NativeRow] {
    [
      .function("truth(a, /)", "Whether a is true.", .callsScript) { (vm, args) throws(Raise) -> Value in
        Value(try vm.truth(args[0]))
      },
      .function("not_(a, /)", "Same as not a.", .callsScript) { (vm, args) throws(Raise) -> Value in
        Value(try !vm.truth(args[0]))
      },
      .function("is_(a, b, /)", "Same as a is b.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(args[0] == args[1])
      },
      .function("is_not(a, b, /)", "Same as a is not b.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(args[0] != args[1])
      },
      .function("abs(a, /)", "Same as abs(a).", .callsScript) { (vm, args) throws(Raise) -> Value in
        if let result = try vm.callSpecial(.absolute, on: args[0]) { return result }
        throw vm.raise(.typeError, "bad operand type for abs(): '\(vm.typeName(args[0]))'")
      },
      .function("index(a, /)", "Same as a.__index__().", .callsScript) { (vm, args) throws(Raise) -> Value in
        if let result = try vm.indexValue(args[0]) { return result }
        throw vm.raise(.typeError, "'\(vm.typeName(args[0]))' object cannot be interpreted as an integer")
      },
      .function("call(obj, /, *args, **kwargs)", "Same as obj(*args, **kwargs).", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let given = args[1].cell
        return try vm.call(args[0], args: given.tupleItems, count: vm.tupleLength(given), keywords: args[2])
      },
      .function("length_hint(obj, default=0, /)", "How many items an object may have.", .callsScript, lengthHint),
      .function("_compare_digest(a, b, /)", "Whether two texts or bytes are equal.", .pure) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.equal(args[0], args[1]))
      },
    ]
  }

  private static var sequenceRows: [NativeRow] {
    [
      .function("getitem(a, b, /)", "Same as a[b].", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.getItem(args[0], args[1])
      },
      .function("setitem(a, b, c, /)", "Same as a[b] = c.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.setItem(args[0], args[1], args[2])
        return .none
      },
      .function("delitem(a, b, /)", "Same as del a[b].", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.deleteItem(args[0], args[1])
        return .none
      },
      .function("contains(a, b, /)", "Same as b in a.", .callsScript) { (vm, args) throws(Raise) -> Value in
        Value(try vm.contains(args[0], args[1]))
      },
      .function("concat(a, b, /)", "Same as a + b, for sequences.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try concatenate(vm, args, inPlace: false)
      },
      .function("iconcat(a, b, /)", "Same as a += b, for sequences.", .callsScript) {
        (vm, args) throws(Raise) -> Value in try concatenate(vm, args, inPlace: true)
      },
      .function("countOf(a, b, /)", "How many items of a are equal to b.", .callsScript, countOf),
      .function("indexOf(a, b, /)", "Position of the first item of a that is equal to b.", .callsScript, indexOf),
    ]
  }
}

private func lengthHint(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard vm.isInt(args[1]) else {
    throw vm.raise(.typeError, "'\(vm.typeName(args[1]))' object cannot be interpreted as an integer")
  }
  return vm.int(try vm.lengthHint(args[0], default: vm.word(args[1]) ?? Int.max))
}

private func concatenate(_ vm: VM, _ args: Arguments, inPlace: Bool) throws(Raise) -> Value {
  let type = vm.classOf(args[0])
  if vm.special(.getItem, type).isUnbound || args[0].is(.dict) {
    throw vm.raise(.typeError, "'\(vm.typeName(args[0]))' object can't be concatenated")
  }
  return try vm.binary(.add, args[0], args[1], inPlace: inPlace)
}

private func complainIfNotIterable(_ vm: VM, _ value: Value) throws(Raise) {
  let type = vm.classOf(value)
  if vm.special(.iterate, type).isUnbound, vm.special(.getItem, type).isUnbound {
    throw vm.raise(.typeError, "argument of type '\(vm.typeName(value))' is not iterable")
  }
}

private func countOf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try complainIfNotIterable(vm, args[0])
  var count = 0
  try vm.iterate(args[0]) { (item) throws(Raise) -> Bool in
    if try vm.sameOrEqual(item, args[1]) { count += 1 }
    return true
  }
  return vm.int(count)
}

private func indexOf(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  try complainIfNotIterable(vm, args[0])
  var position = 0, isFound = false
  try vm.iterate(args[0]) { (item) throws(Raise) -> Bool in
    isFound = try vm.sameOrEqual(item, args[1])
    if !isFound { position += 1 }
    return !isFound
  }
  if isFound { return vm.int(position) }
  throw vm.raise(.valueError, "sequence.index(x): x not in sequence")
}

// DictViews.swift — `dict_keys`, `dict_values`, `dict_items`: windows on a dict, the first and last also sets.

import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  func dictView(_ value: Value, _ part: DictPart) -> Value {
    let type: BuiltinType =
      switch part {
      case .keys: .dictKeys
      case .values: .dictValues
      case .items: .dictItems
      }
    let cell = allocate(.dictView, MemoryLayout<ViewCell>.size, shape: type.rawValue)
    cell.header.pointee.flags = part.rawValue
    cell.asView.pointee.source = value
    return Value(cell)
  }

  private func part(_ view: Cell) -> DictPart { DictPart(rawValue: view.header.pointee.flags & 3) ?? .keys }
  private func isSetView(_ value: Value) -> Bool { value.is(.dictView) && value.cell.header.pointee.flags != 1 }

  public func dictViewLength(_ view: Cell) -> Int { dictCount(view.asView.pointee.source.cell) }

  public func dictViewIterator(_ value: Value) -> Value {
    dictIterator(value.cell.asView.pointee.source, part(value.cell))
  }

  public func dictViewContains(_ value: Value, _ item: Value) throws(Raise) -> Bool {
    let d = value.cell.asView.pointee.source.cell
    switch part(value.cell) {
    case .keys: return try dictHas(d, item)
    case .items:
      guard item.is(.tuple), tupleLength(item.cell) == 2 else { return false }
      let found = try dictLookup(d, item.cell.tupleItems[0])
      return found.isUnbound ? false : try sameOrEqual(found, item.cell.tupleItems[1])
    case .values:
      var i = dictNext(d, from: 0)
      while i >= 0 {
        if try sameOrEqual(dictEntry(d, i).value, item) { return true }
        i = dictNext(d, from: i + 1)
      }
      return false
    }
  }

  public func dictViewRepr(_ value: Value) throws(Raise) -> Value {
    if !enterRepr(value) { return string("...") }
    defer { leaveRepr(value) }
    try checkStack()
    var text = TextBuffer()
    text.append("\(typeName(value))(")
    text.append(try repr(try listFrom(value)))
    text.append(")")
    return string(text)
  }

  /// NotImplemented unless a key or item view meets one or a set.
  public func dictViewCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard isSetView(a), isSetView(b) || isAnySet(b) else { return .notImplemented }
    let x = try length(a), y = try length(b)
    switch op {
    case .equal, .isSame, .contains: return x == y ? Value(try allContained(a, b)) : .false
    case .notEqual, .isNotSame, .containsNot: return x == y ? Value(try !allContained(a, b)) : .true
    case .less: return x < y ? Value(try allContained(a, b)) : .false
    case .lessOrEqual: return x <= y ? Value(try allContained(a, b)) : .false
    case .greater: return x > y ? Value(try allContained(b, a)) : .false
    case .greaterOrEqual: return x >= y ? Value(try allContained(b, a)) : .false
    }
  }

  private func allContained(_ a: Value, _ b: Value) throws(Raise) -> Bool {
    var result = true
    try iterate(a) { (item) throws(Raise) -> Bool in
      result = try contains(b, item)
      return result
    }
    return result
  }

  /// The set operators, where either side is a key or item view; else NotImplemented.
  public func dictViewBinary(_ op: BinaryOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    guard isSetView(a) || isSetView(b) else { return .notImplemented }
    switch op {
    case .bitAnd: return try viewIntersection(a, b)
    case .bitXor:
      if isSetView(a), isSetView(b), part(a.cell) == .items, part(b.cell) == .items {
        return try itemsSymmetricDifference(a.cell.asView.pointee.source.cell, b.cell.asView.pointee.source.cell)
      }
    case .bitOr, .subtract: break
    case .add, .multiply, .matrixMultiply, .divide, .modulo, .power, .leftShift, .rightShift, .floorDivide:
      return .notImplemented
    }
    let result = set()
    try setUpdate(result.cell, a)
    if op == .bitOr {
      try setUpdate(result.cell, b)
    } else if op == .subtract {
      try setSubtract(result.cell, b)
    } else {
      try setToggle(result.cell, b)
    }
    return result
  }

  private func viewIntersection(_ a: Value, _ b: Value) throws(Raise) -> Value {
    var (view, other) = isSetView(a) ? (a, b) : (b, a)
    let count = dictViewLength(view.cell)
    if other.isExactly(.set) || other.isExactly(.frozenset), count <= setLength(other.cell) {
      return try setIntersection(other.cell, view)
    }
    if isSetView(other), dictViewLength(other.cell) > count { swap(&view, &other) }
    let result = set()
    try iterate(other) { (item) throws(Raise) -> Bool in
      if try dictViewContains(view, item) { try setAdd(result.cell, item) }
      return true
    }
    return result
  }

  private func itemsSymmetricDifference(_ a: Cell, _ b: Cell) throws(Raise) -> Value {
    let (small, large) = dictCount(a) > dictCount(b) ? (b, a) : (a, b)
    let rest = try dictCopy(small)
    let result = set()
    var i = dictNext(large, from: 0)
    while i >= 0 {
      let entry = dictEntry(large, i)
      let number = try dictFind(rest.cell, entry.key, hash: entry.hash)
      if number >= 0, try sameOrEqual(dictEntry(rest.cell, number).value, entry.value) {
        _ = try dictDelete(rest.cell, entry.key)
      } else {
        try setAdd(result.cell, pair(entry.key, entry.value))
      }
      i = dictNext(large, from: i + 1)
    }
    try setUpdate(result.cell, dictView(rest, .items))
    return result
  }

  func dictViewIsDisjoint(_ value: Value, _ argument: Value) throws(Raise) -> Bool {
    if value == argument { return dictViewLength(value.cell) == 0 }
    var (view, other) = (value, argument)
    if isAnySet(other) || isSetView(other), try length(other) > dictViewLength(view.cell) { swap(&view, &other) }
    var result = true
    try iterate(other) { (item) throws(Raise) -> Bool in
      result = try !contains(view, item)
      return result
    }
    return result
  }
}

extension NativeType {
  static var dictKeys: NativeType {
    NativeType("dict_keys", kind: .dictView, isBaseType: false, "The keys of a dict.") { viewRows + setRows }
  }
  static var dictValues: NativeType {
    NativeType("dict_values", kind: .dictView, isBaseType: false, "The values of a dict.") { viewRows }
  }
  static var dictItems: NativeType {
    NativeType("dict_items", kind: .dictView, isBaseType: false, "The pairs of a dict.") { viewRows + setRows }
  }

  /// The rows of a view class that is not one of the builtin ones.
  public static func viewRows(isSet: Bool) -> [NativeRow] { isSet ? viewRows + setRows : viewRows }

  private static var viewRows: [NativeRow] {
    [
      .slot("__len__()", "Number of keys.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        Value(small: vm.dictViewLength(try vm.receiver(args, .dictView)))
      },
      .slot("__iter__()", "An iterator.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.dictViewIterator(Value(try vm.receiver(args, .dictView)))
      },
      .method("__reversed__()", "An iterator, last first.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        let view = try vm.receiver(args, .dictView)
        let part = VM.DictPart(rawValue: view.header.pointee.flags & 3) ?? .keys
        return vm.dictIterator(view.asView.pointee.source, part, reversed: true)
      },
      .slot("__repr__()", "The view as text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.dictViewRepr(Value(try vm.receiver(args, .dictView)))
      },
      .getter("mapping", "The dict, read-only.", .readsSelf) { (vm, args) throws(Raise) -> Value in
        vm.mappingProxy(try vm.receiver(args, .dictView).asView.pointee.source)
      },
    ]
  }

  private static var ownSetRows: [NativeRow] {
    [
      .slot("__contains__(key, /)", "Whether the view has an item.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.dictViewContains(Value(try vm.receiver(args, .dictView)), args[1]))
      },
      .method("isdisjoint(other, /)", "Whether no item is in both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        Value(try vm.dictViewIsDisjoint(Value(try vm.receiver(args, .dictView)), args[1]))
      },
      algebra("__or__(value, /)", .bitOr), algebra("__ror__(value, /)", .bitOr, reflected: true),
      algebra("__and__(value, /)", .bitAnd), algebra("__rand__(value, /)", .bitAnd, reflected: true),
      algebra("__sub__(value, /)", .subtract), algebra("__rsub__(value, /)", .subtract, reflected: true),
      algebra("__xor__(value, /)", .bitXor), algebra("__rxor__(value, /)", .bitXor, reflected: true),
    ]
  }

  private static var setRows: [NativeRow] {
    ownSetRows + comparisons("dict_view") { (vm, op, a, b) throws(Raise) -> Value in try vm.dictViewCompare(op, a, b) }
  }

  private static func algebra(_ signature: StaticString, _ op: BinaryOperator, reflected: Bool = false) -> NativeRow {
    .slot(signature, "Combines the view with an iterable.", .callsScript) { (vm, args) throws(Raise) -> Value in
      reflected ? try vm.dictViewBinary(op, args[1], args[0]) : try vm.dictViewBinary(op, args[0], args[1])
    }
  }
}

// StructSequence.swift — tuples with named fields, as the system's modules give them.

import Interpreter

/// The class of a tuple whose items have names; names past `visibleCount` are attributes only.
struct StructSequence: Sendable {
  let type: Value
  let fields: [StaticString]
  let visibleCount: Int

  /// Makes the class. It lives as long as the interpreter.
  init(
    _ vm: VM, _ name: StaticString, module: StaticString, _ documentation: StaticString, fields: [StaticString],
    visibleCount: Int? = nil, canBeMade: Bool = true
  ) throws(Raise) {
    let count = visibleCount ?? fields.count
    let declaration = NativeType(
      name, module: module, base: .tuple, kind: .tuple, isBaseType: false, documentation,
      rows: { StructSequence.rows(fields, count, canBeMade) })
    type = Value(vm.makeNativeClass(declaration))
    vm.pointee.permanent.append(type)
    self.fields = fields
    self.visibleCount = count
  }

  /// An instance; `values` are alive otherwise.
  func make(_ vm: VM, _ values: [Value]) -> Value {
    vm.structSequence(type.cell, values, visibleCount)
  }

  private static func rows(_ fields: [StaticString], _ count: Int, _ canBeMade: Bool) -> [NativeRow] {
    var rows = fields.enumerated().map { (place, name) in
      NativeRow.getter(name, "", .readsSelf) { (vm, args) throws(Raise) in
        vm.structField(try vm.receiver(args, .tuple), place, count)
      }
    }
    rows.append(
      .slot("__repr__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        try representation(vm, args[0], fields, count)
      })
    rows.append(
      .slot("__new__(sequence=?, dict=None)", "", .callsScript) { (vm, args) throws(Raise) in
        guard canBeMade, args[0].is(.class) else {
          throw vm.raise(.typeError, "cannot create '\(vm.className(args[0].cell))' instances")
        }
        return try make(vm, args[0].cell, args[1], args[2], fields, count)
      })
    rows.append(
      .method("__reduce__()", "", .readsSelf) { (vm, args) throws(Raise) in
        let plain = try vm.tuple(args[0].cell.tupleItems, vm.tupleLength(args[0].cell))
        return vm.pair(Value(vm.classOf(args[0])), vm.single(plain))
      })
    for (name, number) in [
      ("n_fields", fields.count), ("n_sequence_fields", count), ("n_unnamed_fields", 0),
    ] as [(StaticString, Int)] {
      rows.append(.getter(name, "", .pure) { (_, _) throws(Raise) in Value(small: number) })
    }
    return rows
  }

  private static func make(
    _ vm: VM, _ type: Cell, _ sequence: Value, _ named: Value, _ fields: [StaticString], _ count: Int
  ) throws(Raise) -> Value {
    let name = vm.className(type)
    if sequence.isUnbound { throw vm.raise(.typeError, "\(name)() missing required argument 'sequence' (pos 1)") }
    let given = try vm.tupleFrom(sequence)
    let length = vm.tupleLength(given.cell)
    let full = "\(vm.swiftString(vm.classCell(type).pointee.name))"
    if length < count {
      throw vm.raise(
        .typeError, "\(full)() takes \(count == fields.count ? "a" : "an at least") \(count)-sequence (\(length)-sequence given)")
    }
    if length > fields.count {
      throw vm.raise(
        .typeError,
        "\(full)() takes \(count == fields.count ? "a" : "an at most") \(fields.count)-sequence (\(length)-sequence given)")
    }
    var values = (0..<length).map { given.cell.tupleItems[$0] }
    for field in fields.dropFirst(length) {
      let value = named.is(.dict) ? vm.dictGetStr(named.cell, vm.intern(field)) : .unbound
      values.append(value.isUnbound ? .none : value)
    }
    return vm.structSequence(type, values, count)
  }

  private static func representation(
    _ vm: VM, _ value: Value, _ fields: [StaticString], _ count: Int
  ) throws(Raise) -> Value {
    let type = vm.classOf(value)
    let module = try vm.getAttribute(Value(type), vm.intern("__module__"))
    var text = "\(vm.swiftString(module)).\(vm.className(type))("
    for place in 0..<count {
      if place > 0 { text += ", " }
      text += "\(fields[place])=" + (try vm.swiftRepr(value.cell.tupleItems[place]))
    }
    return vm.string(text + ")")
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A tuple of `values` of a struct sequence's class; those past `visible` are kept beside it.
  func structSequence(_ type: Cell, _ values: [Value], _ visible: Int) -> Value {
    for value in values { hold(value) }
    defer { unhold(values.count) }
    let cell = newInstance(type, kind: .tuple, bytes: TupleCell.itemsOffset + visible * 8)
    cell.asTuple.pointee.count = visible
    for place in 0..<visible { cell.tupleItems[place] = values[place] }
    if values.count > visible {
      let rest = tuple(of: Array(values[visible...]))
      cell.header.pointee.attributes = UInt64(UInt(bitPattern: rest.cell))
    }
    return Value(cell)
  }

  func structField(_ cell: Cell, _ place: Int, _ visible: Int) -> Value {
    if place < visible { return place < cell.asTuple.pointee.count ? cell.tupleItems[place] : .none }
    guard let rest = Cell(bitPattern: UInt(cell.header.pointee.attributes)) else { return .none }
    return rest.tupleItems[place - visible]
  }

  /// Adds functions to a module that is being set up.
  func addRows(_ rows: [NativeRow], to dictionary: Cell) {
    for row in rows { define(row, in: dictionary, owner: .unbound) }
  }

  /// A list of strs.
  func strings(_ texts: [String]) throws(Raise) -> Value {
    let made = list()
    hold(made)
    defer { unhold() }
    for text in texts { try listAppend(made.cell, string(text)) }
    return made
  }
}

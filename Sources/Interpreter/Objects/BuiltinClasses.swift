// BuiltinClasses.swift — making the builtin classes at start, and their dictionaries when they are first looked at.

extension UnsafeMutablePointer where Pointee == Machine {
  /// Makes all builtin classes, empty; a class's number is the shape of its plain instances.
  func makeBuiltinClasses() {
    for type in BuiltinType.allCases {
      let cell = allocate(.class, MemoryLayout<ClassCell>.size, shape: BuiltinType.type.rawValue)
      pointee.builtinClasses[Int(type.rawValue)] = Value(cell)
      let shape = pointee.shapes.makeRoot(cell, inlineCapacity: 0)
      precondition(shape == type.rawValue, "builtin shapes come first")
      classCell(cell).pointee.rootShape = shape
      classCell(cell).pointee.builtin = type.rawValue
    }
    for type in BuiltinType.allCases { defineBuiltin(type, NativeType.declaration(of: type)) }
    for type in BuiltinType.allCases {
      let cell = builtin(type)
      let base = NativeType.declaration(of: type)
      classCell(cell).pointee.bases =
        type == .object ? pointee.emptyTuple : tuple(of: type == .exceptionGroup
          ? [Value(builtin(.baseExceptionGroup)), Value(builtin(.exception))] : [Value(builtin(base.base))])
      classCell(cell).pointee.mro = builtinOrder(type)
    }
  }

  private func builtinOrder(_ type: BuiltinType) -> Value {
    var order: [Value] = []
    if type == .exceptionGroup {
      order = [.exceptionGroup, .baseExceptionGroup, .exception, .baseException, .object].map { Value(builtin($0)) }
      return tuple(of: order)
    }
    var current = type
    while true {
      order.append(Value(builtin(current)))
      if current == .object { break }
      current = NativeType.declaration(of: current).base
    }
    return tuple(of: order)
  }

  private func defineBuiltin(_ type: BuiltinType, _ declaration: NativeType) {
    describe(builtin(type), declaration)
    classCell(builtin(type)).pointee.flags |= ClassCell.isImmutable
  }

  /// Fills in what a declaration says of a class.
  private func describe(_ cell: Cell, _ declaration: NativeType) {
    let type = classCell(cell)
    type.pointee.name = intern(declaration.name)
    type.pointee.qualifiedName = type.pointee.name
    type.pointee.dictionary = .unbound
    type.pointee.subclasses = .unbound
    type.pointee.native = Value(cell)
    type.pointee.instanceKind = declaration.kind
    type.pointee.layout = declaration.layout.rawValue
    type.pointee.inlineCapacity = 0
    type.pointee.instanceSize = UInt32(declaration.words)
    if declaration.isBaseType { type.pointee.flags |= ClassCell.isBaseType }
    if !declaration.hasDictionary { type.pointee.flags |= ClassCell.hasNoDictionary }
    type.pointee.tableIndex = UInt32(pointee.nativeTypes.count)
    pointee.nativeTypes.append(declaration)
    pointee.classList.append(UInt(bitPattern: cell))
  }

  /// Makes a class of a native module.
  public func makeNativeClass(_ declaration: NativeType, base: Cell? = nil) -> Cell {
    let cell = allocate(.class, MemoryLayout<ClassCell>.size, shape: BuiltinType.type.rawValue)
    classCell(cell).pointee.bases = .unbound
    classCell(cell).pointee.mro = .unbound
    hold(Value(cell))
    describe(cell, declaration)
    classCell(cell).pointee.rootShape = pointee.shapes.makeRoot(cell, inlineCapacity: 0)
    let parent = base ?? builtin(declaration.base)
    classCell(cell).pointee.bases = tuple(of: [Value(parent)])
    var order = [Value(cell)]
    let mro = classCell(parent).pointee.mro
    let items = (mro.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
    for i in 0..<mro.as(TupleCell.self).pointee.count { order.append(items[i]) }
    classCell(cell).pointee.mro = tuple(of: order)
    classCell(cell).pointee.flags |= ClassCell.isImmutable
    if declaration.kind == .exception { classCell(cell).pointee.flags &= ~ClassCell.hasNoDictionary }
    unhold()
    return cell
  }

  /// Makes sure that a class's dictionary is there: native ones are filled when they are first asked.
  @inline(__always) public func populate(_ cell: Cell) {
    if classCell(cell).pointee.dictionary.isUnbound { fill(cell) }
  }

  @inline(never)
  public func fill(_ cell: Cell) {
    let declaration = pointee.nativeTypes[Int(classCell(cell).pointee.tableIndex)]
    let dictionary = dict()
    classCell(cell).pointee.dictionary = dictionary
    for row in declaration.rows() { define(row, in: dictionary.cell, owner: Value(cell)) }
    let plain = ["__doc__": declaration.documentation, "__module__": declaration.module]
    for name in ["__doc__", "__module__"] {
      let key = intern(name)
      if dictGetStr(dictionary.cell, key).isUnbound, let text = plain[name] {
        dictSetName(dictionary.cell, key, text.utf8CodeUnitCount == 0 ? .none : string(static: text))
      }
    }
    let hash = specialName(.hash)
    if !dictGetStr(dictionary.cell, specialName(.equal)).isUnbound, dictGetStr(dictionary.cell, hash).isUnbound {
      dictSetName(dictionary.cell, hash, .none)
    }
    dictionary.as(DictCell.self).pointee.watch = 1
  }

  func string(static text: StaticString) -> Value {
    string(utf8: text.utf8Start, count: text.utf8CodeUnitCount, isASCII: nil, length: nil)
  }

  /// Puts one row into a class's or module's dictionary.
  public func define(_ row: NativeRow, in dictionary: Cell, owner: Value) {
    let name = intern(rowName(row.signature))
    let value: Value
    switch row.kind {
    case .function: value = makeNative(row, name, owner: owner, .builtinFunction)
    case .method: value = makeNative(row, name, owner: owner, .methodDescriptor)
    case .slot:
      let isConstructor = name == specialName(.new)
      value = makeNative(row, name, owner: owner, isConstructor ? .builtinFunction : .slotWrapper)
    case .classMethod:
      value = descriptor(.classMethod, .classmethod, makeNative(row, name, owner: owner, .methodDescriptor))
    case .staticMethod:
      value = descriptor(.staticMethod, .staticmethod, makeNative(row, name, owner: owner, .builtinFunction))
    case .getter, .property: value = makeField(row, name, owner)
    }
    dictSetName(dictionary, name, value)
  }

  private func rowName(_ signature: StaticString) -> String {
    var bytes: [UInt8] = []
    for i in 0..<signature.utf8CodeUnitCount {
      let byte = signature.utf8Start[i]
      if byte == UInt8(ascii: "(") { break }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func makeField(_ row: NativeRow, _ name: Value, _ owner: Value) -> Value {
    let cell = allocate(.member, MemoryLayout<MemberCell>.size, shape: BuiltinType.getsetDescriptor.rawValue)
    let member = cell.assumingMemoryBound(to: MemberCell.self)
    member.pointee.header.flags = row.kind == .property ? MemberKind.property : MemberKind.getter
    member.pointee.owner = owner
    member.pointee.name = name
    member.pointee.documentation = .none
    member.pointee.place = register(row)
    return Value(cell)
  }

  /// Adds a row to the machine's table; returns its number.
  func register(_ row: NativeRow) -> Int {
    if pointee.nativeCount == pointee.nativeCapacity {
      let larger = UnsafeMutablePointer<NativeEntry>.allocate(capacity: pointee.nativeCapacity * 2)
      larger.moveInitialize(from: pointee.natives, count: pointee.nativeCount)
      pointee.natives.deallocate()
      pointee.natives = larger
      pointee.nativeCapacity *= 2
    }
    (pointee.natives + pointee.nativeCount).initialize(to: NativeEntry(row: row))
    pointee.nativeCount += 1
    return pointee.nativeCount - 1
  }

  public func makeNative(_ row: NativeRow, _ name: Value, owner: Value, _ type: BuiltinType) -> Value {
    let index = register(row)
    let cell = allocate(.native, MemoryLayout<NativeCell>.size, shape: type.rawValue)
    let native = cell.assumingMemoryBound(to: NativeCell.self)
    native.pointee.index = index
    native.pointee.name = name
    native.pointee.owner = owner
    return Value(cell)
  }

  func descriptor(_ kind: Kind, _ type: BuiltinType, _ function: Value) -> Value {
    let cell = allocate(kind, MemoryLayout<DescriptorCell>.size, shape: type.rawValue)
    let descriptor = cell.assumingMemoryBound(to: DescriptorCell.self)
    descriptor.pointee.first = function
    descriptor.pointee.second = .unbound
    descriptor.pointee.third = .unbound
    descriptor.pointee.fourth = .unbound
    descriptor.pointee.name = .unbound
    return Value(cell)
  }

  /// A tuple of values that are alive otherwise (permanent, or in registers).
  public func tuple(of values: [Value]) -> Value {
    if values.isEmpty { return pointee.emptyTuple }
    let cell = allocate(.tuple, TupleCell.itemsOffset + values.count * 8, shape: BuiltinType.tuple.rawValue)
    cell.assumingMemoryBound(to: TupleCell.self).pointee.count = values.count
    let items = (cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
    for i in 0..<values.count { items[i] = values[i] }
    return Value(cell)
  }
}

/// What a `member` descriptor does; its header flags.
enum MemberKind {
  /// `place` is a native row.
  static let getter: UInt8 = 0, property: UInt8 = 1
  /// `place` is a slot of `__slots__`.
  static let slot: UInt8 = 2
  /// `__dict__` and `__weakref__` of script classes.
  static let dictionary: UInt8 = 3, weakReference: UInt8 = 4
}

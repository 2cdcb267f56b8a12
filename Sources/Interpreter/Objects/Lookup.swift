// Lookup.swift — finding a name along a class's method resolution order, with caches, and what makes caches stale.

/// One slot of the direct-mapped cache of (class, name) lookups; all zero is empty.
struct MethodCacheEntry {
  var ownerClass: UInt
  var name: UInt64
  var value: Value

  static var count: Int { 4096 }
}

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(__always) public func classCell(_ cell: Cell) -> UnsafeMutablePointer<ClassCell> {
    cell.assumingMemoryBound(to: ClassCell.self)
  }

  /// The class of any value.
  @inline(__always) public func classOf(_ value: Value) -> Cell {
    if value.isCell { return pointee.shapes[value.cell.shape].pointee.ownerClass }
    return builtin(immediateType(value))
  }

  func immediateType(_ value: Value) -> BuiltinType {
    if value.isSmallInt { return .int }
    if value.isDouble { return .float }
    if value.isBool { return .bool }
    if value.isNone { return .noneType }
    if value == .ellipsis { return .ellipsisType }
    return .notImplementedType
  }

  @inline(__always) public func builtin(_ type: BuiltinType) -> Cell {
    pointee.builtinClasses[Int(type.rawValue)].cell
  }

  /// Whether a value is an instance of exactly a builtin class.
  @inline(__always) public func isExact(_ value: Value, _ type: BuiltinType) -> Bool {
    value.isCell ? value.cell.shape == type.rawValue : immediateType(value) == type
  }

  /// Whether a value is a cell of a builtin class itself, so that no override can matter.
  @inline(__always) func isPlain(_ cell: Cell) -> Bool { cell.shape < UInt32(BuiltinType.count) }

  /// The attribute a class has by itself or by inheritance, or unbound. No descriptors are run.
  @inline(__always)
  public func lookup(_ ownerClass: Cell, _ name: Value) -> Value {
    let mixed = (UInt(bitPattern: ownerClass) >> 4) &* 0x9E37_79B1 ^ UInt(truncatingIfNeeded: name.bits >> 4)
    let entry = pointee.methodCache + Int((mixed ^ mixed >> 12) & UInt(MethodCacheEntry.count - 1))
    if entry.pointee.ownerClass == UInt(bitPattern: ownerClass), entry.pointee.name == name.bits {
      return entry.pointee.value
    }
    let value = lookupInOrder(ownerClass, name)
    entry.pointee = MethodCacheEntry(ownerClass: UInt(bitPattern: ownerClass), name: name.bits, value: value)
    return value
  }

  @inline(never)
  func lookupInOrder(_ ownerClass: Cell, _ name: Value) -> Value {
    let mro = classCell(ownerClass).pointee.mro
    guard mro.isCell else { return .unbound }
    let count = mro.as(TupleCell.self).pointee.count
    let items = (mro.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
    for i in 0..<count {
      let found = ownAttribute(items[i].cell, name)
      if !found.isUnbound { return found }
    }
    return .unbound
  }

  /// What stands in a class's own dictionary, or unbound.
  func ownAttribute(_ ownerClass: Cell, _ name: Value) -> Value {
    populate(ownerClass)
    return dictGetStr(classCell(ownerClass).pointee.dictionary.cell, name)
  }

  /// The special method of a class, or unbound; looked up once per class.
  @inline(__always)
  public func special(_ special: Special, _ ownerClass: Cell) -> Value {
    let table = classCell(ownerClass).pointee.specials
    if table != 0 {
      let value = Values(bitPattern: table).unsafelyUnwrapped[special.rawValue]
      if value.bits != 0 { return value }
    }
    return findSpecial(special, ownerClass)
  }

  @inline(never)
  private func findSpecial(_ special: Special, _ ownerClass: Cell) -> Value {
    let value = lookupInOrder(ownerClass, specialName(special))
    if classCell(ownerClass).pointee.specials == 0 {
      let block = allocate(.values, 16 + Special.allCases.count * 8)
      classCell(ownerClass).pointee.specials = UInt(bitPattern: block + 16)
    }
    Values(bitPattern: classCell(ownerClass).pointee.specials).unsafelyUnwrapped[special.rawValue] = value
    return value
  }

  /// Whether `ownerClass` is `ancestor` or inherits from it; by the method resolution order, no hooks.
  public func isSubclass(_ ownerClass: Cell, _ ancestor: Cell) -> Bool {
    if ownerClass == ancestor { return true }
    let mro = classCell(ownerClass).pointee.mro
    guard mro.isCell else { return false }
    let count = mro.as(TupleCell.self).pointee.count
    let items = (mro.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
    for i in 0..<count where items[i].cell == ancestor { return true }
    return false
  }

  /// Whether a value's class is `ancestor` or inherits from it; no hooks.
  public func isInstance(_ value: Value, _ ancestor: Cell) -> Bool { isSubclass(classOf(value), ancestor) }
  public func isInstance(_ value: Value, _ type: BuiltinType) -> Bool { isInstance(value, builtin(type)) }

  /// `type(value).__name__`, for messages.
  public func typeName(_ value: Value) -> String { className(classOf(value)) }

  public func className(_ cell: Cell) -> String { swiftString(classCell(cell).pointee.name) }

  // MARK: Changes

  /// Tells the caches that a watched dictionary (of a class) changed at a key.
  ///
  /// A change of the key set, or one that replaces or sets a function or descriptor, makes what was cached of the class
  /// and its subclasses stale; data replaced by data does not, caches read it where it stands.
  public func namespaceChanged(_ dictionary: Cell, _ key: Value, old: Value, new: Value) {
    clearMethodCache()
    let structural = old.isUnbound || new.isUnbound || isBehaviour(old) || isBehaviour(new)
    for address in pointee.classList {
      let cell = Cell(bitPattern: address).unsafelyUnwrapped
      if classCell(cell).pointee.dictionary.isCell, classCell(cell).pointee.dictionary.cell == dictionary {
        classChanged(cell, structural: structural)
        return
      }
    }
  }

  private func isBehaviour(_ value: Value) -> Bool {
    guard value.isCell else { return false }
    switch value.cell.kind {
    case .function, .native, .property, .staticMethod, .classMethod, .member, .boundMethod, .boundNative: return true
    case .instance, .record: return true
    default: return false
    }
  }

  /// Forgets what was cached of a class and its subclasses.
  func classChanged(_ ownerClass: Cell, structural: Bool) {
    var pending = [ownerClass]
    while let cell = pending.popLast() {
      classCell(cell).pointee.specials = 0
      updateHooks(cell)
      let subclasses = classCell(cell).pointee.subclasses
      if subclasses.isCell {
        let list = subclasses.as(ListCell.self)
        for i in 0..<list.pointee.count { pending.append(list.pointee.items[i].cell) }
      }
    }
    if structural { flushInlineCaches() }
  }

  /// Zeroes every inline cache of every compiled code.
  func flushInlineCaches() {
    for record in pointee.codes where record.code.pointee.isCompiled { clearCaches(record.code) }
  }

  /// Sets the flags that say whether attribute access on instances runs script.
  func updateHooks(_ cell: Cell) {
    let object = builtin(.object), type = builtin(.type)
    guard classCell(object).pointee.dictionary.isCell, classCell(type).pointee.dictionary.isCell else { return }
    var flags = classCell(cell).pointee.flags & ~(ClassCell.hasAttributeHook | ClassCell.hasStoreHook)
    let getAttribute = special(.getAttribute, cell)
    if !getAttribute.is(.native) || !special(.getAttr, cell).isUnbound { flags |= ClassCell.hasAttributeHook }
    if !special(.setAttr, cell).is(.native) || !special(.delAttr, cell).is(.native) { flags |= ClassCell.hasStoreHook }
    classCell(cell).pointee.flags = flags
    cell.header.pointee.aux = special(.delete, cell).isUnbound ? 0 : ClassCell.hasFinalizer
  }
}

// Attributes.swift — reading, writing and deleting attributes of any value, without caches.

extension UnsafeMutablePointer where Pointee == Machine {
  /// `value.name`; `name` is an interned str.
  public func getAttribute(_ value: Value, _ name: Value) throws(Raise) -> Value {
    if let found = try findAttribute(value, name) { return found }
    throw attributeError(value, name)
  }

  /// `value.name`, or nil where that would be AttributeError from the ordinary lookup.
  public func findAttribute(_ value: Value, _ name: Value) throws(Raise) -> Value? {
    let ownerClass = classOf(value)
    if classCell(ownerClass).pointee.flags & ClassCell.hasAttributeHook != 0 {
      return try hookedAttribute(value, ownerClass, name)
    }
    return try plainAttribute(value, ownerClass, name)
  }

  /// The lookup of `object`, `type`, modules and `super`, by what the value is.
  func plainAttribute(_ value: Value, _ ownerClass: Cell, _ name: Value) throws(Raise) -> Value? {
    if value.isCell {
      switch value.cell.kind {
      case .class: return try classAttribute(value.cell, name)
      case .module: return try moduleAttribute(value, ownerClass, name)
      case .super: return try superAttribute(value, name)
      default: break
      }
    }
    return try objectAttribute(value, ownerClass, name)
  }

  /// `object.__getattribute__`.
  func objectAttribute(_ value: Value, _ ownerClass: Cell, _ name: Value) throws(Raise) -> Value? {
    let found = lookup(ownerClass, name)
    if !found.isUnbound, isDataDescriptor(found) { return try bind(found, value, ownerClass) }
    let own = ownAttribute(value, name)
    if !own.isUnbound { return own }
    if found.isUnbound { return nil }
    return try bind(found, value, ownerClass)
  }

  /// The value of an instance attribute, or unbound. Classes and modules are not asked here.
  @inline(__always)
  func ownAttribute(_ value: Value, _ name: Value) -> Value {
    guard value.isCell, value.cell.kind.rawValue > Kind.setTable.rawValue else { return .unbound }
    let cell = value.cell
    let shape = pointee.shapes[cell.shape]
    if shape.pointee.isDictionary {
      let dictionary = cell.header.pointee.attributes
      return dictionary == 0 ? .unbound : dictGetStr(attributesCell(cell), name)
    }
    if shape.pointee.slotCount == 0 { return .unbound }
    let slot = pointee.shapes.slot(cell.shape, name)
    return slot < 0 ? .unbound : slotPlace(cell, slot).pointee
  }

  @inline(__always) func attributesCell(_ cell: Cell) -> Cell {
    Cell(bitPattern: UInt(cell.header.pointee.attributes & 0xFFFF_FFFF_FFFF)).unsafelyUnwrapped
  }

  /// Where a slot of an object stands.
  @inline(__always) func slotPlace(_ cell: Cell, _ slot: Int) -> Values {
    let inline = Int(pointee.shapes[cell.shape].pointee.inlineCapacity)
    if slot < inline { return (cell + InstanceCell.slotsOffset).assumingMemoryBound(to: Value.self) + slot }
    return (attributesCell(cell) + 16).assumingMemoryBound(to: Value.self) + (slot - inline)
  }

  /// Whether a class attribute goes before the instance's own.
  func isDataDescriptor(_ value: Value) -> Bool {
    guard value.isCell else { return false }
    switch value.cell.kind {
    case .property, .member: return true
    case .instance, .record, .exception:
      let ownerClass = classOf(value)
      return !special(.set, ownerClass).isUnbound || !special(.deleteDescriptor, ownerClass).isUnbound
    default: return false
    }
  }

  /// What a class attribute gives when read through an instance (`receiver`) of a class.
  func bind(_ found: Value, _ receiver: Value, _ ownerClass: Cell) throws(Raise) -> Value {
    guard found.isCell else { return found }
    switch found.cell.kind {
    case .function: return boundMethod(found, receiver)
    case .native:
      return found.cell.shape == BuiltinType.builtinFunction.rawValue ? found : boundNative(found, receiver)
    case .property: return try getProperty(found, receiver)
    case .staticMethod: return found.as(DescriptorCell.self).pointee.first
    case .classMethod: return try bindToClass(found, ownerClass)
    case .member: return try getMember(found, receiver)
    case .instance, .record, .exception:
      let get = special(.get, classOf(found))
      if get.isUnbound { return found }
      return try call(get, found, receiver, Value(ownerClass))
    default: return found
    }
  }

  private func bindToClass(_ found: Value, _ ownerClass: Cell) throws(Raise) -> Value {
    let function = found.as(DescriptorCell.self).pointee.first
    if function.is(.function) { return boundMethod(function, Value(ownerClass)) }
    if function.is(.native) { return boundNative(function, Value(ownerClass)) }
    if function.isCell {
      let get = special(.get, classOf(function))
      if !get.isUnbound { return try call(get, function, Value(ownerClass), Value(ownerClass)) }
    }
    return boundMethod(function, Value(ownerClass))
  }

  public func boundMethod(_ function: Value, _ receiver: Value) -> Value {
    let cell = allocate(.boundMethod, MemoryLayout<BoundCell>.size, shape: BuiltinType.method.rawValue)
    let bound = cell.assumingMemoryBound(to: BoundCell.self)
    bound.pointee.function = function
    bound.pointee.receiver = receiver
    return Value(cell)
  }

  func boundNative(_ function: Value, _ receiver: Value) -> Value {
    let isSlot = function.cell.shape == BuiltinType.slotWrapper.rawValue
    let shape = isSlot ? BuiltinType.methodWrapper.rawValue : BuiltinType.builtinFunction.rawValue
    let cell = allocate(.boundNative, MemoryLayout<BoundCell>.size, shape: shape)
    let bound = cell.assumingMemoryBound(to: BoundCell.self)
    bound.pointee.function = function
    bound.pointee.receiver = receiver
    return Value(cell)
  }

  // MARK: Classes, modules, hooks

  /// `type.__getattribute__`: an attribute of a class.
  func classAttribute(_ cell: Cell, _ name: Value) throws(Raise) -> Value? {
    let metaclass = classOf(Value(cell))
    let ofMeta = lookup(metaclass, name)
    if !ofMeta.isUnbound, isDataDescriptor(ofMeta) { return try bind(ofMeta, Value(cell), metaclass) }
    let found = lookup(cell, name)
    if !found.isUnbound { return try bindThroughClass(found, cell) }
    if ofMeta.isUnbound { return nil }
    return try bind(ofMeta, Value(cell), metaclass)
  }

  /// What a class attribute gives when read through the class itself.
  private func bindThroughClass(_ found: Value, _ cell: Cell) throws(Raise) -> Value {
    guard found.isCell else { return found }
    switch found.cell.kind {
    case .staticMethod: return found.as(DescriptorCell.self).pointee.first
    case .classMethod: return try bindToClass(found, cell)
    case .instance, .record:
      let get = special(.get, classOf(found))
      if get.isUnbound { return found }
      return try call(get, found, .none, Value(cell))
    default: return found
    }
  }

  private func moduleAttribute(_ value: Value, _ ownerClass: Cell, _ name: Value) throws(Raise) -> Value? {
    let found = lookup(ownerClass, name)
    if !found.isUnbound, isDataDescriptor(found) { return try bind(found, value, ownerClass) }
    let own = dictGetStr(attributesCell(value.cell), name)
    if !own.isUnbound { return own }
    if !found.isUnbound { return try bind(found, value, ownerClass) }
    let hook = dictGetStr(attributesCell(value.cell), specialName(.getAttr))
    if hook.isUnbound { return nil }
    return try call(hook, name)
  }

  /// `super().name`: the lookup goes on behind the class that `super` was made with.
  func superAttribute(_ value: Value, _ name: Value) throws(Raise) -> Value? {
    let parts = value.as(SuperCell.self).pointee
    if !parts.receiver.isUnbound, name != specialName(.ownClass) {
      let found = try superLookup(parts.thisClass, parts.receiver, parts.receiverClass.cell, name)
      if let found { return found }
    }
    return try objectAttribute(value, classOf(value), name)
  }

  func superLookup(_ thisClass: Value, _ receiver: Value, _ start: Cell, _ name: Value) throws(Raise) -> Value? {
    let found = lookupBehind(thisClass.cell, start, name)
    if found.isUnbound { return nil }
    if receiver.is(.class), receiver.cell == start { return try bindSuperClass(found, start) }
    return try bind(found, receiver, start)
  }

  private func bindSuperClass(_ found: Value, _ cell: Cell) throws(Raise) -> Value {
    try bindThroughClass(found, cell)
  }

  /// The first own attribute of a class behind `thisClass` in `start`'s order, or unbound.
  func lookupBehind(_ thisClass: Cell, _ start: Cell, _ name: Value) -> Value {
    let mro = classCell(start).pointee.mro
    let count = mro.as(TupleCell.self).pointee.count
    let items = (mro.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
    var isBehind = false
    for i in 0..<count {
      if isBehind {
        let found = ownAttribute(items[i].cell, name)
        if !found.isUnbound { return found }
      } else if items[i].cell == thisClass {
        isBehind = true
      }
    }
    return .unbound
  }

  /// A class with `__getattribute__` or `__getattr__` in script.
  private func hookedAttribute(_ value: Value, _ ownerClass: Cell, _ name: Value) throws(Raise) -> Value? {
    let getAttribute = special(.getAttribute, ownerClass)
    let getAttr = special(.getAttr, ownerClass)
    if getAttribute.is(.native) {
      do {
        if let found = try plainAttribute(value, ownerClass, name) { return found }
      } catch {
        guard !getAttr.isUnbound, exceptionIs(.attributeError) else { throw error }
        pointee.exception = .unbound
      }
      if getAttr.isUnbound { return nil }
      return try callBound(getAttr, value, ownerClass, name)
    }
    do {
      return try callBound(getAttribute, value, ownerClass, name)
    } catch {
      guard !getAttr.isUnbound, exceptionIs(.attributeError) else { throw error }
      pointee.exception = .unbound
      return try callBound(getAttr, value, ownerClass, name)
    }
  }

  /// Calls a class attribute as a method of a receiver.
  func callBound(_ method: Value, _ receiver: Value, _ ownerClass: Cell, _ a: Value) throws(Raise) -> Value {
    if method.is(.function) || method.is(.native) { return try call(method, receiver, a) }
    return try call(try bind(method, receiver, ownerClass), a)
  }

  /// AttributeError with CPython's text, its `name` and `obj` set.
  public func attributeError(_ value: Value, _ name: Value) -> Raise {
    let attribute = swiftString(name)
    let text: String
    if value.is(.class) {
      text = "type object '\(className(value.cell))' has no attribute '\(attribute)'"
    } else if value.is(.module) {
      text = "module '\(swiftString(value.as(ModuleCell.self).pointee.name))' has no attribute '\(attribute)'"
    } else if value.is(.super) {
      text = "'super' object has no attribute '\(attribute)'"
    } else {
      text = "'\(typeName(value))' object has no attribute '\(attribute)'"
    }
    return raiseAttribute(text, value, name)
  }
}

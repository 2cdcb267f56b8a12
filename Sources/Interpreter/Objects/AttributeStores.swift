// AttributeStores.swift — setting and deleting attributes, and the descriptors that answer for them.

extension UnsafeMutablePointer where Pointee == Machine {
  /// `value.name = x`; `x` unbound deletes. `name` is an interned str.
  public func setAttribute(_ value: Value, _ name: Value, _ x: Value) throws(Raise) {
    let ownerClass = classOf(value)
    if classCell(ownerClass).pointee.flags & ClassCell.hasStoreHook != 0 {
      let hook = special(x.isUnbound ? .delAttr : .setAttr, ownerClass)
      if !hook.is(.native) {
        if x.isUnbound {
          _ = try callBound(hook, value, ownerClass, name)
        } else {
          _ = hook.is(.function) ? try call(hook, value, name, x) : try call(try bind(hook, value, ownerClass), name, x)
        }
        return
      }
    }
    try plainSetAttribute(value, ownerClass, name, x)
  }

  /// `object.__setattr__`, `type.__setattr__` and a module's, by what the value is.
  func plainSetAttribute(_ value: Value, _ ownerClass: Cell, _ name: Value, _ x: Value) throws(Raise) {
    if value.is(.class) { return try setClassAttribute(value.cell, name, x) }
    let found = lookup(ownerClass, name)
    if !found.isUnbound, found.isCell, try setThroughDescriptor(found, value, ownerClass, name, x) { return }
    guard value.isCell, hasAttributes(value.cell, ownerClass) else { throw readOnly(value, found, name) }
    if value.is(.module) { return try setInDictionary(attributesCell(value.cell), value, name, x) }
    try setOwnAttribute(value.cell, name, x)
  }

  /// Lets a data descriptor of the class take the value; false if it is none.
  private func setThroughDescriptor(
    _ found: Value, _ value: Value, _ ownerClass: Cell, _ name: Value, _ x: Value
  ) throws(Raise) -> Bool {
    switch found.cell.kind {
    case .property:
      try setProperty(found, value, x)
      return true
    case .member:
      try setMember(found, value, x)
      return true
    case .instance, .record, .exception:
      let method = special(x.isUnbound ? .deleteDescriptor : .set, classOf(found))
      if method.isUnbound {
        if isDataDescriptor(found) { throw raise(.attributeError, x.isUnbound ? "__delete__" : "__set__") }
        return false
      }
      if x.isUnbound { _ = try call(method, found, value) } else { _ = try call(method, found, value, x) }
      return true
    default: return false
    }
  }

  /// Whether an object can hold attributes of its own.
  func hasAttributes(_ cell: Cell, _ ownerClass: Cell) -> Bool {
    classCell(ownerClass).pointee.flags & ClassCell.hasNoDictionary == 0
  }

  private func readOnly(_ value: Value, _ found: Value, _ name: Value) -> Raise {
    let type = typeName(value), attribute = swiftString(name)
    if !found.isUnbound {
      return raiseAttribute("'\(type)' object attribute '\(attribute)' is read-only", value, name)
    }
    return raiseAttribute(
      "'\(type)' object has no attribute '\(attribute)' and no __dict__ for setting new attributes", value, name)
  }

  func setInDictionary(_ dictionary: Cell, _ value: Value, _ name: Value, _ x: Value) throws(Raise) {
    if x.isUnbound {
      if try !dictDelete(dictionary, name) { throw attributeError(value, name) }
    } else {
      try dictSetStr(dictionary, name, x)
    }
  }

  /// Sets or deletes an attribute in an object's own slots or dictionary.
  func setOwnAttribute(_ cell: Cell, _ name: Value, _ x: Value) throws(Raise) {
    let shape = pointee.shapes[cell.shape]
    if shape.pointee.isDictionary { return try setInDictionary(ownDictionary(cell), Value(cell), name, x) }
    let slot = pointee.shapes.slot(cell.shape, name)
    if x.isUnbound {
      if slot < 0 { throw attributeError(Value(cell), name) }
      return try setInDictionary(becomeDictionary(cell), Value(cell), name, x)
    }
    if slot >= 0 { return store(slotPlace(cell, slot), x) }
    let next = pointee.shapes.adding(name, to: cell.shape)
    if next == 0 { return try setInDictionary(becomeDictionary(cell), Value(cell), name, x) }
    try addSlot(cell, next, x)
  }

  /// Gives an object its next slot; the shape already names it.
  func addSlot(_ cell: Cell, _ next: UInt32, _ x: Value) throws(Raise) {
    let slot = Int(pointee.shapes[next].pointee.slotCount) - 1
    let inline = Int(pointee.shapes[next].pointee.inlineCapacity)
    if slot >= inline { try makeRoom(cell, slot - inline) }
    willWrite(cell, bytes: 8)
    if slot < inline {
      store((cell + InstanceCell.slotsOffset).assumingMemoryBound(to: Value.self) + slot, x)
    } else {
      store((attributesCell(cell) + 16).assumingMemoryBound(to: Value.self) + (slot - inline), x)
    }
    cell.header.pointee.shape = next
  }

  private func makeRoom(_ cell: Cell, _ index: Int) throws(Raise) {
    let old = cell.header.pointee.attributes
    let capacity = old == 0 ? 0 : (pointee.heap.capacity(attributesCell(cell)) - 16) / 8
    if index < capacity { return }
    let block = try allocateBlock(.values, 16 + max(4, capacity * 2) * 8)
    if old != 0 {
      let from = (attributesCell(cell) + 16).assumingMemoryBound(to: Value.self)
      (block + 16).assumingMemoryBound(to: Value.self).update(from: from, count: capacity)
    }
    storeWord(cell + 8, UInt64(UInt(bitPattern: block)))
  }

  /// The dict of an object whose shape is a dictionary, made when it is first needed.
  func ownDictionary(_ cell: Cell) -> Cell {
    if cell.header.pointee.attributes == 0 {
      storeWord(cell + 8, UInt64(UInt(bitPattern: dict().cell)))
    }
    return attributesCell(cell)
  }

  /// Turns an object's slots into a dict: after a delete, the 65th attribute, or a look at `__dict__`.
  @discardableResult
  func becomeDictionary(_ cell: Cell) throws(Raise) -> Cell {
    let shape = pointee.shapes[cell.shape]
    if shape.pointee.isDictionary { return ownDictionary(cell) }
    let names = pointee.shapes.names(cell.shape)
    let dictionary = dict().cell
    for (slot, name) in names.enumerated() { try dictSetStr(dictionary, name, slotPlace(cell, slot).pointee) }
    let target = dictionaryShape(
      shape.pointee.ownerClass, cell.kind == .instance ? Int(shape.pointee.inlineCapacity) : 0)
    willWrite(cell, bytes: 16)
    cell.header.pointee.shape = target
    cell.header.pointee.attributes = UInt64(UInt(bitPattern: dictionary))
    return dictionary
  }

  /// The shape of a class's objects that keep their attributes in a dict.
  private func dictionaryShape(_ ownerClass: Cell, _ inlineCapacity: Int) -> UInt32 {
    let root = classCell(ownerClass).pointee.rootShape
    let known = pointee.shapes[root].pointee.reserved
    if known != 0 { return known }
    let made = pointee.shapes.makeRoot(ownerClass, inlineCapacity: inlineCapacity, isDictionary: true)
    pointee.shapes[root].pointee.reserved = made
    return made
  }

  /// Sets or deletes an attribute of a class.
  func setClassAttribute(_ cell: Cell, _ name: Value, _ x: Value) throws(Raise) {
    let metaclass = classOf(Value(cell))
    let found = lookup(metaclass, name)
    if !found.isUnbound, found.isCell, try setThroughDescriptor(found, Value(cell), metaclass, name, x) { return }
    if classCell(cell).pointee.flags & ClassCell.isImmutable != 0 {
      let verb = x.isUnbound ? "delete" : "set"
      throw raise(
        .typeError, "cannot \(verb) '\(swiftString(name))' attribute of immutable type '\(className(cell))'")
    }
    populate(cell)
    let dictionary = classCell(cell).pointee.dictionary.cell
    if x.isUnbound {
      if try !dictDelete(dictionary, name) { throw attributeError(Value(cell), name) }
    } else {
      try dictSetStr(dictionary, name, x)
    }
  }

  // MARK: Properties and members

  func getProperty(_ property: Value, _ receiver: Value) throws(Raise) -> Value {
    let getter = property.as(DescriptorCell.self).pointee.first
    if getter.isUnbound || getter.isNone { throw propertyError(property, receiver, "getter") }
    return try call(getter, receiver)
  }

  func setProperty(_ property: Value, _ receiver: Value, _ x: Value) throws(Raise) {
    let parts = property.as(DescriptorCell.self).pointee
    let function = x.isUnbound ? parts.third : parts.second
    if function.isUnbound || function.isNone {
      throw propertyError(property, receiver, x.isUnbound ? "deleter" : "setter")
    }
    if x.isUnbound { _ = try call(function, receiver) } else { _ = try call(function, receiver, x) }
  }

  private func propertyError(_ property: Value, _ receiver: Value, _ missing: String) -> Raise {
    let name = property.as(DescriptorCell.self).pointee.name
    let type = swiftString(classCell(classOf(receiver)).pointee.qualifiedName)
    if name.isUnbound || name.isNone { return raise(.attributeError, "property of '\(type)' object has no \(missing)") }
    return raise(.attributeError, "property '\(swiftString(name))' of '\(type)' object has no \(missing)")
  }

  func getMember(_ descriptor: Value, _ receiver: Value) throws(Raise) -> Value {
    let member = descriptor.as(MemberCell.self).pointee
    guard isInstance(receiver, member.owner.cell) else { throw wrongReceiver(member, receiver) }
    switch member.header.flags {
    case MemberKind.slot:
      let slot = pointee.shapes.slot(receiver.cell.shape, member.name)
      let value = slot < 0 ? .unbound : slotPlace(receiver.cell, slot).pointee
      if value.isUnbound { throw attributeError(receiver, member.name) }
      return value
    case MemberKind.dictionary: return Value(try becomeDictionary(receiver.cell))
    case MemberKind.weakReference: return .none
    default:
      var argument = (receiver, Value.unbound)
      return try withUnsafeMutablePointerTyped(&argument) { (base) throws(Raise) -> Value in
        try pointee.natives[member.place].row.body(self, Arguments(base: base, count: 1))
      }
    }
  }

  private func wrongReceiver(_ member: MemberCell, _ receiver: Value) -> Raise {
    raise(
      .typeError,
      "descriptor '\(swiftString(member.name))' for '\(className(member.owner.cell))' objects doesn't apply to a "
        + "'\(typeName(receiver))' object")
  }

  func setMember(_ descriptor: Value, _ receiver: Value, _ x: Value) throws(Raise) {
    let member = descriptor.as(MemberCell.self).pointee
    guard isInstance(receiver, member.owner.cell) else { throw wrongReceiver(member, receiver) }
    switch member.header.flags {
    case MemberKind.slot: try setSlot(member, receiver, x)
    case MemberKind.dictionary: try replaceDictionary(receiver, x)
    case MemberKind.property:
      var arguments = (receiver, x)
      _ = try withUnsafeMutablePointerTyped(&arguments) { (base) throws(Raise) -> Value in
        try pointee.natives[member.place].row.body(self, Arguments(base: base, count: 2))
      }
    default:
      throw raise(
        .attributeError,
        "attribute '\(swiftString(member.name))' of '\(className(member.owner.cell))' objects is not writable")
    }
  }

  private func setSlot(_ member: MemberCell, _ receiver: Value, _ x: Value) throws(Raise) {
    let slot = pointee.shapes.slot(receiver.cell.shape, member.name)
    if slot >= 0 {
      if x.isUnbound, slotPlace(receiver.cell, slot).pointee.isUnbound {
        throw attributeError(receiver, member.name)
      }
      return store(slotPlace(receiver.cell, slot), x)
    }
    if x.isUnbound { throw attributeError(receiver, member.name) }
    let next = pointee.shapes.adding(member.name, to: receiver.cell.shape)
    if next == 0 { throw raise(.systemError, "too many slots") }
    try addSlot(receiver.cell, next, x)
  }

  /// `object.__dict__ = mapping`.
  private func replaceDictionary(_ receiver: Value, _ x: Value) throws(Raise) {
    guard x.is(.dict) else {
      throw raise(.typeError, "__dict__ must be set to a dictionary, not a '\(typeName(x))'")
    }
    try becomeDictionary(receiver.cell)
    storeWord(receiver.cell + 8, UInt64(UInt(bitPattern: x.cell)))
  }

  func withUnsafeMutablePointerTyped(
    _ pair: inout (Value, Value), _ body: (Values) throws(Raise) -> Value
  ) throws(Raise) -> Value {
    try withUnsafeMutablePointer(to: &pair) { (pointer) throws(Raise) -> Value in
      try body(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Value.self))
    }
  }
}

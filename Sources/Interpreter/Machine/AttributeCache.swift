// AttributeCache.swift — filling and using the inline caches of attribute instructions.
//
// Words of `getAttribute` and `callMethod`: name, shape, place, extra. What a place means:
//   < firstMark      byte offset of a slot inside objects of that shape
//   overflow | n     value n of the overflow cell of objects of that shape
//   method           `extra` is the cell number of a function or native that the class has under the name
//   classData        `extra` is the cell number of the class that has it; its dictionary is asked
//   property         `extra` is the cell number of a property
// For a module, `shape` is `moduleMark`, `place` the keys version of its dict, `extra` the entry; for a class, `shape` is
// `classMark`, `place` the cell number of the class, `extra` the cell number of a function found in it.
// Any change of a class that could make one of these wrong clears all caches (`namespaceChanged`).

enum AttributeCache {
  static let firstMark: UInt32 = 0xFFFF_0000
  static let overflow: UInt32 = 0xFFFF_0000
  static let method: UInt32 = 0xFFFF_FFF0
  static let classData: UInt32 = 0xFFFF_FFF1
  static let property: UInt32 = 0xFFFF_FFF2
  static let moduleMark: UInt32 = 0xFFFF_FFFD
  static let classMark: UInt32 = 0xFFFF_FFFE
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `getAttribute` when the slot cache did not hit: other kinds of cache entries, then the full lookup.
  @inline(never)
  func getAttributeCached(
    _ value: Value, _ words: UnsafeMutablePointer<UInt32>, _ k: Values, _ register: Int
  ) -> Value {
    if value.isCell {
      let cell = value.cell
      if cell.shape == words[1], cell.kind != .class {
        if let hit = useCache(value, words, register) { return hit }
      } else if cell.kind == .module, words[1] == AttributeCache.moduleMark {
        let dictionary = attributesCell(cell).assumingMemoryBound(to: DictCell.self)
        if dictionary.pointee.keysVersion == words[2] { return dictionary.pointee.entries[Int(words[3])].value }
      }
    }
    let name = k[Int(words[0])]
    fillCache(value, name, words)
    return guarded { () throws(Raise) -> Value in try getAttribute(value, name) }
  }

  private func useCache(_ value: Value, _ words: UnsafeMutablePointer<UInt32>, _ register: Int) -> Value? {
    let place = words[2]
    switch place {
    case AttributeCache.method:
      let method = Value(pointee.heap.cell(words[3]))
      return method.is(.function) ? boundMethod(method, value) : boundNative(method, value)
    case AttributeCache.property:
      return enterProperty(pointee.heap.cell(words[3]), value, register)
    case AttributeCache.classData, AttributeCache.classMark, AttributeCache.moduleMark: return nil
    default:
      if place >= AttributeCache.overflow {
        let found = (attributesCell(value.cell) + 16).assumingMemoryBound(to: Value.self)[Int(place & 0xFFFF)]
        return found.isUnbound ? nil : found
      }
      return nil
    }
  }

  /// Runs a property's getter in a frame of its own above the caller's.
  private func enterProperty(_ property: Cell, _ value: Value, _ register: Int) -> Value? {
    let getter = property.assumingMemoryBound(to: DescriptorCell.self).pointee.first
    guard getter.is(.function) else { return nil }
    let window = freeTop + 1
    window[0] = value
    return guarded { () throws(Raise) -> Value in
      try enterFunction(getter, window, 1, .unbound, UInt32(Resume.register.rawValue) | UInt32(register) << 8)
    }
  }

  /// Finds out how an attribute is reached and notes it.
  private func fillCache(_ value: Value, _ name: Value, _ words: UnsafeMutablePointer<UInt32>) {
    words[1] = 0
    guard value.isCell, value.cell.kind.rawValue > Kind.setTable.rawValue else { return }
    let cell = value.cell
    if cell.kind == .module {
      let dictionary = attributesCell(cell)
      let index = dictFindStr(dictionary, name)
      if index >= 0, cell.shape == BuiltinType.module.rawValue, lookup(classOf(value), name).isUnbound {
        words[2] = keysVersion(dictionary)
        words[3] = UInt32(index)
        words[1] = AttributeCache.moduleMark
      }
      return
    }
    if cell.kind == .class || cell.kind == .super { return }
    let ownerClass = classOf(value)
    if classCell(ownerClass).pointee.flags & ClassCell.hasAttributeHook != 0,
      !special(.getAttribute, ownerClass).is(.native)
    { return }
    fillObjectCache(cell, ownerClass, name, words)
  }

  private func fillObjectCache(
    _ cell: Cell, _ ownerClass: Cell, _ name: Value, _ words: UnsafeMutablePointer<UInt32>
  ) {
    let shape = pointee.shapes[cell.shape]
    let found = lookup(ownerClass, name)
    if !found.isUnbound, found.isCell {
      if found.cell.kind == .property {
        return note(words, cell.shape, AttributeCache.property, pointee.heap.number(found.cell))
      }
      if found.cell.kind == .member {
        guard found.as(MemberCell.self).pointee.header.flags == MemberKind.slot else { return }
      } else if isDataDescriptor(found) {
        return
      }
    }
    if shape.pointee.isDictionary { return }
    let slot = pointee.shapes.slot(cell.shape, name)
    if slot >= 0 {
      let inline = Int(shape.pointee.inlineCapacity)
      let place = slot < inline ? UInt32(InstanceCell.slotsOffset + slot * 8) : AttributeCache.overflow | UInt32(slot - inline)
      return note(words, cell.shape, place, 0)
    }
    if found.is(.function) || (found.is(.native) && found.cell.shape != BuiltinType.builtinFunction.rawValue) {
      note(words, cell.shape, AttributeCache.method, pointee.heap.number(found.cell))
    }
  }

  private func note(_ words: UnsafeMutablePointer<UInt32>, _ shape: UInt32, _ place: UInt32, _ extra: UInt32) {
    words[2] = place
    words[3] = extra
    words[1] = shape
  }

  // MARK: Stores

  /// `setAttribute` when the cache did not hit. Words: name, shape, place, shape afterwards (0: the same).
  @inline(never)
  func setAttributeCached(_ value: Value, _ x: Value, _ words: UnsafeMutablePointer<UInt32>, _ k: Values) -> Value {
    let name = k[Int(words[0])]
    words[1] = 0
    guard value.isCell, value.cell.kind == .instance else {
      return guarded { () throws(Raise) -> Value in
        try setAttribute(value, name, x)
        return .none
      }
    }
    let cell = value.cell
    let before = cell.shape
    let ownerClass = classOf(value)
    let found = lookup(ownerClass, name)
    var isPlain = classCell(ownerClass).pointee.flags & ClassCell.hasStoreHook == 0
    if !found.isUnbound, isDataDescriptor(found) {
      let isSlot = found.is(.member) && found.as(MemberCell.self).pointee.header.flags == MemberKind.slot
      isPlain = isPlain && isSlot
    } else if classCell(ownerClass).pointee.flags & ClassCell.hasNoDictionary != 0 {
      isPlain = false
    }
    do { try setAttribute(value, name, x) } catch { return .raised }
    if isPlain { fillStoreCache(cell, before, name, words) }
    return .none
  }

  private func fillStoreCache(_ cell: Cell, _ before: UInt32, _ name: Value, _ words: UnsafeMutablePointer<UInt32>) {
    let shape = pointee.shapes[cell.shape]
    guard !shape.pointee.isDictionary else { return }
    let slot = pointee.shapes.slot(cell.shape, name)
    guard slot >= 0, slot < Int(shape.pointee.inlineCapacity) else { return }
    words[2] = UInt32(InstanceCell.slotsOffset + slot * 8)
    words[3] = cell.shape == before ? 0 : cell.shape
    words[1] = before
  }

  /// The new shape of an object that got its next slot.
  @inline(__always) func setShape(_ cell: Cell, _ shape: UInt32) {
    willWrite(cell, bytes: 8)
    cell.header.pointee.shape = shape
  }

  @inline(never)
  func deleteAttribute(_ value: Value, _ name: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      try setAttribute(value, name, .unbound)
      return .none
    }
  }

  // MARK: Method calls

  /// `callMethod` when the fast path did not apply: natives and other callables found by the cache, then the lookup.
  @inline(never)
  func callMethodSlowly(
    _ place: Values, _ count: Int, _ words: UnsafeMutablePointer<UInt32>, _ k: Values, _ register: Int
  ) -> Value {
    let receiver = place[1]
    if receiver.isCell {
      let cell = receiver.cell
      if cell.shape == words[1] {
        return callFound(place, count, Value(pointee.heap.cell(words[2])), register)
      }
      if cell.kind == .class, words[1] == AttributeCache.classMark, words[2] == pointee.heap.number(cell) {
        place[1] = Value(pointee.heap.cell(words[3]))
        return callSlowly(place + 1, count, .unbound, register)
      }
      if cell.kind == .module, words[1] == AttributeCache.moduleMark {
        let dictionary = attributesCell(cell).assumingMemoryBound(to: DictCell.self)
        if dictionary.pointee.keysVersion == words[2] {
          place[1] = dictionary.pointee.entries[Int(words[3])].value
          return callSlowly(place + 1, count, .unbound, register)
        }
      }
    }
    let name = k[Int(words[0])]
    words[1] = 0
    do {
      if let method = try findMethod(receiver, name, words) { return callFound(place, count, method, register) }
      place[1] = try getAttribute(receiver, name)
      return callSlowly(place + 1, count, .unbound, register)
    } catch { return .raised }
  }

  /// Calls a function or native with its receiver already in front of the arguments.
  @inline(__always)
  private func callFound(_ place: Values, _ count: Int, _ method: Value, _ register: Int) -> Value {
    place[0] = method
    if method.is(.native) {
      do { return try callNative(method.as(NativeCell.self).pointee.index, place + 1, count + 1, .unbound) } catch {
        return .raised
      }
    }
    return callSlowly(place, count + 1, .unbound, register)
  }

  /// A function or native that a receiver's class has under a name and nothing hides; nil otherwise.
  ///
  /// Notes what it finds in the cache words, if there are any.
  private func findMethod(
    _ receiver: Value, _ name: Value, _ words: UnsafeMutablePointer<UInt32>?
  ) throws(Raise) -> Value? {
    let ownerClass = classOf(receiver)
    if receiver.isCell {
      if receiver.cell.kind == .module {
        noteModule(receiver.cell, ownerClass, name, words)
        return nil
      }
      if receiver.cell.kind == .class {
        noteClass(receiver.cell, name, words)
        return nil
      }
      if receiver.cell.kind == .super { return nil }
    }
    if classCell(ownerClass).pointee.flags & ClassCell.hasAttributeHook != 0,
      !special(.getAttribute, ownerClass).is(.native)
    { return nil }
    let found = lookup(ownerClass, name)
    guard found.is(.function) || (found.is(.native) && found.cell.shape != BuiltinType.builtinFunction.rawValue) else {
      return nil
    }
    if !ownAttribute(receiver, name).isUnbound { return nil }
    if receiver.isCell, let words, !pointee.shapes[receiver.cell.shape].pointee.isDictionary {
      words[2] = pointee.heap.number(found.cell)
      words[1] = receiver.cell.shape
    }
    return found
  }

  private func noteModule(_ cell: Cell, _ ownerClass: Cell, _ name: Value, _ words: UnsafeMutablePointer<UInt32>?) {
    let dictionary = attributesCell(cell)
    let index = dictFindStr(dictionary, name)
    guard let words, index >= 0, cell.shape == BuiltinType.module.rawValue, lookup(ownerClass, name).isUnbound else {
      return
    }
    words[2] = keysVersion(dictionary)
    words[3] = UInt32(index)
    words[1] = AttributeCache.moduleMark
  }

  /// Static methods and plain functions called through their class.
  private func noteClass(_ cell: Cell, _ name: Value, _ words: UnsafeMutablePointer<UInt32>?) {
    guard let words, classOf(Value(cell)) == builtin(.type) else { return }
    var found = lookup(cell, name)
    if found.is(.staticMethod) { found = found.as(DescriptorCell.self).pointee.first }
    guard found.is(.function), lookup(builtin(.type), name).isUnbound else { return }
    words[2] = pointee.heap.number(cell)
    words[3] = pointee.heap.number(found.cell)
    words[1] = AttributeCache.classMark
  }

  /// `loadMethod` when the cache did not hit.
  @inline(never)
  func loadMethodSlowly(_ place: Values, _ words: UnsafeMutablePointer<UInt32>, _ k: Values) -> Value {
    let receiver = place[1]
    let name = k[Int(words[0])]
    if receiver.isCell, receiver.cell.kind == .module, words[1] == AttributeCache.moduleMark {
      let dictionary = attributesCell(receiver.cell).assumingMemoryBound(to: DictCell.self)
      if dictionary.pointee.keysVersion == words[2] {
        place[0] = dictionary.pointee.entries[Int(words[3])].value
        place[1] = .unbound
        return .none
      }
    }
    if receiver.is(.class), words[1] == AttributeCache.classMark, words[2] == pointee.heap.number(receiver.cell) {
      place[0] = Value(pointee.heap.cell(words[3]))
      place[1] = .unbound
      return .none
    }
    words[1] = 0
    return guarded { () throws(Raise) -> Value in
      if let method = try findMethod(receiver, name, words) {
        place[0] = method
        return .none
      }
      place[0] = try getAttribute(receiver, name)
      place[1] = .unbound
      return .none
    }
  }

  @inline(never)
  func callMethodKeywords(_ place: Values, _ count: Int, _ name: Value, _ names: Value, _ register: Int) -> Value {
    do {
      let receiver = place[1]
      if let method = try findMethod(receiver, name, nil) {
        place[0] = method
        return callSlowly(place, count + 1, names, register)
      }
      place[1] = try getAttribute(receiver, name)
      return callSlowly(place + 1, count, names, register)
    } catch { return .raised }
  }

  // MARK: super

  /// Whether the value in `place` is the builtin `super`, so that the pair behind it says what it would.
  private func isBuiltinSuper(_ value: Value) -> Bool { value.is(.class) && value.cell == builtin(.super) }

  @inline(never)
  func superMethod(_ place: Values, _ name: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      let thisClass = place[1], receiver = place[2]
      if isBuiltinSuper(place[0]), thisClass.is(.class) {
        let start = try superStart(thisClass, receiver)
        let found = lookupBehind(thisClass.cell, start, name)
        let isMethod = found.is(.function)
          || (found.is(.native) && found.cell.shape != BuiltinType.builtinFunction.rawValue)
        if isMethod, !receiver.is(.class) {
          place[0] = found
          place[1] = receiver
          return .none
        }
      }
      place[0] = try superValue(place, name)
      place[1] = .unbound
      return .none
    }
  }

  @inline(never)
  func superAttributeValue(_ place: Values, _ name: Value) -> Value {
    guarded { () throws(Raise) -> Value in try superValue(place, name) }
  }

  private func superValue(_ place: Values, _ name: Value) throws(Raise) -> Value {
    guard isBuiltinSuper(place[0]) else { return try getAttribute(try call(place[0]), name) }
    return try getAttribute(try makeSuper(place[1], place[2]), name)
  }

  /// The class whose order `super` follows.
  func superStart(_ thisClass: Value, _ receiver: Value) throws(Raise) -> Cell {
    if receiver.is(.class), isSubclass(receiver.cell, thisClass.cell) { return receiver.cell }
    let own = classOf(receiver)
    if isSubclass(own, thisClass.cell) { return own }
    throw raise(
      .typeError, "super(type, obj): obj (\(receiver.is(.class) ? "type \(className(receiver.cell))" : "instance of \(typeName(receiver))")) is not an instance or subtype of type (\(className(thisClass.cell)))."
    )
  }

  func makeSuper(_ thisClass: Value, _ receiver: Value) throws(Raise) -> Value {
    guard thisClass.is(.class) else { throw raise(.runtimeError, "super(): empty __class__ cell") }
    let start = receiver.isUnbound ? nil : try superStart(thisClass, receiver)
    let cell = allocate(.super, MemoryLayout<SuperCell>.size, shape: BuiltinType.super.rawValue)
    let parts = cell.assumingMemoryBound(to: SuperCell.self)
    parts.pointee.thisClass = thisClass
    parts.pointee.receiver = receiver
    parts.pointee.receiverClass = start.map { Value($0) } ?? .unbound
    return Value(cell)
  }

  // MARK: Clearing

  /// Zeroes the cache words of a code.
  func clearCaches(_ code: UnsafeMutablePointer<Code>) {
    var pc = 0
    let words = code.pointee.words
    while pc < code.pointee.wordCount {
      let opcode = unsafeBitCast(UInt8(truncatingIfNeeded: words[pc]), to: Opcode.self)
      switch opcode {
      case .loadGlobal:
        // Keys without a version have version 0: an empty cache must not match them.
        words[pc + 2] = UInt32.max
      case .getAttribute, .setAttribute, .callMethod, .loadMethod:
        words[pc + 2] = 0
        words[pc + 3] = 0
        words[pc + 4] = 0
      case .storeGlobal:
        words[pc + 2] = 0
        words[pc + 3] = 0
      default: break
      }
      pc += 1 + opcode.wordCount
    }
  }
}

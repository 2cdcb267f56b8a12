// ClassMaking.swift — making classes: `class` statements, `type(name, bases, dict)`, method resolution orders.

extension UnsafeMutablePointer where Pointee == Machine {
  /// `__build_class__(function, name, *bases, metaclass=None, **keywords)`.
  func buildClass(_ function: Value, _ name: Value, _ bases: Value, _ keywords: Value) throws(Raise) -> Value {
    let resolved = try resolveBases(bases)
    hold(resolved)
    defer { unhold() }
    var metaclass = Value(builtin(.type))
    var isGiven = false
    let key = intern("metaclass")
    if keywords.is(.dict) {
      let given = dictGetStr(keywords.cell, key)
      if !given.isUnbound {
        metaclass = given
        isGiven = true
        _ = try dictDelete(keywords.cell, key)
      }
    }
    let (items, count) = itemsOf(resolved)
    if !isGiven, count > 0 { metaclass = Value(classOf(items[0])) }
    if metaclass.is(.class) { metaclass = Value(try winningMetaclass(metaclass.cell, items, count)) }
    hold(metaclass)
    defer { unhold() }
    let namespace = try prepareNamespace(metaclass, name, resolved, keywords)
    hold(namespace)
    defer { unhold() }
    let cellValue = try runClassBody(function, namespace)
    hold(cellValue)
    defer { unhold() }
    if resolved != bases { try setItem(namespace, intern("__orig_bases__"), bases) }
    let arguments = tuple(of: [name, resolved, namespace])
    let made = try call(metaclass, spread: arguments, keywords)
    if cellValue.is(.cellVariable), made.is(.class) {
      let contents = cellValue.as(VariableCell.self).pointee.contents
      if contents.isUnbound { store(placeOf(&cellValue.as(VariableCell.self).pointee.contents), made) }
    }
    return made
  }

  /// Runs a class body with its namespace; gives the `__class__` cell or None.
  private func runClassBody(_ function: Value, _ namespace: Value) throws(Raise) -> Value {
    guard function.is(.function) else { return try call(function) }
    return try runInNamespace(function, namespace)
  }

  /// Calls name-mode code with a namespace in R[0].
  func runInNamespace(_ function: Value, _ namespace: Value) throws(Raise) -> Value {
    let cell = function.as(FunctionCell.self)
    let code = cell.pointee.code
    try compile(code)
    let window = freeTop + 1
    let end = window + max(code.pointee.registerCount, 1)
    guard UInt(bitPattern: end + 64) < UInt(bitPattern: pointee.stackEnd), pointee.frame + 1 < pointee.frameLimit else {
      throw raise(.recursionError, "maximum recursion depth exceeded")
    }
    setCallee(window, function)
    window[0] = namespace
    if code.pointee.kind == .coroutine { return makeGenerator(function, code, window) }
    push(code, window, end, UInt32(Resume.entry.rawValue))
    return try runNested()
  }

  private func resolveBases(_ bases: Value) throws(Raise) -> Value {
    let (items, count) = itemsOf(bases)
    var isChanged = false
    let list = try buildListValue(items, 0)
    hold(list)
    defer { unhold() }
    for i in 0..<count {
      let base = itemsOf(bases).0[i]
      if !base.is(.class), let method = try findAttribute(base, specialName(.mroEntries)) {
        let entries = try call(method, bases)
        guard entries.is(.tuple) else { throw raise(.typeError, "__mro_entries__ must return a tuple") }
        isChanged = true
        for j in 0..<entries.as(TupleCell.self).pointee.count { try listAppend(list.cell, itemsOf(entries).0[j]) }
      } else {
        try listAppend(list.cell, base)
      }
    }
    return isChanged ? listToTuple(list) : bases
  }

  private func winningMetaclass(_ start: Cell, _ bases: Values, _ count: Int) throws(Raise) -> Cell {
    var winner = start
    for i in 0..<count {
      let other = classOf(bases[i])
      if isSubclass(winner, other) { continue }
      if isSubclass(other, winner) {
        winner = other
        continue
      }
      throw raise(
        .typeError,
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of "
          + "all its bases")
    }
    return winner
  }

  private func prepareNamespace(
    _ metaclass: Value, _ name: Value, _ bases: Value, _ keywords: Value
  ) throws(Raise) -> Value {
    if metaclass.is(.class), metaclass.cell == builtin(.type) { return dict() }
    guard let prepare = try findAttribute(metaclass, specialName(.prepare)) else { return dict() }
    let made = try call(prepare, spread: tuple(of: [name, bases]), keywords)
    if !made.is(.dict), special(.getItem, classOf(made)).isUnbound {
      let shown = metaclass.is(.class) ? className(metaclass.cell) : "<metaclass>"
      throw raise(.typeError, "\(shown).__prepare__() must return a mapping, not \(typeName(made))")
    }
    return made
  }

  // MARK: type.__new__

  /// `type.__new__(metaclass, name, bases, namespace, **keywords)`.
  func makeClass(
    _ metaclass: Cell, _ name: Value, _ bases: Value, _ namespace: Value, _ keywords: Value
  ) throws(Raise) -> Value {
    var bases = bases
    if itemsOf(bases).1 == 0 { bases = tuple(of: [Value(builtin(.object))]) }
    hold(bases)
    defer { unhold() }
    let (items, count) = itemsOf(bases)
    for i in 0..<count {
      guard items[i].is(.class) else { throw raise(.typeError, "bases must be types") }
      if classCell(items[i].cell).pointee.flags & ClassCell.isBaseType == 0 {
        throw raise(.typeError, "type '\(className(items[i].cell))' is not an acceptable base type")
      }
    }
    let winner = try winningMetaclass(metaclass, items, count)
    if winner != metaclass, special(.new, winner) != special(.new, metaclass) {
      return try call(special(.new, winner), spread: tuple(of: [Value(winner), name, bases, namespace]), keywords)
    }
    let cell = allocate(.class, MemoryLayout<ClassCell>.size, shape: classCell(winner).pointee.rootShape)
    let made = Value(cell)
    hold(made)
    defer { unhold() }
    initialiseClass(cell, name, bases)
    let copy = try copyNamespace(namespace)
    classCell(cell).pointee.dictionary = copy
    classCell(cell).pointee.native = Value(try nativeBase(items, count))
    try inheritLayout(cell, items, count)
    classCell(cell).pointee.mro = try methodOrder(cell, bases)
    try applySlots(cell, copy, items, count)
    try finishNamespace(cell, copy)
    copy.as(DictCell.self).pointee.watch = 1
    pointee.classList.append(UInt(bitPattern: cell))
    for i in 0..<count { try addSubclass(itemsOf(bases).0[i].cell, made) }
    updateHooks(cell)
    try nameDescriptors(cell, copy)
    try announce(cell, keywords)
    return made
  }

  private func initialiseClass(_ cell: Cell, _ name: Value, _ bases: Value) {
    let type = classCell(cell)
    type.pointee.name = name
    type.pointee.qualifiedName = name
    type.pointee.bases = bases
    type.pointee.mro = .unbound
    type.pointee.dictionary = .unbound
    type.pointee.subclasses = .unbound
    type.pointee.native = .unbound
    type.pointee.flags = ClassCell.isBaseType | ClassCell.isHeapType
    type.pointee.tableIndex = UInt32.max
  }

  private func copyNamespace(_ namespace: Value) throws(Raise) -> Value {
    if namespace.is(.dict) { return try dictCopy(namespace.cell) }
    return try call(Value(builtin(.dict)), namespace)
  }

  /// The native class that decides what instances are: the most derived of the bases' ones.
  private func nativeBase(_ bases: Values, _ count: Int) throws(Raise) -> Cell {
    var best = builtin(.object)
    for i in 0..<count {
      let native = classCell(bases[i].cell).pointee.native.cell
      if isSubclass(best, native) { continue }
      // Exceptions are all made alike.
      if classCell(best).pointee.instanceKind == .exception, classCell(native).pointee.instanceKind == .exception,
        !isSubclass(native, best)
      {
        continue
      }
      guard isSubclass(native, best) else { throw raise(.typeError, "multiple bases have instance lay-out conflict") }
      best = native
    }
    return best
  }

  /// What a new class takes over from its bases: the kind of its instances and the room in them.
  private func inheritLayout(_ cell: Cell, _ bases: Values, _ count: Int) throws(Raise) {
    let type = classCell(cell)
    let native = classCell(type.pointee.native.cell).pointee
    type.pointee.instanceKind = native.instanceKind
    type.pointee.layout = native.layout
    type.pointee.instanceSize = native.instanceSize
    type.pointee.builtin = 0
    var inherited = 0
    for i in 0..<count { inherited = max(inherited, Int(classCell(bases[i].cell).pointee.inlineCapacity)) }
    var capacity = 0
    if native.instanceKind == .instance || native.builtin == BuiltinType.object.rawValue {
      type.pointee.instanceKind = .instance
      capacity = min(60, inherited + storedAttributeCount(type.pointee.dictionary))
    }
    type.pointee.inlineCapacity = UInt32(capacity)
    type.pointee.rootShape = pointee.shapes.makeRoot(cell, inlineCapacity: capacity)
  }

  /// How many attributes the methods in a namespace store on their first parameter.
  private func storedAttributeCount(_ namespace: Value) -> Int {
    let names = dictGetStr(namespace.cell, intern("__static_attributes__"))
    return names.is(.tuple) ? itemsOf(names).1 : 0
  }

  private func applySlots(_ cell: Cell, _ namespace: Value, _ bases: Values, _ count: Int) throws(Raise) {
    let slots = dictGetStr(namespace.cell, specialName(.slots))
    var inheritsDictionary = false
    for i in 0..<count where classCell(bases[i].cell).pointee.flags & ClassCell.hasNoDictionary == 0 {
      if bases[i].cell != builtin(.object) { inheritsDictionary = true }
    }
    if slots.isUnbound {
      if !inheritsDictionary { try addDictionaryMember(cell, namespace) }
      return
    }
    classCell(cell).pointee.flags |= ClassCell.hasSlots
    let names = slots.is(.str) ? tuple(of: [slots]) : try tupleFrom(slots)
    hold(names)
    defer { unhold() }
    var hasDictionary = inheritsDictionary
    var added = 0
    for i in 0..<itemsOf(names).1 {
      let name = itemsOf(names).0[i]
      guard name.is(.str) else {
        throw raise(.typeError, "__slots__ items must be strings, not '\(typeName(name))'")
      }
      let text = swiftString(name)
      if text == "__dict__" {
        hasDictionary = true
        try addDictionaryMember(cell, namespace)
        continue
      }
      if text == "__weakref__" { continue }
      guard isIdentifier(text) else { throw raise(.typeError, "__slots__ must be identifiers") }
      let key = intern(mangled(text, in: swiftString(classCell(cell).pointee.name)))
      if !dictGetStr(namespace.cell, key).isUnbound {
        throw raise(.valueError, "'\(text)' in __slots__ conflicts with class variable")
      }
      try dictSetStr(namespace.cell, key, slotMember(cell, key))
      added += 1
    }
    if !hasDictionary { classCell(cell).pointee.flags |= ClassCell.hasNoDictionary }
    if classCell(cell).pointee.instanceKind == .instance {
      let capacity = min(60, Int(classCell(cell).pointee.inlineCapacity) + added)
      classCell(cell).pointee.inlineCapacity = UInt32(capacity)
      classCell(cell).pointee.rootShape = pointee.shapes.makeRoot(cell, inlineCapacity: capacity)
    }
  }

  private func isIdentifier(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart else { return false }
    return text.unicodeScalars.dropFirst().allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
  }

  private func mangled(_ name: String, in ownerClass: String) -> String {
    guard name.hasPrefix("__"), !name.hasSuffix("__") else { return name }
    let stripped = ownerClass.drop { $0 == "_" }
    return stripped.isEmpty ? name : "_\(stripped)\(name)"
  }

  private func slotMember(_ cell: Cell, _ name: Value) -> Value {
    let made = allocate(.member, MemoryLayout<MemberCell>.size, shape: BuiltinType.memberDescriptor.rawValue)
    let member = made.assumingMemoryBound(to: MemberCell.self)
    member.pointee.header.flags = MemberKind.slot
    member.pointee.owner = Value(cell)
    member.pointee.name = name
    member.pointee.documentation = .none
    return Value(made)
  }

  private func addDictionaryMember(_ cell: Cell, _ namespace: Value) throws(Raise) {
    let key = specialName(.dictionary)
    if !dictGetStr(namespace.cell, key).isUnbound { return }
    let made = slotMember(cell, key)
    made.cell.header.pointee.flags = MemberKind.dictionary
    made.cell.header.pointee.shape = BuiltinType.getsetDescriptor.rawValue
    try dictSetStr(namespace.cell, key, made)
    let weak = specialName(.weakReference)
    if dictGetStr(namespace.cell, weak).isUnbound {
      let member = slotMember(cell, weak)
      member.cell.header.pointee.flags = MemberKind.weakReference
      member.cell.header.pointee.shape = BuiltinType.getsetDescriptor.rawValue
      try dictSetStr(namespace.cell, weak, member)
    }
  }

  /// What `type.__new__` does to names with a meaning: static `__new__`, class `__init_subclass__`, `__qualname__` ...
  private func finishNamespace(_ cell: Cell, _ namespace: Value) throws(Raise) {
    let dictionary = namespace.cell
    let maker = dictGetStr(dictionary, specialName(.new))
    if maker.is(.function) {
      try dictSetStr(dictionary, specialName(.new), descriptor(.staticMethod, .staticmethod, maker))
    }
    for name in [Special.initSubclass, .classGetItem] {
      let method = dictGetStr(dictionary, specialName(name))
      if method.is(.function) {
        try dictSetStr(dictionary, specialName(name), descriptor(.classMethod, .classmethod, method))
      }
    }
    let qualified = intern("__qualname__")
    let given = dictGetStr(dictionary, qualified)
    if !given.isUnbound {
      guard given.is(.str) else {
        throw raise(.typeError, "type __qualname__ must be a str, not \(typeName(given))")
      }
      classCell(cell).pointee.qualifiedName = given
      _ = try dictDelete(dictionary, qualified)
    }
    let holder = intern("__classcell__")
    let variable = dictGetStr(dictionary, holder)
    if variable.is(.cellVariable) {
      store(placeOf(&variable.as(VariableCell.self).pointee.contents), Value(cell))
      _ = try dictDelete(dictionary, holder)
    }
    if dictGetStr(dictionary, specialName(.module)).isUnbound, let globals = currentGlobals() {
      let module = dictGetStr(globals, specialName(.name))
      if !module.isUnbound { try dictSetStr(dictionary, specialName(.module), module) }
    }
    if dictGetStr(dictionary, specialName(.doc)).isUnbound { try dictSetStr(dictionary, specialName(.doc), .none) }
    if !dictGetStr(dictionary, specialName(.equal)).isUnbound, dictGetStr(dictionary, specialName(.hash)).isUnbound {
      try dictSetStr(dictionary, specialName(.hash), .none)
    }
  }

  /// The globals of the innermost script frame.
  func currentGlobals() -> Cell? {
    guard pointee.frame > pointee.frames else { return nil }
    let function = pointee.frame.pointee.base[-1]
    return function.is(.function) ? function.as(FunctionCell.self).pointee.globals.cell : nil
  }

  private func addSubclass(_ base: Cell, _ made: Value) throws(Raise) {
    if classCell(base).pointee.subclasses.isUnbound {
      let list = try buildListValue(pointee.stackBase, 0)
      store(placeOf(&classCell(base).pointee.subclasses), list)
    }
    try listAppend(classCell(base).pointee.subclasses.cell, made)
  }

  /// Calls `__set_name__` of what the namespace holds.
  private func nameDescriptors(_ cell: Cell, _ namespace: Value) throws(Raise) {
    let copy = try dictCopy(namespace.cell)
    hold(copy)
    defer { unhold() }
    let dictionary = copy.as(DictCell.self)
    for i in 0..<Int(dictionary.pointee.fill32) {
      let entry = dictionary.pointee.entries[i]
      if entry.key.isUnbound || !entry.value.isCell { continue }
      switch entry.value.cell.kind {
      case .property: entry.value.as(DescriptorCell.self).pointee.name = entry.key
      case .instance, .record, .exception:
        do { _ = try callSpecial(.setName, on: entry.value, Value(cell), entry.key) } catch {
          addNote(
            "Error calling __set_name__ on '\(typeName(entry.value))' instance '\(swiftString(entry.key))' in "
              + "'\(className(cell))'")
          throw error
        }
      default: break
      }
    }
  }

  /// Calls `__init_subclass__` of the next class in the order.
  private func announce(_ cell: Cell, _ keywords: Value) throws(Raise) {
    let parent = try makeSuper(Value(cell), Value(cell))
    let method = try getAttribute(parent, specialName(.initSubclass))
    _ = try call(method, spread: pointee.emptyTuple, keywords)
  }

  // MARK: Method resolution order

  /// The C3 linearisation of a class and its bases (Barrett et al., OOPSLA 1996), or what a metaclass's `mro` says.
  func methodOrder(_ cell: Cell, _ bases: Value) throws(Raise) -> Value {
    let hook = lookup(classOf(Value(cell)), intern("mro"))
    if hook.is(.function) { return try tupleFrom(try call(hook, Value(cell))) }
    return try linearise(cell, bases)
  }

  func linearise(_ cell: Cell, _ bases: Value) throws(Raise) -> Value {
    let (items, count) = itemsOf(bases)
    var sequences: [[UInt]] = []
    for i in 0..<count {
      let (order, length) = itemsOf(classCell(items[i].cell).pointee.mro)
      sequences.append((0..<length).map { UInt(bitPattern: order[$0].cell) })
    }
    let own = (0..<count).map { UInt(bitPattern: items[$0].cell) }
    for i in 0..<own.count where own[(i + 1)...].contains(own[i]) {
      throw raise(.typeError, "duplicate base class \(className(items[i].cell))")
    }
    sequences.append(own)
    var result = [Value(cell)]
    while true {
      sequences.removeAll { $0.isEmpty }
      if sequences.isEmpty { break }
      let candidate = sequences.lazy.map { $0[0] }.first { head in
        !sequences.contains { $0.dropFirst().contains(head) }
      }
      guard let candidate else { throw orderConflict(own) }
      result.append(Value(Cell(bitPattern: candidate).unsafelyUnwrapped))
      for i in sequences.indices where sequences[i][0] == candidate { sequences[i].removeFirst() }
    }
    return tuple(of: result)
  }

  private func orderConflict(_ bases: [UInt]) -> Raise {
    let names = bases.map { className(Cell(bitPattern: $0).unsafelyUnwrapped) }
    return raise(
      .typeError,
      "Cannot create a consistent method resolution order (MRO) for bases \(names.joined(separator: ", "))")
  }
}

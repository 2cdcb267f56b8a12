// WeakReference.swift — `weakref.ref`: a record that knows its object without keeping it.
//
// The object's address is kept as a number, so that no collection follows it. Objects die in precise collections only;
// until then a reference finds them.

/// Words of a weak reference.
enum WeakWord {
  /// The object's address / 16, or None once it is gone.
  static let target = 0
  static let callback = 1
  /// The object's hash once it was asked for, or unbound.
  static let hash = 2
  static let count = 3
}

extension NativeType {
  static var weakReference: NativeType {
    NativeType(
      "ReferenceType", module: "weakref", kind: .record, layout: .weakReference, words: WeakWord.count,
      "A reference to an object that does not keep it alive."
    ) {
      [
        .slot("__new__(object, callback=None, /)", "", .writesSelf, weakNew),
        .slot("__init__(object, callback=None, /)", "", .pure) { (_, _) throws(Raise) in .none },
        .slot("__call__()", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.weakTarget(try vm.record(args, .weakReference)) ?? .none
        },
        .slot("__hash__(/)", "", .callsScript, weakHash),
        .slot("__eq__(other, /)", "", .callsScript, weakEqual),
        .slot("__ne__(other, /)", "", .callsScript, weakDiffers),
        .slot("__repr__(/)", "", .callsScript, weakRepr),
        .getter("__callback__", "", .readsSelf) { (vm, args) throws(Raise) in
          try vm.record(args, .weakReference).recordWords[WeakWord.callback]
        },
        .classMethod("__class_getitem__(item, /)", "", .pure) { (vm, args) throws(Raise) in
          vm.makeGenericAlias(args[0], args[1])
        },
      ]
    }
  }
}

private func weakNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.class), vm.isSubclass(args[0].cell, vm.builtin(.weakReference)) else {
    throw vm.raise(.typeError, "ref.__new__(X): X is not a type object")
  }
  let isPlain = args[0].cell == vm.builtin(.weakReference)
  return try vm.weakReference(args[0].cell, args[1], callback: args[2], isShared: isPlain)
}

private func weakHash(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.record(args, .weakReference)
  let known = cell.recordWords[WeakWord.hash]
  if !known.isUnbound { return known }
  guard let target = vm.weakTarget(cell) else { throw vm.raise(.typeError, "weak object has gone away") }
  let hash = vm.int(try vm.hash(target))
  vm.store(cell.recordWords + WeakWord.hash, hash)
  return hash
}

private func weakEqual(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.record(args, .weakReference)
  guard args[1].isRecord(.weakReference), vm.isInstance(args[1], .weakReference) else { return .notImplemented }
  guard let first = vm.weakTarget(cell), let second = vm.weakTarget(args[1].cell) else {
    return Value(args[0] == args[1])
  }
  return Value(try vm.equal(first, second))
}

private func weakDiffers(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let answer = try weakEqual(vm, args)
  return answer.isBool ? Value(!answer.isTrue) : answer
}

private func weakRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = try vm.record(args, .weakReference)
  let own = String(vm.identity(args[0]), radix: 16)
  guard let target = vm.weakTarget(cell) else { return vm.string("<weakref at 0x\(own); dead>") }
  var name = ""
  if let given = try vm.findAttributeQuietly(target, vm.intern("__name__")), given.isStr {
    name = " (\(vm.swiftString(given)))"
  }
  let at = String(vm.identity(target), radix: 16)
  return vm.string("<weakref at 0x\(own); to '\(vm.typeName(target))' at 0x\(at)\(name)>")
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A reference to a value; a plain one without callback is made once per object.
  ///
  /// - Throws: TypeError for objects that can't be referred to.
  public func weakReference(
    _ ownerClass: Cell, _ target: Value, callback: Value, isShared: Bool
  ) throws(Raise) -> Value {
    guard isWeaklyReferable(target) else {
      throw raise(.typeError, "cannot create weak reference to '\(typeName(target))' object")
    }
    let address = UInt(bitPattern: target.cell)
    if isShared, callback.isNone {
      for known in pointee.finalizers.references[address] ?? [] {
        let other = Cell(bitPattern: known).unsafelyUnwrapped
        if other.recordWords[WeakWord.callback].isNone, classOf(Value(other)) == ownerClass { return Value(other) }
      }
    }
    let made = newRecord(ownerClass, .weakReference, words: WeakWord.count)
    made.recordWords[WeakWord.target] = Value(small: Int(address >> 4))
    made.recordWords[WeakWord.callback] = callback
    let reference = UInt(bitPattern: made)
    pointee.finalizers.watched.append((target: address, reference: reference))
    pointee.finalizers.references[address, default: []].append(reference)
    return Value(made)
  }

  /// The object of a weak reference, or nil once it is gone.
  @inline(__always)
  public func weakTarget(_ cell: Cell) -> Value? {
    let word = cell.recordWords[WeakWord.target]
    return word.isSmallInt ? Cell(bitPattern: UInt(word.smallInt) << 4).map { Value($0) } : nil
  }

  /// The weak references to a value that are alive, in order of creation.
  public func weakReferences(_ target: Value) -> [Value] {
    guard target.isCell else { return [] }
    return (pointee.finalizers.references[UInt(bitPattern: target.cell)] ?? []).map {
      Value(Cell(bitPattern: $0).unsafelyUnwrapped)
    }
  }

  /// Whether values of this kind can be referred to weakly.
  private func isWeaklyReferable(_ value: Value) -> Bool {
    guard value.isCell else { return false }
    switch value.cell.kind {
    case .function, .boundMethod, .boundNative, .native, .class, .module, .generator, .set, .frozenSet, .code:
      return true
    case .record:
      switch value.cell.header.pointee.aux {
      case Layout.deque.rawValue, Layout.partial.rawValue, Layout.orderedDict.rawValue, Layout.future.rawValue,
        Layout.task.rawValue, Layout.textFile.rawValue, Layout.weakReference.rawValue, Layout.memoryView.rawValue,
        Layout.genericAlias.rawValue, Layout.pattern.rawValue, Layout.random.rawValue, Layout.threadLock.rawValue,
        Layout.gatheringFuture.rawValue, Layout.cache.rawValue, Layout.loop.rawValue, Layout.typeVar.rawValue:
        return true
      default: break
      }
    default: break
    }
    return !lookup(classOf(value), specialName(.weakReference)).isUnbound
  }
}

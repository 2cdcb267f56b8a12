// Variables.swift — globals and names in namespaces, when a cache does not know the answer.

extension UnsafeMutablePointer where Pointee == Machine {
  public func makeVariable(_ contents: Value) -> Value {
    let cell = allocate(.cellVariable, MemoryLayout<VariableCell>.size, shape: BuiltinType.cell.rawValue)
    cell.assumingMemoryBound(to: VariableCell.self).pointee.contents = contents
    return Value(cell)
  }

  /// The number of the present state of a dict's keys, given when a cache first asks for it.
  func keysVersion(_ dictionary: Cell) -> UInt32 {
    let cell = dictionary.assumingMemoryBound(to: DictCell.self)
    if cell.pointee.keysVersion == 0 {
      pointee.lastKeysVersion &+= 1
      // Numbers that ran out would be taken for others: start over with empty caches.
      if pointee.lastKeysVersion == UInt32.max {
        flushInlineCaches()
        pointee.lastKeysVersion = 1
      }
      cell.pointee.keysVersion = pointee.lastKeysVersion
    }
    return cell.pointee.keysVersion
  }

  @inline(never)
  func loadGlobalSlowly(_ base: Values, _ words: UnsafeMutablePointer<UInt32>, _ k: Values) -> Value {
    let name = k[Int(words[0])]
    let globals = base[-1].as(FunctionCell.self).pointee.globals.cell
    var index = dictFindStr(globals, name)
    if index >= 0 {
      words[1] = keysVersion(globals)
      words[2] = 0
      words[3] = UInt32(index)
      return globals.assumingMemoryBound(to: DictCell.self).pointee.entries[index].value
    }
    let builtins = pointee.builtins.cell
    index = dictFindStr(builtins, name)
    if index >= 0 {
      words[1] = keysVersion(globals)
      words[2] = keysVersion(builtins)
      words[3] = UInt32(index)
      return builtins.assumingMemoryBound(to: DictCell.self).pointee.entries[index].value
    }
    return guarded { () throws(Raise) -> Value in throw unknownName(name) }
  }

  @inline(never)
  func storeGlobalSlowly(
    _ base: Values, _ value: Value, _ words: UnsafeMutablePointer<UInt32>, _ k: Values
  ) -> Value {
    let name = k[Int(words[0])]
    let globals = base[-1].as(FunctionCell.self).pointee.globals.cell
    return guarded { () throws(Raise) -> Value in
      try dictSetStr(globals, name, value)
      words[1] = keysVersion(globals)
      words[2] = UInt32(dictFindStr(globals, name))
      return .none
    }
  }

  @inline(never)
  func deleteGlobal(_ base: Values, _ name: Value) -> Value {
    let globals = base[-1].as(FunctionCell.self).pointee.globals.cell
    return guarded { () throws(Raise) -> Value in
      if try !dictDelete(globals, name) { throw unknownName(name) }
      return .none
    }
  }

  /// A name in a namespace (a dict or any mapping), the globals, the builtins.
  @inline(never)
  func loadName(_ base: Values, _ namespace: Value, _ name: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      if let found = try findName(namespace, name) { return found }
      let globals = base[-1].as(FunctionCell.self).pointee.globals.cell
      var value = dictGetStr(globals, name)
      if value.isUnbound { value = dictGetStr(pointee.builtins.cell, name) }
      if value.isUnbound { throw unknownName(name) }
      return value
    }
  }

  private func findName(_ namespace: Value, _ name: Value) throws(Raise) -> Value? {
    if isExact(namespace, .dict) {
      let value = dictGetStr(namespace.cell, name)
      return value.isUnbound ? nil : value
    }
    do { return try getItem(namespace, name) } catch {
      guard exceptionIs(.keyError) else { throw error }
      pointee.exception = .unbound
      return nil
    }
  }

  @inline(never)
  func storeName(_ namespace: Value, _ name: Value, _ value: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      if isExact(namespace, .dict) {
        try dictSetStr(namespace.cell, name, value)
      } else {
        try setItem(namespace, name, value)
      }
      return .none
    }
  }

  @inline(never)
  func deleteName(_ namespace: Value, _ name: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      if isExact(namespace, .dict) {
        if try !dictDelete(namespace.cell, name) { throw unknownName(name) }
        return .none
      }
      try deleteNameItem(namespace, name)
      return .none
    }
  }

  private func deleteNameItem(_ namespace: Value, _ name: Value) throws(Raise) {
    do { try deleteItem(namespace, name) } catch {
      guard exceptionIs(.keyError) else { throw error }
      pointee.exception = .unbound
      throw unknownName(name)
    }
  }

  /// A name in a mapping, else the contents of a closure cell.
  @inline(never)
  func loadFromOrFree(_ mapping: Value, _ name: Value, _ variable: Cell) -> Value {
    loadNameOrFree(mapping, name, variable)
  }

  @inline(never)
  func loadNameOrFree(_ namespace: Value, _ name: Value, _ variable: Cell) -> Value {
    guarded { () throws(Raise) -> Value in
      if let found = try findName(namespace, name) { return found }
      let value = variable.assumingMemoryBound(to: VariableCell.self).pointee.contents
      if !value.isUnbound { return value }
      throw raiseName(
        .nameError,
        "cannot access free variable '\(swiftString(name))' where it is not associated with a value in enclosing scope",
        name)
    }
  }
}

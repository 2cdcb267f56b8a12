// ModuleAccess.swift — how natives of a module find the classes that their module made.

extension UnsafeMutablePointer where Pointee == Machine {
  /// Keeps a value in the dict of a class that natives made.
  public func keepInClass(_ cell: Cell, _ name: StaticString, _ value: Value) throws(Raise) {
    let key = intern(name)
    _ = ownAttribute(cell, key)
    try dictSetStr(classCell(cell).pointee.dictionary.cell, key, value)
  }

  /// The `__dict__` of an instance of a native class that has one.
  public func instanceDictionary(_ cell: Cell) throws(Raise) -> Value { Value(try becomeDictionary(cell)) }

  /// What a name of a loaded module stands for.
  ///
  /// - Throws: RuntimeError where the module or name is gone.
  public func importedName(_ module: StaticString, _ name: StaticString) throws(Raise) -> Value {
    let found = dictGetStr(pointee.modules.cell, intern(module))
    if found.is(.module) {
      let value = dictGetStr(attributesCell(found.cell), intern(name))
      if !value.isUnbound { return value }
    }
    throw raise(.runtimeError, "lost \(module).\(name)")
  }
}

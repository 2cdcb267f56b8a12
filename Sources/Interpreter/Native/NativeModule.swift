// NativeModule.swift — how a script module written in Swift is declared: one per file.

/// A native script module.
public struct NativeModule: Sendable {
  public let name: String
  public let documentation: StaticString
  public let rows: @Sendable () -> [NativeRow]
  /// Runs after the rows are in the module's dict: constants, classes, state.
  public let setUp: @Sendable (VM, Cell) throws(Raise) -> Void

  public init(
    _ name: String, _ documentation: StaticString, rows: @escaping @Sendable () -> [NativeRow] = { [] },
    setUp: @escaping @Sendable (VM, Cell) throws(Raise) -> Void = { (_, _) throws(Raise) in }
  ) {
    (self.name, self.documentation, self.rows, self.setUp) = (name, documentation, rows, setUp)
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Makes a module known; it is loaded when it is first imported.
  public func addModule(_ module: NativeModule) { pointee.imports.natives[module.name] = module }

  /// An empty module object.
  public func makeModule(_ name: String) throws(Raise) -> Value {
    let cell = allocate(.module, MemoryLayout<ModuleCell>.size, shape: BuiltinType.module.rawValue)
    hold(Value(cell))
    defer { unhold() }
    cell.assumingMemoryBound(to: ModuleCell.self).pointee.name = intern(name)
    let dictionary = dict()
    cell.header.pointee.attributes = UInt64(UInt(bitPattern: dictionary.cell))
    try dictSetStr(dictionary.cell, specialName(.name), intern(name))
    try dictSetStr(dictionary.cell, specialName(.doc), .none)
    try dictSetStr(dictionary.cell, intern("__package__"), intern(""))
    try dictSetStr(dictionary.cell, intern("__loader__"), .none)
    try dictSetStr(dictionary.cell, intern("__spec__"), .none)
    return Value(cell)
  }

  /// The dict of a module.
  public func moduleDictionary(_ module: Value) -> Cell { attributesCell(module.cell) }

  /// Sets a name of a module.
  public func setModule(_ dictionary: Cell, _ name: StaticString, _ value: Value) throws(Raise) {
    hold(value)
    defer { unhold() }
    try dictSetStr(dictionary, intern(name), value)
  }

  func loadNative(_ declaration: NativeModule) throws(Raise) -> Value {
    let module = try makeModule(declaration.name)
    hold(module)
    defer { unhold() }
    let dictionary = attributesCell(module.cell)
    try dictSetStr(dictionary, specialName(.doc), string(static: declaration.documentation))
    for row in declaration.rows() { define(row, in: dictionary, owner: module) }
    try declaration.setUp(self, dictionary)
    return module
  }

  /// Sets a name in a dict that is being set up; there MemoryError can't come.
  func dictSetName(_ dictionary: Cell, _ name: Value, _ value: Value) {
    do { try dictSetStr(dictionary, name, value) } catch { pointee.exception = .unbound }
  }
}

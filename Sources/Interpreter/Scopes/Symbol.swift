// Symbol.swift — what is known of one name in one scope.

import Parser

/// What the text says about a name in a scope.
struct SymbolFlags: OptionSet {
  var rawValue: UInt32

  static let assigned = SymbolFlags(rawValue: 1 << 0)
  static let used = SymbolFlags(rawValue: 1 << 1)
  static let parameter = SymbolFlags(rawValue: 1 << 2)
  static let global = SymbolFlags(rawValue: 1 << 3)
  static let nonlocal = SymbolFlags(rawValue: 1 << 4)
  static let annotated = SymbolFlags(rawValue: 1 << 5)
  static let typeParameter = SymbolFlags(rawValue: 1 << 6)
  /// A target of a comprehension's `for`.
  static let comprehensionTarget = SymbolFlags(rawValue: 1 << 7)
  /// Made unbound somewhere: by `del`, or at the end of an `except ... as`.
  static let deleted = SymbolFlags(rawValue: 1 << 8)
  /// Used by a function inside: lives in a cell.
  static let captured = SymbolFlags(rawValue: 1 << 9)
  /// Has a place in the closure of its scope's function (beside its own meaning in a class body).
  static let passedThrough = SymbolFlags(rawValue: 1 << 10)
  /// An attribute noted under this name, not a name (see `ScopeBuilder.noteAttribute`).
  static let attribute = SymbolFlags(rawValue: 1 << 11)
  /// Assigned again after its first assignment or with several in the text; for the compiler's choices.
  static let bound: SymbolFlags = [.assigned, .parameter, .typeParameter]
}

/// Where a name lives at run time; `Symbol.place` says more.
enum Resolution: UInt8 {
  case unresolved
  /// In register `place` (a number of a local; far ones have another home).
  case local
  /// In the cell that register `place` holds.
  case cell
  /// A variable of an inlined comprehension, in a register chosen when it is compiled.
  case inlined
  /// In cell `place` of the closure.
  case free
  case global
  /// In the namespace R[0], else global.
  case name
  /// In the namespace R[0], else in cell `place` of the closure.
  case nameOrFree
  /// The same as symbol `place`, of a scope further out in the same function.
  case alias
  /// In the namespace of the class around an annotation scope, else global.
  case classOrGlobal
  /// In that namespace, else in cell `place` of the closure.
  case classOrFree
}

/// One name in one scope.
struct Symbol {
  let name: NameID
  var flags: SymbolFlags
  var resolution = Resolution.unresolved
  var place: Int32 = -1
  /// Its place in the closure, if `passedThrough`.
  var freeIndex: Int32 = -1
  /// The next symbol of the same scope.
  var next: Int32 = -1
  /// The `global` or `nonlocal` statement that names it.
  var directive: NodeID = 0
}

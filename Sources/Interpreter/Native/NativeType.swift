// NativeType.swift — how a native class is declared.

/// A builtin class or a class of a native module.
public struct NativeType: Sendable {
  public let name: StaticString
  /// Module it says it belongs to.
  public let module: StaticString
  public let base: BuiltinType
  /// What its instances are: a kind, and for records a layout and a number of words.
  public let kind: Kind
  public let layout: Layout
  public let words: Int
  public let isBaseType: Bool
  /// Whether plain instances have a `__dict__`.
  public let hasDictionary: Bool
  public let documentation: StaticString
  /// Built when the class's dictionary is first looked at.
  public let rows: @Sendable () -> [NativeRow]

  public init(
    _ name: StaticString, module: StaticString = "builtins", base: BuiltinType = .object, kind: Kind,
    layout: Layout = .none, words: Int = 0, isBaseType: Bool = true, hasDictionary: Bool = false,
    _ documentation: StaticString, rows: @escaping @Sendable () -> [NativeRow]
  ) {
    (self.name, self.module, self.base, self.kind) = (name, module, base, kind)
    (self.layout, self.words, self.isBaseType) = (layout, words, isBaseType)
    (self.hasDictionary, self.documentation, self.rows) = (hasDictionary, documentation, rows)
  }
}

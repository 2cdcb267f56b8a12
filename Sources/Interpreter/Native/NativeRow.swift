// NativeRow.swift — how a builtin function, method or field is declared: one row each.

/// Thrown by native code; the exception itself is in `Machine.exception`.
public struct Raise: Error {
  @inline(__always) public init() {}
}

/// The arguments of a native call, bound to its signature: one value per parameter, in order of declaration.
///
/// A parameter that was left out holds its default, or `unbound` where the signature says `=?`. `*args` is a tuple,
/// `**kwargs` a dict. For methods `[0]` is the receiver and the declared parameters follow.
public struct Arguments {
  public let base: Values
  public let count: Int
  @inline(__always) public init(base: Values, count: Int) { (self.base, self.count) = (base, count) }
  @inline(__always) public subscript(_ i: Int) -> Value { base[i] }
}

/// The code of a native.
public typealias NativeBody = @Sendable (VM, Arguments) throws(Raise) -> Value

/// What a native does beyond computing from its arguments; the strongest that applies.
public enum Effect: UInt8, Sendable {
  case pure, readsSelf, writesSelf, readsDeeply, callsScript, world
}

/// What a row declares.
public enum RowKind: UInt8, Sendable {
  case function, method, classMethod, staticMethod
  /// A special method: shown as a slot wrapper.
  case slot
  /// A read-only field, or one with a setter: the body gets the receiver, or the receiver and the new value (`unbound`
  /// to delete).
  case getter, property
}

/// A builtin function, method or field.
///
/// The signature is written in the script's own language and is the arity check, the keyword check, the help text and
/// the documentation: `"sorted(iterable, /, *, key=None, reverse=False)"`. Methods leave out the receiver. A default is
/// a literal, or `?` for "absent".
public struct NativeRow: Sendable {
  public let kind: RowKind
  public let signature: StaticString
  public let documentation: StaticString
  public let effect: Effect
  public let body: NativeBody

  public init(
    _ kind: RowKind, _ signature: StaticString, _ documentation: StaticString, _ effect: Effect,
    _ body: @escaping NativeBody
  ) {
    self.kind = kind
    self.signature = signature
    self.documentation = documentation
    self.effect = effect
    self.body = body
  }

  public static func function(
    _ signature: StaticString, _ documentation: StaticString, _ effect: Effect, _ body: @escaping NativeBody
  ) -> NativeRow { NativeRow(.function, signature, documentation, effect, body) }

  public static func method(
    _ signature: StaticString, _ documentation: StaticString, _ effect: Effect, _ body: @escaping NativeBody
  ) -> NativeRow { NativeRow(.method, signature, documentation, effect, body) }

  public static func classMethod(
    _ signature: StaticString, _ documentation: StaticString, _ effect: Effect, _ body: @escaping NativeBody
  ) -> NativeRow { NativeRow(.classMethod, signature, documentation, effect, body) }

  public static func staticMethod(
    _ signature: StaticString, _ documentation: StaticString, _ effect: Effect, _ body: @escaping NativeBody
  ) -> NativeRow { NativeRow(.staticMethod, signature, documentation, effect, body) }

  public static func slot(
    _ signature: StaticString, _ documentation: StaticString, _ effect: Effect, _ body: @escaping NativeBody
  ) -> NativeRow { NativeRow(.slot, signature, documentation, effect, body) }

  public static func getter(
    _ name: StaticString, _ documentation: StaticString, _ effect: Effect, _ body: @escaping NativeBody
  ) -> NativeRow { NativeRow(.getter, name, documentation, effect, body) }

  public static func property(
    _ name: StaticString, _ documentation: StaticString, _ effect: Effect, _ body: @escaping NativeBody
  ) -> NativeRow { NativeRow(.property, name, documentation, effect, body) }
}

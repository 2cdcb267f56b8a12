// Pending.swift — placeholders until the helpers' parts land.
import Diagnostics
extension NativeType {
  static var memoryview: NativeType { NativeType("memoryview", kind: .record, layout: .memoryView, words: 1, "") { [] } }
  static var genericAlias: NativeType { NativeType("GenericAlias", kind: .record, layout: .genericAlias, words: 1, "") { [] } }
  static var unionType: NativeType { NativeType("UnionType", kind: .record, layout: .unionType, words: 1, "") { [] } }
  static var typeVar: NativeType { NativeType("TypeVar", kind: .record, layout: .typeVar, words: 1, "") { [] } }
  static var paramSpec: NativeType { NativeType("ParamSpec", kind: .record, layout: .paramSpec, words: 1, "") { [] } }
  static var paramSpecArgs: NativeType { NativeType("ParamSpecArgs", kind: .record, layout: .paramSpecPart, words: 1, "") { [] } }
  static var paramSpecKwargs: NativeType { NativeType("ParamSpecKwargs", kind: .record, layout: .paramSpecPart, words: 1, "") { [] } }
  static var typeVarTuple: NativeType { NativeType("TypeVarTuple", kind: .record, layout: .typeVarTuple, words: 1, "") { [] } }
  static var typeAliasType: NativeType { NativeType("TypeAliasType", kind: .record, layout: .typeAliasType, words: 1, "") { [] } }
  static var simpleNamespace: NativeType { NativeType("SimpleNamespace", kind: .record, layout: .simpleNamespace, words: 1, "") { [] } }
}
extension UnsafeMutablePointer where Pointee == Machine {
  func makeUnion(_ a: Value, _ b: Value) throws(Raise) -> Value { .notImplemented }
  func makeGenericAlias(_ a: Value, _ b: Value) -> Value { a }
  func makeTypeVar(_ n: Value, bound: Value, constraints: Value) -> Value { n }
  func makeParamSpec(_ n: Value) -> Value { n }
  func makeTypeVarTuple(_ n: Value) -> Value { n }
  func setTypeDefault(_ n: Value, _ f: Value) {}
  func makeTypeAlias(_ n: Value, _ p: Value, _ f: Value) -> Value { n }
  func subscriptGeneric(_ n: Value) throws(Raise) -> Value { n }
  func suggestion(for: String, among: [String]) -> String? { nil }
  func renderException(_ e: Value) -> String { typeName(e) + ": " + ((try? str(e)).map { swiftString($0) } ?? "?") + "\n" }
  func raiseSyntax(_ d: Diagnostic) -> Raise { raise(.syntaxError, d.rendered) }
  func warnSyntax(_ d: Diagnostic) {}
  func warnUnawaited(_ s: String) { writeError("RuntimeWarning: coroutine '\(s)' was never awaited\n") }
  func printUnraisable(_ o: Value, _ m: String = "") {}
  func genericAlias(_ a: Value, _ b: Value) -> Value { a }
  func memoryViewBytes(_ v: Value) throws(Raise) -> Value { v }
}

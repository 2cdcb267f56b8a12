// Pending.swift — placeholders until the helpers' parts land.
import Diagnostics
extension NativeType {
  static var textFile: NativeType { NativeType("TextIOWrapper", kind: .record, layout: .textFile, words: 1, "") { [] } }
  static var weakReference: NativeType { NativeType("ReferenceType", kind: .record, layout: .weakReference, words: 1, "") { [] } }
  static var memoryview: NativeType { NativeType("memoryview", kind: .record, layout: .memoryView, words: 1, "") { [] } }
}
extension UnsafeMutablePointer where Pointee == Machine {
  func collectPrecisely(isEnd: Bool = false) {}
  func memoryViewBytes(_ v: Value) throws(Raise) -> Value { v }
}

// Pending.swift — placeholders until the helpers' parts land.
extension NativeType {
  static var memoryview: NativeType { NativeType("memoryview", kind: .record, layout: .memoryView, words: 1, "") { [] } }
}
extension UnsafeMutablePointer where Pointee == Machine {
  func memoryViewBytes(_ v: Value) throws(Raise) -> Value { v }
}

// Pending.swift — placeholders until the helpers' parts land.
extension NativeType {
}
extension UnsafeMutablePointer where Pointee == Machine {
  func memoryViewBytes(_ v: Value) throws(Raise) -> Value { v }
}

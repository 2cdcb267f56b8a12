// Pending.swift — placeholders until the helpers' parts land.
extension NativeType {
}
extension UnsafeMutablePointer where Pointee == Machine {
}

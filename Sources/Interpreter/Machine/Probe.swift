// Probe.swift — what watches the machine's reads and writes of what a script can see.

/// Sees every read and write of a script-visible slot when the dispatch function is specialised for it.
///
/// `Plain` compiles to nothing; the same source serves race detection, time travel and the check of declared effects.
public protocol Probe {
  static func read(_ vm: VM, _ cell: Cell, _ place: UInt32)
  static func write(_ vm: VM, _ cell: Cell, _ place: UInt32)
}

/// Watches nothing.
public enum Plain: Probe {
  @inline(__always) public static func read(_ vm: VM, _ cell: Cell, _ place: UInt32) {}
  @inline(__always) public static func write(_ vm: VM, _ cell: Cell, _ place: UInt32) {}
}

/// Counts what it sees into the machine's access log.
public enum Watched: Probe {
  @inline(never) public static func read(_ vm: VM, _ cell: Cell, _ place: UInt32) {
    vm.pointee.accesses.note(vm.pointee.heap.number(cell), place, isWrite: false)
  }
  @inline(never) public static func write(_ vm: VM, _ cell: Cell, _ place: UInt32) {
    vm.pointee.accesses.note(vm.pointee.heap.number(cell), place, isWrite: true)
  }
}

/// The accesses a watched run made, in order, up to a bound.
public struct AccessLog {
  public struct Entry: Equatable, Sendable {
    public var cell: UInt32
    public var place: UInt32
    public var isWrite: Bool
  }
  public private(set) var entries: [Entry] = []
  public var isOn = false
  static let limit = 1 << 20

  mutating func note(_ cell: UInt32, _ place: UInt32, isWrite: Bool) {
    if entries.count < AccessLog.limit { entries.append(Entry(cell: cell, place: place, isWrite: isWrite)) }
  }
}

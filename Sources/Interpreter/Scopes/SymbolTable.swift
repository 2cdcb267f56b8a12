// SymbolTable.swift — all scopes of a unit and the names in them.

import Parser

/// Scopes and symbols of one unit, in the order of the text.
///
/// Symbols of all scopes lie in one array, found by (scope, name) in one open-addressed table.
struct SymbolTable {
  var scopes: [Scope] = []
  var symbols: [Symbol] = []
  private var slots: [Int32]
  private var keys: [UInt64]
  private var mask: Int

  init(expecting count: Int) {
    var size = 64
    while size < count * 2 { size *= 2 }
    slots = Array(repeating: -1, count: size)
    keys = Array(repeating: 0, count: size)
    mask = size - 1
    symbols.reserveCapacity(count)
  }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    var index = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[index] >= 0, keys[index] != key { index = (index &+ 1) & mask }
    return index
  }

  @inline(__always)
  private func key(_ scope: Int, _ name: NameID) -> UInt64 {
    UInt64(truncatingIfNeeded: scope) << 32 | UInt64(name)
  }

  /// The symbol of a name in exactly this scope.
  func find(_ name: NameID, in scope: Int) -> Int? {
    let found = slots[slot(key(scope, name))]
    return found >= 0 ? Int(found) : nil
  }

  /// The symbol of a name in a scope, made when there is none yet.
  mutating func symbol(_ name: NameID, in scope: Int) -> Int {
    let key = key(scope, name)
    let slot = slot(key)
    if slots[slot] >= 0 { return Int(slots[slot]) }
    let number = symbols.count
    symbols.append(Symbol(name: name, flags: []))
    slots[slot] = Int32(truncatingIfNeeded: number)
    keys[slot] = key
    let last = scopes[scope].lastSymbol
    if last >= 0 { symbols[Int(last)].next = Int32(number) } else { scopes[scope].firstSymbol = Int32(number) }
    scopes[scope].lastSymbol = Int32(truncatingIfNeeded: number)
    if symbols.count * 2 > mask { grow() }
    return number
  }

  private mutating func grow() {
    let (oldSlots, oldKeys) = (slots, keys)
    let size = (mask + 1) * 2
    slots = Array(repeating: -1, count: size)
    keys = Array(repeating: 0, count: size)
    mask = size - 1
    for i in oldSlots.indices where oldSlots[i] >= 0 {
      let slot = slot(oldKeys[i])
      slots[slot] = oldSlots[i]
      keys[slot] = oldKeys[i]
    }
  }
}

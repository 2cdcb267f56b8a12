// ConstantPool.swift — the constants of one function, each once.

/// Numbers constants in the order they are first needed.
struct ConstantPool {
  private(set) var values: [Constant] = []
  private var slots: [Int32] = Array(repeating: -1, count: 32)

  /// The index of a constant, added when it is new.
  mutating func index(of constant: Constant) -> Int {
    var slot = hash(constant) & (slots.count - 1)
    while slots[slot] >= 0 {
      if values[Int(slots[slot])] == constant { return Int(slots[slot]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(truncatingIfNeeded: values.count)
    values.append(constant)
    if values.count * 2 > slots.count { grow() }
    return values.count - 1
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (i, value) in values.enumerated() {
      var slot = hash(value) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(truncatingIfNeeded: i)
    }
  }

  /// Fixed by the constant alone: the same in every run.
  private func hash(_ constant: Constant) -> Int {
    switch constant {
    case .none: return 1
    case .true: return 2
    case .false: return 3
    case .ellipsis: return 4
    case .integer(let value): return mix(UInt64(bitPattern: Int64(value)) &+ 5)
    case .longInteger(let digits, _): return hash(digits, 6)
    case .float(let bits): return mix(bits &+ 7)
    case .imaginary(let bits): return mix(bits &+ 8)
    case .string(let bytes, let interned): return hash(bytes, interned ? 9 : 10)
    case .bytes(let bytes): return hash(bytes, 11)
    case .tuple(let items): return items.prefix(8).reduce(12 + items.count) { mix(UInt64($0)) ^ hash($1) }
    case .frozenSet(let items): return items.prefix(8).reduce(13 + items.count) { mix(UInt64($0)) ^ hash($1) }
    }
  }

  private func mix(_ value: UInt64) -> Int {
    Int(truncatingIfNeeded: (value &* 0x9E37_79B9_7F4A_7C15) >> 33)
  }

  private func hash(_ bytes: [UInt8], _ seed: UInt64) -> Int {
    var state = seed &+ UInt64(truncatingIfNeeded: bytes.count)
    for byte in bytes.prefix(48) { state = (state ^ UInt64(byte)) &* 0x0100_0000_01B3 }
    return mix(state)
  }
}

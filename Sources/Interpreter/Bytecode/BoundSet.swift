// BoundSet.swift — which locals surely have a value.

/// A set of the first 128 locals of a function; later ones are never members, so they are always checked.
struct BoundSet {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// What holds where control never comes.
  static var all: BoundSet {
    var set = BoundSet()
    (set.low, set.high) = (.max, .max)
    return set
  }

  func contains(_ local: Int) -> Bool {
    local < 64 ? low >> UInt64(local) & 1 != 0 : local < 128 && high >> UInt64(local - 64) & 1 != 0
  }

  mutating func insert(_ local: Int) {
    if local < 64 { low |= 1 << UInt64(local) } else if local < 128 { high |= 1 << UInt64(local - 64) }
  }

  mutating func remove(_ local: Int) {
    if local < 64 { low &= ~(1 << UInt64(local)) } else if local < 128 { high &= ~(1 << UInt64(local - 64)) }
  }

  mutating func formIntersection(_ other: BoundSet) {
    low &= other.low
    high &= other.high
  }

  mutating func subtract(_ other: BoundSet) {
    low &= ~other.low
    high &= ~other.high
  }
}

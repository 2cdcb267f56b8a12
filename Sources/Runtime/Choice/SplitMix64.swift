// SplitMix64.swift — random numbers that mean the same for ever.
//
// The standard library promises no algorithm for `random(in:)`, and a seed has to give the same run in
// every version, so both the generator and the reduction to a range are ours.

/// Sebastiano Vigna's generator: 64 bits of state, every seed good.
public struct SplitMix64: BitwiseCopyable, Sendable {
  public private(set) var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// A stream of its own for one purpose: the policy's numbers never move the script's.
  public init(seed: UInt64, stream: UInt64) { state = SplitMix64.mix(seed ^ SplitMix64.mix(stream)) }

  @inlinable
  public static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SplitMix64.mix(state)
  }

  /// A number from 0 to `bound` - 1, each equally likely; 0 when the bound is below 2.
  public mutating func next(below bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let range = UInt64(bound)
    let rejected = (0 &- range) % range
    while true {
      let product = next().multipliedFullWidth(by: range)
      if product.low >= rejected { return Int(product.high) }
    }
  }

  public mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) {
    var word: UInt64 = 0
    for place in 0..<buffer.count {
      if place & 7 == 0 { word = next() }
      buffer[place] = UInt8(truncatingIfNeeded: word)
      word >>= 8
    }
  }
}

// MersenneTwister.swift — MT19937, the generator behind `random`: the same seed gives CPython's sequence.
//
// The state is 625 words in memory of the caller (a heap cell's payload): 624 of the generator and the position of the
// next one. It has no pointers, so it can be copied, saved and compared.

/// Random words from 625 words of state.
public enum MersenneTwister {
  /// Words of state: `size` of the generator, then the position.
  public static let stateSize = 625
  private static let size = 624
  private static let shift = 397

  // MARK: Seeding

  /// Seeds from 32-bit words, least significant first; no words count as one word 0.
  public static func seed(_ state: UnsafeMutablePointer<UInt32>, words: UnsafePointer<UInt32>, count: Int) {
    var zero: UInt32 = 0
    if count > 0 {
      mix(state, words, count)
    } else {
      withUnsafePointer(to: &zero) { mix(state, $0, 1) }
    }
  }

  private static func mix(_ state: UnsafeMutablePointer<UInt32>, _ key: UnsafePointer<UInt32>, _ count: Int) {
    start(state, from: 19_650_218)
    var index = 1
    var place = 0
    for _ in 0..<max(size, count) {
      let previous = state[index &- 1]
      let mixed = state[index] ^ (previous ^ previous >> 30) &* 1_664_525
      state[index] = mixed &+ key[place] &+ UInt32(truncatingIfNeeded: place)
      advance(&index, state)
      place = place &+ 1 == count ? 0 : place &+ 1
    }
    for _ in 0..<size &- 1 {
      let previous = state[index &- 1]
      let mixed = state[index] ^ (previous ^ previous >> 30) &* 1_566_083_941
      state[index] = mixed &- UInt32(truncatingIfNeeded: index)
      advance(&index, state)
    }
    state[0] = 0x8000_0000
  }

  @inline(__always)
  private static func advance(_ index: inout Int, _ state: UnsafeMutablePointer<UInt32>) {
    index &+= 1
    if index == size {
      state[0] = state[size &- 1]
      index = 1
    }
  }

  private static func start(_ state: UnsafeMutablePointer<UInt32>, from seed: UInt32) {
    state[0] = seed
    for index in 1..<size {
      let previous = state[index &- 1]
      state[index] = 1_812_433_253 &* (previous ^ previous >> 30) &+ UInt32(truncatingIfNeeded: index)
    }
    state[size] = UInt32(size)
  }

  /// random.seed(int): the magnitude's words. A float seeds with its hash, as an unsigned 64-bit integer.
  public static func seed(_ state: UnsafeMutablePointer<UInt32>, integer: LimbInteger) {
    let count = (Limbs.bitLength(integer) &+ 31) / 32
    let words = UnsafeMutablePointer<UInt32>.allocate(capacity: max(count, 1))
    defer { words.deallocate() }
    for index in 0..<count {
      words[index] = UInt32(truncatingIfNeeded: integer.limbs[index >> 1] >> UInt((index & 1) << 5))
    }
    seed(state, words: words, count: count)
  }

  /// random.seed(bytes), and random.seed(str) with its UTF-8 bytes: the number spelt by bytes and their SHA-512.
  public static func seed(_ state: UnsafeMutablePointer<UInt32>, bytes: ByteView) {
    let count = bytes.count &+ Sha512.size
    let text = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    let limbs = LimbScratch(Limbs.fromBytesSize(count))
    defer { text.deallocate() }
    if bytes.count > 0 { text.update(from: bytes.start, count: bytes.count) }
    Sha512.digest(bytes, into: text + bytes.count)
    let view = ByteView(start: text, count: count)
    let result = Limbs.fromBytes(view, isBigEndian: true, isSigned: false, into: limbs.start)
    seed(state, integer: LimbInteger(limbs.start, result))
  }

  // MARK: Drawing

  /// The next 32 random bits.
  public static func next32(_ state: UnsafeMutablePointer<UInt32>) -> UInt32 {
    var position = Int(state[size])
    if position >= size {
      refill(state)
      position = 0
    }
    state[size] = UInt32(truncatingIfNeeded: position &+ 1)
    var word = state[position]
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C_5680
    word ^= word << 15 & 0xEFC6_0000
    return word ^ word >> 18
  }

  private static func refill(_ state: UnsafeMutablePointer<UInt32>) {
    for index in 0..<size {
      let next = index &+ 1 == size ? 0 : index &+ 1
      let far = index &+ shift >= size ? index &+ shift &- size : index &+ shift
      let mixed = state[index] & 0x8000_0000 | state[next] & 0x7FFF_FFFF
      state[index] = state[far] ^ mixed >> 1 ^ (mixed & 1 == 1 ? 0x9908_B0DF : 0)
    }
  }

  /// random(): a double in [0, 1) with 53 random bits.
  public static func random(_ state: UnsafeMutablePointer<UInt32>) -> Double {
    let high = next32(state) >> 5
    let low = next32(state) >> 6
    return (Double(high) * 67_108_864 + Double(low)) * (1 / 9_007_199_254_740_992)
  }

  /// getrandbits(count) for 0...64 bits.
  public static func bits(_ state: UnsafeMutablePointer<UInt32>, count: Int) -> UInt {
    if count <= 0 { return 0 }
    if count <= 32 { return UInt(next32(state) >> UInt32(32 &- count)) }
    let low = UInt(next32(state))
    return low | UInt(next32(state) >> UInt32(64 &- min(count, 64))) << 32
  }

  /// Limbs that `bits(_:count:into:)` writes.
  public static func bitsSize(count: Int) -> Int {
    max(count, 0) / 64 &+ 1
  }

  /// getrandbits(count) for any count.
  public static func bits(
    _ state: UnsafeMutablePointer<UInt32>, count: Int, into space: LimbSpace
  ) -> LimbResult {
    var rest = max(count, 0)
    var limb = 0
    while rest > 0 {
      space[limb] = bits(state, count: min(rest, 64))
      rest &-= 64
      limb &+= 1
    }
    return LimbResult(space, count: limb, isNegative: false)
  }

  /// A number in 0..<bound, drawn as `randrange` does: bits of the bound's length until one is below it.
  ///
  /// A bound of 0 gives 0 and draws nothing.
  public static func below(_ state: UnsafeMutablePointer<UInt32>, _ bound: UInt) -> UInt {
    guard bound > 0 else { return 0 }
    let length = 64 &- bound.leadingZeroBitCount
    var value = bits(state, count: length)
    while value >= bound { value = bits(state, count: length) }
    return value
  }
}

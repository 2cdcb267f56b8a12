// RandomTests.swift — the random generator and its digest against CPython's sequences.

import Testing

@testable import Interpreter

@Suite struct RandomTests {
  /// A generator after `seeding`.
  private func drawn<Result>(
    _ seeding: (UnsafeMutablePointer<UInt32>) -> Void, _ body: (UnsafeMutablePointer<UInt32>) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: MersenneTwister.stateSize) { space in
      guard let state = space.baseAddress else { preconditionFailure("no stack") }
      seeding(state)
      return body(state)
    }
  }

  private func check(
    _ seeding: (UnsafeMutablePointer<UInt32>) -> Void, _ first: Double, _ five: UInt, _ sixtyFour: UInt, _ long: String,
    _ below: UInt, _ last: Double
  ) {
    drawn(seeding) { state in
      #expect(MersenneTwister.random(state) == first)
      #expect(MersenneTwister.bits(state, count: 5) == five)
      #expect(MersenneTwister.bits(state, count: 64) == sixtyFour)
      let drawn = Whole.make(MersenneTwister.bitsSize(count: 130)) { MersenneTwister.bits(state, count: 130, into: $0) }
      #expect(drawn.description == long)
      #expect(MersenneTwister.below(state, 1000) == below)
      #expect(MersenneTwister.random(state) == last)
    }
  }

  @Test(
    arguments: [
      (
        "0", 0x1.b0580f98a7dbep-1, 24, 7758176404715800194, "514260138258067173368105932587456606004", 414,
        0x1.d622cf7229c18p-1
      ),
      (
        "42", 0x1.4762f307200c5p-1, 0, 5073395517033431291, "250608168389120204375554401236082047888", 692,
        0x1.7b38cd7919785p-1
      ),
      (
        "-42", 0x1.4762f307200c5p-1, 0, 5073395517033431291, "250608168389120204375554401236082047888", 692,
        0x1.7b38cd7919785p-1
      ),
      (
        "4294967296", 0x1.ced31cb3df170p-4, 13, 307624781732766930, "1294994574193718893200659069400407058189", 339,
        0x1.acf9d0e2eb3dep-1
      ),
      (
        "100000000000000000000000000000000000000000000000000", 0x1.a73ace564e1cbp-1, 23, 8844055135716683903,
        "656225865210071762896424766984413831732", 981, 0x1.2e20989c8c5acp-1
      ),
    ] as [(String, Double, UInt, UInt, String, UInt, Double)])
  func integers(
    _ seed: String, _ first: Double, _ five: UInt, _ sixtyFour: UInt, _ long: String, _ below: UInt, _ last: Double
  ) {
    let whole = Whole(seed)
    check(
      { state in whole.lend { MersenneTwister.seed(state, integer: $0) } }, first, five, sixtyFour, long, below, last)
  }

  @Test(
    arguments: [
      (
        "", 0x1.eba2b25d163e4p-1, 19, 7157552760470538368, "1095992623366632786205773419694935903946", 351,
        0x1.8c5f90a7e43cbp-1
      ),
      (
        "hello", 0x1.6a441bebd6e04p-2, 21, 10101536158851571879, "697948633042491543072694462688332141361", 380,
        0x1.54877f39c65ffp-1
      ),
      (
        "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        0x1.1ffaa702de7fbp-1, 21, 17632428104628141931, "52451133286098046342357703027663734648", 198,
        0x1.2675412c4ae28p-4
      ),
    ] as [(String, Double, UInt, UInt, String, UInt, Double)])
  func texts(
    _ seed: String, _ first: Double, _ five: UInt, _ sixtyFour: UInt, _ long: String, _ below: UInt, _ last: Double
  ) {
    check(
      { state in bytes(seed) { MersenneTwister.seed(state, bytes: $0) } }, first, five, sixtyFour, long, below, last)
  }

  @Test func lateInTheSequence() {
    let word = drawn({ state in LimbInteger.with(1) { MersenneTwister.seed(state, integer: $0) } }) { state in
      for _ in 0..<2000 { _ = MersenneTwister.random(state) }
      return MersenneTwister.next32(state)
    }
    #expect(word == 1673902236)
  }

  @Test(arguments: [
    (
      0,
      "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
    ),
    (
      1,
      "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75"
    ),
    (
      111,
      "fa9121c7b32b9e01733d034cfc78cbf67f926c7ed83e82200ef86818196921760b4beff48404df811b953828274461673c68d04e297b0eb7b2b4d60fc6b566a2"
    ),
    (
      112,
      "c01d080efd492776a1c43bd23dd99d0a2e626d481e16782e75d54c2503b5dc32bd05f0f1ba33e568b88fd2d970929b719ecbb152f58f130a407c8830604b70ca"
    ),
    (
      127,
      "828613968b501dc00a97e08c73b118aa8876c26b8aac93df128502ab360f91bab50a51e088769a5c1eff4782ace147dce3642554199876374291f5d921629502"
    ),
    (
      128,
      "b73d1929aa615934e61a871596b3f3b33359f42b8175602e89f7e06e5f658a243667807ed300314b95cacdd579f3e33abdfbe351909519a846d465c59582f321"
    ),
    (
      240,
      "4c296d90c61052a62ffb1dd196f1b7b09373b1f93e71836baebf89690546b7595684dbe9467a8e484fa0d1094272b4344a7c24f5fee8daedeb0bf549c985ab5f"
    ),
  ])
  func digests(_ count: Int, _ wanted: String) {
    let digest = bytes([UInt8](repeating: 97, count: count)) { view in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Sha512.size) { space in
        guard let start = space.baseAddress else { return "" }
        Sha512.digest(view, into: start)
        return show { HexText.append(ByteView(space), to: &$0) }
      }
    }
    #expect(digest == wanted)
  }
}

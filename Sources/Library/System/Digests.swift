// Digests.swift — MD5, SHA-1 and SHA-2 of whole messages.

import Interpreter

/// A digest that `hashlib` knows.
enum Digest: String, CaseIterable {
  case md5, sha1, sha224, sha256, sha384, sha512

  var size: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha224: 28
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  var blockSize: Int { self == .sha384 || self == .sha512 ? 128 : 64 }

  func digest(_ message: ByteView) -> [UInt8] {
    switch self {
    case .md5: Md5.digest(message)
    case .sha1: Sha1.digest(message)
    case .sha224: Array(Sha256.digest(message, Sha256.start224).prefix(28))
    case .sha256: Sha256.digest(message, Sha256.start256)
    case .sha384: Array(longDigest(message, start384).prefix(48))
    case .sha512: longDigest(message, Sha512.initial)
    }
  }
}

/// The blocks of a message with the end that all these digests put behind it.
private func forEachBlock(
  _ message: ByteView, size: Int, isBigEndian: Bool, _ body: (UnsafePointer<UInt8>) -> Void
) {
  let whole = message.count / size
  if let start = message.baseAddress { for block in 0..<whole { body(start + block * size) } }
  var rest = Array(message[(whole * size)...])
  rest.append(0x80)
  let lengthSize = size / 8
  while rest.count % size != size - lengthSize { rest.append(0) }
  let bits = UInt64(message.count) &* 8
  if lengthSize == 16 { rest += [UInt8](repeating: 0, count: 8) }
  for i in 0..<8 { rest.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * (isBigEndian ? 7 - i : i)))) }
  rest.withUnsafeBufferPointer { view in
    guard let start = view.baseAddress else { return }
    for block in 0..<view.count / size { body(start + block * size) }
  }
}

private func bigEndian(_ bytes: UnsafePointer<UInt8>, _ place: Int) -> UInt32 {
  UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16 | UInt32(bytes[place + 2]) << 8 | UInt32(bytes[place + 3])
}

private func turn(_ word: UInt32, _ bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }

private func bytes(_ words: [UInt32]) -> [UInt8] {
  words.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
}

private enum Md5 {
  /// floor(abs(sin(i + 1)) * 2 ** 32).
  static let constants: [UInt32] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
    0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
    0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
    0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
    0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
  ]
  static let turns: [[UInt32]] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]

  static func digest(_ message: ByteView) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
    forEachBlock(message, size: 64, isBigEndian: false) { block in
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      for i in 0..<64 {
        var mixed: UInt32
        let place: Int
        switch i >> 4 {
        case 0: (mixed, place) = ((b & c) | (~b & d), i)
        case 1: (mixed, place) = ((d & b) | (~d & c), (5 * i + 1) & 15)
        case 2: (mixed, place) = (b ^ c ^ d, (3 * i + 5) & 15)
        case _: (mixed, place) = (c ^ (b | ~d), (7 * i) & 15)
        }
        mixed = mixed &+ a &+ constants[i] &+ bigEndian(block, place * 4).byteSwapped
        (a, d, c) = (d, c, b)
        b = b &+ turn(mixed, turns[i >> 4][i & 3])
      }
      for (i, word) in [a, b, c, d].enumerated() { state[i] = state[i] &+ word }
    }
    return bytes(state.map(\.byteSwapped))
  }
}

private enum Sha1 {
  static func digest(_ message: ByteView) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    var words = [UInt32](repeating: 0, count: 80)
    forEachBlock(message, size: 64, isBigEndian: true) { block in
      for i in 0..<16 { words[i] = bigEndian(block, i * 4) }
      for i in 16..<80 { words[i] = turn(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1) }
      var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
      for i in 0..<80 {
        let mixed: UInt32
        switch i / 20 {
        case 0: mixed = ((b & c) | (~b & d)) &+ 0x5a82_7999
        case 1: mixed = (b ^ c ^ d) &+ 0x6ed9_eba1
        case 2: mixed = ((b & c) | (b & d) | (c & d)) &+ 0x8f1b_bcdc
        case _: mixed = (b ^ c ^ d) &+ 0xca62_c1d6
        }
        let next = turn(a, 5) &+ mixed &+ e &+ words[i]
        (e, d, c, b, a) = (d, c, turn(b, 30), a, next)
      }
      for (i, word) in [a, b, c, d, e].enumerated() { state[i] = state[i] &+ word }
    }
    return bytes(state)
  }
}

private enum Sha256 {
  static let start224: [UInt32] = [
    0xc105_9ed8, 0x367c_d507, 0x3070_dd17, 0xf70e_5939, 0xffc0_0b31, 0x6858_1511, 0x64f9_8fa7, 0xbefa_4fa4,
  ]
  static let start256: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]

  static func digest(_ message: ByteView, _ start: [UInt32]) -> [UInt8] {
    var state = start
    var words = [UInt32](repeating: 0, count: 64)
    forEachBlock(message, size: 64, isBigEndian: true) { block in
      for i in 0..<16 { words[i] = bigEndian(block, i * 4) }
      for i in 16..<64 {
        let low = turn(words[i - 15], 25) ^ turn(words[i - 15], 14) ^ words[i - 15] >> 3
        let high = turn(words[i - 2], 15) ^ turn(words[i - 2], 13) ^ words[i - 2] >> 10
        words[i] = words[i - 16] &+ low &+ words[i - 7] &+ high
      }
      var v = state
      for i in 0..<64 {
        let sum = turn(v[4], 26) ^ turn(v[4], 21) ^ turn(v[4], 7)
        let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
        let constant = UInt32(truncatingIfNeeded: Sha512.constants[i] >> 32)
        let first = v[7] &+ sum &+ choice &+ constant &+ words[i]
        let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
        let second = (turn(v[0], 30) ^ turn(v[0], 19) ^ turn(v[0], 10)) &+ majority
        v = [first &+ second, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
      }
      for i in 0..<8 { state[i] = state[i] &+ v[i] }
    }
    return bytes(state)
  }
}

/// Fractions of the square roots of the 9th to 16th prime.
private let start384: [8 of UInt64] = [
  0xcbbb_9d5d_c105_9ed8, 0x629a_292a_367c_d507, 0x9159_015a_3070_dd17, 0x152f_ecd8_f70e_5939, 0x6733_2667_ffc0_0b31,
  0x8eb4_4a87_6858_1511, 0xdb0c_2e0d_64f9_8fa7, 0x47b5_481d_befa_4fa4,
]

private func longDigest(_ message: ByteView, _ start: [8 of UInt64]) -> [UInt8] {
  var result = [UInt8](repeating: 0, count: Sha512.size)
  result.withUnsafeMutableBufferPointer { view in
    if let place = view.baseAddress { Sha512.digest(message, into: place, from: start) }
  }
  return result
}

// TextHash.swift — hash(str) and hash(bytes), equal to CPython's under PYTHONHASHSEED=0.
//
// That is SipHash-1-3 with a key of zeros over the bytes of the text in its narrowest form: one byte per scalar when
// all are below 0x100, two below 0x10000, else four, little endian.

/// Hashes of texts and bytes.
public enum TextHash {
  /// hash(str) of WTF-8 text. Linear; text that is not ASCII is read twice.
  public static func str(_ text: ByteView, isASCII: Bool) -> Int {
    if isASCII || text.count == 0 { return bytes(text) }
    let greatest = Utf8.greatestScalar(text)
    if greatest < 0x80 { return bytes(text) }
    let width: UInt64 = greatest < 0x100 ? 1 : greatest < 0x10000 ? 2 : 4
    let perWord = 8 / width
    var hasher = SipHash13()
    var word: UInt64 = 0
    var inWord: UInt64 = 0
    var scalars = 0
    var offset = 0
    while offset < text.count {
      word |= UInt64(Utf8.decode(text.start, &offset)) << (inWord &* width &* 8)
      inWord &+= 1
      scalars &+= 1
      if inWord == perWord {
        hasher.combine(word)
        word = 0
        inWord = 0
      }
    }
    return NumberHash.finish(hasher.finish(rest: word, count: scalars &* Int(width)))
  }

  /// hash(bytes); of nothing it is 0.
  public static func bytes(_ bytes: ByteView) -> Int {
    if bytes.count == 0 { return 0 }
    let raw = UnsafeRawPointer(bytes.start)
    var hasher = SipHash13()
    var offset = 0
    while offset &+ 8 <= bytes.count {
      hasher.combine(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset &+= 8
    }
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while offset < bytes.count {
      rest |= UInt64(bytes[offset]) << shift
      shift &+= 8
      offset &+= 1
    }
    return NumberHash.finish(hasher.finish(rest: rest, count: bytes.count))
  }
}

/// SipHash with one round per word, three at the end, and a key of zeros.
struct SipHash13 {
  private var v0: UInt64 = 0x736F_6D65_7073_6575
  private var v1: UInt64 = 0x646F_7261_6E64_6F6D
  private var v2: UInt64 = 0x6C79_6765_6E65_7261
  private var v3: UInt64 = 0x7465_6462_7974_6573

  @inline(__always)
  private mutating func round() {
    v0 = v0 &+ v1
    v1 = (v1 << 13 | v1 >> 51) ^ v0
    v0 = v0 << 32 | v0 >> 32
    v2 = v2 &+ v3
    v3 = (v3 << 16 | v3 >> 48) ^ v2
    v0 = v0 &+ v3
    v3 = (v3 << 21 | v3 >> 43) ^ v0
    v2 = v2 &+ v1
    v1 = (v1 << 17 | v1 >> 47) ^ v2
    v2 = v2 << 32 | v2 >> 32
  }

  /// Takes in the next eight bytes.
  @inline(__always)
  mutating func combine(_ word: UInt64) {
    v3 ^= word
    round()
    v0 ^= word
  }

  /// Takes in the last 0 to 7 bytes and the length of all, and gives the hash.
  @inline(__always)
  mutating func finish(rest: UInt64, count: Int) -> Int {
    combine(rest | UInt64(truncatingIfNeeded: count) << 56)
    v2 ^= 0xFF
    round()
    round()
    round()
    return Int(truncatingIfNeeded: v0 ^ v1 ^ v2 ^ v3)
  }
}

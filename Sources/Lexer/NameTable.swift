// NameTable.swift — every identifier of a source once, found by its bytes.

/// Numbers identifiers from 1 in the order they are first seen, and knows the keywords.
///
/// An open-addressed table over the bytes of the source itself: no string is made until the parse is over.
public struct NameTable: ~Copyable {
  /// One known word: where its bytes are, and what it means.
  @usableFromInline struct Entry {
    @usableFromInline var bytes: UnsafePointer<UInt8>
    @usableFromInline var length: UInt32
    @usableFromInline var hash: UInt32
    @usableFromInline var number: UInt32
    @usableFromInline var kind: TokenKind
  }

  private var entries: Buffer<Entry>
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask: Int
  /// Bytes of words that do not stand in the source as they are.
  private var owned: [UnsafeMutablePointer<UInt8>] = []
  public private(set) var count = 0

  init(expecting words: Int) {
    var size = 256
    while size < words { size *= 2 }
    entries = Buffer(capacity: size / 2)
    slots = .allocate(capacity: size)
    slots.initialize(repeating: .max, count: size)
    mask = size - 1
    addKeywords()
  }

  deinit {
    slots.deallocate()
    for block in owned { block.deallocate() }
  }

  private mutating func addKeywords() {
    var raw = TokenKind.falseKeyword.rawValue
    let stride = 16
    var at = UnsafeMutablePointer<UInt8>.allocate(capacity: stride * (TokenKind.keywordSpellings.count + 1))
    owned.append(at)
    for spelling in TokenKind.keywordSpellings {
      at.initialize(repeating: 0, count: stride + 8)
      var length = 0
      for byte in spelling.utf8 {
        at[length] = byte
        length += 1
      }
      _ = insert(at, length, hash(at, length), TokenKind(rawValue: raw) ?? .name)
      at += stride
      raw += 1
    }
  }

  /// A quick hash of a word; reads up to seven bytes past its end, which its buffer must have.
  @inline(__always)
  private func hash(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    var left = length
    var at = UnsafeRawPointer(bytes)
    var state: UInt64 = UInt64(truncatingIfNeeded: length)
    while left > 8 {
      state = (state ^ at.loadUnaligned(as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
      state ^= state >> 29
      at += 8
      left -= 8
    }
    let keep = UInt64.max >> UInt64(64 - 8 * left)
    state = (state ^ (at.loadUnaligned(as: UInt64.self) & keep)) &* 0x9E37_79B9_7F4A_7C15
    return UInt32(truncatingIfNeeded: state >> 32)
  }

  @inline(__always)
  private func same(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    var (a, b, rest) = (UnsafeRawPointer(left), UnsafeRawPointer(right), length)
    while rest > 8 {
      if a.loadUnaligned(as: UInt64.self) != b.loadUnaligned(as: UInt64.self) { return false }
      a += 8
      b += 8
      rest -= 8
    }
    let keep = UInt64.max >> UInt64(64 - 8 * rest)
    return (a.loadUnaligned(as: UInt64.self) ^ b.loadUnaligned(as: UInt64.self)) & keep == 0
  }

  /// The kind and number of a word of at least one byte that stays where it is while the table lives.
  @inline(__always)
  mutating func intern(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> (kind: TokenKind, number: UInt32) {
    let hash = hash(bytes, length)
    var slot = Int(hash) & mask
    while slots[slot] != .max {
      let entry = entries.base + Int(slots[slot])
      if entry.pointee.hash == hash, entry.pointee.length == UInt32(truncatingIfNeeded: length),
        same(entry.pointee.bytes, bytes, length)
      {
        return (entry.pointee.kind, entry.pointee.number)
      }
      slot = (slot + 1) & mask
    }
    return insertName(bytes, length, hash)
  }

  @inline(never)
  private mutating func insertName(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32
  ) -> (kind: TokenKind, number: UInt32) {
    insert(bytes, length, hash, softKeyword(bytes, length))
  }

  private func softKeyword(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> TokenKind {
    switch length {
    case 1: bytes[0] == 0x5F ? .underscore : .name
    case 4 where bytes[0] == 0x63 && bytes[1] == 0x61 && bytes[2] == 0x73 && bytes[3] == 0x65: .caseName
    case 4 where bytes[0] == 0x74 && bytes[1] == 0x79 && bytes[2] == 0x70 && bytes[3] == 0x65: .typeName
    case 5
    where bytes[0] == 0x6D && bytes[1] == 0x61 && bytes[2] == 0x74 && bytes[3] == 0x63 && bytes[4] == 0x68: .matchName
    case _: .name
    }
  }

  private mutating func insert(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32, _ kind: TokenKind
  ) -> (kind: TokenKind, number: UInt32) {
    var number: UInt32 = 0
    if kind.isName {
      count += 1
      number = UInt32(truncatingIfNeeded: count)
    }
    let index = UInt32(truncatingIfNeeded: entries.count)
    entries.append(
      Entry(bytes: bytes, length: UInt32(truncatingIfNeeded: length), hash: hash, number: number, kind: kind))
    if entries.count * 2 > mask { widen() } else { place(index, hash) }
    return (kind, number)
  }

  private func place(_ index: UInt32, _ hash: UInt32) {
    var slot = Int(hash) & mask
    while slots[slot] != .max { slot = (slot + 1) & mask }
    slots[slot] = index
  }

  private mutating func widen() {
    let size = (mask + 1) * 2
    slots.deallocate()
    slots = .allocate(capacity: size)
    slots.initialize(repeating: .max, count: size)
    mask = size - 1
    for index in 0..<entries.count {
      place(UInt32(truncatingIfNeeded: index), entries[index].hash)
    }
  }

  /// The number of a word that does not stand in the source (a dotted name, a normalised one).
  public mutating func intern(copying word: [UInt8]) -> (kind: TokenKind, number: UInt32) {
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: word.count + 8)
    word.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { block.initialize(from: base, count: word.count) }
    }
    (block + word.count).initialize(repeating: 0, count: 8)
    owned.append(block)
    return intern(block, word.count)
  }

  /// The number of a name that is spelled like a keyword, as only letters outside ASCII can bring about.
  mutating func internAsName(copying word: [UInt8]) -> UInt32 {
    let spelling = String(decoding: word, as: UTF8.self)
    for number in 0..<count {
      let known = UInt32(truncatingIfNeeded: number + 1)
      if String(decoding: bytes(of: known), as: UTF8.self) == spelling { return known }
    }
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: word.count + 8)
    for index in word.indices { block[index] = word[index] }
    (block + word.count).initialize(repeating: 0, count: 8)
    owned.append(block)
    return insert(block, word.count, hash(block, word.count), .name).number
  }

  /// The bytes of a name.
  public func bytes(of number: UInt32) -> UnsafeBufferPointer<UInt8> {
    let entry = entries[Int(number) + TokenKind.keywordSpellings.count - 1]
    return UnsafeBufferPointer(start: entry.bytes, count: Int(entry.length))
  }

  /// All names, after an empty one.
  public func strings() -> [String] {
    var result = [""]
    result.reserveCapacity(count + 1)
    for number in 0..<count {
      result.append(String(decoding: bytes(of: UInt32(truncatingIfNeeded: number + 1)), as: UTF8.self))
    }
    return result
  }
}

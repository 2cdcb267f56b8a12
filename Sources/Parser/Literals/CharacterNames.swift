// CharacterNames.swift — the code point that a name in `\N{...}` stands for.

/// Finds code points by their Unicode names and aliases, ignoring case.
public enum CharacterNames {
  /// The code point named `name`, or nil.
  public static func lookUp(_ name: String) -> Unicode.Scalar? {
    let wanted = name.uppercased()
    if let scalar = hangul(wanted) ?? ideograph(wanted) { return scalar }
    let key = hash(wanted)
    var low = 0
    var high = index.count
    while low < high {
      let middle = (low + high) / 2
      if index[middle].hash < key { low = middle + 1 } else { high = middle }
    }
    while low < index.count, index[low].hash == key {
      if let scalar = Unicode.Scalar(index[low].value), matches(scalar, wanted) { return scalar }
      low += 1
    }
    return nil
  }

  private static func matches(_ scalar: Unicode.Scalar, _ wanted: String) -> Bool {
    scalar.properties.name == wanted || scalar.properties.nameAlias == wanted
  }

  /// The hash of a name, and the code point that has it.
  private struct Entry: Sendable {
    var hash: UInt64
    var value: UInt32
  }

  /// All names by their hashes, made at first use: some forty milliseconds, for scripts with `\N{...}` only.
  private static let index: [Entry] = {
    var entries: [Entry] = []
    entries.reserveCapacity(60_000)
    for range in [0x20..<0x3400, 0xA000..<0xAC00, 0xF900..<0x17000, 0x18AA0..<0x20000, 0xE0000..<0xE0200] {
      for value in range {
        guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
        if let name = scalar.properties.name { entries.append(Entry(hash: hash(name), value: scalar.value)) }
        if let alias = scalar.properties.nameAlias { entries.append(Entry(hash: hash(alias), value: scalar.value)) }
      }
    }
    for value in 0..<0x20 {
      if let scalar = Unicode.Scalar(UInt32(value)), let alias = scalar.properties.nameAlias {
        entries.append(Entry(hash: hash(alias), value: scalar.value))
      }
    }
    return entries.sorted { ($0.hash, $0.value) < ($1.hash, $1.value) }
  }()

  private static func hash(_ name: String) -> UInt64 {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return state
  }

  /// Names that spell the code point in hexadecimal digits.
  private static func ideograph(_ name: String) -> Unicode.Scalar? {
    for prefix in ["CJK UNIFIED IDEOGRAPH-", "TANGUT IDEOGRAPH-", "KHITAN SMALL SCRIPT CHARACTER-", "NUSHU CHARACTER-"]
    {
      guard name.hasPrefix(prefix) else { continue }
      let digits = name.dropFirst(prefix.count)
      guard (4...5).contains(digits.utf8.count), let value = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(value), scalar.properties.name == name
      else { return nil }
      return scalar
    }
    return nil
  }

  /// Names of Hangul syllables are made of the names of their letters.
  private static func hangul(_ name: String) -> Unicode.Scalar? {
    guard name.hasPrefix("HANGUL SYLLABLE ") else { return nil }
    let leads = "G GG N D DD R M B BB S SS - J JJ C K T P H".split(separator: " ")
    let vowels = "A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I".split(separator: " ")
    let tails =
      "- G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H".split(separator: " ")
    let wanted = name.dropFirst(16)
    for (first, lead) in leads.enumerated() {
      for (second, vowel) in vowels.enumerated() {
        let stem = (lead == "-" ? "" : lead) + vowel
        guard wanted.hasPrefix(stem) else { continue }
        for (third, tail) in tails.enumerated() where wanted == stem + (tail == "-" ? "" : tail) {
          return Unicode.Scalar(UInt32(0xAC00 + (first * 21 + second) * 28 + third))
        }
      }
    }
    return nil
  }
}

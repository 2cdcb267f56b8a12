// TapeFormat.swift — a tape as bytes, and as lines for a reader.
//
//     "aiotape1"  hash  seed  level
//     answers  { gap to the one before, kind, count, value }
//     checksums  { one byte per question }
//     inputs  { kind, gap of questions, number (zigzag), bytes }
//
// Counts and numbers are little-endian base-128; hash and seed are 8 bytes each.

/// Why bytes are no tape.
public enum TapeError: Error, Equatable {
  case notATape
  case cutShort
  case damaged
}

extension Tape {
  static let magic = Array("aiotape1".utf8)

  public func encoded() -> [UInt8] {
    var bytes = Tape.magic
    bytes.appendWord(programHash)
    bytes.appendWord(seed)
    bytes.append(level.rawValue)
    bytes.appendNumber(UInt64(answers.count))
    var last = 0
    for answer in answers {
      bytes.appendNumber(UInt64(answer.question - last))
      last = answer.question
      bytes.append(answer.kind.rawValue)
      bytes.appendNumber(UInt64(answer.count))
      bytes.appendNumber(UInt64(answer.value))
    }
    bytes.appendNumber(UInt64(checksums.count))
    bytes += checksums
    bytes.appendNumber(UInt64(inputs.count))
    last = 0
    for input in inputs {
      bytes.append(input.kind.rawValue)
      bytes.appendNumber(UInt64(input.question - last))
      last = input.question
      bytes.appendNumber(UInt64(bitPattern: input.number << 1 ^ input.number >> 63))
      bytes.appendNumber(UInt64(input.bytes.count))
      bytes += input.bytes
    }
    return bytes
  }

  public init(decoding bytes: [UInt8]) throws(TapeError) {
    var reader = TapeReader(bytes: bytes)
    guard bytes.starts(with: Tape.magic) else { throw .notATape }
    reader.place = Tape.magic.count
    self.init(programHash: try reader.word(), seed: try reader.word())
    guard let level = ChoiceLevel(rawValue: try reader.byte()) else { throw .damaged }
    self.level = level
    try readAnswers(&reader)
    checksums = try reader.take(try reader.size())
    try readInputs(&reader)
    guard reader.place == bytes.count else { throw .damaged }
  }

  private mutating func readAnswers(_ reader: inout TapeReader) throws(TapeError) {
    var question = 0
    for _ in 0..<(try reader.size()) {
      question += try reader.size()
      guard question < 1 << 48 else { throw .damaged }
      guard let kind = ChoiceKind(rawValue: try reader.byte()) else { throw .damaged }
      let count = try reader.size()
      let value = try reader.size()
      guard value < count else { throw .damaged }
      answers.append(Answer(question: question, kind: kind, count: count, value: value))
    }
  }

  private mutating func readInputs(_ reader: inout TapeReader) throws(TapeError) {
    var question = 0
    for _ in 0..<(try reader.size()) {
      guard let kind = InputKind(rawValue: try reader.byte()) else { throw .damaged }
      question += try reader.size()
      guard question < 1 << 48 else { throw .damaged }
      let raw = try reader.number()
      let number = Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
      let bytes = try reader.take(try reader.size())
      inputs.append(Input(kind: kind, question: question, number: number, bytes: bytes))
    }
  }

  /// One line per entry.
  public func printed() -> String {
    var text = "tape program=\(hexadecimal(programHash)) seed=\(seed) level=\(level.name) questions=\(questionCount)\n"
    for answer in answers {
      text += "\(answer.question) \(answer.kind.name) \(answer.value) of \(answer.count)\n"
    }
    for input in inputs {
      text += "\(input.question) < \(input.kind.name) \(input.number)"
      if !input.bytes.isEmpty { text += " \(input.bytes.count) bytes" }
      text += "\n"
    }
    return text
  }
}

private func hexadecimal(_ word: UInt64) -> String {
  let digits = String(word, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

extension [UInt8] {
  fileprivate mutating func appendWord(_ word: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
  }

  fileprivate mutating func appendNumber(_ number: UInt64) {
    var rest = number
    while rest >= 128 {
      append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}

private struct TapeReader {
  let bytes: [UInt8]
  var place = 0

  mutating func byte() throws(TapeError) -> UInt8 {
    guard place < bytes.count else { throw .cutShort }
    place += 1
    return bytes[place - 1]
  }

  mutating func word() throws(TapeError) -> UInt64 {
    var word: UInt64 = 0
    for shift in 0..<8 { word |= UInt64(try byte()) << UInt64(shift * 8) }
    return word
  }

  mutating func number() throws(TapeError) -> UInt64 {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || next < 2 else { throw .damaged }
      number |= UInt64(next & 127) << shift
      if next < 128 { return number }
      shift += 7
    }
  }

  /// A count or a gap: anything that a tape of this machine could hold.
  mutating func size() throws(TapeError) -> Int {
    let number = try number()
    guard number < 1 << 48 else { throw .damaged }
    return Int(number)
  }

  mutating func take(_ count: Int) throws(TapeError) -> [UInt8] {
    guard count <= bytes.count - place else { throw .cutShort }
    place += count
    return Array(bytes[place - count..<place])
  }
}

// Verifier.swift — checks an image before a machine trusts it.

/// Finds what is wrong with a code image: the machine checks none of this when it runs.
public struct Verifier {
  private let image: CodeImage
  private let closureCount: Int
  /// Whether an instruction starts at each word.
  private var starts: [Bool]

  /// The first thing wrong with the image of a function that captures `closureCount` cells, or nil.
  public static func problem(in image: CodeImage, closureCount: Int) -> String? {
    var verifier = Verifier(image: image, closureCount: closureCount)
    return verifier.check()
  }

  private init(image: CodeImage, closureCount: Int) {
    (self.image, self.closureCount) = (image, closureCount)
    starts = Array(repeating: false, count: image.words.count + 1)
  }

  private mutating func check() -> String? {
    var pc = 0
    var last: Opcode?
    while pc < image.words.count {
      guard let opcode = Opcode(rawValue: UInt8(image.words[pc] & 0xFF)) else { return "no instruction at \(pc)" }
      starts[pc] = true
      pc += 1 + opcode.row.words.count
      last = opcode
    }
    guard pc == image.words.count, let last, last.endsBlock else { return "control runs off the end" }
    pc = 0
    while pc < image.words.count {
      let opcode = Opcode(rawValue: UInt8(image.words[pc] & 0xFF)) ?? .move
      if let problem = check(opcode, at: pc) { return "\(opcode) at \(pc): \(problem)" }
      pc += 1 + opcode.row.words.count
    }
    return checkTables()
  }

  private func check(_ opcode: Opcode, at pc: Int) -> String? {
    let word = image.words[pc]
    let row = opcode.row
    let operands = [Int(word >> 8 & 0xFF), Int(word >> 16 & 0xFF), Int(word >> 24)]
    for (field, value) in zip([row.a, row.b, row.c], operands) {
      if let problem = check(field, value, operands, pc: pc, opcode: opcode) { return problem }
    }
    for (i, field) in row.words.enumerated() {
      let value = Int(image.words[pc + 1 + i])
      if let problem = check(field, value, count: operands[1], end: pc + 1 + row.words.count) { return problem }
    }
    return nil
  }

  private func check(_ field: Field, _ value: Int, _ operands: [Int], pc: Int, opcode: Opcode) -> String? {
    let (b, c) = (operands[1], operands[2])
    switch field {
    case .unused: return nil
    case .reads, .writes, .updates, .readsSome, .writesSome: return registers(value, 1)
    case .readsPair, .writesPair, .loadedPair: return registers(value, 2)
    case .readsTriple, .spread, .superPair, .superValue: return registers(value, 3)
    case .readsC, .writesC: return c == 0 ? nil : registers(value, c)
    case .readsPairsC: return c == 0 ? nil : registers(value, 2 * c)
    case .writesStar: return registers(value, c + 1 + Int(image.words[pc + 1]))
    case .readsB, .writesB: return value + b <= 256 && value + b <= image.registerCount ? nil : "block out of range"
    case .call: return registers(value, 1 + b)
    case .method, .pair: return registers(value, 2 + b)
    case .function:
      let flags = image.words[pc + 1]
      return registers(value, flags & 8 != 0 ? 5 : flags & 4 != 0 ? 4 : flags & 2 != 0 ? 3 : flags & 1 != 0 ? 2 : 1)
    case .number: return nil
    case .constant: return constant(value)
    case .special: return SpecialConstant(rawValue: UInt8(value)) == nil ? "no such special constant" : nil
    case .wideConstant: return constant(b | c << 8)
    case .wideNumber: return nil
    case .wideFree: return b | c << 8 < closureCount ? nil : "cell of the closure out of range"
    case .wideChild: return b | c << 8 < image.children.count ? nil : "child out of range"
    case .offset:
      let distance = Int(Int32(bitPattern: image.words[pc]) >> 8)
      if opcode == .loop, distance >= 0 { return "a loop that does not go back" }
      if opcode == .jump, distance < 0 { return "a jump that goes back" }
      return target(pc + 1 + distance)
    }
  }

  private func check(_ field: WordField, _ value: Int, count: Int, end: Int) -> String? {
    switch field {
    case .constant: return constant(value)
    case .optionalConstant: return value == 0xFFFF_FFFF ? nil : constant(value)
    case .name:
      guard value < image.constants.count else { return "name out of range" }
      if case .string(_, interned: true) = image.constants[value] { return nil }
      return "a name that is no interned string"
    case .register: return value < image.registerCount && value >= 256 ? nil : "far register out of range"
    case .registersB: return value + count <= image.registerCount && value >= 256 ? nil : "far block out of range"
    case .cache: return value == 0 ? nil : "a cache word that is not empty"
    case .offset:
      let distance = Int(Int32(bitPattern: UInt32(value)))
      return distance < 0 ? "a jump that goes back" : target(end + distance)
    case .number: return nil
    case .free: return value < closureCount ? nil : "cell of the closure out of range"
    }
  }

  private func registers(_ first: Int, _ count: Int) -> String? {
    first + count <= min(255, image.registerCount) ? nil : "register out of range"
  }

  private func constant(_ index: Int) -> String? {
    index < image.constants.count ? nil : "constant out of range"
  }

  private func target(_ pc: Int) -> String? {
    pc >= 0 && pc < image.words.count && starts[pc] ? nil : "a jump into nowhere"
  }

  private func checkTables() -> String? {
    for handler in image.handlers {
      let (start, end, entry) = (Int(handler.start), Int(handler.end), Int(handler.target))
      guard start < end, end <= image.words.count, starts[start], end == image.words.count || starts[end] else {
        return "a handler with a broken range"
      }
      guard entry < image.words.count, starts[entry] else { return "a handler without code" }
      guard Int(handler.register) + 2 <= min(255, image.registerCount) else { return "a handler's registers" }
    }
    var last = -1
    for entry in image.positions {
      guard Int(entry.pc) > last, Int(entry.pc) < image.words.count else { return "positions out of order" }
      last = Int(entry.pc)
    }
    return nil
  }
}

// Disassembler.swift — code images as text.

/// Writes a code image, one instruction per line; for tests and for people.
public struct Disassembler {
  private let image: CodeImage
  /// Names of the children, by number in `Unit.functions`.
  private let functionNames: [String]

  public static func text(of image: CodeImage, functionNames: [String] = []) -> String {
    Disassembler(image: image, functionNames: functionNames).text()
  }

  private init(image: CodeImage, functionNames: [String]) {
    (self.image, self.functionNames) = (image, functionNames)
  }

  private func text() -> String {
    var text = ""
    var pc = 0
    while pc < image.words.count {
      guard let opcode = Opcode(rawValue: UInt8(image.words[pc] & 0xFF)) else { break }
      text += "\(pc) \(line(opcode, at: pc))\n"
      pc += 1 + opcode.row.words.count
    }
    for handler in image.handlers {
      text += "handler \(handler.start)..<\(handler.end) -> \(handler.target) r\(handler.register)\n"
    }
    return text
  }

  private func line(_ opcode: Opcode, at pc: Int) -> String {
    let row = opcode.row
    let word = image.words[pc]
    let (a, b, c) = (Int(word >> 8 & 0xFF), Int(word >> 16 & 0xFF), Int(word >> 24))
    var parts = ["\(opcode)"]
    for (field, value) in zip([row.a, row.b, row.c], [a, b, c]) {
      if let part = operand(field, value, wide: b | c << 8, pc: pc) { parts.append(part) }
    }
    let end = pc + 1 + row.words.count
    for (i, field) in row.words.enumerated() {
      if let part = operand(field, Int(image.words[pc + 1 + i]), end: end) { parts.append(part) }
    }
    return parts.joined(separator: " ")
  }

  private func operand(_ field: Field, _ value: Int, wide: Int, pc: Int) -> String? {
    switch field {
    case .unused: nil
    case .reads, .writes, .updates, .readsPair, .writesPair, .readsTriple, .readsC, .readsPairsC, .writesC,
      .writesStar, .readsB, .writesB, .call, .method, .pair, .loadedPair, .spread, .superPair, .superValue, .function,
      .readsSome,
      .writesSome:
      "r\(value)"
    case .number: "\(value)"
    case .constant: constant(value)
    case .special: SpecialConstant(rawValue: UInt8(truncatingIfNeeded: value)).map { "\($0)" } ?? "?"
    case .wideConstant: constant(wide)
    case .wideNumber: "\(Int16(truncatingIfNeeded: wide))"
    case .wideFree: "free\(wide)"
    case .wideChild: child(wide)
    case .offset: "->\(pc + 1 + Int(Int32(bitPattern: image.words[pc]) >> 8))"
    }
  }

  private func operand(_ field: WordField, _ value: Int, end: Int) -> String? {
    switch field {
    case .constant: constant(value)
    case .optionalConstant: value == 0xFFFF_FFFF ? "-" : constant(value)
    case .name: name(value)
    case .register, .registersB: "r\(value)"
    case .cache: nil
    case .offset: "->\(end + Int(Int32(bitPattern: UInt32(truncatingIfNeeded: value))))"
    case .number: "\(value)"
    case .free: "free\(value)"
    }
  }

  private func child(_ index: Int) -> String {
    guard index < image.children.count else { return "?" }
    let number = image.children[index]
    return number < functionNames.count ? "<\(functionNames[number])>" : "<\(number)>"
  }

  private func name(_ index: Int) -> String {
    guard index < image.constants.count, case .string(let bytes, _) = image.constants[index] else { return "?" }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func constant(_ index: Int) -> String {
    index < image.constants.count ? image.constants[index].description : "?"
  }
}

extension Constant: CustomStringConvertible {
  /// The constant as a script would write it.
  public var description: String {
    switch self {
    case .none: "None"
    case .true: "True"
    case .false: "False"
    case .ellipsis: "..."
    case .integer(let value): "\(value)"
    case .longInteger(let digits, let base):
      (base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "") + String(decoding: digits, as: UTF8.self)
    case .float(let bits): "\(Double(bitPattern: bits))"
    case .imaginary(let bits): "\(Double(bitPattern: bits))j"
    case .string(let bytes, _): "'" + String(decoding: bytes, as: UTF8.self) + "'"
    case .bytes(let bytes): "b'" + String(decoding: bytes, as: UTF8.self) + "'"
    case .tuple(let items):
      "(" + items.map(\.description).joined(separator: ", ") + (items.count == 1 ? ",)" : ")")
    case .frozenSet(let items): "{" + items.map(\.description).joined(separator: ", ") + "}"
    }
  }
}

// Liveness.swift — which registers of a frame that stands still will still be read.
//
// Locals count as alive as long as they are bound, as they do for a script. A temporary is alive only where some
// path reads it before writing it: what a finished call left in its window keeps nothing alive.

/// A set of near registers.
struct RegisterSet: Equatable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  static func == (a: RegisterSet, b: RegisterSet) -> Bool { a.words == b.words }

  func contains(_ register: Int) -> Bool {
    switch register >> 6 {
    case 0: words.0 >> UInt64(register & 63) & 1 != 0
    case 1: words.1 >> UInt64(register & 63) & 1 != 0
    case 2: words.2 >> UInt64(register & 63) & 1 != 0
    case 3: words.3 >> UInt64(register & 63) & 1 != 0
    case _: true
    }
  }

  mutating func insert(_ range: Range<Int>) { for register in range { set(register, true) } }
  mutating func remove(_ range: Range<Int>) { for register in range { set(register, false) } }

  private mutating func set(_ register: Int, _ isIn: Bool) {
    let bit = UInt64(1) << UInt64(register & 63)
    switch register >> 6 {
    case 0: words.0 = isIn ? words.0 | bit : words.0 & ~bit
    case 1: words.1 = isIn ? words.1 | bit : words.1 & ~bit
    case 2: words.2 = isIn ? words.2 | bit : words.2 & ~bit
    case 3: words.3 = isIn ? words.3 | bit : words.3 & ~bit
    case _: break
    }
  }

  mutating func formUnion(_ other: RegisterSet) {
    words.0 |= other.words.0
    words.1 |= other.words.1
    words.2 |= other.words.2
    words.3 |= other.words.3
  }
}

/// The live registers of one compiled function, at every place where it can stand still.
final class Liveness {
  private struct Step {
    var uses = RegisterSet()
    var writes: [Range<Int>] = []
    var end = 0
    /// The word offset of a jump's target, or -1.
    var target = -1
    var fallsThrough = true
    /// Alive before the instruction.
    var before = RegisterSet()
  }

  /// Steps by word offset of their instruction; nil inside instructions.
  private var steps: [Step?]
  private var starts: [Int] = []
  private let handlers: [Handler]
  /// Registers below are locals: always alive.
  private let localCount: Int

  init(_ record: CodeRecord) {
    let code = record.code
    handlers = record.handlers
    let info = record.info
    let reserved = info.kind == .nameMode ? 3 : 0
    localCount = info.localRegisters.isEmpty ? max(info.localNames.count, reserved) : Int.max
    steps = Array(repeating: nil, count: code.pointee.wordCount + 1)
    decode(code)
    solve()
  }

  /// Whether register `register` is alive while the instruction that ends at `pc` is under way.
  func isAlive(_ register: Int, standingAt pc: Int) -> Bool {
    if register < localCount || register > 255 { return true }
    guard let alive = standing(pc) else { return true }
    return alive.contains(register)
  }

  /// The set for a place where a frame can stand: alive behind the instruction that ends there and not written by it.
  private func standing(_ pc: Int) -> RegisterSet? {
    if pc == 0 { return steps.first.flatMap { $0?.before } }
    var low = 0, high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < pc { low = middle + 1 } else { high = middle }
    }
    guard low > 0, let step = steps[starts[low - 1]], step.end == pc else { return nil }
    return behind(step, at: starts[low - 1])
  }

  private func behind(_ step: Step, at pc: Int) -> RegisterSet {
    var alive = step.fallsThrough && step.end < steps.count ? steps[step.end]?.before ?? RegisterSet() : RegisterSet()
    for range in step.writes { alive.remove(range) }
    if step.target >= 0, step.target < steps.count, let target = steps[step.target] { alive.formUnion(target.before) }
    for handler in handlers where Int(handler.start) <= pc && pc < Int(handler.end) {
      guard var target = steps[Int(handler.target)]?.before else { continue }
      target.remove(Int(handler.register)..<Int(handler.register) + 2)
      alive.formUnion(target)
    }
    return alive
  }

  private func solve() {
    var isChanged = true
    while isChanged {
      isChanged = false
      for pc in starts.reversed() {
        guard let step = steps[pc] else { continue }
        var alive = behind(step, at: pc)
        alive.formUnion(step.uses)
        if alive != step.before {
          steps[pc]?.before = alive
          isChanged = true
        }
      }
    }
  }

  private func decode(_ code: UnsafeMutablePointer<Code>) {
    var pc = 0
    while pc < code.pointee.wordCount {
      let word = code.pointee.words[pc]
      guard let opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: word)) else { return }
      let row = opcode.row
      var step = Step()
      step.end = pc + 1 + row.words.count
      step.fallsThrough = !opcode.endsBlock
      let operands = [Int(word >> 8 & 0xFF), Int(word >> 16 & 0xFF), Int(word >> 24)]
      for (field, value) in zip([row.a, row.b, row.c], operands) {
        note(field, value, operands, code.pointee.words + pc, &step)
      }
      for (i, field) in row.words.enumerated() where field == .offset {
        step.target = step.end + Int(Int32(bitPattern: code.pointee.words[pc + 1 + i]))
      }
      if row.a == .offset { step.target = step.end + Int(Int32(bitPattern: word) >> 8) }
      steps[pc] = step
      starts.append(pc)
      pc = step.end
    }
  }

  private func note(
    _ field: Field, _ at: Int, _ operands: [Int], _ words: UnsafeMutablePointer<UInt32>, _ step: inout Step
  ) {
    let (b, c) = (operands[1], operands[2])
    func reads(_ count: Int) { step.uses.insert(at..<min(at + count, 256)) }
    func writes(_ count: Int) { step.writes.append(at..<min(at + count, 256)) }
    switch field {
    case .unused, .number, .constant, .special, .wideConstant, .wideNumber, .wideFree, .wideChild, .offset: break
    case .reads: reads(1)
    case .writes: writes(1)
    case .updates:
      reads(1)
      writes(1)
    case .readsPair: reads(2)
    case .writesPair: writes(2)
    case .readsTriple: reads(3)
    case .readsC: reads(c)
    case .readsPairsC: reads(2 * c)
    case .writesC: writes(c)
    case .writesStar: writes(c + 1 + Int(words[1]))
    case .readsB: reads(b)
    case .writesB: writes(b)
    case .call:
      reads(1 + b)
      writes(1)
    case .method:
      step.uses.insert(at + 1..<min(at + 2 + b, 256))
      writes(1)
    case .pair:
      reads(2 + b)
      writes(1)
    case .spread, .superValue:
      reads(3)
      writes(1)
    case .superPair:
      reads(3)
      writes(2)
    case .function:
      for i in 0..<4 where words[1] >> UInt32(i) & 1 != 0 { step.uses.insert(at + 1 + i..<at + 2 + i) }
      writes(1)
    case .loadedPair:
      step.uses.insert(at + 1..<at + 2)
      writes(2)
    case .readsSome: reads(4)
    case .writesSome: break
    }
  }
}

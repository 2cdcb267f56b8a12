// Assembler.swift — instruction words in the making: encoding, labels, positions.

import Parser

/// A place in the code, known or not yet.
struct Label {
  fileprivate(set) var index: Int
}

/// Collects the words of one function.
///
/// A label keeps the locals that are surely bound on every path to it, so that joins cost nothing extra.
struct Assembler {
  private struct Target {
    /// Word offset, -1 until bound.
    var position: Int32 = -1
    var isReferenced = false
    var bound = BoundSet.all
  }
  private struct Fixup {
    /// The word to patch: an offset word, or a jump itself.
    var at: Int32
    var label: Int32
    var isJump: Bool
  }

  private(set) var words: [UInt32] = []
  private(set) var positions: [PositionEntry] = []
  var handlers: [Handler] = []
  private var targets: [Target] = []
  private var fixups: [Fixup] = []
  private var lastNode: NodeID = 0
  /// Whether control can reach the next instruction.
  private(set) var isReachable = true
  /// Locals that are surely bound here.
  var bound = BoundSet()
  /// A jump distance did not fit its instruction.
  private(set) var isTooLarge = false

  init() {
    words.reserveCapacity(128)
    positions.reserveCapacity(32)
  }

  var pc: Int { words.count }

  // MARK: Instructions

  @inline(__always)
  mutating func emit(_ opcode: Opcode, _ a: Int, _ b: Int = 0, _ c: Int = 0) {
    words.append(
      UInt32(truncatingIfNeeded: (a & 0xFF) << 8 | (b & 0xFF) << 16 | (c & 0xFF) << 24) | UInt32(opcode.rawValue))
  }

  @inline(__always)
  mutating func emitWide(_ opcode: Opcode, _ a: Int, _ wide: Int) {
    emit(opcode, a, wide & 0xFF, wide >> 8)
  }

  @inline(__always)
  mutating func word(_ value: Int) { words.append(UInt32(truncatingIfNeeded: value)) }

  @inline(__always)
  mutating func at(_ node: NodeID) {
    guard node != lastNode else { return }
    lastNode = node
    positions.append(PositionEntry(pc: UInt32(truncatingIfNeeded: words.count), node: node))
  }

  /// Says that the instruction just emitted is the last one on this path.
  mutating func endPath() {
    isReachable = false
    bound = .all
  }

  // MARK: Labels

  mutating func makeLabel() -> Label {
    targets.append(Target())
    return Label(index: targets.count - 1)
  }

  /// Appends the offset word of a fused jump to a label.
  mutating func offset(to label: Label) {
    fixups.append(Fixup(at: Int32(truncatingIfNeeded: words.count), label: Int32(label.index), isJump: false))
    words.append(0)
    join(label)
  }

  mutating func jump(to label: Label) {
    guard isReachable else { return }
    fixups.append(Fixup(at: Int32(truncatingIfNeeded: words.count), label: Int32(label.index), isJump: true))
    emit(.jump, 0)
    join(label)
    endPath()
  }

  private mutating func join(_ label: Label) {
    targets[label.index].isReferenced = true
    targets[label.index].bound.formIntersection(bound)
  }

  /// Jumps back to a word offset.
  mutating func loop(to start: Int) {
    guard isReachable else { return }
    let distance = start - (words.count + 1)
    if distance < -(1 << 23) { isTooLarge = true }
    words.append(UInt32(truncatingIfNeeded: distance) << 8 | UInt32(Opcode.loop.rawValue))
    endPath()
  }

  mutating func bind(_ label: Label) {
    let target = targets[label.index]
    targets[label.index].position = Int32(truncatingIfNeeded: words.count)
    guard target.isReferenced else { return }
    if isReachable { bound.formIntersection(target.bound) } else { bound = target.bound }
    isReachable = true
  }

  func isReferenced(_ label: Label) -> Bool { targets[label.index].isReferenced }

  // MARK: Handlers

  /// A handler's code starts here, with these locals bound.
  mutating func enterHandler(_ label: Label, bound state: BoundSet) {
    targets[label.index].position = Int32(truncatingIfNeeded: words.count)
    isReachable = true
    bound = state
  }

  /// Adds an entry from `start` to here; its target is a label until `finish`.
  mutating func protect(from start: Int, handler label: Label, register: Int) {
    guard start < words.count else { return }
    targets[label.index].isReferenced = true
    handlers.append(
      Handler(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: words.count),
        target: UInt32(truncatingIfNeeded: label.index), register: UInt32(truncatingIfNeeded: register)))
  }

  // MARK: The end

  /// Patches all jumps and puts `prologue` (which must hold no jumps) in front of everything.
  mutating func finish(prologue: [UInt32]) {
    for fixup in fixups { patch(fixup, target: Int(targets[Int(fixup.label)].position)) }
    for fixup in fixups { thread(fixup) }
    let shift = UInt32(truncatingIfNeeded: prologue.count)
    for i in handlers.indices {
      handlers[i].start += shift
      handlers[i].end += shift
      handlers[i].target = UInt32(truncatingIfNeeded: targets[Int(handlers[i].target)].position) + shift
    }
    guard shift > 0 else { return }
    for i in positions.indices { positions[i].pc += shift }
    words.insert(contentsOf: prologue, at: 0)
  }

  private mutating func patch(_ fixup: Fixup, target: Int) {
    let at = Int(fixup.at)
    let distance = target - (at + 1)
    if fixup.isJump {
      if distance >= 1 << 23 { isTooLarge = true }
      words[at] = UInt32(truncatingIfNeeded: distance) << 8 | UInt32(Opcode.jump.rawValue)
    } else {
      words[at] = UInt32(bitPattern: Int32(truncatingIfNeeded: distance))
    }
  }

  /// Sends a jump whose target is another jump straight to the end of the chain.
  private mutating func thread(_ fixup: Fixup) {
    var target = Int(targets[Int(fixup.label)].position)
    var steps = 0
    while target < words.count, words[target] & 0xFF == UInt32(Opcode.jump.rawValue), steps < 8 {
      target += 1 + Int(Int32(bitPattern: words[target]) >> 8)
      steps += 1
    }
    if fixup.isJump, target < words.count, words[target] & 0xFF == UInt32(Opcode.loop.rawValue) {
      let head = target + 1 + Int(Int32(bitPattern: words[target]) >> 8)
      let distance = head - (Int(fixup.at) + 1)
      guard distance < 0, distance >= -(1 << 23) else { return }
      words[Int(fixup.at)] = UInt32(truncatingIfNeeded: distance) << 8 | UInt32(Opcode.loop.rawValue)
      return
    }
    if steps > 0 { patch(fixup, target: target) }
  }
}

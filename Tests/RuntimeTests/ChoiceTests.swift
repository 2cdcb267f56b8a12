// ChoiceTests.swift — policies, tapes and divergence.

import Testing

@testable import Runtime

/// Answers from a list, then 0, and notes what it was asked.
final class Script: SchedulingPolicy {
  let level: ChoiceLevel
  var answers: [Int]
  var asked: [String] = []

  init(_ level: ChoiceLevel, _ answers: [Int]) {
    self.level = level
    self.answers = answers
  }

  func choose(_ kind: ChoiceKind, from count: Int) -> Int {
    asked.append("\(kind.name) \(count)")
    return answers.isEmpty ? 0 : answers.removeFirst()
  }
}

@Suite struct ChoiceTests {
  let step = JobQueue.stepBit

  @Test func stepsMayOvertakeButCallbacksKeepTheirOrder() {
    let policy = Script(.any, [2, 1])
    let (kernel, loop) = makeRunningKernel(policy: policy)
    for word in [step | 1, 2, step | 3, 4, step | 5] { kernel.state.pointee.push(word, on: loop) }
    #expect(drain(kernel).0 == [step | 5, step | 3, step | 1, 2, 4])
    #expect(policy.asked == ["step 3", "step 2"])
  }

  @Test func timingLeavesTheStepsAlone() {
    let policy = Script(.timing, [])
    let (kernel, loop) = makeRunningKernel(policy: policy)
    for word in 1...4 { kernel.state.pointee.push(step | UInt64(word), on: loop) }
    _ = drain(kernel)
    #expect(policy.asked.isEmpty)
  }

  @Test func aTimerMayOvertakeReadyWork() {
    let policy = Script(.timing, [1])
    let (kernel, loop) = makeRunningKernel(policy: policy)
    kernel.state.pointee.push(1, on: loop)
    _ = kernel.setTimer(at: 3, word: 2, on: loop)
    var instants: [Double] = []
    let (words, _) = drain(kernel) { _ in instants.append(kernel.now) }
    #expect(words == [1, 2])
    #expect(instants == [3, 3])
    #expect(policy.asked == ["clock 2"])
  }

  @Test func threadsFinishInAnyOrder() {
    let policy = Script(.timing, [2, 1])
    let kernel = makeKernel(policy: policy)
    for word in 1...3 { kernel.state.pointee.push(UInt64(word), on: 0) }
    #expect(drain(kernel).0 == [3, 2, 1])
    #expect(policy.asked == ["executor 3", "executor 2"])
  }

  @Test func badAnswersCountAsZero() {
    let (kernel, loop) = makeRunningKernel(policy: Script(.any, [-1, 99]))
    for word in 1...3 { kernel.state.pointee.push(step | UInt64(word), on: loop) }
    #expect(drain(kernel).0 == [step | 1, step | 2, step | 3])
  }

  /// Four tasks that each make three steps; the order is what a schedule decides.
  func play(_ policy: any SchedulingPolicy, tasks: UInt64 = 4) -> [UInt64] {
    let (kernel, loop) = makeRunningKernel(policy: policy)
    for task in 0..<tasks { kernel.state.pointee.push(step | task, on: loop) }
    return drain(kernel) { word in
      if word & ~step < 200 { kernel.state.pointee.push(word + 100, on: loop) }
    }.0
  }

  @Test func seedsMeanTheSameForEver() {
    #expect(play(SeededRandom(seed: 1, level: .any)) == play(SeededRandom(seed: 1, level: .any)))
    #expect(play(SeededRandom(seed: 1, level: .any)) != play(SeededRandom(seed: 2, level: .any)))
    var random = SplitMix64(seed: 0)
    #expect(random.next() == 0xE220_A839_7B1D_CDAF)
    #expect(random.next() == 0x6E78_9E6A_A1B9_65F4)
    #expect((0..<6).map { _ in random.next(below: 10) }.allSatisfy { (0..<10).contains($0) })
    #expect(random.next(below: 1) == 0)
    #expect(random.next(below: 0) == 0)
  }

  @Test func aTapeGivesTheSameRunAgain() throws {
    for seed in 0..<20 as Range<UInt64> {
      let recorder = TapeRecorder(programHash: 7, seed: seed)
      let first = play(Recording(SeededRandom(seed: seed, level: .any), recorder: recorder))
      let tape = try Tape(decoding: recorder.tape.encoded())
      #expect(tape == recorder.tape)
      let player = TapePlayer(tape, programHash: 7)
      #expect(play(Replay(player)) == first)
      player.finish()
      #expect(player.divergence == nil)
      #expect(!player.isOtherProgram)
    }
  }

  @Test func aChangedProgramIsNoticed() {
    let recorder = TapeRecorder(programHash: 7, seed: 3)
    _ = play(Recording(SeededRandom(seed: 3, level: .any), recorder: recorder))
    let player = TapePlayer(recorder.tape, programHash: 8)
    _ = play(Replay(player), tasks: 5)
    player.finish()
    #expect(player.isOtherProgram)
    #expect(player.divergence?.question == 0)
    #expect(player.divergence?.expected == "another question")
    #expect(player.divergence?.found == "asks step of 5")
  }

  @Test func checksumsCatchWhatZeroAnswersHide() {
    let recorder = TapeRecorder(programHash: 7, seed: 3)
    for _ in 0..<70 { recorder.record(.step, count: 4, answer: 0) }
    let player = TapePlayer(recorder.tape, programHash: 7)
    for question in 0..<70 { #expect(player.answer(.step, count: question == 65 ? 5 : 4) == 0) }
    #expect(player.divergence?.question == 65)
    #expect(player.divergence?.found == "asks step of 5")
  }

  @Test func shortAndLongRunsDiverge() {
    let recorder = TapeRecorder(programHash: 7, seed: 3)
    for _ in 0..<5 { recorder.record(.io, count: 2, answer: 1) }
    let short = TapePlayer(recorder.tape, programHash: 7)
    #expect(short.answer(.io, count: 2) == 1)
    short.finish()
    #expect(short.divergence?.expected == "4 more questions")
    let long = TapePlayer(recorder.tape, programHash: 7)
    for _ in 0..<6 { _ = long.answer(.io, count: 2) }
    #expect(long.divergence?.expected == "no further question")
    #expect(long.divergence?.question == 5)
  }

  @Test func damagedTapesAreRefused() {
    let recorder = TapeRecorder(programHash: 7, seed: 3)
    for number in 0..<100 { recorder.record(.step, count: 9, answer: number % 9) }
    recorder.record(.bytes, number: 3, bytes: [1, 2, 3])
    let bytes = recorder.tape.encoded()
    #expect(throws: TapeError.notATape) { try Tape(decoding: []) }
    for length in Tape.magic.count..<bytes.count {
      #expect(throws: TapeError.self) { try Tape(decoding: Array(bytes[..<length])) }
    }
    var random = SplitMix64(seed: 5)
    for _ in 0..<2000 {
      var damaged = bytes
      damaged[8 + random.next(below: bytes.count - 8)] = UInt8(random.next(below: 256))
      _ = try? Tape(decoding: damaged)
    }
    #expect(
      recorder.tape.printed().hasPrefix(
        "tape program=0000000000000007 seed=3 level=fifo questions=100\n1 step 1 of 9\n"))
  }
}

// SchedulingPolicy.swift — who decides where a run could go either way.

/// Answers questions about order.
///
/// A policy sees the kind of a question and the number of candidates, never a value, so a run is determined
/// by the program, what came from outside, and the list of answers. It is asked only when there are at least
/// two candidates and its level includes the kind.
public protocol SchedulingPolicy {
  var level: ChoiceLevel { get }
  /// A number from 0 to `count` - 1. 0 is what asyncio would do.
  mutating func choose(_ kind: ChoiceKind, from count: Int) -> Int
}

/// asyncio's order. Never asked anything.
public struct FIFO: SchedulingPolicy {
  public init() {}
  public var level: ChoiceLevel { .fifo }
  public func choose(_ kind: ChoiceKind, from count: Int) -> Int { 0 }
}

/// Every candidate is equally likely, except that the clock jumps ahead one time in eight: a timer that
/// overtakes ready work is possible in asyncio, but rare.
public struct SeededRandom: SchedulingPolicy {
  static let stream: UInt64 = 0x5CED_0001
  public let level: ChoiceLevel
  private var random: SplitMix64

  public init(seed: UInt64, level: ChoiceLevel = .timing) {
    self.level = level
    random = SplitMix64(seed: seed, stream: SeededRandom.stream)
  }

  public mutating func choose(_ kind: ChoiceKind, from count: Int) -> Int {
    switch kind {
    case .clock, .fault: random.next(below: 8) == 7 ? 1 : 0
    case .io, .executor, .step: random.next(below: count)
    }
  }
}

/// Passes questions on to another policy and keeps the answers.
public struct Recording: SchedulingPolicy {
  private var inner: any SchedulingPolicy
  private let recorder: TapeRecorder

  public init(_ inner: any SchedulingPolicy, recorder: TapeRecorder) {
    self.inner = inner
    self.recorder = recorder
    recorder.tape.level = inner.level
  }

  public var level: ChoiceLevel { inner.level }

  public mutating func choose(_ kind: ChoiceKind, from count: Int) -> Int {
    let answer = inner.choose(kind, from: count)
    recorder.record(kind, count: count, answer: answer)
    return answer
  }
}

/// Gives the answers of a tape and notices when the questions differ.
public struct Replay: SchedulingPolicy {
  private let player: TapePlayer

  public init(_ player: TapePlayer) { self.player = player }

  public var level: ChoiceLevel { player.tape.level }

  public mutating func choose(_ kind: ChoiceKind, from count: Int) -> Int {
    player.answer(kind, count: count)
  }
}

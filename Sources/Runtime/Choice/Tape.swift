// Tape.swift — what a run has to be given to happen again.
//
// Answers that are 0 are not kept. Instead each question leaves one byte of a running sum over all questions
// so far, so a replay knows where a changed program begins to ask something else: exactly there, or, one time
// in 256, at the question after.

/// A recorded run.
public struct Tape: Equatable, Sendable {
  /// A question that was not answered with 0.
  public struct Answer: Equatable, Sendable {
    public let question: Int
    public let kind: ChoiceKind
    public let count: Int
    public let value: Int
  }

  /// What came from outside, in order.
  public struct Input: Equatable, Sendable {
    public let kind: InputKind
    /// Questions asked before it came.
    public let question: Int
    public let number: Int64
    public let bytes: [UInt8]
  }

  public var programHash: UInt64
  public var seed: UInt64
  public var level: ChoiceLevel = .fifo
  public var answers: [Answer] = []
  /// One byte per question.
  public var checksums: [UInt8] = []
  public var inputs: [Input] = []

  public init(programHash: UInt64, seed: UInt64) {
    self.programHash = programHash
    self.seed = seed
  }

  public var questionCount: Int { checksums.count }

  static func sum(_ checksum: UInt64, _ kind: ChoiceKind, _ count: Int) -> UInt64 {
    SplitMix64.mix(
      checksum ^ (UInt64(kind.rawValue) << 56 | UInt64(truncatingIfNeeded: count)) &+ 0x9E37_79B9_7F4A_7C15)
  }
}

/// What kind of thing came from outside.
public enum InputKind: UInt8, Sendable, CaseIterable {
  /// Bytes read from standard input, a socket or a pipe; the number is the count or the negative error.
  case bytes
  /// Descriptors became ready; the number is the time waited in nanoseconds.
  case completion
  /// A clock was read; the number holds the bits of the Double.
  case clock
  /// A signal arrived; the number is how many looks for one there had been, times 256, plus the signal.
  case signal
  /// A call outside returned this number.
  case result
  /// Random bytes of the machine.
  case entropy

  public var name: String {
    switch self {
    case .bytes: "bytes"
    case .completion: "completion"
    case .clock: "clock"
    case .signal: "signal"
    case .result: "result"
    case .entropy: "entropy"
    }
  }
}

/// The first place where a replay and its tape disagree.
public struct Divergence: Equatable, Sendable {
  /// Questions answered and inputs used before it.
  public let question: Int
  public let input: Int
  public let expected: String
  public let found: String

  public var description: String {
    "the run left its tape at question \(question), input \(input): the tape has \(expected), the program \(found)"
  }
}

// TapePlayer.swift — reads a tape back and names the first place where the program differs from it.

/// Shared by the policy and the world of one replay.
public final class TapePlayer {
  public let tape: Tape
  public private(set) var divergence: Divergence?
  private var question = 0
  private var nextAnswer = 0
  private var nextInput = 0
  private var checksum: UInt64 = 0

  public init(_ tape: Tape, programHash: UInt64) {
    self.tape = tape
    isOtherProgram = tape.programHash != programHash
  }

  /// The program is not the one that was recorded; the replay goes on as far as it fits.
  public let isOtherProgram: Bool

  func answer(_ kind: ChoiceKind, count: Int) -> Int {
    defer { question += 1 }
    guard divergence == nil else { return 0 }
    if question >= tape.questionCount {
      diverge(expected: "no further question", found: "asks \(kind.name) of \(count)")
      return 0
    }
    checksum = Tape.sum(checksum, kind, count)
    var value = 0
    if nextAnswer < tape.answers.count, tape.answers[nextAnswer].question == question {
      let answer = tape.answers[nextAnswer]
      nextAnswer += 1
      if answer.kind != kind || answer.count != count {
        diverge(expected: "\(answer.kind.name) of \(answer.count)", found: "asks \(kind.name) of \(count)")
        return 0
      }
      value = answer.value
    }
    if tape.checksums[question] != UInt8(truncatingIfNeeded: checksum) {
      diverge(expected: "another question", found: "asks \(kind.name) of \(count)")
      return 0
    }
    return value
  }

  /// The next thing from outside, nil when the tape has something else or nothing more.
  func input(_ kind: InputKind) -> Tape.Input? {
    guard divergence == nil else { return nil }
    guard nextInput < tape.inputs.count else {
      diverge(expected: "no further input", found: "wants \(kind.name)")
      return nil
    }
    let input = tape.inputs[nextInput]
    if input.kind != kind || input.question != question {
      diverge(
        expected: "\(input.kind.name) at question \(input.question)",
        found: "wants \(kind.name) at question \(question)")
      return nil
    }
    nextInput += 1
    return input
  }

  /// The number of the next input if it is of this kind, without using it up: signals come when they came, not when
  /// they are asked for.
  func peek(_ kind: InputKind) -> Int64? {
    guard divergence == nil, nextInput < tape.inputs.count, tape.inputs[nextInput].kind == kind else { return nil }
    return tape.inputs[nextInput].number
  }

  /// Called when the program is over: what the tape still holds is a divergence too.
  public func finish() {
    if question < tape.questionCount {
      diverge(expected: "\(tape.questionCount - question) more questions", found: "has ended")
    } else if nextInput < tape.inputs.count {
      diverge(expected: "\(tape.inputs.count - nextInput) more inputs", found: "has ended")
    }
  }

  private func diverge(expected: String, found: String) {
    if divergence != nil { return }
    divergence = Divergence(question: question, input: nextInput, expected: expected, found: found)
  }
}

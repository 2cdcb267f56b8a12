// TapeRecorder.swift — writes a tape while a program runs.

/// Shared by the policy (answers) and the world (inputs) of one run.
public final class TapeRecorder {
  /// The run so far.
  public internal(set) var tape: Tape
  private var checksum: UInt64 = 0

  public init(programHash: UInt64, seed: UInt64) { tape = Tape(programHash: programHash, seed: seed) }

  func record(_ kind: ChoiceKind, count: Int, answer: Int) {
    if answer != 0 {
      tape.answers.append(Tape.Answer(question: tape.questionCount, kind: kind, count: count, value: answer))
    }
    checksum = Tape.sum(checksum, kind, count)
    tape.checksums.append(UInt8(truncatingIfNeeded: checksum))
  }

  func record(_ kind: InputKind, number: Int64, bytes: [UInt8] = []) {
    tape.inputs.append(Tape.Input(kind: kind, question: tape.questionCount, number: number, bytes: bytes))
  }
}

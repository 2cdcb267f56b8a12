// RunTape.swift — the order a run takes: from a policy, from a tape, written to a tape.

import Glibc
import Runtime

/// What `--schedule` and `--record` mean for one run.
struct RunTape {
  private let schedule: Schedule
  private let target: String?
  private let recorder: TapeRecorder?
  private let player: TapePlayer?
  /// The seed of the script's random numbers: a replay takes the tape's.
  let seed: UInt64

  init(_ settings: RunSettings, _ source: SourceText) throws(UnreadableText) {
    schedule = settings.schedule
    target = settings.record
    let hash = RunTape.hash(source.bytes)
    if case .tape(let path) = settings.schedule {
      let bytes = try SourceText.read(path)
      let tape: Tape
      do { tape = try Tape(decoding: bytes) } catch { throw UnreadableText(message: "aio: '\(path)' is no tape") }
      player = TapePlayer(tape, programHash: hash)
      seed = tape.seed
    } else {
      player = nil
      seed = settings.seed
    }
    recorder = settings.record == nil ? nil : TapeRecorder(programHash: hash, seed: seed)
  }

  /// The world as the recording sees it.
  func wrap(_ world: any World) -> any World {
    var result = world
    if let player { result = RecordedWorld(replaying: player, inner: result) }
    if let recorder { result = RecordedWorld(recording: result, recorder: recorder) }
    return result
  }

  func makeKernel(world: any World, options: KernelOptions) -> Kernel {
    Kernel(world: world, policy: policy, options: options, replaying: player)
  }

  private var policy: any SchedulingPolicy {
    let base: any SchedulingPolicy
    switch schedule {
    case .fifo: base = FIFO()
    case .random(let seed, let reachesSteps): base = SeededRandom(seed: seed, level: reachesSteps ? .any : .timing)
    case .tape: base = player.map { Replay($0) } ?? FIFO()
    }
    return recorder.map { Recording(base, recorder: $0) } ?? base
  }

  /// Writes the tape, or says where the run left its own.
  func finish() throws(UnreadableText) {
    if let player {
      player.finish()
      if let divergence = player.divergence {
        throw UnreadableText(message: "aio: \(divergence.description)", status: 1)
      }
    }
    guard let recorder, let target else { return }
    let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw UnreadableText(message: "aio: can't write '\(target)': \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    let bytes = recorder.tape.encoded()
    var place = 0
    while place < bytes.count {
      let count = bytes[place...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 {
        throw UnreadableText(message: "aio: can't write '\(target)': \(String(cString: strerror(errno)))")
      }
      place += count
    }
  }

  /// FNV-1a over the program's text.
  private static func hash(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}

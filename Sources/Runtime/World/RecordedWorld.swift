// RecordedWorld.swift — another world with a tape beside it, or a tape alone.
//
// While recording, what the inner world answers goes on the tape. While replaying, sockets, the keyboard, the
// clock and signals are not touched: the tape answers. Output, files, arguments and environment are the inner
// world's both times; they are not what a run cannot know beforehand.

/// Records, or replays and notices where the program leaves the tape.
public final class RecordedWorld: World {
  private let inner: any World
  private let tape: TapeAccess
  public let network: any Network
  public let poller: any Poller
  /// Times the program has looked for a signal: a replayed one has to come at the same look.
  private var signalLooks: Int64 = 0

  public init(recording inner: any World, recorder: TapeRecorder) {
    self.inner = inner
    tape = .recording(recorder)
    network = RecordedNetwork(inner.network, tape)
    poller = RecordedPoller(inner.poller, tape)
  }

  public init(replaying player: TapePlayer, inner: any World) {
    self.inner = inner
    tape = .replaying(player)
    network = RecordedNetwork(inner.network, tape)
    poller = RecordedPoller(inner.poller, tape)
  }

  public var files: any FileSystem { inner.files }
  public var arguments: [String] { inner.arguments }
  public var environment: [(name: String, value: String)] { inner.environment }

  public func monotonic() -> Double { tape.clock { inner.monotonic() } }
  public func wallTime() -> Double { tape.clock { inner.wallTime() } }

  public func sleep(_ seconds: Double) {
    if tape.isRecording { inner.sleep(seconds) }
  }

  /// A simulated world's entropy comes from the seed, which the tape holds; a real one's has to be on the tape.
  public func fillEntropy(_ buffer: UnsafeMutableRawBufferPointer) {
    if inner is SimulatedWorld {
      inner.fillEntropy(buffer)
      return
    }
    _ = tape.bytes(.entropy, buffer) {
      inner.fillEntropy($0)
      return $0.count
    }
  }

  public func write(_ bytes: UnsafeRawBufferPointer, to stream: OutputStream) { inner.write(bytes, to: stream) }
  public func flush() -> Int32 { inner.flush() }

  public func readInput(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    inner.flush()
    return tape.bytes(.bytes, buffer) { inner.readInput($0) }
  }

  public func takeSignal() -> Int32? {
    signalLooks += 1
    switch tape {
    case .recording(let recorder):
      guard let signal = inner.takeSignal() else { return nil }
      recorder.record(.signal, number: signalLooks << 8 | Int64(signal))
      return signal
    case .replaying(let player):
      guard let next = player.peek(.signal), next >> 8 == signalLooks else { return nil }
      return player.input(.signal).map { Int32($0.number & 0xFF) }
    }
  }
}

/// Either end of a tape, with what both need.
enum TapeAccess {
  case recording(TapeRecorder)
  case replaying(TapePlayer)

  var isRecording: Bool {
    switch self {
    case .recording: true
    case .replaying: false
    }
  }

  func clock(_ read: () -> Double) -> Double {
    switch self {
    case .recording(let recorder):
      let value = read()
      recorder.record(.clock, number: Int64(bitPattern: value.bitPattern))
      return value
    case .replaying(let player):
      return player.input(.clock).map { Double(bitPattern: UInt64(bitPattern: $0.number)) } ?? 0
    }
  }

  /// A call with a number as its result. Off the tape the call fails as if the outside were gone.
  func result(_ call: () -> Int32) -> Int32 {
    switch self {
    case .recording(let recorder):
      let value = call()
      recorder.record(.result, number: Int64(value))
      return value
    case .replaying(let player):
      return player.input(.result).map { Int32(truncatingIfNeeded: $0.number) } ?? TapeAccess.gone
    }
  }

  /// A call that fills a buffer and returns the count.
  func bytes(_ kind: InputKind, _ buffer: UnsafeMutableRawBufferPointer, _ call: (UnsafeMutableRawBufferPointer) -> Int)
    -> Int
  {
    switch self {
    case .recording(let recorder):
      let count = call(buffer)
      recorder.record(kind, number: Int64(count), bytes: count > 0 ? Array(buffer[..<count]) : [])
      return count
    case .replaying(let player):
      guard let input = player.input(kind) else { return Int(TapeAccess.gone) }
      let count = min(input.bytes.count, buffer.count)
      buffer.copyBytes(from: input.bytes[..<count])
      return input.number > 0 ? count : Int(truncatingIfNeeded: input.number)
    }
  }

  /// ECONNRESET.
  static let gone: Int32 = -104
}

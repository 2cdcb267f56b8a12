// SimulatedWorld.swift — the default outside: the same on every machine.
//
// Random bytes come from the seed. Time is the kernel's own and jumps, so the machine's clock serves only to
// pace waits for sockets and the keyboard, which are as real as in `RealWorld`.

import Glibc

public final class SimulatedWorld: World {
  static let stream: UInt64 = 0x5C21_0002

  public let output: OutputBuffer
  public let arguments: [String]
  public let environment: [(name: String, value: String)]
  public let files: any FileSystem
  public let network: any Network
  public let poller: any Poller
  private let input: InputSource
  private let signals: SignalSource?
  private let origin: Double
  private var entropy: SplitMix64

  public init(
    seed: UInt64 = 0, arguments: [String] = [], environment: [(name: String, value: String)] = [],
    output: OutputBuffer.Sink = .descriptors, input: InputSource = InputSource(), signals: SignalSource? = nil
  ) {
    self.output = OutputBuffer(sink: output)
    self.arguments = arguments
    self.environment = environment
    self.input = input
    self.signals = signals
    origin = MachineClock.monotonic()
    entropy = SplitMix64(seed: seed, stream: SimulatedWorld.stream)
    files = HostFiles(entropySeed: SplitMix64(seed: seed, stream: HostFiles.stream).state)
    network = HostNetwork()
    poller = EpollPoller(origin: origin, signals: signals)
  }

  public func monotonic() -> Double { MachineClock.monotonic() - origin }
  public func wallTime() -> Double { MachineClock.wall() }
  public func sleep(_ seconds: Double) { MachineClock.sleep(seconds) }
  public func fillEntropy(_ buffer: UnsafeMutableRawBufferPointer) { entropy.fill(buffer) }
  public func write(_ bytes: UnsafeRawBufferPointer, to stream: OutputStream) { output.write(bytes, to: stream) }
  public func flush() -> Int32 { output.flush() }
  public func takeSignal() -> Int32? { signals?.take() }

  public func readInput(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    output.flush()
    return input.read(buffer)
  }
}

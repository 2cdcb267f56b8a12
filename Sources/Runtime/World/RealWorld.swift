// RealWorld.swift — the machine as it is: its clock, its entropy, its signals.

import Glibc

public final class RealWorld: World {
  public let output: OutputBuffer
  public let arguments: [String]
  public let environment: [(name: String, value: String)]
  public let files: any FileSystem = HostFiles(entropySeed: nil)
  public let network: any Network = HostNetwork()
  public let poller: any Poller
  private let input: InputSource
  private let signals: SignalSource?
  private let origin: Double

  public init(
    arguments: [String] = [], environment: [(name: String, value: String)] = [],
    output: OutputBuffer.Sink = .descriptors, input: InputSource = InputSource(), signals: SignalSource? = nil
  ) {
    self.output = OutputBuffer(sink: output)
    self.arguments = arguments
    self.environment = environment
    self.input = input
    self.signals = signals
    origin = MachineClock.monotonic()
    poller = EpollPoller(origin: origin, signals: signals)
  }

  public func monotonic() -> Double { MachineClock.monotonic() - origin }
  public func wallTime() -> Double { MachineClock.wall() }
  public func sleep(_ seconds: Double) { MachineClock.sleep(seconds) }
  public func write(_ bytes: UnsafeRawBufferPointer, to stream: OutputStream) { output.write(bytes, to: stream) }
  public func flush() -> Int32 { output.flush() }
  public func takeSignal() -> Int32? { signals?.take() }

  public func fillEntropy(_ buffer: UnsafeMutableRawBufferPointer) {
    var place = 0
    while place < buffer.count {
      // The system gives at most 256 bytes at once without interruption.
      let piece = min(256, buffer.count - place)
      if let start = buffer.baseAddress, getentropy(start + place, piece) != 0 { return }
      place += piece
    }
  }

  public func readInput(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    output.flush()
    return input.read(buffer)
  }
}

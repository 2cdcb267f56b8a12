// World.swift — everything outside: real time, entropy, streams, files, sockets, signals.
//
// Three worlds answer the same questions. `SimulatedWorld` is the default: time is the kernel's own, entropy
// comes from the seed. `RealWorld` asks the machine. `RecordedWorld` writes down what another world answers,
// or answers from a tape without any outside.
//
// Calls that can fail return what the system would, with errors as negative numbers: no call throws.

/// Where text goes.
public enum OutputStream: Int32, Sendable {
  case standardOutput = 1
  case standardError = 2
}

/// One run's outside.
public protocol World: AnyObject {
  /// Real seconds since the world was made.
  func monotonic() -> Double
  /// Real seconds since 1970.
  func wallTime() -> Double
  /// Lets real time pass.
  func sleep(_ seconds: Double)
  /// Random bytes for the script.
  func fillEntropy(_ buffer: UnsafeMutableRawBufferPointer)

  /// Buffered; standard output is flushed before anything is written to standard error.
  func write(_ bytes: UnsafeRawBufferPointer, to stream: OutputStream)
  /// Sends what is buffered; the error, or 0.
  @discardableResult
  func flush() -> Int32
  /// Reads standard input: the count, 0 at its end, or the negative error.
  func readInput(_ buffer: UnsafeMutableRawBufferPointer) -> Int

  /// A signal that has come since the last call, as SIGINT.
  func takeSignal() -> Int32?

  var files: any FileSystem { get }
  var network: any Network { get }
  var poller: any Poller { get }
  var arguments: [String] { get }
  var environment: [(name: String, value: String)] { get }
}

extension World {
  /// Writes the UTF-8 of a text.
  public func write(_ text: String, to stream: OutputStream) {
    var text = text
    text.withUTF8 { write(UnsafeRawBufferPointer($0), to: stream) }
  }
}

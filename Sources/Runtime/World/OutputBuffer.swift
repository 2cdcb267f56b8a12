// OutputBuffer.swift — what a script has printed and the system has not seen yet.

import Glibc

/// Standard output and standard error: gathered here, sent in large pieces, or kept for whoever runs the script.
public final class OutputBuffer {
  /// Where the bytes go.
  public enum Sink: Sendable {
    /// The process's own streams.
    case descriptors
    /// `captured` and `capturedError`.
    case memory
  }

  static let capacity = 1 << 16

  private let sink: Sink
  private let pending: UnsafeMutableRawPointer
  private var count = 0
  private var memory: [UInt8] = []
  private var errorMemory: [UInt8] = []
  /// The first error of a write, kept until asked for.
  private var failure: Int32 = 0

  public init(sink: Sink) {
    self.sink = sink
    pending = .allocate(byteCount: OutputBuffer.capacity, alignment: 16)
  }

  deinit { pending.deallocate() }

  /// What was printed so far, when the sink is memory.
  public var captured: [UInt8] {
    flush()
    return memory
  }

  public var capturedError: [UInt8] { errorMemory }

  /// Forgets what was captured.
  public func clear() {
    flush()
    memory.removeAll(keepingCapacity: true)
    errorMemory.removeAll(keepingCapacity: true)
  }

  public func write(_ bytes: UnsafeRawBufferPointer, to stream: OutputStream) {
    guard let source = bytes.baseAddress, bytes.count > 0 else { return }
    if stream == .standardError {
      flush()
      send(bytes, to: stream)
      return
    }
    if bytes.count > OutputBuffer.capacity - count { flush() }
    if bytes.count > OutputBuffer.capacity {
      send(bytes, to: stream)
      return
    }
    (pending + count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  /// Sends what is pending; the error, or 0.
  @discardableResult
  public func flush() -> Int32 {
    if count > 0 {
      let bytes = UnsafeRawBufferPointer(start: pending, count: count)
      count = 0
      send(bytes, to: .standardOutput)
    }
    let error = failure
    failure = 0
    return error
  }

  private func send(_ bytes: UnsafeRawBufferPointer, to stream: OutputStream) {
    switch sink {
    case .memory:
      if stream == .standardOutput { memory.append(contentsOf: bytes) } else { errorMemory.append(contentsOf: bytes) }
    case .descriptors:
      let error = writeAll(stream.rawValue, bytes)
      if error != 0 && failure == 0 { failure = error }
    }
  }

  private func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      let written = Glibc.write(descriptor, start, rest.count)
      if written >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      } else if errno == EAGAIN {
        // Somebody made the terminal non-blocking: wait until it takes more.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = Glibc.poll(&waiting, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}

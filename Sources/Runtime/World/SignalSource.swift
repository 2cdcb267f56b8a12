// SignalSource.swift — signals as something to read, instead of code that runs in between.

import Glibc

/// Blocks the given signals for the process and reads them from a descriptor.
///
/// A handler would need global state; a descriptor can be polled with the sockets and read when fuel runs out.
public final class SignalSource {
  let descriptor: Int32

  /// Nil when the system refuses.
  public init?(_ signals: [Int32]) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    guard pthread_sigmask(SIG_BLOCK, &set, nil) == 0 else { return nil }
    descriptor = systemSignalDescriptor(-1, &set, SystemFlags.nonBlocking | SystemFlags.closeOnExec)
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  /// The next signal that has come, if one has.
  public func take() -> Int32? {
    // The system writes 128 bytes; the first four are the number.
    var record = [UInt32](repeating: 0, count: 32)
    let count = record.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, 128) }
    return count == 128 ? Int32(truncatingIfNeeded: record[0]) : nil
  }
}

// Pipes.swift — the three streams of a child process.

import Glibc

/// Standard input, output and error of a child, read and written together so that neither side waits for ever.
final class Pipes {
  /// What `posix_spawn` does in the child.
  let actions: UnsafeMutablePointer<posix_spawn_file_actions_t>
  // Each pair is (reading end, writing end); -1 is closed.
  private var pairs: [(Int32, Int32)] = []

  init?() {
    actions = .allocate(capacity: 1)
    posix_spawn_file_actions_init(actions)
    for _ in 0..<3 {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      pairs.append((ends[0], ends[1]))
    }
    posix_spawn_file_actions_adddup2(actions, pairs[0].0, 0)
    posix_spawn_file_actions_adddup2(actions, pairs[1].1, 1)
    posix_spawn_file_actions_adddup2(actions, pairs[2].1, 2)
  }

  deinit {
    posix_spawn_file_actions_destroy(actions)
    actions.deallocate()
  }

  func closeChildEnds() {
    close(&pairs[0].0)
    close(&pairs[1].1)
    close(&pairs[2].1)
  }

  func closeAll() {
    for place in pairs.indices {
      close(&pairs[place].0)
      close(&pairs[place].1)
    }
  }

  private func close(_ end: inout Int32) {
    if end >= 0 { Glibc.close(end) }
    end = -1
  }

  /// Feeds the input and gathers both outputs until they end; false when the time was over first.
  func exchange(input: [UInt8], timeout: UInt32) -> (output: [UInt8], error: [UInt8], isOver: Bool) {
    var output: [UInt8] = []
    var error: [UInt8] = []
    var sent = 0
    let deadline = now() + Double(timeout)
    // A child that does not read its input must not end the runner.
    signal(SIGPIPE, SIG_IGN)
    _ = fcntl(pairs[0].1, F_SETFL, O_NONBLOCK)
    while pairs[1].0 >= 0 || pairs[2].0 >= 0 {
      if sent == input.count { close(&pairs[0].1) }
      var polled = [
        pollfd(fd: pairs[1].0, events: Int16(POLLIN), revents: 0),
        pollfd(fd: pairs[2].0, events: Int16(POLLIN), revents: 0),
        pollfd(fd: pairs[0].1, events: Int16(POLLOUT), revents: 0),
      ]
      let left = deadline - now()
      if left <= 0 { return (output, error, false) }
      _ = poll(&polled, 3, Int32(left * 1000) + 1)
      if polled[0].revents != 0 { read(&pairs[1].0, into: &output) }
      if polled[1].revents != 0 { read(&pairs[2].0, into: &error) }
      if polled[2].revents != 0 {
        let count = input[sent...].withUnsafeBytes { write(pairs[0].1, $0.baseAddress, $0.count) }
        sent = count < 0 ? input.count : sent + count
      }
    }
    return (output, error, true)
  }

  private func read(_ end: inout Int32, into bytes: inout [UInt8]) {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = piece.withUnsafeMutableBytes { Glibc.read(end, $0.baseAddress, $0.count) }
    if count > 0 { bytes += piece[..<count] } else { close(&end) }
  }

  private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

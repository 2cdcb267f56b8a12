// ProcessRunner.swift — runs a script as a process, so that a crash fails one program and not the runner.

import Glibc

/// Starts `command flags FILE arguments` with a fixed environment and reads what it writes.
struct ProcessRunner: ScriptRunner {
  let command: [String]
  /// Whether the command knows aio's flags and debug variables; a reference interpreter does not.
  let isReference: Bool
  /// Seconds of processor time and of real time after which a program is stopped.
  let timeout: UInt32

  func run(path: String, options: RunOptions) -> RunResult {
    let words = command + (isReference ? [] : options.flags) + [path] + options.arguments
    var variables = ["PATH=/usr/bin:/bin", "HOME=/nonexistent", "PYTHONHASHSEED=0", "LC_ALL=C.UTF-8"]
    if let every = options.collectEvery, !isReference { variables.append("AIO_COLLECT_EVERY=\(every)") }
    guard let pipes = Pipes() else { return failure("no pipes") }
    var child: pid_t = 0
    let error = withCStrings(words) { arguments in
      withCStrings(variables) { environment in
        posix_spawnp(&child, words[0], pipes.actions, nil, arguments, environment)
      }
    }
    pipes.closeChildEnds()
    if error != 0 {
      pipes.closeAll()
      return failure("cannot start \(words[0]): error \(error)")
    }
    let (output, errorOutput, isOver) = pipes.exchange(input: options.input, timeout: timeout)
    if !isOver { kill(child, SIGKILL) }
    pipes.closeAll()
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    let code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    let note = isOver ? [] : Array("golden: stopped after \(timeout) s\n".utf8)
    return RunResult(output: output, error: errorOutput + note, code: code)
  }

  private func failure(_ reason: String) -> RunResult {
    RunResult(output: [], error: Array("golden: \(reason)\n".utf8), code: 127)
  }
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Result>(_ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
  var copies = words.map { strdup($0) }
  copies.append(nil)
  defer { for copy in copies { free(copy) } }
  return body(copies)
}

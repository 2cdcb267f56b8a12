// ScriptRunner.swift — whatever can run a script and say what came of it.

/// How a golden program is run.
struct RunOptions: Equatable {
  /// Words between `aio` and the file, as `--schedule random:3`.
  var flags: [String] = []
  /// Words after the file.
  var arguments: [String] = []
  /// Standard input.
  var input: [UInt8] = []
  /// A collection at every so many allocations; nil for the ordinary rule.
  var collectEvery: Int?
}

/// What a run left behind.
struct RunResult: Equatable {
  var output: [UInt8]
  var error: [UInt8]
  var code: Int32
}

/// Runs one script to its end.
protocol ScriptRunner {
  func run(path: String, options: RunOptions) -> RunResult
}

// Golden.swift — runs every golden program and closes with `N passed, N failed`.

import Glibc

@main
struct Golden {
  let options: Options
  let runner: any ScriptRunner
  private var passed = 0
  private var blessed = 0
  /// Programs that are known not to pass yet, from `pending.txt` in the roots; one that passes has to leave the list.
  private var pending: Set<String> = []
  private var pendingCount = 0
  private var failures: [(path: String, lines: [String])] = []

  static func main() {
    guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
      say(Options.usage + "\n", to: STDERR_FILENO)
      exit(2)
    }
    let command = options.command ?? [".build/release/aio"]
    if options.command == nil && access(command[0], X_OK) != 0 {
      say("golden: there is no \(command[0]); run swift build -c release first\n", to: STDERR_FILENO)
      exit(2)
    }
    let runner = ProcessRunner(command: command, isReference: options.command != nil, timeout: options.timeout)
    var golden = Golden(options: options, runner: runner)
    exit(golden.runAll() ? 0 : 1)
  }

  init(options: Options, runner: any ScriptRunner) {
    self.options = options
    self.runner = runner
  }

  /// Whether everything passed.
  mutating func runAll() -> Bool {
    var column = 0
    for root in options.roots {
      let list = String(decoding: readFile(root + "/pending.txt") ?? [], as: UTF8.self)
      for line in list.split(separator: "\n") { pending.insert(root + "/" + line) }
    }
    for root in options.roots {
      for path in findFiles(root, suffix: ".aio") {
        if let filter = options.filter, !path.contains(filter) { continue }
        let found = run(path)
        if pending.contains(path) {
          pendingCount += 1
          // Some are decided by the time limit, so one that passes is only named.
          if found.isEmpty { say("\npasses now, take it off pending.txt: " + path + "\n") }
          continue
        }
        if options.isVerbose { say((found.isEmpty ? "ok   " : "FAIL ") + path + "\n") }
        if found.isEmpty { passed += 1 } else { failures.append((path, found)) }
        if options.isVerbose { continue }
        say(found.isEmpty ? "." : "F")
        column += 1
        if column % 100 == 0 { say(" \(column)\n") }
      }
    }
    say("\n")
    for failure in failures {
      say("--- \(failure.path)\n")
      for line in failure.lines { say("  " + line + "\n") }
    }
    if pendingCount > 0 { say("\(pendingCount) pending\n") }
    if blessed > 0 { say("\(blessed) rewritten\n") }
    say("\(passed) passed, \(failures.count) failed\n")
    return failures.isEmpty
  }

  /// The complaints about one program.
  private mutating func run(_ path: String) -> [String] {
    guard let golden = GoldenFile(path: path) else { return ["cannot be read"] }
    var run = RunOptions()
    run.flags = golden.flags
    run.arguments = golden.arguments
    run.input = golden.input
    let first = runner.run(path: path, options: run)
    if options.blesses {
      if bless(golden, first) { blessed += 1 }
      return GoldenFile(path: path).map { complaints($0, first, "blessed") } ?? ["cannot be read"]
    }
    let found = complaints(golden, first, "run")
    if !found.isEmpty || options.command != nil { return found }
    return repeats(path, golden, run, first)
  }

  /// The same program again: once as before, once under stress collection, then under other schedules.
  private func repeats(_ path: String, _ golden: GoldenFile, _ run: RunOptions, _ first: RunResult) -> [String] {
    var found = complaints(first, runner.run(path: path, options: run), "second run")
    if options.stresses {
      var stressed = run
      stressed.collectEvery = collectionInterval(path)
      found += complaints(first, runner.run(path: path, options: stressed), "with collections")
    }
    if golden.isOrderFree && options.schedules > 0 {
      for seed in 1...options.schedules {
        var scheduled = run
        scheduled.flags += ["--schedule", "random:\(seed)"]
        found += complaints(first, runner.run(path: path, options: scheduled), "schedule random:\(seed)")
        if !found.isEmpty { return found }
      }
    }
    return found
  }

  /// Programs about memory and order collect at every allocation.
  private func collectionInterval(_ path: String) -> Int {
    let folders = path.split(separator: "/")
    return folders.contains { $0 == "heap" || $0 == "machine" || $0 == "kernel" } ? 1 : 97
  }
}

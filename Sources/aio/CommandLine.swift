// CommandLine.swift — what the user asked for.

/// What is to be run.
enum Program: Equatable {
  case file(String)
  case code(String)
  case standardInput
  case module(String)
}

/// What `aio` was told to do.
enum Command: Equatable {
  case run(Program, RunSettings)
  case check([String])
  case version
  case help
  /// No program, and standard input may be a terminal.
  case nothing(RunSettings)
}

/// How scripts may be scheduled.
enum Schedule: Equatable {
  case fifo
  case random(seed: UInt64, reachesSteps: Bool)
  case tape(String)
}

/// How a program is run.
struct RunSettings: Equatable {
  var seed: UInt64 = 0
  var isRealTime = false
  var until: Double?
  var schedule = Schedule.fifo
  var record: String?
  /// What the script sees behind its own name.
  var arguments: [String] = []
}

/// A command line that makes no sense.
struct UsageError: Error, Equatable {
  let message: String
}

/// Reads the arguments of the process, its own name left out.
struct CommandLineParser {
  private var arguments: ArraySlice<String>
  private var settings = RunSettings()

  init(_ arguments: [String]) { self.arguments = arguments[...] }

  mutating func parse() throws(UsageError) -> Command {
    if arguments.first == "check" {
      arguments.removeFirst()
      return try parseCheck()
    }
    while let argument = arguments.popFirst() {
      switch argument {
      case "--version", "-V": return .version
      case "--help", "-h": return .help
      case "-c": return try finish(.code(try value(of: "-c", "a program")))
      case "-m": return try finish(.module(try value(of: "-m", "a module's name")))
      case "-": return try finish(.standardInput)
      case "--":
        guard let path = arguments.popFirst() else { return .nothing(settings) }
        return try finish(.file(path))
      case _ where argument.hasPrefix("--"): try parseOption(argument)
      case _ where argument.hasPrefix("-"): throw UsageError(message: "unknown option \(argument)")
      case _: return try finish(.file(argument))
      }
    }
    return .nothing(settings)
  }

  private mutating func parseCheck() throws(UsageError) -> Command {
    if arguments.first == "--" { arguments.removeFirst() }
    for argument in arguments where argument.hasPrefix("--") {
      throw UsageError(message: "check takes no option \(argument)")
    }
    if arguments.isEmpty { throw UsageError(message: "check needs at least one file") }
    return .check(Array(arguments))
  }

  private mutating func finish(_ program: Program) throws(UsageError) -> Command {
    settings.arguments = Array(arguments)
    return .run(program, settings)
  }

  private mutating func value(of option: String, _ what: String) throws(UsageError) -> String {
    guard let value = arguments.popFirst() else { throw UsageError(message: "\(option) needs \(what)") }
    return value
  }

  /// What stands behind `=`, or else the next argument.
  private mutating func option(_ name: String, _ given: String?, _ what: String) throws(UsageError) -> String {
    if let given { return given }
    return try value(of: name, what)
  }

  private mutating func parseOption(_ argument: String) throws(UsageError) {
    var name = argument
    var given: String?
    if let sign = argument.firstIndex(of: "=") {
      name = String(argument[..<sign])
      given = String(argument[argument.index(after: sign)...])
    }
    switch name {
    case "--real-time":
      if given != nil { throw UsageError(message: "--real-time takes no value") }
      settings.isRealTime = true
    case "--seed":
      let text = try option(name, given, "a number")
      guard let seed = UInt64(text) else { throw UsageError(message: "--seed needs a number from 0 up, not \(text)") }
      settings.seed = seed
    case "--until":
      let text = try option(name, given, "a number of seconds")
      guard let until = Double(text), until >= 0 else {
        throw UsageError(message: "--until needs a number of seconds, not \(text)")
      }
      settings.until = until
    case "--schedule": settings.schedule = try schedule(try option(name, given, "a schedule"))
    case "--record": settings.record = try option(name, given, "a file")
    case _: throw UsageError(message: "unknown option \(name)")
    }
  }

  /// `fifo`, `random:N`, `random:N:any` or `tape:FILE`.
  private func schedule(_ text: String) throws(UsageError) -> Schedule {
    if text == "fifo" { return .fifo }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2, parts[0] == "tape", !parts[1].isEmpty { return .tape(parts[1]) }
    if parts.count == 2, parts[0] == "random" {
      let words = parts[1].split(separator: ":", omittingEmptySubsequences: false)
      if let first = words.first, let seed = UInt64(first) {
        if words.count == 1 { return .random(seed: seed, reachesSteps: false) }
        if words.count == 2, words[1] == "any" { return .random(seed: seed, reachesSteps: true) }
      }
    }
    throw UsageError(message: "--schedule needs fifo, random:N, random:N:any or tape:FILE, not \(text)")
  }
}

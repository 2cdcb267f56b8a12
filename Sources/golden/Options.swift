// Options.swift — what the golden runner is told.

struct Options {
  var roots: [String] = []
  var filter: String?
  var blesses = false
  var stresses = true
  /// Seeds 1 to this for programs that are declared order-free.
  var schedules = 0
  var command: [String]?
  var timeout: UInt32 = 60
  var isVerbose = false

  static let usage = """
    usage: golden [--filter TEXT] [--bless] [--no-stress] [--schedules N] [--timeout SECONDS] [--verbose]
                  [--command 'WORDS'] [FOLDER...]

    Runs every .aio file below the folders (Tests/Golden and examples), each twice, then once with a collection at
    every 97th allocation (every one below heap, machine and kernel), and compares with what the file expects.
    --command runs another interpreter instead, such as 'python3.13', once each.
    """

  /// Nil when a word is not understood.
  init?(_ words: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--bless": blesses = true
      case "--no-stress": stresses = false
      case "--verbose": isVerbose = true
      case "--filter":
        guard let text = rest.popFirst() else { return nil }
        filter = text
      case "--schedules":
        guard let count = rest.popFirst().flatMap({ Int($0) }) else { return nil }
        schedules = count
      case "--timeout":
        guard let seconds = rest.popFirst().flatMap({ UInt32($0) }) else { return nil }
        timeout = seconds
      case "--command":
        guard let text = rest.popFirst() else { return nil }
        command = text.split(separator: " ").map(String.init)
      default:
        if word.hasPrefix("-") { return nil }
        roots.append(word)
      }
    }
    if roots.isEmpty { roots = ["Tests/Golden", "examples"] }
  }
}

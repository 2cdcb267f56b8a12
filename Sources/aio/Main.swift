// Main.swift — the command `aio`.

import Glibc

@main
enum Main {
  static func main() {
    // Writing to a closed pipe ends the process, as it does for any other command.
    signal(SIGPIPE, SIG_DFL)
    var parser = CommandLineParser(Array(CommandLine.arguments.dropFirst()))
    do {
      let command = try parser.parse()
      exit(perform(command))
    } catch {
      complain("aio: \(error.message)\nTry `aio --help`.\n")
      exit(2)
    }
  }

  private static func perform(_ command: Command) -> Int32 {
    switch command {
    case .version:
      print(Help.version)
      return 0
    case .help:
      print(Help.text, terminator: "")
      return 0
    case .check(let paths): return Check.run(paths)
    case .run(let program, let settings): return Run(program: program, settings: settings).run()
    case .nothing(let settings):
      if isatty(0) == 1 {
        complain(Help.text)
        return 2
      }
      return Run(program: .standardInput, settings: settings).run()
    }
  }
}

/// Writes to standard error.
func complain(_ text: String) {
  var text = text
  text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
}

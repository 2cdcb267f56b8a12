// TidyTests.swift — the house rules as tests. Each failure says where and what.

import Testing

@Suite struct TidyTests {
  // MARK: Sizes

  /// Files that may be longer than 600 lines, each with the reason.
  static let longFiles: [String: String] = [
    "Dispatch.swift":
      "the machine's switch: one case per opcode, and one function so that all state stays in registers",
    "WrongPrograms.swift": "a table of programs",
  ]

  /// Functions that may be longer than 60 lines, as `File.swift:function`.
  static let longFunctions: [String: String] = [
    "Dispatch.swift:dispatch": "the machine's switch",
    "Dispatch.swift:run": "the machine's switch",
    "Opcode.swift:row": "one row per opcode",
    "BuiltinDeclarations.swift:declaration": "one row per builtin class",
  ]

  @Test func filesAreShort() {
    for file in Tree.swift + Tree.files("Tests", [".swift"]) where file.lines.count > 601 {
      #expect(
        TidyTests.longFiles[file.name] != nil, "\(file.path) has \(file.lines.count - 1) lines, more than 600: split it"
      )
    }
  }

  @Test func functionsAreShort() {
    for file in Tree.swift {
      for function in functions(in: file) where function.length > 60 {
        let name = file.name + ":" + function.name
        #expect(
          TidyTests.longFunctions[name] != nil,
          "\(file.path):\(function.line): \(function.name) has \(function.length) lines, more than 60")
      }
    }
  }

  // MARK: Comments

  @Test func filesOpenWithTheirName() {
    for file in Tree.swift + Tree.files("Tests", [".swift"]) {
      let first = file.lines.first ?? ""
      #expect(
        first.hasPrefix("// \(file.name) — ") && first.count > file.name.count + 10,
        "\(file.path): the first line has to be `// \(file.name) — what lives here.`")
    }
  }

  @Test func nothingIsLeftOver() {
    // Put together, so that this file does not hold the words itself.
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
    for file in Tree.swift + Tree.files("Tests", [".swift"]) + Tree.files("scripts", []) {
      for (index, line) in file.lines.enumerated() {
        for mark in marks where holds(line, mark) {
          // Six digits of hexadecimal in a row read like a mark.
          if line.contains(mark + "X") || line.contains("\\" + "u") { continue }
          Issue.record("\(file.path):\(index + 1): \(mark) belongs into an issue")
        }
      }
    }
  }

  @Test func codeIsNotCommentedOut() {
    for file in Tree.swift {
      for (index, line) in file.lines.enumerated() {
        let text = line.drop { $0 == " " }
        guard text.hasPrefix("// "), !text.hasPrefix("// swift") else { continue }
        let isCode = text.hasPrefix("// let ") || text.hasPrefix("// var ") || text.hasPrefix("// func ")
        #expect(!(isCode && text.contains("=")), "\(file.path):\(index + 1): code that is commented out")
      }
    }
  }

  @Test func theWorkplaceIsNotNamed() {
    let roots = ["/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/", "/Us" + "ers/"]
    let folders = [
      ("Sources", [String]()), ("Tests", []), ("scripts", []), ("docs", []), ("examples", []), ("bench", []),
      (".ci", []),
    ]
    for (folder, suffixes) in folders {
      for file in Tree.files(folder, suffixes) {
        for (index, line) in file.lines.enumerated() {
          for root in roots where holds(line, root) {
            Issue.record("\(file.path):\(index + 1): a path of somebody's machine")
          }
        }
      }
    }
  }

  // MARK: Words and calls

  /// Calls that bring in what the seed does not decide, or code that belongs elsewhere.
  static let banned: [(word: String, allowed: [String], reason: String)] = [
    ("import Foundation", [], "no Foundation: Glibc is enough"),
    ("Date(", [], "time comes from the world"),
    ("ContinuousClock", [], "time comes from the world"),
    ("SuspendingClock", [], "time comes from the world"),
    ("clock_gettime(", ["World/MachineClock.swift", "golden/Pipes.swift"], "time comes from the world"),
    ("gettimeofday(", [], "time comes from the world"),
    ("SystemRandomNumberGenerator", [], "entropy comes from the world"),
    (".random(in:", [], "entropy comes from the world"),
    (".shuffled()", [], "entropy comes from the world"),
    (".randomElement()", [], "entropy comes from the world"),
    ("getentropy(", ["World/RealWorld.swift"], "entropy comes from the world"),
    ("arc4random", [], "entropy comes from the world"),
    ("Task {", [], "order comes from the kernel"),
    ("Task.detached", [], "order comes from the kernel"),
    ("DispatchQueue", [], "order comes from the kernel"),
    (
      "pthread_create(", ["Parser/Parse.swift", "aio/NativeThread.swift"],
      "order comes from the kernel; a thread that is joined at once lends its stack"
    ),
    ("Hasher()", [], "Swift's hashes differ from run to run"),
    (".hashValue", [], "Swift's hashes differ from run to run"),
    ("ObjectIdentifier(", [], "addresses differ from run to run"),
    ("setlocale(", [], "a run has no locale"),
    ("try!", [], "say what happens when it fails"),
    ("print(", ["Sources/aio/"], "output goes through the world"),
    (
      "fatalError(", ["Heap/Heap.swift", "Machine/Machine.swift", "Objects/Shape.swift", "Tuple/Tuple+Core.swift"],
      "only where start-up cannot reserve memory; a mistake of ours is a preconditionFailure that says so"
    ),
  ]

  @Test func bannedCallsAreNotMade() {
    for file in Tree.swift {
      for (index, line) in file.lines.enumerated() {
        for rule in TidyTests.banned where holds(line, rule.word) && contains(code(line), rule.word) {
          if rule.allowed.contains(where: { file.path.contains($0) }) { continue }
          Issue.record("\(file.path):\(index + 1): `\(rule.word)`: \(rule.reason)")
        }
      }
    }
  }

  /// Whether the word stands in the text and is not the end of a longer one, as `print(` in `blueprint(`.
  private func contains(_ text: String, _ word: String) -> Bool {
    var rest = Substring(text)
    while let place = find(word, in: rest) {
      let before = place > rest.startIndex ? rest[rest.index(before: place)] : " "
      let isWhole = !(before.isLetter || before.isNumber || before == "_")
      if isWhole || !(word.first?.isLetter ?? false) {
        // A declaration of ours with that name is not a call.
        if !rest[..<place].hasSuffix("func ") { return true }
      }
      rest = rest[rest.index(after: place)...]
    }
    return false
  }

  private func find(_ word: String, in text: Substring) -> Substring.Index? {
    text.indices.first { text[$0...].hasPrefix(word) }
  }

  /// How many switches over an enum a file may close with `default:`. Numbers only go down; a file that is not here
  /// has none. The compiler names every place that a new case needs only where there is no `default:`.
  static let defaults: [String: Int] = [
    // Over the system's enum of character categories.
    "CharacterClass.swift": 2,
    "AttributeStores.swift": 1,
    "Attributes.swift": 4,
    "Calls.swift": 1,
    "Dispatch.swift": 1,
    "Lookup.swift": 1,
    "ScopeBuilder+Expressions.swift": 2,
    "ScopeBuilder+Patterns.swift": 1,
    "ScopeBuilder+Statements.swift": 1,
    "ScopeBuilder+Warnings.swift": 4,
    "WeakReference.swift": 1,
    "Cells.swift": 1,
    "ExceptionGroup.swift": 1,
    "MachineWarnings.swift": 1,
    "SourceAnchors.swift": 1,
    "Interpreter.swift": 1,
    "Iteration.swift": 3,
    "AttributeCache.swift": 1,
    "Generators.swift": 2,
    "Running.swift": 1,
    "SlowPaths.swift": 1,
    "BuiltinDeclarations.swift": 1,
    "NativeCalls.swift": 1,
    "ClassMaking.swift": 1,
    "Operations.swift": 9,
    "Gc.swift": 1,
  ]

  @Test func ownEnumsHaveNoDefault() {
    for file in Tree.swift {
      // The first case of the switch at each indentation: one that begins with a dot is a switch over an enum.
      var firstCase: [Int: String] = [:]
      var lines: [Int] = []
      for (index, line) in file.lines.enumerated() {
        let margin = line.prefix { $0 == " " }.count
        let text = line.dropFirst(margin)
        if text.hasPrefix("switch ") { firstCase[margin] = "" }
        if text.hasPrefix("case "), firstCase[margin] == "" { firstCase[margin] = String(text) }
        guard text.hasPrefix("default:"), let first = firstCase[margin] else { continue }
        if first.hasPrefix("case .") && !first.contains("...") && !first.contains("..<") { lines.append(index + 1) }
      }
      #expect(
        lines.count <= TidyTests.defaults[file.name, default: 0],
        "\(file.path): `default:` in a switch over an enum, at lines \(lines)")
    }
  }

  @Test func accessIsNotPackage() {
    for file in Tree.swift {
      for (index, line) in file.lines.enumerated() {
        guard holds(line, "package ") else { continue }
        let words = code(line).split(separator: " ")
        #expect(
          words.first != "package", "\(file.path):\(index + 1): `package` access hides hot code from the optimiser")
      }
    }
  }

  @Test func namesSayWhatThingsAre() {
    let vague = ["Manager", "Helper", "Helpers", "Util", "Utils"]
    for file in Tree.swift {
      for (index, line) in file.lines.enumerated() {
        guard vague.contains(where: { holds(line, $0) }) else { continue }
        let words = code(line).split(separator: " ")
        guard let place = words.firstIndex(where: { ["class", "struct", "enum", "protocol", "actor"].contains($0) }),
          place + 1 < words.count
        else { continue }
        let name = words[place + 1].prefix { $0.isLetter || $0.isNumber }
        for ending in vague where name.hasSuffix(ending) {
          Issue.record("\(file.path):\(index + 1): \(name) says nothing about what it is")
        }
      }
    }
  }

  @Test func lowerModulesImportNothingAbove() {
    let allowed: [String: [String]] = [
      "Diagnostics": ["Glibc"], "Lexer": ["Diagnostics", "Glibc"], "Parser": ["Lexer", "Diagnostics", "Glibc"],
      "Runtime": ["Glibc"],
      "Interpreter": ["Parser", "Lexer", "Diagnostics", "Runtime", "Glibc", "CGmp", "CMachine"],
      "Library": [
        "Interpreter", "Runtime", "Parser", "Lexer", "Diagnostics", "Glibc", "CGmp", "CMachine", "CScripts",
      ],
    ]
    for file in Tree.swift {
      let parts = file.path.split(separator: "/")
      guard parts.count > 2, let names = allowed[String(parts[1])] else { continue }
      for (index, line) in file.lines.enumerated() where line.hasPrefix("import ") {
        let name = String(line.dropFirst(7)).split(separator: ".")[0]
        #expect(names.contains(String(name)), "\(file.path):\(index + 1): \(parts[1]) must not import \(name)")
      }
    }
  }

  // MARK: Golden programs

  @Test func goldenProgramsExpectSomething() {
    let beside =
      Tree.files("Tests/Golden", [".out", ".err", ".code"]) + Tree.files("examples", [".out", ".err", ".code"])
    let stems = Set(beside.map { stem($0.path) })
    for file in Tree.files("Tests/Golden", [".aio"]) + Tree.files("examples", [".aio"]) {
      // Modules that other programs import are no cases.
      if file.path.contains("/helper_") { continue }
      let hasMark = file.lines.contains { holds($0, "# expect:") || holds($0, "# raises: ") }
      #expect(hasMark || stems.contains(stem(file.path)), "\(file.path): expects nothing")
    }
  }

  /// The path without its last suffix.
  private func stem(_ path: String) -> String { path.split(separator: ".").dropLast().joined(separator: ".") }

  @Test func expectationsBelongToAProgram() {
    let programs = Set(Tree.files("Tests/Golden", [".aio"]).map { stem($0.path) })
    for file in Tree.files("Tests/Golden", [".out", ".err", ".code", ".in"]) {
      #expect(programs.contains(stem(file.path)), "\(file.path): there is no program of that name")
    }
  }
}

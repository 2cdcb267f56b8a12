// GrammarCompiler.swift — from the grammar's notation to the instructions of `GrammarMachine`.

import Lexer

/// One instruction: an operation and two operands.
struct GrammarInstruction: Sendable {
  enum Operation: UInt8, Sendable {
    /// Takes a token of kind `a`.
    case token
    /// Takes a token of class `a` (`TokenClass`).
    case tokenClass
    /// Calls rule `a`; `b` is 1 where the call is left out of a first pass.
    case call
    /// On failure go on at `a` with everything put back.
    case choice
    /// Forgets the last choice and goes on at `a`.
    case commit
    /// Moves the last choice up to here and goes on at `a`.
    case loop
    /// Puts everything back as the last choice would, and goes on at `a`.
    case back
    /// Forgets the last choice and fails.
    case failTwice
    case fail
    case pushNone
    case openList, closeList
    case drop
    case cut
    /// Takes a token of kind `a` or reports that it was expected.
    case forced
    /// Turns the last `b` results into one by row `a` of the actions.
    case act
    case leave
  }

  var operation: Operation
  var a: Int32 = 0
  var b: Int32 = 0
}

/// Tokens that are matched by more than their kind.
enum TokenClass: Int32 {
  case name, soft, augmented
}

/// What an alternative does when it matches.
struct GrammarAction: Sendable {
  /// A kind of piece, a special result, or a complaint.
  var verb: String
  /// Results that the verb names, as indices among those of the alternative.
  var operands: [Int] = []
  var message = ""
  var isComplaint = false
  /// Results with a name, in order.
  var labels: [Int] = []
}

struct CompiledGrammar: Sendable {
  struct Rule: Sendable {
    var name: String
    var start: Int32 = -1
    var isMemoised = false
    var leavesOutMistakes = false
  }

  var rules: [Rule] = []
  var code: [GrammarInstruction] = []
  var actions: [GrammarAction] = []

  func rule(_ name: String) -> Int32 { Int32(rules.firstIndex { $0.name == name } ?? 0) }

  /// The grammar of the language; compiled when the first source fails to parse.
  static let python: CompiledGrammar = {
    var compiler = GrammarCompiler(GrammarText.all)
    return compiler.compile()
  }()
}

/// A recursive descent over the notation, whose errors are ours: they stop the process.
struct GrammarCompiler {
  private var words: [String]
  private var at = 0
  private var grammar = CompiledGrammar()
  private var numbers: [String: Int32] = [:]

  init(_ text: String) { words = Self.split(text) }

  // MARK: Words

  /// Quoted texts keep their opening quote; a line break before a new rule reads `\n`.
  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    let bytes = Array(text.utf8)
    var at = 0
    func isWord(_ byte: UInt8) -> Bool {
      (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x5F
    }
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x0A {
        if at + 1 < bytes.count, isWord(bytes[at + 1]) { words.append("\n") }
        at += 1
      } else if byte == 0x20 {
        at += 1
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        var end = at + 1
        while bytes[end] != byte { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        words.append(String(decoding: bytes[at..<end], as: UTF8.self))
        at = end + 1
      } else if isWord(byte) {
        var end = at
        while end < bytes.count, isWord(bytes[end]) { end += 1 }
        words.append(String(decoding: bytes[at..<end], as: UTF8.self))
        at = end
      } else {
        let pair = at + 1 < bytes.count ? String(decoding: bytes[at...at + 1], as: UTF8.self) : ""
        let isPair = pair == "->" || pair == "!!" || pair == "&&"
        words.append(isPair ? pair : String(Unicode.Scalar(byte)))
        at += isPair ? 2 : 1
      }
    }
    words.append("\n")
    return words
  }

  private var word: String { at < words.count ? words[at] : "" }

  private mutating func take() -> String {
    defer { at += 1 }
    return word
  }

  private mutating func accept(_ wanted: String) -> Bool {
    guard word == wanted else { return false }
    at += 1
    return true
  }

  // MARK: Rules

  mutating func compile() -> CompiledGrammar {
    declareRules()
    at = 0
    while at < words.count {
      if accept("\n") { continue }
      let name = take()
      while word == "^" || word == "-" { at += 1 }
      guard accept(":") else { preconditionFailure("the grammar's rule \(name) has no colon") }
      grammar.rules[Int(numbers[name] ?? 0)].start = Int32(grammar.code.count)
      compileAlternatives(until: "\n")
      emit(.leave)
    }
    return grammar
  }

  private mutating func declareRules() {
    for index in words.indices.dropLast() where index == 0 || words[index - 1] == "\n" {
      guard words[index] != "\n" else { continue }
      numbers[words[index]] = Int32(grammar.rules.count)
      var rule = CompiledGrammar.Rule(name: words[index])
      rule.isMemoised = words[index + 1] == "^"
      rule.leavesOutMistakes = words[index + 1] == "-"
      grammar.rules.append(rule)
    }
  }

  @discardableResult
  private mutating func emit(
    _ operation: GrammarInstruction.Operation, _ a: Int32 = 0, _ b: Int32 = 0
  ) -> Int {
    grammar.code.append(GrammarInstruction(operation: operation, a: a, b: b))
    return grammar.code.count - 1
  }

  private mutating func aim(_ index: Int) { grammar.code[index].a = Int32(grammar.code.count) }

  /// alternatives: alternative (`|` alternative)*
  private mutating func compileAlternatives(until end: String) {
    var exits: [Int] = []
    while true {
      let choice = emit(.choice)
      let hasCut = compileAlternative(until: end)
      let isLast = word != "|"
      exits.append(hasCut ? emit(.commit, 0, 1) : emit(.commit))
      aim(choice)
      if isLast { break }
      at += 1
    }
    emit(.fail)
    for exit in exits { aim(exit) }
    if word == end { at += 1 }
  }

  /// alternative: item+ [action]; true if it has a cut
  private mutating func compileAlternative(until end: String) -> Bool {
    var labels: [String] = []
    var hasCut = false
    let start = at
    let codeStart = grammar.code.count
    while word != "|", word != end, word != "->", word != "!!" {
      if accept("~") {
        emit(.cut)
        hasCut = true
        continue
      }
      var label = ""
      if at + 1 < words.count, words[at + 1] == "=", word != "\n" {
        label = take()
        at += 1
      }
      if compileItem() { labels.append(label) }
    }
    if labels.count == 1, at == start + 1, words[start].hasPrefix("wrong_") {
      grammar.code[codeStart].b = 1
    }
    compileAction(labels)
    return hasCut
  }

  private mutating func compileAction(_ labels: [String]) {
    var action = GrammarAction(verb: "")
    action.labels = labels.indices.filter { !labels[$0].isEmpty }
    if accept("->") {
      if accept("$") {
        action.verb = "$"
        let name = take()
        action.operands = [labels.firstIndex(of: name) ?? 0]
      } else {
        action.verb = take()
      }
    } else if accept("!!") {
      action.isComplaint = true
      action.verb = take()
      while let index = labels.firstIndex(of: word) {
        action.operands.append(index)
        at += 1
      }
      if word.hasPrefix("\"") {
        action.message = take().dropFirst().split(separator: "\\", omittingEmptySubsequences: false).joined()
      }
    } else if labels.count == 1 {
      return
    }
    emit(.act, Int32(grammar.actions.count), Int32(labels.count))
    grammar.actions.append(action)
  }

  // MARK: Items

  /// item: [`&` | `!` | `&&`] atom [`*` | `+` | `?` | `%` token]; false if it has no result
  private mutating func compileItem() -> Bool {
    if accept("&&") {
      emit(.forced, Int32(Self.kind(of: take()).rawValue))
      return true
    }
    if accept("&") {
      let choice = emit(.choice)
      _ = compileItem()
      let back = emit(.back)
      aim(choice)
      emit(.fail)
      aim(back)
      return false
    }
    if accept("!") {
      let choice = emit(.choice)
      _ = compileItem()
      emit(.failTwice)
      aim(choice)
      return false
    }
    compileRepetition()
    return true
  }

  private mutating func compileRepetition() {
    let start = at
    let suffix = suffixAfterAtom()
    at = start
    switch suffix {
    case "*":
      emit(.openList)
      compileLoop(first: false, separator: nil)
      emit(.closeList)
      at += 1
    case "+":
      emit(.openList)
      compileAtom()
      let end = at
      at = start
      compileLoop(first: true, separator: nil)
      at = end
      emit(.closeList)
      at += 1
    case "%":
      emit(.openList)
      compileAtom()
      let separator = words[at + 1]
      let end = at + 2
      at = start
      compileLoop(first: true, separator: separator)
      at = end
      emit(.closeList)
    case "?":
      let choice = emit(.choice)
      compileAtom()
      let commit = emit(.commit)
      aim(choice)
      emit(.pushNone)
      aim(commit)
      at += 1
    case _: compileAtom()
    }
  }

  /// Zero or more times [separator] atom.
  private mutating func compileLoop(first: Bool, separator: String?) {
    let choice = emit(.choice)
    let top = Int32(grammar.code.count)
    if let separator {
      emitToken(separator)
      emit(.drop)
    }
    compileAtom()
    emit(.loop, top)
    aim(choice)
  }

  /// Looks at what follows the atom at hand without compiling it.
  private mutating func suffixAfterAtom() -> String {
    if word == "(" {
      var depth = 0
      repeat {
        if word == "(" { depth += 1 }
        if word == ")" { depth -= 1 }
        at += 1
      } while depth > 0
    } else {
      at += 1
    }
    return word
  }

  /// atom: `(` alternatives `)` | token | rule
  private mutating func compileAtom() {
    if accept("(") {
      compileAlternatives(until: ")")
      return
    }
    let name = take()
    if let rule = numbers[name] {
      emit(.call, rule)
    } else {
      emitToken(name)
    }
  }

  private mutating func emitToken(_ name: String) {
    switch name {
    case "NAME": emit(.tokenClass, TokenClass.name.rawValue)
    case "SOFT": emit(.tokenClass, TokenClass.soft.rawValue)
    case "AUGMENTED": emit(.tokenClass, TokenClass.augmented.rawValue)
    case _: emit(.token, Int32(Self.kind(of: name).rawValue))
    }
  }

  private static func kind(of word: String) -> TokenKind {
    switch word {
    case "NUMBER": return .number
    case "STRING": return .string
    case "FSTART": return .fStringStart
    case "FMIDDLE": return .fStringMiddle
    case "FEND": return .fStringEnd
    case "NEWLINE": return .newline
    case "INDENT": return .indent
    case "DEDENT": return .dedent
    case "END": return .endOfFile
    case _: break
    }
    let text = String(word.dropFirst())
    for kind in TokenKind.allCases where kind.spelling == text { return kind }
    preconditionFailure("the grammar has no token or rule \(word)")
  }
}

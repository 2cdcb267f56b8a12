// GrammarMachine.swift — runs the grammar over the tokens of a source that does not parse.
//
// A machine with an explicit stack of choices: native recursion never depends on the source. Every matched item leaves
// one result on the stack of values; a choice remembers how high all stacks were.

import Diagnostics
import Lexer

/// Matches tokens against the grammar until it succeeds, fails, or has something to report.
final class GrammarMachine {
  let grammar: CompiledGrammar
  let source: SourceFile
  let text: UnsafePointer<UInt8>
  let tokens: UnsafePointer<Token>
  /// Number of tokens; the last one is where the lexer ended or gave up.
  let count: Int
  /// Whether the last token is an error of the lexer.
  let endsInError: Bool

  var position = 0
  /// One more than the index of the last token looked at.
  var fill = 0
  var allowsMistakes = false
  /// What the matched mistake has to say.
  var report: Diagnostic?
  /// Whether the lexer's error token was reached.
  var reachedError = false

  var pieces = Buffer<Piece>(capacity: 1024)
  var children = Buffer<Int32>(capacity: 256)
  var values = Buffer<Int32>(capacity: 256)

  private var frames = Buffer<Frame>(capacity: 256)
  private var choices = Buffer<Choice>(capacity: 256)
  private var marks = Buffer<Int32>(capacity: 64)
  private var memo = Buffer<Memo>(capacity: 1024)
  private var memoHeads: Buffer<Int32>

  private struct Frame {
    var rule: Int32
    var start: Int32
    var returnTo: Int32
    /// Index of the choice that stands for the rule's failure.
    var choice: Int32
    var allowedMistakes: Bool
  }

  private struct Choice {
    /// -1: the rule of the top frame has failed.
    var target: Int32
    var position: Int32
    var values: Int32
    var marks: Int32
    var frames: Int32
  }

  private struct Memo {
    var rule: Int32
    /// -1 if the rule failed here.
    var value: Int32
    var end: Int32
    var next: Int32
  }

  /// How deep rules may nest, as in CPython's parser.
  static let maxDepth = 6000

  init(
    _ grammar: CompiledGrammar, source: SourceFile, text: UnsafePointer<UInt8>, tokens: UnsafePointer<Token>,
    count: Int, endsInError: Bool
  ) {
    self.grammar = grammar
    self.source = source
    self.text = text
    self.tokens = tokens
    self.endsInError = endsInError
    self.count = count
    memoHeads = Buffer(capacity: count + 2)
    pieces.append(Piece(kind: .none, first: 0, end: 0))
  }

  /// Runs a rule from the first token; true if it matched.
  func run(_ rule: Int32) -> Bool {
    position = 0
    pieces.truncate(to: 1)
    children.truncate(to: 0)
    values.truncate(to: 0)
    frames.truncate(to: 0)
    choices.truncate(to: 0)
    marks.truncate(to: 0)
    memo.truncate(to: 0)
    memoHeads.truncate(to: 0)
    for _ in 0...count { memoHeads.append(-1) }
    var pc = call(rule, returnTo: -1)
    while pc >= 0, report == nil { pc = step(pc) }
    return pc == -1 && report == nil
  }

  /// Runs one instruction; the next one's address, -1 after success, -2 after failure.
  private func step(_ pc: Int32) -> Int32 {
    let instruction = grammar.code[Int(pc)]
    switch instruction.operation {
    case .token:
      guard look().rawValue == UInt8(truncatingIfNeeded: instruction.a) else { return fail() }
      takeToken()
    case .tokenClass:
      guard fits(look(), TokenClass(rawValue: instruction.a)) else { return fail() }
      takeToken()
    case .call:
      if instruction.b == 1, !allowsMistakes { return fail() }
      return call(instruction.a, returnTo: pc + 1)
    case .choice: choose(instruction.a)
    case .commit:
      // After a cut the choice is gone already.
      if instruction.b == 0 { choices.truncate(to: choices.count - 1) }
      return instruction.a
    case .loop:
      choices.truncate(to: choices.count - 1)
      let target = pc + 1
      choose(target)
      return instruction.a
    case .back:
      restore(choices[choices.count - 1])
      choices.truncate(to: choices.count - 1)
      return instruction.a
    case .failTwice:
      choices.truncate(to: choices.count - 1)
      return fail()
    case .fail: return fail()
    case .pushNone: values.append(0)
    case .openList: marks.append(Int32(values.count))
    case .closeList: closeList()
    case .drop: values.truncate(to: values.count - 1)
    case .cut: choices.truncate(to: choices.count - 1)
    case .forced:
      guard look().rawValue == UInt8(truncatingIfNeeded: instruction.a) else {
        if report == nil { complainExpected(TokenKind(rawValue: UInt8(instruction.a))) }
        return fail()
      }
      takeToken()
    case .act:
      if !act(grammar.actions[Int(instruction.a)], count: Int(instruction.b)) { return failRule() }
    case .leave: return leave()
    }
    return pc + 1
  }

  // MARK: Tokens

  /// The kind of the next token; the end of a source that the lexer could not read is itself a report.
  private func look() -> TokenKind {
    if position >= fill { fill = position + 1 }
    if position >= count - 1, endsInError {
      reachedError = true
      report = report ?? .plain(.syntaxError, "", path: source.path)
      return .error
    }
    return position < count ? tokens[position].kind : .error
  }

  private func fits(_ kind: TokenKind, _ wanted: TokenClass?) -> Bool {
    switch wanted {
    case .name: kind.isName
    case .soft: kind.isName && (kind != .name || beginsSoftKeyword())
    case .augmented: kind.isAugmentedAssignment
    case nil: false
    }
  }

  /// Whether a name is the beginning of a soft keyword, which is as good as the keyword to CPython here.
  private func beginsSoftKeyword() -> Bool {
    let token = tokens[position]
    let word = UnsafeBufferPointer(start: text + Int(token.start), count: Int(token.end - token.start))
    return "match".utf8.starts(with: word) || "case".utf8.starts(with: word) || "type".utf8.starts(with: word)
  }

  private func takeToken() {
    let place = Int32(position)
    if tokens[position].kind == .number, !checkNumber(position) { return }
    add(Piece(kind: .token, first: place, end: place + 1))
    position += 1
  }

  func add(_ piece: Piece) {
    values.append(Int32(pieces.count))
    pieces.append(piece)
  }

  // MARK: Choices

  private func choose(_ target: Int32) {
    choices.append(
      Choice(
        target: target, position: Int32(position), values: Int32(values.count), marks: Int32(marks.count),
        frames: Int32(frames.count)))
  }

  private func restore(_ choice: Choice) {
    position = Int(choice.position)
    values.truncate(to: Int(choice.values))
    marks.truncate(to: Int(choice.marks))
    frames.truncate(to: Int(choice.frames))
  }

  /// Goes back to the last choice, through the rules that fail with it.
  private func fail() -> Int32 {
    while choices.count > 0 {
      let choice = choices[choices.count - 1]
      choices.truncate(to: choices.count - 1)
      restore(choice)
      if choice.target >= 0 { return choice.target }
      let frame = frames[frames.count - 1]
      frames.truncate(to: frames.count - 1)
      allowsMistakes = frame.allowedMistakes
      remember(frame, value: -1)
    }
    return -2
  }

  /// Fails the rule at hand whatever other alternatives it has.
  private func failRule() -> Int32 {
    choices.truncate(to: Int(frames[frames.count - 1].choice) + 1)
    return fail()
  }

  // MARK: Rules

  private func call(_ number: Int32, returnTo: Int32) -> Int32 {
    let rule = grammar.rules[Int(number)]
    if rule.isMemoised {
      var index = memoHeads[min(position, count)]
      while index >= 0 {
        let known = memo[Int(index)]
        if known.rule == number {
          if known.value < 0 { return fail() }
          values.append(known.value)
          position = Int(known.end)
          return returnTo
        }
        index = known.next
      }
    }
    if frames.count >= Self.maxDepth {
      report = .plain(
        .memoryError, "Parser stack overflowed - Python source too complex to parse", path: source.path)
      return -2
    }
    frames.append(
      Frame(
        rule: number, start: Int32(position), returnTo: returnTo, choice: Int32(choices.count),
        allowedMistakes: allowsMistakes))
    choose(-1)
    if rule.leavesOutMistakes { allowsMistakes = false }
    return rule.start
  }

  private func leave() -> Int32 {
    choices.truncate(to: choices.count - 1)
    let frame = frames[frames.count - 1]
    frames.truncate(to: frames.count - 1)
    allowsMistakes = frame.allowedMistakes
    remember(frame, value: values[values.count - 1])
    return frame.returnTo
  }

  private func remember(_ frame: Frame, value: Int32) {
    guard grammar.rules[Int(frame.rule)].isMemoised else { return }
    let head = Int(min(frame.start, Int32(count)))
    memo.append(Memo(rule: frame.rule, value: value, end: Int32(position), next: memoHeads[head]))
    memoHeads[head] = Int32(memo.count - 1)
  }

  // MARK: Results

  private func closeList() {
    let mark = Int(marks[marks.count - 1])
    marks.truncate(to: marks.count - 1)
    let child = Int32(children.count)
    var index = mark
    while index < values.count {
      children.append(values[index])
      index += 1
    }
    let count = Int32(values.count - mark)
    let first = count > 0 ? pieces[Int(values[mark])].first : Int32(position)
    values.truncate(to: mark)
    add(Piece(kind: .list, first: first, end: Int32(position), child: child, childCount: count))
  }

  /// Does what an alternative asks for; false if the rule must fail.
  private func act(_ action: GrammarAction, count: Int) -> Bool {
    let base = values.count - count
    var first = Int32(position)
    var index = base
    while index < values.count {
      let piece = pieces[Int(values[index])]
      if values[index] != 0 {
        first = piece.first
        break
      }
      index += 1
    }
    if action.isComplaint {
      let operands = action.operands.map { values[base + $0] }
      guard complain(action, operands) else { return false }
      let kind: PieceKind = action.verb == "strings" ? stringKind(first) : .other
      replace(base, with: Piece(kind: kind, first: first, end: Int32(position)))
      return true
    }
    if action.verb == "$" {
      let value = values[base + action.operands[0]]
      values.truncate(to: base)
      values.append(value)
      return true
    }
    let labelled = action.labels.map { values[base + $0] }
    if let kind = PieceKind(action: action.verb) {
      let child = Int32(children.count)
      index = base
      while index < values.count {
        flatten(values[index])
        index += 1
      }
      let size = Int32(children.count) - child
      replace(base, with: Piece(kind: kind, first: first, end: Int32(position), child: child, childCount: size))
      return true
    }
    actSpecially(action.verb, labelled, base, first)
    return true
  }

  private func replace(_ base: Int, with piece: Piece) {
    values.truncate(to: base)
    add(piece)
  }

  /// Adds an expression, or those of a list, to the children; tokens are none.
  private func flatten(_ value: Int32) {
    let piece = pieces[Int(value)]
    switch piece.kind {
    case .none, .token, .other: break
    case .list:
      var index = piece.child
      while index < piece.child + piece.childCount {
        let inner = children[Int(index)]
        let kind = pieces[Int(inner)].kind
        if kind != .token, kind != .other, kind != .none, kind != .keyword { children.append(inner) }
        index += 1
      }
    case _: children.append(value)
    }
  }

  private func last(_ value: Int32) -> Int32 {
    let piece = pieces[Int(value)]
    return piece.childCount > 0 ? children[Int(piece.child + piece.childCount - 1)] : 0
  }

  private func actSpecially(_ verb: String, _ labelled: [Int32], _ base: Int, _ first: Int32) {
    let end = Int32(position)
    switch verb {
    case "primary":
      // What a chain of trailers is, its last one says.
      let tail = last(labelled[1])
      let value = labelled[0]
      if tail == 0 {
        values.truncate(to: base)
        values.append(value)
      } else {
        replace(base, with: Piece(kind: pieces[Int(tail)].kind, first: first, end: end))
      }
    case "last":
      let value = last(values[base])
      values.truncate(to: base)
      values.append(value)
    case "end":
      let condition = last(labelled[1])
      values.truncate(to: base)
      values.append(condition == 0 ? labelled[0] : condition)
    case "join", "args":
      let child = Int32(children.count)
      for value in labelled { flatten(value) }
      let size = Int32(children.count) - child
      replace(base, with: Piece(kind: .list, first: first, end: end, child: child, childCount: size))
    case "number":
      replace(base, with: Piece(kind: .literal, first: first, end: end))
    case _:
      replace(base, with: Piece(kind: .other, first: first, end: end))
    }
  }
}

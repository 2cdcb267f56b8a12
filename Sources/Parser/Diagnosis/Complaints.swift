// Complaints.swift — the words and places of what the grammar machine reports.

import Diagnostics
import Lexer

extension GrammarMachine {
  // MARK: Places

  /// A place as CPython's errors have it: a line, and an offset in code points from 1.
  struct Place {
    var line: Int
    var offset: Int
  }

  /// Where a token starts. Indents, dedents and the end of the file have no place of their own: they stand where the
  /// lexer had come to.
  func place(ofTokenStart index: Int) -> Place {
    let token = tokens[index]
    if token.kind == .indent || token.kind == .dedent || token.kind == .endOfFile { return cursor(after: index) }
    return place(of: Int(token.start))
  }

  func place(of offset: Int) -> Place {
    let line = source.line(of: offset)
    return Place(line: line, offset: source.codePoints(from: source.start(ofLine: line), to: offset) + 1)
  }

  /// Where something ends; a line feed ends on its own line.
  func place(ofEnd offset: Int) -> Place {
    let line = source.line(of: max(0, offset - 1))
    return Place(line: line, offset: source.codePoints(from: source.start(ofLine: line), to: offset) + 1)
  }

  /// How far the lexer had read when `index` was its last token.
  func cursor(after index: Int) -> Place {
    let token = tokens[index]
    if token.kind == .endOfFile {
      let line = source.lineCount
      let start = source.start(ofLine: line)
      let offset = source.isString ? source.codePoints(from: start, to: source.bytes.count) : 0
      return Place(line: line, offset: offset)
    }
    if token.kind == .indent || token.kind == .dedent {
      if Int(token.end) >= source.bytes.count { return cursor(after: count - 1) }
      // Offset 0 is left of the first letter.
      let at = place(of: Int(token.end))
      return Place(line: at.line, offset: at.offset - 1)
    }
    let end = place(ofEnd: Int(token.end))
    return Place(line: end.line, offset: end.offset - 1)
  }

  /// The end of a piece: that of its last token which is not layout.
  func end(of piece: Piece) -> Int {
    var index = Int(piece.end) - 1
    while index > Int(piece.first) {
      switch tokens[index].kind {
      case .newline, .indent, .dedent, .endOfFile: index -= 1
      case _: return Int(tokens[index].end)
      }
    }
    return Int(tokens[max(0, index)].end)
  }

  func set(_ kind: Diagnostic.Kind, _ message: String, _ start: Place, endLine: Int, endOffset: Int) {
    guard report == nil else { return }
    var endOffset = endOffset
    if endLine != start.line {
      // CPython measures the end of a longer range on its first line.
      endOffset = min(endOffset, source.lineText(start.line).unicodeScalars.count + 1)
    }
    report = Diagnostic(
      kind, message, path: source.path, line: start.line, offset: start.offset, endLine: endLine,
      endOffset: endOffset, text: source.lineText(start.line) + "\n")
  }

  /// Reports at a token.
  func reportAt(token index: Int, _ message: String, kind: Diagnostic.Kind = .syntaxError) {
    let index = min(index, count - 1)
    let start = place(ofTokenStart: index)
    let token = tokens[index]
    if token.kind == .indent || token.kind == .dedent || token.kind == .endOfFile {
      set(kind, message, start, endLine: start.line, endOffset: -1)
    } else {
      let end = place(ofEnd: Int(token.end))
      set(kind, message, start, endLine: end.line, endOffset: end.offset)
    }
  }

  /// Reports a token itself: layout without a place of its own is at offset 0.
  func reportItself(token index: Int, _ message: String) {
    let token = tokens[min(index, count - 1)]
    guard token.kind == .indent || token.kind == .dedent || token.kind == .endOfFile else {
      reportAt(token: index, message)
      return
    }
    let line = place(ofTokenStart: min(index, count - 1)).line
    set(.syntaxError, message, Place(line: line, offset: 0), endLine: line, endOffset: 0)
  }

  private func reportRange(_ first: Piece, _ last: Piece, _ message: String) {
    let start = place(ofTokenStart: Int(first.first))
    let end = place(ofEnd: end(of: last))
    set(.syntaxError, message, start, endLine: end.line, endOffset: end.offset)
  }

  private func reportFrom(_ first: Piece, _ message: String) {
    let start = place(ofTokenStart: Int(first.first))
    let end = cursor(after: fill - 1)
    set(.syntaxError, message, start, endLine: end.line, endOffset: end.offset)
  }

  func complainExpected(_ kind: TokenKind?) {
    _ = lookAhead()
    reportItself(token: position, "expected '\(kind?.spelling ?? "")'")
  }

  private func lookAhead() -> Bool {
    if position >= fill { fill = min(position + 1, count) }
    return true
  }

  // MARK: Complaints

  /// Reports what an alternative found; false if it turns out to be none of its business.
  func complain(_ action: GrammarAction, _ operands: [Int32]) -> Bool {
    let a = operands.isEmpty ? Piece(kind: .none, first: 0, end: 0) : pieces[Int(operands[0])]
    let b = operands.count < 2 ? a : pieces[Int(operands[1])]
    let message = operands.isEmpty ? action.message : worded(action.message, a)
    switch action.verb {
    case "at": reportRange(a, a, message)
    case "range": reportRange(a, b, message)
    case "from": reportFrom(a, message)
    case "items": reportRange(a, b.childCount > 0 ? lastChild(b) : b, message)
    case "last": reportAt(token: fill - 1, message)
    case "next": reportAt(token: position, message)
    case "indent": reportAt(token: fill - 1, message, kind: .indentationError)
    case "key":
      let start = place(ofTokenStart: Int(a.first))
      let end = place(ofEnd: end(of: a))
      set(.syntaxError, message, Place(line: start.line, offset: end.offset - 1), endLine: end.line, endOffset: 0)
    case "target": return complainTarget(a, .assigned)
    case "iterated": return complainTarget(a, .iterated)
    case "deleted": return complainTarget(a, .deleted)
    case "legacy": return complainLegacy(a, b)
    case "comma": return complainComma(a, b)
    case "generator": return complainGenerator(a, b)
    case "order": complainOrder(a)
    case "constraint":
      let kind = b.kind == .tuple ? "constraints" : "bound"
      reportFrom(a, "cannot use \(kind) with \(message)")
    case "conversion": checkConversion(a, b)
    case "real", "imaginary": checkComplexPart(a, wantsImaginary: action.verb == "imaginary")
    case "string", "fstring", "middle", "strings": checkStrings(action.verb, a, b)
    case _: break
    }
    return true
  }

  /// Fills in what a message says of the piece it is about.
  private func worded(_ message: String, _ piece: Piece) -> String {
    guard let percent = message.firstIndex(of: "%") else { return message }
    let head = message[..<percent]
    let tail = message[percent...]
    if tail.hasPrefix("%kind") { return head + piece.kind.name + tail.dropFirst(5) }
    if tail.hasPrefix("%line") { return head + String(place(ofTokenStart: Int(piece.first)).line) + tail.dropFirst(5) }
    if tail.hasPrefix("%text") { return head + spelling(piece) + tail.dropFirst(5) }
    return message
  }

  private func spelling(_ piece: Piece) -> String {
    let token = tokens[Int(piece.first)]
    return String(
      decoding: UnsafeBufferPointer(start: text + Int(token.start), count: Int(token.end - token.start)),
      as: UTF8.self)
  }

  private func lastChild(_ piece: Piece) -> Piece {
    pieces[Int(children[Int(piece.child + piece.childCount - 1)])]
  }

  private enum TargetUse { case assigned, iterated, deleted }

  private func complainTarget(_ piece: Piece, _ use: TargetUse) -> Bool {
    guard let wrong = wrongTarget(piece, use) else { return false }
    let verb = use == .deleted ? "delete" : "assign to"
    reportRange(wrong, wrong, "cannot \(verb) \(wrong.kind.name)")
    return true
  }

  /// The first part of an expression that cannot be a target; nests no deeper than brackets do.
  private func wrongTarget(_ piece: Piece, _ use: TargetUse) -> Piece? {
    switch piece.kind {
    case .listDisplay, .tuple:
      for index in piece.child..<piece.child + piece.childCount {
        if let wrong = wrongTarget(pieces[Int(children[Int(index)])], use) { return wrong }
      }
      return nil
    case .starred:
      return use == .deleted || piece.childCount == 0 ? piece : wrongTarget(lastChild(piece), use)
    case .comparison:
      guard use == .iterated, piece.childCount > 0 else { return piece }
      let left = pieces[Int(children[Int(piece.child)])]
      return tokens[Int(left.end)].kind == .in ? wrongTarget(left, use) : nil
    case .name, .subscription, .attribute: return nil
    case .none, .token, .list, .other, .keyword, .lambda, .call, .operation, .generator, .yield, .await,
      .listComprehension, .setComprehension, .dictComprehension, .dict, .set, .formatted, .literal, .noneLiteral,
      .trueLiteral, .falseLiteral, .ellipsis, .conditional, .walrus, .slice:
      return piece
    }
  }

  /// Whether a piece is one of the names that were statements once.
  private func isLegacy(_ piece: Piece) -> Bool {
    guard piece.end == piece.first + 1, tokens[Int(piece.first)].kind == .name else { return false }
    let word = spelling(piece)
    return word == "print" || word == "exec"
  }

  private func complainLegacy(_ name: Piece, _ last: Piece) -> Bool {
    guard isLegacy(name) else { return false }
    let word = spelling(name)
    reportRange(name, last, "Missing parentheses in call to '\(word)'. Did you mean \(word)(...)?")
    return true
  }

  private func complainComma(_ first: Piece, _ last: Piece) -> Bool {
    if first.kind == .name, isLegacy(first) || tokens[position - 1].level == 0 { return false }
    if tokens[position - 1].level == 0 { return false }
    reportRange(first, last, "invalid syntax. Perhaps you forgot a comma?")
    return true
  }

  private func complainGenerator(_ args: Piece, _ clauses: Piece) -> Bool {
    guard args.childCount > 1 else { return false }
    reportRange(lastChild(args), clauses, "Generator expression must be parenthesized")
    return true
  }

  private func complainOrder(_ args: Piece) {
    var unpacks = false
    let level = tokens[Int(args.first)].level
    for index in Int(args.first)..<Int(args.end) where tokens[index].kind == .doubleStar {
      let opens = index == Int(args.first) || tokens[index - 1].kind == .comma
      if opens, index == Int(args.first) || tokens[index].level <= level { unpacks = true }
    }
    let what = unpacks ? "keyword argument unpacking" : "keyword argument"
    reportAt(token: fill - 1, "positional argument follows \(what)")
  }

  // MARK: Checks of tokens

  private func checkConversion(_ sign: Piece, _ name: Piece) {
    let (first, second) = (tokens[Int(sign.first)], tokens[Int(name.first)])
    if first.end != second.start {
      reportRange(sign, name, "f-string: conversion type must come right after the exclamanation mark")
      return
    }
    let word = spelling(name)
    if word != "s", word != "r", word != "a" {
      reportAt(
        token: Int(name.first), "f-string: invalid conversion character '\(word)': expected 's', 'r', or 'a'")
    }
  }

  private func checkComplexPart(_ piece: Piece, wantsImaginary: Bool) {
    let isImaginary = tokens[Int(piece.first)].flags & NumberFlags.imaginary.rawValue != 0
    if isImaginary == wantsImaginary { return }
    let what = wantsImaginary ? "imaginary" : "real"
    reportAt(token: Int(piece.first), "\(what) number required in complex literal")
  }

  /// Whether a number token has a value; reports one with too many digits.
  func checkNumber(_ index: Int) -> Bool {
    let token = tokens[index]
    if token.end - token.start <= UInt32(maxDecimalDigits) || readNumber(text, token) != nil { return true }
    var digits = 0
    for offset in Int(token.start)..<Int(token.end) where text[offset] != 0x5F { digits += 1 }
    let line = place(of: Int(token.start)).line
    set(
      .syntaxError,
      "Exceeds the limit (\(maxDecimalDigits) digits) for integer string conversion: value has \(digits) digits; "
        + "use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals "
        + "to avoid decimal conversion limits.",
      Place(line: line, offset: 0), endLine: line, endOffset: 0)
    return false
  }

  /// Whether strings that begin at a token make a formatted one.
  func stringKind(_ first: Int32) -> PieceKind {
    for index in Int(first)..<position where tokens[index].kind == .fStringStart { return .formatted }
    return .literal
  }

  private func checkStrings(_ verb: String, _ a: Piece, _ b: Piece) {
    switch verb {
    case "string": checkPlainString(tokens[Int(a.first)])
    case "middle":
      checkEscapes(tokens[Int(a.first)], isRaw: isRawFString(before: Int(a.first)))
    case "fstring":
      let isRaw = tokens[Int(a.first)].flags & StringFlags.raw.rawValue != 0
      var depth = 0
      var fields = 0
      for index in Int(a.first)...Int(b.first) {
        switch tokens[index].kind {
        case .fStringStart: depth += 1
        case .fStringEnd: depth -= 1
        case .leftBrace where depth == 1: fields += 1
        case .rightBrace where depth == 1: fields -= 1
        case .fStringMiddle where depth == 1 && fields == 0: checkEscapes(tokens[index], isRaw: isRaw)
        case _: break
        }
      }
    case _: checkMix()
    }
  }

  private func isRawFString(before index: Int) -> Bool {
    var depth = 0
    var at = index
    while at > 0 {
      at -= 1
      if tokens[at].kind == .fStringEnd { depth += 1 }
      if tokens[at].kind == .fStringStart {
        if depth == 0 { return tokens[at].flags & StringFlags.raw.rawValue != 0 }
        depth -= 1
      }
    }
    return false
  }

  private func checkPlainString(_ token: Token) {
    let flags = StringFlags(rawValue: token.flags)
    if flags.contains(.bytes), flags.contains(.nonASCII) {
      let (start, end) = (place(of: Int(token.start)), place(ofEnd: Int(token.end)))
      set(
        .syntaxError, "bytes can only contain ASCII literal characters", start, endLine: end.line,
        endOffset: end.offset)
      return
    }
    guard flags.contains(.hasBackslash), !flags.contains(.raw) else { return }
    var start = Int(token.start)
    while text[start] != UInt8(ascii: "'"), text[start] != UInt8(ascii: "\"") { start += 1 }
    let quotes = flags.contains(.triple) ? 3 : 1
    checkEscapes(start + quotes, Int(token.end) - quotes, isBytes: flags.contains(.bytes), isPart: false)
  }

  private func checkEscapes(_ token: Token, isRaw: Bool) {
    if isRaw || token.flags & StringFlags.hasBackslash.rawValue == 0 { return }
    checkEscapes(Int(token.start), Int(token.end), isBytes: false, isPart: true)
  }

  private func checkEscapes(_ start: Int, _ end: Int, isBytes: Bool, isPart: Bool) {
    var decoder = EscapeDecoder(text, start: start, end: end, isBytes: isBytes)
    decoder.isPart = isPart
    decoder.run()
    if let problem = decoder.report.problem { reportAt(token: fill - 1, problem) }
  }

  /// Strings side by side must all be bytes or all be text.
  private func checkMix() {
    var sawBytes = false
    var sawText = false
    var index = position - 1
    var depth = 0
    while index >= 0, tokens[index].kind.isString || tokens[index].kind == .fStringEnd || depth > 0 {
      let token = tokens[index]
      if token.kind == .fStringEnd { depth += 1 }
      if token.kind == .fStringStart { depth -= 1 }
      if depth == 0 {
        let isBytes = token.kind == .string && token.flags & StringFlags.bytes.rawValue != 0
        sawBytes = sawBytes || isBytes
        sawText = sawText || !isBytes
      }
      index -= 1
    }
    if sawBytes, sawText { reportAt(token: fill - 1, "cannot mix bytes and nonbytes literals") }
  }
}

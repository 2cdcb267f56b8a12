// Parser+Calls.swift — the arguments of calls and class definitions.

import Lexer

extension Parser {
  /// call: primary `(` [arguments] `)` | primary genexp
  mutating func parseCall(_ start: UInt32, _ callee: NodeID) -> NodeID {
    let open = here
    advance()
    if kind == .rightParen {
      advance()
      return add(.call, start, a: callee)
    }
    let arguments = parseArguments(open)
    return add(.call, start, a: callee, b: arguments.positional, c: arguments.keywords)
  }

  /// What stands between the brackets of a call.
  struct Arguments {
    var positional: ListID
    var keywords: ListID
  }

  /// How far the order of arguments has come: each kind closes what may not follow it.
  private enum Stage { case positional, keyword, unpacked }

  /// arguments: (`*` expression | named_expression)`,`... (NAME `=` expression | `*` expression)`,`...
  /// (NAME `=` expression | `**` expression)`,`... [`,`] `)`, or one generator expression without brackets of its own.
  ///
  /// `open` is where the bracket before them stands. A class takes no generator.
  mutating func parseArguments(_ open: UInt32, ofClass: Bool = false) -> Arguments {
    let mark = scratch.count
    let asideMark = aside.count
    var stage = Stage.positional
    while kind != .rightParen {
      let start = here
      if kind == .star {
        if stage == .unpacked { fail() }
        advance()
        let value = parseExpression()
        scratch.append(add(.starred, start, a: value))
      } else if kind == .doubleStar {
        advance()
        let value = parseExpression()
        aside.append(add(.keyword, start, b: value))
        stage = .unpacked
      } else if kind.isName, next == .equal {
        let name = token.name
        advance()
        advance()
        let value = parseExpression()
        aside.append(add(.keyword, start, a: name, b: value))
        if stage == .positional { stage = .keyword }
      } else {
        if stage != .positional { fail() }
        let value = parseNamed()
        if kind == .for || kind == .async {
          if scratch.count > mark || ofClass { fail() }
          let clauses = parseClauses()
          expect(.rightParen)
          scratch.append(add(.generatorExpression, open, a: value, b: clauses))
          let positional = closeList(mark)
          return Arguments(positional: positional, keywords: 0)
        }
        scratch.append(value)
      }
      if !accept(.comma) { break }
    }
    expect(.rightParen)
    let keywords = closeAside(asideMark)
    let positional = closeList(mark)
    return Arguments(positional: positional, keywords: keywords)
  }
}

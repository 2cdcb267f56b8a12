// Parser+Imports.swift — `import` and `from ... import`.

import Lexer

extension Parser {
  /// import_name: `import` dotted_name [`as` NAME] (`,` ...)*
  mutating func parseImport() -> NodeID {
    let start = here
    advance()
    let mark = scratch.count
    repeat {
      let aliasStart = here
      let name = parseDottedName()
      let rename = accept(.as) ? expectName() : 0
      scratch.append(add(.alias, aliasStart, a: name, b: rename))
    } while accept(.comma)
    let aliases = closeList(mark)
    return add(.importStatement, start, a: aliases)
  }

  /// import_from: `from` (`.` | `...`)* [dotted_name] `import` (`*` | aliases | `(` aliases [`,`] `)`)
  mutating func parseImportFrom() -> NodeID {
    let start = here
    advance()
    var level: UInt32 = 0
    while kind == .dot || kind == .ellipsis {
      level += kind == .dot ? 1 : 3
      advance()
    }
    var module: NameID = 0
    if level == 0 || kind != .import { module = parseDottedName() }
    expect(.import)
    let mark = scratch.count
    if kind == .star {
      let place = here
      advance()
      let name = lexer.names.intern(copying: [UInt8(ascii: "*")]).number
      scratch.append(add(.alias, place, a: name))
    } else if accept(.leftParen) {
      repeat { parseAlias() } while accept(.comma) && kind != .rightParen
      expect(.rightParen)
    } else {
      repeat { parseAlias() } while accept(.comma)
    }
    let aliases = closeList(mark)
    return add(.importFrom, start, a: module, b: aliases, c: level)
  }

  /// alias: NAME [`as` NAME]
  private mutating func parseAlias() {
    let start = here
    let name = expectName()
    let rename = accept(.as) ? expectName() : 0
    scratch.append(add(.alias, start, a: name, b: rename))
  }

  /// dotted_name: NAME (`.` NAME)*, as one name
  private mutating func parseDottedName() -> NameID {
    let first = expectName()
    guard kind == .dot else { return first }
    var bytes = first == 0 ? [] : Array(lexer.names.bytes(of: first))
    while accept(.dot) {
      let part = expectName()
      if part == 0 { return 0 }
      bytes.append(UInt8(ascii: "."))
      bytes.append(contentsOf: lexer.names.bytes(of: part))
    }
    return lexer.names.intern(copying: bytes).number
  }
}

// Parser+Targets.swift — what can be assigned to or deleted.

import Lexer

extension Parser {
  /// star_targets: star_target (`,` star_target)* [`,`], as `for` has them
  mutating func parseTargets() -> NodeID {
    let start = here
    let first = parseTarget()
    guard kind == .comma else { return first }
    let mark = scratch.count
    scratch.append(first)
    while accept(.comma) {
      guard startsExpression(kind) else { break }
      scratch.append(parseTarget())
    }
    let elements = closeList(mark)
    return add(.tuple, start, flag: Context.store.rawValue, a: elements)
  }

  /// star_target: `*` star_target | target
  mutating func parseTarget() -> NodeID {
    let target = kind == .star ? parseStarred() : parsePrimary()
    setContext(target, .store)
    return target
  }

  /// Makes an expression that was read as a value a target, or fails.
  mutating func setContext(_ id: NodeID, _ context: Context) {
    let node = nodes[Int(id)]
    switch node.kind {
    case .name, .attribute, .subscripted: break
    case .list, .tuple:
      var index = Int(node.a) + 1
      let end = index + Int(lists[Int(node.a)])
      while index < end {
        setContext(lists[index], context)
        index += 1
      }
    case .starred:
      guard context == .store, nodes[Int(node.a)].kind != .starred else {
        fail()
        return
      }
      setContext(node.a, context)
    case _:
      fail()
      return
    }
    nodes.base[Int(id)].flag = context.rawValue
  }

  /// Whether a node is a target that is not made of others.
  func isSingleTarget(_ id: NodeID) -> Bool {
    switch nodes[Int(id)].kind {
    case .name, .attribute, .subscripted: true
    case _: false
    }
  }
}

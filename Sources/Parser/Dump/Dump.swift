// Dump.swift — a syntax tree as the text of CPython's `ast.dump`.

/// The tree as `ast.dump(tree)` prints it in CPython 3.13: empty and absent fields left out, and no positions unless
/// they are asked for (as with `include_attributes=True`).
///
/// What is still to be written waits on a stack, so that trees of any depth can be shown.
public func dump(_ tree: Tree, mode: ParseMode = .file, includingPositions: Bool = false) -> String {
  var writer = TreeWriter(tree: tree)
  writer.includesPositions = includingPositions
  switch mode {
  case .file: writer.open("Module", [.list("body", tree.body)])
  case .single: writer.open("Interactive", [.list("body", tree.body)])
  case .expression:
    let statement = tree[list: tree.body].first.map { tree[$0] }
    writer.open("Expression", [.node("body", statement?.a ?? 0)])
  }
  writer.run()
  return String(decoding: writer.output, as: UTF8.self)
}

/// A field of a node that is about to be written.
enum DumpField {
  /// Left out if absent.
  case node(String, NodeID)
  /// Left out if empty; an entry 0 reads `None`.
  case list(String, ListID)
  case nodes(String, [NodeID])
  case names(String, ListID)
  /// Left out if absent.
  case name(String, NameID)
  case text(String, String)
  /// A list of texts in brackets.
  case texts(String, [String])
  case context(UInt8)
}

struct TreeWriter {
  let tree: Tree
  var includesPositions = false
  var output: [UInt8] = []
  private var pending: [Step] = []

  private enum Step {
    case text(String)
    case node(NodeID)
  }

  init(tree: Tree) { self.tree = tree }

  mutating func run() {
    while let step = pending.popLast() {
      switch step {
      case .text(let text): output.append(contentsOf: text.utf8)
      case .node(let id): write(id)
      }
    }
  }

  /// Writes the name of a node and puts its fields on the stack.
  mutating func open(_ name: String, _ fields: [DumpField]) {
    output.append(contentsOf: name.utf8)
    output.append(UInt8(ascii: "("))
    var steps: [Step] = []
    for field in fields { add(field, to: &steps) }
    steps.append(.text(")"))
    pending.append(contentsOf: steps.reversed())
  }

  private func add(_ field: DumpField, to steps: inout [Step]) {
    func label(_ name: String) { steps.append(.text((steps.isEmpty ? "" : ", ") + name + "=")) }
    switch field {
    case .node(let name, let id):
      if id == 0 { return }
      label(name)
      steps.append(.node(id))
    case .list(let name, let list):
      if list == 0 { return }
      label(name)
      add(tree[list: list], to: &steps)
    case .nodes(let name, let nodes):
      if nodes.isEmpty { return }
      label(name)
      add(nodes[...], to: &steps)
    case .names(let name, let list):
      if list == 0 { return }
      label(name)
      let all = tree[list: list].map { quoted(tree.name($0)) }
      steps.append(.text("[" + all.joined(separator: ", ") + "]"))
    case .name(let name, let id):
      if id == 0 { return }
      label(name)
      steps.append(.text(quoted(tree.name(id))))
    case .text(let name, let text):
      label(name)
      steps.append(.text(text))
    case .texts(let name, let texts):
      if texts.isEmpty { return }
      label(name)
      steps.append(.text("[" + texts.joined(separator: ", ") + "]"))
    case .context(let raw):
      label("ctx")
      steps.append(.text(raw == 0 ? "Load()" : raw == 1 ? "Store()" : "Del()"))
    }
  }

  private func add(_ entries: ArraySlice<UInt32>, to steps: inout [Step]) {
    steps.append(.text("["))
    var isFirst = true
    for entry in entries {
      if !isFirst { steps.append(.text(", ")) }
      isFirst = false
      steps.append(entry == 0 ? .text("None") : .node(entry))
    }
    steps.append(.text("]"))
  }

  private func quoted(_ name: String) -> String { "'" + name + "'" }

  private mutating func write(_ id: NodeID) {
    let node = tree[id]
    if node.kind == .matchSingleton {
      let value = DumpedLiteral.text(tree.literals[Int(tree[node.a].a)])
      open("MatchSingleton", [.text("value", value)] + positions(of: node))
      return
    }
    let (name, fields) = shape(of: node)
    open(name, fields + positions(of: node))
  }

  private func positions(of node: Node) -> [DumpField] {
    guard includesPositions else { return [] }
    switch node.kind {
    case .comprehension, .parameters, .withItem, .matchCase: return []
    case _: break
    }
    let source = tree.source
    let line = source.line(of: Int(node.start))
    let endsLine = node.end > node.start && source.bytes[Int(node.end) - 1] == 0x0A
    let endLine = source.line(of: max(Int(node.start), Int(node.end) - (endsLine ? 0 : 1)))
    return [
      .text("lineno", String(line)), .text("col_offset", String(Int(node.start) - source.start(ofLine: line))),
      .text("end_lineno", String(endLine)),
      .text("end_col_offset", String(Int(node.end) - source.start(ofLine: endLine))),
    ]
  }
}

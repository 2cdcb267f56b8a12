// Shapes.swift — the names and fields of nodes in CPython's `ast` module, in its order.

extension TreeWriter {
  func shape(of node: Node) -> (String, [DumpField]) {
    switch node.kind {
    case .absent, .functionDef, .asyncFunctionDef, .classDef, .returnStatement, .delete, .assign, .typeAlias,
      .augmentedAssign, .annotatedAssign, .forStatement, .asyncFor, .whileStatement, .ifStatement, .with, .asyncWith,
      .match, .raise, .tryStatement, .tryStar, .assert, .importStatement, .importFrom, .global, .nonlocal,
      .expressionStatement, .pass, .breakStatement, .continueStatement:
      statement(node)
    case .booleanOperation, .namedExpression, .binaryOperation, .unaryOperation, .lambda, .conditional, .dictionary,
      .set, .listComprehension, .setComprehension, .dictionaryComprehension, .generatorExpression, .await, .yield,
      .yieldFrom, .compare, .call, .formattedValue, .joinedString, .constant, .attribute, .subscripted, .starred,
      .name, .list, .tuple, .slice:
      expression(node)
    case .functionParts, .classParts, .comprehension, .exceptHandler, .parameters, .parameter, .keyword, .alias,
      .withItem, .matchCase, .matchValue, .matchSingleton, .matchSequence, .matchMapping, .matchClass, .matchStar,
      .matchAs, .matchOr, .typeVariable, .parameterSpecification, .typeVariableTuple:
      part(node)
    }
  }

  private func statement(_ node: Node) -> (String, [DumpField]) {
    switch node.kind {
    case .functionDef, .asyncFunctionDef:
      let parts = tree[node.b]
      return (
        node.kind == .functionDef ? "FunctionDef" : "AsyncFunctionDef",
        [
          .name("name", node.a), .node("args", parts.a), .list("body", node.d), .list("decorator_list", node.c),
          .node("returns", parts.b), .list("type_params", parts.c),
        ]
      )
    case .classDef:
      let parts = tree[node.b]
      return (
        "ClassDef",
        [
          .name("name", node.a), .list("bases", parts.a), .list("keywords", parts.b), .list("body", node.d),
          .list("decorator_list", node.c), .list("type_params", parts.c),
        ]
      )
    case .returnStatement: return ("Return", [.node("value", node.a)])
    case .delete: return ("Delete", [.list("targets", node.a)])
    case .assign: return ("Assign", [.list("targets", node.a), .node("value", node.b)])
    case .typeAlias:
      return ("TypeAlias", [.node("name", node.a), .list("type_params", node.b), .node("value", node.c)])
    case .augmentedAssign:
      return ("AugAssign", [.node("target", node.a), .text("op", Self.binary(node.flag)), .node("value", node.b)])
    case .annotatedAssign:
      return (
        "AnnAssign",
        [
          .node("target", node.a), .node("annotation", node.b), .node("value", node.c),
          .text("simple", String(node.flag)),
        ]
      )
    case .raise: return ("Raise", [.node("exc", node.a), .node("cause", node.b)])
    case .assert: return ("Assert", [.node("test", node.a), .node("msg", node.b)])
    case .importStatement: return ("Import", [.list("names", node.a)])
    case .importFrom:
      return (
        "ImportFrom", [.name("module", node.a), .list("names", node.b), .text("level", String(node.c))]
      )
    case .global: return ("Global", [.names("names", node.a)])
    case .nonlocal: return ("Nonlocal", [.names("names", node.a)])
    case .expressionStatement: return ("Expr", [.node("value", node.a)])
    case .pass: return ("Pass", [])
    case .breakStatement: return ("Break", [])
    case .continueStatement: return ("Continue", [])
    case _: return compound(node)
    }
  }

  private func compound(_ node: Node) -> (String, [DumpField]) {
    switch node.kind {
    case .forStatement, .asyncFor:
      (
        node.kind == .forStatement ? "For" : "AsyncFor",
        [.node("target", node.a), .node("iter", node.b), .list("body", node.c), .list("orelse", node.d)]
      )
    case .whileStatement: ("While", [.node("test", node.a), .list("body", node.b), .list("orelse", node.c)])
    case .ifStatement: ("If", [.node("test", node.a), .list("body", node.b), .list("orelse", node.c)])
    case .with, .asyncWith:
      (node.kind == .with ? "With" : "AsyncWith", [.list("items", node.a), .list("body", node.b)])
    case .match: ("Match", [.node("subject", node.a), .list("cases", node.b)])
    case .tryStatement, .tryStar:
      (
        node.kind == .tryStar ? "TryStar" : "Try",
        [.list("body", node.a), .list("handlers", node.b), .list("orelse", node.c), .list("finalbody", node.d)]
      )
    case _: ("Absent", [])
    }
  }

  private func expression(_ node: Node) -> (String, [DumpField]) {
    switch node.kind {
    case .booleanOperation:
      return ("BoolOp", [.text("op", node.flag == 0 ? "And()" : "Or()"), .list("values", node.a)])
    case .namedExpression: return ("NamedExpr", [.node("target", node.a), .node("value", node.b)])
    case .binaryOperation:
      return ("BinOp", [.node("left", node.a), .text("op", Self.binary(node.flag)), .node("right", node.b)])
    case .unaryOperation:
      return ("UnaryOp", [.text("op", Self.unary[Int(node.flag)] + "()"), .node("operand", node.a)])
    case .lambda: return ("Lambda", [.node("args", node.a), .node("body", node.b)])
    case .conditional:
      return ("IfExp", [.node("test", node.a), .node("body", node.b), .node("orelse", node.c)])
    case .dictionary: return ("Dict", [.list("keys", node.a), .list("values", node.b)])
    case .set: return ("Set", [.list("elts", node.a)])
    case .listComprehension: return ("ListComp", [.node("elt", node.a), .list("generators", node.b)])
    case .setComprehension: return ("SetComp", [.node("elt", node.a), .list("generators", node.b)])
    case .dictionaryComprehension:
      return ("DictComp", [.node("key", node.a), .node("value", node.b), .list("generators", node.c)])
    case .generatorExpression: return ("GeneratorExp", [.node("elt", node.a), .list("generators", node.b)])
    case .await: return ("Await", [.node("value", node.a)])
    case .yield: return ("Yield", [.node("value", node.a)])
    case .yieldFrom: return ("YieldFrom", [.node("value", node.a)])
    case .compare:
      let operators = tree[list: node.b].map { Self.comparisons[Int($0)] + "()" }
      return ("Compare", [.node("left", node.a), .texts("ops", operators), .list("comparators", node.c)])
    case .call: return ("Call", [.node("func", node.a), .list("args", node.b), .list("keywords", node.c)])
    case _: return atom(node)
    }
  }

  private func atom(_ node: Node) -> (String, [DumpField]) {
    switch node.kind {
    case .formattedValue:
      let conversion = node.flag == 0 ? "-1" : String(node.flag)
      return (
        "FormattedValue",
        [.node("value", node.a), .text("conversion", conversion), .node("format_spec", node.b)]
      )
    case .joinedString: return ("JoinedStr", [.list("values", node.a)])
    case .constant:
      let value = DumpField.text("value", DumpedLiteral.text(tree.literals[Int(node.a)]))
      return ("Constant", node.flag == 1 ? [value, .text("kind", "'u'")] : [value])
    case .attribute:
      return ("Attribute", [.node("value", node.a), .name("attr", node.b), .context(node.flag)])
    case .subscripted:
      return ("Subscript", [.node("value", node.a), .node("slice", node.b), .context(node.flag)])
    case .starred: return ("Starred", [.node("value", node.a), .context(node.flag)])
    case .name: return ("Name", [.name("id", node.a), .context(node.flag)])
    case .list: return ("List", [.list("elts", node.a), .context(node.flag)])
    case .tuple: return ("Tuple", [.list("elts", node.a), .context(node.flag)])
    case .slice: return ("Slice", [.node("lower", node.a), .node("upper", node.b), .node("step", node.c)])
    case _: return ("Absent", [])
    }
  }

  private func part(_ node: Node) -> (String, [DumpField]) {
    switch node.kind {
    case .comprehension:
      return (
        "comprehension",
        [
          .node("target", node.a), .node("iter", node.b), .list("ifs", node.c),
          .text("is_async", String(node.flag)),
        ]
      )
    case .exceptHandler:
      return ("ExceptHandler", [.node("type", node.a), .name("name", node.b), .list("body", node.c)])
    case .parameters: return ("arguments", parameters(node))
    case .parameter: return ("arg", [.name("arg", node.a), .node("annotation", node.b)])
    case .keyword: return ("keyword", [.name("arg", node.a), .node("value", node.b)])
    case .alias: return ("alias", [.name("name", node.a), .name("asname", node.b)])
    case .withItem: return ("withitem", [.node("context_expr", node.a), .node("optional_vars", node.b)])
    case .matchCase:
      return ("match_case", [.node("pattern", node.a), .node("guard", node.b), .list("body", node.c)])
    case .matchValue: return ("MatchValue", [.node("value", node.a)])
    case .matchSequence: return ("MatchSequence", [.list("patterns", node.a)])
    case .matchMapping:
      return ("MatchMapping", [.list("keys", node.a), .list("patterns", node.b), .name("rest", node.c)])
    case .matchClass:
      return (
        "MatchClass",
        [
          .node("cls", node.a), .list("patterns", node.b), .names("kwd_attrs", node.c),
          .list("kwd_patterns", node.d),
        ]
      )
    case .matchStar: return ("MatchStar", [.name("name", node.a)])
    case .matchAs: return ("MatchAs", [.node("pattern", node.a), .name("name", node.b)])
    case .matchOr: return ("MatchOr", [.list("patterns", node.a)])
    case .typeVariable:
      return ("TypeVar", [.name("name", node.a), .node("bound", node.b), .node("default_value", node.c)])
    case .parameterSpecification:
      return ("ParamSpec", [.name("name", node.a), .node("default_value", node.c)])
    case .typeVariableTuple:
      return ("TypeVarTuple", [.name("name", node.a), .node("default_value", node.c)])
    case _: return ("Absent", [])
    }
  }

  /// CPython keeps parameters by kind and defaults apart from them.
  private func parameters(_ node: Node) -> [DumpField] {
    let all = Array(tree[list: node.a])
    let positional = Int(node.c)
    let hasStar = node.flag & 1 != 0
    let keywordStart = positional + (hasStar ? 1 : 0)
    let keywordEnd = keywordStart + Int(node.d)
    let defaults = all[..<positional].map { tree[$0].c }.filter { $0 != 0 }
    let keywordOnly = all[keywordStart..<keywordEnd]
    return [
      .nodes("posonlyargs", Array(all[..<Int(node.b)])),
      .nodes("args", Array(all[Int(node.b)..<positional])),
      .node("vararg", hasStar ? all[positional] : 0),
      .nodes("kwonlyargs", Array(keywordOnly)),
      .nodes("kw_defaults", keywordOnly.map { tree[$0].c }),
      .node("kwarg", node.flag & 2 != 0 ? all[keywordEnd] : 0),
      .nodes("defaults", defaults),
    ]
  }

  static func binary(_ flag: UInt8) -> String { binaryNames[Int(flag)] + "()" }

  private static let binaryNames = [
    "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor", "BitAnd", "FloorDiv",
  ]
  private static let unary = ["Invert", "Not", "UAdd", "USub"]
  private static let comparisons = ["Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"]
}

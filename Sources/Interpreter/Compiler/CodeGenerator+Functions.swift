// CodeGenerator+Functions.swift — making functions and classes, and their bodies.

import Parser

extension CodeGenerator {
  /// Emits `makeFunction`; what the flags name stands in the registers after `target`.
  func makeFunction(_ inner: Int, into target: Int, flags: Int, at id: NodeID) {
    let index = child(of: inner)
    asm.at(id)
    asm.emitWide(.makeFunction, target, index)
    asm.word(flags)
  }

  func lambda(_ id: NodeID, _ node: Node, into target: Int) {
    guard let inner = scopeNumber(of: id) else { return }
    let first = defaultsStart(node.a, for: target)
    let flags = defaults(node.a, at: first, id: id)
    makeFunction(inner, into: first, flags: flags, at: id)
    move(target, first)
  }

  /// The register to make a function in: the target itself where nothing has to stand after it.
  private func defaultsStart(_ parameters: NodeID, for target: Int) -> Int {
    tree[list: tree[parameters].a].contains { tree[$0].c != 0 } ? work(for: target) : target
  }

  /// Default values into the registers after `function`; gives the flags.
  private func defaults(_ parameters: NodeID, at function: Int, id: NodeID) -> Int {
    let node = tree[parameters]
    let list = tree[list: node.a]
    let positional = list.prefix(Int(node.c)).filter { tree[$0].c != 0 }
    let keywordOnly = list.dropFirst(Int(node.c)).filter { tree[$0].c != 0 }
    guard !positional.isEmpty || !keywordOnly.isEmpty else { return 0 }
    next = function + 1
    reserve(2)
    if !positional.isEmpty { defaultsTuple(positional.map { tree[$0].c }, into: function + 1, at: id) }
    if !keywordOnly.isEmpty {
      let pairs = keywordOnly.map { (mangle(tree[$0].a), tree[$0].c) }
      namedValues(pairs, into: function + 2, at: id)
    }
    return (positional.isEmpty ? 0 : 1) | (keywordOnly.isEmpty ? 0 : 2)
  }

  private func defaultsTuple(_ values: [NodeID], into target: Int, at id: NodeID) {
    let mark = next
    let constants = values.compactMap { folder.fold($0) }
    if constants.count == values.count {
      load(.tuple(constants), into: target)
    } else if values.count > Self.displayLimit {
      buildList(values[...], into: target, at: id)
      emit(.listToTuple, target, target)
    } else {
      for value in values { compile(value, into: temporary()) }
      emit(.buildTuple, target, mark, values.count)
    }
    next = mark
  }

  /// A dictionary of names and values.
  private func namedValues(_ pairs: [(NameID, NodeID)], into target: Int, at id: NodeID) {
    let mark = next
    var rest = pairs[...]
    let head = rest.prefix(Self.displayLimit / 2)
    for (name, value) in head {
      load(unit.names.constant(name), into: temporary())
      compile(value, into: temporary())
    }
    emit(.buildMap, target, mark, head.count)
    next = mark
    rest = rest.dropFirst(head.count)
    for (name, value) in rest {
      let key = temporary()
      load(unit.names.constant(name), into: key)
      emit(.mapInsert, target, key, operand(value), at: id)
      next = mark
    }
  }

  /// Annotations as a tuple of names and values, four registers after `function`; gives the flag.
  private func annotations(_ parts: Node, at function: Int, id: NodeID) -> Int {
    var pairs: [(NameID, NodeID)] = []
    for parameter in tree[list: tree[parts.a].a] where tree[parameter].b != 0 {
      pairs.append((mangle(tree[parameter].a), tree[parameter].b))
    }
    if parts.b != 0 { pairs.append((known.returnName, parts.b)) }
    guard !pairs.isEmpty else { return 0 }
    next = max(next, function + 4)
    if next > top { top = next }
    let mark = next
    if pairs.count <= Self.displayLimit / 2 {
      for (name, annotation) in pairs {
        load(unit.names.constant(name), into: temporary())
        self.annotation(annotation, into: temporary())
      }
      emit(.buildTuple, function + 3, mark, 2 * pairs.count)
    } else {
      let list = temporary()
      emit(.buildList, list)
      for (name, annotation) in pairs {
        let register = temporary()
        load(unit.names.constant(name), into: register)
        emit(.listAppend, list, register)
        self.annotation(annotation, into: register)
        emit(.listAppend, list, register)
        next = register
      }
      emit(.listToTuple, function + 3, list)
    }
    next = mark
    return 4
  }

  func annotation(_ id: NodeID, into target: Int) {
    if unit.annotationsAreText {
      load(.string(Array(Unparser.text(of: id, in: tree).utf8), interned: false), into: target)
    } else {
      unstarred(id, into: target)
    }
  }

  /// A value, or the one item of a starred one (`*args: *Ts`).
  private func unstarred(_ id: NodeID, into target: Int) {
    guard tree[id].kind == .starred else {
      compile(id, into: target)
      return
    }
    let mark = next
    let value = operand(tree[id].a)
    let item = temporary()
    emit(.unpack, item, value, 1, at: id)
    move(target, item)
    next = mark
  }

  // MARK: def

  func functionDefinition(_ id: NodeID, _ node: Node) {
    define(id, node) { target in
      let parts = tree[node.b]
      if tree.count(parts.c) > 0 {
        genericFunction(id, node, parts, into: target)
      } else {
        let register = hasExtras(parts) ? work(for: target) : target
        let flags = defaults(parts.a, at: register, id: id)
        function(id, parts, flags: flags, into: register)
        move(target, register)
      }
    }
  }

  private func hasExtras(_ parts: Node) -> Bool {
    parts.b != 0 || tree[list: tree[parts.a].a].contains { tree[$0].b != 0 || tree[$0].c != 0 }
  }

  /// A function whose defaults, if any, stand after `register` already.
  private func function(_ id: NodeID, _ parts: Node, flags: Int, into register: Int) {
    guard let inner = scopeNumber(of: id) else { return }
    let flags = flags | annotations(parts, at: register, id: id)
    makeFunction(inner, into: register, flags: flags, at: id)
  }

  /// Decorators, what `make` makes, the calls of the decorators, and the name.
  private func define(_ id: NodeID, _ node: Node, _ make: (Int) -> Void) {
    let decorators = tree[list: node.c]
    if decorators.isEmpty, let direct = directRegister(node.a) {
      let mark = next
      make(direct)
      next = mark
      asm.bound.insert(direct)
      return
    }
    let mark = next
    let near = decorators.prefix(40)
    for decorator in near { compile(decorator, into: temporary()) }
    let value = temporary()
    decorated(decorators.dropFirst(near.count), into: value, make)
    next = value + 1
    for (i, decorator) in near.enumerated().reversed() {
      emit(.call, mark + i, 1, at: decorator)
    }
    next = mark + 1
    store(node.a, from: mark, at: id)
    next = mark
  }

  /// More decorators than fit in registers: kept in a list, called from its end.
  private func decorated(_ decorators: ArraySlice<NodeID>, into value: Int, _ make: (Int) -> Void) {
    guard !decorators.isEmpty else {
      make(value)
      return
    }
    let list = temporary()
    emit(.buildList, list)
    for decorator in decorators {
      emit(.listAppend, list, operand(decorator))
      next = list + 1
    }
    let callee = temporary()
    let argument = temporary()
    make(argument)
    next = argument + 1
    for (i, decorator) in decorators.enumerated().reversed() {
      let index = temporary()
      load(.integer(i), into: index)
      emit(.getItem, callee, list, index)
      next = index
      emit(.call, callee, 1, at: decorator)
      move(argument, callee)
    }
    move(value, argument)
  }

  private func genericFunction(_ id: NodeID, _ node: Node, _ parts: Node, into target: Int) {
    guard let inner = typeScope(node.b, .parameters) else { return }
    let function = work(for: target)
    let flags = defaults(parts.a, at: function, id: id)
    next = max(next, function + 1)
    let callee = flags == 0 ? function : temporary()
    makeFunction(inner, into: callee, flags: 0, at: id)
    next = callee + 1
    for bit in 1...2 where flags & bit != 0 { move(temporary(), function + bit) }
    emit(.call, callee, flags == 3 ? 2 : flags == 0 ? 0 : 1, at: id)
    move(target, callee)
  }

  func typeScope(_ node: NodeID, _ role: TypeScopeKey.Role) -> Int? {
    unit.typeScopes[TypeScopeKey(node: node, role: role)]
  }

  // MARK: class

  func classDefinition(_ id: NodeID, _ node: Node) {
    define(id, node) { target in
      if tree.count(tree[node.b].c) > 0, let inner = typeScope(node.b, .parameters) {
        let function = work(for: target)
        makeFunction(inner, into: function, flags: 0, at: id)
        emit(.call, function, 0, at: id)
        move(target, function)
      } else {
        buildClass(id, node, generic: nil, into: target)
      }
    }
  }

  /// `__build_class__(body, name, *bases, **keywords)`; `generic` holds one more base.
  private func buildClass(_ id: NodeID, _ node: Node, generic: Int?, into target: Int) {
    guard let inner = scopeNumber(of: id) else { return }
    let parts = tree[node.b]
    let callee = work(for: target)
    next = callee + 1
    emit(.loadBuildClass, callee, at: id)
    makeFunction(inner, into: temporary(), flags: 0, at: id)
    load(unit.names.constant(node.a), into: temporary())
    let bases = tree[list: parts.a]
    let keywords = tree[list: parts.b]
    let isSimple =
      bases.count + keywords.count <= Self.displayLimit && !bases.contains { tree[$0].kind == .starred }
      && !keywords.contains { tree[$0].a == 0 }
    guard isSimple else {
      spreadClass(bases, keywords, generic: generic, callee: callee, at: id)
      move(target, callee)
      return
    }
    for base in bases { compile(base, into: temporary()) }
    if let generic { move(temporary(), generic) }
    for keyword in keywords { compile(tree[keyword].b, into: temporary()) }
    emit(keywords.isEmpty ? .call : .callKeywords, callee, next - callee - 1, at: id)
    if !keywords.isEmpty { asm.word(constant(.tuple(keywords.map { unit.names.constant(tree[$0].a) }))) }
    move(target, callee)
  }

  private func spreadClass(
    _ bases: ArraySlice<NodeID>, _ keywords: ArraySlice<NodeID>, generic: Int?, callee: Int, at id: NodeID
  ) {
    emit(.buildList, callee + 1, callee + 1, 2)
    next = callee + 2
    for base in bases {
      let isStarred = tree[base].kind == .starred
      let value = operand(isStarred ? tree[base].a : base)
      emit(isStarred ? .listExtend : .listAppend, callee + 1, value, isStarred ? 1 : 0, at: id)
      next = callee + 2
    }
    if let generic { emit(.listAppend, callee + 1, generic) }
    let map = temporary()
    spreadKeywords(keywords, into: map, callee: callee, id: id)
    emit(.callSpread, callee, at: id)
  }

  // MARK: Bodies

  func functionBody() {
    let body = tree[table.scopes[scope].node].d
    statements(skippingDocstring: body)
  }

  func lambdaBody() {
    let node = tree[table.scopes[scope].node]
    let value = operand(node.b)
    emit(.return, value)
    asm.endPath()
  }

  func lazyBody() {
    let value = temporary()
    unstarred(table.scopes[scope].node, into: value)
    emit(.return, value)
    asm.endPath()
  }

  func module() {
    if unit.options.mode == .evaluation {
      guard let first = tree[list: tree.body].first else { return }
      let value = operand(tree[first].a)
      emit(.return, value)
      asm.endPath()
      return
    }
    if table.scopes[scope].hasAnnotations {
      let intrinsic: Intrinsic = unit.options.isNameMode ? .setupAnnotations : .setupGlobalAnnotations
      emit(.intrinsic, next, 0, Int(intrinsic.rawValue))
      top = max(top, next + 1)
    }
    guard unit.options.mode != .interactive else {
      statements(tree.body)
      return
    }
    storeDocstring(tree.body)
    statements(skippingDocstring: tree.body)
  }

  private func storeDocstring(_ body: ListID) {
    guard let first = tree[list: body].first, let docstring = docstring(first) else { return }
    let register = temporary()
    load(.string(cleanDocstring(docstring), interned: false), into: register)
    store(known.document, from: register, at: first)
    next -= 1
  }

  private func docstring(_ statement: NodeID) -> [UInt8]? {
    guard tree[statement].kind == .expressionStatement, tree[tree[statement].a].kind == .constant,
      case .string(let bytes) = tree.literals[Int(tree[tree[statement].a].a)]
    else { return nil }
    return bytes
  }

  private func statements(skippingDocstring body: ListID) {
    let list = tree[list: body]
    guard let first = list.first else { return }
    statements(docstring(first) == nil ? list : list.dropFirst())
  }

  private func storeAttribute(_ name: NameID, _ value: Constant) {
    let register = temporary()
    load(value, into: register)
    storeAttribute(name, from: register)
    next -= 1
  }

  private func storeAttribute(_ name: NameID, from register: Int) {
    emit(.storeName, register)
    asm.word(self.name(name))
  }

  func classBody() {
    let info = table.scopes[scope]
    let id = info.node
    let node = tree[id]
    let function = unit.functions[info.function]
    asm.at(id)
    if info.needsClassDictionary { emit(.storeCell, info.needsClassCell ? 2 : 1, 0) }
    let register = temporary()
    emit(.loadName, register)
    asm.word(name(known.name))
    storeAttribute(known.module, from: register)
    next -= 1
    storeAttribute(known.qualifiedName, .string(Array(function.qualifiedName.utf8), interned: true))
    storeAttribute(known.firstLine, .integer(function.firstLine))
    if tree.count(tree[node.b].c) > 0 {
      let parameters = temporary()
      loadName(known.typeParameters, into: parameters, at: id)
      storeAttribute(known.typeParametersAttribute, from: parameters)
      next -= 1
    }
    if info.hasAnnotations { emit(.intrinsic, next, 0, Int(Intrinsic.setupAnnotations.rawValue)) }
    top = max(top, next + 1)
    storeDocstring(node.d)
    statements(skippingDocstring: node.d)
    guard asm.isReachable else { return }
    asm.at(id)
    storeAttribute(known.staticAttributes, .tuple(info.attributes.map { unit.names.constant($0) }))
    if info.needsClassDictionary { storeAttribute(known.classDictionaryAttribute, from: info.needsClassCell ? 2 : 1) }
    guard info.needsClassCell else { return }
    storeAttribute(known.classCellAttribute, from: 1)
    emit(.return, 1)
    asm.endPath()
  }

  // MARK: Type parameters

  func typeParametersBody() {
    let info = table.scopes[scope]
    let parts = tree[info.node]
    let value = temporary()
    if parts.kind == .functionParts {
      genericFunctionBody(parts, into: value)
    } else if parts.kind == .classParts {
      genericClassBody(parts, into: value)
    } else {
      let parameters = temporary()
      typeParameters(parts.b, into: parameters, at: info.node)
      typeAliasValue(info.node, parts, parameters: parameters, into: value)
    }
    emit(.return, value)
    asm.endPath()
  }

  /// The definition that a `functionParts` or `classParts` belongs to: the scope made right after its own.
  private func definition(_ kind: NodeKind, _ other: NodeKind) -> NodeID {
    var inner = scope + 1
    while inner < table.scopes.count {
      let node = table.scopes[inner].node
      if table.scopes[inner].parent == scope, node != 0, tree[node].kind == kind || tree[node].kind == other,
        tree[node].b == table.scopes[scope].node
      {
        return node
      }
      inner += 1
    }
    return 0
  }

  private func genericFunctionBody(_ parts: Node, into value: Int) {
    let id = definition(.functionDef, .asyncFunctionDef)
    guard let inner = scopeNumber(of: id) else { return }
    reserve(4)
    typeParameters(parts.c, into: value + 4, at: table.scopes[scope].node)
    var flags = 8
    for (bit, name) in [(1, known.defaults), (2, known.keywordDefaults)] where table.find(name, in: scope) != nil {
      loadName(name, into: value + bit, at: id)
      flags |= bit
    }
    flags |= annotations(parts, at: value, id: id)
    makeFunction(inner, into: value, flags: flags, at: id)
  }

  private func genericClassBody(_ parts: Node, into value: Int) {
    let id = definition(.classDef, .classDef)
    let parameters = temporary()
    typeParameters(parts.c, into: parameters, at: id)
    store(known.typeParameters, from: parameters, at: id)
    let generic = temporary()
    emit(.intrinsic, generic, parameters, Int(Intrinsic.subscriptGeneric.rawValue), at: id)
    buildClass(id, tree[id], generic: generic, into: value)
  }

  /// Makes type variables, binds their names, and gives the tuple of them.
  private func typeParameters(_ list: ListID, into target: Int, at id: NodeID) {
    let mark = next
    let parameters = tree[list: list]
    let isLong = parameters.count > Self.displayLimit
    let all = isLong ? temporary() : -1
    if isLong { emit(.buildList, all) }
    for parameter in parameters {
      let register = temporary()
      typeParameter(parameter, into: register)
      store(tree[parameter].a, from: register, at: parameter)
      if isLong {
        emit(.listAppend, all, register)
        next = register
      }
    }
    if isLong { emit(.listToTuple, target, all) } else { emit(.buildTuple, target, mark, parameters.count) }
    next = mark
  }

  private func typeParameter(_ id: NodeID, into register: Int) {
    let node = tree[id]
    let mark = next
    load(unit.names.constant(node.a), into: temporary())
    var intrinsic = Intrinsic.typeVariable
    if node.kind == .parameterSpecification {
      intrinsic = .parameterSpecification
    } else if node.kind == .typeVariableTuple {
      intrinsic = .typeVariableTuple
    } else if node.b != 0, let inner = typeScope(id, .bound) {
      makeFunction(inner, into: temporary(), flags: 0, at: node.b)
      intrinsic = tree[node.b].kind == .tuple ? .typeVariableConstraints : .typeVariableBound
    }
    emit(.intrinsic, register, mark, Int(intrinsic.rawValue), at: id)
    next = mark
    if node.c != 0, let inner = typeScope(id, .defaultValue) {
      move(temporary(), register)
      makeFunction(inner, into: temporary(), flags: 0, at: node.c)
      emit(.intrinsic, register, mark, Int(Intrinsic.typeDefault.rawValue), at: id)
      next = mark
    }
  }

  // MARK: type

  func typeAlias(_ id: NodeID, _ node: Node) {
    let value = temporary()
    if tree.count(node.b) > 0, let inner = typeScope(id, .parameters) {
      makeFunction(inner, into: value, flags: 0, at: id)
      emit(.call, value, 0, at: id)
    } else {
      typeAliasValue(id, node, parameters: nil, into: value)
    }
    store(tree[node.a].a, from: value, at: id)
    next = value
  }

  private func typeAliasValue(_ id: NodeID, _ node: Node, parameters: Int?, into target: Int) {
    guard let inner = typeScope(id, .alias) else { return }
    let mark = next
    load(unit.names.constant(tree[node.a].a), into: temporary())
    let second = temporary()
    if let parameters { move(second, parameters) } else { load(.none, into: second) }
    makeFunction(inner, into: temporary(), flags: 0, at: id)
    emit(.intrinsic, target, mark, Int(Intrinsic.typeAlias.rawValue), at: id)
    next = mark
  }
}

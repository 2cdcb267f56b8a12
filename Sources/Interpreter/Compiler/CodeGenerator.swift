// CodeGenerator.swift — from the tree of one function to its instructions.

import Parser

/// Compiles one function.
///
/// Registers: locals first, temporaries above them as a stack (`next` is the first free one). An expression is compiled
/// into a given register, or as an operand: where it stands already, if it is a local, else in a new temporary. A
/// register below `base` is written only when the whole expression is known to have a value.
final class CodeGenerator {
  let unit: Unit
  let tree: Tree
  let table: SymbolTable
  let folder: ConstantFolder
  /// The scope that owns the frame.
  let scope: Int
  /// The scope that names are looked up in: `scope` or a comprehension inside it.
  var current: Int
  let kind: ScopeKind
  let privateClass: NameID
  let homes: LocalHomes

  var asm = Assembler()
  var constants = ConstantPool()
  var children: [Int] = []
  /// The first register that is no local's.
  let base: Int
  var next: Int
  /// One more than the highest register used.
  var top: Int
  /// Registers from here on may be saved away while a deep expression is compiled.
  var floor: Int
  var firstFreeFar: Int
  var topFar: Int
  /// Locals that are unbound at entry and looked at before they surely are bound.
  var cleared: [Bool]
  /// Locals that a `del` may make unbound again.
  var deleted = BoundSet()
  var blocks: [Block] = []
  var pendingCleanups: [Cleanup] = []
  var inlined: [InlinedVariable] = []
  var spine: [NodeID] = []
  /// The statement at hand, as a range of offsets.
  var statementStart: UInt32 = 0
  var statementEnd: UInt32 = .max
  let hasWalrus: Bool
  /// Why the function can't be compiled.
  var failure: String?

  init(unit: Unit, scope: Int) {
    self.unit = unit
    tree = unit.tree
    table = unit.table
    folder = ConstantFolder(tree: unit.tree, isOptimized: unit.options.isOptimized)
    self.scope = scope
    current = scope
    let info = unit.table.scopes[scope]
    kind = info.kind
    privateClass = info.privateClass
    homes = LocalHomes(count: info.locals.count, reserved: 0)
    base = homes.near
    next = base
    top = base
    floor = base
    firstFreeFar = homes.firstFree
    topFar = homes.hasFar ? homes.firstFree : 0
    cleared = Array(repeating: info.mayReadLocals, count: info.locals.count)
    hasWalrus = !info.walruses.isEmpty
    unit.beginNames()
  }

  var known: KnownNames { unit.names.known }

  // MARK: Registers

  /// The next temporary.
  @inline(__always)
  func temporary() -> Int {
    let register = next
    reserve(1)
    return register
  }

  @inline(__always)
  func reserve(_ count: Int) {
    next += count
    if next > top { top = next }
    if next > 254 { overflow() }
  }

  private func overflow() {
    if failure == nil { failure = "too many registers needed" }
    next = min(next, 254)
    top = 254
  }

  /// The register to build a value in: the target if nothing lies above it, else a new temporary.
  @inline(__always)
  func work(for target: Int?) -> Int {
    if let target, target >= base, target == next - 1 { return target }
    return temporary()
  }

  func allocateFar(_ count: Int) -> Int {
    let first = firstFreeFar
    firstFreeFar += count
    topFar = max(topFar, firstFreeFar)
    return first
  }

  // MARK: Emission

  @inline(__always)
  func emit(_ opcode: Opcode, _ a: Int, _ b: Int = 0, _ c: Int = 0) { asm.emit(opcode, a, b, c) }

  @inline(__always)
  func emit(_ opcode: Opcode, _ a: Int, _ b: Int = 0, _ c: Int = 0, at node: NodeID) {
    asm.at(node)
    asm.emit(opcode, a, b, c)
  }

  func move(_ target: Int, _ source: Int) {
    if target != source { asm.emit(.move, target, source) }
  }

  func constant(_ value: Constant) -> Int { constants.index(of: value) }

  /// The constant that holds a name, as written (see `mangle`).
  func name(_ name: NameID) -> Int {
    if let index = unit.nameConstant(name) { return index }
    let index = constants.index(of: unit.names.constant(name))
    unit.setNameConstant(name, index)
    return index
  }

  func mangle(_ name: NameID) -> NameID { unit.names.mangle(name, in: privateClass) }

  func text(_ string: String) -> Constant { .string(Array(string.utf8), interned: true) }

  func load(_ value: Constant, into target: Int) {
    switch value {
    case .none: emit(.loadSpecial, target, Int(SpecialConstant.none.rawValue))
    case .true: emit(.loadSpecial, target, Int(SpecialConstant.true.rawValue))
    case .false: emit(.loadSpecial, target, Int(SpecialConstant.false.rawValue))
    case .ellipsis: emit(.loadSpecial, target, Int(SpecialConstant.ellipsis.rawValue))
    case .integer(let number) where number >= -32768 && number <= 32767:
      asm.emitWide(.loadInt, target, number & 0xFFFF)
    case .integer, .longInteger, .float, .imaginary, .string, .bytes, .tuple, .frozenSet:
      let index = constant(value)
      if index < 1 << 16 {
        asm.emitWide(.loadConstant, target, index)
      } else {
        emit(.loadConstantWide, target)
        asm.word(index)
      }
    }
  }

  func loadUnbound(into target: Int) { emit(.loadSpecial, target, Int(SpecialConstant.unbound.rawValue)) }

  /// The number of a child function in this image.
  func child(of scope: Int) -> Int {
    let function = table.scopes[scope].function
    if let known = children.lastIndex(of: function), children.count < 64 { return known }
    children.append(function)
    if children.count > 1 << 16, failure == nil { failure = "too many functions in one" }
    return children.count - 1
  }

  // MARK: The whole function

  func generate() -> CodeImage {
    noteDeleted()
    bindParameters()
    generateBody()
    if asm.isReachable { emit(.returnNone, 0) }
    if asm.pc > 1 << 23, failure == nil { failure = "code too large" }
    asm.finish(prologue: prologue())
    if asm.isTooLarge, failure == nil { failure = "code too large" }
    var image = CodeImage()
    image.words = asm.words
    image.constants = constants.values
    image.registerCount = topFar > 0 ? max(topFar, 256) : top + 1
    image.handlers = asm.handlers
    image.positions = asm.positions
    image.children = children
    return image
  }

  private func noteDeleted() {
    var next = table.scopes[scope].firstSymbol
    while next >= 0 {
      let symbol = table.symbols[Int(next)]
      if symbol.resolution == .local, symbol.flags.contains(.deleted) { deleted.insert(Int(symbol.place)) }
      next = symbol.next
    }
  }

  private func bindParameters() {
    for i in 0..<min(parameterCount, 128) { asm.bound.insert(i) }
  }

  var parameterCount: Int {
    if kind == .classBody { return 1 }
    if kind == .module { return unit.options.isNameMode ? 1 : 0 }
    return unit.functions[table.scopes[scope].function].parameters.names.count
  }

  private func generateBody() {
    switch kind {
    case .module: module()
    case .classBody: classBody()
    case .function: functionBody()
    case .lambda: lambdaBody()
    case .generatorExpression: generatorBody()
    case .typeParameters: typeParametersBody()
    case .typeVariable, .typeAlias: lazyBody()
    case .comprehension, .annotation: break
    }
  }

  /// What must happen to locals before the first instruction; made last, when it is known what must.
  private func prologue() -> [UInt32] {
    var code = Assembler()
    let info = table.scopes[scope]
    if homes.hasFar { farPrologue(&code) }
    for cell in info.cells where Int(cell) >= parameterCount { cleared[Int(cell)] = true }
    var i = parameterCount
    while i < homes.near {
      guard cleared[i] else {
        i += 1
        continue
      }
      var end = i + 1
      while end < homes.near, cleared[end] { end += 1 }
      code.emit(.clear, i, end - i)
      i = end
    }
    for cell in info.cells {
      let home = homes.home(of: Int(cell))
      if home < base {
        code.emit(.makeCell, home)
      } else {
        code.emit(.loadFar, base)
        code.word(home)
        code.emit(.makeCell, base)
        code.emit(.storeFar, base)
        code.word(home)
        top = max(top, base + 1)
      }
    }
    return code.words
  }

  /// Moves parameters to their far homes and clears the other far locals.
  private func farPrologue(_ code: inout Assembler) {
    let first = LocalHomes.nearCount
    top = 254
    let moved = min(parameterCount, 256) - first
    if moved > 0 {
      code.emit(.saveBlock, first, moved)
      code.word(homes.home(of: first))
    }
    code.emit(.clear, first, 100)
    var local = max(parameterCount, first)
    while local < homes.count {
      let end = min(homes.count, local < 256 ? min(256, local + 100) : local + 100)
      code.emit(.saveBlock, first, end - local)
      code.word(homes.home(of: local))
      local = end
    }
  }
}

/// A variable of a comprehension that runs in this frame.
struct InlinedVariable {
  let symbol: Int
  let register: Int
  /// Whether it surely has a value where the generator is.
  var isBound: Bool
}

// Loading.swift — turning code images into the interpreter's own copies, and functions out of them.

import Diagnostics
import Glibc
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  /// The code of one function of a unit, its body not compiled yet.
  func makeCode(_ unit: Unit, _ index: Int, isLibrary: Bool) -> UnsafeMutablePointer<Code> {
    let info = unit.functions[index]
    let code = UnsafeMutablePointer<Code>.allocate(capacity: 1)
    let parameters = info.parameters
    let names = Values.allocate(capacity: max(parameters.names.count, 1))
    for (i, name) in parameters.names.enumerated() { names[i] = intern(name) }
    code.initialize(
      to: Code(
        words: UnsafeMutablePointer<UInt32>(bitPattern: 8).unsafelyUnwrapped,
        constants: Values(bitPattern: 8).unsafelyUnwrapped, registerCount: 0, parameterCount: parameters.names.count,
        positionalCount: parameters.positionalCount, positionalOnlyCount: parameters.positionalOnlyCount,
        keywordOnlyCount: parameters.keywordOnlyCount, parameterNames: names, kind: info.kind,
        hasStarArgs: parameters.hasStarArgs, hasStarKwargs: parameters.hasStarKwargs, isCompiled: false,
        isLibrary: isLibrary, number: pointee.codes.count, constantCount: 0, wordCount: 0))
    pointee.codes.append(CodeRecord(unit: unit, index: index, code: code))
    return code
  }

  /// Compiles the body of a function that is called for the first time.
  func compile(_ function: Value) throws(Raise) {
    let code = function.as(FunctionCell.self).pointee.code
    try compile(code)
    setSimpleCount(function.as(FunctionCell.self))
  }

  func compile(_ code: UnsafeMutablePointer<Code>) throws(Raise) {
    if code.pointee.isCompiled { return }
    let record = pointee.codes[code.pointee.number]
    let image: CodeImage
    do { image = try record.unit.compile(record.index) } catch {
      throw raise(.memoryError, error.message)
    }
    if getenv("AIO_DUMP") != nil { writeError("== \(record.info.qualifiedName)\n\(Disassembler.text(of: image))") }
    load(image, into: record)
  }

  private func load(_ image: CodeImage, into record: CodeRecord) {
    let code = record.code
    let words = UnsafeMutablePointer<UInt32>.allocate(capacity: image.words.count + 1)
    for (i, word) in image.words.enumerated() { words[i] = word }
    let constants = Values.allocate(capacity: max(image.constants.count, 1))
    for i in 0..<image.constants.count { constants[i] = .none }
    code.pointee.constants = constants
    code.pointee.constantCount = image.constants.count
    code.pointee.words = words
    code.pointee.wordCount = image.words.count
    code.pointee.registerCount = max(image.registerCount, code.pointee.parameterCount)
    clearCaches(code)
    // From here on a collection finds the constants.
    code.pointee.isCompiled = true
    for (i, constant) in image.constants.enumerated() { constants[i] = materialise(constant) }
    record.handlers = image.handlers
    code.pointee.hasHandlers = !image.handlers.isEmpty
    record.positions = image.positions
    for child in image.children {
      record.children.append(makeCode(record.unit, child, isLibrary: code.pointee.isLibrary))
    }
  }

  /// The value of a constant.
  func materialise(_ constant: Constant) -> Value {
    switch constant {
    case .none: return .none
    case .true: return .true
    case .false: return .false
    case .ellipsis: return .ellipsis
    case .integer(let i): return int(i)
    case .longInteger(let digits, let base): return longInteger(digits, base)
    case .float(let bits): return Value(any: Double(bitPattern: bits))
    case .imaginary(let bits): return complex(ComplexNumber(0, Double(bitPattern: bits)))
    case .string(let bytes, let interned):
      return bytes.withUnsafeBufferPointer { view in
        guard let start = view.baseAddress else { return pointee.emptyText }
        if interned { return intern(start, view.count) }
        return (try? makeText(view)) ?? pointee.emptyText
      }
    case .bytes(let bytes):
      return bytes.withUnsafeBufferPointer { (try? makeBytes($0)) ?? pointee.emptyBytes }
    case .tuple(let items): return constantTuple(items)
    case .frozenSet(let items):
      let elements = constantTuple(items)
      hold(elements)
      defer { unhold() }
      return (try? call(Value(builtin(.frozenset)), elements)) ?? .none
    }
  }

  private func constantTuple(_ items: [Constant]) -> Value {
    if items.isEmpty { return pointee.emptyTuple }
    let tuple = newTuple(items.count)
    hold(tuple)
    for (i, item) in items.enumerated() { itemsOf(tuple).0[i] = materialise(item) }
    unhold()
    return tuple
  }

  private func longInteger(_ digits: [UInt8], _ base: UInt8) -> Value {
    digits.withUnsafeBufferPointer { view in
      switch IntegerText.scan(view, base: Int(base)) {
      case .small(let i): return int(i)
      case .large(let parsed):
        let room = IntegerText.limbsNeeded(parsed)
        guard let cell = try? newInt(room) else { return .none }
        let limbs = (cell + IntCell.limbsOffset).assumingMemoryBound(to: UInt.self)
        return finishInt(cell, IntegerText.limbs(parsed, in: view, into: limbs))
      case .invalid, .badBase: return .none
      }
    }
  }

  // MARK: Functions

  /// `makeFunction`: a function of child `index` with what its flags say in the registers behind `a`.
  @inline(never)
  func makeFunction(_ base: Values, _ a: Int, _ index: Int, _ flags: Int) -> Value {
    let outer = pointee.frame.pointee.code
    let record = pointee.codes[outer.pointee.number]
    let code = record.children[index]
    let closure = captureCells(base, pointee.codes[code.pointee.number].info.captures)
    hold(closure)
    defer { unhold() }
    let cell = newFunction(code, globals: base[-1].as(FunctionCell.self).pointee.globals)
    let function = cell.assumingMemoryBound(to: FunctionCell.self)
    function.pointee.closure = closure
    if flags & 1 != 0 { function.pointee.defaults = base[a + 1] }
    if flags & 2 != 0 { function.pointee.keywordDefaults = base[a + 2] }
    if flags & 4 != 0 { function.pointee.annotations = base[a + 3] }
    if flags & 8 != 0 { function.pointee.typeParameters = base[a + 4] }
    setSimpleCount(function)
    return Value(cell)
  }

  private func captureCells(_ base: Values, _ captures: [Capture]) -> Value {
    if captures.isEmpty { return .unbound }
    let tuple = newTuple(captures.count)
    let items = itemsOf(tuple).0
    for (i, capture) in captures.enumerated() {
      switch capture {
      case .register(let register): items[i] = base[register]
      case .free(let place): items[i] = itemsOf(base[-1].as(FunctionCell.self).pointee.closure).0[place]
      }
    }
    return tuple
  }

  /// A function of a code without closure, defaults or annotations.
  func newFunction(_ code: UnsafeMutablePointer<Code>, globals: Value) -> Cell {
    let cell = allocate(.function, MemoryLayout<FunctionCell>.size, shape: BuiltinType.function.rawValue)
    hold(Value(cell))
    defer { unhold() }
    let function = cell.assumingMemoryBound(to: FunctionCell.self)
    function.pointee.code = code
    function.pointee.globals = globals
    function.pointee.closure = .unbound
    function.pointee.defaults = .unbound
    function.pointee.keywordDefaults = .unbound
    function.pointee.annotations = .unbound
    function.pointee.typeParameters = .unbound
    function.pointee.simpleCount = UInt32.max
    let info = pointee.codes[code.pointee.number].info
    function.pointee.name = intern(info.name)
    function.pointee.qualifiedName = intern(info.qualifiedName)
    let module = dictGetStr(globals.cell, specialName(.name))
    function.pointee.module = module.isUnbound ? .none : module
    function.pointee.documentation = .none
    if let text = info.docstring {
      function.pointee.documentation = text.withUnsafeBufferPointer { (try? makeText($0)) ?? .none }
    }
    return cell
  }

  /// Lets calls with exactly the positional parameters take the short way.
  func setSimpleCount(_ function: UnsafeMutablePointer<FunctionCell>) {
    let code = function.pointee.code
    let isSimple =
      code.pointee.isCompiled && code.pointee.kind == .function
      && code.pointee.parameterCount == code.pointee.positionalCount
    function.pointee.simpleCount = isSimple ? UInt32(code.pointee.positionalCount) : UInt32.max
  }
}

// NamePool.swift — the identifiers of a unit by number.

import Parser

/// The names of a tree, and after them private names made longer and the compiler's own.
struct NamePool {
  private(set) var strings: [String]
  private var numbers: [String: NameID] = [:]
  /// 0 not looked at, 1 an ordinary name, 2 a private one.
  private var isPrivate: [UInt8]
  private var mangled: [UInt64: NameID] = [:]
  private var constants: [Constant?]
  private(set) var known = KnownNames()

  init(_ names: [String]) {
    strings = names
    isPrivate = Array(repeating: 0, count: names.count)
    constants = Array(repeating: nil, count: names.count)
    numbers.reserveCapacity(names.count + 40)
    for (i, name) in names.enumerated() where i > 0 { numbers[name] = NameID(truncatingIfNeeded: i) }
    known = KnownNames { self.number(of: $0) }
  }

  subscript(_ name: NameID) -> String { strings[Int(name)] }

  mutating func number(of name: String) -> NameID {
    if let number = numbers[name] { return number }
    let number = NameID(truncatingIfNeeded: strings.count)
    strings.append(name)
    isPrivate.append(0)
    constants.append(nil)
    numbers[name] = number
    return number
  }

  /// The name as an interned string.
  mutating func constant(_ name: NameID) -> Constant {
    if let constant = constants[Int(name)] { return constant }
    let constant = Constant.string(Array(strings[Int(name)].utf8), interned: true)
    constants[Int(name)] = constant
    return constant
  }

  /// `__x` in class `C` is `_C__x`.
  mutating func mangle(_ name: NameID, in owner: NameID) -> NameID {
    guard owner != 0 else { return name }
    if isPrivate[Int(name)] == 0 { isPrivate[Int(name)] = looksPrivate(strings[Int(name)]) ? 2 : 1 }
    guard isPrivate[Int(name)] == 2 else { return name }
    let key = UInt64(owner) << 32 | UInt64(name)
    if let known = mangled[key] { return known }
    let className = strings[Int(owner)].drop { $0 == "_" }
    let result = className.isEmpty ? name : number(of: "_" + className + strings[Int(name)])
    mangled[key] = result
    return result
  }

  private func looksPrivate(_ name: String) -> Bool {
    let utf8 = name.utf8
    guard utf8.count > 2, utf8.starts(with: [0x5F, 0x5F]), !utf8.contains(0x2E) else { return false }
    return !utf8.reversed().starts(with: [0x5F, 0x5F])
  }

  /// The part of a dotted name before its first dot.
  mutating func head(of name: NameID) -> NameID {
    guard let dot = strings[Int(name)].utf8.firstIndex(of: 0x2E) else { return name }
    return number(of: String(strings[Int(name)][..<dot]))
  }

  /// The parts of a dotted name.
  mutating func parts(of name: NameID) -> [NameID] {
    strings[Int(name)].split(separator: ".", omittingEmptySubsequences: false).map { number(of: String($0)) }
  }
}

/// Names that mean something to the compiler.
struct KnownNames {
  private(set) var star: NameID = 0
  private(set) var superName: NameID = 0
  private(set) var selfName: NameID = 0
  private(set) var classCell: NameID = 0
  private(set) var classDictionary: NameID = 0
  private(set) var debug: NameID = 0
  private(set) var future: NameID = 0
  private(set) var argument: NameID = 0
  private(set) var typeParameters: NameID = 0
  private(set) var defaults: NameID = 0
  private(set) var keywordDefaults: NameID = 0
  private(set) var module: NameID = 0
  private(set) var name: NameID = 0
  private(set) var qualifiedName: NameID = 0
  private(set) var firstLine: NameID = 0
  private(set) var staticAttributes: NameID = 0
  private(set) var document: NameID = 0
  private(set) var typeParametersAttribute: NameID = 0
  private(set) var classCellAttribute: NameID = 0
  private(set) var classDictionaryAttribute: NameID = 0
  private(set) var annotations: NameID = 0
  private(set) var returnName: NameID = 0
  /// Builtins that look at the locals of their caller.
  private(set) var localReaders: [NameID] = []

  init() {}

  init(_ number: (String) -> NameID) {
    star = number("*")
    superName = number("super")
    selfName = number("self")
    classCell = number("__class__")
    classDictionary = number("__classdict__")
    debug = number("__debug__")
    future = number("__future__")
    argument = number(".0")
    typeParameters = number(".type_params")
    defaults = number(".defaults")
    keywordDefaults = number(".kwdefaults")
    module = number("__module__")
    name = number("__name__")
    qualifiedName = number("__qualname__")
    firstLine = number("__firstlineno__")
    staticAttributes = number("__static_attributes__")
    document = number("__doc__")
    typeParametersAttribute = number("__type_params__")
    classCellAttribute = number("__classcell__")
    classDictionaryAttribute = number("__classdictcell__")
    annotations = number("__annotations__")
    returnName = number("return")
    localReaders = ["locals", "vars", "dir", "eval", "exec"].map(number)
  }
}

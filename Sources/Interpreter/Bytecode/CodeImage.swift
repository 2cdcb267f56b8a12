// CodeImage.swift — one compiled function: what the compiler makes and the machine loads.

import Parser

/// A constant of a code image; the machine turns it into a value when it loads the image.
public enum Constant: Sendable, Hashable {
  case none, `true`, `false`, ellipsis
  case integer(Int)
  case longInteger(digits: [UInt8], base: UInt8)
  /// By bit pattern, so that 0.0 and -0.0 stay apart.
  case float(UInt64)
  case imaginary(UInt64)
  /// UTF-8 or WTF-8; names and keyword tuples' names too. `interned` ones are identifiers.
  case string([UInt8], interned: Bool)
  case bytes([UInt8])
  case tuple([Constant])
  /// Of `x in {1, 2}`.
  case frozenSet([Constant])
}

/// How a function gets one cell of its closure when it is made.
public enum Capture: Sendable {
  /// From register `index` of the frame that runs `makeFunction`.
  case register(Int)
  /// From the closure of the function that runs there.
  case free(Int)
}

/// What kind of code runs.
public enum CodeKind: UInt8, Sendable {
  /// Names are globals.
  case module
  /// Names live in the namespace R[0]: class bodies, `exec`, `eval`.
  case nameMode
  case function
  case generator
  case coroutine
  case asyncGenerator
}

/// The parameters of a function, in register order: positional, keyword-only, `*args`, `**kwargs`.
public struct Parameters: Sendable {
  public var names: [String] = []
  public var positionalOnlyCount = 0
  /// Positional-only ones included.
  public var positionalCount = 0
  public var keywordOnlyCount = 0
  public var hasStarArgs = false
  public var hasStarKwargs = false

  public init() {}
}

/// An entry of the exception table: while pc is in `start..<end` (word offsets) a raise goes on at `target` with the
/// exception in `register` and the one handled before in `register + 1`. The first entry that fits wins.
public struct Handler: Sendable {
  public var start: UInt32
  public var end: UInt32
  public var target: UInt32
  public var register: UInt32

  public init(start: UInt32, end: UInt32, target: UInt32, register: UInt32) {
    (self.start, self.end, self.target, self.register) = (start, end, target, register)
  }
}

/// The syntax node an instruction came from: valid from `pc` (a word offset) up to the next entry.
public struct PositionEntry: Sendable {
  public var pc: UInt32
  public var node: NodeID

  public init(pc: UInt32, node: NodeID) { (self.pc, self.node) = (pc, node) }
}

/// The immutable result of compiling one function, class body, expression or module.
public struct CodeImage: Sendable {
  public var words: [UInt32] = []
  public var constants: [Constant] = []
  /// Registers a frame needs, far ones included.
  public var registerCount = 0
  public var handlers: [Handler] = []
  public var positions: [PositionEntry] = []
  /// Functions of `Unit.functions` that `makeFunction` makes, by its operand Bx.
  public var children: [Int] = []

  public init() {}
}

/// What is known of a function before its body is compiled.
public struct FunctionInfo: Sendable {
  public var kind: CodeKind = .module
  public var name = "<module>"
  public var qualifiedName = "<module>"
  public var parameters = Parameters()
  public var captures: [Capture] = []
  /// Names of the captured variables, in the order of `captures`.
  public var freeNames: [String] = []
  /// Registers and names of all plain locals, parameters first (for `locals()` and debuggers).
  public var localNames: [String] = []
  /// The registers of `localNames` where they are not simply 0, 1, 2 ... (functions with very many locals); else empty.
  public var localRegisters: [Int] = []
  /// Those of `localNames` that live in cells, by register.
  public var cellRegisters: [Int] = []
  /// A constant string expression at the head of the body, cleaned as CPython 3.13 does (common indentation removed).
  public var docstring: [UInt8]?
  /// Attribute names stored on the first parameter (`self.x = ...`) in this function, in order, each once.
  public var selfAttributes: [String] = []
  public var firstLine = 0
  /// 1 generator, 2 coroutine, 4 async generator, 8 nested in another function, 16 has `*args`, 32 has `**kwargs`.
  public var flags = 0

  public init() {}
}

// Scope.swift — one region of text with names of its own.

import Parser

enum ScopeKind: UInt8 {
  case module, function, lambda, classBody
  /// A list, set or dictionary comprehension: has its own names but runs in the frame around it.
  case comprehension
  case generatorExpression
  /// `[T]` of a generic function, class or type alias: a function called at once.
  case typeParameters
  /// A bound, constraint or default of a type parameter: a function called when it is asked for.
  case typeVariable
  /// The value of a `type` statement, as lazy.
  case typeAlias
  /// An annotation that is kept as text; its names mean nothing.
  case annotation
}

/// One scope.
struct Scope {
  let kind: ScopeKind
  let node: NodeID
  let parent: Int
  /// The scope whose frame this one runs in: itself unless it is a comprehension.
  let host: Int
  /// The number of its function in the unit, -1 for comprehensions and what is never compiled.
  var function = -1
  /// The innermost class around, for private names; 0 for none.
  var privateClass: NameID = 0
  /// Its name, 0 for lambdas and the like.
  var name: NameID = 0
  var firstSymbol: Int32 = -1
  var lastSymbol: Int32 = -1

  var isAsync = false
  /// Holds `yield`.
  var isGenerator = false
  /// Holds `await` or `async for` itself (comprehensions and generator expressions).
  var awaits = false
  /// Names are looked up in the class around first.
  var seesClass = false
  /// Part of an annotation that is kept as text.
  var isDiscarded = false
  var hasAnnotations = false
  /// Calls something like `locals()`, so every local must be in order at any time.
  var mayReadLocals = false
  /// How deep inside iterables of comprehensions the walk is.
  var iterableDepth = 0
  /// What an error calls it ("a TypeVar bound").
  var description = ""
  /// Its first parameter, 0 for none.
  var firstParameter: NameID = 0
  /// The first statement with as many others around it as there may be; one too many in a generator.
  var deepestBlock: NodeID = 0
  /// The first `return` with a value, an error in an async generator.
  var returnWithValue: NodeID = 0
  var needsClassCell = false
  var needsClassDictionary = false

  /// Captured names in the order of the closure.
  var frees: [NameID] = []
  /// Names of locals in the order of registers.
  var locals: [NameID] = []
  /// Locals that live in cells.
  var cells: [Int32] = []
  /// Attributes stored on `self` (class bodies) or on the first parameter (functions).
  var attributes: [NameID] = []
  /// Where `:=` assigns: offset of the target and its name.
  var walruses: [Walrus] = []

  init(_ kind: ScopeKind, node: NodeID, parent: Int, host: Int) {
    (self.kind, self.node, self.parent, self.host) = (kind, node, parent, host)
  }

  /// Whether its names live in registers and cells.
  var isFunctionLike: Bool { kind != .module && kind != .classBody }

  var isAnnotationScope: Bool { kind == .typeParameters || kind == .typeVariable || kind == .typeAlias }
}

/// One `:=`.
struct Walrus {
  var offset: UInt32
  var name: NameID
}

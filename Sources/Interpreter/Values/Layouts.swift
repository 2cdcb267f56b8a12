// Layouts.swift — the words of each kind of cell after its header.
//
// Offsets are frozen: inline caches, the collector and a later JIT read them. Counts are UInt32 where a cell can't hold
// more; a pointer to another cell's memory is raw and the collector finds the cell it points into.

/// kind `int`: sign and magnitude; never a number that fits 50 bits.
public struct IntCell {
  public var header: Header
  /// Limbs, negative for negative numbers.
  public var signedCount: Int
  // UInt64 limbs follow, least significant first.
  public static var limbsOffset: Int { 24 }
}

/// kinds `str`, `bytes`, `byteArray`. Header flags: 1 ASCII only, 2 interned.
public struct TextCell {
  public var header: Header
  /// The bytes, in this cell behind `inlineOffset` or in a `raw` cell.
  public var data: UnsafeMutablePointer<UInt8>
  public var byteCount: UInt32
  /// Code points; equal to `byteCount` for bytes. For a bytearray: room.
  public var length: UInt32
  /// 0: not computed.
  public var hash: Int
  public static var inlineOffset: Int { 40 }
  public static var isASCII: UInt8 { 1 }
  public static var isInterned: UInt8 { 2 }
}

/// kind `complex`.
public struct ComplexCell {
  public var header: Header
  public var real: Double
  public var imaginary: Double
}

/// kind `tuple`.
public struct TupleCell {
  public var header: Header
  public var count: Int
  // Values follow.
  public static var itemsOffset: Int { 24 }
}

/// kind `list`.
public struct ListCell {
  public var header: Header
  /// Into a `values` cell; undefined while `capacity` is 0.
  public var items: Values
  public var count32: UInt32
  public var capacity32: UInt32
  @inline(__always) public var count: Int {
    get { Int(count32) }
    set { count32 = UInt32(truncatingIfNeeded: newValue) }
  }
}

/// kind `dict`: insertion-ordered entries and an index of them (the layout of CPython's compact dict).
public struct DictCell {
  public var header: Header
  /// The `dictTable` cell: header (attributes = log2 of slots | usable << 8), indices, entries. 0 while empty.
  public var table: UInt
  /// Into the table.
  public var entries: UnsafeMutablePointer<DictEntry>
  /// Keys present.
  public var used32: UInt32
  /// Entries ever appended since the last rebuild, deleted ones included.
  public var fill32: UInt32
  /// A number that no other state of the keys of any dict has, or 0; see `Machine.keysVersion`.
  public var keysVersion: UInt32
  public var logSlots: UInt8
  /// Layout of indices: log2 of bytes per index.
  public var logIndexSize: UInt8
  /// 1: the namespace of a class or module, changes must be told to the caches.
  public var watch: UInt8
  public var reserved: UInt8
}

public struct DictEntry {
  public var hash: Int
  /// `unbound` where an entry was deleted.
  public var key: Value
  public var value: Value
}

/// kinds `set` and `frozenSet`: open addressing as in CPython, so that orders agree.
public struct SetCell {
  public var header: Header
  /// Into a `setTable` cell; undefined while `mask` is 0 and `table` is 0.
  public var entries: UnsafeMutablePointer<SetEntry>
  public var used: Int
  public var fill: Int
  public var mask: Int
  /// Frozen sets: cached hash, -1 if not computed. Sets: search finger of `pop`.
  public var hash: Int
}

public struct SetEntry {
  public var hash: Int
  /// `unbound`: empty; `notImplemented`: deleted (dummy).
  public var key: Value
}

/// kind `range`.
public struct RangeCell {
  public var header: Header
  public var start: Value
  public var stop: Value
  public var step: Value
  public var length: Value
}

/// kind `slice`.
public struct SliceCell {
  public var header: Header
  public var start: Value
  public var stop: Value
  public var step: Value
}

/// kind `function`.
public struct FunctionCell {
  public var header: Header
  /// The interpreter's copy of its code.
  public var code: UnsafeMutablePointer<Code>
  /// Positional count of a plain function that takes exactly that and nothing else, else UInt32.max.
  public var simpleCount: UInt32
  public var version: UInt32
  /// The dict of its module.
  public var globals: Value
  /// A tuple of cells, or unbound.
  public var closure: Value
  /// A tuple, or unbound.
  public var defaults: Value
  /// A dict, or unbound.
  public var keywordDefaults: Value
  public var name: Value
  public var qualifiedName: Value
  public var module: Value
  public var documentation: Value
  /// A dict, a tuple name, value, ... not yet made into one, or unbound.
  public var annotations: Value
  public var typeParameters: Value
}

/// kinds `boundMethod` (a function) and `boundNative` (a `native`).
public struct BoundCell {
  public var header: Header
  public var function: Value
  public var receiver: Value
}

/// kind `native`: a builtin function or method.
public struct NativeCell {
  public var header: Header
  /// Number of the row in the machine's table.
  public var index: Int
  public var name: Value
  /// The class whose method it is, a module, or unbound.
  public var owner: Value
}

/// kind `cellVariable`.
public struct VariableCell {
  public var header: Header
  public var contents: Value
}

/// kind `instance`: header flags = inline slots; header attributes = overflow `values` cell or dict.
public struct InstanceCell {
  public var header: Header
  public static var slotsOffset: Int { 16 }
}

/// kind `module`: header attributes = its dict.
public struct ModuleCell {
  public var header: Header
  public var name: Value
}

/// kind `exception`.
public struct ExceptionCell {
  public var header: Header
  public var args: Value
  public var traceback: Value
  public var cause: Value
  public var context: Value
  /// Native fields of the class: `StopIteration.value`, `OSError.errno` ..., as its row says; else unbound.
  public var first: Value
  public var second: Value
  /// Header flags: 1 `__suppress_context__`, 2 reported, 4 on its way up with its traceback complete.
  public static var suppressContext: UInt8 { 1 }
}

/// kind `traceback`: one frame an exception went through, outermost first.
public struct TracebackCell {
  public var header: Header
  public var next: Value
  /// The function that ran.
  public var function: Value
  /// Word offset of the instruction.
  public var pc: Int
  /// A frame object, once one was asked for, or unbound.
  public var frame: Value
}

/// kind `code`: a script-visible name of a `Code`.
public struct CodeCell {
  public var header: Header
  public var code: UnsafeMutablePointer<Code>
}

/// kinds `property` (getter, setter, deleter, doc), `staticMethod`, `classMethod` (function in `first`).
public struct DescriptorCell {
  public var header: Header
  public var first: Value
  public var second: Value
  public var third: Value
  public var fourth: Value
  public var name: Value
}

/// kind `super`.
public struct SuperCell {
  public var header: Header
  public var thisClass: Value
  public var receiver: Value
  public var receiverClass: Value
}

/// kinds `listIterator`, `tupleIterator`, `textIterator`, `setIterator`, `dictIterator`.
/// Header flags: see each type's file.
public struct IteratorCell {
  public var header: Header
  /// `unbound` once exhausted.
  public var source: Value
  public var index: Int
  /// What must not change meanwhile: used count of a dict or set.
  public var expected: Int
}

/// kind `rangeIterator` over small ints.
public struct RangeIteratorCell {
  public var header: Header
  public var current: Int
  public var step: Int
  /// Items left.
  public var remaining: Int
}

/// kind `dictView`: header flags 0 keys, 1 values, 2 items; and `mappingProxy`.
public struct ViewCell {
  public var header: Header
  public var source: Value
}

/// kind `member`: header flags = `MemberKind`.
public struct MemberCell {
  public var header: Header
  public var owner: Value
  public var name: Value
  /// Byte offset, slot or native row, by kind.
  public var place: Int
  public var documentation: Value
}

/// kind `generator`: header flags = `GeneratorState`, header aux = `CodeKind` and marks.
public struct GeneratorCell {
  public var header: Header
  public var code: UnsafeMutablePointer<Code>
  /// Where to go on.
  public var pc: UnsafeMutablePointer<UInt32>
  /// The generator cell that awaits this one, 0 if its driver is not a frame.
  public var awaiter: UInt
  /// For the root of a chain: the innermost cell, where a resume goes; itself when it awaits no script frame.
  public var innermost: UInt
  /// The iterator or native awaitable it delegates to, or unbound.
  public var delegate: Value
  /// The handled exception when it last stood still.
  public var handled: Value
  /// Registers follow; R[-1] is the function.
  public static var registersOffset: Int { 72 }
}

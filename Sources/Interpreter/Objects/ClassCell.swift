// ClassCell.swift — the layout of classes and the special methods they are asked for.

/// kind `class`. Header attributes are unused: a class's attributes are its `dictionary`.
public struct ClassCell {
  public var header: Header
  public var name: Value
  public var qualifiedName: Value
  /// Tuples.
  public var bases: Value
  public var mro: Value
  public var dictionary: Value
  /// A list of direct subclasses, in order of creation.
  public var subclasses: Value
  /// A `values` cell with what `special(_:)` found, by `Special`; bits 0 = not looked up, unbound = absent.
  public var specials: UInt
  /// The class that decides the cell layout of instances: the nearest native one.
  public var native: Value
  /// What kind of cell instances are.
  public var instanceKind: Kind
  public var flags: UInt8
  public var layout: UInt16
  /// Root shape of instances.
  public var rootShape: UInt32
  /// Slots new instances have inside.
  public var inlineCapacity: UInt32
  /// Builtin number, or 0.
  public var builtin: UInt32
  /// Bytes of an instance of a native type without attributes.
  public var instanceSize: UInt32
  public var tableIndex: UInt32

  /// Attributes can't be set (builtin types).
  public static var isImmutable: UInt8 { 1 }
  /// May be a base.
  public static var isBaseType: UInt8 { 2 }
  /// Instances have no `__dict__`.
  public static var hasNoDictionary: UInt8 { 4 }
  /// Has abstract methods.
  public static var isAbstract: UInt8 { 8 }
  /// `__getattribute__` or `__getattr__` in script.
  public static var hasAttributeHook: UInt8 { 16 }
  /// `__setattr__` or `__delattr__` in script.
  public static var hasStoreHook: UInt8 { 32 }
  /// Python code made it.
  public static var isHeapType: UInt8 { 64 }
  /// In the header's aux word: instances have a `__del__`.
  public static var hasFinalizer: UInt16 { 1 }
  /// `__slots__` names exist that may be unset.
  public static var hasSlots: UInt8 { 128 }
}

/// The names the machine asks classes for, each looked up once per class.
public enum Special: Int, CaseIterable, Sendable {
  case new, initialize, delete, call, repr, str, bytes, format, hash, bool, length, lengthHint
  case getAttribute, getAttr, setAttr, delAttr, dir, get, set, deleteDescriptor, setName
  case getItem, setItem, deleteItem, missing, contains, iterate, next, reversed
  case add, subtract, multiply, matrixMultiply, divide, modulo, power
  case leftShift, rightShift, bitOr, bitXor, bitAnd, floorDivide, divmod
  case rightAdd, rightSubtract, rightMultiply, rightMatrixMultiply, rightDivide, rightModulo, rightPower
  case rightLeftShift, rightRightShift, rightBitOr, rightBitXor, rightBitAnd, rightFloorDivide, rightDivmod
  case inPlaceAdd, inPlaceSubtract, inPlaceMultiply, inPlaceMatrixMultiply, inPlaceDivide, inPlaceModulo
  case inPlacePower, inPlaceLeftShift, inPlaceRightShift, inPlaceBitOr, inPlaceBitXor, inPlaceBitAnd
  case inPlaceFloorDivide
  case negate, positive, invert, absolute, int, float, complex, index, round, trunc, floor, ceil
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case enter, exit, asyncEnter, asyncExit, await, asyncIterate, asyncNext
  case instanceCheck, subclassCheck, subclassHook, classGetItem, prepare, mroEntries, initSubclass, matchArgs
  case slots, dictionary, weakReference, module, doc, name, annotations, ownClass, reduce

  /// The Python name.
  public var spelling: StaticString {
    switch self {
    case .new: "__new__"
    case .initialize: "__init__"
    case .delete: "__del__"
    case .call: "__call__"
    case .repr: "__repr__"
    case .str: "__str__"
    case .bytes: "__bytes__"
    case .format: "__format__"
    case .hash: "__hash__"
    case .bool: "__bool__"
    case .length: "__len__"
    case .lengthHint: "__length_hint__"
    case .getAttribute: "__getattribute__"
    case .getAttr: "__getattr__"
    case .setAttr: "__setattr__"
    case .delAttr: "__delattr__"
    case .dir: "__dir__"
    case .get: "__get__"
    case .set: "__set__"
    case .deleteDescriptor: "__delete__"
    case .setName: "__set_name__"
    case .getItem: "__getitem__"
    case .setItem: "__setitem__"
    case .deleteItem: "__delitem__"
    case .missing: "__missing__"
    case .contains: "__contains__"
    case .iterate: "__iter__"
    case .next: "__next__"
    case .reversed: "__reversed__"
    case .add: "__add__"
    case .subtract: "__sub__"
    case .multiply: "__mul__"
    case .matrixMultiply: "__matmul__"
    case .divide: "__truediv__"
    case .modulo: "__mod__"
    case .power: "__pow__"
    case .leftShift: "__lshift__"
    case .rightShift: "__rshift__"
    case .bitOr: "__or__"
    case .bitXor: "__xor__"
    case .bitAnd: "__and__"
    case .floorDivide: "__floordiv__"
    case .divmod: "__divmod__"
    case .rightAdd: "__radd__"
    case .rightSubtract: "__rsub__"
    case .rightMultiply: "__rmul__"
    case .rightMatrixMultiply: "__rmatmul__"
    case .rightDivide: "__rtruediv__"
    case .rightModulo: "__rmod__"
    case .rightPower: "__rpow__"
    case .rightLeftShift: "__rlshift__"
    case .rightRightShift: "__rrshift__"
    case .rightBitOr: "__ror__"
    case .rightBitXor: "__rxor__"
    case .rightBitAnd: "__rand__"
    case .rightFloorDivide: "__rfloordiv__"
    case .rightDivmod: "__rdivmod__"
    case .inPlaceAdd: "__iadd__"
    case .inPlaceSubtract: "__isub__"
    case .inPlaceMultiply: "__imul__"
    case .inPlaceMatrixMultiply: "__imatmul__"
    case .inPlaceDivide: "__itruediv__"
    case .inPlaceModulo: "__imod__"
    case .inPlacePower: "__ipow__"
    case .inPlaceLeftShift: "__ilshift__"
    case .inPlaceRightShift: "__irshift__"
    case .inPlaceBitOr: "__ior__"
    case .inPlaceBitXor: "__ixor__"
    case .inPlaceBitAnd: "__iand__"
    case .inPlaceFloorDivide: "__ifloordiv__"
    case .negate: "__neg__"
    case .positive: "__pos__"
    case .invert: "__invert__"
    case .absolute: "__abs__"
    case .int: "__int__"
    case .float: "__float__"
    case .complex: "__complex__"
    case .index: "__index__"
    case .round: "__round__"
    case .trunc: "__trunc__"
    case .floor: "__floor__"
    case .ceil: "__ceil__"
    case .equal: "__eq__"
    case .notEqual: "__ne__"
    case .less: "__lt__"
    case .lessOrEqual: "__le__"
    case .greater: "__gt__"
    case .greaterOrEqual: "__ge__"
    case .enter: "__enter__"
    case .exit: "__exit__"
    case .asyncEnter: "__aenter__"
    case .asyncExit: "__aexit__"
    case .await: "__await__"
    case .asyncIterate: "__aiter__"
    case .asyncNext: "__anext__"
    case .instanceCheck: "__instancecheck__"
    case .subclassCheck: "__subclasscheck__"
    case .subclassHook: "__subclasshook__"
    case .classGetItem: "__class_getitem__"
    case .prepare: "__prepare__"
    case .mroEntries: "__mro_entries__"
    case .initSubclass: "__init_subclass__"
    case .matchArgs: "__match_args__"
    case .slots: "__slots__"
    case .dictionary: "__dict__"
    case .weakReference: "__weakref__"
    case .module: "__module__"
    case .doc: "__doc__"
    case .name: "__name__"
    case .annotations: "__annotations__"
    case .ownClass: "__class__"
    case .reduce: "__reduce__"
    }
  }
}

// Kind.swift — the layouts a cell can have; the first byte of every cell.

/// The layout of a cell. Dense from 0, so that a bit pattern of a live cell is always a case.
public enum Kind: UInt8, Sendable, CaseIterable {
  /// Not in use. Zeroed memory is free.
  case free
  /// Values up to the end of the cell: items of lists, overflow attributes.
  case values
  /// Bytes nothing points from: text, limbs, set-up tables.
  case raw
  /// Indices and entries of a dict.
  case dictTable
  /// Hashes and keys of a set.
  case setTable

  case int, str, bytes, byteArray, complex, tuple, list, dict, set, frozenSet, range, slice
  case function, boundMethod, native, boundNative, `class`, instance, module, cellVariable
  /// Generators, coroutines and async generators: a frame in a cell.
  case generator
  case exception, traceback, code
  case property, staticMethod, classMethod, `super`
  case listIterator, tupleIterator, rangeIterator, textIterator, dictIterator, setIterator
  case dictView, mappingProxy
  /// Descriptor of a native field (`f.__name__`) or a `__slots__` entry.
  case member
  /// Words of values, with a layout number: every other native type.
  case record
  /// An object of a subclass of float; floats themselves are no cells.
  case float
}

/// The first sixteen bytes of every cell.
public struct Header {
  public var kind: Kind
  /// By kind: inline slots of an instance, words of a record, state bits.
  public var flags: UInt8
  /// By kind: layout number of a record.
  public var aux: UInt16
  /// Number of the shape, which tells class and attribute layout.
  public var shape: UInt32
  /// By kind: overflow attributes, a dict, or 0.
  public var attributes: UInt64

  @inline(__always) public init(_ kind: Kind, flags: UInt8 = 0, aux: UInt16 = 0, shape: UInt32 = 0) {
    (self.kind, self.flags, self.aux, self.shape, self.attributes) = (kind, flags, aux, shape, 0)
  }
}

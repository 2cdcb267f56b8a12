// Frame.swift — the records of running frames, and what happens to a frame's result.

/// One running frame; the records of all of them are a stack beside the registers.
///
/// The registers of a plain frame are a window of the register stack, those of a generator frame stand in its cell.
public struct Frame {
  /// Where to go on once this frame is the top again: the instruction after the one that called.
  public var pc: UnsafeMutablePointer<UInt32>
  public var base: Values
  /// The lowest address of the register stack that a frame above may use.
  public var top: Values
  public var code: UnsafeMutablePointer<Code>
  /// The generator cell whose frame this is, or 0.
  public var owner: UInt
  /// The root of `owner`'s chain of awaits: the cell whose driver gets what is yielded.
  public var root: UInt
  /// How to deliver the result; low byte a `Resume`, next byte a register of the caller.
  public var resume: UInt32
  public var flags: UInt32
  /// The handled exception of the frame below, put back when a generator frame is left.
  public var outerHandled: Value
}

/// What becomes of a frame's result.
public enum Resume: UInt8 {
  /// It replaces the callee: the word below the frame's registers.
  case plain
  /// It goes to register A of the frame below.
  case register
  /// Nobody below: the dispatch loop returns it to native code.
  case entry
  /// The frame is a generator that a `for` drives: an item goes to A, exhaustion jumps.
  case forIterator
  /// The frame is a coroutine that another awaits, or a generator it delegates to: the result goes to A.
  case await
  /// An async generator that an `async for` drives.
  case forAsyncIterator
  /// `__init__`: the result must be None, the new object (kept in the word below the registers' word) goes to A.
  case initializer
  /// A comparison's result goes to A; the fused jump at pc - 2 decides by its truth.
  case branch
  /// The negated truth goes to A.
  case negated
  /// The result is thrown away (`__setattr__`, `__setitem__`, setters).
  case discard
  /// The awaited `__anext__` of a generic async iterator.
  case nextItem
}

/// The interpreter's own copy of a code image, and the parts of its description that calls look at.
public struct Code {
  public var words: UnsafeMutablePointer<UInt32>
  public var constants: Values
  public var registerCount: Int
  public var parameterCount: Int
  public var positionalCount: Int
  public var positionalOnlyCount: Int
  public var keywordOnlyCount: Int
  /// Interned names of the parameters, in register order.
  public var parameterNames: Values
  public var kind: CodeKind
  public var hasStarArgs: Bool
  public var hasStarKwargs: Bool
  public var isCompiled: Bool
  /// A frame of it that stands still may have something to do at its end.
  public var hasHandlers = false
  /// Frames of library code stay out of tracebacks.
  public var isLibrary: Bool
  /// Place in `Machine.codes`.
  public var number: Int
  public var constantCount: Int
  public var wordCount: Int
}

/// The cold side of a `Code`.
public final class CodeRecord {
  public let unit: Unit
  public let index: Int
  public let code: UnsafeMutablePointer<Code>
  public var handlers: [Handler] = []
  public var positions: [PositionEntry] = []
  /// Codes of the children, by operand Bx of `makeFunction`.
  public var children: [UnsafeMutablePointer<Code>] = []
  public var info: FunctionInfo { unit.functions[index] }

  init(unit: Unit, index: Int, code: UnsafeMutablePointer<Code>) {
    (self.unit, self.index, self.code) = (unit, index, code)
  }
}

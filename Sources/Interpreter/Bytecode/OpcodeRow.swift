// OpcodeRow.swift — what assembler, verifier and disassembler know about each instruction.

/// What one operand byte of an instruction means.
///
/// `b...` cases count in other operands: `itemsC` is a range of C registers.
public enum Field: Sendable {
  case unused
  /// A register that is read, written, or both.
  case reads, writes, updates
  /// Two registers from here, read or written.
  case readsPair, writesPair
  /// Three registers from here, read.
  case readsTriple
  /// C registers from here, read or written; `readsPairsC` is 2 * C.
  case readsC, readsPairsC, writesC
  /// C registers, one list, and as many as the first word says, written.
  case writesStar
  /// B registers from here, read or written.
  case readsB, writesB
  /// A call: this register is read and written, B argument registers after it are read.
  case call
  /// A method call: this register is written, the receiver after it and B arguments are read.
  case method
  /// As `method`, the callee in this register is read too.
  case pair
  /// This register is written, the one after it read and written.
  case loadedPair
  /// Callee, positional sequence and keywords: three registers read, the first written.
  case spread
  /// The three registers of zero-argument super, the first two written.
  case superPair, superValue
  /// The function made; the first word says which of the four registers after it are read.
  case function
  /// The first of some registers whose number only the machine knows, read or written.
  case readsSome, writesSome
  /// A small number, an index of a constant, a `SpecialConstant`.
  case number, constant, special
  /// 16 bits in B and C: a constant, a signed number, a cell of the closure, a child.
  case wideConstant, wideNumber, wideFree, wideChild
  /// The upper 24 bits: a jump offset.
  case offset
}

/// What one operand word of an instruction means.
public enum WordField: Sendable {
  case constant, optionalConstant, name, register, registersB, cache, offset, number, free
}

/// The format of an instruction.
public struct OpcodeRow: Sendable {
  public var a = Field.unused
  public var b = Field.unused
  public var c = Field.unused
  public var words: [WordField] = []

  init(_ a: Field = .unused, _ b: Field = .unused, _ c: Field = .unused, _ words: WordField...) {
    (self.a, self.b, self.c, self.words) = (a, b, c, words)
  }
}

extension Opcode {
  /// The row of this instruction. Exhaustive on purpose: an opcode without a row does not build.
  public var row: OpcodeRow {
    switch self {
    case .move: OpcodeRow(.writes, .reads)
    case .loadConstant: OpcodeRow(.writes, .wideConstant)
    case .loadConstantWide: OpcodeRow(.writes, .unused, .unused, .constant)
    case .loadInt: OpcodeRow(.writes, .wideNumber)
    case .loadSpecial: OpcodeRow(.writes, .special)
    case .loadFar: OpcodeRow(.writes, .unused, .unused, .register)
    case .storeFar: OpcodeRow(.reads, .unused, .unused, .register)
    case .saveBlock: OpcodeRow(.readsB, .number, .unused, .registersB)
    case .restoreBlock: OpcodeRow(.writesB, .number, .unused, .registersB)
    case .clear: OpcodeRow(.writesB, .number, .number)
    case .checkBound, .deleteLocal: OpcodeRow(.updates, .unused, .unused, .name)
    case .makeCell: OpcodeRow(.updates)
    case .loadCell: OpcodeRow(.writes, .reads, .number, .name)
    case .storeCell: OpcodeRow(.reads, .reads)
    case .deleteCell: OpcodeRow(.reads, .unused, .unused, .name)
    case .loadFree: OpcodeRow(.writes, .wideFree, .unused, .name)
    case .storeFree: OpcodeRow(.reads, .wideFree)
    case .deleteFree: OpcodeRow(.unused, .wideFree, .unused, .name)
    case .closureCell: OpcodeRow(.writes, .wideFree)
    case .loadGlobal: OpcodeRow(.writes, .unused, .unused, .name, .cache, .cache, .cache)
    case .storeGlobal: OpcodeRow(.reads, .unused, .unused, .name, .cache, .cache)
    case .deleteGlobal, .deleteName: OpcodeRow(.unused, .unused, .unused, .name)
    case .loadName: OpcodeRow(.writes, .unused, .unused, .name)
    case .storeName: OpcodeRow(.reads, .unused, .unused, .name)
    case .loadNameOrFree: OpcodeRow(.writes, .wideFree, .unused, .name)
    case .loadFromOrGlobal: OpcodeRow(.writes, .reads, .unused, .name)
    case .loadFromOrFree: OpcodeRow(.writes, .reads, .unused, .name, .free)
    case .getAttribute: OpcodeRow(.writes, .reads, .unused, .name, .cache, .cache, .cache)
    case .setAttribute: OpcodeRow(.reads, .reads, .unused, .name, .cache, .cache, .cache)
    case .deleteAttribute: OpcodeRow(.reads, .unused, .unused, .name)
    case .getItem: OpcodeRow(.writes, .reads, .reads)
    case .getItemK: OpcodeRow(.writes, .reads, .constant)
    case .setItem: OpcodeRow(.reads, .reads, .reads)
    case .deleteItem: OpcodeRow(.reads, .reads)
    case .buildSlice: OpcodeRow(.writes, .readsTriple)
    case .add, .subtract, .multiply, .matrixMultiply, .divide, .modulo, .power, .leftShift, .rightShift, .bitOr,
      .bitXor, .bitAnd, .floorDivide:
      OpcodeRow(.writes, .reads, .reads, .number)
    case .addK, .subtractK, .multiplyK, .matrixMultiplyK, .divideK, .moduloK, .powerK, .leftShiftK, .rightShiftK,
      .bitOrK, .bitXorK, .bitAndK, .floorDivideK:
      OpcodeRow(.writes, .reads, .constant, .number)
    case .negate, .positive, .invert, .not: OpcodeRow(.writes, .reads)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isSame, .isNotSame, .contains,
      .containsNot:
      OpcodeRow(.writes, .reads, .reads)
    case .jumpEqual, .jumpNotEqual, .jumpLess, .jumpLessOrEqual, .jumpGreater, .jumpGreaterOrEqual, .jumpSame,
      .jumpContains:
      OpcodeRow(.reads, .reads, .number, .offset)
    case .jumpEqualK, .jumpNotEqualK, .jumpLessK, .jumpLessOrEqualK, .jumpGreaterK, .jumpGreaterOrEqualK:
      OpcodeRow(.reads, .constant, .number, .offset)
    case .jumpNone: OpcodeRow(.reads, .unused, .number, .offset)
    case .jumpIfTrue, .jumpIfFalse: OpcodeRow(.reads, .unused, .unused, .offset)
    case .jump, .loop: OpcodeRow(.offset)
    case .getIterator, .getAsyncIterator: OpcodeRow(.writes, .reads)
    case .forIterator, .forAsyncIterator: OpcodeRow(.writes, .reads, .unused, .offset)
    case .unpack: OpcodeRow(.writesC, .reads, .number)
    case .unpackStar: OpcodeRow(.writesStar, .reads, .number, .number)
    case .buildTuple, .buildList, .buildSet, .buildString: OpcodeRow(.writes, .readsC, .number)
    case .buildMap: OpcodeRow(.writes, .readsPairsC, .number)
    case .formatValue: OpcodeRow(.writes, .reads, .number)
    case .formatValueSpec: OpcodeRow(.writes, .reads, .reads, .number)
    case .listAppend, .setAdd, .setUpdate, .mapUpdate: OpcodeRow(.reads, .reads)
    case .mapInsert: OpcodeRow(.reads, .reads, .reads)
    case .listExtend: OpcodeRow(.reads, .reads, .number)
    case .mapMerge: OpcodeRow(.reads, .reads, .reads)
    case .listToTuple: OpcodeRow(.writes, .reads)
    case .call: OpcodeRow(.call, .number, .number)
    case .callKeywords: OpcodeRow(.call, .number, .number, .constant)
    case .callMethod: OpcodeRow(.method, .number, .number, .name, .cache, .cache, .cache)
    case .callMethodKeywords: OpcodeRow(.method, .number, .number, .name, .constant)
    case .callSpread: OpcodeRow(.spread, .unused, .number)
    case .superMethod: OpcodeRow(.superPair, .unused, .unused, .name)
    case .loadMethod: OpcodeRow(.loadedPair, .unused, .unused, .name, .cache, .cache, .cache)
    case .callPair: OpcodeRow(.pair, .number, .number)
    case .callPairKeywords: OpcodeRow(.pair, .number, .number, .constant)
    case .superAttribute: OpcodeRow(.superValue, .unused, .unused, .name)
    case .return: OpcodeRow(.reads)
    case .returnNone, .raiseHandled: OpcodeRow()
    case .makeFunction: OpcodeRow(.function, .wideChild, .unused, .number)
    case .loadBuildClass, .loadAssertionError: OpcodeRow(.writes)
    case .importName: OpcodeRow(.writes, .number, .number, .name, .optionalConstant)
    case .importFrom: OpcodeRow(.writes, .reads, .unused, .name)
    case .importStar: OpcodeRow(.reads, .number)
    case .raise: OpcodeRow(.reads)
    case .raiseFrom: OpcodeRow(.reads, .reads)
    case .reraise, .popHandled: OpcodeRow(.readsPair)
    case .jumpNoMatch: OpcodeRow(.reads, .reads, .unused, .offset)
    case .matchGroup: OpcodeRow(.writesPair, .reads, .reads)
    case .combineGroup: OpcodeRow(.writes, .readsPair)
    case .loadContext, .loadAsyncContext: OpcodeRow(.writesPair, .reads)
    case .callExit, .callAsyncExit: OpcodeRow(.updates, .reads)
    case .yield, .await: OpcodeRow(.writes, .reads, .number)
    case .yieldFrom: OpcodeRow(.writes, .reads)
    case .matchSequence: OpcodeRow(.reads, .number, .number, .offset)
    case .matchMapping: OpcodeRow(.reads, .number, .unused, .offset)
    case .matchKeys: OpcodeRow(.writesSome, .reads, .reads, .offset)
    case .matchRest: OpcodeRow(.writes, .reads, .reads)
    case .matchClass: OpcodeRow(.writesSome, .reads, .reads, .number, .optionalConstant, .offset)
    case .length: OpcodeRow(.writes, .reads)
    case .intrinsic: OpcodeRow(.writes, .readsSome, .number)
    }
  }

  /// Operand words after the instruction word.
  public var wordCount: Int {
    switch self {
    case .move, .loadConstant, .loadInt, .loadSpecial, .clear, .makeCell, .storeCell, .storeFree, .closureCell,
      .getItem, .getItemK, .setItem, .deleteItem, .buildSlice, .negate, .positive, .invert, .not, .equal, .notEqual,
      .less, .lessOrEqual, .greater, .greaterOrEqual, .isSame, .isNotSame, .contains, .containsNot, .jump, .loop,
      .getIterator, .getAsyncIterator, .unpack, .buildTuple, .buildList, .buildSet, .buildString, .buildMap,
      .formatValue, .listAppend, .setAdd, .mapInsert, .listExtend, .setUpdate, .mapUpdate, .mapMerge, .listToTuple,
      .call, .callSpread, .callPair, .return, .returnNone, .loadBuildClass, .importStar, .raise, .raiseFrom,
      .raiseHandled, .reraise, .popHandled, .matchGroup, .combineGroup, .loadContext, .loadAsyncContext, .callExit,
      .callAsyncExit, .loadAssertionError, .yield, .yieldFrom, .await, .matchRest, .length, .intrinsic:
      0
    case .loadConstantWide, .loadFar, .storeFar, .saveBlock, .restoreBlock, .checkBound, .deleteLocal, .loadCell,
      .deleteCell, .loadFree, .deleteFree, .deleteGlobal, .loadName, .storeName, .deleteName, .loadNameOrFree,
      .loadFromOrGlobal, .deleteAttribute, .add, .subtract, .multiply, .matrixMultiply, .divide, .modulo, .power,
      .leftShift, .rightShift, .bitOr, .bitXor, .bitAnd, .floorDivide, .addK, .subtractK, .multiplyK,
      .matrixMultiplyK, .divideK, .moduloK, .powerK, .leftShiftK, .rightShiftK, .bitOrK, .bitXorK, .bitAndK,
      .floorDivideK, .jumpEqual, .jumpNotEqual, .jumpLess, .jumpLessOrEqual, .jumpGreater, .jumpGreaterOrEqual,
      .jumpEqualK, .jumpNotEqualK, .jumpLessK, .jumpLessOrEqualK, .jumpGreaterK, .jumpGreaterOrEqualK, .jumpSame,
      .jumpNone, .jumpContains, .jumpIfTrue, .jumpIfFalse, .forIterator, .forAsyncIterator, .unpackStar,
      .formatValueSpec, .callKeywords, .callPairKeywords, .superMethod, .superAttribute, .makeFunction, .importFrom,
      .jumpNoMatch,
      .matchSequence, .matchMapping, .matchKeys:
      1
    case .loadFromOrFree, .callMethodKeywords, .importName: 2
    case .storeGlobal, .matchClass: 3
    case .loadGlobal, .getAttribute, .setAttribute, .callMethod, .loadMethod: 4
    }
  }

  /// Whether control never goes on to the next instruction.
  public var endsBlock: Bool {
    self == .jump || self == .loop || self == .return || self == .returnNone || self == .raise || self == .raiseFrom
      || self == .raiseHandled || self == .reraise
  }
}

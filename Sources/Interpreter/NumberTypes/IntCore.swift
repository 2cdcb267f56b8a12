// IntCore.swift — ints of any size as values: making them, reading them, order and hash.
//
// An int of 50 bits stands in its value; a longer one is a cell with sign and limbs. An object of a subclass of int is
// always a cell, whatever its number is; a bool counts as 0 or 1.

import Glibc

extension Value {
  /// Whether this is an int, a bool or an object of a subclass of int.
  @inline(__always) public var isInt: Bool { isSmallInt || isBool || self.is(.int) }
  /// 0 or 1 of a bool.
  @inline(__always) var boolInt: Int { Int(truncatingIfNeeded: bits & 1) }
  /// An int of class `int` itself.
  @inline(__always) public var isExactInt: Bool {
    isSmallInt || isCell && cell.kind == .int && cell.shape == BuiltinType.int.rawValue
  }
}

extension UnsafeMutableRawPointer {
  @inline(__always) var intCell: UnsafeMutablePointer<IntCell> { assumingMemoryBound(to: IntCell.self) }
  @inline(__always) var limbs: LimbSpace { (self + IntCell.limbsOffset).assumingMemoryBound(to: UInt.self) }
  /// An int cell's number.
  @inline(__always) var limbInteger: LimbInteger {
    let count = intCell.pointee.signedCount
    return LimbInteger(UnsafePointer(limbs), count: Int(bitPattern: count.magnitude), isNegative: count < 0)
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  // MARK: Making

  /// Any Int as a value.
  @inline(__always)
  public func int(_ i: Int) -> Value {
    Value.fits(i) ? Value(small: i) : wideInt(i)
  }

  @inline(never)
  private func wideInt(_ i: Int) -> Value {
    let cell = allocate(.int, IntCell.limbsOffset + 8, shape: BuiltinType.int.rawValue)
    cell.intCell.pointee.signedCount = i < 0 ? -1 : 1
    cell.limbs[0] = i.magnitude
    return Value(cell)
  }

  public func int(_ i: UInt) -> Value {
    i < 1 << 49 ? Value(small: Int(i)) : int(Int128(i))
  }

  /// A number of up to 128 bits.
  @inline(__always)
  public func int(_ i: Int128) -> Value {
    let low = Int(truncatingIfNeeded: i)
    if Int128(low) == i { return int(low) }
    let magnitude = i.magnitude
    let high = UInt(truncatingIfNeeded: magnitude >> 64)
    let cell = allocate(.int, IntCell.limbsOffset + 16, shape: BuiltinType.int.rawValue)
    let count = high == 0 ? 1 : 2
    cell.intCell.pointee.signedCount = i < 0 ? -count : count
    cell.limbs[0] = UInt(truncatingIfNeeded: magnitude)
    cell.limbs[1] = high
    return Value(cell)
  }

  /// A number given by limbs, which are copied.
  ///
  /// - Throws: MemoryError.
  public func int(limbs: LimbView, count: Int, negative: Bool) throws(Raise) -> Value {
    let number = LimbInteger(limbs, count: count, isNegative: negative)
    if let small = number.asInt { return int(small) }
    let cell = try newInt(number.count)
    cell.limbs.update(from: number.limbs, count: number.count)
    cell.intCell.pointee.signedCount = number.isNegative ? -number.count : number.count
    return Value(cell)
  }

  /// A number as a kernel left it.
  ///
  /// - Throws: MemoryError.
  func int(_ number: LimbInteger) throws(Raise) -> Value {
    try int(limbs: number.limbs, count: number.count, negative: number.isNegative)
  }

  /// An int cell with room for `limbs` limbs, which the caller fills and hands to `finishInt`.
  ///
  /// - Throws: MemoryError.
  public func newInt(_ limbs: Int) throws(Raise) -> Cell {
    try checkLimbs(limbs)
    let bytes = IntCell.limbsOffset + max(limbs, 1) * 8
    if bytes <= SizeClass.largestSmall { return allocate(.int, bytes, shape: BuiltinType.int.rawValue) }
    let cell = try allocateBlock(.int, bytes)
    cell.header.pointee.shape = BuiltinType.int.rawValue
    return cell
  }

  /// The limbs of an int cell, to be filled.
  public func limbSpace(_ cell: Cell) -> LimbSpace { cell.limbs }

  /// Refuses numbers that, with the scratch space of their computation, would not fit the heap.
  ///
  /// - Throws: MemoryError.
  public func checkLimbs(_ limbs: Int) throws(Raise) {
    if limbs > 1 << 16, limbs > max(pointee.heap.limit - pointee.heap.usedBytes, 0) / 32 {
      throw raise(.memoryError, "")
    }
  }

  /// The value of a filled int cell: the cell, or a small int.
  @inline(__always)
  public func finishInt(_ cell: Cell, _ result: LimbResult) -> Value {
    if result.count <= 1 {
      if result.count == 0 { return Value(small: 0) }
      let limb = cell.limbs[0]
      if limb <= 1 << 48 {
        return Value(small: result.isNegative ? -Int(limb) : Int(limb))
      }
      let number = LimbInteger(cell.limbs, result)
      if let small = number.asInt, Value.fits(small) { return Value(small: small) }
    }
    cell.intCell.pointee.signedCount = result.isNegative ? -result.count : result.count
    return Value(cell)
  }

  /// The integer part of a finite double.
  public func int(truncating d: Double) -> Value {
    if d.magnitude < 0x1p62 { return int(Int(d)) }
    if d.magnitude < 0x1p126 { return int(Int128(d)) }
    let cell = allocate(.int, IntCell.limbsOffset + Limbs.doubleSize * 8, shape: BuiltinType.int.rawValue)
    return finishInt(cell, Limbs.fromDouble(d, into: cell.limbs))
  }

  // MARK: Reading

  /// The number, if it fits in an Int; nil also for what is no int.
  @inline(__always)
  public func intValue(_ v: Value) -> Int? {
    if v.isSmallInt { return v.smallInt }
    return wideIntValue(v)
  }

  @inline(never)
  private func wideIntValue(_ v: Value) -> Int? {
    if v.isBool { return v.boolInt }
    return v.is(.int) ? v.cell.limbInteger.asInt : nil
  }

  /// The number, if it fits in 128 bits.
  @inline(__always)
  func int128(_ v: Value) -> Int128? {
    if v.isSmallInt { return Int128(v.smallInt) }
    if v.isBool { return Int128(v.boolInt) }
    let count = v.cell.intCell.pointee.signedCount
    let limbs = v.cell.limbs
    switch count {
    case 0: return 0
    case 1: return Int128(limbs[0])
    case -1: return -Int128(limbs[0])
    case 2, -2:
      if limbs[1] >> 63 != 0 { return nil }
      let magnitude = Int128(limbs[1]) << 64 | Int128(limbs[0])
      return count < 0 ? -magnitude : magnitude
    case _: return nil
    }
  }

  /// The number of an int, bool or subclass object as limbs; small ones get a cell of their own first.
  ///
  /// The view is valid while the caller's frame is: the cell's address stands there.
  @inline(__always)
  public func limbs(_ v: Value) -> LimbInteger {
    v.isCell ? v.cell.limbInteger : promoted(v)
  }

  @inline(never)
  private func promoted(_ v: Value) -> LimbInteger {
    let number = v.isBool ? v.boolInt : v.smallInt
    let cell = allocate(.int, IntCell.limbsOffset + 8, shape: BuiltinType.int.rawValue)
    cell.limbs[0] = number.magnitude
    cell.intCell.pointee.signedCount = number == 0 ? 0 : number < 0 ? -1 : 1
    return cell.limbInteger
  }

  /// An int of class `int` itself with the same number.
  public func exactInt(_ v: Value) -> Value {
    if v.isExactInt { return v }
    if let small = intValue(v) { return int(small) }
    let number = limbs(v)
    let cell = try? newInt(number.count)
    guard let cell else { return v }
    return finishInt(cell, Limbs.copy(number, into: cell.limbs))
  }

  @inline(__always)
  func isNegativeInt(_ v: Value) -> Bool {
    if v.isSmallInt { return v.smallInt < 0 }
    return v.isCell && v.cell.intCell.pointee.signedCount < 0
  }

  @inline(__always)
  public func intIsZero(_ v: Value) -> Bool {
    if v.isSmallInt { return v.smallInt == 0 }
    if v.isBool { return !v.isTrue }
    return v.cell.intCell.pointee.signedCount == 0
  }

  /// -1, 0 or 1.
  public func intCompare(_ a: Value, _ b: Value) -> Int {
    if let x = intValue(a), let y = intValue(b) { return x < y ? -1 : x > y ? 1 : 0 }
    return Limbs.compare(limbs(a), limbs(b))
  }

  public func intHash(_ v: Value) -> Int {
    if let small = intValue(v) { return NumberHash.of(small) }
    return NumberHash.of(limbs(v))
  }

  /// The nearest double.
  ///
  /// - Throws: OverflowError.
  public func intToDouble(_ v: Value) throws(Raise) -> Double {
    if let small = intValue(v) { return Double(small) }
    guard let d = Limbs.toDouble(limbs(v)) else { throw raise(.overflowError, "int too large to convert to float") }
    return d
  }
}

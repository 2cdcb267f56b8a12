// FlatTable.swift — a growable array of plain numbers in raw memory.
//
// Every table of the kernel is one of these: no reference counts, no uniqueness checks, and a snapshot
// of a table is one memcpy. Copying the struct copies the pointer, so exactly one owner frees it.

/// Rows that are trivially copyable; row numbers are stable while a row is in use.
public struct FlatTable<Row: BitwiseCopyable>: BitwiseCopyable {
  public var rows: UnsafeMutablePointer<Row>
  public var count: Int
  public var capacity: Int

  public init(minimumCapacity: Int = 8) {
    capacity = minimumCapacity
    count = 0
    rows = .allocate(capacity: minimumCapacity)
  }

  @inlinable @inline(__always)
  public subscript(_ index: Int) -> Row {
    get { rows[index] }
    nonmutating set { rows[index] = newValue }
  }

  @inlinable @inline(__always)
  public mutating func append(_ row: Row) {
    if count == capacity { grow(to: count + 1) }
    rows[count] = row
    count += 1
  }

  @inlinable @inline(__always)
  public mutating func popLast() -> Row? {
    if count == 0 { return nil }
    count -= 1
    return rows[count]
  }

  public mutating func removeAll() { count = 0 }

  /// Makes room for at least `needed` rows, doubling.
  @inline(never)
  @usableFromInline
  mutating func grow(to needed: Int) {
    var size = max(capacity, 8)
    while size < needed { size *= 2 }
    let fresh = UnsafeMutablePointer<Row>.allocate(capacity: size)
    fresh.update(from: rows, count: count)
    rows.deallocate()
    rows = fresh
    capacity = size
  }

  /// A table of its own with the same rows.
  func clone() -> FlatTable {
    var copy = FlatTable(minimumCapacity: max(count, 1))
    copy.rows.update(from: rows, count: count)
    copy.count = count
    return copy
  }

  /// Takes over the rows of `other`, reusing this table's memory where it suffices.
  mutating func assign(from other: FlatTable) {
    if capacity < other.count {
      count = 0
      grow(to: other.count)
    }
    rows.update(from: other.rows, count: other.count)
    count = other.count
  }

  func free() { rows.deallocate() }
}

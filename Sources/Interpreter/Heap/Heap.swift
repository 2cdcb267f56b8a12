// Heap.swift — where cells live: a reserved range of 64 KB blocks, each of one cell size.
//
//   range   |block 0|block 1|block 2|...            cells of one size class, or a span for one large cell
//   blocks  one `BlockInfo` per block               beside the heap, so that marking touches no cell it need not
//   marks   one bit per 16 bytes                    likewise
//
// Small cells are cut from free spans by bumping a pointer; a span is a run of unmarked cells in a block that is swept
// when it is needed. Free memory that the allocator hands out is zeroed, so a new cell is valid before it is filled.

import Glibc

/// What is known of one block.
struct BlockInfo {
  enum State {
    static let unused: UInt8 = 0, small: UInt8 = 1, largeHead: UInt8 = 2, largeTail: UInt8 = 3
  }
  var cellSize: UInt32 = 0
  /// 2^32 / cellSize, rounded up: offset * reciprocal >> 32 is the cell's index.
  var reciprocal: UInt32 = 0
  var cellCount: UInt32 = 0
  /// For a large tail: how many blocks back its head is; for a head: how many blocks it has.
  var span: UInt32 = 0
  var state: UInt8 = 0
  var sizeClass: UInt8 = 0
  /// Whether the block still holds dead cells that no sweep has zeroed.
  var unswept: Bool = false
}

/// The allocator of one interpreter's cells.
public struct Heap {
  /// Bump pointer and end of the current free span, by size class.
  public var bump: UnsafeMutablePointer<UInt>
  public var bumpEnd: UnsafeMutablePointer<UInt>
  /// The block the current span is in and the index of the first cell not looked at, by size class.
  var spanBlock: UnsafeMutablePointer<UInt32>
  var spanIndex: UnsafeMutablePointer<UInt32>
  /// Next block to look at for unswept blocks of a size class.
  var sweepCursor: UnsafeMutablePointer<UInt32>

  public var base: UInt
  /// Blocks ever used, and reserved.
  var blockCount = 0
  var blockLimit: Int
  var blocks: UnsafeMutablePointer<BlockInfo>
  var marks: UnsafeMutablePointer<UInt64>
  /// Freed single blocks below `blockCount`, as a stack.
  var freeBlocks: UnsafeMutablePointer<UInt32>
  var freeBlockCount = 0

  /// Bytes handed out as spans or large cells since the last collection.
  public var allocatedSinceCollection = 0
  public var collectionThreshold = 2 << 20
  /// Bytes in blocks in use.
  public var usedBytes = 0
  /// Past this many bytes in use comes MemoryError.
  public var limit: Int
  public var collectionCount = 0
  public var liveBytes = 0
  /// Total bytes ever handed out; the clock of precise collections.
  public var allocatedTotal = 0
  /// With stress on, a collection is due at every n-th allocation; 0 is off.
  public var stressInterval = 0
  var stressCountdown = 0
  /// Spans cut up by stress mode, by size class.
  let stressSpans: UnsafeMutablePointer<(start: UInt, end: UInt)>
  /// Set when the limit is passed by small cells; the machine raises MemoryError at its next safe point.
  public var isExhausted = false
  /// Collections are not allowed while this is positive.
  public var collectionsHeld = 0

  var markStack: UnsafeMutablePointer<UInt>
  var markCount = 0
  var markCapacity = 1 << 14

  var undo = UndoLog()
  /// Numbers of objects by cell number, once any was given: reset where cells are freed.
  var identities: UnsafeMutablePointer<UInt32>?

  /// Reserves the range; 16 GB, or what the address-space limit leaves.
  init(limit: Int) {
    var size = 16 << 30
    var address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    while address == MAP_FAILED && size > 64 << 20 {
      size /= 2
      address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    }
    guard address != MAP_FAILED, let address else { fatalError("aio: cannot reserve memory for the heap") }
    let mask = UInt(SizeClass.blockSize - 1)
    base = (UInt(bitPattern: address) + mask) & ~mask
    blockLimit = size / SizeClass.blockSize - 1
    self.limit = min(limit, blockLimit * SizeClass.blockSize)
    blocks = Heap.table(blockLimit)
    marks = Heap.table(blockLimit * 64)
    freeBlocks = Heap.table(blockLimit)
    bump = Heap.classTable(0)
    bumpEnd = Heap.classTable(0)
    spanBlock = Heap.classTable(UInt32.max)
    spanIndex = Heap.classTable(0)
    sweepCursor = Heap.classTable(0)
    markStack = .allocate(capacity: markCapacity)
    stressSpans = .allocate(capacity: SizeClass.count)
    stressSpans.initialize(repeating: (0, 0), count: SizeClass.count)
  }

  private static func table<T>(_ count: Int) -> UnsafeMutablePointer<T> {
    let bytes = max(count * MemoryLayout<T>.stride, 4096)
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard memory != MAP_FAILED, let memory else { fatalError("aio: cannot reserve memory for heap tables") }
    return memory.bindMemory(to: T.self, capacity: count)
  }

  private static func classTable<T>(_ value: T) -> UnsafeMutablePointer<T> {
    let table = UnsafeMutablePointer<T>.allocate(capacity: SizeClass.count)
    table.initialize(repeating: value, count: SizeClass.count)
    return table
  }

  /// Gives all memory back; the heap is not used afterwards.
  func destroy() {
    munmap(UnsafeMutableRawPointer(bitPattern: base), blockLimit * SizeClass.blockSize)
    munmap(blocks, blockLimit * MemoryLayout<BlockInfo>.stride)
    munmap(marks, blockLimit * 512)
    munmap(freeBlocks, blockLimit * 4)
    for table in [bump, bumpEnd] { table.deallocate() }
    for table in [spanBlock, spanIndex, sweepCursor] { table.deallocate() }
    markStack.deallocate()
    stressSpans.deallocate()
  }

  /// Whether a word is an address inside blocks ever used.
  @inline(__always) func contains(_ word: UInt) -> Bool {
    word &- base < UInt(blockCount) << SizeClass.blockShift
  }

  /// The number of a cell: its place in the range in units of 16 bytes, never 0 (block 0 starts with a dead cell).
  @inline(__always) public func number(_ cell: Cell) -> UInt32 {
    UInt32(truncatingIfNeeded: (UInt(bitPattern: cell) &- base) >> 4)
  }
  @inline(__always) public func cell(_ number: UInt32) -> Cell {
    Cell(bitPattern: base &+ UInt(number) << 4).unsafelyUnwrapped
  }
}

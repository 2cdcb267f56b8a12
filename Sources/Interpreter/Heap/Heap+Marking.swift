// Heap+Marking.swift — finding what is alive, and which words are cells.

import Glibc

extension Heap {
  /// The start of the cell a word points into, or nil.
  ///
  /// Takes a bare address, a tagged value, and an address inside a cell alike: native frames hold all three.
  @inline(__always) func cellContaining(_ word: UInt) -> Cell? {
    let address = word & 0xFFFF_FFFF_FFFF
    guard contains(address) else { return nil }
    var block = Int((address &- base) >> SizeClass.blockShift)
    var info = blocks[block]
    if info.state == BlockInfo.State.small {
      let offset = address & UInt(SizeClass.blockSize - 1)
      let index = (offset &* UInt(info.reciprocal)) >> 32
      guard index < UInt(info.cellCount) else { return nil }
      let cell = Cell(bitPattern: self.address(block) &+ index &* UInt(info.cellSize)).unsafelyUnwrapped
      return cell.load(as: UInt8.self) == 0 ? nil : cell
    }
    if info.state == BlockInfo.State.largeTail {
      block -= Int(info.span)
      info = blocks[block]
    }
    guard info.state == BlockInfo.State.largeHead else { return nil }
    return Cell(bitPattern: self.address(block))
  }

  /// Marks a word of a native frame or a stale register, whatever it is.
  @inline(__always) mutating func markConservatively(_ word: UInt) {
    if let cell = cellContaining(word) { mark(cell) }
  }

  @inline(__always) mutating func mark(_ value: Value) {
    if value.isCell { mark(value.cell) }
  }

  /// Marks a cell, given its exact start.
  @inline(__always) mutating func mark(_ cell: Cell) {
    let offset = UInt(bitPattern: cell) &- base
    let word = marks + Int(offset >> 10)
    let bit = UInt64(1) << UInt64((offset >> 4) & 63)
    if word.pointee & bit != 0 { return }
    word.pointee |= bit
    if markCount == markCapacity { growMarkStack() }
    markStack[markCount] = UInt(bitPattern: cell)
    markCount &+= 1
  }

  private mutating func growMarkStack() {
    let larger = UnsafeMutablePointer<UInt>.allocate(capacity: markCapacity * 2)
    larger.moveInitialize(from: markStack, count: markCount)
    markStack.deallocate()
    markStack = larger
    markCapacity *= 2
  }

  /// Whether a cell was reached by the collection that runs or ran last.
  func isMarked(_ cell: Cell) -> Bool {
    let offset = UInt(bitPattern: cell) &- base
    return marks[Int(offset >> 10)] >> UInt64((offset >> 4) & 63) & 1 != 0
  }

  /// Before marking: zeroes the kind of every dead cell in unswept blocks and clears all marks.
  mutating func beginMarking() {
    for block in 0..<blockCount {
      let info = blocks[block]
      guard info.state == BlockInfo.State.small || info.state == BlockInfo.State.largeHead else { continue }
      if info.unswept { sweepHeaders(block, info) }
      memset(marks + block * 64, 0, 512)
    }
    for index in 0..<SizeClass.count {
      bump[index] = 0
      bumpEnd[index] = 0
      spanBlock[index] = UInt32.max
      sweepCursor[index] = 0
      stressSpans[index] = (0, 0)
    }
    markCount = 0
  }

  /// Zeroes the first word of every unmarked cell of a block, so that a conservative scan takes none for alive.
  func sweepHeaders(_ block: Int, _ info: BlockInfo) {
    let bits = marks + block * 64
    let size = Int(info.cellSize)
    let first = UnsafeMutableRawPointer(bitPattern: address(block)).unsafelyUnwrapped
    var offset = 0
    for _ in 0..<Int(info.cellCount) {
      if !Heap.isMarked(bits, offset) { (first + offset).storeBytes(of: 0, as: UInt64.self) }
      offset += size
    }
  }

  /// After marking: frees blocks without a live cell, leaves the others to lazy sweeping, sets the next threshold.
  mutating func endMarking() {
    liveBytes = 0
    for block in 0..<blockCount {
      let info = blocks[block]
      if info.state == BlockInfo.State.small {
        let live = liveCells(block)
        liveBytes += live * Int(info.cellSize)
        if live == 0 && block != 0 {
          blocks[block] = BlockInfo()
          freeBlocks[freeBlockCount] = UInt32(block)
          freeBlockCount += 1
          usedBytes -= SizeClass.blockSize
        } else {
          blocks[block].unswept = true
        }
      } else if info.state == BlockInfo.State.largeHead {
        if marks[block * 64] & 1 == 0 {
          releaseSpan(block)
        } else {
          liveBytes += Int(info.span) * SizeClass.blockSize
        }
      }
    }
    trimFreeBlocks()
    collectionCount += 1
    allocatedSinceCollection = 0
    collectionThreshold = max(2 << 20, liveBytes / 2)
    isExhausted = usedBytes > limit
  }

  private func liveCells(_ block: Int) -> Int {
    let bits = marks + block * 64
    var count = 0
    for i in 0..<64 { count += bits[i].nonzeroBitCount }
    return count
  }

  /// Lowers `blockCount` past unused blocks at the end, so that the range stays short and large cells can grow.
  private mutating func trimFreeBlocks() {
    var count = blockCount
    while count > 1, blocks[count - 1].state == BlockInfo.State.unused { count -= 1 }
    guard count < blockCount else { return }
    let dropped = UnsafeMutableRawPointer(bitPattern: address(count))
    madvise(dropped, (blockCount - count) * SizeClass.blockSize, MADV_DONTNEED)
    blockCount = count
    var kept = 0
    for i in 0..<freeBlockCount where Int(freeBlocks[i]) < count {
      freeBlocks[kept] = freeBlocks[i]
      kept += 1
    }
    freeBlockCount = kept
  }
}

// Heap+Allocation.swift — handing out cells: spans for small ones, runs of blocks for large ones.

import Glibc

extension Heap {
  /// The size class for `bytes` up to 512.
  @inline(__always) static func sizeClass(_ bytes: Int) -> Int { (bytes &+ 15) >> 4 }

  /// Zeroed memory for a small cell, or nil when the current span is used up.
  @inline(__always) mutating func bumpAllocate(_ index: Int) -> Cell? {
    let start = bump[index]
    let end = start &+ UInt(index) << 4
    if end > bumpEnd[index] { return nil }
    bump[index] = end
    return Cell(bitPattern: start)
  }

  /// Finds the next free span of a class in a block already used, or in a new block.
  ///
  /// - Returns: false when the range is used up.
  mutating func refill(_ index: Int) -> Bool {
    let size = SizeClass.size(index)
    while true {
      if spanBlock[index] != UInt32.max, nextSpan(index, size) { return true }
      if let block = nextUnswept(index) {
        spanBlock[index] = block
        spanIndex[index] = 0
        sweepHeaders(Int(block), blocks[Int(block)])
        blocks[Int(block)].unswept = false
        continue
      }
      guard let block = takeBlock() else { return false }
      setUp(block, index, size)
      spanBlock[index] = UInt32.max
      let start = address(block)
      bump[index] = start
      bumpEnd[index] = start + UInt(Int(blocks[block].cellCount) * size)
      charge(SizeClass.blockSize)
      // Cell number 0 stands for "none" in inline caches: the first cell of the range stays unused.
      if block == 0 { bump[index] += UInt(size) }
      return true
    }
  }

  /// Makes the next run of unmarked cells of the current block the free span.
  private mutating func nextSpan(_ index: Int, _ size: Int) -> Bool {
    let block = Int(spanBlock[index])
    let count = Int(blocks[block].cellCount), first = address(block)
    let bits = marks + block * 64
    var i = Int(spanIndex[index])
    while i < count, Heap.isMarked(bits, i * size) { i += 1 }
    if block == 0, i == 0 { i = 1 }
    while i < count, Heap.isMarked(bits, i * size) { i += 1 }
    if i >= count {
      spanBlock[index] = UInt32.max
      return false
    }
    var j = i + 1
    while j < count, !Heap.isMarked(bits, j * size) { j += 1 }
    spanIndex[index] = UInt32(j)
    let start = first + UInt(i * size), bytes = (j - i) * size
    memset(UnsafeMutableRawPointer(bitPattern: start).unsafelyUnwrapped, 0, bytes)
    forgetIdentities(start, bytes)
    bump[index] = start
    bumpEnd[index] = start + UInt(bytes)
    charge(bytes)
    return true
  }

  @inline(__always) static func isMarked(_ bits: UnsafeMutablePointer<UInt64>, _ offset: Int) -> Bool {
    bits[offset >> 10] >> UInt64((offset >> 4) & 63) & 1 != 0
  }

  private mutating func nextUnswept(_ index: Int) -> UInt32? {
    if undo.isOn { return nil }
    var i = Int(sweepCursor[index])
    while i < blockCount {
      let info = blocks[i]
      if info.unswept, info.sizeClass == UInt8(index) {
        sweepCursor[index] = UInt32(i + 1)
        return UInt32(i)
      }
      i += 1
    }
    sweepCursor[index] = UInt32(blockCount)
    return nil
  }

  /// New cells in a freed range are new objects.
  func forgetIdentities(_ start: UInt, _ bytes: Int) {
    if let identities { memset(identities + Int((start - base) >> 4), 0, bytes / 4) }
  }

  private mutating func charge(_ bytes: Int) {
    allocatedSinceCollection += bytes
    allocatedTotal += bytes
  }

  func address(_ block: Int) -> UInt { base + UInt(block) << SizeClass.blockShift }

  private mutating func setUp(_ block: Int, _ index: Int, _ size: Int) {
    blocks[block] = BlockInfo(
      cellSize: UInt32(size), reciprocal: UInt32((1 << 32) / size + 1),
      cellCount: UInt32(SizeClass.blockSize / size), span: 1, state: BlockInfo.State.small,
      sizeClass: UInt8(index), unswept: false
    )
  }

  /// A zeroed block; nil when the range is used up.
  private mutating func takeBlock() -> Int? {
    usedBytes += SizeClass.blockSize
    if usedBytes > limit { isExhausted = true }
    if freeBlockCount > 0 {
      freeBlockCount -= 1
      let block = Int(freeBlocks[freeBlockCount])
      memset(UnsafeMutableRawPointer(bitPattern: address(block)).unsafelyUnwrapped, 0, SizeClass.blockSize)
      forgetIdentities(address(block), SizeClass.blockSize)
      undo.noteFreshBlock(block)
      return block
    }
    guard blockCount < blockLimit else { return nil }
    blockCount += 1
    undo.noteFreshBlock(blockCount - 1)
    return blockCount - 1
  }

  /// A zeroed cell of more than 8 KB in a span of its own.
  ///
  /// - Returns: nil past the heap limit.
  mutating func allocateLarge(_ bytes: Int) -> Cell? {
    let needed = (bytes + SizeClass.blockSize - 1) / SizeClass.blockSize
    guard needed <= blockLimit, usedBytes + needed * SizeClass.blockSize <= limit else { return nil }
    guard let first = findRun(needed) else { return nil }
    usedBytes += needed * SizeClass.blockSize
    charge(needed * SizeClass.blockSize)
    blocks[first] = BlockInfo(
      cellSize: 0, reciprocal: 0, cellCount: 1, span: UInt32(needed), state: BlockInfo.State.largeHead,
      sizeClass: 0, unswept: false
    )
    undo.noteFreshBlock(first)
    for i in 1..<max(needed, 1) {
      blocks[first + i] = BlockInfo(span: UInt32(i), state: BlockInfo.State.largeTail)
    }
    return Cell(bitPattern: address(first))
  }

  /// The first of `needed` adjoining unused blocks, zeroed.
  private mutating func findRun(_ needed: Int) -> Int? {
    if freeBlockCount >= needed, let run = takeFreedRun(needed) { return run }
    guard blockCount + needed <= blockLimit else { return nil }
    blockCount += needed
    return blockCount - needed
  }

  /// Looks for a run among freed blocks: sorts them once and scans.
  private mutating func takeFreedRun(_ needed: Int) -> Int? {
    var all = UnsafeMutableBufferPointer(start: freeBlocks, count: freeBlockCount)
    all.sort(by: >)
    var length = 0
    for i in 0..<freeBlockCount {
      length = i > 0 && all[i] == all[i - 1] - 1 ? length + 1 : 1
      if length == needed {
        let first = Int(all[i])
        for j in i + 1..<max(freeBlockCount, i + 1) { all[j - needed] = all[j] }
        freeBlockCount -= needed
        let start = UnsafeMutableRawPointer(bitPattern: address(first))
        memset(start.unsafelyUnwrapped, 0, needed * SizeClass.blockSize)
        forgetIdentities(address(first), needed * SizeClass.blockSize)
        return first
      }
    }
    return nil
  }

  /// Bytes a cell has room for.
  func capacity(_ cell: Cell) -> Int {
    let info = blocks[Int((UInt(bitPattern: cell) &- base) >> SizeClass.blockShift)]
    return info.state == BlockInfo.State.small ? Int(info.cellSize) : Int(info.span) * SizeClass.blockSize
  }

  /// Makes a large cell at least `bytes` long where it stands, if the blocks behind it are unused.
  mutating func extendInPlace(_ cell: Cell, to bytes: Int) -> Bool {
    let first = Int((UInt(bitPattern: cell) &- base) >> SizeClass.blockShift)
    let info = blocks[first]
    guard info.state == BlockInfo.State.largeHead, !undo.isOn else { return false }
    let span = Int(info.span)
    let needed = (bytes + SizeClass.blockSize - 1) / SizeClass.blockSize
    if needed <= span { return true }
    guard first + span == blockCount, first + needed <= blockLimit,
      usedBytes + (needed - span) * SizeClass.blockSize <= limit
    else { return false }
    for i in span..<needed { blocks[first + i] = BlockInfo(span: UInt32(i), state: BlockInfo.State.largeTail) }
    blockCount += needed - span
    blocks[first].span = UInt32(needed)
    usedBytes += (needed - span) * SizeClass.blockSize
    charge((needed - span) * SizeClass.blockSize)
    return true
  }

  /// Frees a large cell at once; its owner vouches that nothing refers to it.
  mutating func freeLarge(_ cell: Cell) {
    let first = Int((UInt(bitPattern: cell) &- base) >> SizeClass.blockShift)
    guard blocks[first].state == BlockInfo.State.largeHead, !undo.isOn else { return }
    releaseSpan(first)
  }

  mutating func releaseSpan(_ first: Int) {
    let span = Int(blocks[first].span)
    madvise(UnsafeMutableRawPointer(bitPattern: address(first)), span * SizeClass.blockSize, MADV_DONTNEED)
    for i in 0..<span {
      blocks[first + i] = BlockInfo()
      freeBlocks[freeBlockCount + i] = UInt32(first + i)
    }
    freeBlockCount += span
    usedBytes -= span * SizeClass.blockSize
  }
}

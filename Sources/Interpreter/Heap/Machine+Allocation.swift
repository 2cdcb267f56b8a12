// Machine+Allocation.swift — making cells, and the one door through which existing cells are written.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// A new zeroed cell of at most 8 KB with its header set. Collects first if a collection is due.
  @inline(__always)
  public func allocate(_ kind: Kind, _ bytes: Int, shape: UInt32 = 0) -> Cell {
    if bytes <= 512, let cell = pointee.heap.bumpAllocate(Heap.sizeClass(bytes)) {
      cell.header.initialize(to: Header(kind, shape: shape))
      return cell
    }
    return allocateSlowly(kind, bytes, shape)
  }

  @inline(never)
  public func allocateSlowly(_ kind: Kind, _ bytes: Int, _ shape: UInt32) -> Cell {
    let index = bytes <= 512 ? Heap.sizeClass(bytes) : SizeClass.index(large: bytes)
    while true {
      let size = UInt(SizeClass.size(index))
      let start = pointee.heap.bump[index]
      if start != 0, start &+ size <= pointee.heap.bumpEnd[index], pointee.heap.stressInterval == 0 {
        pointee.heap.bump[index] = start &+ size
        let cell = Cell(bitPattern: start).unsafelyUnwrapped
        cell.header.initialize(to: Header(kind, shape: shape))
        return cell
      }
      collectIfDue()
      if pointee.heap.stressInterval != 0 {
        if let cell = stressAllocate(index, kind, shape) { return cell }
        continue
      }
      if !pointee.heap.refill(index) { exhausted() }
    }
  }

  /// In stress mode no span is longer than one cell, so that every allocation comes here.
  private func stressAllocate(_ index: Int, _ kind: Kind, _ shape: UInt32) -> Cell? {
    let size = UInt(SizeClass.size(index))
    let spare = pointee.heap.stressSpans
    if spare[index].start == 0 || spare[index].start + size > spare[index].end {
      pointee.heap.bump[index] = 0
      pointee.heap.bumpEnd[index] = 0
      if !pointee.heap.refill(index) { exhausted() }
      spare[index] = (pointee.heap.bump[index], pointee.heap.bumpEnd[index])
      pointee.heap.bump[index] = 0
      pointee.heap.bumpEnd[index] = 0
    }
    let start = spare[index].start
    spare[index].start += size
    let cell = Cell(bitPattern: start).unsafelyUnwrapped
    cell.header.initialize(to: Header(kind, shape: shape))
    return cell
  }

  private func exhausted() -> Never {
    flushOutput()
    writeError("MemoryError: the heap's address range is used up\n")
    flushOutput()
    exit(1)
  }

  private func collectIfDue() {
    if pointee.heap.stressInterval > 0 {
      pointee.heap.stressCountdown -= 1
      if pointee.heap.stressCountdown <= 0 {
        pointee.heap.stressCountdown = pointee.heap.stressInterval
        collect()
        return
      }
    }
    if pointee.heap.allocatedSinceCollection >= pointee.heap.collectionThreshold { collect() }
  }

  /// A zeroed block of any size for a container's contents or a text's bytes.
  ///
  /// - Throws: MemoryError past the heap limit.
  public func allocateBlock(_ kind: Kind, _ bytes: Int) throws(Raise) -> Cell {
    if bytes <= SizeClass.largestSmall {
      if bytes < 0 { throw raise(.memoryError, "") }
      return allocate(kind, max(bytes, 16))
    }
    collectIfDue()
    if let cell = pointee.heap.allocateLarge(bytes) {
      cell.header.initialize(to: Header(kind))
      return cell
    }
    collect()
    guard let cell = pointee.heap.allocateLarge(bytes) else { throw raise(.memoryError, "") }
    cell.header.initialize(to: Header(kind))
    return cell
  }

  /// Frees a large block at once; the caller vouches that nothing points into it.
  public func releaseBlock(_ cell: Cell) { pointee.heap.freeLarge(cell) }

  /// Makes a large block longer where it stands, if it can be.
  public func growBlock(_ cell: Cell, to bytes: Int) -> Bool { pointee.heap.extendInPlace(cell, to: bytes) }

  // MARK: The door

  /// Writes a value into a cell that is not new.
  @inline(__always)
  public func store(_ place: UnsafeMutablePointer<Value>, _ value: Value) {
    if pointee.heap.undo.isOn { pointee.heap.undo.note(UnsafeMutableRawPointer(place)) }
    place.pointee = value
  }

  /// Writes a raw word into a cell that is not new.
  @inline(__always)
  public func storeWord(_ place: UnsafeMutableRawPointer, _ word: UInt64) {
    if pointee.heap.undo.isOn { pointee.heap.undo.note(place) }
    place.storeBytes(of: word, as: UInt64.self)
  }

  /// Must precede a change of bytes in a cell that is not new, unless `store` or `storeWord` makes it.
  @inline(__always)
  public func willWrite(_ address: UnsafeMutableRawPointer, bytes: Int) {
    if pointee.heap.undo.isOn { noteRange(address, bytes) }
  }

  @inline(never)
  private func noteRange(_ address: UnsafeMutableRawPointer, _ bytes: Int) {
    var word = UInt(bitPattern: address) & ~7
    let end = UInt(bitPattern: address) + UInt(bytes)
    while word < end {
      pointee.heap.undo.note(UnsafeMutableRawPointer(bitPattern: word).unsafelyUnwrapped)
      word += 8
    }
  }

  // MARK: Handles

  /// Keeps a value alive until the handle is dropped with `unhold`; handles are a stack.
  public func hold(_ value: Value) {
    if pointee.handleCount == pointee.handleCapacity {
      let larger = Values.allocate(capacity: pointee.handleCapacity * 2)
      larger.moveInitialize(from: pointee.handles, count: pointee.handleCount)
      pointee.handles.deallocate()
      pointee.handles = larger
      pointee.handleCapacity *= 2
    }
    pointee.handles[pointee.handleCount] = value
    pointee.handleCount += 1
  }

  public func unhold(_ count: Int = 1) { pointee.handleCount -= count }
}

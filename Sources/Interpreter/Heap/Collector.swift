// Collector.swift — the mark phase: roots, tracing by kind, and the scan of the native stack.

import CMachine
import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// Reclaims memory and nothing else: whatever a finalizer or a weak reference looks at is kept alive.
  public func collect() {
    guard pointee.heap.collectionsHeld == 0 else { return }
    pointee.heap.beginMarking()
    markRoots()
    markNativeStack()
    markFinalizable()
    drainMarks()
    finishCollection()
  }

  func finishCollection() {
    clearMethodCache()
    pruneClassList()
    pointee.heap.endMarking()
  }

  func markRoots() {
    markTables()
    markStacks()
  }

  /// Everything reachable from the machine's own tables, and from the kernel's jobs.
  func markTables() {
    for i in 0..<BuiltinType.count { pointee.heap.mark(pointee.builtinClasses[i]) }
    for i in 0..<Special.allCases.count { pointee.heap.mark(pointee.specialNames[i]) }
    for i in 0..<256 { pointee.heap.mark(pointee.characters[i]) }
    for i in 0..<Machine.libraryRootCount { pointee.heap.mark(pointee.libraryRoots[i]) }
    for i in 0..<pointee.names.capacity where pointee.names.slots[i].bits != 0 {
      pointee.heap.mark(pointee.names.slots[i])
    }
    for value in [
      pointee.exception, pointee.handled, pointee.emptyTuple, pointee.emptyText, pointee.emptyBytes,
      pointee.builtins, pointee.modules, pointee.wake.value, pointee.standardOutput, pointee.standardInput,
      pointee.currentContext, pointee.signalHandlers,
    ] { pointee.heap.mark(value) }
    for value in pointee.permanent { pointee.heap.mark(value) }
    for i in 0..<pointee.handleCount { pointee.heap.mark(pointee.handles[i]) }
    markCodes()
    pointee.hooks.markRoots?(self)
  }

  private func markCodes() {
    for record in pointee.codes where record.code.pointee.isCompiled {
      let code = record.code
      for i in 0..<code.pointee.constantCount { pointee.heap.mark(code.pointee.constants[i]) }
    }
    for record in pointee.codes {
      let code = record.code
      for i in 0..<code.pointee.parameterCount { pointee.heap.mark(code.pointee.parameterNames[i]) }
    }
  }

  /// Register windows may hold stale words, so each is looked at as a native word would be.
  func markStacks() {
    var high = pointee.top
    var frame = pointee.frames
    while frame <= pointee.frame {
      if frame > pointee.frames {
        high = max(high, frame.pointee.top)
        if frame.pointee.owner != 0 { pointee.heap.markConservatively(frame.pointee.owner) }
        if frame.pointee.root != 0 { pointee.heap.markConservatively(frame.pointee.root) }
        pointee.heap.mark(frame.pointee.outerHandled)
      }
      frame += 1
    }
    var word = pointee.stackBase
    while word < high {
      pointee.heap.markConservatively(UInt(truncatingIfNeeded: word.pointee.bits))
      word += 1
    }
  }

  func markNativeStack() {
    machine_spill(
      { context, low in
        let vm = context.unsafelyUnwrapped.assumingMemoryBound(to: Machine.self)
        var word = UInt(bitPattern: low) & ~7
        let high = vm.pointee.nativeStackHigh
        while word < high {
          vm.pointee.heap.markConservatively(UnsafePointer<UInt>(bitPattern: word).unsafelyUnwrapped.pointee)
          word += 8
        }
      }, UnsafeMutableRawPointer(self)
    )
  }

  /// Marks a cell that Library keeps outside the heap.
  public func markRoot(_ cell: Cell) { pointee.heap.mark(cell) }

  func drainMarks() {
    while pointee.heap.markCount > 0 {
      pointee.heap.markCount &-= 1
      trace(Cell(bitPattern: pointee.heap.markStack[pointee.heap.markCount]).unsafelyUnwrapped)
    }
  }

  @inline(__always)
  private func markRange(_ start: UnsafeMutableRawPointer, _ count: Int) {
    let values = start.assumingMemoryBound(to: Value.self)
    for i in 0..<count { pointee.heap.mark(values[i]) }
  }

  /// Marks what an address inside another cell keeps alive.
  @inline(__always)
  private func markInterior(_ address: UInt) { pointee.heap.markConservatively(address) }

  func trace(_ cell: Cell) {
    let header = cell.header
    if header.pointee.kind != .generator, header.pointee.attributes != 0, header.pointee.kind.rawValue > Kind.setTable.rawValue {
      pointee.heap.mark(Cell(bitPattern: UInt(header.pointee.attributes & 0xFFFF_FFFF_FFFF)).unsafelyUnwrapped)
    }
    if header.pointee.shape != 0 {
      pointee.heap.mark(pointee.shapes[header.pointee.shape].pointee.ownerClass)
    }
    switch header.pointee.kind {
    case .free, .raw, .int, .complex, .float: break
    case .values:
      markRange(cell + 16, (pointee.heap.capacity(cell) - 16) / 8)
    case .dictTable: traceDictTable(cell)
    case .setTable: traceSetTable(cell)
    case .str, .bytes, .byteArray:
      markInterior(UInt(bitPattern: cell.assumingMemoryBound(to: TextCell.self).pointee.data))
    case .tuple:
      markRange(cell + TupleCell.itemsOffset, cell.assumingMemoryBound(to: TupleCell.self).pointee.count)
    case .list:
      let list = cell.assumingMemoryBound(to: ListCell.self)
      if list.pointee.capacity32 != 0 { markInterior(UInt(bitPattern: list.pointee.items)) }
    case .dict:
      markInterior(cell.assumingMemoryBound(to: DictCell.self).pointee.table)
    case .set, .frozenSet:
      let set = cell.assumingMemoryBound(to: SetCell.self)
      if set.pointee.mask != 0 { markInterior(UInt(bitPattern: set.pointee.entries)) }
    case .instance, .record:
      markRange(cell + InstanceCell.slotsOffset, Int(header.pointee.flags))
    case .rangeIterator: break
    case .listIterator, .tupleIterator, .textIterator, .dictIterator, .setIterator, .dictView, .mappingProxy,
      .cellVariable, .module:
      markRange(cell + 16, 1)
    case .range: markRange(cell + 16, 4)
    case .slice, .super: markRange(cell + 16, 3)
    case .function: markRange(cell + 32, 10)
    case .boundMethod, .boundNative: markRange(cell + 16, 2)
    case .native: markRange(cell + 24, 2)
    case .class: traceClass(cell)
    case .exception: markRange(cell + 16, 6)
    case .traceback:
      markRange(cell + 16, 2)
      markRange(cell + 40, 1)
    case .code: break
    case .property, .staticMethod, .classMethod: markRange(cell + 16, 5)
    case .member:
      markRange(cell + 16, 2)
      markRange(cell + 40, 1)
    case .generator: traceGenerator(cell)
    }
  }

  private func traceDictTable(_ cell: Cell) {
    // Entries end the cell; a dict whose table this is has set `attributes` to offset << 32 | count of entries.
    let word = cell.header.pointee.attributes
    let offset = Int(word >> 32), count = Int(word & 0xFFFF_FFFF)
    let entries = (cell + offset).assumingMemoryBound(to: DictEntry.self)
    for i in 0..<count {
      pointee.heap.mark(entries[i].key)
      pointee.heap.mark(entries[i].value)
    }
  }

  private func traceSetTable(_ cell: Cell) {
    let count = Int(cell.header.pointee.attributes)
    let entries = (cell + 16).assumingMemoryBound(to: SetEntry.self)
    for i in 0..<count { pointee.heap.mark(entries[i].key) }
  }

  private func traceClass(_ cell: Cell) {
    let type = cell.assumingMemoryBound(to: ClassCell.self)
    markRange(cell + 16, 6)
    if type.pointee.specials != 0 { markInterior(type.pointee.specials) }
    pointee.heap.mark(type.pointee.native)
  }

  private func traceGenerator(_ cell: Cell) {
    if pointee.finalizers.isPrecise {
      traceGeneratorPrecisely(cell)
      return
    }
    let generator = cell.assumingMemoryBound(to: GeneratorCell.self)
    // While a coroutine is unstarted these two link the list of such.
    if cell.header.pointee.flags != GeneratorState.created {
      markInterior(generator.pointee.awaiter)
      markInterior(generator.pointee.innermost)
    }
    pointee.heap.mark(generator.pointee.delegate)
    pointee.heap.mark(generator.pointee.handled)
    markRange(cell + GeneratorCell.registersOffset - 8, generator.pointee.code.pointee.registerCount + 1)
  }

  func clearMethodCache() {
    memset(pointee.methodCache, 0, MethodCacheEntry.count * MemoryLayout<MethodCacheEntry>.stride)
  }

  private func pruneClassList() {
    let heap = pointee.heap
    pointee.classList.removeAll { !heap.isMarked(Cell(bitPattern: $0).unsafelyUnwrapped) }
  }
}

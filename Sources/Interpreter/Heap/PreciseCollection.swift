// PreciseCollection.swift — deciding what is over: `__del__`, weak references, suspended generators, coroutines that
// nobody awaited.
//
// A first mark phase starts from exact roots: tables, handles, cells the kernel knows, and the registers of standing
// frames that will still be read. What it does not reach is over, whatever words lie about on the native stack. A
// second phase marks the rest as an ordinary collection does, so that memory is never freed by this reasoning alone.

/// What a precise collection found to be over.
private struct Findings {
  /// Objects with `__del__` and suspended generators, in the order their ends come.
  var ended: [UInt] = []
  /// Weak references to what is over, in the order they are told.
  var references: [UInt] = []
  var unawaited: [UInt] = []

  var isEmpty: Bool { ended.isEmpty && references.isEmpty && unawaited.isEmpty }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Runs the ends of what is over until nothing more ends; at the end of the program everything is.
  ///
  /// Below native frames that hold script values the native stack is a root too: less may be over then.
  public func collectPrecisely(isEnd: Bool = false) {
    guard pointee.heap.collectionsHeld == 0, !pointee.finalizers.isCollecting else { return }
    pointee.finalizers.isCollecting = true
    defer {
      pointee.finalizers.isCollecting = false
      pointee.finalizers.lastCollection = pointee.heap.allocatedTotal
      let count = pointee.finalizers.deletable.count + pointee.finalizers.watched.count
      pointee.finalizers.capacity = max(10_000, count * 2)
    }
    // What ends may drop what ends next; an end that always makes another must not hold the program up.
    for _ in 0..<1000 {
      var findings = isEnd ? findAll() : find()
      if findings.isEmpty { return }
      if !findings.ended.isEmpty { findings.references = [] }
      takeOut(findings)
      pointee.finalizers.pending = findings.ended + findings.unawaited + findings.references
      for address in findings.unawaited { reportNeverAwaited(cell(address)) }
      for address in findings.ended { end(cell(address)) }
      for address in findings.references { tellReference(cell(address)) }
      pointee.finalizers.pending = []
    }
  }

  /// An object with `__del__`, or a generator that may have something to do at its end.
  public func registerFinalizer(_ cell: Cell) { pointee.finalizers.deletable.append(UInt(bitPattern: cell)) }

  private func cell(_ address: UInt) -> Cell { Cell(bitPattern: address).unsafelyUnwrapped }

  // MARK: Finding

  private func find() -> Findings {
    pointee.heap.beginMarking()
    pointee.finalizers.isPrecise = true
    markTables()
    markLiveRegisters()
    if pointee.nativeDepth > 0 {
      markStacks()
      markNativeStack()
    }
    drainMarks()
    var findings = Findings()
    findings.references = endedReferences()
    forEachUnawaited { if !pointee.heap.isMarked($0) { findings.unawaited.append(UInt(bitPattern: $0)) } }
    findings.ended = endedObjects()
    pointee.finalizers.isPrecise = false
    keepTheRest()
    return findings
  }

  /// The rest of an ordinary collection.
  private func keepTheRest() {
    markRoots()
    markNativeStack()
    markFinalizable()
    drainMarks()
    finishCollection()
  }

  /// At the end of the program: everything that has something to do.
  private func findAll() -> Findings {
    var findings = Findings()
    forEachUnawaited { findings.unawaited.append(UInt(bitPattern: $0)) }
    findings.ended = pointee.finalizers.deletable.filter { hasEnd(cell($0)) }
    return findings
  }

  /// Whether anything happens when a registered cell goes.
  private func hasEnd(_ cell: Cell) -> Bool {
    if cell.kind != .generator { return true }
    return cell.header.pointee.flags == GeneratorState.suspended
  }

  private func forEachUnawaited(_ body: (Cell) -> Void) {
    var address = pointee.asyncState.first
    while address != 0 {
      let coroutine = cell(address)
      body(coroutine)
      address = generator(coroutine).pointee.innermost
    }
  }

  /// Registered cells that are over. What another of them still holds comes after it, as when counts fall to zero.
  private func endedObjects() -> [UInt] {
    let heap = pointee.heap
    pointee.finalizers.deletable.removeAll { !heap.isMarked(cell($0)) && !hasEnd(cell($0)) }
    let candidates = pointee.finalizers.deletable.filter { !heap.isMarked(cell($0)) }
    for address in candidates where !pointee.heap.isMarked(cell(address)) {
      trace(cell(address))
      drainMarks()
    }
    let first = candidates.filter { !pointee.heap.isMarked(cell($0)) }
    // Where there are only rings they end in order of creation.
    return first.isEmpty ? candidates : first
  }

  /// References to unmarked cells: objects in order of their first reference, the newest reference of each first.
  ///
  /// A reference that is over itself is forgotten and tells nobody.
  private func endedReferences() -> [UInt] {
    let heap = pointee.heap
    if pointee.finalizers.watched.isEmpty { return [] }
    pointee.finalizers.watched.removeAll { !heap.isMarked(cell($0.reference)) }
    indexReferences()
    var result: [UInt] = []
    var seen: Set<UInt> = []
    for pair in pointee.finalizers.watched where !pointee.heap.isMarked(cell(pair.target)) {
      guard seen.insert(pair.target).inserted else { continue }
      result += (pointee.finalizers.references[pair.target] ?? []).reversed()
    }
    return result
  }

  // MARK: Roots

  private func markLiveRegisters() {
    var frame = pointee.frames + 1
    while frame <= pointee.frame {
      if frame.pointee.owner != 0 { pointee.heap.markConservatively(frame.pointee.owner) }
      if frame.pointee.root != 0 { pointee.heap.markConservatively(frame.pointee.root) }
      pointee.heap.mark(frame.pointee.outerHandled)
      if frame.pointee.owner == 0 {
        markLive(frame.pointee.code, frame.pointee.base, at: frame.pointee.pc - frame.pointee.code.pointee.words)
      }
      frame += 1
    }
  }

  /// Marks the registers of a standing frame that will still be read, and its function.
  private func markLive(_ code: UnsafeMutablePointer<Code>, _ base: Values, at pc: Int) {
    pointee.heap.markConservatively(UInt(truncatingIfNeeded: base[-1].bits))
    let liveness = liveness(code)
    for register in 0..<code.pointee.registerCount where liveness.isAlive(register, standingAt: pc) {
      pointee.heap.markConservatively(UInt(truncatingIfNeeded: base[register].bits))
    }
  }

  private func liveness(_ code: UnsafeMutablePointer<Code>) -> Liveness {
    let number = code.pointee.number
    if let known = pointee.finalizers.liveness[number] { return known }
    let made = Liveness(pointee.codes[number])
    pointee.finalizers.liveness[number] = made
    return made
  }

  /// The references of a generator's cell while only exact ones count.
  func traceGeneratorPrecisely(_ cell: Cell) {
    let generator = generator(cell)
    let state = cell.header.pointee.flags
    let registers = registers(cell)
    pointee.heap.mark(registers[-1])
    if state == GeneratorState.finished { return }
    if state != GeneratorState.created {
      pointee.heap.markConservatively(generator.pointee.awaiter)
      pointee.heap.markConservatively(generator.pointee.innermost)
    }
    pointee.heap.mark(generator.pointee.delegate)
    pointee.heap.mark(generator.pointee.handled)
    var pc = generator.pointee.pc
    if state == GeneratorState.running, let frame = frame(of: cell) { pc = frame.pointee.pc }
    markLive(generator.pointee.code, registers, at: pc - generator.pointee.code.pointee.words)
  }

  private func frame(of cell: Cell) -> UnsafeMutablePointer<Frame>? {
    var frame = pointee.frame
    while frame > pointee.frames {
      if frame.pointee.owner == UInt(bitPattern: cell) { return frame }
      frame -= 1
    }
    return nil
  }

  // MARK: Ends

  /// Takes what is over out of the lists before its end runs: nothing ends twice.
  private func takeOut(_ findings: Findings) {
    let ended = Set(findings.ended)
    pointee.finalizers.deletable.removeAll { ended.contains($0) }
    for address in findings.unawaited { forgetUnawaited(cell(address)) }
    if findings.references.isEmpty { return }
    let told = Set(findings.references)
    pointee.finalizers.watched.removeAll { told.contains($0.reference) }
    indexReferences()
  }

  private func end(_ cell: Cell) {
    let value = Value(cell)
    hold(value)
    defer { unhold() }
    let handled = pointee.handled
    pointee.handled = .none
    defer { pointee.handled = handled }
    do {
      if cell.kind == .generator {
        _ = try closeGenerator(cell)
        return
      }
      let method = special(.delete, classOf(value))
      if method.isUnbound || method.isNone { return }
      do { _ = try callSpecial(.delete, on: value) } catch {
        printUnraisable(method)
      }
    } catch {
      printUnraisable(value)
    }
  }

  private func reportNeverAwaited(_ cell: Cell) {
    cell.header.pointee.flags = GeneratorState.finished
    let function = registers(cell)[-1].as(FunctionCell.self)
    warnUnawaited(swiftString(function.pointee.qualifiedName))
  }

  /// A weak reference forgets its object and calls back.
  private func tellReference(_ cell: Cell) {
    let words = cell.recordWords
    let callback = words[WeakWord.callback]
    store(words + WeakWord.target, .none)
    store(words + WeakWord.callback, .none)
    if callback.isNone { return }
    hold(callback)
    defer { unhold() }
    do { _ = try call(callback, Value(cell)) } catch { printUnraisable(callback) }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Makes `references` fit `watched` again.
  func indexReferences() {
    pointee.finalizers.references.removeAll(keepingCapacity: true)
    for pair in pointee.finalizers.watched {
      pointee.finalizers.references[pair.target, default: []].append(pair.reference)
    }
  }
}

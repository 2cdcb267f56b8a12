// Finalizers.swift — what must not vanish unseen: `__del__`, weak references, coroutines that nobody awaited.
//
// Ordinary collections keep all of it alive. Precise ones, between jobs, decide in order of creation what is over.

/// Cells whose end is looked at, in order of registration.
public struct Finalizers {
  /// Objects with `__del__` that has not run.
  var deletable: [UInt] = []
  /// Objects that weak references point to, and those references.
  var watched: [(target: UInt, reference: UInt)] = []
  /// The references of `watched` by target, in order of creation; never walked.
  var references: [UInt: [UInt]] = [:]
  /// What ends right now.
  var pending: [UInt] = []
  /// A precise collection is under way; in its first phase generators' temporaries count only while they are alive.
  var isCollecting = false
  var isPrecise = false
  /// Live registers of standing frames by number of code.
  var liveness: [Int: Liveness] = [:]
  /// How many cells may be registered before a precise collection is due.
  var capacity = 10_000
  /// Bytes handed out in all when the last precise collection ended.
  var lastCollection = 0
  /// Async generators that were started, for `shutdown_asyncgens`.
  var asyncGenerators: [UInt] = []
  /// Hooks of `sys.set_asyncgen_hooks`.
  public var firstIteration = Value.none
  public var asyncFinalizer = Value.none
}

/// Coroutines that were made and never started: a ring through their cells' `awaiter` (previous) and `innermost` (next).
struct AsyncState {
  var first: UInt = 0
  var last: UInt = 0
  /// What each coroutine's maker was, for reports.
  var count = 0
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A coroutine was made: until it starts it is in the list of those nobody awaited.
  func noteUnawaited(_ cell: Cell) {
    let address = UInt(bitPattern: cell)
    let generator = generator(cell)
    generator.pointee.awaiter = pointee.asyncState.last
    generator.pointee.innermost = 0
    if pointee.asyncState.last != 0 {
      let last = self.generator(Cell(bitPattern: pointee.asyncState.last).unsafelyUnwrapped)
      storeWord(UnsafeMutableRawPointer(placeOfWord(&last.pointee.innermost)), UInt64(address))
    } else {
      pointee.asyncState.first = address
    }
    pointee.asyncState.last = address
    pointee.asyncState.count += 1
  }

  /// A coroutine starts, or is closed unstarted.
  func forgetUnawaited(_ cell: Cell) {
    let generator = generator(cell)
    let previous = generator.pointee.awaiter, next = generator.pointee.innermost
    if previous != 0 {
      let other = self.generator(Cell(bitPattern: previous).unsafelyUnwrapped)
      storeWord(UnsafeMutableRawPointer(placeOfWord(&other.pointee.innermost)), UInt64(next))
    } else {
      pointee.asyncState.first = next
    }
    if next != 0 {
      let other = self.generator(Cell(bitPattern: next).unsafelyUnwrapped)
      storeWord(UnsafeMutableRawPointer(placeOfWord(&other.pointee.awaiter)), UInt64(previous))
    } else {
      pointee.asyncState.last = previous
    }
    generator.pointee.awaiter = 0
    generator.pointee.innermost = 0
    pointee.asyncState.count -= 1
  }

  /// Roots of an ordinary collection: everything whose end somebody would see.
  func markFinalizable() {
    pointee.finalizers.deletable.removeAll { isFinished($0) }
    pointee.finalizers.asyncGenerators.removeAll { isFinished($0) }
    for address in pointee.finalizers.pending { pointee.heap.mark(Cell(bitPattern: address).unsafelyUnwrapped) }
    for address in pointee.finalizers.deletable { pointee.heap.mark(Cell(bitPattern: address).unsafelyUnwrapped) }
    for pair in pointee.finalizers.watched {
      pointee.heap.mark(Cell(bitPattern: pair.target).unsafelyUnwrapped)
      pointee.heap.mark(Cell(bitPattern: pair.reference).unsafelyUnwrapped)
    }
    for address in pointee.finalizers.asyncGenerators { pointee.heap.mark(Cell(bitPattern: address).unsafelyUnwrapped) }
    pointee.heap.mark(pointee.finalizers.firstIteration)
    pointee.heap.mark(pointee.finalizers.asyncFinalizer)
    markUnawaited()
  }

  /// Whether this is a generator that has nothing left to do.
  private func isFinished(_ address: UInt) -> Bool {
    let cell = Cell(bitPattern: address).unsafelyUnwrapped
    return cell.kind == .generator && cell.header.pointee.flags == GeneratorState.finished
  }

  /// Whether so much is registered that a precise collection should look what is over.
  var isPreciseCollectionDue: Bool {
    pointee.finalizers.deletable.count + pointee.finalizers.watched.count > pointee.finalizers.capacity
  }

  func markUnawaited() {
    var address = pointee.asyncState.first
    while address != 0 {
      let cell = Cell(bitPattern: address).unsafelyUnwrapped
      pointee.heap.mark(cell)
      address = generator(cell).pointee.innermost
    }
  }

  /// An async generator is iterated for the first time: its loop will have to close it.
  func hookAsyncGenerator(_ cell: Cell) {
    guard cell.header.pointee.aux & GeneratorMark.isHooked == 0 else { return }
    cell.header.pointee.aux |= GeneratorMark.isHooked
    pointee.finalizers.asyncGenerators.append(UInt(bitPattern: cell))
  }

  /// Reports the coroutines that nobody awaited and that nothing can await any more.
  public func reportUnawaited(_ isOver: (Cell) -> Bool) {
    var address = pointee.asyncState.first
    while address != 0 {
      let cell = Cell(bitPattern: address).unsafelyUnwrapped
      address = generator(cell).pointee.innermost
      guard isOver(cell) else { continue }
      forgetUnawaited(cell)
      cell.header.pointee.flags = GeneratorState.finished
      let function = registers(cell)[-1].as(FunctionCell.self)
      warnUnawaited(swiftString(function.pointee.qualifiedName))
    }
  }
}

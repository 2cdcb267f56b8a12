// Future.swift — futures: results that come later, and who waits for them.
//
// A future is a record; a task is a future with a coroutine (Task.swift) and shares its first words.

import Interpreter
import Runtime

/// Words of a future's record.
enum FutureWord {
  /// 0 pending, 1 finished, 2 cancelled; plus 4 once the result was asked for.
  static let state = 0
  /// The result, or the exception if it ended with one.
  static let result = 1
  static let isException = 2
  /// None, one callback, or a list of them: each a tuple (function, context) or the number of a waiting task.
  static let callbacks = 3
  static let loop = 4
  static let cancelMessage = 5
  /// Of tasks.
  static let coroutine = 6
  static let waiter = 7
  /// Bit 0 must cancel; bits 1... number of cancel requests.
  static let cancelling = 8
  static let name = 9
  static let context = 10
  static let number = 11
  static let futureCount = 6
  static let taskCount = 12
}

enum FutureState { static let pending = 0, finished = 1, cancelled = 2, retrieved = 4 }

extension Value {
  /// Whether this is a future or a task.
  var isFuture: Bool { isRecord(.future) || isRecord(.task) || isRecord(.gatheringFuture) }
  var words: Values { cell.recordWords }
}

extension UnsafeMutablePointer where Pointee == Machine {
  func futureState(_ future: Value) -> Int { future.words[FutureWord.state].smallInt & 3 }
  func isDone(_ future: Value) -> Bool { futureState(future) != FutureState.pending }

  func setWord(_ record: Value, _ word: Int, _ value: Value) { store(record.words + word, value) }

  /// A pending future of a loop.
  func makeFuture(_ loop: Value) -> Value {
    let cell = newRecord(asyncClass(.future), .future, words: FutureWord.futureCount)
    prepareFuture(Value(cell), loop)
    return Value(cell)
  }

  func prepareFuture(_ future: Value, _ loop: Value) {
    let words = future.words
    words[FutureWord.state] = Value(small: FutureState.pending)
    words[FutureWord.result] = .none
    words[FutureWord.isException] = .false
    words[FutureWord.callbacks] = .none
    words[FutureWord.loop] = loop
    words[FutureWord.cancelMessage] = .none
  }

  func finish(_ future: Value, result: Value) throws(Raise) {
    setWord(future, FutureWord.result, result)
    setWord(future, FutureWord.state, Value(small: FutureState.finished))
    try scheduleCallbacks(future)
  }

  func finish(_ future: Value, exception: Value) throws(Raise) {
    setWord(future, FutureWord.result, exception)
    setWord(future, FutureWord.isException, .true)
    setWord(future, FutureWord.state, Value(small: FutureState.finished))
    noteUnretrieved(future)
    try scheduleCallbacks(future)
  }

  @discardableResult
  func cancelFuture(_ future: Value, _ message: Value) throws(Raise) -> Bool {
    if isDone(future) { return false }
    setWord(future, FutureWord.state, Value(small: FutureState.cancelled))
    setWord(future, FutureWord.cancelMessage, message)
    try scheduleCallbacks(future)
    return true
  }

  /// The result of a finished future; its exception, CancelledError or InvalidStateError is raised.
  func result(of future: Value) throws(Raise) -> Value {
    switch futureState(future) {
    case FutureState.pending: throw raise(asyncException: .invalidState, "Result is not set.")
    case FutureState.cancelled: throw cancelledError(future)
    default:
      markRetrieved(future)
      if future.words[FutureWord.isException].isTrue { throw raise(exception: future.words[FutureWord.result]) }
      return future.words[FutureWord.result]
    }
  }

  func markRetrieved(_ future: Value) {
    let state = future.words[FutureWord.state].smallInt
    if state & FutureState.retrieved == 0 {
      setWord(future, FutureWord.state, Value(small: state | FutureState.retrieved))
      forgetUnretrieved(future)
    }
  }

  /// CancelledError with the message of the cancel.
  func cancelledError(_ future: Value) -> Raise {
    let message = future.words[FutureWord.cancelMessage]
    return raise(exception: makeCancelled(message))
  }

  func makeCancelled(_ message: Value) -> Value {
    makeException(asyncClass(.cancelledError), message.isNone ? pointee.emptyTuple : tuple(of: [message]))
  }

  /// Adds what is called soon after the future is done: `callback(future)` in a context.
  func addCallback(_ future: Value, _ callback: Value, _ context: Value) throws(Raise) {
    if isDone(future) { return try callSoon(future.words[FutureWord.loop], callback, future, context) }
    try appendCallback(future, tuple(of: [callback, context]))
  }

  /// Adds a task that waits for the future: it is woken by number, without a callback object.
  func addWaiter(_ future: Value, _ task: Value) throws(Raise) { try appendCallback(future, task) }

  private func appendCallback(_ future: Value, _ entry: Value) throws(Raise) {
    let old = future.words[FutureWord.callbacks]
    if old.isNone { return setWord(future, FutureWord.callbacks, entry) }
    if old.is(.list) { return try listAppend(old.cell, entry) }
    hold(entry)
    defer { unhold() }
    let both = try listFrom(tuple(of: [old, entry]))
    setWord(future, FutureWord.callbacks, both)
  }

  private func scheduleCallbacks(_ future: Value) throws(Raise) {
    let callbacks = future.words[FutureWord.callbacks]
    if callbacks.isNone { return }
    setWord(future, FutureWord.callbacks, .none)
    hold(callbacks)
    defer { unhold() }
    if !callbacks.is(.list) { return try schedule(callbacks, future) }
    let (_, count) = itemsOf(callbacks)
    for i in 0..<count { try schedule(itemsOf(callbacks).0[i], future) }
  }

  private func schedule(_ entry: Value, _ future: Value) throws(Raise) {
    if entry.isRecord(.task) { return pushWakeup(entry, future) }
    if entry.isRecord(.gatheringFuture) { return scheduleChild(entry, future) }
    let parts = itemsOf(entry).0
    try callSoon(future.words[FutureWord.loop], parts[0], future, parts[1])
  }

  /// Removes every callback equal to one; how many.
  func removeCallback(_ future: Value, _ callback: Value) throws(Raise) -> Int {
    let old = future.words[FutureWord.callbacks]
    if old.isNone { return 0 }
    let all = old.is(.list) ? old : try listFrom(tuple(of: [old]))
    hold(all)
    defer { unhold() }
    let kept = try listFrom(pointee.emptyTuple)
    hold(kept)
    defer { unhold() }
    var removed = 0
    for i in 0..<itemsOf(all).1 {
      let entry = itemsOf(all).0[i]
      if entry.is(.tuple), try equal(itemsOf(entry).0[0], callback) {
        removed += 1
      } else {
        try listAppend(kept.cell, entry)
      }
    }
    setWord(future, FutureWord.callbacks, itemsOf(kept).1 == 0 ? .none : kept)
    return removed
  }
}

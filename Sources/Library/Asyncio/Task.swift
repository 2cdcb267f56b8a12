// Task.swift — tasks: a coroutine, the steps that drive it, and what wakes it.

import Interpreter
import Runtime

extension UnsafeMutablePointer where Pointee == Machine {
  /// A task for a coroutine; its first step is a job of the loop.
  func makeTask(_ loop: Value, _ coroutine: Value, name: Value, context: Value) throws(Raise) -> Value {
    guard coroutine.is(.generator) else {
      throw raise(.typeError, "a coroutine was expected, got \(try swiftRepr(coroutine))")
    }
    let cell = newRecord(asyncClass(.task), .task, words: FutureWord.taskCount)
    let task = Value(cell)
    hold(task)
    defer { unhold() }
    prepareFuture(task, loop)
    let words = task.words
    let number = int(nextTaskNumber())
    words[FutureWord.coroutine] = coroutine
    words[FutureWord.waiter] = .none
    words[FutureWord.cancelling] = Value(small: 0)
    words[FutureWord.name] = name
    words[FutureWord.context] = context
    words[FutureWord.number] = number
    try listAppend(taskList.cell, task)
    pushStep(task)
    return task
  }

  /// One step of a task: its coroutine runs until it waits or ends.
  func stepTask(_ task: Value, throwing exception: Value = .unbound) {
    guard !isDone(task) else { return }
    var exception = exception
    let flags = task.words[FutureWord.cancelling].smallInt
    if flags & 1 != 0 {
      let isCancel = exception.isCell && isInstance(exception, asyncClass(.cancelledError))
      if !isCancel { exception = makeCancelled(task.words[FutureWord.cancelMessage]) }
      setWord(task, FutureWord.cancelling, Value(small: flags & ~1))
    }
    setWord(task, FutureWord.waiter, .none)
    let previous = currentTask
    pointee.libraryRoots[1] = task
    let coroutine = task.words[FutureWord.coroutine].cell
    if exception.isCell { pointee.exception = exception }
    let value = resume(coroutine, sending: .none, isThrow: exception.isCell)
    pointee.libraryRoots[1] = previous
    settleStep(task, value)
  }

  private func settleStep(_ task: Value, _ value: Value) {
    do {
      if value == .raised { return try endRaised(task, takeException()) }
      if rest == .returned { return try endReturned(task, value) }
      try waitFor(task, value)
    } catch {
      reportInternal(takeException())
    }
  }

  private func endReturned(_ task: Value, _ value: Value) throws(Raise) {
    forgetTask(task)
    if task.words[FutureWord.cancelling].smallInt & 1 != 0 {
      setWord(task, FutureWord.cancelling, Value(small: task.words[FutureWord.cancelling].smallInt & ~1))
      try cancelFuture(task, task.words[FutureWord.cancelMessage])
    } else {
      try finish(task, result: value)
    }
  }

  private func endRaised(_ task: Value, _ exception: Value) throws(Raise) {
    hold(exception)
    defer { unhold() }
    forgetTask(task)
    if isInstance(exception, asyncClass(.cancelledError)) {
      let args = exception.as(ExceptionCell.self).pointee.args
      let message = itemsOf(args).1 > 0 ? itemsOf(args).0[0] : Value.none
      try cancelFuture(task, message)
      return
    }
    try finish(task, exception: exception)
    if isInstance(exception, .keyboardInterrupt) || isInstance(exception, .systemExit) { stopRun(with: exception) }
  }

  /// The coroutine yielded `signal`: a future to wait for, or None to give way.
  private func waitFor(_ task: Value, _ signal: Value) throws(Raise) {
    if signal.isNone { return pushStep(task) }
    if signal.isFuture {
      if signal == task {
        return stepTask(task, throwing: runtimeError("Task cannot await on itself: \(try swiftRepr(task))"))
      }
      setWord(task, FutureWord.waiter, signal)
      if isDone(signal) { pushWakeup(task, signal) } else { try addWaiter(signal, task) }
      let flags = task.words[FutureWord.cancelling].smallInt
      if flags & 1 != 0, try cancelAny(signal, task.words[FutureWord.cancelMessage]) {
        setWord(task, FutureWord.cancelling, Value(small: flags & ~1))
      }
      return
    }
    if signal.isRecord(.sleep) { return setWord(task, FutureWord.waiter, signal) }
    stepTask(task, throwing: runtimeError("Task got bad yield: \(try swiftRepr(signal))"))
  }

  func runtimeError(_ message: String) -> Value {
    _ = raise(.runtimeError, message)
    return takeException()
  }

  /// A task is woken by the future it waited for.
  func wakeTask(_ task: Value) {
    let future = task.words[FutureWord.waiter]
    guard future.isCell, future.isFuture else { return stepTask(task) }
    // The future's outcome is raised or delivered where the coroutine awaits it.
    stepTask(task)
  }

  /// `task.cancel(message)` and `future.cancel(message)`.
  @discardableResult
  func cancelAny(_ future: Value, _ message: Value) throws(Raise) -> Bool {
    if future.isRecord(.gatheringFuture) { return try cancelGathering(future, message) }
    guard future.isRecord(.task) else { return try cancelFuture(future, message) }
    if isDone(future) { return false }
    let flags = future.words[FutureWord.cancelling].smallInt
    setWord(future, FutureWord.cancelling, Value(small: flags + 2))
    let waiter = future.words[FutureWord.waiter]
    if waiter.isCell {
      if waiter.isRecord(.sleep) {
        cancelSleep(waiter)
        setWord(future, FutureWord.waiter, .none)
        setWord(future, FutureWord.cancelMessage, message)
        setWord(future, FutureWord.cancelling, Value(small: (flags + 2) | 1))
        pushStep(future)
        return true
      }
      if try cancelAny(waiter, message) { return true }
    }
    setWord(future, FutureWord.cancelling, Value(small: (flags + 2) | 1))
    setWord(future, FutureWord.cancelMessage, message)
    return true
  }

  // MARK: sleep: words 0 deadline, 1 timer, 2 result, 3 task, 4 loop

  /// `asyncio.sleep(delay, result)` as an awaitable.
  func makeSleep(_ delay: Value, _ result: Value) -> Value {
    let cell = newRecord(asyncClass(.sleep), .sleep, words: 5)
    cell.recordWords[0] = delay
    cell.recordWords[1] = .none
    cell.recordWords[2] = result
    cell.recordWords[3] = .none
    cell.recordWords[4] = .none
    return Value(cell)
  }

  func advanceSleep(_ sleep: Value, _ event: AwaitEvent) throws(Raise) -> AwaitStep {
    let words = sleep.words
    switch event {
    case .started:
      let delay = words[0].isDouble ? words[0].double : try realNumber(words[0])
      if delay.isNaN { throw raise(.valueError, "Invalid delay: NaN (not a number)") }
      if delay <= 0 { return .waiting(.none) }
      guard currentTask.isCell else { throw raise(.runtimeError, "no running event loop") }
      let loop = currentTask.words[FutureWord.loop]
      setWord(sleep, 3, currentTask)
      setWord(sleep, 4, loop)
      let kernel = pointee.outside.kernel
      let word = JobKind.sleepOver | UInt64(pointee.heap.number(sleep.cell)) << 4
      let timer = kernel.setTimer(at: kernel.now + delay, word: word, on: loopID(loop))
      setWord(sleep, 1, int(Int(timer)))
      return .waiting(sleep)
    case .resumed:
      return .ready(words[2])
    case .thrown(let exception):
      cancelSleep(sleep)
      throw raise(exception: exception)
    }
  }

  private func realNumber(_ value: Value) throws(Raise) -> Double {
    if value.isSmallInt { return Double(value.smallInt) }
    if value.isBool { return value.isTrue ? 1 : 0 }
    let made = try call(Value(builtin(.float)), value)
    return made.double
  }

  func cancelSleep(_ sleep: Value) {
    let timer = sleep.words[1]
    guard timer.isSmallInt, sleep.words[4].isCell else { return }
    pointee.outside.kernel.cancelTimer(TimerID(timer.smallInt), on: loopID(sleep.words[4]))
    setWord(sleep, 1, .none)
  }

  /// A sleep's time has come: in asyncio its future is set now, the task goes on in the next iteration.
  func sleepIsOver(_ sleep: Value) {
    setWord(sleep, 1, .none)
    let task = sleep.words[3]
    if task.isCell, task.words[FutureWord.waiter] == sleep { pushStep(task) }
  }

  // MARK: await future

  func advanceFuture(_ future: Value, _ event: AwaitEvent) throws(Raise) -> AwaitStep {
    switch event {
    case .started:
      return isDone(future) ? .ready(try result(of: future)) : .waiting(future)
    case .resumed:
      guard isDone(future) else { throw raise(.runtimeError, "await wasn't used with future") }
      return .ready(try result(of: future))
    case .thrown(let exception): throw raise(exception: exception)
    }
  }
}

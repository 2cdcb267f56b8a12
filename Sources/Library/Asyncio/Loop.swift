// Loop.swift — event loops as records, what runs in them, and `asyncio.run`.

import Interpreter
import Runtime

extension UnsafeMutablePointer where Pointee == Machine {
  /// The list of tasks that are not done, in order of creation.
  var taskList: Value { pointee.libraryRoots[2] }

  func nextTaskNumber() -> Int {
    let number = pointee.libraryRoots[4].isSmallInt ? pointee.libraryRoots[4].smallInt + 1 : 1
    pointee.libraryRoots[4] = Value(small: number)
    return number
  }

  func makeLoop() -> Value {
    let cell = newRecord(asyncClass(.loop), .loop, words: LoopWord.count)
    cell.recordWords[LoopWord.id] = Value(small: pointee.outside.kernel.addLoop())
    cell.recordWords[LoopWord.exceptionHandler] = .none
    cell.recordWords[LoopWord.taskFactory] = .none
    cell.recordWords[LoopWord.isClosed] = .false
    cell.recordWords[LoopWord.until] = .none
    return Value(cell)
  }

  /// The loop that new tasks and futures belong to.
  func loopForNew() throws(Raise) -> Value {
    if runningLoop.isCell { return runningLoop }
    let set = pointee.libraryRoots[5]
    if set.isCell { return set }
    throw raise(.runtimeError, "no running event loop")
  }

  /// A task is over: it leaves the list of live ones.
  func forgetTask(_ task: Value) {
    let list = taskList.as(ListCell.self)
    let count = list.pointee.count
    if count == 0 { return }
    // Tasks tend to end in order of creation: look from the front.
    for i in 0..<count where list.pointee.items[i] == task {
      willWrite(list.pointee.items, bytes: count * 8)
      var j = i
      while j + 1 < count {
        list.pointee.items[j] = list.pointee.items[j + 1]
        j += 1
      }
      list.pointee.items[count - 1] = Value(bits: 0)
      list.pointee.count = count - 1
      break
    }
    let loop = task.words[FutureWord.loop]
    if loop.words[LoopWord.until] == task { pushJob(JobKind.stop, loop.cell, loop) }
    if loop.words[LoopWord.until] == .ellipsis, list.pointee.count == 0 { pushJob(JobKind.stop, loop.cell, loop) }
  }

  /// `asyncio.run(main)`: parks its caller until the main task is over and the loop is tidied.
  func runAsync(_ main: Value) throws(Raise) -> Value {
    guard !runningLoop.isCell else {
      throw raise(.runtimeError, "asyncio.run() cannot be called from a running event loop")
    }
    guard main.is(.generator), isInstance(main, .coroutine) else {
      throw raise(.valueError, "a coroutine was expected, got \(try swiftRepr(main))")
    }
    let loop = makeLoop()
    hold(loop)
    defer { unhold() }
    let task = try makeTask(loop, main, name: .none, context: .none)
    guard let parked = park() else {
      throw raise(.runtimeError, "asyncio.run() cannot be called below a builtin function that calls back")
    }
    setWord(loop, LoopWord.until, task)
    pointee.libraryRoots[0] = loop
    pointee.libraryRoots[6] = task
    _ = pointee.outside.kernel.start(loopID(loop))
    return parked
  }

  /// The running loop was stopped: the main task is over, or the others that `run` cancelled are.
  func loopStopped() {
    let loop = runningLoop
    guard loop.isCell else { return }
    let main = pointee.libraryRoots[6]
    if taskList.as(ListCell.self).pointee.count > 0, loop.words[LoopWord.until] != .ellipsis {
      setWord(loop, LoopWord.until, .ellipsis)
      let all = (try? listFrom(taskList)) ?? .none
      hold(all)
      for i in 0..<itemsOf(all).1 { _ = try? cancelAny(itemsOf(all).0[i], .none) }
      unhold()
      _ = pointee.outside.kernel.start(loopID(loop))
      return
    }
    setWord(loop, LoopWord.isClosed, .true)
    pointee.outside.kernel.close(loopID(loop))
    pointee.libraryRoots[0] = .none
    pointee.libraryRoots[6] = .none
    do {
      wakeMain(try result(of: main))
    } catch {
      wakeMain(raising: takeException())
    }
  }

  /// KeyboardInterrupt or SystemExit left a task: it goes on in the caller of `run`.
  func stopRun(with exception: Value) {
    let loop = runningLoop
    guard loop.isCell else { return }
    pointee.outside.kernel.abandon(loopID(loop))
    pointee.outside.kernel.close(loopID(loop))
    pointee.libraryRoots[0] = .none
    wakeMain(raising: exception)
  }

  /// Runs one job of the kernel.
  func runAsyncJob(_ word: UInt64) {
    let cell = pointee.heap.cell(UInt32(truncatingIfNeeded: word >> 4))
    let value = Value(cell)
    let handled = pointee.handled
    pointee.handled = .none
    pointee.isInJob = true
    hold(value)
    switch word & 15 {
    case JobKind.step: stepTask(value)
    case JobKind.wakeup: wakeTask(value)
    case JobKind.handle: runHandle(value)
    case JobKind.sleepOver: sleepIsOver(value)
    case JobKind.child: runChild(value)
    default: pointee.outside.kernel.stop(loopID(value))
    }
    unhold()
    pointee.isInJob = false
    pointee.handled = handled
  }

  private func runChild(_ handle: Value) {
    do { try childDone(handle.words[HandleWord.callback], handle.words[HandleWord.arguments]) } catch {
      reportInternal(takeException())
    }
  }

  private func runHandle(_ handle: Value) {
    guard handle.words[HandleWord.state].smallInt == 0 else { return }
    handle.words[HandleWord.state] = Value(small: 2)
    do { _ = try call(handle.words[HandleWord.callback], spread: handle.words[HandleWord.arguments]) } catch {
      let exception = takeException()
      if isInstance(exception, .keyboardInterrupt) || isInstance(exception, .systemExit) {
        return stopRun(with: exception)
      }
      reportInternal(exception)
    }
  }

  /// An exception in a callback: told on standard error, as the loop's default handler does.
  func reportInternal(_ exception: Value) {
    hold(exception)
    writeError("Exception in callback\n" + renderException(exception))
    unhold()
  }

  // MARK: Reports

  func noteUnretrieved(_ future: Value) {
    guard future.isRecord(.task) else { return }
    if !pointee.libraryRoots[3].is(.list) { pointee.libraryRoots[3] = (try? listFrom(pointee.emptyTuple)) ?? .none }
    _ = try? listAppend(pointee.libraryRoots[3].cell, future)
  }

  func forgetUnretrieved(_ future: Value) {}

  /// At the end of the program: exceptions that nobody asked for.
  func reportUnretrieved() {
    let list = pointee.libraryRoots[3]
    guard list.is(.list) else { return }
    for i in 0..<itemsOf(list).1 {
      let task = itemsOf(list).0[i]
      guard task.words[FutureWord.state].smallInt & FutureState.retrieved == 0 else { continue }
      let shown = (try? swiftRepr(task)) ?? "<Task>"
      writeError("Task exception was never retrieved\nfuture: \(shown)\n")
      writeError(renderException(task.words[FutureWord.result]))
    }
  }

  /// Nothing can ever happen again although the program is not over.
  func reportIdle() {
    var text = "nothing can ever wake this program: every task waits for something that nobody will provide\n"
    for i in 0..<itemsOf(taskList).1 {
      text += "  \((try? swiftRepr(itemsOf(taskList).0[i])) ?? "<Task>")\n"
    }
    flushOutput()
    writeError("aio: deadlock: " + text)
    pointee.outside.kernel.abandon(loopID(runningLoop))
    pointee.libraryRoots[0] = .none
    _ = raise(.systemExit, value: Value(small: 1))
    wakeMain(raising: takeException())
  }

  /// Marks what the kernel's jobs and timers stand for.
  func markJobs() {
    let state = pointee.outside.state
    for id in 0..<state.pointee.loopCount {
      let loop = state.pointee.loop(id)
      for i in 0..<loop.ready.count { markJob(loop.ready.word(at: i)) }
      for word in loop.timers.waitingWords() { markJob(word) }
    }
  }

  private func markJob(_ word: UInt64) {
    if word & 15 != 0 { markRoot(pointee.heap.cell(UInt32(truncatingIfNeeded: word >> 4))) }
  }
}

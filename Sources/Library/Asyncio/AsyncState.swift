// AsyncState.swift — what asyncio keeps per interpreter: classes, the running loop, jobs in the kernel.
//
// A job word of the kernel is `kind | payload << 4`: the payload is the cell number of a task, a handle or a future.
// Cells that jobs stand for are kept alive by their loop record's list of live jobs.

import Interpreter
import Runtime

/// Classes that asyncio's natives make objects of.
enum AsyncClass: Int, CaseIterable { case future, task, loop, handle, timerHandle, cancelledError, invalidStateError, sleep }

enum AsyncException { case invalidState }

/// What a kernel job of asyncio is.
enum JobKind {
  static let step: UInt64 = 1, wakeup: UInt64 = 2, handle: UInt64 = 3, sleepOver: UInt64 = 4, child: UInt64 = 5, stop: UInt64 = 6
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The state object: a list in `permanent`, by fixed place.
  func asyncClass(_ which: AsyncClass) -> Cell { pointee.libraryRoots[8 + which.rawValue].cell }

  func raise(asyncException: AsyncException, _ message: String) -> Raise {
    let text = string(message)
    return raise(exception: makeException(asyncClass(.invalidStateError), tuple(of: [text])))
  }

  var runningLoop: Value { pointee.libraryRoots[0] }
  var currentTask: Value { pointee.libraryRoots[1] }

  func loopID(_ loop: Value) -> LoopID { loop.words[LoopWord.id].smallInt }

  func addGatherer(_ future: Value, _ outer: Value) throws(Raise) { try addWaiter(future, outer) }

  /// Hands a job to the kernel; the cell stays alive until the job ran.
  func pushJob(_ kind: UInt64, _ cell: Cell, _ loop: Value) {
    pointee.outside.state.pointee.push(kind | UInt64(pointee.heap.number(cell)) << 4, on: loopID(loop))
  }

  func pushStep(_ task: Value) { pushJob(JobKind.step, task.cell, task.words[FutureWord.loop]) }

  func pushWakeup(_ task: Value, _ future: Value) { pushJob(JobKind.wakeup, task.cell, task.words[FutureWord.loop]) }

  /// `loop.call_soon(callback, argument)`.
  func callSoon(_ loop: Value, _ callback: Value, _ argument: Value, _ context: Value) throws(Raise) {
    let handle = makeHandle(loop, callback, argument.isUnbound ? pointee.emptyTuple : tuple(of: [argument]), context)
    pushJob(JobKind.handle, handle.cell, loop)
  }

  func makeHandle(_ loop: Value, _ callback: Value, _ arguments: Value, _ context: Value) -> Value {
    hold(arguments)
    defer { unhold() }
    let cell = newRecord(asyncClass(.handle), .handle, words: HandleWord.count)
    cell.recordWords[HandleWord.callback] = callback
    cell.recordWords[HandleWord.arguments] = arguments
    cell.recordWords[HandleWord.context] = context
    cell.recordWords[HandleWord.loop] = loop
    cell.recordWords[HandleWord.state] = Value(small: 0)
    cell.recordWords[HandleWord.timer] = .none
    cell.recordWords[HandleWord.deadline] = .none
    return Value(cell)
  }
}

/// Words of a loop's record.
enum LoopWord {
  static let id = 0, exceptionHandler = 1, taskFactory = 2, isClosed = 3, until = 4, count = 5
}

/// Words of a handle's record.
enum HandleWord {
  static let callback = 0, arguments = 1, context = 2, loop = 3
  /// 0 waits, 1 cancelled, 2 ran.
  static let state = 4
  static let timer = 5, deadline = 6, count = 7
}

// Gather.swift — `asyncio.gather`: one future for the results of many.

import Interpreter
import Runtime

/// Words of a gathering future behind those of a future.
enum GatherWord { static let children = 6, returnsExceptions = 7, finishedCount = 8, isCancelRequested = 9, count = 10 }

extension UnsafeMutablePointer where Pointee == Machine {
  /// `gather(*children, return_exceptions)`; coroutines become tasks, a child given twice counts twice.
  func gather(_ arguments: Value, returnsExceptions: Bool) throws(Raise) -> Value {
    let (_, count) = itemsOf(arguments)
    let loop = try loopForNew()
    let cell = newRecord(asyncClass(.future), .gatheringFuture, words: GatherWord.count)
    let outer = Value(cell)
    hold(outer)
    defer { unhold() }
    prepareFuture(outer, loop)
    let children = try listFrom(pointee.emptyTuple)
    outer.words[GatherWord.children] = children
    outer.words[GatherWord.returnsExceptions] = Value(returnsExceptions)
    outer.words[GatherWord.finishedCount] = Value(small: 0)
    outer.words[GatherWord.isCancelRequested] = .false
    if count == 0 {
      try finish(outer, result: children)
      return outer
    }
    for i in 0..<count {
      let argument = itemsOf(arguments).0[i]
      let child = try ensureFuture(argument, loop)
      let isNew = try !contains(children, child)
      try listAppend(children.cell, child)
      if isNew {
        if isDone(child) { scheduleChild(outer, child) } else { try addGatherer(child, outer) }
      }
    }
    return outer
  }

  /// A coroutine as a task; a future as it is.
  func ensureFuture(_ value: Value, _ loop: Value) throws(Raise) -> Value {
    if value.isFuture { return value }
    if value.is(.generator) { return try makeTask(loop, value, name: .none, context: .none) }
    guard !special(.await, classOf(value)).isUnbound else {
      throw raise(.typeError, "An asyncio.Future, a coroutine or an awaitable is required")
    }
    let wrapper = try getAttribute(try importModule("_asyncio_wrap"), intern("wrap"))
    return try makeTask(loop, try call(wrapper, value), name: .none, context: .none)
  }

  /// The done callback of a child runs as a job of its loop.
  func scheduleChild(_ outer: Value, _ child: Value) {
    let handle = makeHandle(child.words[FutureWord.loop], outer, child, .none)
    pushJob(JobKind.child, handle.cell, child.words[FutureWord.loop])
  }

  /// A child is done.
  func childDone(_ outer: Value, _ child: Value) throws(Raise) {
    let done = outer.words[GatherWord.finishedCount].smallInt + multiplicity(outer, child)
    setWord(outer, GatherWord.finishedCount, Value(small: done))
    if isDone(outer) {
      if futureState(child) == FutureState.finished { markRetrieved(child) }
      return
    }
    let returnsExceptions = outer.words[GatherWord.returnsExceptions].isTrue
    if !returnsExceptions {
      if futureState(child) == FutureState.cancelled {
        _ = cancelledError(child)
        return try finish(outer, exception: takeException())
      }
      markRetrieved(child)
      if child.words[FutureWord.isException].isTrue {
        return try finish(outer, exception: child.words[FutureWord.result])
      }
    }
    let children = outer.words[GatherWord.children]
    guard done == itemsOf(children).1 else { return }
    try collectResults(outer, children)
  }

  private func multiplicity(_ outer: Value, _ child: Value) -> Int {
    let (items, count) = itemsOf(outer.words[GatherWord.children])
    var times = 0
    for i in 0..<count where items[i] == child { times += 1 }
    return times
  }

  private func collectResults(_ outer: Value, _ children: Value) throws(Raise) {
    let results = try listFrom(pointee.emptyTuple)
    hold(results)
    defer { unhold() }
    for i in 0..<itemsOf(children).1 {
      let child = itemsOf(children).0[i]
      if futureState(child) == FutureState.cancelled {
        _ = cancelledError(child)
        try listAppend(results.cell, takeException())
      } else {
        markRetrieved(child)
        try listAppend(results.cell, child.words[FutureWord.result])
      }
    }
    if outer.words[GatherWord.isCancelRequested].isTrue {
      _ = raise(exception: makeCancelled(outer.words[FutureWord.cancelMessage]))
      return try finish(outer, exception: takeException())
    }
    try finish(outer, result: results)
  }

  /// `cancel` of the outer future cancels all children.
  func cancelGathering(_ outer: Value, _ message: Value) throws(Raise) -> Bool {
    if isDone(outer) { return false }
    var any = false
    let children = outer.words[GatherWord.children]
    for i in 0..<itemsOf(children).1 where try cancelAny(itemsOf(children).0[i], message) { any = true }
    if any {
      setWord(outer, GatherWord.isCancelRequested, .true)
      setWord(outer, FutureWord.cancelMessage, message)
    }
    return any
  }
}

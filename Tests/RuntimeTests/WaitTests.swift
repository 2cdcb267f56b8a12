// WaitTests.swift — waits, holds and the circles they form.

import Testing

@testable import Runtime

@Suite struct WaitTests {
  @Test func twoLocksTakenCrosswiseAreACircle() {
    let kernel = makeKernel()
    let first = kernel.addTask(creator: 0)
    let second = kernel.addTask(creator: 0)
    let left = kernel.addResource(creator: 0)
    let right = kernel.addResource(creator: 0)
    kernel.addHold(first, left)
    kernel.addHold(second, right)
    #expect(kernel.beginWait(first, .lock, resource: right) == nil)
    #expect(kernel.beginWait(second, .lock, resource: left) == [second, first])
    #expect(kernel.circles() == [[first, second]])
    kernel.endWait(second)
    #expect(kernel.circles().isEmpty)
  }

  @Test func aLockTakenTwiceIsACircleOfOne() {
    let kernel = makeKernel()
    let task = kernel.addTask(creator: 0)
    let lock = kernel.addResource(creator: task)
    kernel.addHold(task, lock)
    #expect(kernel.beginWait(task, .lock, resource: lock) == [task])
  }

  @Test func awaitedTasksLinkToTheirLocks() {
    let kernel = makeKernel()
    let outer = kernel.addTask(creator: 0)
    let inner = kernel.addTask(creator: outer)
    let lock = kernel.addResource(creator: 0)
    kernel.addHold(outer, lock)
    #expect(kernel.beginWait(inner, .lock, resource: lock) == nil)
    #expect(kernel.beginWait(outer, .task, resource: UInt64(inner)) == [outer, inner])
  }

  @Test func severalHoldersCloseNoCircle() {
    let kernel = makeKernel()
    let first = kernel.addTask(creator: 0)
    let second = kernel.addTask(creator: 0)
    let semaphore = kernel.addResource(creator: 0)
    kernel.addHold(first, semaphore)
    kernel.addHold(second, semaphore)
    #expect(kernel.beginWait(first, .semaphore, resource: semaphore) == nil)
    #expect(kernel.holders(of: semaphore) == [first, second])
    kernel.removeHold(first, semaphore)
    #expect(kernel.holders(of: semaphore) == [second])
    // Released by a task that does not hold it.
    kernel.removeHold(first, semaphore)
    #expect(kernel.holders(of: semaphore).isEmpty)
  }

  @Test func longChainsAreFoundAtTheEnd() {
    let kernel = makeKernel()
    let tasks = (0..<2000).map { _ in kernel.addTask(creator: 0) }
    for place in 1..<2000 {
      #expect(kernel.beginWait(tasks[place - 1], .task, resource: UInt64(tasks[place])) == nil)
    }
    #expect(kernel.beginWait(tasks[1999], .task, resource: UInt64(tasks[0])) == nil)
    #expect(kernel.circles() == [tasks])
  }

  @Test func waitsAreListedByTask() {
    let (kernel, loop) = makeRunningKernel()
    let first = kernel.addTask(creator: 0)
    let second = kernel.addTask(creator: 0)
    _ = kernel.setTimer(at: 4, word: 1, on: loop)
    kernel.beginWait(second, .event, resource: 0)
    _ = drain(kernel)
    kernel.beginWait(first, .queueGet, resource: 3)
    #expect(
      kernel.waits() == [
        Wait(task: first, kind: .queueGet, resource: 3, since: 4),
        Wait(task: second, kind: .event, resource: 0, since: 0),
      ])
    kernel.removeTask(second)
    #expect(kernel.waits().map(\.task) == [first])
    #expect(kernel.addTask(creator: 0) == second)
  }

  @Test func lineageDoesNotDependOnOrder() {
    let forward = makeKernel()
    let a = forward.addTask(creator: 0)
    let b = forward.addTask(creator: 0)
    let childOfA = forward.addTask(creator: a)
    let childOfB = forward.addTask(creator: b)
    let backward = makeKernel()
    let c = backward.addTask(creator: 0)
    let d = backward.addTask(creator: 0)
    let childOfD = backward.addTask(creator: d)
    let childOfC = backward.addTask(creator: c)
    #expect(forward.lineage(of: childOfA) == backward.lineage(of: childOfC))
    #expect(forward.lineage(of: childOfB) == backward.lineage(of: childOfD))
    #expect(forward.lineage(of: childOfA) != forward.lineage(of: childOfB))
    let lock = forward.addResource(creator: a)
    #expect(forward.lineage(ofResource: lock) != forward.lineage(of: childOfA))
  }

  @Test func numbersThatNobodyGaveAreIgnored() {
    let kernel = makeKernel()
    kernel.addHold(7, 99)
    kernel.removeHold(7, 99)
    kernel.removeResource(99)
    kernel.removeTask(99)
    kernel.endWait(99)
    #expect(kernel.beginWait(99, .task, resource: .max) == nil)
    let task = kernel.addTask(creator: 400)
    #expect(kernel.beginWait(task, .task, resource: .max) == nil)
    #expect(kernel.beginWait(task, .lock, resource: .max) == nil)
    #expect(kernel.circles().isEmpty)
  }
}

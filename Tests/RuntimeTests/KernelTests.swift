// KernelTests.swift — the order of jobs, timers and loops.

import Testing

@testable import Runtime

/// A kernel in a world that touches nothing.
func makeKernel(policy: any SchedulingPolicy = FIFO(), options: KernelOptions = KernelOptions()) -> Kernel {
  Kernel(world: SimulatedWorld(output: .memory), policy: policy, options: options)
}

/// A kernel with one asyncio loop that runs.
func makeRunningKernel(policy: any SchedulingPolicy = FIFO(), options: KernelOptions = KernelOptions()) -> (
  Kernel, LoopID
) {
  let kernel = makeKernel(policy: policy, options: options)
  let loop = kernel.addLoop()
  #expect(kernel.start(loop))
  return (kernel, loop)
}

/// Runs until something other than a job comes; `body` may make more jobs.
func drain(_ kernel: Kernel, limit: Int = 1_000_000, _ body: (UInt64) -> Void = { _ in }) -> ([UInt64], KernelEvent) {
  var words: [UInt64] = []
  while words.count < limit {
    let event = kernel.next()
    guard case .job(let word) = event else { return (words, event) }
    words.append(word)
    body(word)
  }
  return (words, .idle)
}

@Suite struct KernelTests {
  @Test func jobsRunInTheOrderTheyBecameReady() {
    let (kernel, loop) = makeRunningKernel()
    for word in 1...200 { kernel.state.pointee.push(UInt64(word), on: loop) }
    let (words, end) = drain(kernel)
    #expect(words == Array(1...200))
    #expect(end == .idle)
  }

  @Test func jobsMadeDuringABatchRunInTheNext() {
    let (kernel, loop) = makeRunningKernel()
    kernel.state.pointee.push(1, on: loop)
    kernel.state.pointee.push(2, on: loop)
    let (words, _) = drain(kernel) { word in
      if word < 10 { kernel.state.pointee.push(word + 10, on: loop) }
    }
    #expect(words == [1, 2, 11, 12])
  }

  @Test func timersRunByDeadlineThenOrderOfSetting() {
    let (kernel, loop) = makeRunningKernel()
    _ = kernel.setTimer(at: 2, word: 20, on: loop)
    _ = kernel.setTimer(at: 1, word: 10, on: loop)
    _ = kernel.setTimer(at: 2, word: 21, on: loop)
    _ = kernel.setTimer(at: 1.0000000005, word: 11, on: loop)
    var instants: [Double] = []
    let (words, end) = drain(kernel) { _ in instants.append(kernel.now) }
    #expect(words == [10, 11, 20, 21])
    #expect(instants == [1, 1, 2, 2])
    #expect(end == .idle)
  }

  @Test func dueTimersComeAfterReadyJobsOfTheSameIteration() {
    let (kernel, loop) = makeRunningKernel()
    _ = kernel.setTimer(at: 0, word: 2, on: loop)
    kernel.state.pointee.push(1, on: loop)
    #expect(drain(kernel).0 == [1, 2])
  }

  @Test func cancelledTimersNeverFireAndCostNoTime() {
    let (kernel, loop) = makeRunningKernel()
    let first = kernel.setTimer(at: 5, word: 1, on: loop)
    _ = kernel.setTimer(at: 7, word: 2, on: loop)
    let last = kernel.setTimer(at: 90, word: 3, on: loop)
    #expect(kernel.cancelTimer(first, on: loop))
    #expect(!kernel.cancelTimer(first, on: loop))
    #expect(kernel.cancelTimer(last, on: loop))
    #expect(drain(kernel).0 == [2])
    #expect(kernel.now == 7)
    #expect(!kernel.cancelTimer(first, on: loop))
  }

  @Test func manyCancelledTimersAreDropped() {
    let (kernel, loop) = makeRunningKernel()
    var timers: [TimerID] = []
    for number in 0..<1000 {
      timers.append(kernel.setTimer(at: Double(number % 7) + 1, word: UInt64(number), on: loop))
    }
    for number in 0..<1000 where number % 4 != 0 { kernel.cancelTimer(timers[number], on: loop) }
    kernel.state.pointee.push(5000, on: loop)
    #expect(kernel.next() == .job(5000))
    #expect(kernel.state.pointee.loop(loop).timers.liveCount == 250)
    #expect(kernel.state.pointee.loop(loop).timers.cancelledCount == 0)
    var expected: [UInt64] = []
    for rest in 0..<7 {
      for number in stride(from: 0, to: 1000, by: 4) where number % 7 == rest { expected.append(UInt64(number)) }
    }
    #expect(drain(kernel).0 == expected)
  }

  @Test func stopFinishesTheBatch() {
    let (kernel, loop) = makeRunningKernel()
    for word in 1...3 { kernel.state.pointee.push(UInt64(word), on: loop) }
    let (words, end) = drain(kernel) { word in
      kernel.state.pointee.push(word + 10, on: loop)
      if word == 1 { kernel.stop(loop) }
    }
    #expect(words == [1, 2, 3])
    #expect(end == .stopped(loop))
    #expect(!kernel.isRunning(loop))
    #expect(kernel.next() == .idle)
    #expect(kernel.start(loop))
    #expect(drain(kernel).0 == [11, 12, 13])
  }

  @Test func stopBeforeTheRunGivesOneIteration() {
    let kernel = makeKernel()
    let loop = kernel.addLoop()
    _ = kernel.setTimer(at: 3, word: 9, on: loop)
    kernel.stop(loop)
    #expect(kernel.start(loop))
    #expect(kernel.next() == .stopped(loop))
    #expect(kernel.now == 0)
  }

  @Test func loopsShareOneClock() {
    let (kernel, first) = makeRunningKernel()
    let second = kernel.addLoop()
    #expect(kernel.start(second))
    _ = kernel.setTimer(at: 2, word: 12, on: first)
    _ = kernel.setTimer(at: 1, word: 21, on: second)
    _ = kernel.setTimer(at: 2, word: 22, on: second)
    #expect(drain(kernel).0 == [21, 12, 22])
    #expect(kernel.now == 2)
  }

  @Test func threadsHaveTheirTurnBeforeTheLoops() {
    let (kernel, loop) = makeRunningKernel()
    kernel.state.pointee.push(1, on: loop)
    kernel.state.pointee.push(100, on: 0)
    let (words, _) = drain(kernel) { word in
      if word == 100 { kernel.state.pointee.push(2, on: loop) }
    }
    #expect(words == [100, 1, 2])
  }

  @Test func aRunEndsAtItsTimeLimit() {
    var options = KernelOptions()
    options.until = 1.5
    let (kernel, loop) = makeRunningKernel(options: options)
    _ = kernel.setTimer(at: 1, word: 1, on: loop)
    _ = kernel.setTimer(at: 2, word: 2, on: loop)
    let (words, end) = drain(kernel)
    #expect(words == [1])
    #expect(end == .timeLimit)
    #expect(kernel.now == 1.5)
  }

  @Test func sleepingPastTheTimeLimitEndsTheRun() {
    var options = KernelOptions()
    options.until = 1.5
    let (kernel, loop) = makeRunningKernel(options: options)
    kernel.state.pointee.push(1, on: loop)
    kernel.state.pointee.push(2, on: loop)
    let (words, end) = drain(kernel) { _ in kernel.sleepInPlace(2) }
    #expect(words == [1])
    #expect(end == .timeLimit)
    #expect(kernel.isTimeUp)
  }

  @Test func livelockIsSaidOnceAndDoesNotEndTheRun() {
    var options = KernelOptions()
    options.livelockLimit = 100
    let (kernel, loop) = makeRunningKernel(options: options)
    _ = kernel.setTimer(at: 1, word: 7, on: loop)
    kernel.state.pointee.push(1, on: loop)
    let (words, end) = drain(kernel) { word in kernel.state.pointee.push(word, on: loop) }
    #expect(words.count == 101)
    #expect(end == .livelock)
    #expect(drain(kernel, limit: 5000) { word in kernel.state.pointee.push(word, on: loop) }.0.count == 5000)
  }

  @Test func manyTasksAtOneInstantAreNoLivelock() {
    let (kernel, loop) = makeRunningKernel()
    for word in 0..<50_000 { kernel.state.pointee.push(UInt64(word), on: loop) }
    let (words, end) = drain(kernel) { word in
      _ = kernel.setTimer(at: kernel.now + 1, word: 1 << 40, on: loop); _ = word
    }
    #expect(words.count >= 50_000)
    #expect(end != .livelock)
  }

  @Test func closedLoopsForgetEverything() {
    let (kernel, loop) = makeRunningKernel()
    _ = kernel.setTimer(at: 1, word: 1, on: loop)
    kernel.close(loop)
    #expect(!kernel.isClosed(loop))
    kernel.abandon(loop)
    kernel.close(loop)
    #expect(kernel.isClosed(loop))
    #expect(!kernel.start(loop))
    #expect(kernel.next() == .idle)
  }

  @Test func aSnapshotBringsEverythingBack() {
    let (kernel, loop) = makeRunningKernel()
    _ = kernel.setTimer(at: 1, word: 1, on: loop)
    _ = kernel.setTimer(at: 2, word: 2, on: loop)
    kernel.state.pointee.push(5, on: loop)
    let task = kernel.addTask(creator: 0)
    let lock = kernel.addResource(creator: task)
    kernel.addHold(task, lock)
    let saved = kernel.state.pointee.clone()
    defer { saved.free() }
    var runs: [[UInt64]] = []
    for _ in 0..<3 {
      let (words, _) = drain(kernel) { word in
        if word < 3 { for extra in 0..<100 { kernel.state.pointee.push(word * 1000 + UInt64(extra), on: loop) } }
      }
      runs.append(words)
      kernel.removeHold(task, lock)
      _ = kernel.addLoop()
      _ = kernel.addTask(creator: task)
      kernel.state.pointee.assign(from: saved)
      #expect(kernel.now == 0)
      #expect(kernel.holders(of: lock) == [task])
      #expect(kernel.state.pointee.tasks.liveCount == 2)
    }
    #expect(runs[0].count == 203)
    #expect(runs[0] == runs[1] && runs[1] == runs[2])
  }
}

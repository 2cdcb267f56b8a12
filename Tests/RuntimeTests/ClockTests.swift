// ClockTests.swift — virtual time as the script reads it.

import Testing

@testable import Runtime

@Suite struct ClockTests {
  @Test func wallTimeBeginsIn2000() {
    let kernel = makeKernel()
    #expect(kernel.readWall() == 946_684_800)
    #expect(kernel.readMonotonic() == 0)
    kernel.sleepInPlace(2.5)
    #expect(kernel.readWall() == 946_684_802.5)
  }

  @Test func runningCodeTakesNoTime() {
    let kernel = makeKernel()
    for _ in 0..<10_000 { #expect(kernel.readMonotonic() == 0) }
  }

  @Test func busyWaitsEnd() {
    let kernel = makeKernel()
    var readings = 0
    while kernel.readMonotonic() < 1 { readings += 1 }
    #expect(readings == 10_999)
  }

  @Test func readingsCountPerStep() {
    let (kernel, loop) = makeRunningKernel()
    kernel.state.pointee.push(1, on: loop)
    kernel.state.pointee.push(2, on: loop)
    let (words, _) = drain(kernel) { _ in for _ in 0..<9000 { _ = kernel.readMonotonic() } }
    #expect(words.count == 2)
    #expect(kernel.now == 0)
  }

  @Test func strangeDelaysDoNoHarm() {
    let (kernel, loop) = makeRunningKernel()
    kernel.sleepInPlace(.nan)
    kernel.sleepInPlace(-3)
    kernel.sleepInPlace(.infinity)
    #expect(kernel.now == 0)
    _ = kernel.setTimer(at: .nan, word: 1, on: loop)
    _ = kernel.setTimer(at: -.infinity, word: 2, on: loop)
    #expect(drain(kernel).0 == [2, 1])
    #expect(kernel.now == 0)
  }
}

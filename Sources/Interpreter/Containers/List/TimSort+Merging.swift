// TimSort+Merging.swift — merging two neighbouring runs, by single steps or, where one side wins often, in leaps.

import Glibc

/// How far a merge has come: what is left of both runs, and where the next element goes.
struct MergeState<Element> {
  var a: UnsafeMutablePointer<Element>
  var countA: Int
  var b: UnsafeMutablePointer<Element>
  var countB: Int
  var target: UnsafeMutablePointer<Element>
}

extension TimSort {
  /// Merges run `i` and the one after it.
  mutating func merge(_ i: Int) throws(Raise) {
    var a = runs[i].base, countA = runs[i].count
    let b = runs[i + 1].base
    var countB = runs[i + 1].count
    runs[i].count = countA + countB
    if i == runCount - 3 { runs[i + 1] = runs[i + 2] }
    runCount -= 1
    let skipped = try gallopRight(b[0], a, countA, 0)
    a += skipped
    countA -= skipped
    if countA == 0 { return }
    countB = try gallopLeft(a[countA - 1], b, countB, countB - 1)
    if countB <= 0 { return }
    if countA <= countB { try mergeLow(a, countA, b, countB) } else { try mergeHigh(a, countA, b, countB) }
  }

  private mutating func reserve(_ n: Int) throws(Raise) -> Elements {
    if let spare, n <= spareCapacity { return spare }
    let block = try vm.allocateBlock(.values, 16 + n * MemoryLayout<Element>.stride)
    let memory = (block + 16).assumingMemoryBound(to: Element.self)
    spare = memory
    spareCapacity = n
    return memory
  }

  /// Merges with the left run, the shorter one, put aside.
  private mutating func mergeLow(_ a: Elements, _ countA: Int, _ b: Elements, _ countB: Int) throws(Raise) {
    let aside = try reserve(countA)
    aside.update(from: a, count: countA)
    var state = MergeState(a: aside, countA: countA, b: b, countB: countB, target: a)
    var failure: Raise?
    do { try runLow(&state) } catch { failure = error }
    if failure == nil, state.countA == 1, state.countB > 0 {
      memmove(state.target, state.b, state.countB * MemoryLayout<Element>.stride)
      state.target[state.countB] = state.a[0]
    } else if state.countA > 0 {
      memcpy(state.target, state.a, state.countA * MemoryLayout<Element>.stride)
    }
    if let failure { throw failure }
  }

  /// Merges from the left until the right run is used up or one element of the left run remains.
  private mutating func runLow(_ s: inout MergeState<Element>) throws(Raise) {
    takeLowB(&s)
    if s.countB == 0 || s.countA == 1 { return }
    var threshold = minGallop
    while true {
      var winsA = 0, winsB = 0
      repeat {
        if try less(s.b[0], s.a[0]) {
          takeLowB(&s)
          winsB += 1
          winsA = 0
          if s.countB == 0 { return }
        } else {
          takeLowA(&s)
          winsA += 1
          winsB = 0
          if s.countA == 1 { return }
        }
      } while winsA < threshold && winsB < threshold
      threshold += 1
      repeat {
        if threshold > 1 { threshold -= 1 }
        minGallop = threshold
        winsA = try gallopRight(s.b[0], s.a, s.countA, 0)
        if winsA > 0 {
          memcpy(s.target, s.a, winsA * MemoryLayout<Element>.stride)
          s.target += winsA
          s.a += winsA
          s.countA -= winsA
          if s.countA <= 1 { return }
        }
        takeLowB(&s)
        if s.countB == 0 { return }
        winsB = try gallopLeft(s.a[0], s.b, s.countB, 0)
        if winsB > 0 {
          memmove(s.target, s.b, winsB * MemoryLayout<Element>.stride)
          s.target += winsB
          s.b += winsB
          s.countB -= winsB
          if s.countB == 0 { return }
        }
        takeLowA(&s)
        if s.countA == 1 { return }
      } while winsA >= TimSort.galloping || winsB >= TimSort.galloping
      threshold += 1
      minGallop = threshold
    }
  }

  @inline(__always) private func takeLowA(_ s: inout MergeState<Element>) {
    s.target.pointee = s.a.pointee
    s.target += 1
    s.a += 1
    s.countA -= 1
  }

  @inline(__always) private func takeLowB(_ s: inout MergeState<Element>) {
    s.target.pointee = s.b.pointee
    s.target += 1
    s.b += 1
    s.countB -= 1
  }

  /// Merges from the right with the right run, the shorter one, put aside.
  private mutating func mergeHigh(_ a: Elements, _ countA: Int, _ b: Elements, _ countB: Int) throws(Raise) {
    let aside = try reserve(countB)
    aside.update(from: b, count: countB)
    var state = MergeState(
      a: a + (countA - 1), countA: countA, b: aside + (countB - 1), countB: countB, target: b + (countB - 1)
    )
    var failure: Raise?
    do { try runHigh(&state, a, aside) } catch { failure = error }
    if failure == nil, state.countB == 1, state.countA > 0 {
      let target = state.target + 1 - state.countA
      memmove(target, state.a + 1 - state.countA, state.countA * MemoryLayout<Element>.stride)
      (target - 1).pointee = state.b.pointee
    } else if state.countB > 0 {
      memcpy(state.target - (state.countB - 1), aside, state.countB * MemoryLayout<Element>.stride)
    }
    if let failure { throw failure }
  }

  /// Merges from the right until the left run is used up or one element of the right run remains.
  private mutating func runHigh(
    _ s: inout MergeState<Element>, _ baseA: Elements, _ baseB: Elements
  ) throws(Raise) {
    takeHighA(&s)
    if s.countA == 0 || s.countB == 1 { return }
    var threshold = minGallop
    while true {
      var winsA = 0, winsB = 0
      repeat {
        if try less(s.b[0], s.a[0]) {
          takeHighA(&s)
          winsA += 1
          winsB = 0
          if s.countA == 0 { return }
        } else {
          takeHighB(&s)
          winsB += 1
          winsA = 0
          if s.countB == 1 { return }
        }
      } while winsA < threshold && winsB < threshold
      threshold += 1
      repeat {
        if threshold > 1 { threshold -= 1 }
        minGallop = threshold
        winsA = s.countA - (try gallopRight(s.b[0], baseA, s.countA, s.countA - 1))
        if winsA > 0 {
          s.target -= winsA
          s.a -= winsA
          memmove(s.target + 1, s.a + 1, winsA * MemoryLayout<Element>.stride)
          s.countA -= winsA
          if s.countA == 0 { return }
        }
        takeHighB(&s)
        if s.countB == 1 { return }
        winsB = s.countB - (try gallopLeft(s.a[0], baseB, s.countB, s.countB - 1))
        if winsB > 0 {
          s.target -= winsB
          s.b -= winsB
          memcpy(s.target + 1, s.b + 1, winsB * MemoryLayout<Element>.stride)
          s.countB -= winsB
          if s.countB <= 1 { return }
        }
        takeHighA(&s)
        if s.countA == 0 { return }
      } while winsA >= TimSort.galloping || winsB >= TimSort.galloping
      threshold += 1
      minGallop = threshold
    }
  }

  @inline(__always) private func takeHighA(_ s: inout MergeState<Element>) {
    s.target.pointee = s.a.pointee
    s.target -= 1
    s.a -= 1
    s.countA -= 1
  }

  @inline(__always) private func takeHighB(_ s: inout MergeState<Element>) {
    s.target.pointee = s.b.pointee
    s.target -= 1
    s.b -= 1
    s.countB -= 1
  }
}

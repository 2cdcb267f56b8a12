// TimSort.swift — a stable merge sort of natural runs: CPython's, so that scripts see the same comparisons.

import Glibc

/// What a sort moves: a value, or a value with its key.
protocol SortElement {
  var key: Value { get }
}

extension Value: SortElement {
  @inline(__always) var key: Value { self }
}

struct KeyedValue: SortElement {
  var key: Value
  var value: Value
}

/// Which of two keys comes first.
protocol SortOrder {
  func less(_ a: Value, _ b: Value) throws(Raise) -> Bool
}

/// One sort of consecutive elements where they stand.
///
/// Elements are only ever moved, never lost: when a comparison throws they are in some order, all there.
struct TimSort<Element: SortElement, Order: SortOrder> {
  typealias Elements = UnsafeMutablePointer<Element>

  struct Run {
    var base: Elements
    var count: Int
    var power: Int
  }

  static var galloping: Int { 7 }

  let vm: VM
  let order: Order
  let elements: Elements
  let count: Int
  var minGallop = 7
  var runs: UnsafeMutablePointer<Run>
  var runCount = 0
  /// A block of values that scripts don't see; elements stand in it while a merge runs.
  var spare: Elements?
  var spareCapacity = 0

  init(_ vm: VM, _ order: Order, _ elements: Elements, _ count: Int) {
    (self.vm, self.order, self.elements, self.count) = (vm, order, elements, count)
    runs = .allocate(capacity: 90)
  }

  @inline(__always) func less(_ a: Element, _ b: Element) throws(Raise) -> Bool { try order.less(a.key, b.key) }

  mutating func sort() throws(Raise) {
    defer { runs.deallocate() }
    if count < 2 { return }
    var low = elements, left = count
    let shortest = TimSort.shortestRun(count)
    while left > 0 {
      var length = try countRun(low, left)
      if length < shortest {
        let forced = min(left, shortest)
        try insert(low, forced, sorted: length)
        length = forced
      }
      try addRun(low, length)
      low += length
      left -= length
    }
    while runCount > 1 {
      var i = runCount - 2
      if i > 0, runs[i - 1].count < runs[i + 1].count { i -= 1 }
      try merge(i)
    }
  }

  private static func shortestRun(_ count: Int) -> Int {
    var n = count, rest = 0
    while n >= 64 {
      rest |= n & 1
      n >>= 1
    }
    return n + rest
  }

  /// The length of the run at the start, which is made ascending; equal elements keep their order.
  private func countRun(_ a: Elements, _ left: Int) throws(Raise) -> Int {
    if left < 2 { return left }
    var n = 1
    while n < left {
      if try less(a[n], a[n - 1]) { break }
      n += 1
    }
    if n == left { return n }
    if n > 1 {
      if try less(a[0], a[n - 1]) { return n }
      reverse(a, n)
    }
    n += 1
    var equal = 0
    while n < left {
      if try less(a[n], a[n - 1]) {
        if equal > 0 {
          reverse(a + (n - equal - 1), equal + 1)
          equal = 0
        }
      } else if try less(a[n - 1], a[n]) {
        break
      } else {
        equal += 1
      }
      n += 1
    }
    if equal > 0 { reverse(a + (n - equal - 1), equal + 1) }
    reverse(a, n)
    while n < left {
      if try less(a[n], a[n - 1]) { break }
      n += 1
    }
    return n
  }

  private func reverse(_ a: Elements, _ n: Int) {
    var low = a, high = a + (n - 1)
    while low < high {
      (low.pointee, high.pointee) = (high.pointee, low.pointee)
      low += 1
      high -= 1
    }
  }

  /// Insertion sort by binary search of elements whose first `sorted` are in order.
  private func insert(_ a: Elements, _ n: Int, sorted: Int) throws(Raise) {
    for i in max(sorted, 1)..<max(n, sorted, 1) {
      let pivot = a[i]
      var low = 0, high = i
      while low < high {
        let middle = (low + high) >> 1
        if try less(pivot, a[middle]) { high = middle } else { low = middle + 1 }
      }
      var j = i
      while j > low {
        a[j] = a[j - 1]
        j -= 1
      }
      a[low] = pivot
    }
  }

  /// Puts a run on the stack after merging those below it that are deeper in the ideal merge tree.
  private mutating func addRun(_ base: Elements, _ length: Int) throws(Raise) {
    if runCount > 0 {
      let last = runs[runCount - 1]
      let power = TimSort.power(last.base - elements, last.count, length, count)
      while runCount > 1, runs[runCount - 2].power > power { try merge(runCount - 2) }
      runs[runCount - 1].power = power
    }
    (runs + runCount).initialize(to: Run(base: base, count: length, power: 0))
    runCount += 1
  }

  private static func power(_ start: Int, _ first: Int, _ second: Int, _ total: Int) -> Int {
    var a = 2 * start + first, result = 0
    var b = a + first + second
    while true {
      result += 1
      if a >= total {
        a -= total
        b -= total
      } else if b >= total {
        return result
      }
      a <<= 1
      b <<= 1
    }
  }

  /// The first position whose element is not less than the key; the search starts at `hint` and doubles its steps.
  func gallopLeft(_ key: Element, _ a: Elements, _ n: Int, _ hint: Int) throws(Raise) -> Int {
    var last = 0, offset = 1
    if try less(a[hint], key) {
      let limit = n - hint
      while offset < limit, try less(a[hint + offset], key) {
        last = offset
        offset = (offset << 1) + 1
      }
      offset = min(offset, limit)
      last += hint
      offset += hint
    } else {
      let limit = hint + 1
      while offset < limit {
        if try less(a[hint - offset], key) { break }
        last = offset
        offset = (offset << 1) + 1
      }
      offset = min(offset, limit)
      (last, offset) = (hint - offset, hint - last)
    }
    last += 1
    while last < offset {
      let middle = last + ((offset - last) >> 1)
      if try less(a[middle], key) { last = middle + 1 } else { offset = middle }
    }
    return offset
  }

  /// The first position whose element is greater than the key.
  func gallopRight(_ key: Element, _ a: Elements, _ n: Int, _ hint: Int) throws(Raise) -> Int {
    var last = 0, offset = 1
    if try less(key, a[hint]) {
      let limit = hint + 1
      while offset < limit, try less(key, a[hint - offset]) {
        last = offset
        offset = (offset << 1) + 1
      }
      offset = min(offset, limit)
      (last, offset) = (hint - offset, hint - last)
    } else {
      let limit = n - hint
      while offset < limit {
        if try less(key, a[hint + offset]) { break }
        last = offset
        offset = (offset << 1) + 1
      }
      offset = min(offset, limit)
      last += hint
      offset += hint
    }
    last += 1
    while last < offset {
      let middle = last + ((offset - last) >> 1)
      if try less(key, a[middle]) { offset = middle } else { last = middle + 1 }
    }
    return offset
  }
}

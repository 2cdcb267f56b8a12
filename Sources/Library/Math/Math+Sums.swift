// Math+Sums.swift — math: sums and products of iterables.

import Glibc
import Interpreter

extension NativeRow {
  static var mathSums: [NativeRow] {
    [
      .function("fsum(seq, /)", "The exact sum of floats, rounded once.", .callsScript, exactSum),
      .function("prod(iterable, /, *, start=1)", "The product of numbers.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        var result = args[1]
        let items = try vm.iterator(args[0])
        while let item = try vm.next(items) { result = try vm.binary(.multiply, result, item) }
        return result
      },
      .function("sumprod(p, q, /)", "The sum of products of two iterables.", .callsScript, sumOfProducts),
    ]
  }
}

/// Floats whose exact sum is kept as parts that do not overlap, smallest first.
private struct Partials {
  var parts: [Double] = []

  /// Adds a finite float; false when a part overflows.
  mutating func add(_ number: Double) -> Bool {
    var x = number
    var kept = 0
    for part in parts {
      var y = part
      if x.magnitude < y.magnitude { (x, y) = (y, x) }
      let high = x + y
      let low = y - (high - x)
      if low != 0 {
        parts[kept] = low
        kept += 1
      }
      x = high
    }
    parts.removeSubrange(kept...)
    if x == 0 { return true }
    if !x.isFinite { return false }
    parts.append(x)
    return true
  }

  /// The sum, rounded half to even over all parts.
  var rounded: Double {
    guard var high = parts.last else { return 0 }
    var index = parts.count - 1
    var low = 0.0
    while index > 0 {
      let x = high
      index -= 1
      let y = parts[index]
      high = x + y
      low = y - (high - x)
      if low != 0 { break }
    }
    // Half a unit that the part behind would push over the middle.
    if index > 0, low < 0 && parts[index - 1] < 0 || index > 0 && low > 0 && parts[index - 1] > 0 {
      let y = low * 2
      let x = high + y
      if y == x - high { high = x }
    }
    return high
  }
}

private func exactSum(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let items = try vm.iterator(args[0])
  var partials = Partials()
  var special = 0.0, infinities = 0.0
  while let item = try vm.next(items) {
    let x = try vm.real(item)
    if !x.isFinite {
      if x.isInfinite { infinities += x }
      special += x
    } else if !partials.add(x) {
      throw vm.raise(.overflowError, "intermediate overflow in fsum")
    }
  }
  if special != 0 {
    if infinities.isNaN { throw vm.raise(.valueError, "-inf + inf in fsum") }
    return Value(any: special)
  }
  return Value(partials.rounded)
}

/// A sum of products in triple length.
private struct TripleSum {
  var high = 0.0, low = 0.0, tiny = 0.0

  private func twoSum(_ a: Double, _ b: Double) -> (Double, Double) {
    let x = a + b
    let z = x - a
    return (x, (a - (x - z)) + (b - z))
  }

  /// The sum with x * y added.
  func adding(_ x: Double, _ y: Double) -> TripleSum {
    let product = x * y
    let rest = fma(x, y, -product)
    let (sumHigh, sumLow) = twoSum(high, product)
    let (firstHigh, firstLow) = twoSum(low, rest)
    let (secondHigh, secondLow) = twoSum(firstHigh, sumLow)
    return TripleSum(high: sumHigh, low: secondHigh, tiny: tiny + firstLow + secondLow)
  }

  var rounded: Double {
    let (lastHigh, lastLow) = twoSum(low, tiny)
    let (sum, rest) = twoSum(high, lastHigh)
    return sum + (rest + lastLow)
  }
}

private func sumOfProducts(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let first = try vm.iterator(args[0]), second = try vm.iterator(args[1])
  var total = Value(small: 0)
  var floats = TripleSum(), usesFloats = false, allowsFloats = true
  while true {
    let p = try vm.next(first), q = try vm.next(second)
    guard let p, let q else {
      if p != nil || q != nil { throw vm.raise(.valueError, "Inputs are not the same length") }
      break
    }
    if allowsFloats, p.isDouble || q.isDouble, let x = try plainReal(vm, p), let y = try plainReal(vm, q) {
      let sum = floats.adding(x, y)
      if sum.high.isFinite {
        (floats, usesFloats) = (sum, true)
        continue
      }
    }
    if usesFloats, !p.isExactInt || !q.isExactInt {
      total = try vm.binary(.add, total, Value(any: floats.rounded))
      (floats, usesFloats, allowsFloats) = (TripleSum(), false, false)
    }
    total = try vm.binary(.add, total, try vm.binary(.multiply, p, q))
  }
  return usesFloats ? try vm.binary(.add, total, Value(any: floats.rounded)) : total
}

/// A float or int (no subclass) as a double.
private func plainReal(_ vm: VM, _ v: Value) throws(Raise) -> Double? {
  if v.isDouble { return v.double }
  return v.isExactInt || v.isBool ? try vm.intToDouble(v) : nil
}

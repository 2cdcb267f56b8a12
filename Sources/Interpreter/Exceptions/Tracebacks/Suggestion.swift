// Suggestion.swift — the name that was probably meant: the nearest one by an edit distance in which case counts half.

private enum Cost { static let move = 2, recase = 1 }
private let longestCompared = 40

/// The candidate closest to a name, if one is close enough and there are not too many.
public func suggestion(for name: String, among candidates: [String]) -> String? {
  if candidates.count >= 750 { return nil }
  let wanted = Array(name.utf8)
  var best = Int.max
  var found: String?
  for candidate in candidates where candidate != name {
    let bytes = Array(candidate.utf8)
    // At most a third of all characters may change.
    let limit = min((wanted.count + bytes.count + 3) * Cost.move / 6, best - 1)
    let distance = editDistance(wanted[...], bytes[...], limit)
    if distance > limit { continue }
    (found, best) = (candidate, distance)
  }
  return found
}

/// The cost of turning one text into the other, or anything above `limit`.
private func editDistance(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>, _ limit: Int) -> Int {
  var a = a, b = b
  while let x = a.first, let y = b.first, x == y {
    a = a.dropFirst()
    b = b.dropFirst()
  }
  while let x = a.last, let y = b.last, x == y {
    a = a.dropLast()
    b = b.dropLast()
  }
  if a.isEmpty || b.isEmpty { return (a.count + b.count) * Cost.move }
  if a.count > longestCompared || b.count > longestCompared { return limit + 1 }
  if b.count < a.count { swap(&a, &b) }
  if (b.count - a.count) * Cost.move > limit { return limit + 1 }
  var row = (1...a.count).map { $0 * Cost.move }
  var result = 0
  for (i, y) in b.enumerated() {
    var distance = i * Cost.move
    var least = Int.max
    result = distance
    for (j, x) in a.enumerated() {
      let substituted = distance + substitutionCost(x, y)
      distance = row[j]
      result = min(min(result, distance) + Cost.move, substituted)
      row[j] = result
      least = min(least, result)
    }
    if least > limit { return limit + 1 }
  }
  return result
}

private func substitutionCost(_ a: UInt8, _ b: UInt8) -> Int {
  if a == b { return 0 }
  return lowered(a) == lowered(b) ? Cost.recase : Cost.move
}

private func lowered(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte + 32 : byte }

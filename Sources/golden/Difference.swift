// Difference.swift — two texts side by side, as a unified diff.

/// Lines of `expected` and `found` with what differs marked `-` and `+`; at most `limit` lines.
func difference(_ expected: String, _ found: String, limit: Int = 60) -> [String] {
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let new = found.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  // What both begin and end with does not take part: the table below is the product of the rest.
  var start = 0
  while start < old.count, start < new.count, old[start] == new[start] { start += 1 }
  var oldEnd = old.count
  var newEnd = new.count
  while oldEnd > start, newEnd > start, old[oldEnd - 1] == new[newEnd - 1] {
    oldEnd -= 1
    newEnd -= 1
  }
  var lines = ["@@ line \(start + 1) @@"]
  lines += old[max(0, start - 2)..<start].map { " " + $0 }
  lines += changes(Array(old[start..<oldEnd]), Array(new[start..<newEnd]))
  lines += old[oldEnd..<min(old.count, oldEnd + 2)].map { " " + $0 }
  if lines.count > limit { lines = lines[..<limit] + ["... \(lines.count - limit) more lines"] }
  return lines
}

/// The shortest way from one list of lines to the other, by a table of common lengths.
private func changes(_ old: [String], _ new: [String]) -> [String] {
  if old.count * new.count > 4_000_000 { return old.map { "-" + $0 } + new.map { "+" + $0 } }
  let width = new.count + 1
  var common = [Int32](repeating: 0, count: (old.count + 1) * width)
  for i in stride(from: old.count - 1, through: 0, by: -1) {
    for j in stride(from: new.count - 1, through: 0, by: -1) {
      common[i * width + j] =
        old[i] == new[j]
        ? common[(i + 1) * width + j + 1] + 1 : max(common[(i + 1) * width + j], common[i * width + j + 1])
    }
  }
  var lines: [String] = []
  var i = 0
  var j = 0
  while i < old.count || j < new.count {
    if i < old.count, j < new.count, old[i] == new[j] {
      lines.append(" " + old[i])
      i += 1
      j += 1
    } else if j == new.count || (i < old.count && common[(i + 1) * width + j] >= common[i * width + j + 1]) {
      lines.append("-" + old[i])
      i += 1
    } else {
      lines.append("+" + new[j])
      j += 1
    }
  }
  return lines
}

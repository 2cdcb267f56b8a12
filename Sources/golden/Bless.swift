// Bless.swift — writes down what a program prints as what it is to print.

import Glibc

/// Rewrites marks in place where their number still fits, else the files beside the program. True when it changed.
func bless(_ golden: GoldenFile, _ result: RunResult) -> Bool {
  if complaints(golden, result, "run").isEmpty { return false }
  if golden.output == nil && golden.expected.count > 0 {
    let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    // A text that ends with a newline has an empty piece behind it.
    if lines.count == golden.expected.count + 1, lines.last == "" {
      var source = golden.source
      for (mark, line) in zip(golden.expected, lines).reversed() {
        let isBare = mark.text.isEmpty && source[mark.end - 1] == UInt8(ascii: ":")
        source.replaceSubrange(mark.start..<mark.end, with: Array(((isBare && !line.isEmpty ? " " : "") + line).utf8))
      }
      return writeFile(golden.path, source) && blessErrors(golden, result)
    }
    return false
  }
  if !result.output.isEmpty || golden.output != nil { writeFile(golden.stem + ".out", result.output) }
  return blessErrors(golden, result)
}

private func blessErrors(_ golden: GoldenFile, _ result: RunResult) -> Bool {
  if golden.raises != nil { return true }
  keep(golden.stem + ".err", result.error.isEmpty ? nil : result.error)
  keep(golden.stem + ".code", result.code == 0 ? nil : Array("\(result.code)\n".utf8))
  return true
}

/// Writes a file, or removes it when there is nothing to say.
private func keep(_ path: String, _ bytes: [UInt8]?) {
  if let bytes { writeFile(path, bytes) } else { unlink(path) }
}

// Functions.swift — how long each function of a Swift file is.

/// A function, initializer or subscript and its length in lines, first and last included.
struct FunctionLength {
  let name: String
  let line: Int
  let length: Int
}

/// Finds functions by their indentation, which the formatter has made reliable: a function ends at the first line
/// that is indented as its own first line and begins with a closing brace.
func functions(in file: TreeFile) -> [FunctionLength] {
  var found: [FunctionLength] = []
  for (index, line) in file.lines.enumerated() {
    guard let name = functionName(line) else { continue }
    let margin = line.prefix { $0 == " " }
    // One line, or no body at all.
    if line.hasSuffix("}") { continue }
    for end in index + 1..<max(index + 1, file.lines.count) {
      let text = file.lines[end]
      let indent = text.prefix { $0 == " " }
      if text.isEmpty || indent.count > margin.count { continue }
      if indent == margin, text.dropFirst(margin.count).hasPrefix("}") {
        found.append(FunctionLength(name: name, line: index + 1, length: end - index + 1))
      } else if text.dropFirst(margin.count).hasPrefix(")") || text.dropFirst(margin.count).hasPrefix("{") {
        continue
      }
      break
    }
  }
  return found
}

private func functionName(_ line: String) -> String? {
  guard holds(line, "func ") || holds(line, "init") else { return nil }
  let words = code(line).split(whereSeparator: { $0 == " " })
  guard let place = words.firstIndex(where: { $0 == "func" || $0.hasPrefix("init(") || $0.hasPrefix("init?(") }) else {
    return nil
  }
  let modifiers = words[..<place]
  let allowed = [
    "public", "private", "fileprivate", "internal", "static", "mutating", "nonmutating", "final", "override",
    "required", "convenience", "prefix", "postfix", "infix", "borrowing", "consuming", "nonisolated",
  ]
  guard modifiers.allSatisfy({ $0.hasPrefix("@") || allowed.contains(String($0)) || $0.hasSuffix(")") }) else {
    return nil
  }
  let name = words[place] == "func" ? words[(place + 1)...].first.map(String.init) ?? "" : String(words[place])
  return String(name.prefix { $0 != "(" && $0 != "<" })
}

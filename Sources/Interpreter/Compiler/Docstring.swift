// Docstring.swift — documentation strings without their indentation.

/// Takes the indentation that all lines but the first share off those lines, and all leading blanks off the first.
/// Tabs count as up to the next multiple of eight.
func cleanDocstring(_ text: [UInt8]) -> [UInt8] {
  let (space, tab, newline): (UInt8, UInt8, UInt8) = (0x20, 0x09, 0x0A)
  let expanded = text.contains(tab) ? expandTabs(text) : text
  var margin = Int.max
  var lines = expanded.split(separator: newline, omittingEmptySubsequences: false)
  for line in lines.dropFirst() {
    let indentation = line.prefix { $0 == space }.count
    if indentation < line.count { margin = min(margin, indentation) }
  }
  if let first = lines.first { lines[0] = first.drop { $0 == space } }
  guard lines.count > 1 else { return lines.first.map(Array.init) ?? [] }
  var result = Array(lines[0])
  for line in lines.dropFirst() {
    result.append(newline)
    result.append(contentsOf: line.dropFirst(margin == .max ? 0 : margin))
  }
  return result
}

private func expandTabs(_ text: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  var column = 0
  for byte in text {
    if byte == 0x09 {
      let count = 8 - column % 8
      result.append(contentsOf: repeatElement(0x20, count: count))
      column += count
    } else {
      result.append(byte)
      column = byte == 0x0A || byte == 0x0D ? 0 : byte & 0xC0 == 0x80 ? column : column + 1
    }
  }
  return result
}

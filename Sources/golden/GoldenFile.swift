// GoldenFile.swift — a script that carries its own expectations.

/// One golden program and what it has to print.
///
///     print(1 + 1)  # expect: 2
///     print(1 / 0)  # raises: ZeroDivisionError: division by zero
///
/// `expect` marks are the lines of standard output, in the order of the file; `raises` is the last line of standard
/// error, with exit code 1. Where the order of printing is not that of the file, NAME.out, NAME.err and NAME.code
/// beside the program hold the whole of each; NAME.in is its input. In the comments before the first line of code
/// `# args: ...` and `# flags: ...` are words for the program and for aio, and `# order-free` says that every
/// schedule prints the same.
struct GoldenFile {
  let path: String
  var expected: [(start: Int, end: Int, text: String)] = []
  var raises: String?
  var arguments: [String] = []
  var flags: [String] = []
  var isOrderFree = false
  var output: [UInt8]?
  var error: [UInt8]?
  var code: Int32?
  var input: [UInt8] = []
  let source: [UInt8]

  /// Nil when the file cannot be read.
  init?(path: String) {
    guard let source = readFile(path) else { return nil }
    self.init(path: path, source: source)
    let stem = String(path.dropLast(4))
    output = readFile(stem + ".out")
    error = readFile(stem + ".err")
    code = readFile(stem + ".code").flatMap { Int32(String(decoding: $0, as: UTF8.self).trimmed()) }
    input = readFile(stem + ".in") ?? []
  }

  init(path: String, source: [UInt8]) {
    self.path = path
    self.source = source
    for comment in CommentScanner.comments(in: source) {
      let text = String(decoding: source[comment.start..<comment.end], as: UTF8.self)
      if let line = text.after(" expect: ") ?? text.after("expect: ") {
        expected.append((comment.end - line.utf8.count, comment.end, line))
      } else if text.trimmed() == "expect:" {
        expected.append((comment.end, comment.end, ""))
      } else if let line = text.after(" raises: ") {
        raises = line
      } else if let words = text.after(" args: ") {
        arguments = words.split(separator: " ").map(String.init)
      } else if let words = text.after(" flags: ") {
        flags = words.split(separator: " ").map(String.init)
      } else if text.trimmed() == "order-free" {
        isOrderFree = true
      }
    }
  }

  var expectsSomething: Bool { !expected.isEmpty || raises != nil || output != nil || error != nil || code != nil }

  /// What the program has to print; nil where nothing is said about it.
  var expectedOutput: [UInt8]? {
    if let output { return output }
    if expected.isEmpty && raises == nil { return nil }
    return Array(expected.map { $0.text + "\n" }.joined().utf8)
  }

  var expectedCode: Int32 { code ?? (raises != nil ? 1 : 0) }

  var stem: String { String(path.dropLast(4)) }
}

extension String {
  /// What follows `prefix`, if the text begins with it.
  func after(_ prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }

  func trimmed() -> String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

// SourceFile.swift — the text of one script: its bytes, lines and columns.

#if canImport(Glibc)
  import Glibc
#endif

/// A half-open range of UTF-8 offsets in a source.
public struct Span: Sendable, Equatable {
  public var start: UInt32
  public var end: UInt32

  public init(start: UInt32, end: UInt32) { (self.start, self.end) = (start, end) }
}

/// The text of one script; turns byte offsets into lines and columns.
///
/// `bytes` is UTF-8 whatever the file was written in, without a byte order mark, and every line, the
/// last one too, ends in a plain line feed. Offsets everywhere in the front end are offsets into it.
public struct SourceFile: Sendable {
  public let path: String
  public let bytes: [UInt8]
  /// What was wrong with the encoding; the parser reports it before anything else.
  public let problem: Diagnostic?
  /// Offsets of the first byte of each line.
  public let lineStarts: [UInt32]
  /// Whether the text came as a string: CPython then places reports at the very end differently.
  public let isString: Bool

  /// Reads a file as it stands on disk: byte order mark, coding cookie and all.
  public init(path: String, bytes: [UInt8]) {
    let decoded = decodeSource(bytes, path: path)
    self.init(path: path, decoded: decoded.bytes, problem: decoded.problem, isString: false)
  }

  /// Takes text that is UTF-8 already, as from a command line.
  public init(path: String, text: String) {
    self.init(path: path, decoded: withUnixLineEnds(Array(text.utf8)), problem: nil, isString: true)
  }

  private init(path: String, decoded: [UInt8], problem: Diagnostic?, isString: Bool) {
    var bytes = decoded
    if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
    self.path = path
    self.bytes = bytes
    self.problem = problem
    self.isString = isString
    self.lineStarts = findLineStarts(bytes)
  }

  public var lineCount: Int { lineStarts.count }

  /// The number, from 1, of the line that holds the byte at `offset`.
  public func line(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The offset of the first byte of a line, from 1; a line past the end starts at the end.
  public func start(ofLine number: Int) -> Int {
    number - 1 < lineStarts.count ? Int(lineStarts[max(0, number - 1)]) : bytes.count
  }

  /// How many bytes stand between the start of its line and `offset`.
  public func byteColumn(of offset: Int) -> Int { offset - start(ofLine: line(of: offset)) }

  /// How many code points stand between the start of its line and `offset`.
  public func column(of offset: Int) -> Int {
    codePoints(from: start(ofLine: line(of: offset)), to: offset)
  }

  /// How many code points begin in a range of bytes.
  public func codePoints(from start: Int, to end: Int) -> Int {
    var count = 0
    var at = max(0, start)
    let end = min(end, bytes.count)
    while at < end {
      if bytes[at] & 0xC0 != 0x80 { count += 1 }
      at += 1
    }
    return count
  }

  /// A line without its line feed; empty where there is no such line.
  public func lineText(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    let start = Int(lineStarts[number - 1])
    var end = number < lineStarts.count ? Int(lineStarts[number]) : bytes.count
    if end > start, bytes[end - 1] == 0x0A { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

private func findLineStarts(_ bytes: [UInt8]) -> [UInt32] {
  var starts: [UInt32] = []
  starts.reserveCapacity(bytes.count / 32 + 1)
  starts.append(0)
  bytes.withUnsafeBytes { raw in
    guard let base = raw.baseAddress else { return }
    var at = 0
    while at < raw.count, let found = memchr(base + at, 0x0A, raw.count - at) {
      at = UnsafeRawPointer(found) - base + 1
      if at < raw.count { starts.append(UInt32(truncatingIfNeeded: at)) }
    }
  }
  return starts
}

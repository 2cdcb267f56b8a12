// SourceText.swift — getting at the text of a program.

import Glibc
import Library

/// A text to run, and what the script is told about where it came from.
struct SourceText {
  var bytes: [UInt8]
  /// As tracebacks name it.
  var path: String
  /// `sys.argv[0]`.
  var name: String
  /// `sys.path[0]`.
  var folder: String
}

/// A text that could not be read.
struct UnreadableText: Error {
  let message: String
  var status: Int32 = 2
}

extension SourceText {
  init(_ program: Program) throws(UnreadableText) {
    switch program {
    case .file(let path):
      let bytes = try SourceText.read(path)
      self.init(bytes: bytes, path: path, name: path, folder: SourceText.folder(of: path))
    case .code(let code): self.init(bytes: Array(code.utf8) + [10], path: "<string>", name: "-c", folder: "")
    case .standardInput:
      self.init(bytes: SourceText.readAll(0), path: "<stdin>", name: "-", folder: "")
    case .module(let name): try self.init(module: name)
    }
  }

  /// A module's text: a file below the current folder, or one that is built in.
  private init(module name: String) throws(UnreadableText) {
    let stem = name.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "/")
    for suffix in [".aio", "/__main__.aio", ".py", "/__main__.py"] where SourceText.isFile(stem + suffix) {
      let path = SourceText.currentFolder() + "/" + stem + suffix
      self.init(bytes: try SourceText.read(stem + suffix), path: path, name: path, folder: "")
      return
    }
    for candidate in [name, name + ".__main__"] {
      if let text = Library.findScript(candidate) {
        self.init(bytes: Array(text), path: "<\(candidate)>", name: "<\(candidate)>", folder: "")
        return
      }
    }
    throw UnreadableText(message: "aio: No module named \(name)", status: 1)
  }

  /// The bytes of a file.
  static func read(_ path: String) throws(UnreadableText) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpen(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw cannotOpen(path, EISDIR) }
    return readAll(descriptor)
  }

  private static func cannotOpen(_ path: String, _ code: Int32) -> UnreadableText {
    UnreadableText(message: "aio: can't open file '\(path)': [Errno \(code)] \(String(cString: strerror(code)))")
  }

  static func readAll(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func currentFolder() -> String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  /// The absolute folder a file is in.
  private static func folder(of path: String) -> String {
    guard let full = realpath(path, nil) else { return "" }
    defer { free(full) }
    let text = String(cString: full)
    guard let slash = text.lastIndex(of: "/") else { return "" }
    return slash == text.startIndex ? "/" : String(text[..<slash])
  }
}

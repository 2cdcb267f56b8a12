// Tree.swift — the files of the repository, as the tidy tests see them.

import Glibc

/// One file with its lines.
struct TreeFile {
  /// From the root of the repository, as `Sources/Runtime/World/World.swift`.
  let path: String
  let lines: [String]

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

enum Tree {
  /// The repository: three folders above this file.
  static var root: String {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/")
  }

  /// Every file below the folder whose name ends with one of the suffixes; an empty list means every file.
  static func files(_ folder: String, _ suffixes: [String]) -> [TreeFile] {
    paths(folder).filter { path in suffixes.isEmpty || suffixes.contains { path.hasSuffix($0) } }
      .map { TreeFile(path: $0, lines: read(root + "/" + $0)) }
  }

  static var swift: [TreeFile] { files("Sources", [".swift"]) }

  private static func paths(_ folder: String) -> [String] {
    guard let handle = opendir(root + "/" + folder) else { return [] }
    defer { closedir(handle) }
    var found: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." || name == ".build" || name == ".git" { continue }
      let path = folder.isEmpty ? name : folder + "/" + name
      var status = stat()
      guard lstat(root + "/" + path, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        found += paths(path)
      } else if status.st_mode & S_IFMT == S_IFREG {
        found.append(path)
      }
    }
    return found.sorted()
  }

  private static func read(_ path: String) -> [String] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      if count == 0 { break }
      bytes += piece[..<count]
    }
    // A file that is no text has no lines to speak of.
    if bytes.contains(0) { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }
}

/// Whether the text stands anywhere in the line. Looking through a whole tree in a debug build needs the C function.
func holds(_ line: String, _ text: String) -> Bool { line.withCString { strstr($0, text) != nil } }

/// A line of Swift without its comment and without what its string literals say.
///
/// Good enough for looking for words: a literal that spans lines keeps its middle lines.
func code(_ line: String) -> String {
  var result = ""
  var isInString = false
  var last: Character = " "
  for character in line {
    if character == "\"" && last != "\\" {
      isInString.toggle()
      result.append(character)
    } else if !isInString {
      if character == "/" && last == "/" {
        result.removeLast()
        return result
      }
      result.append(character)
    }
    last = character
  }
  return result
}

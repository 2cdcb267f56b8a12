// Check.swift — `aio check`: what is wrong with files that are not run.

import Diagnostics
import Interpreter
import Parser

enum Check {
  /// Reports every file's first error; 1 if there was any.
  static func run(_ paths: [String]) -> Int32 {
    var status: Int32 = 0
    for path in paths {
      do {
        try check(path)
      } catch {
        complain(error.message)
        status = max(status, error.status)
      }
    }
    return status
  }

  private static func check(_ path: String) throws(UnreadableText) {
    let bytes: [UInt8]
    do { bytes = try SourceText.read(path) } catch {
      throw UnreadableText(message: error.message + "\n", status: error.status)
    }
    do {
      let unit = try Unit(tree: try parse(SourceFile(path: path, bytes: bytes), mode: .file))
      for warning in unit.warnings { complain(warning.renderedAsWarning) }
    } catch {
      throw UnreadableText(message: error.rendered, status: 1)
    }
  }
}

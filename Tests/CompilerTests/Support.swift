// Support.swift — compiles a text and shows it.

import Diagnostics
import Interpreter
import Parser

/// The instructions of one function of a text, without their places, one per element.
func instructions(_ text: String, function: Int = 1, mode: UnitOptions.Mode = .module) throws -> [String] {
  let unit = try unit(text, mode: mode)
  let image = try unit.compile(function)
  let names = unit.functions.map(\.name)
  return Disassembler.text(of: image, functionNames: names).split(separator: "\n").map { line in
    line.hasPrefix("handler") ? String(line) : String(line.drop { $0 != " " }.dropFirst())
  }
}

func unit(_ text: String, mode: UnitOptions.Mode = .module) throws -> Unit {
  let source = SourceFile(path: "test.aio", text: text + "\n")
  let tree = try parse(source, mode: mode == .evaluation ? .expression : .file)
  return try Unit(tree: tree, options: UnitOptions(mode: mode))
}

/// What is said about a wrong text: its range and message.
func report(_ text: String) -> String {
  do {
    _ = try unit(text)
    return "fine"
  } catch let error as Diagnostic {
    return "\(error.line):\(error.offset)-\(error.endLine):\(error.endOffset) \(error.message)"
  } catch {
    return "\(error)"
  }
}

/// Compiles everything in a text; the first problem the verifier has with it.
func problem(_ text: String) throws -> String? {
  let unit = try unit(text)
  for number in unit.functions.indices {
    let image = try unit.compile(number)
    let captures = unit.functions[number].captures.count
    if let problem = Verifier.problem(in: image, closureCount: captures) { return problem }
  }
  return nil
}

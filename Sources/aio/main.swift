// main.swift — the command line.

import Glibc
import Interpreter
import Library
import Runtime

let arguments = CommandLine.arguments
guard arguments.count > 1 else { exit(2) }
var bytes: [UInt8] = []
if let file = fopen(arguments[1], "r") {
  var chunk = [UInt8](repeating: 0, count: 65536)
  while case let n = fread(&chunk, 1, 65536, file), n > 0 { bytes += chunk[..<n] }
  fclose(file)
}
var options = Options()
if let text = getenv("AIO_COLLECT_EVERY") { options.stressInterval = Int(atoi(text)) }
let world = SimulatedWorld(arguments: Array(arguments.dropFirst()))
let kernel = Kernel(world: world)
let interpreter = Library.makeInterpreter(options: options, kernel: kernel)
exit(interpreter.run(bytes, path: arguments[1]))

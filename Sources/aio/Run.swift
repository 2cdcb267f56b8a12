// Run.swift — running one program: its world, its kernel, its interpreter, its exit status.

import Glibc
import Interpreter
import Library
import Runtime

struct Run {
  let program: Program
  let settings: RunSettings

  /// The exit status.
  func run() -> Int32 {
    do {
      let source = try SourceText(program)
      let tape = try RunTape(settings, source)
      // The world blocks the signals it reads, so it has to be there before there are two threads.
      let world = makeWorld(tape)
      let kernel = tape.makeKernel(world: world, options: kernelOptions)
      let status = NativeThread.run {
        let interpreter = Library.makeInterpreter(options: options(source, tape), kernel: kernel)
        return interpreter.run(source.bytes, path: source.path)
      }
      try tape.finish()
      return status
    } catch {
      complain(error.message + "\n")
      return error.status
    }
  }

  private var kernelOptions: KernelOptions {
    var options = KernelOptions()
    if let until = settings.until { options.until = until }
    options.followsRealTime = settings.isRealTime
    return options
  }

  private func makeWorld(_ tape: RunTape) -> any World {
    let environment = Run.environment()
    let arguments = settings.arguments
    if settings.isRealTime {
      return tape.wrap(
        RealWorld(arguments: arguments, environment: environment, signals: SignalSource([SIGINT])))
    }
    return tape.wrap(
      SimulatedWorld(
        seed: tape.seed, arguments: arguments, environment: environment, signals: SignalSource([SIGINT])))
  }

  private func options(_ source: SourceText, _ tape: RunTape) -> Options {
    var options = Options()
    options.seed = tape.seed
    options.realTime = settings.isRealTime
    options.until = settings.until
    options.arguments = [source.name] + settings.arguments
    options.path = [source.folder]
    if let interval = Run.number("AIO_COLLECT_EVERY") { options.stressInterval = interval }
    if let limit = Run.number("AIO_HEAP_LIMIT") { options.heapLimit = limit }
    return options
  }

  /// A positive number in the environment.
  private static func number(_ name: String) -> Int? {
    guard let text = getenv(name), let number = Int(String(cString: text)), number > 0 else { return nil }
    return number
  }

  private static func environment() -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    var entry = environ
    while let text = entry.pointee {
      let line = String(cString: text)
      if let sign = line.firstIndex(of: "=") {
        result.append((String(line[..<sign]), String(line[line.index(after: sign)...])))
      }
      entry += 1
    }
    return result
  }
}

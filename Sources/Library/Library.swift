// Library.swift — the list of script modules.

import Interpreter
import Runtime

public enum Library {
  public static func makeInterpreter(options: Options, kernel: Kernel) -> Interpreter {
    Interpreter(options: options, kernel: kernel, modules: [.itertools, .collections, .functools, .operators, .plainOperators])
  }
}

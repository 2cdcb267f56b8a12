// Library.swift — every script module there is: native ones in one list, embedded texts found by name.

import CScripts
import Glibc
import Interpreter
import Runtime

/// What scripts can import without a file of their own.
public enum Library {
  /// Makes an interpreter that knows all modules.
  public static func makeInterpreter(options: Options, kernel: Kernel) -> Interpreter {
    Interpreter(
      options: options, kernel: kernel, modules: nativeModules, findScript: { findScript($0) }, packages: packages)
  }

  /// The modules written in Swift: one line each.
  static var nativeModules: [NativeModule] {
    [
      .functools, .traceback, .math, .itertools, .structs, .typing, .types, .threads, .time,
      .errorNumbers, .weakReferences, .hashing, .signals, .atexit, .sys, .abc, .gc, .posix,
      .contextVariables, .plainContextVariables, .codecs, .random, .cmath, .asyncio, .unicodedata,
      .collections, .binascii, .operators, .plainOperators,
    ]
  }

  /// The text of an embedded module.
  public static func findScript(_ name: String) -> UnsafeBufferPointer<UInt8>? {
    guard let table = script_module_table() else { return nil }
    var low = 0
    var high = Int(script_module_count)
    while low < high {
      let middle = (low + high) / 2
      let module = table[middle]
      let order = strcmp(name, module.name)
      if order == 0 { return UnsafeBufferPointer(start: module.text, count: Int(module.size)) }
      if order < 0 { high = middle } else { low = middle + 1 }
    }
    return nil
  }

  /// Names of embedded modules, sorted.
  static var scriptNames: [String] {
    guard let table = script_module_table() else { return [] }
    return (0..<Int(script_module_count)).map { String(cString: table[$0].name) }
  }

  /// Modules with dotted names below them.
  private static var packages: Set<String> {
    var found: Set<String> = []
    for name in scriptNames {
      if let dot = name.lastIndex(of: ".") { found.insert(String(name[..<dot])) }
    }
    return found
  }
}

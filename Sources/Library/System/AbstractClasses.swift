// AbstractClasses.swift — the module `_abc`.

import Interpreter

extension NativeModule {
  /// What `abc` tells of its classes: patterns find that out by themselves.
  static var abc: NativeModule {
    NativeModule(
      "_abc", "Marks of abstract classes.",
      rows: {
        [
          .function("set_flags(cls, flags, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
          .function("copy_flags(cls, subclass, /)", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
        ]
      })
  }
}

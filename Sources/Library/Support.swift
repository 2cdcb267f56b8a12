// Support.swift — what several native modules need of the machine.

import Interpreter

extension UnsafeMutablePointer where Pointee == Machine {
  /// An exception of a class that stands in a module, with a message.
  func raise(module: String, _ name: String, _ message: String) -> Raise {
    guard let owner = moduleClass(module, name) else { return raise(.runtimeError, message) }
    return raise(exception: makeException(owner, single(string(message))))
  }

  /// A class that a loaded module holds under a name.
  func moduleClass(_ module: String, _ name: String) -> Cell? {
    let loaded = dictGetStr(pointee.modules.cell, intern(module))
    guard loaded.is(.module) else { return nil }
    let found = dictGetStr(moduleDictionary(loaded), intern(name))
    return found.is(.class) ? found.cell : nil
  }
}

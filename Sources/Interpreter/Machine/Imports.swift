// Imports.swift — the `import` statement and what it finds: native modules, embedded scripts, files beside the script.

import Diagnostics
import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  @inline(never)
  func importName(_ name: Value, level: Int, wantsModule: Bool, names: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      try importValue(name, level: level, wantsModule: wantsModule, names: names)
    }
  }

  func importValue(_ name: Value, level: Int, wantsModule: Bool, names: Value) throws(Raise) -> Value {
    let full = try absoluteName(swiftString(name), level)
    let module = try importModule(full)
    if wantsModule {
      if names.is(.tuple) { try importSubmodules(module, full, names) }
      return module
    }
    guard let dot = full.firstIndex(of: "."), level == 0 else { return module }
    return try importModule(String(full[..<dot]))
  }

  /// `from package import submodule` for submodules that are not loaded yet.
  private func importSubmodules(_ module: Value, _ full: String, _ names: Value) throws(Raise) {
    guard module.is(.module) else { return }
    let (items, count) = itemsOf(names)
    for i in 0..<count {
      let name = swiftString(items[i])
      if name == "*" || dictFindStr(attributesCell(module.cell), intern(items[i])) >= 0 { continue }
      let path = "\(full).\(name)"
      if isModuleKnown(path) { _ = try importModule(path) }
    }
  }

  private func absoluteName(_ name: String, _ level: Int) throws(Raise) -> String {
    guard level > 0 else { return name }
    guard let globals = currentGlobals() else {
      throw raise(.importError, "attempted relative import with no known parent package")
    }
    let package = dictGetStr(globals, intern("__package__"))
    var parts = package.is(.str) ? swiftString(package).split(separator: ".").map(String.init) : []
    if parts.isEmpty { throw raise(.importError, "attempted relative import with no known parent package") }
    guard parts.count >= level else {
      throw raise(.importError, "attempted relative import beyond top-level package")
    }
    parts.removeLast(level - 1)
    return name.isEmpty ? parts.joined(separator: ".") : parts.joined(separator: ".") + "." + name
  }

  /// The module of a dotted name, loaded with its packages if need be.
  public func importModule(_ name: String) throws(Raise) -> Value {
    let key = intern(name)
    let known = dictGetStr(pointee.modules.cell, key)
    if !known.isUnbound {
      if known.isNone {
        throw notFound("import of \(name) halted; None in sys.modules", name)
      }
      return known
    }
    if let dot = name.lastIndex(of: ".") {
      let parentName = String(name[..<dot])
      let parent = try importModule(parentName)
      let again = dictGetStr(pointee.modules.cell, key)
      if !again.isUnbound { return again }
      guard isModuleKnown(name) else {
        let isPackage = parent.is(.module) && dictFindStr(attributesCell(parent.cell), intern("__path__")) >= 0
        let text = isPackage ? "No module named '\(name)'" : "No module named '\(name)'; '\(parentName)' is not a package"
        throw notFound(text, name)
      }
      let module = try load(name, key)
      if parent.is(.module) {
        try dictSetStr(attributesCell(parent.cell), intern(String(name[name.index(after: dot)...])), module)
      }
      return module
    }
    return try load(name, key)
  }

  private func notFound(_ text: String, _ name: String) -> Raise {
    let thrown = raise(.moduleNotFoundError, text)
    let value = pointee.exception
    if (try? setAttribute(value, intern("name"), string(name))) == nil { pointee.exception = value }
    return thrown
  }

  private func load(_ name: String, _ key: Value) throws(Raise) -> Value {
    if let native = pointee.imports.natives[name] {
      let module = try loadNative(native)
      try dictSetStr(pointee.modules.cell, key, module)
      return module
    }
    if let text = pointee.imports.findScript?(name) {
      return try runModule(name, key, Array(text), path: "<\(name)>", isLibrary: true, isPackage: hasSubmodules(name))
    }
    for folder in searchPath() {
      let stem = (folder.isEmpty ? "" : folder + "/") + name.split(separator: ".").joined(separator: "/")
      for (suffix, isPackage) in [(".aio", false), ("/__init__.aio", true), (".py", false), ("/__init__.py", true)] {
        if let bytes = pointee.outside.readFile(stem + suffix) {
          return try runModule(name, key, bytes, path: stem + suffix, isLibrary: false, isPackage: isPackage)
        }
      }
    }
    throw notFound("No module named '\(name)'", name)
  }

  private func isModuleKnown(_ name: String) -> Bool {
    if pointee.imports.natives[name] != nil || pointee.imports.findScript?(name) != nil { return true }
    if dictFindStr(pointee.modules.cell, intern(name)) >= 0 { return true }
    for folder in searchPath() {
      let stem = (folder.isEmpty ? "" : folder + "/") + name.split(separator: ".").joined(separator: "/")
      for suffix in [".aio", "/__init__.aio", ".py", "/__init__.py"] where pointee.outside.isFile(stem + suffix) {
        return true
      }
    }
    return false
  }

  /// Library packages are those with dotted names below them.
  private func hasSubmodules(_ name: String) -> Bool { pointee.imports.packages.contains(name) }

  private func runModule(
    _ name: String, _ key: Value, _ bytes: [UInt8], path: String, isLibrary: Bool, isPackage: Bool
  ) throws(Raise) -> Value {
    let module = try makeModule(name)
    let dictionary = attributesCell(module.cell)
    try dictSetStr(pointee.modules.cell, key, module)
    if isPackage {
      let list = try buildListValue(pointee.stackBase, 0)
      try dictSetStr(dictionary, intern("__path__"), list)
      try dictSetStr(dictionary, intern("__package__"), key)
    } else if let dot = name.lastIndex(of: ".") {
      try dictSetStr(dictionary, intern("__package__"), intern(String(name[..<dot])))
    }
    if !isLibrary { try dictSetStr(dictionary, intern("__file__"), string(path)) }
    do {
      let function = try compileModule(bytes, path: path, globals: module, isLibrary: isLibrary)
      _ = try runInNamespace(function, .none)
    } catch {
      let exception = takeException()
      _ = try? dictDelete(pointee.modules.cell, key)
      pointee.exception = exception
      throw error
    }
    let now = dictGetStr(pointee.modules.cell, key)
    return now.isUnbound ? module : now
  }

  /// Compiles a module's text to a function whose globals are the module's dict.
  func compileModule(_ bytes: [UInt8], path: String, globals module: Value, isLibrary: Bool) throws(Raise) -> Value {
    try dictSetStr(attributesCell(module.cell), intern("__builtins__"), builtinsModule)
    return try compileText(
      bytes, path: path, options: UnitOptions(mode: .module), globals: Value(attributesCell(module.cell)),
      isLibrary: isLibrary)
  }

  /// Parses and compiles a text; SyntaxError becomes an exception.
  func compileText(
    _ bytes: [UInt8], path: String, options: UnitOptions, globals: Value, isLibrary: Bool
  ) throws(Raise) -> Value {
    let unit: Unit
    do {
      let source = SourceFile(path: path, bytes: bytes)
      let mode: ParseMode = options.mode == .evaluation ? .expression : .file
      unit = try Unit(tree: try parse(source, mode: mode), options: options)
    } catch {
      throw raiseSyntax(error)
    }
    for warning in unit.warnings where !isLibrary { warnSyntax(warning) }
    return Value(newFunction(makeCode(unit, 0, isLibrary: isLibrary), globals: globals))
  }

  @inline(never)
  func importFrom(_ module: Value, _ name: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      if let found = try findAttributeQuietly(module, name) { return found }
      var moduleName = "<unknown module name>"
      if let own = try findAttributeQuietly(module, specialName(.name)), own.is(.str) {
        moduleName = swiftString(own)
        let submodule = dictGetStr(pointee.modules.cell, intern("\(moduleName).\(swiftString(name))"))
        if !submodule.isUnbound { return submodule }
      }
      var place = "unknown location"
      if module.is(.module) {
        let file = dictGetStr(attributesCell(module.cell), intern("__file__"))
        if file.is(.str) { place = swiftString(file) }
      }
      let thrown = raise(.importError, "cannot import name '\(swiftString(name))' from '\(moduleName)' (\(place))")
      let value = pointee.exception
      hold(value)
      defer { unhold() }
      try setAttribute(value, intern("name"), intern(moduleName))
      try setAttribute(value, intern("name_from"), name)
      pointee.exception = value
      throw thrown
    }
  }

  @inline(never)
  func importStar(_ module: Value, _ namespace: Value) -> Value {
    guarded { () throws(Raise) -> Value in
      let listed = try findAttributeQuietly(module, intern("__all__"))
      guard module.is(.module) else { throw raise(.importError, "from-import-* object has no __dict__ and no __all__") }
      let source = attributesCell(module.cell)
      let names = try listFrom(listed ?? Value(source))
      hold(names)
      defer { unhold() }
      for i in 0..<itemsOf(names).1 {
        let name = itemsOf(names).0[i]
        guard name.is(.str) else { continue }
        let key = intern(name)
        if listed == nil, swiftString(key).hasPrefix("_") { continue }
        let value = try getAttribute(module, key)
        if isExact(namespace, .dict) {
          try dictSetStr(namespace.cell, key, value)
        } else {
          try setItem(namespace, key, value)
        }
      }
      return .none
    }
  }
}

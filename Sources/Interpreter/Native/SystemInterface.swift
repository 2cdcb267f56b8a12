// SystemInterface.swift — what the machine asks of `sys` and `signal` once a script has loaded them.

import Glibc

extension UnsafeMutablePointer where Pointee == Machine {
  /// Folders searched for a script's modules: `sys.path`, as far as it holds strs.
  func searchPath() -> [String] {
    let module = dictGetStr(pointee.modules.cell, intern("sys"))
    guard module.is(.module) else { return pointee.imports.path }
    let list = dictGetStr(attributesCell(module.cell), intern("path"))
    guard list.is(.list) else { return pointee.imports.path }
    let (items, count) = itemsOf(list)
    return (0..<count).filter { items[$0].is(.str) }.map { swiftString(items[$0]) }
  }

  /// Runs what `signal.signal` set for a signal; false where nothing was set.
  public func runSignalHandler(_ signal: Int32) throws(Raise) -> Bool {
    guard pointee.signalHandlers.is(.dict),
      let handler = try dictGet(pointee.signalHandlers.cell, Value(small: Int(signal)))
    else { return false }
    if handler.isSmallInt { return handler.smallInt == 1 }
    _ = try call(handler, Value(small: Int(signal)), try makeFrame(depth: 0) ?? .none)
    return true
  }

  /// A line of standard input with its end, nil at the end of the input: what was read ahead comes first.
  func rawLine(_ stream: Cell) -> [UInt8]? {
    var looked = 0
    while true {
      let bytes = ahead(stream)
      while looked < bytes.count {
        looked += 1
        if bytes[looked - 1] == 10 { break }
      }
      let isWhole = looked > 0 && ahead(stream)[looked - 1] == 10
      if !isWhole, (try? readAhead(stream)) == true { continue }
      if looked == 0 { return nil }
      guard let line = try? takeBytesAhead(stream, looked) else { return nil }
      return Array(view(line))
    }
  }
}

extension NativeRow {
  /// `open`, which lives in `io`: loaded when it is first called.
  static var fileFunctions: [NativeRow] {
    [
      .function(
        "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        "Opens a file.", .world
      ) { (vm, args) throws(Raise) in
        let function = try vm.getAttribute(try vm.importModule("io"), vm.intern("open"))
        return try vm.call(function, args: args.base, count: args.count)
      }
    ]
  }
}

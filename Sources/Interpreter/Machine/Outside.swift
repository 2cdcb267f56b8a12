// Outside.swift — the interpreter's side of the kernel and its world: output, clocks, imports, what must be finalised.

import Glibc
import Runtime

/// The kernel an interpreter runs on, and handles of its world.
public struct Outside {
  public let kernel: Kernel
  /// `kernel.state`, for the short way.
  public let state: UnsafeMutablePointer<KernelState>

  init(_ kernel: Kernel) {
    self.kernel = kernel
    state = kernel.state
  }

  /// The bytes of a file, or nil.
  func readFile(_ path: String) -> [UInt8]? {
    guard isFile(path) else { return nil }
    let files = kernel.world.files
    let descriptor = files.open(path, .read, mode: 0)
    guard descriptor >= 0 else { return nil }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = chunk.withUnsafeMutableBytes { files.read(descriptor, $0) }
      if count <= 0 { break }
      bytes += chunk[..<count]
    }
    _ = files.close(descriptor)
    return bytes
  }

  func isFile(_ path: String) -> Bool {
    if case .found(let status) = kernel.world.files.status(path, followsLinks: true) { return status.kind == .regular }
    return false
  }
}

/// What is known of modules before and while they load.
public struct ImportState {
  var natives: [String: NativeModule] = [:]
  /// Finds the source of a library module that is embedded in the binary.
  public var findScript: (@Sendable (String) -> UnsafeBufferPointer<UInt8>?)?
  /// Folders searched for a script's own modules.
  public var path: [String] = []
  /// Library modules that have submodules.
  var packages: Set<String> = []
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Writes bytes to standard output, buffered.
  public func writeOut(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    pointee.outside.kernel.world.write(UnsafeRawBufferPointer(start: bytes, count: count), to: .standardOutput)
  }

  /// Writes text to standard error; standard output is flushed first.
  public func writeError(_ text: String) {
    pointee.outside.kernel.world.write(text, to: .standardError)
  }

  public func flushOutput() { pointee.outside.kernel.world.flush() }

  /// One line of standard input without its newline, nil at the end.
  public func readLine() throws(Raise) -> Value? {
    guard var line = readRawLine() else { return nil }
    if line.last == 10 { line.removeLast() }
    return line.withUnsafeBufferPointer { (try? makeText($0)) ?? pointee.emptyText }
  }

  /// What `print` writes to: unbound while standard output is the interpreter's own.
  public func replacedOutput() throws(Raise) -> Value {
    let original = pointee.standardOutput
    guard original.isCell else { return .unbound }
    let module = dictGetStr(pointee.modules.cell, intern("sys"))
    guard module.is(.module) else { return .unbound }
    let now = dictGetStr(attributesCell(module.cell), intern("stdout"))
    return now == original || now.isUnbound ? .unbound : now
  }

  private func readRawLine() -> [UInt8]? {
    if pointee.standardInput.isRecord(.textFile) { return rawLine(pointee.standardInput.cell) }
    var line: [UInt8] = []
    var byte: UInt8 = 0
    flushOutput()
    while true {
      let count = withUnsafeMutableBytes(of: &byte) { pointee.outside.kernel.world.readInput($0) }
      if count <= 0 { return line.isEmpty ? nil : line }
      line.append(byte)
      if byte == 10 { return line }
    }
  }

  /// A signal that came while script ran: Ctrl-C raises KeyboardInterrupt.
  func handleSignal(_ signal: Int32) throws(Raise) {
    if try runSignalHandler(signal) { return }
    if signal == SIGINT { throw raise(.keyboardInterrupt, "") }
  }

  // MARK: Identity

  /// The number of an object, given when it is first asked for; small ints and singletons have fixed ones.
  public func identity(_ value: Value) -> Int {
    guard value.isCell else { return Int(truncatingIfNeeded: (value.bits &* 0x9E37_79B9_7F4A_7C15) >> 17) & ~15 }
    let place = pointee.identities + Int(pointee.heap.number(value.cell))
    if place.pointee == 0 {
      pointee.lastIdentity += 1
      place.pointee = pointee.lastIdentity
      pointee.heap.identities = pointee.identities
    }
    return 0x7F00_0000_0000 + Int(place.pointee) * 16
  }

  /// `object.__hash__`.
  public func identityHash(_ value: Value) -> Int { identity(value) >> 4 }
}

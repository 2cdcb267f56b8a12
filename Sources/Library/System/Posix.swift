// Posix.swift — the module `_posix`: the system's calls as `os`, `os.path` and `io` use them, through the world.

import Glibc
import Interpreter
import Runtime

extension NativeModule {
  static var posix: NativeModule {
    NativeModule(
      "_posix", "Calls of the system.",
      rows: { PosixFiles.rows + PosixFolders.rows + PosixProcess.rows }, setUp: setUpPosix)
  }

  private static func setUpPosix(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    for (name, number) in constants { try vm.setModule(dictionary, name, Value(small: number)) }
    let environment = vm.dict()
    try vm.setModule(dictionary, "environ", environment)
    for (name, value) in vm.pointee.outside.kernel.world.environment {
      let key = try bytes(vm, name)
      vm.hold(key)
      defer { vm.unhold() }
      try vm.dictSet(environment.cell, key, try bytes(vm, value))
    }
    let status = try StructSequence(
      vm, "stat_result", module: "os", "What is known of a file.",
      fields: [
        "st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "_st_atime", "_st_mtime", "_st_ctime",
        "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks",
        "st_rdev",
      ], visibleCount: 10)
    try vm.setModule(dictionary, "stat_result", status.type)
    let names = try StructSequence(
      vm, "uname_result", module: "posix", "What is known of the machine.",
      fields: ["sysname", "nodename", "release", "version", "machine"])
    try vm.setModule(dictionary, "uname_result", names.type)
    let times = try StructSequence(
      vm, "times_result", module: "posix", "Times of the process.",
      fields: ["user", "system", "children_user", "children_system", "elapsed"])
    try vm.setModule(dictionary, "times_result", times.type)
    vm.addRows(PosixStatus(type: status).rows + PosixProcess.rows(names: names, times: times), to: dictionary)
  }

  private static func bytes(_ vm: VM, _ text: String) throws(Raise) -> Value {
    var text = text
    let copied: Result<Value, Raise> = text.withUTF8 { view in
      do throws(Raise) { return .success(try vm.makeBytes(view)) } catch { return .failure(error) }
    }
    return try copied.get()
  }

  private static let constants: [(StaticString, Int)] = [
    ("O_RDONLY", 0), ("O_WRONLY", 1), ("O_RDWR", 2), ("O_CREAT", 0o100), ("O_EXCL", 0o200), ("O_NOCTTY", 0o400),
    ("O_TRUNC", 0o1000), ("O_APPEND", 0o2000), ("O_NONBLOCK", 0o4000), ("O_SYNC", 0o4010000),
    ("O_DIRECTORY", 0o200000), ("O_NOFOLLOW", 0o400000), ("O_CLOEXEC", 0o2000000), ("F_OK", 0), ("X_OK", 1),
    ("W_OK", 2), ("R_OK", 4), ("EX_OK", 0), ("WNOHANG", 1), ("PRIO_PROCESS", 0),
  ]
}

/// What the calls share: arguments, results, errors.
enum Posix {
  /// A path argument as the system takes it.
  static func path(_ vm: VM, _ value: Value, _ function: StaticString, _ name: StaticString = "path") throws(Raise)
    -> String
  {
    var path = value
    if !path.is(.str), !path.is(.bytes), value.isCell,
      let method = try vm.findAttribute(Value(vm.classOf(value)), vm.intern("__fspath__"))
    {
      path = try vm.call(method, value)
    }
    guard path.is(.str) || path.is(.bytes) else {
      throw vm.raise(
        .typeError, "\(function): \(name) should be string, bytes or os.PathLike, not \(vm.typeName(value))")
    }
    if vm.view(path).contains(0) {
      throw vm.raise(.valueError, path.is(.bytes) ? "\(function): embedded null byte in \(name)" : "\(function): embedded null character in \(name)")
    }
    return vm.swiftString(path)
  }

  static func descriptor(_ vm: VM, _ value: Value) throws(Raise) -> Int32 {
    guard vm.isInt(value) else {
      if let method = try vm.findAttributeQuietly(value, vm.intern("fileno")) {
        return try descriptor(vm, try vm.call(method))
      }
      throw vm.raise(.typeError, "'\(vm.typeName(value))' object cannot be interpreted as an integer")
    }
    guard let number = vm.intValue(value), number >= Int(Int32.min), number <= Int(Int32.max) else {
      throw vm.raise(.overflowError, "Python int too large to convert to C int")
    }
    return Int32(number)
  }

  static func mode(_ vm: VM, _ value: Value) throws(Raise) -> UInt32 {
    UInt32(truncatingIfNeeded: try vm.index(value) & 0o7777)
  }

  /// Turns a negative result into OSError.
  static func check(_ vm: VM, _ result: Int32, _ first: Value = .none, _ second: Value = .none) throws(Raise) -> Value {
    if result < 0 { throw vm.raiseOSError(errno: -result, filename: first, filename2: second) }
    return .none
  }

  static func found<Success>(_ vm: VM, _ answer: FileAnswer<Success>, _ path: Value = .none) throws(Raise) -> Success {
    switch answer {
    case .found(let value): return value
    case .failed(let code): throw vm.raiseOSError(errno: code, filename: path)
    }
  }

  /// Text of the system in the form of the argument it came from.
  static func text(_ vm: VM, _ text: String, like argument: Value) throws(Raise) -> Value {
    let value = vm.string(text)
    return argument.is(.bytes) ? try vm.encode(value, .utf8, errors: .unbound) : value
  }

  static func files(_ vm: VM) -> any FileSystem { vm.pointee.outside.kernel.world.files }
}

// PosixFiles.swift — opening, reading, writing and closing descriptors.

import Glibc
import Interpreter
import Runtime

enum PosixFiles {
  static var rows: [NativeRow] {
    [
      .function("open(path, flags, mode=511, *, dir_fd=None)", "Opens a file; returns its descriptor.", .world, open),
      .function("close(fd)", "Closes a descriptor.", .world) { (vm, args) throws(Raise) in
        let descriptor = try Posix.descriptor(vm, args[0])
        vm.pointee.openHandles = max(0, vm.pointee.openHandles - 1)
        return try Posix.check(vm, Posix.files(vm).close(descriptor))
      },
      .function("read(fd, length, /)", "Reads at most some bytes.", .world, read),
      .function("write(fd, data, /)", "Writes bytes; returns how many.", .world, write),
      .function("lseek(fd, position, whence, /)", "Moves the place of the next read.", .world) {
        (vm, args) throws(Raise) in
        let descriptor = try Posix.descriptor(vm, args[0])
        let offset = Int64(try vm.index(args[1]))
        guard let origin = SeekOrigin(rawValue: Int32(truncatingIfNeeded: try vm.index(args[2]))) else {
          throw vm.raiseOSError(errno: EINVAL)
        }
        let place = Posix.files(vm).seek(descriptor, offset, origin)
        if place < 0 { throw vm.raiseOSError(errno: Int32(truncatingIfNeeded: -place)) }
        return vm.int(Int(place))
      },
      .function("ftruncate(fd, length, /)", "Cuts a file.", .world) { (vm, args) throws(Raise) in
        let length = Int64(try vm.index(args[1]))
        return try Posix.check(vm, Posix.files(vm).truncate(try Posix.descriptor(vm, args[0]), length))
      },
      .function("truncate(path, length)", "Cuts a file.", .world, truncate),
      .function("isatty(fd, /)", "Whether a descriptor is a terminal.", .world) { (vm, args) throws(Raise) in
        Value(Posix.files(vm).isTerminal(try Posix.descriptor(vm, args[0])))
      },
      .function("fsync(fd)", "Does nothing more than a write does.", .world) { (vm, args) throws(Raise) in
        _ = try Posix.found(vm, Posix.files(vm).status(descriptor: try Posix.descriptor(vm, args[0])))
        return .none
      },
    ]
  }

  private static func open(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
    let path = try Posix.path(vm, args[0], "open")
    let bits = try vm.index(args[1])
    var flags: OpenFlags = bits & 3 == 1 ? .write : bits & 3 == 2 ? [.read, .write] : .read
    for (bit, flag) in [
      (0o100, OpenFlags.create), (0o200, .exclusive), (0o1000, .truncate), (0o2000, .append),
    ] where bits & bit != 0 { flags.insert(flag) }
    let mode = try Posix.mode(vm, args[2])
    let limit = vm.pointee.limits.handles
    // Files that nobody refers to any more may hold all the descriptors there are.
    if vm.pointee.openHandles >= limit { vm.collectPrecisely() }
    if vm.pointee.openHandles >= limit { throw vm.raiseOSError(errno: EMFILE, filename: args[0]) }
    var descriptor = Posix.files(vm).open(path, flags, mode: mode)
    if descriptor == -EMFILE || descriptor == -ENFILE {
      vm.collectPrecisely()
      descriptor = Posix.files(vm).open(path, flags, mode: mode)
    }
    if descriptor < 0 { throw vm.raiseOSError(errno: -descriptor, filename: args[0]) }
    vm.pointee.openHandles += 1
    return Value(small: Int(descriptor))
  }

  private static func read(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
    let descriptor = try Posix.descriptor(vm, args[0])
    let length = try vm.index(args[1])
    if length < 0 { throw vm.raiseOSError(errno: EINVAL) }
    // Room is taken for what can come, not for what was asked.
    var room = min(length, 1 << 20)
    if length > room, case .found(let status) = Posix.files(vm).status(descriptor: descriptor) {
      room = min(length, max(room, Int(status.size)))
    }
    let cell = try vm.newBytes(room)
    let buffer = UnsafeMutableRawBufferPointer(start: cell.text.pointee.data, count: room)
    let count =
      descriptor == 0 ? vm.pointee.outside.kernel.world.readInput(buffer) : Posix.files(vm).read(descriptor, buffer)
    if count < 0 { throw vm.raiseOSError(errno: Int32(truncatingIfNeeded: -count)) }
    if count == room { return Value(cell) }
    return try vm.makeBytes(ByteView(start: cell.text.pointee.data, count: count))
  }

  private static func write(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
    let descriptor = try Posix.descriptor(vm, args[0])
    guard let bytes = try vm.bytesLike(args[1]) else {
      throw vm.raise(.typeError, "a bytes-like object is required, not '\(vm.typeName(args[1]))'")
    }
    if descriptor == 1 || descriptor == 2 {
      vm.writeBytes(bytes, to: Int(descriptor))
      vm.flushOutput()
      return vm.int(bytes.count)
    }
    let count = Posix.files(vm).write(descriptor, UnsafeRawBufferPointer(start: bytes.start, count: bytes.count))
    if count < 0 { throw vm.raiseOSError(errno: Int32(truncatingIfNeeded: -count)) }
    return vm.int(count)
  }

  private static func truncate(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
    let length = Int64(try vm.index(args[1]))
    if vm.isInt(args[0]) {
      return try Posix.check(vm, Posix.files(vm).truncate(try Posix.descriptor(vm, args[0]), length))
    }
    let descriptor = Posix.files(vm).open(try Posix.path(vm, args[0], "truncate"), .write, mode: 0)
    if descriptor < 0 { throw vm.raiseOSError(errno: -descriptor, filename: args[0]) }
    let result = Posix.files(vm).truncate(descriptor, length)
    _ = Posix.files(vm).close(descriptor)
    return try Posix.check(vm, result, args[0])
  }
}

// PosixFolders.swift — folders, links and what is known of files.

import Glibc
import Interpreter
import Runtime

enum PosixFolders {
  static var rows: [NativeRow] { folderRows + linkRows }

  private static var folderRows: [NativeRow] {
    [
      .function("getcwd()", "The current folder.", .world) { (vm, _) throws(Raise) in
        vm.string(try Posix.found(vm, Posix.files(vm).currentFolder))
      },
      .function("getcwdb()", "The current folder as bytes.", .world) { (vm, _) throws(Raise) in
        try vm.encode(vm.string(try Posix.found(vm, Posix.files(vm).currentFolder)), .utf8, errors: .unbound)
      },
      .function("chdir(path)", "Changes the current folder.", .world) { (vm, args) throws(Raise) in
        try Posix.check(vm, Posix.files(vm).changeFolder(try Posix.path(vm, args[0], "chdir")), args[0])
      },
      .function("listdir(path=None)", "The names in a folder, sorted.", .world) { (vm, args) throws(Raise) in
        let path = args[0].isNone ? "." : try Posix.path(vm, args[0], "listdir")
        let names = try Posix.found(vm, Posix.files(vm).list(path), args[0].isNone ? vm.intern(".") : args[0])
        let list = vm.list()
        vm.hold(list)
        defer { vm.unhold() }
        for name in names { try vm.listAppend(list.cell, try Posix.text(vm, name, like: args[0])) }
        return list
      },
      .function("mkdir(path, mode=511, *, dir_fd=None)", "Makes a folder.", .world) { (vm, args) throws(Raise) in
        let path = try Posix.path(vm, args[0], "mkdir")
        return try Posix.check(vm, Posix.files(vm).makeFolder(path, mode: try Posix.mode(vm, args[1])), args[0])
      },
      .function("rmdir(path, *, dir_fd=None)", "Removes an empty folder.", .world) { (vm, args) throws(Raise) in
        try Posix.check(vm, Posix.files(vm).removeFolder(try Posix.path(vm, args[0], "rmdir")), args[0])
      },
      .function("remove(path, *, dir_fd=None)", "Removes a file.", .world) { (vm, args) throws(Raise) in
        try Posix.check(vm, Posix.files(vm).remove(try Posix.path(vm, args[0], "remove")), args[0])
      },
      .function("unlink(path, *, dir_fd=None)", "Removes a file.", .world) { (vm, args) throws(Raise) in
        try Posix.check(vm, Posix.files(vm).remove(try Posix.path(vm, args[0], "unlink")), args[0])
      },
      .function("rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Renames a file or folder.", .world, rename),
      .function("replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Renames a file or folder.", .world, rename),
      .function("access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", "Whether a file may be used.", .world) {
        (vm, args) throws(Raise) in
        let mode = Int32(truncatingIfNeeded: try vm.index(args[1]))
        return Value(Posix.files(vm).mayAccess(try Posix.path(vm, args[0], "access"), mode: mode))
      },
      .function("chmod(path, mode, *, dir_fd=None, follow_symlinks=True)", "Changes who may use a file.", .world) {
        (vm, args) throws(Raise) in
        let path = try Posix.path(vm, args[0], "chmod")
        return try Posix.check(vm, Posix.files(vm).changeMode(path, try Posix.mode(vm, args[1])), args[0])
      },
      .function("utime(path, times=None, *, ns=?, dir_fd=None, follow_symlinks=True)", "Sets the times of a file.", .world, setTimes),
    ]
  }

  private static var linkRows: [NativeRow] {
    [
      .function("symlink(src, dst, target_is_directory=False, *, dir_fd=None)", "Makes a symbolic link.", .world) {
        (vm, args) throws(Raise) in
        let target = try Posix.path(vm, args[0], "symlink", "src")
        let path = try Posix.path(vm, args[1], "symlink", "dst")
        return try Posix.check(vm, Posix.files(vm).makeLink(path, to: target, isSymbolic: true), args[0], args[1])
      },
      .function("link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", "Makes a hard link.", .world) {
        (vm, args) throws(Raise) in
        let target = try Posix.path(vm, args[0], "link", "src")
        let path = try Posix.path(vm, args[1], "link", "dst")
        return try Posix.check(vm, Posix.files(vm).makeLink(path, to: target, isSymbolic: false), args[0], args[1])
      },
      .function("readlink(path, *, dir_fd=None)", "What a symbolic link points to.", .world) { (vm, args) throws(Raise) in
        let path = try Posix.path(vm, args[0], "readlink")
        return try Posix.text(vm, try Posix.found(vm, Posix.files(vm).readLink(path), args[0]), like: args[0])
      },
      .function("_realpath(path, /)", "The path without links.", .world) { (vm, args) throws(Raise) in
        let path = try Posix.path(vm, args[0], "realpath")
        return try Posix.text(vm, try Posix.found(vm, Posix.files(vm).realPath(path), args[0]), like: args[0])
      },
    ]
  }

  private static func rename(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
    let from = try Posix.path(vm, args[0], "rename", "src"), to = try Posix.path(vm, args[1], "rename", "dst")
    return try Posix.check(vm, Posix.files(vm).rename(from, to: to), args[0], args[1])
  }

  private static func setTimes(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
    let path = try Posix.path(vm, args[0], "utime")
    var times: [Int64] = []
    if args[2].is(.tuple), vm.tupleLength(args[2].cell) == 2 {
      for i in 0..<2 { times.append(Int64(try vm.index(args[2].cell.tupleItems[i]))) }
    } else if args[1].is(.tuple), vm.tupleLength(args[1].cell) == 2 {
      for i in 0..<2 {
        let seconds = try vm.toFloat(args[1].cell.tupleItems[i])
        guard seconds.magnitude < 9e9 else { throw vm.raise(.overflowError, "timestamp out of range for platform time_t") }
        times.append(Int64(seconds * 1e9))
      }
    } else if args[1].isNone, args[2].isUnbound {
      let now = vm.pointee.outside.kernel.readWall()
      times = [Int64(now * 1e9), Int64(now * 1e9)]
    } else {
      throw vm.raise(.typeError, "utime: 'times' must be either a tuple of two ints or None")
    }
    return try Posix.check(
      vm, Posix.files(vm).setTimes(path, accessed: times[0], modified: times[1]), args[0])
  }
}

/// `stat` and its kin, whose results need the class.
struct PosixStatus: Sendable {
  let type: StructSequence

  var rows: [NativeRow] {
    let type = type
    return [
      .function("stat(path, *, dir_fd=None, follow_symlinks=True)", "What is known of a file.", .world) {
        (vm, args) throws(Raise) in
        if vm.isInt(args[0]) {
          let descriptor = try Posix.descriptor(vm, args[0])
          return make(vm, type, try Posix.found(vm, Posix.files(vm).status(descriptor: descriptor)))
        }
        let path = try Posix.path(vm, args[0], "stat")
        let follows = try vm.truth(args[2])
        return make(vm, type, try Posix.found(vm, Posix.files(vm).status(path, followsLinks: follows), args[0]))
      },
      .function("lstat(path, *, dir_fd=None)", "What is known of a file or link.", .world) { (vm, args) throws(Raise) in
        let path = try Posix.path(vm, args[0], "lstat")
        return make(vm, type, try Posix.found(vm, Posix.files(vm).status(path, followsLinks: false), args[0]))
      },
      .function("fstat(fd)", "What is known of an open file.", .world) { (vm, args) throws(Raise) in
        let descriptor = try Posix.descriptor(vm, args[0])
        return make(vm, type, try Posix.found(vm, Posix.files(vm).status(descriptor: descriptor)))
      },
    ]
  }
}

private func make(_ vm: VM, _ type: StructSequence, _ status: FileStatus) -> Value {
  var values = [
    vm.int(Int(status.mode)), vm.int(UInt(status.inode)), vm.int(UInt(status.device)), vm.int(UInt(status.links)),
    vm.int(Int(status.userID)), vm.int(Int(status.groupID)), vm.int(Int(status.size)),
  ]
  let times = [status.accessed, status.modified, status.changed]
  values += times.map { vm.int(CalendarTime.floorDivide(Int($0), 1_000_000_000)) }
  values += times.map { Value(Double($0) / 1e9) }
  values += times.map { vm.int(Int($0)) }
  values += [Value(small: 4096), vm.int(Int(status.size + 511) / 512), Value(small: 0)]
  return type.make(vm, values)
}

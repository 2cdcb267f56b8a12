// HostFiles.swift — the machine's files.

import Glibc

/// Calls go straight to the system, except that a simulated run's `/dev/urandom` is seeded.
final class HostFiles: FileSystem {
  static let stream: UInt64 = 0x5C21_0003

  /// Nil: entropy devices are the machine's.
  private var entropy: SplitMix64?
  /// Descriptors that stand for a seeded entropy device.
  private var entropyDescriptors: [Int32] = []

  init(entropySeed: UInt64?) { entropy = entropySeed.map { SplitMix64(seed: $0) } }

  func open(_ path: String, _ flags: OpenFlags, mode: UInt32) -> Int32 {
    var bits: Int32
    switch (flags.contains(.read), flags.contains(.write) || flags.contains(.append)) {
    case (true, true): bits = O_RDWR
    case (false, true): bits = O_WRONLY
    case (true, false), (false, false): bits = O_RDONLY
    }
    if flags.contains(.append) { bits |= O_APPEND }
    if flags.contains(.create) { bits |= O_CREAT }
    if flags.contains(.exclusive) { bits |= O_EXCL }
    if flags.contains(.truncate) { bits |= O_TRUNC }
    let descriptor = retrying { Glibc.open(path, bits | O_CLOEXEC, mode_t(mode & 0o7777)) }
    if descriptor >= 0, entropy != nil, path == "/dev/urandom" || path == "/dev/random" {
      entropyDescriptors.append(descriptor)
    }
    return descriptor
  }

  func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    if !entropyDescriptors.isEmpty, entropyDescriptors.contains(descriptor), entropy != nil {
      entropy?.fill(buffer)
      return buffer.count
    }
    return retrying { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
  }

  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    retrying { Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
  }

  func seek(_ descriptor: Int32, _ offset: Int64, _ origin: SeekOrigin) -> Int64 {
    let place = lseek(descriptor, Int(offset), origin.rawValue)
    return place < 0 ? Int64(-errno) : Int64(place)
  }

  func truncate(_ descriptor: Int32, _ length: Int64) -> Int32 { retrying { ftruncate(descriptor, Int(length)) } }

  func close(_ descriptor: Int32) -> Int32 {
    entropyDescriptors.removeAll { $0 == descriptor }
    return Glibc.close(descriptor) == 0 ? 0 : -errno
  }

  func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  func status(_ path: String, followsLinks: Bool) -> FileAnswer<FileStatus> {
    var raw = stat()
    let result = followsLinks ? stat(path, &raw) : lstat(path, &raw)
    return result == 0 ? .found(FileStatus(raw)) : .failed(errno)
  }

  func status(descriptor: Int32) -> FileAnswer<FileStatus> {
    var raw = stat()
    return fstat(descriptor, &raw) == 0 ? .found(FileStatus(raw)) : .failed(errno)
  }

  func list(_ path: String) -> FileAnswer<[String]> {
    guard let folder = opendir(path) else { return .failed(errno) }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
    }
    names.sort { $0.lexicographicallyPrecedes($1) }
    return .found(names.map { String(decoding: $0, as: UTF8.self) })
  }

  func makeFolder(_ path: String, mode: UInt32) -> Int32 { retrying { mkdir(path, mode_t(mode & 0o7777)) } }
  func removeFolder(_ path: String) -> Int32 { retrying { rmdir(path) } }
  func remove(_ path: String) -> Int32 { retrying { unlink(path) } }
  func rename(_ from: String, to: String) -> Int32 { retrying { Glibc.rename(from, to) } }
  func changeMode(_ path: String, _ mode: UInt32) -> Int32 { retrying { chmod(path, mode_t(mode & 0o7777)) } }

  func setTimes(_ path: String, accessed: Int64, modified: Int64) -> Int32 {
    let times = [accessed, modified].map { nanoseconds in
      let part = ((nanoseconds % 1_000_000_000) + 1_000_000_000) % 1_000_000_000
      return timespec(tv_sec: Int((nanoseconds - part) / 1_000_000_000), tv_nsec: Int(part))
    }
    return retrying { utimensat(AT_FDCWD, path, times, 0) }
  }

  func makeLink(_ path: String, to target: String, isSymbolic: Bool) -> Int32 {
    retrying { isSymbolic ? symlink(target, path) : link(target, path) }
  }

  func readLink(_ path: String) -> FileAnswer<String> {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        text.baseAddress.map { readlink(path, $0, text.count) } ?? -1
      }
    }
    return count < 0 ? .failed(errno) : .found(String(decoding: buffer[..<count], as: UTF8.self))
  }

  func mayAccess(_ path: String, mode: Int32) -> Bool { access(path, mode) == 0 }

  var currentFolder: FileAnswer<String> {
    guard let path = getcwd(nil, 0) else { return .failed(errno) }
    defer { free(path) }
    return .found(String(cString: path))
  }

  func changeFolder(_ path: String) -> Int32 { retrying { chdir(path) } }

  func realPath(_ path: String) -> FileAnswer<String> {
    guard let full = realpath(path, nil) else { return .failed(errno) }
    defer { free(full) }
    return .found(String(cString: full))
  }
}

/// A call's result, again when a signal interrupted it, as a negative error when it failed.
func retrying<Number: FixedWidthInteger & SignedInteger>(_ call: () -> Number) -> Number {
  while true {
    let result = call()
    if result >= 0 { return result }
    if errno != EINTR { return -Number(errno) }
  }
}

extension FileStatus {
  fileprivate init(_ raw: stat) {
    switch raw.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    case S_IFIFO: kind = .pipe
    case S_IFSOCK: kind = .socket
    case S_IFCHR, S_IFBLK: kind = .device
    default: kind = .other
    }
    mode = raw.st_mode
    size = Int64(raw.st_size)
    links = UInt64(raw.st_nlink)
    inode = UInt64(raw.st_ino)
    device = UInt64(raw.st_dev)
    userID = raw.st_uid
    groupID = raw.st_gid
    accessed = nanoseconds(raw.st_atim)
    modified = nanoseconds(raw.st_mtim)
    changed = nanoseconds(raw.st_ctim)
  }
}

private func nanoseconds(_ time: timespec) -> Int64 {
  Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ Int64(time.tv_nsec)
}

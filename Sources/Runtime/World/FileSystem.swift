// FileSystem.swift — files and folders.
//
// The calls are the system's, one to one, with errors as negative numbers. Files are inputs of a run: the same
// files give the same run, so nothing here is recorded.

/// How a file is opened.
public struct OpenFlags: OptionSet, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }
  public static let read = OpenFlags(rawValue: 1)
  public static let write = OpenFlags(rawValue: 2)
  public static let append = OpenFlags(rawValue: 4)
  public static let create = OpenFlags(rawValue: 8)
  public static let exclusive = OpenFlags(rawValue: 16)
  public static let truncate = OpenFlags(rawValue: 32)
}

/// What a file is.
public enum FileKind: UInt8, Sendable {
  case regular, folder, link, pipe, socket, device, other
}

/// What `stat` tells.
public struct FileStatus: Sendable, Equatable {
  public var kind: FileKind
  public var mode: UInt32
  public var size: Int64
  public var links: UInt64
  public var inode: UInt64
  public var device: UInt64
  public var userID: UInt32
  public var groupID: UInt32
  /// Nanoseconds since 1970.
  public var accessed: Int64
  public var modified: Int64
  public var changed: Int64
}

/// Where a seek begins.
public enum SeekOrigin: Int32, Sendable {
  case start = 0
  case current = 1
  case end = 2
}

/// Either what was asked for or a positive errno.
public enum FileAnswer<Success> {
  case found(Success)
  case failed(Int32)
}

public protocol FileSystem: AnyObject {
  func open(_ path: String, _ flags: OpenFlags, mode: UInt32) -> Int32
  func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int
  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int
  func seek(_ descriptor: Int32, _ offset: Int64, _ origin: SeekOrigin) -> Int64
  func truncate(_ descriptor: Int32, _ length: Int64) -> Int32
  func close(_ descriptor: Int32) -> Int32
  func isTerminal(_ descriptor: Int32) -> Bool
  func status(_ path: String, followsLinks: Bool) -> FileAnswer<FileStatus>
  func status(descriptor: Int32) -> FileAnswer<FileStatus>
  /// Names without `.` and `..`, sorted by their bytes.
  func list(_ path: String) -> FileAnswer<[String]>
  func makeFolder(_ path: String, mode: UInt32) -> Int32
  func removeFolder(_ path: String) -> Int32
  func remove(_ path: String) -> Int32
  func rename(_ from: String, to: String) -> Int32
  func changeMode(_ path: String, _ mode: UInt32) -> Int32
  func setTimes(_ path: String, accessed: Int64, modified: Int64) -> Int32
  func makeLink(_ path: String, to target: String, isSymbolic: Bool) -> Int32
  func readLink(_ path: String) -> FileAnswer<String>
  func mayAccess(_ path: String, mode: Int32) -> Bool
  var currentFolder: FileAnswer<String> { get }
  func changeFolder(_ path: String) -> Int32
  /// The path without links, `.` and `..`.
  func realPath(_ path: String) -> FileAnswer<String>
}

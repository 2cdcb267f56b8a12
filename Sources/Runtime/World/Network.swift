// Network.swift — TCP and Unix stream sockets that never block.
//
// Results are counts or descriptors, errors are negative. Addresses are numeric; `localhost` is the one name
// that is known.

/// Where a socket is, as the script sees it.
public struct SocketAddress: Equatable, Sendable {
  public var host: String
  public var port: Int
  public var isIPv6: Bool
  /// The path of a Unix socket; host and port mean nothing then.
  public var path: String?

  public init(host: String, port: Int, isIPv6: Bool = false, path: String? = nil) {
    self.host = host
    self.port = port
    self.isIPv6 = isIPv6
    self.path = path
  }
}

/// What can be shut down.
public enum ShutdownSide: Int32, Sendable {
  case reading = 0
  case writing = 1
  case both = 2
}

/// Sockets. Every descriptor that comes back is non-blocking and closed on exec.
public protocol Network: AnyObject {
  /// The addresses a host name stands for; empty when it is not known.
  func resolve(_ host: String, port: Int) -> [SocketAddress]
  func listen(_ address: SocketAddress, backlog: Int32, reusesPort: Bool) -> Int32
  /// The next connection, or -EAGAIN.
  func accept(_ listener: Int32) -> Int32
  /// A socket on its way; writable when the outcome is known.
  func connect(_ address: SocketAddress, from local: SocketAddress?) -> Int32
  /// 0 once connected, or the negative error.
  func connectOutcome(_ socket: Int32) -> Int32
  func receive(_ socket: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int
  func send(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int
  func shutdown(_ socket: Int32, _ side: ShutdownSide) -> Int32
  func close(_ socket: Int32) -> Int32
  func localAddress(_ socket: Int32) -> SocketAddress?
  func remoteAddress(_ socket: Int32) -> SocketAddress?
}

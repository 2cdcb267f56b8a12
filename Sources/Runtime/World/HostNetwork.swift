// HostNetwork.swift — the machine's sockets.

import Glibc

final class HostNetwork: Network {
  private static let kind = Int32(SOCK_STREAM.rawValue) | SystemFlags.nonBlocking | SystemFlags.closeOnExec

  func resolve(_ host: String, port: Int) -> [SocketAddress] {
    guard port >= 0 && port <= 0xFFFF else { return [] }
    if host == "localhost" {
      return [SocketAddress(host: "127.0.0.1", port: port), SocketAddress(host: "::1", port: port, isIPv6: true)]
    }
    if host.isEmpty || host == "0.0.0.0" { return [SocketAddress(host: "0.0.0.0", port: port)] }
    let address = SocketAddress(host: host, port: port)
    if RawAddress(address) != nil { return [address] }
    let sixth = SocketAddress(host: host, port: port, isIPv6: true)
    return RawAddress(sixth) != nil ? [sixth] : []
  }

  func listen(_ address: SocketAddress, backlog: Int32, reusesPort: Bool) -> Int32 {
    guard let raw = RawAddress(address) else { return -EINVAL }
    let socket = make(raw.family)
    if socket < 0 { return socket }
    if raw.family != AF_UNIX { set(socket, SOL_SOCKET, SO_REUSEADDR) }
    if reusesPort { set(socket, SOL_SOCKET, SO_REUSEPORT) }
    if raw.family == AF_INET6 { set(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY) }
    let bound = raw.withPointer { Glibc.bind(socket, $0, $1) }
    guard bound == 0, Glibc.listen(socket, backlog) == 0 else { return fail(socket) }
    return socket
  }

  func accept(_ listener: Int32) -> Int32 {
    let socket = retrying { systemAccept(listener, nil, nil, SystemFlags.nonBlocking | SystemFlags.closeOnExec) }
    if socket >= 0 { set(socket, Int32(IPPROTO_TCP), TCP_NODELAY) }
    return socket
  }

  func connect(_ address: SocketAddress, from local: SocketAddress?) -> Int32 {
    guard let raw = RawAddress(address) else { return -EINVAL }
    let socket = make(raw.family)
    if socket < 0 { return socket }
    if let local {
      guard let rawLocal = RawAddress(local) else { return fail(socket, EINVAL) }
      set(socket, SOL_SOCKET, SO_REUSEADDR)
      if rawLocal.withPointer({ Glibc.bind(socket, $0, $1) }) != 0 { return fail(socket) }
    }
    if raw.family != AF_UNIX { set(socket, Int32(IPPROTO_TCP), TCP_NODELAY) }
    let result = raw.withPointer { Glibc.connect(socket, $0, $1) }
    if result != 0 && errno != EINPROGRESS && errno != EINTR { return fail(socket) }
    return socket
  }

  func connectOutcome(_ socket: Int32) -> Int32 {
    var error: Int32 = 0
    var length = socklen_t(4)
    if getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) != 0 { return -errno }
    return -error
  }

  func receive(_ socket: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    retrying { recv(socket, buffer.baseAddress, buffer.count, 0) }
  }

  func send(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    retrying { Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
  }

  func shutdown(_ socket: Int32, _ side: ShutdownSide) -> Int32 {
    Glibc.shutdown(socket, side.rawValue) == 0 ? 0 : -errno
  }

  func close(_ socket: Int32) -> Int32 { Glibc.close(socket) == 0 ? 0 : -errno }

  func localAddress(_ socket: Int32) -> SocketAddress? { RawAddress { getsockname(socket, $0, $1) }?.address }
  func remoteAddress(_ socket: Int32) -> SocketAddress? { RawAddress { getpeername(socket, $0, $1) }?.address }

  private func make(_ family: Int32) -> Int32 { retrying { Glibc.socket(family, HostNetwork.kind, 0) } }

  private func set(_ socket: Int32, _ level: Int32, _ option: Int32) {
    var on: Int32 = 1
    setsockopt(socket, level, option, &on, 4)
  }

  /// Closes a socket that came to nothing and passes on why.
  private func fail(_ socket: Int32, _ known: Int32? = nil) -> Int32 {
    let error = known ?? errno
    Glibc.close(socket)
    return -error
  }
}

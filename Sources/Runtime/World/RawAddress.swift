// RawAddress.swift — socket addresses in the system's layout.

import Glibc

/// The bytes of a `sockaddr` of any family.
struct RawAddress {
  private var storage = sockaddr_storage()
  private var length = socklen_t(0)

  var family: Int32 { Int32(storage.ss_family) }

  /// Nil when host, port or path are no address.
  init?(_ address: SocketAddress) {
    if let path = address.path {
      guard fill(path: path) else { return nil }
      return
    }
    guard let port = UInt16(exactly: address.port) else { return nil }
    guard address.isIPv6 ? fillSixth(address.host, port) : fillFourth(address.host, port) else { return nil }
  }

  /// Takes what a call such as `getsockname` writes.
  init?(_ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) {
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &storage) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, &size) }
    }
    if result != 0 { return nil }
    length = size
  }

  func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: storage) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  private mutating func fillFourth(_ host: String, _ port: UInt16) -> Bool {
    var raw = sockaddr_in()
    raw.sin_family = sa_family_t(AF_INET)
    raw.sin_port = port.bigEndian
    guard inet_pton(AF_INET, host, &raw.sin_addr) == 1 else { return false }
    return store(raw)
  }

  private mutating func fillSixth(_ host: String, _ port: UInt16) -> Bool {
    var raw = sockaddr_in6()
    raw.sin6_family = sa_family_t(AF_INET6)
    raw.sin6_port = port.bigEndian
    guard inet_pton(AF_INET6, host, &raw.sin6_addr) == 1 else { return false }
    return store(raw)
  }

  private mutating func fill(path: String) -> Bool {
    var raw = sockaddr_un()
    raw.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: raw.sun_path) else { return false }
    withUnsafeMutableBytes(of: &raw.sun_path) { $0.copyBytes(from: bytes) }
    return store(raw)
  }

  private mutating func store<Layout>(_ raw: Layout) -> Bool {
    withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: raw, as: Layout.self) }
    length = socklen_t(MemoryLayout<Layout>.size)
    return true
  }

  /// The address in words; nil for a family that is none of ours.
  var address: SocketAddress? {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    switch family {
    case AF_INET:
      var raw = withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in.self) }
      inet_ntop(AF_INET, &raw.sin_addr, &text, socklen_t(text.count))
      return SocketAddress(host: string(text), port: Int(UInt16(bigEndian: raw.sin_port)))
    case AF_INET6:
      var raw = withUnsafeBytes(of: storage) { $0.load(as: sockaddr_in6.self) }
      inet_ntop(AF_INET6, &raw.sin6_addr, &text, socklen_t(text.count))
      return SocketAddress(host: string(text), port: Int(UInt16(bigEndian: raw.sin6_port)), isIPv6: true)
    case AF_UNIX:
      let bytes = withUnsafeBytes(of: storage) { Array($0[2..<max(2, Int(length))]) }
      return SocketAddress(host: "", port: 0, path: String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
    default: return nil
    }
  }

  private func string(_ text: [CChar]) -> String {
    String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

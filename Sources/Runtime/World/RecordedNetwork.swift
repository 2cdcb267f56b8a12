// RecordedNetwork.swift — sockets and readiness on a tape.

/// Descriptors on the tape are the recorded ones; a replay opens none.
final class RecordedNetwork: Network {
  private let inner: any Network
  private let tape: TapeAccess

  init(_ inner: any Network, _ tape: TapeAccess) {
    self.inner = inner
    self.tape = tape
  }

  /// Names are fixed, so nothing has to be recorded.
  func resolve(_ host: String, port: Int) -> [SocketAddress] { inner.resolve(host, port: port) }

  func listen(_ address: SocketAddress, backlog: Int32, reusesPort: Bool) -> Int32 {
    tape.result { inner.listen(address, backlog: backlog, reusesPort: reusesPort) }
  }

  func accept(_ listener: Int32) -> Int32 { tape.result { inner.accept(listener) } }

  func connect(_ address: SocketAddress, from local: SocketAddress?) -> Int32 {
    tape.result { inner.connect(address, from: local) }
  }

  func connectOutcome(_ socket: Int32) -> Int32 { tape.result { inner.connectOutcome(socket) } }

  func receive(_ socket: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    tape.bytes(.bytes, buffer) { inner.receive(socket, $0) }
  }

  func send(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    Int(tape.result { Int32(truncatingIfNeeded: inner.send(socket, bytes)) })
  }

  func shutdown(_ socket: Int32, _ side: ShutdownSide) -> Int32 { tape.result { inner.shutdown(socket, side) } }
  func close(_ socket: Int32) -> Int32 { tape.result { inner.close(socket) } }
  func localAddress(_ socket: Int32) -> SocketAddress? { address { inner.localAddress(socket) } }
  func remoteAddress(_ socket: Int32) -> SocketAddress? { address { inner.remoteAddress(socket) } }

  /// An address as bytes: kind, then host or path; the number is the port, negative for none.
  private func address(_ call: () -> SocketAddress?) -> SocketAddress? {
    switch tape {
    case .recording(let recorder):
      let address = call()
      var bytes: [UInt8] = []
      if let address {
        bytes = [address.path != nil ? 2 : address.isIPv6 ? 1 : 0] + Array((address.path ?? address.host).utf8)
      }
      recorder.record(.result, number: Int64(address?.port ?? -1), bytes: bytes)
      return address
    case .replaying(let player):
      guard let input = player.input(.result), input.number >= 0, let kind = input.bytes.first else { return nil }
      let text = String(decoding: input.bytes.dropFirst(), as: UTF8.self)
      let port = Int(truncatingIfNeeded: input.number)
      if kind == 2 { return SocketAddress(host: "", port: 0, path: text) }
      return SocketAddress(host: text, port: port, isIPv6: kind == 1)
    }
  }
}

/// Waits on the tape: how long, and which descriptors.
final class RecordedPoller: Poller {
  private let inner: any Poller
  private let tape: TapeAccess
  private(set) var events: [PollEvent] = []

  init(_ inner: any Poller, _ tape: TapeAccess) {
    self.inner = inner
    self.tape = tape
  }

  func update(_ descriptor: Int32, from before: PollInterest, to after: PollInterest) -> Int32 {
    tape.result { inner.update(descriptor, from: before, to: after) }
  }

  func wait(timeout: Double) -> PollResult {
    switch tape {
    case .recording(let recorder):
      let result = inner.wait(timeout: timeout)
      events = inner.events
      recorder.record(.completion, number: Int64(events.count), bytes: encode(result))
      return result
    case .replaying(let player):
      guard let input = player.input(.completion), let result = decode(input.bytes) else {
        // Off the tape: nothing comes any more, and a wait passes at once.
        events = []
        return PollResult(events: 0, began: 0, ended: timeout.isFinite ? timeout : 0, wasInterrupted: false)
      }
      return result
    }
  }

  /// Two clock readings, a flag, then five bytes per descriptor.
  private func encode(_ result: PollResult) -> [UInt8] {
    var bytes: [UInt8] = []
    withUnsafeBytes(of: result.began.bitPattern.littleEndian) { bytes += $0 }
    withUnsafeBytes(of: result.ended.bitPattern.littleEndian) { bytes += $0 }
    bytes.append(result.wasInterrupted ? 1 : 0)
    for event in events {
      withUnsafeBytes(of: event.descriptor.littleEndian) { bytes += $0 }
      bytes.append((event.isReadable ? 1 : 0) | (event.isWritable ? 2 : 0))
    }
    return bytes
  }

  private func decode(_ bytes: [UInt8]) -> PollResult? {
    guard bytes.count >= 17, (bytes.count - 17) % 5 == 0 else { return nil }
    events.removeAll(keepingCapacity: true)
    return bytes.withUnsafeBytes { raw in
      let began = Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)))
      let ended = Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
      for place in stride(from: 17, to: raw.count, by: 5) {
        let descriptor = Int32(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: Int32.self))
        let flags = raw[place + 4]
        events.append(PollEvent(descriptor: descriptor, isReadable: flags & 1 != 0, isWritable: flags & 2 != 0))
      }
      return PollResult(events: events.count, began: began, ended: ended, wasInterrupted: raw[16] == 1)
    }
  }
}

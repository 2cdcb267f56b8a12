// EpollPoller.swift — readiness by Linux's epoll.

import Glibc

/// Level-triggered, at most 256 descriptors per wait; the rest comes with the next one.
public final class EpollPoller: Poller {
  private static let batch = 256
  #if arch(x86_64)
    // The record is packed there: 4 bytes of flags, 8 of data.
    private static let recordSize = 12
    private static let dataOffset = 4
  #else
    private static let recordSize = 16
    private static let dataOffset = 8
  #endif
  private static let readable: UInt32 = 0x001
  private static let writable: UInt32 = 0x004
  private static let broken: UInt32 = 0x008 | 0x010
  private static let peerClosed: UInt32 = 0x2000

  private let records: UnsafeMutableRawPointer
  private let origin: Double
  private let signals: SignalSource?
  /// Made at the first use: a program without sockets never needs it.
  private var epoll: Int32 = -1
  public private(set) var events: [PollEvent] = []

  init(origin: Double, signals: SignalSource?) {
    self.origin = origin
    self.signals = signals
    records = .allocate(byteCount: EpollPoller.batch * EpollPoller.recordSize, alignment: 16)
  }

  deinit {
    if epoll >= 0 { close(epoll) }
    records.deallocate()
  }

  public func update(_ descriptor: Int32, from before: PollInterest, to after: PollInterest) -> Int32 {
    let error = open()
    if error != 0 { return error }
    var flags: UInt32 = 0
    if after.contains(.read) { flags |= EpollPoller.readable }
    if after.contains(.write) { flags |= EpollPoller.writable }
    if after.isEmpty { return control(.remove, descriptor, flags) }
    let first = control(before.isEmpty ? .add : .change, descriptor, flags)
    // A descriptor that was closed left the set by itself, and its number may be another file's now.
    if first == ENOENT { return control(.add, descriptor, flags) }
    if first == EEXIST { return control(.change, descriptor, flags) }
    return first
  }

  public func wait(timeout: Double) -> PollResult {
    events.removeAll(keepingCapacity: true)
    let began = MachineClock.monotonic() - origin
    var interrupted = false
    guard open() == 0 else {
      MachineClock.sleep(timeout)
      return PollResult(events: 0, began: began, ended: MachineClock.monotonic() - origin, wasInterrupted: false)
    }
    let count = systemEpollWait(epoll, records, Int32(EpollPoller.batch), milliseconds(timeout), nil)
    if count < 0 { interrupted = errno == EINTR }
    for place in 0..<max(0, Int(count)) {
      let record = records + place * EpollPoller.recordSize
      let flags = record.loadUnaligned(as: UInt32.self)
      let descriptor = (record + EpollPoller.dataOffset).loadUnaligned(as: Int32.self)
      if descriptor == signals?.descriptor {
        interrupted = true
        continue
      }
      let isBroken = flags & EpollPoller.broken != 0
      events.append(
        PollEvent(
          descriptor: descriptor, isReadable: isBroken || flags & (EpollPoller.readable | EpollPoller.peerClosed) != 0,
          isWritable: isBroken || flags & EpollPoller.writable != 0))
    }
    if events.count > 1 { events.sort { $0.descriptor < $1.descriptor } }
    let ended = MachineClock.monotonic() - origin
    return PollResult(events: events.count, began: began, ended: ended, wasInterrupted: interrupted)
  }

  /// Rounded up, so that a wait is never shorter than asked for.
  private func milliseconds(_ seconds: Double) -> Int32 {
    if seconds <= 0 { return 0 }
    if seconds > 86_400 { return seconds.isFinite ? 86_400_000 : -1 }
    return Int32((seconds * 1000).rounded(.up))
  }

  private enum Operation: Int32 {
    case add = 1
    case remove = 2
    case change = 3
  }

  private func control(_ operation: Operation, _ descriptor: Int32, _ flags: UInt32) -> Int32 {
    records.storeBytes(of: flags, as: UInt32.self)
    (records + EpollPoller.dataOffset).storeBytes(of: Int64(descriptor), as: Int64.self)
    return systemEpollControl(epoll, operation.rawValue, descriptor, records) == 0 ? 0 : errno
  }

  private func open() -> Int32 {
    if epoll >= 0 { return 0 }
    epoll = systemEpollCreate(SystemFlags.closeOnExec)
    if epoll < 0 { return errno }
    if let signals { _ = control(.add, signals.descriptor, EpollPoller.readable) }
    return 0
  }
}

// Poller.swift — learning which descriptors are ready.

/// What somebody waits for.
public struct PollInterest: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let read = PollInterest(rawValue: 1)
  public static let write = PollInterest(rawValue: 2)
}

/// A descriptor that is ready. An error or a hang-up counts as both: reading or writing will tell.
public struct PollEvent: Equatable, Sendable {
  public let descriptor: Int32
  public let isReadable: Bool
  public let isWritable: Bool

  public init(descriptor: Int32, isReadable: Bool, isWritable: Bool) {
    self.descriptor = descriptor
    self.isReadable = isReadable
    self.isWritable = isWritable
  }
}

/// How a wait ended.
public struct PollResult: Equatable, Sendable {
  /// Descriptors that are ready.
  public var events: Int
  /// The world's `monotonic` before and after.
  public var began: Double
  public var ended: Double
  /// A signal ended it.
  public var wasInterrupted: Bool

  public init(events: Int, began: Double, ended: Double, wasInterrupted: Bool) {
    self.events = events
    self.began = began
    self.ended = ended
    self.wasInterrupted = wasInterrupted
  }
}

/// Watches descriptors, level-triggered.
public protocol Poller: AnyObject {
  /// Changes what is watched; the error, or 0.
  func update(_ descriptor: Int32, from before: PollInterest, to after: PollInterest) -> Int32
  /// Waits until a descriptor is ready, a signal comes, or the time is over (infinite: no limit).
  func wait(timeout: Double) -> PollResult
  /// What the last wait found, by descriptor.
  var events: [PollEvent] { get }
}

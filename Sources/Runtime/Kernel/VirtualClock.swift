// VirtualClock.swift — time as the script sees it.
//
// Running code takes no time; the kernel moves the clock when nothing is ready. A script that reads the
// clock in a loop until it changes would wait for ever, so after many readings in one step each further
// one takes a millisecond.

/// Seconds since the run began, and the wall time it began at.
public struct VirtualClock: BitwiseCopyable {
  /// 2000-01-01 00:00:00 UTC.
  public static let wallEpoch = 946_684_800.0
  /// Timers closer than this to now are due, as with a clock that ticks in nanoseconds.
  public static let resolution = 1e-9
  /// Readings in one step that are free.
  static let freeReadings = 10_000
  static let readingCost = 1e-3

  public internal(set) var now = 0.0
  public internal(set) var epoch = VirtualClock.wallEpoch
  private var step = -1
  private var readings = 0

  public init() {}

  /// Reads the clock for the script during the step with this number.
  mutating func read(step current: Int) -> Double {
    if current != step {
      step = current
      readings = 0
    }
    readings += 1
    if readings > VirtualClock.freeReadings { now += VirtualClock.readingCost }
    return now
  }

  /// Moves forward, never back; a delay that is no number is none.
  mutating func advance(by seconds: Double) {
    if seconds > 0 { now += seconds }
  }

  mutating func advance(to instant: Double) {
    if instant > now { now = instant }
  }
}

// MachineClock.swift — the machine's clocks. Worlds read them; nothing else may.

import Glibc

enum MachineClock {
  static func monotonic() -> Double { seconds(CLOCK_MONOTONIC) }
  static func wall() -> Double { seconds(CLOCK_REALTIME) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Lets time pass; a signal ends it early.
  static func sleep(_ seconds: Double) {
    // Longer than a century is for ever, and the conversion below stays in range.
    let bounded = min(max(seconds, 0), 3e9)
    let whole = bounded.rounded(.down)
    var time = timespec(tv_sec: Int(whole), tv_nsec: min(999_999_999, Int((bounded - whole) * 1e9)))
    nanosleep(&time, nil)
  }
}

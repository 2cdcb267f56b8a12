// LocalHomes.swift — the registers of locals.

/// Where the locals of a function live when there are more of them than near registers.
///
/// Up to `nearLimit` of them all live in the register of their number. Of more, the first `nearCount` do; the others are
/// far: those from 256 on in the register of their number, where the machine puts parameters too, those below 256 after
/// the last of them.
struct LocalHomes {
  static let nearLimit = 150
  static let nearCount = 128

  let count: Int
  /// Registers in front of the locals.
  let reserved: Int

  init(count: Int, reserved: Int) { (self.count, self.reserved) = (count, reserved) }

  var hasFar: Bool { count > Self.nearLimit }

  /// Locals in registers that instructions can name.
  var near: Int { hasFar ? Self.nearCount : count }

  /// The first far register that is no local's home.
  var firstFree: Int { hasFar ? max(256, count) + (256 - Self.nearCount) : 256 }

  func home(of local: Int) -> Int {
    if !hasFar || local < Self.nearCount || local >= 256 { return local }
    return max(256, count) + local - Self.nearCount
  }
}

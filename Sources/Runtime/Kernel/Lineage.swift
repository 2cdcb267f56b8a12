// Lineage.swift — names for tasks and locks that are the same in every schedule.
//
// Numbers are given in the order of making, and that order changes with the schedule. Who made a thing
// and how many that one had made before does not, so a lineage is the maker's lineage mixed with that count.

/// A 64-bit name; equal in two schedules of one program exactly when the same code made it at the same place.
public struct Lineage: BitwiseCopyable, Hashable, Sendable {
  public let name: UInt64

  /// What the module body has.
  public static let root = Lineage(name: 0x9E37_79B9_7F4A_7C15)

  public init(name: UInt64) { self.name = name }

  /// The `number`-th thing (from 0) that the owner of this lineage made.
  @inlinable
  public func child(_ number: UInt32) -> Lineage {
    Lineage(name: SplitMix64.mix(name ^ (UInt64(number) &+ 1) &* 0xD1B5_4A32_D192_ED03))
  }
}

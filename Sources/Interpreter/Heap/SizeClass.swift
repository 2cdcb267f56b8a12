// SizeClass.swift — which cell sizes small blocks come in.

/// Sizes of small cells: multiples of 16 up to 512 bytes, then four steps per doubling up to 8 KB.
enum SizeClass {
  static let count = 49
  /// The largest small cell, in bytes; larger ones get blocks of their own.
  static let largestSmall = 8192
  static let blockShift: UInt = 16
  static let blockSize = 1 << 16

  /// The cell size of a class, in bytes; class 0 is unused.
  static func size(_ index: Int) -> Int {
    if index <= 32 { return index * 16 }
    let step = index - 33
    return ((step & 3) + 5) << (7 + (step >> 2))
  }

  /// The smallest class whose cells hold `bytes`, for 513...8192.
  static func index(large bytes: Int) -> Int {
    var index = 33
    while size(index) < bytes { index += 1 }
    return index
  }
}

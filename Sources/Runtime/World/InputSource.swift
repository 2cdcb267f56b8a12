// InputSource.swift — where standard input comes from.

import Glibc

/// The process's own standard input, or bytes given beforehand.
public final class InputSource {
  private let bytes: [UInt8]?
  private var place = 0

  public init() { bytes = nil }
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// The count, 0 at the end, or the negative error.
  func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    if let bytes {
      let count = min(buffer.count, bytes.count - place)
      buffer.copyBytes(from: bytes[place..<place + count])
      place += count
      return count
    }
    let count = Glibc.read(0, buffer.baseAddress, buffer.count)
    return count < 0 ? -Int(errno) : count
  }
}

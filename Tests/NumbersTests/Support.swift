// Support.swift — owned integers and texts for the tests of the kernels, which only borrow theirs.

@testable import Interpreter

/// A long integer that owns its limbs.
struct Whole: Equatable, CustomStringConvertible {
  var limbs: [UInt]
  var isNegative: Bool

  init(limbs: [UInt], isNegative: Bool) {
    self.limbs = limbs
    self.isNegative = isNegative
  }

  /// Reads decimal digits, or others in `base`; anything else is 0.
  init(_ text: String, base: Int = 10) {
    self.init(limbs: [], isNegative: false)
    bytes(text) { view in
      switch IntegerText.scan(view, base: base) {
      case .small(let value): self = Whole(limbs: value == 0 ? [] : [value.magnitude], isNegative: value < 0)
      case .large(let digits):
        self = Whole.make(IntegerText.limbsNeeded(digits)) { IntegerText.limbs(digits, in: view, into: $0) }
      case .invalid, .badBase: break
      }
    }
  }

  /// What `body` leaves in a space of `size` limbs, which has guards behind it.
  static func make(_ size: Int, _ body: (LimbSpace) -> LimbResult) -> Whole {
    let guardWord: UInt = 0xA5A5_A5A5_A5A5_A5A5
    var space = [UInt](repeating: guardWord, count: size + 2)
    let result = space.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map(body) ?? .zero
    }
    precondition(space[size] == guardWord && space[size + 1] == guardWord, "wrote past the space")
    return Whole(limbs: Array(space[0..<result.count]), isNegative: result.isNegative)
  }

  /// Lends the integer to a kernel.
  func lend<Result>(_ body: (LimbInteger) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: UInt.self, capacity: limbs.count + 1) { space in
      for (index, limb) in limbs.enumerated() { space[index] = limb }
      guard let start = space.baseAddress else { preconditionFailure("no stack") }
      return body(LimbInteger(UnsafePointer(start), count: limbs.count, isNegative: isNegative))
    }
  }

  var description: String {
    lend { value in show { IntegerText.append(value, to: &$0) } }
  }
}

/// Runs a kernel of two integers whose result takes `size` limbs.
func apply(
  _ a: Whole, _ b: Whole, size: (LimbInteger, LimbInteger) -> Int,
  _ body: (LimbInteger, LimbInteger, LimbSpace) -> LimbResult
) -> Whole {
  a.lend { a in b.lend { b in Whole.make(size(a, b)) { body(a, b, $0) } } }
}

/// Lends the UTF-8 bytes of a Swift string.
@discardableResult
func bytes<Result>(_ text: String, _ body: (ByteView) -> Result) -> Result {
  Array(text.utf8).withUnsafeBufferPointer(body)
}

/// Lends bytes.
@discardableResult
func bytes<Result>(_ raw: [UInt8], _ body: (ByteView) -> Result) -> Result {
  raw.withUnsafeBufferPointer(body)
}

/// What `body` writes, as a string.
func show(_ body: (inout ByteBuffer) -> Void) -> String {
  var buffer = ByteBuffer()
  body(&buffer)
  return buffer.string
}

/// What `body` writes, as bytes.
func collect(_ body: (inout ByteBuffer) -> Void) -> [UInt8] {
  var buffer = ByteBuffer()
  body(&buffer)
  return Array(buffer.view)
}

/// The pieces of `text` at the ranges that `next` gives.
func pieces(_ text: String, _ next: (ByteView) -> [Range<Int>]) -> [String] {
  bytes(text) { view in next(view).map { view.part($0).string } }
}

// StructFormat.swift — the format strings of struct: parsing, sizes, alignment.

import Interpreter

/// One kind of item of a format.
struct StructItem {
  /// The format character.
  let code: UInt8
  /// How many values; for `s` and `p` the size of the one value, for `x` the number of bytes.
  let count: Int
  /// How a number lies; nil for `s`, `p` and `x`.
  let item: PackedItem?
  let offset: Int

  /// Values this takes.
  var values: Int { code == 120 ? 0 : item == nil ? 1 : count }
}

/// A parsed format.
struct StructFormat {
  var items: [StructItem] = []
  var size = 0
  var isBigEndian = false
  /// Sizes and alignment of this machine's C compiler.
  var isNative = true

  var valueCount: Int { items.reduce(0) { $0 + $1.values } }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `struct.error` with a message.
  func structError(_ message: String) -> Raise { raise(module: "struct", "error", message) }

  /// The format in a str or bytes object.
  ///
  /// - Throws: TypeError, struct.error.
  func structFormat(_ v: Value) throws(Raise) -> StructFormat {
    guard v.isStr || v.isBytes else {
      throw raise(.typeError, "Struct() argument 1 must be a str or bytes object, not \(typeName(v))")
    }
    let text = view(v)
    var format = StructFormat()
    var index = 0
    if text.count > 0 {
      switch text[0] {
      case 60, 61: (format.isNative, index) = (false, 1)
      case 62, 33: (format.isNative, format.isBigEndian, index) = (false, true, 1)
      case 64: index = 1
      case _: break
      }
    }
    while index < text.count {
      if text[index] == 32 || text[index] >= 9 && text[index] <= 13 {
        index += 1
        continue
      }
      let count = try itemCount(text, &index)
      try append(text[index], count, to: &format)
      index += 1
    }
    return format
  }

  /// The number in front of a format character; 1 when there is none.
  private func itemCount(_ text: ByteView, _ index: inout Int) throws(Raise) -> Int {
    guard text[index] >= 48, text[index] <= 57 else { return 1 }
    var count = 0
    while index < text.count, text[index] >= 48, text[index] <= 57 {
      let (product, high) = count.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(text[index] - 48))
      if high || carry { throw structError("total struct size too long") }
      count = sum
      index += 1
    }
    if index == text.count { throw structError("repeat count given without format specifier") }
    return count
  }

  private func append(_ code: UInt8, _ count: Int, to format: inout StructFormat) throws(Raise) {
    let isBytes = code == 120 || code == 115 || code == 112
    let item = isBytes ? nil : format.isNative ? PackedItem.native(code) : PackedItem.standard(code)
    if !isBytes, item == nil { throw structError("bad char in struct format") }
    let size = item?.size ?? 1
    if format.isNative {
      let rest = format.size % size
      if rest != 0 { format.size += size - rest }
    }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
    let (total, carry) = format.size.addingReportingOverflow(bytes)
    if overflow || carry { throw structError("total struct size too long") }
    format.items.append(StructItem(code: code, count: count, item: item, offset: format.size))
    format.size = total
  }
}

// QuotedPrintable.swift — binascii: quoted-printable text.

import Interpreter

extension NativeRow {
  static var quoted: [NativeRow] {
    [
      .function("a2b_qp(data, header=False)", "The bytes of quoted-printable text.", .callsScript, decode),
      .function(
        "b2a_qp(data, quotetabs=False, istext=True, header=False)", "Bytes as quoted-printable text.", .callsScript,
        encode),
    ]
  }
}

private func decode(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let source = try vm.asciiArgument(args[0])
  let header = try vm.truth(args[1])
  var buffer = ByteBuffer()
  var index = 0
  while index < source.count {
    let byte = source[index]
    index += 1
    guard byte == 61 else {
      buffer.append(header && byte == 95 ? 32 : byte)
      continue
    }
    if index >= source.count { break }
    if source[index] == 10 || source[index] == 13 {
      // A soft line end: everything up to the newline goes.
      while index < source.count, source[index] != 10 { index += 1 }
      if index < source.count { index += 1 }
    } else if source[index] == 61 {
      buffer.append(61)
      index += 1
    } else if index + 1 < source.count, IntegerText.digitValue(source[index]) < 16,
      IntegerText.digitValue(source[index + 1]) < 16
    {
      buffer.append(IntegerText.digitValue(source[index]) << 4 | IntegerText.digitValue(source[index + 1]))
      index += 2
    } else {
      buffer.append(61)
    }
  }
  return try vm.makeBytes(buffer)
}

/// Lays out quoted-printable lines of at most 76 characters.
private struct QuotedLines: ~Copyable {
  var buffer = ByteBuffer()
  var column = 0
  let usesCarriageReturn: Bool

  init(usesCarriageReturn: Bool) { self.usesCarriageReturn = usesCarriageReturn }

  /// Breaks the line if `width` more characters and a mark do not fit.
  mutating func makeRoom(_ width: Int, isLast: Bool) {
    if column + width > (isLast ? 76 : 75) {
      buffer.append(61)
      endLine()
    }
  }

  mutating func endLine() {
    if usesCarriageReturn { buffer.append(13) }
    buffer.append(10)
    column = 0
  }

  mutating func appendQuoted(_ byte: UInt8) {
    buffer.append(61)
    for digit in [byte >> 4, byte & 15] { buffer.append(digit < 10 ? 48 + digit : 55 + digit) }
    column += 3
  }

  mutating func appendPlain(_ byte: UInt8) {
    buffer.append(byte)
    column += 1
  }
}

private func encode(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let source = try vm.bytesArgument(args[0])
  let quotesTabs = try vm.truth(args[1]), isText = try vm.truth(args[2]), header = try vm.truth(args[3])
  let firstLine = source.firstIndex(of: 10)
  var lines = QuotedLines(usesCarriageReturn: firstLine.map { $0 > 0 && source[$0 - 1] == 13 } ?? false)
  var index = 0
  while index < source.count {
    let byte = source[index]
    let next: UInt8? = index + 1 < source.count ? source[index + 1] : nil
    if isText, byte == 10 || byte == 13 && next == 10 {
      lines.endLine()
      index += byte == 13 ? 2 : 1
      continue
    }
    let endsLine = next == nil || isText && (next == 10 || next == 13)
    if needsQuotes(byte, next, lines.column, endsLine, quotesTabs, isText, header) {
      lines.makeRoom(3, isLast: endsLine)
      lines.appendQuoted(byte)
    } else {
      lines.makeRoom(1, isLast: endsLine)
      lines.appendPlain(header && byte == 32 ? 95 : byte)
    }
    index += 1
  }
  return try vm.makeBytes(lines.buffer)
}

private func needsQuotes(
  _ byte: UInt8, _ next: UInt8?, _ column: Int, _ endsLine: Bool, _ quotesTabs: Bool, _ isText: Bool, _ header: Bool
) -> Bool {
  if byte > 126 || byte == 61 || header && byte == 95 { return true }
  if byte == 46, column == 0, next == nil || next == 10 || next == 13 || next == 0 { return true }
  if !isText, byte == 13 || byte == 10 { return true }
  if byte == 9 || byte == 32 { return endsLine || quotesTabs }
  if byte == 13 || byte == 10 { return false }
  return byte < 33
}

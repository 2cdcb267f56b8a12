// Identifiers.swift — which letters make an identifier, and its normal form (PEP 3131).

@_spi(_Unicode) import Swift

/// The code point at the start of well-formed UTF-8, and its length in bytes.
func decodeScalar(_ bytes: UnsafePointer<UInt8>) -> (Unicode.Scalar, Int) {
  let first = UInt32(bytes[0])
  let value: UInt32
  let length: Int
  switch first {
  case 0..<0x80: (value, length) = (first, 1)
  case 0..<0xE0: (value, length) = ((first & 0x1F) << 6 | UInt32(bytes[1] & 0x3F), 2)
  case 0..<0xF0:
    (value, length) = ((first & 0x0F) << 12 | UInt32(bytes[1] & 0x3F) << 6 | UInt32(bytes[2] & 0x3F), 3)
  case _:
    let high = (first & 0x07) << 18 | UInt32(bytes[1] & 0x3F) << 12
    (value, length) = (high | UInt32(bytes[2] & 0x3F) << 6 | UInt32(bytes[3] & 0x3F), 4)
  }
  return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
}

func startsIdentifier(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || scalar.properties.isXIDStart }

func continuesIdentifier(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isXIDContinue }

/// Whether `repr` shows a code point as it is.
public func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
  case .spaceSeparator: scalar == " "
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
    .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation,
    .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
    .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
    true
  @unknown default: false
  }
}

/// An identifier in normal form KC, or nil if it is in that form already.
func normalisedIdentifier(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
  let word = String(decoding: bytes, as: UTF8.self)
  var expanded = String.UnicodeScalarView()
  for scalar in word.unicodeScalars { appendCompatible(scalar, to: &expanded) }
  var result: [UInt8] = []
  for scalar in String(expanded)._nfc {
    result.append(contentsOf: String(Character(scalar)).utf8)
  }
  return result.elementsEqual(bytes) ? nil : result
}

// Unicodedata.swift — the script module `unicodedata`: what is known of characters.

import Interpreter
@_spi(_Unicode) import Swift

extension NativeModule {
  public static var unicodedata: NativeModule {
    NativeModule(
      "unicodedata", "What is known of characters.",
      rows: { NativeRow.characterFacts + NativeRow.characterNames },
      setUp: { (vm, module) throws(Raise) in
        try vm.setModule(module, "unidata_version", vm.string("15.1.0"))
      })
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The code point of an argument that must be one character.
  ///
  /// - Throws: TypeError.
  fileprivate func scalar(_ v: Value, _ function: String) throws(Raise) -> UInt32 {
    guard v.isStr else {
      throw raise(
        .typeError, "\(function)() argument 1 must be a unicode character, not \(argumentTypeName(v))")
    }
    guard codePointCount(v.cell) == 1 else {
      throw raise(
        .typeError,
        "\(function)(): argument 1 must be a unicode character, not a string of length \(codePointCount(v.cell))")
    }
    var offset = 0
    return Utf8.decode(view(v).start, &offset)
  }
}

extension NativeRow {
  /// A fact about one character, as a value.
  private static func fact(
    _ signature: StaticString, _ name: String, _ documentation: StaticString,
    _ body: @escaping @Sendable (VM, UInt32) -> Value
  ) -> NativeRow {
    .function(signature, documentation, .pure) { (vm, args) throws(Raise) -> Value in
      body(vm, try vm.scalar(args[0], name))
    }
  }

  /// A number that a character stands for, or a default, or ValueError.
  private static func number(
    _ signature: StaticString, _ name: String, _ problem: String, _ documentation: StaticString,
    _ body: @escaping @Sendable (UInt32) -> Value?
  ) -> NativeRow {
    .function(signature, documentation, .pure) { (vm, args) throws(Raise) -> Value in
      if let value = body(try vm.scalar(args[0], name)) { return value }
      if args[1].isUnbound { throw vm.raise(.valueError, problem) }
      return args[1]
    }
  }

  fileprivate static var characterFacts: [NativeRow] {
    [
      fact("category(chr, /)", "category", "The general category.") { (vm, scalar) in vm.string(category(scalar)) },
      fact("combining(chr, /)", "combining", "The canonical combining class.") { (_, scalar) in
        Value(small: Unicode.Scalar(scalar).map { Int($0.properties.canonicalCombiningClass.rawValue) } ?? 0)
      },
      fact("mirrored(chr, /)", "mirrored", "1 for characters mirrored in text from right to left.") { (_, scalar) in
        Value(small: Unicode.Scalar(scalar)?.properties.isBidiMirrored == true ? 1 : 0)
      },
      number("decimal(chr, default=?, /)", "decimal", "not a decimal", "The decimal digit.") {
        CharacterClass.decimalValue($0).map { Value(small: $0) }
      },
      number("digit(chr, default=?, /)", "digit", "not a digit", "The digit.") {
        CharacterClass.digitValue($0).map { Value(small: $0) }
      },
      number("numeric(chr, default=?, /)", "numeric", "not a numeric character", "The numeric value.") {
        CharacterClass.numericValue($0).map { Value($0) }
      },
    ]
  }

  fileprivate static var characterNames: [NativeRow] {
    [
      .function("name(chr, default=?, /)", "The character's name.", .pure) { (vm, args) throws(Raise) -> Value in
        if let name = CharacterClass.name(try vm.scalar(args[0], "name")) { return vm.string(name) }
        if args[1].isUnbound { throw vm.raise(.valueError, "no such name") }
        return args[1]
      },
      .function("lookup(name, /)", "The character of a name.", .pure) { (vm, args) throws(Raise) -> Value in
        guard args[0].isStr else {
          throw vm.raise(.typeError, "lookup() argument must be str, not \(vm.argumentTypeName(args[0]))")
        }
        let name = vm.swiftString(args[0]).uppercased()
        for scalar: UInt32 in 0..<0x3_2000 where CharacterClass.name(scalar) == name { return vm.character(scalar) }
        for scalar: UInt32 in 0xE_0000..<0xE_0200 where CharacterClass.name(scalar) == name {
          return vm.character(scalar)
        }
        throw vm.raise(.keyError, "undefined character name '\(vm.swiftString(args[0]))'")
      },
      .function("normalize(form, unistr, /)", "A text in a normal form.", .pure) { (vm, args) throws(Raise) -> Value in
        try normalized(vm, args, "normalize")
      },
      .function("is_normalized(form, unistr, /)", "Whether a text is in a normal form.", .pure) {
        (vm, args) throws(Raise) -> Value in
        Value(vm.textEqual(try normalized(vm, args, "is_normalized").cell, args[1].cell))
      },
    ]
  }
}

private func normalized(_ vm: VM, _ args: Arguments, _ function: StaticString) throws(Raise) -> Value {
  for i in 0..<2 where !args[i].isStr {
    throw vm.raise(
      .typeError, "\(function)() argument \(i + 1) must be str, not \(vm.argumentTypeName(args[i]))")
  }
  let form = vm.view(args[0])
  let isComposed = form.equals("NFC")
  guard isComposed || form.equals("NFD") else {
    if form.equals("NFKC") || form.equals("NFKD") {
      throw vm.raise(.notImplementedError, "compatibility normal forms are not supported")
    }
    throw vm.raise(.valueError, "invalid normalization form")
  }
  if vm.isASCII(args[1].cell) || Utf8.hasSurrogate(vm.view(args[1])) { return args[1] }
  let text = vm.swiftString(args[1])
  var buffer = ByteBuffer()
  if isComposed {
    for scalar in text._nfc { buffer.append(scalar: scalar.value) }
  } else {
    for scalar in text._nfd { buffer.append(scalar: scalar.value) }
  }
  return try vm.makeText(buffer)
}

private func category(_ scalar: UInt32) -> String {
  guard let known = Unicode.Scalar(scalar) else { return "Cs" }
  return switch known.properties.generalCategory {
  case .uppercaseLetter: "Lu"
  case .lowercaseLetter: "Ll"
  case .titlecaseLetter: "Lt"
  case .modifierLetter: "Lm"
  case .otherLetter: "Lo"
  case .nonspacingMark: "Mn"
  case .spacingMark: "Mc"
  case .enclosingMark: "Me"
  case .decimalNumber: "Nd"
  case .letterNumber: "Nl"
  case .otherNumber: "No"
  case .connectorPunctuation: "Pc"
  case .dashPunctuation: "Pd"
  case .openPunctuation: "Ps"
  case .closePunctuation: "Pe"
  case .initialPunctuation: "Pi"
  case .finalPunctuation: "Pf"
  case .otherPunctuation: "Po"
  case .mathSymbol: "Sm"
  case .currencySymbol: "Sc"
  case .modifierSymbol: "Sk"
  case .otherSymbol: "So"
  case .spaceSeparator: "Zs"
  case .lineSeparator: "Zl"
  case .paragraphSeparator: "Zp"
  case .control: "Cc"
  case .format: "Cf"
  case .surrogate: "Cs"
  case .privateUse: "Co"
  case .unassigned: "Cn"
  @unknown default: "Cn"
  }
}

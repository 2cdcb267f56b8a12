// Signature.swift — what a native row's signature string says, read when the native is first called with anything but
// exactly its parameters.

/// The parameters of a native.
struct Signature {
  struct Parameter {
    var name: Value
    /// What stands in for a missing argument; nil: required.
    var standIn: Value?
  }
  /// In order of declaration, `*args` and `**kwargs` left out.
  var parameters: [Parameter] = []
  var positionalOnlyCount = 0
  /// Those that may be given by position.
  var positionalCount = 0
  /// Place of the `*args` tuple among the bound arguments, or -1.
  var starPlace = -1
  var hasKeywordDictionary = false
  /// Whether the receiver comes before the parameters.
  var hasReceiver = false
  var name = ""
  /// Number of values the body gets, receiver included.
  var boundCount = 0

  var requiredCount: Int { parameters.prefix { $0.standIn == nil }.count }
  var acceptsKeywords: Bool { parameters.count > positionalOnlyCount || hasKeywordDictionary }
  var receivers: Int { hasReceiver ? 1 : 0 }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The signature of a native, read at most once.
  func signature(_ index: Int) -> Signature {
    if let known = pointee.natives[index].signature { return known }
    let read = readSignature(pointee.natives[index].row)
    pointee.natives[index].signature = read
    let simple = read.starPlace < 0 && !read.hasKeywordDictionary
    let receivers = read.receivers
    pointee.natives[index].minimum = simple ? Int32(read.requiredPositional + receivers) : Int32.max
    pointee.natives[index].maximum = simple ? Int32(read.positionalCount + receivers) : -2
    return read
  }

  private func readSignature(_ row: NativeRow) -> Signature {
    let text = String(describing: row.signature)
    var result = Signature()
    result.hasReceiver = row.kind != .function && row.kind != .staticMethod
    guard let open = text.firstIndex(of: "(") else {
      result.name = text
      result.boundCount = result.receivers
      return result
    }
    result.name = String(text[..<open])
    var isKeywordOnly = false
    for part in splitParameters(String(text[text.index(after: open)...].dropLast())) {
      if part == "/" {
        result.positionalOnlyCount = result.parameters.count
      } else if part == "*" {
        isKeywordOnly = true
      } else if part.hasPrefix("**") {
        result.hasKeywordDictionary = true
      } else if part.hasPrefix("*") {
        result.starPlace = result.parameters.count + result.receivers
        isKeywordOnly = true
      } else {
        result.parameters.append(readParameter(part))
        if !isKeywordOnly { result.positionalCount = result.parameters.count }
      }
    }
    result.boundCount =
      result.receivers + result.parameters.count + (result.starPlace >= 0 ? 1 : 0)
      + (result.hasKeywordDictionary ? 1 : 0)
    return result
  }

  /// Splits at commas outside quotes and brackets.
  private func splitParameters(_ text: String) -> [String] {
    var parts: [String] = []
    var current = "", depth = 0
    var quote: Character?
    for character in text {
      if let open = quote {
        current.append(character)
        if character == open { quote = nil }
      } else if character == "," && depth == 0 {
        parts.append(current)
        current = ""
      } else if character != " " || depth > 0 {
        if character == "'" || character == "\"" { quote = character }
        if character == "(" || character == "[" { depth += 1 }
        if character == ")" || character == "]" { depth -= 1 }
        current.append(character)
      }
    }
    if !current.isEmpty { parts.append(current) }
    return parts
  }

  private func readParameter(_ text: String) -> Signature.Parameter {
    guard let equals = text.firstIndex(of: "=") else {
      return Signature.Parameter(name: intern(text), standIn: nil)
    }
    let name = intern(String(text[..<equals]))
    return Signature.Parameter(name: name, standIn: readDefault(String(text[text.index(after: equals)...])))
  }

  private func readDefault(_ text: String) -> Value {
    switch text {
    case "?": return .unbound
    case "None": return .none
    case "True": return .true
    case "False": return .false
    case "()": return pointee.emptyTuple
    default: break
    }
    if let number = Int(text) { return int(number) }
    if let number = Double(text) { return Value(any: number) }
    if let quote = text.first, quote == "'" || quote == "\"" {
      let inner = text.dropFirst().dropLast().replacing("\\n", with: "\n")
      return intern(String(inner))
    }
    if text.hasPrefix("b'") { return pointee.emptyBytes }
    return .unbound
  }
}

extension Signature {
  /// Positional parameters that have no default.
  var requiredPositional: Int {
    var count = 0
    for parameter in parameters.prefix(positionalCount) where parameter.standIn == nil { count += 1 }
    for parameter in parameters.dropFirst(positionalCount) where parameter.standIn == nil { return 1 << 20 }
    return count
  }
}

// Formatting+Values.swift — `format(value, spec)`: what f-strings and str.format call for every field.

extension UnsafeMutablePointer where Pointee == Machine {
  /// `format(v, spec)`; the specification is a str.
  ///
  /// - Throws: ValueError, TypeError and what script raises.
  public func formatValue(_ v: Value, _ spec: Value) throws(Raise) -> Value {
    let isEmpty = spec.text.pointee.byteCount == 0
    if v.isExactStr {
      return isEmpty ? v : try formatPlain(v, spec)
    }
    if !v.isCell {
      if v.isSmallInt || v.isDouble {
        if !isEmpty {
          if let text = formatQuickly(v, view(spec)) { return text }
          return try formatPlain(v, spec)
        }
        return v.isSmallInt ? try intToText(v) : floatText(v.double)
      }
      if v.isBool { return isEmpty ? boolText(v) : try formatPlain(v, spec) }
    } else if v.isExactInt {
      return isEmpty ? try intToText(v) : try formatPlain(v, spec)
    }
    return try formatByMethod(v, spec)
  }

  @inline(__always)
  public func formatValue(_ v: Value, spec: Value) throws(Raise) -> Value { try formatValue(v, spec) }

  @inline(never)
  private func formatByMethod(_ v: Value, _ spec: Value) throws(Raise) -> Value {
    guard let result = try callSpecial(.format, on: v, spec) else {
      throw raise(.typeError, "Type \(typeName(v)) doesn't define __format__")
    }
    guard result.isStr else {
      throw raise(.typeError, "__format__ must return a str, not \(typeName(result))")
    }
    return result
  }

  /// The layout of a str, int, float or complex by its own rules; subclasses included.
  ///
  /// - Throws: ValueError, OverflowError, MemoryError.
  func formatPlain(_ v: Value, _ spec: Value) throws(Raise) -> Value {
    var buffer = ByteBuffer()
    try appendFormatted(v, view(spec), to: &buffer)
    return try makeText(buffer)
  }

  private func appendFormatted(_ v: Value, _ source: ByteView, to buffer: inout ByteBuffer) throws(Raise) {
    do {
      if v.isStr {
        let spec = try FormatSpec.parse(source, isNumber: false)
        try Formatting.appendText(view(v), spec, to: &buffer)
      } else {
        let spec = try FormatSpec.parse(source, isNumber: true)
        if v.isFloat {
          try Formatting.appendFloat(v.floatNumber, spec, to: &buffer)
        } else if v.isComplex {
          try Formatting.appendComplex(v.complexNumber, spec, to: &buffer)
        } else if let small = intValue(v) {
          try Formatting.appendInteger(small, spec, to: &buffer)
        } else {
          try Formatting.appendInteger(limbs(v), spec, to: &buffer)
        }
      }
    } catch {
      throw raise(error.kind.exception, error.message(spec: source, typeName: typeName(v)))
    }
  }
}

extension ProblemKind {
  /// The exception class of a kernel's problem.
  public var exception: BuiltinType {
    switch self {
    case .valueError: .valueError
    case .typeError: .typeError
    case .overflowError: .overflowError
    case .zeroDivisionError: .zeroDivisionError
    case .memoryError: .memoryError
    case .keyError: .keyError
    case .indexError: .indexError
    case .lookupError: .lookupError
    }
  }
}

/// `__format__` of int, float and complex.
func numberFormat(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].isNumber else {
    throw vm.raise(
      .typeError, "descriptor '__format__' requires a number but received a '\(vm.typeName(args[0]))'")
  }
  try vm.checkFormatSpec(args[1])
  if vm.view(args[1]).count == 0 { return try vm.str(args[0]) }
  return try vm.formatPlain(args[0], args[1])
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// - Throws: TypeError for a specification that is no str.
  func checkFormatSpec(_ spec: Value) throws(Raise) {
    if spec.isStr { return }
    throw raise(.typeError, "__format__() argument must be str, not \(argumentTypeName(spec))")
  }
}

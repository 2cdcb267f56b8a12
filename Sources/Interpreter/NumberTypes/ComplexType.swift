// ComplexType.swift — the class `complex`.

import Glibc

extension NativeType {
  static var complex: NativeType {
    NativeType("complex", kind: .complex, "A complex number, its parts in double precision.") {
      NativeRow.complexBasics + NativeRow.complexOperators
    }
  }
}

extension NativeRow {
  fileprivate static var complexBasics: [NativeRow] {
    [
      .slot("__new__(real=?, imag=?)", "A complex number from its parts or a text.", .callsScript, complexNew),
      .unary("__repr__()", "The number as source text.", .complex) { (vm, v) throws(Raise) in
        vm.complexText(v.complexNumber)
      },
      .unary("__hash__()", "The number's hash.", .complex) { (vm, v) throws(Raise) in vm.int(vm.numberHash(v)) },
      .unary("__bool__()", "Whether the number is not zero.", .complex) { (vm, v) throws(Raise) in
        Value(vm.numberTruth(v))
      },
      .slot("__format__(format_spec, /)", "The number laid out by a specification.", .pure, numberFormat),
      .slot("__complex__()", "The number itself.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.complex(try vm.numberReceiver(args, .complex).complexNumber)
      },
      .method("conjugate()", "The number with its imaginary part negated.", .pure) {
        (vm, args) throws(Raise) -> Value in
        let number = try vm.numberReceiver(args, .complex).complexNumber
        return vm.complex(ComplexNumber(number.real, -number.imaginary))
      },
      .getter("real", "The real part.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(any: try vm.numberReceiver(args, .complex).complexNumber.real)
      },
      .getter("imag", "The imaginary part.", .pure) { (vm, args) throws(Raise) -> Value in
        Value(any: try vm.numberReceiver(args, .complex).complexNumber.imaginary)
      },
      .slot("__getnewargs__()", "What makes an equal number.", .pure) { (vm, args) throws(Raise) -> Value in
        let number = try vm.numberReceiver(args, .complex).complexNumber
        return vm.pair(Value(any: number.real), Value(any: number.imaginary))
      },
    ]
  }

  fileprivate static var complexOperators: [NativeRow] {
    comparisons(of: .complex) + arithmetic(of: .complex) + powers(of: .complex) + [
      .unary("__neg__()", "The negated number.", .complex) { (vm, v) throws(Raise) in vm.complex(-v.complexNumber) },
      .unary("__pos__()", "The number itself.", .complex) { (vm, v) throws(Raise) in vm.complex(v.complexNumber) },
      .unary("__abs__()", "The distance from zero.", .complex) { (vm, v) throws(Raise) in try vm.complexAbsolute(v) },
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `repr` of a complex number.
  public func complexText(_ number: ComplexNumber) -> Value {
    var buffer = ByteBuffer()
    ComplexText.appendRepr(number, to: &buffer)
    return string(utf8: buffer.view)
  }

  /// `abs` of a complex number.
  ///
  /// - Throws: OverflowError.
  func complexAbsolute(_ v: Value) throws(Raise) -> Value {
    guard let size = v.complexNumber.magnitude else { throw raise(.overflowError, "absolute value too large") }
    return Value(any: size)
  }

  /// The number that `v.__complex__()` gives, if its class has it.
  ///
  /// - Throws: TypeError and what script raises.
  public func complexByMethod(_ v: Value) throws(Raise) -> ComplexNumber? {
    guard let method = try findSpecialAttribute("__complex__", on: v) else { return nil }
    let result = try call(method)
    guard result.isComplex else {
      throw raise(.typeError, "\(typeName(v)).__complex__() must return a complex, not \(typeName(result))")
    }
    return result.complexNumber
  }

  private func findSpecialAttribute(_ name: StaticString, on v: Value) throws(Raise) -> Value? {
    guard v.isCell, !lookup(classOf(v), intern(name)).isUnbound else { return nil }
    return try findAttribute(v, intern(name))
  }
}

private func complexNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let target = try vm.newTarget(args, .complex)
  let number = try complexFrom(vm, args[1], args[2])
  if target == vm.builtin(.complex) {
    if args[1].isComplex, args[2].isUnbound, vm.isExact(args[1], .complex) { return args[1] }
    return vm.complex(number)
  }
  let cell = vm.newInstance(target, kind: .complex, bytes: MemoryLayout<ComplexCell>.size)
  let fields = cell.assumingMemoryBound(to: ComplexCell.self)
  fields.pointee.real = Value(any: number.real).double
  fields.pointee.imaginary = Value(any: number.imaginary).double
  return Value(cell)
}

private func complexFrom(_ vm: VM, _ real: Value, _ imaginary: Value) throws(Raise) -> ComplexNumber {
  if real.isStr {
    if !imaginary.isUnbound {
      throw vm.raise(.typeError, "complex() can't take second arg if first is a string")
    }
    guard let number = ComplexText.parse(vm.view(real)) else {
      throw vm.raise(.valueError, "complex() arg is a malformed string")
    }
    return number
  }
  if imaginary.isStr { throw vm.raise(.typeError, "complex() second arg can't be a string") }
  var first = ComplexNumber(0, 0)
  if !real.isUnbound {
    guard let number = try part(vm, real, allowsMethod: true) else {
      throw vm.raise(
        .typeError, "complex() first argument must be a string or a number, not '\(vm.typeName(real))'")
    }
    first = number
  }
  if imaginary.isUnbound { return first }
  guard let second = try part(vm, imaginary, allowsMethod: false) else {
    throw vm.raise(.typeError, "complex() second argument must be a number, not '\(vm.typeName(imaginary))'")
  }
  // The second argument may be complex itself: real + imaginary * 1j, without touching signed zeros needlessly.
  return ComplexNumber(
    imaginary.isComplex ? first.real - second.imaginary : first.real,
    real.isComplex ? second.real + first.imaginary : second.real)
}

private func part(_ vm: VM, _ v: Value, allowsMethod: Bool) throws(Raise) -> ComplexNumber? {
  if v.isComplex, vm.isExact(v, .complex) { return v.complexNumber }
  if allowsMethod, let number = try vm.complexByMethod(v) { return number }
  if v.isComplex { return v.complexNumber }
  guard let number = try vm.realNumber(v) else { return nil }
  return ComplexNumber(number, 0)
}

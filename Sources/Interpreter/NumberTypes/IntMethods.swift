// IntMethods.swift — the named methods and fields of `int`.

import Glibc

extension NativeRow {
  static var intMethods: [NativeRow] {
    [
      .method("bit_length()", "Bits that the number needs without its sign.", .pure) {
        (vm, args) throws(Raise) -> Value in
        vm.int(Limbs.bitLength(vm.limbs(try vm.numberReceiver(args, .int))))
      },
      .method("bit_count()", "One bits of the number without its sign.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.int(Limbs.bitCount(vm.limbs(try vm.numberReceiver(args, .int))))
      },
      .method("conjugate()", "The number itself.", .pure, itself),
      .method("is_integer()", "True.", .pure) { (vm, args) throws(Raise) -> Value in
        _ = try vm.numberReceiver(args, .int)
        return .true
      },
      .method("as_integer_ratio()", "The number and 1.", .pure) { (vm, args) throws(Raise) -> Value in
        vm.pair(vm.exactInt(try vm.numberReceiver(args, .int)), Value(small: 1))
      },
      .method(
        "to_bytes(length=1, byteorder='big', *, signed=False)", "The number as bytes.", .callsScript, intToBytes),
      .classMethod(
        "from_bytes(bytes, byteorder='big', *, signed=False)", "The number that bytes spell.", .callsScript,
        intFromBytes),
      .getter("real", "The number itself.", .pure, itself),
      .getter("imag", "Zero.", .pure) { (vm, args) throws(Raise) -> Value in
        _ = try vm.numberReceiver(args, .int)
        return Value(small: 0)
      },
      .getter("numerator", "The number itself.", .pure, itself),
      .getter("denominator", "One.", .pure) { (vm, args) throws(Raise) -> Value in
        _ = try vm.numberReceiver(args, .int)
        return Value(small: 1)
      },
    ]
  }
}

private func itself(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  vm.exactInt(try vm.numberReceiver(args, .int))
}

private func isBigEndian(_ vm: VM, _ v: Value, _ function: String) throws(Raise) -> Bool {
  guard v.isStr else {
    throw vm.raise(.typeError, "\(function)() argument 'byteorder' must be str, not \(vm.argumentTypeName(v))")
  }
  if vm.text(v, equals: "big") { return true }
  if vm.text(v, equals: "little") { return false }
  throw vm.raise(.valueError, "byteorder must be either 'little' or 'big'")
}

private func intToBytes(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let number = try vm.numberReceiver(args, .int)
  let count = try vm.sizeArgument(args[1])
  let bigEndian = try isBigEndian(vm, args[2], "to_bytes")
  let signed = try vm.truth(args[3])
  if count < 0 { throw vm.raise(.valueError, "length argument must be non-negative") }
  let limbs = vm.limbs(number)
  let cell = try vm.newBytes(count)
  let outcome = Limbs.toBytes(
    limbs, into: cell.text.pointee.data, count: count, isBigEndian: bigEndian, isSigned: signed)
  switch outcome {
  case .written: return Value(cell)
  case .tooBig, .negativeUnsigned: throw vm.raise(.overflowError, outcome.message)
  }
}

private func intFromBytes(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let bigEndian = try isBigEndian(vm, args[2], "from_bytes")
  let signed = try vm.truth(args[3])
  let bytes = try vm.bytesOf(args[1])
  let source = vm.view(bytes)
  let cell = try vm.newInt(Limbs.fromBytesSize(source.count))
  let result = vm.finishInt(
    cell, Limbs.fromBytes(source, isBigEndian: bigEndian, isSigned: signed, into: cell.limbs))
  if args[0].is(.class), args[0].cell != vm.builtin(.int) { return try vm.call(args[0], result) }
  return result
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// A value's type for argument errors: `None` goes by its name.
  public func argumentTypeName(_ v: Value) -> String { v.isNone ? "None" : typeName(v) }
}

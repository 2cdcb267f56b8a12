// SysSize.swift — `sys.getsizeof`: what an object would take in CPython 3.13 on a 64-bit machine.

import Interpreter

func getSize(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let value = args[0]
  if value.isCell, let method = try vm.findAttribute(Value(vm.classOf(value)), vm.intern("__sizeof__")),
    !method.is(.native)
  {
    let size = try vm.callMethod(value, "__sizeof__")
    guard vm.isInt(size) else { throw vm.raise(.typeError, "'\(vm.typeName(size))' object cannot be interpreted as an integer") }
    return size
  }
  return Value(small: size(vm, value))
}

private func size(_ vm: VM, _ value: Value) -> Int {
  guard value.isCell else { return immediateSize(value) }
  let cell = value.cell
  switch cell.kind {
  case .int: return 24 + (abs(cell.assumingMemoryBound(to: IntCell.self).pointee.signedCount) * 64 + 29) / 30 * 4
  case .str: return strSize(cell)
  case .bytes: return 33 + Int(cell.text.pointee.byteCount)
  case .byteArray: return 57 + Int(cell.text.pointee.byteCount)
  case .complex: return 32
  case .tuple: return 40 + 8 * vm.tupleLength(cell)
  case .list: return 56 + 8 * Int(cell.asList.pointee.capacity32)
  case .dict: return dictSize(vm.dictCount(cell))
  case .set, .frozenSet: return vm.setLength(cell) <= 4 ? 216 : 200 + 16 * (cell.asSet.pointee.mask + 1)
  case .range: return 48
  case .slice: return 56
  case .function: return 160
  case .boundMethod: return 64
  case .native, .boundNative: return 72
  case .class: return vm.classCell(cell).pointee.flags & ClassCell.isHeapType != 0 ? 1696 : 416
  case .module: return 72
  case .generator: return 200
  case .exception: return 88
  case .code: return 330
  case .float: return 24
  case .instance, .record, .cellVariable, .traceback, .property, .staticMethod, .classMethod, .super, .listIterator,
    .tupleIterator, .rangeIterator, .textIterator, .dictIterator, .setIterator, .dictView, .mappingProxy, .member,
    .free, .values, .raw, .dictTable, .setTable:
    return 48
  }
}

private func immediateSize(_ value: Value) -> Int {
  if value.isSmallInt {
    let magnitude = value.smallInt.magnitude
    return magnitude < 1 << 30 ? 28 : 32
  }
  if value.isDouble { return 24 }
  if value.isBool { return 28 }
  return 16
}

private func strSize(_ cell: Cell) -> Int {
  let text = cell.text.pointee
  let length = Int(text.length)
  if text.isPlain { return 41 + length }
  var widest: UInt8 = 0
  for byte in text.view where byte > widest { widest = byte }
  if widest <= 0xC3 { return 57 + length }
  return widest < 0xF0 ? 58 + 2 * length : 60 + 4 * length
}

private func dictSize(_ count: Int) -> Int {
  if count == 0 { return 64 }
  var slots = 8
  while slots * 2 / 3 < count { slots *= 2 }
  let indexBytes = slots <= 128 ? slots : slots <= 32768 ? slots * 2 : slots * 4
  return 64 + 32 + indexBytes + slots * 2 / 3 * 24 - (count <= 5 ? 16 : 0)
}

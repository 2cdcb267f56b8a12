// WeakProxy.swift — `weakref.proxy`: everything asked of it is asked of its object.

import Interpreter
import Parser

enum WeakProxy {
  static func type(_ name: StaticString, isCallable: Bool) -> NativeType {
    NativeType(
      name, module: "weakref", kind: .record, layout: .weakReference, words: 3, isBaseType: false,
      "A stand-in for an object that does not keep it."
    ) { attributeRows + containerRows + conversionRows + operatorRows + comparisonRows + (isCallable ? [callRow] : []) }
  }

  private static var callRow: NativeRow {
    .slot("__call__(*args, **kwargs)", "", .callsScript) { (vm, args) throws(Raise) in
      try vm.call(try target(vm, args[0]), spread: args[1], args[2])
    }
  }

  private static var attributeRows: [NativeRow] {
    [
      .slot("__getattribute__(name, /)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.getAttribute(try target(vm, args[0]), args[1])
      },
      .slot("__setattr__(name, value, /)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.setAttribute(try target(vm, args[0]), args[1], args[2])
        return .none
      },
      .slot("__delattr__(name, /)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.setAttribute(try target(vm, args[0]), args[1], .unbound)
        return .none
      },
      .slot("__str__(/)", "", .callsScript) { (vm, args) throws(Raise) in try vm.str(try target(vm, args[0])) },
      .slot("__repr__(/)", "", .readsSelf) { (vm, args) throws(Raise) in
        let own = String(vm.identity(args[0]), radix: 16)
        guard let object = vm.weakTarget(args[0].cell) else {
          return vm.string("<weakproxy at 0x\(own); to 'NoneType' at 0x\(String(vm.identity(.none), radix: 16))>")
        }
        let at = String(vm.identity(object), radix: 16)
        return vm.string("<weakproxy at 0x\(own); to '\(vm.typeName(object))' at 0x\(at)>")
      },
      .slot("__hash__(/)", "", .pure) { (vm, args) throws(Raise) in
        throw vm.raise(.typeError, "unhashable type: '\(vm.typeName(args[0]))'")
      },
      .slot("__bool__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        Value(try vm.truth(try target(vm, args[0])))
      },
    ]
  }

  private static var containerRows: [NativeRow] {
    [
      .slot("__len__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        Value(small: try vm.length(try target(vm, args[0])))
      },
      .slot("__getitem__(key, /)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.getItem(try target(vm, args[0]), args[1])
      },
      .slot("__setitem__(key, value, /)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.setItem(try target(vm, args[0]), args[1], args[2])
        return .none
      },
      .slot("__delitem__(key, /)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.deleteItem(try target(vm, args[0]), args[1])
        return .none
      },
      .slot("__contains__(key, /)", "", .callsScript) { (vm, args) throws(Raise) in
        Value(try vm.contains(try target(vm, args[0]), args[1]))
      },
      .slot("__iter__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.iterator(try target(vm, args[0]))
      },
      .slot("__next__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        let object = try target(vm, args[0])
        guard vm.isIterator(object) else {
          throw vm.raise(.typeError, "Weakref proxy referenced a non-iterator '\(vm.typeName(object))' object")
        }
        if let item = try vm.next(object) { return item }
        throw vm.raise(.stopIteration, "")
      },
      .slot("__reversed__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.callMethod(try target(vm, args[0]), "__reversed__")
      },
    ]
  }

  private static var conversionRows: [NativeRow] {
    [
      .slot("__int__(/)", "", .callsScript) { (vm, args) throws(Raise) in try vm.toInt(try target(vm, args[0])) },
      .slot("__float__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        Value(any: try vm.toFloat(try target(vm, args[0])))
      },
      .slot("__index__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        let object = try target(vm, args[0])
        if let number = try vm.indexValue(object) { return number }
        throw vm.raise(.typeError, "'\(vm.typeName(object))' object cannot be interpreted as an integer")
      },
      .slot("__bytes__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.callMethod(try target(vm, args[0]), "__bytes__")
      },
      .slot("__neg__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.unary(.minus, try target(vm, args[0]))
      },
      .slot("__pos__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.unary(.plus, try target(vm, args[0]))
      },
      .slot("__invert__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.unary(.invert, try target(vm, args[0]))
      },
      .slot("__abs__(/)", "", .callsScript) { (vm, args) throws(Raise) in
        try vm.absolute(try target(vm, args[0]))
      },
    ]
  }

  private static var operatorRows: [NativeRow] {
    let names: [(StaticString, StaticString, StaticString, BinaryOperator)] = [
      ("__add__(other, /)", "__radd__(other, /)", "__iadd__(other, /)", .add),
      ("__sub__(other, /)", "__rsub__(other, /)", "__isub__(other, /)", .subtract),
      ("__mul__(other, /)", "__rmul__(other, /)", "__imul__(other, /)", .multiply),
      ("__matmul__(other, /)", "__rmatmul__(other, /)", "__imatmul__(other, /)", .matrixMultiply),
      ("__truediv__(other, /)", "__rtruediv__(other, /)", "__itruediv__(other, /)", .divide),
      ("__floordiv__(other, /)", "__rfloordiv__(other, /)", "__ifloordiv__(other, /)", .floorDivide),
      ("__mod__(other, /)", "__rmod__(other, /)", "__imod__(other, /)", .modulo),
      ("__pow__(other, /)", "__rpow__(other, /)", "__ipow__(other, /)", .power),
      ("__lshift__(other, /)", "__rlshift__(other, /)", "__ilshift__(other, /)", .leftShift),
      ("__rshift__(other, /)", "__rrshift__(other, /)", "__irshift__(other, /)", .rightShift),
      ("__and__(other, /)", "__rand__(other, /)", "__iand__(other, /)", .bitAnd),
      ("__or__(other, /)", "__ror__(other, /)", "__ior__(other, /)", .bitOr),
      ("__xor__(other, /)", "__rxor__(other, /)", "__ixor__(other, /)", .bitXor),
    ]
    var rows: [NativeRow] = []
    for (plain, reflected, inPlace, op) in names {
      rows.append(
        .slot(plain, "", .callsScript) { (vm, args) throws(Raise) in
          try vm.binary(op, try behind(vm, args[0]), try behind(vm, args[1]))
        })
      rows.append(
        .slot(reflected, "", .callsScript) { (vm, args) throws(Raise) in
          try vm.binary(op, try behind(vm, args[1]), try behind(vm, args[0]))
        })
      rows.append(
        .slot(inPlace, "", .callsScript) { (vm, args) throws(Raise) in
          try vm.binary(op, try behind(vm, args[0]), try behind(vm, args[1]), inPlace: true)
        })
    }
    return rows
  }

  private static var comparisonRows: [NativeRow] {
    let names: [(StaticString, ComparisonOperator)] = [
      ("__eq__(other, /)", .equal), ("__ne__(other, /)", .notEqual), ("__lt__(other, /)", .less),
      ("__le__(other, /)", .lessOrEqual), ("__gt__(other, /)", .greater), ("__ge__(other, /)", .greaterOrEqual),
    ]
    return names.map { (name, op) in
      .slot(name, "", .callsScript) { (vm, args) throws(Raise) in
        try vm.compare(op, try behind(vm, args[0]), try behind(vm, args[1]))
      }
    }
  }
}

/// The object of a proxy.
private func target(_ vm: VM, _ value: Value) throws(Raise) -> Value {
  guard value.isRecord(.weakReference), let object = vm.weakTarget(value.cell) else {
    throw vm.raise(.referenceError, "weakly-referenced object no longer exists")
  }
  return object
}

/// A value, or the object behind it if it is a proxy.
private func behind(_ vm: VM, _ value: Value) throws(Raise) -> Value {
  guard value.isRecord(.weakReference), !vm.isInstance(value, .weakReference) else { return value }
  return try target(vm, value)
}

// MappingProxy.swift — `types.MappingProxyType`: a mapping that can only be read through it.

import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  public func mappingProxy(_ mapping: Value) -> Value {
    let cell = allocate(.mappingProxy, MemoryLayout<ViewCell>.size, shape: BuiltinType.mappingProxy.rawValue)
    cell.asView.pointee.source = mapping
    return Value(cell)
  }

  private func mapping(_ value: Value) -> Value { value.is(.mappingProxy) ? value.cell.asView.pointee.source : value }

  public func mappingProxyLength(_ value: Value) throws(Raise) -> Int { try length(mapping(value)) }
  public func mappingProxyGetItem(_ value: Value, _ key: Value) throws(Raise) -> Value {
    try getItem(mapping(value), key)
  }
  public func mappingProxyContains(_ value: Value, _ key: Value) throws(Raise) -> Bool {
    try contains(mapping(value), key)
  }
  public func mappingProxyIterator(_ value: Value) throws(Raise) -> Value { try iterator(mapping(value)) }
  public func mappingProxyCompare(_ op: ComparisonOperator, _ a: Value, _ b: Value) throws(Raise) -> Value {
    try compare(op, mapping(a), mapping(b))
  }

  public func mappingProxyRepr(_ value: Value) throws(Raise) -> Value {
    try checkStack()
    var text = TextBuffer()
    text.append("mappingproxy(")
    text.append(try repr(mapping(value)))
    text.append(")")
    return string(text)
  }

  /// `a | b`; `|=` makes TypeError.
  public func mappingProxyBinary(
    _ op: BinaryOperator, _ a: Value, _ b: Value, inPlace: Bool
  ) throws(Raise) -> Value {
    guard op == .bitOr else { return .notImplemented }
    if inPlace, a.is(.mappingProxy) {
      throw raise(.typeError, "'|=' is not supported by mappingproxy; use '|' instead")
    }
    return try binary(.bitOr, mapping(a), mapping(b), inPlace: false)
  }

  /// Calls a method of the mapping behind a proxy.
  fileprivate func forward(_ args: Arguments, _ name: StaticString, _ count: Int) throws(Raise) -> Value {
    let source = try receiver(args, .mappingProxy).asView.pointee.source
    let method = try getAttribute(source, intern(name))
    return try call(method, args: args.base + 1, count: count)
  }
}

extension NativeType {
  static var mappingProxy: NativeType {
    NativeType("mappingproxy", kind: .mappingProxy, isBaseType: false, "A read-only view of a mapping.") { rows }
  }

  private static var ownRows: [NativeRow] {
    [
      .slot("__new__(mapping, /)", "A read-only view of a mapping.", .pure, proxyNew),
      .method("get(key, default=None, /)", "The value under a key, or a default.", .callsScript) {
        (vm, args) throws(Raise) -> Value in try vm.forward(args, "get", 2)
      },
      .method("keys()", "A view of the keys.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.forward(args, "keys", 0)
      },
      .method("values()", "A view of the values.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.forward(args, "values", 0)
      },
      .method("items()", "A view of the pairs.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.forward(args, "items", 0)
      },
      .method("copy()", "A copy of the mapping.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.forward(args, "copy", 0)
      },
      .method("__reversed__()", "An iterator over the keys, last first.", .callsScript) {
        (vm, args) throws(Raise) -> Value in try vm.forward(args, "__reversed__", 0)
      },
      .slot("__len__()", "Number of keys.", .callsScript) { (vm, args) throws(Raise) -> Value in
        Value(small: try vm.mappingProxyLength(args[0]))
      },
      .slot("__getitem__(key, /)", "The value under a key.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.mappingProxyGetItem(args[0], args[1])
      },
      .slot("__contains__(key, /)", "Whether a key is there.", .callsScript) { (vm, args) throws(Raise) -> Value in
        Value(try vm.mappingProxyContains(args[0], args[1]))
      },
      .slot("__iter__()", "An iterator over the keys.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.mappingProxyIterator(args[0])
      },
      .slot("__repr__()", "The proxy as text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.mappingProxyRepr(args[0])
      },
      .slot("__str__()", "The mapping as text.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.str(try vm.receiver(args, .mappingProxy).asView.pointee.source)
      },
      .slot("__hash__()", "The hash of the mapping.", .callsScript) { (vm, args) throws(Raise) -> Value in
        vm.int(try vm.hash(try vm.receiver(args, .mappingProxy).asView.pointee.source))
      },
      .slot("__or__(value, /)", "A new mapping with the pairs of both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.mappingProxyBinary(.bitOr, args[0], args[1], inPlace: false)
      },
      .slot("__ror__(value, /)", "A new mapping with the pairs of both.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        try vm.mappingProxyBinary(.bitOr, args[1], args[0], inPlace: false)
      },
      .slot("__ior__(value, /)", "Not supported.", .callsScript) { (vm, args) throws(Raise) -> Value in
        try vm.mappingProxyBinary(.bitOr, args[0], args[1], inPlace: true)
      },
      .classMethod("__class_getitem__(object, /)", "A type with parameters.", .pure, parameterised),
    ]
  }

  private static var rows: [NativeRow] {
    ownRows
      + comparisons("mappingproxy") { (vm, op, a, b) throws(Raise) -> Value in try vm.mappingProxyCompare(op, a, b) }
  }
}

private func proxyNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let mapping = args[1], type = vm.classOf(mapping)
  if mapping.is(.list) || mapping.is(.tuple) || vm.special(.getItem, type).isUnbound {
    throw vm.raise(.typeError, "mappingproxy() argument must be a mapping, not \(vm.typeName(mapping))")
  }
  return vm.mappingProxy(mapping)
}

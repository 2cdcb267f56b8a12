// IteratorTypes.swift — the classes of the iterators of builtin containers.

extension NativeType {
  static var listIterator: NativeType { iteratorType("list_iterator", .listIterator) }
  static var tupleIterator: NativeType { iteratorType("tuple_iterator", .tupleIterator) }
  static var rangeIterator: NativeType { iteratorType("range_iterator", .rangeIterator) }
  static var strIterator: NativeType { iteratorType("str_iterator", .textIterator) }
  static var bytesIterator: NativeType { iteratorType("bytes_iterator", .textIterator) }
  static var setIterator: NativeType { iteratorType("set_iterator", .setIterator) }
  static var dictKeyIterator: NativeType { iteratorType("dict_keyiterator", .dictIterator) }
  static var dictValueIterator: NativeType { iteratorType("dict_valueiterator", .dictIterator) }
  static var dictItemIterator: NativeType { iteratorType("dict_itemiterator", .dictIterator) }
  static var reverseIterator: NativeType { iteratorType("list_reverseiterator", .textIterator) }

  private static func iteratorType(_ name: StaticString, _ kind: Kind) -> NativeType {
    NativeType(name, kind: kind, isBaseType: false, "An iterator over a builtin container.") {
      iteratorRows + [
        .method("__length_hint__()", "How many items are left.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          vm.int(try vm.itemsLeft(try vm.receiver(args, kind)))
        },
        .method("__reduce__()", "What pickling needs.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          try vm.reduceIterator(try vm.receiver(args, kind))
        },
      ]
    }
  }

  /// `__iter__` and `__next__` of a native iterator.
  public static var iteratorRows: [NativeRow] {
    [
      .slot("__iter__()", "The iterator itself.", .pure) { (vm, args) throws(Raise) -> Value in args[0] },
      .slot("__next__()", "The next item.", .callsScript) { (vm, args) throws(Raise) -> Value in
        guard args[0].isCell else {
          throw vm.raise(.typeError, "'\(vm.typeName(args[0]))' object is not an iterator")
        }
        let item = try vm.nativeNext(args[0].cell)
        if item.isUnbound { throw vm.raise(.stopIteration, "") }
        return item
      },
    ]
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `(iter, (items left,))`: the items are copied, as the iterators of dicts and sets do.
  fileprivate func reduceIterator(_ cell: Cell) throws(Raise) -> Value {
    let copy = allocate(cell.kind, MemoryLayout<IteratorCell>.size, shape: cell.shape)
    copy.header.pointee.flags = cell.header.pointee.flags
    memcpyWords(copy + 16, cell + 16, 3)
    let items = list()
    while true {
      let item = try nativeNext(copy)
      if item.isUnbound { break }
      try listAppend(items.cell, item)
    }
    let function = dictGetStr(pointee.builtins.is(.dict) ? pointee.builtins.cell : dict().cell, intern("iter"))
    return pair(function.isUnbound ? .none : function, single(items))
  }

  private func memcpyWords(_ target: UnsafeMutableRawPointer, _ source: UnsafeMutableRawPointer, _ count: Int) {
    target.copyMemory(from: source, byteCount: count * 8)
  }
}

// Gc.swift — the module `gc`: asking for a precise collection, and settings that change nothing.

import Interpreter

/// Words of the record behind the module: enabled, three thresholds, debug flags, generation counts are always zero.
private enum GcWord { static let isEnabled = 0, threshold = 1, flags = 2, count = 3 }

extension NativeModule {
  static var gc: NativeModule {
    NativeModule("gc", "The collector: objects end when it looks.", setUp: setUpGc)
  }

  private static func setUpGc(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let state = vm.newRecord(.object, .none, words: GcWord.count)
    vm.pointee.permanent.append(Value(state))
    state.recordWords[GcWord.isEnabled] = .true
    state.recordWords[GcWord.flags] = Value(small: 0)
    state.recordWords[GcWord.threshold] = vm.triple(Value(small: 2000), Value(small: 10), Value(small: 0))
    for (name, flag) in [
      ("DEBUG_STATS", 1), ("DEBUG_COLLECTABLE", 2), ("DEBUG_UNCOLLECTABLE", 4), ("DEBUG_SAVEALL", 32),
      ("DEBUG_LEAK", 38),
    ] as [(StaticString, Int)] { try vm.setModule(dictionary, name, Value(small: flag)) }
    try vm.setModule(dictionary, "garbage", vm.list())
    let callbacks = vm.list()
    vm.pointee.permanent.append(callbacks)
    try vm.setModule(dictionary, "callbacks", callbacks)
    vm.addRows(collectRows(callbacks) + stateRows(Value(state)) + listRows, to: dictionary)
  }

  private static func collectRows(_ callbacks: Value) -> [NativeRow] {
    [
      .function("collect(generation=2)", "Ends what nothing refers to any more; returns 0.", .callsScript) {
        (vm, args) throws(Raise) in
        let generation = try vm.index(args[0])
        guard 0...2 ~= generation else { throw vm.raise(.valueError, "invalid generation") }
        try tell(vm, callbacks, "start", generation)
        vm.collectPrecisely()
        try tell(vm, callbacks, "stop", generation)
        return Value(small: 0)
      }
    ]
  }

  /// Calls the module's callbacks, as CPython does around a collection.
  private static func tell(_ vm: VM, _ callbacks: Value, _ phase: String, _ generation: Int) throws(Raise) {
    var place = 0
    while place < vm.listLength(callbacks.cell) {
      let callback = callbacks.cell.asList.pointee.items[place]
      place += 1
      let info = vm.dict()
      vm.hold(info)
      defer { vm.unhold() }
      for (name, number) in [("generation", generation), ("collected", 0), ("uncollectable", 0)] {
        try vm.dictSetStr(info.cell, vm.intern(name), Value(small: number))
      }
      do { _ = try vm.call(callback, vm.intern(phase), info) } catch { vm.printUnraisable(callback) }
    }
  }

  private static func stateRows(_ state: Value) -> [NativeRow] {
    @Sendable func word(_ place: Int) -> Values { state.cell.recordWords + place }
    return [
      .function("enable()", "Notes that collections are wanted.", .writesSelf) { (vm, _) throws(Raise) in
        vm.store(word(GcWord.isEnabled), .true)
        return .none
      },
      .function("disable()", "Notes that collections are not wanted; memory is reclaimed all the same.", .writesSelf) {
        (vm, _) throws(Raise) in
        vm.store(word(GcWord.isEnabled), .false)
        return .none
      },
      .function("isenabled()", "What `enable` and `disable` noted.", .readsSelf) { (_, _) throws(Raise) in
        word(GcWord.isEnabled).pointee
      },
      .function("get_threshold()", "What `set_threshold` noted.", .readsSelf) { (_, _) throws(Raise) in
        word(GcWord.threshold).pointee
      },
      .function("set_threshold(threshold0, threshold1=?, threshold2=?, /)", "Notes thresholds.", .writesSelf) {
        (vm, args) throws(Raise) in
        let old = word(GcWord.threshold).pointee.cell.tupleItems
        let values = [args[0], args[1].isUnbound ? old[1] : args[1], args[2].isUnbound ? old[2] : args[2]]
        for value in values { _ = try vm.index(value) }
        vm.store(word(GcWord.threshold), vm.tuple(of: values))
        return .none
      },
      .function("get_debug()", "What `set_debug` noted.", .readsSelf) { (_, _) throws(Raise) in
        word(GcWord.flags).pointee
      },
      .function("set_debug(flags, /)", "Notes flags.", .writesSelf) { (vm, args) throws(Raise) in
        vm.store(word(GcWord.flags), Value(small: try vm.index(args[0]) & 0xFF))
        return .none
      },
    ]
  }

  private static var listRows: [NativeRow] {
    [
      .function("get_count()", "Zeros: there are no generations.", .pure) { (vm, _) throws(Raise) in
        vm.triple(Value(small: 0), Value(small: 0), Value(small: 0))
      },
      .function("get_stats()", "Three dicts of zeros.", .pure) { (vm, _) throws(Raise) in
        let stats = vm.list()
        vm.hold(stats)
        defer { vm.unhold() }
        for _ in 0..<3 {
          let one = vm.dict()
          try vm.listAppend(stats.cell, one)
          for name in ["collections", "collected", "uncollectable"] {
            try vm.dictSetStr(one.cell, vm.intern(name), Value(small: 0))
          }
        }
        return stats
      },
      .function("get_objects(generation=None)", "An empty list: objects are not listed.", .pure) { (vm, _) throws(Raise) in
        vm.list()
      },
      .function("get_referrers(*objs)", "An empty list: references are not walked back.", .pure) { (vm, _) throws(Raise) in
        vm.list()
      },
      .function("get_referents(*objs)", "An empty list.", .pure) { (vm, _) throws(Raise) in vm.list() },
      .function("is_tracked(obj, /)", "Whether CPython's collector would look at an object.", .pure) {
        (_, args) throws(Raise) in
        guard args[0].isCell else { return .false }
        switch args[0].kind {
        case .int, .str, .bytes, .byteArray, .complex, .float, .range: return .false
        default: return .true
        }
      },
      .function("is_finalized(obj, /)", "False.", .pure) { (_, _) throws(Raise) in .false },
      .function("freeze()", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("unfreeze()", "Does nothing.", .pure) { (_, _) throws(Raise) in .none },
      .function("get_freeze_count()", "Zero.", .pure) { (_, _) throws(Raise) in Value(small: 0) },
    ]
  }
}

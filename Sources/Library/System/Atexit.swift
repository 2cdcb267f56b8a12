// Atexit.swift — the module `atexit`: what is called when the program ends.

import Interpreter

extension NativeModule {
  static var atexit: NativeModule {
    NativeModule("atexit", "Functions that are called at the end of the program, the last one first.", setUp: setUpAtexit)
  }

  private static func setUpAtexit(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    // Triples of function, arguments and keywords.
    let calls = vm.list()
    vm.pointee.permanent.append(calls)
    let others = vm.pointee.hooks.exit
    vm.pointee.hooks.exit = { vm in
      runCalls(vm, calls)
      others?(vm)
    }
    vm.addRows(
      [
        .function("register(func, /, *args, **kwargs)", "Has a function called at the end; returns it.", .writesSelf) {
          (vm, args) throws(Raise) in
          guard !vm.special(.call, vm.classOf(args[0])).isUnbound else {
            throw vm.raise(.typeError, "the first argument must be callable")
          }
          try vm.listAppend(calls.cell, vm.triple(args[0], args[1], args[2]))
          return args[0]
        },
        .function("unregister(func, /)", "Forgets every registration of a function.", .callsScript) {
          (vm, args) throws(Raise) in
          var place = vm.listLength(calls.cell) - 1
          while place >= 0 {
            let known = calls.cell.asList.pointee.items[place].cell.tupleItems[0]
            if try vm.equal(known, args[0]) { try vm.listDeleteItem(calls, Value(small: place)) }
            place = min(place, vm.listLength(calls.cell)) - 1
          }
          return .none
        },
        .function("_clear()", "Forgets all registrations.", .writesSelf) { (vm, _) throws(Raise) in
          vm.listClear(calls.cell)
          return .none
        },
        .function("_run_exitfuncs()", "Calls what is registered.", .callsScript) { (vm, _) throws(Raise) in
          runCalls(vm, calls)
          return .none
        },
        .function("_ncallbacks()", "How many functions are registered.", .readsSelf) { (vm, _) throws(Raise) in
          Value(small: vm.listLength(calls.cell))
        },
      ], to: dictionary)
  }

  private static func runCalls(_ vm: VM, _ calls: Value) {
    while vm.listLength(calls.cell) > 0 {
      let last = vm.listLength(calls.cell) - 1
      let items = calls.cell.asList.pointee.items[last]
      vm.hold(items)
      defer { vm.unhold() }
      do {
        try vm.listDeleteItem(calls, Value(small: last))
        let parts = items.cell.tupleItems
        _ = try vm.call(parts[0], spread: parts[1], parts[2])
      } catch {
        vm.printUnraisable(items.cell.tupleItems[0], "Exception ignored in atexit callback")
      }
    }
  }
}

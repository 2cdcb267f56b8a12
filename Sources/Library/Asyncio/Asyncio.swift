// Asyncio.swift — the native core of the script module `asyncio`.

import Interpreter
import Runtime

extension NativeModule {
  static var asyncio: NativeModule {
    NativeModule("asyncio", "Tasks on a deterministic event loop.", rows: { asyncRows }, setUp: setUpAsyncio)
  }

  private static var asyncRows: [NativeRow] {
    [
      .function("run(main, *, debug=None, loop_factory=None)", "Run a coroutine as the main task of a new loop.", .world) {
        (vm, args) throws(Raise) in try vm.runAsync(args[0])
      },
      .function("create_task(coro, *, name=None, context=None)", "A task for a coroutine.", .writesSelf) {
        (vm, args) throws(Raise) in
        guard vm.runningLoop.isCell else { throw vm.raise(.runtimeError, "no running event loop") }
        return try vm.makeTask(vm.runningLoop, args[0], name: try vm.taskName(args[1]), context: args[2])
      },
      .function("gather(*coros_or_futures, return_exceptions=False)", "One future for many.", .writesSelf) {
        (vm, args) throws(Raise) in try vm.gather(args[0], returnsExceptions: try vm.truth(args[1]))
      },
      .function("sleep(delay, result=None)", "Waits `delay` seconds.", .pure) { (vm, args) throws(Raise) in
        vm.makeSleep(args[0], args[1])
      },
      .function("ensure_future(coro_or_future, *, loop=None)", "A future for an awaitable.", .writesSelf) {
        (vm, args) throws(Raise) in try vm.ensureFuture(args[0], try vm.loopForNew())
      },
      .function("get_running_loop()", "The running loop.", .readsSelf) { (vm, args) throws(Raise) in
        guard vm.runningLoop.isCell else { throw vm.raise(.runtimeError, "no running event loop") }
        return vm.runningLoop
      },
      .function("get_event_loop()", "The running loop.", .readsSelf) { (vm, args) throws(Raise) in
        try vm.loopForNew()
      },
      .function("current_task(loop=None)", "The task that runs.", .readsSelf) { (vm, args) throws(Raise) in
        vm.currentTask.isCell ? vm.currentTask : .none
      },
      .function("all_tasks(loop=None)", "Tasks that are not done.", .readsSelf) { (vm, args) throws(Raise) in
        try vm.call(Value(vm.builtin(.set)), vm.taskList)
      },
      .function("iscoroutine(obj, /)", "Whether an object is a coroutine.", .pure) { (vm, args) throws(Raise) in
        Value(vm.isInstance(args[0], .coroutine))
      },
      .function("isfuture(obj, /)", "Whether an object is a future.", .pure) { (vm, args) throws(Raise) in
        Value(args[0].isFuture)
      },
    ]
  }

  private static func setUpAsyncio(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let classes: [(AsyncClass, NativeType, StaticString)] = [
      (.future, .asyncFuture, "Future"), (.task, .asyncTask, "Task"), (.loop, .asyncLoop, "AbstractEventLoop"),
      (.handle, .asyncHandle, "Handle"), (.sleep, .asyncSleep, "_Sleep"),
    ]
    for (which, type, name) in classes {
      let base = which == .task ? vm.asyncClass(.future) : nil
      let cell = vm.makeNativeClass(type, base: base)
      vm.pointee.libraryRoots[8 + which.rawValue] = Value(cell)
      try vm.setModule(dictionary, name, Value(cell))
    }
    let cancelled = vm.makeNativeClass(.cancelledError)
    vm.pointee.libraryRoots[8 + AsyncClass.cancelledError.rawValue] = Value(cancelled)
    try vm.setModule(dictionary, "CancelledError", Value(cancelled))
    let invalid = vm.makeNativeClass(.invalidStateError)
    vm.pointee.libraryRoots[8 + AsyncClass.invalidStateError.rawValue] = Value(invalid)
    try vm.setModule(dictionary, "InvalidStateError", Value(invalid))
    try vm.setModule(dictionary, "TimeoutError", Value(vm.builtin(.timeoutError)))
    vm.pointee.libraryRoots[2] = try vm.listFrom(vm.pointee.emptyTuple)
    vm.setAwaitBody(.sleep) { (vm, value, event) throws(Raise) in try vm.advanceSleep(value, event) }
    for layout in [Layout.future, .task, .gatheringFuture] {
      vm.setAwaitBody(layout) { (vm, value, event) throws(Raise) in try vm.advanceFuture(value, event) }
    }
    vm.pointee.hooks.job = { (vm, word) in vm.runAsyncJob(word) }
    vm.pointee.hooks.loopStopped = { (vm, _) in vm.loopStopped() }
    vm.pointee.hooks.idle = { (vm) in vm.reportIdle() }
    vm.pointee.hooks.markRoots = { (vm) in vm.markJobs() }
    let exit = vm.pointee.hooks.exit
    vm.pointee.hooks.exit = { (vm) in
      vm.reportUnretrieved()
      exit?(vm)
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  func taskName(_ name: Value) throws(Raise) -> Value { name.isNone || name.is(.str) ? name : try str(name) }
}

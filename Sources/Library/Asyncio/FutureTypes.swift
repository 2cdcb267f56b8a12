// FutureTypes.swift — the classes Future, Task, the loop and handles as scripts see them.

import Interpreter
import Runtime

extension NativeType {
  static var cancelledError: NativeType {
    NativeType(
      "CancelledError", module: "asyncio.exceptions", base: .baseException, kind: .exception, hasDictionary: true,
      "The Future or Task was cancelled.") { [] }
  }

  static var invalidStateError: NativeType {
    NativeType(
      "InvalidStateError", module: "asyncio.exceptions", base: .exception, kind: .exception, hasDictionary: true,
      "The operation is not allowed in this state.") { [] }
  }

  static var asyncSleep: NativeType {
    NativeType("coroutine", module: "builtins", kind: .record, layout: .sleep, words: 5, isBaseType: false, "") {
      [
        .method("close()", "", .pure) { (_, _) throws(Raise) in .none },
        .slot("__await__()", "", .pure) { (vm, args) throws(Raise) in args[0] },
      ]
    }
  }

  static var asyncHandle: NativeType {
    NativeType("Handle", module: "asyncio", kind: .record, layout: .handle, words: HandleWord.count, "") {
      [
        .method("cancel()", "", .writesSelf) { (vm, args) throws(Raise) in
          if args[0].words[HandleWord.state].smallInt == 0 { vm.setWord(args[0], HandleWord.state, Value(small: 1)) }
          return .none
        },
        .method("cancelled()", "", .readsSelf) { (vm, args) throws(Raise) in
          Value(args[0].words[HandleWord.state].smallInt == 1)
        },
        .method("when()", "", .readsSelf) { (vm, args) throws(Raise) in args[0].words[HandleWord.deadline] },
      ]
    }
  }

  static var asyncFuture: NativeType {
    NativeType("Future", module: "_asyncio", kind: .record, layout: .future, words: FutureWord.futureCount, "") {
      futureRows + [
        .slot("__new__(*, loop=None)", "", .pure) { (vm, args) throws(Raise) in
          vm.makeFuture(args[1].isNone ? try vm.loopForNew() : args[1])
        },
        .method("set_result(result, /)", "", .writesSelf) { (vm, args) throws(Raise) in
          guard !vm.isDone(args[0]) else { throw vm.raise(asyncException: .invalidState, "invalid state") }
          try vm.finish(args[0], result: args[1])
          return .none
        },
        .method("set_exception(exception, /)", "", .writesSelf) { (vm, args) throws(Raise) in
          guard !vm.isDone(args[0]) else { throw vm.raise(asyncException: .invalidState, "invalid state") }
          let exception = args[1].is(.class) ? try vm.call(args[1]) : args[1]
          guard exception.is(.exception) else { throw vm.raise(.typeError, "invalid exception object") }
          try vm.finish(args[0], exception: exception)
          return .none
        },
      ]
    }
  }

  private static var futureRows: [NativeRow] {
    [
      .method("result()", "", .readsSelf) { (vm, args) throws(Raise) in try vm.result(of: args[0]) },
      .method("exception()", "", .readsSelf) { (vm, args) throws(Raise) in
        guard vm.isDone(args[0]) else { throw vm.raise(asyncException: .invalidState, "Exception is not set.") }
        if vm.futureState(args[0]) == FutureState.cancelled { throw vm.cancelledError(args[0]) }
        vm.markRetrieved(args[0])
        return args[0].words[FutureWord.isException].isTrue ? args[0].words[FutureWord.result] : .none
      },
      .method("done()", "", .readsSelf) { (vm, args) throws(Raise) in Value(vm.isDone(args[0])) },
      .method("cancelled()", "", .readsSelf) { (vm, args) throws(Raise) in
        Value(vm.futureState(args[0]) == FutureState.cancelled)
      },
      .method("cancel(msg=None)", "", .writesSelf) { (vm, args) throws(Raise) in
        Value(try vm.cancelAny(args[0], args[1]))
      },
      .method("add_done_callback(fn, /, *, context=None)", "", .writesSelf) { (vm, args) throws(Raise) in
        try vm.addCallback(args[0], args[1], args[2])
        return .none
      },
      .method("remove_done_callback(fn, /)", "", .writesSelf) { (vm, args) throws(Raise) in
        vm.int(try vm.removeCallback(args[0], args[1]))
      },
      .method("get_loop()", "", .readsSelf) { (vm, args) throws(Raise) in args[0].words[FutureWord.loop] },
      .slot("__await__()", "", .pure) { (vm, args) throws(Raise) in args[0] },
      .slot("__iter__()", "", .pure) { (vm, args) throws(Raise) in args[0] },
      .slot("__repr__()", "", .callsScript) { (vm, args) throws(Raise) in vm.string(try vm.describeFuture(args[0])) },
    ]
  }

  static var asyncTask: NativeType {
    NativeType("Task", module: "_asyncio", kind: .record, layout: .task, words: FutureWord.taskCount, "") {
      [
        .method("get_name()", "", .readsSelf) { (vm, args) throws(Raise) in vm.string(try vm.nameOf(args[0])) },
        .method("set_name(value, /)", "", .writesSelf) { (vm, args) throws(Raise) in
          vm.setWord(args[0], FutureWord.name, try vm.taskName(args[1]))
          return .none
        },
        .method("get_coro()", "", .readsSelf) { (vm, args) throws(Raise) in args[0].words[FutureWord.coroutine] },
        .method("get_context()", "", .readsSelf) { (vm, args) throws(Raise) in args[0].words[FutureWord.context] },
        .method("cancelling()", "", .readsSelf) { (vm, args) throws(Raise) in
          Value(small: args[0].words[FutureWord.cancelling].smallInt >> 1)
        },
        .method("uncancel()", "", .writesSelf) { (vm, args) throws(Raise) in
          var flags = args[0].words[FutureWord.cancelling].smallInt
          if flags >= 2 { flags -= 2 }
          if flags < 2 { flags = 0 }
          vm.setWord(args[0], FutureWord.cancelling, Value(small: flags))
          return Value(small: flags >> 1)
        },
      ]
    }
  }

  static var asyncLoop: NativeType {
    NativeType("_UnixSelectorEventLoop", module: "asyncio.unix_events", kind: .record, layout: .loop, words: LoopWord.count, "") {
      [
        .method("time()", "", .world) { (vm, args) throws(Raise) in Value(vm.pointee.outside.kernel.readMonotonic()) },
        .method("create_task(coro, *, name=None, context=None)", "", .writesSelf) { (vm, args) throws(Raise) in
          try vm.makeTask(args[0], args[1], name: try vm.taskName(args[2]), context: args[3])
        },
        .method("create_future()", "", .pure) { (vm, args) throws(Raise) in vm.makeFuture(args[0]) },
        .method("call_soon(callback, *args, context=None)", "", .writesSelf) { (vm, args) throws(Raise) in
          let handle = vm.makeHandle(args[0], args[1], args[2], args[3])
          vm.pushJob(JobKind.handle, handle.cell, args[0])
          return handle
        },
        .method("call_later(delay, callback, *args, context=None)", "", .writesSelf) { (vm, args) throws(Raise) in
          let delay = try vm.call(Value(vm.builtin(.float)), args[1]).double
          return vm.callAt(args[0], vm.pointee.outside.kernel.now + delay, args[2], args[3], args[4])
        },
        .method("call_at(when, callback, *args, context=None)", "", .writesSelf) { (vm, args) throws(Raise) in
          let deadline = try vm.call(Value(vm.builtin(.float)), args[1]).double
          return vm.callAt(args[0], deadline, args[2], args[3], args[4])
        },
        .method("is_running()", "", .readsSelf) { (vm, args) throws(Raise) in Value(vm.runningLoop == args[0]) },
        .method("is_closed()", "", .readsSelf) { (vm, args) throws(Raise) in args[0].words[LoopWord.isClosed] },
        .method("stop()", "", .writesSelf) { (vm, args) throws(Raise) in
          vm.pointee.outside.kernel.stop(vm.loopID(args[0]))
          return .none
        },
        .method("get_debug()", "", .pure) { (_, _) throws(Raise) in .false },
      ]
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  func callAt(_ loop: Value, _ deadline: Double, _ callback: Value, _ arguments: Value, _ context: Value) -> Value {
    let handle = makeHandle(loop, callback, arguments, context)
    handle.words[HandleWord.deadline] = Value(any: deadline)
    let word = JobKind.handle | UInt64(pointee.heap.number(handle.cell)) << 4
    handle.words[HandleWord.timer] = int(Int(pointee.outside.kernel.setTimer(at: deadline, word: word, on: loopID(loop))))
    return handle
  }

  func nameOf(_ task: Value) throws(Raise) -> String {
    let name = task.words[FutureWord.name]
    return name.is(.str) ? swiftString(name) : "Task-\(task.words[FutureWord.number].smallInt)"
  }

  func describeFuture(_ future: Value) throws(Raise) -> String {
    var state = ["pending", "finished", "cancelled"][futureState(future)]
    if futureState(future) == FutureState.finished {
      let shown = try swiftRepr(future.words[FutureWord.result])
      state += future.words[FutureWord.isException].isTrue ? " exception=\(shown)" : " result=\(shown)"
    }
    guard future.isRecord(.task) else { return "<Future \(state)>" }
    let coroutine = future.words[FutureWord.coroutine]
    let function = try getAttribute(coroutine, intern("__qualname__"))
    let parts = state.split(separator: " ", maxSplits: 1)
    let tail = parts.count > 1 ? " \(parts[1])" : ""
    return "<Task \(parts[0]) name='\(try nameOf(future))' coro=<\(swiftString(function))()>\(tail)>"
  }
}

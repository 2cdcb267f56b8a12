// Threads.swift — the module `_thread`: identities and locks; threads themselves come from the executor.

import Interpreter

/// Numbers of threads as the script sees them.
enum ThreadIdentity {
  static let main = 139_872_304_027_456
}

/// Words of a lock: whether it is taken, how often (for one that can be taken again), its owner.
private enum LockWord { static let isTaken = 0, depth = 1, owner = 2, count = 3 }

extension NativeModule {
  static var threads: NativeModule {
    NativeModule("_thread", "Identities and locks of threads.", rows: { threadRows }, setUp: setUpThreads)
  }

  private static var threadRows: [NativeRow] {
    [
      .function("get_ident()", "The number of the running thread.", .readsSelf) { (vm, _) throws(Raise) in
        Value(small: vm.threadIdentity)
      },
      .function("get_native_id()", "The number of the running thread for the system.", .readsSelf) {
        (vm, _) throws(Raise) in Value(small: PosixProcess.id)
      },
      .function("get_name()", "The name of the running thread.", .readsSelf) { (vm, _) throws(Raise) in
        vm.intern("MainThread")
      },
      .function("_count()", "Threads besides the main one.", .readsSelf) { (_, _) throws(Raise) in Value(small: 0) },
      .function("stack_size(size=0, /)", "Zero.", .pure) { (_, _) throws(Raise) in Value(small: 0) },
      .function("interrupt_main(signum=2, /)", "Sends a signal to the program.", .callsScript) {
        (vm, args) throws(Raise) in
        try Signals.deliver(vm, try vm.index(args[0]))
        return .none
      },
    ]
  }

  private static func setUpThreads(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let plain = Value(vm.makeNativeClass(lockType("lock", isReentrant: false)))
    vm.pointee.permanent.append(plain)
    let reentrant = Value(vm.makeNativeClass(lockType("RLock", isReentrant: true)))
    vm.pointee.permanent.append(reentrant)
    try vm.setModule(dictionary, "LockType", plain)
    try vm.setModule(dictionary, "lock", plain)
    try vm.setModule(dictionary, "RLock", reentrant)
    try vm.setModule(dictionary, "error", Value(vm.builtin(.runtimeError)))
    try vm.setModule(dictionary, "TIMEOUT_MAX", Value(9_223_372_036.0))
    let make: NativeBody = { (vm, _) throws(Raise) in newLock(vm, plain.cell) }
    vm.addRows(
      [
        .function("allocate_lock()", "A new lock.", .pure, make), .function("allocate()", "A new lock.", .pure, make),
      ], to: dictionary)
  }

  private static func newLock(_ vm: VM, _ type: Cell) -> Value {
    let cell = vm.newRecord(type, .threadLock, words: LockWord.count)
    cell.recordWords[LockWord.isTaken] = .false
    cell.recordWords[LockWord.depth] = Value(small: 0)
    cell.recordWords[LockWord.owner] = .none
    return Value(cell)
  }

  private static func lockType(_ name: StaticString, isReentrant: Bool) -> NativeType {
    NativeType(
      name, module: "_thread", kind: .record, layout: .threadLock, words: LockWord.count, isBaseType: isReentrant,
      "A lock between threads."
    ) {
      let take: NativeBody = { (vm, args) throws(Raise) in
        try acquire(vm, try vm.record(args, .threadLock), args[1], args[2], isReentrant)
      }
      let free: NativeBody = { (vm, args) throws(Raise) in
        try release(vm, try vm.record(args, .threadLock), isReentrant)
      }
      return [
        .slot("__new__(*args)", "", .pure) { (vm, args) throws(Raise) in newLock(vm, args[0].cell) },
        .method("acquire(blocking=True, timeout=-1)", "Takes the lock.", .writesSelf, take),
        .method("release()", "Gives the lock back.", .writesSelf, free),
        .slot("__enter__()", "", .writesSelf) { (vm, args) throws(Raise) in
          try acquire(vm, try vm.record(args, .threadLock), .true, Value(small: -1), isReentrant)
        },
        .slot("__exit__(*details)", "", .writesSelf, free),
        .method("locked()", "Whether the lock is taken.", .readsSelf) { (vm, args) throws(Raise) in
          try vm.record(args, .threadLock).recordWords[LockWord.isTaken]
        },
        .method("_is_owned()", "Whether this thread holds the lock.", .readsSelf) { (vm, args) throws(Raise) in
          Value(try vm.record(args, .threadLock).recordWords[LockWord.owner] == Value(small: vm.threadIdentity))
        },
        .method("_at_fork_reinit()", "", .writesSelf) { (vm, args) throws(Raise) in
          let words = try vm.record(args, .threadLock).recordWords
          vm.store(words + LockWord.isTaken, .false)
          vm.store(words + LockWord.depth, Value(small: 0))
          return .none
        },
        .slot("__repr__(/)", "", .readsSelf) { (vm, args) throws(Raise) in
          try represent(vm, args[0], isReentrant)
        },
      ]
    }
  }

  private static func represent(_ vm: VM, _ lock: Value, _ isReentrant: Bool) throws(Raise) -> Value {
    let words = lock.cell.recordWords
    let state = words[LockWord.isTaken].isTrue ? "locked" : "unlocked"
    let own = String(vm.identity(lock), radix: 16)
    if !isReentrant { return vm.string("<\(state) _thread.lock object at 0x\(own)>") }
    let owner = words[LockWord.owner].isSmallInt ? words[LockWord.owner].smallInt : 0
    return vm.string(
      "<\(state) _thread.RLock object owner=\(owner) count=\(words[LockWord.depth].smallInt) at 0x\(own)>")
  }

  private static func acquire(
    _ vm: VM, _ lock: Cell, _ blocking: Value, _ timeout: Value, _ isReentrant: Bool
  ) throws(Raise) -> Value {
    let waits = try vm.truth(blocking)
    let limit = try vm.toFloat(timeout)
    if !waits, limit != -1 { throw vm.raise(.valueError, "can't specify a timeout for a non-blocking call") }
    if limit < 0, limit != -1 { throw vm.raise(.valueError, "timeout value must be a non-negative number") }
    let words = lock.recordWords
    let own = Value(small: vm.threadIdentity)
    if words[LockWord.isTaken].isTrue {
      if isReentrant, words[LockWord.owner] == own {
        vm.store(words + LockWord.depth, Value(small: words[LockWord.depth].smallInt + 1))
        return .true
      }
      if !waits || limit == 0 { return .false }
      if let hook = vm.pointee.hooks.waitForLock { return try hook(vm, lock, limit) }
      // Nobody else could ever give it back.
      if limit > 0 {
        vm.pointee.outside.kernel.sleepInPlace(limit)
        return .false
      }
      throw vm.raise(.runtimeError, "the only thread waits for a lock that it holds itself")
    }
    vm.store(words + LockWord.isTaken, .true)
    vm.store(words + LockWord.depth, Value(small: 1))
    vm.store(words + LockWord.owner, own)
    return .true
  }

  private static func release(_ vm: VM, _ lock: Cell, _ isReentrant: Bool) throws(Raise) -> Value {
    let words = lock.recordWords
    guard words[LockWord.isTaken].isTrue else {
      throw vm.raise(.runtimeError, isReentrant ? "cannot release un-acquired lock" : "release unlocked lock")
    }
    if isReentrant {
      guard words[LockWord.owner] == Value(small: vm.threadIdentity) else {
        throw vm.raise(.runtimeError, "cannot release un-acquired lock")
      }
      let depth = words[LockWord.depth].smallInt - 1
      vm.store(words + LockWord.depth, Value(small: depth))
      if depth > 0 { return .none }
    }
    vm.store(words + LockWord.isTaken, .false)
    vm.store(words + LockWord.owner, .none)
    vm.pointee.hooks.lockReleased?(vm, lock)
    return .none
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The number of the running thread: the main one's, unless the executor says otherwise.
  var threadIdentity: Int { pointee.thread == 0 ? ThreadIdentity.main : ThreadIdentity.main - pointee.thread * 8_392_704 }
}

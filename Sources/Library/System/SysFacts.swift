// SysFacts.swift — the tuples with names of `sys`: version_info, float_info, flags and kin.

import Interpreter

enum SysFacts {
  static func setUp(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    try setVersion(vm, dictionary)
    try setNumbers(vm, dictionary)
    try setFlags(vm, dictionary)
    try setAsyncHooks(vm, dictionary)
    try setUnraisable(vm, dictionary)
  }

  private static func setVersion(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let type = try StructSequence(
      vm, "version_info", module: "sys", "The version of the language, in parts.",
      fields: ["major", "minor", "micro", "releaselevel", "serial"], canBeMade: false)
    let version = type.make(
      vm, [Value(small: 3), Value(small: 13), Value(small: 0), vm.intern("final"), Value(small: 0)])
    try vm.setModule(dictionary, "version_info", version)
    let implementation = try namespace(vm)
    vm.hold(implementation)
    defer { vm.unhold() }
    for (name, value) in [
      ("name", vm.intern("aio")), ("cache_tag", .none), ("version", version), ("hexversion", vm.int(0x30D_00F0)),
      ("_multiarch", vm.intern("x86_64-linux-gnu")),
    ] as [(StaticString, Value)] { try vm.setAttribute(implementation, vm.intern(name), value) }
    try vm.setModule(dictionary, "implementation", implementation)
  }

  private static func namespace(_ vm: VM) throws(Raise) -> Value { try vm.call(Value(vm.builtin(.simpleNamespace))) }

  private static func setNumbers(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let floats = try StructSequence(
      vm, "float_info", module: "sys", "What a float can hold.",
      fields: [
        "max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds",
      ], canBeMade: false)
    let facts: [Value] = [
      Value(Double.greatestFiniteMagnitude), Value(small: 1024), Value(small: 308),
      Value(Double.leastNormalMagnitude), Value(small: -1021), Value(small: -307), Value(small: 15), Value(small: 53),
      Value(Double.ulpOfOne), Value(small: 2), Value(small: 1),
    ]
    try vm.setModule(dictionary, "float_info", floats.make(vm, facts))
    let ints = try StructSequence(
      vm, "int_info", module: "sys", "How ints are kept.",
      fields: ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"],
      canBeMade: false)
    try vm.setModule(dictionary, "int_info", ints.make(vm, [30, 4, 4300, 640].map { Value(small: $0) }))
    let hashes = try StructSequence(
      vm, "hash_info", module: "sys", "How hashes are made.",
      fields: ["width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"],
      canBeMade: false)
    let modulus = vm.int((1 << 61) - 1), algorithm = vm.intern("siphash13")
    try vm.setModule(
      dictionary, "hash_info",
      hashes.make(
        vm,
        [
          Value(small: 64), modulus, Value(small: 314159), Value(small: 0), Value(small: 1_000_003), algorithm,
          Value(small: 64), Value(small: 128), Value(small: 0),
        ]))
    let threads = try StructSequence(
      vm, "thread_info", module: "sys", "How threads are made.", fields: ["name", "lock", "version"], canBeMade: false)
    try vm.setModule(dictionary, "thread_info", threads.make(vm, [vm.intern("pthread"), vm.intern("semaphore"), .none]))
  }

  private static func setFlags(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let type = try StructSequence(
      vm, "flags", module: "sys", "How the interpreter was started.",
      fields: [
        "debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
        "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode",
        "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits",
      ], canBeMade: false)
    var values = Array(repeating: Value(small: 0), count: 18)
    values[4] = Value(small: 1)
    (values[13], values[16], values[17]) = (.false, .false, Value(small: 4300))
    try vm.setModule(dictionary, "flags", type.make(vm, values))
  }

  private static func setAsyncHooks(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let type = try StructSequence(
      vm, "asyncgen_hooks", module: "sys", "The hooks of async generators.", fields: ["firstiter", "finalizer"],
      canBeMade: false)
    vm.addRows(
      [
        .function("get_asyncgen_hooks()", "The hooks of async generators.", .readsSelf) { (vm, _) throws(Raise) in
          type.make(vm, [vm.pointee.finalizers.firstIteration, vm.pointee.finalizers.asyncFinalizer])
        },
        .function("set_asyncgen_hooks(firstiter=?, finalizer=?)", "Sets the hooks of async generators.", .writesSelf) {
          (vm, args) throws(Raise) in
          for (i, name) in ["firstiter", "finalizer"].enumerated() where !args[i].isUnbound && !args[i].isNone {
            guard !vm.special(.call, vm.classOf(args[i])).isUnbound else {
              throw vm.raise(.typeError, "callable \(name) expected, got \(vm.typeName(args[i]))")
            }
          }
          if !args[0].isUnbound { vm.pointee.finalizers.firstIteration = args[0] }
          if !args[1].isUnbound { vm.pointee.finalizers.asyncFinalizer = args[1] }
          return .none
        },
      ], to: dictionary)
  }

  private static func setUnraisable(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let type = try StructSequence(
      vm, "UnraisableHookArgs", module: "sys", "What an unraisable hook is told.",
      fields: ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"])
    try vm.setModule(dictionary, "UnraisableHookArgs", type.type)
  }
}

// SysNames.swift — the plain values of `sys`: arguments, paths, versions, names of modules.

import Interpreter

enum SysNames {
  static let version = "3.13.0 (aio 0.1.0)"

  static func setUp(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    func set(_ name: StaticString, _ value: Value) throws(Raise) { try vm.setModule(dictionary, name, value) }
    let arguments = vm.pointee.programArguments
    try set("argv", try vm.strings(arguments))
    try set("orig_argv", try vm.strings(["aio"] + arguments))
    try set("path", try vm.strings(vm.pointee.imports.path))
    try set("modules", vm.pointee.modules)
    try set("version", vm.string(version))
    for (name, text) in texts { try set(name, vm.intern(text)) }
    try set("maxsize", vm.int(Int.max))
    try set("maxunicode", vm.int(0x10FFFF))
    try set("hexversion", vm.int(0x30D_00F0))
    try set("api_version", vm.int(1013))
    try set("dont_write_bytecode", .true)
    try set("pycache_prefix", .none)
    for name in ["meta_path", "path_hooks", "warnoptions"] as [StaticString] { try set(name, vm.list()) }
    for name in ["path_importer_cache", "_xoptions"] as [StaticString] { try set(name, vm.dict()) }
    try set("_git", vm.triple(vm.intern("aio"), vm.emptyText, vm.emptyText))
    try setModuleNames(vm, dictionary)
  }

  private static let texts: [(StaticString, StaticString)] = [
    ("platform", "linux"), ("byteorder", "little"), ("executable", "/usr/bin/aio"), ("prefix", "/usr"),
    ("exec_prefix", "/usr"), ("base_prefix", "/usr"), ("base_exec_prefix", "/usr"), ("abiflags", ""),
    ("float_repr_style", "short"), ("platlibdir", "lib"), ("_framework", ""),
    ("copyright", "aio: an interpreter of its own for Python 3.13 scripts."),
  ]

  private static func setModuleNames(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let natives = Library.nativeModules.map(\.name).sorted()
    let known = try vm.strings(natives)
    vm.hold(known)
    defer { vm.unhold() }
    try vm.setModule(dictionary, "builtin_module_names", try vm.tupleFrom(known))
    let all = try vm.strings(natives + Library.scriptNames.filter { !$0.contains(".") })
    vm.hold(all)
    defer { vm.unhold() }
    try vm.setModule(dictionary, "stdlib_module_names", try vm.call(Value(vm.builtin(.frozenset)), all))
  }
}

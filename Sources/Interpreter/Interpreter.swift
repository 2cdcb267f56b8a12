// Interpreter.swift — one interpreter: its machine, its kernel, and what runs in it.

import Diagnostics
import Parser
import Runtime

/// An interpreter. Two of them share nothing; each belongs to the thread that uses it.
public final class Interpreter {
  public let vm: VM
  public let kernel: Kernel
  public let options: Options

  /// Makes an interpreter whose script modules are `modules` and whatever `findScript` finds.
  public init(
    options: Options = Options(), kernel: Kernel, modules: [NativeModule] = [],
    findScript: (@Sendable (String) -> UnsafeBufferPointer<UInt8>?)? = nil, packages: Set<String> = []
  ) {
    self.options = options
    self.kernel = kernel
    vm = .allocate(capacity: 1)
    vm.initialize(to: Machine(options, kernel: kernel))
    vm.pointee.heap.collectionsHeld = 1
    vm.startUp()
    for module in modules { vm.addModule(module) }
    vm.pointee.imports.findScript = findScript
    vm.pointee.imports.packages = packages
    vm.pointee.imports.path = options.path
    vm.pointee.heap.collectionsHeld = 0
    vm.pointee.fuel = Machine.fuelPortion
  }

  deinit {
    vm.shutDown()
    vm.deinitialize(count: 1)
    vm.deallocate()
  }

  /// Runs a text as the main module to the end of the program.
  ///
  /// - Returns: The exit status: 0, 1 after an uncaught exception, or what SystemExit says.
  public func run(_ bytes: [UInt8], path: String) -> Int32 {
    vm.useStack { vm.runMain(bytes, path: path) }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// Classes, names and the module `builtins`.
  func startUp() {
    pointee.emptyTuple = bootTuple()
    for special in Special.allCases { pointee.specialNames[special.rawValue] = intern(special.spelling) }
    makeBuiltinClasses()
    pointee.emptyText = intern("" as StaticString)
    pointee.modules = dict()
    pointee.objectNew = ownAttribute(builtin(.object), specialName(.new))
    pointee.objectInitialize = ownAttribute(builtin(.object), specialName(.initialize))
    for type in BuiltinType.allCases { updateHooks(builtin(type)) }
    do { try makeBuiltins() } catch { fatalError("aio: the builtins can't be made") }
  }

  private func bootTuple() -> Value {
    let cell = allocate(.tuple, TupleCell.itemsOffset, shape: BuiltinType.tuple.rawValue)
    return Value(cell)
  }

  private func makeBuiltins() throws(Raise) {
    let module = try makeModule("builtins")
    pointee.permanent.append(module)
    let dictionary = attributesCell(module.cell)
    pointee.builtins = Value(dictionary)
    try dictSetStr(pointee.modules.cell, intern("builtins"), module)
    for row in NativeRow.objectFunctions + NativeRow.iterationFunctions + NativeRow.textFunctions + NativeRow.fileFunctions {
      define(row, in: dictionary, owner: module)
    }
    for type in BuiltinType.allCases where NativeType.isBuiltinName(type) {
      try dictSetStr(dictionary, classCell(builtin(type)).pointee.name, Value(builtin(type)))
    }
    for (name, value) in [
      ("None", Value.none), ("True", Value.true), ("False", Value.false), ("Ellipsis", Value.ellipsis),
      ("NotImplemented", Value.notImplemented), ("__debug__", Value.true),
      ("EnvironmentError", Value(builtin(.osError))), ("IOError", Value(builtin(.osError))),
    ] { try dictSetStr(dictionary, intern(name), value) }
  }

  /// Frees what the heap does not hold.
  func shutDown() {
    for record in pointee.codes {
      let code = record.code
      if code.pointee.isCompiled {
        code.pointee.words.deallocate()
        code.pointee.constants.deallocate()
      }
      code.pointee.parameterNames.deallocate()
      code.deallocate()
    }
    pointee.codes = []
    pointee.free()
  }
}

extension NativeType {
  /// Whether a builtin class is a name in `builtins`.
  static func isBuiltinName(_ type: BuiltinType) -> Bool {
    if type.rawValue >= BuiltinType.baseException.rawValue { return true }
    switch type {
    case .object, .type, .int, .bool, .float, .complex, .str, .bytes, .bytearray, .memoryview, .tuple, .list, .dict,
      .set, .frozenset, .range, .slice, .property, .staticmethod, .classmethod, .super, .enumerate, .zip, .map, .filter,
      .reversed:
      return true
    default: return false
    }
  }
}

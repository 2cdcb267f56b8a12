// Machine.swift — the whole state of one interpreter.

import CMachine
import Glibc
import Runtime

/// The handle that all code of the interpreter passes round.
public typealias VM = UnsafeMutablePointer<Machine>

/// A native as the machine calls it: its row, and what its signature says once it was read.
public struct NativeEntry {
  public let row: NativeRow
  /// Smallest and largest number of positional arguments that need no binder (receiver included); -1: not read yet.
  var minimum: Int32 = -1
  var maximum: Int32 = -1
  var signature: Signature?
}

/// Everything one interpreter is; two of them share nothing that changes.
public struct Machine {
  public var heap: Heap
  public var shapes = ShapeTable()

  // The register stack and the frame records of the thread that runs.
  public var stackBase: Values
  public var stackEnd: Values
  public var frames: UnsafeMutablePointer<Frame>
  /// The record of the running frame; `frames` itself is a floor nobody runs in.
  public var frame: UnsafeMutablePointer<Frame>
  /// Where the recursion limit is reached.
  public var frameLimit: UnsafeMutablePointer<Frame>
  /// The lowest register address native code may put new frames or arguments at.
  public var top: Values
  public var frameCapacity: Int
  public var recursionLimit = 1000

  /// The exception on its way up while a slow path answers `raised`, else unbound.
  public var exception = Value.unbound
  /// The exception being handled, or None.
  public var handled = Value.none
  /// Back jumps and calls left until the machine looks up.
  public var fuel = 0
  /// The exception on its way up goes on from where it was: its traceback has the top frame already.
  var isReraise = false
  /// How the generator that native code resumed last came to rest.
  public var rest = GeneratorRest.returned
  var awaitBodies = [AwaitBody?](repeating: nil, count: Layout.allCases.count)
  public var accesses = AccessLog()
  public var limits = Limits()
  var stepsTaken: UInt64 = 0

  /// Class cells by `BuiltinType`.
  public var builtinClasses: Values
  /// Interned names by `Special`.
  public var specialNames: Values
  /// One-character strs of Latin-1.
  public var characters: Values
  public var names = NameTable()
  /// `object.__new__` and `object.__init__`: what construction need not call.
  var objectNew = Value.unbound
  var objectInitialize = Value.unbound
  public var emptyTuple = Value.unbound
  /// Values that Library keeps, by its own numbering.
  public var libraryRoots: Values
  static let libraryRootCount = 64
  public var emptyText = Value.unbound
  public var emptyBytes = Value.unbound
  /// The dict of the module `builtins`, and of all modules by name.
  public var builtins = Value.unbound
  public var modules = Value.unbound
  /// Values kept alive for the life of the interpreter.
  public var permanent: [Value] = []
  public var handles: UnsafeMutablePointer<Value>
  public var handleCount = 0
  var handleCapacity = 256

  public var codes: [CodeRecord] = []
  public var natives: UnsafeMutablePointer<NativeEntry>
  public var nativeCount = 0
  var nativeCapacity = 1024
  /// Declarations of native classes by `ClassCell.tableIndex`.
  var nativeTypes: [NativeType] = []

  var lastKeysVersion: UInt32 = 0
  var methodCache: UnsafeMutablePointer<MethodCacheEntry>
  /// All classes ever made that are alive, in order of creation; pruned by collections.
  var classList: [UInt] = []

  var nativeStackLow: UInt
  /// The highest native stack address that can hold values: the frame of the outermost entry.
  var nativeStackHigh: UInt
  var nativeDepth = 0
  var reprDepth: [UInt64] = []
  var identities: UnsafeMutablePointer<UInt32>
  var lastIdentity: UInt32 = 0

  public var outside: Outside
  public var hooks = Hooks()
  /// The object that `sys.stdout` is at start, or unbound before `sys` is loaded.
  public var standardOutput = Value.unbound
  /// The object that `sys.stdin` is at start, or unbound.
  public var standardInput = Value.unbound
  var wake = Wake()
  /// Whether a job of the kernel runs: what it calls can't park.
  public var isInJob = false
  var exitStatus: Int32 = 0
  var asyncState = AsyncState()
  public var finalizers = Finalizers()
  public var imports = ImportState()
  public var maximumDigits = 4300
  /// The context of `contextvars` that is current, or unbound before one was needed; and the module's three classes.
  public var currentContext = Value.unbound
  public var contextClasses = Value.unbound
  /// A dict of handlers by signal once `signal` is loaded, else unbound.
  public var signalHandlers = Value.unbound
  /// The green thread that runs; 0 is the main one.
  public var thread = 0
  /// Descriptors that the script has opened and not closed.
  public var openHandles = 0
  /// `sys.argv`.
  public let programArguments: [String]

  /// Back jumps and calls between two looks at the outside.
  static let fuelPortion = 20_000
  /// Bytes allocated between two precise collections.
  static let preciseInterval = 64 << 20

  init(_ options: Options, kernel: Kernel) {
    outside = Outside(kernel)
    programArguments = options.arguments
    heap = Heap(limit: options.heapLimit)
    heap.stressInterval = options.stressInterval
    heap.stressCountdown = options.stressInterval
    limits = options.limits
    stackBase = Machine.reserve(1 << 30)
    stackEnd = stackBase + (1 << 27) - 4096
    top = stackBase + 8
    frameCapacity = 1 << 22
    frames = Machine.reserve(frameCapacity * MemoryLayout<Frame>.stride)
    frame = frames
    frameLimit = frames + 1000
    builtinClasses = Machine.fixed(BuiltinType.count)
    specialNames = Machine.fixed(Special.allCases.count)
    characters = Machine.fixed(256)
    libraryRoots = Machine.fixed(Machine.libraryRootCount)
    handles = .allocate(capacity: handleCapacity)
    natives = .allocate(capacity: nativeCapacity)
    methodCache = Machine.reserve(MethodCacheEntry.count * MemoryLayout<MethodCacheEntry>.stride)
    nativeStackLow = UInt(bitPattern: machine_stack_low()) + 192 * 1024
    nativeStackHigh = UInt(bitPattern: machine_stack_high())
    identities = Machine.reserve(heap.blockLimit * SizeClass.blockSize / 4)
  }

  /// Gives all memory back that is not Swift's.
  mutating func free() {
    heap.destroy()
    shapes.destroy()
    names.destroy()
    munmap(stackBase, 1 << 30)
    munmap(frames, frameCapacity * MemoryLayout<Frame>.stride)
    munmap(methodCache, MethodCacheEntry.count * MemoryLayout<MethodCacheEntry>.stride)
    munmap(identities, heap.blockLimit * SizeClass.blockSize / 4)
    for values in [builtinClasses, specialNames, characters, handles, libraryRoots] { values.deallocate() }
    natives.deinitialize(count: nativeCount)
    natives.deallocate()
  }

  private static func fixed(_ count: Int) -> Values {
    let values = Values.allocate(capacity: count)
    values.initialize(repeating: .unbound, count: count)
    return values
  }

  static func reserve<T>(_ bytes: Int) -> UnsafeMutablePointer<T> {
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard memory != MAP_FAILED, let memory else { fatalError("aio: cannot reserve memory") }
    return memory.bindMemory(to: T.self, capacity: bytes / MemoryLayout<T>.stride)
  }
}

/// What an interpreter is told before it starts.
public struct Options: Sendable {
  /// Bytes in use past which MemoryError comes.
  public var heapLimit = Options.defaultHeapLimit()
  /// A collection at every n-th allocation; 0 for none.
  public var stressInterval = 0
  public var limits = Limits()
  public var seed: UInt64 = 0
  public var realTime = false
  /// Virtual seconds after which the run ends; nil for never.
  public var until: Double?
  public var arguments: [String] = [""]
  public var path: [String] = []
  /// Output is kept in memory instead of written.
  public var capturesOutput = false

  public init() {}

  /// 80 % of the memory of the machine or of the control group, whichever is smaller.
  static func defaultHeapLimit() -> Int {
    let machine = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
    var limit = machine > 0 ? machine : 1 << 32
    if let file = fopen("/sys/fs/cgroup/memory.max", "r") {
      var number = 0
      if withUnsafeMutablePointer(to: &number, { withVaList([$0]) { vfscanf(file, "%ld", $0) } }) == 1, number > 0 {
        limit = min(limit, number)
      }
      fclose(file)
    }
    return limit / 10 * 8
  }
}

/// Limits on what a script may use, checked at back jumps and calls.
public struct Limits: Sendable {
  /// Back jumps and calls in all; nil for no limit.
  public var fuel: UInt64?
  /// Bytes of native stack left at which RecursionError comes are fixed; frames are `sys.setrecursionlimit`'s.
  public var frames = 1 << 21
  /// Open handles of the world.
  public var handles = 4096

  public init() {}
}

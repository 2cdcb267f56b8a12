// Random.swift — the module `_random`: the Mersenne Twister that `random` draws from.

import Interpreter

extension NativeModule {
  public static var random: NativeModule {
    NativeModule(
      "_random", "The Mersenne Twister.",
      setUp: { (vm, module) throws(Raise) in
        try vm.setModule(module, "Random", Value(vm.makeNativeClass(.randomGenerator)))
      })
  }
}

extension NativeType {
  fileprivate static var randomGenerator: NativeType {
    NativeType("Random", module: "_random", kind: .record, layout: .random, words: 1, "A source of random numbers.") {
      [
        .slot("__new__(*args, **kwargs)", "Makes a generator.", .world, newGenerator),
        .slot("__init__(x=None, /)", "Seeds the generator.", .world, seed),
        .method("seed(n=None, /)", "Starts a sequence.", .world, seed),
        .method("random()", "A float from 0 up to 1.", .writesSelf) { (vm, args) throws(Raise) -> Value in
          Value(MersenneTwister.random(try vm.generatorState(args, draws: 2)))
        },
        .method("getrandbits(k, /)", "An int of k random bits.", .writesSelf, randomBits),
        .method("getstate()", "The state as a tuple of 625 ints.", .readsSelf) { (vm, args) throws(Raise) -> Value in
          let state = try vm.generatorState(args, draws: 0)
          let tuple = vm.newTuple(MersenneTwister.stateSize)
          for i in 0..<MersenneTwister.stateSize { tuple.cell.tupleItems[i] = Value(small: Int(state[i])) }
          return tuple
        },
        .method("setstate(state, /)", "Goes back to a state.", .writesSelf, setState),
      ]
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The 625 words of a generator that is about to draw `draws` words.
  fileprivate func generatorState(_ args: Arguments, draws: Int) throws(Raise) -> UnsafeMutablePointer<UInt32> {
    guard args[0].isRecord(.random) else {
      throw raise(.typeError, "descriptor requires a '_random.Random' object but received a '\(typeName(args[0]))'")
    }
    let block = args[0].cell.recordWords[0].cell
    let state = (block + 16).assumingMemoryBound(to: UInt32.self)
    let position = MersenneTwister.stateSize - 1
    if Int(state[position]) + draws > position {
      willWrite(state, bytes: MersenneTwister.stateSize * 4)
    } else if draws > 0 {
      willWrite(state + position, bytes: 4)
    }
    return state
  }
}

private func newGenerator(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[0].is(.class) else { throw vm.raise(.typeError, "Random.__new__(X): X is not a type object") }
  let cell = vm.newRecord(args[0].cell, .random, words: 1)
  let block = try vm.allocateBlock(.raw, 16 + MersenneTwister.stateSize * 4)
  cell.recordWords[0] = Value(block)
  let state = (block + 16).assumingMemoryBound(to: UInt32.self)
  LimbInteger.with(0) { MersenneTwister.seed(state, integer: $0) }
  return Value(cell)
}

private func seed(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let state = try vm.generatorState(args, draws: MersenneTwister.stateSize)
  if args[1].isNone {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: MersenneTwister.stateSize - 1) { words in
      guard let start = words.baseAddress else { return }
      vm.fillEntropy(UnsafeMutableRawBufferPointer(words))
      MersenneTwister.seed(state, words: start, count: MersenneTwister.stateSize - 1)
    }
    return .none
  }
  let number = args[1].isInt ? args[1] : vm.int(UInt(bitPattern: try vm.hash(args[1])))
  MersenneTwister.seed(state, integer: vm.limbs(number).magnitude)
  return .none
}

private func randomBits(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard let count = vm.intValue(try vm.whole(args[1])), count <= Int(Int32.max) else {
    throw vm.raise(.overflowError, "Python int too large to convert to C int")
  }
  if count < 0 { throw vm.raise(.valueError, "number of bits must be non-negative") }
  if count == 0 { return Value(small: 0) }
  let state = try vm.generatorState(args, draws: (count + 31) / 32)
  if count <= 64 { return vm.int(MersenneTwister.bits(state, count: count)) }
  let cell = try vm.newInt(MersenneTwister.bitsSize(count: count))
  return vm.finishInt(cell, MersenneTwister.bits(state, count: count, into: vm.limbSpace(cell)))
}

private func setState(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let size = MersenneTwister.stateSize
  guard args[1].is(.tuple) else { throw vm.raise(.typeError, "state vector must be a tuple") }
  guard args[1].cell.asTuple.pointee.count == size else {
    throw vm.raise(.valueError, "state vector is the wrong size")
  }
  let items = args[1].cell.tupleItems
  for i in 0..<size {
    guard items[i].isInt, let word = vm.intValue(items[i]), word >= 0 else {
      throw vm.raise(.typeError, "state vector items must be integers")
    }
    if i == size - 1, word > size - 1 { throw vm.raise(.valueError, "invalid state") }
  }
  let state = try vm.generatorState(args, draws: size)
  for i in 0..<size { state[i] = UInt32(truncatingIfNeeded: vm.intValue(items[i]) ?? 0) }
  return .none
}

// Dispatch.swift — the machine: one function, one switch over the opcode of the next instruction.
//
// Hot state lives in locals (`pc`, `base`, `k`, `frame`); nothing here throws, allocates Swift memory or touches a class.
// What may raise, allocate or run script is a slow path behind a call: `frame.pointee.pc` is set first, and its answer
// may be a mark (`raised`, `entered`, `parked`) that leaves the inner loop.

/// Runs the top frame of the machine until an entry frame is left.
///
/// - Returns: The entry frame's result, `raised` with the exception in the machine, or `parked`.
@_specialize(exported: false, where P == Plain)
@_specialize(exported: false, where P == Watched)
func dispatch<P: Probe>(_ vm: VM, _ probe: P.Type) -> Value {
  var frame = vm.pointee.frame
  var pc = frame.pointee.pc
  var base = frame.pointee.base
  var k = frame.pointee.code.pointee.constants
  let stackLow = UInt(bitPattern: vm.pointee.stackBase)
  let stackSize = UInt(bitPattern: vm.pointee.stackEnd) - stackLow
  var control = Value.unbound
  while true {
    run: while true {
      let word = pc.pointee
      pc += 1
      let a = Int((word >> 8) & 0xFF), b = Int((word >> 16) & 0xFF), c = Int(word >> 24)
      switch unsafeBitCast(UInt8(truncatingIfNeeded: word), to: Opcode.self) {
      case .move: base[a] = base[b]
      case .loadConstant: base[a] = k[Int(word >> 16)]
      case .loadConstantWide:
        base[a] = k[Int(pc[0])]
        pc += 1
      case .loadInt: base[a] = Value(small: Int(Int16(truncatingIfNeeded: word >> 16)))
      case .loadSpecial: base[a] = specialConstant(b)
      case .loadFar:
        base[a] = base[Int(pc[0])]
        pc += 1
      case .storeFar:
        base[Int(pc[0])] = base[a]
        pc += 1
      case .saveBlock:
        (base + Int(pc[0])).update(from: base + a, count: b)
        pc += 1
      case .restoreBlock:
        (base + a).update(from: base + Int(pc[0]), count: b)
        pc += 1
      case .clear:
        for i in 0..<b { base[a + i] = .unbound }

      case .checkBound:
        pc += 1
        if base[a].isUnbound {
          frame.pointee.pc = pc
          control = vm.unboundLocal(k[Int(pc[-1])])
          break run
        }
      case .deleteLocal:
        pc += 1
        if base[a].isUnbound {
          frame.pointee.pc = pc
          control = vm.unboundLocal(k[Int(pc[-1])])
          break run
        }
        base[a] = .unbound
      case .makeCell: base[a] = vm.makeVariable(base[a])
      case .loadCell:
        pc += 1
        let variable = base[b].cell
        let v = (variable + 16).assumingMemoryBound(to: Value.self).pointee
        P.read(vm, variable, 0)
        if v.isUnbound {
          frame.pointee.pc = pc
          control = c == 0 ? vm.unboundLocal(k[Int(pc[-1])]) : vm.unboundFree(k[Int(pc[-1])])
          break run
        }
        base[a] = v
      case .storeCell:
        P.write(vm, base[a].cell, 0)
        vm.store((base[a].cell + 16).assumingMemoryBound(to: Value.self), base[b])
      case .deleteCell:
        pc += 1
        let place = (base[a].cell + 16).assumingMemoryBound(to: Value.self)
        if place.pointee.isUnbound {
          frame.pointee.pc = pc
          control = vm.unboundLocal(k[Int(pc[-1])])
          break run
        }
        vm.store(place, .unbound)
      case .loadFree:
        pc += 1
        let variable = closureVariable(base, Int(word >> 16))
        let v = (variable + 16).assumingMemoryBound(to: Value.self).pointee
        P.read(vm, variable, 0)
        if v.isUnbound {
          frame.pointee.pc = pc
          control = vm.unboundFree(k[Int(pc[-1])])
          break run
        }
        base[a] = v
      case .storeFree:
        let variable = closureVariable(base, Int(word >> 16))
        P.write(vm, variable, 0)
        vm.store((variable + 16).assumingMemoryBound(to: Value.self), base[a])
      case .deleteFree:
        pc += 1
        let place = (closureVariable(base, Int(word >> 16)) + 16).assumingMemoryBound(to: Value.self)
        if place.pointee.isUnbound {
          frame.pointee.pc = pc
          control = vm.unboundFree(k[Int(pc[-1])])
          break run
        }
        vm.store(place, .unbound)
      case .closureCell: base[a] = Value(closureVariable(base, Int(word >> 16)))

      case .loadGlobal:
        let globals = base[-1].as(FunctionCell.self).pointee.globals.as(DictCell.self)
        if globals.pointee.keysVersion == pc[1] {
          if pc[2] == 0 {
            base[a] = globals.pointee.entries[Int(pc[3])].value
            P.read(vm, UnsafeMutableRawPointer(globals), pc[3])
            pc += 4
            continue
          }
          let builtins = vm.pointee.builtins.as(DictCell.self)
          if builtins.pointee.keysVersion == pc[2] {
            base[a] = builtins.pointee.entries[Int(pc[3])].value
            pc += 4
            continue
          }
        }
        pc += 4
        frame.pointee.pc = pc
        let v = vm.loadGlobalSlowly(base, pc - 4, k)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .storeGlobal:
        let globals = base[-1].as(FunctionCell.self).pointee.globals.as(DictCell.self)
        if globals.pointee.keysVersion == pc[1], pc[1] != 0, globals.pointee.watch == 0 {
          P.write(vm, UnsafeMutableRawPointer(globals), pc[2])
          let entry = globals.pointee.entries + Int(pc[2])
          vm.store(valuePlace(entry), base[a])
          pc += 3
          continue
        }
        pc += 3
        frame.pointee.pc = pc
        let v = vm.storeGlobalSlowly(base, base[a], pc - 3, k)
        if v.isControl {
          control = v
          break run
        }
      case .deleteGlobal:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.deleteGlobal(base, k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
      case .loadName:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.loadName(base, base[0], k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .storeName:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.storeName(base[0], k[Int(pc[-1])], base[a])
        if v.isControl {
          control = v
          break run
        }
      case .deleteName:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.deleteName(base[0], k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
      case .loadNameOrFree:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.loadNameOrFree(base[0], k[Int(pc[-1])], closureVariable(base, Int(word >> 16)))
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .loadFromOrGlobal:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.loadName(base, base[b], k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v

      case .loadFromOrFree:
        pc += 2
        frame.pointee.pc = pc
        let v = vm.loadFromOrFree(base[b], k[Int(pc[-2])], closureVariable(base, Int(pc[-1])))
        if v.isControl {
          control = v
          break run
        }
        base[a] = v

      case .getAttribute:
        let x = base[b]
        if x.isCell, x.cell.shape == pc[1], pc[2] < AttributeCache.firstMark {
          let v = x.cell.load(fromByteOffset: Int(pc[2]), as: Value.self)
          if !v.isUnbound {
            P.read(vm, x.cell, pc[2])
            base[a] = v
            pc += 4
            continue
          }
        }
        pc += 4
        frame.pointee.pc = pc
        let v = vm.getAttributeCached(x, pc - 4, k, a)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .setAttribute:
        let x = base[a]
        if x.isCell, x.cell.shape == pc[1], pc[2] < AttributeCache.firstMark {
          P.write(vm, x.cell, pc[2])
          vm.store((x.cell + Int(pc[2])).assumingMemoryBound(to: Value.self), base[b])
          if pc[3] != 0 { vm.setShape(x.cell, pc[3]) }
          pc += 4
          continue
        }
        pc += 4
        frame.pointee.pc = pc
        let v = vm.setAttributeCached(x, base[b], pc - 4, k)
        if v.isControl {
          control = v
          break run
        }
      case .deleteAttribute:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.deleteAttribute(base[a], k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
      case .getItem, .getItemK:
        let x = base[b]
        let key = unsafeBitCast(UInt8(truncatingIfNeeded: word), to: Opcode.self) == .getItem ? base[c] : k[c]
        if x.isCell, key.isSmallInt {
          if x.cell.shape == BuiltinType.list.rawValue {
            let list = x.as(ListCell.self)
            var i = key.smallInt
            if i < 0 { i &+= list.pointee.count }
            if UInt(bitPattern: i) < UInt(bitPattern: list.pointee.count) {
              P.read(vm, x.cell, UInt32(truncatingIfNeeded: i))
              base[a] = list.pointee.items[i]
              continue
            }
          } else if x.cell.shape == BuiltinType.tuple.rawValue {
            let count = x.as(TupleCell.self).pointee.count
            var i = key.smallInt
            if i < 0 { i &+= count }
            if UInt(bitPattern: i) < UInt(bitPattern: count) {
              base[a] = (x.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)[i]
              continue
            }
          }
        }
        frame.pointee.pc = pc
        let v = vm.getItemSlowly(x, key)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .setItem:
        let x = base[a], key = base[b]
        if x.isCell, key.isSmallInt, x.cell.shape == BuiltinType.list.rawValue {
          let list = x.as(ListCell.self)
          var i = key.smallInt
          if i < 0 { i &+= list.pointee.count }
          if UInt(bitPattern: i) < UInt(bitPattern: list.pointee.count) {
            P.write(vm, x.cell, UInt32(truncatingIfNeeded: i))
            vm.store(list.pointee.items + i, base[c])
            continue
          }
        }
        frame.pointee.pc = pc
        let v = vm.setItemSlowly(x, key, base[c])
        if v.isControl {
          control = v
          break run
        }
      case .deleteItem:
        frame.pointee.pc = pc
        let v = vm.deleteItemSlowly(base[a], base[b])
        if v.isControl {
          control = v
          break run
        }
      case .buildSlice: base[a] = vm.makeSlice(base[b], base[b + 1], base[b + 2])

      case .add:
        let x = base[b], y = base[c]
        let quick = Arithmetic.add(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.add, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .subtract:
        let x = base[b], y = base[c]
        let quick = Arithmetic.subtract(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.subtract, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .multiply:
        let x = base[b], y = base[c]
        let quick = Arithmetic.multiply(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.multiply, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .matrixMultiply:
        let x = base[b], y = base[c]
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.matrixMultiply, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .divide:
        let x = base[b], y = base[c]
        let quick = Arithmetic.divide(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.divide, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .modulo:
        let x = base[b], y = base[c]
        let quick = Arithmetic.modulo(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.modulo, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .power:
        let x = base[b], y = base[c]
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.power, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .leftShift:
        let x = base[b], y = base[c]
        let quick = Arithmetic.leftShift(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.leftShift, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .rightShift:
        let x = base[b], y = base[c]
        let quick = Arithmetic.rightShift(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.rightShift, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .bitOr:
        let x = base[b], y = base[c]
        let quick = Arithmetic.bitOr(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.bitOr, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .bitXor:
        let x = base[b], y = base[c]
        let quick = Arithmetic.bitXor(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.bitXor, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .bitAnd:
        let x = base[b], y = base[c]
        let quick = Arithmetic.bitAnd(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.bitAnd, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .floorDivide:
        let x = base[b], y = base[c]
        let quick = Arithmetic.floorDivide(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.floorDivide, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .addK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.add(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.add, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .subtractK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.subtract(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.subtract, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .multiplyK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.multiply(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.multiply, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .matrixMultiplyK:
        let x = base[b], y = k[c]
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.matrixMultiply, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .divideK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.divide(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.divide, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .moduloK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.modulo(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.modulo, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .powerK:
        let x = base[b], y = k[c]
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.power, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .leftShiftK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.leftShift(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.leftShift, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .rightShiftK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.rightShift(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.rightShift, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .bitOrK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.bitOr(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.bitOr, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .bitXorK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.bitXor(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.bitXor, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .bitAndK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.bitAnd(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.bitAnd, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .floorDivideK:
        let x = base[b], y = k[c]
        let quick = Arithmetic.floorDivide(x, y)
        if !quick.isUnbound {
          base[a] = quick
          pc += 1
          continue
        }
        pc += 1
        frame.pointee.pc = pc
        let v = vm.binarySlowly(.floorDivide, x, y, pc[-1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v

      case .negate:
        let x = base[b]
        if x.isDouble {
          base[a] = Value(-x.double)
          continue
        }
        if x.isSmallInt, x.smallInt != Value.smallIntMin {
          base[a] = Value(small: -x.smallInt)
          continue
        }
        frame.pointee.pc = pc
        let v = vm.unarySlowly(.minus, x)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .positive:
        frame.pointee.pc = pc
        let v = vm.unarySlowly(.plus, base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .invert:
        frame.pointee.pc = pc
        let v = vm.unarySlowly(.invert, base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .not:
        let x = base[b]
        if x.isBool {
          base[a] = Value(!x.isTrue)
          continue
        }
        frame.pointee.pc = pc
        let v = vm.truthSlowly(x)
        if v.isControl {
          control = v
          break run
        }
        base[a] = Value(!v.isTrue)

      case .equal:
        let x = base[b], y = base[c]
        if let truth = Arithmetic.equal(x, y) {
          base[a] = Value(truth)
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareSlowly(.equal, x, y)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .notEqual:
        let x = base[b], y = base[c]
        if let truth = Arithmetic.equal(x, y) {
          base[a] = Value(!truth)
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareSlowly(.notEqual, x, y)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .less:
        let x = base[b], y = base[c]
        if let truth = Arithmetic.less(x, y) {
          base[a] = Value(truth)
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareSlowly(.less, x, y)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .lessOrEqual:
        let x = base[b], y = base[c]
        if let truth = Arithmetic.lessOrEqual(x, y) {
          base[a] = Value(truth)
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareSlowly(.lessOrEqual, x, y)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .greater:
        let x = base[b], y = base[c]
        if let truth = Arithmetic.less(y, x) {
          base[a] = Value(truth)
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareSlowly(.greater, x, y)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .greaterOrEqual:
        let x = base[b], y = base[c]
        if let truth = Arithmetic.lessOrEqual(y, x) {
          base[a] = Value(truth)
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareSlowly(.greaterOrEqual, x, y)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .jumpEqual:
        let x = base[a], y = base[b]
        pc += 1
        if let truth = Arithmetic.equal(x, y) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.equal, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpNotEqual:
        let x = base[a], y = base[b]
        pc += 1
        if let truth = Arithmetic.equal(x, y) {
          if truth == (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.notEqual, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpLess:
        let x = base[a], y = base[b]
        pc += 1
        if let truth = Arithmetic.less(x, y) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.less, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpLessOrEqual:
        let x = base[a], y = base[b]
        pc += 1
        if let truth = Arithmetic.lessOrEqual(x, y) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.lessOrEqual, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpGreater:
        let x = base[a], y = base[b]
        pc += 1
        if let truth = Arithmetic.less(y, x) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.greater, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpGreaterOrEqual:
        let x = base[a], y = base[b]
        pc += 1
        if let truth = Arithmetic.lessOrEqual(y, x) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.greaterOrEqual, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpEqualK:
        let x = base[a], y = k[b]
        pc += 1
        if let truth = Arithmetic.equal(x, y) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.equal, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpNotEqualK:
        let x = base[a], y = k[b]
        pc += 1
        if let truth = Arithmetic.equal(x, y) {
          if truth == (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.notEqual, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpLessK:
        let x = base[a], y = k[b]
        pc += 1
        if let truth = Arithmetic.less(x, y) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.less, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpLessOrEqualK:
        let x = base[a], y = k[b]
        pc += 1
        if let truth = Arithmetic.lessOrEqual(x, y) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.lessOrEqual, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpGreaterK:
        let x = base[a], y = k[b]
        pc += 1
        if let truth = Arithmetic.less(y, x) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.greater, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpGreaterOrEqualK:
        let x = base[a], y = k[b]
        pc += 1
        if let truth = Arithmetic.lessOrEqual(y, x) {
          if truth != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.compareTruth(.greaterOrEqual, x, y)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }

      case .isSame: base[a] = Value(base[b] == base[c])
      case .isNotSame: base[a] = Value(base[b] != base[c])
      case .contains:
        frame.pointee.pc = pc
        let v = vm.containsSlowly(base[c], base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .containsNot:
        frame.pointee.pc = pc
        let v = vm.containsSlowly(base[c], base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = Value(!v.isTrue)
      case .jumpSame:
        pc += 1
        if (base[a] == base[b]) != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpNone:
        pc += 1
        if base[a].isNone != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpContains:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.containsSlowly(base[b], base[a])
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue != (c == 0) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jumpIfTrue, .jumpIfFalse:
        let x = base[a]
        let wanted = unsafeBitCast(UInt8(truncatingIfNeeded: word), to: Opcode.self) == .jumpIfTrue
        pc += 1
        if x.isBool {
          if x.isTrue == wanted { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        if x.isNone {
          if !wanted { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        if x.isSmallInt {
          if (x.smallInt != 0) == wanted { pc += Int(Int32(bitPattern: pc[-1])) }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.truthSlowly(x)
        if v.isControl {
          control = v
          break run
        }
        if v.isTrue == wanted { pc += Int(Int32(bitPattern: pc[-1])) }
      case .jump: pc += Int(Int32(bitPattern: word) >> 8)
      case .loop:
        pc += Int(Int32(bitPattern: word) >> 8)
        vm.pointee.fuel &-= 1
        if vm.pointee.fuel < 0 {
          frame.pointee.pc = pc
          let v = vm.lookUp()
          if v.isControl {
            control = v
            break run
          }
        }

      case .getIterator:
        frame.pointee.pc = pc
        let v = vm.iteratorSlowly(base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .forIterator:
        let iterator = base[b]
        pc += 1
        if iterator.isCell {
          switch iterator.cell.kind {
          case .rangeIterator:
            let range = iterator.as(RangeIteratorCell.self)
            if range.pointee.remaining > 0 {
              base[a] = Value(small: range.pointee.current)
              vm.willWrite(iterator.cell + 16, bytes: 24)
              range.pointee.current &+= range.pointee.step
              range.pointee.remaining &-= 1
            } else {
              pc += Int(Int32(bitPattern: pc[-1]))
            }
            continue
          case .listIterator:
            let cursor = iterator.as(IteratorCell.self)
            if cursor.pointee.source.isCell, cursor.pointee.header.flags == 0 {
              let list = cursor.pointee.source.as(ListCell.self)
              if cursor.pointee.index < list.pointee.count {
                P.read(vm, UnsafeMutableRawPointer(list), UInt32(truncatingIfNeeded: cursor.pointee.index))
                base[a] = list.pointee.items[cursor.pointee.index]
                vm.willWrite(iterator.cell + 24, bytes: 8)
                cursor.pointee.index &+= 1
                continue
              }
            }
          case .tupleIterator:
            let cursor = iterator.as(IteratorCell.self)
            if cursor.pointee.source.isCell, cursor.pointee.header.flags == 0 {
              let tuple = cursor.pointee.source.cell
              if cursor.pointee.index < tuple.assumingMemoryBound(to: TupleCell.self).pointee.count {
                base[a] = (tuple + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)[cursor.pointee.index]
                vm.willWrite(iterator.cell + 24, bytes: 8)
                cursor.pointee.index &+= 1
                continue
              }
            }
          case .generator:
            frame.pointee.pc = pc
            let v = vm.enterGenerator(iterator, sending: .none, resume: .forIterator, register: a)
            control = v
            break run
          default: break
          }
        }
        frame.pointee.pc = pc
        let v = vm.nextSlowly(iterator)
        if v.isControl {
          control = v
          break run
        }
        if v.isUnbound { pc += Int(Int32(bitPattern: pc[-1])) } else { base[a] = v }

      case .getAsyncIterator:
        frame.pointee.pc = pc
        let v = vm.asyncIterator(base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .forAsyncIterator:
        pc += 1
        frame.pointee.pc = pc
        control = vm.enterAsyncIterator(base[b], register: a)
        break run
      case .unpack:
        let x = base[b]
        if x.isCell, x.cell.shape == BuiltinType.tuple.rawValue, x.as(TupleCell.self).pointee.count == c {
          let items = (x.cell + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)
          for i in 0..<c { base[a + i] = items[i] }
          continue
        }
        frame.pointee.pc = pc
        let v = vm.unpackSlowly(base[b], c, base + a)
        if v.isControl {
          control = v
          break run
        }
      case .unpackStar:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.unpackStar(base[b], c, Int(pc[-1]), base + a)
        if v.isControl {
          control = v
          break run
        }
      case .buildTuple: base[a] = vm.buildTuple(base + b, c)
      case .buildList:
        frame.pointee.pc = pc
        let v = vm.buildList(base + b, c)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .buildSet:
        frame.pointee.pc = pc
        let v = vm.buildSet(base + b, c)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .buildMap:
        frame.pointee.pc = pc
        let v = vm.buildMap(base + b, c)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .buildString:
        frame.pointee.pc = pc
        let v = vm.joinTexts(base + b, c)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .formatValue:
        frame.pointee.pc = pc
        let v = vm.formatConverted(base[b], c, .unbound)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .formatValueSpec:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.formatConverted(base[b], Int(pc[-1]), base[c])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .listAppend:
        let list = base[a].as(ListCell.self)
        if list.pointee.count32 < list.pointee.capacity32 {
          list.pointee.items[list.pointee.count] = base[b]
          list.pointee.count32 &+= 1
          continue
        }
        frame.pointee.pc = pc
        let v = vm.appendSlowly(base[a], base[b])
        if v.isControl {
          control = v
          break run
        }
      case .setAdd:
        frame.pointee.pc = pc
        let v = vm.setAddSlowly(base[a], base[b])
        if v.isControl {
          control = v
          break run
        }
      case .mapInsert:
        frame.pointee.pc = pc
        let v = vm.mapInsertSlowly(base[a], base[b], base[c])
        if v.isControl {
          control = v
          break run
        }
      case .listExtend:
        frame.pointee.pc = pc
        let v = vm.listExtendSlowly(base[a], base[b], c == 1 ? base[a - 1] : .unbound)
        if v.isControl {
          control = v
          break run
        }
      case .setUpdate:
        frame.pointee.pc = pc
        let v = vm.setUpdateSlowly(base[a], base[b])
        if v.isControl {
          control = v
          break run
        }
      case .mapUpdate:
        frame.pointee.pc = pc
        let v = vm.mapUpdateSlowly(base[a], base[b])
        if v.isControl {
          control = v
          break run
        }
      case .mapMerge:
        frame.pointee.pc = pc
        let v = vm.mapMergeSlowly(base[a], base[b], base[c])
        if v.isControl {
          control = v
          break run
        }
      case .listToTuple:
        frame.pointee.pc = pc
        let v = vm.listToTuple(base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v

      case .call:
        let callee = base[a]
        if callee.isCell, callee.cell.kind == .function {
          let function = callee.as(FunctionCell.self)
          if function.pointee.simpleCount == UInt32(b) {
            let window = base + a + 1
            let code = function.pointee.code
            let end = window + code.pointee.registerCount
            // A window outside the stack (the caller's registers stand in a cell) fails here too.
            if UInt(bitPattern: end) &- stackLow < stackSize, frame + 1 < vm.pointee.frameLimit {
              frame.pointee.pc = pc
              frame += 1
              frame.initialize(
                to: Frame(
                  pc: pc, base: window, top: end, code: code, owner: 0, root: 0, resume: 0, flags: 0,
                  outerHandled: .unbound))
              vm.pointee.frame = frame
              pc = code.pointee.words
              base = window
              k = code.pointee.constants
              vm.pointee.fuel &-= 1
              if vm.pointee.fuel < 0 {
                frame.pointee.pc = pc
                let v = vm.lookUp()
                if v.isControl {
                  control = v
                  break run
                }
              }
              continue
            }
          }
        }
        frame.pointee.pc = pc
        let v = vm.callSlowly(base + a, b, .unbound, a)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .callKeywords:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.callSlowly(base + a, b, k[Int(pc[-1])], a)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .callMethod:
        let receiver = base[a + 1]
        if receiver.isCell, receiver.cell.shape == pc[1] {
          let method = vm.pointee.heap.cell(pc[2])
          if method.kind == .function {
            let function = method.assumingMemoryBound(to: FunctionCell.self)
            if function.pointee.simpleCount == UInt32(b + 1) {
              let window = base + a + 1
              let code = function.pointee.code
              let end = window + code.pointee.registerCount
              if UInt(bitPattern: end) &- stackLow < stackSize, frame + 1 < vm.pointee.frameLimit {
                base[a] = Value(method)
                pc += 4
                frame.pointee.pc = pc
                frame += 1
                frame.initialize(
                  to: Frame(
                    pc: pc, base: window, top: end, code: code, owner: 0, root: 0, resume: 0, flags: 0,
                    outerHandled: .unbound))
                vm.pointee.frame = frame
                pc = code.pointee.words
                base = window
                k = code.pointee.constants
                vm.pointee.fuel &-= 1
                if vm.pointee.fuel < 0 {
                  frame.pointee.pc = pc
                  let v = vm.lookUp()
                  if v.isControl {
                    control = v
                    break run
                  }
                }
                continue
              }
            }
          }
        }
        pc += 4
        frame.pointee.pc = pc
        let v = vm.callMethodSlowly(base + a, b, pc - 4, k, a)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .callMethodKeywords:
        pc += 2
        frame.pointee.pc = pc
        let v = vm.callMethodKeywords(base + a, b, k[Int(pc[-2])], k[Int(pc[-1])], a)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .callSpread:
        frame.pointee.pc = pc
        let v = vm.callSpread(base + a, a)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .superMethod:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.superMethod(base + a, k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
      case .callPair:
        let callee = base[a]
        if callee.isCell, callee.cell.kind == .function {
          let function = callee.as(FunctionCell.self)
          if function.pointee.simpleCount == UInt32(b + 1), !base[a + 1].isUnbound {
            let window = base + a + 1
            let code = function.pointee.code
            let end = window + code.pointee.registerCount
            // A window outside the stack (the caller's registers stand in a cell) fails here too.
            if UInt(bitPattern: end) &- stackLow < stackSize, frame + 1 < vm.pointee.frameLimit {
              frame.pointee.pc = pc
              frame += 1
              frame.initialize(
                to: Frame(
                  pc: pc, base: window, top: end, code: code, owner: 0, root: 0, resume: 0, flags: 0,
                  outerHandled: .unbound))
              vm.pointee.frame = frame
              pc = code.pointee.words
              base = window
              k = code.pointee.constants
              vm.pointee.fuel &-= 1
              if vm.pointee.fuel < 0 {
                frame.pointee.pc = pc
                let v = vm.lookUp()
                if v.isControl {
                  control = v
                  break run
                }
              }
              continue
            }
          }
        }
        frame.pointee.pc = pc
        let v = vm.callPair(base + a, b, a)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .callPairKeywords:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.callPair(base + a, b, a, names: k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .loadMethod:
        let receiver = base[a + 1]
        if receiver.isCell, receiver.cell.shape == pc[1] {
          base[a] = Value(vm.pointee.heap.cell(pc[2]))
          pc += 4
          continue
        }
        pc += 4
        frame.pointee.pc = pc
        let v = vm.loadMethodSlowly(base + a, pc - 4, k)
        if v.isControl {
          control = v
          break run
        }
      case .superAttribute:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.superAttributeValue(base + a, k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .return, .returnNone:
        let v = unsafeBitCast(UInt8(truncatingIfNeeded: word), to: Opcode.self) == .return ? base[a] : .none
        if frame.pointee.resume == 0 {
          base[-1] = v
          frame -= 1
          vm.pointee.frame = frame
          pc = frame.pointee.pc
          base = frame.pointee.base
          k = frame.pointee.code.pointee.constants
          continue
        }
        frame.pointee.pc = pc
        let outcome = vm.finishFrame(v)
        if outcome.isControl {
          control = outcome
          break run
        }
        return outcome

      case .makeFunction:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.makeFunction(base, a, Int(word >> 16), Int(pc[-1]))
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .loadBuildClass: base[a] = vm.buildClassFunction()
      case .importName:
        pc += 2
        frame.pointee.pc = pc
        let v = vm.importName(k[Int(pc[-2])], level: b, wantsModule: c == 1, names: pc[-1] == 0xFFFF_FFFF ? .none : k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .importFrom:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.importFrom(base[b], k[Int(pc[-1])])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .importStar:
        frame.pointee.pc = pc
        let v = vm.importStar(base[a], b == 1 ? base[0] : base[-1].as(FunctionCell.self).pointee.globals)
        if v.isControl {
          control = v
          break run
        }
      case .raise:
        frame.pointee.pc = pc
        control = vm.raiseValue(base[a], cause: .unbound)
        break run
      case .raiseFrom:
        frame.pointee.pc = pc
        control = vm.raiseValue(base[a], cause: base[b])
        break run
      case .raiseHandled:
        frame.pointee.pc = pc
        control = vm.raiseHandled()
        break run
      case .reraise:
        frame.pointee.pc = pc
        control = vm.reraise(base[a], handled: base[a + 1])
        break run
      case .popHandled: vm.pointee.handled = base[a + 1]
      case .jumpNoMatch:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.exceptionMatches(base[a], base[b])
        if v.isControl {
          control = v
          break run
        }
        if !v.isTrue { pc += Int(Int32(bitPattern: pc[-1])) }
      case .matchGroup:
        frame.pointee.pc = pc
        let v = vm.matchGroup(base + a, base[b], base[c])
        if v.isControl {
          control = v
          break run
        }
      case .combineGroup:
        frame.pointee.pc = pc
        let v = vm.combineGroup(base[b], base[b + 1])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .loadContext:
        frame.pointee.pc = pc
        let v = vm.loadContext(base + a, base[b], isAsync: false)
        if v.isControl {
          control = v
          break run
        }
      case .loadAsyncContext:
        frame.pointee.pc = pc
        let v = vm.loadContext(base + a, base[b], isAsync: true)
        if v.isControl {
          control = v
          break run
        }
      case .callExit:
        frame.pointee.pc = pc
        let v = vm.callExit(base[a], base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .callAsyncExit:
        frame.pointee.pc = pc
        let v = vm.callAsyncExit(base[a], base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .loadAssertionError: base[a] = Value(vm.builtin(.assertionError))
      case .yield:
        frame.pointee.pc = pc
        let outcome = vm.yield(base[b], register: a, isAsync: c == 1)
        if outcome.isControl {
          control = outcome
          break run
        }
        return outcome
      case .yieldFrom:
        frame.pointee.pc = pc
        control = vm.delegate(base[b], register: a)
        break run
      case .await:
        frame.pointee.pc = pc
        control = vm.awaitValue(base[b], register: a, place: c)
        break run
      case .matchSequence:
        pc += 1
        if !vm.matchesSequence(base[a], b, atLeast: c == 1) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .matchMapping:
        pc += 1
        if !vm.matchesMapping(base[a], b) { pc += Int(Int32(bitPattern: pc[-1])) }
      case .matchKeys:
        pc += 1
        frame.pointee.pc = pc
        let v = vm.matchKeys(base + a, base[b], base[c])
        if v.isControl {
          control = v
          break run
        }
        if !v.isTrue { pc += Int(Int32(bitPattern: pc[-1])) }
      case .matchRest:
        frame.pointee.pc = pc
        let v = vm.matchRest(base[b], base[c])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .matchClass:
        pc += 3
        frame.pointee.pc = pc
        let v = vm.matchClass(
          base + a, base[b], base[c], Int(pc[-3]), pc[-2] == 0xFFFF_FFFF ? .unbound : k[Int(pc[-2])])
        if v.isControl {
          control = v
          break run
        }
        if !v.isTrue { pc += Int(Int32(bitPattern: pc[-1])) }
      case .length:
        frame.pointee.pc = pc
        let v = vm.lengthSlowly(base[b])
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      case .intrinsic:
        frame.pointee.pc = pc
        let v = vm.intrinsic(c, base + b, base)
        if v.isControl {
          control = v
          break run
        }
        base[a] = v
      }
    }
    // A slow path changed the course: a frame was pushed, an exception is on its way, or the caller is parked.
    if control == .raised {
      control = vm.unwind()
      if !control.isControl { return .raised }
    }
    if control == .parked { return .parked }
    if control == .entered {
      frame = vm.pointee.frame
      pc = frame.pointee.pc
      base = frame.pointee.base
      k = frame.pointee.code.pointee.constants
      continue
    }
    return control
  }
}

@inline(__always) private func specialConstant(_ number: Int) -> Value {
  switch number {
  case 0: .none
  case 1: .true
  case 2: .false
  case 3: .ellipsis
  default: .unbound
  }
}

/// The cell a closure holds at a place.
@inline(__always) private func closureVariable(_ base: Values, _ index: Int) -> Cell {
  let closure = base[-1].as(FunctionCell.self).pointee.closure.cell
  return (closure + TupleCell.itemsOffset).assumingMemoryBound(to: Value.self)[index].cell
}

@inline(__always) func valuePlace(_ entry: UnsafeMutablePointer<DictEntry>) -> Values {
  (UnsafeMutableRawPointer(entry) + 16).assumingMemoryBound(to: Value.self)
}

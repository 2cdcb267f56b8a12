// FrameTypes.swift — frames and tracebacks as a script sees them: pictures of where the machine stood.

import Parser

/// Words of a frame record: function, pc offset, locals dict or unbound, frame below or None, line or None.
private enum FrameWord { static let function = 0, pc = 1, locals = 2, back = 3, generator = 4, count = 5 }

extension NativeType {
  static var frame: NativeType {
    NativeType("frame", kind: .record, layout: .frame, words: FrameWord.count, isBaseType: false, "") {
      [
        .getter("f_code", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.makeCodeObject(frameWords(args)[FrameWord.function].as(FunctionCell.self).pointee.code)
        },
        .getter("f_globals", "", .readsSelf) { (vm, args) throws(Raise) in
          frameWords(args)[FrameWord.function].as(FunctionCell.self).pointee.globals
        },
        .getter("f_builtins", "", .readsSelf) { (vm, args) throws(Raise) in vm.pointee.builtins },
        .getter("f_locals", "", .readsSelf) { (vm, args) throws(Raise) in frameWords(args)[FrameWord.locals] },
        .getter("f_back", "", .readsSelf) { (vm, args) throws(Raise) in frameWords(args)[FrameWord.back] },
        .getter("f_lineno", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.int(vm.line(frameWords(args)[FrameWord.function], frameWords(args)[FrameWord.pc].smallInt))
        },
        .getter("f_lasti", "", .readsSelf) { (vm, args) throws(Raise) in frameWords(args)[FrameWord.pc] },
        .property("f_trace", "", .readsSelf) { (vm, args) throws(Raise) in .none },
        .method("clear()", "", .writesSelf) { (vm, args) throws(Raise) in .none },
        .slot("__repr__(/)", "", .readsSelf, frameRepr),
      ]
    }
  }

  static var traceback: NativeType {
    NativeType("traceback", kind: .traceback, isBaseType: false, "Create a new traceback object.") {
      [
        .slot("__new__(tb_next, tb_frame, tb_lasti, tb_lineno)", "", .pure, tracebackNew),
        .property("tb_next", "", .readsSelf, tracebackNext),
        .getter("tb_lineno", "", .readsSelf) { (vm, args) throws(Raise) in
          let cell = args[0].as(TracebackCell.self).pointee
          return vm.int(vm.line(cell.function, cell.pc))
        },
        .getter("tb_lasti", "", .readsSelf) { (vm, args) throws(Raise) in
          vm.int(args[0].as(TracebackCell.self).pointee.pc)
        },
        .getter("tb_frame", "", .readsSelf, tracebackFrame),
      ]
    }
  }
}

private func frameWords(_ args: Arguments) -> Values { args[0].cell.recordWords }

private func frameRepr(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let function = frameWords(args)[FrameWord.function]
  let record = vm.pointee.codes[function.as(FunctionCell.self).pointee.code.pointee.number]
  let line = vm.line(function, frameWords(args)[FrameWord.pc].smallInt)
  return vm.string(
    "<frame at 0x\(String(vm.identity(args[0]), radix: 16)), file '\(record.unit.tree.source.path)', line \(line), "
      + "code \(record.info.name)>")
}

private func tracebackNew(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  guard args[1].isNone || args[1].is(.traceback) else {
    throw vm.raise(.typeError, "expected traceback object or None, got '\(vm.typeName(args[1]))'")
  }
  guard args[2].isRecord(.frame) else {
    throw vm.raise(.typeError, "traceback() argument 'tb_frame' must be frame, not \(vm.typeName(args[2]))")
  }
  let cell = vm.allocate(.traceback, MemoryLayout<TracebackCell>.size, shape: BuiltinType.traceback.rawValue)
  let traceback = cell.assumingMemoryBound(to: TracebackCell.self)
  traceback.pointee.next = args[1]
  traceback.pointee.function = args[2].cell.recordWords[FrameWord.function]
  traceback.pointee.pc = try vm.index(args[3])
  traceback.pointee.frame = args[2]
  return Value(cell)
}

private func tracebackNext(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let place = vm.placeOf(&args[0].as(TracebackCell.self).pointee.next)
  if args.count == 1 { return place.pointee }
  guard args[1].isNone || args[1].is(.traceback) else {
    throw vm.raise(.typeError, "expected traceback object or None, got '\(vm.typeName(args[1]))'")
  }
  vm.store(place, args[1])
  return .none
}

private func tracebackFrame(_ vm: VM, _ args: Arguments) throws(Raise) -> Value {
  let cell = args[0].as(TracebackCell.self)
  if !cell.pointee.frame.isUnbound { return cell.pointee.frame }
  let made = vm.newRecord(.frame, .frame, words: FrameWord.count)
  made.recordWords[FrameWord.function] = cell.pointee.function
  made.recordWords[FrameWord.pc] = Value(small: cell.pointee.pc)
  made.recordWords[FrameWord.locals] = vm.dict()
  made.recordWords[FrameWord.back] = .none
  vm.store(vm.placeOf(&cell.pointee.frame), Value(made))
  return Value(made)
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// The syntax node of the instruction at a word offset of a function's code.
  public func node(_ function: Value, _ pc: Int) -> (CodeRecord, NodeID) {
    let record = pointee.codes[function.as(FunctionCell.self).pointee.code.pointee.number]
    var node: NodeID = 0
    for entry in record.positions {
      if Int(entry.pc) > pc { break }
      node = entry.node
    }
    return (record, node)
  }

  /// The line of the instruction at a word offset, 1-based.
  public func line(_ function: Value, _ pc: Int) -> Int {
    let (record, node) = node(function, pc)
    if node == 0 { return record.info.firstLine }
    return record.unit.tree.source.line(of: Int(record.unit.tree[node].start))
  }

  /// The frame `depth` script frames below the running one, or nil.
  public func makeFrame(depth: Int) throws(Raise) -> Value? {
    var frame = pointee.frame
    var left = depth
    while frame > pointee.frames {
      if frame.pointee.base[-1].is(.function) {
        if left == 0 { return try picture(frame) }
        left -= 1
      }
      frame -= 1
    }
    return nil
  }

  private func picture(_ frame: UnsafeMutablePointer<Frame>) throws(Raise) -> Value {
    let made = newRecord(.frame, .frame, words: FrameWord.count)
    hold(Value(made))
    defer { unhold() }
    let function = frame.pointee.base[-1]
    made.recordWords[FrameWord.function] = function
    made.recordWords[FrameWord.pc] = Value(small: frame.pointee.pc - frame.pointee.code.pointee.words - 1)
    made.recordWords[FrameWord.locals] = try locals(of: frame)
    var below = frame - 1
    while below > pointee.frames, !below.pointee.base[-1].is(.function) { below -= 1 }
    made.recordWords[FrameWord.back] = below > pointee.frames ? try picture(below) : .none
    return Value(made)
  }

  func makeGeneratorFrame(_ value: Value) -> Value {
    let made = newRecord(.frame, .frame, words: FrameWord.count)
    hold(Value(made))
    defer { unhold() }
    let cell = generator(value.cell)
    let registers = registers(value.cell)
    made.recordWords[FrameWord.function] = registers[-1]
    made.recordWords[FrameWord.pc] = Value(small: max(0, cell.pointee.pc - cell.pointee.code.pointee.words - 1))
    made.recordWords[FrameWord.locals] = (try? localsDict(registers)) ?? dict()
    made.recordWords[FrameWord.back] = .none
    return Value(made)
  }

  /// `locals()` of a frame: the globals of a module, the namespace of a class body, else a new dict.
  func locals(of frame: UnsafeMutablePointer<Frame>) throws(Raise) -> Value {
    switch frame.pointee.code.pointee.kind {
    case .module: return frame.pointee.base[-1].as(FunctionCell.self).pointee.globals
    case .nameMode: return frame.pointee.base[0]
    case .function, .generator, .coroutine, .asyncGenerator: return try localsDict(frame.pointee.base)
    }
  }

  private func localsDict(_ base: Values) throws(Raise) -> Value {
    let made = dict()
    hold(made)
    defer { unhold() }
    let function = base[-1].as(FunctionCell.self)
    let info = pointee.codes[function.pointee.code.pointee.number].info
    for (i, name) in info.localNames.enumerated() {
      var value = base[info.localRegisters.isEmpty ? i : info.localRegisters[i]]
      if value.is(.cellVariable), info.cellRegisters.contains(i) {
        value = value.as(VariableCell.self).pointee.contents
      }
      if !value.isUnbound, !name.hasPrefix(".") { try dictSetStr(made.cell, intern(name), value) }
    }
    for (i, name) in info.freeNames.enumerated() {
      let value = itemsOf(function.pointee.closure).0[i].as(VariableCell.self).pointee.contents
      if !value.isUnbound { try dictSetStr(made.cell, intern(name), value) }
    }
    return made
  }
}

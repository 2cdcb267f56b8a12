// Shape.swift — the attribute layouts of objects: which name is in which slot, and the class that goes with it.

import Glibc

/// One attribute layout. A shape implies its class; objects of one shape have the same names in the same slots.
///
/// Shapes form a tree per class: adding an attribute moves an object to a child. They are append-only and their numbers
/// are never used again.
public struct Shape {
  /// The class cell.
  public var ownerClass: Cell
  /// The name of the newest slot (an interned str), 0 for a root.
  public var name: Value
  public var parent: UInt32
  public var slotCount: UInt16
  /// Slots that stand in the object; the others are in its overflow cell.
  public var inlineCapacity: UInt8
  public var isDictionary: Bool
  /// The child added last; a cache of one transition before the table is asked.
  public var lastChild: UInt32
  public var reserved: UInt32
}

/// All shapes of an interpreter, and the transitions between them.
public struct ShapeTable {
  public let shapes: UnsafeMutablePointer<Shape>
  public private(set) var count: UInt32
  private static let limit = 1 << 24
  /// Open addressing over (parent, name): a child's number, 0 = free.
  private var transitions: UnsafeMutablePointer<UInt32>
  private var mask: Int
  private var used = 0

  init() {
    let bytes = ShapeTable.limit * MemoryLayout<Shape>.stride
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard memory != MAP_FAILED, let memory else { fatalError("aio: cannot reserve memory for shapes") }
    shapes = memory.bindMemory(to: Shape.self, capacity: ShapeTable.limit)
    count = 1
    mask = 1023
    transitions = .allocate(capacity: mask + 1)
    transitions.initialize(repeating: 0, count: mask + 1)
  }

  func destroy() {
    munmap(shapes, ShapeTable.limit * MemoryLayout<Shape>.stride)
    transitions.deallocate()
  }

  /// A root shape for objects of a class.
  mutating func makeRoot(_ ownerClass: Cell, inlineCapacity: Int, isDictionary: Bool = false) -> UInt32 {
    append(
      Shape(
        ownerClass: ownerClass, name: Value(bits: 0), parent: 0, slotCount: 0,
        inlineCapacity: UInt8(min(inlineCapacity, 60)), isDictionary: isDictionary, lastChild: 0, reserved: 0
      )
    )
  }

  private mutating func append(_ shape: Shape) -> UInt32 {
    precondition(Int(count) < ShapeTable.limit, "too many shapes")
    shapes[Int(count)] = shape
    count += 1
    return count - 1
  }

  @inline(__always) public subscript(_ id: UInt32) -> UnsafeMutablePointer<Shape> { shapes + Int(id) }

  /// The slot of a name, or -1. Walks up the tree: at most 64 steps.
  public func slot(_ id: UInt32, _ name: Value) -> Int {
    var shape = shapes + Int(id)
    while shape.pointee.slotCount > 0 {
      if shape.pointee.name == name { return Int(shape.pointee.slotCount) - 1 }
      shape = shapes + Int(shape.pointee.parent)
    }
    return -1
  }

  /// The shape of an object of shape `id` after a name was added; 0 when the 64 attributes are used up.
  public mutating func adding(_ name: Value, to id: UInt32) -> UInt32 {
    let parent = shapes + Int(id)
    let last = parent.pointee.lastChild
    if last != 0, shapes[Int(last)].name == name { return last }
    if parent.pointee.slotCount >= 64 { return 0 }
    var place = ShapeTable.hash(id, name) & mask
    while transitions[place] != 0 {
      let child = transitions[place]
      if shapes[Int(child)].parent == id, shapes[Int(child)].name == name {
        parent.pointee.lastChild = child
        return child
      }
      place = (place + 1) & mask
    }
    var shape = parent.pointee
    shape.name = name
    shape.parent = id
    shape.slotCount += 1
    shape.lastChild = 0
    let child = append(shape)
    transitions[place] = child
    parent.pointee.lastChild = child
    used += 1
    if used * 2 > mask { grow() }
    return child
  }

  private static func hash(_ id: UInt32, _ name: Value) -> Int {
    Int(truncatingIfNeeded: (UInt64(id) &* 0x9E37_79B9_7F4A_7C15 ^ (name.bits >> 4)) &* 0xBF58_476D_1CE4_E5B9 >> 20)
  }

  private mutating func grow() {
    let old = transitions, oldMask = mask
    mask = mask * 2 + 1
    transitions = .allocate(capacity: mask + 1)
    transitions.initialize(repeating: 0, count: mask + 1)
    for i in 0...oldMask where old[i] != 0 {
      let shape = shapes + Int(old[i])
      var place = ShapeTable.hash(shape.pointee.parent, shape.pointee.name) & mask
      while transitions[place] != 0 { place = (place + 1) & mask }
      transitions[place] = old[i]
    }
    old.deallocate()
  }

  /// The names of a shape's slots, in order of slot.
  public func names(_ id: UInt32) -> [Value] {
    var names: [Value] = []
    var shape = shapes + Int(id)
    while shape.pointee.slotCount > 0 {
      names.append(shape.pointee.name)
      shape = shapes + Int(shape.pointee.parent)
    }
    return names.reversed()
  }
}

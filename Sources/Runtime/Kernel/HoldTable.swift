// HoldTable.swift — which task holds which resource.
//
// A resource (a lock, a semaphore, a condition's lock) has a number; its row starts a list of holds.
// A lock has at most one, so adding and removing look at one row each.

/// Numbers of resources, dense, given again after `remove`. 0 is no resource.
public typealias ResourceNumber = UInt64

struct ResourceRow: BitwiseCopyable {
  var lineage: Lineage
  var firstHold: Int32 = -1
  var isLive = true
}

struct HoldRow: BitwiseCopyable {
  var task: TaskNumber
  var next: Int32
}

/// The resources of one interpreter and who holds them.
public struct HoldTable: BitwiseCopyable {
  var resources = FlatTable<ResourceRow>()
  var freeResources = FlatTable<UInt32>()
  var holds = FlatTable<HoldRow>()
  var freeHolds = FlatTable<Int32>()

  init() { resources.append(ResourceRow(lineage: .root)) }

  mutating func addResource(lineage: Lineage) -> ResourceNumber {
    let row = ResourceRow(lineage: lineage)
    if let free = freeResources.popLast() {
      resources[Int(free)] = row
      return ResourceNumber(free)
    }
    resources.append(row)
    return ResourceNumber(resources.count - 1)
  }

  mutating func removeResource(_ resource: ResourceNumber) {
    guard isLive(resource) else { return }
    var hold = resources[Int(resource)].firstHold
    while hold >= 0 {
      freeHolds.append(hold)
      hold = holds[Int(hold)].next
    }
    resources.rows[Int(resource)].firstHold = -1
    resources.rows[Int(resource)].isLive = false
    freeResources.append(UInt32(truncatingIfNeeded: resource))
  }

  func isLive(_ resource: ResourceNumber) -> Bool {
    resource > 0 && resource < UInt64(resources.count) && resources[Int(resource)].isLive
  }

  mutating func add(_ task: TaskNumber, _ resource: ResourceNumber) {
    guard isLive(resource) else { return }
    let row = HoldRow(task: task, next: resources[Int(resource)].firstHold)
    if let free = freeHolds.popLast() {
      holds[Int(free)] = row
      resources.rows[Int(resource)].firstHold = free
    } else {
      holds.append(row)
      resources.rows[Int(resource)].firstHold = Int32(truncatingIfNeeded: holds.count - 1)
    }
  }

  /// Ends the task's hold, or the latest one when the task has none: another task may release a lock.
  mutating func remove(_ task: TaskNumber, _ resource: ResourceNumber) {
    guard isLive(resource) else { return }
    let first = resources[Int(resource)].firstHold
    guard first >= 0 else { return }
    var previous: Int32 = -1
    var hold = first
    while hold >= 0, holds[Int(hold)].task != task {
      previous = hold
      hold = holds[Int(hold)].next
    }
    if hold < 0 {
      hold = first
      previous = -1
    }
    let next = holds[Int(hold)].next
    if previous < 0 {
      resources.rows[Int(resource)].firstHold = next
    } else {
      holds.rows[Int(previous)].next = next
    }
    freeHolds.append(hold)
  }

  /// The one task that holds the resource; nil when none does or several do.
  func soleHolder(_ resource: ResourceNumber) -> TaskNumber? {
    guard isLive(resource) else { return nil }
    let hold = resources[Int(resource)].firstHold
    guard hold >= 0, holds[Int(hold)].next < 0 else { return nil }
    return holds[Int(hold)].task
  }

  /// Everyone who holds the resource, the longest holder first.
  func holders(_ resource: ResourceNumber) -> [TaskNumber] {
    guard isLive(resource) else { return [] }
    var found: [TaskNumber] = []
    var hold = resources[Int(resource)].firstHold
    while hold >= 0 {
      found.append(holds[Int(hold)].task)
      hold = holds[Int(hold)].next
    }
    return found.reversed()
  }

  func clone() -> HoldTable {
    var copy = self
    copy.resources = resources.clone()
    copy.freeResources = freeResources.clone()
    copy.holds = holds.clone()
    copy.freeHolds = freeHolds.clone()
    return copy
  }

  mutating func assign(from other: HoldTable) {
    resources.assign(from: other.resources)
    freeResources.assign(from: other.freeResources)
    holds.assign(from: other.holds)
    freeHolds.assign(from: other.freeHolds)
  }

  func free() {
    resources.free()
    freeResources.free()
    holds.free()
    freeHolds.free()
  }
}

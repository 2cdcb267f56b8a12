// TaskTable.swift — one row of numbers per task: what it waits for, since when, and its lineage.

/// Numbers of tasks, dense, given again after `remove`. 0 is the module body and always there.
public typealias TaskNumber = UInt32

/// A wait as a report sees it.
public struct Wait: Sendable, Equatable {
  public let task: TaskNumber
  public let kind: WaitKind
  public let resource: UInt64
  public let since: Double
}

struct TaskRow: BitwiseCopyable {
  var resource: UInt64 = 0
  var since: Double = 0
  var lineage = Lineage.root
  /// How many tasks and resources this task has made.
  var children: UInt32 = 0
  var kind = WaitKind.none
  var isLive = true
}

/// The tasks of one interpreter.
public struct TaskTable: BitwiseCopyable {
  var rows = FlatTable<TaskRow>()
  var freeRows = FlatTable<UInt32>()
  public internal(set) var liveCount = 1

  init() { rows.append(TaskRow()) }

  /// One more task, made by `creator`.
  public mutating func add(creator: TaskNumber) -> TaskNumber {
    var row = TaskRow()
    row.lineage = nextLineage(creator)
    liveCount += 1
    if let free = freeRows.popLast() {
      rows[Int(free)] = row
      return free
    }
    rows.append(row)
    return TaskNumber(truncatingIfNeeded: rows.count - 1)
  }

  /// Gives the number back. Numbers that are not in use are ignored.
  public mutating func remove(_ task: TaskNumber) {
    guard task > 0, isLive(task) else { return }
    rows.rows[Int(task)].isLive = false
    rows.rows[Int(task)].kind = .none
    freeRows.append(task)
    liveCount -= 1
  }

  public func isLive(_ task: TaskNumber) -> Bool { Int(task) < rows.count && rows.rows[Int(task)].isLive }

  public func lineage(of task: TaskNumber) -> Lineage { isLive(task) ? rows[Int(task)].lineage : .root }

  /// The lineage of the next thing that `creator` makes.
  mutating func nextLineage(_ creator: TaskNumber) -> Lineage {
    let maker = isLive(creator) ? Int(creator) : 0
    let lineage = rows.rows[maker].lineage.child(rows.rows[maker].children)
    rows.rows[maker].children &+= 1
    return lineage
  }

  @inline(__always)
  func wait(of task: TaskNumber) -> Wait {
    let row = rows[Int(task)]
    return Wait(task: task, kind: row.kind, resource: row.resource, since: row.since)
  }

  func clone() -> TaskTable {
    var copy = self
    copy.rows = rows.clone()
    copy.freeRows = freeRows.clone()
    return copy
  }

  mutating func assign(from other: TaskTable) {
    rows.assign(from: other.rows)
    freeRows.assign(from: other.freeRows)
    liveCount = other.liveCount
  }

  func free() {
    rows.free()
    freeRows.free()
  }
}

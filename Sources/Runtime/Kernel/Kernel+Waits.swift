// Kernel+Waits.swift — who waits for what, who holds what, and the circles that makes.

extension Kernel {
  /// Links of a chain that are followed when a wait begins. Longer circles are found at the end of the run;
  /// without a bound a long queue of waiting tasks would cost the square of its length.
  static let chainLimit = 256

  /// One more task, made by `creator`; `removeTask` gives the number back.
  public func addTask(creator: TaskNumber) -> TaskNumber { state.pointee.tasks.add(creator: creator) }

  public func removeTask(_ task: TaskNumber) { state.pointee.tasks.remove(task) }

  public func lineage(of task: TaskNumber) -> Lineage { state.pointee.tasks.lineage(of: task) }

  /// A number for a lock or the like, made by `creator`.
  public func addResource(creator: TaskNumber) -> ResourceNumber {
    state.pointee.holds.addResource(lineage: state.pointee.tasks.nextLineage(creator))
  }

  public func removeResource(_ resource: ResourceNumber) { state.pointee.holds.removeResource(resource) }

  public func lineage(ofResource resource: ResourceNumber) -> Lineage {
    guard state.pointee.holds.isLive(resource) else { return .root }
    return state.pointee.holds.resources[Int(resource)].lineage
  }

  // MARK: Waits

  /// Notes that the task waits. A circle that this closes comes back as the tasks in it, this one first.
  @discardableResult
  public func beginWait(_ task: TaskNumber, _ kind: WaitKind, resource: UInt64) -> [TaskNumber]? {
    guard state.pointee.tasks.isLive(task) else { return nil }
    let row = state.pointee.tasks.rows.rows + Int(task)
    row.pointee.kind = kind
    row.pointee.resource = resource
    row.pointee.since = state.pointee.clock.now
    if kind.target == .nothing { return nil }
    return circle(from: task, limit: Kernel.chainLimit)
  }

  @inline(__always)
  public func endWait(_ task: TaskNumber) {
    if Int(task) < state.pointee.tasks.rows.count { state.pointee.tasks.rows.rows[Int(task)].kind = .none }
  }

  public func wait(of task: TaskNumber) -> Wait? {
    guard state.pointee.tasks.isLive(task) else { return nil }
    let wait = state.pointee.tasks.wait(of: task)
    return wait.kind == .none ? nil : wait
  }

  /// All waits, by task number.
  public func waits() -> [Wait] {
    var found: [Wait] = []
    for task in 0..<state.pointee.tasks.rows.count {
      if let wait = wait(of: TaskNumber(task)) { found.append(wait) }
    }
    return found
  }

  // MARK: Holds

  public func addHold(_ task: TaskNumber, _ resource: ResourceNumber) { state.pointee.holds.add(task, resource) }

  public func removeHold(_ task: TaskNumber, _ resource: ResourceNumber) { state.pointee.holds.remove(task, resource) }

  public func holders(of resource: ResourceNumber) -> [TaskNumber] { state.pointee.holds.holders(resource) }

  // MARK: Circles

  /// The one task that has to act before this one goes on, if there is exactly one.
  private func blocker(of task: TaskNumber) -> TaskNumber? {
    guard state.pointee.tasks.isLive(task) else { return nil }
    let wait = state.pointee.tasks.wait(of: task)
    switch wait.kind.target {
    case .nothing: return nil
    case .task: return wait.resource < UInt64(state.pointee.tasks.rows.count) ? TaskNumber(wait.resource) : nil
    case .holder: return state.pointee.holds.soleHolder(wait.resource)
    }
  }

  private func circle(from start: TaskNumber, limit: Int) -> [TaskNumber]? {
    var chain = [start]
    var task = start
    while chain.count <= limit, let next = blocker(of: task) {
      if next == start { return chain }
      chain.append(next)
      task = next
    }
    return nil
  }

  /// Every circle there is now, each beginning with its lowest task number, in that order.
  public func circles() -> [[TaskNumber]] {
    let count = state.pointee.tasks.rows.count
    // The walk that first met a task; 0 is none.
    var visits = [Int](repeating: 0, count: count)
    var found: [[TaskNumber]] = []
    for start in 0..<count where visits[start] == 0 {
      var task: TaskNumber? = TaskNumber(start)
      while let current = task, visits[Int(current)] == 0 {
        visits[Int(current)] = start + 1
        task = blocker(of: current)
      }
      if let last = task, visits[Int(last)] == start + 1, let circle = circle(from: last, limit: count) {
        let lowest = circle.indices.min { circle[$0] < circle[$1] } ?? 0
        found.append(Array(circle[lowest...] + circle[..<lowest]))
      }
    }
    return found.sorted { $0[0] < $1[0] }
  }
}

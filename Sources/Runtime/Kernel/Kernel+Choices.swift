// Kernel+Choices.swift — the places where a policy may decide.

extension Kernel {
  /// Whether the policy wants questions of this kind.
  func asks(_ kind: ChoiceKind) -> Bool { policy?.level.includes(kind) ?? false }

  /// The policy's answer, 0 when it gives one that does not exist.
  func choose(_ kind: ChoiceKind, _ count: Int) -> Int {
    guard count > 1, let answer = policy?.choose(kind, from: count) else { return 0 }
    return answer >= 0 && answer < count ? answer : 0
  }

  /// Whether something outside fails now; for worlds that can fail.
  public func chooseFault() -> Bool { asks(.fault) && choose(.fault, 2) == 1 }

  /// The next job of the batch after asking the policy, nil at the end of the batch.
  ///
  /// Threads go in any order. On an asyncio loop a task step may overtake whatever stands before it, but
  /// callbacks keep their order among themselves, and one at the head runs.
  func popChosen() -> UInt64? {
    let id = state.pointee.current
    if state.pointee.asksOnPop {
      let queue = state.pointee.loops[id].ready
      let left = queue.batchEnd - queue.head
      if left > 1 {
        let offset = id == 0 ? choose(.executor, left) : chooseStep(queue, left)
        state.pointee.loops[id].ready.bringForward(offset)
      }
    }
    return state.pointee.loops[id].ready.pop()
  }

  private func chooseStep(_ queue: JobQueue, _ left: Int) -> Int {
    guard queue.word(at: 0) & JobQueue.stepBit != 0 else { return 0 }
    var candidates = 0
    for offset in 0..<left where queue.word(at: offset) & JobQueue.stepBit != 0 { candidates += 1 }
    var chosen = choose(.step, candidates)
    for offset in 0..<left where queue.word(at: offset) & JobQueue.stepBit != 0 {
      if chosen == 0 { return offset }
      chosen -= 1
    }
    return 0
  }
}

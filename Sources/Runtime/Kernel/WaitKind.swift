// WaitKind.swift — what a task can wait for.

/// Library turns a kind into words; the kernel only asks whether its resource can have a holder.
public enum WaitKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case none
  case sleep, future, task, gather, event, condition, barrier, thread
  case lock, semaphore
  case queueGet, queuePut, queueJoin
  case read, write, accept, connect, input, child
  case other

  /// How the resource number of a wait of this kind leads on to another task.
  public enum Target: Sendable {
    /// It does not.
    case nothing
    /// The resource is the number of a task.
    case task
    /// The resource is the number of a resource, which a task may hold.
    case holder
  }

  public var target: Target {
    switch self {
    case .task: .task
    case .lock, .semaphore, .condition: .holder
    case .none, .sleep, .future, .gather, .event, .barrier, .thread, .queueGet, .queuePut, .queueJoin, .read, .write,
      .accept, .connect, .input, .child, .other:
      .nothing
    }
  }
}

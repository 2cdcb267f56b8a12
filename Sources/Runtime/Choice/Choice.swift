// Choice.swift — everything about a run that could have gone otherwise.

/// Closed: a schedule is a list of answers to these questions and to nothing else.
public enum ChoiceKind: UInt8, Sendable, CaseIterable {
  /// Run what is ready (0), or first let the next deadline fall due (1).
  case clock
  /// Which of several descriptors that became ready is served next.
  case io
  /// Which executor function goes on next.
  case executor
  /// Which task of the batch steps next.
  case step
  /// Whether something outside fails.
  case fault

  public var name: String {
    switch self {
    case .clock: "clock"
    case .io: "io"
    case .executor: "executor"
    case .step: "step"
    case .fault: "fault"
    }
  }
}

/// How much a policy may change.
public enum ChoiceLevel: UInt8, Sendable {
  /// Nothing: asyncio's order.
  case fifo
  /// Clock, io and executor: orders that stock asyncio can produce as well.
  case timing
  /// Also which task steps next.
  case any

  /// Whether a policy of this level is asked questions of this kind.
  public func includes(_ kind: ChoiceKind) -> Bool {
    switch kind {
    case .clock, .io, .executor: self != .fifo
    case .step, .fault: self == .any
    }
  }

  public var name: String {
    switch self {
    case .fifo: "fifo"
    case .timing: "timing"
    case .any: "any"
    }
  }
}

// Block.swift — statements that code must leave in order.

import Parser

/// A statement around the one being compiled that `break`, `continue`, `return` or an exception has to pass.
struct Block {
  enum Kind {
    case loop
    /// The body of a `try` with handlers.
    case tryBody
    /// The body of a `try` with a `finally`.
    case finallyBody
    /// An exception is handled: the body of `except`, or `finally` on its exceptional path.
    case handling
    case with, asyncWith
  }

  let kind: Kind
  let node: NodeID
  /// Where `break` goes.
  var exit: Label?
  /// Where `continue` goes: the head of a loop.
  var head = 0
  /// Whether a loop's iterator was made in its header, so that leaving the loop ends it.
  var ownsIterator = false
  /// The exception (`handling`), the bound exit method (`with`) or the iterator (`loop`).
  var register = 0
  /// The `finally` statements.
  var body: ListID = 0
  /// The name of an `except ... as`.
  var name: NameID = 0
  /// Where an exception inside goes, and the register it arrives in.
  var handler: Label?
  var handlerRegister = 0
  /// Where the protected range that is open now began.
  var rangeStart = 0

  init(_ kind: Kind, node: NodeID) { (self.kind, self.node) = (kind, node) }
}

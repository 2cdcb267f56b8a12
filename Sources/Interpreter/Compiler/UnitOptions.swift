// UnitOptions.swift — how a text is compiled.

/// How a text is compiled.
public struct UnitOptions: Sendable {
  public enum Mode: Sendable {
    /// Names are globals.
    case module
    /// `exec`: names live in the namespace R[0].
    case nameMode
    /// `eval`: as `nameMode`; the value of the one expression is returned.
    case evaluation
    /// As `module`; values of expression statements are shown.
    case interactive
  }

  public var mode: Mode
  /// `await` may stand outside functions: function 0 is a coroutine then, if it awaits at all.
  public var topLevelAwait = false
  /// As if the text began with `from __future__ import annotations`.
  public var annotationsAreText = false
  /// Leaves out `assert`, and `__debug__` is False.
  public var isOptimized = false

  public init(mode: Mode = .module) { self.mode = mode }

  var isNameMode: Bool { mode == .nameMode || mode == .evaluation }
}

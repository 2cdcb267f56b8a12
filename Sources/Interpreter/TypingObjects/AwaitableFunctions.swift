// AwaitableFunctions.swift — generator functions that `types.coroutine` marked.

extension FunctionCell {
  /// Header flag: the generators it gives can be awaited.
  public static var givesAwaitables: UInt8 { 1 }
}

public import TokenStreams

/// Codes made of tokens again, and what could not be used.
public struct RestoredCodes: Hashable, Sendable {
  /// The whole positions.
  public let stack: CodeStack
  /// Positions in a row of the grid, where rows were marked and there is at least one.
  public let width: Int?
  /// What was left over at the end, nil where nothing was.
  public let dropped: Dropped?

  /// Tokens at the end that do not make a whole.
  public struct Dropped: Hashable, Sendable, CustomStringConvertible {
    /// How many tokens were left over, padding not counted.
    public let tokenCount: Int
    /// What they are the beginning of, such as `a position`.
    public let beginningOf: String

    /// One clause that says so.
    public var description: String {
      "\(tokenCount) tokens at the end are the beginning of \(beginningOf) and were dropped"
    }

    /// Nil for no tokens.
    init?(_ tokenCount: Int, beginningOf: String) {
      guard tokenCount > 0 else { return nil }
      self.tokenCount = tokenCount
      self.beginningOf = beginningOf
    }
  }
}

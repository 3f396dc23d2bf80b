/// How far the learning of merges is.
public struct PairTrainingProgress: Sendable {
  /// The merges so far; learning may go on from this table later and ends with the same merges.
  public let table: MergeTable
  /// How many base codes the corpus has, each sequence as often as it weighs.
  public let codeCount: Int
  /// How many tokens it has now, scaffolds not yet expanded.
  public let tokenCount: Int
  /// How often the last merged pair stood in the corpus; 0 before the first merge.
  public let frequency: Int

  /// Base codes divided by tokens.
  public var compression: Double {
    tokenCount == 0 ? 1 : Double(codeCount) / Double(tokenCount)
  }
}

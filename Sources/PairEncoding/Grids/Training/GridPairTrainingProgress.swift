/// How far a training of grids is.
public struct GridPairTrainingProgress: Sendable {
  /// The merges so far; a training that starts from them ends as if it had never stopped.
  public let vocabulary: GridVocabulary
  /// How many merges were asked for.
  public let mergeGoal: Int
  /// How often the last merge was applied; 0 before the first.
  public let frequency: Int
  /// How many cells the grids have together.
  public let cellCount: Int
  /// How many tokens they have now.
  public let tokenCount: Int

  /// Cells per token.
  public var compression: Double { Double(cellCount) / Double(max(tokenCount, 1)) }
}

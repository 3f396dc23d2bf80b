public import TokenStreams

/// What a training of grids came to.
public struct TrainedGridVocabulary: Hashable, Sendable {
  /// The merges.
  public let vocabulary: GridVocabulary
  /// How often each merge was applied, in rank order.
  public let frequencies: [Int]
  /// Why the training ended.
  public let end: PairTrainingEnd
  /// How many cells the grids have together.
  public let cellCount: Int
  /// The training grids as the vocabulary encodes them, one sequence a grid.
  public let encoded: TokenSequences

  /// Cells per token over all grids.
  public var compression: Double { Double(cellCount) / Double(encoded.tokens.count) }
}

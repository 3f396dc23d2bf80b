public import TokenStreams

/// What a training of grids came to.
public struct TrainedGridVocabulary: Hashable, Sendable {
  /// Why a training ended.
  public enum End: String, Hashable, Sendable, Codable {
    /// All merges that were asked for are made.
    case mergesMade
    /// The target compression is reached.
    case compressionReached
    /// No admitted pair occurs often enough.
    case noPairLeft
    /// The shapes of all tokens have as many cells as a vocabulary may hold.
    case shapesFull
  }

  /// The merges.
  public let vocabulary: GridVocabulary
  /// How often each merge was applied, in rank order.
  public let frequencies: [Int]
  /// Why the training ended.
  public let end: End
  /// How many cells the grids have together.
  public let cellCount: Int
  /// The training grids as the vocabulary encodes them, one sequence a grid.
  public let encoded: TokenSequences

  /// Cells per token over all grids.
  public var compression: Double { Double(cellCount) / Double(encoded.tokens.count) }
}

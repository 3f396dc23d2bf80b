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
    /// The caller stopped it.
    case stopped
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

/// How far a training of grids is.
public struct GridTrainingProgress: Hashable, Sendable {
  /// The merge that was just made.
  public let merge: GridMerge
  /// Its rank.
  public let rank: Int
  /// How many merges were asked for.
  public let mergeCount: Int
  /// How often it was applied.
  public let frequency: Int
  /// Cells per token over all grids by now.
  public let compression: Double
}

/// What a training does after a merge.
public enum AfterMerge: Hashable, Sendable {
  /// It goes on.
  case goOn
  /// It ends, and returns the merges made so far, from which it can be taken up again.
  case stop
}

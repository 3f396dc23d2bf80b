import PairEncoding

/// How codes are covered by tokens, for vocabularies of every kind.
public enum PairEncodingMode: Hashable, Sendable {
  /// As the merges were learned.
  case mergeOrder
  /// The longest token, or the one of most cells, at the first place that is left.
  case longestMatch
  /// As few tokens as possible; of sequences only.
  case fewestTokens
  /// As ``mergeOrder``, with merges left out by chance.
  case dropout(probability: Double, seed: UInt64)

  var ofSequences: EncodingMode {
    switch self {
    case .mergeOrder: .mergeOrder
    case .longestMatch: .longestMatch
    case .fewestTokens: .fewestTokens
    case .dropout(let probability, let seed): .dropout(probability: probability, seed: seed)
    }
  }

  /// The mode for grids, nil where there is none.
  var ofGrids: GridEncodingMode? {
    switch self {
    case .mergeOrder: .mergeOrder
    case .longestMatch: .largestShapeFirst
    case .fewestTokens: nil
    case .dropout(let probability, let seed): .dropout(probability: probability, seed: seed)
    }
  }
}

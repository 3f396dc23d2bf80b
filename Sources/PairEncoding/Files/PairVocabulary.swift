/// A vocabulary of merged codes together with what is known of its training: what a vocabulary file
/// holds.
public struct PairVocabulary: Hashable, Sendable {
  /// The merges, by what they merge.
  public enum Merges: Hashable, Sendable {
    /// Neighbours in a sequence.
    case sequences(MergeTable)
    /// Neighbours on a grid.
    case grids(GridVocabulary)
    /// By the rule of Being-VL-0.5, which flattens grids and cannot decode.
    case flattenedGrids(FlattenedVisualMerges)
  }

  /// The merges.
  public let merges: Merges
  /// What is known of the training.
  public let training: TrainingRecord

  /// Puts merges and their history together.
  public init(_ merges: Merges, training: TrainingRecord) {
    self.merges = merges
    self.training = training
  }

  /// How many base codes there are.
  public var alphabetSize: Int {
    switch merges {
    case .sequences(let table): table.alphabetSize
    case .grids(let vocabulary): vocabulary.alphabetSize
    case .flattenedGrids(let merges): merges.alphabetSize
    }
  }

  /// How many tokens there are, base codes included.
  public var tokenCount: Int {
    switch merges {
    case .sequences(let table): table.tokenCount
    case .grids(let vocabulary): vocabulary.count
    case .flattenedGrids(let merges): merges.alphabetSize + merges.merges.count
    }
  }

  /// How many tokens can stand in what is encoded: all but scaffolds.
  public var visibleTokenCount: Int {
    if case .sequences(let table) = merges { table.visibleTokenCount } else { tokenCount }
  }

  /// Whether items must be grids.
  public var takesGrids: Bool {
    if case .sequences = merges { false } else { true }
  }
}

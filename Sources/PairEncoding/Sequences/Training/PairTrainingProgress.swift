/// How far the learning of merges is.
public struct PairTrainingProgress: Sendable {
  private let merges: MergeTable
  private let scaffolds: Set<UInt32>
  /// How many base codes the corpus has, each sequence as often as it weighs.
  public let codeCount: Int
  /// How many tokens it has now; scaffolds count as one each, though they are not encoded as one.
  public let tokenCount: Int
  /// How often the pair that was merged last stood in the corpus; 0 before the first merge.
  public let frequency: Int
  /// Why learning has ended; nil while it goes on.
  public let end: PairTrainingEnd?

  init(
    merges: MergeTable, scaffolds: Set<UInt32>, codeCount: Int, tokenCount: Int, frequency: Int,
    end: PairTrainingEnd?
  ) {
    self.merges = merges
    self.scaffolds = scaffolds
    self.codeCount = codeCount
    self.tokenCount = tokenCount
    self.frequency = frequency
    self.end = end
  }

  /// How many merges there are.
  public var mergeCount: Int { merges.merges.count }

  /// How many tokens can stand in what is encoded.
  public var visibleTokenCount: Int { merges.tokenCount - scaffolds.count }

  /// Base codes divided by tokens.
  public var compression: Double { Double(codeCount) / Double(max(tokenCount, 1)) }

  /// The merges so far: learning that goes on from them ends as if it had never stopped.
  public var table: MergeTable {
    var table = merges
    table.scaffolds = scaffolds.sorted()
    return table
  }
}

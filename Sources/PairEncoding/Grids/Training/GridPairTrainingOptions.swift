/// Which merges a training of grids looks for, and when it ends.
public struct GridPairTrainingOptions: Hashable, Sendable {
  /// Shapes that merged tokens may have.
  public enum Shapes: Hashable, Sendable {
    /// Any connected shape.
    case any
    /// Full rectangles only: a pair that makes another shape is never merged.
    case rectangles
  }

  /// What the next merge has most of.
  public enum Priority: Hashable, Sendable {
    /// Frequency: how often the merge would be applied.
    case frequency
    /// Frequency and spatial consistency, P = F + weight · S.
    ///
    /// F is how often the merge would be applied, divided by the cells of all grids. S says how much the
    /// occurrences of two tokens beside each other agree about where the second lies, over all offsets
    /// u₁ … uₙ (rows and columns) at which the two stand next to each other, the first token being the
    /// one whose anchor comes first:
    ///
    ///     S = 1/n Σᵢ exp(-‖uᵢ - ū‖² / 2 deviation²),   ū = 1/n Σᵢ uᵢ
    ///
    /// so that 1 means always at the same offset. All pairs of the two tokens share S. It is taken once,
    /// when the younger of the two tokens is made (for base codes, before the first merge), over every
    /// occurrence there is then, and kept in single precision. After the description in
    /// arXiv:2506.23639, which leaves open when S is taken and how F is scaled; the code published
    /// with it has frequency alone.
    case consistency(weight: Double, deviation: Double)
  }

  /// How many merges the vocabulary has in the end, those it begins with included.
  public var mergeCount: Int
  /// How often a merge must be applied to be made; at least 1.
  public var minimumFrequency = 2
  /// The most cells a token may cover, `1...GridVocabulary.cellLimit`.
  public var maximumCells = GridVocabulary.cellLimit
  /// Shapes that tokens may have.
  public var shapes = Shapes.any
  /// What the next merge has most of.
  public var priority = Priority.frequency
  /// Cells per token, over all grids, at which training ends; nil goes on.
  public var targetCompression: Double?

  /// Asks for merges, most frequent first.
  public init(mergeCount: Int) {
    self.mergeCount = mergeCount
  }

  /// Refuses values outside their ranges.
  func check() throws(GridPairError) {
    try Self.require(mergeCount >= 0, "the number of merges", mergeCount, "at least 0")
    try Self.require(minimumFrequency >= 1, "the minimum frequency", minimumFrequency, "at least 1")
    try Self.require(
      (1...GridVocabulary.cellLimit).contains(maximumCells), "the most cells of a token",
      maximumCells, "in 1...\(GridVocabulary.cellLimit)")
    if let target = targetCompression {
      try Self.require(
        target.isFinite && target >= 1, "the target compression", target, "at least 1")
    }
    if case .consistency(let weight, let deviation) = priority {
      try Self.require(
        weight.isFinite && weight >= 0, "the weight of spatial consistency", weight, "at least 0")
      try Self.require(
        deviation.isFinite && deviation > 0, "the deviation of spatial consistency", deviation,
        "above 0")
    }
  }

  private static func require(
    _ holds: Bool, _ name: String, _ value: some CustomStringConvertible, _ range: String
  ) throws(GridPairError) {
    guard holds else {
      throw .impossibleOption(name: name, value: value.description, range: range)
    }
  }
}

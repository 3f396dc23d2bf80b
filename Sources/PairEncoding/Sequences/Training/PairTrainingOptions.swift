/// When the learning of merges ends, and which merges may be made.
public struct PairTrainingOptions: Hashable, Sendable {
  /// How large the table shall become.
  public enum Goal: Hashable, Sendable {
    /// So many merges.
    case merges(Int)
    /// So many tokens that can stand in what is encoded, base codes included.
    case vocabularySize(Int)
  }

  /// How large the table shall become; learning ends earlier where no allowed pair is left.
  public var goal: Goal
  /// How often a pair must stand in the corpus to be merged; 1 at least.
  public var minimumFrequency: Int
  /// How many base codes a token may stand for; nil for any number.
  public var maximumTokenLength: Int?
  /// Ends when base codes divided by tokens reach this; nil to go on.
  public var targetCompression: Double?
  /// Whether tokens that become rarer than the next candidate are made scaffolds.
  ///
  /// See ``SequencePairTrainer``.
  public var removesScaffolds: Bool

  /// Sets when learning ends.
  public init(
    goal: Goal, minimumFrequency: Int = 1, maximumTokenLength: Int? = nil,
    targetCompression: Double? = nil, removesScaffolds: Bool = false
  ) {
    self.goal = goal
    self.minimumFrequency = minimumFrequency
    self.maximumTokenLength = maximumTokenLength
    self.targetCompression = targetCompression
    self.removesScaffolds = removesScaffolds
  }

  /// Refuses values that mean nothing over an alphabet.
  ///
  /// - Throws: `PairEncodingError.impossibleOption`.
  func check(alphabetSize: Int) throws(PairEncodingError) {
    switch goal {
    case .merges(let count):
      try Self.check("the number of merges", count, atLeast: 0)
    case .vocabularySize(let size):
      try Self.check("the vocabulary size", size, atLeast: alphabetSize)
    }
    try Self.check("the minimum frequency", minimumFrequency, atLeast: 0)
    if let maximumTokenLength {
      try Self.check("the maximum token length", maximumTokenLength, atLeast: 1)
    }
    if let targetCompression, !(targetCompression >= 1 && targetCompression.isFinite) {
      throw PairEncodingError.impossibleOption(
        name: "the target compression", value: "\(targetCompression)", allowed: "1 or more")
    }
  }

  private static func check(
    _ name: String, _ value: Int, atLeast least: Int
  ) throws(PairEncodingError) {
    guard value >= least else {
      throw PairEncodingError.impossibleOption(
        name: name, value: "\(value)", allowed: "\(least) or more")
    }
  }
}

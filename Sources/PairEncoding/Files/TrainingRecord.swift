public import TokenStreams

/// What a vocabulary of merged codes was learned from, and how.
public struct TrainingRecord: Hashable, Sendable, Codable {
  /// The program that learned it, and its version.
  public var software: String?
  /// The tokenizer that made the codes, with the SHA-256 of its weights; nil where the codes did not
  /// say.
  public var tokenizer: TokenizerDescription?
  /// How the tokenizer's codes became the items that were learned from, as the option `--codes` takes
  /// it; nil where they were items already.
  public var codes: String?
  /// The rule by which pairs were chosen, and every option that was not left alone.
  public var rule: String
  /// How many items were learned from.
  public var itemCount: Int
  /// How many codes they had.
  public var codeCount: Int
  /// How many tokens they became.
  public var tokenCount: Int
  /// Why learning ended; nil where it has not, or where that is not known.
  public var end: PairTrainingEnd?
  /// What the items are a sample of; nil where they are all.
  public var sample: Sample?

  /// A random sample of items.
  public struct Sample: Hashable, Sendable, Codable {
    /// The seed by which it was drawn.
    public let seed: UInt64
    /// How many items there were.
    public let seenItemCount: Int
    /// How many codes they had.
    public let seenCodeCount: Int

    private enum CodingKeys: String, CodingKey {
      case seed
      case seenItemCount = "of_items"
      case seenCodeCount = "of_code_count"
    }

    /// Says what a sample was drawn from.
    public init(seed: UInt64, seenItemCount: Int, seenCodeCount: Int) {
      self.seed = seed
      self.seenItemCount = seenItemCount
      self.seenCodeCount = seenCodeCount
    }
  }

  private enum CodingKeys: String, CodingKey {
    case software, tokenizer, codes, rule, end, sample
    case itemCount = "items"
    case codeCount = "code_count"
    case tokenCount = "token_count"
  }

  /// Says what is known.
  public init(
    software: String? = nil, tokenizer: TokenizerDescription? = nil, codes: String? = nil,
    rule: String, itemCount: Int, codeCount: Int, tokenCount: Int,
    end: PairTrainingEnd? = nil, sample: Sample? = nil
  ) {
    self.software = software
    self.tokenizer = tokenizer
    self.codes = codes
    self.rule = rule
    self.itemCount = itemCount
    self.codeCount = codeCount
    self.tokenCount = tokenCount
    self.end = end
    self.sample = sample
  }
}

import Glibc
public import TokenStreams

/// How often which tokens stand in sequences, and how long the sequences are.
public struct TokenStatistics: Hashable, Sendable, Encodable {
  /// A token and how often it stands there.
  public struct Usage: Hashable, Sendable, Encodable {
    /// The token.
    public let token: UInt32
    /// How often it stands there.
    public let count: Int
  }

  /// How many sequences have one length.
  public struct Length: Hashable, Sendable, Encodable {
    /// How many tokens each of them has.
    public let tokens: Int
    /// How many they are.
    public let sequences: Int
  }

  /// How many sequences there are.
  public let sequenceCount: Int
  /// How many tokens they have.
  public let tokenCount: Int
  /// Shannon entropy of the tokens' frequencies f in bits a token, `-Σ f log2 f`; 0 for no tokens.
  public let entropy: Double
  /// The tokens that occur, the most frequent first, of equally frequent ones the smaller first: by
  /// rank, as Zipf's law has them.
  public let usages: [Usage]
  /// How many sequences have how many tokens, the shortest first.
  public let lengths: [Length]

  /// How frequent tokens are by rank, at ranks that lie evenly on a logarithmic axis.
  public var ranks: [RankedCount] { RankedCount.spread(over: usages.map(\.count)) }

  private enum CodingKeys: String, CodingKey {
    case entropy, usages, lengths
    case sequenceCount = "sequences"
    case tokenCount = "tokens"
  }

  /// Counts the tokens of sequences.
  public init(_ sequences: TokenSequences) {
    sequenceCount = sequences.count
    tokenCount = sequences.tokens.count
    var counts = PairCounts()
    let tokens = sequences.tokens.span
    for place in tokens.indices { counts.add(UInt64(tokens[place]), weight: 1) }
    usages = counts.all.sorted(by: >).map { Usage(token: $0.right, count: $0.count) }
    entropy = Self.entropy(of: usages, total: sequences.tokens.count)
    var lengths = PairCounts()
    for index in 0..<sequences.count {
      lengths.add(UInt64(sequences.offsets[index + 1] - sequences.offsets[index]), weight: 1)
    }
    self.lengths = lengths.all.sorted { $0.key < $1.key }
      .map { Length(tokens: Int($0.key), sequences: $0.count) }
  }

  /// How many tokens occur.
  public var usedTokenCount: Int { usages.count }

  /// Tokens of each sequence, in the mean; 0 for no sequences.
  public var meanLength: Double { Double(tokenCount) / Double(max(sequenceCount, 1)) }

  /// Bits of all tokens at their entropy.
  public var bits: Double { entropy * Double(tokenCount) }

  /// Summed from the rarest token up.
  private static func entropy(of usages: [Usage], total: Int) -> Double {
    usages.reversed().reduce(0) { bits, usage in
      let frequency = Double(usage.count) / Double(total)
      return bits - frequency * log2(frequency)
    }
  }
}

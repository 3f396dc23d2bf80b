public import TokenStreams

/// What encoding did to codes: before, after, and how both compare.
public struct PairEncodingStatistics: Hashable, Sendable, Encodable {
  /// The base codes.
  public let codes: TokenStatistics
  /// The tokens that they were encoded as.
  public let tokens: TokenStatistics
  /// How many tokens could have occurred.
  public let vocabularySize: Int

  /// Counts base codes and the tokens that they were encoded as, which might have been any of
  /// `vocabularySize`.
  public init(codes: TokenSequences, tokens: TokenSequences, vocabularySize: Int) {
    self.codes = TokenStatistics(codes)
    self.tokens = TokenStatistics(tokens)
    self.vocabularySize = vocabularySize
  }

  /// Base codes divided by tokens; 1 for none.
  public var compression: Double {
    tokens.tokenCount == 0 ? 1 : Double(codes.tokenCount) / Double(tokens.tokenCount)
  }

  /// The entropy of the tokens in bits for each base code, to be compared with that of the codes.
  public var bitsPerCode: Double {
    codes.tokenCount == 0 ? 0 : tokens.bits / Double(codes.tokenCount)
  }

  /// The share of the vocabulary that occurs.
  public var usage: Double { Double(tokens.usedTokenCount) / Double(max(vocabularySize, 1)) }

  private enum CodingKeys: String, CodingKey {
    case codes, tokens, compression, usage
    case vocabularySize = "vocabulary_size"
    case bitsPerCode = "bits_per_code"
  }

  /// Writes what is counted and what follows from it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(codes, forKey: .codes)
    try container.encode(tokens, forKey: .tokens)
    try container.encode(vocabularySize, forKey: .vocabularySize)
    try container.encode(compression, forKey: .compression)
    try container.encode(bitsPerCode, forKey: .bitsPerCode)
    try container.encode(usage, forKey: .usage)
  }
}

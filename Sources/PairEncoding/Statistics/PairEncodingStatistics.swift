/// What encoding did to codes: before, after, and how both compare.
public struct PairEncodingStatistics: Hashable, Sendable {
  /// The base codes.
  public let codes: TokenStatistics
  /// The tokens that they were encoded as.
  public let tokens: TokenStatistics
  /// How many tokens could have occurred.
  public let vocabularySize: Int

  /// Compares base codes with the tokens that they were encoded as, which might have been any of
  /// `vocabularySize`.
  public init(codes: TokenStatistics, tokens: TokenStatistics, vocabularySize: Int) {
    self.codes = codes
    self.tokens = tokens
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
}

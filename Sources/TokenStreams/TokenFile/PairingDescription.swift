public import Bytes

/// What a token file says about codes whose pairs were merged, and from which they are got back.
public struct PairingDescription: Hashable, Sendable, Codable {
  /// The SHA-256 of the vocabulary file; decoding with another gives other codes and is refused.
  public let vocabularyFile: SHA256Digest
  /// How the codes became the items whose pairs were merged, as `tessera bpe train --codes` takes it.
  public let codes: String
  /// The layout of the codes.
  public let layout: CodeLayout
  /// How many codes each stage has.
  public let vocabulary: Vocabulary

  private enum CodingKeys: String, CodingKey {
    case codes, layout, vocabulary
    case vocabularyFile = "sha256"
  }

  /// Says how codes became tokens.
  public init(
    vocabularyFile: SHA256Digest, codes: String, layout: CodeLayout, vocabulary: Vocabulary
  ) {
    self.vocabularyFile = vocabularyFile
    self.codes = codes
    self.layout = layout
    self.vocabulary = vocabulary
  }
}

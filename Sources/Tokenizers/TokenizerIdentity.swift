public import Bytes
public import TokenStreams

/// Which model a tokenizer is, so that a token file can name it and a decoder be checked against it.
public struct TokenizerIdentity: Hashable, Sendable {
  /// The model's name: its folder's.
  public let name: String
  /// The digest of its weights.
  public let weights: SHA256Digest
  /// What it encodes.
  public let media: MediaKind
  /// How its codes are laid out.
  public let layout: CodeLayout
  /// How many codes each of its stages has.
  public let vocabulary: Vocabulary
}

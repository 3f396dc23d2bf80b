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
  /// How inputs of any size are brought to what the model takes, or nil where they are taken as they
  /// are.
  public let preparation: String?

  init(
    name: String, weights: SHA256Digest, media: MediaKind, layout: CodeLayout,
    vocabulary: Vocabulary, preparation: String? = nil
  ) {
    self.name = name
    self.weights = weights
    self.media = media
    self.layout = layout
    self.vocabulary = vocabulary
    self.preparation = preparation
  }
}

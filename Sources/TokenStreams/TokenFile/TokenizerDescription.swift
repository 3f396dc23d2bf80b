public import Bytes

/// What a token file says about one tokenizer that made codes in it.
public struct TokenizerDescription: Hashable, Sendable, Codable {
  /// The tokenizer's name, as the command line takes it.
  public let id: String
  /// The SHA-256 of the weights; decoding with other weights gives noise and is refused.
  public let weights: SHA256Digest
  /// What was tokenized.
  public let media: MediaKind
  /// What the positions of the codes mean.
  public let layout: CodeLayout
  /// How many codes each stage has.
  public let vocabulary: Vocabulary
  /// How the length was chosen, such as `all`, `codebooks:3` or `psnr:26`.
  public let policy: String
  /// How inputs were brought to what the tokenizer takes, such as `cut into 256x256 tiles`; nil
  /// where they were taken as they were.
  public let preparation: String?
  /// How pairs of its codes were merged, nil where they were not; `layout` and `vocabulary` are then
  /// those of the merged tokens.
  public let pairing: PairingDescription?

  private enum CodingKeys: String, CodingKey {
    case id, media, layout, vocabulary, policy, preparation, pairing
    case weights = "sha256"
  }

  /// Describes a tokenizer and the length policy it was used with.
  public init(
    id: String, weights: SHA256Digest, media: MediaKind, layout: CodeLayout,
    vocabulary: Vocabulary, policy: String, preparation: String? = nil,
    pairing: PairingDescription? = nil
  ) {
    self.id = id
    self.weights = weights
    self.media = media
    self.layout = layout
    self.vocabulary = vocabulary
    self.policy = policy
    self.preparation = preparation
    self.pairing = pairing
  }
}

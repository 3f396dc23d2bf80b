import Media
import TokenStreams
import Tokenizers

/// Encodes pictures or sounds with one model under one policy.
///
/// The model's decoder is opened only where the policy needs it.
struct ItemEncoder: Sendable {
  /// What the token file says about the model.
  let description: TokenizerDescription
  private let policy: LengthPolicy
  private let pair: Pair

  private enum Pair: Sendable {
    case image(any ImageEncoder, (any ImageDecoder)?)
    case audio(any AudioEncoder, (any AudioDecoder)?)
  }

  /// Opens a model's encoder.
  ///
  /// - Throws: any error of reading the model.
  init(model: ModelFolder, policy: LengthPolicy) throws {
    self.policy = policy
    let identity: TokenizerIdentity
    switch model.family.media {
    case .image:
      let encoder = try model.imageEncoder()
      pair = .image(encoder, policy.needsDecoder ? try model.imageDecoder() : nil)
      identity = encoder.identity
    case .audio:
      let encoder = try model.audioEncoder()
      pair = .audio(encoder, policy.needsDecoder ? try model.audioDecoder() : nil)
      identity = encoder.identity
    }
    description = TokenizerDescription(
      id: identity.name, weights: identity.weights, media: identity.media,
      layout: identity.layout, vocabulary: identity.vocabulary, policy: policy.description)
  }

  /// Encodes one item.
  ///
  /// - Parameters:
  ///   - media: the item.
  ///   - name: what it is called in the file.
  ///   - index: which of the file's tokenizers this is.
  /// - Returns: the item's codes, with what its decoder must be told.
  /// - Throws: `TokenizerError`, `LengthPolicyError` or `MediaError`.
  func encode(_ media: MediaItem, name: String, index: Int) throws -> ItemEncoding {
    switch (media, pair) {
    case (.image(let image), .image(let encoder, let decoder)):
      let item = try encoder.encode(image, policy: policy, decoder: decoder)
      return encoding(
        item, name: name, index: index,
        original: .image(width: image.width, height: image.height))
    case (.audio(let clip), .audio(let encoder, let decoder)):
      let prepared = try clip.prepared(forRate: encoder.sampleRate)
      guard prepared.sampleCount > 0 else {
        throw TokenizerError.unusableInput(
          tokenizer: description.id,
          reason: "it is shorter than one sample at \(encoder.sampleRate) Hz; give a longer sound")
      }
      let item = try encoder.encode(prepared, policy: policy, decoder: decoder)
      return encoding(
        item, name: name, index: index,
        original: .audio(
          sampleRate: clip.sampleRate, channels: clip.channels.count,
          sampleCount: clip.sampleCount))
    case (.image, .audio), (.audio, .image):
      throw TokenizerError.unusableInput(
        tokenizer: description.id, reason: "it handles \(description.media.rawValue) only")
    }
  }

  private func encoding(
    _ encoded: EncodedItem, name: String, index: Int, original: OriginalMedia
  ) -> ItemEncoding {
    ItemEncoding(
      item: TokenItem(
        name: name, tokenizer: index, original: original, codes: encoded.codes,
        sideInformation: encoded.sideInformation),
      meetsPolicy: encoded.meetsPolicy)
  }
}

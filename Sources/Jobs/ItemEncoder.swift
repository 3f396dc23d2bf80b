import Media
import Threads
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
  init(model: ModelFolder, policy: LengthPolicy, options: ImageModelOptions) throws {
    self.policy = policy
    let identity: TokenizerIdentity
    switch model.family.media {
    case .image:
      let encoder = try model.imageEncoder(options)
      pair = .image(encoder, policy.needsDecoder ? try model.imageDecoder(options) : nil)
      identity = encoder.identity
    case .audio:
      let encoder = try model.audioEncoder()
      pair = .audio(encoder, policy.needsDecoder ? try model.audioDecoder() : nil)
      identity = encoder.identity
    }
    description = TokenizerDescription(
      id: identity.name, weights: identity.weights, media: identity.media,
      layout: identity.layout, vocabulary: identity.vocabulary, policy: policy.description,
      preparation: identity.preparation)
  }

  /// Items that one pass takes; 1 where items are encoded beside each other.
  var batchSize: Int {
    if case .image(let encoder, _) = pair { encoder.batchSize } else { 1 }
  }

  /// An item as the encoder takes it.
  struct Prepared: Sendable {
    fileprivate let name: String
    let media: MediaItem
    fileprivate let original: OriginalMedia
  }

  /// Brings an item to what the encoder takes.
  ///
  /// - Parameters:
  ///   - media: the item.
  ///   - name: what it is called in the file.
  /// - Returns: what ``encode(_:index:)`` takes.
  /// - Throws: `TokenizerError` or `MediaError`.
  func prepare(_ media: MediaItem, name: String) throws -> Prepared {
    switch (media, pair) {
    case (.image(let image), .image(let encoder, _)):
      let prepared = try encoder.prepared(image)
      return Prepared(
        name: name, media: .image(prepared),
        original: .image(width: prepared.width, height: prepared.height))
    case (.audio(let clip), .audio(let encoder, _)):
      let prepared = try clip.prepared(forRate: encoder.sampleRate)
      guard prepared.sampleCount > 0 else {
        throw TokenizerError.unusableInput(
          tokenizer: description.id,
          reason: "it is shorter than one sample at \(encoder.sampleRate) Hz; give a longer sound")
      }
      return Prepared(
        name: name, media: .audio(prepared),
        original: .audio(
          sampleRate: clip.sampleRate, channels: clip.channels.count,
          sampleCount: clip.sampleCount))
    case (.image, .audio), (.audio, .image):
      throw wrongKind
    }
  }

  private var wrongKind: TokenizerError {
    .unusableInput(
      tokenizer: description.id, reason: "it handles \(description.media.rawValue) only")
  }

  /// Encodes items that ``prepare(_:name:)`` gave.
  ///
  /// Several go through one pass where the model takes them so, else each on one thread. One that
  /// fails does not stop the others.
  ///
  /// - Parameters:
  ///   - items: the items.
  ///   - index: which of the file's tokenizers this is.
  /// - Returns: one outcome an item, in their order.
  func encode(_ items: [Prepared], index: Int) -> [Result<ItemEncoding, any Error>] {
    guard case .image(let encoder, let decoder) = pair, encoder.batchSize > 1 else {
      return Parallel.map(count: items.count) { place in
        Result { try encode(items[place], index: index) }
      }
    }
    return stride(from: 0, to: items.count, by: encoder.batchSize).flatMap {
      start -> [Result<ItemEncoding, any Error>] in
      let batch = items[start..<min(start + encoder.batchSize, items.count)]
      let images = batch.compactMap { item in
        if case .image(let image) = item.media { image } else { nil }
      }
      if images.count == batch.count,
        let encoded = try? encoder.encode(images, policy: policy, decoder: decoder)
      {
        return zip(batch, encoded).map { .success(encoding($1, of: $0, index: index)) }
      }
      return batch.map { item in Result { try encode(item, index: index) } }
    }
  }

  private func encode(_ item: Prepared, index: Int) throws -> ItemEncoding {
    switch (item.media, pair) {
    case (.image(let image), .image(let encoder, let decoder)):
      guard let encoded = try encoder.encode([image], policy: policy, decoder: decoder).first else {
        throw wrongKind
      }
      return encoding(encoded, of: item, index: index)
    case (.audio(let clip), .audio(let encoder, let decoder)):
      return encoding(
        try encoder.encode(clip, policy: policy, decoder: decoder), of: item, index: index)
    case (.image, .audio), (.audio, .image):
      throw wrongKind
    }
  }

  private func encoding(_ encoded: EncodedItem, of item: Prepared, index: Int) -> ItemEncoding {
    ItemEncoding(
      item: TokenItem(
        name: item.name, tokenizer: index, original: item.original, codes: encoded.codes,
        sideInformation: encoded.sideInformation),
      meetsPolicy: encoded.meetsPolicy)
  }
}

import Media
import Threads
import TokenStreams
import Tokenizers

/// Decodes the items of one tokenizer; its encoder is never opened.
struct ItemDecoder: Sendable {
  private let decoder: Decoder

  private enum Decoder: Sendable {
    case image(any ImageDecoder)
    case audio(any AudioDecoder)
  }

  /// Opens a model's decoder.
  ///
  /// - Throws: any error of reading the model.
  init(model: ModelFolder, options: ImageModelOptions) throws {
    switch model.family.media {
    case .image: decoder = .image(try model.imageDecoder(options))
    case .audio: decoder = .audio(try model.audioDecoder())
    }
  }

  /// Decodes items and hands each to `finish`, by its index, on any thread.
  ///
  /// Several go through one pass where the model takes them so, else each on one thread. One that
  /// fails does not stop the others.
  func decode<Outcome: Sendable>(
    _ items: [TokenItem], _ finish: @Sendable (Int, Result<MediaItem, any Error>) -> Outcome
  ) -> [Outcome] {
    guard case .image(let decoder) = decoder, decoder.batchSize > 1 else {
      return Parallel.map(count: items.count) { index in
        finish(index, Result { try decode(items[index]) })
      }
    }
    return stride(from: 0, to: items.count, by: decoder.batchSize).flatMap { start in
      let batch = items[start..<min(start + decoder.batchSize, items.count)]
      let decoded = decodedTogether(batch, by: decoder)
      return Parallel.map(count: batch.count) { finish(start + $0, decoded[$0]) }
    }
  }

  private func decodedTogether(
    _ items: ArraySlice<TokenItem>, by decoder: any ImageDecoder
  ) -> [Result<MediaItem, any Error>] {
    let pictures = items.compactMap { item -> EncodedPicture? in
      guard case .image(let width, let height) = item.original else { return nil }
      return EncodedPicture(
        item: EncodedItem(codes: item.codes, sideInformation: item.sideInformation),
        width: width, height: height)
    }
    if pictures.count == items.count, let decoded = try? decoder.decode(pictures) {
      return decoded.map { .success(.image($0)) }
    }
    return items.map { item in Result { try decode(item) } }
  }

  /// Decodes one item to a picture of its original size, or to one channel at the model's rate.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  func decode(_ item: TokenItem) throws -> MediaItem {
    let encoded = EncodedItem(codes: item.codes, sideInformation: item.sideInformation)
    switch (decoder, item.original) {
    case (.image(let decoder), .image(let width, let height)):
      return .image(try decoder.decode(encoded, width: width, height: height))
    case (.audio(let decoder), .audio(let sampleRate, _, let sampleCount)):
      let count = AudioClip.modelSampleCount(
        sampleCount, from: sampleRate, at: decoder.sampleRate)
      return .audio(try decoder.decode(encoded, sampleCount: count))
    case (.image(let decoder as any Tokenizer), .audio),
      (.audio(let decoder as any Tokenizer), .image):
      throw TokenizerError.mismatchedCodes(
        tokenizer: decoder.identity.name, reason: "they are of another kind of media")
    }
  }
}

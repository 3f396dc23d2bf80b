import Media
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

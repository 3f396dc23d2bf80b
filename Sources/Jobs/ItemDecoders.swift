package import TokenStreams
import Tokenizers

/// The decoders of a token file's tokenizers, each checked against the weights that made the codes.
package struct ItemDecoders: Sendable {
  private let decoders: [ItemDecoder]

  /// Opens a decoder for every tokenizer of a file's header.
  ///
  /// - Throws: `ModelError`, or any error of reading a model.
  package init(header: TokenFileHeader, models: ModelSelection) throws {
    decoders = try header.tokenizers.map { tokenizer in
      try ItemDecoder(
        model: models.decodingModel(
          named: tokenizer.id, weights: tokenizer.weights))
    }
  }

  /// Decodes one item of the file.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  package func decode(_ item: TokenItem) throws -> MediaItem {
    try decoders[item.tokenizer].decode(item)
  }
}

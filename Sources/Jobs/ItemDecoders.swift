package import TokenStreams
import Tokenizers

/// The decoders of a token file's tokenizers, each checked against the weights that made the codes.
package struct ItemDecoders: Sendable {
  private let decoders: [Int: ItemDecoder]

  /// Opens a decoder for every tokenizer of a file's header, or only for those whose items are
  /// decoded.
  ///
  /// - Throws: `ModelError`, or any error of reading a model.
  package init(
    header: TokenFileHeader, models: ModelSelection, used: Set<Int>? = nil
  ) throws {
    var decoders: [Int: ItemDecoder] = [:]
    for (index, tokenizer) in header.tokenizers.enumerated() where used?.contains(index) ?? true {
      decoders[index] = try ItemDecoder(
        model: models.decodingModel(for: tokenizer), options: models.imageOptions)
    }
    self.decoders = decoders
  }

  /// Decodes one item of the file.
  ///
  /// - Throws: `TokenizerError.mismatchedCodes`.
  package func decode(_ item: TokenItem) throws -> MediaItem {
    guard let decoder = decoders[item.tokenizer] else {
      throw TokenizerError.mismatchedCodes(
        tokenizer: "the tokenizers of this file", reason: "no tokenizer \(item.tokenizer) is open")
    }
    return try decoder.decode(item)
  }
}

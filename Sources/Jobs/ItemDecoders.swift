package import TokenStreams
import Tokenizers

/// The decoders of a token file's tokenizers, each checked against the weights that made the codes.
package struct ItemDecoders: Sendable {
  private let decoders: [Int: ItemDecoder]

  /// Opens a decoder for every tokenizer of a file's header, or only for those whose items are
  /// decoded.
  ///
  /// - Parameters:
  ///   - header: names the tokenizers.
  ///   - models: where they are found.
  ///   - used: which of them are opened; nil for all.
  ///   - itemCount: how many items will be decoded.
  /// - Throws: `ModelError`, or any error of reading a model.
  package init(
    header: TokenFileHeader, models: ModelSelection, used: Set<Int>? = nil, itemCount: Int
  ) throws {
    let options = models.imageOptions(forItems: itemCount)
    var decoders: [Int: ItemDecoder] = [:]
    for (index, tokenizer) in header.tokenizers.enumerated() where used?.contains(index) ?? true {
      decoders[index] = try ItemDecoder(
        model: models.decodingModel(for: tokenizer), options: options)
    }
    self.decoders = decoders
  }

  /// Decodes items of the file and hands each to `finish`, by its index, on any thread; items of one
  /// tokenizer go through passes together where it takes them so.
  ///
  /// - Returns: what `finish` returned, in the order of the items.
  func decode<Outcome: Sendable>(
    _ items: [TokenItem], _ finish: @Sendable (Int, Result<MediaItem, any Error>) -> Outcome
  ) -> [Outcome] {
    var outcomes = [Outcome?](repeating: nil, count: items.count)
    for tokenizer in Set(items.map(\.tokenizer)).sorted() {
      let places = items.indices.filter { items[$0].tokenizer == tokenizer }
      let found =
        decoders[tokenizer].map { decoder in
          decoder.decode(places.map { items[$0] }) { finish(places[$0], $1) }
        } ?? places.map { place in finish(place, Result { try decode(items[place]) }) }
      for (place, outcome) in zip(places, found) { outcomes[place] = outcome }
    }
    return outcomes.compactMap(\.self)
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

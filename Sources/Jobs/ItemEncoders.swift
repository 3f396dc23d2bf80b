package import TokenStreams
package import Tokenizers

/// The encoders that a set of inputs needs, one a kind of media, and the file header they give.
package struct ItemEncoders: Sendable {
  private let encoders: [ItemEncoder]

  /// Opens an encoder for every kind of media among the inputs.
  ///
  /// Inputs that cannot be recognised ask for none; they fail when their turn comes.
  ///
  /// - Throws: any error of opening a model.
  package init(inputs: [Input], models: ModelSelection, policy: LengthPolicy) throws {
    let kinds = Set(inputs.compactMap { try? MediaItem.kind(ofFile: $0.path) })
    let models = try MediaKind.allCases.filter(kinds.contains).map(models.encodingModel)
    encoders = try models.map { try ItemEncoder(model: $0, policy: policy) }
  }

  /// The header of a file with items of every kind.
  package var header: TokenFileHeader {
    TokenFileHeader(software: Software.name, tokenizers: encoders.map(\.description))
  }

  /// The header of a file with one item alone.
  func header(for item: TokenItem) -> TokenFileHeader {
    TokenFileHeader(
      software: Software.name, tokenizers: [encoders[item.tokenizer].description])
  }

  /// The item as it stands in a file of its own.
  func alone(_ item: TokenItem) -> TokenItem {
    TokenItem(
      name: item.name, tokenizer: 0, original: item.original, codes: item.codes,
      sideInformation: item.sideInformation)
  }

  /// Reads and encodes one input.
  ///
  /// - Throws: any error of reading or encoding it.
  func encode(_ input: Input, options: MediaItem.Options) throws -> ItemEncoding {
    try encode(MediaItem(contentsOf: input.path, options: options), name: input.name)
  }

  /// Encodes one item.
  ///
  /// - Throws: any error of encoding it.
  package func encode(_ media: MediaItem, name: String) throws -> ItemEncoding {
    let index = encoders.firstIndex { $0.description.media == media.kind }
    guard let index else {
      throw TokenizerError.unusableInput(
        tokenizer: "no tokenizer", reason: "the file changed while it was read")
    }
    return try encoders[index].encode(media, name: name, index: index)
  }
}

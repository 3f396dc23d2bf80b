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
    let folders = try MediaKind.allCases.filter(kinds.contains).map(models.encodingModel)
    let options = models.imageOptions(forItems: inputs.count)
    encoders = try folders.map { try ItemEncoder(model: $0, policy: policy, options: options) }
  }

  /// Items that one pass takes, of the encoder that takes most.
  var batchSize: Int { encoders.map(\.batchSize).max() ?? 1 }

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

  /// An item as its encoder takes it.
  package struct Prepared: Sendable {
    fileprivate let encoder: Int
    fileprivate let item: ItemEncoder.Prepared
    /// What is encoded, as its decoder will give it back.
    package var media: MediaItem { item.media }
  }

  /// Reads one input and brings it to what its encoder takes.
  ///
  /// - Throws: any error of reading it, or of a medium that cannot be encoded.
  func prepare(_ input: Input, options: MediaItem.Options) throws -> Prepared {
    try prepare(MediaItem(contentsOf: input.path, options: options), name: input.name)
  }

  /// Brings one item to what its encoder takes.
  ///
  /// - Throws: any error of a medium that cannot be encoded.
  package func prepare(_ media: MediaItem, name: String) throws -> Prepared {
    let index = encoders.firstIndex { $0.description.media == media.kind }
    guard let index else {
      throw TokenizerError.unusableInput(
        tokenizer: "no tokenizer", reason: "the file changed while it was read")
    }
    return Prepared(encoder: index, item: try encoders[index].prepare(media, name: name))
  }

  /// Encodes items, those of one encoder together; one that fails does not stop the others.
  ///
  /// - Returns: one outcome an item, in their order.
  package func encode(_ items: [Prepared]) -> [Result<ItemEncoding, any Error>] {
    var outcomes = [Result<ItemEncoding, any Error>?](repeating: nil, count: items.count)
    for (index, encoder) in encoders.enumerated() {
      let places = items.indices.filter { items[$0].encoder == index }
      for (place, outcome) in zip(
        places, encoder.encode(places.map { items[$0].item }, index: index))
      {
        outcomes[place] = outcome
      }
    }
    return outcomes.compactMap(\.self)
  }
}

import Tensors
public import TokenStreams
public import Tokenizers

/// Which model encodes which kind of media.
public struct ModelSelection: Sendable {
  /// How image models are opened.
  public let imageOptions: ImageModelOptions
  private let catalog: ModelCatalog
  private let named: ModelFolder?

  /// The model that a kind gets when none is named.
  private static func defaultName(for media: MediaKind) -> String {
    switch media {
    case .image: "linear-image"
    case .audio: "linear-audio"
    }
  }

  /// Takes the model of that name; without one, the default for each kind of media.
  ///
  /// - Throws: `ModelError` when there is no such model.
  public init(
    catalog: ModelCatalog, name: String? = nil,
    imageOptions: ImageModelOptions = ImageModelOptions()
  ) throws {
    self.catalog = catalog
    self.imageOptions = imageOptions
    named = try name.map { try catalog.model(named: $0) }
  }

  /// How image models are opened for a job of so many items: for a single one, packed weights would
  /// be kept for nothing.
  func imageOptions(forItems count: Int) -> ImageModelOptions {
    var options = imageOptions
    if count <= 1 { options.weights = .passing }
    return options
  }

  /// The model for encoding a kind of media.
  ///
  /// - Throws: `ModelError`, `.wrongMedia` when a model of the other kind was named.
  public func encodingModel(for media: MediaKind) throws -> ModelFolder {
    guard let named else { return try catalog.model(named: Self.defaultName(for: media)) }
    guard named.family.media == media else {
      throw ModelError.wrongMedia(
        model: named.name, handles: named.family.media == .image ? "pictures" : "sound",
        asked: media == .image ? "pictures" : "sound")
    }
    return named
  }

  /// The model for decoding what `tokenizer` encoded: the one named where it is for that kind of
  /// media, else the one of the tokenizer's id.
  ///
  /// - Throws: `ModelError`, `.wrongWeights` when its weights are not those that made the codes;
  ///   `PairJobError.merged` where pairs of codes were merged, which no model knows.
  public func decodingModel(for tokenizer: TokenizerDescription) throws -> ModelFolder {
    guard tokenizer.pairing == nil else { throw PairJobError.merged(tokenizer: tokenizer.id) }
    let chosen = named.flatMap { $0.family.media == tokenizer.media ? $0 : nil }
    let model = try chosen ?? catalog.model(named: tokenizer.id)
    let found = try model.weightsDigest()
    guard found == tokenizer.weights else {
      throw ModelError.wrongWeights(
        model: model.path, found: "\(found)", needed: "\(tokenizer.weights)")
    }
    return model
  }
}

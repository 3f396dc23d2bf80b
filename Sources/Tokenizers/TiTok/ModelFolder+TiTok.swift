import Layers
import Media
import TokenStreams

extension ModelFolder {
  /// A TiTok model with all its names and shapes checked and the tensors of one part loaded.
  func tiTok(loading isWanted: (String) -> Bool) throws -> TiTokModel {
    let configuration: TiTokConfiguration = try configuration()
    let checkpoint = try checkpoint()
    let shape = try TiTokShape(
      configuration, isTextAware: family == .textAwareTiTok,
      storedText: Self.storedText(checkpoint), path: configurationPath)
    var model = TiTokModel(shape)
    // State of a clustering codebook's training, which some checkpoints still hold.
    try model.load(from: checkpoint, only: isWanted, ignoring: ["quantize.embed_prob"])
    return model
  }

  /// The text that weights are made for, or nil where they take none.
  private static func storedText(_ checkpoint: Checkpoint) -> TiTokShape.Text? {
    guard
      let positions = checkpoint.entry("decoder.text_guidance_positional_embedding")?.shape,
      let projection = checkpoint.entry("decoder.text_guidance_proj.weight")?.shape,
      positions.count == 2, projection.count == 2
    else { return nil }
    return TiTokShape.Text(length: positions[0], dimension: projection[1])
  }

  func tiTokEncoder(_ options: ImageModelOptions) throws -> TiTokImageEncoder {
    let fitting = options.fitting ?? .crop
    guard fitting != .whole else { throw unsupported(fitting, supported: [.crop, .tile]) }
    let model = try tiTok(loading: TiTokModel.belongsToEncoder)
    return TiTokImageEncoder(
      model: model, identity: try identity(model.shape, fitting), fitting: fitting,
      session: options.session)
  }

  func tiTokDecoder(_ options: ImageModelOptions) throws -> TiTokImageDecoder {
    let model = try tiTok(loading: TiTokModel.belongsToDecoder)
    return try TiTokImageDecoder(
      model: model, identity: try identity(model.shape, options.fitting ?? .crop),
      text: options.text, session: options.session)
  }

  private func identity(
    _ shape: TiTokShape, _ fitting: PictureFitting
  ) throws -> TokenizerIdentity {
    TokenizerIdentity(
      name: name, weights: try weightsDigest(), media: .image, layout: .sequence,
      vocabulary: Vocabulary(sizes: [shape.codebookSize]),
      preparation: fitting.description(side: shape.imageSide, filter: .bicubic))
  }
}

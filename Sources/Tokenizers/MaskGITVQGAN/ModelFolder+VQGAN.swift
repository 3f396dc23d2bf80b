import Layers
import Media
import TokenStreams

extension ModelFolder {
  /// A MaskGIT-VQGAN with all its names and shapes checked and the tensors of one part loaded.
  func vqgan(
    loading isWanted: (String) -> Bool
  ) throws -> (model: VQGANModel, configuration: VQGANConfiguration) {
    let configuration: VQGANConfiguration = try configuration()
    try configuration.check(path: configurationPath)
    var model = VQGANModel(configuration)
    try model.load(from: checkpoint(), only: isWanted)
    return (model, configuration)
  }

  func vqganEncoder(_ options: ImageModelOptions) throws -> VQGANImageEncoder {
    let fitting = options.fitting ?? .whole
    guard fitting != .tile else { throw unsupported(fitting, supported: [.whole, .crop]) }
    let (model, configuration) = try vqgan { !$0.hasPrefix("decoder.") }
    return VQGANImageEncoder(
      model: model, configuration: configuration,
      identity: try identity(configuration, fitting), fitting: fitting, session: options.session)
  }

  func vqganDecoder(_ options: ImageModelOptions) throws -> VQGANImageDecoder {
    let (model, configuration) = try vqgan { !$0.hasPrefix("encoder.") }
    return VQGANImageDecoder(
      model: model, configuration: configuration,
      identity: try identity(configuration, options.fitting ?? .whole), session: options.session)
  }

  private func identity(
    _ configuration: VQGANConfiguration, _ fitting: PictureFitting
  ) throws -> TokenizerIdentity {
    TokenizerIdentity(
      name: name, weights: try weightsDigest(), media: .image, layout: .grid,
      vocabulary: Vocabulary(sizes: [configuration.codebookSize]),
      preparation: fitting.description(side: configuration.resolution, filter: .bicubic))
  }
}

import Layers
import Quantizers
import Tensors

/// A published model with weights drawn at random: what its passes cost can be timed, what they see
/// cannot be looked at.
package struct RandomModel: Sendable {
  private let model: Model

  private enum Model: Sendable {
    case tiTok(TiTokModel, codebook: Codebook)
    case vqgan(VQGANModel, VQGANConfiguration, codebook: Codebook)
  }

  /// Builds a model from its published configuration and draws its weights.
  ///
  /// - Throws: `ModelError`.
  package init(_ entry: PublishedConfigurations.Entry) throws {
    var generator = SeededGenerator(seed: 1)
    let marks: FamilyMarks = try ModelFolder.configuration(at: entry.path)
    let family = marks.family { _ in entry.isTextAware }
    switch family {
    case .tiTok, .textAwareTiTok:
      var drawn = TiTokModel(
        try TiTokShape(
          ModelFolder.configuration(at: entry.path), isTextAware: family == .textAwareTiTok,
          path: entry.path))
      drawn.drawParameters(using: &generator)
      model = .tiTok(
        drawn, codebook: drawn.quantizer.codebook(normalizes: drawn.shape.normalizesCodes))
    case .maskGITVQGAN:
      let configuration: VQGANConfiguration = try ModelFolder.configuration(at: entry.path)
      try configuration.check(path: entry.path)
      var drawn = VQGANModel(configuration)
      drawn.drawParameters(using: &generator)
      model = .vqgan(drawn, configuration, codebook: drawn.quantizer.codebook())
    case .linearImage, .linearAudio, nil:
      throw ModelError.unknownFamily(
        path: entry.path, family: marks.modelType ?? "", known: ["titok", "maskgit-vqgan"])
    }
  }

  /// A pass from random pictures to codes.
  package func encodingPass(batch: Int) -> @Sendable () -> Void {
    var generator = SeededGenerator(seed: 2)
    switch model {
    case .tiTok(let model, let codebook):
      let side = model.shape.imageSide
      let pictures = generator.uniform([batch, side, side, 3], in: 0..<1)
      return { _ = model.codes(of: pictures, in: codebook) }
    case .vqgan(let model, let configuration, let codebook):
      let side = configuration.resolution
      let pictures = generator.uniform([batch, side, side, 3], in: 0..<1)
      return { _ = model.codes(of: pictures, in: codebook) }
    }
  }

  /// A pass from random codes to pictures.
  package func decodingPass(batch: Int) -> @Sendable () -> Void {
    var generator = SeededGenerator(seed: 3)
    switch model {
    case .tiTok(let model, let codebook):
      let shape = model.shape
      let codes = (0..<batch * shape.tokenCount).map { _ in
        generator.index(below: shape.codebookSize)
      }
      let text = shape.text.map { generator.normal([batch, $0.length, $0.dimension]) }
      return { _ = model.pictures(of: codes, in: codebook, text: text) }
    case .vqgan(let model, let configuration, _):
      let side = configuration.resolution / configuration.factor
      let codes = (0..<batch * side * side).map { _ in
        generator.index(below: configuration.codebookSize)
      }
      return { _ = model.pictures(of: codes, batch: batch, rows: side, columns: side) }
    }
  }
}

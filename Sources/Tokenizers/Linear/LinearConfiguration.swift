import FoundationEssentials

/// The `config.json` of the linear tokenizers.
struct LinearConfiguration: Codable, Equatable, Sendable {
  /// Which of the two families: `linear-image` or `linear-audio`.
  let modelType: ModelFamily
  /// Pixels along a patch's side (pictures).
  let patchSize: Int?
  /// Samples a second (sound).
  let sampleRate: Int?
  /// Samples between frames (sound).
  let hopLength: Int?
  /// Directions that the Karhunen-Loève transform keeps.
  let componentCount: Int
  /// Residual stages.
  let stageCount: Int
  /// Codes of each stage.
  let codebookSize: Int

  private enum CodingKeys: String, CodingKey {
    case modelType = "model_type"
    case patchSize = "patch_size"
    case sampleRate = "sample_rate"
    case hopLength = "hop_length"
    case componentCount = "component_count"
    case stageCount = "stage_count"
    case codebookSize = "codebook_size"
  }

  /// A configuration for pictures.
  static func image(
    patchSize: Int = 8, componentCount: Int = 80, stageCount: Int = 8, codebookSize: Int = 1024
  ) -> LinearConfiguration {
    LinearConfiguration(
      modelType: .linearImage, patchSize: patchSize, sampleRate: nil, hopLength: nil,
      componentCount: componentCount, stageCount: stageCount, codebookSize: codebookSize)
  }

  /// A configuration for sound.
  static func audio(
    sampleRate: Int = 16_000, hopLength: Int = 320, componentCount: Int = 96, stageCount: Int = 8,
    codebookSize: Int = 1024
  ) -> LinearConfiguration {
    LinearConfiguration(
      modelType: .linearAudio, patchSize: nil, sampleRate: sampleRate, hopLength: hopLength,
      componentCount: componentCount, stageCount: stageCount, codebookSize: codebookSize)
  }

  /// Values in one vector before the transform: a patch's samples, or a frame's coefficients.
  func dimension(path: String) throws -> Int {
    func required(_ value: Int?, _ key: CodingKeys, atMost limit: Int) throws -> Int {
      guard let value, value > 0, value <= limit else {
        throw ModelError.badConfiguration(
          path: path, reason: "\(key.rawValue) is missing or not within 1...\(limit)")
      }
      return value
    }
    let dimension: Int
    switch modelType {
    case .linearImage:
      let side = try required(patchSize, .patchSize, atMost: 64)
      dimension = side * side * 3
    case .linearAudio:
      _ = try required(sampleRate, .sampleRate, atMost: 768_000)
      dimension = try required(hopLength, .hopLength, atMost: 8192)
    case .maskGITVQGAN, .tiTok, .textAwareTiTok:
      throw ModelError.badConfiguration(
        path: path, reason: "model_type \(modelType.rawValue) is none of the linear tokenizers")
    }
    _ = try required(componentCount, .componentCount, atMost: dimension)
    _ = try required(stageCount, .stageCount, atMost: 64)
    _ = try required(codebookSize, .codebookSize, atMost: 1 << 20)
    return dimension
  }
}

import Bytes
import FoundationEssentials
import Layers
import Quantizers
import Tensors
import TokenStreams

/// What both linear tokenizers are made of: a transform and the codebooks of its coordinates.
struct LinearModel: Sendable, Equatable {
  /// Sizes and rates.
  let configuration: LinearConfiguration
  /// Coordinates of greatest variance.
  let transform: KarhunenLoeveTransform
  /// The codebooks of those coordinates.
  let quantizer: ResidualVectorQuantizer

  /// The tensors' names in `model.safetensors`.
  private enum Name {
    /// The mean, `[dimension]`.
    static let mean = "transform.mean"
    /// The basis, `[componentCount, dimension]`.
    static let basis = "transform.basis"
    /// All codebooks, `[stageCount, codebookSize, componentCount]`.
    static let codebooks = "quantizer.codebooks"
  }

  /// Puts a model together.
  init(
    configuration: LinearConfiguration, transform: KarhunenLoeveTransform,
    quantizer: ResidualVectorQuantizer
  ) {
    self.configuration = configuration
    self.transform = transform
    self.quantizer = quantizer
  }

  /// Reads a model of one family, every shape checked against its configuration.
  ///
  /// - Throws: `ModelError`, `CheckpointError`, `FileError`.
  init(folder: ModelFolder, family: ModelFamily) throws {
    configuration = try folder.configuration()
    guard configuration.modelType == family else {
      throw ModelError.badConfiguration(
        path: folder.configurationPath,
        reason: "model_type is \(configuration.modelType.rawValue), not \(family.rawValue)")
    }
    let dimension = try configuration.dimension(path: folder.configurationPath)
    let file = try SafetensorsFile(path: folder.weightsPath)
    let components = configuration.componentCount
    transform = KarhunenLoeveTransform(
      mean: try file.tensor(Name.mean, shape: [dimension]),
      basis: try file.tensor(Name.basis, shape: [components, dimension]))
    let table = try file.tensor(
      Name.codebooks, shape: [configuration.stageCount, configuration.codebookSize, components])
    quantizer = ResidualVectorQuantizer(codebooks: Self.codebooks(table))
  }

  private static func codebooks(_ table: Tensor) -> [Codebook] {
    (0..<table.shape[0]).map { stage in
      Codebook(
        vectors: table.sliced(axis: 0, stage..<stage + 1)
          .reshaped([table.shape[1], table.shape[2]]))
    }
  }

  /// Writes `config.json` and `model.safetensors` (16-bit floats) into a folder.
  ///
  /// - Throws: `FileError`.
  func write(to path: String) throws {
    try Folder.make(path)
    var weights = SafetensorsWriter(metadata: ["format": "tessera"])
    weights.add(Name.mean, transform.mean, as: .float16)
    weights.add(Name.basis, transform.basis, as: .float16)
    let table = Tensor(
      shape: [
        configuration.stageCount, configuration.codebookSize, configuration.componentCount,
      ],
      elements: quantizer.codebooks.flatMap(\.vectors.elements))
    weights.add(Name.codebooks, table, as: .float16)
    try weights.write(to: path + "/model.safetensors")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try AtomicFile.write(
      Array(try encoder.encode(configuration)) + [UInt8(ascii: "\n")],
      to: path + "/config.json")
  }
}

import Layers
import Quantizers
import Tensors
import Tokenizers

/// The configuration of a vector quantizer's case, with the keys of vector-quantize-pytorch.
struct VectorQuantizerConfiguration: Decodable {
  let dimension: Int
  let codebookSize: Int
  let codeDimension: Int?
  let headCount: Int?
  let hasSeparateCodebooks: Bool?
  let isCosine: Bool?
  let commitmentWeight: Float?
  let decay: Double?
  let epsilon: Double?
  let leastClusterSize: Float?

  private enum CodingKeys: String, CodingKey {
    case dimension = "dim"
    case codebookSize = "codebook_size"
    case codeDimension = "codebook_dim"
    case headCount = "heads"
    case hasSeparateCodebooks = "separate_codebook_per_head"
    case isCosine = "use_cosine_sim"
    case commitmentWeight = "commitment_weight"
    case decay
    case epsilon = "eps"
    case leastClusterSize = "threshold_ema_dead_code"
  }

  /// The sizes, checked.
  ///
  /// - Throws: `ModelError.badConfiguration`.
  func shape(path: String) throws -> VectorQuantizerShape {
    let codeDimension = codeDimension ?? dimension
    let headCount = headCount ?? 1
    guard (1...65_536).contains(dimension), (1...65_536).contains(codeDimension),
      (1...1 << 24).contains(codebookSize), (1...1024).contains(headCount),
      codeDimension * headCount <= 1 << 20
    else {
      throw ModelError.badConfiguration(
        path: path,
        reason: "dim \(dimension), codebook_dim \(codeDimension), codebook_size \(codebookSize)"
          + " or heads \(headCount) is not possible")
    }
    return VectorQuantizerShape(
      dimension: dimension, codebookSize: codebookSize, codeDimension: codeDimension,
      headCount: headCount, hasSeparateCodebooks: hasSeparateCodebooks ?? false,
      distance: isCosine ?? false ? .cosine : .euclidean)
  }

  /// The pace of learning, checked.
  ///
  /// - Throws: `ModelError.badConfiguration`.
  func averaging(path: String) throws -> CodebookAveraging {
    let (decay, epsilon, least) = (decay ?? 0.8, epsilon ?? 1e-5, leastClusterSize ?? 0)
    guard (0...1).contains(decay), (0...1).contains(epsilon), (0...1e9).contains(least) else {
      throw ModelError.badConfiguration(
        path: path,
        reason: "decay \(decay), eps \(epsilon) or threshold_ema_dead_code \(least) is not possible"
      )
    }
    return CodebookAveraging(decay: decay, epsilon: epsilon, leastClusterSize: least)
  }
}

extension GoldenCase {
  private var configurationPath: String { path + "/config.json" }

  /// Whether the case's weights are one vector quantizer.
  func isVectorQuantizer() throws -> Bool {
    guard hasWeights, configuration(as: VectorQuantizerConfiguration.self) != nil else {
      return false
    }
    return try Checkpoint(path: weightsPath).entry("_codebook.embed") != nil
  }

  /// The case's configuration and its quantizer, loaded.
  ///
  /// - Throws: `ModelError.badConfiguration`, or any error of reading the weights.
  func vectorQuantizer() throws -> (
    quantizer: VectorQuantizer, averaging: CodebookAveraging, commitmentWeight: Float
  ) {
    guard let configuration = configuration(as: VectorQuantizerConfiguration.self) else {
      throw VerificationError.unknownFamily(path: path)
    }
    var quantizer = VectorQuantizer(try configuration.shape(path: configurationPath))
    try quantizer.load(from: Checkpoint(path: weightsPath), ignoring: ["_codebook.initted"])
    return (
      quantizer, try configuration.averaging(path: configurationPath),
      configuration.commitmentWeight ?? 1
    )
  }

  /// Vectors `[batch, position, dimension]` of a case.
  ///
  /// - Throws: `CheckpointError.missingTensor`, `.wrongShape` or `.notFinite`.
  func sequences(_ name: String, dimension: Int) throws -> Tensor {
    guard let shape = tensors.entry(name)?.shape else {
      throw CheckpointError.missingTensor(path: tensors.path, name: name)
    }
    let lengths = shape.count == 3 ? shape.prefix(2).map { max($0, 1) } : [1, 1]
    return try tensors.tensor(name, shape: lengths + [dimension])
  }
}

import Layers
import Tensors

/// What was computed of a golden case, by the names of its tensors.
struct GoldenFindings {
  /// The tolerance that the goldens of models and quantizers state for floats.
  static let tolerance = 1e-4

  private enum Finding {
    case floats(Tensor)
    case levels([UInt8], shape: [Int])
    case codes(CodeAgreement)
    case integers([Int], shape: [Int])
  }

  private var findings: [String: Finding] = [:]

  /// Adds floats in the reference's layout.
  mutating func add(_ name: String, _ tensor: Tensor) {
    findings[name] = .floats(tensor)
  }

  /// Adds 8-bit samples, of which each may be one level off.
  mutating func add(_ name: String, levels: [UInt8], shape: [Int]) {
    findings[name] = .levels(levels, shape: shape)
  }

  /// Adds codes.
  mutating func add(_ name: String, _ codes: CodeAgreement) {
    findings[name] = .codes(codes)
  }

  /// Adds whole numbers that must be equal, along one axis unless a shape is given.
  mutating func add(_ name: String, integers: [Int], shape: [Int]? = nil) {
    findings[name] = .integers(integers, shape: shape ?? [integers.count])
  }

  /// One comparison for each of the case's tensors but the inputs; a tensor that nothing was
  /// computed for fails.
  func comparisons(
    with golden: GoldenCase, inputs: Set<String>
  ) throws -> [TensorComparison] {
    try golden.tensors.names.filter { !inputs.contains($0) }.map { name in
      switch findings[name] {
      case .floats(let tensor):
        try golden.comparison(
          name, shape: tensor.shape, floats: tensor.elements, tolerance: Self.tolerance)
      case .levels(let levels, let shape):
        try golden.comparison(name, shape: shape, integers: levels, tolerance: 1)
      case .codes(let codes):
        codes.comparison
      case .integers(let integers, let shape):
        try golden.comparison(name, shape: shape, integers: integers)
      case nil:
        golden.unknownTensor(name)
      }
    }
  }
}

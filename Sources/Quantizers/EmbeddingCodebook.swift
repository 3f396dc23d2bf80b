public import Layers
public import Tensors

/// A codebook as models store it: `embedding.weight`, `[size, dimension]`.
public struct EmbeddingCodebook: Module {
  /// The code vectors, `[size, dimension]`.
  public var embedding: Parameter

  /// A codebook of `size` vectors; they start evenly within 1/size, as in VQ-VAE
  /// (arXiv:1711.00937).
  public init(size: Int, dimension: Int) {
    embedding = Parameter(
      [size, dimension], startingWith: .uniform(bound: 1 / Float(max(size, 1))))
  }

  /// Visits `embedding.weight`.
  public mutating func visitParameters(_ visitor: ParameterVisitor) throws {
    try visitor("embedding.weight", &embedding)
  }

  /// The vectors of some codes, `[codes, dimension]`.
  public func vectors(of codes: [Int]) -> Tensor {
    embedding.value.rows(codes)
  }

  /// The table in which nearest codes are searched.
  ///
  /// - Parameter normalizes: whether every vector is divided by its length (at least 10⁻¹²) first.
  /// - Returns: the table.
  public func codebook(normalizes: Bool = false) -> Codebook {
    Codebook(
      vectors: normalizes ? embedding.value.lengthNormalized(epsilon: 1e-12) : embedding.value)
  }
}

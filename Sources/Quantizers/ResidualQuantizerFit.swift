public import Tensors

/// Learns the codebooks of a residual quantizer, stage after stage.
public struct ResidualQuantizerFit: Sendable {
  /// How many codebooks to learn.
  public let stageCount: Int
  /// How each one is learned.
  public let kMeans: KMeans

  /// Sets what to learn.
  public init(stageCount: Int, kMeans: KMeans) {
    precondition(stageCount > 0, "no stage to learn")
    self.stageCount = stageCount
    self.kMeans = kMeans
  }

  /// Learns from `[rows, dimension]` vectors.
  ///
  /// Codebooks are rounded to 16-bit floats before the next stage sees their residuals, since that
  /// is what a model file holds.
  ///
  /// - Throws: `QuantizerError.tooFewVectors`.
  public func fit(
    _ vectors: Tensor, seed: UInt64, progress: (Double) -> Void = { _ in }
  ) throws -> ResidualVectorQuantizer {
    var generator = SeededGenerator(seed: seed)
    var residuals = vectors
    var codebooks: [Codebook] = []
    for stage in 0..<stageCount {
      let learned = try kMeans.fit(residuals, using: &generator) { fraction in
        progress((Double(stage) + fraction) / Double(stageCount))
      }
      let codebook = Codebook(vectors: learned.vectors.roundedToHalfPrecision())
      codebook.subtractNearest(from: &residuals)
      codebooks.append(codebook)
    }
    return ResidualVectorQuantizer(codebooks: codebooks)
  }
}

extension Codebook {
  /// Replaces each row by what its nearest code leaves over.
  func subtractNearest(from rows: inout Tensor) {
    let codes = assign(rows).codes
    codes.withUnsafeBufferPointer { codes in
      rows.withUnsafeMutableElements { subtract(codes, from: $0) }
    }
  }
}

public import Tensors

/// What a vector quantizer makes of a batch while it learns.
public struct VectorQuantizerPass: Sendable {
  /// The vectors of the codes, with gradients to the input, `[batch, position, dimension]`.
  public let output: Tensor
  /// `[batch, position, head]`, row-major.
  public let codes: [Int]
  /// The mean squared distance of the vectors before the search from their codes, times its weight;
  /// a scalar whose gradient moves the vectors, not the codes.
  public let commitmentLoss: Tensor
  /// What the codebooks saw, `[codebook, row, codeDimension]`.
  let rows: Tensor
  /// What the rows were coded as, `[codebook, row]`.
  let rowCodes: [Int]
}

extension VectorQuantizer {
  /// Quantizes a batch so that gradients flow from the output to the input.
  ///
  /// - Parameters:
  ///   - input: `[batch, position, dimension]`
  ///   - estimator: how gradients get past the choice of codes.
  ///   - commitmentWeight: a factor of the loss.
  ///   - tables: what ``searchTables()`` gave, or nil to make them.
  /// - Returns: output, codes and loss.
  public func pass(
    over input: Tensor, estimator: GradientEstimator = .rotation, commitmentWeight: Float = 1,
    in tables: [Codebook]? = nil
  ) -> VectorQuantizerPass {
    pass(
      over: input, estimator: estimator, commitmentWeight: commitmentWeight,
      rowCodes: assign(searched(projected(input)), in: tables ?? searchTables()))
  }

  /// The same with the codes given, `[codebook, row]`.
  package func pass(
    over input: Tensor, estimator: GradientEstimator, commitmentWeight: Float, rowCodes: [Int]
  ) -> VectorQuantizerPass {
    let layout = layout(of: input)
    let rows = searched(projected(input))
    let quantized = codebook.vectors(of: rowCodes)
    let estimate = estimator.estimate(rows, quantizedTo: quantized)
    return VectorQuantizerPass(
      output: unprojected(layout.sequences(of: estimate)), codes: layout.byPosition(rowCodes),
      commitmentLoss: (rows - quantized).mapped(.square).mean().scaled(by: commitmentWeight),
      rows: rows.detached(), rowCodes: rowCodes)
  }

  /// Moves the codebook towards a batch that it has coded; rows for dead codes are drawn from it.
  ///
  /// - Parameters:
  ///   - pass: the batch.
  ///   - averaging: the pace.
  ///   - generator: the only source of chance.
  /// - Returns: what took the places of dead codes, a list a codebook.
  @discardableResult
  public mutating func update(
    after pass: VectorQuantizerPass, by averaging: CodebookAveraging,
    using generator: inout SeededGenerator
  ) -> [[CodeReplacement]] {
    codebook.update(rows: pass.rows, codes: pass.rowCodes, by: averaging, using: &generator)
  }

  /// The same with a choice of what takes the places of dead codes.
  @discardableResult
  package mutating func update(
    after pass: VectorQuantizerPass, by averaging: CodebookAveraging,
    choosing choose: AveragedCodebook.Choice
  ) -> [[CodeReplacement]] {
    codebook.update(rows: pass.rows, codes: pass.rowCodes, by: averaging, choosing: choose)
  }
}

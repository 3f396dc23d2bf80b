import CKernels
public import Tensors
import Threads

/// Residual vector quantization: each stage codes what the stages before it left over.
///
/// With codebooks C₁…C_Q and r₀ = x: k_q = argmin ‖r_{q−1} − C_q[k]‖, r_q = r_{q−1} − C_q[k_q];
/// the reconstruction is Σ C_q[k_q]. The search is greedy, so the first codes of a vector do not
/// depend on how many follow (Juang and Gray 1982; Zeghidour et al., arXiv 2107.03312).
public struct ResidualVectorQuantizer: Sendable, Equatable {
  /// The stages in order; all of one dimension.
  public let codebooks: [Codebook]

  /// Wraps at least one codebook, all of the same dimension.
  public init(codebooks: [Codebook]) {
    precondition(
      !codebooks.isEmpty && codebooks.allSatisfy { $0.dimension == codebooks[0].dimension },
      "codebooks of unlike dimension")
    self.codebooks = codebooks
  }

  /// Components of a vector.
  public var dimension: Int { codebooks[0].dimension }
  /// How many codebooks there are.
  public var stageCount: Int { codebooks.count }

  /// The codes of some vectors and how far each stage brought them.
  public struct Encoding: Sendable, Equatable {
    /// The codes, `[rows, stages]`.
    public let codes: [UInt32]
    /// Squared length of the residual, `[rows, stages + 1]`: before the first stage, then after each.
    public let squaredErrors: [Float]
    /// How many stages were coded.
    public let stageCount: Int

    /// Gathers `[rows, stages]` codes and `[rows, stages + 1]` squared errors.
    package init(codes: [UInt32], squaredErrors: [Float], stageCount: Int) {
      precondition(
        squaredErrors.count * stageCount == codes.count * (stageCount + 1),
        "\(codes.count) codes and \(squaredErrors.count) errors of \(stageCount) stages")
      self.codes = codes
      self.squaredErrors = squaredErrors
      self.stageCount = stageCount
    }
  }

  /// Codes `[rows, dimension]` vectors by the first `stageCount` stages.
  public func encode(_ vectors: Tensor, stageCount: Int? = nil) -> Encoding {
    let stages = min(stageCount ?? codebooks.count, codebooks.count)
    precondition(
      vectors.shape.count == 2 && vectors.shape[1] == dimension && stages >= 0,
      "vectors of shape \(vectors.shape) for a quantizer of dimension \(dimension)")
    let rows = vectors.shape[0]
    var residuals = vectors.elements
    var squaredErrors = [Float](repeating: 0, count: rows * (stages + 1))
    var codes = [UInt32](repeating: 0, count: rows * stages)
    residuals.withUnsafeMutableBufferPointer { residuals in
      squaredErrors.withUnsafeMutableBufferPointer { squaredErrors in
        codes.withUnsafeMutableBufferPointer { codes in
          // Safe: each block touches only its own rows of the three buffers.
          nonisolated(unsafe) let (residuals, squaredErrors, codes) =
            (residuals, squaredErrors, codes)
          Parallel.forEachBlock(of: MatrixProduct.blockRows, count: rows) { block in
            encode(
              residuals: UnsafeMutableBufferPointer(
                rebasing: residuals[block.lowerBound * dimension..<block.upperBound * dimension]),
              squaredErrors: UnsafeMutableBufferPointer(
                rebasing: squaredErrors[
                  block.lowerBound * (stages + 1)..<block.upperBound * (stages + 1)]),
              codes: UnsafeMutableBufferPointer(
                rebasing: codes[block.lowerBound * stages..<block.upperBound * stages]),
              stages: stages)
          }
        }
      }
    }
    return Encoding(codes: codes, squaredErrors: squaredErrors, stageCount: stages)
  }

  /// Codes one block in place: `residuals` starts as the vectors and ends as what is left of them.
  private func encode(
    residuals: UnsafeMutableBufferPointer<Float>,
    squaredErrors: UnsafeMutableBufferPointer<Float>, codes: UnsafeMutableBufferPointer<UInt32>,
    stages: Int
  ) {
    let rows = residuals.count / dimension
    recordErrors(of: residuals, into: squaredErrors, column: 0, stages: stages)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows) { nearest in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: rows) { affinities in
        for stage in 0..<stages {
          codebooks[stage].nearest(
            to: UnsafeBufferPointer(residuals), rows: rows, codes: nearest, affinities: affinities)
          codebooks[stage].subtract(UnsafeBufferPointer(nearest), from: residuals)
          for row in 0..<rows { codes[row * stages + stage] = UInt32(nearest[row]) }
          recordErrors(of: residuals, into: squaredErrors, column: stage + 1, stages: stages)
        }
      }
    }
  }

  private func recordErrors(
    of residuals: UnsafeMutableBufferPointer<Float>,
    into squaredErrors: UnsafeMutableBufferPointer<Float>, column: Int, stages: Int
  ) {
    for row in 0..<residuals.count / dimension {
      squaredErrors[row * (stages + 1) + column] = tessera_sum_of_squares(
        residuals.baseAddress.map { $0 + row * dimension }, dimension)
    }
  }

  /// Adds up the code vectors of each row: `[rows, dimension]`.
  ///
  /// - Parameters:
  ///   - codes: row after row, as many for each as its depth; each within its stage's codebook.
  ///   - depths: how many stages each row has, `[rows]`.
  /// - Returns: the sums, `[rows, dimension]`.
  public func decode(codes: [UInt32], depths: [UInt8]) -> Tensor {
    let starts = depths.reduce(into: [0]) { starts, depth in
      starts.append(starts[starts.count - 1] + Int(depth))
    }
    precondition(starts[depths.count] == codes.count, "\(codes.count) codes do not fill the depths")
    var vectors = Tensor(shape: [depths.count, dimension])
    vectors.withUnsafeMutableElements { vectors in
      // Safe: each block writes its own rows.
      nonisolated(unsafe) let vectors = vectors
      Parallel.forEachBlock(of: MatrixProduct.blockRows, count: depths.count) { block in
        let deepest = depths[block].max().map(Int.init) ?? 0
        for (stage, codebook) in codebooks[..<deepest].enumerated() {
          for row in block where depths[row] > stage {
            codebook.add(
              code: Int(codes[starts[row] + stage]),
              to: UnsafeMutableBufferPointer(
                rebasing: vectors[row * dimension..<(row + 1) * dimension]))
          }
        }
      }
    }
    return vectors
  }
}

extension Codebook {
  /// Subtracts each row's code vector from that row.
  func subtract(
    _ codes: UnsafeBufferPointer<Int32>, from rows: UnsafeMutableBufferPointer<Float>
  ) {
    vectors.withUnsafeElements { table in
      for (row, code) in codes.enumerated() {
        tessera_subtract(
          rows.baseAddress.map { $0 + row * dimension },
          table.baseAddress.map { $0 + Int(code) * dimension }, dimension)
      }
    }
  }

  /// Adds one code vector to a row.
  func add(code: Int, to row: UnsafeMutableBufferPointer<Float>) {
    precondition(code < size && row.count == dimension, "code \(code) of \(size) codes")
    vectors.withUnsafeElements { table in
      tessera_add(
        row.baseAddress, table.baseAddress.map { $0 + code * dimension }, dimension)
    }
  }
}

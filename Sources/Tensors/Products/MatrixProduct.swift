import COpenBLAS

/// Products of row-major matrices, each computed by OpenBLAS on the calling thread.
///
/// OpenBLAS's own threads give bits that depend on their number, so they are switched off;
/// parallelism comes from fixed row blocks (`Parallel.forEachBlock`), whose extents are constants.
package enum MatrixProduct {
  /// Rows in one block of a parallel product; another size would give other bits.
  package static let blockRows = 256

  /// How the right operand lies in memory.
  package enum RightOperand {
    /// `[inner, columns]`
    case plain
    /// `[columns, inner]`, used as its transpose.
    case transposed
  }

  /// out[rows, columns] = left[rows, inner] · right, on this thread.
  package static func multiply(
    _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>,
    _ layout: RightOperand, into out: UnsafeMutableBufferPointer<Float>, rows: Int, inner: Int,
    columns: Int
  ) {
    precondition(
      left.count == rows * inner && right.count == inner * columns && out.count == rows * columns,
      "buffers do not hold a [\(rows), \(inner)] by [\(inner), \(columns)] product")
    guard rows > 0, columns > 0 else { return }
    guard inner > 0 else { return out.update(repeating: 0) }
    useOneThread()
    let transposed = layout == .transposed
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, transposed ? CblasTrans : CblasNoTrans, blasint(rows),
      blasint(columns), blasint(inner), 1, left.baseAddress, blasint(inner), right.baseAddress,
      blasint(transposed ? inner : columns), 0, out.baseAddress, blasint(columns))
  }

  /// Adds vectorsᵀ · vectors to `out`, for `vectors` of `[count, dimension]`; only the upper
  /// triangle of the row-major `[dimension, dimension]` result is written.
  package static func addGram(
    of vectors: UnsafeBufferPointer<Float>, dimension: Int,
    to out: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      vectors.count % dimension == 0 && out.count == dimension * dimension,
      "buffers do not hold vectors of \(dimension) and their Gram matrix")
    guard !vectors.isEmpty else { return }
    useOneThread()
    cblas_ssyrk(
      CblasRowMajor, CblasUpper, CblasTrans, blasint(dimension),
      blasint(vectors.count / dimension), 1, vectors.baseAddress, blasint(dimension), 1,
      out.baseAddress, blasint(dimension))
  }

  /// The name of the processor family whose kernels OpenBLAS chose.
  package static var kernelName: String { String(cString: openblas_get_corename()) }

  /// Called before every call into OpenBLAS; does its work once.
  static func useOneThread() { oneThread }

  private static let oneThread: Void = openblas_set_num_threads(1)
}

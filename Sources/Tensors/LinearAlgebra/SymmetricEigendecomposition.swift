import COpenBLAS

/// Eigenvalues, largest first, and orthonormal eigenvectors of a real symmetric matrix (LAPACK's
/// dsyevd, double precision).
package struct SymmetricEigendecomposition: Sendable {
  /// The eigenvalues, largest first.
  package let values: [Double]
  /// `[order, order]` row-major: row i is the eigenvector of `values[i]`, its largest component
  /// positive so that the sign is the same everywhere.
  package let vectors: [Double]

  /// Decomposes a matrix given row-major; its lower triangle is ignored.
  ///
  /// - Throws: `LinearAlgebraError` when the matrix is not finite or the iteration fails.
  package init(of matrix: [Double], order: Int) throws {
    precondition(
      order > 0 && matrix.count == order * order, "\(matrix.count) elements for order \(order)")
    guard matrix.allSatisfy(\.isFinite) else { throw LinearAlgebraError.notFinite }
    // With more threads LAPACK's bits depend on their number.
    openblas_set_num_threads(1)
    // LAPACK reads column-major, so our upper triangle is its lower one.
    var columns = matrix
    var ascending = [Double](repeating: 0, count: order)
    var workspace = [Double](repeating: 0, count: 1 + 6 * order + 2 * order * order)
    var integers = [Int32](repeating: 0, count: 3 + 5 * order)
    var (order32, workspaceCount) = (Int32(order), Int32(workspace.count))
    var (integerCount, status) = (Int32(integers.count), Int32(0))
    dsyevd_(
      "V", "L", &order32, &columns, &order32, &ascending, &workspace, &workspaceCount, &integers,
      &integerCount, &status)
    guard status == 0 else { throw LinearAlgebraError.noConvergence(status: Int(status)) }
    values = ascending.reversed()
    // Each of LAPACK's columns is contiguous: read backwards they are our rows.
    vectors = (0..<order).reversed().flatMap { index in
      Self.withPositiveLargest(columns[index * order..<(index + 1) * order])
    }
  }

  private static func withPositiveLargest(_ vector: ArraySlice<Double>) -> [Double] {
    let largest = vector.max { abs($0) < abs($1) } ?? 0
    return largest < 0 ? vector.map { -$0 } : Array(vector)
  }
}

/// Why a matrix could not be decomposed.
public enum LinearAlgebraError: Error, Equatable, Sendable, CustomStringConvertible {
  case notFinite
  case noConvergence(status: Int)

  /// What was wrong with the matrix.
  public var description: String {
    switch self {
    case .notFinite: "a matrix holds NaN or infinity; check the data it was computed from"
    case .noConvergence(let status):
      "the eigenvalue iteration did not converge (LAPACK status \(status)); check the data"
    }
  }
}

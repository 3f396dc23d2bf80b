import COpenBLAS

extension MatrixProduct {
  /// An operand whose rows lie `leading` elements apart.
  struct Operand {
    let start: UnsafePointer<Float>
    let leading: Int
    let isTransposed: Bool

    /// A row-major operand, used as it lies or as its transpose.
    init(_ start: UnsafePointer<Float>, leading: Int, isTransposed: Bool = false) {
      self.start = start
      self.leading = leading
      self.isTransposed = isTransposed
    }

    /// The same memory the other way round.
    var transposed: Operand { Operand(start, leading: leading, isTransposed: !isTransposed) }
  }

  /// out += left · right, on this thread; gradients and other products of two changing operands.
  static func add(
    _ left: Operand, _ right: Operand, scale: Float = 1, keeping: Float = 1,
    to out: UnsafeMutablePointer<Float>, leading: Int, rows: Int, inner: Int, columns: Int
  ) {
    guard rows > 0, columns > 0, inner > 0 else { return }
    useOneThread()
    cblas_sgemm(
      CblasRowMajor, left.isTransposed ? CblasTrans : CblasNoTrans,
      right.isTransposed ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns),
      blasint(inner), scale, left.start, blasint(left.leading), right.start,
      blasint(right.leading), keeping, out, blasint(leading))
  }
}

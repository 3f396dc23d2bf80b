import CKernels

/// Products of two matrices that both change, on the calling thread: gradients, Gram matrices.
///
/// A right operand that is used again is packed once and kept instead (``PackedMatrix``); either way
/// the same kernels compute, and a result depends on nothing but its row and column.
package enum MatrixProduct {
  /// Rows in one block of parallel work.
  package static let blockRows = 256

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

  /// out[rows, columns] += left[rows, inner] · right[inner, columns]; the rows of `out` lie `leading`
  /// elements apart.
  static func add(
    _ left: Operand, _ right: Operand, to out: UnsafeMutablePointer<Float>, leading: Int,
    rows: Int, inner: Int, columns: Int
  ) {
    guard rows > 0, columns > 0, inner > 0 else { return }
    let arena = BufferArena.current
    let packed = PackedMatrix(
      WeightStrides(
        start: right.start, column: right.isTransposed ? right.leading : 1, tap: 0,
        channel: right.isTransposed ? 1 : right.leading, columns: columns, taps: 1,
        channels: inner), precision: .float32, arena: arena)
    let finish = tessera_finish(bias: nil, activation: nil, residual: UnsafePointer(out))
    let output = OutputRows(start: out, lineStride: 0, positionStride: leading)
    guard left.isTransposed else {
      return packed.multiply(
        LeftRows(rows: rows, from: left.start, inner: inner, stride: left.leading), into: output,
        finish, arena: arena)
    }
    let turned = arena.take(rows * inner)
    defer { arena.giveBack(turned) }
    guard let start = turned.baseAddress else { return }
    tessera_transpose(left.start, inner, rows, left.leading, start, inner)
    packed.multiply(
      LeftRows(rows: rows, from: start, inner: inner), into: output, finish, arena: arena)
  }

  /// Adds vectorsᵀ · vectors, for `vectors` of `[count, dimension]`, to a row-major
  /// `[dimension, dimension]`.
  package static func addGram(
    of vectors: UnsafeBufferPointer<Float>, dimension: Int,
    to out: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      vectors.count % dimension == 0 && out.count == dimension * dimension,
      "buffers do not hold vectors of \(dimension) and their Gram matrix")
    guard let start = vectors.baseAddress, let out = out.baseAddress else { return }
    add(
      Operand(start, leading: dimension, isTransposed: true), Operand(start, leading: dimension),
      to: out, leading: dimension, rows: dimension, inner: vectors.count / dimension,
      columns: dimension)
  }

  /// The instruction set whose kernels compute.
  package static var kernelName: String {
    switch Int(tessera_matrix_level()) {
    case TESSERA_MATRIX_AVX512_BF16: "AVX-512 with bfloat16"
    case TESSERA_MATRIX_AVX512: "AVX-512"
    case TESSERA_MATRIX_AVX2: "AVX2"
    default: "portable"
    }
  }
}

/// Mean and covariance of vectors that arrive in pieces, in memory that doesn't grow with them.
///
/// Products are taken in 32 bits over one piece and added up in 64, so a piece should be at most a
/// few thousand vectors. Pieces must be merged in a fixed order for the same bits every time.
package struct CovarianceAccumulator: Sendable {
  /// The number of components of a vector.
  package let dimension: Int
  /// How many vectors were taken in.
  package private(set) var count = 0
  private var sum: [Double]
  private var gram: [Double]

  /// Starts with no vectors.
  package init(dimension: Int) {
    self.dimension = dimension
    sum = Array(repeating: 0, count: dimension)
    gram = Array(repeating: 0, count: dimension * dimension)
  }

  /// Takes in `[count, dimension]` vectors.
  package mutating func add(_ vectors: Tensor) {
    precondition(
      vectors.shape.count == 2 && vectors.shape[1] == dimension,
      "vectors of shape \(vectors.shape), dimension \(dimension)")
    count += vectors.shape[0]
    var pieceGram = [Float](repeating: 0, count: dimension * dimension)
    vectors.withUnsafeElements { vectors in
      pieceGram.withUnsafeMutableBufferPointer { pieceGram in
        MatrixProduct.addGram(of: vectors, dimension: dimension, to: pieceGram)
      }
      for row in stride(from: 0, to: vectors.count, by: dimension) {
        for component in 0..<dimension { sum[component] += Double(vectors[row + component]) }
      }
    }
    for index in gram.indices { gram[index] += Double(pieceGram[index]) }
  }

  /// Takes in everything another accumulator has seen.
  package mutating func merge(_ other: CovarianceAccumulator) {
    precondition(dimension == other.dimension, "accumulators of unlike dimension")
    count += other.count
    for index in sum.indices { sum[index] += other.sum[index] }
    for index in gram.indices { gram[index] += other.gram[index] }
  }

  /// The mean vector; zero when nothing was taken in.
  package var mean: [Double] {
    sum.map { $0 / Double(max(count, 1)) }
  }

  /// E[(x − mean)(x − mean)ᵀ], row-major, upper triangle.
  package var covariance: [Double] {
    let mean = mean
    return moment { row, column in mean[row] * mean[column] }
  }

  /// E[x xᵀ], the second moment about zero, row-major, upper triangle.
  package var secondMoment: [Double] { moment { _, _ in 0 } }

  private func moment(_ offset: (Int, Int) -> Double) -> [Double] {
    (0..<dimension * dimension).map { index in
      gram[index] / Double(max(count, 1)) - offset(index / dimension, index % dimension)
    }
  }
}

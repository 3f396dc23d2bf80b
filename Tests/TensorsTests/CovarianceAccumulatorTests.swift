import Tensors
import TestSupport
import Testing

@Suite("Mean and covariance of vectors that arrive in pieces")
struct CovarianceAccumulatorTests {
  private static let dimension = 6

  private static func vectors(_ count: Int, seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    let tensor = generator.tensor([count, dimension])
    // A mean away from zero makes centring matter.
    return Tensor(shape: tensor.shape, elements: tensor.elements.map { $0 + 0.5 })
  }

  private static func column(_ index: Int, of vectors: Tensor) -> [Double] {
    let elements = vectors.elements
    return stride(from: index, to: elements.count, by: dimension).map { Double(elements[$0]) }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  private func upperTriangle(_ matrix: [Double]) -> [Double] {
    matrix.enumerated().filter { $0.offset % Self.dimension >= $0.offset / Self.dimension }
      .map(\.element)
  }

  @Test("mean, covariance and second moment follow their definitions")
  func definitions() {
    let vectors = Self.vectors(500, seed: 31)
    var accumulator = CovarianceAccumulator(dimension: Self.dimension)
    accumulator.add(vectors)
    #expect(accumulator.count == 500)
    let columns = (0..<Self.dimension).map { Self.column($0, of: vectors) }
    let means = columns.map(Self.mean)
    #expect(Closeness(accumulator.mean, means).largestDifference < 1e-12)
    let pairs = columns.indices.flatMap { row in
      (row..<Self.dimension).map { (row, $0) }
    }
    let moments = pairs.map { row, column in
      Self.mean(zip(columns[row], columns[column]).map { $0 * $1 })
    }
    #expect(
      Closeness(upperTriangle(accumulator.secondMoment), moments).largestDifference < 1e-6)
    let covariances = zip(pairs, moments).map { $1 - means[$0.0] * means[$0.1] }
    #expect(
      Closeness(upperTriangle(accumulator.covariance), covariances).largestDifference < 1e-6)
  }

  @Test("pieces merged are the same vectors added")
  func merging() {
    let pieces = [(100, 41), (1, 42), (0, 43), (57, 44)].map { Self.vectors($0, seed: $1) }
    var whole = CovarianceAccumulator(dimension: Self.dimension)
    var merged = CovarianceAccumulator(dimension: Self.dimension)
    for piece in pieces {
      whole.add(piece)
      var part = CovarianceAccumulator(dimension: Self.dimension)
      part.add(piece)
      merged.merge(part)
    }
    #expect(whole.count == 158)
    #expect(merged.count == 158)
    #expect(merged.mean == whole.mean)
    #expect(merged.covariance == whole.covariance)
    #expect(merged.secondMoment == whole.secondMoment)
  }

  @Test("nothing taken in has zero mean and covariance")
  func empty() {
    let accumulator = CovarianceAccumulator(dimension: 2)
    #expect(accumulator.mean == [0, 0])
    #expect(accumulator.covariance == [0, 0, 0, 0])
  }
}

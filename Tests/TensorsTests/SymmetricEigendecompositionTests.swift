import Tensors
import TestSupport
import Testing

@Suite("Eigenvectors of a symmetric matrix")
struct SymmetricEigendecompositionTests {
  private static func symmetricMatrix(order: Int) -> [Double] {
    var generator = SeededGenerator(seed: 21)
    var matrix = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in row..<order {
        let value = 2 * generator.unitInterval() - 1
        matrix[row * order + column] = value
        matrix[column * order + row] = value
      }
    }
    return matrix
  }

  private static func dot(_ one: ArraySlice<Double>, _ other: ArraySlice<Double>) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func row(_ index: Int, of matrix: [Double], order: Int) -> ArraySlice<Double> {
    matrix[index * order..<(index + 1) * order]
  }

  @Test("rows are orthonormal, A v = λ v, largest first", arguments: [1, 2, 3, 17, 96])
  func properties(order: Int) throws {
    let matrix = Self.symmetricMatrix(order: order)
    let decomposition = try SymmetricEigendecomposition(of: matrix, order: order)
    #expect(decomposition.values == decomposition.values.sorted(by: >))
    for index in 0..<order {
      let vector = Self.row(index, of: decomposition.vectors, order: order)
      for other in 0...index {
        let product = Self.dot(vector, Self.row(other, of: decomposition.vectors, order: order))
        #expect(abs(product - (other == index ? 1 : 0)) < 1e-12)
      }
      let image = (0..<order).map { Self.dot(Self.row($0, of: matrix, order: order), vector) }
      let closeness = Closeness(image, vector.map { decomposition.values[index] * $0 })
      #expect(closeness.largestDifference < 1e-12 * Double(order), "\(closeness)")
    }
  }

  @Test("the largest component of each vector is positive")
  func signs() throws {
    let decomposition = try SymmetricEigendecomposition(
      of: Self.symmetricMatrix(order: 24), order: 24)
    for index in 0..<24 {
      let vector = Self.row(index, of: decomposition.vectors, order: 24)
      #expect(vector.max() == vector.map(abs).max())
    }
  }

  @Test("only the upper triangle is read")
  func upperTriangle() throws {
    let upper = try SymmetricEigendecomposition(of: [2, 1, 99, 2], order: 2)
    #expect(Closeness(upper.values, [3, 1]).largestDifference < 1e-14)
    let half = 0.5.squareRoot()
    #expect(Closeness(upper.vectors.map(abs), [half, half, half, half]).largestDifference < 1e-14)
  }

  @Test("a matrix that is not finite is refused", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(value: Double) {
    #expect(throws: LinearAlgebraError.notFinite) {
      try SymmetricEigendecomposition(of: [1, value, value, 1], order: 2)
    }
  }
}

import Tensors
import TestSupport
import Testing
import Tokenizers

@Suite("The Karhunen-Loève transform")
struct KarhunenLoeveTransformTests {
  private static let dimension = 12

  /// Vectors whose components depend on each other, about a mean that is not zero.
  private static let vectors: Tensor = {
    var generator = SeededGenerator(seed: 1)
    let rows = (0..<400).flatMap { _ -> [Float] in
      var level: Float = 1
      return (0..<dimension).map { component in
        level = 0.8 * level + Float(generator.unitInterval() - 0.5)
        return level + Float(component) / 8
      }
    }
    return Tensor(shape: [400, dimension], elements: rows)
  }()

  private static func transform(componentCount: Int) throws -> KarhunenLoeveTransform {
    var accumulator = CovarianceAccumulator(dimension: dimension)
    accumulator.add(vectors)
    return try KarhunenLoeveTransform(
      mean: accumulator.mean, covariance: accumulator.covariance, componentCount: componentCount)
  }

  private static func energy(_ tensor: Tensor) -> Double {
    tensor.elements.reduce(0.0) { $0 + Double($1) * Double($1) }
  }

  @Test("its rows are orthonormal up to the rounding of a model file", arguments: [1, 5, 12])
  func orthonormal(componentCount: Int) throws {
    let transform = try Self.transform(componentCount: componentCount)
    #expect(transform.componentCount == componentCount)
    #expect(transform.dimension == Self.dimension)
    let products = transform.basis.multiplied(byTransposeOf: transform.basis)
    let identity = (0..<componentCount * componentCount).map { place -> Float in
      place / componentCount == place % componentCount ? 1 : 0
    }
    #expect(Closeness(products.elements, identity).largestDifference < 2e-3)
    #expect(transform.basis == transform.basis.roundedToHalfPrecision())
    #expect(transform.mean == transform.mean.roundedToHalfPrecision())
  }

  @Test("with all components the inverse gives back the vectors")
  func inverse() throws {
    let transform = try Self.transform(componentCount: Self.dimension)
    let back = transform.inverse(transform.forward(Self.vectors))
    #expect(Closeness(back.elements, Self.vectors.elements).largestDifference < 0.01)
  }

  @Test("coordinates are uncorrelated, about zero, the greatest variance first")
  func coordinates() throws {
    var moments = CovarianceAccumulator(dimension: Self.dimension)
    moments.add(try Self.transform(componentCount: Self.dimension).forward(Self.vectors))
    #expect(moments.mean.allSatisfy { abs($0) < 0.01 })
    let variances = (0..<Self.dimension).map { moments.covariance[$0 * (Self.dimension + 1)] }
    #expect(variances == variances.sorted(by: >))
    for row in 0..<Self.dimension {
      for column in row + 1..<Self.dimension {
        #expect(abs(moments.covariance[row * Self.dimension + column]) < 0.005 * variances[0])
      }
    }
  }

  @Test("each further component lowers the reconstruction's error")
  func components() throws {
    let errors = try (1...Self.dimension).map { componentCount in
      let transform = try Self.transform(componentCount: componentCount)
      let back = transform.inverse(transform.forward(Self.vectors))
      let difference = zip(back.elements, Self.vectors.elements).map { $0 - $1 }
      return Self.energy(Tensor(shape: [difference.count], elements: difference))
    }
    #expect(errors == errors.sorted(by: >))
  }

  @Test("a covariance that is not finite is refused")
  func notFinite() {
    #expect(throws: LinearAlgebraError.notFinite) {
      try KarhunenLoeveTransform(mean: [0], covariance: [.nan], componentCount: 1)
    }
  }
}

import Tensors

/// The Karhunen-Loève transform: coordinates along the directions of greatest variance.
///
/// z = V (x − mean), x ≈ Vᵀ z + mean, the rows of V being the leading eigenvectors of the
/// covariance, so that keeping the first rows loses the least energy of any linear transform.
struct KarhunenLoeveTransform: Sendable, Equatable {
  /// The mean vector, `[dimension]`.
  let mean: Tensor
  /// `[componentCount, dimension]`, orthonormal rows up to the rounding of a model file.
  let basis: Tensor
  /// The mean's own coordinates V · mean, `[componentCount]`.
  private let projectedMean: [Float]

  /// Wraps a mean and the rows of V.
  init(mean: Tensor, basis: Tensor) {
    precondition(
      basis.shape.count == 2 && mean.shape == [basis.shape[1]],
      "a mean of shape \(mean.shape) for a basis of shape \(basis.shape)")
    self.mean = mean
    self.basis = basis
    let row = Tensor(shape: [1, mean.count], elements: mean.elements)
    projectedMean = row.multiplied(byTransposeOf: basis).elements
  }

  /// The leading `componentCount` directions of a mean and covariance, rounded to 16-bit floats as
  /// a model file holds them.
  ///
  /// - Throws: `LinearAlgebraError`.
  init(mean: [Double], covariance: [Double], componentCount: Int) throws {
    let dimension = mean.count
    let decomposition = try SymmetricEigendecomposition(of: covariance, order: dimension)
    let basis = decomposition.vectors.prefix(componentCount * dimension).map { Float($0) }
    self.init(
      mean: Tensor(shape: [dimension], elements: mean.map { Float($0) }).roundedToHalfPrecision(),
      basis: Tensor(shape: [componentCount, dimension], elements: basis).roundedToHalfPrecision())
  }

  /// How many directions are kept.
  var componentCount: Int { basis.shape[0] }
  /// Components of an untransformed vector.
  var dimension: Int { basis.shape[1] }

  /// `[rows, dimension]` to `[rows, componentCount]`.
  func forward(_ vectors: Tensor) -> Tensor {
    var coordinates = vectors.multiplied(byTransposeOf: basis)
    coordinates.addToEachRow(projectedMean, scale: -1)
    return coordinates
  }

  /// `[rows, componentCount]` to `[rows, dimension]`.
  func inverse(_ coordinates: Tensor) -> Tensor {
    var vectors = coordinates.multiplied(by: basis)
    vectors.addToEachRow(mean.elements, scale: 1)
    return vectors
  }
}

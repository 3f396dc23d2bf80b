package import Tensors

/// The Karhunen-Loève transform: coordinates along the directions of greatest variance.
///
/// z = V (x − mean), x ≈ Vᵀ z + mean, the rows of V being the leading eigenvectors of the
/// covariance, so that keeping the first rows loses the least energy of any linear transform.
package struct KarhunenLoeveTransform: Sendable, Equatable {
  /// The mean vector, `[dimension]`.
  package let mean: Tensor
  /// `[componentCount, dimension]`, orthonormal rows up to the rounding of a model file.
  package let basis: Tensor
  /// −V · mean, `[componentCount]`.
  private let offset: Tensor

  /// Wraps a mean and the rows of V.
  package init(mean: Tensor, basis: Tensor) {
    precondition(
      basis.shape.count == 2 && mean.shape == [basis.shape[1]],
      "a mean of shape \(mean.shape) for a basis of shape \(basis.shape)")
    self.mean = mean
    self.basis = basis
    offset = mean.reshaped([1, mean.count]).multiplied(byTransposeOf: basis)
      .reshaped([basis.shape[0]]).scaled(by: -1)
  }

  /// The leading `componentCount` directions of a mean and covariance, rounded to 16-bit floats as
  /// a model file holds them.
  ///
  /// - Throws: `LinearAlgebraError`.
  package init(mean: [Double], covariance: [Double], componentCount: Int) throws {
    let dimension = mean.count
    let decomposition = try SymmetricEigendecomposition(of: covariance, order: dimension)
    let basis = decomposition.vectors.prefix(componentCount * dimension).map { Float($0) }
    self.init(
      mean: Tensor(shape: [dimension], elements: mean.map { Float($0) }).roundedToHalfPrecision(),
      basis: Tensor(shape: [componentCount, dimension], elements: basis).roundedToHalfPrecision())
  }

  /// How many directions are kept.
  package var componentCount: Int { basis.shape[0] }
  /// Components of an untransformed vector.
  package var dimension: Int { basis.shape[1] }

  /// `[rows, dimension]` to `[rows, componentCount]`.
  package func forward(_ vectors: Tensor) -> Tensor {
    vectors.linear(basis, bias: offset)
  }

  /// `[rows, componentCount]` to `[rows, dimension]`.
  package func inverse(_ coordinates: Tensor) -> Tensor {
    coordinates.multiplied(by: basis) + mean
  }
}

public import Tensors

/// How a gradient gets past the choice of a code, which has none of its own.
public enum GradientEstimator: String, Hashable, Sendable, CaseIterable {
  /// As if nothing had been quantized (Bengio et al., arXiv:1308.3432).
  case straightThrough
  /// Turned and scaled as the vector would be to become its code (Fifty et al., arXiv:2410.06424).
  case rotation

  /// Code vectors through which gradients flow to the vectors they stand for.
  ///
  /// - Parameters:
  ///   - vectors: what was quantized, `[..., dimension]`.
  ///   - codes: the vectors of their codes, of the same shape.
  /// - Returns: `codes`, with gradients to `vectors`.
  public func estimate(_ vectors: Tensor, quantizedTo codes: Tensor) -> Tensor {
    switch self {
    case .straightThrough: vectors.straightThrough(to: codes)
    case .rotation: vectors.rotated(to: codes)
    }
  }
}

extension Tensor {
  /// The rows turned and scaled to become those of `target`; only this tensor carries a gradient.
  ///
  /// With u and p the directions of a row v and its target q, and w that of u + p, the reflection
  /// at w and then at p turns u into p: (v − 2 (v·w) w + 2 (v·u) p) · |q| / |v|.
  func rotated(to target: Tensor) -> Tensor {
    precondition(target.shape == shape, "\(target.shape) in the place of \(shape)")
    let epsilon: Float = 1e-6
    let (source, target) = (detached(), target.detached())
    let from = source.lengthNormalized(epsilon: epsilon)
    let to = target.lengthNormalized(epsilon: epsilon)
    let middle = (from + to).lengthNormalized(epsilon: epsilon)
    let turned = self - (dot(middle) * middle).scaled(by: 2) + (dot(from) * to).scaled(by: 2)
    return turned * (target.lengths() / source.lengths().atLeast(epsilon))
  }

  /// The products of rows along the last axis, which stays with extent 1.
  private func dot(_ other: Tensor) -> Tensor {
    (self * other).summed(axes: [shape.count - 1], keepingAxes: true)
  }

  private func lengths() -> Tensor { dot(self).mapped(.squareRoot) }

  private func atLeast(_ least: Float) -> Tensor {
    Tensor(shape: shape, elements: elements.map { Swift.max($0, least) })
  }
}

import CKernels

extension Tensor {
  /// The sum over some axes, in double precision; they stay with extent 1 or are dropped.
  ///
  /// Derivative: the gradient repeated along those axes.
  public func summed(axes: [Int], keepingAxes: Bool = false) -> Tensor {
    let kept = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
    precondition(axes.allSatisfy(shape.indices.contains), "axes \(axes) of a shape \(shape)")
    let sums = summed(to: kept)
    guard !keepingAxes else { return sums }
    return sums.reshaped(shape.indices.filter { !axes.contains($0) }.map { shape[$0] })
  }

  /// The sum of all elements, a scalar.
  public func sum() -> Tensor {
    summed(axes: Array(shape.indices))
  }

  /// The mean over some axes, which stay with extent 1 or are dropped; NaN over none.
  public func mean(axes: [Int], keepingAxes: Bool = false) -> Tensor {
    let number = axes.reduce(1) { $0 * shape[$1] }
    return summed(axes: axes, keepingAxes: keepingAxes).scaled(by: 1 / Float(number))
  }

  /// The mean of all elements, a scalar.
  public func mean() -> Tensor {
    mean(axes: Array(shape.indices))
  }

  /// Whether no element is NaN or infinite.
  public var isFinite: Bool {
    withUnsafeElements { tessera_all_finite($0.baseAddress, $0.count) }
  }
}

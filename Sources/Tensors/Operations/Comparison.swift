import CKernels

extension Tensor {
  /// Every element, or the end of the range that it lies beyond; NaN stays NaN.
  ///
  /// Derivative: the gradient where the element lay within the range, 0 elsewhere.
  public func clamped(to range: ClosedRange<Float>) -> Tensor {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    let result = mapped { input, output, count in
      guard let input, let output else { return }
      for index in 0..<count {
        let value = input[index]
        output[index] = value < lower ? lower : value > upper ? upper : value
      }
    }
    let input = detached()
    return result.recorded(self) { gradient in
      [
        input.differentiated(gradient) { input, gradient, output, count in
          guard let input, let gradient, let output else { return }
          for index in 0..<count {
            let isWithin = input[index] >= lower && input[index] <= upper
            output[index] = isWithin ? gradient[index] : 0
          }
        }
      ]
    }
  }

  /// The larger of each two elements, broadcast as in arithmetic.
  ///
  /// Derivative: the gradient to the larger element, and to `self`'s where they are equal.
  public func maximum(with other: Tensor) -> Tensor {
    let (shape, otherShape) = (self.shape, other.shape)
    let result = combined(with: other, tessera_maxima)
    let (one, two) = (detached(), other.detached())
    return result.recorded(self, other) { gradient in
      let isOwn = one.combined(with: two) { one, two, output, count in
        guard let one, let two, let output else { return }
        for index in 0..<count { output[index] = one[index] >= two[index] ? 1 : 0 }
      }
      let own = gradient * isOwn
      return [own.summed(to: shape), (gradient - own).summed(to: otherShape)]
    }
  }
}

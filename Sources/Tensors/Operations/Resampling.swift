extension Tensor {
  /// Every element repeated `factor` times in both directions: nearest-neighbour upsampling of
  /// `[batch, height, width, channels]`.
  ///
  /// Derivative: the sum over each element's copies.
  public func upsampledNearest(factor: Int) -> Tensor {
    precondition(shape.count == 4 && factor > 0, "\(factor)-fold upsampling of a shape \(shape)")
    let (batch, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
    return reshaped([batch, height, 1, width, 1, channels])
      .broadcast(to: [batch, height, factor, width, factor, channels])
      .reshaped([batch, height * factor, width * factor, channels])
  }

  /// The means of `window × window` squares of `[batch, height, width, channels]`; rows and columns
  /// that fill no square are dropped.
  ///
  /// Derivative: the gradient spread evenly over each square.
  public func averagePooled(window: Int) -> Tensor {
    precondition(shape.count == 4 && window > 0, "windows of \(window) in a shape \(shape)")
    let (batch, channels) = (shape[0], shape[3])
    let (rows, columns) = (shape[1] / window, shape[2] / window)
    return sliced(axis: 1, 0..<rows * window).sliced(axis: 2, 0..<columns * window)
      .reshaped([batch, rows, window, columns, window, channels])
      .mean(axes: [2, 4])
  }

  /// Channels moved into space: `[batch, height, width, channels · factor²]` to `[batch, height ·
  /// factor, width · factor, channels]`, where channel c · factor² + i · factor + j goes to row i
  /// and column j of its square (PyTorch's `PixelShuffle`; Shi et al., arXiv:1609.05158).
  public func pixelShuffled(factor: Int) -> Tensor {
    precondition(
      shape.count == 4 && factor > 0 && shape[3] % (factor * factor) == 0,
      "\(factor)-fold pixel shuffle of a shape \(shape)")
    let (batch, height, width) = (shape[0], shape[1], shape[2])
    let channels = shape[3] / (factor * factor)
    return reshaped([batch, height, width, channels, factor, factor])
      .permuted([0, 1, 4, 2, 5, 3])
      .reshaped([batch, height * factor, width * factor, channels])
  }

  /// Space moved into channels: the inverse of ``pixelShuffled(factor:)``.
  public func pixelUnshuffled(factor: Int) -> Tensor {
    precondition(
      shape.count == 4 && factor > 0 && shape[1] % factor == 0 && shape[2] % factor == 0,
      "\(factor)-fold pixel unshuffle of a shape \(shape)")
    let (batch, height, width) = (shape[0], shape[1] / factor, shape[2] / factor)
    return reshaped([batch, height, factor, width, factor, shape[3]])
      .permuted([0, 1, 3, 5, 2, 4])
      .reshaped([batch, height, width, shape[3] * factor * factor])
  }

  /// Pictures `[batch, height, width, channels]` with rows and columns of zeros around them.
  ///
  /// Derivative: the gradient with the border cut off.
  public func zeroBordered(before: [Int], after: [Int]) -> Tensor {
    precondition(
      shape.count == 4 && before.count == 2 && after.count == 2
        && (before + after).allSatisfy { $0 >= 0 }, "borders \(before), \(after) of \(shape)")
    guard (before + after).contains(where: { $0 > 0 }) else { return self }
    let target = [
      shape[0], shape[1] + before[0] + after[0], shape[2] + before[1] + after[1], shape[3],
    ]
    let strides = StridedCopy.rowMajorStrides(target)
    let result = Tensor(shape: target) { out in
      ElementBlocks.forEach(count: out.count) { range in
        UnsafeMutableBufferPointer(rebasing: out[range]).initialize(repeating: 0)
      }
      withUnsafeElements { source in
        guard let out = out.baseAddress, let source = source.baseAddress else { return }
        StridedCopy(
          extents: shape, targetStrides: strides,
          sourceStrides: StridedCopy.rowMajorStrides(shape)
        ).run(from: source, to: out + before[0] * strides[1] + before[1] * strides[2])
      }
    }
    let extents = shape
    return result.recorded(self) { gradient in
      [
        gradient.sliced(axis: 1, before[0]..<before[0] + extents[1])
          .sliced(axis: 2, before[1]..<before[1] + extents[2])
      ]
    }
  }
}

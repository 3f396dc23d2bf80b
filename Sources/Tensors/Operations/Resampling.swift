import CKernels

extension Tensor {
  /// Every element repeated `factor` times in both directions: nearest-neighbour upsampling of
  /// `[batch, height, width, channels]`.
  ///
  /// Derivative: the sum over each element's copies.
  public func upsampledNearest(factor: Int) -> Tensor {
    precondition(shape.count == 4 && factor > 0, "\(factor)-fold upsampling of a shape \(shape)")
    let (batch, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
    let (source, lines) = (shape, batch * height)
    let target = [batch, height * factor, width * factor, channels]
    let result = mappedBands(lines, to: target) { input, lines, output in
      tessera_upsample_nearest(input, lines, width, channels, factor, factor, output)
    }
    return result.recorded(self) { gradient in
      [
        gradient.mappedBands(lines, to: source) { gradient, lines, output in
          tessera_upsample_nearest_derivative(
            gradient, lines, width, channels, factor, factor, output)
        }
      ]
    }
  }

  /// The means of `window × window` squares of `[batch, height, width, channels]`; rows and columns
  /// that fill no square are dropped.
  ///
  /// Derivative: the gradient spread evenly over each square.
  public func averagePooled(window: Int) -> Tensor {
    precondition(shape.count == 4 && window > 0, "windows of \(window) in a shape \(shape)")
    let (batch, channels) = (shape[0], shape[3])
    let (rows, columns) = (shape[1] / window, shape[2] / window)
    let squares = sliced(axis: 1, 0..<rows * window).sliced(axis: 2, 0..<columns * window)
    let (source, bands, width) = (squares.shape, batch * rows, columns * window)
    let result = squares.mappedBands(bands, to: [batch, rows, columns, channels]) {
      input, bands, output in
      tessera_average_pool(
        input, bands * window, width, channels, window, window, window, window, output)
    }
    return result.recorded(squares) { gradient in
      [
        gradient.mappedBands(bands, to: source) { gradient, bands, output in
          tessera_average_pool_derivative(
            gradient, bands * window, width, channels, window, window, window, window, output)
        }
      ]
    }
  }

  /// Channels moved into space: `[batch, height, width, channels · factor²]` to `[batch, height ·
  /// factor, width · factor, channels]`, where channel c · factor² + i · factor + j goes to row i
  /// and column j of its square (PyTorch's `PixelShuffle`; Shi et al., arXiv:1609.05158).
  ///
  /// Derivative: the gradient moved back.
  public func pixelShuffled(factor: Int) -> Tensor {
    precondition(
      shape.count == 4 && factor > 0 && shape[3] % (factor * factor) == 0,
      "\(factor)-fold pixel shuffle of a shape \(shape)")
    let (batch, height, width) = (shape[0], shape[1], shape[2])
    let channels = shape[3] / (factor * factor)
    let target = [batch, height * factor, width * factor, channels]
    return mappedBands(batch * height, to: target) { input, lines, output in
      tessera_pixel_shuffle(input, lines, width, channels, factor, output)
    }.recorded(self) { [$0.pixelUnshuffled(factor: factor)] }
  }

  /// Space moved into channels: the inverse of ``pixelShuffled(factor:)``.
  ///
  /// Derivative: the gradient moved back.
  public func pixelUnshuffled(factor: Int) -> Tensor {
    precondition(
      shape.count == 4 && factor > 0 && shape[1] % factor == 0 && shape[2] % factor == 0,
      "\(factor)-fold pixel unshuffle of a shape \(shape)")
    let (batch, height, width) = (shape[0], shape[1] / factor, shape[2] / factor)
    let channels = shape[3]
    let target = [batch, height, width, channels * factor * factor]
    return mappedBands(batch * height, to: target) { input, lines, output in
      tessera_pixel_unshuffle(input, lines, width, channels, factor, output)
    }.recorded(self) { [$0.pixelShuffled(factor: factor)] }
  }

  /// Equal bands of consecutive elements, such as the lines of pictures, each mapped to its band of
  /// the result; nothing is recorded.
  private func mappedBands(
    _ bands: Int, to target: [Int],
    _ kernel: (_ input: UnsafePointer<Float>, _ bands: Int, _ output: UnsafeMutablePointer<Float>)
      -> Void
  ) -> Tensor {
    Tensor(shape: target) { out in
      withUnsafeElements { source in
        guard let input = source.baseAddress, let output = out.baseAddress else { return }
        let (taken, given) = (source.count / bands, out.count / bands)
        // Safe: each block writes its own bands.
        nonisolated(unsafe) let (from, to) = (input, output)
        RowBlocks.forEach(rows: bands, columns: max(taken, given)) { block in
          let first = block.lowerBound
          kernel(from + first * taken, block.count, to + first * given)
        }
      }
    }
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

/// How a tensor's planes are resampled to another size, as `torch.nn.functional.interpolate`.
public enum Interpolation: Equatable, Sendable {
  /// The source element floor(i * scale), with scale = source / target; not centred.
  case nearest
  /// The source element floor((i + 0.5) * scale).
  case nearestExact
  /// The mean over source elements floor(i * scale) to ceil((i + 1) * scale).
  case area
  /// Between the two nearest elements of each axis.
  case bilinear(Placement)
  /// Keys' cubic over the four nearest elements of each axis, a = -0.75 (-0.5 antialiased).
  case bicubic(Placement)

  /// Where the outputs lie among the source's elements.
  public enum Placement: Equatable, Sendable {
    /// Output i at (i + 0.5) * scale - 0.5 (`align_corners=False`).
    case centered
    /// The first and last elements coincide: i * (source - 1) / (target - 1).
    case alignedCorners
    /// Centred, and the kernel grows with the scale when shrinking (`antialias=True`).
    case antialiased
  }
}

/// Where the channels of pictures lie.
public enum ChannelOrder: Sendable {
  /// `[batch, channels, height, width]`, as PyTorch has them.
  case first
  /// `[batch, height, width, channels]`
  case last
}

extension Tensor {
  /// Pictures resampled to another height and width.
  ///
  /// Every kind is separable: the width first, then the height, in 32-bit floats. Derivative: each
  /// output's gradient goes to its sources by the same weights.
  ///
  /// - Parameters:
  ///   - newHeight: rows of the result.
  ///   - newWidth: columns of the result.
  ///   - interpolation: which elements become an output, and with which weights.
  ///   - order: where the channels lie.
  /// - Returns: pictures of the new size, in the same order.
  public func interpolated(
    height newHeight: Int, width newWidth: Int, _ interpolation: Interpolation,
    channels order: ChannelOrder = .first
  ) -> Tensor {
    precondition(shape.count == 4, "interpolation of shape \(shape), which has no four axes")
    let rowAxis = order == .first ? 2 : 1
    let (height, width) = (shape[rowAxis], shape[rowAxis + 1])
    precondition(
      newHeight > 0 && newWidth > 0 && height > 0 && width > 0,
      "interpolation from \(height)x\(width) to \(newHeight)x\(newWidth)")
    return resampled(
      axis: rowAxis + 1, InterpolationAxis(interpolation, from: width, to: newWidth)
    ).resampled(axis: rowAxis, InterpolationAxis(interpolation, from: height, to: newHeight))
  }

  private func resampled(axis: Int, _ resampling: InterpolationAxis) -> Tensor {
    let (outer, inner) = extents(around: axis)
    var target = shape
    target[axis] = resampling.targetCount
    let shape = shape
    let result = Tensor(shape: target) { out in
      withUnsafeElements {
        resampling.resample($0, outerCount: outer, innerCount: inner, into: out)
      }
    }
    return result.recorded(self) { gradient in
      [
        Tensor(shape: shape) { out in
          gradient.withUnsafeElements {
            resampling.gather($0, outerCount: outer, innerCount: inner, into: out)
          }
        }
      ]
    }
  }

  /// Position embeddings learned for one grid, for another: `[rows · columns, channels]`.
  ///
  /// - Parameters:
  ///   - grid: rows and columns that the embeddings are for.
  ///   - newGrid: rows and columns wanted.
  ///   - interpolation: how they are resampled; Vision Transformers use bicubic.
  /// - Returns: `[newRows · newColumns, channels]`
  public func interpolatedPositions(
    from grid: (rows: Int, columns: Int), to newGrid: (rows: Int, columns: Int),
    _ interpolation: Interpolation = .bicubic(.centered)
  ) -> Tensor {
    precondition(
      shape.count == 2 && shape[0] == grid.rows * grid.columns,
      "positions \(shape) for a grid of \(grid.rows)x\(grid.columns)")
    guard grid != newGrid else { return self }
    return reshaped([1, grid.rows, grid.columns, shape[1]])
      .interpolated(
        height: newGrid.rows, width: newGrid.columns, interpolation, channels: .last
      ).reshaped([newGrid.rows * newGrid.columns, shape[1]])
  }
}

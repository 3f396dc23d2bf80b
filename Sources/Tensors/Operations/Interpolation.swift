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

extension Tensor {
  /// Planes `[batch, channels, height, width]` resampled to another height and width.
  ///
  /// Every kind is separable: the width first, then the height, in 32-bit floats.
  ///
  /// - Returns: `[batch, channels, newHeight, newWidth]`.
  public func interpolated(
    height newHeight: Int, width newWidth: Int, _ interpolation: Interpolation
  ) -> Tensor {
    precondition(shape.count == 4, "interpolation of shape \(shape), not [b, c, height, width]")
    precondition(
      newHeight > 0 && newWidth > 0 && shape[2] > 0 && shape[3] > 0,
      "interpolation from \(shape[2])x\(shape[3]) to \(newHeight)x\(newWidth)")
    let columns = InterpolationAxis(interpolation, from: shape[3], to: newWidth)
    let rows = InterpolationAxis(interpolation, from: shape[2], to: newHeight)
    let planeCount = shape[0] * shape[1]
    let narrowed = columns.resampled(elements, outerCount: planeCount * shape[2], innerCount: 1)
    return Tensor(
      shape: [shape[0], shape[1], newHeight, newWidth],
      elements: rows.resampled(narrowed, outerCount: planeCount, innerCount: newWidth))
  }
}

/// How stored rows are turned to be seen upright: the values of the Exif tag Orientation
/// (CIPA DC-008, tag 0x0112).
package enum ImageOrientation: Int, Sendable, CaseIterable {
  case up = 1
  case mirroredLeftRight = 2
  case rotated180 = 3
  case mirroredTopBottom = 4
  case transposed = 5
  /// Shown after a quarter turn clockwise.
  case rotatedClockwise = 6
  case transversed = 7
  /// Shown after a quarter turn counter-clockwise.
  case rotatedCounterclockwise = 8

  /// Whether width and height change places.
  package var swapsSides: Bool { rawValue >= Self.transposed.rawValue }
}

extension PixelImage {
  /// The picture as it is seen when its rows are stored in `orientation`.
  package func turned(_ orientation: ImageOrientation) -> PixelImage {
    guard orientation != .up else { return self }
    // A pixel of the result stands at `origin + column * right + row * down` in this picture, all
    // in pixels.
    let (origin, right, down) =
      switch orientation {
      case .up: (0, 1, width)
      case .mirroredLeftRight: (width - 1, -1, width)
      case .rotated180: (width * height - 1, -1, -width)
      case .mirroredTopBottom: ((height - 1) * width, 1, -width)
      case .transposed: (0, width, 1)
      case .rotatedClockwise: ((height - 1) * width, -width, 1)
      case .transversed: (width * height - 1, -width, -1)
      case .rotatedCounterclockwise: (width - 1, width, -1)
      }
    let swaps = orientation.swapsSides
    return gatheringPixels(
      width: swaps ? height : width, height: swaps ? width : height,
      origin: origin, right: right, down: down)
  }

  private func gatheringPixels(
    width newWidth: Int, height newHeight: Int, origin: Int, right: Int, down: Int
  ) -> PixelImage {
    let stride = channels.count
    let turned = [UInt8](unsafeUninitializedCapacity: samples.count) { output, count in
      samples.withUnsafeBufferPointer { input in
        var place = 0
        for row in 0..<newHeight {
          var source = (origin + row * down) * stride
          for _ in 0..<newWidth {
            for channel in 0..<stride { output[place + channel] = input[source + channel] }
            place += stride
            source += right * stride
          }
        }
      }
      count = samples.count
    }
    return PixelImage(width: newWidth, height: newHeight, channels: channels, samples: turned)
  }
}

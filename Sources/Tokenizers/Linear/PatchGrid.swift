package import Media
package import Tensors

/// Cuts pictures into square patches and lays patches out as pictures again.
///
/// A patch is a row of `side * side * 3` values in -1...1, pixel after pixel, channels interleaved.
/// Pictures whose sides are no multiples of `side` are padded by repeating their last row and
/// column.
package struct PatchGrid: Equatable, Sendable {
  /// Pixels along a patch's side.
  package let side: Int
  /// Rows of patches.
  package let height: Int
  /// Patches in a row.
  package let width: Int

  /// The grid that covers a picture.
  package init(side: Int, imageWidth: Int, imageHeight: Int) {
    self.side = side
    height = (imageHeight + side - 1) / side
    width = (imageWidth + side - 1) / side
  }

  /// How many patches there are.
  package var count: Int { height * width }
  /// Values in one patch.
  package var dimension: Int { side * side * 3 }

  /// The patches of an RGB picture, `[height * width, dimension]`.
  package func patches(of image: PixelImage) -> Tensor {
    var elements = [Float](repeating: 0, count: count * dimension)
    elements.withUnsafeMutableBufferPointer { elements in
      image.samples.withUnsafeBufferPointer { samples in
        // Safe: each row of patches is written by one call.
        nonisolated(unsafe) let (elements, samples) = (elements, samples)
        Parallel.forEachBlock(of: 8, count: height) { rows in
          for row in rows {
            copyRow(row, of: samples, width: image.width, height: image.height, into: elements)
          }
        }
      }
    }
    return Tensor(shape: [count, dimension], elements: elements)
  }

  private func copyRow(
    _ row: Int, of samples: UnsafeBufferPointer<UInt8>, width imageWidth: Int,
    height imageHeight: Int, into elements: UnsafeMutableBufferPointer<Float>
  ) {
    for line in 0..<side {
      let source = min(row * side + line, imageHeight - 1) * imageWidth * 3
      for column in 0..<width {
        let target = (row * width + column) * dimension + line * side * 3
        for pixel in 0..<side {
          let sample = source + min(column * side + pixel, imageWidth - 1) * 3
          for channel in 0..<3 {
            elements[target + pixel * 3 + channel] =
              Float(samples[sample + channel]) * (1 / 127.5) - 1
          }
        }
      }
    }
  }

  /// The picture of `[height * width, dimension]` patches, cut to its true size; values are clamped
  /// to -1...1 and rounded to the nearest of 256 levels.
  package func image(
    of patches: Tensor, width imageWidth: Int, height imageHeight: Int
  ) -> PixelImage {
    var samples = [UInt8](repeating: 0, count: imageWidth * imageHeight * 3)
    samples.withUnsafeMutableBufferPointer { samples in
      patches.elements.withUnsafeBufferPointer { elements in
        // Safe: each line of pixels is written by one call.
        nonisolated(unsafe) let (elements, samples) = (elements, samples)
        Parallel.forEachBlock(of: 8 * side, count: imageHeight) { lines in
          for line in lines {
            for pixel in 0..<imageWidth {
              let patch = (line / side) * width + pixel / side
              let source = patch * dimension + ((line % side) * side + pixel % side) * 3
              for channel in 0..<3 {
                // Zero stands first so that NaN, which absurd weights can give, becomes it.
                let level = max(0, (elements[source + channel] + 1) * 127.5 + 0.5)
                samples[(line * imageWidth + pixel) * 3 + channel] = UInt8(min(level, 255))
              }
            }
          }
        }
      }
    }
    return PixelImage(width: imageWidth, height: imageHeight, samples: samples)
  }
}

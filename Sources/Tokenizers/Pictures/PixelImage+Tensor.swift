public import Media
public import Tensors

extension Tensor {
  /// RGB pictures of one size as `[batch, height, width, 3]`, samples divided by 255.
  public init(pictures: [PixelImage]) {
    let (height, width) = (pictures.first?.height ?? 0, pictures.first?.width ?? 0)
    precondition(
      pictures.allSatisfy { $0.height == height && $0.width == width && $0.channels == .rgb },
      "the pictures of a batch are RGB and of one size")
    let sampleCount = height * width * 3
    self.init(shape: [pictures.count, height, width, 3]) { out in
      for (index, picture) in pictures.enumerated() {
        for (place, sample) in picture.samples.enumerated() {
          out[index * sampleCount + place] = Float(sample) / 255
        }
      }
    }
  }

  /// The 8-bit pictures of `[batch, height, width, 3]`, clamped to 0...1 and rounded to the nearest
  /// of 256 levels, as the reference's evaluation does; a NaN becomes black.
  public func pictures() -> [PixelImage] {
    precondition(shape.count == 4 && shape[3] == 3, "pictures of a shape \(shape)")
    let sampleCount = shape[1] * shape[2] * 3
    return (0..<shape[0]).map { index in
      let samples = withUnsafeElements { elements in
        elements[index * sampleCount..<(index + 1) * sampleCount].map { value in
          // Ordered so that NaN fails the comparison.
          UInt8(value > 0 ? Swift.min(value, 1) * 255 + 0.5 : 0)
        }
      }
      return PixelImage(width: shape[2], height: shape[1], samples: samples)
    }
  }
}

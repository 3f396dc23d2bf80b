/// An affine map from 8-bit samples to a network's input: (sample * scale - mean) / deviation.
public struct PixelNormalization: Equatable, Sendable {
  /// What a sample of 0 to 255 is multiplied by.
  public let scale: Float
  /// Subtracted from red, green and blue after scaling.
  public let mean: [Float]
  /// Divides red, green and blue at last.
  public let deviation: [Float]

  /// A map from its scale and three means and deviations.
  private init(scale: Float, mean: [Float], deviation: [Float]) {
    self.scale = scale
    self.mean = mean
    self.deviation = deviation
  }

  /// 0...255 to -1...1: (sample / 255 - 0.5) / 0.5.
  public static let signedUnit = PixelNormalization(
    scale: 1 / 255, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])

  /// Chameleon's own scale: sample * 0.0078 - 1.
  public static let chameleon = PixelNormalization(
    scale: 0.0078, mean: [1, 1, 1], deviation: [1, 1, 1])

  /// The statistics of CLIP's training pictures (Radford et al., arXiv 2103.00020), used by Janus.
  public static let clip = PixelNormalization(
    scale: 1 / 255, mean: [0.48145466, 0.4578275, 0.40821073],
    deviation: [0.26862954, 0.26130258, 0.27577711])

  /// The planes `[3, height, width]` of an RGB picture, flattened row-major.
  ///
  /// - Throws: `MediaError.invalidRequest` for a grey picture or one with alpha.
  public func callAsFunction(_ image: PixelImage) throws(MediaError) -> [Float] {
    guard image.channels == .rgb else {
      throw MediaError.invalidRequest(reason: "only RGB pictures are normalised; convert it first")
    }
    let pixelCount = image.width * image.height
    return [Float](unsafeUninitializedCapacity: 3 * pixelCount) { planes, count in
      for channel in 0..<3 {
        let mean = mean[channel]
        let deviation = deviation[channel]
        for pixel in 0..<pixelCount {
          planes[channel * pixelCount + pixel] =
            (Float(image.samples[3 * pixel + channel]) * scale - mean) / deviation
        }
      }
      count = 3 * pixelCount
    }
  }
}

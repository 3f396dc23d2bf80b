import Glibc
public import Media

/// MS-SSIM: contrast and structure over several halvings and luminance at the coarsest (Wang,
/// Simoncelli and Bovik, "Multiscale structural similarity for image quality assessment", 2003).
///
/// Per channel, the product over all scales but the last of max(contrastStructure, 0)^weight, times
/// max(similarity, 0)^weight of the last; then the mean over channels, as pytorch-msssim.
public struct MultiScaleStructuralSimilarity: ImageMetric {
  private let window: SimilarityWindow
  private let weights: [Double]

  /// The paper's five scales under an 11-tap Gaussian of sigma 1.5; sides of 161 pixels at least.
  public static let standard = MultiScaleStructuralSimilarity(
    window: .gaussian(tapCount: 11, sigma: 1.5),
    weights: [0.0448, 0.2856, 0.3001, 0.2363, 0.1333])

  /// A metric with its own window and one weight a scale, finest first.
  public init(window: SimilarityWindow, weights: [Double]) {
    precondition(!weights.isEmpty, "MS-SSIM has at least one scale")
    self.window = window
    self.weights = weights
  }

  /// The metric's short name, the same for every set of scales.
  public var name: String { "MS-SSIM" }

  /// The scales, the window and the constants.
  public var protocolText: String {
    "\(weights.count) scales of weights \(weights), 2x2 means between them, \(window.text) windows "
      + "inside the picture, population covariance, mean over RGB channels, K1 0.01, K2 0.03, "
      + "range 0 to 255"
  }

  /// The mean over channels of the product over scales, 0 to 1.
  ///
  /// - Throws: `ImageMetricError`, `.tooSmall` for a side that the coarsest scale has no window for.
  public func callAsFunction(
    _ image: PixelImage, _ reference: PixelImage
  ) throws(ImageMetricError) -> Double {
    try image.checkComparable(to: reference)
    // A side of n pixels has at least n / 2^(scales - 1) at the coarsest scale.
    let smallestSide = (window.taps.count - 1) << (weights.count - 1) + 1
    guard min(image.width, image.height) >= smallestSide else {
      throw ImageMetricError.tooSmall(
        metric: name, width: image.width, height: image.height, smallestSide: smallestSide)
    }
    let pairs = PlanePair.planes(image, reference, .eachChannel)
    return pairs.map(similarity).reduce(0, +) / Double(pairs.count)
  }

  private func similarity(of pair: PlanePair) -> Double {
    var pair = pair
    var product = 1.0
    for (scale, weight) in weights.enumerated() {
      let local = LocalSimilarity(pair, window: window, covariance: .population)
      guard scale + 1 < weights.count else {
        return product * pow(max(local.similarity, 0), weight)
      }
      product *= pow(max(local.contrastStructure, 0), weight)
      pair = pair.halved()
    }
    return product
  }
}

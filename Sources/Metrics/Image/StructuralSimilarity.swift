public import Media

/// SSIM: the mean over a picture of a local product of luminance, contrast and structure agreement,
/// 1 for equal pictures (Wang et al., 2004).
public struct StructuralSimilarity: ImageMetric {
  private let window: SimilarityWindow
  private let covariance: LocalSimilarity.Covariance
  private let selection: PlanePair.Selection

  /// scikit-image's default: uniform 7 by 7 windows with sample covariance, averaged over channels.
  public static let uniform7 = StructuralSimilarity(
    window: .uniform(side: 7), covariance: .sample, selection: .eachChannel)

  /// Wang's window in each channel: scikit-image with `gaussian_weights` and pytorch-msssim's
  /// `ssim`, which agree in exact arithmetic (the latter computes in 32 bits).
  public static let gaussian11 = StructuralSimilarity(
    window: .gaussian(tapCount: 11, sigma: 1.5), covariance: .population,
    selection: .eachChannel)

  /// Wang's window on luma, as in the paper.
  public static let gaussian11Luma = StructuralSimilarity(
    window: .gaussian(tapCount: 11, sigma: 1.5), covariance: .population, selection: .luma)

  /// The metric's short name, the same for every window.
  public var name: String { "SSIM" }

  /// The window, the covariance, the planes and the constants.
  public var protocolText: String {
    let planes =
      switch selection {
      case .eachChannel: "mean over RGB channels"
      case .luma: "on luma 0.299 R + 0.587 G + 0.114 B"
      }
    let moments = covariance == .sample ? "sample covariance" : "population covariance"
    return "\(window.text) windows inside the picture, \(moments), \(planes), "
      + "K1 0.01, K2 0.03, range 0 to 255"
  }

  /// The mean similarity of two pictures, at most 1.
  ///
  /// - Throws: `ImageMetricError`, `.tooSmall` for a side shorter than the window.
  public func callAsFunction(
    _ image: PixelImage, _ reference: PixelImage
  ) throws(ImageMetricError) -> Double {
    try image.checkComparable(to: reference)
    guard min(image.width, image.height) >= window.taps.count else {
      throw ImageMetricError.tooSmall(
        metric: name, width: image.width, height: image.height,
        smallestSide: window.taps.count)
    }
    let pairs = PlanePair.planes(image, reference, selection)
    let similarities = pairs.map {
      LocalSimilarity($0, window: window, covariance: covariance).similarity
    }
    return similarities.reduce(0, +) / Double(pairs.count)
  }
}

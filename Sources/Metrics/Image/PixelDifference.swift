import Glibc
public import Media

/// Metrics of the differences d between samples of 0 to 255, over all pixels and channels.
public enum PixelDifference: ImageMetric, CaseIterable {
  /// The mean of d².
  case meanSquaredError
  /// The mean of |d|.
  case meanAbsoluteError
  /// 10 log10(255² / mean squared error) in decibels; +infinity for equal pictures.
  case peakSignalToNoiseRatio

  /// The metric's short name.
  public var name: String {
    switch self {
    case .meanSquaredError: "MSE"
    case .meanAbsoluteError: "MAE"
    case .peakSignalToNoiseRatio: "PSNR"
    }
  }

  /// The formula, the range and what the mean goes over.
  public var protocolText: String {
    let samples = "over all pixels and channels of 8-bit samples, range 0 to 255"
    return switch self {
    case .meanSquaredError: "mean squared difference \(samples)"
    case .meanAbsoluteError: "mean absolute difference \(samples)"
    case .peakSignalToNoiseRatio:
      "10 log10(255^2 / MSE) in dB, MSE \(samples); infinite for equal pictures"
    }
  }

  /// The metric of two pictures, in levels or their squares, or decibels.
  ///
  /// - Throws: `ImageMetricError`.
  public func callAsFunction(
    _ image: PixelImage, _ reference: PixelImage
  ) throws(ImageMetricError) -> Double {
    try image.checkComparable(to: reference)
    switch self {
    case .meanSquaredError:
      return Self.mean(image, reference) { $0 * $0 }
    case .meanAbsoluteError:
      return Self.mean(image, reference) { abs($0) }
    case .peakSignalToNoiseRatio:
      return 10 * log10(255 * 255 / Self.mean(image, reference) { $0 * $0 })
    }
  }

  private static func mean(
    _ image: PixelImage, _ reference: PixelImage, of term: (Int) -> Int
  ) -> Double {
    var sum = 0
    for (sample, other) in zip(image.samples, reference.samples) {
      sum += term(Int(sample) - Int(other))
    }
    return Double(sum) / Double(image.samples.count)
  }
}

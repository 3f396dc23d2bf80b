public import Media

/// A number that says how far a picture is from its reference.
public protocol ImageMetric: Sendable {
  /// The metric's short name, such as `PSNR`.
  var name: String { get }

  /// What exactly is computed: filter, colour space, range and averaging, in one line.
  var protocolText: String { get }

  /// The metric of two pictures of the same size and channels, both grey or both RGB.
  ///
  /// - Throws: `ImageMetricError` when they cannot be compared.
  func callAsFunction(
    _ image: PixelImage, _ reference: PixelImage
  ) throws(ImageMetricError) -> Double
}

/// Why two pictures cannot be compared.
public enum ImageMetricError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The pictures have different sides or channels.
  case differentShapes(image: String, reference: String)
  /// The pictures have alpha, which no metric here weighs.
  case transparency
  /// A side is shorter than the metric's filter at its coarsest scale.
  case tooSmall(metric: String, width: Int, height: Int, smallestSide: Int)

  /// One line: what is wrong, what to do.
  public var description: String {
    switch self {
    case .differentShapes(let image, let reference):
      "a picture of \(image) against a reference of \(reference); resize or convert one of them"
    case .transparency:
      "pictures with transparency cannot be compared; composite them on a background first"
    case .tooSmall(let metric, let width, let height, let smallestSide):
      "\(metric) needs sides of at least \(smallestSide) pixels, found \(width)x\(height); "
        + "compare larger pictures or leave this metric out"
    }
  }
}

extension PixelImage {
  /// Checks that this picture can be compared with a reference sample by sample.
  ///
  /// - Throws: `ImageMetricError.transparency` or `.differentShapes`.
  func checkComparable(to reference: PixelImage) throws(ImageMetricError) {
    guard channels != .rgba, reference.channels != .rgba else {
      throw ImageMetricError.transparency
    }
    guard width == reference.width, height == reference.height, channels == reference.channels
    else {
      throw ImageMetricError.differentShapes(image: shapeText, reference: reference.shapeText)
    }
  }

  private var shapeText: String { "\(width)x\(height)x\(channels.count)" }
}

import Media
import Metrics
import TestSupport
import Testing

@Suite("Metrics of pictures")
struct ImageMetricTests {
  private static let metrics: [any ImageMetric] =
    PixelDifference.allCases + [
      StructuralSimilarity.uniform7, StructuralSimilarity.gaussian11,
      StructuralSimilarity.gaussian11Luma, MultiScaleStructuralSimilarity.standard,
    ]

  private static func sample(side: Int) throws -> PixelImage {
    try PixelImage(contentsOf: ProjectFiles.path("Assets/samples/sign.jpg"))
      .centerCropped(toWidth: side, height: side)
  }

  private static func recompressed(_ image: PixelImage, quality: Int) throws -> PixelImage {
    let bytes = try image.encoded(as: .jpeg(quality: quality, chroma: .full))
    return try PixelImage(decoding: bytes, source: "recompressed")
  }

  @Test func equalPictures() throws {
    let image = try Self.sample(side: 180)
    #expect(try PixelDifference.meanSquaredError(image, image) == 0)
    #expect(try PixelDifference.meanAbsoluteError(image, image) == 0)
    #expect(try PixelDifference.peakSignalToNoiseRatio(image, image) == .infinity)
    for metric in Self.metrics.dropFirst(3) {
      #expect(abs(try metric(image, image) - 1) < 1e-12, "\(metric.protocolText)")
    }
  }

  @Test func aConstantDifference() throws {
    let image = PixelImage(width: 20, height: 12, filledWith: [100, 100, 100])
    let brighter = PixelImage(width: 20, height: 12, filledWith: [105, 105, 105])
    #expect(try PixelDifference.meanSquaredError(image, brighter) == 25)
    #expect(try PixelDifference.meanAbsoluteError(image, brighter) == 5)
    let ratio = try PixelDifference.peakSignalToNoiseRatio(image, brighter)
    #expect(abs(ratio - 34.151_403_521_9) < 1e-9)
    // No variance on either side: only the luminance term is left.
    let constant = 2.55 * 2.55
    let luminance = (2 * 100 * 105 + constant) / (100 * 100 + 105 * 105 + constant)
    for metric in [StructuralSimilarity.uniform7, .gaussian11, .gaussian11Luma] {
      #expect(abs(try metric(image, brighter) - luminance) < 1e-9)
    }
  }

  @Test func similarityAgreesWithTheFormulaWindowByWindow() throws {
    let image = try Self.sample(side: 19)
    let other = try Self.recompressed(image, quality: 20)
    let window = SimilarityWindow.gaussian(tapCount: 11, sigma: 1.5).taps
    var sum = 0.0
    for channel in 0..<3 {
      for row in 0..<9 {
        for column in 0..<9 {
          sum += Self.similarity(
            image, other, channel: channel, row: row, column: column, taps: window)
        }
      }
    }
    #expect(abs(try StructuralSimilarity.gaussian11(image, other) - sum / 243) < 1e-10)
  }

  /// SSIM of one window, with every sum written out.
  private static func similarity(
    _ image: PixelImage, _ other: PixelImage, channel: Int, row: Int, column: Int, taps: [Double]
  ) -> Double {
    var mean = (x: 0.0, y: 0.0)
    var weighted: [(weight: Double, x: Double, y: Double)] = []
    for (down, vertical) in taps.enumerated() {
      for (right, horizontal) in taps.enumerated() {
        let place = ((row + down) * image.width + column + right) * 3 + channel
        let entry = (
          vertical * horizontal, Double(image.samples[place]), Double(other.samples[place])
        )
        weighted.append(entry)
        mean.x += entry.0 * entry.1
        mean.y += entry.0 * entry.2
      }
    }
    var variance = (x: 0.0, y: 0.0, both: 0.0)
    for (weight, x, y) in weighted {
      variance.x += weight * (x - mean.x) * (x - mean.x)
      variance.y += weight * (y - mean.y) * (y - mean.y)
      variance.both += weight * (x - mean.x) * (y - mean.y)
    }
    let luminance = (2 * mean.x * mean.y + 6.5025) / (mean.x * mean.x + mean.y * mean.y + 6.5025)
    return luminance * (2 * variance.both + 58.5225) / (variance.x + variance.y + 58.5225)
  }

  @Test func damageLowersEveryMetric() throws {
    let image = try Self.sample(side: 180)
    let good = try Self.recompressed(image, quality: 90)
    let bad = try Self.recompressed(image, quality: 10)
    for metric in Self.metrics.dropFirst(2) {
      #expect(try metric(image, good) > metric(image, bad), "\(metric.name)")
    }
    for metric in Self.metrics.prefix(2) {
      #expect(try metric(image, good) < metric(image, bad), "\(metric.name)")
    }
  }

  @Test func metricsAreSymmetric() throws {
    let image = try Self.sample(side: 170)
    let other = try Self.recompressed(image, quality: 30)
    for metric in Self.metrics {
      #expect(abs(try metric(image, other) - metric(other, image)) < 1e-12, "\(metric.name)")
    }
  }

  @Test func greyPicturesAreOnePlane() throws {
    let grey = PixelImage(width: 8, height: 8, channels: .grey, samples: (0..<64).map { $0 * 3 })
    let inverse = PixelImage(
      width: 8, height: 8, channels: .grey, samples: grey.samples.map { 255 - $0 })
    let similarity = try StructuralSimilarity.uniform7(grey, inverse)
    #expect(similarity < 0)
  }

  @Test func whatCannotBeComparedIsRefused() throws {
    let small = PixelImage(width: 10, height: 160, filledWith: [1, 2, 3])
    let grey = PixelImage(width: 10, height: 160, channels: .grey, filledWith: [1])
    let clear = PixelImage(width: 10, height: 160, channels: .rgba, filledWith: [1, 2, 3, 4])
    let turned = PixelImage(width: 160, height: 10, filledWith: [1, 2, 3])
    for metric in Self.metrics {
      #expect(throws: ImageMetricError.self) { try metric(small, grey) }
      #expect(throws: ImageMetricError.self) { try metric(small, turned) }
      #expect(throws: ImageMetricError.transparency) { try metric(clear, clear) }
    }
    #expect(
      throws: ImageMetricError.tooSmall(
        metric: "SSIM", width: 10, height: 160, smallestSide: 11)
    ) { try StructuralSimilarity.gaussian11(small, small) }
    let nearly = PixelImage(width: 160, height: 161, filledWith: [1, 2, 3])
    #expect(
      throws: ImageMetricError.tooSmall(
        metric: "MS-SSIM", width: 160, height: 161, smallestSide: 161)
    ) { try MultiScaleStructuralSimilarity.standard(nearly, nearly) }
  }
}

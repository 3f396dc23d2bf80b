/// The means over a plane pair of SSIM's map and of its contrast and structure part.
///
/// With local means m, variances v and covariance c under the window, C1 = (0.01 * 255)² and
/// C2 = (0.03 * 255)²: contrastStructure = (2c + C2) / (vx + vy + C2) and
/// similarity = contrastStructure * (2 mx my + C1) / (mx² + my² + C1)
/// (Wang et al., "Image quality assessment: from error visibility to structural similarity", 2004,
/// equation 13). Only windows wholly inside the picture count.
struct LocalSimilarity {
  /// The mean of the whole map.
  let similarity: Double
  /// The mean of its contrast and structure part.
  let contrastStructure: Double

  /// How moments become variances.
  enum Covariance {
    /// E[xy] - E[x]E[y].
    case population
    /// The same times n / (n - 1) for a window of n weights.
    case sample
  }

  /// Compares two planes whose sides are at least the window's.
  init(_ pair: PlanePair, window: SimilarityWindow, covariance: Covariance) {
    let moments = [
      pair.first, pair.second, Self.products(pair.first, pair.first),
      Self.products(pair.second, pair.second), Self.products(pair.first, pair.second),
    ]
    let weightCount = Double(window.taps.count * window.taps.count)
    let unbiased = covariance == .sample ? weightCount / (weightCount - 1) : 1
    let rowCount = pair.height - window.taps.count + 1
    let columnCount = pair.width - window.taps.count + 1
    var sums = (similarity: 0.0, contrastStructure: 0.0)
    for row in 0..<rowCount {
      let means = moments.map { window.means(of: $0, width: pair.width, row: row) }
      Self.add(means, unbiased: unbiased, to: &sums)
    }
    similarity = sums.similarity / Double(rowCount * columnCount)
    contrastStructure = sums.contrastStructure / Double(rowCount * columnCount)
  }

  private static func products(_ first: [Double], _ second: [Double]) -> [Double] {
    zip(first, second).map { $0 * $1 }
  }

  /// Adds one row of the map; `means` are those of x, y, x², y² and xy.
  private static func add(
    _ means: [[Double]], unbiased: Double,
    to sums: inout (similarity: Double, contrastStructure: Double)
  ) {
    let luminanceConstant = 0.01 * 255 * 0.01 * 255
    let contrastConstant = 0.03 * 255 * 0.03 * 255
    let (x, y, xx, yy, xy) = (means[0], means[1], means[2], means[3], means[4])
    for index in x.indices {
      let squares = x[index] * x[index] + y[index] * y[index]
      let product = x[index] * y[index]
      let variances = unbiased * (xx[index] + yy[index] - squares)
      let covariance = unbiased * (xy[index] - product)
      let contrastStructure =
        (2 * covariance + contrastConstant) / (variances + contrastConstant)
      let luminance = (2 * product + luminanceConstant) / (squares + luminanceConstant)
      sums.contrastStructure += contrastStructure
      sums.similarity += contrastStructure * luminance
    }
  }
}

import Glibc

/// The separable window under which SSIM takes local means.
public struct SimilarityWindow: Equatable, Sendable {
  /// The weights along one axis; they sum to 1.
  public let taps: [Double]
  /// The window's name for protocols.
  let text: String

  /// A square of `side` by `side` equal weights.
  public static func uniform(side: Int) -> SimilarityWindow {
    precondition(side > 0, "a window has at least one tap")
    return SimilarityWindow(
      taps: Array(repeating: 1 / Double(side), count: side), text: "uniform \(side)x\(side)")
  }

  /// A Gaussian of standard deviation `sigma` pixels, cut to an odd number of taps.
  public static func gaussian(tapCount: Int, sigma: Double) -> SimilarityWindow {
    precondition(tapCount % 2 == 1 && tapCount > 0, "a Gaussian window has an odd number of taps")
    precondition(sigma > 0, "a Gaussian window has a width")
    let weights = (0..<tapCount).map { tap in
      let distance = Double(tap - tapCount / 2)
      return exp(-distance * distance / (2 * sigma * sigma))
    }
    let sum = weights.reduce(0, +)
    return SimilarityWindow(
      taps: weights.map { $0 / sum }, text: "Gaussian \(tapCount)x\(tapCount), sigma \(sigma)")
  }

  /// The weighted means of one row of windows that lie wholly inside a plane.
  ///
  /// - Parameters:
  ///   - plane: `[height, width]`, with at least `row + taps.count` rows.
  ///   - width: the plane's columns.
  ///   - row: the upmost row of the windows.
  /// - Returns: `width - taps.count + 1` means; the first window starts at column 0 of `row`.
  func means(of plane: [Double], width: Int, row: Int) -> [Double] {
    var column = [Double](repeating: 0, count: width)
    for (tap, weight) in taps.enumerated() {
      Self.add(weight, times: plane, from: (row + tap) * width, to: &column)
    }
    var means = [Double](repeating: 0, count: width - taps.count + 1)
    for (tap, weight) in taps.enumerated() {
      Self.add(weight, times: column, from: tap, to: &means)
    }
    return means
  }

  private static func add(
    _ weight: Double, times values: [Double], from start: Int, to sums: inout [Double]
  ) {
    precondition(start >= 0 && start + sums.count <= values.count, "a window beyond its plane")
    values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        for index in 0..<sums.count { sums[index] += weight * values[start + index] }
      }
    }
  }
}

import Glibc

extension PESQ {
  /// Votes of many frames for the delay between two signals, one bin a sample, circular.
  struct DelayHistogram {
    private var bins: [Double]
    private var total = 0.0

    /// No votes yet, for delays between minus and plus half of `count` samples.
    init(count: Int) {
      bins = Array(repeating: 0, count: count)
    }

    /// Lets one frame vote with the magnitudes of its correlation.
    ///
    /// Every lag within 1 % of the peak counts by the eighth root of the peak, and in a falling
    /// triangle for the lags around it.
    mutating func add(_ magnitudes: [Double]) {
      let threshold = 0.99 * (magnitudes.max() ?? 0)
      let weight = pow(threshold, 0.125)
      let reach = bins.count / 64
      for (lag, magnitude) in magnitudes.enumerated() where magnitude > threshold {
        total += weight
        for distance in 1 - reach..<reach {
          bins[(lag + distance + bins.count) % bins.count] +=
            weight * Double(reach - abs(distance)) / Double(reach)
        }
      }
    }

    /// The lag with the most votes and their share of all votes.
    var peak: (lag: Int, share: Double) {
      guard total > 0, let most = bins.max(), let lag = bins.firstIndex(of: most) else {
        return (0, 0)
      }
      return (lag < bins.count / 2 ? lag : lag - bins.count, most / total)
    }
  }
}

import Media

extension PESQ {
  /// Σₙ reference[n] degraded[n + lag] for every lag at which two stretches overlap.
  struct CrossCorrelation {
    /// The lags, of either sign.
    let lags: Range<Int>
    /// The sum at each lag, in the order of `lags`.
    let sums: [Double]

    /// Correlates two stretches that are not empty.
    init(reference: [Double], degraded: [Double], by plans: TransformPlans) {
      // A transform as long as both stretches keeps the circular correlation from wrapping.
      let count = 2 * max(reference.count, degraded.count).nextPowerOfTwo
      let transform = plans.transform(count: count)
      func spectrum(_ stretch: [Double]) -> HermitianSpectrum {
        let padding = Array(repeating: 0.0, count: count - stretch.count)
        return HermitianSpectrum(of: stretch + padding, by: transform)
      }
      let circular = spectrum(reference).correlation(with: spectrum(degraded))
        .signal(by: transform)
      lags = 1 - reference.count..<degraded.count
      sums = lags.map { circular[$0 < 0 ? $0 + count : $0] }
    }

    /// The first lag with the largest positive sum; lag 0 and no sum when none is positive.
    func peak(in range: Range<Int>) -> (lag: Int, sum: Double) {
      var best = (lag: 0, sum: 0.0)
      for lag in range.clamped(to: lags) where sums[lag - lags.lowerBound] > best.sum {
        best = (lag, sums[lag - lags.lowerBound])
      }
      return best
    }

    /// The peak among all lags.
    var peak: (lag: Int, sum: Double) { peak(in: lags) }
  }
}

/// SciPy's `resample_poly` with its default filter.
///
/// The filter is a sinc cut off at 1/max(n, o) of the n-fold rate, 2 · 10 · max(n, o) + 1 taps
/// long under a Kaiser window of β = 5, scaled to a gain of n.
package enum PolyphaseResampling {
  private static let window = WindowedSinc.Window.kaiser(beta: 5)
  private static let reach = 10

  /// The filter for a pair of rates.
  ///
  /// - Throws: `MediaError.invalidRequest` for a pair that would need too large a filter.
  package static func filter(_ ratio: RateRatio) throws(MediaError) -> PolyphaseFilter {
    let longest = max(ratio.sourceCount, ratio.targetCount)
    let halfLength = reach * longest
    let radius = Double(halfLength) / Double(ratio.targetCount)
    // Asked first, because the sum over a filter that is too long would take long too.
    _ = try PolyphaseFilter.tapCount(ratio, radius: radius)
    func tap(_ position: Double) -> Double {
      sinc(position / Double(longest)) * window.weight(position / Double(halfLength))
    }
    let sum = (1...halfLength).reduce(tap(0)) { $0 + 2 * tap(Double($1)) }
    let gain = Double(ratio.targetCount) / sum
    return try PolyphaseFilter(
      ratio: ratio, edge: .zeros, lengthRule: .roundedUp, radius: radius
    ) { distance in
      tap(distance * Double(ratio.targetCount)) * gain
    }
  }
}

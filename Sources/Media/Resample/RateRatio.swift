/// Two sample rates and the smallest whole numbers in the same ratio.
package struct RateRatio: Equatable, Sendable {
  /// The rate of the given samples, in hertz.
  package let sourceRate: Int
  /// The rate asked for, in hertz.
  package let targetRate: Int
  /// Source samples in the time of `targetCount` target samples: source rate over the common
  /// divisor.
  package let sourceCount: Int
  /// Target rate over the common divisor.
  package let targetCount: Int

  /// The rates that are resampled, in hertz.
  package static let rates = 1...1_000_000

  /// How many times the other one rate may be.
  ///
  /// At a factor of a million libsoxr 0.1.3 crashes or does not return, as the quality may be.
  package static let largestFactor = 1000

  /// Reduces a pair of rates.
  ///
  /// - Throws: `MediaError.invalidRequest` for a rate outside ``rates`` or rates too far apart.
  package init(from sourceRate: Int, to targetRate: Int) throws(MediaError) {
    for rate in [sourceRate, targetRate] where !Self.rates.contains(rate) {
      throw MediaError.invalidRequest(
        reason: "a sample rate of \(rate) Hz is outside \(Self.rates.lowerBound) to"
          + " \(Self.rates.upperBound) Hz")
    }
    guard max(sourceRate, targetRate) / min(sourceRate, targetRate) <= Self.largestFactor else {
      throw MediaError.invalidRequest(
        reason: "\(sourceRate) Hz and \(targetRate) Hz are more than a factor of"
          + " \(Self.largestFactor) apart; choose a nearer rate")
    }
    var (divisor, rest) = (sourceRate, targetRate)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    self.sourceRate = sourceRate
    self.targetRate = targetRate
    sourceCount = sourceRate / divisor
    targetCount = targetRate / divisor
  }
}

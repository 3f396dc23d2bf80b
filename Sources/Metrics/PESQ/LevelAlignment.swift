import Glibc

extension PESQ.PaddedSignal {
  /// Scales the signal so that its power between 325 and 3375 Hz is 10⁷ (P.862).
  ///
  /// - Parameters:
  ///   - side: Which signal this is, for the error.
  ///   - count: Samples of the longer signal with its margins; both powers are averaged over it.
  /// - Throws: `PESQError.silent` when the speech band holds no more than rounding noise, or is so
  ///   much fainter than the other signal that no gain in single precision lifts it.
  mutating func alignLevel(of side: PESQError.Signal, averagedOver count: Int) throws {
    let speechBand = PESQ.FrequencyResponse.speechBand.filtered(self)
    let duration = Double(count - 2 * bandwidth.margin + bandwidth.tail)
    let bandPower = Self.energy(of: speechBand) / duration
    let wholePower = Self.energy(of: samples[speechAndTail].map(Double.init)) / duration
    let gain = Float(sqrt(Self.targetPower / bandPower))
    guard bandPower > Self.roundingNoise * wholePower, gain.isFinite else {
      throw PESQError.silent(side)
    }
    for index in speech { samples[index] *= gain }
  }

  private static let targetPower = 1e7

  /// The share of a signal's power that single precision cannot tell from nothing.
  private static let roundingNoise = 1e-13

  private static func energy(of values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }
  }
}

import Glibc
import Media

/// The Descript Audio Codec's STFT loss: mean absolute differences of log₁₀ powers and of
/// magnitudes, summed over windows (Kumar et al., arXiv:2306.06546).
///
/// Windows are periodic Hann with a hop of a quarter, centred with reflection. 0 for identical
/// signals.
package struct SpectralDistance: AudioMetric {
  /// Samples of each window.
  package let windowLengths: [Int]
  private let transforms: [ShortTimeFourierTransform]
  /// Smaller magnitudes count as this in the logarithm.
  private static let floor: Float = 1e-5

  /// Prepares the transforms; 2048 and 512 samples are what the codec's authors evaluate with.
  ///
  /// - Throws: `MediaError.invalidRequest` for windows that make no transform.
  package init(windowLengths: [Int] = [2048, 512]) throws {
    self.windowLengths = windowLengths
    transforms = try windowLengths.map { length in
      try ShortTimeFourierTransform(
        hannLength: length, hopLength: length / 4, fourierLength: length,
        padding: .reflection(length / 2))
    }
  }

  /// What is computed, for printing.
  package var protocolText: String {
    let windows = windowLengths.map(String.init).joined(separator: " ")
    return "STFT distance as in the Descript Audio Codec: L1 of log10 powers plus L1 of magnitudes,"
      + " summed over windows \(windows), reference first"
  }

  /// The sum over all windows.
  ///
  /// - Throws: `MediaError.invalidRequest` for signals no longer than half the longest window.
  package func callAsFunction(_ pair: SignalPair) throws -> Double {
    try perWindow(pair).reduce(0, +)
  }

  /// The distance at each window.
  ///
  /// - Throws: `MediaError.invalidRequest` for signals no longer than half the longest window.
  package func perWindow(_ pair: SignalPair) throws -> [Double] {
    try transforms.map { transform in
      let reference = try transform.power(of: pair.reference).squareRoots()
      let estimate = try transform.power(of: pair.estimate).squareRoots()
      return SignalPair.meanAbsoluteDifference(reference.values, estimate.values)
        + SignalPair.meanAbsoluteDifference(Self.logPowers(reference), Self.logPowers(estimate))
    }
  }

  private static func logPowers(_ magnitudes: Spectrogram) -> [Float] {
    magnitudes.mapValues { 2 * log10(max($0, floor)) }.values
  }
}

import Glibc
import Media

/// The multi-resolution STFT distance of Parallel WaveGAN (arXiv:1910.11480), as auraloss computes
/// it: spectral convergence plus L1 of log magnitudes, averaged over resolutions.
///
/// Magnitudes are √max(|X|², 1e-8), so that silence has a distance too: 0 for identical signals.
package struct MultiResolutionSpectralDistance: AudioMetric {
  /// Sizes of one transform, in samples.
  package struct Resolution: Equatable, Sendable {
    /// The transform.
    package let fourierLength: Int
    /// From one frame to the next.
    package let hopLength: Int
    /// The periodic Hann window, centred in the transform.
    package let windowLength: Int

    /// Gathers the sizes.
    package init(fourierLength: Int, hopLength: Int, windowLength: Int) {
      self.fourierLength = fourierLength
      self.hopLength = hopLength
      self.windowLength = windowLength
    }
  }

  /// The distance at one resolution.
  package struct Distance: Equatable, Sendable {
    /// ‖reference − estimate‖ / ‖reference‖ of magnitudes, Frobenius norms.
    package let spectralConvergence: Double
    /// Mean |ln reference − ln estimate| of magnitudes.
    package let logMagnitude: Double
  }

  /// The resolutions of Parallel WaveGAN, auraloss's defaults.
  package static let defaultResolutions = [
    Resolution(fourierLength: 1024, hopLength: 120, windowLength: 600),
    Resolution(fourierLength: 2048, hopLength: 240, windowLength: 1200),
    Resolution(fourierLength: 512, hopLength: 50, windowLength: 240),
  ]

  /// The resolutions.
  package let resolutions: [Resolution]
  private let transforms: [ShortTimeFourierTransform]
  private static let smallestPower: Float = 1e-8

  /// Prepares the transforms.
  ///
  /// - Throws: `MediaError.invalidRequest` for no resolution or one that makes no transform.
  package init(resolutions: [Resolution] = Self.defaultResolutions) throws {
    guard !resolutions.isEmpty else {
      throw MediaError.invalidRequest(
        reason: "a multi-resolution distance needs at least one resolution")
    }
    self.resolutions = resolutions
    transforms = try resolutions.map { resolution in
      try ShortTimeFourierTransform(
        hannLength: resolution.windowLength, hopLength: resolution.hopLength,
        fourierLength: resolution.fourierLength, padding: .reflection(resolution.fourierLength / 2))
    }
  }

  /// What is computed, for printing.
  package var protocolText: String {
    let sizes = resolutions.map { "\($0.fourierLength)/\($0.hopLength)/\($0.windowLength)" }
    return "multi-resolution STFT distance as in auraloss: spectral convergence plus L1 of ln"
      + " magnitudes, mean over transform/hop/window \(sizes.joined(separator: " ")), reference"
      + " first"
  }

  /// The mean over all resolutions of both terms' sum.
  ///
  /// - Throws: `MediaError.invalidRequest` for signals no longer than half the longest transform.
  package func callAsFunction(_ pair: SignalPair) throws -> Double {
    let distances = try perResolution(pair)
    return distances.reduce(0) { $0 + $1.spectralConvergence + $1.logMagnitude }
      / Double(distances.count)
  }

  /// Both terms at each resolution.
  ///
  /// - Throws: `MediaError.invalidRequest` for signals no longer than half the longest transform.
  package func perResolution(_ pair: SignalPair) throws -> [Distance] {
    try transforms.map { transform in
      let reference = try Self.magnitudes(transform.power(of: pair.reference))
      let estimate = try Self.magnitudes(transform.power(of: pair.estimate))
      return Distance(
        spectralConvergence: Self.spectralConvergence(reference.values, estimate.values),
        logMagnitude: SignalPair.meanAbsoluteDifference(
          reference.mapValues(log).values, estimate.mapValues(log).values))
    }
  }

  private static func magnitudes(_ power: Spectrogram) -> Spectrogram {
    power.mapValues { max($0, smallestPower).squareRoot() }
  }

  private static func spectralConvergence(_ reference: [Float], _ estimate: [Float]) -> Double {
    var difference = 0.0
    var energy = 0.0
    for index in reference.indices {
      let magnitude = Double(reference[index])
      let error = magnitude - Double(estimate[index])
      difference += error * error
      energy += magnitude * magnitude
    }
    return (difference / energy).squareRoot()
  }
}

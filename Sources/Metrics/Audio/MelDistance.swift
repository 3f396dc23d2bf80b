package import Media

/// The Descript Audio Codec's mel loss: mean absolute difference of log₁₀ mel magnitudes, summed
/// over scales (Kumar et al., arXiv:2306.06546, section 3.4).
///
/// Every band counts in the mean, also those too narrow to hold a Fourier bin, as in the reference.
/// 0 for identical signals.
package struct MelDistance: AudioMetric {
  /// One resolution: mel bands over a window, frames every quarter of it.
  package struct Scale: Equatable, Sendable {
    /// Mel bands.
    package let bandCount: Int
    /// Samples of the window and the transform.
    package let windowLength: Int

    /// Pairs a number of bands with a window.
    package init(bandCount: Int, windowLength: Int) {
      self.bandCount = bandCount
      self.windowLength = windowLength
    }
  }

  /// The scales that the published codecs were trained with.
  package static let descriptScales = [5, 10, 20, 40, 80, 160, 320].enumerated().map {
    Scale(bandCount: $0.element, windowLength: 32 << $0.offset)
  }

  /// Samples a second.
  package let sampleRate: Int
  /// The resolutions.
  package let scales: [Scale]
  private let spectrograms: [MelSpectrogram]

  /// Prepares the filter banks of every scale.
  ///
  /// - Throws: `MediaError.invalidRequest` for scales that make no spectrogram.
  package init(sampleRate: Int, scales: [Scale] = Self.descriptScales) throws {
    self.sampleRate = sampleRate
    self.scales = scales
    spectrograms = try scales.map { scale in
      try .audiotools(
        Self.parameters(of: scale, sampleRate: sampleRate),
        compression: .commonLogarithm(floor: 1e-5))
    }
  }

  /// The mel spectrogram that a scale compares.
  package static func parameters(of scale: Scale, sampleRate: Int) -> MelSpectrogram.Parameters {
    MelSpectrogram.Parameters(
      sampleRate: sampleRate, fourierLength: scale.windowLength,
      hopLength: scale.windowLength / 4, bandCount: scale.bandCount)
  }

  /// What is computed, for printing.
  package var protocolText: String {
    let bands = scales.map { "\($0.bandCount)/\($0.windowLength)" }.joined(separator: " ")
    return "mel distance as in the Descript Audio Codec at \(sampleRate) Hz: L1 of log10 mel"
      + " magnitudes, summed over bands/window \(bands), reference first"
  }

  /// The sum over all scales.
  ///
  /// - Throws: `MediaError.invalidRequest` for signals no longer than half the longest window.
  package func callAsFunction(_ pair: SignalPair) throws -> Double {
    try perScale(pair).reduce(0, +)
  }

  /// The distance at each scale.
  ///
  /// - Throws: `MediaError.invalidRequest` for signals no longer than half the longest window.
  package func perScale(_ pair: SignalPair) throws -> [Double] {
    try spectrograms.map { mel in
      SignalPair.meanAbsoluteDifference(
        try mel(pair.reference).values, try mel(pair.estimate).values)
    }
  }
}

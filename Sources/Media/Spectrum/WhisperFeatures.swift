/// The input of OpenAI's Whisper encoder, for sound at 16 kHz.
///
/// Power over Slaney mel bands of frames of 400 samples every 160, centred with reflection; log₁₀,
/// at most 8 below the loudest, shifted and scaled as (x + 4) / 4 (Radford et al.,
/// arXiv:2212.04356; the numbers are those of the reference code).
package struct WhisperFeatures: Sendable {
  /// Samples a second.
  package static let sampleRate = 16_000
  /// Samples between frames.
  package static let hopLength = 160
  /// An hour; the published models take 30 s.
  private static let largestSampleCount = 3600 * sampleRate
  /// Samples of one input: shorter sound is followed by zeros, longer sound cut.
  package let sampleCount: Int
  private let mel: MelSpectrogram
  /// The mel bank, for 201 bins.
  package let bank: FilterBank

  /// Features of `bandCount` bands (80, or 128 from large-v3 on) over `sampleCount` samples (30 s
  /// where nil).
  ///
  /// - Throws: `MediaError.invalidRequest` for counts that make no spectrogram.
  package init(bandCount: Int = 80, sampleCount: Int? = nil) throws {
    let parameters = MelSpectrogram.Parameters(
      sampleRate: Self.sampleRate, fourierLength: 400, hopLength: Self.hopLength,
      bandCount: bandCount)
    self.sampleCount = sampleCount ?? 30 * Self.sampleRate
    let allowed = parameters.fourierLength...Self.largestSampleCount
    guard allowed.contains(self.sampleCount) else {
      throw MediaError.invalidRequest(
        reason: "Whisper features of \(self.sampleCount) samples; give \(allowed.lowerBound) to"
          + " \(allowed.upperBound)")
    }
    bank = try parameters.bank(scale: .slaney, normalization: .slaney)
    mel = MelSpectrogram(
      transform: try parameters.transform(padding: .reflection(parameters.fourierLength / 2)),
      bank: bank, measure: .power, compression: .commonLogarithm(floor: 1e-10))
  }

  /// The features of a mono signal at 16 kHz, `[sampleCount / 160, bands]`.
  ///
  /// - Throws: what ``MelSpectrogram`` throws.
  package func callAsFunction(_ signal: [Float]) throws -> Spectrogram {
    let missing = max(sampleCount - signal.count, 0)
    let input = signal.prefix(sampleCount) + [Float](repeating: 0, count: missing)
    var features = try mel(Array(input))
    // The reference drops the frame that is centred behind the last sample.
    features = Spectrogram(
      bandCount: features.bandCount, values: Array(features.values.dropLast(features.bandCount)))
    let quietest = (features.values.max() ?? 0) - 8
    return features.mapValues { (max($0, quietest) + 4) / 4 }
  }
}

/// Kaldi's log mel filter-bank features ("fbank"), for sound at 16 kHz: the input of w2v-BERT, and
/// of the X-codec 2 tokenizer by it.
///
/// Frames of 25 ms every 10 ms inside the signal, samples at 16-bit scale, mean removed,
/// pre-emphasis 0.97, povey window, power of 512 points, triangles straight in mel from 20 Hz to
/// 8 kHz, ln(max(·, ε of 32-bit floats)).
package struct KaldiFeatures: Sendable {
  /// Samples a second.
  package static let sampleRate = 16_000
  /// Samples of a frame.
  package static let frameLength = 400
  /// Samples between frames.
  package static let hopLength = 160
  private let mel: MelSpectrogram

  /// Features of `bandCount` bands.
  ///
  /// - Throws: `MediaError.invalidRequest` for counts that make no bank.
  package init(bandCount: Int = 80) throws {
    let transform = try ShortTimeFourierTransform(
      window: AnalysisWindow.povey(Self.frameLength), hopLength: Self.hopLength,
      fourierLength: 512, conditioning: .meanRemovedAndPreEmphasized(coefficient: 0.97))
    let bank = try FilterBank.mel(
      bandCount: bandCount, frequencies: 20...8000, sampleRate: Self.sampleRate,
      fourierLength: transform.fourierLength, scale: .htk, triangles: .straightInMel)
    mel = MelSpectrogram(
      transform: transform, bank: bank, measure: .power,
      compression: .naturalLogarithm(floor: .ulpOfOne))
  }

  /// The features of a mono signal at 16 kHz with samples in −1...1, `[frames, bands]`.
  ///
  /// - Throws: `MediaError.invalidRequest` for fewer than 400 samples.
  package func callAsFunction(_ signal: [Float]) throws -> Spectrogram {
    try mel(signal.map { $0 * 32_768 })
  }

  /// The features with every band brought to zero mean and unit variance over the frames:
  /// (x − mean) / √(unbiased variance + 1e-7).
  ///
  /// - Throws: `MediaError.invalidRequest` for fewer than two frames (560 samples).
  package func normalized(_ signal: [Float]) throws -> Spectrogram {
    var features = try self(signal)
    let frameCount = features.frameCount
    guard frameCount > 1 else {
      throw MediaError.invalidRequest(
        reason: "\(signal.count) samples hold a single frame, which has no variance; give at least"
          + " \(Self.frameLength + Self.hopLength)")
    }
    for band in 0..<features.bandCount {
      let places = stride(from: band, to: features.values.count, by: features.bandCount)
      let mean = places.reduce(0.0) { $0 + Double(features.values[$1]) } / Double(frameCount)
      let squares = places.reduce(0.0) { sum, place in
        let deviation = Double(features.values[place]) - mean
        return sum + deviation * deviation
      }
      let scale = 1 / (squares / Double(frameCount - 1) + 1e-7).squareRoot()
      for place in places {
        features.values[place] = Float((Double(features.values[place]) - mean) * scale)
      }
    }
    return features
  }
}
